"""A correction that is constant on each of some labelled parts of a grid.

Where parts conduct well and the faces between them badly, the potential is nearly constant on each
part: what blocks of 2 x 2 x 2 voxels cannot represent, the network of the parts can.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csc_array
from scipy.sparse.linalg import splu

from ceralyte.numerics.classed import ClassedGrid
from ceralyte.numerics.stencils import Floats, Singles


class Aggregates:
    """The network of labelled parts of a grid whose faces belong to classes.

    Parameters
    ----------
    labels : ndarray (n0, n1, n2) int32
        0 belongs to no part and is left at zero.
    grid : ClassedGrid
    """

    def __init__(self, labels: NDArray[np.int32], grid: ClassedGrid) -> None:
        _, numbers = np.unique(np.append(labels.ravel(), 0), return_inverse=True)
        self._labels = numbers[:-1].astype(np.intp)
        self._count = int(numbers.max()) + 1
        shape = labels.shape
        places = self._labels.reshape(shape)
        found = []
        for axis, classes in enumerate((grid.faces0, grid.faces1, grid.faces2)):
            other = np.roll(places, -1, axis=axis)
            crossing = (places != other) & (classes > 0)
            found.append((places[crossing], other[crossing], classes[crossing]))
        for plane, classes in ((places[0], grid.ends[0]), (places[-1], grid.ends[1])):
            found.append((plane.ravel(), np.zeros(plane.size, np.intp), classes.ravel()))
        first, second, self._classes = (np.concatenate(parts) for parts in zip(*found, strict=True))
        self._first, self._second = first, second

    def solver(self, table: Floats) -> "Correction":
        """Return the correction for one real conductance per class, above 0 between the parts."""
        conductance = table[self._classes]
        rows = np.concatenate([self._first, self._second, self._first, self._second])
        columns = np.concatenate([self._first, self._second, self._second, self._first])
        values = np.concatenate([conductance, conductance, -conductance, -conductance])
        size = self._count
        matrix = coo_array((values, (rows, columns)), shape=(size, size)).tocsc()
        return Correction(self._labels, matrix[1:, 1:])


class Correction:
    """Solves for one value per part; calling it gives them back on the grid."""

    def __init__(self, labels: NDArray[np.intp], matrix: csc_array) -> None:
        self._labels = labels
        self._values = np.zeros(matrix.shape[0] + 1)
        self._factors = splu(matrix) if matrix.shape[0] else None

    def __call__(self, residual: Floats, other: Singles) -> Floats:
        """Return `other` plus the correction of `residual`, ndarray (n0, n1, n2)."""
        if self._factors is not None:
            sums = np.bincount(self._labels, residual.ravel(), len(self._values))
            self._values[1:] = self._factors.solve(sums[1:])
        return np.asarray(self._values[self._labels].reshape(residual.shape) + other)
