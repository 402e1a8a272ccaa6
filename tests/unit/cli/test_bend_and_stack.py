"""The commands bend and stack: tables, figures, JSON, mistakes."""

import json

import numpy as np
import pytest

from ceralyte.cli import output
from ceralyte.cli.bend import _beyond
from ceralyte.cli.stack import _ends
from ceralyte.core.quantities import Quantity, Unavailable
from ceralyte.core.units import PRESSURE
from ceralyte.model import LayerBend, Series, StackBend
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


@pytest.mark.parametrize(
    ("places", "of", "words"),
    [
        ([1], 1, ""),
        ([1, 2, 3], 3, ", all 3"),
        ([2], 3, ", 2 of 3 from the cylinder"),
        ([1, 2, 3, 7, 9, 10], 20, ", 1 to 3, 7, 9 to 10 of 20 from the cylinder"),
    ],
)
def test_equal_layers_share_a_line_that_says_which(places, of, words):
    layers = [
        LayerBend(
            name="plated lithium", thickness=1e-6, youngs_modulus=5e9, strain_inner=0,
            strain_outer=0, stress_inner=0, stress_outer=2e6 if k in places else 0,
            yield_strength=1e6,
        )
        for k in range(1, of + 1)
    ]  # fmt: skip
    nothing = Unavailable(unit="m", reason="test")
    stack = StackBend(
        what="pouch", radius=1e-2, neutral_axis=0, tension=0, bonded=layers, sliding=layers,
        radius_minimum_bonded=nothing, radius_minimum_sliding=nothing,
        winding_pressure=Quantity(value=0, unit="Pa", method="test"),
    )  # fmt: skip
    assert _beyond(stack) == [f"plated lithium{words}: flows from 1 MPa on"]


@pytest.mark.usefixtures("small")
def test_bend_names_the_strength_that_is_missing(ceralyte, recipe):
    text = recipe.read_text("utf-8")
    recipe.write_text(text.replace("  analogues: [Li2S-P2S5 glass]\n", ""), "utf-8")
    code, out, _ = ceralyte("bend", recipe)
    words = " ".join(out.replace("│", " ").split())
    assert code == 0
    assert "binder alone, contacts not tested" in words
    assert "note: contacts not tested: Li6PS5Cl has no fracture_toughness, adhesion" in words


@pytest.mark.usefixtures("small")
def test_bend_says_what_is_beyond_its_strength(ceralyte, recipe):
    arguments = ("bend", recipe, "--modulus", "cathode=10 GPa", "--radius", "0.3 mm")
    code, out, _ = ceralyte(*arguments)
    assert code == 0
    words = " ".join(out.split())
    assert "plated lithium: flows from 0.75 MPa on" in words
    assert "aluminium foil: flows from 150 MPa on" in words
    assert "membrane: beyond the strength" in words
    assert "beyond the strength: cracked" in " ".join(words.replace("│", " ").split())
    assert "the membrane alone on it: fail" in words
    assert "no yield strength is known of cathode, copper foil" in words
    data = json.loads(ceralyte(*arguments, "--json")[1])
    limit = data["bending"]["stacks"][1]["radius_minimum_bonded"]
    assert limit["low"] < limit["value"] < limit["high"]
    assert limit["method"] == "membrane, outer face"
    assert data["bending"]["cylinder"]["answer"] == "fail"
    assert [f["porosity"]["value"] for f in data["bending"]["faces"]] == [None, None]


def test_bend_tells_a_piece_that_never_broke(ceralyte, recipe, monkeypatch):
    few = Level(particles=160, voxels=16, seeds=1)  # most beds of some other number do break
    monkeypatch.setitem(LEVELS, "quick", few)
    monkeypatch.setattr(output.STDOUT, "_width", 160)
    code, out, _ = ceralyte("bend", recipe, "--tests", "compression", "--json")
    assert code == 0
    tests = {t["held_by"]: t for t in json.loads(out)["strength"]["tests"]}
    soft = tests["binder alone"]["strength"]
    assert not tests["binder alone"]["broken"]
    assert (soft["low"], soft["high"]) == (pytest.approx(soft["value"] / 2), None)
    _, out, _ = ceralyte("bend", recipe, "--tests", "compression")
    assert "not broken at 20%" in " ".join(out.split())


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
        (("--modulus", "cathode=1 GPa, cathode=2 GPa"), "--modulus: 'cathode' stands there twice"),
        (
            ("--modulus", "cathode=0 GPa"),
            "error: --modulus cathode: got '0 GPa'. Allowed: above 0 GPa",
        ),
        (("--radius", "-4 mm"), "error: --radius: got '-4 mm'. Allowed: above 0"),
        (("--radius", "10 um"), "radius: 10 um is less than the thickness, 15 um"),
        (("--tension", "-1 N/m"), "error: --tension: got '-1 N/m'. Allowed: 0 N/m or more"),
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


