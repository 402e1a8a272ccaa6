"""Traces in a mixture, judged by what they amount to for the ceramic."""

import pytest

from ceralyte.core.errors import InputError
from ceralyte.materials import load_catalogue
from ceralyte.pipeline import check_slurry
from ceralyte.recipe import read_recipe
from ceralyte.slurry import assess
from ceralyte.slurry.anatomy import anatomy
from ceralyte.slurry.mixture import TRACE, solvent
from ceralyte.slurry.traces import loads_of

CATALOGUE = load_catalogue()
MOIST = "toluene/water 99.9:0.1"


def test_loads_by_hand() -> None:
    """0.1 % by volume in toluene (867 kg/m3): 1.15 mg/g; with 2 g/g, 2.3 mg on 3.73 mmol."""
    loads = loads_of(solvent(MOIST, CATALOGUE), anatomy("Li6PS5Cl"), 2.0, CATALOGUE)
    water = loads["water"]
    in_solvent = 0.1 * 997 / (0.1 * 997 + 99.9 * 862.2)
    assert water.in_solvent == pytest.approx(in_solvent, rel=0.01)
    assert water.by_mass == pytest.approx(2 * in_solvent, rel=0.01)
    assert water.by_mole == pytest.approx(water.by_mass * 268.4 / 18.015, rel=1e-3)
    assert sum(load.in_solvent for load in loads.values()) == pytest.approx(1)


def test_the_more_solvent_for_the_ceramic_the_more_a_trace_harms() -> None:
    by_share, little, some, much = (
        assess("Li6PS5Cl", MOIST, documents=False, solvent_per_ceramic=r)
        for r in (None, 0.1, 3, 100)
    )
    assert (by_share.outcome, by_share.leaning) == ("test_it", "h2s_release")
    assert "nor how much solvent there is" in by_share.doubts[-1]
    assert little.outcome == "stable_morphology_change"
    assert little.equation == ""  # not the reaction of all of the ceramic
    assert "0.12 mg per g of ceramic" in little.doubts[-1]
    assert (some.outcome, some.leaning) == ("test_it", "h2s_release")
    assert much.outcome == "h2s_release"
    assert much.confidence == assess("Li6PS5Cl", "water", documents=False).confidence


def test_what_a_report_says_to_be_borne_is_not_refused() -> None:
    """Li7SiPS8 bears 800 ppm of water in anisole (`hatz2021`)."""
    verdict = assess("Li7SiPS8", "anisole/water 99.92:0.08", solvent_per_ceramic=1.0)
    assert verdict.usable is not False


def test_more_than_traces_are_judged_as_before() -> None:
    mixture = f"toluene/ethanol {100 * (1 - 2 * TRACE)}:{200 * TRACE}"
    with_ratio, without = (
        assess("Li6PS5Cl", mixture, documents=False, solvent_per_ceramic=r) for r in (1.0, None)
    )
    assert with_ratio == without


def test_a_density_that_nobody_knows_leaves_the_share_to_decide() -> None:
    mixture = "toluene/CCCCCCO 99:1"
    assert loads_of(solvent(mixture, CATALOGUE), anatomy("Li6PS5Cl"), 1.0, CATALOGUE) == {}
    verdict = assess("Li6PS5Cl", mixture, documents=False, solvent_per_ceramic=1.0)
    assert any("1 % by volume is little" in doubt for doubt in verdict.doubts)


@pytest.mark.parametrize("ratio", [0.0, -1.0, float("nan"), float("inf")])
def test_a_ratio_has_to_be_positive(ratio: float) -> None:
    with pytest.raises(InputError, match="solvent_per_ceramic"):
        assess("Li6PS5Cl", MOIST, solvent_per_ceramic=ratio)


@pytest.mark.parametrize(
    ("solids", "outcome"), [("95 wt%", "stable_morphology_change"), ("", "test_it")]
)
def test_a_recipe_gives_both(solids: str, outcome: str) -> None:
    fraction = f", solids_fraction: {solids}" if solids else ""
    text = f"""
name: test
ceramic: {{material: Li6PS5Cl, mass_fraction: 100 wt%, size: mono(d=3 um)}}
process: slurry
slurry: {{solvent: "{MOIST}"{fraction}}}
membrane: {{thickness: 20 um}}
press: {{method: uniaxial, pressure: 300 MPa}}
"""
    assert check_slurry(read_recipe(text)).outcome == outcome


def test_shares_are_printed_without_powers_of_ten() -> None:
    assert solvent("toluene/water 99.99:0.01", CATALOGUE).name == "toluene/water 9999:1"


def test_ppm_are_by_mass() -> None:
    mixture = solvent("toluene + 100 ppm water", CATALOGUE)
    loads = loads_of(mixture, anatomy("Li6PS5Cl"), 1.0, CATALOGUE)
    assert loads["water"].in_solvent == pytest.approx(1e-4, rel=1e-6)
    assert solvent("toluene with 100ppm of water", CATALOGUE) == mixture


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("toluene + 0 ppm water", "above 0, below 1000000 ppm"),
        ("toluene + 2000000 ppm water", "above 0, below 1000000 ppm"),
        ("toluene + 50 ppm 1-hexanol", "no density of 1-hexanol known"),
        ("tolune + 50 ppm water", "did you mean 'toluene'"),
    ],
)
def test_ppm_that_cannot_be_read(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        solvent(text, CATALOGUE)
