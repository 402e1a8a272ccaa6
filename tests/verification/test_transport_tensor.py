"""Phases that conduct differently along the three axes."""

import numpy as np
import pytest

from ceralyte.core.errors import InputError
from ceralyte.model import Structure
from ceralyte.transport import effective_conductivity

PERIODIC = (True, True, True)
FIRST, SECOND = (1.0, 4.0, 9.0), (3.0, 0.5, 2.0)


def _layers(axis: int) -> Structure:
    """Half ceramic, half binder, in layers across an axis."""
    phase = np.ones((6, 8, 10), np.uint8)
    half = [slice(None)] * 3
    half[axis] = slice(phase.shape[axis] // 2)
    phase[tuple(half)] = 2
    return Structure(phase, np.zeros(phase.shape, np.int32), 1e-6, PERIODIC)


@pytest.mark.parametrize("layered", [0, 1, 2])
def test_layers_conduct_in_series_across_and_in_parallel_along(layered):
    tensor = effective_conductivity(
        _layers(layered), {"ceramic": FIRST, "binder": SECOND}, boundary="periodic", axis=None
    )
    for axis in range(3):
        a, b = FIRST[axis], SECOND[axis]
        expected = 2 * a * b / (a + b) if axis == layered else (a + b) / 2
        assert tensor.rows[axis][axis].value == pytest.approx(expected, rel=1e-6)


def test_the_power_of_layers_in_series_is_shared_by_their_resistances():
    found = effective_conductivity(_layers(2), {"ceramic": FIRST, "binder": SECOND}, axis="z")
    assert found.dissipation["binder"] == pytest.approx(9 / 11, rel=1e-5)
    assert "interfaces" not in found.dissipation
    assert found.tortuosity_factor.value == pytest.approx(0.5 * 9 / (36 / 11), rel=1e-5)


@pytest.mark.parametrize(
    ("value", "said"),
    [((1.0, 2.0), "three"), ((1.0, 0.0, 1.0), "all axes"), ((1.0, -1.0, 1.0), "positive")],
)
def test_what_is_no_tensor_is_refused(value, said):
    with pytest.raises(InputError, match=said):
        effective_conductivity(_layers(2), {"ceramic": value, "binder": 1.0})
