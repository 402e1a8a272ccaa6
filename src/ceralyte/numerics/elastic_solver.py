"""Mean stiffness of a voxel grid: unit strains, one after another, on one multigrid."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from threadpoolctl import threadpool_limits

from ceralyte.numerics.elastic_blocks import Singles
from ceralyte.numerics.elastic_grid import ElasticGrid, Floats
from ceralyte.numerics.elastic_kernels import Displacements, product, survey
from ceralyte.numerics.elastic_levels import Fixed
from ceralyte.numerics.elastic_multigrid import ElasticMultigrid, clear
from ceralyte.numerics.krylov import Progress, Solution, conjugate_gradients
from ceralyte.numerics.threads import threads_for

COMPONENTS = ("xx", "yy", "zz", "yz", "xz", "xy")
"""Order of strains and stresses; shear strains are the engineering ones."""

BYTES_PER_VOXEL = 350
"""Peak of six loads, and a tenth: 307 to 322 at 64^3, 262 to 265 at 128^3, on two packings."""


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
    kept: list[Singles] = []
    ends: list[_End] = []
    for j, load in enumerate(loads):
        preconditioner.hold(load.fixed)
        displacement, residual, end = _solve(grid, load, preconditioner, tolerance, max_iterations)
        for i, other in enumerate(loads[: j + 1]):
            if np.array_equal(other.fixed, load.fixed):
                work = product(displacement if i == j else kept[i], residual) / volume
                stiffness[i, j] = end.stress[COMPONENTS.index(other.component)] - work
                stiffness[j, i] = stiffness[i, j]
        kept.append(displacement.astype(np.float32, copy=False))
        ends.append(end)
        del displacement, residual
    del preconditioner
    return Response(
        stiffness,
        kept,
        tuple(end.iterations for end in ends),
        max(end.residual for end in ends),
        max(
            end.energy_gap / (volume * stiffness[j, j]) if stiffness[j, j] > 0 else 0.0
            for j, end in enumerate(ends)
        ),
        all(end.converged for end in ends),
    )


def mean_stress(grid: ElasticGrid, gradient: Floats, displacement: Displacements) -> Floats:
    """Return the mean stress, ndarray (6,), of a displacement on top of a mean gradient."""
    fields = (np.empty(grid.material.shape, np.float32) for _ in range(2))
    sums = survey(grid.material, grid.table, gradient, displacement, *fields)
    return np.asarray(sums.sum(axis=0) / grid.material.size)


@dataclass(frozen=True)
class _End:
    """What an iteration ended with: mean stress, relative residual, estimated error of energy."""

    stress: Floats
    iterations: int
    residual: float
    energy_gap: float
    converged: bool


def _solve(
    grid: ElasticGrid,
    load: Load,
    preconditioner: ElasticMultigrid,
    tolerance: float,
    max_iterations: int,
) -> tuple[Displacements, Floats, _End]:
    """Displacement, residual forces and how the iteration went.

    Conjugate gradients run in single precision. What rounding made of the residual is seen when
    forces are computed anew; for tolerances near single precision, or where rounding stopped the
    iteration on its way, another correction follows. One that raises the energy is dropped, and
    ends the iteration: rounding has led it astray.
    """
    displacement: Displacements = np.zeros((3, *grid.planes), np.float32)
    residual, stress, energy = _balance(grid, load, displacement)
    start = norm = sqrt(product(residual, residual))
    least, iterations, converged = _ROUNDING * energy, 0, norm == 0
    gap, going_on = 0.0 if converged else energy, not converged
    while going_on:
        right_hand_side = residual.astype(np.float32)
        del residual
        solution = _correction(
            grid, load, preconditioner, right_hand_side, energy, tolerance,
            max_iterations - iterations,
        )  # fmt: skip
        found = solution.x.reshape(displacement.shape)
        preconditioner.rest()
        displacement = np.add(displacement, found, dtype=np.float64) if iterations else found
        progress, may_go_on = solution.progress, solution.converged
        del solution, right_hand_side
        promised, before, energy_before = progress.residual * norm, norm, energy
        residual, stress, energy = _balance(grid, load, displacement)
        norm = sqrt(product(residual, residual))
        may_go_on |= norm < before / 2
        iterations += progress.iterations
        if energy > energy_before:
            displacement = displacement - found
            residual, stress, energy = _balance(grid, load, displacement)
            norm, may_go_on = before, False
        else:
            gap = progress.energy_gap * (max(1.0, norm / promised) ** 2 if promised > 0 else 1.0)
        del found
        converged = gap <= tolerance * max(energy, least) or norm <= _SOLVED * start
        going_on = may_go_on and not converged and iterations < max_iterations
    return displacement, residual, _End(stress, iterations, norm / (start or 1.0), gap, converged)


def _balance(
    grid: ElasticGrid, load: Load, displacement: Displacements
) -> tuple[Floats, Floats, float]:
    """Residual forces (3, planes), mean stress (6,), and twice the energy of all voxels."""
    residual = np.empty(displacement.shape)
    grid.forces(displacement, residual, load.gradient)
    residual *= -1
    clear(residual, load.fixed)
    stress = mean_stress(grid, load.gradient, displacement)
    work = grid.material.size * float(stress[COMPONENTS.index(load.component)])
    return residual, stress, work - product(displacement, residual)


def _correction(
    grid: ElasticGrid,
    load: Load,
    preconditioner: ElasticMultigrid,
    right_hand_side: Singles,
    energy: float,
    tolerance: float,
    max_iterations: int,
) -> Solution[Singles]:
    """Correction of a displacement that has `energy`."""
    shape = (3, *grid.planes)
    rows = (3 * shape[1], *shape[2:])  # the iteration works plane by plane

    def curvature(p: Singles, q: Singles) -> float:
        grid.forces(p.reshape(shape), q.reshape(shape))
        clear(q.reshape(shape), load.fixed)
        return product(p.reshape(shape), q.reshape(shape))

    def finished(_x: Singles, progress: Progress) -> bool:
        if progress.iterations == 0:
            return progress.energy_gap == 0
        if progress.residual < _REACH:  # a further step would only stir rounding errors
            return True
        left = energy - progress.work
        return bool(progress.energy_gap <= tolerance * max(left, _ROUNDING * energy))

    with threads_for(grid.material.size):
        return conjugate_gradients(
            curvature,
            lambda r: preconditioner(r).reshape(rows),
            right_hand_side.reshape(rows),
            finished,
            max_iterations,
        )


_SOLVED = 1e-12
"""Relative residual that counts as none."""
_REACH = 1e-5
"""Relative residual that conjugate gradients in single precision reach in one go: below it those of
solids of a contrast of 4000 and more turn round and grow."""
_ROUNDING = 1e-9
"""Stiffness over that of equal strain below which there is none."""
