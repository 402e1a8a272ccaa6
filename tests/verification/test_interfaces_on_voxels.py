"""Resistance of closed and bent interfaces on voxels, against known areas and a neutral sphere.

A sphere of radius a that conducts s_1, in a matrix s_m with the resistance R in its surface, acts
as one that conducts 1 / (1 / s_1 + R / a). If that is s_m the matrix does not see it, at any
fraction (Torquato and Rintoul, Phys. Rev. Lett. 75, 4067, 1995).
"""

import numpy as np
import pytest

from ceralyte.model import Structure
from ceralyte.pipeline.image import image_sheet
from ceralyte.transport import effective_conductivity
from ceralyte.transport.interfaces import WEIGHTS, resisting_faces, resisting_pairs

H = 1e-6
ALL = (True, True, True)
BULK = {"ceramic": 1.0, "binder": 0.1}
RESISTS = ~np.eye(8, dtype=bool)


def centres(n: int) -> np.ndarray:
    """Places of n^3 voxels of edge 1 around the middle, (n, n, n, 3)."""
    return np.moveaxis(np.indices((n, n, n)), 0, -1) + 0.5 - n / 2


def in_binder(solid: np.ndarray) -> Structure:
    return Structure(np.where(solid, 1, 2).astype(np.uint8), solid.astype(np.int32), H, ALL)


def neutral_sphere(n: int) -> tuple[Structure, float]:
    """An image of n^3 voxels with a sphere 0.8 n across, and its resistance in ohm m2."""
    solid = np.linalg.norm(centres(n), axis=-1) < 0.4 * n
    return in_binder(solid), 0.4 * n * H * (1 / BULK["binder"] - 1 / BULK["ceramic"])


def area(structure: Structure, *, by_pair: bool = False, grains: bool = False) -> float:
    """Area of the interfaces, in faces."""
    resists = np.eye(8, dtype=bool) if grains else RESISTS
    faces = resisting_pairs if by_pair else resisting_faces
    found = faces(structure.phase, structure.grain, ALL, resists)
    return float(sum(WEIGHTS[level].sum() for _, level in found))


@pytest.mark.parametrize(("n", "tolerance"), [(25, 0.0125), (50, 0.006)])
def test_a_neutral_sphere_is_not_seen(n, tolerance):
    """Halved with the voxel; one normal for the whole sphere would be 4 % off at any size."""
    structure, resistance = neutral_sphere(n)
    found = effective_conductivity(
        structure, BULK, boundary="periodic", interface_resistance={"ceramic-binder": resistance}
    )
    assert found.value == pytest.approx(BULK["binder"], rel=tolerance)


def test_the_error_bar_of_an_image_holds_a_neutral_sphere():
    structure, resistance = neutral_sphere(40)
    sheet = image_sheet(structure, BULK, interface_resistances={"ceramic-binder": resistance})
    found = sheet.effective_conductivity
    assert abs(found.value - BULK["binder"]) < 1.645 * found.std
    # No smaller than what the areas are known to, on the power that is lost in the interfaces.
    assert found.std > 0.01 * sheet.dissipation["interfaces"] * found.value


@pytest.mark.parametrize("by_pair", [False, True])
@pytest.mark.parametrize("diameter", [20, 40])
def test_weights_of_a_sphere_add_up_to_its_area(diameter, by_pair):
    found = area(neutral_sphere(diameter * 5 // 4)[0], by_pair=by_pair)
    assert found == pytest.approx(np.pi * diameter**2, rel=0.01)


@pytest.mark.parametrize("edge", [2, 4, 8, 12])
def test_sides_of_a_cube_count_in_full_to_their_edges(edge):
    cube = (abs(centres(2 * edge)) < edge / 2).all(axis=-1)
    assert area(in_binder(cube)) == pytest.approx(6 * edge**2, rel=1e-12)


@pytest.mark.parametrize("edge", [4, 8, 12])
def test_a_boundary_with_a_kink_counts_in_full(edge):
    """A grain that fills a notch of its neighbour, through the image along y."""
    grain = np.ones((2 * edge,) * 3, np.int32)
    grain[edge:, :, edge:] = 2
    structure = Structure(np.ones(grain.shape, np.uint8), grain, H, ALL)
    assert area(structure, grains=True) == pytest.approx(8 * edge**2, rel=1e-12)


@pytest.mark.parametrize("tilt", [(1, 1, 0), (1, 1, 1), (2, 1, 0), (1, 2, 3), (0, 1, 3)])
def test_a_tilted_laminate_of_grains_counts_its_area(tilt):
    n = 48
    grain = np.floor(2 * ((centres(n) @ np.array(tilt) / n + 0.137) % 1)).astype(np.int32) + 1
    structure = Structure(np.ones(grain.shape, np.uint8), grain, H, ALL)
    assert area(structure, grains=True) == pytest.approx(2 * n**2 * np.linalg.norm(tilt), rel=0.005)
