"""The commands impedance and literature: outputs and exit codes."""

import json
import re
from dataclasses import replace
from functools import partial
from types import SimpleNamespace

import numpy as np
import pytest

from ceralyte.cli.impedance import _interval, show_result
from ceralyte.core.display import show_frequency
from ceralyte.core.quantities import Quantity, Unavailable
from ceralyte.literature import figure_1c
from ceralyte.model import bulk_admittance, interface_admittance
from ceralyte.pipeline import save_design, save_recipe
from ceralyte.recipe import load_recipe
from ceralyte.transport import brick_layer, relaxation_times


@pytest.fixture
def measured(tmp_path):
    spectrum = brick_layer(
        np.geomspace(1, 7e6, 40),
        bulk_admittance(0.01, 40.0),
        interface_admittance(1e-4, 1e-2),
        grain_size=1e-6,
        thickness=5e-4,
    )
    rows = zip(spectrum.frequencies, spectrum.real, spectrum.imaginary, strict=True)
    path = tmp_path / "eis.csv"
    lines = [f"{f},{1e4 * r},{1e4 * -i}" for f, r, i in rows]  # of 1 cm2, as -Z''
    path.write_text("\n".join(["freq,Z',Z''", *lines]))
    return path


def test_a_measured_spectrum_is_fitted(ceralyte, measured, tmp_path):
    arguments = ["impedance", "--fit", measured, "--area", "1 cm^2", "--thickness", "0.5 mm"]
    code, out, err = ceralyte(*arguments, "--figures", tmp_path / "figures", "--json")
    assert code == 0
    assert "wrote" in err
    data = json.loads(out)
    assert data["fit"]["arcs"][0]["conductivity"]["value"] == pytest.approx(0.01, rel=1e-2)
    assert data["areal_impedance_real"]["unit"] == "ohm*m^2"
    assert "imaginary parts were positive" in data["notes"][0]
    names = {p.name for p in (tmp_path / "figures").iterdir()}
    assert names == {"impedance.svg", "impedance.png", "impedance.csv", "relaxation_times.csv"}


def test_the_fit_is_a_table_for_people(ceralyte, measured):
    code, out, _ = ceralyte("impedance", "--fit", measured, "--area", "1 cm^2")
    assert code == 0
    assert "p(R1,CPE1)-p(R2,CPE2)" in out
    assert "the thickness of the sample is not known" in out
    assert "± and ranges hold 95 %" in out


def test_relaxations_of_a_membrane_are_told_fastest_first(monkeypatch):
    spectrum = brick_layer(
        np.geomspace(1, 7e6, 40),
        bulk_admittance(0.01, 40.0),
        interface_admittance(1e-4, 1e-2),
        grain_size=1e-6,
        thickness=5e-4,
    )
    found = relaxation_times(spectrum).model_copy(
        update={"peaks": (1e-3, 1e-7, 1e-5), "resistances": (3e-4, 2e-4, 1e-4)}
    )
    result = SimpleNamespace(
        spectrum=spectrum, relaxations=found, temperature=298.15,
        resistances={}, verdicts=(), notes=(),
    )  # fmt: skip
    told = []
    monkeypatch.setattr("ceralyte.cli.impedance.table", lambda _, __, rows: told.extend(rows))
    show_result(result)
    slowest = dict(told)["areal impedance at the lowest frequency"]
    assert re.fullmatch(r"\d+(\.\d+)? − 0\.0\d+ i Ω cm²", slowest)
    peaks = [value for name, value in told if name.startswith("relaxation")]
    arcs = ((1e-7, 2), (1e-5, 1), (1e-3, 3))
    assert peaks == [f"{show_frequency(1 / (2 * np.pi * tau))}, {ohm} Ω cm²" for tau, ohm in arcs]


STATED = ("nothing.yaml", "--permittivity", "ceramic=4")


def fitted(value, low, high, unit="ohm*m^2"):
    return Quantity(value=value, unit=unit, method="", std_model=1e-9, low=low, high=high)


