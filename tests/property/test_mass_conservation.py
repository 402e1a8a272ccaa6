"""Ceramic and binder keep their volume from the packing through pressing to the image."""

from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ceralyte.model import Packing
from ceralyte.pressing import press
from ceralyte.structure import BinderPlacement, voxelise


@settings(max_examples=12, deadline=None)
@given(
    seed=st.integers(0, 2**16),
    share=st.floats(0.3, 0.93),
    method=st.sampled_from(["uniaxial", "isostatic", "roll"]),
    placement=st.sampled_from(get_args(BinderPlacement)),
    voxels=st.integers(16, 40),
)
def test_volumes_survive_every_stage(seed, share, method, placement, voxels):
    rng = np.random.default_rng(seed)
    diameters = 1e-6 * rng.lognormal(0.0, 0.4, 40)
    side = np.cbrt(np.pi / 6 * np.sum(diameters**3) / 0.6)
    packing = Packing(
        centres=rng.uniform(0, side, (40, 3)),
        diameters=diameters,
        box=np.full(3, side),
        periodic=(True, True, True),
        contacts=np.empty((0, 2), np.int64),
        rattlers=np.zeros(40, bool),
        overlap_relative_max=0.0,
        seed=seed,
    )
    pressed = press(packing, share, method=method)
    ceramic = np.pi / 6 * np.sum(diameters**3)
    assert share * np.prod(pressed.particles.box) == pytest.approx(ceramic, rel=1e-12)

    binder = 0.4 * (1 - share)
    structure = voxelise(pressed, side / voxels, binder_fraction=binder, binder_placement=placement)
    box_volume = structure.voxel_size**3 * structure.phase.size
    made = structure.volume_fractions
    one = 1 / structure.phase.size
    assert box_volume == pytest.approx(np.prod(pressed.particles.box), rel=1e-12)
    assert made["ceramic"] == pytest.approx(share, abs=1.01 * one)
    assert made["binder"] == pytest.approx(binder, abs=2.01 * one)
