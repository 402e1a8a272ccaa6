"""Particles moved apart, where the polymer takes more room than the pores."""

from dataclasses import replace

import numpy as np

from ceralyte.core.errors import InputError
from ceralyte.model import Packing, PressedPacking
from ceralyte.pressing.target import require_spheres


def disperse(packing: Packing, ceramic_fraction: float) -> PressedPacking:
    """Return the packing with its particles moved apart, as in a polymer-rich film.

    Parameters
    ----------
    packing : Packing
    ceramic_fraction : float
        Ceramic volume over box volume [-], above 0, at most the packing fraction.

    Raises
    ------
    InputError

    Validity
    --------
    All distances grow alike: nobody touches, no cluster of grains is left.
    """
    require_spheres(packing)
    if not 0 < ceramic_fraction <= packing.packing_fraction:
        raise InputError(
            "ceramic_fraction",
            f"got {ceramic_fraction:.4g}",
            f"above 0, at most the packing fraction {packing.packing_fraction:.4g}",
        )
    stretch = (packing.packing_fraction / ceramic_fraction) ** (1 / 3)
    apart = replace(packing, centres=stretch * packing.centres, box=stretch * packing.box)
    nobody = np.empty((0, 2), np.int64)
    return PressedPacking(apart, np.ones(len(packing)), ceramic_fraction, nobody, np.empty(0), 0.0)
