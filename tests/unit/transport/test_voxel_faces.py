"""Conductances of voxel faces with interfaces, against the area behind each face."""

import numpy as np
import pytest

from ceralyte.numerics.face_areas import true_areas
from ceralyte.numerics.stencils import BitStencil
from ceralyte.transport.voxel_faces import voxel_faces


def test_every_face_has_the_resistance_of_the_area_behind_it():
    """Polyhedral grains of ceramic (1), between blobs of binder (2) and of an insulator (0)."""
    shape, resistance = (24, 20, 16), 3.0
    rng = np.random.default_rng(0)
    places = np.moveaxis(np.indices(shape), 0, -1)
    points = rng.uniform(0, shape, (16, 3))
    nearest = np.linalg.norm(places[..., None, :] - points, axis=-1).argmin(axis=-1)
    phase = np.array([0, 2, 2, *[1] * 13])[nearest].astype(np.uint8)
    grain = np.where(phase == 1, nearest, 0).astype(np.int32)
    relative = np.array([[0.0] * 3, [1.0, 0.9, 0.8], [0.25, 0.5, 1.0]])
    interfaces = {(1, 1): resistance, (1, 2): 0.5 * resistance}
    periodic = (True, False, True)
    stencil = voxel_faces(phase, grain, relative, periodic, interfaces, 0.0)
    body = np.where(phase == 1, 100 + grain, phase)
    values, resisting = set(), 0
    for axis in range(3):
        for here, place in enumerate(np.ndindex(shape)):
            ahead = list(place)
            ahead[axis] = (ahead[axis] + 1) % shape[axis]
            ahead = tuple(ahead)
            if axis == 1 and ahead[1] == 0:
                continue
            a, b = sorted((phase[place], phase[ahead]))
            x, y = relative[a, axis], relative[b, axis]
            expected = 2 * x * y / (x + y) if x and y else 0.0
            if body[place] != body[ahead] and (a, b) in interfaces:
                area = true_areas(body, np.array([here]), axis, periodic)[0]
                expected /= 1 + expected * interfaces[a, b] / max(round(area, 3), 0.001)
                resisting += 1
            found = stencil.table[stencil[axis][place]]
            values.add(float(found))
            np.testing.assert_allclose(found, expected, rtol=1e-6)
    assert not stencil.faces1[:, -1].any()
    assert resisting > 1000
    assert len(values) > 256  # more than a byte can tell apart
    assert stencil.faces0.dtype == np.uint16


@pytest.mark.parametrize("periodic", [(True, False, True), (False, True, False)])
@pytest.mark.parametrize("shape", [(4, 3, 5), (2, 1, 6), (3, 2, 1)])
def test_conductors_alike_become_bits(shape, periodic):
    """An insulator (0) and two phases that conduct alike; sides that are periodic, and not."""
    phase = np.random.default_rng(1).integers(0, 3, shape).astype(np.uint8)
    relative = np.array([[0.0] * 3, [1.0] * 3, [1.0] * 3])
    stencil = voxel_faces(phase, phase.astype(np.int32), relative, periodic, {}, 0.0)
    assert isinstance(stencil, BitStencil)
    np.testing.assert_array_equal(stencil.table, [0, 1])
    for place in np.ndindex(shape):
        bits = 0
        for axis, (n, wraps) in enumerate(zip(shape, periodic, strict=True)):
            for step in (-1, 1):
                there = list(place)
                there[axis] = (there[axis] + step) % n
                inside = 0 <= place[axis] + step < n
                if n > 1 and (inside or wraps) and phase[place] and phase[tuple(there)]:
                    bits |= 1 << 2 * axis + (step > 0)
        assert stencil.bits[place] == bits
    conducts = 0.0 if periodic[0] else 2.0
    np.testing.assert_array_equal(stencil.ends[:2], conducts * (phase[[0, -1]] > 0))
