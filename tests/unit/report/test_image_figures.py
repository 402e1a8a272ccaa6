"""The charts of a measured image."""

from types import SimpleNamespace

import numpy as np

from ceralyte.model import Series
from ceralyte.report.image import _sizes_figure


def test_empty_classes_of_chords_are_gaps():
    shares = (0.3, 0.6999, 0.0, 0.0, 1e-4)
    chords = Series(
        x_name="chord length",
        x_unit="m",
        x=tuple(k * 1e-7 for k in range(1, 6)),
        y_name="number fraction",
        y_unit="",
        y=shares,
    )
    found = SimpleNamespace(
        local_thicknesses={"pore": SimpleNamespace(distribution=chords)},
        chord_distributions={"pore": chords},
        grain_sizes=None,
    )
    axes = _sizes_figure(SimpleNamespace(morphology=found)).axes[1]
    (line,) = axes.lines
    percent = 100 * np.array(shares)
    assert np.array_equal(line.get_ydata(), np.where(percent > 0, percent, np.nan), equal_nan=True)
    assert line.get_marker() == "."
    assert axes.get_xlim()[1] > 0.5
