"""What a study found: which recipes are compared, and which are explained."""

from types import SimpleNamespace

import numpy as np
import pytest

from ceralyte.app.views.front import front_of
from ceralyte.core.quantities import Quantity, Unavailable
from ceralyte.pipeline import estimate
from ceralyte.study import Store, results
from ceralyte.study.comparing import EXPLAINED, explained
from ceralyte.study.constraints import met, misses
from ceralyte.study.front import non_dominated
from ceralyte.study.ranking import ranked
from ceralyte.study.reach_notes import _nearest_miss
from ceralyte.study.reach_notes import notes_on as notes_on_reach


class Counted(float):
    """A number that counts how often it is compared."""

    compared = 0
    __hash__ = float.__hash__

    def __eq__(self, other):
        Counted.compared += 1
        return float(self) == float(other)


def test_of_equal_recipes_the_first_counts_and_not_all_pairs_are_compared():
    values = [*range(300), 7, 8]
    points = [
        SimpleNamespace(number=k, feasible=True, level="estimate", numbers=[Counted(value)])
        for k, value in enumerate(values)
    ]
    judge = SimpleNamespace(study=SimpleNamespace(objectives={"porosity": "minimise"}), losses=list)
    found = ranked(points, judge)
    assert [p.number for p in found.candidates] == list(range(300))
    assert found.losses.tolist() == [[float(k)] for k in range(300)]
    assert Counted.compared < 300


def test_what_differs_by_rounding_alone_is_equal_and_beaten():
    """The second is as conductive as the first but for rounding, and worse in the other."""
    losses = [[-980.24144931155718, 1.0], [-980.24144931155843, 2.0], [-980.24144931155809, 1.0]]
    points = [
        SimpleNamespace(number=k, feasible=True, level="estimate", numbers=own)
        for k, own in enumerate([*losses, [-1000.0, 3.0]])
    ]
    judge = SimpleNamespace(study=SimpleNamespace(objectives={"porosity": "minimise"}), losses=list)
    assert ranked(points, judge).front == [[3], [0, 2]]


def test_where_none_meets_all_limits_the_nearest_is_told():
    near, far, broken = (
        SimpleNamespace(number=n, labels={"press.pressure": f"{100 * n} MPa"}, misses=misses)
        for n, misses in enumerate(
            ({"a at most 1": 0.2, "b": 0.1}, {"a at most 1": 0.05, "b": 0.3}, {})
        )
    )
    (note,) = _nearest_miss([far, broken, near])
    assert note.startswith(
        "the nearest is point 0 (press.pressure 0 MPa): a at most 1 missed by 20 %"
    )
    assert _nearest_miss([broken]) == []


def test_what_is_not_available_is_named_and_is_farther_than_any_real_miss(make_plan):
    """And so are a verdict and a ceramic that does not percolate."""
    limit = {"thickness": {"at_most": "5 um"}, "solvent_hazard": {"at_most": "9"}}
    plan = make_plan(constraints={"chemistry": ["yes"], "numbers": limit})
    said = estimate(plan.base)
    hazard = Quantity(value=1.0, unit="", method="a test")
    unknown = Unavailable(unit="", reason="hazards of it are not known")

    def missed(number, outcome, **more):
        outcomes = said.outcomes | {"solvent_hazard": outcome}
        numbers = said.model_copy(update={"outcomes": outcomes, "chemistry": "yes"} | more)
        found = misses(numbers, plan.study.constraints, plan.bounds)
        left = {name: miss for name, miss in found.items() if not met(miss)}
        return SimpleNamespace(number=number, labels={}, misses=left)

    thick = missed(0, hazard)
    assert thick.misses == {"thickness at most 5 um": pytest.approx(2.0)}
    others = [
        missed(1, unknown),
        missed(2, hazard, chemistry="no"),
        missed(3, hazard, percolates=False),
    ]
    (note,) = _nearest_miss([*others, thick])
    assert note.startswith("the nearest is point 0 (the starting point): thickness at most 5 um")
    told = [_nearest_miss([other])[0] for other in others]
    assert "solvent_hazard at most 9: not available: hazards of it are not known" in told[0]
    assert f"chemistry: no: {said.chemistry_reason}" in told[1]
    assert "percolates: no conducting path joins the two faces" in told[2]
    assert all("missed by 200 %;" in note and "100 %" not in note for note in told)


