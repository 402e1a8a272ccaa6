"""`ceralyte study`: from a file to report, export and a recipe that gives its numbers again."""

import csv
import json
import os
import shutil
import subprocess
import sys
from types import SimpleNamespace

import psutil
import pytest

from ceralyte.cli.study_tables import status_of
from ceralyte.pipeline import estimate
from ceralyte.recipe import load_recipe
from ceralyte.study import TimeLeft

STUDY = """
name: a study
kind: sweep
recipe: {recipe}
vary:
  press.pressure: {{low: 100 MPa, high: 500 MPa}}
  membrane.thickness: {{low: 15 um, high: 40 um}}
choices:
  route:
    dry: {{process: dry}}
    wet: {{process: slurry, slurry.solvent: p-xylene, binder.material: SEBS}}
    ruin: {{process: slurry, slurry.solvent: water, binder.material: SEBS}}
objectives: {{areal_conductance: maximise, porosity: minimise}}
constraints: {{numbers: {{thickness: {{at_most: 30 um}}}}}}
budget: 12
"""


@pytest.fixture(scope="module")
def study(tmp_path_factory, examples):
    """A finished study: its file and its store."""
    from ceralyte.study import run

    file = tmp_path_factory.mktemp("study") / "s.yaml"
    file.write_text(STUDY.format(recipe=examples / "lpscl-ptfe-dry.yaml"))
    run(file, workers=1)
    return file, str(file.with_suffix(".sqlite"))


def test_going_on_with_a_finished_study_computes_nothing(study, ceralyte, tmp_path):
    file, _ = study
    code, out, err = ceralyte(
        "study", str(file), "--resume", "--json", "--out", str(tmp_path / "o")
    )
    assert code == 0, err
    found = json.loads(out)
    assert found["finished"]
    assert found["counts"] == {"queued": 0, "running": 0, "done": 13, "failed": 0}
    assert found["forbidden"][0][0] == {"route": "ruin"}
    assert {p["number"] for p in found["front_points"]} == {*found["front"]}
    page = (tmp_path / "o" / "study.html").read_text()
    assert "Never sampled" in page
    assert "within the error bar" in page
    assert (tmp_path / "o" / "figures" / "front.svg").exists()
    assert "Numbers: <code>points.csv</code>" in page
    assert (tmp_path / "o" / "points.csv").exists()


def test_a_finished_study_is_shown_where_memory_is_short(study, ceralyte, monkeypatch):
    file, _ = study
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=2**20))
    code, out, err = ceralyte("study", str(file))
    assert code == 0, err
    assert "recipes that no other beats" in out


def test_memory_is_asked_once_and_fewer_workers_are_told(study, ceralyte, crew_here, monkeypatch):
    """What is free may shrink between two questions."""
    asked = iter([2**30, 0])
    monkeypatch.setattr(psutil, "cpu_count", lambda: 64)
    monkeypatch.setattr("ceralyte.study.running.LocalCrew", crew_here)
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=next(asked)))
    code, _, err = ceralyte("study", str(study[0]), "--store", "new.sqlite")
    assert code == 0, err
    assert "3 of 64 cores are used: a worker needs about 0.3 GiB" in err


def test_what_a_killed_study_was_computing_is_open():
    counts = {"queued": 3, "running": 2, "done": 5, "failed": 0}
    study = SimpleNamespace(id=1, name="s", kind="grid", planned=10, finished=False, left=None)
    study.running = False
    row = status_of(study, counts)
    assert (row["state"], row["queued"], row["running"]) == ("stopped", 5, 0)
    study.running, study.left = True, TimeLeft()
    assert status_of(study, counts)["running"] == 2


def test_status_show_and_check(study, ceralyte):
    _, store = study
    code, out, _ = ceralyte("study", "status", store, "--json")
    row = json.loads(out)["studies"][0]
    assert (code, row["state"], row["done"], row["planned"]) == (0, "finished", 13, 13)
    code, out, _ = ceralyte("study", "show", store)
    assert code == 0
    assert "recipes that no other beats" in out
    code, _, err = ceralyte("study", "check", store)
    assert code == 0
    assert "is whole" in err


def test_a_store_of_version_1_is_shown_and_stays_as_it_is(
    study, ceralyte, tmp_path, made_version_1
):
    _, store = study
    old = tmp_path / "old.sqlite"
    shutil.copyfile(store, old)
    made_version_1(old)
    before = old.read_bytes()
    for command in ("show", "status", "check"):
        code, _, err = ceralyte("study", command, str(old))
        assert code == 0, err
    assert old.read_bytes() == before


def test_a_point_gives_its_numbers_again(study, ceralyte, tmp_path):
    _, store = study
    out = tmp_path / "p.yaml"
    assert ceralyte("study", "recipe", store, "5", "--out", str(out))[0] == 0
    _, told, _ = ceralyte("study", "show", store, "--json")
    point = json.loads(told)["points"][5]
    again = estimate(load_recipe(out)).outcomes
    assert len(point["values"]) > 10
    assert {n: again[n].value for n in point["values"]} == point["values"]


