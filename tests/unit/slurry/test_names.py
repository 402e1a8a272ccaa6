"""Names of solvents as they are used at the bench."""

import pytest

from ceralyte.core.errors import InputError, UnknownNameError
from ceralyte.materials import Catalogue, load_catalogue
from ceralyte.slurry import assess, screen
from ceralyte.slurry.mixture import solvent
from ceralyte.slurry.molecule import molecule
from ceralyte.slurry.names import bench_name, known_names, one_meaning

CATALOGUE = load_catalogue()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("xylol", "p-xylene"),
        ("IPA", "2-propanol"),
        ("MeCN", "acetonitrile"),
        ("EtOAc", "ethyl acetate"),
        ("MEK", "methyl ethyl ketone"),
        ("dioxane", "1,4-dioxane"),
        ("ether", "diethyl ether"),
        ("methylene chloride", "dichloromethane"),
        ("Tetralin", "tetralin"),
        ("EMC", "ethyl methyl carbonate"),
        ("t-BuOH", "tert-butanol"),
        ("g4", "tetraglyme"),
    ],
)
def test_bench_names(text: str, name: str) -> None:
    assert solvent(text, CATALOGUE).name == name


@pytest.mark.parametrize("name", known_names())
def test_every_name_beyond_the_catalogue_has_a_structure_and_is_beyond_it(name: str) -> None:
    found = bench_name(name)
    assert found is not None
    smiles = molecule(found.smiles).smiles
    inside = {molecule(m.smiles).smiles for m in CATALOGUE if m.category == "solvent" and m.smiles}
    assert smiles not in inside


@pytest.mark.parametrize(
    ("text", "meanings"),
    [
        ("DBE", "dibutyl ether, 1,2-dibromoethane, dibasic ester"),
        ("EA", "ethyl acetate, ethanolamine"),
        ("naphtha", "n-hexane, n-heptane"),
    ],
)
def test_an_ambiguous_abbreviation_names_its_meanings(text: str, meanings: str) -> None:
    with pytest.raises(InputError, match=f"'{text}' has several meanings: {meanings}"):
        solvent(text, CATALOGUE)
    with pytest.raises(InputError, match="several meanings"):
        solvent(f"{text}/toluene 1:1", CATALOGUE)


def test_a_usual_meaning_is_taken_and_told() -> None:
    doubts = assess("Li3PS4", "DME").doubts
    assert "'DME' is read as 1,2-dimethoxyethane, not as dimethyl ether (a gas)" in doubts
    assert not any("read as" in d for d in assess("Li3PS4", "1,2-dimethoxyethane").doubts)


@pytest.mark.parametrize("text", ["DMA", "DME", "naphtha"])
def test_a_solvent_of_the_catalogue_keeps_its_name(text: str) -> None:
    own = CATALOGUE.get("n-hexane").model_copy(update={"name": text, "aliases": ()})
    richer = Catalogue((*CATALOGUE, own))
    found = solvent(text.lower(), richer)
    assert (found.name, found.doubts) == (text, ())
    assert text in {verdict.solvent for verdict in screen("Li3PS4", catalogue=richer)}


@pytest.mark.parametrize("text", ["DME", "DCE", "EC", "VC", "TFA"])
def test_usual_meanings_are_known_solvents(text: str) -> None:
    assert solvent(one_meaning(text)[0], CATALOGUE).pure


def test_nearest_names_reach_beyond_the_catalogue() -> None:
    with pytest.raises(UnknownNameError, match="'tetralin'"):
        solvent("tetraln", CATALOGUE)
