"""Resistances read off spectra of bricks, whose resistances are known."""

import numpy as np
import pytest

from ceralyte.model import bulk_admittance, interface_admittance
from ceralyte.pipeline.impedance_reading import BOUNDARIES, BULK, TOTAL, read_resistances
from ceralyte.transport.impedance.brick_layer import brick_layer

BRICK, THICKNESS = 1e-6, 20e-6  # m
CONDUCTIVITY, RESISTANCE = 0.25, 4e-6  # S/m, ohm m2
BULK_OHM, BOUNDARY_OHM = THICKNESS / CONDUCTIVITY, 20 * RESISTANCE


def bricks(capacitance):
    return brick_layer(
        np.geomspace(1e-1, 1e12, 200),
        bulk_admittance(CONDUCTIVITY, 10.0),
        interface_admittance(RESISTANCE, capacitance),
        grain_size=BRICK,
        thickness=THICKNESS,
    )


def test_two_arcs_far_apart_tell_bulk_and_boundaries():
    found, notes = read_resistances(bricks(1e-1), boundaries=True)
    assert notes == ()
    assert found[BULK].value == pytest.approx(BULK_OHM, rel=0.02)
    assert found[BOUNDARIES].value == pytest.approx(BOUNDARY_OHM, rel=0.02)
    assert found[TOTAL].value == pytest.approx(BULK_OHM + BOUNDARY_OHM, rel=0.01)
    assert "Hz" in found[BULK].method


MERGED = 10.0 * 8.854e-12 * CONDUCTIVITY**-1 / RESISTANCE
"""F/m2, with which grains and boundaries have one time constant."""


@pytest.mark.parametrize("wobble", [0.0, 1e-4])
def test_arcs_that_merge_have_a_total_alone(wobble):
    """Also where solves err by what their tolerance allows."""
    spectrum = bricks(MERGED)
    error = wobble * abs(spectrum.impedance) * (-1.0) ** np.arange(200)
    spectrum = spectrum.model_copy(update={"imaginary": tuple(spectrum.imaginary + error)})
    found, notes = read_resistances(spectrum, boundaries=True)
    assert set(found) == {TOTAL}
    (note,) = notes
    assert note.startswith("bulk and grain boundaries are not told apart: none of the ")
    assert read_resistances(spectrum, boundaries=False)[1] == ()


def test_what_does_not_conduct_has_no_resistance():
    spectrum = bricks(1e-1).model_copy(update={"percolates": False})
    assert read_resistances(spectrum, boundaries=True) == ({}, ())
