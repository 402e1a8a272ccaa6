"""Particle size distributions; how to sample them is the packing stage's business."""

from typing import Literal

from pydantic import Field

from ceralyte.core.quantities import Record

Basis = Literal["volume", "number"]
"""What a share counts: the volume (or mass) of particles, or their number."""


class Mono(Record):
    """Particles of one `diameter`, m."""

    kind: Literal["mono"] = "mono"
    diameter: float = Field(gt=0)


class Lognormal(Record):
    """Logarithms of diameters spread normally: median `d50` (m), `sigma` of ln d [-].

    `basis` says whether `d50` is the median by volume or by number.
    """

    kind: Literal["lognormal"] = "lognormal"
    d50: float = Field(gt=0)
    sigma: float = Field(gt=0, le=3)
    basis: Basis = "volume"


class Tabulated(Record):
    """A measured distribution: cumulative share `undersize` [0..1] below each of `diameters`.

    `diameters` (m) rise strictly; `undersize` never falls, starts at 0 and ends at 1. Between
    two points the share is spread evenly in ln d. `source` names the file and `unit` the unit
    of the diameters in it.
    """

    kind: Literal["tabulated"] = "tabulated"
    diameters: tuple[float, ...]
    undersize: tuple[float, ...]
    basis: Basis
    source: str = ""
    unit: str = "um"


class Mixture(Record):
    """Several powders blended: `shares` by volume (they add to 1) of `components`."""

    kind: Literal["mixture"] = "mixture"
    shares: tuple[float, ...]
    components: tuple["Mono | Lognormal | Tabulated", ...]


SizeDistribution = Mono | Lognormal | Tabulated | Mixture
