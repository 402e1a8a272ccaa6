"""The operator by classes of faces, and complex symmetric conjugate gradients."""

import numpy as np
import pytest

from ceralyte.numerics.classed import (
    ClassedGrid,
    apply_classed,
    class_sums,
    end_sums,
    real_stencil,
)
from ceralyte.numerics.classed_residuals import residual_energies
from ceralyte.numerics.complex_krylov import improve_complex
from ceralyte.numerics.multigrid import Multigrid
from ceralyte.numerics.stencils import apply, residual_between_ends

SHAPE = (5, 4, 3)
CLASSES = 6


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(3)


@pytest.fixture(params=[CLASSES, 4], ids=["by class", "bits"])
def grid(rng: np.random.Generator, request) -> ClassedGrid:
    faces = [rng.integers(1, request.param, SHAPE).astype(np.uint16) for _ in range(3)]
    faces[0][-1] = 0
    ends = np.zeros((3, *SHAPE[1:]), np.uint16)
    ends[:2] = rng.integers(1, CLASSES, (2, *SHAPE[1:]))
    return ClassedGrid(faces[0], faces[1], faces[2], ends)


def table(rng: np.random.Generator) -> np.ndarray:
    values = rng.random(CLASSES) + 1j * rng.random(CLASSES)
    values[0] = 0
    return values


def test_with_real_conductances_it_is_the_stencil(grid: ClassedGrid, rng) -> None:
    values = table(rng).real
    x, y, expected = rng.random(SHAPE), np.empty(SHAPE, complex), np.empty(SHAPE)
    apply(*real_stencil(grid, values).operands, x, expected)
    apply_classed(*grid, values.astype(complex), x.astype(complex), y)
    assert y == pytest.approx(expected, abs=1e-6)


def test_sums_by_class_add_up_to_the_quadratic_form(grid: ClassedGrid, rng) -> None:
    values, u, v = table(rng), rng.random(SHAPE), rng.random(SHAPE)
    y = np.empty(SHAPE, complex)
    apply_classed(*grid, values, v.astype(complex), y)
    at_electrode = values[grid.ends[0]] * (1 - u[0] - v[0])
    expected = np.sum(u * y) + at_electrode.sum()
    assert values @ class_sums(grid, u, v, CLASSES) == pytest.approx(expected, rel=1e-12)


def test_sums_with_constant_potentials_need_the_outer_planes_alone(grid: ClassedGrid, rng) -> None:
    v = rng.random(SHAPE)
    expected = [class_sums(grid, np.full(SHAPE, value), v, CLASSES) for value in (0.0, 1.0)]
    assert end_sums(grid, v[[0, -1]], CLASSES) == pytest.approx(np.array(expected), rel=1e-12)


def in_large_grains(shape: tuple[int, ...], rng) -> ClassedGrid:
    """Most voxels have faces of one class only."""
    grains = rng.integers(1, 4, [(n + 3) // 4 for n in shape])
    of = grains[tuple(np.indices(shape) // 4)].astype(np.uint16)
    faces = [np.minimum(of, np.roll(of, -1, axis)) for axis in range(3)]
    faces[0][-1] = 0
    return ClassedGrid(faces[0], faces[1], faces[2], np.stack([of[0], of[-1], 0 * of[0]]))


@pytest.mark.parametrize("count", [1, 4, 6])
@pytest.mark.parametrize("planes", [2, 5, 17, 40])
def test_residuals_of_many_tables_are_those_of_each(rng, count: int, planes: int) -> None:
    shape = (planes, 9, 10)
    mixed = [rng.integers(0, CLASSES, shape).astype(np.uint16) for _ in range(3)]
    mixed[0][-1] = 0
    ends = np.zeros((3, *shape[1:]), np.uint16)
    ends[:2] = rng.integers(1, CLASSES, (2, *shape[1:]))
    tables = np.array([table(rng) for _ in range(3)])
    potentials = [rng.random(shape) for _ in range(count)]
    weights = rng.random((3, count + 2)) + 1j * rng.random((3, count + 2))
    weights /= weights.sum(axis=1, keepdims=True)
    for grid in (ClassedGrid(*mixed, ends), in_large_grains(shape, rng)):
        residual = np.empty(shape, complex)
        expected = []
        for values, of_each in zip(tables, weights, strict=True):
            x = of_each[1] + np.tensordot(of_each[2:], potentials, axes=1)
            apply_classed(*grid, values, x, residual)
            residual[0] -= values[grid.ends[0]]
            around = diagonal(grid, values)
            total = np.where(around == 0, 1, around.real + around.imag)  # some are alone
            expected.append(np.sum(np.abs(residual) ** 2 / total))
        got = residual_energies(grid, tables, potentials, weights)
        assert got == pytest.approx(np.array(expected), rel=1e-12)


def test_residual_between_electrodes(grid: ClassedGrid, rng) -> None:
    values, x = table(rng).real, rng.random(SHAPE)
    stencil = real_stencil(grid, values)
    residual, expected = np.empty(SHAPE), np.empty(SHAPE)
    apply(*stencil.operands, x, expected)
    expected = -expected
    expected[0] += values[grid.ends[0]]
    got = residual_between_ends(*stencil.operands, x, residual).sum()
    assert residual == pytest.approx(expected, abs=1e-6)
    assert got == pytest.approx(np.sum(residual**2 / diagonal(grid, values)), rel=1e-6)


def diagonal(grid: ClassedGrid, values: np.ndarray) -> np.ndarray:
    ahead = [values[faces] for faces in grid[:3]]
    total = sum(g + np.roll(g, 1, axis) for axis, g in enumerate(ahead))
    total[0] += values[grid.ends[0]]
    total[-1] += values[grid.ends[1]]
    return total


def test_it_is_symmetric_not_hermitian(grid: ClassedGrid, rng) -> None:
    values = table(rng)
    u, v = (rng.random(SHAPE) + 1j * rng.random(SHAPE) for _ in range(2))
    au, av = np.empty(SHAPE, complex), np.empty(SHAPE, complex)
    apply_classed(*grid, values, u, au)
    product = apply_classed(*grid, values, v, av).sum()
    assert np.sum(u * av) == pytest.approx(np.sum(v * au), rel=1e-12)
    assert product == pytest.approx(np.sum(v * av), rel=1e-12)


def test_complex_systems_are_solved_from_any_start(grid: ClassedGrid, rng) -> None:
    values = table(rng)
    truth = rng.random(SHAPE) + 1j * rng.random(SHAPE)
    x = rng.random(SHAPE) + 0j
    right, now = np.empty(SHAPE, complex), np.empty(SHAPE, complex)
    apply_classed(*grid, values, truth, right)
    apply_classed(*grid, values, x, now)
    iterations, gap = improve_complex(
        lambda p, q: complex(apply_classed(*grid, values, p, q).sum()),
        Multigrid(real_stencil(grid, np.abs(values))),
        x,
        right - now,
        1e-20,
        100,
    )
    assert 0 < iterations < 100
    assert gap <= 1e-20
    assert x == pytest.approx(truth, abs=1e-9)


def test_a_solution_is_left_alone() -> None:
    x, residual = np.ones(SHAPE, complex), np.zeros(SHAPE, complex)
    found = improve_complex(lambda _p, _q: 0j, lambda r: r, x, residual, 1e-12, 5)
    assert found == (0, 0.0)
    assert (x == 1).all()
