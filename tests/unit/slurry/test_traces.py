"""Traces in a mixture, judged by what they amount to for the ceramic."""

import pytest

from ceralyte.core.errors import InputError
from ceralyte.materials import load_catalogue
from ceralyte.pipeline import check_slurry
from ceralyte.recipe import read_recipe
from ceralyte.slurry import assess
from ceralyte.slurry.anatomy import anatomy
from ceralyte.slurry.mixture import TRACE, solvent
from ceralyte.slurry.traces import Load, loads_of

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
    assert "may reach its outer layers only (judgement" in little.doubts[-1]
    told = little.evidence[0].statement
    assert told.startswith("trace in the solvent: ")
    assert "takes sulfur" not in told
    assert (some.outcome, some.leaning) == ("test_it", "h2s_release")
    assert much.outcome == "h2s_release"
    assert much.confidence == assess("Li6PS5Cl", "water", documents=False).confidence


@pytest.mark.parametrize("ratio", [None, 1.0])
def test_water_that_a_report_says_to_be_borne_is_borne(ratio: float | None) -> None:
    """Li7SiPS8 bears 800 ppm of water in anisole (`hatz2021`)."""
    pure = assess("Li7SiPS8", "anisole")
    verdict = assess("Li7SiPS8", "anisole + 800 ppm water", solvent_per_ceramic=ratio)
    assert (verdict.outcome, verdict.basis) == (pure.outcome, "documented")
    assert "800 ppm of water" in verdict.evidence[0].statement
    assert any("bear up to 800 ppm of water in anisole" in doubt for doubt in verdict.doubts)
    assert "water" in verdict.solvent


def test_reports_on_traces_reach_no_further_than_they_say() -> None:
    """More ppm, another ceramic, water for every formula unit, no documents."""
    trace = "anisole + 800 ppm water"
    verdicts = [
        assess("Li7SiPS8", "anisole + 900 ppm water", solvent_per_ceramic=1.0),
        assess("Li6PS5Cl", trace, solvent_per_ceramic=1.0),
        assess("Li7SiPS8", trace, solvent_per_ceramic=100.0),
        assess("Li7SiPS8", trace, solvent_per_ceramic=1.0, documents=False),
    ]
    assert not any(v.usable for v in verdicts)
    assert not any("is reported to bear" in doubt for v in verdicts for doubt in v.doubts)


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
    for solvent_asked in (MOIST, "none"):
        with pytest.raises(InputError, match="solvent_per_ceramic"):
            assess("Li6PS5Cl", solvent_asked, solvent_per_ceramic=ratio)


def test_the_powder_of_a_solvate_is_mostly_its_solvent() -> None:
    """Li3PS4.3THF is 2.2 times as heavy as Li3PS4: so much more solvent is there for each."""
    trace = "toluene + 100 ppm water"
    doubts = assess("Li3PS4.3THF", trace, solvent_per_ceramic=6.0).doubts
    per_formula_unit = 6e-4 * (180.06 + 3 * 72.11) / 18.015
    assert per_formula_unit == pytest.approx(0.0132, rel=0.01)
    assert any(f"{100 * per_formula_unit:.2g} molecules per 100" in doubt for doubt in doubts)


def test_a_solvate_of_unknown_content_is_judged_by_volume() -> None:
    doubts = assess("Li3PS4.nTHF", "toluene + 100 ppm water", solvent_per_ceramic=6.0).doubts
    assert any("judged by volume: Li3PS4 in Li3PS4.nTHF is not known" in d for d in doubts)
    assert any("by volume is little" in d for d in doubts)


@pytest.mark.parametrize(
    ("load", "told"),
    [
        (Load(by_mole=0.01, by_mass=1e-4, in_solvent=4e-7), "0.4 ppm of"),
        (Load(by_mole=0.01, by_mass=1e-4, in_solvent=4e-7), "1 molecule per 100"),
        (Load(by_mole=0.1, by_mass=1e-4, in_solvent=0.3), "300000 ppm of"),
        (Load(by_mole=0.1, by_mass=1e-4, in_solvent=0.3), "10 molecules per 100"),
    ],
)
def test_loads_in_words(load: Load, told: str) -> None:
    assert told in load.told


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


def test_the_solvent_of_a_recipe_is_told_per_ceramic_and_not_per_solids() -> None:
    """Half solids, of which 80 % are ceramic: 1.25 g of solvent per g of ceramic."""
    text = """
name: test
ceramic: {material: Li6PS5Cl, mass_fraction: 80 wt%, size: mono(d=3 um)}
binder: {material: PTFE, mass_fraction: 20 wt%}
process: slurry
slurry: {solvent: "toluene + 1 ppm water", solids_fraction: 50 wt%}
membrane: {thickness: 20 um}
press: {method: uniaxial, pressure: 300 MPa}
"""
    doubts = check_slurry(read_recipe(text)).doubts
    assert any("0.0013 mg per g of ceramic" in doubt for doubt in doubts)


@pytest.mark.parametrize(
    ("by_mole", "outcome"), [(0.3, "test_it"), (0.99, "h2s_release"), (1.0, "h2s_release")]
)
def test_a_trace_counts_in_full_from_one_molecule_per_formula_unit(
    by_mole: float, outcome: str
) -> None:
    """From 0.3 it does not yet: the chance grows in proportion up to one."""
    load = loads_of(solvent(MOIST, CATALOGUE), anatomy("Li6PS5Cl"), 1.0, CATALOGUE)["water"]
    verdict, whole = (
        assess("Li6PS5Cl", MOIST, documents=False, solvent_per_ceramic=n / load.by_mole)
        for n in (by_mole, 1.001)
    )
    assert verdict.outcome == outcome
    assert (verdict.confidence < whole.confidence) == (by_mole < 1)


def test_shares_are_printed_without_powers_of_ten() -> None:
    assert solvent("toluene/water 99.99:0.01", CATALOGUE).name == "toluene/water 9999:1"


def test_a_trace_keeps_its_ppm_in_its_name() -> None:
    read = solvent("Toluol with 50 ppm of H2O", CATALOGUE)
    assert read.name == "toluene + 50 ppm water"
    assert solvent(read.name, CATALOGUE) == read


def test_ppm_are_by_mass() -> None:
    mixture = solvent("toluene + 100 ppm water", CATALOGUE)
    loads = loads_of(mixture, anatomy("Li6PS5Cl"), 1.0, CATALOGUE)
    assert loads["water"].in_solvent == pytest.approx(1e-4, rel=1e-6)
    assert solvent("toluene with 100ppm of water", CATALOGUE) == mixture


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("toluene/anisole 1:1 + 50 ppm water", "one solvent with one trace"),
        ("50 ppm water in toluene", "toluene \\+ 50 ppm water"),
        ("toluene + 1,000 ppm water", "one solvent with one trace"),
        ("toluene + 50 ppm water + 5 ppm ethanol", "one solvent with one trace"),
        ("toluene + 0 ppm water", "above 0, below 1000000 ppm"),
        ("toluene + 2000000 ppm water", "above 0, below 1000000 ppm"),
        ("toluene + 50 ppm 1-hexanol", "no density of 1-hexanol known"),
        ("tolune + 50 ppm water", "did you mean 'toluene'"),
    ],
)
def test_ppm_that_cannot_be_read(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        solvent(text, CATALOGUE)
