"""Pairs that stand in no table, judged by textbook chemistry: does the mechanism hold?"""

import re

import pytest

from ceralyte.core.errors import InputError
from ceralyte.materials import load_catalogue
from ceralyte.slurry import assess
from ceralyte.slurry.anatomy import anatomy
from ceralyte.slurry.evidence import usable
from ceralyte.slurry.mixture import solvent as read_solvent
from ceralyte.slurry.molecule import molecule
from ceralyte.slurry.reports import find_reports

UNSEEN = [
    ("Li6PS5Cl", "OS(=O)(=O)O", "h2s_release"),  # strong acids protonate any sulfide
    ("Li3PS4", "CS(=O)(=O)O", "h2s_release"),
    ("Na3SbS4", "Cl", "h2s_release"),
    ("Na4P2S6", "acetic acid", "h2s_release"),
    ("Li6PS5Cl", "C[Si](C)(C)O", "h2s_release"),  # a silanol is a protic solvent
    ("Li6PS5Br", "CI", "decomposes"),  # sulfur is alkylated
    ("Na3SbS4", "ClCc1ccccc1", "decomposes"),
    ("Na3SbS4", "C=CC(=O)OC", "decomposes"),  # sulfur adds to acrylates (article, PETEA)
    ("Li3PS4", "CC1CO1", "decomposes"),  # and opens epoxides
    ("Li6PS5Cl", "O=[N+]([O-])c1ccccc1", "decomposes"),  # sulfide reduces nitroarenes
    ("Na3SbS4", "OO", "decomposes"),
    ("Li10GeP2S12", "CN(C)CCN(C)C", "decomposes"),  # two amines chelate
    ("Li3YCl6", "CN(C)CCN(C)C", "dissolves"),
    ("Li3YCl6", "CI", "stable"),  # nothing to alkylate
    ("Li3YCl6", "OS(=O)(=O)O", "decomposes"),
    ("Li3InCl6", "tetrahydrofuran", "dissolves"),
    ("Li4P2S6", "water", "complex_reversible"),  # P2S6 has no bridging sulfur
    ("CaS", "water", "h2s_release"),
    ("LiYS2", "water", "h2s_release"),  # a framework, but not of soft centres
    ("LiInS2", "water", "stable"),  # a framework does not come apart
    ("ZnS", "water", "stable"),  # insoluble: no sulfide for the protons
    ("Cu2S", "water", "stable"),
    ("Ag2S", "water", "stable"),
    ("Bi2S3", "water", "stable"),
    ("Cu2ZnSnS4", "water", "stable"),
    ("ZnS", "tetrahydrofuran", "stable"),
    ("ZnS", "OO", "decomposes"),  # no solubility protects from an oxidant
    ("ZnS", "CC(=O)Cl", "decomposes"),
    ("Cu2ZnSnS4", "OO", "decomposes"),
    ("Li3.833Sn0.833As0.166S4", "water", "complex_reversible"),
    ("Li6.4La3Zr1.4Ta0.6O12", "acetic acid", "ion_exchange"),
    ("Li7La3Zr2O12", "CS(=O)(=O)O", "decomposes"),  # strong acids dissolve the framework
    ("Li7La3Zr2O12", "Cl", "decomposes"),
    ("Li6PS5Cl", "OB(O)c1ccccc1", "h2s_release"),  # boronic acids are acids
    ("Na3PS4", "THF", "stable"),
    ("Na2.9375PS3.9375Cl0.0625", "THF", "stable"),  # halide in place of sulfur, no P2S7
    ("Na2.9PS3.9Cl0.1", "THF", "stable"),
    ("Li8P3S11Cl", "THF", "decomposes"),  # P2S7 beside halide
    ("Li6PS5Cl", "C[S+](C)[O-]", "decomposes"),  # one of two ways to write the same molecule
    ("Li6.4La3Zr1.4Ta0.6O12", "p-xylene", "stable"),
    ("Li2OHCl", "methanol", "decomposes"),
    ("Li2ZrCl6", "1-butanol", "decomposes"),
    ("LiNbOCl4", "toluene", "stable"),
    ("Li6PS5Cl", "CN(C)P(=O)(N(C)C)N(C)C", "decomposes"),  # P=O sticks out of its neighbours
    ("Li3YCl6", "COP(=O)(OC)OC", "decomposes"),
    ("Li2.9PO3.3N0.46", "water", "decomposes"),  # nitrogen leaves as ammonia
    ("Li2.9PO3.3N0.46", "n-hexane", "stable"),
    ("LiNbO3", "ethanol", "stable"),  # few mobile ions on centres that hold their oxygen
    ("Li2O", "water", "decomposes"),  # oxide ions without a centre are slaked
    ("CaO", "methanol", "decomposes"),
    ("Li2O", "toluene", "stable"),
    ("Li6PS5Cl", "CC1=CCC(CC1)C(=C)C", "stable"),  # limonene
    ("Li6PS5Cl", "C[Si](C)(C)O[Si](C)(C)C", "stable"),
]
UNKNOWN = [
    ("Li6PS5Cl", "CP(C)C"),  # phosphines: nobody knows
    ("Li6PS5Cl", "S=C=S"),
    ("Li6PS5Cl", "c1cc[nH]c1"),  # N-H of azoles
    ("Li6PS5Cl", "c1ccc2[nH]ccc2c1"),
    ("ZnS", "Cl"),  # some acids dissolve it, with H2S
    ("ZnS", "O[N+](=O)[O-]"),
    ("Cu2S", "OO"),  # an oxidant
    ("Bi2S3", "O=S(Cl)Cl"),  # chlorinates it
    ("Ag2S", "CC(=O)Cl"),
    ("MnS", "water"),  # sparingly soluble
    ("Cu3PS4", "water"),  # hard centres, but insoluble
    ("Ag8GeS6", "water"),
    ("Li3AlF6", "water"),
    ("Li3AlF6", "methanol"),
    ("Li3YF6", "acetic acid"),
    ("Li3YCl6", "Cl"),  # hydrogen chloride brings no oxygen
    ("Li3PO4", "water"),
    ("Li4SiO4", "ethanol"),  # basic
]
REPORTED_OF_ANALOGUES = [
    ("Li2.9PS3.9Br0.1", "THF", "complex_reversible"),
    ("Al2S3", "water", "h2s_release"),  # hydrolyses to the hydroxide
    ("Na6ZnS4", "water", "h2s_release"),  # sodium sulfide is soluble
    ("Na2P2S6", "water", "h2s_release"),  # bridged: its phosphorus is pentavalent
    ("Li3BS3", "water", "h2s_release"),
    ("Li3BS3", "n-heptane", "stable"),
    ("Na3.4Zr2Si2.4P0.6O12", "water", "ion_exchange"),  # hydronium in place of sodium
    ("LiZr2(PO4)3", "water", "stable"),
    ("Li6PS5Cl", "CC(=O)OCc1ccccc1", "stable"),  # what the reach of crowding was fitted to
]


