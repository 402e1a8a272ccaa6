"""A small model that follows the admittance of a grid of faces over frequency."""

import numpy as np

from ceralyte.numerics.classed import ClassedGrid, Complexes, add_scaled, class_sums, end_sums
from ceralyte.numerics.classed_residuals import residual_energies
from ceralyte.numerics.stencils import Floats


class ReducedModel:
    """Potentials sought among combinations of a few real ones, by Galerkin's principle.

    The first electrode is at 1, the last one at 0. The current is stationary against changes of
    the potential, so its error is of the order of the squared error of the best combination.
    Quadratic forms are kept as sums per class of faces: a new frequency costs no pass over the
    grid. Real potentials keep the model passive.

    All potentials have the first electrode at 1: one that belongs to a tiny current has tiny forms,
    and nothing cancels where electrodes are joined by capacitances alone. The first two are 0 and 1
    in all voxels, and take no memory.

    Parameters
    ----------
    grid : ClassedGrid
    classes : int

    Source
    ------
    Projection onto solutions at points of the Laplace variable, as in E. J. Grimme, Krylov
    projection methods for model reduction, thesis, University of Illinois (1997).
    """

    def __init__(self, grid: ClassedGrid, classes: int) -> None:
        self._grid, self._classes = grid, classes
        self._vectors: list[Floats] = []
        self._forms = np.zeros((classes, 2, 2))
        for k in range(2):
            plane = np.full(grid.ends[:2].shape, float(k))
            self._forms[:, :, k] = end_sums(grid, plane, classes).T

    def add(self, vector: Floats) -> None:
        """Take a potential, ndarray (n0, n1, n2), into the model; it is kept, not copied."""
        self._vectors.append(vector)
        old, n = self._forms, 2 + len(self._vectors)
        self._forms = np.zeros((self._classes, n, n))
        self._forms[:, :-1, :-1] = old
        sums = [
            *end_sums(self._grid, vector[[0, -1]], self._classes),
            *(class_sums(self._grid, other, vector, self._classes) for other in self._vectors),
        ]
        self._forms[:, -1] = self._forms[:, :, -1] = np.transpose(sums)

    def solve(self, table: Complexes | Floats) -> tuple[Complexes, complex]:
        """Return the weight of each potential, and the current, for conductances by class.

        The weights add up to one: that keeps the first electrode where it is.
        """
        n = self._forms.shape[-1]
        forms = self._forms.reshape(self._classes, n * n)
        matrix = (table.real @ forms + 1j * (table.imag @ forms)).reshape(n, n)
        scale = 1 / np.sqrt(np.abs(np.diagonal(matrix)))
        scaled = matrix * scale[:, None] * scale
        solution, *_ = np.linalg.lstsq(scaled, scale, rcond=1e-13)
        shares: Complexes = solution * scale
        current = 1 / complex(shares.sum())
        return current * shares, current

    def residual_energies(self, tables: Complexes, weights: Complexes) -> Floats:
        """See `residual_energies` of `numerics.classed_residuals`."""
        return residual_energies(self._grid, tables, self._vectors, weights)

    def potential(self, weights: Floats) -> Floats:
        """Return the combination of the potentials, ndarray (n0, n1, n2)."""
        total = np.full(self._grid.faces0.shape, weights[1])
        for weight, vector in zip(weights[2:].tolist(), self._vectors, strict=True):
            add_scaled(weight, vector, total)
        return total
