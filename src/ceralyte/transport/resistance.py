"""Area-specific resistance of a layer."""

from math import isfinite

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Outcome, Quantity, Unavailable

_UNIT = "ohm*m^2"


def areal_resistance(thickness: float, conductivity: Outcome) -> Outcome:
    """Return thickness over conductivity, ohm m2.

    Parameters
    ----------
    thickness : float
        m, taken as exact.
    conductivity : Quantity (S/m) or Unavailable
        Its error bars are carried over to first order; its bracket is turned around.

    Returns
    -------
    Quantity or Unavailable
        Unavailable for the same reason as the conductivity, or where that is zero.

    Raises
    ------
    InputError
        `thickness` not positive, conductivity negative.

    Examples
    --------
    >>> areal_resistance(20e-6, Quantity(value=0.16, unit="S/m", method="measured")).value
    0.000125
    """
    if not (isfinite(thickness) and thickness > 0):
        raise InputError("thickness", f"got {thickness:g} m", "a positive length, such as 20e-6 m")
    if isinstance(conductivity, Unavailable):
        return Unavailable(unit=_UNIT, reason=conductivity.reason)
    sigma = conductivity.value
    if sigma < 0:
        raise InputError("conductivity", f"got {sigma:g} S/m", "0 or a positive number, S/m")
    if sigma == 0:
        return Unavailable(unit=_UNIT, reason="the conductivity is zero")
    slope = thickness / sigma**2
    low, high = conductivity.low, conductivity.high
    return Quantity(
        value=thickness / sigma,
        unit=_UNIT,
        method=f"thickness / conductivity ({conductivity.method})",
        std_sampling=_times(conductivity.std_sampling, slope),
        std_discretisation=_times(conductivity.std_discretisation, slope),
        std_model=_times(conductivity.std_model, slope),
        low=thickness / high if high else None,
        high=thickness / low if low else None,
        estimate=conductivity.estimate,
        validity=conductivity.validity,
    )


def _times(std: float | None, factor: float) -> float | None:
    return None if std is None else std * factor
