"""Solvents as text: names, SMILES, mixtures and what is wrong with them."""

import pytest

from ceralyte.core.errors import InputError, UnknownNameError
from ceralyte.materials import load_catalogue
from ceralyte.slurry.mixture import solvent

CATALOGUE = load_catalogue()


@pytest.mark.parametrize(
    ("text", "name", "shares"),
    [
        ("water/ethanol 1:1", "water/ethanol 1:1", [0.5, 0.5]),
        ("Ethanol / H2O 3:1", "ethanol/water 3:1", [0.75, 0.25]),
        ("60 % toluene / 40 % anisole", "toluene/anisole 1.5:1", [0.6, 0.4]),
        ("toluene 60 % + anisole 40 %", "toluene/anisole 1.5:1", [0.6, 0.4]),
        ("1,2-dichloroethane/toluene 90%:10%", "1,2-dichloroethane/toluene 9:1", [0.9, 0.1]),
        ("toluene/toluene 1:1", "toluene", [1.0]),
        ("water/ethanol (70:30)", "water/ethanol 2.33:1", [0.7, 0.3]),
        ("water/ethanol/methanol 2:1:1", "water/ethanol/methanol 2:1:1", [0.5, 0.25, 0.25]),
        ("N,N-dimethylformamide", "N,N-dimethylformamide", [1.0]),
        ("C1CCOC1", "tetrahydrofuran", [1.0]),
        ("CCCCCO", "C5H12O (CCCCCO)", [1.0]),
        ("C/C=C/COC", "C5H10O (C/C=C/COC)", [1.0]),
    ],
)
def test_texts(text: str, name: str, shares: list[float]) -> None:
    read = solvent(text, CATALOGUE)
    assert read.name == name
    assert [share for share, _ in read.parts] == pytest.approx(shares)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("60 % water / 60 % ethanol", "add to 120 %. Allowed: 100 %"),
        ("water/ethanol 50%:40%", "add to 90 %"),
        ("water/ethanol 70:40", "add to 110 %"),
        ("water/ethanol", "'water/ethanol' is a mixture without shares"),
        ("water/ethanol 1:1:1", "has 2 parts and 3 shares"),
        ("water/ethanol 0:1", "has a share of 0"),
        ("C1CC(", "is not a valid SMILES and no known name"),
        ("CC[O-]", "is charged"),
        ("[Li+]", "is charged"),
        ("  ", "is empty"),
        ("PEO", "'PEO' is a polymer"),
    ],
)
def test_mistakes_are_told(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        solvent(text, CATALOGUE)


@pytest.mark.parametrize("text", ["tolune", "tolune/water 1:1"])
def test_an_unknown_name_gets_the_nearest_and_the_way_out(text: str) -> None:
    with pytest.raises(UnknownNameError, match=r"'toluene'.*Or give its SMILES"):
        solvent(text, CATALOGUE)


def test_missing_descriptors_are_estimated_and_said_so() -> None:
    part = solvent("isobutyl isobutyrate", CATALOGUE).parts[0][1]
    assert part.descriptors["donor_number"].estimated
    assert any("donor number of isobutyl isobutyrate estimated" in d for d in part.doubtful)
    assert part.width > solvent("toluene", CATALOGUE).parts[0][1].width


def test_a_missing_descriptor_is_named() -> None:
    part = solvent("1-propanethiol", CATALOGUE).parts[0][1]
    assert part.donor_number is None
    assert part.doubtful == ("no donor number of 1-propanethiol known",)
