from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from ceralyte.core.errors import InputError, UnavailableError
from ceralyte.model import Lognormal, Packing
from ceralyte.model.distribution import Basis
from ceralyte.packing import (
    mean_diameter,
    number_quantile,
    percentiles,
    relative_std,
    skewness,
)
from ceralyte.packing.analysis import (
    bond_order,
    contact_density,
    contact_numbers,
    coordination_by_size,
    coordination_histogram,
    crystalline_fraction,
    fraction_profile,
    radial_distribution,
    size_statistics,
    summarise,
)
from ceralyte.packing.particles import from_particles

BULK, SLAB = (True, True, True), (True, True, False)


def powder(seed: int, periodic: tuple[bool, bool, bool] = BULK, dimension: int = 3) -> Packing:
    rng = np.random.default_rng(seed)
    box = np.array([6.0, 7.0, 0.0 if dimension == 2 else 8.0])
    return from_particles(
        rng.random((300, 3)) * box,
        rng.uniform(0.5, 2.0, 300),
        box,
        periodic=periodic,
        dimension=dimension,
        seed=seed,
    )


@pytest.mark.parametrize("periodic", [BULK, SLAB, (False, False, False)])
def test_contacts_are_those_of_all_pairs(periodic: tuple[bool, bool, bool]) -> None:
    rng = np.random.default_rng(2)
    d, box = np.geomspace(0.03, 2, 200), np.array([5.0, 6.0, 7.0])
    x = rng.random((200, 3)) * box
    found = from_particles(x, d, box, periodic=periodic, contact_gap=0.05)
    i, j = np.triu_indices(200, 1)
    apart = x[i] - x[j]
    apart -= np.where(periodic, box * np.rint(apart / box), 0)
    overlap = 1 - np.linalg.norm(apart, axis=1) / (0.5 * (d[i] + d[j]))
    touching = overlap >= -0.05
    assert np.array_equal(found.contacts, np.column_stack([i, j])[touching])
    walls = np.minimum(x, box - x)[:, [axis for axis in range(3) if not periodic[axis]]]
    largest = max(overlap.max(), (0.5 - walls / d[:, None]).max(initial=0))
    assert found.overlap_relative_max == pytest.approx(largest, rel=1e-12)


def test_walls_hold_particles() -> None:
    """Four neighbours at the corners of a square, and one above, between two walls."""
    square = [[1, 1, 0.5], [2, 1, 0.5], [1, 2, 0.5], [2, 2, 0.5], [1.5, 1.5, 0.5 + 0.5**0.5]]
    walled = from_particles(square, np.ones(5), [4, 4, 1 + 0.5**0.5], periodic=SLAB)
    assert walled.fixed_contacts is not None
    assert walled.fixed_contacts.tolist() == [1, 1, 1, 1, 1]
    assert contact_numbers(walled).tolist() == [4, 4, 4, 4, 5]
    assert walled.rattler_fraction == 0
    assert walled.coordination_number == pytest.approx(21 / 5)
    pressed = from_particles(square, np.ones(5), [4, 4, 1.1 + 0.4], periodic=SLAB)
    assert pressed.overlap_relative_max == pytest.approx(0.5 - (1 - 0.5**0.5))
    loose = from_particles(square, np.ones(5), [4, 4, 2], periodic=SLAB)
    assert loose.fixed_contacts is not None
    assert loose.fixed_contacts.tolist() == [1, 1, 1, 1, 0]
    assert contact_numbers(replace(loose, rattlers=np.arange(5) == 4)).tolist() == [3, 3, 3, 3, 0]


