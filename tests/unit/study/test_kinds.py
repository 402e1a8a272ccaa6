"""What each kind of study asks for and finds, with estimates computed in this process."""

from types import SimpleNamespace

import numpy as np
import pytest

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Quantity
from ceralyte.core.units import FRACTION
from ceralyte.pipeline import NUMBERS, Numbers, estimate
from ceralyte.study.axes import Blend, Interval, Options
from ceralyte.study.comparing import differences
from ceralyte.study.coordinates import origin_of
from ceralyte.study.evaluate import Effort, key_of, perform, read_numbers, task_of
from ceralyte.study.feasible import require_feasible
from ceralyte.study.front import best_first, knee, non_dominated, ranks
from ceralyte.study.intervals import intervals_of
from ceralyte.study.judging import Judge
from ceralyte.study.kinds import sampler_of
from ceralyte.study.paths import changed
from ceralyte.study.reach import Reach
from ceralyte.study.sampling import Tell
from ceralyte.study.sensing import notes_on, sensing_points, sensitivity
from ceralyte.study.space import Space

THIN = {"membrane.thickness": {"low": "15 um", "high": "60 um"}}
PRESS = {"press.pressure": {"low": "100 MPa", "high": "500 MPa"}}


def computed(plan, sampler):
    """All asks of a sampler with their answers."""
    told = []
    while batch := sampler.ask():
        asks = list(batch)
        changes = [plan.space.changes(a.at) if a.changes is None else a.changes for a in asks]
        tasks = [task_of(plan.base, c, a.effort) for a, c in zip(asks, changes, strict=True)]
        told += [Tell(a, perform(t)) for a, t in zip(asks, tasks, strict=True)]
        sampler.tell(told[-len(asks) :])
    return told


def test_a_front_is_what_nothing_beats():
    losses = np.array([[1.0, 4.0], [2.0, 2.0], [4.0, 1.0], [3.0, 3.0], [2.0, 2.0], [5.0, 5.0]])
    assert non_dominated(losses).tolist() == [True, True, True, False, True, False]
    assert ranks(losses).tolist() == [0, 0, 0, 1, 0, 2]
    assert best_first(losses)[-2:] == [3, 5]
    assert knee(losses[:3]) == 1


def test_equal_recipes_have_one_address_and_others_another(make_plan):
    base = make_plan().base
    key = key_of(base, Effort())
    assert (
        key_of(base.model_copy(update={"name": "another", "description": "words"}), Effort()) == key
    )
    assert key_of(changed(base, {"press.pressure": "361 MPa"}), Effort()) != key
    assert key_of(base, Effort("quick")) != key
    assert key_of(base, Effort("quick", seeds=2)) != key_of(base, Effort("quick"))


def test_a_recipe_that_cannot_be_is_an_answer_at_once(make_plan):
    plan = make_plan()
    answer = task_of(plan.base, {"support": {"kind": "nonwoven"}}, Effort())
    assert not answer.done
    assert "support" in answer.message


def test_a_grid_has_every_combination(make_plan):
    plan = make_plan(
        kind="grid",
        vary={
            "press.pressure": {"low": "100 MPa", "high": "500 MPa", "points": 3},
            "binder.placement": ["necks", "coating"],
        },
    )
    start, *others = sampler_of(plan).ask()  # in one batch, so that no worker waits for the start
    assert start.changes == {}
    asked = [plan.space.labels(a.at) for a in others]
    assert {(a["press.pressure"], a["binder.placement"]) for a in asked} == {
        (p, b) for p in ("100 MPa", "300 MPa", "500 MPa") for b in ("necks", "coating")
    }


def test_the_sensitivity_of_a_known_function(make_plan):
    plan = make_plan(kind="sensitivity", vary=PRESS | THIN, budget=2000)
    points = sensing_points(plan.space, 2000, 0, "sobol")
    values = list(3 * points[:, 0] + points[:, 1])  # shares of the variance: 9 : 1
    found = sensitivity(plan.space, "porosity", points, values, 0, "sobol")
    assert found.inputs == ("press.pressure", "membrane.thickness")
    assert found.first == pytest.approx((0.9, 0.1), abs=0.02)
    assert found.total == pytest.approx((0.9, 0.1), abs=0.02)
    again = sensitivity(plan.space, "porosity", points, values, 0, "sobol")
    assert again == found  # error bars, too
    holes = [None if i % 4 == 0 else v for i, v in enumerate(values)]
    assert "lack a value" in sensitivity(plan.space, "porosity", points, holes, 0, "sobol").reason
    same = sensitivity(plan.space, "porosity", points, [1.0] * len(values), 0, "sobol")
    assert same.reason == "it does not change"


