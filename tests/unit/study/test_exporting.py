"""What leaves a study: tables that spreadsheets open, recipes, and what needs no files."""

import csv
import shutil

import pytest

from ceralyte import __version__
from ceralyte.core.errors import InputError
from ceralyte.pipeline import estimate
from ceralyte.recipe import load_recipe
from ceralyte.report import export_study, write_study_report
from ceralyte.study import Store, evaluate, load_study, recipe_of, results

EVIL = "=cmd|' /C calc'!A0"


@pytest.fixture
def found_of(run_here, tmp_path):
    """Return a function that runs a plan in this process and gives its results."""

    def found(plan, place="s.sqlite"):
        with Store(str(tmp_path / place)) as store:
            run_here(plan, store)
            return results(store, store.studies()[-1])

    return found


@pytest.fixture
def names(make_plan, found_of):
    """Results of a study whose names are formulas and columns of the table."""
    choices = {
        EVIL: {
            "=1+1": {"press.pressure": "100 MPa"},
            "@SUM(1)": {"press.pressure": "200 MPa"},
        },
        "level": {"a": {"membrane.thickness": "20 um"}, "b": {"membrane.thickness": "25 um"}},
        "message": {"-1": {"temperature": "25 degC"}, "+2": {"temperature": "40 degC"}},
    }
    return found_of(make_plan(kind="grid", vary={}, choices=choices))


def test_names_that_are_formulas_or_columns_stay_text_and_lose_no_column(names, tmp_path):
    text = export_study(names, tmp_path / "t.csv").read_text(encoding="utf-8")
    rows = list(csv.reader(text.splitlines()))
    assert len(rows) == 10
    head = rows[0]
    assert {"level", "level (varied)", "message", "message (varied)", f"'{EVIL}"} <= {*head}
    assert len({*head}) == len(head)
    second = dict(zip(head, rows[2], strict=True))
    assert (second["level"], second[f"'{EVIL}"]) == ("estimate", "'=1+1")
    assert second["message (varied)"] in ("-1", "2")
    texts = [c for row in rows for c in row if c[:1] in "=+-@\t\r" and c]
    assert all(float(cell) is not None for cell in texts)
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(export_study(names, tmp_path / "t.xlsx"))
    cells = [cell for row in book["points"].rows for cell in row]
    assert {cell.data_type for cell in cells} == {"s", "inlineStr", "n", "b"}  # no "f"
    assert {EVIL, "=1+1", "@SUM(1)"} <= {cell.value for cell in cells}


def test_a_message_with_control_characters_is_a_cell_without_them(names, tmp_path):
    broken = names.points[0].model_copy(update={"message": "a\x07b\tc"})
    found = names.model_copy(update={"points": (broken, *names.points[1:])})
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(export_study(found, tmp_path / "t.xlsx"))
    assert "ab\tc" in {cell.value for row in book["points"].rows for cell in row}


def test_a_table_has_brackets_estimates_and_the_values_of_the_starting_point(
    make_plan, found_of, tmp_path
):
    found = found_of(make_plan())
    file = export_study(found, tmp_path / "t.csv")
    start, other = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))[:2]
    assert (start["why"], start["press.pressure [MPa]"]) == ("starting point", "360")
    assert other["why"] == ""
    brackets = [h.removeprefix("low of ") for h in start if h.startswith("low of ")]
    assert brackets
    seen = [h for h in brackets if start[f"low of {h}"] and start.get(f"high of {h}")]
    assert seen
    for heading in seen:
        low, high = (float(start[f"{end} of {heading}"]) for end in ("low", "high"))
        assert low <= float(start[heading]) <= high
        assert low < high
        assert start[f"{heading.partition(' [')[0]} is an estimate"] in ("True", "False")
    assert {v for k, v in start.items() if k.endswith("is an estimate")} == {"True", "False"}


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ({"name": "a\x07b"}, r"name: has a control character \(U\+0007\)"),
        (
            {"vary": {"binder.material": ["PTFE", "half \ud800"]}},
            r"vary\.binder\.material: .*U\+D800",
        ),
        (
            {"choices": {"a": {"x\ty": {"process": "dry"}, "z": {"process": "slurry"}}}},
            r"choices, number 1: .*U\+0009",
        ),
        (
            {"choices": {"press.pressure": {"x": {"process": "dry"}, "y": {"process": "dry"}}}},
            "is a path that varies, too",
        ),
    ],
)
def test_names_that_no_table_can_hold_are_refused(make_plan, entries, told):
    with pytest.raises(InputError, match=told):
        make_plan(**entries)


SIZES = "diameter,undersize\n1,0\n2,30\n3,70\n5,100\n"


