"""What a change of a recipe changes beside what was asked for."""

import pytest

from ceralyte.core.quantities import Unavailable
from ceralyte.pipeline import NUMBERS, estimate
from ceralyte.study import Store, results
from ceralyte.study.comparing import differences
from ceralyte.study.side_effects import other_verdicts, side_effects

WET = {"process": "slurry", "slurry.solvent": "p-xylene", "binder.material": "SEBS"}


def test_a_hazardous_solvent_is_a_side_effect(make_plan, run_here, tmp_path):
    """From no hazard at all: no percentage can say so."""
    plan = make_plan(
        kind="reach",
        vary={"press.pressure": {"low": "300 MPa", "high": "370 MPa"}},
        choices={"route": {"dry": {"process": "dry", "slurry.solvent": "none"}, "wet": WET}},
        constraints={"numbers": {"bend_radius_minimum": {"at_most": "45 mm"}}},
        budget=8,
    )
    with Store(str(tmp_path / "s.sqlite")) as store:
        run_here(plan, store)
        found = results(store, store.studies()[0])
    told = {d.number: d.change for d in found.side_effects}
    assert told["solvent_hazard"] == "0 -> 1"
    assert told["solvent_flammability"] == "0 -> 2"
    assert "thickness" not in told
    assert "bend_radius_minimum" not in told
    (reached,) = found.reached
    assert reached.number == "bend_radius_minimum"
    assert reached.after.value <= 45e-3 < reached.before.value


def test_a_window_is_met_by_one_change_that_is_told_from_what_to_what(
    make_plan, run_here, tmp_path
):
    """Between the points of the scan; 70 um become 20.2 um, and nothing else changes."""
    base = make_plan().base.model_dump(mode="json", exclude={"folder"})
    base["membrane"]["thickness"] = "70 um"
    plan = make_plan(
        recipe=base,
        kind="reach",
        vary={
            "membrane.thickness": {"low": "5 um", "high": "70 um"},
            "press.pressure": {"low": "100 MPa", "high": "500 MPa"},
        },
        constraints={"numbers": {"thickness": {"at_least": "19.8 um", "at_most": "20.2 um"}}},
        budget=64,
    )
    with Store(str(tmp_path / "s.sqlite")) as store:
        run_here(plan, store)
        found = results(store, store.studies()[0])
    whole, alone = found.changes
    assert len(found.points) <= 1 + 64
    assert found.planned == len(found.points) == found.counts["done"]
    enough = f"{found.planned - 1} of 64 recipes were enough"
    assert any(note.startswith(enough) for note in found.notes)
    assert alone.may_shrink < 1e-4
    assert (whole.axis, alone.axis) == ("smallest of all", "membrane.thickness")
    assert whole.size == pytest.approx(49.8 / 65, rel=1e-3)
    assert {*alone.labels} == {"membrane.thickness"}
    assert alone.labels["membrane.thickness"].startswith("70 um -> 20.")


def test_a_budget_that_is_used_up_gives_the_best_so_far_and_says_what_is_open(
    make_plan, run_here, tmp_path
):
    plan = make_plan(
        kind="reach",
        vary={"membrane.thickness": {"low": "8 um", "high": "72 um"}},
        constraints={"numbers": {"thickness": {"at_least": "25 um"}}},
        budget=10,
    )
    with Store(str(tmp_path / "s.sqlite")) as store:
        run_here(plan, store)
        found = results(store, store.studies()[0])
    assert found.counts["done"] == 1 + 10
    (note,) = (note for note in found.notes if "used up" in note)
    alone = found.changes[-1]
    assert 0.001 < alone.may_shrink < 0.1
    assert f"membrane.thickness alone may do with up to {alone.may_shrink:.2g} less" in note
    assert alone.labels["membrane.thickness"] != "15 um -> 25 um"


@pytest.mark.parametrize(
    ("before", "after", "change", "better"),
    [(0.0, 1.0, "0 -> 1", False), (0.0, 0.0, "", None), (2.0, 1.0, "-50 %", True)],
)
def test_a_change_from_zero_is_a_change(make_plan, before, after, change, better):
    said = estimate(make_plan().base)
    hazard = said.outcomes["solvent_hazard"]
    one, two = (
        said.model_copy(
            update={
                "outcomes": said.outcomes
                | {"solvent_hazard": hazard.model_copy(update={"value": value})}
            }
        )
        for value in (before, after)
    )
    (found,) = differences(one, two, [("solvent_hazard", "minimise")])
    assert (found.change, found.better) == (change, better)
    assert [d.number for d in side_effects(one, two, NUMBERS)] == (
        ["solvent_hazard"] if change else []
    )


def test_verdicts_that_change_and_numbers_that_are_lost_are_side_effects(make_plan):
    before = estimate(make_plan().base)
    lost = Unavailable(unit="", reason="hazards of it are not known")
    after = before.model_copy(
        update={
            "chemistry": "uncertain",
            "chemistry_reason": "nobody tried",
            "percolates": False,
            "outcomes": before.outcomes | {"solvent_hazard": lost},
        }
    )
    assert other_verdicts(before, after, NUMBERS) == (
        f"chemistry was {before.chemistry}, is uncertain: nobody tried",
        "a conducting path is lost",
        "solvent hazard is no longer known: hazards of it are not known",
    )
    assert other_verdicts(after, before, NUMBERS)[1:] == (
        "a conducting path is won",
        "solvent hazard is known now; it was not: hazards of it are not known",
    )
    assert other_verdicts(before, before, NUMBERS) == other_verdicts(None, after, NUMBERS) == ()
