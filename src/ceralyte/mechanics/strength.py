"""Tensile strength of a composite membrane: always a bracket, never a point."""

from math import exp, pi, sqrt
from typing import Literal

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Outcome, Quantity, Unavailable
from ceralyte.core.units import LENGTH, PRESSURE, show
from ceralyte.mechanics.brackets import ends

EDGE_FLAW = 1.12
"""Geometry factor of an edge crack in tension (free-surface correction; Tada's handbook)."""

POROSITY_DECAY = (4.0, 7.0)
"""Source: range of B in strength ~ exp(-B porosity); Ryshkewitch 1953, Duckworth 1953, J. Am.
Ceram. Soc. 36, 65 and 68."""

Orientation = Literal["aligned", "woven", "planar_random", "random"]

ORIENTATION_FACTORS: dict[Orientation, float] = {
    "aligned": 1.0,
    "woven": 1 / 2,
    "planar_random": 1 / 3,
    "random": 1 / 6,
}
"""Share of its fibres' axial stiffness, and strength at equal strain, that a network carries.

Source: Cox 1952, Br. J. Appl. Phys. 3, 72 (long straight fibres, free lateral contraction:
1/3 in a sheet, 1/6 in space). Woven: half of the threads of a balanced weave lie along the
load, crimp neglected.
"""


SLIPPING = "fibres that break: those of a loose mat slip, and carry less than its lower end"
"""How far to trust what fibres carry."""
"""Validity of what fibres carry by their own strength, and of what is made of that."""


def griffith_strength(fracture_toughness: float, flaw_size: float) -> float:
    """Return the stress (Pa) at which an edge crack of depth `flaw_size` (m) runs.

    Parameters
    ----------
    fracture_toughness : float, Pa m^0.5
    flaw_size : float, m

    Source
    ------
    Griffith 1921, Irwin 1957: K_IC / (1.12 sqrt(pi a)).

    Examples
    --------
    >>> round(griffith_strength(0.23e6, 10e-6) / 1e6, 1)
    36.6
    """
    return fracture_toughness / (EDGE_FLAW * sqrt(pi * flaw_size))


def sheet_support_strength(strength: Quantity, thickness_share: float) -> Quantity:
    """Return what a carrier sheet adds to the strength of the membrane, Pa.

    Parameters
    ----------
    strength : Quantity, Pa
        Of the sheet alone, load over its gross section.
    thickness_share : float
        Thickness of the sheet over thickness of the membrane; above 1 where pressing thinned
        the sheet.
    """
    if thickness_share <= 0:
        raise InputError("support.thickness_share", f"{thickness_share:g}", "above 0")
    return strength.scaled(thickness_share, "Pa", "sheet strength x share of the thickness")


def fibre_support_strength(
    strength: Quantity, volume_fraction: float, orientation: Orientation = "planar_random"
) -> Quantity:
    """Return what support fibres add to the strength of the membrane, Pa.

    Parameters
    ----------
    strength : Quantity, Pa
        Axial, of the single fibre.
    volume_fraction : float
        Of the fibres in the membrane.
    orientation : {"aligned", "woven", "planar_random", "random"}

    Validity
    --------
    Fibres long and held well enough to break rather than slip: an upper value for loose mats.
    """
    if not 0 < volume_fraction <= 1:
        raise InputError("support.volume_fraction", f"{volume_fraction:g}", "above 0, up to 1")
    factor = ORIENTATION_FACTORS[orientation]
    carried = strength.scaled(
        volume_fraction * factor,
        "Pa",
        f"fibre strength x volume fraction x {factor:.3g} ({orientation}, Cox 1952)",
    )
    return carried.model_copy(update={"validity": SLIPPING})


