"""Ceramic and binder keep their volume from the packing through pressing to the image."""

from functools import cache
from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ceralyte.packing import pack, parse_distribution
from ceralyte.pressing import disperse, press
from ceralyte.structure import BinderPlacement, voxelise


@cache
def powder(seed, sigma):
    return pack(parse_distribution(f"lognormal(d50=1 um, sigma={sigma})"), 150, seed=seed)


@settings(max_examples=12, deadline=None)
@given(
    seed=st.integers(0, 2),
    sigma=st.sampled_from([0.1, 0.3]),
    share=st.floats(0.3, 0.97),
    method=st.sampled_from(["uniaxial", "isostatic", "roll"]),
    placement=st.sampled_from(get_args(BinderPlacement)),
    voxels=st.integers(16, 40),
)
def test_volumes_survive_every_stage(seed, sigma, share, method, placement, voxels):
    packing = powder(seed, sigma)
    if share > packing.packing_fraction:
        pressed = press(packing, method=method, relative_density=share).pressed
    else:
        pressed = disperse(packing, share)
    ceramic = np.pi / 6 * np.sum(packing.diameters**3)
    assert share * np.prod(pressed.particles.box) / ceramic == pytest.approx(1.0, rel=1e-9)

    binder = 0.4 * (1 - share)
    structure = voxelise(
        pressed,
        pressed.particles.box[0] / voxels,
        binder_fraction=binder,
        binder_placement=placement,
    )
    box_volume = structure.voxel_size**3 * structure.phase.size
    made = structure.volume_fractions
    one = 1 / structure.phase.size
    assert box_volume / np.prod(pressed.particles.box) == pytest.approx(1.0, rel=1e-12)
    assert made["ceramic"] == pytest.approx(share, abs=1.01 * one)
    assert made["binder"] == pytest.approx(binder, abs=2.01 * one)
