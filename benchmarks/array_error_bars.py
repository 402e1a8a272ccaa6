"""How often the stated interval holds the truth of regular arrays, whose contacts lie alike.

Run ``python benchmarks/array_error_bars.py``; four minutes. Cubic arrays of overlapping spheres at
twelve places of the grid moved alike along all axes and twelve moved at random, on 12 to 32 cells
per sphere and half of them, as cut grains and as voxels alone; the interval is that of
``error_bars.py``, the truth that of finite elements (``peers/skfem_necks.py``). First the error of
one grid times a power of the cells in the radius of a neck, by those: `OF_ONE_NECK` of `grid_error`
is root of 3 times its root mean square over the chosen arrays, moved alike. The others judge it,
and insulating arrays, against published values. Beside it stand the intervals without any error of
necks. What it printed stands in ``results/error_bars.txt``.
"""

from itertools import pairwise, product
from typing import NamedTuple

import numpy as np

from ceralyte.core.errors import UnavailableError
from ceralyte.transport.grid_error import OF_GRAINS, OF_ONE_NECK, OF_VOXELS
from error_bars import SIGMAS, stated
from geometry import FINITE_ELEMENTS, neck_radius, radius_of, solve, unit_cell

CHOSEN = tuple(product(("SC", "FCC"), (0.15, 0.25)))
CELLS = (12, 16, 20, 25, 32)
BANDS = (0.8, 1.3, 1.8, 2.3, 2.9, 3.6, 5.0)  # of the neck's radius, cells
INSULATING = {  # by lattice and fraction: Rayleigh multipole values, see docs/transport
    ("SC", 0.3): 0.6056612,
    ("SC", 0.45): 0.4327176,
    ("SC", 0.5): 0.3737348,
    ("BCC", 0.5): 0.3957568,
    ("BCC", 0.6): 0.2975128,
    ("BCC", 0.65): 0.2484188,
    ("SC", 0.5235987): 0.34374,
    ("BCC", 0.6801747): 0.21715,
}
PLACES = 12
HEAD = (
    "                          holds        without neck    error  extrapolated   half width,\n"
    "arrays     cells  cases   alike random  alike random  of one  median largest     without"
)


class Case(NamedTuple):
    """One array at one place; errors are relative to the truth."""

    cells: int
    alike: bool
    neck: float  # radius in cells
    fine: float  # error of the finer grid
    error: float  # extrapolated
    step: float  # standard deviation that two resolutions tell
    std: float  # with what they do not tell

    def holds(self, std: float) -> bool:
        """Whether an interval of so many standard deviations as a design's holds the truth."""
        return abs(self.error) <= SIGMAS * std


def cases(
    lattice: str,
    radius: float,
    truth: float,
    neck: float,
    rng: np.random.Generator,
    geometry: str,
    **values: float,
) -> list[Case]:
    """All places and grids of an array."""
    found = []
    for cells, alike in product(CELLS, (True, False)):
        n = 2 * round(cells / (4 * radius))
        for _ in range(PLACES):
            shift = 2 * (np.full(3, rng.uniform()) if alike else rng.uniform(size=3))
            array = unit_cell(lattice, radius, n, shift)
            coarser = unit_cell(lattice, radius, n // 2, shift / 2)
            try:
                coarse, fine = (solve(a, geometry, **values) for a in (coarser, array))
            except UnavailableError:  # no path on so few voxels: that has no interval
                continue
            value, std = stated(coarse, fine, array, geometry)
            relative = np.array([abs(value - fine), std]) / truth
            errors = fine / truth - 1, value / truth - 1, *relative
            found.append(Case(cells, alike, neck * radius * n, *errors))
    return found


def show_necks(found: list[Case], power: float) -> None:
    """Root mean square of the error of one grid, scaled, by the radius of the necks."""
    for words, alike in (("alike", True), ("at random", False)):
        here = [c for c in found if c.alike is alike]
        scaled = np.array([c.fine * c.neck**power for c in here])
        neck = np.array([c.neck for c in here])
        bands = (scaled[(neck >= low) & (neck < high)] for low, high in pairwise(BANDS))
        by_band = " ".join(f"{rms(band):.3f}" for band in bands)
        print(f"{words:9} {by_band}; all {rms(scaled):.4f}")


def rms(values: np.ndarray) -> float:
    return float(np.sqrt(np.mean(values**2)))


def without_necks(case: Case, geometry: str) -> float:
    """Standard deviation without what necks add."""
    rest = OF_GRAINS if geometry == "grains" else OF_VOXELS / case.cells**2
    return float(np.hypot(case.step, rest))


def show(words: str, found: list[Case], geometry: str) -> None:
    """A line for each grid, and one for all."""
    for cells in (*CELLS, "all"):
        here = [c for c in found if cells in (c.cells, "all")]
        alike = np.array([c.alike for c in here])
        without = [without_necks(c, geometry) for c in here]
        held = np.array([c.holds(c.std) for c in here])
        before = np.array([c.holds(std) for c, std in zip(here, without, strict=True)])
        fine, error, std = np.abs([(c.fine, c.error, c.std) for c in here]).T
        widths = (SIGMAS * np.median(s) for s in (std, without))
        print(
            f"{words:10} {cells!s:>5} {len(here):6d} {held[alike].mean():7.0%} "
            f"{held[~alike].mean():6.0%} {before[alike].mean():6.0%} {before[~alike].mean():6.0%} "
            f"{fine.max():7.1%} {np.median(error):7.1%} {error.max():7.1%}  "
            + " ".join(f"{w:6.1%}" for w in widths),
            flush=True,
        )


def main() -> None:
    """Print the tables of both geometries."""
    for geometry in ("grains", "voxels"):
        rng = np.random.default_rng(7)
        groups: dict[str, list[Case]] = {"chosen": [], "judged": [], "insulating": []}
        for (lattice, neck), truth in FINITE_ELEMENTS.items():
            group = "chosen" if (lattice, neck) in CHOSEN else "judged"
            radius = neck_radius(neck, lattice)
            groups[group] += cases(lattice, radius, truth, neck, rng, geometry, ceramic=1.0)
        for (lattice, fraction), truth in INSULATING.items():
            radius, values = radius_of(lattice, fraction), {"ceramic": 0.0, "pore": 1.0}
            groups["insulating"] += cases(lattice, radius, truth, 0.0, rng, geometry, **values)
        power = OF_ONE_NECK[geometry][1]
        print(f"{geometry}: rms of error x (cells in the radius of a neck)^{power}, by {BANDS}")
        show_necks(groups["chosen"], power)
        print(HEAD)
        for words, found in groups.items():
            show(words, found, geometry)


if __name__ == "__main__":
    main()