def test_process_scatter_is_where_it_should_be(make_plan):
    plan = make_plan(
        kind="uncertainty",
        vary={},
        scatter={
            "membrane.thickness": {"relative": "10 %"},
            "binder.mass_fraction": {"std": "0.1 %"},
        },
        budget=64,
    )
    told = computed(plan, sampler_of(plan))[1:]
    found = {i.number: i for i in intervals_of([t.numbers for t in told], NUMBERS, None)}
    assert found["thickness"].std_process == pytest.approx(1.5e-6, rel=0.05)
    assert found["thickness"].low == pytest.approx(15e-6 - 1.645 * 1.5e-6, rel=0.03)
    shares = [t.ask.changes for t in told]
    assert all({"ceramic.mass_fraction", "binder.mass_fraction"} <= set(c) for c in shares)
    assert found["effective_conductivity"].std_model > found["effective_conductivity"].std_process


def test_the_smallest_change_is_found(make_plan):
    """Resistance goes as the thickness alone: so does the answer, to the accuracy of bisection."""
    plan = make_plan(
        kind="reach",
        vary=THIN | {"binder.placement": ["auto", "necks"]},
        constraints={"numbers": {"thickness": {"at_least": "25 um"}}},
        budget=64,
    )
    sampler = sampler_of(plan)
    told = computed(plan, sampler)
    judge = Judge(plan.study, plan.bounds)
    fit = [t for t in told if t.ask.at and judge.feasible(t.numbers)]
    size, best = min((sampler.size(t.ask.at), t.ask.at) for t in fit)
    assert origin_of(plan.space) == (0.0, 0.25)
    thickness = float(plan.space.labels(best)["membrane.thickness"].removesuffix(" um"))
    assert 25 <= thickness < 25.02
    assert size == pytest.approx(10 / 45, rel=2e-3)
    assert len(told) <= sampler.planned.total()


def test_a_reach_asks_for_no_recipe_beyond_its_budget_and_for_none_twice(make_plan):
    plan = make_plan(
        kind="reach",
        vary=THIN | PRESS | {"binder.placement": ["auto", "necks"]},
        constraints={
            "numbers": {"thickness": {"at_least": "25 um"}, "porosity": {"at_most": "12 %"}}
        },
        budget=40,
    )
    told = computed(plan, sampler_of(plan))
    keys = [t.answer.key for t in told]
    assert len(keys) == 1 + 40
    assert len({*keys[1:]}) == 40


def test_where_nothing_suffices_the_whole_budget_looks_for_it(make_plan):
    plan = make_plan(
        kind="reach",
        vary=THIN | PRESS,
        constraints={"numbers": {"porosity": {"at_most": "1 %"}}},
        budget=20,
    )
    assert len(computed(plan, sampler_of(plan))) == 1 + 20


def test_a_single_change_is_drawn_closer_though_the_other_way_fails(make_plan):
    """As far the other way from the start is no answer either, and bounds nothing on this way."""
    plan = make_plan(
        kind="reach",
        vary={
            "membrane.thickness": {"low": "8 um", "high": "30 um"},
            "press.pressure": {"low": "100 MPa", "high": "500 MPa"},
        },
        constraints={"numbers": {"thickness": {"at_most": "12 um"}}},
        budget=64,
    )
    sampler = sampler_of(plan)
    told = computed(plan, sampler)
    judge = Judge(plan.study, plan.bounds)
    alone = [t for t in told if t.ask.why == "membrane.thickness" and judge.feasible(t.numbers)]
    assert min(sampler.size(t.ask.at) for t in alone) == pytest.approx(3 / 22, rel=1e-3)


def test_a_start_beyond_its_range_needs_no_more_than_the_end_of_it(make_plan):
    """The base has 15 um; the nearest recipe of the study, 20 um, is a change of size 0."""
    plan = make_plan(
        kind="reach",
        vary={"membrane.thickness": {"low": "20 um", "high": "60 um"}},
        constraints={"numbers": {"thickness": {"at_least": "18 um"}}},
        budget=4,
    )
    sampler = sampler_of(plan)
    told = computed(plan, sampler)
    judge = Judge(plan.study, plan.bounds)
    fit = [t for t in told if t.ask.at and judge.feasible(t.numbers)]
    assert min(sampler.size(t.ask.at) for t in fit) == 0


