"""Which range of a size distribution a finite number of particles can represent."""

from collections.abc import Callable
from math import ceil

import numpy as np

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Record
from ceralyte.core.units import LENGTH, show
from ceralyte.model import Mixture, Mono, SizeDistribution
from ceralyte.model.distribution import Basis, CutOff
from ceralyte.packing.laws import Floats, basis_of, volume_moment_above
from ceralyte.packing.moments import as_discs, moment, quantile

N_MIN, N_MAX = 10, 1_000_000
LARGEST_SHARE = {3: 0.02, 2: 0.09}  # of the solid in one particle: the box is over 3 of it wide
WIDEST_COARSE_CUT, WIDEST_FINE_CUT = 0.2, 0.1  # of the volume; more, and it packs otherwise
CUTS_TO_OFFER = (0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35)  # from each end
FINEST_NUMBER, COARSEST_VOLUME = 1e-3, 1e-3
FINEST_VOLUME = 0.01  # where the finest by number are too fine to count
FINEST_RATIO = 1e-3
_CONTENT: dict[int, Basis] = {3: "volume", 2: "area"}


class SizeWindow(Record):
    """The range of diameters that a finite box represents.

    The volume above `upper` (m) is represented by particles of that diameter, the volume below
    `lower` by particles of that one, so no volume is lost. `volume_above` and `volume_below` are
    those shares [0..1]. Quantiles by volume between them are those of the distribution. In two
    dimensions, the area of discs stands for volume.
    """

    lower: float
    upper: float
    volume_below: float
    volume_above: float


def size_window(
    distribution: SizeDistribution, n_particles: int, *, dimension: int = 3
) -> SizeWindow:
    """Choose the range of diameters that `n_particles` can represent.

    From the 0.1 % finest by number to the 0.1 % coarsest by volume if the largest particle then
    has at most 2 % of the solid volume (discs: 9 % of the area), which makes the box more than
    three of it wide. If not, the coarse end is cut first, by at most 20 % of the volume, then the
    fine end, by at most 10 %. Where the particles have no finite number, or the 0.1 % finest by
    number are over 1000 times smaller than those by volume, it starts at the 1 % finest by
    volume. `Mono` particles are never cut off.

    Raises
    ------
    InputError
        `n_particles` is out of range, or too small for so wide a distribution; says how many
        are needed, and which cut-offs so few can represent. Or a law without finite area.
    """
    if not isinstance(n_particles, int | np.integer) or not N_MIN <= n_particles <= N_MAX:
        allowed = f"{N_MIN} to {N_MAX} particles, a whole number"
        raise InputError("n_particles", f"got {n_particles!r} particles", allowed)
    law = in_dimension(distribution, dimension)
    moment(law, -1.0)
    low, high, share = _ends(law, n_particles, dimension)
    if share > LARGEST_SHARE[dimension]:
        needed = fewest_particles(distribution, dimension=dimension)
        sizes = " to ".join(dict.fromkeys((show(low, LENGTH), show(high, LENGTH))))
        remedy = _remedy(distribution, n_particles, dimension)
        more = f"at least {needed} particles, or {remedy}"
        too_many = f"{remedy} ({needed:.2g} particles would be needed, above {N_MAX})"
        raise InputError(
            "n_particles",
            f"{n_particles} particles are too few for {sizes}: the largest alone would be "
            f"{100 * share:.3g} % of the solid, above {100 * LARGEST_SHARE[dimension]:.3g} %",
            more if needed <= N_MAX else too_many,
        )
    ends = _content_above(law, 0.0, np.array([low * (1 - 1e-12), high]), dimension)
    return SizeWindow(
        lower=low, upper=high, volume_below=float(1 - ends[0]), volume_above=float(ends[1])
    )


def fewest_particles(distribution: SizeDistribution, *, dimension: int = 3) -> int:
    """Return the fewest particles that `size_window` lets represent a distribution.

    Examples
    --------
    >>> from ceralyte.model import Mono
    >>> fewest_particles(Mono(diameter=3e-6))
    50
    """
    share = _ends(in_dimension(distribution, dimension), 1, dimension)[2]
    return max(N_MIN, ceil(share / LARGEST_SHARE[dimension]))


def in_dimension(distribution: SizeDistribution, dimension: int) -> SizeDistribution:
    """Return the distribution whose numbers hold in a dimension: see `as_discs`."""
    if dimension not in _CONTENT:
        raise InputError("dimension", f"got {dimension!r}", "3, or 2 for discs")
    return distribution if dimension == 3 else as_discs(distribution)


