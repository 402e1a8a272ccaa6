"""Verdicts and errors of `effective_conductivity`."""

import numpy as np
import pytest

from ceralyte.core import memory
from ceralyte.core.errors import (
    ConvergenceError,
    InputError,
    MemoryLimitError,
    UnavailableError,
    UnknownNameError,
)
from ceralyte.model import Structure
from ceralyte.transport import effective_conductivity


def image(phase, periodic=(False, False, False)):
    phase = np.asarray(phase, np.uint8)
    return Structure(phase, np.zeros(phase.shape, np.int32), 1e-6, periodic)


BLOCK = image(np.ones((4, 4, 4)))
MIXED = image(np.arange(6**3).reshape(6, 6, 6) * 7 % 5 % 3 + 1)


def test_not_percolating_is_a_verdict_and_has_no_number():
    phase = np.ones((4, 4, 4))
    phase[:, :, 2] = 0
    result = effective_conductivity(image(phase), {"ceramic": 1.0})
    assert not result.percolates
    assert result.converged
    with pytest.raises(
        UnavailableError, match="no conducting path leads through the image along z"
    ):
        _ = result.value
    assert effective_conductivity(image(phase), {"ceramic": 1.0}, axis="x").percolates


def test_tortuosity_factor_of_half_filled_straight_channels_is_one():
    phase = np.zeros((4, 4, 4))
    phase[:2] = 1
    result = effective_conductivity(image(phase), {"ceramic": 0.3})
    assert result.value == pytest.approx(0.15)
    assert result.tortuosity_factor.value == pytest.approx(1.0)
    binder = effective_conductivity(image(phase + 1), {"binder": 1.0, "ceramic": 0.0})
    assert binder.value == pytest.approx(0.5)
    with pytest.raises(UnavailableError, match="no conducting ceramic"):
        _ = binder.tortuosity_factor.value


def test_not_converged_raises_unless_told_otherwise():
    values = {"ceramic": 1.0, "binder": 1e-4, "support": 0.1}
    with pytest.raises(ConvergenceError, match="after 1 iterations, wanted 1e-05"):
        effective_conductivity(MIXED, values, max_iterations=1)
    result = effective_conductivity(MIXED, values, max_iterations=1, raise_on_failure=False)
    assert not result.converged
    assert result.flux_imbalance > 1e-5
    assert "not converged" in result.conductivity.validity


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"conductivities": {"ceramic": -1.0}}, r"conductivities\['ceramic'\]: got -1 S/m"),
        ({"conductivities": {"ceramic": float("nan")}}, "got nan S/m"),
        ({"conductivities": {"ceramic": "abc"}}, r"\['ceramic'\]: got 'abc', no number"),
        ({"conductivities": {}}, "the image holds 1e\\+02 % of ceramic, which has no conductivity"),
        ({"conductivities": {"ceramics": 1.0}}, "did you mean 'ceramic'"),
        ({"axis": "w"}, "axis: unknown name 'w'"),
        ({"boundary": "electrode"}, "did you mean 'electrodes'"),
        ({"boundary": "periodic"}, "the image is not periodic along z"),
        ({"flux_tolerance": 0.1}, "flux_tolerance: got 0.1. Allowed: 1e-10 to 1e-2"),
        ({"flux_tolerance": "1e-4"}, "flux_tolerance: got '1e-4', no number"),
        ({"max_iterations": 0}, "max_iterations: got 0"),
        ({"max_iterations": 2.5}, "max_iterations: got 2.5. Allowed: a whole number"),
        ({"conductivities": 0.25}, "conductivities: got 0.25. Allowed: values by phase"),
        ({"conductivities": {"ceramic": None}}, "got None, no number"),
        ({"conductivities": {"ceramic": True}}, "got True, no number"),
        ({"interface_resistance": {("ceramic", "ceramic"): 1.0}}, "got \\('ceramic', 'ceramic'\\)"),
        ({"interface_resistance": -1e-4}, "got -0.0001 ohm m2"),
        ({"interface_resistance": 1e-4}, "no grain labels"),
        ({"interface_resistance": {"ceramic-binder": "5"}}, "got '5', no number"),
        (
            {"interface_resistance": {"ceramic-binder": 1.0, "binder-ceramic": 2.0}},
            "got 'binder-ceramic' and 'ceramic-binder'. Allowed: one of the two",
        ),
        ({"electrode_resistance": "5"}, "electrode_resistance: got '5', no number"),
    ],
)
def test_bad_input_is_named(options, message):
    with pytest.raises(InputError, match=message):
        effective_conductivity(BLOCK, **{"conductivities": {"ceramic": 1.0}, **options})


def test_one_voxel_along_the_current_is_refused():
    with pytest.raises(InputError, match="1 voxel along z"):
        effective_conductivity(image(np.ones((4, 4, 1))), {"ceramic": 1.0})


def test_unknown_phase_lists_its_nearest_name():
    with pytest.raises(UnknownNameError, match="binder"):
        effective_conductivity(BLOCK, {"ceramic": 1.0, "bindr": 1.0})


def test_memory_is_asked_for_first(monkeypatch):
    class Full:
        available = 2500.0

    monkeypatch.setattr(memory.psutil, "virtual_memory", Full)
    with pytest.raises(MemoryLimitError, match="4 x 4 x 4 voxels"):
        effective_conductivity(BLOCK, {"ceramic": 1.0})


def test_a_periodic_cell_has_no_electrodes_to_resist():
    cell = image(np.ones((4, 4, 4)), (True, True, True))
    with pytest.raises(InputError, match=r"electrode_resistance: got 0\.01 ohm m2 for a periodic"):
        effective_conductivity(
            cell, {"ceramic": 1.0}, boundary="periodic", electrode_resistance=1e-2
        )


def test_an_array_is_no_structure():
    with pytest.raises(InputError, match="structure: got a ndarray"):
        effective_conductivity(np.ones((4, 4, 4), np.uint8), {"ceramic": 1.0})