@pytest.mark.parametrize("method", ["nsga2", "random"])
def test_a_search_asks_for_no_recipe_twice_and_ends_where_there_are_no_more(make_plan, method):
    options = {
        "binder.placement": ["necks", "coating"],
        "cell.cathode.areal_capacity": ["4 mAh/cm2", "5 mAh/cm2"],
    }
    few = {"objectives": {"porosity": "minimise"}, "check_feasible": False, "method": method}
    plan = make_plan(kind="optimise", vary=options, budget=30, batch=3, **few)
    told = computed(plan, sampler_of(plan))[1:]
    assert len({t.answer.key for t in told}) == len(told) == 4
    plan = make_plan(kind="optimise", vary=options | THIN, budget=40, batch=4, **few)
    told = computed(plan, sampler_of(plan))[1:]
    assert len({t.answer.key for t in told}) == len(told) == 40


def test_a_grid_of_shares_has_every_recipe_once():
    """Where the first of three shares takes all, the others have no choice."""
    parts = tuple(Interval(n, 0.0, 1.0, FRACTION, points=3) for n in "abc")
    blend = Blend(parts, total=1.0)
    shares = [tuple(blend.shares(at)) for at in blend.grid()]
    assert len({*shares}) == len(shares) == 7
    assert (1.0, 0.0, 0.0) in shares


def test_a_cascade_promotes_the_best_and_the_starting_point(make_plan):
    plan = make_plan(
        kind="cascade",
        vary=PRESS | THIN,
        objectives={"porosity": "minimise", "areal_conductance": "maximise"},
        rungs=[{"level": "quick", "keep": 2}],
        budget=16,
    )
    sampler = sampler_of(plan)
    first = list(sampler.ask())
    told = [Tell(a, perform(task_of(plan.base, _changes(plan, a), a.effort))) for a in first]
    sampler.tell(told)
    second = sampler.ask()
    assert [a.effort.level for a in second] == ["quick"] * 3
    assert second[0].why == "starting point"
    losses = np.array(
        [
            [t.numbers.outcomes["porosity"].value, -t.numbers.outcomes["areal_conductance"].value]
            for t in told[1:]
        ]
    )
    best = {told[1:][i].ask.at for i in np.flatnonzero(non_dominated(losses))}
    assert {a.at for a in second[1:]} <= best


def _changes(plan, ask):
    return plan.space.changes(ask.at) if ask.changes is None else ask.changes


def test_constraints_that_nothing_meets_are_named(make_plan):
    def told(**limits):
        plan = make_plan(vary=PRESS | THIN, constraints={"numbers": limits})
        judge, sampler = Judge(plan.study, plan.bounds), sampler_of(plan)
        return computed(plan, sampler), judge

    words = "constraints: thickness at most 10 um: none of 9 .* the nearest has 15 um"
    with pytest.raises(InputError, match=words):
        require_feasible(*told(thickness={"at_most": "10 um"}))
    with pytest.raises(InputError, match="meets all constraints; without this one"):
        require_feasible(
            *told(thickness={"at_most": "25 um"}, areal_resistance={"at_least": "2 ohm*cm2"})
        )
    require_feasible(*told(thickness={"at_most": "40 um"}))


def test_an_estimate_has_every_number_with_its_unit(make_plan):
    plan = make_plan()
    numbers = read_numbers(perform(task_of(plan.base, {}, Effort())).numbers)
    assert set(numbers.outcomes) == set(NUMBERS)
    for name, outcome in numbers.outcomes.items():
        assert outcome.unit == NUMBERS[name].si_unit, name
    resistance, conductance = (
        numbers.outcomes[f"areal_{n}"] for n in ("resistance", "conductance")
    )
    assert resistance.value * conductance.value == pytest.approx(1)
    assert conductance.std / conductance.value == pytest.approx(resistance.std / resistance.value)
    assert Numbers.model_validate_json(numbers.model_dump_json()) == numbers
    assert isinstance(numbers.outcomes["solvent_hazard"], Quantity)