def test_the_nearest_to_the_front_are_explained_by_the_nearest_that_beats_them():
    losses = np.random.default_rng(3).random((60, 2))
    front = non_dominated(losses)
    found = explained([(k, None) for k in range(60)], losses, front, [])
    expected = []
    scaled = losses / np.ptp(losses, axis=0)
    for i in np.flatnonzero(~front):
        gaps = {
            np.hypot(*(scaled[i] - scaled[j])): j
            for j in np.flatnonzero(front)
            if np.all(losses[j] <= losses[i])
        }
        expected.append((min(gaps), i, gaps[min(gaps)]))
    assert [(d.number, d.by) for d in found] == [(i, j) for _, i, j in sorted(expected)[:EXPLAINED]]


@pytest.fixture
def found(make_plan, run_here, tmp_path):
    """Return a function that runs a study and reads its results."""

    def run(**entries):
        plan = make_plan(**{"budget": 4} | entries)
        with Store(str(tmp_path / "s.sqlite")) as store:
            run_here(plan, store)
            return results(store, store.studies()[-1])

    return run


@pytest.mark.parametrize("kind", ["sweep", "grid", "sensitivity"])
def test_that_no_recipe_meets_the_constraints_is_told_for_every_kind(found, kind):
    limit = {"numbers": {"areal_resistance": {"at_most": "0.01 ohm*cm2"}}}
    told = found(kind=kind, constraints=limit).trouble
    assert told.startswith("constraints: areal_resistance at most 0.01 ohm*cm^2: none of")
    assert "the nearest has" in told
    assert "check_feasible" not in told


def test_a_study_of_which_only_the_starting_point_was_computed_has_no_front(found):
    """Both shares vary on their own: only by chance do they add to 100 wt%."""
    apart = {
        "ceramic.mass_fraction": {"low": "99.51 %", "high": "99.6 %"},
        "binder.mass_fraction": {"low": "0.6 %", "high": "0.7 %"},
    }
    told = found(vary=apart, objectives={"areal_conductance": "maximise"})
    assert told.trouble.startswith("none of 4 recipes beside the starting point could be computed")
    assert "add to" in told.trouble
    assert (told.front, told.knee, told.gains) == ((), None, ())


def test_a_study_that_has_an_answer_has_no_trouble(found):
    assert found(objectives={"areal_conductance": "maximise"}).trouble == ""


def test_a_recipe_is_on_the_front_once_however_often_it_was_asked_for(found, tmp_path):
    """The starting point and a point of the grid are one recipe."""
    told = found(
        kind="grid",
        vary={
            "press.pressure": {"low": "360 MPa", "high": "460 MPa", "points": 2},
            "membrane.thickness": ["15 um", "20 um"],
        },
        objectives={"areal_conductance": "maximise", "tensile_strength": "minimise"},
    )
    same = [p.number for p in told.points if p.labels.get("press.pressure") == "360 MPa"]
    twin = next(n for n in same if told.point(n).labels["membrane.thickness"] == "15 um")
    assert told.point(twin).repeats == 0
    assert 0 in told.front
    assert twin not in (*told.front, *told.ties)
    assert told.point(twin) not in told.recipes
    assert told.start == told.point(0)
    page = front_of(tmp_path / "s.sqlite")["points"]
    assert [p["number"] for p in page] == [p.number for p in told.recipes]
    assert [p["number"] for p in page if p["start"]] == [0]


def test_a_knee_that_is_the_starting_point_is_told_and_not_compared_with_itself(found):
    told = found(
        kind="grid",
        vary={"press.pressure": {"low": "100 MPa", "high": "300 MPa", "points": 3}},
        objectives={"areal_conductance": "maximise"},
    )
    assert told.knee == 0
    assert told.gains == ()
    assert any(note.startswith("the knee is the starting point") for note in told.notes)


