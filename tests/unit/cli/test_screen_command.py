"""`ceralyte screen`: tables, JSON, figures, exit codes."""

import csv
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ceralyte.cli.main import app
from ceralyte.core.errors import InputError
from ceralyte.materials import load_catalogue
from ceralyte.slurry import assess

RUNNER = CliRunner()
KEYS = {"ceramic", "solvent", "binder", "outcome", "usable", "confidence", "mechanism", "evidence"}


def test_all_solvents_as_one_json_list() -> None:
    result = RUNNER.invoke(app, ["screen", "--ceramic", "Li6PS5Cl", "--binder", "SEBS", "--json"])
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert len(found) == len(load_catalogue().names("solvent"))
    assert all(entry.keys() >= KEYS for entry in found)
    assert found[0]["usable"] is True
    assert found[0]["binder"] == "SEBS"
    assert {e["rank"] for entry in found for e in entry["evidence"]} == {
        "documented",
        "analogue",
        "rule",
    }


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--ceramic", "Li6PS5Cl", "--solvent", "anisole"], 0),
        (["--ceramic", "Li6PS5Cl", "--solvent", "methanol"], 1),
        (["--ceramic", "Na3SbS4", "--solvent", "water", "--binder", "CMC-Na"], 0),
        (["--ceramic", "Na3SbS4", "--solvent", "water", "--binder", "SBS"], 1),
        (["--ceramic", "Li7P3S11", "--solvent", "ethyl propionate", "--no-documents"], 0),
        (["--ceramic", "Li6PS5Cl", "--solvent", "none", "--binder", "PTFE"], 0),
    ],
)
def test_exit_code_is_one_when_the_answer_is_no(arguments: list[str], code: int) -> None:
    assert RUNNER.invoke(app, ["screen", *arguments]).exit_code == code


def test_a_mistake_is_an_input_error() -> None:
    with pytest.raises(InputError, match="'Li6PSCl' does not balance in charge"):
        RUNNER.invoke(app, ["screen", "--ceramic", "Li6PSCl"], catch_exceptions=False)


def test_an_empty_solvent_is_a_mistake_not_all() -> None:
    with pytest.raises(InputError, match="solvent: is empty"):
        RUNNER.invoke(app, ["screen", "--ceramic", "LLZO", "--solvent", ""], catch_exceptions=False)


def test_one_pair_in_full() -> None:
    result = RUNNER.invoke(
        app, ["screen", "--ceramic", "Li3PS4", "--solvent", "THF", "--binder", "SBR"]
    )
    assert result.exit_code == 0
    for text in ("3 C4H8O <->", "documented", "donor", "Binder SBR", "rubbery"):
        assert text in result.stdout


def test_figures_have_their_numbers_beside_them(tmp_path: Path) -> None:
    result = RUNNER.invoke(
        app,
        ["screen", "--ceramic", "Li3InCl6", "--solvent", "toluene", "--figures", str(tmp_path)],
    )
    assert result.exit_code == 0
    assert {p.name for p in tmp_path.iterdir()} == {
        f"{name}.{end}" for name in ("map", "hansen", "matrix") for end in ("svg", "png", "csv")
    }
    with (tmp_path / "matrix.csv").open(encoding="utf-8") as file:
        rows = {row["ceramic"]: row for row in csv.DictReader(file)}
    assert rows["Li6PS5Cl"]["water"] == "h2s_release"
    with (tmp_path / "map.csv").open(encoding="utf-8") as file:
        points = {row["solvent"]: row for row in csv.DictReader(file)}
    assert float(points["tetrahydrofuran"]["donor number (kcal/mol)"]) == pytest.approx(20)
    assert points["isobutyl isobutyrate"]["estimated"] == "true"
    with (tmp_path / "hansen.csv").open(encoding="utf-8") as file:
        points = {row["solvent"]: row for row in csv.DictReader(file)}
    assert float(points["water"]["Hansen, hydrogen bonds (MPa^0.5)"]) == pytest.approx(42.3)


def test_one_solvent_in_practice() -> None:
    """20 um of 60 vol% solids from 30 vol%: 40 um wet, half the gap, 28 um of solvent to dry."""
    arguments = ["--ceramic", "Li6PS5Cl", "--solvent", "anisole", "--thickness", "20 um"]
    result = RUNNER.invoke(app, ["screen", *arguments, "--temperature", "60 degC", "--json"])
    (found,) = json.loads(result.stdout)
    assert found["wet_gap"]["value"] == pytest.approx(80e-6)
    assert found["handling"]["temperature"] == pytest.approx(333.15)
    assert found["handling"]["drying_time"]["value"] > 0
    assert 0.6 < found["castable_solids"]["value"] < 0.64
    thick = RUNNER.invoke(app, ["screen", *arguments, "--medium-viscosity", "0.5 Pa*s", "--json"])
    assert json.loads(thick.stdout)[0]["castable_solids"]["value"] == pytest.approx(0.54, abs=0.01)
    shown = RUNNER.invoke(app, ["screen", *arguments])
    assert "gap of the blade" in shown.stdout
    assert "what to weigh out: ceralyte check RECIPE" in shown.stderr
    assert "category 3" in shown.stdout
    assert "154 degC" in shown.stdout


