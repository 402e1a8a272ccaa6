"""`ElasticGrid`: the elements of a voxel image, and what a solver asks of them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ceralyte.numerics.elastic_coarsening import CORNERS
from ceralyte.numerics.elastic_kernels import Displacements, add_forces

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class ElasticGrid:
    """Voxels as trilinear elements, without loads.

    Attributes
    ----------
    material : ndarray (n0, n1, n2) uint8
        Row of `table` for every voxel; 0 is void.
    table : ndarray (materials, 4)
        Lame's constants lambda and mu, and the two that resist bending modes within an element;
        row 0 is zero.
    periodic : tuple of 3 bool
        Axes along which the last voxels touch the first; along others faces are free.
    """

    material: NDArray[np.uint8]
    table: Floats
    periodic: tuple[bool, bool, bool]

    @property
    def planes(self) -> tuple[int, int, int]:
        """Planes of nodes along each axis."""
        a, b, c = (
            n if wraps else n + 1
            for n, wraps in zip(self.material.shape, self.periodic, strict=True)
        )
        return a, b, c

    @cached_property
    def element_matrices(self) -> Floats:
        """Stiffness matrices of the materials, ndarray (materials, 24, 24): node, component."""
        return np.array([element_matrix(row) for row in self.table])

    def forces(
        self,
        displacement: Displacements,
        out: Displacements,
        gradient: Floats | None = None,
    ) -> None:
        """Write nodal forces of a displacement (3, planes) on top of a mean gradient (3, 3).

        In the precision of `out`.
        """
        out.fill(0)
        gradient = np.zeros((3, 3)) if gradient is None else gradient
        table = self.table.astype(out.dtype)
        add_forces(self.material, table, gradient.astype(out.dtype), displacement, out)

    def diagonal(self) -> NDArray[np.float32]:
        """Diagonal of the stiffness, the same for the three components, ndarray (planes)."""
        planes, sizes = self.planes, self.material.shape
        diagonal = np.zeros(planes, np.float32)
        own = self.element_matrices[:, 0, 0].astype(np.float32)[self.material]
        for corner in CORNERS:
            at = [(np.arange(n) + c) % m for n, c, m in zip(sizes, corner, planes, strict=True)]
            diagonal[np.ix_(*at)] += own
        return diagonal


def element_matrix(moduli: Floats) -> Floats:
    """Return the matrix (24, 24) of an element, from a row of the table of materials."""
    material, table = np.ones((1, 1, 1), np.uint8), np.array([np.zeros(4), moduli])
    matrix, forces = np.empty((24, 24)), np.empty((3, 2, 2, 2))
    for column, unit in enumerate(np.eye(24)):
        displacement = np.ascontiguousarray(unit.reshape(8, 3).T.reshape(3, 2, 2, 2))
        forces.fill(0)
        add_forces(material, table, np.zeros((3, 3)), displacement, forces)
        matrix[:, column] = forces.reshape(3, 8).T.ravel()
    return matrix
