"""The command line: outputs, exit codes, and no traceback for a user's mistake."""

import json
import subprocess
import sys

import pytest

from ceralyte.cli import show


def test_init_check_and_cell_lead_on(ceralyte, tmp_path):
    assert ceralyte("init")[0] == 0
    assert (tmp_path / "lpscl-ptfe-dry.yaml").exists()
    code, out, _ = ceralyte("check", "lpscl-ptfe-dry.yaml")
    assert code == 0
    assert "vol%" in out
    code, out, _ = ceralyte("cell", "lpscl-ptfe-dry.yaml", "--json")
    data = json.loads(out)
    assert data["cell"]["specific_energy"]["unit"] == "J/kg"
    assert len(data["energy_thickness"]["x"]) > 20


def test_init_lists_and_never_overwrites(ceralyte):
    _, out, _ = ceralyte("init", "--list")
    assert "llzo-peo" in out
    assert ceralyte("init", "llzo-peo")[0] == 0
    code, _, err = ceralyte("init", "llzo-peo")
    assert code == 2
    assert "is there already" in err
    code, _, err = ceralyte("init", "lzo-peo")
    assert code == 2
    assert "llzo-peo" in err


def test_an_unknown_name_is_told_with_its_line(ceralyte, examples, tmp_path):
    text = (examples / "li7p3s11-sebs-xylene.yaml").read_text()
    (tmp_path / "r.yaml").write_text(text.replace("p-xylene", "acetonitril"))
    code, _, err = ceralyte("check", "r.yaml")
    assert code == 2
    assert "r.yaml line 20: slurry.solvent: unknown name 'acetonitril'" in err
    (tmp_path / "r.yaml").write_text(text.replace("glass]", "glas]").replace("lithium", "lithim"))
    _, _, err = ceralyte("check", "r.yaml")
    assert "line 15: ceramic.analogues.1: unknown name" in err
    assert "cell.anode.material: unknown name" in err


def test_a_lattice_finer_than_the_voxels_is_told_with_the_line_of_its_pitch(
    ceralyte, examples, tmp_path
):
    text = (examples / "lpscl-cellulose.yaml").read_text()
    fibres = next(line for line in text.splitlines() if "fibre_diameter:" in line)
    text = text.replace("kind: nonwoven", "kind: gyroid").replace("kind: nanowires", "kind: gyroid")
    (tmp_path / "r.yaml").write_text(text.replace(fibres, "  pitch: 20 nm"))
    line = text.splitlines().index(fibres) + 1
    for command in (["check", "r.yaml"], ["design", "r.yaml", "--level", "quick"]):
        code, _, err = ceralyte(*command)
        assert code == 2
        assert f"r.yaml line {line}: support.pitch: 0.02 um makes fibres of 0.00684 um" in err
        assert "ceramic.size: the median particle of 3.5 um does not enter" in err


def test_json_is_one_document_and_nothing_else(ceralyte, examples):
    code, out, _ = ceralyte("check", examples / "na3sbs4-cmc-water.yaml", "--json")
    assert code == 0
    assert json.loads(out)["mass_fractions"]["Na3SbS4"] == pytest.approx(0.925)


def test_a_bad_solvent_leaves_with_1(ceralyte, examples, tmp_path):
    text = (examples / "li7p3s11-sebs-xylene.yaml").read_text()
    (tmp_path / "bad.yaml").write_text(text.replace("p-xylene", "water"))
    code, out, _ = ceralyte("check", "bad.yaml", "--json")
    assert code == 1
    assert json.loads(out)["verdicts"][0]["answer"] == "no"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["check", "nothing.yaml"], "there is no such file"),
        (["design", "nothing.yaml"], "there is no such file"),
        (["materials", "Li6PS5C"], "Li6PS5Cl"),
        (["cite", "nothing"], "nothing: there is no such file or folder. Allowed: the folder giv"),
        (["cite", "."], ".: holds no design (design.json and structure.zarr)"),
        (["cell", "nothing"], "nothing: there is no such file or folder. Allowed: a recipe, or"),
        (["bend", "nothing"], "nothing: there is no such file or folder. Allowed: a recipe, or"),
        (["stack", "."], ".: holds no design"),
        (["materials", "--file", "nothing.csv"], "cannot be read"),
    ],
)
def test_mistakes_leave_with_2_and_one_message(ceralyte, arguments, message):
    code, out, err = ceralyte(*arguments)
    assert code == 2
    assert out == ""
    assert message in err
    assert "Traceback" not in err


