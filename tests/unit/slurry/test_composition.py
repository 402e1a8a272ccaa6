"""Mass fractions to volume fractions, and the weigh-out sheet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceralyte.core.errors import InputError
from ceralyte.slurry import composition, weigh_out

LPSCL_PTFE = {"Li6PS5Cl": 0.995, "PTFE": 0.005}
DENSITIES = {"Li6PS5Cl": 1865.0, "PTFE": 2200.0}


def test_equal_densities_leave_mass_and_volume_fractions_alike() -> None:
    membrane = composition({"a": 0.3, "b": 0.7}, {"a": 1e3, "b": 1e3}, porosity=0.2)
    assert membrane.solids_volume_fractions == pytest.approx({"a": 0.3, "b": 0.7})
    assert membrane.volume_fractions == pytest.approx({"a": 0.24, "b": 0.56, "pore": 0.2})
    assert membrane.density == pytest.approx(800.0)


@given(
    weight=st.floats(0.0, 1.0),
    rho_a=st.floats(500, 8000),
    rho_b=st.floats(500, 8000),
    porosity=st.floats(0.0, 0.95),
)
def test_fractions_add_to_one_and_mass_is_conserved(
    weight: float, rho_a: float, rho_b: float, porosity: float
) -> None:
    densities = {"a": rho_a, "b": rho_b}
    membrane = composition({"a": weight, "b": 1 - weight}, densities, porosity)
    assert sum(membrane.volume_fractions.values()) == pytest.approx(1)
    assert sum(membrane.solids_volume_fractions.values()) == pytest.approx(1)
    mass = sum(membrane.volume_fractions[n] * densities[n] for n in densities)
    assert mass == pytest.approx(membrane.density)


@pytest.mark.parametrize(
    ("fractions", "message"),
    [
        ({"a": 0.9, "b": 0.2}, r"a 90 \+ b 20 add to 110 wt%. Allowed: 100 wt%"),
        ({"a": 1.5, "b": -0.5}, r"mass fraction of a: 150 wt%"),
        ({}, r"add to 0 wt%"),
    ],
)
def test_fractions_that_do_not_add_up_are_refused(
    fractions: dict[str, float], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        composition(fractions, {"a": 1e3, "b": 1e3})


@pytest.mark.parametrize(
    ("densities", "porosity", "message"),
    [
        ({"a": 1e3}, 0.0, r"density of b: is missing"),
        ({"a": 1e3, "b": 0.0}, 0.0, r"density of b: 0 kg/m\^3"),
        ({"a": 1e3, "b": float("nan")}, 0.0, r"density of b: nan kg/m\^3"),
        ({"a": 1e3, "b": 1e3}, 1.0, r"porosity: 100 %"),
    ],
)
def test_bad_densities_and_porosities_are_refused(
    densities: dict[str, float], porosity: float, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        composition({"a": 0.5, "b": 0.5}, densities, porosity)


def test_weigh_out_fills_the_membrane_with_excess_and_solvent() -> None:
    """100 cm2 of 30 um at 10 % porosity, 1.2 times over, from a slurry of 50 wt% solids."""
    membrane = composition(LPSCL_PTFE, DENSITIES, porosity=0.1)
    batch = weigh_out(membrane, area=1e-2, thickness=30e-6, excess=1.2, solids_fraction=0.5)
    solids = membrane.density * 1e-2 * 30e-6 * 1.2
    assert sum(batch.solids.values()) == pytest.approx(solids)
    assert batch.solids["PTFE"] == pytest.approx(0.005 * solids)
    assert batch.solvent == pytest.approx(solids)
    assert batch.total == pytest.approx(2 * solids)


def test_dry_batch_has_no_solvent() -> None:
    assert weigh_out(composition(LPSCL_PTFE, DENSITIES), area=1e-2, thickness=2e-5).solvent == 0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"area": 0.0}, r"area: 0 m\^2"),
        ({"thickness": -1e-6}, r"thickness: -1e-06 m"),
        ({"excess": 0.9}, r"excess: 0.9"),
        ({"solids_fraction": 0.0}, r"solids_fraction: 0 wt%"),
    ],
)
def test_bad_batches_are_refused(change: dict[str, float], message: str) -> None:
    arguments = {"area": 1e-2, "thickness": 2e-5} | change
    with pytest.raises(InputError, match=message):
        weigh_out(composition(LPSCL_PTFE, DENSITIES), **arguments)
