"""Balanced reaction equations, built from the formula of the ceramic at hand."""

from collections.abc import Mapping

from ceralyte.core.quantities import Record
from ceralyte.slurry.anatomy import SOFT_CENTRES, Anatomy
from ceralyte.slurry.formula import CHALCOGENS, TOLERANCE, parse_formula
from ceralyte.slurry.molecule import Molecule

COMPLEXES = {
    ("Li3PS4", "C1CCOC1"): 3.0,
    ("Li3PS4", "CNC=O"): 2.0,
    ("Li3PS4", "CC#N"): 1.0,
    ("Li3InCl6", "O"): 2.0,
    ("Na3SbS4", "O"): 9.0,
}
"""Molecules of solvent per formula unit in known complexes, by ceramic and SMILES of the solvent:
Li3PS4.3THF, Li3InCl6.2H2O (article, section 3), Na3SbS4.9H2O, and of Li3PS4
with N-methylformamide and acetonitrile (`nmf2022` and `wangy2018` in references.csv)."""

_ALKALI = ("Li", "Na", "K")
_OXYGEN_AROUND = {"B": 3, "Al": 4, "Si": 4, "P": 4, "Ge": 4}
"""Oxygen atoms around centres whose ortho salts of alkali metals are known, as Li4GeO4."""


class Species(Record):
    """An amount of one substance: `elements` per unit, `charge` per unit, and its printed name."""

    amount: float
    name: str
    elements: dict[str, float]
    charge: int = 0


class Reaction(Record):
    """A balanced equation. `solvent_count_known` is False where one molecule stands for n."""

    left: tuple[Species, ...]
    right: tuple[Species, ...]
    reversible: bool = False
    solvent_count_known: bool = True

    @property
    def text(self) -> str:
        """The equation as text, such as "Li3YBr6 -> 3 LiBr + YBr3"."""
        arrow = " <-> " if self.reversible else " -> "
        sides = (" + ".join(self._term(s) for s in side) for side in (self.left, self.right))
        return arrow.join(sides)

    @property
    def products(self) -> str:
        """The right side."""
        return " + ".join(self._term(s) for s in self.right)

    @staticmethod
    def _term(species: Species) -> str:
        if abs(species.amount - 1) < 1e-9:
            return species.name
        return f"{species.amount:.3g} {species.name}"


def binary_salts(ceramic: Anatomy) -> Reaction | None:
    """A halide falls apart into binary salts; into ions where it holds several halogens."""
    halogen = ceramic.halogens
    if len(halogen) != 1 or _holds_other_anions(ceramic):
        return ions(ceramic)
    salts = [
        _species(n, {e: 1.0, halogen[0]: float(ceramic.states[e])})
        for e, n in ceramic.amounts.items()
        if e not in halogen
    ]
    return Reaction(left=(whole(ceramic),), right=tuple(salts))


