"""Own samples: reading them, calibrating with them, and what is proposed next."""

import sqlite3
from types import SimpleNamespace

import numpy as np
import psutil
import pytest

from ceralyte.cli.study_advice import _told
from ceralyte.core.errors import InputError, MemoryLimitError
from ceralyte.pipeline import estimate
from ceralyte.study import Expected, Store, advise, evaluate, patience, results
from ceralyte.study.calibration import Residuals
from ceralyte.study.evaluate import task_of
from ceralyte.study.measurements import read_measured
from ceralyte.study.predicting import effort_at, predicted
from ceralyte.study.worlds import _drawn

VARIED = {
    "press.pressure": {"low": "100 MPa", "high": "500 MPa"},
    "membrane.thickness": {"low": "12 um", "high": "40 um"},
}
ROUTES = {
    "route": {
        "dry": {"process": "dry", "slurry.solvent": "none", "binder.material": "PTFE"},
        "wet": {"process": "slurry", "slurry.solvent": "p-xylene", "binder.material": "SEBS"},
    }
}


@pytest.fixture
def studied(make_plan, run_here, tmp_path):
    """Return store and study of a sweep with some entries changed."""
    opened = []

    def make(**entries):
        plan = make_plan(
            **{
                "vary": VARIED,
                "choices": ROUTES,
                "objectives": {"areal_conductance": "maximise", "porosity": "minimise"},
                "budget": 48,
            }
            | entries
        )
        store = Store(str(tmp_path / "s.sqlite"))
        opened.append(store)
        run_here(plan, store)
        return store, store.studies()[0], plan

    yield make
    for store in opened:
        store.__exit__(None, None, None)


def _measured(tmp_path, text):
    file = tmp_path / "own.csv"
    file.write_text(text)
    return file


def test_bias_and_scatter_are_within_their_intervals():
    """Of 200 laboratories with known ones, of which seven samples tell."""
    rng, places = np.random.default_rng(1), np.linspace(0, 1, 7)[:, None]
    within = []
    for _ in range(200):
        logs = np.log(1.3) + 0.2 * rng.normal(size=7)
        found = Residuals(places, logs, 0.1).calibration("porosity")
        within.append(
            [
                found.bias_low < 1.3 < found.bias_high,
                found.scatter_low < 0.2 < found.scatter_high,
            ]
        )
    bias, scatter = np.mean(within, axis=0)
    assert 0.93 < bias <= 1.0
    assert 0.9 < scatter <= 1.0


def test_one_sample_moves_the_bias_and_leaves_the_scatter_to_the_model():
    found = Residuals(np.zeros((1, 2)), np.log([2.0]), 0.3).calibration("porosity")
    assert found.bias == pytest.approx(2)
    assert found.scatter == pytest.approx(0.3)
    assert found.bias_low < 1 < found.bias_high


def test_errors_that_depend_on_the_recipe_are_learnt():
    """A model that is wrong by a factor that rises along one axis."""
    places = np.random.default_rng(0).random((20, 2))
    found = Residuals(places, places[:, 0], 0.3)
    at = np.array([[0.1, 0.5], [0.9, 0.5], [0.9, 30.0]])
    draws = found.draws(at, 400, np.random.default_rng(1))
    assert draws.mean(axis=0)[:2] == pytest.approx([0.1, 0.9], abs=0.03)
    assert draws.std(axis=0)[0] < 0.1
    assert draws.std(axis=0)[2] > 0.2  # far away it is not known


def test_proposals_are_better_than_chance_where_the_model_is_wrong(studied, tmp_path):
    """A laboratory in which half the pressure is enough; the model believes in more."""
    store, study, plan = studied()
    points = {p.number: p for p in store.points(study.id) if p.point["at"] is not None}

    def conductance(number):
        numbers = plan.read(points[number].numbers)
        u = points[number].point["at"][0]
        return numbers.outcomes["areal_conductance"].value / 10 * np.exp(-3 * u)  # mS/cm2

    made = list(points)[:6]
    rows = "\n".join(f"{n},{conductance(n)}" for n in made)
    file = _measured(tmp_path, f"point,areal_conductance [mS/cm^2]\n{rows}\n")
    found = advise(store, study, file, count=4)
    assert len(found.proposals) == 4
    assert len({p.point for p in found.proposals} - set(made)) == 4
    rest = [conductance(n) for n in points if n not in made]
    best = max(conductance(p.point) for p in found.proposals)
    assert best >= np.quantile(rest, 0.95)
    calibration = found.calibrations[0]
    assert calibration.bias_low < calibration.bias < 1
    first = found.proposals[0].expected["areal_conductance"]
    assert first.low < first.median < first.high
    assert any("porosity was not measured" in note for note in found.notes)
    assert any("no recipe was made twice" in note for note in found.notes)
    assert advise(store, study, file, count=4) == found


