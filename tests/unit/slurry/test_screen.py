"""All solvents for one ceramic: order and reasons."""

from ceralyte.materials import load_catalogue
from ceralyte.slurry import assess, filter_reason, screen


def test_all_solvents_usable_first_and_each_no_with_its_reason() -> None:
    verdicts = screen("Li6PS5Cl")
    assert len(verdicts) == len(load_catalogue().names("solvent"))
    places = [{True: 0, None: 1, False: 2}[v.usable] for v in verdicts]
    assert places == sorted(places)
    assert all(bool(filter_reason(v)) == (v.usable is not True) for v in verdicts)
    assert {v.solvent for v in verdicts if v.usable} >= {"n-hexane", "toluene", "anisole"}


def test_a_binder_that_does_not_dissolve_comes_later_and_is_told() -> None:
    verdicts = screen("Li6PS5Cl", binder="SEBS")
    usable = [v.binder_check.orthogonal for v in verdicts if v.usable and v.binder_check]
    assert usable == sorted(usable, key=[True, None, False].index)
    assert filter_reason(assess("Na3SbS4", "water", "SBS")) == (
        "SBS does not dissolve, no dispersion known"
    )
    assert filter_reason(assess("Na3SbS4", "water", "PTFE")) == ""


def test_abstaining_on_few_pairs_only() -> None:
    """At most a fifth of the pairs of the catalogue is answered "test it"."""
    catalogue = load_catalogue()
    answers = [
        v.usable
        for m in catalogue
        if m.category == "ceramic" and m.formula
        for v in screen(m.name, documents=False)
    ]
    assert answers.count(None) < 0.2 * len(answers)


def test_a_known_loss_of_conduction_comes_behind_what_has_none() -> None:
    verdicts = screen("Li6PS5Cl")
    places = {v.solvent: place for place, v in enumerate(verdicts)}
    usable = [v.solvent for v in verdicts if v.usable]
    assert places["toluene"] == len(usable) - 1
    answers = [v.to_verdict().answer for v in verdicts if v.usable and not v.losses]
    assert answers == sorted(answers, reverse=True)  # "yes" before "uncertain"
