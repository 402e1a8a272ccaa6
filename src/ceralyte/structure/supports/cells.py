"""Unit cells of regular supports, as axes of rods in units of the cell."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

Axes = tuple[NDArray[np.float64], NDArray[np.float64]]
"""Starts and ends (k, 3) of the axes: x and y in periods 0 to 1, z from 0 (bottom) to 1 (top)."""

_STEPS = 16
"""Straight pieces per wave of a yarn."""


@cache
def woven(_layers: int) -> Axes:
    """Return one period of a plain weave: two yarns each way, over and under in turn.

    The axes follow a cosine between z = 0 and 1; the pitch is half a period.
    """
    s = np.linspace(0, 1, _STEPS + 1)
    wave = 0.5 + 0.5 * np.cos(2 * np.pi * s)
    starts, ends = [], []
    for place, z in ((0.0, wave), (0.5, 1 - wave)):
        along_x = np.stack([s, np.full_like(s, place), z], axis=1)
        along_y = np.stack([np.full_like(s, place), s, 1 - z], axis=1)
        for line in (along_x, along_y):
            starts.append(line[:-1])
            ends.append(line[1:])
    return np.concatenate(starts), np.concatenate(ends)


@cache
def octet(layers: int) -> Axes:
    """Return one column of `layers` cells of the octet truss.

    The struts join all nearest neighbours of a face-centred cubic lattice (Deshpande, Fleck and
    Ashby, J. Mech. Phys. Solids 49 (2001) 1747).
    """
    nodes = np.array([[0, 0, 0], [0.5, 0.5, 0], [0.5, 0, 0.5], [0, 0.5, 0.5]])
    half = 0.5 * np.array([[1, 1, 0], [1, -1, 0], [1, 0, 1], [1, 0, -1], [0, 1, 1], [0, 1, -1]])
    floors = np.arange(layers + 1)[:, None] * [0, 0, 1]
    nodes = (nodes[:, None] + floors).reshape(-1, 3)
    starts = np.repeat(nodes, len(half), axis=0)
    ends = starts + np.tile(half, (len(nodes), 1))
    inside = (np.maximum(starts[:, 2], ends[:, 2]) <= layers) & (ends[:, 2] >= 0)
    return _squeezed(starts[inside], ends[inside], layers)


@cache
def gyroid(layers: int) -> Axes:
    """Return one column of `layers` cells of the gyroid's strut network, the srs net.

    Its vertices are the sites 8a of the space group I4_1 32, three struts at each (Hyde,
    O'Keeffe and Proserpio, Angew. Chem. Int. Ed. 47 (2008) 7996).
    """
    quarter = np.array([[1, 1, 1], [3, 7, 5], [7, 5, 3], [5, 3, 7]]) / 8
    sites = np.concatenate([quarter, (quarter + 0.5) % 1])
    shifts = np.stack(np.meshgrid(*[np.arange(-1, 2)] * 3, indexing="ij"), -1).reshape(-1, 3)
    others = (sites[:, None] + shifts).reshape(-1, 3)
    starts, ends = [], []
    for site in sites:
        apart = others - site
        near = np.isclose(np.linalg.norm(apart, axis=1), np.sqrt(2) / 4)
        # Each strut once: from its end that comes first in x, then y, then z.
        first = apart[near][np.lexsort(apart[near].T)]
        for way in first:
            if tuple(way) > (0.0, 0.0, 0.0):
                starts.append(site)
                ends.append(site + way)
    begin, end = np.array(starts), np.array(ends)
    floors = np.arange(-1, layers + 1)[:, None] * np.array([0, 0, 1])
    begin = (begin[:, None] + floors).reshape(-1, 3)
    end = (end[:, None] + floors).reshape(-1, 3)
    return _squeezed(*_clipped(begin, end, float(layers)), layers)


def _clipped(
    begin: NDArray[np.float64], end: NDArray[np.float64], top: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Cut the axes off below 0 and above `top`; drop those that lie outside."""
    rise = end[:, 2] - begin[:, 2]
    safe = np.where(rise == 0, 1.0, rise)
    t0, t1 = -begin[:, 2] / safe, (top - begin[:, 2]) / safe
    low = np.where(rise == 0, 0.0, np.clip(np.minimum(t0, t1), 0, 1))
    high = np.where(rise == 0, 1.0, np.clip(np.maximum(t0, t1), 0, 1))
    level_inside = (begin[:, 2] >= 0) & (begin[:, 2] <= top)
    keep = np.where(rise == 0, level_inside, high > low)
    way = end - begin
    a, b = begin + way * low[:, None], begin + way * high[:, None]
    return a[keep], b[keep]


def _squeezed(starts: NDArray[np.float64], ends: NDArray[np.float64], layers: int) -> Axes:
    scale = np.array([1, 1, 1 / layers])
    return starts * scale, ends * scale