def test_a_solvent_by_smiles_and_a_mixture_in_practice() -> None:
    for solvent in ("CCCCCCCCC", "toluene/anisole 1:1"):
        result = RUNNER.invoke(app, ["screen", "--ceramic", "Li6PS5Cl", "--solvent", solvent])
        assert result.exit_code == 0
        assert ("--medium-viscosity" in result.stdout) == ("/" not in solvent)


def test_a_bare_number_is_refused() -> None:
    arguments = ["--ceramic", "Li6PS5Cl", "--solvent", "anisole", "--thickness", "20"]
    with pytest.raises(InputError, match="--thickness: '20' has no unit"):
        RUNNER.invoke(app, ["screen", *arguments], catch_exceptions=False)


def test_hazards_filter_and_show() -> None:
    arguments = ["screen", "--ceramic", "Li6PS5Cl", "--solvent", "toluene"]
    result = RUNNER.invoke(app, [*arguments, "--hazard-max", "harmful", "--json"])
    (found,) = json.loads(result.stdout)
    assert result.exit_code == 1
    assert (found["hazard_level"], found["filter_reason"]) == (
        "serious",
        "serious hazard to health",
    )
    shown = RUNNER.invoke(app, arguments)
    assert shown.exit_code == 0
    assert "H361d" in shown.stdout
    assert "GisChem" in shown.stdout
    pair = ["screen", "--ceramic", "Li6PS5Cl", "--solvent", "hexyl butyrate"]
    unknown = RUNNER.invoke(app, pair)
    assert "not known here" in unknown.stdout
    limited = [*pair, "--hazard-max", "serious"]
    assert RUNNER.invoke(app, limited).exit_code == 1
    assert RUNNER.invoke(app, [*limited, "--hazard-unknown", "keep"]).exit_code == 0


def test_estimates_are_printed_without_false_digits() -> None:
    pair = ["--ceramic", "Li6PS5Cl", "--solvent", "toluene", "--thickness", "30 um"]
    result = RUNNER.invoke(app, ["screen", *pair])
    assert "66 s (33 to 130) [estimate]" in result.stdout
    assert "3.89 kPa (2.78 to 5.45) [estimate]" in result.stdout


def test_the_command_starts_without_what_it_does_not_need() -> None:
    """Heavy packages would cost a screen of all solvents seconds."""
    heavy = (
        "scipy.constants",
        "scipy.sparse",
        "numpy.f2py",
        "numba",
        "matplotlib",
        "rdkit",
        "tblite",
        "pyscf",
        "pandas",
        "sqlalchemy",
    )
    code = "import sys, ceralyte.cli.main, ceralyte.cli.screen; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert not set(loaded.stdout.split()) & set(heavy)


def test_what_no_report_says_of_the_particles_is_told_with_the_remedy() -> None:
    told = RUNNER.invoke(app, ["screen", "--ceramic", "Li6PS5Cl", "--solvent", "anisole"]).stderr
    assert "not published here" in told
    assert "state ceramic.size" in told
    known = RUNNER.invoke(app, ["screen", "--ceramic", "Li6PS5Cl", "--solvent", "toluene"])
    assert "particle size" in known.stdout
    assert "not published here" not in known.stderr


def test_a_gap_of_nothing_is_refused() -> None:
    for solvent in (["--solvent", "anisole"], []):
        arguments = ["screen", "--ceramic", "Li6PS5Cl", *solvent, "--thickness", "0 um"]
        with pytest.raises(InputError, match=r"--thickness: got '0 um'. Allowed: above 0 um"):
            RUNNER.invoke(app, arguments, catch_exceptions=False)


@pytest.mark.parametrize(
    ("solvent", "reason"),
    [
        (["--solvent", "toluene/anisole 1:1"], "not available for mixtures"),
        ([], "state --solvent"),
    ],
)
def test_without_one_solvent_the_gap_is_told_and_what_is_missing(
    solvent: list[str], reason: str
) -> None:
    arguments = ["screen", "--ceramic", "Li6PS5Cl", *solvent, "--thickness", "20 um"]
    shown = RUNNER.invoke(app, arguments)
    assert "gap of the blade" in shown.stdout
    assert reason in _words(shown.stdout)
    found = json.loads(RUNNER.invoke(app, [*arguments, "--json"]).stdout)[-1]
    assert found["wet_gap"]["value"] == pytest.approx(80e-6)
    assert reason in found["handling_missing"]


def test_a_dry_process_has_no_gap() -> None:
    arguments = ["screen", "--ceramic", "Li6PS5Cl", "--solvent", "none", "--thickness", "20 um"]
    shown = RUNNER.invoke(app, arguments).stdout
    assert "no slurry, and no gap" in _words(shown)
    assert "gap of the blade" not in shown