@pytest.fixture
def named(tmp_path, examples):
    """A folder with a study whose recipe names files: own materials and sizes."""
    folder = tmp_path / "there"
    folder.mkdir()
    text = (examples / "lpscl-ptfe-dry.yaml").read_text()
    text = text.replace("lognormal(d50=3 um, sigma=0.4)", "csv(own/psd.csv, basis=volume, unit=um)")
    (folder / "r.yaml").write_text(f"{text}\nmaterials_file: own.csv\n")
    (folder / "own").mkdir()
    (folder / "own" / "psd.csv").write_text(SIZES)
    (folder / "own.csv").write_text(
        "material,property,value,unit,source\nLi6PS5Cl,youngs_modulus,20,GPa,a test\n"
    )
    (folder / "s.yaml").write_text(
        "name: files\nkind: grid\nrecipe: r.yaml\nobjectives: {porosity: minimise}\n"
        "vary: {press.pressure: {low: 100 MPa, high: 300 MPa, points: 2}}\n"
    )
    return folder


def test_a_named_file_that_changed_is_another_study_of_the_store(named, found_of, tmp_path):
    first, again = (load_study(named / "s.yaml") for _ in range(2))
    assert first.sha256 == again.sha256
    found_of(first)
    (named / "own" / "psd.csv").write_text(SIZES.replace("3,70", "3,60"))
    other = load_study(named / "s.yaml")
    (named / "own.csv").write_text((named / "own.csv").read_text().replace("20", "25"))
    third = load_study(named / "s.yaml")
    assert len({first.sha256, other.sha256, third.sha256}) == 3
    found_of(other)
    with Store(str(tmp_path / "s.sqlite"), read_only=True) as store:
        assert [store.counts(s.id)["done"] for s in store.studies()] == [3, 3]


def test_a_store_is_looked_at_without_the_files_that_its_study_named(named, found_of, tmp_path):
    plan = load_study(named / "s.yaml")
    before = found_of(plan)
    shutil.rmtree(named)
    with Store(str(tmp_path / "s.sqlite"), read_only=True) as store:
        after = results(store, store.studies()[0])
    assert after.front == before.front
    assert [p.numbers for p in after.points] == [p.numbers for p in before.points]


def test_a_recipe_of_a_study_runs_in_another_folder(named, found_of, tmp_path):
    found = found_of(load_study(named / "s.yaml"))
    number = found.front[0]
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with Store(str(tmp_path / "s.sqlite"), read_only=True) as store:
        (study,) = store.studies()
        here = recipe_of(store, study, number)  # names the files where they are
        beside = recipe_of(store, study, number, elsewhere)
        (elsewhere / "own.csv").write_text("mine")
        with pytest.raises(InputError, match=r"own\.csv: is there already, with other content"):
            recipe_of(store, study, number, elsewhere)
    assert str(named / "own.csv") in here
    assert (elsewhere / "own.csv").read_text() == "mine"
    shutil.copyfile(named / "own.csv", elsewhere / "own.csv")
    expected = found.point(number).numbers.outcomes["porosity"].value
    for text, place in ((here, tmp_path), (beside, elsewhere)):
        (place / "p.yaml").write_text(text)
        again = estimate(load_recipe(place / "p.yaml"))
        assert again.outcomes["porosity"].value == expected
    (named / "own.csv").write_text("changed")
    with (
        Store(str(tmp_path / "s.sqlite"), read_only=True) as store,
        pytest.raises(InputError, match=r"own\.csv: has changed or gone.*--out FILE"),
    ):
        recipe_of(store, study, number)
    shutil.rmtree(named)
    assert estimate(load_recipe(elsewhere / "p.yaml")).outcomes["porosity"].value == expected


def test_what_was_measured_of_the_base_recipe_is_not_told_of_another(make_plan, found_of, tmp_path):
    base, other = (recipe_at(make_plan(), found_of, tmp_path, number) for number in (0, 1))
    assert base.measured
    assert base.reference.startswith("Wang et al.")
    assert (other.measured, other.reference) == ((), "")


def recipe_at(plan, found_of, tmp_path, number):
    found_of(plan)
    with Store(str(tmp_path / "s.sqlite"), read_only=True) as store:
        (tmp_path / "p.yaml").write_text(recipe_of(store, store.studies()[0], number))
    return load_recipe(tmp_path / "p.yaml")


def test_a_study_that_was_given_another_name_has_it_everywhere(make_plan, found_of, tmp_path):
    first = found_of(make_plan())
    second = found_of(make_plan(name="a better name", description="new"))
    assert (first.name, second.name, second.description) == ("a study", "a better name", "new")
    with Store(str(tmp_path / "s.sqlite"), read_only=True) as store:
        assert [s.name for s in store.studies()] == ["a better name"]


