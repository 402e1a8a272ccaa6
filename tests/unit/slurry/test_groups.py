"""Functional groups that attack or spare ceramics, and how crowding holds them off."""

import pytest

from ceralyte.slurry import assess
from ceralyte.slurry.molecule import molecule

ARGYRODITE = "Li6PS5Cl"


@pytest.mark.parametrize("smiles", ["CC(=O)S", "CC(=S)S", "Sc1ccccc1", "Sc1ccc(C)cc1"])
def test_acids_of_sulfur_set_hydrogen_sulfide_free(smiles: str) -> None:
    assert assess(ARGYRODITE, smiles, documents=False).outcome == "h2s_release"


def test_alkanethiols_are_no_acids() -> None:
    """Aqueous pKa 10.6 of ethanethiol, 6.6 of thiophenol."""
    assert not molecule("CCCCCCS").gives_protons


@pytest.mark.parametrize(
    "smiles",
    [
        "CCOC(=O)C(F)(F)F",
        "CCOC(=O)C(=O)OCC",
        "CC(=O)Oc1ccccc1",
        "CC(=O)OC=C",
    ],
)
def test_activated_esters_are_electrophiles(smiles: str) -> None:
    assert molecule(smiles).electrophile == "activated ester"
    assert assess(ARGYRODITE, smiles, documents=False).outcome == "decomposes"


@pytest.mark.parametrize("smiles", ["CCOC(C)=O", "CC(=O)OCc1ccccc1", "COC(=O)CC(=O)OC"])
def test_plain_esters_are_not(smiles: str) -> None:
    assert molecule(smiles).electrophile == ""


def test_beta_diketones_are_acids() -> None:
    """Acetylacetone has an aqueous pKa of 9 and chelates metals."""
    assert (
        assess("Li6.4La3Zr1.4Ta0.6O12", "CC(=O)CC(C)=O", documents=False).outcome == "ion_exchange"
    )
    assert assess("LATP", "CC(=O)CC(C)=O", documents=False).outcome == "ion_exchange"
    assert assess("LATP", "acetone", documents=False).outcome == "stable"


@pytest.mark.parametrize(
    ("smiles", "hindrance"),
    [
        ("CC(C)=O", 0),
        ("CCC(C)=O", 1),
        ("O=C1CCCCC1", 2),
        ("COC(=O)OC", 2),
        ("CC(C)C(=O)C(C)C", 4),
        ("CC(C)CC(=O)CC(C)C", 4),
        ("CC(C)(C)C(=O)C(C)(C)C", 6),
        ("c1ccccc1", 0),
    ],
)
def test_crowding_at_the_electrophilic_carbon(smiles: str, hindrance: int) -> None:
    assert molecule(smiles).hindrance == hindrance


@pytest.mark.parametrize(
    "smiles", ["CC(C)CC(=O)CC(C)C", "CC(C)C(=O)C(C)C", "CC(C)(C)C(=O)C(C)(C)C"]
)
def test_crowded_ketones_are_to_be_tested(smiles: str) -> None:
    assert assess(ARGYRODITE, smiles, documents=False).outcome == "test_it"
    assert assess(ARGYRODITE, "acetone", documents=False).outcome == "decomposes"


def test_crowded_amines_are_to_be_tested() -> None:
    hexamethyldisilazane = "C[Si](C)(C)N[Si](C)(C)C"
    assert assess(ARGYRODITE, hexamethyldisilazane, documents=False).outcome == "test_it"
    assert assess(ARGYRODITE, "CCNCC", documents=False).outcome == "decomposes"


def test_nothing_crowds_the_nitrogen_of_a_nitrile() -> None:
    verdict = assess(ARGYRODITE, "N#Cc1ccccc1", documents=False)
    assert "crowded" not in verdict.mechanism
    assert "too weak a donor" in verdict.mechanism
