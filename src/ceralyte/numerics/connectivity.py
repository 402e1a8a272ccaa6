"""Face-connected parts of a voxel mask, joined over periodic sides."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components


def connected_parts(mask: NDArray[np.bool_], wrapped_axes: Sequence[int]) -> NDArray[np.int32]:
    """Return 0 outside `mask` and one positive label per face-connected part of it.

    Parameters
    ----------
    mask : ndarray (nx, ny, nz) bool
    wrapped_axes : sequence of int
        Axes along which the first and the last plane are neighbours.
    """
    labels, count = ndimage.label(mask)
    pairs = [np.empty((0, 2), np.int32)]
    for axis in wrapped_axes:
        faces = np.stack([np.take(labels, 0, axis).ravel(), np.take(labels, -1, axis).ravel()], 1)
        pairs.append(np.unique(faces[(faces > 0).all(axis=1)], axis=0))
    joins = np.concatenate(pairs)
    graph = coo_array((np.ones(len(joins)), (joins[:, 0], joins[:, 1])), (count + 1, count + 1))
    # Label 0 has no joins and comes first, so it keeps component 0.
    _, component = connected_components(graph, directed=False)
    return component.astype(np.int32)[labels]


def through_labels(labels: NDArray[np.int32], axis: int) -> NDArray[np.int32]:
    """Return the labels of `connected_parts` that reach both ends of `axis`."""
    first, last = np.take(labels, 0, axis), np.take(labels, -1, axis)
    return np.intersect1d(first[first > 0], last[last > 0])
