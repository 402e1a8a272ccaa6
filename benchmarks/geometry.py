"""How far conduction on few cells is from its limit: cut grains beside plain voxels.

Run ``python benchmarks/geometry.py [--fine 48]``. Prints, for necks of simple cubic arrays, for
insulating spheres and for pressed packings, the error of both geometries against the reference:
published values for arrays; for packings the cut grains extrapolated from `fine` / 2 and `fine`
cells per grain, beside which the extrapolation of plain voxels stands. Necks of all cubic arrays
against finite elements (``peers/skfem_necks.py``), and how much wider contacts along the faces of
cells must be to be exact, which is where `cut_contacts.RIM` comes from. Then the steps of a solve
on cut grains whose contacts resist. What it printed stands in ``results/geometry.txt``.
"""

import argparse
import sys
import time
from collections.abc import Iterable
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ceralyte.model import Structure
from ceralyte.numerics.contact_radii import widening
from ceralyte.packing import pack, parse_distribution
from ceralyte.pressing import press
from ceralyte.transport import effective_conductivity

sys.path.insert(0, str(Path(__file__).parents[1] / "docs" / "transport"))
from arrays import image_of, neck_radius, radius_of, unit_cell

NECKS = {0.1: 0.0939, 0.2: 0.1872, 0.3: 0.28938, 0.4: 0.40921, 0.5: 0.55735, 0.6: 0.74224}
FINITE_ELEMENTS = {
    ("SC", 0.15): 0.13997,
    ("SC", 0.2): 0.18717,
    ("SC", 0.25): 0.23657,
    ("SC", 0.3): 0.28923,
    ("BCC", 0.15): 0.23217,
    ("BCC", 0.2): 0.30617,
    ("BCC", 0.25): 0.38140,
    ("BCC", 0.3): 0.45919,
    ("FCC", 0.15): 0.34625,
    ("FCC", 0.2): 0.44428,
    ("FCC", 0.25): 0.53846,
    ("FCC", 0.3): 0.62985,
}
"""Conductivity of arrays over that of their spheres, by neck, printed by `peers/skfem_necks.py`."""
WALLS = (("SC", 0.5, 0.3737348), ("BCC", 0.6, 0.2975128), ("BCC", 0.65, 0.2484188))
SHIFTS = (0.0, 0.1, 0.25, 0.5)
DENSITIES = (0.68, 0.75, 0.9)


def solve(structure: Structure, geometry: str, **values: float) -> float:
    """Effective conductivity of a periodic cell along z."""
    result = effective_conductivity(structure, values, boundary="periodic", geometry=geometry)
    return result.value


def arrays() -> None:
    print("simple cubic, overlapping spheres: error of cut grains / voxels, %")
    print("neck/radius  cells  " + "".join(f"   shift {s:4.2f}   " for s in SHIFTS))
    for neck, exact in NECKS.items():
        for n in (12, 20, 40):
            errors = []
            for shift in SHIFTS:
                array = unit_cell("SC", neck_radius(neck), n, shift)
                pair = (solve(array, g, ceramic=1.0) for g in ("grains", "voxels"))
                errors.append("{:6.2f} / {:6.2f}".format(*(100 * (v / exact - 1) for v in pair)))
            print(f"{neck:11.1f} {n:6d}  " + " ".join(errors), flush=True)
    print("insulating spheres: error of cut grains / voxels, %")
    for lattice, fraction, exact in WALLS:
        radius = radius_of(lattice, fraction)
        for n in (12, 20, 40):
            array = unit_cell(lattice, radius, n)
            pair = [solve(array, g, ceramic=0.0, pore=1.0) for g in ("grains", "voxels")]
            grains, voxels = (100 * (v / exact - 1) for v in pair)
            across = 2 * radius * n
            print(f"{lattice} {fraction} {across:5.1f} cells across: {grains:6.2f} / {voxels:6.2f}")


