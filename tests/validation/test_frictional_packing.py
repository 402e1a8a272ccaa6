"""Rough equal spheres: from random close to random loose packing.

L. E. Silbert, Soft Matter 6 (2010) 2918: contacts per held sphere fall from about six to about
four and the packing fraction from random close to random loose packing as friction rises.
M. Jerkins et al., arXiv:0710.5160: 0.550 +- 0.001 for the loosest beds of rough spheres.
C. S. O'Hern et al., Phys. Rev. E 68 (2003) 011306: 0.639 +- 0.001 without friction.
"""

import numpy as np
import pytest

from ceralyte.model import Packing
from ceralyte.packing import pack_diameters
from ceralyte.packing.friction import pack_frictional

THOUSAND, TWO_THOUSAND = np.full(1000, 1e-6), np.full(2000, 1e-6)


def fraction(packings: list[Packing]) -> float:
    return float(np.mean([packing.packing_fraction for packing in packings]))


def coordination(packings: list[Packing]) -> float:
    return float(np.mean([packing.coordination_number for packing in packings]))


def test_very_rough_spheres_pack_loosely_with_four_contacts() -> None:
    packing = pack_frictional(THOUSAND, 10.0, seed=1)
    assert packing.packing_fraction == pytest.approx(0.55, abs=0.02)
    assert 4.0 < packing.coordination_number < 4.2
    assert packing.overlap_relative_max < 1e-3


@pytest.mark.slow
def test_smooth_spheres_pack_as_without_friction() -> None:
    smooth = [pack_frictional(TWO_THOUSAND, 0.0, seed=s, overlap_tolerance=5e-4) for s in (1, 2)]
    jammed = [pack_diameters(TWO_THOUSAND, seed=s) for s in (1, 2)]
    assert fraction(smooth) == pytest.approx(fraction(jammed), abs=0.005)
    assert fraction(smooth) == pytest.approx(0.639, abs=0.005)
    assert coordination(smooth) == pytest.approx(6, abs=0.1)


@pytest.mark.slow
def test_friction_loosens_step_by_step() -> None:
    rough = [
        [pack_frictional(THOUSAND, mu, seed=s) for s in range(1, 6)]
        for mu in (0.01, 0.1, 0.3, 1, 10)
    ]
    fractions, contacts = [fraction(p) for p in rough], [coordination(p) for p in rough]
    assert all(np.diff(fractions) < 0.002)
    assert all(np.diff(contacts) < 0)
    assert fractions[0] > 0.62
    assert contacts[0] > 5.7
    assert fractions[-1] == pytest.approx(0.55, abs=0.02)
    assert 4.0 < contacts[-1] < 4.2
