"""Corrections that are constant on labelled parts."""

import numpy as np
import pytest

from ceralyte.numerics.aggregates import Aggregates
from ceralyte.numerics.classed import ClassedGrid, stencil_of
from ceralyte.numerics.stencils import apply

SHAPE = (6, 4, 4)
WELL, BADLY, END = 1, 2, 3


@pytest.fixture
def parts() -> np.ndarray:
    labels = np.zeros(SHAPE, np.int32)
    labels[:2], labels[2:4], labels[4:] = 7, 3, 9
    return labels


@pytest.fixture
def grid(parts: np.ndarray) -> ClassedGrid:
    faces = [
        np.where(parts == np.roll(parts, -1, axis=axis), WELL, BADLY).astype(np.uint16)
        for axis in range(3)
    ]
    faces[0][-1] = 0
    ends = np.zeros((3, *SHAPE[1:]), np.uint16)
    ends[:2] = END
    return ClassedGrid(faces[0], faces[1], faces[2], ends)


def test_a_potential_that_is_constant_on_parts_is_found_exactly(grid, parts) -> None:
    table = np.array([0.0, 5.0, 1e-3, 2.0])
    truth = np.choose(np.searchsorted([3, 7, 9], parts), [1.0, -2.0, 0.5])
    right = np.empty(SHAPE)
    apply(*stencil_of(grid, table), truth, right)
    found = Aggregates(parts, grid).solver(table)(right, np.zeros(SHAPE, np.float32))
    assert found == pytest.approx(truth, rel=1e-6)


def test_what_belongs_to_no_part_is_left(grid, parts) -> None:
    parts[2:4] = 0
    table = np.array([0.0, 5.0, 1e-3, 2.0])
    other = np.full(SHAPE, 4.0, np.float32)
    found = Aggregates(parts, grid).solver(table)(np.ones(SHAPE), other)
    assert (found[2:4] == 4.0).all()
    assert (found[:2] > 4.0).all()


def test_without_parts_nothing_is_added(grid) -> None:
    none = Aggregates(np.zeros(SHAPE, np.int32), grid)
    other = np.full(SHAPE, 4.0, np.float32)
    assert (none.solver(np.array([0.0, 1.0, 1.0, 1.0]))(np.ones(SHAPE), other) == 4.0).all()
