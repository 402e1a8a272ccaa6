"""Contacts of a bed while it is packed, beside those of the packing that comes of it."""

import numpy as np
import pytest

from ceralyte.packing import from_particles, isostaticity
from ceralyte.packing.bed import Bed, free_bed, slab_bed
from ceralyte.packing.protocol import jam

DIAMETERS = np.repeat([1e-6, 1.4e-6], 100)


def beds() -> list[tuple[Bed, int]]:
    rng = np.random.default_rng(1)
    return [
        (free_bed(DIAMETERS, 3, rng), 3),
        (free_bed(DIAMETERS, 2, rng), 2),
        (slab_bed(DIAMETERS, 6e-6, rng), 3),
    ]


@pytest.mark.parametrize(("bed", "dimension"), beds(), ids=["cube", "discs", "slab"])
def test_contacts_are_those_of_the_packing(bed: Bed, dimension: int) -> None:
    jam(bed, 0.64 if dimension == 3 else 0.84, 1e-4, None)
    x, diameters, box = bed.in_metres()
    periodic = tuple((bed.domain.wraps > 0).tolist())
    packing = from_particles(x, diameters, box, periodic=periodic, dimension=dimension)
    found = isostaticity(packing)
    assert 0.5 < found.held / len(DIAMETERS) < 1
    assert bed.contacts_over_needed() == pytest.approx(found.contacts / found.maxwell_count)


def test_where_nothing_is_held_no_contact_is_missing() -> None:
    bed = free_bed(DIAMETERS, 3, np.random.default_rng(1))
    bed.scale_to(0.01)
    assert bed.contacts_over_needed() == 1


def test_few_coarse_particles_spread_sizes_by_volume() -> None:
    """They are 38 % of the volume, and 0.3 % of the number, with a spread of 0.09."""
    few_coarse = free_bed(np.repeat([6e-6, 1e-6], [14, 5000]), 3, np.random.default_rng(1))
    assert few_coarse.spread() == pytest.approx(np.log(6) * np.sqrt(0.38 * 0.62), rel=0.01)


def test_few_fine_particles_spread_sizes_by_number() -> None:
    few_fine = free_bed(np.repeat([0.1e-6, 1e-6], [100, 900]), 3, np.random.default_rng(1))
    assert few_fine.spread() == pytest.approx(np.log(10) * 0.3)
