"""How many voxels a neck needs, and whether the interval of ``ceralyte image`` holds the truth.

Run ``python benchmarks/necks.py [--seed 4]``; two minutes. Packings of two widths of size, pressed
to five densities, with and without resistance between grains, are imaged on 8 to 24 voxels per mean
diameter. Of each image, as voxels alone: the median neck that `measure_necks` finds beside that of
the pressed grains; the error of its conductivity as it is and extrapolated from it and every second
voxel; and whether intervals of 1.645 standard deviations hold the truth: about the image as it is,
of the change to every second voxel; about the extrapolated value, of the same; and of that with
`grid_error`, as ``ceralyte image`` states it. The truth is the limit of 10 and 20 cells of grains
cut exactly by the grid. What it printed stands in ``results/necks.txt``.
"""

import argparse
from dataclasses import replace
from itertools import pairwise, product

import numpy as np

from ceralyte.model import Structure
from ceralyte.numerics.statistics import richardson
from ceralyte.packing import pack, parse_distribution
from ceralyte.pressing import press
from ceralyte.structure import coarsened, measure_necks
from ceralyte.transport import effective_conductivity, grid_error
from error_bars import DENSITIES, RESISTANCES, SIGMAS, image_of, solved

LAWS = {"mono(d=1 um)": 50, "lognormal(d50=1 um, sigma=0.2)": 100}  # particles of each
CELLS = (8, 12, 16, 24)
TRUTH = (10, 20)
BANDS = (0, 3, 4, 5, 6, 8, np.inf)


def rows_of(law: str, density: float, seed: int) -> list[tuple[float, ...]]:
    """Resistance, true and found voxels per neck, errors as imaged and extrapolated, and how many
    standard deviations each of the three intervals is off.
    """
    bed = pack(parse_distribution(law), LAWS[law], seed=seed)
    pressed = press(bed, method="uniaxial", relative_density=density).pressed
    areas = pressed.contact_areas[pressed.contact_areas > 0]
    length = float(pressed.particles.diameters.mean())
    found = []
    exact = {
        r: richardson(*(solved(pressed, n, "grains", r) for n in TRUTH), ratio=2.0)[0]
        for r in RESISTANCES
    }
    for resistance, cells in product(RESISTANCES, CELLS):
        truth = exact[resistance]
        image = replace(image_of(pressed, cells), particles=None, contacts=None)
        neck = 2 * float(np.sqrt(np.median(areas) / np.pi)) / image.voxel_size
        shown = float(np.median(measure_necks(image).voxels))
        coarse, fine = (conductivity(i, resistance * length) for i in (coarsened(image), image))
        value, step = richardson(coarse, fine, ratio=2.0)
        radii = measure_necks(image).voxels / 2 * image.voxel_size
        unseen = grid_error(image, "voxels", diameter=length, necks=radii)
        std = np.hypot(step, value * unseen)
        off = ((fine - truth) / step, (value - truth) / step, (value - truth) / std)
        found.append((resistance, neck, shown, fine / truth - 1, value / truth - 1, *off))
    return found


def conductivity(image: Structure, resistance: float) -> float:
    """Of the voxels, over that of the ceramic."""
    return effective_conductivity(
        image, {"ceramic": 1.0}, boundary="periodic", interface_resistance=resistance
    ).value


def show(rows: np.ndarray) -> None:
    """Print a table by the voxels per neck that the image shows, and how many intervals hold."""
    print("boundaries  voxels per neck  cases  shown / true  |error| imaged, largest  extrapolated")
    for resistance, (low, high) in product(RESISTANCES, pairwise(BANDS)):
        here = rows[(rows[:, 0] == resistance) & (rows[:, 2] >= low) & (rows[:, 2] < high)]
        if len(here):
            _, neck, shown, fine, value, *_ = np.abs(here).T
            print(
                f"{'resist' if resistance else 'none':10} {low:7g} to {high:<5g} {len(here):7d} "
                f"{np.median(shown / neck):13.2f} {np.median(fine):17.1%} {fine.max():10.1%} "
                f"{np.median(value):11.1%} {value.max():6.1%}"
            )
    holds = np.mean(np.abs(rows[:, 5:]) <= SIGMAS, axis=0)
    for words, share in zip(
        ("as imaged, +- the step", "extrapolated, the step", "extrapolated, with grid_error"),
        holds,
        strict=True,
    ):
        print(f"interval holds the truth of {len(rows)} cases: {share:.0%} ({words})")


def main() -> None:
    """Solve all packings."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=4)
    seed = parser.parse_args().seed
    show(np.array([row for which in product(LAWS, DENSITIES) for row in rows_of(*which, seed)]))


if __name__ == "__main__":
    main()
