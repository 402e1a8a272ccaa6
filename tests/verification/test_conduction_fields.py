"""Potential and current, voxel by voxel, of structures with a closed form."""

import numpy as np
import pytest

from ceralyte.core.errors import UnavailableError
from ceralyte.model import Structure
from ceralyte.transport import conduction_fields

VOXEL = 1e-6  # m


def _laminate(axis: int) -> Structure:
    """Layers of ceramic (4 voxels) and binder (4 voxels) along an axis."""
    phase = np.ones((8, 8, 8), np.uint8)
    np.moveaxis(phase, axis, 0)[4:] = 2
    return Structure(phase, np.where(phase == 1, 1, 0).astype(np.int32), VOXEL, (False,) * 3)


def test_layers_in_series_share_the_voltage_by_their_resistances():
    fields = conduction_fields(_laminate(2), {"ceramic": 1.0, "binder": 0.25}, flux_tolerance=1e-9)
    # 4 / 1 + 4 / 0.25 = 20 voxel resistances; potentials are those of the voxels' centres.
    drops = np.concatenate([[0.5, 1, 1, 1], [0.5 + 2, 4, 4, 4]]).cumsum() / 20
    np.testing.assert_allclose(fields.potential[3, 5], 1 - drops, rtol=1e-6)
    np.testing.assert_allclose(fields.current_density[2], 1 / (20 * VOXEL), rtol=1e-6)
    np.testing.assert_allclose(fields.relative_current, 1.0, rtol=1e-6)


def test_layers_in_parallel_carry_current_by_their_conductivities():
    fields = conduction_fields(_laminate(0), {"ceramic": 1.0, "binder": 0.25}, flux_tolerance=1e-9)
    np.testing.assert_allclose(fields.relative_current[:4], 1 / 0.625, rtol=1e-6)
    np.testing.assert_allclose(fields.relative_current[4:], 0.25 / 0.625, rtol=1e-6)
    crowded, place = fields.hot_spots
    assert crowded == pytest.approx(1.6, rel=1e-6)
    assert place[0] < 4


def test_no_path_no_current():
    fields = conduction_fields(_laminate(2), {"ceramic": 1.0, "binder": 0.0})
    assert not fields.conduction.percolates
    assert np.isnan(fields.potential).all()
    assert (fields.current_density == 0).all()
    with pytest.raises(UnavailableError, match="no conducting path leads through the image"):
        _ = fields.hot_spots
