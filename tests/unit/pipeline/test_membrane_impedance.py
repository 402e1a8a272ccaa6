"""The impedance of a designed membrane."""

from dataclasses import replace

import numpy as np
import pytest

from ceralyte.core.errors import InputError
from ceralyte.pipeline import Interfaces, membrane_impedance, require_admittances
from ceralyte.pipeline.impedance_reading import BOUNDARIES, BULK, TOTAL
from ceralyte.recipe import load_recipe
from ceralyte.transport import effective_conductivity

PERMITTIVITIES = {"ceramic": 40.0, "binder": 2.0}


@pytest.fixture(scope="module")
def recipe(examples):
    return load_recipe(examples / "lpscl-ptfe-dry.yaml")


@pytest.fixture(scope="module")
def corner(quick_design):
    """The design with a corner of its structure, which is solved at once."""
    structure = quick_design.structure
    cut = {name: getattr(structure, name)[:12, :12, :12].copy() for name in ("phase", "grain")}
    return quick_design.model_copy(update={"structure": replace(structure, **cut)})


def test_slow_is_the_areal_resistance_of_the_finer_voxels(quick_design, recipe):
    result = membrane_impedance(quick_design, recipe, PERMITTIVITIES, points=6)
    structure = quick_design.structure
    inside = {"ceramic": 1.0, "binder": 0.0}
    grains, voxels = (
        effective_conductivity(structure, inside, geometry=g).value for g in ("grains", "voxels")
    )
    on_grains = quick_design.thickness.value / quick_design.conduction[0].value
    expected = on_grains * grains / voxels
    slowest = int(np.argmin(result.spectrum.frequencies))
    assert result.spectrum.real[slowest] == pytest.approx(expected, rel=1e-3)
    assert "grain boundaries have no resistance" in result.notes[0]


def test_a_spectrum_says_how_far_it_is_off_the_design(corner, recipe):
    total = membrane_impedance(corner, recipe, PERMITTIVITIES, points=6).resistances[TOTAL]
    for factor, told in ((1.2, 2), (1.0, 1)):
        stated = corner.areal_resistance.model_copy(update={"value": factor * total.value})
        beside = corner.model_copy(update={"areal_resistance": stated})
        notes = membrane_impedance(beside, recipe, PERMITTIVITIES, points=6).notes
        assert len(notes) == told
    cold = membrane_impedance(beside, recipe, PERMITTIVITIES, points=6, temperature=263.15)
    assert not any("off by as much" in note for note in cold.notes)


def test_cold_and_with_blocking_electrodes(quick_design, recipe):
    between = Interfaces(
        boundary_resistance=1e-5, boundary_capacitance=1e-2, electrode_capacitance=0.1
    )
    result = membrane_impedance(
        quick_design, recipe, PERMITTIVITIES, interfaces=between, temperature=263.15, points=6
    )
    slowest = int(np.argmin(result.spectrum.frequencies))
    assert result.spectrum.imaginary[slowest] == pytest.approx(-2 / (2 * np.pi * 0.1), rel=1e-3)
    warm = quick_design.thickness.value / quick_design.conduction[0].value
    assert result.spectrum.real[slowest] > 5 * warm  # 0.33 eV over 35 K
    assert [v.topic for v in result.verdicts] == ["transport", "impedance"]
    assert "is that of -10 degC, as it is stated" in result.notes[0]


def test_electrodes_may_let_ions_pass_and_both_may_be_depressed_arcs(corner, recipe):
    """Constant-phase elements: of a semicircle is left n times its angle."""
    between = Interfaces(
        boundary_resistance=1e-4,
        boundary_capacitance=1e-2,
        boundary_exponent=0.8,
        electrode_resistance=5e-3,
        electrode_capacitance=10.0,
        electrode_exponent=0.9,
    )
    band = (1e-4, 1e4)  # below the arc of the grain boundaries
    result = membrane_impedance(
        corner, recipe, PERMITTIVITIES, interfaces=between, band=band, points=60
    )
    plain = Interfaces(boundary_resistance=1e-4, boundary_capacitance=1e-2, boundary_exponent=0.8)
    alone = membrane_impedance(
        corner, recipe, PERMITTIVITIES, interfaces=plain, band=band, points=60
    )
    electrodes = result.spectrum.impedance - alone.spectrum.impedance
    w = 2j * np.pi * np.array(result.spectrum.frequencies)
    assert electrodes == pytest.approx(2 * 5e-3 / (1 + (w * 5e-3 * 10.0) ** 0.9), rel=1e-6)
    assert result.relaxations == alone.relaxations  # of the membrane: electrodes hide them
    depressed = -min(alone.spectrum.imaginary)
    capacitor = membrane_impedance(
        corner,
        recipe,
        PERMITTIVITIES,
        interfaces=plain.model_copy(update={"boundary_exponent": 1.0}),
        points=60,
        band=band,
    )
    assert depressed < 0.8 * -min(capacitor.spectrum.imaginary)