def test_intervals_of_a_fit_hold_what_they_say():
    assert _interval(fitted(0.2, 0.18, 0.22)) == "2000 ± 200 Ω cm²"
    assert _interval(fitted(0.2, 0.1, 0.5)) == "2000 Ω cm² (1000 Ω cm² to 5000 Ω cm²)"
    assert _interval(fitted(1.0, 1.0, 1.0, "")) == "1, at its limit"
    assert _interval(Unavailable(unit="", reason="no")) == "not available: no"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "impedance: got nothing. Allowed: the folder of a design, a recipe, an image as .z"),
        (["a.yaml", "--fit", "no.csv"], "impedance: got 'a.yaml' and --fit 'no.csv'. Allowed: th"),
        (["--fit", "no.csv", "--area", "1 cm^2"], "cannot be read"),
        (["--fit", "no.csv"], "--area: is missing"),
        (["--fit", "no.csv", "--area", "1 cm^2", "--points", "9"], "--points: got with --fit"),
        (["nothing.yaml", "--thickness", "1 mm"], "--thickness: got with a design or a recipe"),
        (["nothing.yaml"], "--permittivity: is missing"),
        (
            ["nothing.yaml", "--permittivity", "glass=4"],
            "unknown name 'glass'. Allowed: ceramic, b",
        ),
        (["nothing.yaml", "--permittivity", "ceramc=4"], "did you mean 'ceramic'"),
        (["nothing.yaml", "--permittivity", "ceramic=4, pores=1"], "unknown name 'pores'"),
        (["nothing.yaml", "--permittivity", "ceramic 4"], "got 'ceramic 4', no name and value"),
        (
            ["nothing.yaml", "--permittivity", "ceramic=4, ceramic=5"],
            "'ceramic' stands there twice",
        ),
        (["nothing.yaml", "--permittivity", "ceramic=4", "--band", "1 Hz"], "two rising"),
        (["nothing.yaml", "--permittivity", "ceramic=4"], "there is no such file"),
        (["nothing.yaml", "--permittivity", "ceramic=0.5"], "ceramic: got '0.5'. Allowed: 1 or"),
        ([*STATED, "--temperature=-300 degC"], "got '-300 degC'. Allowed: above -273.15 degC"),
        (
            [*STATED, "--boundary-resistance=-1 ohm*cm^2"],
            "got '-1 ohm*cm^2'. Allowed: 0 ohm*cm^2 or",
        ),
        ([*STATED, "--boundary-capacitance=-1 uF/cm^2"], "got '-1 uF/cm^2'. Allowed: 0 uF/cm^2 or"),
        (
            [*STATED, "--electrode-resistance=0 ohm*cm^2"],
            "got '0 ohm*cm^2'. Allowed: above 0 ohm*cm",
        ),
        (
            [*STATED, "--electrode-capacitance=-1 uF/cm^2"],
            "--electrode-capacitance: got '-1 uF/cm^2'",
        ),
        (["--fit", "eis.csv", "--area=-1 cm^2"], "--area: got '-1 cm^2'. Allowed: above 0 cm^2"),
    ],
)
def test_mistakes_leave_with_2(ceralyte, arguments, message):
    code, _, err = ceralyte("impedance", *arguments)
    assert code == 2
    assert message in err


def test_all_that_is_wrong_is_told_at_once(ceralyte):
    wrong = ("--fit", "no.csv", "--area=-1 cm^2", "--thickness", "1 s", "--circuit", "R7")
    code, _, err = ceralyte("impedance", *wrong)
    assert code == 2
    assert err.startswith("error: impedance: 4 things to mend:")
    for told in (
        "--area: got '-1 cm^2'",
        "--thickness: '1 s'",
        "--circuit: 'R7'",
        "no.csv: cannot",
    ):
        assert f"\n  {told}" in err
    code, _, err = ceralyte("impedance", "no.yaml", "--area", "1 cm^2", "--band", "7 MHz, 1 Hz")
    assert code == 2
    for told in (
        "--area: got with a design or a recipe. Allowed: with --fit FILE",
        "no.yaml: there is no such file or folder",
        "--permittivity: is missing",
        "--band: got '7 MHz, 1 Hz'. Allowed: two rising",
    ):
        assert f"\n  {told}" in err