def test_what_constraints_forbid_is_not_proposed(studied, tmp_path):
    """The model's membranes are thin enough; measured ones are three times as thick."""
    limit = {"numbers": {"thickness": {"at_most": "45 um"}}}
    store, study, _ = studied(constraints=limit)
    rows = "".join(f"{t} um,{3 * t} um,{100 / t}\n" for t in (12, 14, 20, 30, 40))
    head = "membrane.thickness,thickness,areal_conductance [S/cm^2]\n"
    found = advise(store, study, _measured(tmp_path, head + rows), count=5)
    thick = [float(p.labels["membrane.thickness"].removesuffix(" um")) for p in found.proposals]
    assert thick
    assert max(thick) < 17


def test_recipes_without_a_value_of_an_objective_are_not_compared_and_that_is_told(studied):
    routes = {name: dict(changes) for name, changes in ROUTES["route"].items()}
    routes["wet"]["slurry.solvent"] = "butyl butyrate"  # its hazards are not in the table
    store, study, _ = studied(
        choices={"route": routes},
        objectives={"porosity": "minimise", "solvent_hazard": "minimise"},
        constraints={"chemistry": ["yes", "uncertain", "unknown"]},
        budget=16,
    )
    found = results(store, study)
    wet = sum(p.labels.get("route") == "wet" for p in found.points)
    assert {found.point(n).labels.get("route") for n in found.front} == {"dry"}
    assert any(
        note.startswith(f"{wet} recipes meet all constraints but have no solvent hazard")
        and "hazards of butyl butyrate are not known here" in note
        for note in found.notes
    )


def test_a_sample_that_lacks_a_number_of_a_constraint_is_told_with_its_line(studied, tmp_path):
    routes = {name: dict(changes) for name, changes in ROUTES["route"].items()}
    routes["wet"]["slurry.solvent"] = "butyl butyrate"  # its hazards are not in the table
    store, study, _ = studied(
        choices={"route": routes},
        constraints={
            "chemistry": ["yes", "uncertain", "unknown"],
            "numbers": {"solvent_hazard": {"at_most": "9"}},
        },
    )
    file = _measured(tmp_path, "route,thickness\ndry,15 um\nwet,15 um\n")
    with pytest.raises(InputError, match=r"own\.csv line 3: the model has no solvent_hazard"):
        advise(store, study, file)


def test_samples_are_read_with_units_options_and_points(studied, tmp_path):
    store, study, plan = studied()
    points = {p.number: p for p in store.points(study.id)}
    head = (
        "point,press.pressure,membrane.thickness [um],route,areal_resistance [ohm*cm^2],thickness\n"
    )
    text = head + ",0.3 GPa,20,wet,2,\n\n3,,,,4,21 um\n"
    first, second = read_measured(_measured(tmp_path, text), plan, points)
    assert first.changes == ROUTES["route"]["wet"] | {
        "press.pressure": "0.3 GPa",
        "membrane.thickness": "20 um",
    }
    assert first.values == pytest.approx({"areal_resistance": 2e-4, "areal_conductance": 5e3})
    assert second.changes == points[3].point["changes"]
    assert second.values["thickness"] == pytest.approx(21e-6)


@pytest.mark.parametrize("sign", [";", "\t"])
def test_samples_from_a_spreadsheet_with_decimal_commas_are_read_as_others(studied, tmp_path, sign):
    _, _, plan = studied()
    head = ["press.pressure", "ceramic.size", "route", "areal_resistance [ohm*cm2]", "thickness"]
    cells = ["0,3 GPa", '"lognormal(d50=3 um, sigma=0.4)"', "wet", "2,5", "20,5 um"]
    (row,) = read_measured(
        _measured(tmp_path, f"\ufeff{sign.join(head)}\r\n{sign.join(cells)}\r\n"), plan, {}
    )
    assert row.changes == ROUTES["route"]["wet"] | {
        "press.pressure": "0.3 GPa",
        "ceramic.size": "lognormal(d50=3 um, sigma=0.4)",
    }
    assert row.values["areal_resistance"] == pytest.approx(2.5e-4)
    assert row.values["thickness"] == pytest.approx(20.5e-6)


