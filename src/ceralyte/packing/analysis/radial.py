"""Radial distribution function: how many neighbours at which distance."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from ceralyte.core.errors import InputError
from ceralyte.model import Packing, Series

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

REACH = 5.0
WIDTH = 0.02
_SHEETS = 2000  # in which the profile between two walls is resolved


def radial_distribution(
    packing: Packing, *, reach: float | None = None, width: float = WIDTH
) -> Series:
    """Return g(r): pairs of centres at a distance r, relative to particles placed at random.

    In a box that is periodic along all axes "at random" means uniformly. Between two walls it
    means: at random within each thin sheet parallel to the walls, as many as there are. So g
    tends to 1 at large r, and layers at the walls are not mistaken for short-range order (see
    `fraction_profile` for those).

    Parameters
    ----------
    packing : Packing
    reach : float, optional
        Largest r, in mean diameters by number. Left out: 5, or half the shortest periodic side.
    width : float
        Of the classes of r, in mean diameters; their middles are its multiples, so that with
        the default contacts of equal spheres fall into the middle of one class.

    Returns
    -------
    Series
        x: middle of each class, in mean diameters [-]; y: g [-].

    Raises
    ------
    InputError
        `reach` above half the shortest periodic side, `width` not between 0 and `reach`, or
        walls across more than one axis.
    """
    mean = float(packing.diameters.mean())
    widest = _widest_reach(packing)
    reach = min(REACH, widest / mean) if reach is None else reach
    if not 0 < reach * mean <= widest * (1 + 1e-12):
        raise InputError(
            "reach",
            f"got {reach:g} mean diameters",
            f"up to {widest / mean:.4g}: half the shortest periodic side",
        )
    if not 0 < width <= reach:
        raise InputError("width", f"got {width:g} mean diameters", f"above 0, up to {reach:g}")
    classes = int(reach / width * (1 + 1e-12) + 0.5)
    edges: Floats = np.maximum(np.arange(classes + 1) - 0.5, 0.0) * width * mean
    sides = packing.box.copy()
    sides[packing.dimension :] = edges[-1]
    found = _count_pairs(packing.centres, sides, np.array(packing.periodic), width * mean, classes)
    expected = np.diff(_pairs_at_random(packing, edges))
    g = np.divide(found, expected, out=np.zeros(classes), where=expected > 0)
    return Series(
        x_name="distance / mean diameter",
        x_unit="",
        x=tuple((np.arange(classes) * width).tolist()),
        y_name="radial distribution function",
        y_unit="",
        y=tuple(g.tolist()),
    )


def _widest_reach(packing: Packing) -> float:
    """Return half the shortest periodic side, m; raise if walls stand across several axes."""
    walled = [a for a in range(packing.dimension) if not packing.periodic[a]]
    if len(walled) > 1:
        axes = " and ".join("xyz"[a] for a in walled)
        raise InputError("packing", f"has walls across {axes}", "walls across one axis, or none")
    periodic = [a for a in range(packing.dimension) if packing.periodic[a]]
    return 0.5 * float(packing.box[periodic].min())


def _pairs_at_random(packing: Packing, radii: Floats) -> Floats:
    """Return how many pairs closer than each of `radii` (k,) chance would give."""
    n, plane = len(packing), packing.dimension == 2
    sides = packing.box[: packing.dimension]
    walled = [a for a in range(packing.dimension) if not packing.periodic[a]]
    if not walled:
        ball = np.pi * radii**2 if plane else 4 / 3 * np.pi * radii**3
        return np.asarray(0.5 * n * (n - 1) * ball / np.prod(sides))
    axis = walled[0]
    lags, pairs = _pairs_by_height(packing.centres[:, axis], float(sides[axis]))
    half_chord = np.sqrt(np.maximum(radii[:, None] ** 2 - lags**2, 0.0))
    section = 2 * half_chord if plane else np.pi * half_chord**2
    return np.asarray(section @ pairs * sides[axis] / np.prod(sides))


def _pairs_by_height(positions: Floats, side: float) -> tuple[Floats, Floats]:
    """Return differences in height (sheets,), m, and how many pairs have each."""
    sheet = np.clip(positions / side * _SHEETS, 0, _SHEETS - 1).astype(np.int64)
    filled = np.bincount(sheet, minlength=_SHEETS).astype(float)
    pairs = np.correlate(filled, filled, "full")[_SHEETS - 1 :]
    pairs[0] = 0.5 * (pairs[0] - len(positions))
    return np.arange(_SHEETS) * side / _SHEETS, pairs


@njit(cache=True)
def _into_cells(x: Floats, box: Floats, reach: float) -> tuple[Ints, Ints, Ints, Ints]:
    """Sort particles into cells at least as wide as `reach`.

    Returns
    -------
    sides : ndarray (3,)
        Number of cells along each axis.
    cells : ndarray (n, 3)
        Where each particle lies.
    first, items : ndarray
        Cell c holds the particles ``items[first[c]:first[c + 1]]``, in ascending order.
    """
    n, sides = len(x), np.ones(3, np.int64)
    for axis in range(3):
        sides[axis] = max(1, min(int(box[axis] / reach), int(np.cbrt(n)) + 1))
    cells, flat = np.zeros((n, 3), np.int64), np.empty(n, np.int64)
    first = np.zeros(sides[0] * sides[1] * sides[2] + 1, np.int64)
    for i in range(n):
        for axis in range(3):
            cells[i, axis] = min(int(x[i, axis] / box[axis] * sides[axis]), sides[axis] - 1)
        flat[i] = (cells[i, 0] * sides[1] + cells[i, 1]) * sides[2] + cells[i, 2]
        first[flat[i] + 1] += 1
    first = np.cumsum(first)
    free, items = first.copy(), np.empty(n, np.int64)
    for i in range(n):
        items[free[flat[i]]] = i
        free[flat[i]] += 1
    return sides, cells, first, items


@njit(cache=True)
def _count_pairs(
    x: Floats, box: Floats, periodic: NDArray[np.bool_], width: float, classes: int
) -> Ints:
    """Return the number of pairs (classes,) whose distance is nearest to 0, 1, ... widths."""
    reach = (classes - 0.5) * width
    sides, cells, first, items = _into_cells(x, box, reach)
    counts, half = np.zeros(classes, np.int64), np.where(periodic, 0.5 * box, np.inf)
    low, high = np.zeros(3, np.int64), sides - 1
    for i in range(len(x)):
        for axis in range(3):
            if sides[axis] > 2:
                low[axis], high[axis] = cells[i, axis] - 1, cells[i, axis] + 1
        for p in range(low[0], high[0] + 1):
            for q in range(low[1], high[1] + 1):
                row = p % sides[0] * sides[1] + q % sides[1]
                for r in range(low[2], high[2] + 1):
                    cell = row * sides[2] + r % sides[2]
                    for k in range(first[cell], first[cell + 1]):
                        j = items[k]
                        if j >= i:
                            break
                        square = 0.0
                        for axis in range(3):
                            d = abs(x[i, axis] - x[j, axis])
                            if d > half[axis]:
                                d -= box[axis]
                            square += d * d
                        if square < reach * reach:
                            counts[min(int(np.sqrt(square) / width + 0.5), classes - 1)] += 1
    return counts
