"""Structural units read from the formula."""

import pytest

from ceralyte.core.errors import InputError
from ceralyte.slurry import anatomy


@pytest.mark.parametrize(
    ("formula", "family", "units", "weakness"),
    [
        ("Li3PS4", "sulfide", ("PS4^3-",), "ortho"),
        ("Li7P3S11", "sulfide", ("PS4^3-", "P2S7^4-"), "bridged"),
        ("Li4P2S7", "sulfide", ("P2S7^4-",), "bridged"),
        ("Li6PS5Cl", "sulfide", ("PS4^3-", "S^2-", "Cl^-"), "free_sulfide"),
        ("Li10GeP2S12", "sulfide", ("GeS4^4-", "PS4^3-"), "hard_tetrahedra"),
        ("Na3SbS4", "sulfide", ("SbS4^3-",), "soft"),
        ("Li4SnS4", "sulfide", ("SnS4^4-",), "soft"),
        ("Li7P2S8I", "sulfide", ("PS4^3-", "I^-"), "ortho"),
        ("Cu6PS5Br", "sulfide", ("PS4^3-", "S^2-", "Br^-"), "free_sulfide"),
        ("Li9.54Si1.74P1.44S11.7Cl0.3", "sulfide", None, "hard_tetrahedra"),
        ("CaS", "other", None, ""),
        ("Li3YBr6", "halide", ("YBr6^3-",), ""),
        ("Li2ZrCl6", "halide", ("ZrCl6^2-",), ""),
        ("Li6.4La3Zr1.4Ta0.6O12", "garnet", ("MO6 octahedra and LaO8 of a garnet",), ""),
        ("Li1.3Al0.3Ti1.7(PO4)3", "nasicon", None, ""),
        ("Na3Zr2Si2PO12", "nasicon", None, ""),
        ("Li0.34La0.56TiO3", "perovskite", None, ""),
        ("NaAl11O17", "beta-alumina", None, ""),
        ("Li2OHCl", "antiperovskite", None, ""),
    ],
)
def test_units(formula: str, family: str, units: tuple[str, ...] | None, weakness: str) -> None:
    found = anatomy(formula)
    assert (found.family, found.weakness) == (family, weakness)
    assert units is None or found.units == units


def test_indium_keeps_its_halogen() -> None:
    assert anatomy("Li3InCl6").keeps_halide == 1
    assert anatomy("Li3YCl6").keeps_halide == 0
    assert anatomy("Li2In0.333Sc0.333Cl4").keeps_halide == pytest.approx(0.5)


def test_without_an_anion_there_is_no_ceramic() -> None:
    with pytest.raises(InputError, match="'Li3P' has none of the anions"):
        anatomy("Li3P")
