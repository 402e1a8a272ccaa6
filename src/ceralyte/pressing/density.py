"""Relative density against pressure by a law, and laws through measured points."""

from collections.abc import Sequence

import numpy as np
from scipy.optimize import least_squares
from scipy.stats import t as student

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Quantity
from ceralyte.core.units import PRESSURE, show
from ceralyte.pressing.laws import HELLE_EASTERLING_ASHBY, PressingLaw, require_pressure

MODEL_FORM_STD = 0.03
"""Standard deviation of the density for the choice of contact law [-]: at yield stress 200 MPa
and 362 MPa the contact branch of the Helle-Easterling-Ashby law gives 0.90 and its pore branch
0.93, a multi-contact discrete-element law (LAMMPS granular/mdr) 0.92 to 0.94, the pressed
particles of this package 0.94 and plastic similarity contacts (Storakers 1997) 0.95."""

POWDER_SPREAD = 0.31
"""Relative standard deviation of the yield stress between powders of one ceramic: what fine and
coarse Li6PS5Cl imply, 332 and 215 MPa (densities of Singh et al., Cell Rep. Phys. Sci. 3 (2022)
101043). Stands in where a single published point says nothing about it."""

LOOSE_POWDER_DENSITY = 0.64
"""D0 where a measured density-pressure point does not state it: random close packing of spheres
(Scott and Kilgour, J. Phys. D 2 (1969) 863)."""

_POINTS = "density-pressure points"
_ONE_OWN = "one point has no interval: it takes two or more of one powder"
_ONE_PUBLISHED = "one published point: its error is the spread between powders of one ceramic"
_CONFIDENCE = 0.95
_WIDEST = 1000.0
"""Upper over lower end of an interval that says nothing: a choice, three powers of ten."""

_LEAST_PRESSURE = 1e4
"""Pa: less packs a powder, but flattens no grain."""


def relative_density(
    pressure: float,
    initial_density: float,
    yield_stress: float,
    *,
    law: PressingLaw = HELLE_EASTERLING_ASHBY,
) -> float:
    """Return the relative density of a powder after pressing.

    Parameters
    ----------
    pressure : float, Pa
        0 to 1 GPa.
    initial_density : float
        Packing fraction before pressing [-].
    yield_stress : float, Pa
        The constant of the law.
    law : PressingLaw

    Returns
    -------
    float
        Between `initial_density` and 1.

    Raises
    ------
    InputError
        Pressure out of range, non-positive yield stress, or a density outside (0, 1).

    Validity
    --------
    See that of the law.

    Examples
    --------
    >>> round(relative_density(200e6, 0.64, 200e6), 4)
    0.8189
    """
    _require_density(initial_density, "initial_density")
    require_pressure(pressure)
    if not yield_stress > 0:
        raise InputError("yield_stress", f"got {show(yield_stress, PRESSURE)}", "above 0 MPa")
    return law.density(pressure / yield_stress, initial_density)


def yield_stress_of(
    density: float,
    pressure: float,
    initial_density: float,
    *,
    law: PressingLaw = HELLE_EASTERLING_ASHBY,
) -> float:
    """Return the yield stress (Pa) at which the law passes through a measured point."""
    _require_density(density, "relative_density")
    require_pressure(pressure)
    if pressure < _LEAST_PRESSURE:
        raise InputError(
            "pressure",
            f"got {pressure:g} Pa, which presses nothing",
            f"{_LEAST_PRESSURE:g} Pa or more; in Pa, so that 300 MPa are 300e6",
        )
    if density <= initial_density:
        raise InputError(
            "relative_density",
            f"{density:.3g} after pressing is not above the packing fraction before it",
            f"more than {initial_density:.3g}",
        )
    if density > law.densest:
        raise InputError("relative_density", f"got {density:.4g}", f"at most {law.densest:.4g}")
    return pressure / law.load(density, initial_density)