def single_sizes(distribution: SizeDistribution) -> list[float]:
    """Return the diameters (m) of the `Mono` particles in a distribution, rising."""
    parts = distribution.components if isinstance(distribution, Mixture) else (distribution,)
    return sorted(p.diameter for p in parts if isinstance(p, Mono))


def _remedy(distribution: SizeDistribution, n_particles: int, dimension: int) -> str:
    """Say what would help so few particles: cut-offs that fit, if there are any."""
    narrower = "a narrower distribution"
    if not isinstance(distribution, CutOff):
        return narrower
    for share in CUTS_TO_OFFER:
        ends = quantile(distribution, (share, 1 - share), basis_of(distribution))
        low, high = (float(f"{d:.2g}") for d in ends)
        if low >= high:
            break
        cut = distribution.model_copy(update={"dmin": low, "dmax": high})
        solid = number_in(in_dimension(cut, dimension), low, high, dimension) * high**dimension
        if solid <= n_particles * LARGEST_SHARE[dimension]:
            return f"cut-offs such as dmin={show(low, LENGTH)}, dmax={show(high, LENGTH)}"
    return narrower


def number_up_to(law: SizeDistribution, lower: float, diameters: Floats, dimension: int) -> Floats:
    """Return how many particles are no larger than `diameters`, all that is finer at `lower`.

    Per solid volume (up to pi/6), m^-3; in two dimensions per solid area (up to pi/4), m^-2.
    """
    at_lower = np.array([lower])
    finer = 1 - _content_above(law, 0.0, at_lower, dimension)
    coarser = _content_above(law, -dimension, at_lower, dimension)
    above = _content_above(law, -dimension, diameters, dimension)
    return finer / lower**dimension + coarser - above


def number_in(law: SizeDistribution, lower: float, upper: float, dimension: int) -> float:
    """Return the number of particles per solid volume or area within a window."""
    at_upper = np.array([upper])
    beyond = float(_content_above(law, 0.0, at_upper, dimension)[0])
    inside = float(number_up_to(law, lower, at_upper, dimension)[0])
    return inside + beyond / upper**dimension


def _ends(law: SizeDistribution, n_particles: int, dimension: int) -> tuple[float, float, float]:
    """Return the ends of the window and the share of the solid in its largest particle.

    If that share is too large for `n_particles`, the ends are those of the narrowest window.
    """
    basis, largest, singles = _CONTENT[dimension], LARGEST_SHARE[dimension], single_sizes(law)

    def share(lower: float, upper: float) -> float:
        return upper**dimension * number_in(law, lower, upper, dimension) / n_particles

    fine = float(quantile(law, WIDEST_FINE_CUT, basis))
    coarse = float(quantile(law, 1 - WIDEST_COARSE_CUT, basis))
    low = min(_finest(law, basis), *singles, np.inf)
    high = max(float(quantile(law, 1 - COARSEST_VOLUME, basis)), *singles, 0.0)
    if share(low, high) > largest:
        least = max(coarse, *singles, 0.0)
        high = _bisect(lambda d: share(low, d) <= largest, good=least, bad=high)
    if share(low, high) > largest:
        most = min(fine, high, *singles)
        if share(most, high) > largest:
            return most, high, share(most, high)
        low = _bisect(lambda d: share(d, high) <= largest, good=most, bad=low)
    return low, high, share(low, high)


def _finest(law: SizeDistribution, basis: Basis) -> float:
    """Return where the fine end starts: by number, if that is finite and not absurdly fine."""
    if np.isfinite(volume_moment_above(law, -3.0, np.zeros(1))[0]):
        by_number = float(quantile(law, FINEST_NUMBER, "number"))
        if by_number > FINEST_RATIO * float(quantile(law, FINEST_NUMBER, basis)):
            return by_number
    return float(quantile(law, FINEST_VOLUME, basis))


def _content_above(law: SizeDistribution, power: float, above: Floats, dimension: int) -> Floats:
    """Return the mean of d^power above some diameters, weighted by volume or, in 2D, by area."""
    if dimension == 3:
        return volume_moment_above(law, power, above)
    return volume_moment_above(law, power - 1.0, above) / moment(law, -1.0)


def _bisect(fits: Callable[[float], bool], good: float, bad: float) -> float:
    """Return the diameter nearest to `bad` that still fits, to 1 in 10^6."""
    while abs(bad / good - 1) > 1e-6:
        middle = (good * bad) ** 0.5
        good, bad = (middle, bad) if fits(middle) else (good, middle)
    return good
