"""Which voxels of a mask lie on a path from one end to the other."""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from ceralyte.numerics.connectivity import connected_parts


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
    labels = connected_parts(mask, [axis for axis in (1, 2) if periodic[axis]])
    if periodic[0]:
        kept = winding_nodes((int(a), int(b), 1) for a, b in _links(labels))
    else:
        kept = set(np.intersect1d(labels[0], labels[-1]).tolist()) - {0}
    chosen = np.zeros(int(labels.max()) + 1, dtype=bool)
    chosen[list(kept)] = True
    return chosen[labels]


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


def _links(labels: NDArray[np.int32]) -> NDArray[np.int32]:
    """Distinct pairs of labels that meet over the periodic face: last plane, first plane."""
    ends = np.stack([labels[-1].ravel(), labels[0].ravel()], axis=1)
    return np.unique(ends[(ends > 0).all(axis=1)], axis=0)
