"""Close pairs against brute force over all images."""

from itertools import product

import numpy as np
import pytest

from ceralyte.numerics.close_pairs import close_pairs


def all_pairs(centres, reach, box, periodic):
    """Every (i, j, cells) by trying three images either way."""
    found = set()
    ranges = [range(-3, 4) if wraps else (0,) for wraps in periodic]
    for cell in product(*ranges):
        apart = centres[None, :] + np.array(cell) * box - centres[:, None]
        close = np.linalg.norm(apart, axis=-1) < reach[:, None] + reach
        if not any(cell):
            np.fill_diagonal(close, False)
        found |= {(int(i), int(j), *cell) for i, j in np.argwhere(close)}
    return found


@pytest.mark.parametrize("periodic", [(True, True, True), (True, False, True), (False,) * 3])
@pytest.mark.parametrize("largest", [0.15, 0.8])
def test_pairs_and_images_equal_brute_force(periodic, largest):
    rng = np.random.default_rng(5)
    box = np.array([1.0, 1.3, 0.7])
    centres, reach = rng.uniform(0, box, (30, 3)), rng.uniform(0.02, largest, 30)
    near = close_pairs(centres, reach, box, periodic)
    rows = np.repeat(np.arange(30), np.diff(near.first))
    listed = [
        (int(i), int(j), *map(int, c))
        for i, j, c in zip(rows, near.partner, near.cells, strict=True)
    ]
    assert len(listed) == len(set(listed))
    assert set(listed) == all_pairs(centres, reach, box, periodic)
