"""Mean stiffness of a voxel grid: unit strains, one after another, on one multigrid."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from ceralyte.numerics.elastic_blocks import Singles
from ceralyte.numerics.elastic_grid import ElasticGrid, Floats
from ceralyte.numerics.elastic_kernels import product, survey
from ceralyte.numerics.elastic_multigrid import ElasticMultigrid, Fixed, clear
from ceralyte.numerics.krylov import Progress, conjugate_gradients
from ceralyte.numerics.threads import threads_for

COMPONENTS = ("xx", "yy", "zz", "yz", "xz", "xy")
"""Order of strains and stresses; shear strains are the engineering ones."""

BYTES_PER_VOXEL = 570
"""Peak of six loads, measured on a packing of 128^3: iteration and multigrid 490, solutions 72."""


@dataclass(frozen=True)
class Load:
    """A unit mean strain, and the components of the displacement that end faces hold."""

    component: str
    fixed: Fixed

    @property
    def gradient(self) -> Floats:
        """Mean displacement gradient, ndarray (3, 3)."""
        a, b = ("xyz".index(letter) for letter in self.component)
        gradient = np.zeros((3, 3))
        gradient[a, b] += 0.5
        gradient[b, a] += 0.5
        return gradient


@dataclass(frozen=True)
class Response:
    """Solutions for a list of loads.

    Attributes
    ----------
    stiffness : ndarray (n, n)
        Twice the energy per volume in mean strains; entries between loads whose faces are held
        differently are zero, as for an image mirrored at its faces.
    displacements : list of ndarray (3, planes) float32
        On top of the mean strain, voxels.
    iterations : tuple of int
    residual, error : float
        Largest relative residual; largest estimated relative error of the energy.
    converged : bool
    """

    stiffness: Floats
    displacements: list[Singles]
    iterations: tuple[int, ...]
    residual: float
    error: float
    converged: bool


@threadpool_limits.wrap(limits=1, user_api="blas")  # more threads sum in another order
def respond(
    grid: ElasticGrid, loads: Sequence[Load], tolerance: float, max_iterations: int
) -> Response:
    """Solve for unit mean strains.

    Parameters
    ----------
    grid : ElasticGrid
    loads : sequence of Load
    tolerance : float
        Estimated relative error of the energy of each load at which its iteration ends.
    max_iterations : int
        Per load.

    Notes
    -----
    The stiffness is the energy of the displacements, so that its error is of second order in
    theirs. It is an upper bound of the stiffness of the voxels but for rounding.
    """
    preconditioner, volume = ElasticMultigrid(grid), grid.material.size
    stiffness = np.zeros((len(loads), len(loads)))
    displacements: list[Singles] = []
    progresses: list[Progress] = []
    converged = True
    for j, load in enumerate(loads):
        preconditioner.hold(load.fixed)
        displacement, residual, progress, done = _solve(
            grid, load, preconditioner, tolerance, max_iterations
        )
        displacements.append(displacement.astype(np.float32))
        stress = mean_stress(grid, load.gradient, displacement)
        for i, other in enumerate(loads[: j + 1]):
            if np.array_equal(other.fixed, load.fixed):
                work = product(displacements[i], residual) / volume
                stiffness[i, j] = stress[COMPONENTS.index(other.component)] - work
                stiffness[j, i] = stiffness[i, j]
        progresses.append(progress)
        converged &= done
    return Response(
        stiffness,
        displacements,
        tuple(p.iterations for p in progresses),
        max(p.residual for p in progresses),
        max(
            p.energy_gap / (volume * stiffness[j, j]) if stiffness[j, j] > 0 else 0.0
            for j, p in enumerate(progresses)
        ),
        converged,
    )


def mean_stress(grid: ElasticGrid, gradient: Floats, displacement: Floats) -> Floats:
    """Return the mean stress, ndarray (6,), of a displacement on top of a mean gradient."""
    fields = (np.empty(grid.material.shape, np.float32) for _ in range(2))
    sums = survey(grid.material, grid.table, gradient, displacement, *fields)
    return np.asarray(sums.sum(axis=0) / grid.material.size)


def _solve(
    grid: ElasticGrid,
    load: Load,
    preconditioner: ElasticMultigrid,
    tolerance: float,
    max_iterations: int,
) -> tuple[Floats, Floats, Progress, bool]:
    """Displacement, residual forces, and how the iteration went."""
    shape = (3, *grid.planes)
    rows = (3 * shape[1], *shape[2:])  # the iteration works plane by plane
    forces = np.empty(shape)
    grid.forces(np.zeros(shape), forces, load.gradient)
    forces *= -1
    clear(forces, load.fixed)
    right_hand_side = forces.astype(np.float32)
    stiff = mean_stress(grid, load.gradient, np.zeros(shape))
    upper = grid.material.size * stiff[COMPONENTS.index(load.component)]

    def energy(p: Floats, q: Floats) -> float:
        grid.forces(p.reshape(shape), q.reshape(shape))
        clear(q.reshape(shape), load.fixed)
        return float(product(p.reshape(shape), q.reshape(shape)))

    def finished(x: Floats, progress: Progress) -> bool:
        if progress.iterations == 0:
            return progress.energy_gap == 0
        if progress.residual < _SOLVED:  # a further step would only stir rounding errors
            return True
        left = upper - product(right_hand_side, x.reshape(shape))
        return bool(progress.energy_gap <= tolerance * max(left, _ROUNDING * upper))

    with threads_for(grid.material.size):
        solution = conjugate_gradients(
            energy,
            lambda r: preconditioner(r).reshape(rows),
            forces.reshape(rows),
            finished,
            max_iterations,
        )
    return solution.x.reshape(shape), forces, solution.progress, solution.converged


_SOLVED = 1e-12
"""Relative residual that counts as none."""
_ROUNDING = 1e-9
"""Stiffness over that of equal strain below which there is none."""