X = np.array([[1, 1, 1], [2, 2, 2.0]])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"diameters": [1.0]}, "got 1 particles. Allowed: at least 2"),
        ({"diameters": [1.0, np.nan]}, r"diameters\[1\]: got nan m"),
        ({"diameters": [-1.0, 1.0]}, r"diameters\[0\]: got -1 m"),
        ({"diameters": ["a", "b"]}, "diameters: is no array of numbers"),
        ({"centres": X[:, :2]}, r"centres: has shape \(2, 2\). Allowed: \(n, 3\), in metres"),
        ({"centres": X[:1]}, "got 1 centres for 2 diameters"),
        ({"centres": X * [[1, 1, 1], [1, 1, 2.5]]}, r"centres\[1\]: \(2, 2, 5\) m lies outside"),
        ({"centres": X * [[1, 1, 1], [1, np.inf, 1]]}, r"centres\[1\]: got \(2, inf, 2\) m. .*fin"),
        ({"centres": [[1, 1, np.nan]], "diameters": [1.0]}, r"centres\[0\]: got \(1, 1, nan\) m"),
        ({"diameters": [-1.0], "centres": X[:1]}, r"diameters\[0\]: got -1 m"),
        ({"centres": X[[0, 0]]}, r"centres\[1\]: \(1, 1, 1\) m is also the place of particle 0"),
        ({"box": [5, 5, -5]}, r"box: got \[5.0, 5.0, -5.0\] m"),
        ({"box": [5, 5, 2.0], "centres": 0.5 * X}, "side along z is 2 m, the largest diameter 1 m"),
        ({"dimension": 2}, "box: the third side of a plane of discs is 5 m. Allowed: 0 m"),
        ({"dimension": 4}, "dimension: got 4"),
        ({"contact_gap": 0.5}, "contact_gap: got 0.5. Allowed: 0 to 0.1"),
    ],
)
def test_particles_that_cannot_be(change: dict, message: str) -> None:
    given = {"centres": X, "diameters": [1.0, 1.0], "box": [5, 5, 5], **change}
    with pytest.raises(InputError, match=message):
        from_particles(**given)


def test_classes_of_size_share_out_the_particles() -> None:
    packing = powder(1)
    classes = coordination_by_size(packing, 5)
    assert sum(c.count for c in classes) == 300
    assert all(c.upper < after.lower for c, after in pairwise(classes))
    numbers, held = contact_numbers(packing), ~packing.rattlers
    largest = packing.diameters >= classes[-1].lower
    assert classes[-1].contacts.value == pytest.approx(numbers[largest & held].mean())
    assert classes[-1].rattler_fraction == packing.rattlers[largest].mean()
    lonely = from_particles(X, [0.1, 1.0], [5, 5, 5])
    two = coordination_by_size(lonely, 8)
    assert [c.count for c in two] == [1, 1]
    with pytest.raises(UnavailableError, match="every particle of this size is a rattler"):
        _ = two[0].contacts.value


def test_the_histogram_has_the_coordination_number_as_mean() -> None:
    for packing in (powder(1), powder(2, SLAB), powder(3, dimension=2)):
        histogram = coordination_histogram(packing)
        assert sum(histogram.y) == pytest.approx(1)
        assert np.dot(histogram.x, histogram.y) == pytest.approx(packing.coordination_number)


def test_a_summary_over_seeds_has_error_bars() -> None:
    packings = [powder(seed, SLAB) for seed in (1, 2, 3)]
    several, one = summarise(packings), summarise(packings[:1])
    fractions = [p.packing_fraction for p in packings]
    assert several.packing_fraction.value == pytest.approx(np.mean(fractions))
    assert several.packing_fraction.std == pytest.approx(
        1.3213 * np.std(fractions) * 0.5**0.5, rel=1e-4
    )
    assert one.packing_fraction.std is None
    assert several.seeds == (1, 2, 3)
    assert several.particles == 900
    assert several.overlap_relative_max == max(p.overlap_relative_max for p in packings)
    assert several.percolates == (True, True, True)
    assert several.sizes.basis == "volume"
    assert 0.5 < several.sizes.d10 < several.sizes.d50 < several.sizes.d90 < 2
    volume = np.concatenate([p.diameters**3 for p in packings])
    finer = np.concatenate([p.diameters for p in packings]) <= several.sizes.d50
    assert volume[finer].sum() / volume.sum() == pytest.approx(0.5, abs=0.005)
    density = contact_density(packings[0]).contacts_per_volume.value
    assert one.contacts_per_volume.value == pytest.approx(density)


