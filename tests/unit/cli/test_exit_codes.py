"""The command line leaves with 1 where it ran but the answer is no."""

import json
import tomllib
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from ceralyte.cli import doctor
from ceralyte.core.errors import ConvergenceError

PYPROJECT = Path(__file__).parents[3] / "pyproject.toml"
RECIPE = """
name: exit codes
ceramic:
  material: Li7P3S11
  mass_fraction: {ceramic_wt} wt%
  size: mono(d=3 um)
  properties:
    density: {{value: 2 g/cm3, source: test}}
    conductivity: {{value: 1 mS/cm, temperature: 25 degC, source: test}}
binder:
  material: PTFE
  mass_fraction: {binder_wt} wt%
  properties: {{density: {{value: 2 g/cm3, source: test}}}}
process: {process}
slurry: {{solvent: {solvent}}}
membrane: {{thickness: 40 um}}
press: {press}
"""


@pytest.fixture
def design(ceralyte, tmp_path):
    """Run `ceralyte design` on a small recipe; return exit code, stdout, stderr."""

    def run(*, ceramic_wt=95, solvent="none", press="{method: uniaxial, relative_density: 75 %}"):
        text = RECIPE.format(
            ceramic_wt=ceramic_wt,
            binder_wt=100 - ceramic_wt,
            process="dry" if solvent == "none" else "slurry",
            solvent=solvent,
            press=press,
        )
        (tmp_path / "recipe.yaml").write_text(text)
        few = ["--level", "quick", "--particles", 100, "--seeds", 1]
        return ceralyte("design", "recipe.yaml", *few, "--json")

    return run


def test_a_membrane_that_conducts_leaves_with_0(design):
    code, out, _ = design()
    assert code == 0
    assert json.loads(out)["effective_conductivity"]["value"] > 0


def test_a_destroyed_ceramic_leaves_with_1(design):
    code, out, _ = design(solvent="water")
    assert code == 1
    answers = {v["topic"]: v["answer"] for v in json.loads(out)["verdicts"]}
    assert answers["chemistry"] == "no"
    assert json.loads(out)["effective_conductivity"]["value"] > 0


def test_nothing_that_conducts_leaves_with_1(design):
    code, out, _ = design(ceramic_wt=2, press="{method: none}")
    assert code == 1
    conductivity = json.loads(out)["effective_conductivity"]
    assert conductivity["value"] is None
    assert "nothing conducts" in conductivity["reason"]


def test_grains_that_nothing_pressed_touch_in_points_and_do_not_conduct(design):
    code, out, _ = design(press="{method: none}")
    assert code == 1
    reason = json.loads(out)["effective_conductivity"]["reason"]
    assert "touch in points" in reason


def test_a_stage_that_does_not_converge_leaves_with_1_and_one_message(design, monkeypatch):
    def never(*_, **__):
        raise ConvergenceError("packing", 1e-3, 1e-5, 100)

    monkeypatch.setattr("ceralyte.pipeline.piece.pack", never)
    code, out, err = design()
    assert code == 1
    assert out == ""
    assert "packing did not converge: reached 0.001 after 100 iterations" in err


def test_doctor_leaves_with_1_where_something_is_wrong(ceralyte, monkeypatch):
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=2**20, total=1))
    monkeypatch.setenv("NUMBA_CACHE_DIR", "/dev/null/cache")
    code, out, _ = ceralyte("doctor", "--json")
    assert code == 1
    assert {f["check"]: f["ok"] for f in json.loads(out)}["memory"] is False
    finding = {f["check"]: f["finding"] for f in json.loads(out)}["kernel cache"]
    assert finding.startswith("/dev/null/cache cannot be written; set NUMBA_CACHE_DIR")
    code, out, _ = ceralyte("doctor")
    assert code == 1
    assert "NO" in out


def test_doctor_tells_what_is_not_installed_and_how_to_install_it(ceralyte, monkeypatch):
    def fake_version(name):
        if name == "scipy":
            raise PackageNotFoundError
        return "1.0"

    wanted = ["numpy>=2", "scipy", 'torch==2; extra == "search"', 'scipy; extra == "cluster"']
    monkeypatch.setattr(doctor, "requires", lambda _: wanted)
    monkeypatch.setattr(doctor, "version", fake_version)
    monkeypatch.setenv("CERALYTE_CACHE", "/dev/null/cache")
    code, out, _ = ceralyte("doctor", "--json")
    found = {f["check"]: (f["ok"], f["finding"]) for f in json.loads(out)}
    assert code == 1
    assert found["dependencies"] == (
        False,
        "no scipy: install ceralyte again, `pip install ceralyte`",
    )
    assert found["extra search"] == (True, "torch 1.0, for searches with Gaussian processes")
    lacks = 'no scipy, for studies on a Dask cluster: pip install "ceralyte[cluster]"'
    assert found["extra cluster"] == (True, lacks)
    assert found["energy cache"][1].endswith("set CERALYTE_CACHE to a folder that can")


def test_doctor_knows_every_extra():
    project = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]
    extras = set(project["optional-dependencies"]) - {"dev", "docs", "fuzz"}
    assert set(doctor.EXTRAS) == extras


def test_doctor_names_the_gpu(ceralyte, monkeypatch):
    runtime = SimpleNamespace(
        memGetInfo=lambda: (3 * 2**30, 4 * 2**30),
        getDeviceProperties=lambda _: {"name": b"Made-up GPU"},
    )
    fake = SimpleNamespace(cuda=SimpleNamespace(runtime=runtime))
    monkeypatch.setattr("ceralyte.cli.doctor.cupy", lambda: fake)
    _, out, _ = ceralyte("doctor", "--json")
    found = {f["check"]: f["finding"] for f in json.loads(out)}
    assert "by level, quick 1, standard 3, fine 9 GiB" in found["memory"]
    assert found["GPU"] == "Made-up GPU, 3.0 of 4.0 GiB free"


@pytest.mark.parametrize(
    ("material", "missing"),
    [
        ("Li3InCl6", "relative_density"),
        ("Li10GeP2S12", "relative_density"),
        ("Li3ErBr6", "materials_file"),
    ],
)
def test_check_tells_chemistry_before_a_missing_value(
    ceralyte, tmp_path, material: str, missing: str
) -> None:
    text = RECIPE.format(
        ceramic_wt=95,
        binder_wt=5,
        process="dry",
        solvent="none",
        press="{method: uniaxial, pressure: 300 MPa}",
    )
    plain = text.replace("Li7P3S11", material)
    if material == "Li3ErBr6":
        start, end = plain.index("  properties:"), plain.index("binder:")
        plain = plain[:start] + plain[end:]
    (tmp_path / "recipe.yaml").write_text(plain)
    code, out, err = ceralyte("check", str(tmp_path / "recipe.yaml"))
    assert code == 2
    assert missing in err
    assert f"Does {material} come through dry processing?" in " ".join(out.split())
    assert "wt%" in out


def test_check_adds_up_a_formula_that_does_not_balance(ceralyte, tmp_path) -> None:
    text = RECIPE.format(
        ceramic_wt=95,
        binder_wt=5,
        process="slurry",
        solvent="toluene",
        press="{method: uniaxial, pressure: 300 MPa}",
    ).replace("Li7P3S11", "Li6PS5Cl3")
    start, end = text.index("  properties:"), text.index("binder:")
    text = text[:start] + text[end:]
    (tmp_path / "recipe.yaml").write_text(text)
    code, _, err = ceralyte("check", str(tmp_path / "recipe.yaml"))
    assert code == 2
    assert "does not balance in charge" in err
