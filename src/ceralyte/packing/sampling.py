"""A finite number of diameters that stands for a size distribution."""

from collections.abc import Callable
from math import ceil

import numpy as np

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Record
from ceralyte.core.units import LENGTH, show
from ceralyte.model import SizeDistribution
from ceralyte.packing.moments import (
    Floats,
    invert,
    number_quantile,
    volume_moment_above,
    volume_quantile,
)

N_MIN, N_MAX = 100, 100_000
LARGEST_SHARE = 0.02  # of the solid volume in one particle: the box is then over 3 of it wide
WIDEST_CUT = 0.2  # of the volume, at either end
FINEST_NUMBER, COARSEST_VOLUME = 1e-3, 1e-3
FEWEST_LARGE = 30


class SizeWindow(Record):
    """The range of diameters that a finite box represents.

    The volume above `upper` (m) is represented by particles of that diameter, the volume below
    `lower` by particles of that one, so no volume is lost. `volume_above` and `volume_below` are
    those shares [0..1]. Quantiles by volume between them are those of the distribution.
    """

    lower: float
    upper: float
    volume_below: float
    volume_above: float


def size_window(distribution: SizeDistribution, n_particles: int) -> SizeWindow:
    """Choose the range of diameters that `n_particles` can represent.

    From the 0.1 % finest by number to the 0.1 % coarsest by volume if the largest particle then
    has at most 2 % of the solid volume, which makes the box more than three of it wide. If not,
    the coarse end is cut first, then the fine end, each by at most 20 % of the volume.

    Raises
    ------
    InputError
        The distribution is so wide that more particles are needed; says how many.
    """
    low = float(number_quantile(distribution, FINEST_NUMBER))
    high = float(volume_quantile(distribution, 1 - COARSEST_VOLUME))

    def share(lower: float, upper: float) -> float:
        """Volume of the largest particle over that of all of them."""
        return upper**3 * _number_per_volume(distribution, lower, upper) / n_particles

    if share(low, high) > LARGEST_SHARE:
        least = float(volume_quantile(distribution, 1 - WIDEST_CUT))
        high = _bisect(lambda d: share(low, d) <= LARGEST_SHARE, good=least, bad=high)
    if share(low, high) > LARGEST_SHARE:
        most = min(float(volume_quantile(distribution, WIDEST_CUT)), high)
        if (lowest_share := share(most, high)) > LARGEST_SHARE:
            needed = ceil(n_particles * lowest_share / LARGEST_SHARE)
            raise InputError(
                "n_particles",
                f"{n_particles} particles are too few for a distribution from "
                f"{show(most, LENGTH)} (d20) to {show(high, LENGTH)} (d80 by volume): the largest "
                f"would fill {100 * lowest_share:.3g} % of the solid volume and the box would be "
                "less than three of them wide",
                f"at least {needed} particles (--particles), or a narrower distribution",
            )
        low = _bisect(lambda d: share(d, high) <= LARGEST_SHARE, good=most, bad=low)
    ends = volume_moment_above(distribution, 0.0, np.array([low * (1 - 1e-12), high]))
    return SizeWindow(
        lower=low, upper=high, volume_below=float(1 - ends[0]), volume_above=float(ends[1])
    )


def sample_diameters(
    distribution: SizeDistribution, n_particles: int, rng: np.random.Generator
) -> Floats:
    """Return diameters that represent a distribution as well as `n_particles` can.

    The diameters are those at the middles of `n_particles` equal shares by number of the
    distribution within its `size_window`; `rng` only shuffles them. Two calls give the same
    sizes, whatever the seed: seeds differ in where the particles lie.

    Parameters
    ----------
    distribution : SizeDistribution
    n_particles : int
        100 to 100,000.
    rng : numpy.random.Generator

    Returns
    -------
    ndarray (n_particles,), m

    Raises
    ------
    InputError
        `n_particles` is out of range, or too small for so wide a distribution.
    """
    if not N_MIN <= n_particles <= N_MAX:
        raise InputError(
            "n_particles", f"got {n_particles} particles", f"{N_MIN} to {N_MAX} particles"
        )
    window = size_window(distribution, n_particles)
    total = _number_per_volume(distribution, window.lower, window.upper)

    def number_below(diameters: Floats) -> Floats:
        inside = _number_up_to(distribution, window.lower, diameters) / total
        return np.where(diameters < window.upper, inside, 1.0)

    middles = (np.arange(n_particles) + 0.5) / n_particles
    return rng.permutation(invert(number_below, middles, window.lower, window.upper))


def sampling_note(distribution: SizeDistribution, n_particles: int) -> str:
    """Say in one or two sentences what a box of `n_particles` misses; "" if nothing."""
    window = size_window(distribution, n_particles)
    diameters = np.sort(sample_diameters(distribution, n_particles, np.random.default_rng(0)))
    notes = []
    for share, end, cut in (
        (window.volume_above, "above", window.upper),
        (window.volume_below, "below", window.lower),
    ):
        if share > 2 * COARSEST_VOLUME:
            notes.append(
                f"the {100 * share:.2g} % of the volume {end} {show(cut, LENGTH)} is represented "
                "by particles of that diameter"
            )
    volume = np.cumsum(diameters**3)
    large = int(np.sum(diameters >= diameters[np.searchsorted(volume, 0.9 * volume[-1])]))
    if large < FEWEST_LARGE:
        notes.append(
            f"only {large} particles carry the coarsest 10 % of the volume "
            f"(at least {FEWEST_LARGE} are wanted): results scatter between seeds"
        )
    return "; ".join(notes)


def _number_per_volume(distribution: SizeDistribution, lower: float, upper: float) -> float:
    """Return the number of particles per solid volume (up to pi/6) within a window, m^-3."""
    beyond = float(volume_moment_above(distribution, 0.0, np.array([upper]))[0])
    inside = float(_number_up_to(distribution, lower, np.array([upper]))[0])
    return inside + beyond / upper**3


def _number_up_to(distribution: SizeDistribution, lower: float, diameters: Floats) -> Floats:
    """Return how many of them are no larger than `diameters`, all that is finer at `lower`."""
    at_lower = np.array([lower])
    finer = 1 - volume_moment_above(distribution, 0.0, at_lower)
    coarser = volume_moment_above(distribution, -3.0, at_lower)
    return finer / lower**3 + coarser - volume_moment_above(distribution, -3.0, diameters)


def _bisect(fits: Callable[[float], bool], good: float, bad: float) -> float:
    """Return the diameter nearest to `bad` that still fits, to 1 in 10^6."""
    while abs(bad / good - 1) > 1e-6:
        middle = (good * bad) ** 0.5
        good, bad = (middle, bad) if fits(middle) else (good, middle)
    return good
