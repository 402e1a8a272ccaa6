"""The numbers behind the figures of a study."""

import csv
from types import SimpleNamespace

import pytest

from ceralyte.report.study import _printed
from ceralyte.report.study_tables import sensitivity_csv
from ceralyte.study import Sensitivity


def test_sensitivities_are_a_row_for_each_input_of_each_number():
    told = (
        Sensitivity(
            number="areal_conductance",
            method="sobol",
            inputs=("a", "b"),
            first=(0.1, 0.2),
            first_confidence=(0.01, 0.02),
            total=(0.3, 0.6),
            total_confidence=(0.05, 0.04),
        ),
        Sensitivity(
            number="porosity", method="morris", inputs=("a",), total=(1.0,), total_confidence=(0.1,)
        ),
        Sensitivity(number="thickness", method="sobol", inputs=("a",), reason="constant"),
    )
    rows = list(csv.reader(sensitivity_csv(SimpleNamespace(sensitivities=told)).splitlines()))
    half = "half width of 95 % of"
    indices = ["total or mu*", f"{half} total or mu*", "alone", f"{half} alone"]
    assert rows[0] == ["number", "method", "input", *indices]
    assert rows[2] == ["Areal conductance", "sobol", "b", "0.6", "0.04", "0.2", "0.02"]
    assert rows[3] == ["Porosity", "morris", "a", "1", "0.1", "", ""]
    assert len(rows) == 4


@pytest.mark.parametrize(
    ("change", "text"),
    [("-25.4 %", "−25.4\N{NO-BREAK SPACE}%"), ("0 -> 1", "0 → 1"), ("", "")],
)
def test_changes_are_in_print_typography(change, text):
    assert _printed(change) == text
