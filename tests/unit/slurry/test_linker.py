"""Linker stoichiometry: PETEA hosts two Na3SbS4 on its four sites."""

import pytest

from ceralyte.core.errors import InputError
from ceralyte.slurry import linker_composition

PETEA = {"unit_molar_mass": 0.31897, "linker_molar_mass": 0.35234}


def test_the_maximum_in_each_counting():
    full = linker_composition(**PETEA)
    assert full.units_per_linker == pytest.approx(2)
    assert full.occupied_sites == pytest.approx(1)
    assert full.mole_fraction == pytest.approx(2 / 3)
    # The perspective article's 33 mol%: per cross-linking site.
    assert full.mole_fraction_of_sites == pytest.approx(1 / 3)
    assert full.mass_fraction == pytest.approx(2 * 318.97 / (2 * 318.97 + 352.34))


def test_half_as_much_ceramic_per_linker():
    half = linker_composition(318.97 / (318.97 + 352.34), **PETEA)
    assert half.units_per_linker == pytest.approx(1)
    assert half.occupied_sites == pytest.approx(0.5)
    assert half.mole_fraction == pytest.approx(0.5)
    assert half.mass_fraction_maximum == pytest.approx(0.6442, abs=1e-4)


@pytest.mark.parametrize(
    ("share", "message"),
    [(0.7, r"70 wt% is more than the linker can host.*64\.42 wt%"), (0.0, "0 wt%")],
)
def test_more_than_the_sites_host_is_refused(share, message):
    with pytest.raises(InputError, match=message):
        linker_composition(share, **PETEA)


def test_other_linkers():
    with pytest.raises(InputError, match=r"sites: got 0\. Allowed: above zero"):
        linker_composition(sites=0, **PETEA)
    six = linker_composition(units=3, sites=6, **PETEA)
    assert six.mole_fraction_of_sites == pytest.approx(1 / 3)
