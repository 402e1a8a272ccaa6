"""The main job on a quick example."""

import json

import numpy as np
import pytest

from ceralyte.core.errors import InputError, UnknownNameError
from ceralyte.core.quantities import Quantity
from ceralyte.model import Design
from ceralyte.pipeline import check, design, load_design, save_design

PUBLIC_KEYS = [
    "verdicts",
    "volume_fractions",
    "relative_density",
    "porosity",
    "thickness",
    "effective_conductivity",
    "areal_resistance",
    "activation_energy",
    "youngs_modulus",
    "poissons_ratio",
    "tensile_strength",
    "bend_radius_minimum",
    "specific_energy",
    "energy_density",
    "provenance",
]


def test_volumes_are_those_of_the_recipe(quick_design):
    made = quick_design.structure.volume_fractions
    for phase, wanted in quick_design.volume_fractions.items():
        assert made[phase] == pytest.approx(wanted.value, rel=0.005, abs=1e-5), phase
    ceramic, binder = (quick_design.volume_fractions[p].value for p in ("ceramic", "binder"))
    assert binder / ceramic == pytest.approx(0.5 / 2200 / (99.5 / 1865), rel=1e-3)


def test_error_bars_are_apart(quick_design):
    conductivity = quick_design.effective_conductivity
    assert conductivity.std_sampling > 0
    assert conductivity.std_discretisation > 0
    assert conductivity.std_model > 0


def test_it_conducts_less_than_its_ceramic_and_obeys_flux_balance(quick_design):
    share = quick_design.volume_fractions["ceramic"].value
    assert 0.03 < quick_design.effective_conductivity.value < 0.165 * share
    assert all(c.flux_imbalance < 1e-4 for c in quick_design.conduction)
    assert quick_design.areal_resistance.value == pytest.approx(
        15e-6 / quick_design.effective_conductivity.value
    )


def test_the_activation_energy_is_that_of_the_ceramic(quick_design):
    assert quick_design.activation_energy.value == pytest.approx(0.327 * 96485, rel=0.005)


def test_json_has_the_public_keys_in_si(quick_design):
    data = json.loads(quick_design.model_dump_json())
    assert set(PUBLIC_KEYS) <= set(data)
    conductivity = data["effective_conductivity"]
    assert conductivity["unit"] == "S/m"
    assert {"value", "unit", "std", "method"} <= set(conductivity)
    assert data["provenance"]["seeds"] == [0, 1]


def test_a_design_saves_and_loads_equal(quick_design, tmp_path):
    save_design(quick_design, tmp_path / "d")
    again = load_design(tmp_path / "d")
    assert isinstance(again, Design)
    assert again == quick_design
    assert again.structure == quick_design.structure
    assert again.current == quick_design.current
    assert again.current.modulus.shape == again.structure.phase[:, 0].shape
    assert again.current.hot_spots > 1
    (tmp_path / "d" / "design.json").write_text("{}")
    with pytest.raises(InputError, match="is not a design: name is missing"):
        load_design(tmp_path / "d")
    with pytest.raises(InputError, match="there is no such file or folder"):
        load_design(tmp_path / "nothing")
    with pytest.raises(InputError, match="holds no design"):
        load_design(tmp_path)


def test_same_seed_same_bytes(quick_design, examples):
    again = design(examples / "lpscl-ptfe-dry.yaml", level="quick", seeds=2)
    assert again.model_dump_json() == quick_design.model_dump_json()
    assert again.structure.phase.tobytes() == quick_design.structure.phase.tobytes()


def test_polymer_rich_is_about_20_vol_percent_and_does_not_percolate(examples):
    result = design(examples / "llzo-peo.yaml", level="quick")
    assert result.solids_volume_fractions["Li7La3Zr2O12"] == pytest.approx(0.20, abs=0.015)
    conduction = next(v for v in result.verdicts if v.topic == "conduction")
    assert conduction.answer == "no"
    assert "the polymer carries it" in conduction.reason
    # A polymer's slope on the Arrhenius plot, twice that of a ceramic.
    assert isinstance(result.activation_energy, Quantity)
    assert result.activation_energy.value > 50e3


def test_check_is_quick_and_knows_a_bad_solvent(examples, tmp_path):
    text = (examples / "li7p3s11-sebs-xylene.yaml").read_text()
    bad = tmp_path / "bad.yaml"
    bad.write_text(text.replace("p-xylene", "methanol"))
    assert check(bad).verdicts[0].answer == "no"
    good = check(examples / "li7p3s11-sebs-xylene.yaml")
    assert good.verdicts[0].answer == "yes"
    assert sum(q.value for n, q in good.weigh_out.items() if n != "p-xylene") == pytest.approx(
        0.55 * sum(q.value for q in good.weigh_out.values()) * 0.45 / 0.55
    )


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"level": "quik"}, UnknownNameError, "level: unknown name 'quik'.*quick"),
        ({"seeds": 0}, InputError, "seeds: got 0"),
    ],
)
def test_bad_arguments(examples, arguments, error, message):
    with pytest.raises(error, match=message):
        design(examples / "llzo-peo.yaml", **arguments)


def test_a_rolled_membrane_and_its_contacts_against_pressure(tmp_path):
    (tmp_path / "rolled.yaml").write_text(
        """
name: rolled
ceramic: {material: Li6PS5Cl, mass_fraction: 100 wt%, size: mono(d=3 um)}
process: dry
membrane: {areal_mass: 5 mg/cm2}
press: {method: roll, gap: 33 um}
"""
    )
    result = design(tmp_path / "rolled.yaml", level="quick", particles=300)
    assert result.thickness.value == pytest.approx(33e-6)
    assert 33e-6 * result.membrane_density.value == pytest.approx(0.05)
    curves, contacts = result.pressing, result.structure.contacts
    assert set(curves) == {
        "thickness",
        "neighbours_per_grain",
        "contact_area_per_grain",
        "contact_area_per_volume",
        "springback",
    }
    ends = {name: (curve.y[0], curve.y[-1]) for name, curve in curves.items()}
    box = result.structure.particles.particles.box
    specific = contacts.areas.sum() / np.prod(box)
    assert ends["contact_area_per_volume"][1] == pytest.approx(specific, rel=1e-3)
    per_grain = 2 * contacts.areas.sum() / len(result.structure.particles.particles)
    assert ends["contact_area_per_grain"] == pytest.approx((0.0, per_grain), abs=1e-3 * per_grain)
    loose = 33e-6 * result.relative_density.value / result.packing_fraction.value
    assert ends["thickness"] == pytest.approx((loose, 33e-6), rel=2e-3)
    assert 5 < ends["neighbours_per_grain"][0] < 6.1 < ends["neighbours_per_grain"][1]
    assert ends["springback"][0] == 0
    assert result.springback.value == pytest.approx(ends["springback"][1], rel=1e-2)
    assert all(curve.x[-1] == result.density_pressure.marks[0].x for curve in curves.values())
