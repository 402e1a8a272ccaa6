"""What the literature says of ceramics in solvents, and of 50 wt% garnet in PEO.

Source
------
Sang, Ponga, Fleischauer and Wu, perspective "Navigating Solvent Chemistry and Microstructures":
the outcomes are restated here from its text, apart from the package's data files, with the two
misprints mended (Li7P3S11, and LiBr + YBr3 from Li3YBr6).
"""

import pytest

from ceralyte.materials import load_catalogue
from ceralyte.slurry import assess, composition

STATED = [
    *[("Li3YBr6", s, "stable") for s in ("cyclohexane", "heptane", "hexane", "toluene", "xylene")],
    *[("Li3YBr6", s, "dissolves") for s in ("acetonitrile", "NMP", "MEK", "1-butanol")],
    *[("Li3YBr6", s, "decomposes") for s in ("DMF", "DMSO", "cyclohexanone")],
    ("Li3InCl6", "water", "complex_reversible"),
    ("Li3InCl6", "acetonitrile", "complex_reversible"),
    ("Li3YCl6", "water", "decomposes"),
    *[(c, "water", "h2s_release") for c in ("Li7P3S11", "Li6PS5Cl", "Li10GeP2S12")],
    ("Li6PS5Cl", "methanol", "h2s_release"),
    *[("Li7P3S11", s, "h2s_release") for s in ("methanol", "ethanol")],
    ("Li7P3S11", "DMC", "decomposes"),
    *[("Li7P3S11", s, "stable") for s in ("xylene", "toluene", "anisole", "heptane")],
    *[("Li6PS5Cl", s, "decomposes") for s in ("THF", "acetonitrile")],
    ("Li6PS5Cl", "toluene", "stable_morphology_change"),
    *[("Li10GeP2S12", s, "decomposes") for s in ("DMF", "NMP")],
    *[("Li10GeP2S12", s, "stable") for s in ("xylene", "toluene", "DCE", "anisole", "heptane")],
    ("Li3PS4", "THF", "complex_reversible"),
    ("Na3SbS4", "water", "complex_reversible"),
]


@pytest.mark.parametrize(("ceramic", "solvent", "outcome"), STATED)
def test_stated_outcomes_come_out_with_their_references(
    ceramic: str, solvent: str, outcome: str
) -> None:
    verdict = assess(ceramic, solvent)
    assert verdict.outcome == outcome
    assert verdict.usable is (outcome not in ("dissolves", "decomposes", "h2s_release"))
    assert len(verdict.sources) >= 2


@pytest.mark.parametrize(
    ("ceramic", "solvent", "stated"),
    [("Li7P3S11", "acetonitrile", "decomposes"), ("Li6PS5Cl", "ethanol", "h2s_release")],
)
def test_where_other_works_use_the_solvent_the_answer_is_to_test_it(
    ceramic: str, solvent: str, stated: str
) -> None:
    """Li7P3S11 is synthesised in acetonitrile, Li6PS5Cl dissolved in ethanol and got back."""
    verdict = assess(ceramic, solvent)
    assert (verdict.outcome, verdict.usable, verdict.leaning) == ("test_it", None, stated)
    told = [*verdict.evidence, *verdict.contradicting]
    assert {e.outcome for e in told if e.rank == "documented"} == {stated, "complex_reversible"}
    assert any("reports contradict each other" in doubt for doubt in verdict.doubts)
    assert assess(ceramic, solvent, documents=False).outcome == stated


def test_misprints_of_the_article_are_mended() -> None:
    assert assess("Li3YBr6", "DMF").products == "LiBr + YBr3"
    assert "Li11P3S7" in assess("Li7P3S11", "water").note


def test_toluene_costs_the_argyrodite_its_conductivity() -> None:
    assert "25 times lower" in assess("Li6PS5Cl", "toluene").conductivity_change


def test_half_garnet_by_weight_is_a_fifth_by_volume() -> None:
    """Zheng, Tang and Hu, Angew. Chem. Int. Ed. 55 (2016) 12538: 50 wt% (20 vol%) LLZO in PEO."""
    catalogue = load_catalogue()
    densities = {
        name: catalogue.value(name, "density", needed_for="volume").value
        for name in ("Li7La3Zr2O12", "PEO")
    }
    membrane = composition({"Li7La3Zr2O12": 0.5, "PEO": 0.5}, densities)
    assert membrane.volume_fractions["Li7La3Zr2O12"] == pytest.approx(0.20, abs=0.015)