def test_a_resistance_beyond_its_theory_is_told(ceralyte, recipe, monkeypatch):
    monkeypatch.setattr(output.STDOUT, "_width", 160)
    rough = ("--roughness", "membrane=0.8 um", "--correlation-length", "4 um")
    _, out, _ = ceralyte("stack", recipe, "--pressure", "2 MPa", *rough)
    words = " ".join(out.split())
    assert "beyond the theory where 89% touches" in words
    _, out, _ = ceralyte("stack", recipe, "--pressure", "0.1 MPa", *rough, "--json")
    data = json.loads(out)
    assert data["contact_resistance"]["low"] == data["contact_resistance"]["value"] / 2
    curve = data["resistance_pressure"]
    assert 0.2e6 < curve["x"][-1] < 0.226e6  # a tenth touches at 0.225 MPa: 3 x 0.75 MPa of lithium
    assert len(data["fraction_pressure"]["y_low"]) == 61


def test_stack_says_how_to_give_the_modulus_of_a_host(ceralyte, recipe):
    text = recipe.read_text("utf-8")
    anode = (
        "{material: graphite, composite: {active_material: graphite, "
        "mass_fractions: {graphite: 100 wt%}, porosity: 20 %}}"
    )
    recipe.write_text(text.replace("{material: lithium, excess_thickness: 20 um}", anode), "utf-8")
    rough = ("--roughness", "membrane=0.8 um")
    code, out, _ = ceralyte("stack", recipe, "--pressure", "2 MPa", *rough, "--json")
    assert code == 0
    reason = json.loads(out)["contact_fraction"]["reason"]
    assert "not known of graphite: youngs_modulus and poissons_ratio;" in reason
    assert "materials_file" in reason


def test_creep_says_how_well_it_is_known(ceralyte, recipe):
    arguments = ("stack", recipe, "--pressure", "2 MPa", "--stiffness", "0.05 MPa/um")
    code, out, _ = ceralyte(*arguments)
    assert code == 0
    words = " ".join(out.replace("│", " ").split())
    assert "squeezed out (1% left) after 21 s" in words
    lost = json.loads(ceralyte(*arguments, "--json")[1])["thickness"][0]
    gone = next(k for k, y in enumerate(lost["y"]) if y < 0.0101 * lost["y"][0])
    assert lost["y_high"][gone] > 2 * lost["y"][gone]
    assert lost["y_high"][-1] == pytest.approx(lost["y"][-1], rel=1e-6)
    assert lost["x"][-1] == pytest.approx(5 * lost["x"][gone], rel=0.01)
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
        (("--pressure", "1 MPa", "--roughness", "membrne=1 um"), "did you mean 'membrane'"),
        (("--pressure", "1 MPa", "--inside", "1 MPa"), "inside: 1 MPa is more than 0.101 MPa"),
        (("--pressure", "1 MPa", "--stiffness", "0 MPa/um"), "stiffness: got 0 MPa/um"),
        (("--pressure", "1 MPa", "--duration", "0 h"), "duration: got 0 h"),
        (("--pressure", "1 MPa", "--cycle-time", "-1 h"), "--cycle-time: got -1 h"),
        (
            ("--pressure", "1 MPa", "--roughness", "membrane=1 um, membrane=2 um"),
            "--roughness: 'membrane' stands there twice",
        ),
        (
            ("--pressure", "1 MPa", "--roughness", "membrane=-1 um"),
            "--roughness membrane: got '-1 um'",
        ),
    ],
)
def test_stack_refuses(ceralyte, recipe, arguments, words):
    code, out, err = ceralyte("stack", recipe, *arguments)
    assert (code, out) == (2, "")
    assert words in " ".join(err.split())


def test_nothing_lost_is_said_in_words():
    kept = Series(
        x_name="time", x_unit="s", x=(0, 3600), y_name="pressure", y_unit="Pa", y=(2e6, 2e6),
        y_low=(2e6, 2e6), y_high=(2e6, 2e6),
    )  # fmt: skip
    assert _ends(kept, PRESSURE) == "2 MPa: no loss in 1 h [estimate]"
    lost = kept.model_copy(update={"y_low": (2e6, 1e6)})
    assert "2 MPa to 2 MPa (1 MPa to 2 MPa) in 1 h" in _ends(lost, PRESSURE)


def test_all_that_is_wrong_is_told_at_once(ceralyte):
    code, _, err = ceralyte(
        "bend", "no.yaml", "--radius=-4 mm", "--tension=-1 N/m", "--modulus", "cathode",
        "--tests", "tensio", "--seeds", "0", "--level", "quik",
    )  # fmt: skip
    assert code == 2
    assert err.startswith("error: bend: 7 things to mend:\n")
    for told in (
        "--tests: unknown name 'tensio'. Allowed: did you mean 'tension'?",
        "--modulus: got 'cathode', no name and value",
        "--radius: got '-4 mm'",
        "--tension: got '-1 N/m'",
        "--level: unknown name 'quik'. Allowed: did you mean 'quick'?",
        "--seeds: got 0",
        "no.yaml: there is no such file or folder",
    ):
        assert f"\n  {told}" in err
    wrong = ("--roughness", "membran=1 um", "--pressure", "1", "--cycle-time", "1 m")
    code, _, err = ceralyte("stack", "no.yaml", *wrong)
    assert code == 2
    for told in (
        "--roughness: unknown name 'membran'",
        "--pressure: '1' has no unit",
        "--cycle-time: '1 m' is no time",
        "no.yaml: there is no such file or folder",
    ):
        assert f"\n  {told}" in err
