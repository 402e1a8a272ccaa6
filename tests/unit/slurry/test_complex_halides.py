"""Halides that are no salts of octahedra alone: tetrahedra, complex anions, mixed ones."""

import pytest

from ceralyte.slurry import assess
from ceralyte.slurry.anatomy import anatomy


@pytest.mark.parametrize(
    ("formula", "units"),
    [
        ("Li3YBr6", ("YBr6^3-",)),
        ("NaAlCl4", ("AlCl4^-",)),
        ("LiBF4", ("BF4^-",)),
        ("LiInBr4", ("InBr4^-",)),
        ("Li3InCl6", ("InCl6^3-",)),
        ("Li3AlF6", ("AlF6^3-",)),
        ("LiPF6", ("PF6^-",)),
        ("Li3YBr3Cl3", ("Y(Br,Cl)6^3-",)),
        ("LiNbOCl4", ("Nb(O,Cl) polyhedra",)),
        ("LiYF4", ("Y-F polyhedra",)),
    ],
)
def test_units_are_named_by_how_many_halogens_there_are(
    formula: str, units: tuple[str, ...]
) -> None:
    assert anatomy(formula).units == units


@pytest.mark.parametrize("salt", ["LiPF6", "LiBF4", "NaPF6", "LiAsF6", "NaSbF6", "NaAlCl4"])
@pytest.mark.parametrize("solvent", ["dimethyl carbonate", "propylene carbonate", "acetonitrile"])
def test_salts_of_electrolyte_solutions_dissolve(salt: str, solvent: str) -> None:
    verdict = assess(salt, solvent)
    assert verdict.usable is not True
    assert (verdict.outcome, verdict.leaning) in (("dissolves", None), ("test_it", "dissolves"))


def test_complex_anions_dissolve_whole() -> None:
    assert assess("LiPF6", "dimethyl carbonate").equation == "LiPF6 -> Li^+ + PF6^-"
    assert assess("NaPF6", "n-heptane").outcome == "stable"
    assert assess("LiAlCl4", "1,2-dichloroethane").outcome == "test_it"


def test_lattices_of_fluorides_are_no_complex_anions() -> None:
    assert assess("Li3AlF6", "tetrahydrofuran").outcome == "stable"
    assert assess("LiYF4", "dimethyl carbonate").outcome == "stable"


def test_aluminium_halides_hydrolyse() -> None:
    verdict = assess("NaAlCl4", "water", documents=False)
    assert verdict.outcome == "decomposes"
    assert verdict.equation == "NaAlCl4 + 1.5 H2O -> NaCl + 0.5 Al2O3 + 3 HCl"
    assert "octahedra" not in verdict.mechanism


def test_reports_on_a_bromide_say_nothing_of_fluorides_and_tetrahedra() -> None:
    for ceramic in ("Li3YF6", "NaAlBr4", "YNbO2Br4"):
        assert anatomy(ceramic).signature != anatomy("Li3YBr6").signature


@pytest.mark.parametrize(
    ("ceramic", "equation"),
    [
        ("Li3InCl6", "Li3InCl6 + C2H4O2 -> 3 LiCl + InCl2(C2H3O2) + HCl"),
        ("Li3YCl6", "Li3YCl6 + C2H4O2 -> 3 LiCl + YCl2(C2H3O2) + HCl"),
    ],
)
def test_acids_replace_halogen_in_words_and_equation(ceramic: str, equation: str) -> None:
    verdict = assess(ceramic, "acetic acid", documents=False)
    assert "replace halogen" in verdict.mechanism
    assert verdict.equation == equation


@pytest.mark.parametrize("salt", ["NH4Cl", "(NH4)2S", "(NH4)3InCl6", "NH4H2PO4"])
@pytest.mark.parametrize("solvent", ["water", "toluene"])
def test_ammonium_is_no_nitride(salt: str, solvent: str) -> None:
    verdict = assess(salt, solvent)
    assert verdict.outcome == "test_it"
    assert "into ammonia" not in verdict.mechanism


def test_amides_and_nitrides_still_give_ammonia() -> None:
    for ceramic in ("Li3N", "LiNH2"):
        assert "ammonia" in assess(ceramic, "water").mechanism
