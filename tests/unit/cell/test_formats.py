"""Pouch and winding, piece by piece, by hand."""

from math import pi

import pytest

from ceralyte.cell import Foil, build_pouch, build_winding, cell_energy, spiral_length
from ceralyte.core.errors import InputError

A, A_OUT = 50e-3 * 80e-3, 52e-3 * 82e-3  # m2 of the cathode, and with the overhang
CATHODE = 4 * 36e3 / (0.8 * 200 * 3600)  # kg/m2 as made
PLATED = 4 * 36e3 / (4000 * 3600)  # kg/m2


def masses(built):
    return {a.name: a.mass for a in built.breakdown}


def test_pouch_of_four_by_hand(design, pouch):
    built = build_pouch(design, pouch, 20e-6, 2000)
    # Five foils: anode, cathode, anode, cathode, anode.
    assert masses(built) == pytest.approx(
        {
            "cathode": 4 * A * (CATHODE - PLATED),
            "membrane": 4 * A_OUT * 0.04,
            "plated lithium": 4 * A * PLATED,
            "excess lithium": 4 * A_OUT * 0.01,
            "Al": 2 * A * 0.027,
            "Cu": 3 * A_OUT * 0.09,
            "laminate": (2 * 62e-3 * 92e-3 + 2 * (52e-3 + 82e-3) * depth(4, 5)) * 0.15,
            "tab of Al": 10e-3 * 20e-3 * 100e-6 * 2700,
        }
    )
    assert built.capacity.value == pytest.approx(4 * A * 4 * 36e3)
    assert built.voltage.value == 3.5
    assert built.mass.value == pytest.approx(sum(masses(built).values()))
    assert built.thickness == pytest.approx(depth(4, 5) + 2 * 100e-6)
    assert built.width == pytest.approx(52e-3 + 6 * 100e-6)
    assert built.length == pytest.approx(82e-3 + 3 * 100e-6 + 5e-3)
    assert sum(a.volume for a in built.breakdown) == pytest.approx(built.volume.value)
    assert built.basis.startswith("pouch cell of 4 units with laminate and tabs, charged")


def depth(units, foils):
    """Coatings and foils of a stack, m; cathode of 0.25 kg/m2 at 1 / 0.26 g/cm3."""
    coatings = CATHODE * (0.8 / 5000 + 0.2 / 2000) + 20e-6 + PLATED / 500 + 20e-6
    return units * coatings + foils * 10e-6


def test_single_layer_has_two_whole_foils(design, pouch):
    one = masses(build_pouch(design, pouch.model_copy(update={"units": 1}), 20e-6, 2000))
    assert one["Al"] == pytest.approx(A * 0.027)
    assert one["Cu"] == pytest.approx(A_OUT * 0.09)


def test_many_large_units_come_near_the_repeat_unit(design, pouch):
    big = pouch.model_copy(
        update={"units": 1000, "width": 3.0, "height": 3.0, "overhang": 0.0, "tabs": ()}
    )
    built = build_pouch(design, big, 20e-6, 2000)
    unit = cell_energy(design, 20e-6, 2000)
    assert built.specific_energy.value == pytest.approx(unit.specific_energy.value, rel=0.01)
    assert built.energy_density.value == pytest.approx(unit.energy_density.value, rel=0.01)


def test_bipolar_units_are_in_series(design, pouch):
    bipolar = design.model_copy(
        update={"bipolar_foil": Foil(name="steel", thickness=10e-6, density=8000)}
    )
    built = build_pouch(bipolar, pouch, 20e-6, 2000)
    assert built.voltage.value == pytest.approx(4 * 3.5)
    assert built.capacity.value == pytest.approx(A * 4 * 36e3)
    parallel = build_pouch(design, pouch, 20e-6, 2000)
    assert built.energy.value == pytest.approx(parallel.energy.value)
    found = masses(built)
    assert found["steel"] == pytest.approx(3 * A_OUT * 0.08)
    assert found["Al"] == pytest.approx(A * 0.027)
    assert found["Cu"] == pytest.approx(A_OUT * 0.09)
    assert "bipolar" in built.basis
    unit = cell_energy(bipolar, 20e-6, 2000)
    assert unit.mass_breakdown[0].name == "steel"
    assert unit.mass_breakdown[0].areal_mass == pytest.approx(0.08)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"units": 0}, r"pouch.units: 0. Allowed: 1 or more"),
        ({"width": 0.0}, r"pouch.width: 0 um"),
        ({"overhang": -1e-3}, r"pouch.overhang: -1000 um"),
        ({"seal_width": -1e-3}, r"pouch.seal_width: -1000 um"),
    ],
)
def test_impossible_pouches_are_refused(design, pouch, change, message):
    with pytest.raises(InputError, match=message):
        build_pouch(design, pouch.model_copy(update=change), 20e-6, 2000)