def oblique() -> None:
    """Errors of arrays moved on the grid, alike or at random along the axes."""
    print("necks: error of cut grains, least to largest of twelve places, %")
    rng = np.random.default_rng(0)
    for lattice, neck in product(("SC", "BCC", "FCC"), (0.2, 0.3)):
        for cells in (16, 20, 25):
            alike = [np.full(3, k / 12) for k in range(12)]
            errors = []
            for places in (alike, rng.uniform(size=(12, 3))):
                values = neck_errors(lattice, neck, cells, places)
                errors += [100 * end(values) for end in (min, max)]
            print(
                f"{lattice:3} {neck} {cells:3d} cells across: alike {errors[0]:5.2f} to "
                f"{errors[1]:5.2f}, at random {errors[2]:5.2f} to {errors[3]:5.2f}",
                flush=True,
            )
    print("fine grids: difference from finite elements, mean and largest of four places, %")
    for lattice, neck in FINITE_ELEMENTS:
        words = []
        for cells in (40, 80):
            places = np.random.default_rng(cells).uniform(size=(4, 3))
            errors = 100 * np.array(neck_errors(lattice, neck, cells, places))
            words.append(f"{cells} cells {errors.mean():5.2f}, {np.abs(errors).max():4.2f}")
        print(f"{lattice:3} {neck:4.2f}  " + "   ".join(words), flush=True)


def rims() -> None:
    """Widening that contacts along faces need, by their place: chosen on two necks, two judge."""
    rng = np.random.default_rng(5)
    gaps = np.linspace(0, 0.5, 11)
    print("cells by which contacts along faces must be widened, by cells to the nearest faces")
    print("             " + " ".join(f"{gap:6.2f}" for gap in gaps))
    for necks in ((0.15, 0.25), (0.2, 0.3)):
        needed = []
        for neck, cells in product(necks, (15, 20, 24, 28, 32, 40)):
            for gap in gaps:
                places = [np.array([*xy, gap]) for xy in rng.uniform(size=(8, 2))]
                error = np.mean(neck_errors("SC", neck, cells, places))
                needed.append(widening(gap) - error * neck * cells / 2)
        mean = np.reshape(needed, (-1, len(gaps))).mean(axis=0)
        print(
            f"{necks[0]:.2f} and {necks[1]:.2f}" + " " + " ".join(f"{w:6.3f}" for w in mean),
            flush=True,
        )
    print("as they are  " + " ".join(f"{widening(gap):6.3f}" for gap in gaps))


def neck_errors(
    lattice: str, neck: float, cells: int, places: Iterable[NDArray[np.float64]]
) -> list[float]:
    """Relative errors on so many cells per sphere, by the place of the lattice on the grid."""
    radius = neck_radius(neck, lattice)
    n = round(cells / (2 * radius))
    values = [solve(unit_cell(lattice, radius, n, s), "grains", ceramic=1.0) for s in places]
    return [value / FINITE_ELEMENTS[lattice, neck] - 1 for value in values]


def packings(fine: int) -> None:
    for density in DENSITIES:
        bed = pack(parse_distribution("mono(d=1 um)"), 50, seed=1)
        pressed = press(bed, method="uniaxial", relative_density=density).pressed
        values = {}
        for n in (8, 12, 16, 20, 25, fine // 2, fine):
            structure = image_of(pressed, n)
            values[n] = [solve(structure, g, ceramic=1.0) for g in ("grains", "voxels")]
        ends = zip(values[fine // 2], values[fine], strict=True)
        grains, voxels = (2 * b - a for a, b in ends)
        print(f"packing pressed to {density}: limit {grains:.5f}, that of voxels {voxels:.5f}")
        for n, (of_grains, of_voxels) in values.items():
            errors = (100 * (v / grains - 1) for v in (of_grains, of_voxels))
            print("{:4d} cells per grain: {:6.2f} / {:6.2f} %".format(n, *errors), flush=True)


def contacts() -> None:
    law = parse_distribution("lognormal(d50=1 um, sigma=0.3)")
    pressed = press(pack(law, 200, seed=1), method="uniaxial", relative_density=0.75).pressed
    structure = image_of(pressed, 20)
    print(
        "200 grains, 20 cells per grain: resistance of a contact over that of a grain, steps, CPU s"
    )
    for resistance in (0.0, 0.3, 10.0, 1e3, 1e5, 1e7):
        started = time.process_time()
        result = effective_conductivity(
            structure,
            {"ceramic": 1.0},
            axis="z",
            boundary="periodic",
            interface_resistance=resistance * float(pressed.particles.diameters.mean()),
            flux_tolerance=1e-5,
        )
        spent = time.process_time() - started
        print(f"{resistance:10g} {result.iterations:6d} {spent:8.1f}", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fine", type=int, default=48)
    arrays()
    oblique()
    rims()
    packings(parser.parse_args().fine)
    contacts()
