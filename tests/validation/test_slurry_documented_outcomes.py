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
    *[("Li6PS5Cl", s, "h2s_release") for s in ("methanol", "ethanol")],
    *[("Li7P3S11", s, "h2s_release") for s in ("methanol", "ethanol")],
    *[("Li7P3S11", s, "decomposes") for s in ("acetonitrile", "DMC")],
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


def test_misprints_of_the_article_are_mended() -> None:
    assert assess("Li3YBr6", "DMF").products == "LiBr + YBr3"
    assert "Li11P3S7" in assess("Li7P3S11", "water").note


def test_toluene_costs_the_argyrodite_its_conductivity() -> None:
    assert "25x lower" in assess("Li6PS5Cl", "toluene").conductivity_change


def test_half_garnet_by_weight_is_a_fifth_by_volume() -> None:
    """Zheng, Tang and Hu, Angew. Chem. Int. Ed. 55 (2016) 12538: 50 wt% (20 vol%) LLZO in PEO."""
    catalogue = load_catalogue()
    densities = {
        name: catalogue.value(name, "density", needed_for="volume").value
        for name in ("Li7La3Zr2O12", "PEO")
    }
    membrane = composition({"Li7La3Zr2O12": 0.5, "PEO": 0.5}, densities)
    assert membrane.volume_fractions["Li7La3Zr2O12"] == pytest.approx(0.20, abs=0.015)
