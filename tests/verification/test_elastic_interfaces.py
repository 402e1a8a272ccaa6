"""Interfaces between grains against the compliance of layers in series."""

import numpy as np
import pytest

from ceralyte.core.errors import InputError
from ceralyte.mechanics import InterfaceStiffness, effective_elasticity
from ceralyte.mechanics.solid import lame
from ceralyte.model import Structure

E, NU, VOXEL = 22e9, 0.35, 1e-6
STIFFNESS = InterfaceStiffness(normal=4e15, tangential=1e15)
CERAMIC = {"ceramic": (E, NU)}


def grains(labels, periodic=(True, True, True)):
    labels = np.ascontiguousarray(labels, np.int32)
    return Structure(np.ones(labels.shape, np.uint8), labels, VOXEL, periodic)


def series(modulus, stiffness, spacing):
    return 1 / (1 / modulus + 1 / (stiffness * spacing))


@pytest.mark.parametrize("thickness", [1, 4])
def test_flat_boundaries_are_exact_across(thickness):
    labels = 1 + (np.arange(16) // thickness) % 2 + np.zeros((4, 4, 16), int)
    C = np.array(
        effective_elasticity(grains(labels), CERAMIC, interface=STIFFNESS, tolerance=1e-10).tensor
    )
    lam, mu = lame(E, NU)
    spacing = thickness * VOXEL
    assert C[2, 2] == pytest.approx(series(lam + 2 * mu, STIFFNESS.normal, spacing), rel=1e-7)
    assert C[3, 3] == pytest.approx(series(mu, STIFFNESS.tangential, spacing), rel=1e-7)


def test_along_a_boundary_the_error_is_that_of_its_voxels():
    errors = []
    for side in (8, 16, 32):
        labels = 1 + (np.arange(side) // (side // 2)) % 2 + np.zeros((2, 2, side), int)
        finer = InterfaceStiffness(*(side / 8 * k for k in STIFFNESS))  # the same in each cell
        found = effective_elasticity(grains(labels), CERAMIC, interface=finer)
        errors.append(1 - found.youngs_moduli["x"].value / E)
    assert errors[0] > 2 * 0.8 * errors[1] > 4 * 0.64 * errors[2] > 0


def test_tilted_boundaries_keep_their_compliance():
    """Boundaries at 45 degrees give as the turned tensor of a laminate says, within a tenth."""
    side = 48
    x = np.arange(side)
    labels = 1 + ((x[:, None, None] + x[:, None]) // (side // 2)) % 2 + np.zeros((1, 1, 2), int)
    C = np.array(effective_elasticity(grains(labels), CERAMIC, interface=STIFFNESS).tensor)
    lam, mu = lame(E, NU)
    spacing = side / 2 / np.sqrt(2) * VOXEL
    M, G = lam + 2 * mu, series(mu, STIFFNESS.tangential, spacing)
    across = series(M, STIFFNESS.normal, spacing)
    coupling = lam * across / M
    along = M - lam**2 / M + coupling**2 / across
    turned = (across + along + 2 * coupling) / 4 + G
    assert M - C[0, 0] == pytest.approx(M - turned, rel=0.1)


def test_interfaces_that_make_no_sense():
    labels = np.ones((4, 4, 4), int)
    labels[2:] = 2
    with pytest.raises(InputError, match=r"interface.normal: got -1 Pa/m"):
        effective_elasticity(grains(labels), CERAMIC, interface=InterfaceStiffness(-1.0, 1.0))
    with pytest.raises(InputError, match="no grain labels"):
        effective_elasticity(grains(0 * labels), CERAMIC, interface=STIFFNESS)
    with pytest.raises(InputError, match="more than 4/3 of the tangential one"):
        effective_elasticity(grains(labels), CERAMIC, interface=InterfaceStiffness(1e14, 1e15))