def fit_yield_stress(
    points: Sequence[tuple[float, float]],
    initial_density: float = LOOSE_POWDER_DENSITY,
    *,
    own_powder: bool = False,
    law: PressingLaw = HELLE_EASTERLING_ASHBY,
) -> Quantity:
    """Return the yield stress that measured (pressure in Pa, relative density) points imply.

    Least squares of the densities. `std_model` is the error of the yield stress of a powder:

    * points of one powder, the user's `own_powder`: the standard error of the fit, and `low`
      and `high` are its 95 % confidence interval (Student's t); one point leaves nothing to tell
      its error, and all three are None;
    * points of other people's powders: their scatter, for coarse and fine powders of one
      ceramic really differ, and `low` and `high` are the extremes of the single points; one point
      gets `POWDER_SPREAD`, and no ends.

    Raises
    ------
    InputError
        No point, one that is not denser than the loose powder or was pressed with more than
        1 GPa, or points of one powder so far from the law that the interval says nothing.

    Examples
    --------
    >>> fit = fit_yield_stress([(1e8, 0.752), (2e8, 0.818), (3e8, 0.862)], own_powder=True)
    >>> round(fit.value / 1e6), round(fit.low / 1e6), round(fit.high / 1e6)
    (220, 183, 265)
    """
    if not points:
        raise InputError(_POINTS, "there is none", "at least one point")
    single = np.array([yield_stress_of(d, p, initial_density, law=law) for p, d in points])
    value, error = _least_squares(points, initial_density, law, float(np.log(single).mean()))
    low = high = None
    bracket = ""
    std = None if own_powder else POWDER_SPREAD * value
    validity = "an effective constant of this law, not a hardness measured on one grain"
    if len(points) == 1:
        validity += "; " + (_ONE_OWN if own_powder else _ONE_PUBLISHED)
    elif own_powder:
        std = value * error
        low, high = _interval(value, error, len(points))
        bracket = "; bracket: 95 % confidence interval"
    else:
        std = value * error * float(np.sqrt(len(points)))
        low, high = float(single.min()), float(single.max())
        bracket = "; bracket: extremes of the single points"
    return Quantity(
        value=value,
        unit="Pa",
        method=f"{law.name} through {_counted(len(points), own_powder)}, least squares{bracket}",
        std_model=std,
        low=low,
        high=high,
        estimate=True,
        validity=validity,
    )


def density_std(pressure: float, initial_density: float, yield_stress: Quantity) -> float:
    """Return the standard deviation of the density: yield stress and form of the law [-].

    Without pressure the density is the packing fraction, and the law adds no error.
    """
    if pressure == 0:
        return 0.0
    spread = yield_stress.std or 0.0
    soft = max(yield_stress.value - spread, 0.2 * yield_stress.value)
    up = relative_density(pressure, initial_density, soft)
    down = relative_density(pressure, initial_density, yield_stress.value + spread)
    return float(np.hypot((up - down) / 2, MODEL_FORM_STD))


def _least_squares(
    points: Sequence[tuple[float, float]], initial: float, law: PressingLaw, start: float
) -> tuple[float, float]:
    """Constant of the law and the standard error of its logarithm (0 for a single point)."""

    def residuals(logarithm: np.ndarray) -> list[float]:
        scale = float(np.exp(logarithm[0]))
        return [law.density(p / scale, initial) - d for p, d in points]

    fit = least_squares(residuals, [start], x_scale=0.1)
    if len(points) == 1:
        return float(np.exp(start)), 0.0
    variance = 2 * fit.cost / (len(points) - 1)
    slope = float(np.sum(np.asarray(fit.jac) ** 2))
    return float(np.exp(fit.x[0])), float(np.sqrt(variance / slope)) if slope else 0.0


def _interval(value: float, error: float, points: int) -> tuple[float, float]:
    """Ends of the confidence interval of a constant from the error of its logarithm."""
    wide = float(np.exp(min(error * student.ppf((1 + _CONFIDENCE) / 2, points - 1), 100.0)))
    if wide**2 > _WIDEST:
        raise InputError(
            _POINTS,
            f"the {points} points do not follow the law: their 95 % interval reaches from "
            f"{value / wide / 1e6:.2g} to {value * wide / 1e6:.2g} MPa",
            "more points of one powder, further apart in pressure",
        )
    return value / wide, value * wide


def _require_density(value: float, field: str) -> None:
    if not 0 < value < 1:
        raise InputError(field, f"got {value:.3g}", "a fraction between 0 and 1, both excluded")


def _counted(points: int, own: bool) -> str:
    whose = "own" if own else "published"
    return f"{points} {whose} densities" if points > 1 else f"one {whose} density"