def test_a_report_says_what_was_asked(make_plan, found_of, tmp_path):
    plan = make_plan(
        objectives={"areal_conductance": "maximise"},
        constraints={"numbers": {"thickness": {"at_most": "30 um"}}},
        seed=7,
        choices={
            "route": {"cold <b>": {"temperature": "25 degC"}, "b": {"temperature": "50 degC"}}
        },
    )
    page = write_study_report(found_of(plan), tmp_path / "out").read_text(encoding="utf-8")
    section = page.partition("What was asked</h2>")[2].partition("</section>")[0]
    for told in (
        "100 MPa to 500 MPa",
        "360 MPa",
        "cold &lt;b&gt; | b",
        "at most 30 µm",
        "maximise",
    ):
        assert f">{told}</td>" in section
    for name, told in (("seed", "7"), ("budget", "8"), ("ceralyte", __version__)):
        asked = (
            f'<td data-label="Role">setting</td><td data-label="Asked" class="words">{told}</td>'
        )
        assert f">{name}</th>{asked}" in section
    assert "material: Li6PS5Cl" in section
    assert "`" not in page.partition("Notes</h2>")[2]
    assert "<code>ceralyte design</code>" in page


def test_a_report_says_what_scatters_about_what_and_what_is_equal(make_plan, found_of, tmp_path):
    scatter = {"vary": {}, "scatter": {"ceramic.mass_fraction": {"std": "0.1 %"}}}
    scattered = found_of(make_plan(kind="uncertainty", budget=2, **scatter))
    page = write_study_report(scattered, tmp_path / "scatter").read_text(encoding="utf-8")
    row = page.partition(">ceramic.mass_fraction</th>")[2].partition("</tr>")[0]
    assert "standard deviation 0.1\u00a0%" in row
    assert row.endswith(">99.5\u00a0%</td>")
    goals = {"areal_conductance": "maximise", "solvent_hazard": "minimise"}
    page = write_study_report(found_of(make_plan(objectives=goals)), tmp_path / "front")
    assert "; equal solvent hazard" in page.read_text(encoding="utf-8")


def test_a_column_that_nothing_fills_is_left_out(make_plan, found_of, tmp_path):
    """Closed forms have no errors of sampling; where a gain has one, there is the column."""
    goals = {"areal_conductance": "maximise", "thickness": "minimise"}
    thin = {"membrane.thickness": {"low": "8 um", "high": "14 um"}}
    found = found_of(make_plan(objectives=goals, vary=thin))
    heading = "model’s errors are shared</th>"
    page = write_study_report(found, tmp_path / "none").read_text(encoding="utf-8")
    assert "The knee against the starting point" in page
    assert heading not in page
    gain = found.gains[0].model_copy(update={"in_numerical_bars": 3.456})
    some = found.model_copy(update={"gains": (gain, *found.gains[1:])})
    page = write_study_report(some, tmp_path / "some").read_text(encoding="utf-8")
    section = page.partition(heading)[2].partition("</table>")[0]
    assert section.count(">3.5</td>") == 1


def test_recipes_that_repeat_are_computed_and_told_once(make_plan, found_of, tmp_path):
    plan = make_plan(
        kind="sensitivity", method="morris", budget=60, objectives={"porosity": "minimise"}
    )
    found = found_of(plan)
    distinct = found.recipes
    assert found.counts["done"] == found.planned == len(distinct) < len(found.points)
    (note,) = (note for note in found.notes if "different recipes" in note)
    assert note.startswith(f"{len(found.points)} points of the design are {len(distinct)} ")
    assert {*found.front} <= {p.number for p in distinct}
    page = write_study_report(found, tmp_path / "out").read_text(encoding="utf-8")
    assert f"{len(distinct)} recipes computed" in page
    first = {p.number: p for p in distinct}
    assert all(first[p.repeats].numbers == p.numbers for p in found.points if p.repeats is not None)


def test_what_failed_says_how_to_try_again(make_plan, found_of, monkeypatch):
    def broken(_recipe):
        raise ImportError("no numba")

    monkeypatch.setattr(evaluate, "estimate", broken)
    found = found_of(make_plan())
    (note,) = (note for note in found.notes if "failed" in note)
    assert "`ceralyte study FILE --retry-failed` tries again" in note
    assert "ImportError: no numba" in note


def test_names_in_signs_that_no_font_has_give_figures_without_warnings(
    make_plan, found_of, tmp_path, recwarn
):
    choices = {
        "\u70ed\u538b": {"\u51b7": {"temperature": "25 degC"}, "b": {"temperature": "50 degC"}}
    }
    goals = {"areal_conductance": "maximise", "porosity": "minimise"}
    found = found_of(make_plan(choices=choices, objectives=goals))
    write_study_report(found, tmp_path / "out")
    assert (tmp_path / "out" / "figures" / "parallel.png").exists()
    assert not [w for w in recwarn if "Glyph" in str(w.message)]