@pytest.mark.parametrize(("ceramic", "solvent", "outcome"), UNSEEN + REPORTED_OF_ANALOGUES)
def test_outcome(ceramic: str, solvent: str, outcome: str) -> None:
    assert assess(ceramic, solvent, documents=False).outcome == outcome


@pytest.mark.parametrize(("ceramic", "solvent"), [pair[:2] for pair in UNSEEN] + UNKNOWN)
def test_pairs_stand_in_no_table(ceramic: str, solvent: str) -> None:
    catalogue = load_catalogue()
    found = find_reports(ceramic, anatomy(ceramic), read_solvent(solvent, catalogue), catalogue)
    assert found.named == found.alike == ()


@pytest.mark.parametrize(("ceramic", "solvent"), UNKNOWN)
def test_what_no_rule_covers_is_to_be_tested(ceramic: str, solvent: str) -> None:
    assert assess(ceramic, solvent, documents=False).outcome == "test_it"


@pytest.mark.parametrize(("ceramic", "solvent"), [("Cu2S", "OO"), ("Ag2S", "CC(=O)Cl")])
def test_oxidants_and_electrophiles_make_no_sulfide_lean_to_stable(
    ceramic: str, solvent: str
) -> None:
    assert assess(ceramic, solvent, documents=False).leaning == "decomposes"


@pytest.mark.parametrize(("ceramic", "solvent"), UNKNOWN)
def test_an_even_chance_never_leans_to_use(ceramic: str, solvent: str) -> None:
    leaning = assess(ceramic, solvent, documents=False).leaning
    assert leaning is None or not usable(leaning)


def test_argyrodite_in_alcohol_is_less_sure_than_in_water() -> None:
    water, alcohol = (
        assess("Li6PS5Br", s, documents=False).confidence for s in ("water", "ethanol")
    )
    assert alcohol < 0.8 < water


def test_solvates_of_indium_halides_may_give_a_volatile_donor_off() -> None:
    indium, yttrium = (
        assess(c, "tetrahydrofuran", documents=False).confidence for c in ("Li3InCl6", "Li3YCl6")
    )
    assert indium < 0.8 < yttrium


def test_mixed_tetrahedra_are_no_analogue_of_those_of_phosphorus_alone() -> None:
    """Li3PS4 comes back from its solvate; GeS4 or SnS4 beside PS4 must join it again."""
    assert anatomy("Li10SnP2S12").signature != anatomy("Li3PS4").signature
    assert assess("Li10SnP2S12", "tetrahydrofuran").basis == "rule"


