"""What a ceramic is made of: its structural units, read from its formula."""

from collections.abc import Mapping
from functools import lru_cache

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Record
from ceralyte.slurry.centres import AMMONIUM, HARD_CENTRES, MOLECULES, SOFT_CENTRES
from ceralyte.slurry.formula import (
    ANIONS,
    CHALCOGENS,
    HALOGENS,
    MOBILE,
    TOLERANCE,
    oxidation_states,
    parse_formula,
)
from ceralyte.slurry.polyhedra import (
    Family,
    Weakness,
    halide_units,
    oxide_type,
    sulfide_units,
    sum_of,
)

_COUNTERIONS = ("Rb", "Cs", "Mg", "Ca", "Sr", "Ba", "Cu", "Tl")
"""Cations between the polyhedra of sulfides, besides the mobile ones."""
_ALKALINE_EARTHS = ("Mg", "Ca", "Sr", "Ba")  # on lithium sites of antiperovskites


class Anatomy(Record):
    """Structural units of a ceramic.

    Attributes
    ----------
    formula : str
    amounts : dict
        Of every element in the formula.
    states : dict
        Oxidation state of every element.
    family : str
    units : tuple of str
        Such as "PS4^3-", "YBr6^3-"; for oxides the structure type.
    weakness : str
        Of sulfides, the unit that a solvent attacks first: P2S7 ("bridged"), a hard GeS4 or SiS4
        ("hard_tetrahedra"), free S2- beside PS4 ("free_sulfide"), PS4 alone ("ortho"), P2S6 with a
        bond between its phosphorus ("paired"), or SbS4, SnS4 ("soft"). Sulfides of phosphorus with
        silicon, germanium or tin count as bridged if that would be so of half of their centres, a
        rule of thumb.
    keeps_halide : float
        Of halides, the share of centres that keep their halogen in water, 0 to 1.
    centre_charge : int
        Of halides, the largest charge of a centre.
    complex_anion : bool
        Of halides, whether they are salts of anions MX4 or MX6 of one charge that share no halogen,
        as LiPF6 and NaAlCl4: these dissolve whole, and more readily than lattices.
    polyhedra : str
        Of halides, what stands around the centres: "octahedra", "tetrahedra" or "polyhedra".
    """

    formula: str
    amounts: dict[str, float]
    states: dict[str, int]
    family: Family
    units: tuple[str, ...]
    weakness: Weakness = ""
    keeps_halide: float = 0.0
    centre_charge: int = 0
    complex_anion: bool = False
    polyhedra: str = ""

    @property
    def mobile(self) -> str:
        """The mobile element, "" if there is none."""
        return _mobile(self.amounts)

    @property
    def charge_left(self) -> float:
        """Charge of a formula unit that rounded amounts leave over; 0 where it is negligible."""
        left = sum(n * self.states[e] for e, n in self.amounts.items())
        positive = sum(n * max(self.states[e], 0) for e, n in self.amounts.items())
        return left if abs(left) > TOLERANCE * positive else 0.0

    @property
    def halogens(self) -> tuple[str, ...]:
        """The halogens in it."""
        return tuple(e for e in HALOGENS if e in self.amounts)

    @property
    def signature(self) -> tuple[str, ...]:
        """What two ceramics must share for one to stand for the other."""
        if self.family == "halide":
            kind = "keeps" if self.keeps_halide > 0.5 else "hard"
            charge = "high" if self.centre_charge > 3 else "low"
            anion = "fluoride" if "F" in self.halogens else "oxyhalide" if self.oxyhalide else ""
            return (self.family, kind, charge, self.polyhedra, anion)
        mobile = self.mobile if self.weakness in ("ortho", "paired", "soft", "") else ""
        mixed = "mixed" if self.weakness == "ortho" and len(self.centres) > 1 else ""
        return (self.family, self.weakness, mobile, mixed or MOLECULES * (MOLECULES in self.units))

    @property
    def oxyhalide(self) -> bool:
        """Whether it holds oxygen or the like beside halogen."""
        return bool(self.halogens) and any(e in self.amounts for e in ("O", "N", *CHALCOGENS))

    @property
    def isolated(self) -> bool:
        """Of sulfides, whether some sulfur belongs to one polyhedron alone."""
        return sum_of(self.amounts, ("O", *CHALCOGENS)) > 2 * sum(self.centres.values())

    @property
    def centres(self) -> dict[str, float]:
        """Amounts of the elements inside polyhedra, not between them, and not anions."""
        return _centres(self.amounts, sulfide=self.family == "sulfide")


@lru_cache(maxsize=512)
def anatomy(formula: str) -> Anatomy:
    """Return the structural units of a ceramic.

    Raises
    ------
    InputError
        No formula, no anion in it, or a charge that does not balance.

    Examples
    --------
    >>> anatomy("Li7P3S11").units
    ('PS4^3-', 'P2S7^4-')
    >>> anatomy("Li3YBr6").units
    ('YBr6^3-',)
    """
    amounts = parse_formula(formula)
    if not any(e in amounts for e in ANIONS):
        raise InputError(
            "ceramic",
            f"'{formula}' has none of the anions that rules are known for",
            "an oxide, sulfide, selenide, halide or nitride; borohydrides are not covered",
        )
    states = oxidation_states(amounts, formula)
    chalcogen = sum_of(amounts, CHALCOGENS)
    halogen, oxygen = sum_of(amounts, HALOGENS), amounts.get("O", 0.0)
    if amounts.get("N", 0.0) and amounts.get("H", 0.0) >= 4 * amounts["N"]:
        return Anatomy(
            formula=formula,
            amounts=dict(amounts),
            states=dict(states),
            family="other",
            units=(AMMONIUM,),
        )
    sulfide = chalcogen > oxygen
    centres = _centres(amounts, sulfide=sulfide)
    known = {"formula": formula, "amounts": dict(amounts), "states": dict(states)}
    if sulfide and any(e in HARD_CENTRES + SOFT_CENTRES for e in centres):
        return Anatomy(**known, **sulfide_units(amounts, states, centres, chalcogen + oxygen))
    if sulfide:
        return Anatomy(**known, family="other", units=("no known polyhedra",))
    if halogen > oxygen and centres:
        return Anatomy(**known, **halide_units(amounts, states, centres))
    if halogen and oxygen and set(centres) <= set(_ALKALINE_EARTHS):
        return Anatomy(**known, family="antiperovskite", units=(f"O{_mobile(amounts)}6 octahedra",))
    if oxygen:
        family, unit = oxide_type(centres, oxygen, mobile=bool(_mobile(amounts)))
        return Anatomy(**known, family=family, units=(unit,))
    return Anatomy(**known, family="other", units=("no known polyhedra",))


def _mobile(amounts: Mapping[str, float]) -> str:
    return max((e for e in MOBILE if e in amounts), key=lambda e: amounts[e], default="")


def _centres(amounts: Mapping[str, float], *, sulfide: bool) -> dict[str, float]:
    between = (*MOBILE, *ANIONS, "H", *(_COUNTERIONS if sulfide else ()))
    return {e: n for e, n in amounts.items() if e not in between}