def test_cost_is_what_is_weighed_in_at_stated_prices(make_plan):
    prices = {"Li6PS5Cl": "850 EUR/kg", "PTFE": "0.02 EUR/g"}
    plan = make_plan(prices=prices, objectives={"material_cost": "minimise"})
    answer = perform(task_of(plan.base, {}, Effort()))
    numbers = plan.read(answer.numbers)
    cost, mass = numbers.outcomes["material_cost"], numbers.outcomes["areal_mass"]
    share = plan.base.binder.mass_fraction
    assert cost.value == pytest.approx(mass.value * ((1 - share) * 850 + share * 20))
    assert cost.std / cost.value == pytest.approx(mass.std / mass.value)
    assert cost.unit == plan.known["material_cost"].si_unit == "EUR/m^2"
    assert Judge(plan.study, plan.bounds).losses(numbers) == [cost.value]
    assert "material_cost" not in read_numbers(answer.numbers).outcomes  # prices are not stored


def test_the_solvent_costs_where_the_recipe_says_how_much_there_is(make_plan):
    wet = {
        "process": "slurry",
        "slurry.solvent": "p-xylene",
        "slurry.solids_fraction": "50 %",
        "binder.material": "SEBS",
    }
    prices = {"Li6PS5Cl": "0 USD/kg", "PTFE": "0 USD/kg", "SEBS": "0 USD/kg"}
    routes = {"choices": {"route": {"dry": {"binder.material": "PTFE"}, "wet": wet}}}
    with pytest.raises(InputError, match="prices: say nothing of p-xylene"):
        make_plan(prices=prices, **routes)
    plan = make_plan(prices=prices | {"p-xylene": "2 USD/kg"}, **routes)
    numbers = plan.read(perform(task_of(plan.base, wet, Effort())).numbers)
    solids = numbers.outcomes["areal_mass"].value
    assert numbers.outcomes["material_cost"].value == pytest.approx(2 * solids)  # half is solvent


def test_hazard_is_that_to_health_and_flammability_stands_beside(make_plan):
    def of(solvent):
        wet = {"process": "slurry", "slurry.solvent": solvent, "binder.material": "SEBS"}
        return perform(task_of(make_plan().base, wet, Effort()))

    found = {s: read_numbers(of(s).numbers).outcomes for s in ("toluene", "dichloromethane")}
    assert {s: o["solvent_hazard"].value for s, o in found.items()} == {
        "toluene": 2,
        "dichloromethane": 2,
    }
    assert found["toluene"]["solvent_flammability"].value == 3
    assert "flash point not known" in found["dichloromethane"]["solvent_flammability"].reason
    unknown = read_numbers(of("butyl butyrate").numbers).outcomes["solvent_hazard"]
    assert unknown.reason == "hazards of butyl butyrate are not known here"


def _with(numbers, **outcomes):
    return numbers.model_copy(update={"outcomes": numbers.outcomes | outcomes})


def test_values_that_differ_by_rounding_are_told_as_equal(make_plan):
    before = estimate(make_plan().base)
    name = "areal_conductance"
    nudged = before.outcomes[name].scaled(1 + 1e-14, "S/m^2", "rounding")
    after = before.model_copy(update={"outcomes": before.outcomes | {name: nudged}})
    assert nudged.value != before.outcomes[name].value
    (found,) = differences(before, after, [(name, "maximise")])
    assert found.better is None
    assert found.relative == 0


def test_a_gain_is_told_in_error_bars_of_all_kinds_and_of_numerical_ones(make_plan):
    base = read_numbers(perform(task_of(make_plan().base, {}, Effort())).numbers)
    errors = {"std_model": 0.4, "std_sampling": 0.3}
    before = Quantity(value=1.0, unit="S/m^2", method="", **errors)
    after = before.model_copy(update={"value": 2.0})
    bracket = Quantity(value=1.0, unit="m", method="", low=0.1, high=10.0)
    one = _with(base, areal_conductance=before, bend_radius_minimum=bracket)
    two = _with(
        base,
        areal_conductance=after,
        bend_radius_minimum=bracket.model_copy(update={"value": 0.5}),
    )
    goals = {"areal_conductance": "maximise", "bend_radius_minimum": "minimise"}
    gain, bend = differences(one, two, goals.items())
    assert (gain.better, gain.relative) == (True, 1.0)
    assert gain.in_error_bars == pytest.approx(np.log(2) / np.hypot(0.5, 0.25))
    assert gain.in_numerical_bars == pytest.approx(np.log(2) / np.hypot(0.3, 0.15))
    assert bend.better
    assert bend.in_error_bars == pytest.approx(np.log(2) / (np.log(100) / 12**0.5 * 2**0.5))
    assert bend.in_numerical_bars is None
    assert differences(one, None, goals.items()) == ()