@pytest.fixture
def solved(monkeypatch):
    """What a solver was asked for that has half the conductance of the estimate."""
    solved = []

    def solve(recipe, *, level, seeds, particles):
        solved.append((level, seeds, particles))
        return recipe

    def numbers_of(_, recipe):
        said = estimate(recipe)
        half = said.outcomes["areal_conductance"].scaled(0.5, "S/m^2", "a test")
        return said.model_copy(update={"outcomes": said.outcomes | {"areal_conductance": half}})

    monkeypatch.setattr(evaluate, "design", solve)
    monkeypatch.setattr(evaluate, "numbers_of", numbers_of)
    return solved


def test_solved_structures_are_calibrated_as_estimates_are_and_solved_once(
    studied, solved, tmp_path
):
    rungs = [{"level": "quick", "keep": 6, "seeds": 2}]
    store, study, _ = studied(kind="cascade", rungs=rungs, particles=700)
    assert len(solved) == 7
    said = {p.number: p.numbers for p in results(store, study).points if p.level == "estimate"}
    rows = [f"{n},{said[n].outcomes['areal_conductance'].value}" for n in (3, 3, 5, 8)]
    file = _measured(tmp_path, "\n".join(["point,areal_conductance [S/m^2]", *rows]))
    before = len(solved)
    found = advise(store, study, file, count=3, level="quick")
    assert found.calibrations[0].bias == pytest.approx(2.0, rel=1e-6)
    assert advise(store, study, file, level="estimate").calibrations[0].bias == pytest.approx(1)
    assert any("chosen among 6 solved structures (level quick)" in note for note in found.notes)
    assert set(solved) == {("quick", 2, 700)}
    assert {p.point for p in found.proposals} <= {
        p.number for p in results(store, study).points if p.level == "quick"
    }
    assert len(solved) - before <= 3
    count = len(solved)
    assert advise(store, study, file, count=3, level="quick") == found
    assert len(solved) == count
    assert store.check() == []


def test_samples_are_solved_where_memory_is_and_kept_when_the_store_is_free(
    studied, solved, tmp_path, monkeypatch
):
    store, _, plan = studied(level="quick")
    rows = read_measured(_measured(tmp_path, "press.pressure,thickness\n333 MPa,15 um\n"), plan, {})
    effort = effort_at(plan.study, "quick")
    count, told = len(solved), []
    with monkeypatch.context() as full:
        full.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=2**29))
        with pytest.raises(MemoryLimitError, match="a sample at level quick: needs about"):
            predicted(store, plan, rows, effort, lambda *_: None)
    assert len(solved) == count
    monkeypatch.setattr(patience, "_PAUSE", 0.0)
    other = sqlite3.connect(store.name, isolation_level=None)

    def tell(what, _share):
        told.append(what)
        if len(told) == 1:
            other.execute("BEGIN IMMEDIATE")
        else:
            other.close()

    with Store(store.name, lock_wait=0.05) as impatient:
        predicted(impatient, plan, rows, effort, tell)
    assert told[0] == "own.csv line 2, level quick"
    assert told[1].startswith("own.csv line 2, level quick, waiting because ")
    assert "is locked by another process" in told[1]
    assert store.answers([task_of(plan.base, rows[0].changes, effort).key])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "own.csv: is empty"),
        ("areal_resistance\n", "own.csv: has no samples"),
        ("areal_resistence\n1 ohm*cm2\n", "unknown name 'areal_resistence'.*'areal_resistance'"),
        ("areal_resistance\n2\n", "own.csv line 2: areal_resistance: '2' has no unit"),
        ("areal_resistance [um]\n2\n", "is no areal resistance"),
        ("areal_resistance [ohm*cm2]\nx\n", "'x' is no number"),
        ("areal_resistance [ohm*cm2];thickness\n1.200,5;\n", "'1.200,5' is no number"),
        ("areal_resistance [ohm*cm2],thickness\n1,5,15 um\n", "decimal commas semicolons"),
        (
            'areal_resistance [ohm*cm2],thickness\n"1,5",15 um\n',
            r"'1,5' has a decimal comma. Allowed: 1\.5; decimal commas need semicolons",
        ),
        (
            'press.pressure [MPa],thickness\n"360,5",15 um\n',
            r"line 2: press.pressure \[MPa\]: '360,5' has a decimal comma. Allowed: 360\.5;",
        ),
        ("areal_resistance [ohm*cm2]\n-1\n", "'-1'. Allowed: above zero"),
        ("areal_resistance,thickness\n1 ohm*cm2\n", "line 2: 1 cells under 2 headings"),
        ("route,thickness\nwett,1 um\n", "unknown name 'wett'.*'wet'"),
        ("point,thickness\n99,1 um\n", "there is no point 99"),
        ("press.pressure\n300 MPa\n", "line 2: has no result"),
        ("press.pressure,thickness\n300 um,1 um\n", "'300 um' is no pressure"),
        ("press.pressure,thickness\n-3 MPa,1 um\n", "line 2: cannot be computed"),
    ],
)
def test_what_is_wrong_with_a_file_of_samples_is_told(studied, tmp_path, text, words):
    store, study, _ = studied(budget=16)
    with pytest.raises(InputError, match=words):
        advise(store, study, _measured(tmp_path, text))


