"""Equations of halides: they fall apart, dissolve, or trade their halogen."""

from ceralyte.slurry.anatomy import Anatomy
from ceralyte.slurry.molecule import Molecule
from ceralyte.slurry.reaction import (
    Reaction,
    Species,
    charged,
    formula_text,
    holds_other_anions,
    species,
    whole,
)


def binary_salts(ceramic: Anatomy) -> Reaction | None:
    """A halide falls apart into binary salts; into ions where it holds several halogens."""
    halogen = ceramic.halogens
    if len(halogen) != 1 or holds_other_anions(ceramic):
        return ions(ceramic)
    salts = [
        species(n, {e: 1.0, halogen[0]: float(ceramic.states[e])})
        for e, n in ceramic.amounts.items()
        if e not in halogen
    ]
    return Reaction(left=(whole(ceramic),), right=tuple(salts))


def ions(ceramic: Anatomy) -> Reaction | None:
    """A halide dissolves into single ions; None for oxyhalides: solvents hold no bare O^2-."""
    if holds_other_anions(ceramic):
        return None
    right = tuple(
        Species(
            amount=n,
            name=charged(e, ceramic.states[e]),
            elements={e: 1.0},
            charge=ceramic.states[e],
        )
        for e, n in ceramic.amounts.items()
    )
    return Reaction(left=(whole(ceramic),), right=right)


def whole_anions(ceramic: Anatomy) -> Reaction:
    """A salt of complex anions dissolves into cations and whole anions, as LiPF6 does."""
    centres = ceramic.centres.keys()
    taken = [e for e in ceramic.amounts if e in centres or e in ceramic.halogens]
    units = sum(ceramic.centres.values())
    anion = {e: ceramic.amounts[e] / units for e in taken}
    cations = [
        species(n, {e: 1.0}, ceramic.states[e])
        for e, n in ceramic.amounts.items()
        if e not in taken
    ]
    return Reaction(left=(whole(ceramic),), right=(*cations, species(units, anion, -1)))


def halogen_exchange(ceramic: Anatomy, acid: Molecule) -> Reaction | None:
    """An acid or alcohol takes one halogen of each centre with its proton and stays in its place.

    None of mixed halides and oxyhalides, and of inorganic acids, whose anion is not one residue.
    """
    if len(ceramic.halogens) > 1 or holds_other_anions(ceramic) or "C" not in acid.elements:
        return None
    (halogen,) = ceramic.halogens
    residue: dict[str, float] = {e: float(n) for e, n in acid.elements.items()}
    residue["H"] -= 1
    name = formula_text({e: residue[e] for e in ("C", "H", "O") if e in residue} | residue)
    right = []
    for element, amount in ceramic.amounts.items():
        if element == halogen:
            continue
        kept = ceramic.states[element] - (element in ceramic.centres)
        salt: dict[str, float] = {element: 1.0, halogen: float(kept)}
        if element not in ceramic.centres:
            right.append(species(amount, salt))
            continue
        whole_salt = salt | {e: salt.get(e, 0.0) + n for e, n in residue.items()}
        right.append(
            Species(amount=amount, name=f"{formula_text(salt)}({name})", elements=whole_salt)
        )
    taken = sum(ceramic.centres.values())
    free = Species(amount=taken, name=acid.formula, elements=dict(acid.elements))
    right.append(species(taken, {"H": 1.0, halogen: 1.0}))
    return Reaction(left=(whole(ceramic), free), right=tuple(right))


def metal_hydrolysis(ceramic: Anatomy, small: tuple[str, ...] = ()) -> Reaction | None:
    """A halide of `small` or at least tetravalent centres gives oxide, salt and acid with water."""
    if len(ceramic.halogens) > 1 or holds_other_anions(ceramic):
        return ions(ceramic)
    halogen = ceramic.halogens[0]
    salts, water = [], 0.0
    for element, amount in ceramic.amounts.items():
        state = ceramic.states[element]
        if element == halogen:
            continue
        if state >= 4 or element in small:
            oxide = (
                {element: 2.0, "O": float(state)} if state % 2 else {element: 1.0, "O": state / 2}
            )
            salts.append(species(amount / oxide[element], oxide))
            water += amount * state / 2
        else:
            salts.append(species(amount, {element: 1.0, halogen: float(state)}))
    acid = species(2 * water, {"H": 1.0, halogen: 1.0})
    return Reaction(
        left=(whole(ceramic), species(water, {"H": 2.0, "O": 1.0})), right=(*salts, acid)
    )
