"""Rough electrode on rough membrane: how much touches, and what the rest costs in resistance."""

from dataclasses import dataclass
from math import erf, pi, sqrt

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Quantity
from ceralyte.core.units import LENGTH, MODULUS, PRESSURE, PURE_NUMBER, Dimension, show

ATMOSPHERE = 101325.0
"""Standard atmosphere, Pa (exact by definition)."""

FACTOR = 2.0
"""Either way of a contact fraction or resistance from roughness."""

APART = 0.1
"""Share that touches up to which the spots are far apart, as the theory of resistance has them."""


@dataclass(frozen=True)
class RoughContact:
    """Two rough faces, summed into one on a flat.

    `roughness` (m) rms height, `slope` [-] rms gradient, `modulus` (Pa) E* of the contact,
    `hardness` (Pa) of the softer face; None: it stays elastic. All above 0, else `InputError`.
    """

    roughness: float
    slope: float
    modulus: float
    hardness: float | None = None

    def __post_init__(self) -> None:
        _require_positive("roughness", self.roughness, LENGTH)
        _require_positive("slope", self.slope, PURE_NUMBER)
        _require_positive("modulus", self.modulus, MODULUS)
        if self.hardness is not None:
            _require_positive("hardness", self.hardness, PRESSURE)


def rms_slope(roughness: float, correlation_length: float) -> float:
    """Return the rms gradient [-] of a Gaussian random face: 2 Rq / l.

    Parameters
    ----------
    roughness : float, m
        Root mean square height Rq.
    correlation_length : float, m
        l of the correlation exp(-(r / l)^2).

    Examples
    --------
    >>> rms_slope(1e-6, 4e-6)
    0.5
    """
    _require_positive("roughness", roughness, LENGTH)
    _require_positive("correlation_length", correlation_length, LENGTH)
    return 2 * roughness / correlation_length


def contact_modulus(first: tuple[float, float], second: tuple[float, float]) -> float:
    """Return E* (Pa) of two bodies given by Young's modulus (Pa) and Poisson's ratio each.

    1 / E* = sum of (1 - nu^2) / E.
    """
    compliance = 0.0
    for modulus, ratio in (first, second):
        _require_positive("youngs_modulus", modulus, MODULUS)
        if not -1 < ratio < 0.5:
            raise InputError("poissons_ratio", f"got {ratio:g}", "above -1 and below 0.5")
        compliance += (1 - ratio**2) / modulus
    return 1 / compliance


def contact_fraction(contact: RoughContact, pressure: float) -> float:
    """Return the share of the area that touches [-] under a pressure (Pa).

    The larger of two: elastic, erf(sqrt(2) p / (E* slope)) (Persson), and plastic, p / H, where
    the softer face yields; at most 1.

    Raises
    ------
    InputError
        A negative pressure.

    Source
    ------
    B. N. J. Persson, J. Chem. Phys. 115, 3840 (2001): 1.6 p / (E* slope) for light loads.
    Plastic: F. P. Bowden and D. Tabor, The Friction and Lubrication of Solids (1950).

    Validity
    --------
    Without adhesion and creep; the slope, and with it the elastic share, depends on how finely
    the roughness was measured.

    Examples
    --------
    >>> round(contact_fraction(RoughContact(1e-6, 0.5, 10e9), 50e6), 4)
    0.016
    """
    _require_pressure(pressure)
    elastic = erf(sqrt(2) * pressure / (contact.modulus * contact.slope))
    plastic = 0.0 if contact.hardness is None else pressure / contact.hardness
    return min(max(elastic, plastic), 1.0)


def contact_resistance(contact: RoughContact, pressure: float, conductivity: float) -> Quantity:
    """Return the resistance (ohm m2) of the current's way into the spots that touch.

    1 / h, with the larger of the conductances h = 1.25 k m / R (p / H)^0.95 of spots that yield
    and h = 1.55 k m / R (sqrt(2) p / (E* m))^0.94 of elastic ones; R the rms height, m the mean
    slope, k twice the conductivity of the membrane: the electrode conducts far better.

    Parameters
    ----------
    contact : RoughContact
    pressure : float, Pa
        Above 0: faces that do not press on each other do not conduct.
    conductivity : float, S/m
        Of the membrane.

    Raises
    ------
    InputError

    Source
    ------
    M. M. Yovanovich (1982), a fit to the theory of M. G. Cooper, B. B. Mikic and M. M. Yovanovich,
    Int. J. Heat Mass Transfer 12, 279 (1969), and B. B. Mikic, ibid. 17, 205 (1974), for heat;
    reviewed by M. Bahrami et al., Appl. Mech. Rev. 59, 1 (2006). Both fits lie within 5 % of the
    theory from p / H of 1e-6 to 1e-2 (tested).

    Validity
    --------
    A factor of two either way; spots far apart (contact fractions below 10 %). Beyond, the bracket
    begins at 0 at once, and the validity says so.
    """
    _require_pressure(pressure)
    if not pressure > 0:
        raise InputError("pressure", show(pressure, PRESSURE), "above 0 MPa for a resistance")
    if not conductivity > 0:
        raise InputError("conductivity", f"got {conductivity:g} S/m", "above 0 S/m")
    mean_slope = contact.slope / sqrt(pi)  # of Gaussian slopes, along one direction
    scale = 2 * conductivity * mean_slope / contact.roughness
    elastic = 1.55 * scale * (sqrt(2) * pressure / (contact.modulus * mean_slope)) ** 0.94
    plastic = 0.0
    if contact.hardness is not None:
        plastic = 1.25 * scale * (pressure / contact.hardness) ** 0.95
    resistance = 1 / max(elastic, plastic)
    touching = contact_fraction(contact, pressure)
    where = "spots far apart"
    if touching > APART:
        where = (
            f"beyond the theory, which has spots far apart: {touching:.2%} of the face touches, "
            f"more than {APART:.0%}"
        )
    return Quantity(
        value=resistance,
        unit="ohm*m^2",
        method="constriction into contact spots, "
        + ("plastic (Yovanovich)" if plastic > elastic else "elastic (Mikic)"),
        low=0.0 if touching > APART else resistance / FACTOR,
        high=resistance * FACTOR,
        estimate=True,
        validity=f"{where}; a factor of 2; interphases and their resistance not included",
    )


def packaging_pressure(inside: float, outside: float = ATMOSPHERE) -> float:
    """Return the pressure (Pa) with which a vacuum-sealed pouch presses on its stack.

    Parameters
    ----------
    inside, outside : float, Pa
        Absolute pressures of the gas; the foil carries nothing.

    Raises
    ------
    InputError
        A negative pressure, or more inside than outside.

    Examples
    --------
    >>> packaging_pressure(1325.0)
    100000.0
    """
    _require_pressure(inside, "inside")
    if inside > outside:
        raise InputError(
            "inside", f"{show(inside, PRESSURE)} is more than {show(outside, PRESSURE)} outside",
            "a vacuum",
        )  # fmt: skip
    return outside - inside


def _require_pressure(pressure: float, field: str = "pressure") -> None:
    if not pressure >= 0:
        raise InputError(field, f"got {show(pressure, PRESSURE)}", '0 or more, such as "2 MPa"')


def _require_positive(field: str, value: float, dimension: Dimension) -> None:
    if not value > 0:
        problem = f"got {show(value, dimension)}"
        raise InputError(field, problem, f'above 0, such as "{dimension.example}"')
