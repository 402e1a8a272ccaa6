"""Which spheres come close, in any periodic box: every image of a neighbour is listed."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Neighbours(NamedTuple):
    """Close pairs, each listed with both of its spheres.

    Sphere i is close to ``partner[first[i]:first[i + 1]]``; the image of the partner that is
    meant lies `cells` (m, 3) boxes away from the partner itself. In a small box a sphere can be
    close to several images of another, and to images of itself.
    """

    first: Ints
    partner: Ints
    cells: Ints


def close_pairs(
    centres: Floats, reach: Floats, box: Floats, periodic: tuple[bool, bool, bool]
) -> Neighbours:
    """List the pairs of spheres closer than the sum of their `reach`.

    Parameters
    ----------
    centres : ndarray (n, 3)
        0 <= centre < box along periodic axes.
    reach : ndarray (n,)
    box : ndarray (3,)
    periodic : tuple of 3 bool

    Examples
    --------
    >>> one = np.array([[0.5, 0.5, 0.5]])
    >>> near = close_pairs(one, np.array([0.6]), np.ones(3), (True, False, False))
    >>> near.cells.tolist()  # its own two images
    [[-1, 0, 0], [1, 0, 0]]
    """
    owner, cells = _images(centres, 2 * float(reach.max()), box, periodic)
    tree = cKDTree(centres[owner] + cells * box)
    # Each pair is found from its larger sphere; of equal ones from both.
    found = tree.query_ball_point(centres, 2 * reach * (1 + 1e-12))
    counts = np.fromiter((len(f) for f in found), np.int64, len(found))
    i = np.repeat(np.arange(len(reach)), counts)
    image = np.concatenate(found).astype(np.int64)
    j, c = owner[image], cells[image]
    keep = (reach[j] <= reach[i]) & ((i != j) | c.any(axis=1))
    i, j, c = i[keep], j[keep], c[keep]
    apart = centres[j] + c * box - centres[i]
    keep = np.einsum("ij,ij->i", apart, apart) < (reach[i] + reach[j]) ** 2
    i, j, c = i[keep], j[keep], c[keep]
    other = reach[j] < reach[i]
    i, j, c = (
        np.concatenate([i, j[other]]),
        np.concatenate([j, i[other]]),
        np.concatenate([c, -c[other]]),
    )
    order = np.lexsort((c[:, 2], c[:, 1], c[:, 0], j, i))
    first = np.zeros(len(reach) + 1, np.int64)
    np.cumsum(np.bincount(i, minlength=len(reach)), out=first[1:])
    return Neighbours(first, j[order], c[order])


def _images(
    centres: Floats, margin: float, box: Floats, periodic: tuple[bool, bool, bool]
) -> tuple[Ints, Ints]:
    """Spheres and cells of all images that lie in the box or within `margin` of it."""
    owner, cells = np.arange(len(centres)), np.zeros((len(centres), 3), np.int64)
    for axis in range(3):
        if not periodic[axis]:
            continue
        parts = [(owner, cells)]
        for shift in range(1, int(np.ceil(margin / box[axis])) + 1):
            place = centres[owner, axis]
            for sign, near in (
                (1, place + shift * box[axis] < box[axis] + margin),
                (-1, place - shift * box[axis] > -margin),
            ):
                moved = cells[near].copy()
                moved[:, axis] = sign * shift
                parts.append((owner[near], moved))
        owner = np.concatenate([p[0] for p in parts])
        cells = np.concatenate([p[1] for p in parts])
    return owner, cells
