"""The commands bend and stack: tables, figures, JSON, mistakes."""

import json

import numpy as np
import pytest

from ceralyte.model.levels import LEVELS, Level


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setitem(LEVELS, "quick", Level(particles=150, voxels=16, seeds=1))


@pytest.fixture
def recipe(examples, tmp_path):
    text = (examples / "lpscl-ptfe-dry.yaml").read_text(encoding="utf-8")
    file = tmp_path / "coarse.yaml"
    file.write_text(text.replace("lognormal(d50=3 um, sigma=0.4)", "mono(d=3 um)"), "utf-8")
    return file


@pytest.mark.usefixtures("small")
def test_bend_writes_figures_and_tables(ceralyte, recipe, tmp_path):
    code, out, err = ceralyte(
        "bend", recipe, "--modulus", "cathode=10 GPa", "--radius", "5 mm", "--tension", "5 N/m",
        "--tests", "bending,tension", "--figures", "figures",
    )  # fmt: skip
    assert code == 0
    for words in ("tensile strength, network of bonds", "ASTM D522", "copper foil", "bending"):
        assert words in out
    for name in ("strength_tests", "crack", "bend_radius", "bent_stack"):
        assert (tmp_path / f"figures/{name}.png").stat().st_size > 5000
        assert f"figures/{name}.svg" in err
    rows = (tmp_path / "figures/bent_stack_2.csv").read_text("utf-8").splitlines()
    assert rows[0].startswith("layer,thickness [um],Young's modulus [GPa],")
    assert rows[3].startswith("membrane,15,")
    curve = (tmp_path / "figures/tension_1_seed_0.csv").read_text("utf-8").splitlines()
    assert curve[0] == "strain [%],stress [MPa]"
    assert curve[1] == "0,0"


@pytest.mark.usefixtures("small")
def test_bend_json_is_one_document(ceralyte, recipe):
    code, out, _ = ceralyte("bend", recipe, "--json")
    assert code == 0
    data = json.loads(out)
    assert data["strength"]["tensile_strength"]["unit"] == "Pa"
    assert data["bending"]["stacks"][0]["radius"] == 4e-3
    assert {m["answer"] for m in data["mandrel"]} <= {"pass", "fail", "uncertain"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--radius", "5"), "--radius: '5' has no unit"),
        (("--tests", "tenson"), "unknown name 'tenson'. Allowed: did you mean 'tension'"),
        (("--modulus", "catode=10 GPa"), "unknown name 'catode'. Allowed: did you mean 'cathode'"),
        (("--modulus", "foo=3 GPa"), "unknown name 'foo'. Allowed: "),
        (("--modulus", "cathode"), "--modulus: got 'cathode'"),
        (("--tension", "-1 N/m"), "tension: got -1 N/m"),
        (("--seeds", "0"), "seeds: got 0"),
        (("--level", "fast"), "unknown name 'fast'"),
    ],
)
@pytest.mark.usefixtures("small")
def test_bend_refuses(ceralyte, recipe, arguments, words):
    code, out, err = ceralyte("bend", recipe, *arguments)
    assert (code, out) == (2, "")
    assert words in " ".join(err.split())
    assert "Traceback" not in err


def test_stack_writes_figures_and_tables(ceralyte, recipe, tmp_path):
    code, out, _ = ceralyte(
        "stack", recipe, "--pressure", "0.5 MPa", "--roughness",
        "membrane=0.8 um, electrode=0.5 um", "--correlation-length", "4 um",
        "--stiffness", "0.05 MPa/um", "--width", "60 mm", "--figures", "figures",
    )  # fmt: skip
    assert code == 0
    assert "0.1013 MPa" in out
    assert "sticking" in out
    for name in ("contact", "creep"):
        assert (tmp_path / f"figures/{name}.png").stat().st_size > 5000
    header = (tmp_path / "figures/contact_resistance.csv").read_text("utf-8").splitlines()[0]
    assert header == (
        "pressure [MPa],contact resistance [ohm*cm^2],low contact resistance [ohm*cm^2],"
        "high contact resistance [ohm*cm^2]"
    )


def test_creep_says_how_well_it_is_known(ceralyte, recipe):
    arguments = ("stack", recipe, "--pressure", "2 MPa", "--stiffness", "0.05 MPa/um")
    code, out, _ = ceralyte(*arguments)
    assert code == 0
    words = " ".join(out.replace("│", " ").split())
    assert "squeezed out (1% left) after 21 s" in words
    data = json.loads(ceralyte(*arguments, "--json")[1])
    for curve in (data["thickness"][0], data["relaxation"], data["breathing"]):
        assert all(
            low <= middle <= high
            for low, middle, high in zip(curve["y_low"], curve["y"], curve["y_high"], strict=True)
        )
        assert max(np.subtract(curve["y_high"], curve["y_low"])) > 0


def test_stack_says_what_is_not_known(ceralyte, recipe):
    code, out, _ = ceralyte("stack", recipe, "--pressure", "1 MPa", "--json")
    assert code == 0
    data = json.loads(out)
    assert data["contact_fraction"]["value"] is None
    assert '--roughness "membrane=0.8 um"' in data["contact_fraction"]["reason"]
    assert any("--stiffness" in note for note in data["notes"])
    assert data["breathing_amplitude"]["value"] == pytest.approx(24.2e-6, rel=0.01)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "pressure: is not given, and the recipe's cell has no system.stack_pressure"),
        (("--pressure", "-1 MPa"), "pressure: got -1 MPa. Allowed: 0 or more"),
        (("--pressure", "1 MPa", "--roughness", "cathode=1 um"), "--roughness: got 'cathode=1 um'"),
        (("--pressure", "1 MPa", "--inside", "1 MPa"), "inside: 1 MPa is more than 0.101 MPa"),
        (("--pressure", "1 MPa", "--stiffness", "0 MPa/um"), "stiffness: got 0 Pa/m"),
        (("--pressure", "1 MPa", "--duration", "0 h"), "times"),
    ],
)
def test_stack_refuses(ceralyte, recipe, arguments, words):
    code, out, err = ceralyte("stack", recipe, *arguments)
    assert (code, out) == (2, "")
    assert words in " ".join(err.split())
