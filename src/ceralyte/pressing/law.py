"""Relative density against pressure: plastic flow of spheres at their contacts.

Source
------
E. Arzt, Acta Metall. 30 (1982) 1883 and A. S. Helle, K. E. Easterling, M. F. Ashby, Acta
Metall. 33 (1985) 2163. With D0 the packing fraction before pressing and y the yield stress:

* isolated contacts: P = 3 D^2 (D - D0) / (1 - D0) y
* isolated pores: P = (2/3) y ln(1 / (1 - D))

The law takes whichever mechanism densifies further, contacts up to D = 0.9 only; that is
continuous and rises with P. (The authors switch at D = 0.9, where for D0 = 0.64 the two differ
by 14 % in pressure.)
"""

from collections.abc import Sequence
from math import exp, log

import numpy as np
from scipy.optimize import brentq

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Quantity
from ceralyte.core.units import PRESSURE, show

MODEL_FORM_STD = 0.03
"""Standard deviation of the density for the choice of contact law [-]: at yield stress 200 MPa
and 362 MPa this law gives 0.90, a multi-contact discrete-element law (LAMMPS granular/mdr) 0.92
to 0.94 and plastic similarity contacts (Storakers 1997) 0.95."""

POWDER_SPREAD = 0.31
"""Relative standard deviation of the yield stress between powders of one ceramic: what fine and
coarse Li6PS5Cl imply, 332 and 215 MPa (densities of Singh et al., Cell Rep. Phys. Sci. 3 (2022)
101043). Stands in where a single published point says nothing about it."""

CLOSED_PORES = 0.9
"""Density above which pores no longer connect and the contact mechanism ends (Helle 1985)."""

LOOSE_POWDER_DENSITY = 0.64
"""D0 where a measured density-pressure point does not state it: random close packing of spheres
(Scott and Kilgour, J. Phys. D 2 (1969) 863)."""


def relative_density(pressure: float, initial_density: float, yield_stress: float) -> float:
    """Return the relative density of spheres pressed isostatically.

    Parameters
    ----------
    pressure, yield_stress : float, Pa
    initial_density : float
        Packing fraction before pressing [-].

    Returns
    -------
    float
        Between `initial_density` and 1.

    Raises
    ------
    InputError
        Negative pressure, non-positive yield stress, or a density outside (0, 1).

    Validity
    --------
    Equal plastic spheres without friction or rearrangement, isostatic; 0 to 1 GPa for sulfides
    and halides. Brittle oxides break instead of flowing.

    Examples
    --------
    >>> round(relative_density(200e6, 0.64, 200e6), 4)
    0.8189
    """
    _require_density(initial_density, "initial_density")
    if pressure < 0:
        raise InputError("pressure", f"got {show(pressure, PRESSURE)}", "0 MPa or more")
    if yield_stress <= 0:
        raise InputError("yield_stress", f"got {show(yield_stress, PRESSURE)}", "above 0 MPa")
    load = pressure / yield_stress
    by_contacts = max(initial_density, CLOSED_PORES)
    if load < _contact_load(by_contacts, initial_density):
        by_contacts = float(
            brentq(lambda d: _contact_load(d, initial_density) - load, initial_density, by_contacts)
        )
    return max(by_contacts, 1 - exp(-1.5 * load))


def yield_stress_of(density: float, pressure: float, initial_density: float) -> float:
    """Return the yield stress (Pa) at which the law passes through a measured point."""
    _require_density(density, "relative_density")
    if density <= initial_density:
        raise InputError(
            "relative_density",
            f"{density:.3g} after pressing is not above the packing fraction before it",
            f"more than {initial_density:.3g}",
        )
    load = 2 / 3 * log(1 / (1 - density))
    if density < CLOSED_PORES:
        load = min(load, _contact_load(density, initial_density))
    return pressure / load


def fit_yield_stress(
    points: Sequence[tuple[float, float]],
    initial_density: float = LOOSE_POWDER_DENSITY,
    *,
    own_powder: bool = False,
) -> Quantity:
    """Return the yield stress that measured (pressure in Pa, relative density) points imply.

    The value is the geometric mean over the points. With two points or more `std_model` is
    their standard deviation: coarse and fine powders of one ceramic really differ. One point of
    somebody else's powder gets `POWDER_SPREAD`; one of the user's `own_powder` gets no error.
    """
    if not points:
        raise InputError("density-pressure points", "there is none", "at least one point")
    stresses = np.array([yield_stress_of(d, p, initial_density) for p, d in points])
    value = float(np.exp(np.log(stresses).mean()))
    spread = None if own_powder else POWDER_SPREAD * value
    return Quantity(
        value=value,
        unit="Pa",
        method=f"Helle-Easterling-Ashby law through {len(points)} measured density point(s)",
        std_model=float(stresses.std(ddof=1)) if len(points) > 1 else spread,
        low=float(stresses.min()),
        high=float(stresses.max()),
        estimate=True,
        validity="an effective constant of this law, not a hardness measured on one grain",
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


def _contact_load(density: float, initial_density: float) -> float:
    return 3 * density**2 * (density - initial_density) / (1 - initial_density)


def _require_density(value: float, field: str) -> None:
    if not 0 < value < 1:
        raise InputError(field, f"got {value:.3g}", "a fraction between 0 and 1, both excluded")