def test_winding_by_hand(design, winding):
    built = build_winding(design, winding, 20e-6, 2000)
    strip = 2 * depth(1, 1)  # two units and their two shared foils
    length = pi * (9.8e-3**2 - 2e-3**2) / strip
    height = 70e-3 - 0.4e-3 - 4e-3
    area = 2 * length * (height - 2e-3)
    assert built.active_area == pytest.approx(area)
    assert built.capacity.value == pytest.approx(area * 4 * 36e3)
    found = masses(built)
    assert found["Al"] == pytest.approx(area / 2 * 0.027)
    assert found["Cu"] == pytest.approx(length * height * 0.09)
    assert found["membrane"] == pytest.approx(2 * length * height * 0.04)
    can = pi * (10e-3**2 - 9.8e-3**2) * 70e-3 + 2 * 0.2e-3 * pi * 9.8e-3**2
    assert found["can of steel"] == pytest.approx(8000 * can)
    assert built.volume.value == pytest.approx(pi * 10e-3**2 * 70e-3)
    assert built.units == int(7.8e-3 / strip)


def test_two_foils_of_one_name_keep_their_own_areas(design, winding):
    same = design.model_copy(
        update={"anode_foil": design.cathode_foil.model_copy(update={"name": "Al"})}
    )
    foils = [a.mass for a in build_winding(same, winding, 20e-6, 2000).breakdown if a.name == "Al"]
    assert foils[1] / foils[0] == pytest.approx(65.6 / 63.6)


def test_winding_as_tight_as_the_membrane_bends(design, winding):
    loose = winding.model_copy(update={"inner_radius": None, "bend_ratio": 100.0})
    assert loose.mandrel(20e-6) == pytest.approx(2e-3)
    same = build_winding(design, loose, 20e-6, 2000)
    assert same.capacity.value == pytest.approx(
        build_winding(design, winding, 20e-6, 2000).capacity.value
    )
    with pytest.raises(InputError, match=r"winding.inner_radius: is not stated, and"):
        build_winding(design, winding.model_copy(update={"inner_radius": None}), 20e-6, 2000)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"inner_radius": 9.8e-3}, r"9.8 mm leaves no room in a can of 9.8 mm radius"),
        (
            {"inner_radius": None, "bend_ratio": 1e3},
            r"20 mm leaves.*the tightest bend by the estimate",
        ),
        ({"height": 5e-3}, r"winding.height: 5 mm leaves no height for the cathode"),
        ({"diameter": -1e-3}, r"winding.diameter: -1000 um"),
    ],
)
def test_impossible_windings_are_refused(design, winding, change, message):
    with pytest.raises(InputError, match=message):
        build_winding(design, winding.model_copy(update=change), 20e-6, 2000)


def test_a_bipolar_stack_cannot_be_wound(design, winding):
    bipolar = design.model_copy(update={"bipolar_foil": design.anode_foil})
    with pytest.raises(InputError, match=r"a bipolar stack cannot be wound"):
        build_winding(bipolar, winding, 20e-6, 2000)


def test_spiral_agrees_with_the_archimedean_arc_length():
    # r = r0 + t phi / (2 pi); arc length of many thin turns, summed numerically.
    inner, outer, thickness = 2e-3, 10e-3, 100e-6
    turns = (outer - inner) / thickness
    radii = [inner + thickness * (k + 0.5) for k in range(round(turns))]
    assert spiral_length(inner, outer, thickness) == pytest.approx(
        sum(2 * pi * r for r in radii), rel=1e-9
    )
