"""Published conductivities, and the switch from polymer to ceramic."""

import pytest

from ceralyte.core.errors import InputError
from ceralyte.literature import figure_1c, published_curves


@pytest.fixture(scope="module")
def figure():
    return figure_1c(fractions=(0.1, 0.6), edge=16)


def test_every_published_value_has_a_source_and_a_kind() -> None:
    for curve in published_curves():
        assert curve.source.text
        assert (
            curve.source.locator or "bvsalud" in curve.source.text or "Simon" in curve.source.text
        )
        assert curve.conductivities or curve.activation_energy
        assert len(curve.temperatures) == len(curve.conductivities)


def test_published_values_are_si() -> None:
    pellet = next(c for c in published_curves() if c.system == "Li6PS5Cl pellet")
    assert pellet.temperatures[1] == pytest.approx(298.51)
    assert pellet.conductivities[1] == pytest.approx(0.0537)


def test_below_the_threshold_the_energy_changes_with_temperature(figure) -> None:
    islands = figure.model[0]
    assert not islands.percolates
    cold, warm = islands.curve.activation_energies[0], islands.curve.activation_energies[-1]
    assert cold > 1.3 * warm


def test_above_the_threshold_the_energy_is_that_of_the_ceramic(figure) -> None:
    network = figure.model[-1]
    assert network.percolates
    for energy in network.curve.activation_energies:
        assert energy == pytest.approx(figure.ceramic_energy, rel=0.25)


def test_samples_tell_how_far_energies_scatter() -> None:
    fewer = figure_1c(fractions=(0.3,), edge=16, samples=2).model[0]
    more = figure_1c(fractions=(0.3,), edge=16, samples=4).model[0]
    assert set(more.energy_errors) != set(fewer.energy_errors)
    mean = more.curve.activation_energies[0]
    assert 0.005 * mean < more.energy_errors[0] < 0.2 * mean
    with pytest.raises(InputError, match="two or more"):
        figure_1c(samples=1)


def test_the_figure_names_its_sources_and_rules_of_thumb(figure) -> None:
    assert len(figure.sources) == 3
    assert any("rule of thumb" in note for note in figure.notes)
    assert all(len(curve.temperatures) > 1 for curve in figure.published)