def test_a_permittivity_of_a_phase_that_the_recipe_lacks_is_refused(ceralyte, examples):
    recipe = examples / "lpscl-ptfe-dry.yaml"
    code, _, err = ceralyte("impedance", recipe, "--permittivity", "ceramic=40, support=2")
    assert code == 2
    assert "--permittivity: unknown name 'support'. Allowed: ceramic, binder" in err
    assert "--permittivity: none for binder" in err


@pytest.mark.parametrize(
    ("stated", "message"),
    [
        (["--points", "2"], "--points: got 2"),
        (["--boundary-exponent", "0.8"], "--boundary-exponent: got 0.8, but grain boundaries have"),
        (["--electrode-exponent", "0.8"], "--electrode-exponent: got 0.8 without a capacitance"),
        (["--boundary-resistance", "1 ohm*cm^2"], "--boundary-capacitance: none, but grain"),
    ],
)
def test_what_cannot_be_is_told_before_the_recipe_is_designed(
    ceralyte, examples, monkeypatch, stated, message
):
    monkeypatch.setattr("ceralyte.cli.impedance.design", lambda *_, **__: pytest.fail("designed"))
    recipe = examples / "lpscl-ptfe-dry.yaml"
    code, _, err = ceralyte("impedance", recipe, "--permittivity", "ceramic=40, binder=2", *stated)
    assert code == 2
    assert message in err


def test_literature_lists_and_refuses(ceralyte):
    code, out, _ = ceralyte("literature", "--json")
    assert code == 0
    assert len(json.loads(out)["conductivities"]) > 20
    code, _, err = ceralyte("literature", "--figure", "9")
    assert code == 2
    assert "1c" in err


def test_a_design_that_blocks_leaves_with_1_and_says_so(ceralyte, quick_design, examples, tmp_path):
    structure = quick_design.structure
    phase = structure.phase.copy()
    phase[:, :, 3] = 0
    blocked = quick_design.model_copy(update={"structure": replace(structure, phase=phase)})
    save_design(blocked, tmp_path / "blocked")
    save_recipe(load_recipe(examples / "lpscl-ptfe-dry.yaml"), tmp_path / "blocked")
    arguments = ["impedance", tmp_path / "blocked", "--permittivity", "ceramic=40, binder=2"]
    code, out, _ = ceralyte(*arguments, "--points", "5", "--json")
    assert code == 1
    data = json.loads(out)
    code, _, err = ceralyte(*arguments, "--level", "fine", "--conductivity", "ceramic=1 S/m")
    assert code == 2
    assert "--level: got with the folder of a design. Allowed: with a recipe" in err
    assert "--conductivity: got with a design or a recipe. Allowed: with an image" in err
    assert not data["percolates"]
    assert data["verdicts"][0]["answer"] == "no"


def test_figure_1c_is_one_document(ceralyte, monkeypatch, tmp_path):
    small = partial(figure_1c, fractions=(0.1, 0.6), edge=12)
    monkeypatch.setattr("ceralyte.literature.figure_1c", small)
    code, out, err = ceralyte("literature", "--figure", "1c", "--out", tmp_path / "f", "--json")
    assert code == 0
    assert "figure_1c.svg" in err
    page = (tmp_path / "f" / "figure_1c.html").read_text(encoding="utf-8")
    assert page.count('class="point of-f1c') > 5
    data = json.loads(out)
    assert [curve["percolating"]["value"] for curve in data["model"]] == [0, 1]
    assert data["model"][0]["conductivity"]["unit"] == "S/m"
