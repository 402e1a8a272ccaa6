"""The same energy on other bases."""

import pytest

from ceralyte.cell import (
    amounts_of,
    build_pouch,
    cell_energy,
    convert_energy,
    energies_on_bases,
    stack,
)
from ceralyte.cell.stack import Layer
from ceralyte.core.errors import InputError, UnknownNameError
from ceralyte.core.quantities import Unavailable
from ceralyte.model import Amount

PIECES = [
    Amount(name="foil", part="collector", mass=1.0, volume=0.1),
    Amount(name="cathode", part="cathode", mass=6.0, volume=1.4),
    Amount(name="membrane", part="membrane", mass=2.0, volume=1.0),
    Amount(name="anode", part="anode", mass=2.0, volume=1.5),
    Amount(name="pouch", part="packaging", mass=1.0, volume=1.0),
]


def test_each_basis_contains_what_its_name_says():
    found = {b.basis: b for b in energies_on_bases(1320.0, PIECES)}
    masses = {name: 1320.0 / b.specific_energy.value for name, b in found.items()}
    assert masses == pytest.approx(
        {
            "full cell": 12,
            "without packaging": 11,
            "without collectors": 10,
            "electrodes only": 8,
        }
    )
    volumes = {name: 1320.0 / b.energy_density.value for name, b in found.items()}
    assert volumes == pytest.approx(
        {
            "full cell": 5,
            "without packaging": 4,
            "without collectors": 3.9,
            "electrodes only": 2.9,
        }
    )


def test_a_conversion_comes_back():
    there = convert_energy(280 * 3600, "electrodes only", "full cell", PIECES)
    assert there == pytest.approx(280 * 3600 * 8 / 12)
    back = convert_energy(there, "full cell", "electrodes only", PIECES)
    assert back == pytest.approx(280 * 3600)
    dense = convert_energy(1e9, "full cell", "electrodes only", PIECES, per="volume")
    assert dense == pytest.approx(1e9 * 5 / 2.9)


def test_a_built_cell_and_its_stack_agree_on_bases(design, pouch):
    built = build_pouch(design, pouch, 20e-6, 2000)
    full = energies_on_bases(built.energy.value, built.breakdown)[0]
    assert full.specific_energy.value == pytest.approx(built.specific_energy.value)
    assert full.energy_density.value == pytest.approx(built.energy_density.value)


def test_full_cell_needs_packaging(design):
    bare = amounts_of(cell_energy(design, 20e-6, 2000))
    full = energies_on_bases(1.0, bare)[0]
    assert isinstance(full.specific_energy, Unavailable)
    assert "no packaging is stated" in full.specific_energy.reason
    with pytest.raises(InputError, match=r"basis 'full cell': no packaging is stated"):
        convert_energy(1.0, "electrodes only", "full cell", bare)


def test_packaging_by_mass_has_no_volume(design):
    packed = amounts_of(
        cell_energy(design.model_copy(update={"packaging_fraction": 0.1}), 20e-6, 2000)
    )
    full, without, *_ = energies_on_bases(1.0, packed)
    ratio = full.specific_energy.value / without.specific_energy.value
    assert ratio == pytest.approx(0.9)
    assert "by its mass only" in full.energy_density.reason


def test_unknown_bases_and_values_are_refused():
    with pytest.raises(UnknownNameError, match=r"unknown name 'fullcell'.*'full cell'"):
        convert_energy(1.0, "fullcell", "electrodes only", PIECES)
    with pytest.raises(InputError, match=r"specific energy: -1 J/kg. Allowed: above 0"):
        convert_energy(-1.0, "full cell", "electrodes only", PIECES)


def test_layers_that_do_not_say_what_they_are_have_no_bases():
    result = stack([Layer(name="all", thickness=1e-4, areal_mass=0.2)], 36e3, 3.6)
    with pytest.raises(InputError, match=r"layer 'all' part: is not stated. Allowed: collector"):
        amounts_of(result)
