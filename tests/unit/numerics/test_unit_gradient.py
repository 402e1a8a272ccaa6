"""Conduction in mixed precision: as accurate as in double, in the memory that is asked for."""

import tracemalloc

import numpy as np
import pytest

from ceralyte.model import Structure
from ceralyte.numerics.stencils import Stencil, apply, unit_gradient_residual
from ceralyte.numerics.unit_gradient import solve_for_unit_gradient
from ceralyte.transport import effective_conductivity


def random_stencil(shape):
    rng = np.random.default_rng(0)
    table = np.append(0, rng.uniform(0.1, 1.0, 300)).astype(np.float32)
    faces = [rng.integers(0, len(table), shape).astype(np.uint16) for _ in range(3)]
    for axis in range(3):
        np.moveaxis(faces[axis], axis, 0)[-1] = 0
    ends = np.zeros((3, *shape[1:]), np.float32)
    ends[:2] = rng.uniform(0.5, 2.0, (2, *shape[1:]))
    return Stencil(*faces, table, ends)


def test_residual_is_what_the_even_gradient_leaves_less_the_currents_of_the_rest():
    stencil, shape = random_stencil((5, 4, 6)), (5, 4, 6)
    x, currents = np.random.default_rng(1).normal(size=shape), np.empty(shape)
    even = np.broadcast_to(4.5 - np.arange(5.0)[:, None, None], shape)  # 5 before the first plane
    apply(*stencil, x + even, currents)
    currents[0] -= 5 * stencil.ends[0].astype(float)
    r = np.empty(shape)
    squared = unit_gradient_residual(*stencil, x, r).sum()
    np.testing.assert_allclose(r, -currents, atol=1e-12)
    assert squared == pytest.approx(np.sum(r * r))


def test_residual_falls_below_what_single_precision_resolves():
    stencil = random_stencil((13, 9, 8))
    solution = solve_for_unit_gradient(stencil, lambda _, p: p.residual < 1e-12, 60)
    start, end = np.empty((13, 9, 8)), np.empty((13, 9, 8))
    unit_gradient_residual(*stencil, np.zeros(start.shape), start)
    unit_gradient_residual(*stencil, solution.x, end)
    assert solution.converged
    assert np.linalg.norm(end) < 2e-12 * np.linalg.norm(start)


def test_peak_of_memory_is_within_what_is_asked_for():
    rng = np.random.default_rng(0)
    coarse = rng.random((12, 12, 12)) < 0.7
    phase = coarse.repeat(5, 0).repeat(5, 1).repeat(5, 2).astype(np.uint8)
    block = Structure(phase, phase.astype(np.int32), 1.0, (True, True, True))
    effective_conductivity(block, {"ceramic": 1.0}, boundary="periodic")  # compiles
    tracemalloc.start()
    try:
        effective_conductivity(block, {"ceramic": 1.0}, boundary="periodic")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak / phase.size < 45