def test_electrodes_that_block_do_not_change_what_resists(quick_design, recipe):
    """Not even where their tail runs into the arc of the grain boundaries."""
    between = Interfaces(
        boundary_resistance=1e-4, boundary_capacitance=1e-2, electrode_capacitance=2e-2
    )
    result = membrane_impedance(quick_design, recipe, PERMITTIVITIES, interfaces=between, points=12)
    assert result.spectrum.imaginary[0] < -10 * result.spectrum.real[0]
    assert set(result.resistances) == {TOTAL, BULK, BOUNDARIES}
    assert result.resistances[TOTAL].value == pytest.approx(result.spectrum.real[0], rel=1e-6)


@pytest.mark.parametrize(
    ("permittivities", "interfaces", "message"),
    [
        ({"ceramic": 40.0}, None, "none for binder"),
        (PERMITTIVITIES, Interfaces(boundary_resistance=1e-5), r"resist by 0\.1 ohm cm2"),
        (PERMITTIVITIES, Interfaces(boundary_capacitance=1e-2), "have no resistance"),
        (PERMITTIVITIES, Interfaces(boundary_resistance=-1.0), "boundary_resistance: -10000 ohm"),
        (
            PERMITTIVITIES,
            Interfaces(boundary_resistance=1e-5, boundary_capacitance=-1.0),
            "boundary_capacitance: -100 uF",
        ),
        (PERMITTIVITIES, Interfaces(electrode_exponent=0.8), "got 0.8 without a capacitance"),
        (PERMITTIVITIES, Interfaces(electrode_capacitance=0.0), "electrode_capacitance: 0 "),
        (PERMITTIVITIES, Interfaces(electrode_resistance=-1.0), "electrode_resistance: -10000 ohm"),
        (
            PERMITTIVITIES,
            Interfaces(electrode_capacitance=0.1, electrode_exponent=1.2),
            "electrode_exponent: got 1.2",
        ),
        (
            PERMITTIVITIES,
            Interfaces(boundary_resistance=1e-5, boundary_capacitance=1e-2, boundary_exponent=0.0),
            "boundary_exponent: got 0",
        ),
    ],
)
def test_what_is_missing_is_named(quick_design, recipe, permittivities, interfaces, message):
    with pytest.raises(InputError, match=message):
        membrane_impedance(quick_design, recipe, permittivities, interfaces=interfaces, points=6)


@pytest.mark.parametrize(
    ("stated", "message"),
    [
        ({"points": 3}, "points"),
        ({"points": 1001}, "points"),
        ({"temperature": -26.85}, "temperature"),
        ({"band": (9, 1)}, "band"),
        ({"band": (1e-99, 1e99)}, "band"),
    ],
)
def test_what_spectra_are_refused_for_is_told_before_a_solve(recipe, stated, message):
    with pytest.raises(InputError, match=f"{message}: got"):
        require_admittances(recipe, PERMITTIVITIES, **stated)


def test_the_phases_of_a_recipe_need_permittivities_before_it_is_designed(recipe, examples):
    require_admittances(recipe, PERMITTIVITIES)
    with pytest.raises(InputError, match="permittivity: none for binder"):
        require_admittances(recipe, {"ceramic": 40.0})
    woven = load_recipe(examples / "li3ps4-aramid-nonwoven.yaml")
    with pytest.raises(InputError, match="permittivity: none for support"):
        require_admittances(woven, PERMITTIVITIES)
