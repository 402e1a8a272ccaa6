"""Conductances of voxel faces with interfaces, against sums over pairs of grains."""

from collections import defaultdict

import numpy as np

from ceralyte.transport.voxel_faces import voxel_faces


def test_every_pair_of_grains_has_the_resistance_of_its_tilt():
    shape, resistance = (24, 20, 16), 3.0
    rng = np.random.default_rng(0)
    phase = rng.integers(0, 3, shape).astype(np.uint8)
    grain = np.where(phase == 1, rng.integers(1, 16, shape), 0).astype(np.int32)
    relative = np.array([[0.0] * 3, [1.0, 0.9, 0.8], [0.25, 0.5, 1.0]])
    interfaces = {(1, 1): resistance, (1, 2): 0.5 * resistance}
    stencil = voxel_faces(phase, grain, relative, (True, False, True), interfaces, 0.0)
    faces, counts = [], defaultdict(lambda: np.zeros(3))
    for axis in range(3):
        for place in np.ndindex(shape):
            ahead = list(place)
            ahead[axis] = (ahead[axis] + 1) % shape[axis]
            ahead = tuple(ahead)
            if axis == 1 and ahead[1] == 0:
                continue
            pair = tuple(sorted((int(phase[p]), int(grain[p])) for p in (place, ahead)))
            faces.append((axis, place, pair))
            counts[pair][axis] += 1
    values = set()
    for axis, place, pair in faces:
        (a, first), (b, second) = pair
        x, y = relative[a, axis], relative[b, axis]
        expected = 2 * x * y / (x + y) if x and y else 0.0
        per_area = interfaces.get((a, b), 0.0) if (a, first) != (b, second) else 0.0
        tilt = np.linalg.norm(counts[pair]) / counts[pair].sum()
        expected = expected / (1 + expected * per_area / tilt)
        found = stencil.table[stencil[axis][place]]
        values.add(float(found))
        np.testing.assert_allclose(found, expected, rtol=1e-6)
    assert not stencil.faces1[:, -1].any()
    assert len(values) > 256  # more than a byte can tell apart
    assert stencil.faces0.dtype == np.uint16
