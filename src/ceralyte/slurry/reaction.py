"""Balanced reaction equations, built from the formula of the ceramic at hand."""

from collections.abc import Mapping

from ceralyte.core.quantities import Record
from ceralyte.slurry.anatomy import Anatomy
from ceralyte.slurry.formula import CHALCOGENS, parse_formula
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
    salt = Species(amount=1, name=mobile + formula_text(residue), elements={mobile: 1.0} | rest)
    return Reaction(
        left=(whole(ceramic), acid),
        right=(Species(amount=1, name=formula_text(product), elements=product), salt),
    )


def holds_other_anions(ceramic: Anatomy) -> bool:
    """Whether there are anions besides halogen."""
    return any(e in ceramic.amounts for e in ("O", "N", *CHALCOGENS))


def whole(ceramic: Anatomy) -> Species:
    """One formula unit of the ceramic."""
    return Species(amount=1, name=ceramic.formula, elements=dict(ceramic.amounts))


def species(amount: float, elements: Mapping[str, float], charge: int = 0) -> Species:
    """Return an amount of one substance, named by its formula and charge."""
    name = formula_text(elements)
    return Species(
        amount=amount,
        name=charged(name, charge) if charge else name,
        elements=dict(elements),
        charge=charge,
    )


def formula_text(elements: Mapping[str, float]) -> str:
    """Return a formula as text, three digits of each amount."""
    return "".join(
        f"{e}{n:.3g}" if abs(n - 1) > 1e-9 else e for e, n in elements.items() if abs(n) > 1e-9
    )


def charged(name: str, charge: int) -> str:
    """Return a name with its charge, such as "PS4^3-"."""
    if not charge:
        return name
    size = abs(charge) if abs(charge) > 1 else ""
    return f"{name}^{size}{'+' if charge > 0 else '-'}"