@pytest.mark.parametrize(
    ("entries", "options", "words"),
    [
        ({"objectives": {}}, {}, "objectives: study 'a study' has none"),
        ({"budget": 4}, {}, "holds 4 recipes at level estimate to choose from"),
        ({}, {"count": 0}, "count: got 0"),
        ({}, {"level": "standart"}, "unknown name 'standart'.*'standard'"),
        ({}, {"level": "fine"}, "no recipes at level fine. Allowed: estimate"),
    ],
)
def test_studies_that_cannot_advise_say_so(studied, tmp_path, entries, options, words):
    store, study, _ = studied(**entries)
    file = _measured(tmp_path, "thickness\n15 um\n")
    with pytest.raises(InputError, match=words):
        advise(store, study, file, **options)


def test_of_what_nobody_measured_no_order_is_certain(studied, tmp_path):
    """One sample of one result: the other objective is as uncertain as its model."""
    store, study, _ = studied(objectives={"areal_conductance": "maximise"})
    file = _measured(tmp_path, "press.pressure,thickness\n300 MPa,15 um\n")
    found = advise(store, study, file, count=3)
    chances = [p.expected["areal_conductance"].chance_best for p in found.proposals]
    assert all(0.5 < chance < 0.95 for chance in chances[:1])
    assert any("assumed that 50 % of its variance" in note for note in found.notes)


def test_a_recipe_that_was_made_has_one_error_and_not_two(make_plan):
    plan = make_plan(objectives={"areal_conductance": "maximise"})
    said, rng = estimate(plan.base), np.random.default_rng(0)
    places = np.array([[0.2], [0.2], [0.4]])
    drawn = _drawn([said] * 3, "areal_conductance", None, places, rng)
    assert np.array_equal(drawn[:, 0], drawn[:, 1])
    logs = np.log(drawn)
    assert np.corrcoef(logs[:, 0], logs[:, 2])[0, 1] == pytest.approx(0.5, abs=0.15)
    outcome = said.outcomes["areal_conductance"]
    assert logs.std() == pytest.approx(outcome.std / outcome.value, rel=0.1)


def test_a_result_that_is_far_from_its_prediction_is_asked_for_its_unit(studied, tmp_path):
    store, study, _ = studied()
    head = "press.pressure,thickness [mm],areal_conductance [mS/cm2]\n"
    found = advise(store, study, _measured(tmp_path, head + "300 MPa,15,900\n"))
    (note,) = (n for n in found.notes if "units" in n)
    assert (
        note == "own.csv line 2: thickness is 1000 times what the model says: are the units right?"
    )
    right = _measured(tmp_path, head.replace("mm", "um") + "300 MPa,15,60\n")
    assert not any("units" in n for n in advise(store, study, right).notes)


@pytest.mark.parametrize(
    "row", ["15,1,2,", "15,1,,900", ",,1,900", "15,1,1.5,500"], ids=["R", "G", "R and G", "all"]
)
def test_results_of_one_sample_that_contradict_each_other_are_refused(studied, tmp_path, row):
    store, study, _ = studied(budget=16)
    head = (
        "thickness [um],effective_conductivity [mS/cm],areal_resistance [ohm*cm2],"
        "areal_conductance [mS/cm2]\n"
    )
    with pytest.raises(InputError, match=r"own\.csv line 2: results contradict each other: .*5 %"):
        advise(store, study, _measured(tmp_path, head + row + "\n"))
    advise(store, study, _measured(tmp_path, head + "15,1,1.52,650\n"))


