"""The figures of a spectrum say what their shades mean, and their axes can be read."""

import numpy as np
import pytest

from ceralyte.model import ImpedanceSpectrum
from ceralyte.report import impedance, write_impedance_figures


def closed_form(hertz: np.ndarray, z: np.ndarray) -> ImpedanceSpectrum:
    return ImpedanceSpectrum(
        frequencies=tuple(hertz),
        real=tuple(z.real),
        imaginary=tuple(z.imag),
        thickness=1e-4,
        method="closed form",
    )


@pytest.mark.parametrize(("band", "named"), [((1.0, 7e6), True), ((1e-3, 1e9), False)])
def test_what_lies_outside_the_band_is_named(tmp_path, band, named):
    hertz = np.geomspace(1e-2, 1e8, 21)
    z = 0.1 / (1 + 2j * np.pi * hertz * 1e-5)
    spectrum = closed_form(hertz, z)
    write_impedance_figures(spectrum, tmp_path, band=band)
    svg = (tmp_path / "impedance.svg").read_text(encoding="utf-8")
    assert ("outside the instrument's band, 1 Hz to 7 MHz" in svg) == named
    assert "outside the instrument's band, 1 mHz to 1 GHz" not in svg


def test_a_modulus_of_few_decades_can_be_read_off_its_axis(tmp_path, monkeypatch):
    drawn = []
    monkeypatch.setattr(impedance, "save_figure", lambda figure, *_: drawn.append(figure) or [])
    hertz = np.geomspace(1.0, 1e6, 21)
    z = (0.1 + 5.4 / (1 + 2j * np.pi * hertz * 1e-2)) * 1e-4
    spectrum = closed_form(hertz, z)
    write_impedance_figures(spectrum, tmp_path)
    axis = next(a for a in drawn[0].axes if a.get_ylabel().startswith("|Z|")).yaxis
    low, high = axis.get_view_interval()
    ticks = zip(axis.get_majorticklocs(), axis.get_majorticklabels(), strict=True)
    seen = [label.get_text() for place, label in ticks if low <= place <= high]
    assert {"0.2", "0.5", "1", "2", "5"} <= set(seen)
