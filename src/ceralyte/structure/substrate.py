"""A rough electrode below a membrane: a random surface that the membrane follows."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter, map_coordinates

from ceralyte.core.errors import InputError
from ceralyte.core.units import LENGTH, show
from ceralyte.model import PressedPacking

_POINTS = 128
"""Per side of the grid on which the surface is drawn, whatever the voxels."""

_STREAM = 4  # of the random numbers of a packing's seed
_LARGEST = 0.5  # of the thickness: how high the surface may rise above its deepest valley


@dataclass(frozen=True, eq=False)
class RoughSurface:
    """Heights (n, n), m, above the deepest valley on a periodic square of `side`, m."""

    heights: NDArray[np.float64]
    side: float

    @property
    def mean(self) -> float:
        """Mean height, m: volume of the electrode above its deepest valley over the area."""
        return float(self.heights.mean())

    def at(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the heights (m) at places (m), linear in between."""
        scale = len(self.heights) / self.side
        places = np.stack([np.ravel(x), np.ravel(y)]) * scale - 0.5
        found = map_coordinates(self.heights, places, order=1, mode="grid-wrap")
        return np.asarray(found.reshape(np.shape(x)))


def rough_surface(
    side: float, roughness: float, correlation_length: float, *, seed: int = 0
) -> RoughSurface:
    """Return a random surface with Gaussian heights and a Gaussian correlation.

    Heights at a distance r are correlated by ``exp(-(r / correlation_length)^2)``.

    Parameters
    ----------
    side : float, m
    roughness : float, m
        Root mean square height, Rq; of Gaussian heights Ra is 0.80 Rq.
    correlation_length : float, m
    seed : int

    Raises
    ------
    InputError
        A correlation length beyond a third of the side, or below what the grid shows.

    Examples
    --------
    >>> surface = rough_surface(40e-6, 1e-6, 4e-6, seed=1)
    >>> bool(abs(surface.heights.std() - 1e-6) < 1e-12)
    True
    """
    low, high = 2 * side / _POINTS, side / 3
    if not low <= correlation_length <= high:
        raise InputError(
            "substrate.correlation_length",
            f"got {show(correlation_length, LENGTH)} for a piece of {show(side, LENGTH)}",
            f"{show(low, LENGTH)} to {show(high, LENGTH)}, or more particles",
        )
    noise = np.random.default_rng([seed, _STREAM]).normal(size=(_POINTS, _POINTS))
    # Noise smoothed by a Gaussian of width s is correlated by one of width s times root two.
    width = correlation_length / 2 * _POINTS / side
    smooth = gaussian_filter(noise, width, mode="wrap")
    heights = roughness * (smooth - smooth.mean()) / smooth.std()
    return RoughSurface(heights - heights.min(), side)


def require_low_face(roughness: float, thickness: float) -> None:
    """Raise `InputError` where a face of this `roughness` (m) is sure to rise too high.

    It rises by two root mean squares at least, whatever its heights; `settle` knows by how much.
    """
    if 2 * roughness > _LARGEST * thickness:
        raise InputError(
            "membrane.substrate.roughness",
            f"{show(roughness, LENGTH)} root mean square under a membrane of "
            f"{show(thickness, LENGTH)}",
            f"peaks up to {show(_LARGEST * thickness, LENGTH)}, half of it, above the deepest "
            "valley",
        )


def settle(pressed: PressedPacking, surface: RoughSurface) -> PressedPacking:
    """Return a membrane whose lower face follows a rough surface; the upper face stays flat.

    The box grows by the mean height, so that the membrane keeps its volume. Grains and fibres
    are shifted up by the height below them, less the higher they lie.

    Raises
    ------
    InputError
        A surface that rises by more than half of the membrane's thickness.

    Validity
    --------
    Grains keep their shape and contacts: for slopes well below 1.
    """
    packing = pressed.particles
    peak, thickness = float(surface.heights.max()), float(packing.box[2])
    if peak > _LARGEST * thickness:
        raise InputError(
            "substrate.roughness",
            f"the electrode rises by {show(peak, LENGTH)} from its deepest valley, the membrane is "
            f"{show(thickness, LENGTH)} thick",
            f"peaks up to {show(_LARGEST * thickness, LENGTH)}",
        )
    top = thickness + surface.mean

    def lifted(points: NDArray[np.float64]) -> NDArray[np.float64]:
        height = surface.at(points[:, 0], points[:, 1])
        up = height + points[:, 2] * (top - height) / thickness
        return np.column_stack([points[:, :2], up])

    obstacles = packing.obstacles
    if obstacles is not None:
        obstacles = replace(obstacles, starts=lifted(obstacles.starts), ends=lifted(obstacles.ends))
    moved = replace(
        packing,
        centres=lifted(packing.centres),
        box=np.array([packing.box[0], packing.box[1], top]),
        obstacles=obstacles,
    )
    return replace(pressed, particles=moved)


def substrate_voxels(
    surface: RoughSurface, box: NDArray[np.float64], shape: tuple[int, int, int]
) -> NDArray[np.bool_]:
    """Return the voxels whose centre lies below the surface."""
    x, y, z = ((np.arange(n) + 0.5) * side / n for n, side in zip(shape, box, strict=True))
    height = surface.at(*np.meshgrid(x, y, indexing="ij"))
    below: NDArray[np.bool_] = z[None, None, :] < height[:, :, None]
    return below
