"""Crystals at random: their tensors, and what many of them conduct."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.spatial import cKDTree

from ceralyte.core.errors import InputError
from ceralyte.model import Packing, PressedPacking, Structure
from ceralyte.transport import (
    conduction_fields,
    effective_conductivity,
    polycrystal_conductivity,
    randomly_oriented,
)

PLATES = (1.0, 1.0, 0.1)


def test_tensors_are_the_crystal_turned_and_the_first_stay_the_first():
    tensors = randomly_oriented(PLATES, 4000, seed=3)
    assert np.linalg.eigvalsh(tensors) == pytest.approx(np.tile([0.1, 1.0, 1.0], (4000, 1)))
    assert tensors.mean(axis=0) == pytest.approx(0.7 * np.eye(3), abs=0.02)  # no direction favoured
    assert np.array_equal(randomly_oriented(PLATES, 5, seed=3), tensors[:5])
    assert not np.array_equal(randomly_oriented(PLATES, 5, seed=4), tensors[:5])


def test_many_conduct_as_the_effective_medium_of_their_three_values():
    # 2 (1 - s) / (1 + 2 s) + (0.1 - s) / (0.1 + 2 s) = 0
    assert polycrystal_conductivity(PLATES) == pytest.approx((3 + np.sqrt(16.2)) / 12)
    assert polycrystal_conductivity((0.3, 0.3, 0.3)) == pytest.approx(0.3)


def test_voronoi_grains_conduct_as_the_effective_medium():
    """Extrapolated: where three grains meet, fields are singular and voxels conduct too little."""
    seeds = np.random.default_rng(1).random((40, 3))
    tensors = randomly_oriented(PLATES, 40, seed=1)
    traces = []
    for n in (16, 32):
        places = (np.indices((n, n, n)).reshape(3, -1).T + 0.5) / n
        grain = 1 + cKDTree(seeds, boxsize=1).query(places)[1].reshape(n, n, n).astype(np.int32)
        image = Structure(np.ones((n, n, n), np.uint8), grain, 1e-6, (True, True, True))
        tensor = effective_conductivity(
            image, {"ceramic": tensors}, boundary="periodic", axis=None, flux_tolerance=1e-4
        )
        traces.append(sum(tensor.rows[k][k].value for k in range(3)) / 3)
    assert traces[0] < traces[1]
    assert 2 * traces[1] - traces[0] == pytest.approx(polycrystal_conductivity(PLATES), rel=0.02)


@pytest.mark.parametrize("principal", [(1.0, 1.0), (1.0, 0.0, 1.0), (1.0, np.nan, 1.0)])
def test_a_crystal_has_three_positive_values(principal):
    with pytest.raises(InputError, match=r"principal: got .*three positive"):
        randomly_oriented(principal, 3)


def test_a_seed_is_no_negative_number():
    with pytest.raises(InputError, match=r"seed: got -3\. Allowed: a whole number, 0 or more"):
        randomly_oriented(PLATES, 3, seed=-3)


TWO_GRAINS = Structure(
    np.ones((4, 4, 4), np.uint8),
    np.broadcast_to(np.array([1, 1, 2, 2], np.int32), (4, 4, 4)).copy(),
    1e-6,
    (False, False, False),
)


@pytest.mark.parametrize("solve", [effective_conductivity, conduction_fields])
def test_there_are_as_many_tensors_as_grains(solve):
    assert solve(TWO_GRAINS, {"ceramic": randomly_oriented(PLATES, 2, seed=1)})
    with pytest.raises(InputError, match="got 3 tensors, but there are 2 grains of ceramic"):
        solve(TWO_GRAINS, {"ceramic": randomly_oriented(PLATES, 3, seed=1)})
    with pytest.raises(InputError, match=r"got 1 tensors, but the grains .* numbered 1 to 2"):
        solve(TWO_GRAINS, {"ceramic": randomly_oriented(PLATES, 1, seed=1)})
    with pytest.raises(
        InputError, match=r"\['binder'\]: got 2 tensors, but grains are those of cer"
    ):
        solve(TWO_GRAINS, {"ceramic": 1.0, "binder": randomly_oriented(PLATES, 2, seed=1)})


def test_a_particle_without_a_voxel_keeps_its_tensor():
    none = np.zeros((0, 2), np.int64)
    packing = Packing(
        np.zeros((3, 3)), np.ones(3), np.full(3, 4e-6), (True,) * 3, none, np.zeros(3, bool), 0.0, 0
    )
    image = replace(TWO_GRAINS, particles=PressedPacking(packing, 1.0, 1.0, none, np.zeros(0)))
    tensors = randomly_oriented(PLATES, 3, seed=1)
    solved = effective_conductivity(image, {"ceramic": tensors}, geometry="voxels")
    alone = effective_conductivity(TWO_GRAINS, {"ceramic": tensors[:2]})
    assert solved.value == pytest.approx(alone.value, rel=1e-5)
    with pytest.raises(InputError, match="got 4 tensors, but there are 3 grains"):
        effective_conductivity(
            image, {"ceramic": randomly_oriented(PLATES, 4, seed=1)}, geometry="voxels"
        )