def test_drying_tells_its_assumptions_and_too_many_solids_are_warned_of() -> None:
    arguments = ["screen", "--ceramic", "Li6PS5Cl", "--solvent", "anisole"]
    shown = _words(RUNNER.invoke(app, arguments).stdout)
    assert "100 um of solvent, laminar air at 0.5 m/s" in shown
    assert "more than can be cast" not in shown
    thick = _words(RUNNER.invoke(app, [*arguments, "--solids", "70 vol%"]).stdout)
    assert "70 % of solids by volume (--solids) are more than can be cast" in thick


def _words(shown: str) -> str:
    return " ".join(shown.replace("│", " ").split())


def test_the_list_marks_solubilities_that_are_only_recalled() -> None:
    pair = ["screen", "--ceramic", "Li6PS5Cl", "--binder", "SEBS"]
    assert "(recalled)" in RUNNER.invoke(app, pair).stdout
    one = _words(RUNNER.invoke(app, [*pair, "--solvent", "p-xylene"]).stdout)
    assert "yes (its solubility is recalled, not verified)" in one


def test_one_pair_tells_why_a_filter_leaves_it_out() -> None:
    arguments = ["screen", "--ceramic", "Li6PS5Cl", "--solvent", "toluene", "--hazard-max", "none"]
    result = RUNNER.invoke(app, arguments)
    assert result.exit_code == 1
    assert "left out serious hazard to health" in _words(result.stdout)


def test_one_word_for_what_is_uncertain_and_why() -> None:
    """`check` calls toluene on Li6PS5Cl uncertain; so do the pair and the list."""
    arguments = ["screen", "--ceramic", "Li6PS5Cl"]
    one = _words(RUNNER.invoke(app, [*arguments, "--solvent", "toluene"]).stdout)
    assert "usable uncertain, confidence 95 %" in one
    assert "uncertain conducts 0.63 (0.45 to 1) times as well after toluene" in one
    everything = _words(RUNNER.invoke(app, arguments).stdout)
    assert "conducts 0.63 (0.45 to 1) times as well after toluene" in everything
    reason = assess("Li6PS5Cl", "toluene").to_verdict().reason
    assert "reasons for doubt: conducts 0.63 (0.45 to 1) times as well" in reason


@pytest.mark.parametrize("thickness", [[], ["--thickness", "20 um"]])
@pytest.mark.parametrize("solids", ["110 vol%", "100 vol%", "0 vol%"])
def test_no_slurry_is_more_than_solids(thickness: list[str], solids: str) -> None:
    arguments = ["screen", "--ceramic", "Li6PS5Cl", "--solvent", "anisole", "--solids", solids]
    with pytest.raises(InputError, match=re.escape(f"--solids: got '{solids}'")):
        RUNNER.invoke(app, [*arguments, *thickness], catch_exceptions=False)


def test_all_names_that_are_wrong_are_told_by_their_options(ceralyte):
    wrong = ("--ceramic", "Li6PS5C", "--solvent", "tolune/etanol 1:1", "--binder", "SEB")
    code, out, err = ceralyte("screen", *wrong)
    assert (code, out) == (2, "")
    lines = err.splitlines()
    assert lines[0] == "error: screen: 4 things to mend:"
    starts = [
        "--ceramic: 'Li6PS5C' does",
        "--solvent: unknown name 'tolune'. Allowed: did you mean",
    ]
    starts += ["--solvent: unknown name 'etanol'", "--binder: unknown name 'SEB'"]
    for line, start in zip(lines[1:], starts, strict=True):
        assert line.startswith(f"  {start}")


@pytest.mark.parametrize("solvent", [(), ("--solvent", "anisole")])
@pytest.mark.parametrize(
    ("option", "value", "allowed"),
    [
        ("--temperature", "-300 degC", "above -273.15 degC"),
        ("--medium-viscosity", "-1 mPa*s", "above 0 mPa*s"),
        ("--thickness", "-20 um", "above 0 um"),
    ],
)
def test_what_cannot_be_is_refused_for_all_solvents_and_for_one(
    ceralyte, solvent, option, value, allowed
):
    code, out, err = ceralyte("screen", "--ceramic", "Li6PS5Cl", *solvent, option, value)
    assert (code, out) == (2, "")
    assert f"error: {option}: got '{value}'. Allowed: {allowed}" in err


def test_options_that_are_wrong_are_told_with_the_names(ceralyte):
    code, out, err = ceralyte(
        "screen", "--ceramic", "Li6PS5Cl", "--solvent", "tolune", "--hazard-unknown", "kep",
        "--temperature=-300 degC", "--thickness", "3", "--solids", "120 vol%",
        "--medium-viscosity", "1 Pa",
    )  # fmt: skip
    assert (code, out) == (2, "")
    assert err.startswith("error: screen: 7 things to mend:\n")
    for told in (
        "--hazard-unknown: unknown name 'kep'",
        "--temperature: got '-300 degC'",
        "--thickness: '3' has no unit",
        "--solids: got '120 vol%'",
        "--medium-viscosity: '1 Pa' is no viscosity",
        "--hazard-unknown: got without --hazard-max",
        "--solvent: unknown name 'tolune'",
    ):
        assert f"\n  {told}" in err
