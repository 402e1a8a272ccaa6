"""From the moduli of two voxel sizes to that of the structure behind the voxels."""

from typing import NamedTuple

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Outcome, Quantity, Unavailable

ORDER, ORDER_LEAST, ORDER_MOST = 0.78, 0.6, 1.0
"""Power of the voxel size that the error follows from 10 to 20 voxels per grain: mean, and ends."""
STEEPEST = 0.8
"""Largest share of the finer value that a correction may take: it stays positive."""
INTERVAL = 1.645
"""Standard deviations from the middle to the ends of a 90 % interval."""


class WithoutVoxels(NamedTuple):
    """A modulus behind the voxels, its 90 % interval, and whether it stands at the floor."""

    value: float
    low: float
    high: float
    floored: bool


def without_voxels(coarse: float, fine: float) -> WithoutVoxels:
    """Extrapolate a modulus known at two voxel sizes, one twice the other, to vanishing voxels.

    Voxels close narrow gaps and widen necks, so that the modulus falls as they shrink.

    Parameters
    ----------
    coarse, fine : float
        The modulus on voxels of size 2 h and h.

    Returns
    -------
    WithoutVoxels
        With an interval from the spread of the order of convergence. Where the correction would
        take more than `STEEPEST` of the finer value it takes that much, and the interval is all
        from nothing to the finer value: the floor is reached, nothing is extrapolated.

    Raises
    ------
    InputError
        A modulus not above zero.

    Validity
    --------
    Random packings of grains, pressed or loose, from five voxels per grain; the orders are those
    of `docs/mechanics/voxel-error.md`. Where pores are a single shape, such as one sphere per
    cell, the error scatters with either sign.

    Examples
    --------
    >>> [round(x, 2) for x in without_voxels(20.0, 18.5)[:3]]
    [16.41, 15.59, 17.0]
    """
    if not (coarse > 0 and fine > 0):
        raise InputError("moduli", f"got {coarse:g} and {fine:g} Pa", "two moduli above 0")
    value, one, other = (
        fine - (coarse - fine) / (2**order - 1) for order in (ORDER, ORDER_LEAST, ORDER_MOST)
    )
    floor = (1 - STEEPEST) * fine
    if value < floor:
        return WithoutVoxels(floor, 0.0, fine, floored=True)
    return WithoutVoxels(value, max(min(one, other), 0.0), max(one, other), floored=False)


def extrapolated_modulus(coarse: Outcome, fine: Outcome) -> Outcome:
    """Return a modulus of two voxel sizes, one twice the other, with its discretisation error.

    An estimate from nothing to the finer value where `without_voxels` reaches its floor.
    `Unavailable` if one of them is, with its reason.
    """
    if isinstance(fine, Unavailable) or isinstance(coarse, Unavailable):
        return fine if isinstance(fine, Unavailable) else coarse
    value, low, high, floored = without_voxels(coarse.value, fine.value)
    if floored:
        return Quantity(
            value=value,
            unit=fine.unit,
            method=f"{fine.method}; floor reached, not extrapolated: the voxels are too coarse",
            low=low,
            high=high,
            estimate=True,
            validity=f"voxels twice as large give {coarse.value / fine.value:.2g} times as much: "
            f"the modulus may be all from nothing to that of these voxels; {_VALIDITY}",
        )
    return Quantity(
        value=value,
        unit=fine.unit,
        method=f"{fine.method}, extrapolated from two voxel sizes",
        std_discretisation=(high - low) / (2 * INTERVAL),
        validity=_VALIDITY,
    )


def extrapolated_ratio(coarse: Outcome, fine: Outcome) -> Outcome:
    """Return a Poisson's ratio likewise; its error is the whole size of the correction."""
    if isinstance(fine, Unavailable) or isinstance(coarse, Unavailable):
        return fine if isinstance(fine, Unavailable) else coarse
    correction = (coarse.value - fine.value) / (2**ORDER - 1)
    return Quantity(
        value=fine.value - correction,
        unit="",
        method=f"{fine.method}, extrapolated from two voxel sizes",
        std_discretisation=abs(correction),
        validity=_VALIDITY,
    )


_VALIDITY = (
    "phases bonded wherever they touch; what is thinner than a voxel (films, cracks) is not in the "
    "image"
)
