"""Vapour pressures and diffusion coefficients against textbook values."""

import pytest

from ceralyte.slurry.casting import castable_solids
from ceralyte.slurry.evaporation import diffusivity, vapour_pressure
from ceralyte.slurry.handling import handling
from ceralyte.slurry.molecule import molecule


@pytest.mark.parametrize(
    ("solvent", "pressure"),
    [
        ("toluene", 3.79e3),
        ("n-heptane", 6.1e3),
        ("acetone", 30.6e3),
        ("tetrahydrofuran", 21.6e3),
        ("ethanol", 7.87e3),
        ("water", 3.17e3),
        ("1-butanol", 0.9e3),
    ],
)
def test_vapour_pressures_at_25_degrees_lie_in_their_brackets(
    solvent: str, pressure: float
) -> None:
    """Handbook values (CRC Handbook of Chemistry and Physics), rounded."""
    found = handling(solvent).vapour_pressure
    assert found.low is not None
    assert found.high is not None
    assert found.low < pressure < found.high


def test_a_liquid_boils_at_one_atmosphere() -> None:
    assert vapour_pressure(383.8, 383.8) == pytest.approx(101325)


def test_diffusion_of_vapours_in_air() -> None:
    """Water 0.25, toluene 0.085 cm2/s at 25 degC (Cussler, Diffusion), within a tenth."""
    assert diffusivity(molecule("O"), 298.15) == pytest.approx(0.25e-4, rel=0.1)
    assert diffusivity(molecule("Cc1ccccc1"), 298.15) == pytest.approx(0.085e-4, rel=0.1)


def test_dilute_spheres_follow_einstein() -> None:
    """A medium just below the limit takes few solids: 1 + 2.5 x volume fraction."""
    share = castable_solids(10 / 1.025).value
    assert share == pytest.approx(0.01, rel=0.02)