def test_materials_show_every_source(ceralyte):
    code, out, _ = ceralyte("materials", "Li6PS5Cl", "--json")
    assert code == 0
    assert all(v["source"] for v in json.loads(out)["values"])
    _, out, _ = ceralyte("materials", "Li6PS5Cl")
    assert "mS/cm" in out


def test_doctor_and_cite(ceralyte):
    code, out, _ = ceralyte("doctor", "--json")
    assert code == 0
    found = {f["check"]: f["finding"] for f in json.loads(out)}
    assert {"conduction", "catalogue", "memory", "disk", "processor", "GPU"} <= set(found)
    assert "layer " in found["threads"]
    assert "can be written" in found["kernel cache"]
    assert "can be written" in found["energy cache"]
    assert {"dependencies", "extra quantum", "PostgreSQL", "web page"} <= set(found)
    assert "ceralyte" in ceralyte("cite")[1]


def test_what_is_not_installed_is_not_told_as_well(ceralyte, monkeypatch):
    monkeypatch.setattr("ceralyte.cli.doctor._required", lambda _: {"left-out": None})
    monkeypatch.setattr("ceralyte.cli.doctor._dependencies", lambda: (True, ""))
    code, out, _ = ceralyte("doctor")
    assert code == 0
    assert all("not installed" in line for line in out.splitlines() if "extra " in line)
    assert out.count("not installed") >= 8
    assert "no left-out" in out


def test_names_of_quantities_are_spelled(quick_design, capsys):
    show.design(quick_design)
    printed = capsys.readouterr().out
    assert "Young's modulus" in printed
    assert "Poisson's ratio" in printed
    assert "Is it as thin as 20 µm?" in printed
    assert " um" not in printed


def test_design_writes_everything_and_prints_json(ceralyte, examples, tmp_path):
    code, out, _ = ceralyte(
        "design", examples / "llzo-peo.yaml", "--level", "quick", "--out", "d", "--json"
    )
    assert code == 0
    assert json.loads(out)["name"].startswith("LLZO")
    for name in ("design.json", "report.html", "recipe.yaml", "structure.zarr"):
        assert (tmp_path / "d" / name).exists()
    cited = " ".join(ceralyte("cite", "d")[1].split())
    assert "arXiv 2502.14234" in cited
    assert "(Murugan, Thangadurai and Weppner, Angew. Chem. Int. Ed. 46 (2007) 7778 [unver" in cited


def test_import_is_quick_and_lazy():
    code = "import ceralyte, sys; sys.exit(any(m in sys.modules for m in ('numba', 'matplotlib')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_failed_design_leaves_no_empty_folder(ceralyte, tmp_path):
    ceralyte("init")
    (tmp_path / "there").mkdir()
    options = ("lpscl-ptfe-dry.yaml", "--level", "no such", "--out", "there/made/out")
    command = [sys.executable, "-m", "ceralyte", "design", *options]
    assert subprocess.run(command, check=False, cwd=tmp_path).returncode == 2
    assert list((tmp_path / "there").iterdir()) == []


def test_cell_converts_draws_and_exports(ceralyte, tmp_path):
    ceralyte("init")
    options = ("--convert", "280 W*h/kg", "--basis", "full cell", "--conductivity", "1 mS/cm")
    code, out, _ = ceralyte(
        "cell", "lpscl-ptfe-dry.yaml", *options, "--figures", "f", "--pybamm", "p.json", "--json"
    )
    assert code == 0
    data = json.loads(out)
    assert data["membrane_conductivity"]["value"] == pytest.approx(0.1)
    converted = {basis: q["value"] for basis, q in data["converted"].items()}
    assert converted["full cell"] == pytest.approx(280 * 3600)
    assert converted["without packaging"] == pytest.approx(280 * 3600 / 0.95)
    assert json.loads((tmp_path / "p.json").read_text())["missing"]
    for name in ("cell_thickness.png", "cell_tornado.svg", "cell_rate.csv", "cell_tornado.csv"):
        assert (tmp_path / "f" / name).stat().st_size > 100


