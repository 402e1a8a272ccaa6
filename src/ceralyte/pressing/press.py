"""Press a packing: move the particles together and regrow them to their volume."""

from dataclasses import replace
from typing import Literal

import numpy as np

from ceralyte.core.errors import InputError
from ceralyte.model import Packing, PressedPacking
from ceralyte.numerics.spheres import meeting_circles, scaled_distance

Method = Literal["none", "uniaxial", "isostatic", "roll"]

_SAMPLES_PER_AXIS = 128


def press(
    packing: Packing, ceramic_fraction: float, *, method: Method, pressure: float = 0.0
) -> PressedPacking:
    """Return `packing` with its box changed so that the ceramic fills `ceramic_fraction` of it.

    Centres move with the box (affinely): along z only for `uniaxial` and `roll`, along all axes
    otherwise. Then all spheres are regrown by one factor, cut at their radical planes, until the
    ceramic has its volume back: contacts become flat and grow. A fraction below the packing
    fraction moves the particles apart (a polymer-rich film); they then touch no more.

    Parameters
    ----------
    packing : Packing
    ceramic_fraction : float
        Ceramic volume over total volume after pressing [-]; see `relative_density` for how it
        follows from the pressure.
    method : "none", "uniaxial", "isostatic" or "roll"
    pressure : float, Pa
        Kept with the result.

    Raises
    ------
    InputError
        A fraction outside (0, 1).

    Validity
    --------
    One growth factor for all grains keeps the total volume, not that of each grain: particles
    in loose surroundings grow a little more than those that are squeezed.
    """
    if not 0 < ceramic_fraction < 1:
        raise InputError(
            "ceramic_fraction", f"got {ceramic_fraction:.4g}", "between 0 and 1, both excluded"
        )
    if packing.dimension != 3 or packing.obstacles is not None:
        raise InputError("packing", "discs, or particles around obstacles", "spheres alone")
    ratio = packing.packing_fraction / ceramic_fraction
    one_axis = method in ("uniaxial", "roll") and ratio < 1
    stretch = np.array([1.0, 1.0, ratio]) if one_axis else np.full(3, ratio ** (1 / 3))
    box = packing.box * stretch
    centres = packing.centres * stretch
    radii = packing.diameters / 2
    growth = _growth(centres, radii, box, packing.periodic, ceramic_fraction)
    pairs, areas = meeting_circles(centres, growth * radii, box, packing.periodic)
    moved = replace(packing, centres=centres, box=box)
    return PressedPacking(
        particles=moved,
        growth=growth,
        relative_density=ceramic_fraction,
        contacts=pairs,
        contact_areas=areas,
        pressure=pressure,
    )


def _growth(
    centres: np.ndarray,
    radii: np.ndarray,
    box: np.ndarray,
    periodic: tuple[bool, bool, bool],
    fraction: float,
) -> float:
    """Factor by which the spheres must grow for their union to fill `fraction` of the box."""
    longest = box.max()
    nx, ny, nz = (max(round(_SAMPLES_PER_AXIS * side / longest), 1) for side in box)
    reach = 1.5
    while True:
        field = scaled_distance(centres, radii, box, periodic, (nx, ny, nz), reach)
        growth = float(np.quantile(field, fraction, method="higher"))
        if growth < np.inf:
            return growth
        reach *= 1.5