def ions(ceramic: Anatomy) -> Reaction | None:
    """A halide dissolves into single ions; None for oxyhalides: solvents hold no bare O^2-."""
    if _holds_other_anions(ceramic):
        return None
    right = tuple(
        Species(
            amount=n,
            name=_charged(e, ceramic.states[e]),
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
        _species(n, {e: 1.0}, ceramic.states[e])
        for e, n in ceramic.amounts.items()
        if e not in taken
    ]
    return Reaction(left=(whole(ceramic),), right=(*cations, _species(units, anion, -1)))


def halogen_exchange(ceramic: Anatomy, acid: Molecule) -> Reaction | None:
    """An acid or alcohol takes one halogen of each centre with its proton and stays in its place.

    None of mixed halides and oxyhalides, and of inorganic acids, whose anion is not one residue.
    """
    if len(ceramic.halogens) > 1 or _holds_other_anions(ceramic) or "C" not in acid.elements:
        return None
    (halogen,) = ceramic.halogens
    residue: dict[str, float] = {e: float(n) for e, n in acid.elements.items()}
    residue["H"] -= 1
    name = _formula({e: residue[e] for e in ("C", "H", "O") if e in residue} | residue)
    right = []
    for element, amount in ceramic.amounts.items():
        if element == halogen:
            continue
        kept = ceramic.states[element] - (element in ceramic.centres)
        salt: dict[str, float] = {element: 1.0, halogen: float(kept)}
        if element not in ceramic.centres:
            right.append(_species(amount, salt))
            continue
        whole_salt = salt | {e: salt.get(e, 0.0) + n for e, n in residue.items()}
        right.append(Species(amount=amount, name=f"{_formula(salt)}({name})", elements=whole_salt))
    taken = sum(ceramic.centres.values())
    free = Species(amount=taken, name=acid.formula, elements=dict(acid.elements))
    right.append(_species(taken, {"H": 1.0, halogen: 1.0}))
    return Reaction(left=(whole(ceramic), free), right=tuple(right))


def metal_hydrolysis(ceramic: Anatomy, small: tuple[str, ...] = ()) -> Reaction | None:
    """A halide of `small` or at least tetravalent centres gives oxide, salt and acid with water."""
    if len(ceramic.halogens) > 1 or _holds_other_anions(ceramic):
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
            salts.append(_species(amount / oxide[element], oxide))
            water += amount * state / 2
        else:
            salts.append(_species(amount, {element: 1.0, halogen: float(state)}))
    acid = _species(2 * water, {"H": 1.0, halogen: 1.0})
    return Reaction(
        left=(whole(ceramic), _species(water, {"H": 2.0, "O": 1.0})), right=(*salts, acid)
    )


def complexation(ceramic: Anatomy, solvent: Molecule) -> Reaction:
    """Ceramic and solvent join, and come apart again on heating."""
    counts = (
        n
        for (formula, smiles), n in COMPLEXES.items()
        if smiles == solvent.smiles and parse_formula(formula) == ceramic.amounts
    )
    count = next(counts, None)
    known = count is not None
    n = count or 1.0
    label = f"{n:g}" if known else "n"
    elements = dict(ceramic.amounts)
    for element, atoms in solvent.elements.items():
        elements[element] = elements.get(element, 0.0) + n * atoms
    product = Species(
        amount=1, name=f"{ceramic.formula}.{label}({solvent.formula})", elements=elements
    )
    name = solvent.formula if known else f"n {solvent.formula}"
    free = Species(amount=n, name=name, elements=dict(solvent.elements))
    return Reaction(
        left=(whole(ceramic), free), right=(product,), reversible=True, solvent_count_known=known
    )


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
        _species(bridges, {mobile: 4.0, "P": 2.0, "O": 7.0}),
        *(_species(ceramic.amounts[e], {mobile: 1.0, e: 1.0}) for e in ceramic.halogens),
        _species(free, {mobile: 2.0, "S": 1.0}),
    ]
    cations = sum(s.amount * s.elements[mobile] for s in salts)
    balanced = abs(cations - ceramic.amounts[mobile]) <= TOLERANCE * cations
    if not balanced or min(s.amount for s in salts) < -1e-9:
        return None
    gone = sulfur - free
    return Reaction(
        left=(whole(ceramic), _species(gone, {"H": 2.0, "O": 1.0})),
        right=(
            *(s for s in salts if s.amount > 1e-9),
            _species(gone, {"H": 2.0, "S": 1.0}),
        ),
    )


def _orthosalt(ceramic: Anatomy, centre: str, amount: float, anion: str = "O") -> Species:
    around = float(_OXYGEN_AROUND[centre]) if anion == "O" else 4.0
    cations = 2 * around - ceramic.states[centre]
    return _species(amount, {ceramic.mobile: cations, centre: 1.0, anion: around})


def alcoholysis(centre: str, state: int, alcohol: Molecule) -> Reaction:
    """Two molecules of alcohol take one sulfur out of a polyhedron: alkoxide and H2S."""
    charge = state - 8
    polyhedron = _species(1, {centre: 1.0, "S": 4.0}, charge)
    rest: dict[str, float] = {e: float(n) for e, n in alcohol.elements.items()}
    rest["H"] -= 1
    residue = _formula(
        {e: rest[e] for e in ("C", "H", "O") if rest.get(e)}
        | {e: n for e, n in rest.items() if e not in "CHO"}
    )
    mixed = {centre: 1.0, "S": 3.0}
    for element, n in rest.items():
        mixed[element] = mixed.get(element, 0.0) + n
    thio = Species(
        amount=1,
        name=_charged(f"{centre}S3({residue})", charge + 1),
        elements=mixed,
        charge=charge + 1,
    )
    alkoxide = Species(amount=1, name=_charged(residue, -1), elements=rest, charge=-1)
    return Reaction(
        left=(polyhedron, Species(amount=2, name=alcohol.formula, elements=dict(alcohol.elements))),
        right=(thio, alkoxide, _species(1, {"H": 2.0, "S": 1.0})),
    )


