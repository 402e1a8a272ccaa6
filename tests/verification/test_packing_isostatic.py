"""Jammed smooth spheres have as many contacts as Maxwell's count asks for, whatever their sizes.

3 N - 2 contacts of N held spheres in a periodic box balance all forces and bear a pressure:
six each. C. F. Moukarzel, Phys. Rev. Lett. 81 (1998) 1634.
"""

import pytest

from ceralyte.packing import from_particles, isostaticity, pack, parse_distribution


@pytest.mark.parametrize(
    ("powder", "particles", "within"),
    [
        ("mono(d=3 um)", 2000, 0.02),
        ("mixture(0.733 mono(d=1.4 um), 0.267 mono(d=1 um))", 2000, 0.02),
        ("lognormal(d50=3 um, sigma=0.3)", 2000, 0.02),
        ("lognormal(d50=3 um, sigma=0.5)", 3000, 0.02),
        pytest.param(
            "powerlaw(dmin=1 um, dmax=10 um, exponent=3)", 4000, 0.02, marks=pytest.mark.slow
        ),
        # two thirds are rattlers: 0.02 to 0.05 of the contacts are not found within the steps
        pytest.param("lognormal(d50=3 um, sigma=0.7)", 5000, 0.05, marks=pytest.mark.slow),
    ],
)
def test_contacts_are_those_of_maxwells_count(powder: str, particles: int, within: float) -> None:
    packing = pack(parse_distribution(powder), particles, seed=1)
    count = isostaticity(packing)
    assert packing.overlap_relative_max <= 1e-6
    assert packing.coordination_number == pytest.approx(6, abs=within)
    assert count.contacts == pytest.approx(count.maxwell_count, rel=within / 6)
    # no matter of the gap that counts: a third of it loses hardly any contact
    narrow = from_particles(packing.centres, packing.diameters, packing.box, contact_gap=3e-5)
    assert narrow.coordination_number > packing.coordination_number - 0.04