def test_a_search_says_what_came_first_and_how_good_its_method_is(found):
    goals = {"areal_conductance": "maximise", "porosity": "minimise"}
    told = found(kind="optimise", method="nsga2", objectives=goals, budget=2)
    (note,) = (n for n in told.notes if "NSGA-II" in n)
    assert note.startswith("128 estimates all over the ranges came first, beside the budget")
    assert "then 2 recipes were searched" in note
    assert "hardly better than random" in note
    blind = found(kind="optimise", method="nsga2", objectives=goals, budget=2, check_feasible=False)
    assert any(n.startswith("2 recipes were searched with NSGA-II") for n in blind.notes)


@pytest.mark.parametrize(("goal", "told"), [("areal_conductance", True), ("porosity", False)])
def test_that_binder_costs_an_estimate_no_conductance_is_said(found, goal, told):
    shares = {
        "parts": {
            "ceramic.mass_fraction": {"low": "90 %", "high": "99 %"},
            "binder.mass_fraction": {"low": "1 %", "high": "10 %"},
        }
    }
    notes = found(mixtures=[shares], objectives={goal: "maximise"}).notes
    assert any(n.startswith("the share of binder varies") for n in notes) is told


@pytest.mark.parametrize("check_feasible", [True, False])
def test_the_starting_point_is_compared_though_scouts_had_its_recipe_before(found, check_feasible):
    told = found(
        kind="optimise",
        method="random",
        vary={
            "membrane.thickness": ["15 um", "14 um"],
            "press.pressure": ["360 MPa", "480 MPa"],
        },
        objectives={"areal_resistance": "minimise", "porosity": "minimise"},
        check_feasible=check_feasible,
        budget=4,
    )
    (gain, _) = told.gains
    assert gain.number == "areal_resistance"
    assert gain.relative < -0.05


def test_that_the_knee_is_the_starting_point_is_told_though_scouts_had_its_recipe_before(found):
    told = found(
        kind="optimise",
        method="random",
        vary={"membrane.thickness": ["15 um", "16 um", "17 um"]},
        objectives={"areal_resistance": "minimise"},
        budget=3,
    )
    assert told.gains == ()
    assert any(note.startswith("the knee is the starting point") for note in told.notes)


PRESSED = {"vary": {"press.pressure": ["100 MPa", "200 MPa", "360 MPa"]}}


def test_that_all_options_were_tried_is_told_where_they_were(found):
    limit = {"numbers": {"thickness": {"at_most": "5 um"}}}
    told = found(kind="reach", constraints=limit, budget=8, **PRESSED)
    assert any("which are all that the options allow" in note for note in told.notes)
    told = found(kind="reach", constraints=limit, budget=1, **PRESSED)
    assert any("is used up" in note for note in told.notes)


def test_where_the_start_suffices_the_search_has_no_limits_to_tell(found):
    limit = {"numbers": {"thickness": {"at_least": "10 um"}}}
    wide = {"membrane.thickness": {"low": "8 um", "high": "72 um"}}
    told = found(kind="reach", constraints=limit, budget=64, vary=wide)
    assert told.changes == ()
    assert not any("recipes were" in note or "used up" in note for note in told.notes)
    assert len(told.points) == 1


def test_what_was_tried_is_all_only_where_nothing_is_left(make_plan):
    """Also of a study of an older version, which did not wait for its starting point."""
    space = make_plan(**PRESSED).space
    start = SimpleNamespace(number=0, at=None, feasible=False, labels={}, misses={})

    def told(*places, suffices=False):
        first = SimpleNamespace(**vars(start) | {"feasible": suffices})
        tried = [SimpleNamespace(**vars(start) | {"at": (u,)}) for u in places]
        return notes_on_reach(8, space, [first, *tried], [], finished=True)

    assert told(1 / 6, 1 / 2) == [
        "2 of 8 recipes were tried, which are all that the options allow"
    ]  # the third is the starting point
    assert told(1 / 6) == ["1 of 8 recipes were tried; no others were met with"]
    assert told(1 / 6, 1 / 2, suffices=True) == []