def test_cell_converts_an_energy_per_volume(ceralyte):
    ceralyte("init")
    options = ("--convert", "800 W*h/L", "--basis", "without packaging", "--json")
    code, out, _ = ceralyte("cell", "lpscl-ptfe-dry.yaml", *options)
    assert code == 0
    data = json.loads(out)
    ours = {b["basis"]: b["energy_density"].get("value") for b in data["bases"]}
    for basis, quantity in data["converted"].items():
        assert quantity["unit"] == "J/m^3"
        assert (quantity["value"] is None) == (ours[basis] is None)  # packaging has no volume here
        if ours[basis] is not None:
            scale = ours[basis] / ours["without packaging"]
            assert quantity["value"] == pytest.approx(800 * 3.6e6 * scale)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--convert", "280 W*h/kg"), "--basis: is missing"),
        (("--basis", "full cell"), "--convert: is missing"),
        (("--convert", "280 W*h/kg", "--basis", "whole cell"), "? One of full cell, "),
        (("--convert", "280 W*h/kg", "--basis", "WRONG"), ", without collectors, electrodes only"),
        (("--convert", "280", "--basis", "full cell"), "'280' has no unit"),
        (("--convert", "280 mm", "--basis", "full cell"), 'or "900 W*h/L"'),
        (("--convert", "800 W*h/L", "--basis", "full cell"), "by its mass only"),
        (("--convert", "-5 W*h/kg", "--basis", "full cell"), "--convert: -5 W*h/kg"),
        (("--conductivity", "1 mm"), "--conductivity: '1 mm' is no conductivity"),
        (("--pybamm", "nowhere/p.json"), "--pybamm: nowhere/p.json cannot be written"),
    ],
)
def test_wrong_options_of_cell_are_one_message(ceralyte, options, message):
    ceralyte("init")
    code, out, err = ceralyte("cell", "lpscl-ptfe-dry.yaml", *options)
    assert (code, out) == (2, "")
    assert message in err.replace("\n", " ")


def test_a_cell_that_cannot_discharge_is_a_no(ceralyte, tmp_path):
    ceralyte("init")
    recipe = tmp_path / "lpscl-ptfe-dry.yaml"
    text = recipe.read_text().replace("cell:\n", "cell:\n  c_rate: 99\n", 1)
    recipe.write_text(text.replace("areal_capacity: 5", "areal_capacity: 50"))
    code, out, _ = ceralyte("cell", "lpscl-ptfe-dry.yaml", "--json")
    assert code == 1
    data = json.loads(out)
    assert "no discharge at this rate" in data["rated"]["specific_energy"]["reason"]
    # What moves the nominal energy is still told.
    assert data["tornado"][0]["low"] != data["tornado"][0]["high"]


def test_options_that_are_wrong_are_told_with_the_recipe(ceralyte):
    code, _, err = ceralyte("design", "no.yaml", "--level", "quik", "--seeds", "0", "--pdf")
    assert code == 2
    assert err.startswith("error: no.yaml: 4 things to mend:\n")
    for told in (
        "--level: unknown name 'quik'. Allowed: did you mean 'quick'?",
        "--seeds: got 0",
        "--pdf: is given without a place",
        "no.yaml: cannot be read: there is no such file",
    ):
        assert f"\n  {told}" in err
    code, _, err = ceralyte("cell", "no.yaml", "--conductivity=-1 mS/cm", "--convert", "280 W*h/kg")
    assert code == 2
    for told in (
        "--basis: is missing",
        "--conductivity: got '-1 mS/cm'. Allowed: above 0 mS/cm",
        "no.yaml: there is no such file or folder",
    ):
        assert f"\n  {told}" in err
    code, _, err = ceralyte("check", ".")
    assert code == 2
    assert ".: cannot be read: is a folder" in err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("pack", "mono(d=3 um)", "--particles", "abc"),
            "--particles: got 'abc'. Allowed: a whole",
        ),
        (("pack", "mono(d=3 um)", "--friction", "x"), "--friction: got 'x'. Allowed: a number"),
        (("app", "--port", "0"), "--port: got '0'. Allowed: 1 or more"),
        (("image", "a.tif", "--seed", "2.5"), "--seed: got '2.5'. Allowed: a whole number"),
    ],
)
def test_a_number_that_is_none_is_told_as_it_was_typed(ceralyte, arguments, message):
    code, _, err = ceralyte(*arguments)
    assert code == 2
    assert f"error: {message}" in err


def test_a_page_needs_an_address(ceralyte):
    code, _, err = ceralyte("app", "--host", "")
    assert code == 2
    assert "--host: is empty. Allowed: an address of this machine" in err