def estimate_tensile_strength(
    *,
    porosity: float,
    binder_volume_fraction: float,
    binder_strength: Outcome | None = None,
    fracture_toughness: Outcome | None = None,
    flaw_size: Quantity | None = None,
    support_strength: Outcome | None = None,
) -> Outcome:
    """Bracket the tensile strength between binder-limited and ceramic-limited failure.

    One end is a membrane whose necks of binder carry the load: volume fraction of the binder x
    its strength. The other is a pressed body of ceramic that fails from its largest flaw:
    `griffith_strength` x exp(-B porosity), B between 4 and 7. A support acts in parallel with
    either. The ends also take up the stated ranges of the material data.

    Parameters
    ----------
    porosity, binder_volume_fraction : float
        In the membrane; 0 <= each < 1.
    binder_strength : Quantity (Pa), Unavailable or None
        Tensile strength of the binder.
    fracture_toughness : Quantity (Pa m^0.5), Unavailable or None
        Of the dense ceramic.
    flaw_size : Quantity (m) or None
        Largest flaw; d90 of the powder is a fair choice.
    support_strength : Quantity (Pa), Unavailable or None
        From `sheet_support_strength` or `fibre_support_strength`; None for no support.

    Returns
    -------
    Quantity (Pa) or Unavailable
        An estimate: `low`, `high`, and their geometric mean. Without toughness or flaw size
        only the binder-limited end is left: it is then value and `low`, and `high` is None, as
        it is where the strength of the support is unknown.
        Without the binder-limited end there is no safe value: `Unavailable`, in words. A
        membrane without binder has a safe end only if a support carries it.

    Validity
    --------
    A bracket, no error bar of a measurement: binders that wet poorly fall below it, and
    sintered or hot-pressed bodies above it. Quasi-static, room temperature.
    """
    _check_share("porosity", porosity)
    _check_share("binder_volume_fraction", binder_volume_fraction)
    support, support_note = _support_ends(support_strength)
    binder = _binder_ends(binder_volume_fraction, binder_strength, support[0])
    ceramic = _ceramic_ends(porosity, fracture_toughness, flaw_size)
    missing = [end for end in (binder, ceramic) if isinstance(end, str)]
    if isinstance(binder, str):
        if not isinstance(ceramic, str):
            top = show(ceramic[1] + support[1], PRESSURE)
            missing.append(f"the ceramic alone would allow at most {top}")
        return Unavailable(unit="Pa", reason="; ".join(missing))
    notes = [*missing, *support_note, "a bracket; poorly wetting binders fall below it"]
    if isinstance(ceramic, str):
        return _bracket(binder[0] + support[0], None, "binder-limited end only", notes)
    bracket = _bracket(
        min(binder[0], ceramic[0]) + support[0],
        max(binder[1], ceramic[1]) + support[1],
        "geometric mean of binder-limited and ceramic-limited (Griffith, "
        "Ryshkewitch-Duckworth) failure" + (", support in parallel" if support[1] > 0 else ""),
        notes,
    )
    open_above = isinstance(support_strength, Unavailable)
    return bracket.model_copy(update={"high": None}) if open_above else bracket


def _bracket(low: float, high: float | None, method: str, notes: list[str]) -> Quantity:
    return Quantity(
        value=low if high is None else sqrt(low * high),
        unit="Pa",
        method=method,
        low=low,
        high=high,
        estimate=True,
        validity="; ".join(notes),
    )


def _binder_ends(
    fraction: float, strength: Outcome | None, support: float
) -> tuple[float, float] | str:
    """Strength (Pa) if necks of binder carry the load, or why that is not known.

    Without a binder a support (Pa) is left to carry it alone.
    """
    if fraction == 0 and support > 0:
        return 0.0, 0.0
    if fraction == 0:
        return "no binder, so no binder-limited end: pressed contacts are not modelled"
    if not isinstance(strength, Quantity):
        return _lacking("tensile strength of the binder", "tensile_strength", strength)
    _check_positive("binder_strength", strength)
    low, high = _known_ends(strength)
    return fraction * low, fraction * high


def _ceramic_ends(
    porosity: float, toughness: Outcome | None, flaw_size: Quantity | None
) -> tuple[float, float] | str:
    """Strength (Pa) if the ceramic's largest flaw decides, or why that is not known."""
    if not isinstance(toughness, Quantity):
        return _lacking("fracture toughness of the ceramic", "fracture_toughness", toughness)
    if flaw_size is None:
        return "no flaw size; give d90 of the powder"
    _check_positive("fracture_toughness", toughness)
    if flaw_size.value <= 0:
        raise InputError("flaw_size", show(flaw_size.value, LENGTH), 'above 0, such as "10 um"')
    (weak, tough), (small, large) = _known_ends(toughness), _known_ends(flaw_size)
    mild, strong = POROSITY_DECAY
    return (
        griffith_strength(weak, large) * exp(-strong * porosity),
        griffith_strength(tough, small) * exp(-mild * porosity),
    )


def _support_ends(strength: Outcome | None) -> tuple[tuple[float, float], list[str]]:
    """What the support adds (Pa), and how far to trust it, or why it is not known."""
    if strength is None:
        return (0.0, 0.0), []
    if isinstance(strength, Unavailable):
        return (0.0, 0.0), [f"without what the support carries ({strength.reason})"]
    _check_positive("support_strength", strength)
    return _known_ends(strength), [strength.validity] if strength.validity else []


def _known_ends(quantity: Quantity) -> tuple[float, float]:
    """Ends of a positive input; the value stands in for an end that is unknown or negative."""
    low, high = ends(quantity)
    low = quantity.value if low is None or low <= 0 else low
    return low, quantity.value if high is None else high


def _lacking(what: str, prop: str, given: Outcome | None) -> str:
    why = f" ({given.reason})" if isinstance(given, Unavailable) else ""
    return f"no {what}{why}; give {prop} with its source in your own materials file"


def _check_share(field: str, share: float) -> None:
    if not 0 <= share < 1:
        raise InputError(field, f"{share:g}", "0 to below 1")


def _check_positive(field: str, quantity: Quantity) -> None:
    if quantity.value <= 0:
        raise InputError(field, f"{quantity.value:g} {quantity.unit}", f"above 0 {quantity.unit}")
