"""Equations of sulfides: water, alcohols, carbonyls and donors on their polyhedra."""

from ceralyte.slurry.anatomy import Anatomy
from ceralyte.slurry.centres import SOFT_CENTRES
from ceralyte.slurry.formula import TOLERANCE
from ceralyte.slurry.molecule import Molecule
from ceralyte.slurry.reaction import Reaction, Species, charged, formula_text, species, whole

_ALKALI = ("Li", "Na", "K")
_OXYGEN_AROUND = {"B": 3, "Al": 4, "Si": 4, "P": 4, "Ge": 4}
"""Oxygen atoms around centres whose ortho salts of alkali metals are known, as Li4GeO4."""


def sulfide_hydrolysis(ceramic: Anatomy) -> Reaction | None:
    """Sulfur of the hard polyhedra leaves as H2S, and salts of the oxygen polyhedra form.

    Soft centres keep theirs: SnS4 stays. None where these salts are not known or do not balance.
    """
    mobile, sulfur = ceramic.mobile, ceramic.amounts.get("S", 0.0)
    soft = {e: n for e, n in ceramic.centres.items() if e in SOFT_CENTRES}
    hard = {e: n for e, n in ceramic.centres.items() if e not in SOFT_CENTRES}
    if mobile not in _ALKALI or not hard.keys() <= _OXYGEN_AROUND.keys() or not hard:
        return None
    sulfur -= 4 * sum(soft.values())
    around = sum(n * _OXYGEN_AROUND[e] for e, n in hard.items())
    spare = sulfur + ceramic.amounts.get("O", 0.0) - around
    bridges = max(-spare, 0.0)
    if bridges > 1e-9 and ceramic.centres.keys() != {"P"}:
        return None
    free = max(spare, 0.0)
    salts = [
        *(_orthosalt(ceramic, e, n - 2 * bridges) for e, n in hard.items()),
        *(_orthosalt(ceramic, e, n, "S") for e, n in soft.items()),
        species(bridges, {mobile: 4.0, "P": 2.0, "O": 7.0}),
        *(species(ceramic.amounts[e], {mobile: 1.0, e: 1.0}) for e in ceramic.halogens),
        species(free, {mobile: 2.0, "S": 1.0}),
    ]
    cations = sum(s.amount * s.elements[mobile] for s in salts)
    balanced = abs(cations - ceramic.amounts[mobile]) <= TOLERANCE * cations
    if not balanced or min(s.amount for s in salts) < -1e-9:
        return None
    gone = sulfur - free
    return Reaction(
        left=(whole(ceramic), species(gone, {"H": 2.0, "O": 1.0})),
        right=(
            *(s for s in salts if s.amount > 1e-9),
            species(gone, {"H": 2.0, "S": 1.0}),
        ),
    )


def _orthosalt(ceramic: Anatomy, centre: str, amount: float, anion: str = "O") -> Species:
    around = float(_OXYGEN_AROUND[centre]) if anion == "O" else 4.0
    cations = 2 * around - ceramic.states[centre]
    return species(amount, {ceramic.mobile: cations, centre: 1.0, anion: around})


def alcoholysis(centre: str, state: int, alcohol: Molecule) -> Reaction:
    """Two molecules of alcohol take one sulfur out of a polyhedron: alkoxide and H2S."""
    charge = state - 8
    polyhedron = species(1, {centre: 1.0, "S": 4.0}, charge)
    rest: dict[str, float] = {e: float(n) for e, n in alcohol.elements.items()}
    rest["H"] -= 1
    residue = formula_text(
        {e: rest[e] for e in ("C", "H", "O") if rest.get(e)}
        | {e: n for e, n in rest.items() if e not in "CHO"}
    )
    mixed = {centre: 1.0, "S": 3.0}
    for element, n in rest.items():
        mixed[element] = mixed.get(element, 0.0) + n
    thio = Species(
        amount=1,
        name=charged(f"{centre}S3({residue})", charge + 1),
        elements=mixed,
        charge=charge + 1,
    )
    alkoxide = Species(amount=1, name=charged(residue, -1), elements=rest, charge=-1)
    return Reaction(
        left=(polyhedron, Species(amount=2, name=alcohol.formula, elements=dict(alcohol.elements))),
        right=(thio, alkoxide, species(1, {"H": 2.0, "S": 1.0})),
    )


def bridge_reduction() -> Reaction:
    """P2S7 loses its bridging sulfur (second reaction of Tan et al. 2019)."""
    return Reaction(
        left=(species(1, {"P": 2.0, "S": 7.0}, -4),),
        right=(species(1, {"P": 2.0, "S": 6.0}, -4), species(1, {"S": 1.0})),
    )


def oxygen_for_sulfur(centre: str, state: int, solvent: Molecule) -> Reaction:
    """A carbonyl gives its oxygen to a polyhedron and takes one sulfur of it."""
    charge = state - 8
    thiocarbonyl = {e: float(n) for e, n in solvent.elements.items()}
    thiocarbonyl["O"] -= 1
    thiocarbonyl["S"] = thiocarbonyl.get("S", 0.0) + 1
    hill = sorted(thiocarbonyl, key=lambda e: (e not in ("C", "H"), e))
    free = Species(amount=1, name=solvent.formula, elements=dict(solvent.elements))
    return Reaction(
        left=(species(1, {centre: 1.0, "S": 4.0}, charge), free),
        right=(
            species(1, {centre: 1.0, "S": 3.0, "O": 1.0}, charge),
            species(1, {e: thiocarbonyl[e] for e in hill}),
        ),
    )


def donor_attack(centre: str, state: int, solvent: Molecule) -> Reaction:
    """A donor takes the place of one sulfur at the centre of a polyhedron."""
    charge = state - 8
    joined: dict[str, float] = {centre: 1.0, "S": 3.0}
    for element, n in solvent.elements.items():
        joined[element] = joined.get(element, 0.0) + n
    name = charged(f"{centre}S3({solvent.formula})", charge + 2)
    free = Species(amount=1, name=solvent.formula, elements=dict(solvent.elements))
    return Reaction(
        left=(species(1, {centre: 1.0, "S": 4.0}, charge), free),
        right=(
            Species(amount=1, name=name, elements=joined, charge=charge + 2),
            species(1, {"S": 1.0}, -2),
        ),
    )