def bridge_reduction() -> Reaction:
    """P2S7 loses its bridging sulfur (second reaction of Tan et al. 2019)."""
    return Reaction(
        left=(_species(1, {"P": 2.0, "S": 7.0}, -4),),
        right=(_species(1, {"P": 2.0, "S": 6.0}, -4), _species(1, {"S": 1.0})),
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
        left=(_species(1, {centre: 1.0, "S": 4.0}, charge), free),
        right=(
            _species(1, {centre: 1.0, "S": 3.0, "O": 1.0}, charge),
            _species(1, {e: thiocarbonyl[e] for e in hill}),
        ),
    )


def donor_attack(centre: str, state: int, solvent: Molecule) -> Reaction:
    """A donor takes the place of one sulfur at the centre of a polyhedron."""
    charge = state - 8
    joined: dict[str, float] = {centre: 1.0, "S": 3.0}
    for element, n in solvent.elements.items():
        joined[element] = joined.get(element, 0.0) + n
    name = _charged(f"{centre}S3({solvent.formula})", charge + 2)
    free = Species(amount=1, name=solvent.formula, elements=dict(solvent.elements))
    return Reaction(
        left=(_species(1, {centre: 1.0, "S": 4.0}, charge), free),
        right=(
            Species(amount=1, name=name, elements=joined, charge=charge + 2),
            _species(1, {"S": 1.0}, -2),
        ),
    )


def proton_exchange(ceramic: Anatomy, solvent: Molecule) -> Reaction | None:
    """One mobile ion per formula unit leaves for the solvent, a proton takes its place.

    None where the formula unit has less than one mobile ion.
    """
    framework = dict(ceramic.amounts)
    mobile = ceramic.mobile
    if framework.get(mobile, 0.0) < 1:
        return None
    framework[mobile] -= 1
    product = {mobile: framework.pop(mobile), "H": framework.pop("H", 0.0) + 1} | framework
    rest: dict[str, float] = {e: float(n) for e, n in solvent.elements.items()}
    rest["H"] -= 1
    order = ("O", "H") if solvent.kind == "water" else ("C", "H", "O")
    residue = {e: rest[e] for e in order if e in rest} | rest
    acid = Species(amount=1, name=solvent.formula, elements=dict(solvent.elements))
    salt = Species(amount=1, name=mobile + _formula(residue), elements={mobile: 1.0} | rest)
    return Reaction(
        left=(whole(ceramic), acid),
        right=(Species(amount=1, name=_formula(product), elements=product), salt),
    )


def _holds_other_anions(ceramic: Anatomy) -> bool:
    return any(e in ceramic.amounts for e in ("O", "N", *CHALCOGENS))


def whole(ceramic: Anatomy) -> Species:
    """One formula unit of the ceramic."""
    return Species(amount=1, name=ceramic.formula, elements=dict(ceramic.amounts))


def _species(amount: float, elements: Mapping[str, float], charge: int = 0) -> Species:
    name = _formula(elements)
    return Species(
        amount=amount,
        name=_charged(name, charge) if charge else name,
        elements=dict(elements),
        charge=charge,
    )


def _formula(elements: Mapping[str, float]) -> str:
    return "".join(
        f"{e}{n:.3g}" if abs(n - 1) > 1e-9 else e for e, n in elements.items() if abs(n) > 1e-9
    )


def _charged(name: str, charge: int) -> str:
    if not charge:
        return name
    size = abs(charge) if abs(charge) > 1 else ""
    return f"{name}^{size}{'+' if charge > 0 else '-'}"
