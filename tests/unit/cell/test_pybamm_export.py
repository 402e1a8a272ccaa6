"""The export for PyBaMM; the names were checked against PyBaMM 26.10 (Chen2020, Xu2019)."""

import pytest

from ceralyte.cell import build, pybamm_parameters
from ceralyte.core.errors import InputError


def export(case, **changes):
    arguments = {
        "bulk_conductivity": 0.2,
        "membrane_fraction": 0.9,
        "catholyte": "catholyte",
        "temperature": 298.15,
    } | changes
    return pybamm_parameters(case, build(case), **arguments)


def scaled(values, where):
    """Conductivity that PyBaMM makes of it: bulk x fraction ** Bruggeman coefficient."""
    fraction = values[f"{where} porosity"]
    exponent = values[f"{where} Bruggeman coefficient (electrolyte)"]
    return values["Electrolyte conductivity [S.m-1]"] * fraction**exponent


def test_pybamm_gets_the_conductivities_of_ceralyte(case):
    case = case.model_copy(update={"cathode_conductivity": 0.03})
    values = export(case).parameters
    assert scaled(values, "Separator") == pytest.approx(0.1)
    assert scaled(values, "Positive electrode") == pytest.approx(0.03)
    # 0.2 / 2 of 0.26 cm3 per gram is catholyte, 0.8 / 5 active material.
    assert values["Positive electrode porosity"] == pytest.approx(0.1 / 0.26)
    active = values["Positive electrode active material volume fraction"]
    assert active == pytest.approx(0.16 / 0.26)
    assert values["Cation transference number"] == 1.0


def test_capacity_and_size_of_a_pouch(case, pouch):
    values = export(case.model_copy(update={"form": pouch})).parameters
    area = 4 * 50e-3 * 80e-3
    assert values["Number of electrodes connected in parallel to make a cell"] == 4
    assert values["Electrode width [m]"] * values["Electrode height [m]"] * 4 == pytest.approx(area)
    assert values["Nominal cell capacity [A.h]"] == pytest.approx(area * 40)
    assert values["Current function [A]"] == pytest.approx(area * 40)
    assert values["Contact resistance [Ohm]"] == pytest.approx(10e-4 / area)


def test_bipolar_units_are_cells_in_series(case, pouch, design):
    bipolar = design.model_copy(update={"bipolar_foil": design.anode_foil})
    values = export(case.model_copy(update={"form": pouch, "design": bipolar})).parameters
    assert values["Number of cells connected in series to make a battery"] == 4
    assert values["Number of electrodes connected in parallel to make a cell"] == 1
    assert values["Nominal cell capacity [A.h]"] == pytest.approx(50e-3 * 80e-3 * 40)
    assert values["Contact resistance [Ohm]"] == pytest.approx(10e-4 / (50e-3 * 80e-3))


def test_a_winding_is_unrolled(case, winding):
    values = export(case.model_copy(update={"form": winding})).parameters
    built = build(case.model_copy(update={"form": winding}))
    area = values["Electrode width [m]"] * values["Electrode height [m]"]
    assert area == pytest.approx(built.active_area)
    assert values["Electrode height [m]"] == pytest.approx(63.6e-3)


def test_a_repeat_unit_is_one_square_metre(case):
    values = export(case).parameters
    assert values["Nominal cell capacity [A.h]"] == pytest.approx(40)


def test_missing_values_are_named_by_side(case, design, host):
    metal = export(case)
    assert "Positive particle radius [m]" in metal.missing
    assert "Negative particle radius [m]" not in metal.missing
    assert any("working electrode" in note for note in metal.notes)
    hosted = case.model_copy(update={"design": design.model_copy(update={"anode": host})})
    assert "Negative particle radius [m]" in export(hosted).missing
    values = export(hosted).parameters
    assert values["Negative electrode active material volume fraction"] == pytest.approx(0.5)


def test_impossible_exports_are_refused(case):
    with pytest.raises(InputError, match=r"membrane conductivity: is unknown"):
        export(case.model_copy(update={"membrane_conductivity": None}))
    with pytest.raises(InputError, match=r"separator electrolyte fraction: 1. Allowed"):
        export(case, membrane_fraction=1.0)
