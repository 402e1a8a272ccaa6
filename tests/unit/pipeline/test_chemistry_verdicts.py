"""What is said of ceramic and binder: each as its own light, in words."""

import pytest

from ceralyte.pipeline.chemistry_verdicts import binder_verdicts, slurry_verdict
from ceralyte.pipeline.inputs import check_slurry
from ceralyte.recipe import load_recipe
from ceralyte.slurry import assess
from ceralyte.slurry.wording import outcome_in_words


@pytest.fixture(scope="module")
def dry(examples):
    return load_recipe(examples / "lpscl-ptfe-dry.yaml")


def test_a_dry_ceramic_is_safe_and_says_nothing_of_electrodes(dry):
    verdict = slurry_verdict(check_slurry(dry))
    assert verdict.answer == "yes"
    assert "not stable" not in verdict.reason
    assert verdict.evidence
    assert not any("against" in s.used_for or "potential" in s.used_for for s in verdict.evidence)


def test_the_binder_is_judged_at_the_electrodes_that_the_cell_has(dry):
    found = {v.question: v for v in binder_verdicts(check_slurry(dry), dry)}
    at_lithium = found.pop("Does the binder PTFE last against lithium?")
    at_cathode = found.pop("Does the binder PTFE last against the cathode?")
    assert not found
    assert (at_lithium.answer, at_cathode.answer) == ("no", "no")
    assert at_lithium.reason.startswith("reduced to carbon and LiF")
    uses = {s.used_for for s in at_lithium.evidence}
    assert uses == {"PTFE against lithium", "PTFE: reduction_potential"}


def test_without_cell_or_reports_nothing_is_said_of_electrodes(dry):
    bare = dry.model_copy(update={"cell": None})
    assert binder_verdicts(check_slurry(dry), bare) == ()
    assert binder_verdicts(assess("Li6PS5Cl", "toluene", "SEBS"), dry) == ()


def test_a_changed_morphology_says_first_what_it_costs():
    verdict = slurry_verdict(assess("Li6PS5Cl", "toluene", "SEBS"))
    assert verdict.answer == "uncertain"
    begins = "stable, morphology changes: 0.066 mS/cm, about 25 times lower; interfacial"
    assert verdict.reason.startswith(begins)
    assert verdict.reason.count("0.066 mS/cm") == 1
    assert "too weak a donor" in verdict.reason


def test_outcomes_have_their_words():
    assert outcome_in_words("h2s_release") == "H2S release"
    assert slurry_verdict(assess("Li6PS5Cl", "water")).reason.startswith("H2S release: ")