@pytest.mark.parametrize(
    ("heading", "said"),
    [("effective_conductivity [mS/cm]", True), ("tensile_strength [MPa]", False)],
)
def test_a_conductivity_without_a_thickness_is_told_what_it_lacks(studied, tmp_path, heading, said):
    store, study, _ = studied()
    file = _measured(tmp_path, f"point,{heading}\n1,1.5\n2,1.4\n3,1.3\n")
    notes = advise(store, study, file, count=4).notes
    assert any("column 'thickness [um]' of the samples" in note for note in notes) is said


def test_a_measured_conductivity_moves_conductance_with_the_thickness_of_the_model(
    studied, tmp_path
):
    """Twice the conductivity in all samples is twice the conductance, as if measured itself."""
    store, study, plan = studied()
    points = [p for p in store.points(study.id) if p.point["at"] is not None][:4]

    def advised(name, unit, factor):
        values = [plan.read(p.numbers).outcomes[name].value for p in points]
        rows = [f"{p.number},{2 * factor * v:.9g}" for p, v in zip(points, values, strict=True)]
        file = _measured(tmp_path, "\n".join([f"point,{name} [{unit}]", *rows, ""]))
        return advise(store, study, file, count=2)

    carried = advised("effective_conductivity", "mS/cm", 10)
    itself = advised("areal_conductance", "S/m^2", 1)
    assert [c.number for c in carried.calibrations] == ["effective_conductivity"]
    assert any(
        note.startswith("areal conductance was not measured, the conductivity was: its bias")
        for note in carried.notes
    )
    assert {p.point for p in carried.proposals} == {p.point for p in itself.proposals}
    for one, other in zip(carried.proposals, itself.proposals, strict=True):
        medians = [p.expected["areal_conductance"].median for p in (one, other)]
        assert medians[0] == pytest.approx(medians[1], rel=0.05)


def test_what_is_carried_over_has_the_error_of_the_thickness():
    measured = Residuals(np.array([[0.1], [0.5], [0.9]]), np.log([2.0, 2.1, 1.9]), 0.3)
    places = np.array([[0.3], [0.3], [0.7]])
    draws = {
        error: measured.carried(-1, error).draws(places, 4000, np.random.default_rng(0))
        for error in (0.0, 0.5)
    }
    assert np.median(draws[0.0]) == pytest.approx(-np.log(2), abs=0.05)
    spread = {error: drawn[:, 0].std() for error, drawn in draws.items()}
    assert spread[0.5] > np.hypot(0.45, spread[0.0])
    assert np.allclose(draws[0.5][:, 0], draws[0.5][:, 1], atol=1e-3)  # one recipe, one error


@pytest.mark.parametrize("samples", [1, 2])
def test_the_error_of_the_thickness_is_counted_once(samples):
    places = np.linspace(0, 1, samples)[:, None]
    measured = Residuals(places, np.zeros(samples), 0.05)
    at = np.array([[0.5]])

    def width(carried):
        low, high = np.quantile(carried.draws(at, 20_000, np.random.default_rng(0)), [0.16, 0.84])
        return (high - low) / 2

    without, unseen = width(measured.carried(-1, 0.0)), 0.5
    assert width(measured.carried(-1, unseen)) == pytest.approx(np.hypot(without, unseen), rel=0.1)


def test_samples_of_which_some_lack_the_thickness_say_so(studied, tmp_path):
    store, study, _ = studied()
    head = "point,effective_conductivity [mS/cm],thickness [um]\n"
    file = _measured(tmp_path, head + "1,1.5,20\n2,1.4,\n3,1.3,\n")
    notes = advise(store, study, file, count=4).notes
    assert any(note.startswith("2 of 3 samples have a conductivity but no") for note in notes)


def test_a_prediction_is_printed_without_an_exponent():
    told = _told(
        Expected(median=11300.0, low=6320.0, high=21300.0, chance_best=0.5),
        "S/m^2",
        "areal_conductance",
    )
    assert "1130 " in told
    assert "(632 to 2130)" in told
