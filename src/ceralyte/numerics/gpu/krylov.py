"""Flexible conjugate gradients on a GPU; see `numerics.krylov` for the method."""

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np

from ceralyte.numerics.gpu.device import THREADS, cupy, kernel, launch_on_grid
from ceralyte.numerics.gpu.multigrid import Array, DeviceMultigrid, DeviceStencil, Sums
from ceralyte.numerics.krylov import Progress

_BLOCKS = 2048
"""Of the kernels over all entries; fixed, for the order of their sums depends on it."""


@dataclass(frozen=True)
class DeviceSolution:
    """What the iteration ended with; `x` (n0, n1, n2) float64 lies on the device."""

    x: Array
    progress: Progress
    converged: bool


def solve_for_unit_gradient(
    stencil: DeviceStencil,
    finished: Callable[[Array, Progress], bool],
    max_iterations: int,
) -> DeviceSolution:
    """Solve for the potential above one that falls by 1 from plane to plane along axis 0.

    Parameters
    ----------
    stencil : DeviceStencil
    finished : callable
        Stopping rule, asked before the first and after every iteration.

    Notes
    -----
    Takes about 46 bytes per voxel on top of the stencil.
    """
    np_ = cupy()
    stream = np_.cuda.Stream(non_blocking=True)
    with stream:
        shape = stencil.shape
        b, z = np_.empty(shape, np.float32), np_.zeros(shape, np.float32)
        multigrid = DeviceMultigrid(stencil, b, z)
        x, p, q, r = (np_.zeros(shape) for _ in range(4))
        launch_on_grid("source", shape, stencil.faces[0], stencil.ends, r, b)
        solution = _iterate(stencil, multigrid, (x, p, q, r, b, z), finished, max_iterations)
    stream.synchronize()
    return solution


def _iterate(
    stencil: DeviceStencil,
    multigrid: DeviceMultigrid,
    vectors: tuple[Array, ...],
    finished: Callable[[Array, Progress], bool],
    max_iterations: int,
) -> DeviceSolution:
    x, p, q, r, b, z = vectors
    partial, product = cupy().empty((2, _BLOCKS)), Sums(stencil.shape)
    scalars, curvature, squared = cupy().zeros(2), cupy().ones(1), cupy().empty(1)
    rr = float(cupy().vdot(r, r))
    start = sqrt(rr) or 1.0
    progress = Progress(0, sqrt(rr) / start, 0.0 if rr == 0 else np.inf)
    while not finished(x, progress):
        if progress.iterations == max_iterations or rr == 0:
            return DeviceSolution(x, progress, False)
        multigrid()
        _launch("dots", x.size, z, r, q, partial)
        _finish(partial, scalars)
        _launch("turn", x.size, z, scalars, curvature, p)
        curvature = product.of_product("apply_doubles", stencil, p, q, p, p)
        if float(curvature[0]) <= 0:
            return DeviceSolution(x, progress, False)
        _launch("advance", x.size, scalars, curvature, p, q, x, r, b, partial)
        _finish(partial[:1], squared)
        zr, rr = float(scalars[0]), float(squared[0])
        gap = zr if rr > 0 else 0.0  # of the step before, unless nothing is left
        progress = Progress(progress.iterations + 1, sqrt(rr) / start, gap)
    return DeviceSolution(x, progress, True)


def _finish(partial: Array, out: Array) -> None:
    kernel("finish")((len(out),), (THREADS,), (partial, np.int32(_BLOCKS), out))


def _launch(name: str, size: int, *arguments: Any) -> None:
    kernel(name)((_BLOCKS,), (THREADS,), (*arguments, np.int64(size)))
