"""Intervals of an uncertainty study: they agree with each other and with the error bars."""

import numpy as np
import pytest

from ceralyte.core.quantities import Quantity
from ceralyte.pipeline import NUMBERS, estimate
from ceralyte.study import Store, results
from ceralyte.study.comparing import log_error
from ceralyte.study.intervals import intervals_of

SCATTER = {"press.pressure": {"relative": "5 %"}, "membrane.thickness": {"relative": "5 %"}}


def _by_name(known, start=None):
    return {i.number: i for i in intervals_of(known, NUMBERS, start)}


@pytest.fixture
def found(make_plan, run_here, tmp_path):
    """Return a function that gives the results of an uncertainty study of some budget."""

    def run(budget):
        plan = make_plan(kind="uncertainty", vary={}, scatter=SCATTER, budget=budget)
        with Store(str(tmp_path / f"{budget}.sqlite")) as store:
            run_here(plan, store)
            return results(store, store.studies()[0])

    return run


def test_numbers_that_follow_from_each_other_have_intervals_that_do(found):
    i = {one.number: one for one in found(8).intervals}
    resistance, conductance = i["areal_resistance"], i["areal_conductance"]
    assert conductance.low * resistance.high == pytest.approx(1, rel=2e-3)
    assert conductance.high * resistance.low == pytest.approx(1, rel=2e-3)
    assert conductance.median * resistance.median == pytest.approx(1, rel=2e-3)
    assert resistance.low > 0
    assert i["packing_fraction"].std_process == 0
    assert i["thickness"].std_process > 0
    assert i["porosity"].low + i["relative_density"].high == pytest.approx(1, abs=1e-4)
    assert i["porosity"].high + i["relative_density"].low == pytest.approx(1, abs=1e-4)


def test_the_interval_of_one_recipe_is_that_of_its_error_bars(make_plan):
    """Known laws: lognormal, even in the logarithm between the ends of a bracket."""
    said = estimate(make_plan().base)
    i = _by_name([said], said)
    conduction = said.outcomes["effective_conductivity"]
    factor = np.exp(1.645 * conduction.std / conduction.value)
    one = i["effective_conductivity"]
    assert one.high / one.start == pytest.approx(factor, rel=0.01)
    assert one.start / one.low == pytest.approx(factor, rel=0.01)
    strength, bracket = i["tensile_strength"], said.outcomes["tensile_strength"]
    width = np.log(bracket.high / bracket.low)
    assert np.log(strength.high / strength.low) == pytest.approx(0.9 * width, rel=0.01)
    assert i["solvent_hazard"].std_model is i["thickness"].std_model is None
    assert i["thickness"].low == i["thickness"].high == pytest.approx(15e-6)
    assert all(one.count == 1 and one.std_process is None for one in i.values())


def test_an_interval_does_not_depend_on_how_many_recipes_tell_it(found):
    few, many = ({i.number: i for i in found(n).intervals} for n in (1, 40))
    for name in ("effective_conductivity", "tensile_strength", "areal_resistance"):
        assert np.log(few[name].high / few[name].low) == pytest.approx(
            np.log(many[name].high / many[name].low), rel=0.1
        )


def test_a_study_of_few_recipes_says_how_little_it_knows(found):
    one, few, enough = found(1), found(3), found(20)
    assert any("of model and material data alone" in note for note in one.notes)
    assert any("3 scattered recipes tell little" in note for note in few.notes)
    assert not any("scattered recipe" in note for note in enough.notes)
    assert one.intervals


def test_a_bracket_is_the_error_of_a_model_and_not_hidden_by_that_of_sampling(make_plan):
    said = estimate(make_plan().base)
    strength = Quantity(value=1e6, unit="Pa", method="", std_sampling=1e4, low=1e5, high=1e7)
    solved = said.model_copy(update={"outcomes": said.outcomes | {"tensile_strength": strength}})
    found = _by_name([solved])["tensile_strength"]
    assert found.high / found.low == pytest.approx(100**0.9, rel=0.01)
    assert log_error(strength) == pytest.approx(np.hypot(0.01, np.log(100) / 12**0.5))
