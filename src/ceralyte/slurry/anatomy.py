"""What a ceramic is made of: its structural units, read from its formula."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Record
from ceralyte.slurry.formula import (
    ANIONS,
    CHALCOGENS,
    HALOGENS,
    MOBILE,
    TOLERANCE,
    oxidation_states,
    parse_formula,
)

Family = Literal[
    "halide",
    "sulfide",
    "garnet",
    "nasicon",
    "perovskite",
    "beta-alumina",
    "antiperovskite",
    "oxide",
    "other",
]
Weakness = Literal["bridged", "free_sulfide", "hard_tetrahedra", "ortho", "paired", "soft", ""]

HARD_CENTRES = ("P", "Si", "Ge", "B", "Al", "Zn", "Ga")
"""Centres of sulfide polyhedra that prefer oxygen and hard donors to sulfur."""

SOFT_CENTRES = ("Sn", "Sb", "As", "W", "Mo", "In")
"""Centres that keep their sulfur in water (hard and soft acids and bases; article, section 3)."""

KEEPS_HALIDE = ("In", "Tl", "Cd", "Hg")
"""Post-transition metals whose halide complexes survive in water and come back as hydrates; hard
d- and f-block ions (Sc, Y, lanthanides, Zr, Ta) prefer oxygen and hydrolyse."""

AMMONIUM = "NH4^+"
MOLECULES = "cages of phosphorus and sulfur"
"""Unit of P2S5 (P4S10): molecules, not polyhedra between cations."""

_TETRAHEDRAL: Mapping[str, tuple[str, ...]] = {
    "B": HALOGENS,
    "Be": HALOGENS,
    "Al": ("Cl", "Br", "I"),
    "Ga": ("Cl", "Br", "I"),
    "Zn": ("Cl", "Br", "I"),
    "In": ("Br", "I"),
}
"""Small centres in tetrahedra of four halogens, as in NaAlCl4; fluorine stands around Al, Ga and Zn
by six, chlorine around In, too."""
_SHARED = 5.5  # halogen per centre below which octahedra share it

_COUNTERIONS = ("Rb", "Cs", "Mg", "Ca", "Sr", "Ba", "Cu", "Tl")
"""Cations between the polyhedra of sulfides, besides the mobile ones."""
_NOTICEABLE = 0.05  # share below which a unit is a dopant
_LACKING_IN_PAIRS = 0.25
"""Sulfur lacking per centre from which structures of Li10GeP2S12's type count as bridged: a P2S7
pair lacks one for its two centres, so at 0.25 half of the centres would be in pairs. A rule of
thumb between Li9.54Si1.74P1.44S11.7Cl0.3 (0.23, no bridges) and Li7P3S11 (0.33, bridges)."""
_SULFUR = re.compile(r"(?<![A-Z])S(?=[\d^ ,]|$)|(?<=H2)S|(?<=[PB])S(?=\d)")
"""S as a symbol of its own, at the end of H2S, and in units."""
_ALKALINE_EARTHS = ("Mg", "Ca", "Sr", "Ba")  # on lithium sites of antiperovskites
_LANTHANUM_SITE = ("La", "Y", "Nd", "Pr", "Sm", "Gd", "Ca", "Sr", "Ba", "Ce")
_GARNET_SITE = ("Zr", "Ta", "Nb", "Hf", "W", "Te", "Sn", "Sb", "Bi")


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
        return _sum(self.amounts, ("O", *CHALCOGENS)) > 2 * sum(self.centres.values())

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
    chalcogen = _sum(amounts, CHALCOGENS)
    halogen, oxygen = _sum(amounts, HALOGENS), amounts.get("O", 0.0)
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
        return _sulfide(known, amounts, centres, chalcogen + oxygen)
    if sulfide:
        return Anatomy(**known, family="other", units=("no known polyhedra",))
    if halogen > oxygen and centres:
        return _halide(known, amounts, states, centres)
    if halogen and oxygen and set(centres) <= set(_ALKALINE_EARTHS):
        return Anatomy(**known, family="antiperovskite", units=(f"O{_mobile(amounts)}6 octahedra",))
    if oxygen:
        family, unit = _oxide(centres, oxygen, mobile=bool(_mobile(amounts)))
        return Anatomy(**known, family=family, units=(unit,))
    return Anatomy(**known, family="other", units=("no known polyhedra",))


def _mobile(amounts: Mapping[str, float]) -> str:
    return max((e for e in MOBILE if e in amounts), key=lambda e: amounts[e], default="")


def of_selenium(text: str) -> str:
    """Return what is said of sulfur, said of selenium.

    Examples
    --------
    >>> of_selenium("PS4^3- turns into polysulfide, H2S escapes")
    'PSe4^3- turns into polyselenide, H2Se escapes'
    """
    named = text.replace("sulfide", "selenide").replace("sulfur", "selenium")
    return _SULFUR.sub("Se", named)


def sulfur_around(centre: str) -> int:
    """Return how many sulfur atoms stand around a centre of a sulfide: BS3, but PS4, SnS4."""
    return 3 if centre == "B" else 4


def _centres(amounts: Mapping[str, float], *, sulfide: bool) -> dict[str, float]:
    between = (*MOBILE, *ANIONS, "H", *(_COUNTERIONS if sulfide else ()))
    return {e: n for e, n in amounts.items() if e not in between}


def _sum(amounts: Mapping[str, float], elements: tuple[str, ...]) -> float:
    return sum(amounts.get(e, 0.0) for e in elements)


def _sulfide(
    known: dict, amounts: Mapping[str, float], centres: dict[str, float], anions: float
) -> Anatomy:
    total = sum(centres.values())
    spare = anions - sum(n * sulfur_around(e) for e, n in centres.items())
    if known["states"].get("P") == 4:
        return Anatomy(**known, family="sulfide", units=("P2S6^4-",), weakness="paired")
    missing = max(-spare, 0.0)
    if centres.get("P") and any(e in centres for e in ("Si", "Ge", "Sn")):
        lacking = missing - _sum(amounts, HALOGENS)  # halide in place of sulfur
        missing = lacking if lacking > _LACKING_IN_PAIRS * total else 0.0
    hard = {e: n for e, n in centres.items() if e in HARD_CENTRES and n > _NOTICEABLE * total}
    bridged = min(missing, total / 2)
    units = []
    for element, amount in centres.items():
        around = sulfur_around(element)
        charge = 2 * around - known["states"][element]
        doubly = max(missing - total / 2, 0.0)  # of edge-sharing pairs, as P2S6^2-
        if amount - 2 * bridged * amount / total > _NOTICEABLE * amount:
            units.append(f"{element}S{around}^{charge}-")
        if bridged - doubly > _NOTICEABLE * total and element in ("P", "Sn", "Ge", "Si"):
            units.append(f"{element}2S7^{2 * charge - 2}-")
        if doubly > _NOTICEABLE * total and element == "P":
            units.append("P2S6^2-")
    units += ["S^2-"] if spare > _NOTICEABLE * total else []
    units += [f"{e}^-" for e in HALOGENS if e in amounts]
    if amounts.keys() <= {"P", "S"}:
        units = [MOLECULES]
    if "S" not in amounts:
        units = [of_selenium(unit) for unit in units]
    if not hard:
        weakness: Weakness = "soft"
    elif bridged > _NOTICEABLE * total:
        weakness = "bridged"
    elif spare > _NOTICEABLE * total:
        weakness = "free_sulfide"
    else:
        weakness = "ortho" if set(hard) == {"P"} else "hard_tetrahedra"
    return Anatomy(**known, family="sulfide", units=tuple(units), weakness=weakness)


def _halide(
    known: dict, amounts: Mapping[str, float], states: Mapping[str, int], centres: dict[str, float]
) -> Anatomy:
    halogens = tuple(e for e in amounts if e in HALOGENS)
    total = sum(centres.values())
    share = _sum(amounts, halogens) / total
    around = 4 if all(_in_tetrahedra(e, halogens, share) for e in centres) else 6
    other = any(e in amounts for e in ("O", "N", *CHALCOGENS))
    apart = not other and share >= (4 if around == 4 else _SHARED)
    named = {4: "tetrahedra", 6: "octahedra"}
    return Anatomy(
        **known,
        family="halide",
        units=tuple(_halide_unit(e, halogens, around, states[e], apart, other) for e in centres),
        keeps_halide=sum(n for e, n in centres.items() if e in KEEPS_HALIDE) / total,
        centre_charge=max(states[e] for e in centres),
        complex_anion=apart and all(around - states[e] == 1 for e in centres),
        polyhedra=named[around] if apart else "polyhedra",
    )


def _in_tetrahedra(centre: str, halogens: tuple[str, ...], share: float) -> bool:
    return share < _SHARED and set(halogens) <= set(_TETRAHEDRAL.get(centre, ()))


def _halide_unit(
    centre: str, halogens: tuple[str, ...], around: int, state: int, apart: bool, other: bool
) -> str:
    """Name of a unit: "YBr6^3-", "Y(Cl,Br)6^3-"; of shared or mixed ones, what bonds to what."""
    if not apart:
        anions = ",".join((*(("O",) if other else ()), *halogens))
        return f"{centre}({anions}) polyhedra" if "," in anions else f"{centre}-{anions} polyhedra"
    halogen = halogens[0] if len(halogens) == 1 else f"({','.join(halogens)})"
    charge = around - state
    return f"{centre}{halogen}{around}^{charge if charge > 1 else ''}-"


def _oxide(centres: dict[str, float], oxygen: float, *, mobile: bool) -> tuple[Family, str]:
    per_twelve = {e: 12 * n / oxygen for e, n in centres.items()}
    tetrahedral = per_twelve.get("P", 0.0) + per_twelve.get("Si", 0.0)
    lanthanum = _sum(per_twelve, _LANTHANUM_SITE)
    if 2.7 <= lanthanum <= 3.3 and 1.5 <= _sum(per_twelve, _GARNET_SITE) <= 2.3:
        return "garnet", "MO6 octahedra and LaO8 of a garnet"
    if 2.7 <= tetrahedral <= 3.3 and sum(per_twelve.values()) - tetrahedral >= 1.7:
        return "nasicon", "MO6 octahedra and PO4 tetrahedra of a NASICON"
    if lanthanum > 1 and _sum(per_twelve, ("Ti", "Zr", "Nb", "Ta")) > 3:
        return "perovskite", "TiO6 octahedra of a perovskite"
    if per_twelve.get("Al", 0.0) > 6 and mobile:
        return "beta-alumina", "spinel blocks of a beta-alumina"
    if not centres:
        return "oxide", "oxide ions between cations, no polyhedra"
    return "oxide", "+".join(f"{e}-O" for e in centres) + " network"
