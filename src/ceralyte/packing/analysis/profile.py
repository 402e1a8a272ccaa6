"""Local packing fraction in layers: what walls do to a packing."""

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.errors import InputError
from ceralyte.model import Packing, Series

Floats = NDArray[np.float64]
LAYERS_MAX = 10_000


def fraction_profile(packing: Packing, axis: int = 2, layers: int = 100) -> Series:
    """Return the packing fraction of equally thick layers across `axis`.

    Slices of spheres (or discs) are exact, so the mean over the layers is the packing fraction.

    Parameters
    ----------
    packing : Packing
    axis : int
        0, 1 or 2; 0 or 1 for discs.
    layers : int
        1 to 10,000; twenty or more per diameter show the layering at a wall.

    Returns
    -------
    Series
        x: middle of each layer, m; y: share of its volume that particles fill [-].

    Raises
    ------
    InputError
        `axis` or `layers` out of range.

    Validity
    --------
    A layer's volume includes what obstacles take of it: with obstacles the mean is the volume of
    the particles over that of the whole box.

    Examples
    --------
    >>> from ceralyte.packing.particles import from_particles
    >>> pair = from_particles([[1, 1, 1], [1, 1, 3]], [1.0, 1.0], [2.1, 2.1, 4])
    >>> [round(y, 4) for y in fraction_profile(pair, layers=2).y]
    [0.0594, 0.0594]
    """
    axes = range(packing.dimension)
    if axis not in axes:
        raise InputError("axis", f"got {axis}", f"one of {', '.join(map(str, axes))}")
    if not 1 <= layers <= LAYERS_MAX:
        raise InputError("layers", f"got {layers}", f"1 to {LAYERS_MAX}")
    side = float(packing.box[axis])
    edges = np.linspace(0.0, side, layers + 1)
    positions, radii = packing.centres[:, axis], 0.5 * packing.diameters
    if packing.periodic[axis]:
        below, above = positions < radii, positions + radii > side
        positions = np.concatenate([positions, positions[below] + side, positions[above] - side])
        radii = np.concatenate([radii, radii[below], radii[above]])
    else:
        edges[[0, -1]] = -np.inf, np.inf  # what overlaps a wall belongs to the layer next to it
    cut = _segment_area if packing.dimension == 2 else _segment_volume
    filled = np.array([cut(radii, edge - positions).sum() for edge in edges])
    volume = float(np.prod(packing.box[: packing.dimension])) / layers
    return Series(
        x_name=f"position along {'xyz'[axis]}",
        x_unit="m",
        x=tuple(((np.arange(layers) + 0.5) * side / layers).tolist()),
        y_name="local packing fraction",
        y_unit="",
        y=tuple((np.diff(filled) / volume).tolist()),
        note="periodic" if packing.periodic[axis] else "between two walls",
    )


def _segment_volume(radii: Floats, heights: Floats) -> Floats:
    """Return the volume of each sphere below a plane at a height above its centre."""
    t = np.clip(heights, -radii, radii)
    return np.asarray(np.pi / 3 * (radii + t) ** 2 * (2 * radii - t))


def _segment_area(radii: Floats, heights: Floats) -> Floats:
    """Return the area of each disc below a line at a height above its centre."""
    t = np.clip(heights / radii, -1.0, 1.0)
    return np.asarray(radii**2 * (np.arccos(-t) + t * np.sqrt(1 - t**2)))
