"""Casting with a blade: solids that a slurry can hold, and the gap for a wanted thickness."""

from ceralyte.core.quantities import Quantity
from ceralyte.core.units import FRACTION, LENGTH, VISCOSITY
from ceralyte.slurry.ranges import require_range

CAST_VISCOSITY = 10.0  # Pa s, a slurry stiffer than this is hard to draw with a blade (judgement)
PACKING_LIMIT = 0.64  # volume fraction at which equal spheres jam
INTRINSIC = 2.5  # viscosity rise of dilute spheres (Einstein)


def wet_gap(
    dry_thickness: float, relative_density: float, solids_fraction: float, *, drag: bool = True
) -> Quantity:
    """Return the gap of the blade for a membrane of wanted thickness, m.

    Parameters
    ----------
    dry_thickness : float
        Of the dried, unpressed membrane, m.
    relative_density : float
        Volume of its solids over its own, 0 to 1.
    solids_fraction : float
        Volume of solids over volume of slurry, 0 to 1.
    drag : bool
        Whether the moving carrier drags half of the gap along, as without pressure behind the
        blade; False: the wet film is as thick as the gap.

    Raises
    ------
    InputError
        A thickness that is not positive, a fraction outside 0 to 1.

    Examples
    --------
    >>> round(1e6 * wet_gap(20e-6, 0.6, 0.3).value)
    80
    """
    require_range("dry_thickness", dry_thickness, 1e-9, 0.1, LENGTH)
    require_range("relative_density", relative_density, 1e-6, 1, FRACTION)
    require_range("solids_fraction", solids_fraction, 1e-6, 1, FRACTION)
    wet = dry_thickness * relative_density / solids_fraction
    return Quantity(
        value=wet * (2 if drag else 1),
        unit="m",
        estimate=True,
        low=wet,
        high=2 * wet,
        method="volume of solids kept" + (", half the gap dragged along" if drag else ""),
        validity="Newtonian slurry, blade without pressure behind it: half the gap; else up to all",
    )


def castable_solids(medium_viscosity: float) -> Quantity:
    """Return the largest volume fraction of solids that a blade can still draw.

    Parameters
    ----------
    medium_viscosity : float
        Of the binder solution, Pa s.

    Raises
    ------
    InputError
        A viscosity that is not positive or above that of the slurry.

    Source
    ------
    Krieger and Dougherty, Trans. Soc. Rheol. 3 (1959) 137.

    Examples
    --------
    >>> round(castable_solids(0.5).value, 2)
    0.54
    """
    require_range("medium_viscosity", medium_viscosity, 1e-5, CAST_VISCOSITY, VISCOSITY)
    rise = CAST_VISCOSITY / medium_viscosity
    share = PACKING_LIMIT * (1 - rise ** (-1 / (INTRINSIC * PACKING_LIMIT)))
    return Quantity(
        value=share,
        unit="",
        estimate=True,
        low=0.6 * share,
        high=share,
        method=f"Krieger-Dougherty up to {CAST_VISCOSITY:g} Pa s, spheres jamming at "
        f"{PACKING_LIMIT:g}",
        validity="well dispersed equal spheres: an upper end; fine or clustered powder lowers it",
    )
