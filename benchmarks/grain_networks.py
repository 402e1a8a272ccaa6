"""The contact network of an image beside that of the grains it shows, and beside the solver.

Run ``python benchmarks/grain_networks.py [--seed 1]``; two minutes. Slabs between walls, of equal
grains and of many sizes, pressed to three densities, with and without resistance between
grains, are imaged on 10 to 24 voxels per mean diameter. Of each image, as voxels alone: the network
as ``ceralyte image`` states it, over that of the pressed grains themselves, with areas of contact
extrapolated from the image and every second voxel, and as they are counted in it; and the network
over the conductivity of grains cut exactly by the grid. What it printed stands in
``results/grain_networks.txt``.
"""

import argparse
from dataclasses import replace
from itertools import product

import numpy as np

from ceralyte.packing import pack, parse_distribution
from ceralyte.pressing import press
from ceralyte.structure import count_grain_contacts, electrode_areas, measure_necks
from ceralyte.transport import (
    contact_network_conductivity,
    effective_conductivity,
    grain_network_conductivity,
)
from error_bars import image_of

LAWS = {"mono(d=1 um)": 200, "lognormal(d50=1 um, sigma=0.3)": 400}  # particles of each
THICKNESS = 6e-6
DENSITIES = (0.70, 0.80, 0.90)
RESISTANCES = (0.0, 0.3, 3.0)  # between grains, in micrometres over the conductivity
CELLS = (10, 16, 24)
EXACT = 12  # cells of cut grains per mean diameter


def rows_of(law: str, density: float, seed: int) -> list[tuple[float, ...]]:
    """Resistance, voxels per grain, the network from extrapolated and from counted areas over that
    of the pressed grains, and that over the solver.
    """
    bed = pack(parse_distribution(law), LAWS[law], seed=seed, slab_thickness=THICKNESS)
    pressed = press(bed, method="uniaxial", relative_density=density).pressed
    exact = image_of(pressed, EXACT)
    found = []
    for resistance in (1e-6 * r for r in RESISTANCES):
        known = contact_network_conductivity(pressed, 1.0, interface_resistance=resistance).value
        solved = effective_conductivity(
            exact, {"ceramic": 1.0}, interface_resistance=resistance
        ).value
        for cells in CELLS:
            image = replace(image_of(pressed, cells), particles=None, contacts=None)
            networks = (
                grain_network_conductivity(
                    contacts,
                    electrode_areas(image, 2),
                    image.voxel_size * np.array(image.shape),
                    1.0,
                    interface_resistance=resistance,
                ).value
                for contacts in (measure_necks(image).contacts, count_grain_contacts(image))
            )
            found.append((resistance, cells, *(n / known for n in networks), known / solved))
    return found


def main() -> None:
    """Print the range over packings for each resolution and resistance."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    seed = parser.parse_args().seed
    each = product(LAWS, DENSITIES)
    print("over the network of the pressed grains; over the solver by relative density")
    rows = {which: np.array(rows_of(*which, seed)) for which in each}
    every = np.concatenate(list(rows.values()))
    print("resistance um/sigma  voxels per grain  extrapolated areas  counted areas")
    for resistance, cells in product(RESISTANCES, CELLS):
        here = every[(every[:, 0] == 1e-6 * resistance) & (every[:, 1] == cells)]
        (a, b), (c, d) = zip(here[:, 2:4].min(axis=0), here[:, 2:4].max(axis=0), strict=True)
        print(f"{resistance:19g} {cells:17d} {a:11.2f} to {b:4.2f} {c:7.2f} to {d:4.2f}")
    print("resistance um/sigma  relative density  network of the pressed grains over the solver")
    for resistance, density in product(RESISTANCES, DENSITIES):
        of_density = np.concatenate([rows[law, density] for law in LAWS])
        ratios = of_density[of_density[:, 0] == 1e-6 * resistance, 4]
        print(f"{resistance:19g} {density:17.2f} {ratios.min():26.2f} to {ratios.max():.2f}")


if __name__ == "__main__":
    main()
