"""Published conductivities, and the switch from polymer to ceramic."""

import pytest

from ceralyte.core.errors import InputError
from ceralyte.literature import figure_1c, published_curves
from ceralyte.literature.figure_1c import _mean_curve
from ceralyte.transport import TemperatureDependence


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
    one = figure_1c(fractions=(0.3,), edge=16, samples=2).model[0]
    mean = one.curve.activation_energies[0]
    assert 0.005 * mean < one.energy_errors[0] < 0.2 * mean
    for few in (1, 2.5):
        with pytest.raises(InputError, match=f"samples: got {few}.* two or more"):
            figure_1c(samples=few)


def test_the_curve_of_two_samples_is_their_geometric_mean() -> None:
    of_each = [
        TemperatureDependence(
            temperatures=(300.0,),
            conductivities=(conductivity,),
            activation_energies=(energy,),
            form="sigma",
        )
        for conductivity, energy in ((1.0, 3e4), (4.0, 5e4))
    ]
    mean = _mean_curve(0.3, of_each, 0.5)
    assert mean.curve.conductivities == pytest.approx([2.0])
    assert mean.curve.activation_energies == pytest.approx([4e4])
    assert mean.energy_errors == pytest.approx([1e4])  # half of the difference
    assert not mean.percolates


def test_the_figure_names_its_sources_and_rules_of_thumb(figure) -> None:
    assert len(figure.sources) == 3
    assert any("rule of thumb" in note for note in figure.notes)
    assert all(len(curve.temperatures) > 1 for curve in figure.published)
