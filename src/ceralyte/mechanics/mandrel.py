"""Predicted outcome of a mandrel bend test."""

from collections.abc import Sequence
from typing import Literal

from ceralyte.core.quantities import Outcome, Unavailable
from ceralyte.core.units import BEND_RADIUS, show
from ceralyte.mechanics.bending import face_strain
from ceralyte.mechanics.brackets import ends
from ceralyte.model.results import MandrelResult

_INCH = 0.0254  # m, exact

MANDREL_DIAMETERS: tuple[float, ...] = tuple(
    _INCH * sixteenths / 16 for sixteenths in (16, 12, 8, 7, 6, 5, 4, 3, 2)
)
"""Cylinders of method B, m: 1, 3/4, 1/2, 7/16, 3/8, 5/16, 1/4, 3/16 and 1/8 inch.

Source: rods of a commercial set for ASTM D522 (BYK-Gardner, operating instructions PF-1412).
The cone of method A runs from 3 to 38 mm over 200 mm (ASTM D522/D522M-17, section 7.1.1).
"""


def mandrel_test(
    thickness: float,
    bend_radius: Outcome,
    diameters: Sequence[float] = MANDREL_DIAMETERS,
) -> tuple[MandrelResult, ...]:
    """Predict whether a membrane cracks on each cylinder of a mandrel bend test.

    Parameters
    ----------
    thickness : float, m
    bend_radius : Quantity (m) or Unavailable
        From `bend_radius_minimum`. "pass" needs a cylinder radius of at least its upper end,
        "fail" one below its lower end; an open end leaves "uncertain".
    diameters : sequence of float, m

    Raises
    ------
    InputError
        Thickness or diameter not above zero.

    Validity
    --------
    The membrane alone, bent slowly; the standard bends coatings on a metal panel.
    """
    results = []
    for diameter in diameters:
        answer, reason = _outcome(diameter / 2, bend_radius)
        strain = face_strain(thickness, diameter / 2)
        results.append(
            MandrelResult(diameter=diameter, strain=strain, answer=answer, reason=reason)
        )
    return tuple(results)


def _outcome(
    radius: float, bend_radius: Outcome
) -> tuple[Literal["pass", "fail", "uncertain"], str]:
    """Compare the radius of a cylinder (m) with the smallest radius and its ends."""
    if isinstance(bend_radius, Unavailable):
        return "uncertain", f"smallest bend radius unknown: {bend_radius.reason}"
    low, high = ends(bend_radius)
    here = f"cylinder radius {_mm(radius)}"
    if high is not None and radius >= high:
        return "pass", f"{here}, needed at most {_mm(high, 3)}"
    if low is not None and radius < low:
        return "fail", f"{here}, needed at least {_mm(low, 3)} if it stays elastic to the break"
    span = " to ".join("unknown" if e is None else _mm(e, 3) for e in (low, high))
    return "uncertain", f"{here}, needed {span}"


def _mm(length: float, digits: int = 4) -> str:
    return show(length, BEND_RADIUS, digits=digits)
