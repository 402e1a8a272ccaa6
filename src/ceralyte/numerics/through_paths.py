"""Which voxels of a mask lie on a path from one end to the other."""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from ceralyte.numerics.connectivity import connected_runs, paint


def through_paths(mask: NDArray[np.bool_], periodic: tuple[bool, bool, bool]) -> NDArray[np.bool_]:
    """Return the voxels of a mask that are joined, face to face, to both ends of axis 0.

    Along a periodic axis 0 there are no ends: kept is what continues without end, that is
    what meets its own image in a neighbouring cell.

    Parameters
    ----------
    mask : ndarray (n0, n1, n2) bool
    periodic : tuple of 3 bool

    Returns
    -------
    ndarray (n0, n1, n2) bool
        All False where nothing percolates.
    """
    runs, n1 = connected_runs(mask, [axis for axis in (1, 2) if periodic[axis]]), mask.shape[1]
    first, last = np.empty((2, *mask.shape[1:]), np.int32)
    paint(runs.first[: n1 + 1], *runs[1:], first)
    paint(runs.first[-n1 - 1 :], *runs[1:], last)
    if periodic[0]:
        kept = winding_nodes((int(a), int(b), 1) for a, b in _links(first, last))
    else:
        kept = set(np.intersect1d(first, last).tolist()) - {0}
    chosen = np.zeros(int(runs.part.max(initial=0)) + 1, np.bool_)
    chosen[list(kept)] = True
    through = np.empty(mask.shape, np.bool_)
    paint(*runs[:3], chosen[runs.part], through.reshape(-1, mask.shape[2]))
    return through


def winding_nodes(links: Iterable[tuple[int, int, int]]) -> set[int]:
    """Return the nodes of a periodic network that belong to an endless cluster.

    Parameters
    ----------
    links : iterable of (node, other, rise)
        `rise` is the number of cells by which the link climbs on its way to `other`.

    Notes
    -----
    A cluster is finite if every node can be given one cell number; it is endless if some loop
    returns to its node in another cell.
    """
    neighbours: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for node, other, rise in links:
        neighbours[node].append((other, rise))
        neighbours[other].append((node, -rise))
    cell: dict[int, int] = {}
    endless: set[int] = set()
    for root in neighbours:
        if root in cell:
            continue
        cell[root], members, winds = 0, [root], False
        for node in members:  # grows while it is walked
            for other, rise in neighbours[node]:
                if other not in cell:
                    cell[other] = cell[node] + rise
                    members.append(other)
                elif cell[other] != cell[node] + rise:
                    winds = True
        if winds:
            endless.update(members)
    return endless


def _links(first: NDArray[np.int32], last: NDArray[np.int32]) -> NDArray[np.int32]:
    """Distinct pairs of labels that meet over the periodic face: last plane, first plane."""
    ends = np.stack([last.ravel(), first.ravel()], axis=1)
    return np.unique(ends[(ends > 0).all(axis=1)], axis=0)
