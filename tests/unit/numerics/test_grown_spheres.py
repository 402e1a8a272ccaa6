"""Spheres keep their volumes however they are squeezed."""

import numpy as np
import pytest

from ceralyte.core.errors import InputError
from ceralyte.numerics.grown_spheres import grow_to_volumes

PERIODIC = (True, True, True)


@pytest.mark.parametrize("share", [0.2, 0.7, 0.95, 0.999])
@pytest.mark.parametrize("periodic", [PERIODIC, (True, True, False)])
def test_every_volume_is_met_from_any_arrangement(share, periodic):
    rng = np.random.default_rng(11)
    diameters = rng.lognormal(0.0, 0.4, 100)
    volumes = np.pi / 6 * diameters**3
    box = np.full(3, np.cbrt(volumes.sum() / share))
    centres = rng.uniform(0, box, (100, 3))
    radii, _, grains = grow_to_volumes(centres, diameters / 2, volumes, box, periodic)
    assert grains.volume == pytest.approx(volumes, rel=1e-6)
    assert (radii >= diameters / 2 * (1 - 1e-6)).all()


def test_the_radii_do_not_depend_on_the_start():
    rng = np.random.default_rng(2)
    volumes, box = np.full(40, 0.02), np.ones(3)
    centres = rng.uniform(0, 1, (40, 3))
    one, _, _ = grow_to_volumes(centres, np.full(40, 0.16), volumes, box, PERIODIC)
    other, _, _ = grow_to_volumes(centres, rng.uniform(0.1, 0.3, 40), volumes, box, PERIODIC)
    assert one == pytest.approx(other, rel=1e-5)


def test_more_volume_than_the_box_holds_is_refused():
    rng = np.random.default_rng(2)
    with pytest.raises(InputError, match=r"volumes: fill 1\.12 of the box"):
        grow_to_volumes(
            rng.uniform(0, 1, (8, 3)), np.full(8, 0.3), np.full(8, 0.14), np.ones(3), PERIODIC
        )
