"""Plates, rods, and packs of cells."""

from math import sqrt

import pytest

from ceralyte.cell import (
    PlateMaterial,
    Pressing,
    System,
    build_pouch,
    build_system,
    build_winding,
    clamp,
)
from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Unavailable

ALUMINIUM = PlateMaterial(name="aluminium", density=2700, yield_strength=150e6, poissons_ratio=0.3)


def test_square_plate_by_hand():
    held = clamp((0.1, 0.1), 0.05, 1e6, ALUMINIUM, 2.0)
    # Largest moment 0.0479 q b^2; stress 6 M / t^2 = 75 MPa.
    thickness = sqrt(6 * 0.0479 * 1e6 * 0.01 / 75e6)
    assert held.plate_thickness == pytest.approx(thickness, rel=1e-3)
    assert held.plates_volume == pytest.approx(2 * 0.01 * held.plate_thickness)
    rods = 1e6 * 0.01 / 75e6 * (0.05 + 2 * held.plate_thickness)
    assert held.rods_mass == pytest.approx(2700 * rods)


def test_plates_do_not_care_which_side_is_called_width():
    one, other = (clamp(s, 0.05, 1e6, ALUMINIUM, 2.0) for s in ((0.1, 0.2), (0.2, 0.1)))
    assert one == other


@pytest.mark.parametrize(
    ("sides", "pressure", "factor", "message"),
    [
        ((0.0, 0.1), 1e6, 2.0, r"clamp width: 0 um"),
        ((0.1, 0.1), 0.0, 2.0, r"stack_pressure: 0 MPa"),
        ((0.1, 0.1), 1e6, 0.5, r"safety_factor: 0.5. Allowed: 1 or more"),
    ],
)
def test_impossible_clamps_are_refused(sides, pressure, factor, message):
    with pytest.raises(InputError, match=message):
        clamp(sides, 0.05, pressure, ALUMINIUM, factor)


def test_system_adds_hardware_and_housing(design, pouch):
    cell = build_pouch(design, pouch, 20e-6, 2000)
    pressing = Pressing(pressure=1e6, material=ALUMINIUM, safety_factor=2.0)
    held = clamp((cell.length, cell.width), 10 * cell.thickness, 1e6, ALUMINIUM, 2.0)
    system = build_system(
        cell,
        System(cells=10, pressing=pressing, other_mass_fraction=0.2, other_volume_fraction=0.25),
    )
    bare = 10 * cell.mass.value + held.plates_mass + held.rods_mass
    assert system.mass.value == pytest.approx(bare / 0.8)
    room = 10 * cell.volume.value + held.plates_volume
    assert system.volume.value == pytest.approx(room / 0.75)
    assert system.energy.value == pytest.approx(10 * cell.energy.value)
    assert system.plate_thickness.value == pytest.approx(held.plate_thickness)
    assert sum(a.mass for a in system.breakdown) == pytest.approx(system.mass.value)
    assert sum(a.volume for a in system.breakdown) == pytest.approx(system.volume.value)
    assert "plates for 1 MPa of stack pressure" in system.basis


def test_a_bare_system_is_its_cells(design, pouch):
    cell = build_pouch(design, pouch, 20e-6, 2000)
    system = build_system(cell, System(cells=3))
    assert system.specific_energy.value == pytest.approx(cell.specific_energy.value)
    assert isinstance(system.plate_thickness, Unavailable)


def test_round_cells_stand_in_squares_and_are_not_pressed(design, winding):
    cell = build_winding(design, winding, 20e-6, 2000)
    system = build_system(cell, System(cells=2))
    assert system.volume.value == pytest.approx(2 * 20e-3 * 20e-3 * 70e-3)
    pressing = Pressing(pressure=1e6, material=ALUMINIUM, safety_factor=2.0)
    with pytest.raises(InputError, match=r"system.stack_pressure: 1 MPa on wound cells"):
        build_system(cell, System(cells=2, pressing=pressing))


def test_impossible_systems_are_refused(design, pouch):
    cell = build_pouch(design, pouch, 20e-6, 2000)
    with pytest.raises(InputError, match=r"system.cells: 0. Allowed: 1 or more"):
        build_system(cell, System(cells=1).model_copy(update={"cells": 0}))
    with pytest.raises(InputError, match=r"system.other_mass_fraction: 100 %"):
        build_system(cell, System(cells=1).model_copy(update={"other_mass_fraction": 1.0}))
