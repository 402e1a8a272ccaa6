"""A descriptor that nobody knows is named, estimated where that can be, and costs confidence."""

import pytest

from ceralyte.materials import Catalogue, load_catalogue
from ceralyte.slurry import assess, screen
from ceralyte.slurry.liquid import liquid

CATALOGUE = load_catalogue()
CERAMICS = ("Li3YCl6", "Li3InCl6", "Li6PS5Cl", "Li7P3S11", "Li3PS4", "Na3SbS4", "Li7La3Zr2O12")
NEAR = 0.04
"""By how much an estimate may be surer: it may lie farther from a threshold than the value did."""


def _without(solvent: str, descriptor: str) -> Catalogue:
    material = CATALOGUE.get(solvent)
    left = tuple(v for v in material.values if v.property_name != descriptor)
    poorer = material.model_copy(update={"values": left})
    return Catalogue(poorer if m.name == solvent else m for m in CATALOGUE)


@pytest.mark.parametrize("descriptor", ["donor_number", "relative_permittivity", "boiling_point"])
@pytest.mark.parametrize("ceramic", CERAMICS)
def test_a_dropped_descriptor_is_named_and_never_makes_surer(ceramic: str, descriptor: str) -> None:
    for full in screen(ceramic, documents=False):
        poorer = _without(full.solvent, descriptor)
        verdict = assess(ceramic, full.solvent, documents=False, catalogue=poorer)
        told = any(descriptor.replace("_", " ") in doubt for doubt in verdict.doubts)
        same = (verdict.outcome, verdict.confidence) == (full.outcome, full.confidence)
        assert told or same, full.solvent
        if full.usable is not None:
            assert verdict.confidence <= full.confidence + NEAR, full.solvent


def test_an_estimate_counts_over_its_whole_range() -> None:
    """Dimethyl carbonate, permittivity 3.1, stands among carbonates of 2.8 and 65."""
    poorer = _without("dimethyl carbonate", "relative_permittivity")
    ends = liquid("dimethyl carbonate", poorer).at_ends_of_estimates()
    powers = sorted(end.power or 0.0 for end in ends)
    assert powers == pytest.approx([11.1, 16.9], abs=0.1)


def test_without_a_relative_any_liquid_stands_in_for_the_permittivity() -> None:
    doubts = liquid("triethylamine", _without("triethylamine", "relative_permittivity")).doubtful
    assert any("solvents of the catalogue of any group" in doubt for doubt in doubts)


def test_without_any_liquid_nothing_is_estimated() -> None:
    alone = liquid("CCO", Catalogue(()))
    assert alone.descriptors == {}
    assert any("no relative permittivity" in doubt for doubt in alone.doubtful)


def test_a_sulfone_is_no_sulfoxide() -> None:
    assert liquid("sulfolane", _without("sulfolane", "donor_number")).donor_number is None


def test_an_estimate_that_no_rule_goes_by_costs_nothing() -> None:
    """A proton decides, whatever the donor number of the alcohol may be."""
    known, estimated = (
        assess("Li6PS5Cl", s, documents=False).confidence for s in ("ethanol", "tert-butanol")
    )
    assert estimated == known


def test_a_recalled_value_that_decides_is_marked_cited_and_lowers_confidence() -> None:
    verdict = assess("Li6PS5Cl", "1,4-dioxane", documents=False)
    (rule,) = (e for e in verdict.evidence if e.rank == "rule")
    assert rule.values["donor number"] == "14.8 kcal/mol (recalled)"
    assert any("recalled" in source.text for source in rule.sources)
    assert "donor number of 1,4-dioxane recalled, not verified" in verdict.doubts


def test_a_recalled_value_that_decides_nothing_is_no_doubt() -> None:
    verdict = assess("Li6PS5Cl", "water", documents=False)
    assert not any("recalled" in doubt for doubt in verdict.doubts)


def test_an_estimate_is_marked_where_it_stands() -> None:
    verdict = assess("Li6PS5Cl", "isobutyl isobutyrate", documents=False)
    (rule,) = (e for e in verdict.evidence if e.rank == "rule")
    assert rule.values["donor number"].endswith("(estimated)")
    assert rule.values["relative permittivity"].endswith("(recalled)")
