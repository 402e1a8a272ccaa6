"""Percolation thresholds by what decides in the package whether something percolates.

Of every sample the fraction is found at which it first winds around its periodic box along any
axis: in three dimensions this falls on the threshold of endless samples but for little, since 46 %
of samples wind there (Wang, Zhou, Zhang, Garoni and Deng, Phys. Rev. E 87, 052107, 2013).
"""

from collections.abc import Callable
from functools import cache
from statistics import fmean

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from arrays import LATTICES
from ceralyte.model import Packing, PressedPacking
from ceralyte.numerics.statistics import mean_and_standard_error
from ceralyte.numerics.through_paths import through_paths, winding_nodes
from ceralyte.packing import pack, parse_distribution

SEEDS = 8
ORDERS = 8  # in which sites or bonds of a bed come
CELLS = {"SC": 20, "BCC": 16, "FCC": 14}  # of the lattice along a side
EDGE = 64  # voxels
ACROSS = 14.0  # diameters along a side, of overlapping spheres
STEPS = 10  # halvings of the interval
Result = tuple[float, float | None]


def simple_cubic(neck: float, n: int = 3) -> PressedPacking:
    """Pressed spheres of unit spacing; `neck` is contact over sphere radius."""
    number = np.arange(n**3).reshape(n, n, n)
    centres = np.argwhere(number >= 0) + 0.5
    pairs = [np.stack([number, np.roll(number, -1, a)], -1).reshape(-1, 2) for a in range(3)]
    contacts = np.sort(np.concatenate(pairs), axis=1)
    radius = 0.5 / np.sqrt(1 - neck**2)
    particles = Packing(
        centres,
        np.full(n**3, 2 * radius),
        np.full(3, float(n)),
        (True, True, True),
        contacts,
        np.zeros(n**3, bool),
        0.0,
        0,
    )
    area = np.pi * (neck * radius) ** 2
    return PressedPacking(particles, 1.0, 0.5, contacts, np.full(len(contacts), area), 0.0)


def of_lattice(lattice: str, kind: str) -> Result:
    """Fraction of sites or bonds at which nearest neighbours connect through."""
    centres, pairs, rise = _lattice(lattice)
    return mean_and_standard_error(
        [_network(len(centres), pairs, rise, kind, seed) for seed in range(SEEDS)]
    )


def of_jammed(kind: str) -> Result:
    """The same on contacts of jammed equal spheres, without rattlers.

    "volume": the fraction of sites times the packing fraction; "contacts": bonds times contacts
    per sphere.
    """
    found = []
    for seed in range(SEEDS):
        bed = _bed(seed)
        held = ~bed.rattlers
        pairs = bed.contacts[held[bed.contacts].all(axis=1)]
        step = bed.centres[pairs[:, 1]] - bed.centres[pairs[:, 0]]
        rise = -np.rint(step / bed.box).astype(int)
        wanted = "bond" if kind in ("bond", "contacts") else "site"
        number = np.cumsum(held) - 1
        count = int(held.sum())
        orders = range(ORDERS * seed, ORDERS * (seed + 1))
        value = fmean(_network(count, number[pairs], rise, wanted, order) for order in orders)
        value *= {"volume": bed.packing_fraction, "contacts": 2 * len(pairs) / count}.get(kind, 1.0)
        found.append(value)
    return mean_and_standard_error(found)


def of_voxels() -> Result:
    """Fraction of random voxels that connect through their faces."""
    found = []
    for seed in range(SEEDS):
        order = np.random.default_rng(seed).random((EDGE, EDGE, EDGE))

        def winds(limit: float, order: NDArray[np.float64] = order) -> bool:
            turned = (np.moveaxis(order <= limit, axis, 0) for axis in range(3))
            return any(
                through_paths(np.ascontiguousarray(t), (True, True, True)).any() for t in turned
            )

        found.append(_halved(winds, 1.0))
    return mean_and_standard_error(found)


def of_overlapping_spheres() -> Result:
    """Fraction covered by equal spheres at random places, of which those that overlap connect."""
    found = []
    count, volume = int(0.6 * ACROSS**3 * 6 / np.pi), np.pi / 6 / ACROSS**3
    for seed in range(SEEDS):
        centres = np.random.default_rng(seed).random((count, 3)) * ACROSS
        pairs = cKDTree(centres, boxsize=ACROSS).query_pairs(1.0, output_type="ndarray")
        rise = -np.rint((centres[pairs[:, 1]] - centres[pairs[:, 0]]) / ACROSS).astype(int)
        reached = _halved(_winds(pairs, rise, pairs.max(axis=1)), float(count))
        found.append(1 - float(np.exp(-reached * volume)))
    return mean_and_standard_error(found)


@cache
def _bed(seed: int) -> Packing:
    return pack(parse_distribution("mono(d=1 um)"), 2000, seed=seed)


def _lattice(lattice: str) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    """Sites, nearest pairs (m, 2) and the boxes by which each pair climbs (m, 3)."""
    n, base = CELLS[lattice], np.array(LATTICES[lattice])
    corner = np.argwhere(np.ones((n, n, n)))
    centres = (corner[:, None] + base).reshape(-1, 3)
    index = {tuple(np.rint(2 * c).astype(int)): k for k, c in enumerate(centres)}
    half = {
        "SC": [(2, 0, 0), (0, 2, 0), (0, 0, 2)],
        "BCC": [(1, 1, 1), (1, 1, -1), (1, -1, 1), (1, -1, -1)],
        "FCC": [(1, 1, 0), (1, -1, 0), (1, 0, 1), (1, 0, -1), (0, 1, 1), (0, 1, -1)],
    }[lattice]
    pairs, rise = [], []
    for place, k in index.items():
        for step in half:
            there = np.add(place, step)
            pairs.append((k, index[tuple(there % (2 * n))]))
            rise.append(there // (2 * n))
    return centres, np.array(pairs), np.array(rise)


def _network(
    count: int, pairs: NDArray[np.int64], rise: NDArray[np.int64], kind: str, seed: int
) -> float:
    """Fraction of sites or bonds at which the links first wind around the box."""
    rng = np.random.default_rng(seed)
    late = rng.random(count)[pairs].max(axis=1) if kind == "site" else rng.random(len(pairs))
    return _halved(_winds(pairs, rise, late), 1.0)


def _winds(
    pairs: NDArray[np.int64], rise: NDArray[np.int64], late: NDArray[np.float64]
) -> Callable[[float], bool]:
    """Whether the links that are there up to a limit wind around the box along any axis."""
    first, second = pairs.T

    def winds(limit: float) -> bool:
        kept = late <= limit
        ends = first[kept].tolist(), second[kept].tolist()
        return any(
            winding_nodes(zip(*ends, rise[kept, axis].tolist(), strict=True)) for axis in range(3)
        )

    return winds


def _halved(holds: Callable[[float], bool], high: float) -> float:
    """Least limit between 0 and `high` at which it holds."""
    low, top = 0.0, high
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    assert high < top
    return (low + high) / 2
