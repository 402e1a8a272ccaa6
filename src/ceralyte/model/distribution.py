"""Particle size distributions; how to sample them is the packing stage's business."""

from itertools import pairwise
from math import isfinite
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, ValidationInfo, model_validator

from ceralyte.core.errors import InputError
from ceralyte.core.stated import Stated

Basis = Literal["volume", "area", "number"]
"""What a share counts: the volume (or mass) of particles, their surface area, or their number."""

_EACH = "one for each"

ROUNDING = 1e-6
"""By which the shares of a mixture may miss 1."""


def _is_length(value: float, info: ValidationInfo) -> float:
    if not (isfinite(value) and value > 0):
        raise InputError(str(info.field_name), f"got {value:g} m", "a finite length above 0, in m")
    return value


Diameter = Annotated[float, AfterValidator(_is_length)]


class CutOff(Stated):
    """A law cut off: no particle is finer than `dmin` or coarser than `dmax`, m, where given.

    The other parameters are those of the law before the cut.
    """

    dmin: Diameter | None = None
    dmax: Diameter | None = None

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        if self.dmin is not None and self.dmax is not None and self.dmin >= self.dmax:
            told = f"got {self.dmin:g} m and {self.dmax:g} m"
            raise InputError("dmin, dmax", told, "dmin below dmax")
        return self


class Mono(Stated):
    """Particles of one `diameter`, m."""

    kind: Literal["mono"] = "mono"
    diameter: Diameter


class Lognormal(CutOff):
    """Logarithms of diameters spread normally: median `d50` (m), `sigma` of ln d [-].

    `basis` says by which share `d50` is the median.
    """

    kind: Literal["lognormal"] = "lognormal"
    d50: Diameter
    sigma: float = Field(gt=0, le=3)
    basis: Basis = "volume"


class Weibull(CutOff):
    """The share 1 - exp(-(d / d63)^shape) lies below d; by volume, that of Rosin and Rammler.

    63.2 % lie below `d63` (m). The larger the `shape` [-], the narrower: equal particles in the
    end. By volume, an uncut law has no finite number of particles for a shape of 3 or less, and
    no finite area for one of 1 or less: state `dmin`.
    """

    kind: Literal["weibull"] = "weibull"
    d63: Diameter
    shape: float = Field(ge=0.3, le=100)
    basis: Basis = "volume"


class Gaussian(CutOff):
    """Diameters spread normally about `mean` (m) with the standard deviation `std` (m).

    Always cut off, as no diameter is negative: unless stated, `dmin` is `mean` - 3 `std` or a
    tenth of `mean`, whichever is larger, and `dmax` is `mean` + 3 `std`.
    """

    kind: Literal["gaussian"] = "gaussian"
    mean: Diameter
    std: Diameter
    basis: Basis = "volume"

    @model_validator(mode="after")
    def _is_no_wider_than_its_mean(self) -> Self:
        if self.std > self.mean:
            told = f"got {self.std:g} m of a mean of {self.mean:g} m"
            raise InputError("std", told, "up to the mean")
        return self


class PowerLaw(CutOff):
    """Number of particles per diameter ~ d^-`exponent` between `dmin` and `dmax`, m."""

    kind: Literal["powerlaw"] = "powerlaw"
    dmin: Diameter
    dmax: Diameter
    exponent: float = Field(ge=-10, le=10)


class Tabulated(Stated):
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

    @model_validator(mode="after")
    def _rises(self) -> Self:
        d, shares = self.diameters, self.undersize
        if len(d) != len(shares):
            raise InputError("undersize", f"{len(shares)} shares for {len(d)} diameters", _EACH)
        if not (d and d[0] > 0 and isfinite(d[-1]) and all(a < b for a, b in pairwise(d))):
            raise InputError("diameters", f"got {d} m", "finite ones above 0 that rise strictly")
        if not (shares[0] == 0 and shares[-1] == 1 and all(a <= b for a, b in pairwise(shares))):
            raise InputError("undersize", f"got {shares}", "shares that rise from 0 to 1")
        return self


Powder = Mono | Lognormal | Weibull | Gaussian | PowerLaw | Tabulated
"""What a mixture is made of."""


class Mixture(Stated):
    """Several powders blended: `shares` by volume (they add to 1) of `components`."""

    kind: Literal["mixture"] = "mixture"
    shares: tuple[float, ...]
    components: tuple[Annotated[Powder, Field(discriminator="kind")], ...]

    @model_validator(mode="after")
    def _is_a_whole(self) -> Self:
        if len(self.shares) != len(self.components):
            told = f"{len(self.shares)} shares for {len(self.components)} powders"
            raise InputError("shares", told, _EACH)
        if not (all(s > 0 for s in self.shares) and abs(sum(self.shares) - 1) <= ROUNDING):
            raise InputError("shares", f"got {self.shares}", "each above 0, adding to 1")
        return self


SizeDistribution = Powder | Mixture
