"""Mixtures that separate: refused where a source says so, doubted where an estimate does."""

import pytest

from ceralyte.core.errors import InputError
from ceralyte.materials import load_catalogue
from ceralyte.slurry import assess
from ceralyte.slurry.mixture import solvent

CATALOGUE = load_catalogue()


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("water/hexane 1:1", "Practical Skills"),
        ("water/CCCCCCCC 1:1", "Practical Skills"),
        ("xylene/water 1:1", "Practical Skills"),
        ("water/ethyl acetate 1:1", "Stephenson"),
        ("water/ethyl acetate 9:1", "Stephenson"),
        ("water/CCC(=O)OC 1:1", "Stephenson"),
        ("water/cyclohexanone 1:1", "Stephenson"),
        ("acetonitrile/hexane 1:1", "numbers 18 apart"),
        ("toluene/formamide 1:1", "numbers 20 apart"),
    ],
)
def test_liquids_that_do_not_mix_are_refused_with_the_source(text: str, source: str) -> None:
    with pytest.raises(InputError, match=rf"do not mix: .*{source}.*Allowed: liquids that make"):
        solvent(text, CATALOGUE)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("acetonitrile/n-heptane 1:1", "estimated for n-heptane"),
        ("methanol/cyclohexane 1:1", "numbers 16 apart"),  # they mix above 45 degC
        ("water/hexamethylphosphoramide 1:1", "from log P"),  # they mix: why estimates never refuse
        ("water/methyl acetate 1:9", "alkyl esters of four to ten carbons do"),
        ("water/ethyl formate 1:1", "alkyl esters of four to ten carbons do"),
        ("water/PGMEA 1:1", "alkyl esters of four to ten carbons do"),
        ("water/C=C(C)C(=O)OC 1:1", "alkyl esters of four to ten carbons do"),
        ("water/dimethyl succinate 1:1", "alkyl esters of four to ten carbons do"),
        ("water/CCCCCCCCCCC(=O)OC 1:1", "alkyl esters of four to ten carbons do"),
        ("water/ethyl acetate 94:6", "Stephenson and Stuart"),  # it dissolves
        ("water/cyclohexanone 94:6", "Stephenson"),
        ("water/toluene 1:1000", "Practical Skills"),  # moisture dissolves
        ("water/ethanol/toluene 1:6:3", "Practical Skills"),  # ethanol joins the two
    ],
)
def test_what_may_separate_is_doubted(text: str, reason: str) -> None:
    (doubt,) = solvent(text, CATALOGUE).doubts
    assert "separate" in doubt
    assert reason in doubt
    assert doubt in assess("Li3InCl6", text).doubts


@pytest.mark.parametrize(
    "text",
    [
        "water/ethanol 1:1",
        "xylene/isobutyl isobutyrate 1:1",
        "toluene/THF 1:1",
        "acetone/n-hexane 1:1",
        "water/acetonitrile 1:1",
        "water/THF 1:1",
        "water/pyridine 1:1",
        "water/tert-butanol 1:1",
        "water/2-butoxyethanol 1:1",
        "water/butyl carbitol 1:1",
        "water/NEP 1:1",
        "water/triethyl phosphate 1:1",
        "water/gamma-butyrolactone 1:1",  # a lactone, none of the esters that separate
        "acetone/formamide 1:1",
        "toluene/dimethyl sulfoxide 1:1",
    ],
)
def test_what_mixes_is_not_doubted(text: str) -> None:
    assert solvent(text, CATALOGUE).doubts == ()


def test_of_traces_it_is_asked_whether_they_dissolve() -> None:
    (told,) = solvent("anisole/water 99.95:0.05", CATALOGUE).doubts
    assert "whether 0.05 % of water dissolves in anisole is not known here" in told
    assert "layers" not in told
    assert solvent("water/anisole 99.999:0.001", CATALOGUE).doubts == ()
    assert "whether 1 % of anisole" in solvent("water/anisole 99:1", CATALOGUE).doubts[0]
