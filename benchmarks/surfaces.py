"""Errors of surface areas on shapes whose area is known: `python benchmarks/surfaces.py`."""

from collections.abc import Iterable
from itertools import product

import numpy as np
from numpy.typing import NDArray

from ceralyte.model import Structure
from ceralyte.structure import interface_areas

RNG = np.random.default_rng(0)


def places(n: int) -> NDArray[np.float64]:
    """Centres of n^3 voxels of edge 1, (n, n, n, 3)."""
    axis = np.arange(n) + 0.5
    return np.stack(np.meshgrid(axis, axis, axis, indexing="ij"), axis=-1)


def error(solid: NDArray[np.bool_], exact: float) -> float:
    """Error of the surface of a periodic image, in per cent."""
    grain = np.zeros(solid.shape, np.int32)
    image = Structure(solid.astype(np.uint8), grain, 1.0, (True, True, True))
    return float(100 * (interface_areas(image)[0, 1] / exact - 1))


def planes(tilts: Iterable[tuple[int, ...]], n: int = 48) -> list[float]:
    """Errors on laminates of tilts (p, q, r)."""
    found = []
    for tilt in tilts:
        solid = (places(n) @ np.array(tilt) / n + RNG.uniform()) % 1 < 0.5
        found.append(error(solid, float(2 * n * n * np.linalg.norm(tilt))))
    return found


def spheres(diameter: int, count: int = 8) -> list[float]:
    """Errors on single spheres anywhere between the voxels."""
    n = diameter + 12
    return [
        error(
            np.linalg.norm(places(n) - n / 2 - RNG.uniform(-0.5, 0.5, 3), axis=-1) <= diameter / 2,
            np.pi * diameter**2,
        )
        for _ in range(count)
    ]


def cubes(edge: int, count: int = 8) -> list[float]:
    """Errors on single cubes, turned at random, anywhere between the voxels."""
    n, found = 2 * edge + 8, []
    for _ in range(count):
        axes, _ = np.linalg.qr(RNG.normal(size=(3, 3)))
        place = (places(n) - n / 2 - RNG.uniform(-0.5, 0.5, 3)) @ axes
        found.append(error((np.abs(place) < edge / 2).all(axis=-1), 6.0 * edge**2))
    return found


def straight_cube(edge: int) -> float:
    """Error on a cube along the grid."""
    n = edge + 12
    return error((np.abs(places(n) - n / 2) < edge / 2).all(axis=-1), 6.0 * edge**2)


def fcc(side: int, overlap: float) -> float:
    """Error on fcc spheres whose distance is (1 - overlap / 2) diameters."""
    centres = side * np.array([[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]]) / 2
    half = side * 2**0.5 / 4
    radius = half / (1 - overlap / 2)
    gap = np.abs(places(side)[None] - centres[:, None, None, None])
    solid = (np.minimum(gap, side - gap) ** 2).sum(axis=-1).min(axis=0) <= radius**2
    return error(solid, 4 * (4 * np.pi * radius**2 - 24 * np.pi * radius * (radius - half)))


def overlapping(n: int = 128, radius: float = 8.0, count: int = 780) -> tuple[float, float]:
    """Errors on random overlapping spheres: of the areas, and of 2/3 of the voxel faces.

    Exact is the area of the free surface of this sample, by 200 points on each sphere.
    """
    centres = RNG.uniform(0, n, (count, 3))
    solid, grid = np.zeros((n, n, n), bool), places(n)
    free = 0
    for k, centre in enumerate(centres):
        gap = np.abs(grid - centre)
        solid |= (np.minimum(gap, n - gap) ** 2).sum(axis=-1) <= radius**2
        points = RNG.normal(size=(200, 3))
        points = centre + radius * points / np.linalg.norm(points, axis=1, keepdims=True)
        gap = np.abs(points[:, None] - np.delete(centres, k, axis=0)) % n
        free += int(((np.minimum(gap, n - gap) ** 2).sum(-1) > radius**2).all(axis=1).sum())
    exact = 4 * np.pi * radius**2 * free / 200
    faces = sum(int((solid != np.roll(solid, 1, axis)).sum()) for axis in range(3))
    return error(solid, exact), 100 * (2 / 3 * faces / exact - 1)


def main() -> None:
    """Print the errors in per cent."""
    found = np.array(planes(list(product(range(4), repeat=3))[1:]))
    print(f"planes: {found.mean():.2f} +- {found.std():.2f} %, worst {np.abs(found).max():.2f} %")
    shallow = planes([(rise, 1, 0) for rise in (4, 5, 6)], n=60)
    print("a voxel in 4, 5, 6:" + "".join(f" {value:.1f}" for value in shallow), "%")
    for diameter in (8, 12, 16, 30):
        ball = spheres(diameter)
        print(f"spheres {diameter:3d} across: {np.mean(ball):.2f} +- {np.std(ball):.2f} %")
    print("cubes along the grid, 2, 4, 8, 12 wide:", end="")
    print("".join(f" {straight_cube(edge):.1f}" for edge in (2, 4, 8, 12)), "%")
    for edge in (10, 20, 40):
        turned = cubes(edge)
        print(f"turned cubes {edge:3d} wide: {np.mean(turned):.1f} +- {np.std(turned):.1f} %")
    for overlap in (0.0, 0.05, 0.1, 0.2):
        print(f"fcc, overlap {overlap:.2f}, side 48, 60, 96:", end="")
        print("".join(f" {fcc(side, overlap):.1f}" for side in (48, 60, 96)), "%")
    ours, faces = overlapping()
    print(f"overlapping spheres 16 across: {ours:.1f} %; two thirds of the faces: {faces:.1f} %")
    steps = [(p, q, r) for p in (5, 7, 8, 9, 11) for q in (1, 2) for r in range(q + 1)]
    found = np.array(planes(steps, n=64))
    print(f"shallow planes: {found.mean():.2f} +- {found.std():.2f} %, worst {found.max():.2f} %")


if __name__ == "__main__":
    main()
