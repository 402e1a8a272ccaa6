"""Published numbers beside what ceralyte gives: the page and the tests read the same rows."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import power_laws
import slabs
from ceralyte.core.units import LENGTH, parse
from ceralyte.model import SizeDistribution
from ceralyte.packing import (
    desmond_weeks,
    farr_groot,
    from_particles,
    parse_distribution,
    santos,
)
from samples import Sample, Wanted, mean, scatter

FILE = Path(__file__).with_name("reference.csv")
_PACKED = ("packing_fraction", "coordination_number", "rattler_fraction")

Samples = dict[Wanted, list[Sample]]


@dataclass(frozen=True)
class Row:
    """A line of reference.csv, as text; `within` is the largest difference the tests accept."""

    quantity: str
    condition: str
    value: str
    uncertainty: str
    source: str
    confidence: str
    measure: str
    powder: str
    particles: str
    slab: str
    friction: str
    dimension: str
    within: str
    remark: str

    def wanted(self) -> list[Wanted]:
        """Return the packings that the row needs."""
        if self.measure == "wall_loss":
            return list(slabs.wanted(self.powder).values())
        if self.measure == "gain_of_discs":
            return [power_laws.EQUAL_DISCS, power_laws.wanted_discs()[float(self.powder)]]
        return [self._packed()] if self.measure in _PACKED else []

    def ours(self, samples: Samples) -> tuple[float, float | None]:
        """Return our value, and its standard deviation over seeds where there are any."""
        if self.measure in _PACKED:
            found = samples[self._packed()]
            return mean(found, self.measure)[0], scatter(found, self.measure)
        if self.measure == "wall_loss":
            return slabs.wall_loss(samples, self.powder)
        if self.measure == "gain_of_discs":
            equal, power = (mean(samples[w], "packing_fraction") for w in self.wanted())
            return power[0] - equal[0], None
        if self.measure == "fcc":
            return _fcc(), None
        return _FORMULAS[self.measure](parse_distribution(self.powder)), None

    def _packed(self) -> Wanted:
        return Wanted(
            self.powder,
            int(self.particles),
            dimension=int(self.dimension or 3),
            slab=parse(self.slab, LENGTH, "slab") if self.slab else None,
            friction=float(self.friction or 0),
        )


def read_rows() -> list[Row]:
    """Return the rows of reference.csv."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return [Row(**line) for line in csv.DictReader(file)]


def _fcc() -> float:
    """Return the packing fraction of 4 x 4 x 4 cells of an fcc crystal."""
    grid = np.stack(np.meshgrid(*[np.arange(4)] * 3, indexing="ij"), axis=-1).reshape(-1, 3)
    cell = np.array([[0, 0, 0], [0.5, 0.5, 0], [0.5, 0, 0.5], [0, 0.5, 0.5]])
    places = (grid[:, None] + cell[None]).reshape(-1, 3) * 2**0.5
    return from_particles(places, np.ones(len(places)), [4 * 2**0.5] * 3).packing_fraction


def _below_furnas(powder: SizeDistribution) -> float:
    single = farr_groot(parse_distribution("mono(d=1 um)")).value
    return farr_groot(powder).value - (1 - (1 - single) ** 2)


_FORMULAS: dict[str, Callable[[SizeDistribution], float]] = {
    "estimate": lambda powder: farr_groot(powder).value,
    "desmond_weeks": lambda powder: desmond_weeks(powder).value,
    "santos": lambda powder: santos(powder).value,
    "below_furnas": _below_furnas,
}
