"""Conduction in mixed precision: as accurate as in double, in the memory that is asked for."""

import tracemalloc

import numpy as np
import pytest

from ceralyte.model import Structure
from ceralyte.numerics.stencils import Stencil, apply, unit_gradient_residual
from ceralyte.numerics.unit_gradient import solve_for_unit_gradient
from ceralyte.transport import case, effective_conductivity


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


def blocks(shares, side, rng):
    """Cubes of phase 0, 1, ... in these shares, `side` voxels wide, each a grain if ceramic."""
    n = 48 // side
    phase = rng.choice(len(shares), p=shares, size=(n, n, n)).astype(np.uint8)
    grain = np.arange(1, n**3 + 1, dtype=np.int32).reshape(n, n, n) * (phase == 1)
    phase, grain = (a.repeat(side, 0).repeat(side, 1).repeat(side, 2) for a in (phase, grain))
    return Structure(phase, grain, 1.0, (True, True, True))


@pytest.mark.parametrize(
    ("shares", "side", "interface", "binder"),
    [
        ((0.3, 0.7), 4, 0.0, 0.0),
        ((0.2, 0.4, 0.4), 1, 0.0, 0.1),
        ((0.2, 0.4, 0.4), 1, 0.0, 1e-3),
        ((0.2, 0.4, 0.4), 1, 0.0, 1e-6),
        ((0.2, 0.8), 1, 0.0, None),
        ((0.0, 1.0), 4, 2.0, 0.0),
        ((0.3, 0.7), 4, 2.0, 0.0),
        ((0.0, 1.0), 1, 2.0, 0.0),
    ],
)
def test_peak_of_memory_is_within_what_is_asked_for(shares, side, interface, binder, monkeypatch):
    asked = []
    monkeypatch.setattr(case, "require_memory", lambda _, size, __: asked.append(size))
    image = blocks(shares, side, np.random.default_rng(0))
    arguments = {
        "conductivities": {"ceramic": 1.0, "binder": binder},
        "boundary": "periodic",
        "interface_resistance": {"ceramic-ceramic": interface},
    }
    if binder is None:
        arguments["conductivities"] = {"ceramic": [1.0, 1e-3, 1e-6]}
    effective_conductivity(image, **arguments)  # compiles
    tracemalloc.start()
    try:
        effective_conductivity(image, **arguments)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert 0.5 * asked[-1] < peak < 1.05 * asked[-1]


@pytest.mark.parametrize("boundary", ["periodic", "electrodes"])
@pytest.mark.parametrize("contrast", [1e-4, 1e-8])
def test_good_conductors_that_hardly_touch_in_a_bad_one_take_few_steps(contrast, boundary):
    phase = np.random.default_rng(0).integers(0, 3, (48, 48, 48)).astype(np.uint8)
    periodic = (boundary == "periodic",) * 3
    image = Structure(phase, (phase == 1).astype(np.int32), 1.0, periodic)
    values = {"ceramic": 1.0, "binder": contrast}
    result = effective_conductivity(image, values, boundary=boundary, flux_tolerance=1e-7)
    assert result.converged
    assert result.iterations <= 25
    # Rounded in the eighth digit, the potential would leave more than this.
    assert result.flux_imbalance <= 1e-7


def test_tiny_images_whose_steps_solve_nearly_all_converge():
    rng = np.random.default_rng(1)
    for number in range(150):
        shape = tuple(rng.integers(1, 4, 3) + np.array([1, 0, 0]))
        phase = (rng.random(shape) < 0.9).astype(np.uint8)
        phase[:, 0, 0] = 1
        grain = np.where(phase == 1, rng.integers(1, 4, shape), 0).astype(np.int32)
        result = effective_conductivity(
            Structure(phase, grain, 1.0, (False, True, False)),
            {"ceramic": 1.0},
            axis="x",
            interface_resistance={"ceramic-ceramic": float(10.0 ** (number % 5 - 1))},
            flux_tolerance=(1e-5, 1e-8)[number % 2],
        )
        assert result.converged
