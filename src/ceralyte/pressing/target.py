"""How far to press: what the user may ask for, checked at the door."""

from dataclasses import dataclass
from math import isfinite
from typing import get_args

from ceralyte.core.errors import InputError, UnknownNameError
from ceralyte.core.units import LENGTH, PRESSURE, show
from ceralyte.model import Packing, PressMethod
from ceralyte.pressing.laws import require_pressure


@dataclass(frozen=True)
class Target:
    """A pressure over the yield stress if `is_load`, else a relative density [-]."""

    value: float
    is_load: bool


def require_spheres(packing: Packing) -> None:
    """Raise `InputError` for discs, and for particles around obstacles."""
    if packing.dimension != 3:
        raise InputError("packing", "discs cannot be pressed", "spheres")
    if packing.obstacles is not None and len(packing.obstacles):
        raise InputError(
            "packing",
            f"its {len(packing.obstacles)} fixed obstacles would be pressed too, which is not "
            "modelled",
            "a packing without obstacles",
        )


def target_of(
    packing: Packing,
    method: PressMethod,
    *,
    pressure: float | None,
    relative_density: float | None,
    gap: float | None,
    yield_stress: float | None,
) -> Target:
    """Return the one target that is given.

    Raises
    ------
    InputError
        None or several are given, or one is out of its range.
    """
    if method not in get_args(PressMethod):
        raise UnknownNameError("method", method, get_args(PressMethod))
    goals = {"pressure": pressure, "relative_density": relative_density, "gap": gap}
    given = [name for name, value in goals.items() if value is not None]
    if len(given) != 1:
        raise InputError(
            "press",
            f"got {' and '.join(given) or 'no target'}",
            "exactly one of " + ", ".join(goals),
        )
    if yield_stress is not None and not (yield_stress > 0 and isfinite(yield_stress)):
        raise InputError("yield_stress", f"got {show(yield_stress, PRESSURE)}", "above 0 MPa")
    if pressure is not None:
        require_pressure(pressure)
        if yield_stress is None:
            raise InputError("yield_stress", "is missing beside the pressure", "such as 250e6 Pa")
        return Target(pressure / yield_stress, is_load=True)
    if relative_density is None:
        assert gap is not None  # the only one left
        relative_density = _density_in_gap(gap, packing, method)
    if not packing.packing_fraction * (1 - 1e-9) <= relative_density < 1:
        raise InputError(
            "relative_density",
            f"got {relative_density:.4g}",
            f"at least the packing fraction before pressing, {packing.packing_fraction:.4g}, and "
            "below 1",
        )
    return Target(relative_density, is_load=False)


def _density_in_gap(gap: float, packing: Packing, method: PressMethod) -> float:
    if method != "roll":
        raise InputError("gap", f"given for method {method}", "method roll")
    height = float(packing.box[2])
    least = packing.packing_fraction * height
    if not least < gap <= height:
        raise InputError(
            "gap",
            f"got {show(gap, LENGTH)}",
            f"above {show(least, LENGTH)}, where no pores are left, and at most "
            f"{show(height, LENGTH)}, the height of the packing",
        )
    return least / gap
