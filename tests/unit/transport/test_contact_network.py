"""Contact network on small hand-made packings."""

from dataclasses import replace

import numpy as np
import pytest

from ceralyte.core.errors import InputError, UnavailableError
from ceralyte.model import GrainContacts, Packing, PressedPacking
from ceralyte.transport import contact_network_conductivity, grain_network_conductivity

BOX = np.array([4.0, 4.0, 3.0])


def chain(contacts, areas, centres=None, periodic=(True, True, True)):
    """Three particles stacked along z; the contact (0, 2) closes the ring."""
    if centres is None:
        centres = np.array([[1.0, 1.0, 0.5], [1.0, 1.0, 1.5], [1.0, 1.0, 2.5]])
    n = len(centres)
    contacts = np.array(contacts, dtype=np.int64)
    packing = Packing(centres, np.ones(n), BOX, periodic, contacts, np.zeros(n, bool), 0.0, 0)
    return PressedPacking(packing, 1.0, 0.1, contacts, np.array(areas), 0.0)


def conductance(area, sigma=1.0, interface=0.0):
    return 1 / (1 / (2 * sigma * np.sqrt(area / np.pi)) + interface / area)


def test_unequal_contacts_in_series():
    areas = [0.1, 0.02, 0.3]
    result = contact_network_conductivity(
        chain([[0, 1], [1, 2], [0, 2]], areas), 2.0, interface_resistance=0.05
    )
    resistance = sum(1 / conductance(a, 2.0, 0.05) for a in areas)
    assert result.value == pytest.approx(BOX[2] / resistance / (BOX[0] * BOX[1]), rel=1e-8)
    assert "overestimates" in result.validity


def test_a_dangling_particle_changes_nothing():
    centres = np.array([[1.0, 1, 0.5], [1, 1, 1.5], [1, 1, 2.5], [2, 1, 1.5], [3, 3, 3]])
    ring = [[0, 1], [1, 2], [0, 2]]
    alone = contact_network_conductivity(chain(ring, [0.1] * 3), 1.0).value
    more = contact_network_conductivity(chain([*ring, [1, 3]], [0.1] * 4, centres), 1.0).value
    assert more == pytest.approx(alone, rel=1e-9)


def test_an_open_chain_has_no_conductivity():
    result = contact_network_conductivity(chain([[0, 1], [1, 2]], [0.1, 0.1]), 1.0)
    with pytest.raises(UnavailableError, match="no path along z"):
        _ = result.value
    closed_by_nothing = chain([[0, 1], [1, 2], [0, 2]], [0.1, 0.1, 0.0])
    assert contact_network_conductivity(closed_by_nothing, 1.0).unit == "S/m"
    with pytest.raises(UnavailableError, match="no path"):
        _ = contact_network_conductivity(closed_by_nothing, 1.0).value


def test_bad_input_is_named():
    ring = chain([[0, 1], [1, 2], [0, 2]], [0.1] * 3)
    with pytest.raises(InputError, match="got 0 S/m"):
        contact_network_conductivity(ring, 0.0)
    with pytest.raises(InputError, match="got -1 ohm m2"):
        contact_network_conductivity(ring, 1.0, interface_resistance=-1.0)
    with pytest.raises(InputError, match=r"pressed: got a Packing\. .*PressedPacking"):
        contact_network_conductivity(ring.particles, 1.0)


def slab(contacts, areas, growth):
    """The chain of three particles between walls at z = 0 and 3, regrown by `growth`."""
    free = chain(contacts, areas, periodic=(True, True, False))
    return replace(free, growth=growth)


def test_a_chain_between_walls_is_in_series_with_its_electrodes():
    areas = [0.1, 0.02]
    result = contact_network_conductivity(
        slab([[0, 1], [1, 2]], areas, 1.2), 2.0, interface_resistance=0.05
    )
    # A wall cuts a sphere of radius 0.6 half a unit from its centre.
    to_electrode = 1 / (4 * 2.0 * np.sqrt(0.6**2 - 0.5**2))
    resistance = 2 * to_electrode + sum(1 / conductance(a, 2.0, 0.05) for a in areas)
    assert result.value == pytest.approx(BOX[2] / resistance / (BOX[0] * BOX[1]), rel=1e-8)


@pytest.mark.parametrize(("areas", "growth"), [([0.1, 0.0], 1.2), ([0.1, 0.1], 0.9)])
def test_walls_that_are_not_joined(areas, growth):
    result = contact_network_conductivity(slab([[0, 1], [1, 2]], areas, growth), 1.0)
    with pytest.raises(UnavailableError, match="join no two electrodes"):
        _ = result.value


@pytest.mark.parametrize(("boundary", "electrode"), [(0.0, 0.0), (2.0, 0.0), (2.0, 0.5)])
def test_a_row_of_cubes_is_in_series_with_its_boundaries_and_electrodes(boundary, electrode):
    """Four cubes of edge 2: beside the boundaries each counts as a constriction of its face."""
    sigma, face = 0.5, 4.0
    pairs = np.array([[1, 2], [2, 3], [3, 4]])
    ends = np.array([[face, 0, 0, 0], [0, 0, 0, face]])
    found = grain_network_conductivity(
        GrainContacts(pairs, np.full(3, face)),
        ends,
        np.array([2.0, 2.0, 8.0]),
        sigma,
        interface_resistance=boundary,
        electrode_resistance=electrode,
    )
    cube = face / (2 * sigma * np.sqrt(face / np.pi))
    total = 4 * cube + 3 * boundary + 2 * electrode
    assert found.value == pytest.approx(8.0 / total, rel=1e-8)
    assert found.estimate


@pytest.mark.parametrize("electrode", [0.0, 0.5])
def test_a_bar_from_electrode_to_electrode_has_its_own_resistance(electrode):
    """Two bars of 1 by 1 by 8 that do not meet, and a flat disc whose constrictions are more."""
    sigma, area = 0.5, 1.0
    bars = np.array([[area, area, area], [area, area, area]])
    found = grain_network_conductivity(
        GrainContacts(np.empty((0, 2), int), np.empty(0)),
        bars,
        np.array([2.0, 2.0, 8.0]),
        sigma,
        geometric_resistances=np.array([8.0, 8.0, 0.1]),
        electrode_resistance=electrode,
    )
    contacts = 2 * electrode / area
    disc = 1 / (2 * sigma * np.sqrt(area / np.pi)) + contacts
    through = 2 / (8.0 / sigma + contacts) + 1 / disc
    assert found.value == pytest.approx(through * 8.0 / 4.0, rel=1e-8)


def test_grains_of_an_image_that_join_no_electrodes():
    parts = GrainContacts(np.array([[1, 2], [2, 3]]), np.array([1.0, 0.0]))
    ring = GrainContacts(np.array([[1, 2], [2, 3], [1, 3]]), np.array([1.0, 0.0, 1.0]))
    ends = np.array([[1.0, 0, 0], [0, 0, 1.0]])
    found = grain_network_conductivity(parts, ends, np.ones(3), 1.0)
    with pytest.raises(UnavailableError, match="join no two electrodes"):
        _ = found.value
    with pytest.raises(InputError, match="electrode_resistance: got -1 ohm m2"):
        grain_network_conductivity(parts, ends, np.ones(3), 1.0, electrode_resistance=-1.0)
    joined = grain_network_conductivity(ring, ends, np.ones(3), 1.0)
    assert joined.method == "resistor network over 2 contacts, between two electrodes"