def test_sodium_thiophosphate_is_less_surely_lost_in_water_than_that_of_lithium() -> None:
    """Its hydrate Na3PS4.8H2O is known."""
    sodium, lithium = (assess(c, "water", documents=False) for c in ("Na3PS4", "Li3PS4"))
    assert sodium.outcome == lithium.outcome == "h2s_release"
    assert sodium.confidence < 0.8 < lithium.confidence
    assert "Na3PS4.8H2O" in sodium.mechanism


def test_statements_on_chlorides_do_not_reach_fluorides() -> None:
    assert assess("Li3AlF6", "water").basis == "rule"


def test_boron_sits_in_triangles_and_bonded_phosphorus_in_pairs() -> None:
    assert anatomy("Li3BS3").units == ("BS3^3-",)
    assert (anatomy("Na4P2S6").units, anatomy("Na4P2S6").weakness) == (("P2S6^4-",), "paired")
    assert assess("Li3BS3", "ethanol", documents=False).equation == ""


@pytest.mark.parametrize(
    ("ceramic", "solvent", "said", "unsaid"),
    [
        ("Li3BS3", "water", "hard BS3 polyhedra", "BS4"),
        ("Na3PS4", "Cl", "H2S escapes", "oxygen"),
        ("Na4P2S6", "acetic acid", "P2S6 has neither", "soft"),
        ("Na3SbS4", "acetic acid", "soft centres hold", "P2S6"),
    ],
)
def test_mechanism_names_units_and_atoms_that_are_there(
    ceramic: str, solvent: str, said: str, unsaid: str
) -> None:
    mechanism = assess(ceramic, solvent, documents=False).mechanism
    assert said in mechanism
    assert unsaid not in mechanism


@pytest.mark.parametrize(
    ("one", "other"), [("C[S+](C)[O-]", "CS(C)=O"), ("C[S+2]([O-])([O-])C", "CS(C)(=O)=O")]
)
def test_one_molecule_written_in_two_ways_is_one(one: str, other: str) -> None:
    assert molecule(one).smiles == molecule(other).smiles


@pytest.mark.parametrize("solvent", ["benzene", "chlorobenzene", "fluorobenzene", "anisole"])
def test_aromatic_rings_are_all_judged_alike_and_as_a_guess(solvent: str) -> None:
    verdict = assess("Li6PS5Cl", solvent, documents=False)
    assert verdict.outcome == "stable_morphology_change"
    assert "a guess from one report" in verdict.mechanism


def test_carbonate_does_not_form_in_an_acid() -> None:
    mechanism = assess("Li7La3Zr2O12", "CC(=O)O", documents=False).mechanism
    assert "alkaline" not in mechanism
    assert "alkaline" in assess("Li7La3Zr2O12", "water", documents=False).mechanism


def test_hydrazine_by_its_smiles() -> None:
    assert assess("Li6PS5Cl", "NN").solvent == "hydrazine"


@pytest.mark.parametrize("text", ["Li3PS4.-1THF", "Li3PS4..THF", "Li3PS4."])
def test_stray_dots_and_signs_are_no_solvate(text: str) -> None:
    with pytest.raises(InputError, match=re.escape(text)):
        assess(text, "toluene")


@pytest.mark.parametrize(
    ("ceramic", "solvent", "outcome"),
    [
        ("Li2S", "C=CC(=O)O", "h2s_release"),  # an activated alkene
        ("Li2S", "O[N+](=O)[O-]", "h2s_release"),  # an oxidant
        ("Li2S", "O=Cc1ccccc1O", "h2s_release"),  # an aldehyde
        ("Li2Se", "C=CC(=O)O", "decomposes"),
    ],
)
def test_protons_come_before_what_else_a_group_does_to_a_simple_salt(
    ceramic: str, solvent: str, outcome: str
) -> None:
    verdict = assess(ceramic, solvent, documents=False)
    assert verdict.outcome == outcome
    assert verdict.confidence > 0.8
    assert "toxic H2S" in verdict.mechanism


@pytest.mark.parametrize("solvent", ["CC(=O)CO", "C=CC(=O)OCCO"])
def test_simple_sulfides_lean_to_toxic_gas_in_alcohols_that_attack_otherwise_too(
    solvent: str,
) -> None:
    assert assess("Li2S", solvent, documents=False).leaning == "h2s_release"


def test_selenide_is_not_told_as_sulfide() -> None:
    mechanism = assess("Li2Se", "CC(=O)Cl", documents=False).mechanism
    assert "selenide is a reducing agent" in mechanism
    assert "sulfide" not in mechanism
