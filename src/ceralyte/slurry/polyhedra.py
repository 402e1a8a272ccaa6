"""Structural units from amounts and charges: polyhedra of sulfides, halides, types of oxides."""

from collections.abc import Mapping
from typing import Any, Literal

from ceralyte.slurry.centres import (
    HARD_CENTRES,
    KEEPS_HALIDE,
    MOLECULES,
    of_selenium,
    sulfur_around,
)
from ceralyte.slurry.formula import CHALCOGENS, HALOGENS, TOLERANCE

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
_NOTICEABLE = 0.05  # share below which a unit is a dopant
_LACKING_IN_PAIRS = 0.25
"""Sulfur lacking per centre from which structures of Li10GeP2S12's type count as bridged: a P2S7
pair lacks one for its two centres, so at 0.25 half of the centres would be in pairs. A rule of
thumb between Li9.54Si1.74P1.44S11.7Cl0.3 (0.23, no bridges) and Li7P3S11 (0.33, bridges)."""
_LANTHANUM_SITE = ("La", "Y", "Nd", "Pr", "Sm", "Gd", "Ca", "Sr", "Ba", "Ce")
_GARNET_SITE = ("Zr", "Ta", "Nb", "Hf", "W", "Te", "Sn", "Sb", "Bi")


def sulfide_units(
    amounts: Mapping[str, float],
    states: Mapping[str, int],
    centres: Mapping[str, float],
    anions: float,
) -> dict[str, Any]:
    """Return units and weakness of a sulfide with so many anions of chalcogen and oxygen."""
    total = sum(centres.values())
    spare = anions - sum(n * sulfur_around(e) for e, n in centres.items())
    if states.get("P") == 4:
        return {"family": "sulfide", "units": ("P2S6^4-",), "weakness": "paired"}
    missing = max(-spare, 0.0)
    lacking = missing - sum_of(amounts, HALOGENS)  # halide in place of sulfur
    few = missing <= _LACKING_IN_PAIRS * total
    if centres.get("P") and any(e in centres for e in ("Si", "Ge", "Sn")):
        missing = lacking if lacking > _LACKING_IN_PAIRS * total else 0.0
    elif few and lacking <= TOLERANCE * total:
        missing = 0.0  # as in Na2.94PS3.94Cl0.06, where halide takes the place of sulfur
    hard = {e: n for e, n in centres.items() if e in HARD_CENTRES and n > _NOTICEABLE * total}
    bridged = min(missing, total / 2)
    units = []
    for element, amount in centres.items():
        around = sulfur_around(element)
        charge = 2 * around - states[element]
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
    return {"family": "sulfide", "units": tuple(units), "weakness": weakness}


def halide_units(
    amounts: Mapping[str, float], states: Mapping[str, int], centres: Mapping[str, float]
) -> dict[str, Any]:
    """Return units, charge and polyhedra of a halide."""
    halogens = tuple(e for e in amounts if e in HALOGENS)
    total = sum(centres.values())
    share = sum_of(amounts, halogens) / total
    around = 4 if all(_in_tetrahedra(e, halogens, share) for e in centres) else 6
    other = any(e in amounts for e in ("O", "N", *CHALCOGENS))
    apart = not other and share >= (4 if around == 4 else _SHARED)
    named = {4: "tetrahedra", 6: "octahedra"}
    return {
        "family": "halide",
        "units": tuple(_halide_unit(e, halogens, around, states[e], apart, other) for e in centres),
        "keeps_halide": sum(n for e, n in centres.items() if e in KEEPS_HALIDE) / total,
        "centre_charge": max(states[e] for e in centres),
        "complex_anion": apart and all(around - states[e] == 1 for e in centres),
        "polyhedra": named[around] if apart else "polyhedra",
    }


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


def oxide_type(centres: Mapping[str, float], oxygen: float, *, mobile: bool) -> tuple[Family, str]:
    """Return structure type and unit of an oxide."""
    per_twelve = {e: 12 * n / oxygen for e, n in centres.items()}
    tetrahedral = per_twelve.get("P", 0.0) + per_twelve.get("Si", 0.0)
    lanthanum = sum_of(per_twelve, _LANTHANUM_SITE)
    if 2.7 <= lanthanum <= 3.3 and 1.5 <= sum_of(per_twelve, _GARNET_SITE) <= 2.3:
        return "garnet", "MO6 octahedra and LaO8 of a garnet"
    if 2.7 <= tetrahedral <= 3.3 and sum(per_twelve.values()) - tetrahedral >= 1.7:
        return "nasicon", "MO6 octahedra and PO4 tetrahedra of a NASICON"
    if lanthanum > 1 and sum_of(per_twelve, ("Ti", "Zr", "Nb", "Ta")) > 3:
        return "perovskite", "TiO6 octahedra of a perovskite"
    if per_twelve.get("Al", 0.0) > 6 and mobile:
        return "beta-alumina", "spinel blocks of a beta-alumina"
    if not centres:
        return "oxide", "oxide ions between cations, no polyhedra"
    return "oxide", "+".join(f"{e}-O" for e in centres) + " network"


def sum_of(amounts: Mapping[str, float], elements: tuple[str, ...]) -> float:
    """Return the sum of the amounts of some elements."""
    return sum(amounts.get(e, 0.0) for e in elements)