def test_tables_hold_every_point_with_units(study, ceralyte, tmp_path):
    _, store = study
    assert ceralyte("study", "export", store, str(tmp_path / "t.csv"))[0] == 0
    rows = list(csv.DictReader((tmp_path / "t.csv").read_text().splitlines()))
    assert len(rows) == 13
    assert 100 <= float(rows[3]["press.pressure [MPa]"]) <= 500
    assert float(rows[3]["std of areal_conductance [mS/cm^2]"]) > 0
    assert {r["meets constraints"] for r in rows} == {"True", "False"}
    from pyarrow import parquet

    ceralyte("study", "export", store, str(tmp_path / "t.parquet"))
    assert parquet.read_table(tmp_path / "t.parquet").num_rows == 13
    openpyxl = pytest.importorskip("openpyxl")
    ceralyte("study", "export", store, str(tmp_path / "t.xlsx"))
    book = openpyxl.load_workbook(tmp_path / "t.xlsx", read_only=True)
    assert sum(1 for _ in book["points"].rows) == 14
    book.close()


def test_a_script_for_slurm_holds_no_password(study, ceralyte):
    file, _ = study
    code, script, err = ceralyte("study", "sbatch", str(file), "--tasks", "12")
    assert code == 0, err
    assert "#SBATCH --ntasks=12\n" in script
    assert f"ceralyte study run {file} --store {file.with_suffix('.sqlite')} " in script
    url = "postgresql://lab:geheim@host/base"
    code, script, err = ceralyte("study", "sbatch", str(file), "--store", url)
    assert code == 2
    assert "geheim" not in script + err
    assert ".pgpass" in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("none.yaml",), "there is no such file"),
        (("stat", "{store}"), "unknown name 'stat'. Allowed: did you mean 'status'"),
        (("recipe.yaml",), "there is no such file"),
        (("status", "none.sqlite"), "there is no such store"),
        (("{file}", "--workers", "0"), "workers: got 0"),
        (("{file}", "--resume", "--store", "none.sqlite"), "there is no such store"),
        (("recipe", "{store}", "99"), "there is no point 99"),
        (("show", "{store}", "--study", "7"), "there is no study 7"),
        (("export", "{store}", "t.pdf"), "a file ending in .csv"),
    ],
)
def test_mistakes_are_told(study, ceralyte, arguments, words):
    file, store = study
    given = [a.format(file=file, store=store) for a in arguments]
    code, _, err = ceralyte("study", *given)
    assert code == 2
    assert words in err.replace("\n", " ")
    assert "Traceback" not in err


LEAVING = """
import atexit, os, signal
from ceralyte.cli import main
from ceralyte.core.errors import CeralyteError

def app():
    raise CeralyteError("interrupted; run it again to go on")

main.app = app
atexit.register(lambda: os.kill(os.getpid(), signal.SIGINT))
main.run()
"""


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_second_ctrl_c_while_python_leaves_shows_no_traceback():
    done = subprocess.run([sys.executable, "-c", LEAVING], capture_output=True, text=True)
    assert done.returncode == 130
    assert "run it again to go on" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_memory_of_a_job_is_what_its_level_needs(study, ceralyte):
    file, _ = study
    _, script, _ = ceralyte("study", "sbatch", str(file))
    assert "#SBATCH --mem-per-cpu=1G\n" in script
    file.with_name("f.yaml").write_text(file.read_text() + "level: fine\n")
    _, script, _ = ceralyte("study", "sbatch", str(file.with_name("f.yaml")))
    needed = int(script.partition("--mem-per-cpu=")[2].partition("G")[0])
    assert 6 <= needed <= 12


def test_the_example_study_is_ready_to_run(examples):
    from ceralyte.study import load_study

    plan = load_study(examples / "studies" / "thin-and-bendable.yaml")
    assert {f.labels["route"] for f in plan.space.forbidden} == {
        "SEBS from water",
        "PTFE in toluene",
    }
    assert plan.space.dimensions == 5


def test_a_study_without_an_answer_has_exit_code_1_and_says_why(ceralyte, tmp_path, examples):
    text = STUDY.replace("at_most: 30 um", "at_most: 5 um").replace("budget: 12", "budget: 2")
    file = tmp_path / "none.yaml"
    file.write_text(text.format(recipe=examples / "lpscl-ptfe-dry.yaml"))
    code, out, _ = ceralyte("study", str(file), "--workers", "1", "--out", str(tmp_path / "o"))
    assert code == 1
    assert "no answer  constraints: thickness at most 5 um: none of 3 sampled recipes" in out
    assert "<b>No answer.</b>" in (tmp_path / "o" / "study.html").read_text()
