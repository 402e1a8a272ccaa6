"""How often the stated interval of a conductivity from two resolutions holds the truth.

Run ``python benchmarks/error_bars.py [--workers 2] [--seeds 1,2] [--particles 150]``. Packings of
three widths of size, pressed to five densities, with and without resistance between grains, are
solved at some cells per mean diameter and at half of them; the interval is that of a design: value
+- 1.645 standard deviations, those of `richardson` and `grid_error` together, which should hold the
truth in 90 % of the cases. The truth is the limit of 20 and 40 cells of grains cut exactly by the
grid. The constants of `grid_error` were chosen with seeds 1 and 2: others judge them; that of
single necks comes from ``array_error_bars.py``. What both printed: ``results/error_bars.txt``.
"""

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from ceralyte.model import PressedPacking, Structure
from ceralyte.numerics.statistics import richardson
from ceralyte.packing import pack, parse_distribution
from ceralyte.pressing import press
from ceralyte.transport import effective_conductivity, grid_error

sys.path.insert(0, str(Path(__file__).parents[1] / "docs" / "transport"))
from arrays import image_of

LAWS = ("mono(d=1 um)", "lognormal(d50=1 um, sigma=0.2)", "lognormal(d50=1 um, sigma=0.3)")
DENSITIES = (0.70, 0.75, 0.80, 0.87, 0.94)
RESISTANCES = (0.0, 0.3)  # between grains, in mean diameters over the conductivity
CELLS = (6, 12, 20)  # of the finer grid, per mean diameter; level quick has 6, standard 11
FINE = 40
SIGMAS = 1.645
GEOMETRIES = ("grains", "voxels")


def solved(pressed: PressedPacking, cells: int, geometry: str, resistance: float) -> float:
    """Conductivity over that of the ceramic."""
    length = float(pressed.particles.diameters.mean())
    return effective_conductivity(
        image_of(pressed, cells),
        {"ceramic": 1.0},
        boundary="periodic",
        geometry=geometry,
        interface_resistance=resistance * length,
    ).value


def stated(coarse: float, fine: float, structure: Structure, geometry: str) -> tuple[float, float]:
    """Value and standard deviation from two resolutions of a structure, the finer one."""
    value, step = richardson(coarse, fine, ratio=2.0)
    return value, float(np.hypot(step, value * grid_error(structure, geometry)))


def case(
    law: str, density: float, seed: int, particles: int
) -> list[tuple[str, int, float, float]]:
    """Geometry, cells, error over truth and error over std, of one packing."""
    bed = pack(parse_distribution(law), particles, seed=seed)
    pressed = press(bed, method="uniaxial", relative_density=density).pressed
    found = []
    for resistance in RESISTANCES:
        half, whole = (solved(pressed, n, "grains", resistance) for n in (FINE // 2, FINE))
        truth = 2 * whole - half
        for geometry, cells in product(GEOMETRIES, CELLS):
            pair = [solved(pressed, n, geometry, resistance) for n in (cells // 2, cells)]
            value, std = stated(*pair, image_of(pressed, cells), geometry)
            found.append((geometry, cells, value / truth - 1, (value - truth) / std))
    return found


def main() -> None:
    """Print the share of intervals that hold the truth."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seeds", default="1,2")
    parser.add_argument("--particles", type=int, default=150)
    parser.add_argument("--densities", type=float, nargs="+", default=DENSITIES)
    parser.add_argument("--rows", type=Path, help="file for every case, CSV")
    options = parser.parse_args()
    with ProcessPoolExecutor(options.workers, mp_context=get_context("spawn")) as pool:
        each = product(
            LAWS, options.densities, map(int, options.seeds.split(",")), [options.particles]
        )
        jobs = [pool.submit(case, *which) for which in each]
        rows = [row for job in jobs for row in job.result()]
    if options.rows is not None:
        lines = (",".join(map(str, row)) for row in rows)
        options.rows.write_text("\n".join(["geometry,cells,error,error_over_std", *lines, ""]))
    print("geometry  cells  cases  interval holds  median |error|  largest  median |error| / std")
    for geometry, cells in product(GEOMETRIES, CELLS):
        here = np.array([row[2:] for row in rows if row[:2] == (geometry, cells)])
        error, over = np.abs(here).T
        print(
            f"{geometry:9} {cells:5d} {len(here):6d} {np.mean(over <= SIGMAS):14.0%} "
            f"{np.median(error):15.1%} {error.max():8.1%} {np.median(over):22.2f}"
        )


if __name__ == "__main__":
    main()