@pytest.mark.parametrize(("budget", "blocks"), [(8, 2), (64, 16)])
def test_indices_from_too_few_recipes_or_that_cannot_be_are_doubted(make_plan, budget, blocks):
    plan = make_plan(kind="sensitivity", vary=PRESS | THIN, budget=budget)
    points = sensing_points(plan.space, budget, 0, "sobol")
    values = list(np.exp(5 * points[:, 0]) * (1 + points[:, 1]))
    found = sensitivity(plan.space, "porosity", points, values, 0, "sobol")
    assert found.blocks == blocks
    few = [note for note in notes_on([found]) if "are too few" in note]
    assert len(few) == (blocks < 16)
    assert not few or ("2 blocks of 4 recipes" in few[0] and "a budget of 64" in few[0])
    assert not any("cannot be" in note for note in notes_on([_with_total(found, 1.0)]))
    (beyond,) = (note for note in notes_on([_with_total(found, 1.97)]) if "cannot be" in note)
    assert "porosity" in beyond


def _with_total(one, total):
    return one.model_copy(update={"first": (0.0, 0.5), "total": (total, 0.1)})


def reached(space, suffices, budget):
    """A reach at its end and its asks, where `suffices` judges a place, None of the start."""
    judge = SimpleNamespace(misses=lambda at: {} if suffices(at[0]) else {"limit": "missed"})
    reach = Reach(space, judge, Effort(), budget, 0)
    asked = []
    while batch := reach.ask():
        asked += batch
        reach.tell([SimpleNamespace(ask=ask, numbers=(ask.at,)) for ask in batch])
    return reach, asked


def test_a_reach_among_options_tries_them_all_before_it_gives_up(make_plan):
    """Of 100 combinations one suffices; those that were drawn before must not end the search."""
    pressures = [f"{100 + 10 * i} MPa" for i in range(10)]
    thicknesses = [f"{10 + i} um" for i in range(10)]
    space = make_plan(vary={"press.pressure": pressures, "membrane.thickness": thicknesses}).space
    wanted = {"press.pressure": "110 MPa", "membrane.thickness": "19 um"}
    _, asked = reached(space, lambda at: at is not None and space.changes(at) == wanted, 100)
    assert wanted in [space.changes(ask.at) for ask in asked if ask.at]
    assert len(asked) <= 1 + 100
    assert len(reached(space, lambda _: False, 120)[1]) == 1 + 100


def test_where_the_start_suffices_nothing_else_is_asked_for(make_plan):
    _, asked = reached(make_plan(vary=THIN).space, lambda at: at is None, 64)
    assert [ask.at for ask in asked] == [None]


@pytest.mark.parametrize(("least", "size"), [(24, 23 / 59), (60, 1.0)])
def test_the_smallest_whole_number_that_suffices_is_found(make_plan, least, size):
    """Of 60 numbers a scan tries every third one, and the last."""
    numbers = tuple((str(n), {"n": n}) for n in range(1, 61))
    space = Space(make_plan().base, (Options("n", numbers, ordered=True),))

    def suffices(at):
        return at is not None and space.changes(at)["n"] >= least

    reach, asked = reached(space, suffices, 40)
    best = min((ask.at for ask in asked if suffices(ask.at)), key=reach.size)
    assert space.changes(best) == {"n": least}
    assert reach.size(best) == pytest.approx(size)


def test_where_two_changes_add_up_some_of_both_is_less_than_much_of_one(make_plan):
    space = make_plan(vary=THIN | PRESS).space
    home = origin_of(space)

    def suffices(at):
        return at is not None and np.abs(np.subtract(at, home)).sum() >= 0.3

    reach, asked = reached(space, suffices, 40)
    smallest = min(reach.size(ask.at) for ask in asked if suffices(ask.at))
    assert 0.3 / 2**0.5 < smallest < 0.24


def test_a_change_of_several_parameters_is_drawn_closer(make_plan):
    """No parameter suffices alone; what is drawn all over the ranges is far too much."""
    space = make_plan(vary=THIN | PRESS).space
    home = origin_of(space)

    def suffices(at):
        return at is not None and np.abs(np.subtract(at, home)).min() >= 0.1

    reach, asked = reached(space, suffices, 96)
    smallest = min(reach.size(ask.at) for ask in asked if suffices(ask.at))
    assert smallest == pytest.approx(0.1 * 2**0.5, rel=0.1)