def test_a_summary_percolates_if_every_packing_does() -> None:
    assert summarise([powder(1)]).percolates == (True, True, True)
    loose = from_particles(X, [1.0, 1.0], [5, 5, 5])
    assert summarise([powder(1), loose]).percolates == (False, False, False)


def test_what_a_summary_cannot_say_has_a_reason() -> None:
    loose = summarise([from_particles(X, [1.0, 1.0], [5, 5, 5])])
    with pytest.raises(UnavailableError, match="not jammed"):
        _ = loose.coordination_number.value
    with pytest.raises(UnavailableError, match="not jammed"):
        _ = loose.contacts_beyond_isostatic.value
    with pytest.raises(UnavailableError, match="2 particles are too few"):
        _ = loose.crystalline_fraction.value
    discs = summarise([powder(1, dimension=2)])
    assert discs.sizes.basis == "number"
    assert discs.contacts_per_volume.unit == "1/m^2"
    for unavailable in (discs.farr_groot, discs.contact_area_per_strain):
        with pytest.raises(UnavailableError, match="spheres"):
            _ = unavailable.value
    with pytest.raises(UnavailableError, match="discs have six neighbours"):
        _ = crystalline_fraction(powder(1, dimension=2)).fraction.value
    with pytest.raises(UnavailableError, match=r"the diameters vary by 3[0-9.]+ %"):
        _ = crystalline_fraction(powder(1)).fraction.value


def test_bad_questions() -> None:
    bulk, discs = powder(1), powder(1, dimension=2)
    with pytest.raises(InputError, match=r"axis: got 2. Allowed: one of 0, 1"):
        fraction_profile(discs, axis=2)
    with pytest.raises(InputError, match="layers: got 0"):
        fraction_profile(bulk, layers=0)
    with pytest.raises(InputError, match=r"reach: got 9 mean diameters. Allowed: up to 2\."):
        radial_distribution(bulk, reach=9)
    with pytest.raises(InputError, match="width: got 0 mean"):
        radial_distribution(bulk, width=0)
    with pytest.raises(InputError, match="has walls across y and z"):
        radial_distribution(powder(1, (True, False, False)))
    with pytest.raises(InputError, match="classes: got 0"):
        coordination_by_size(bulk, 0)
    with pytest.raises(InputError, match="discs have six neighbours"):
        bond_order(discs)
    with pytest.raises(InputError, match="every particle is a rattler"):
        coordination_histogram(from_particles(X, [1.0, 1.0], [5, 5, 5]))
    with pytest.raises(InputError, match="packings: got none"):
        summarise([])
    with pytest.raises(InputError, match="2 kinds"):
        summarise([bulk, powder(1, SLAB)])


@pytest.mark.parametrize("basis", ["number", "volume"])
def test_sizes_of_a_list_are_those_of_its_law(basis: Basis) -> None:
    law = Lognormal(d50=3e-6, sigma=0.3, basis=basis)
    levels = (np.arange(20_000) + 0.5) / 20_000
    sizes = size_statistics(number_quantile(law, levels))
    assert sizes.mean_by_number == pytest.approx(mean_diameter(law, 1, 0), rel=1e-3)
    assert sizes.mean_by_area == pytest.approx(mean_diameter(law, 3, 2), rel=1e-3)
    assert sizes.mean_by_volume == pytest.approx(mean_diameter(law, 4, 3), rel=1e-3)
    assert sizes.relative_std == pytest.approx(relative_std(law), rel=2e-3)
    assert sizes.skewness == pytest.approx(skewness(law), rel=1e-2)
    assert sizes.span == pytest.approx(percentiles(law, "volume").span, rel=2e-3)


def test_equal_sizes_have_no_width() -> None:
    sizes = size_statistics(np.full(10, 3e-6))
    assert (sizes.span, sizes.relative_std, sizes.skewness) == (0, 0, 0)
