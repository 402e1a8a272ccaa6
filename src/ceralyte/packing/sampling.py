"""A finite number of diameters that stands for a size distribution."""

import numpy as np

from ceralyte.core.units import LENGTH, show
from ceralyte.model import SizeDistribution
from ceralyte.packing.estimate import farr_groot
from ceralyte.packing.laws import Floats
from ceralyte.packing.moments import interpolate_inverse
from ceralyte.packing.window import (
    COARSEST_VOLUME,
    SizeWindow,
    in_dimension,
    number_in,
    number_up_to,
    single_sizes,
    size_window,
)
from ceralyte.packing.window import N_MAX as N_MAX
from ceralyte.packing.window import N_MIN as N_MIN

OFF_WORTH_A_NOTE = 0.005  # in estimated packing fraction, from the whole distribution
FEWEST_LARGE = 30
_KNOTS = 8192


def sample_diameters(
    distribution: SizeDistribution,
    n_particles: int,
    rng: np.random.Generator,
    *,
    dimension: int = 3,
) -> Floats:
    """Return diameters that represent a distribution as well as `n_particles` can.

    The diameters are those at the middles of `n_particles` equal shares by number of the
    distribution within its `size_window`; `rng` only shuffles them. Two calls give the same
    sizes, whatever the seed: seeds differ in where the particles lie.

    Parameters
    ----------
    distribution : SizeDistribution
    n_particles : int
        10 to 1,000,000; equal spheres need 50 of them to fill a box three diameters wide.
    rng : numpy.random.Generator
    dimension : int
        2 for discs: whatever is a share by volume is then one by area, see `as_discs`. Laws by
        number are the same in both.

    Returns
    -------
    ndarray (n_particles,), m

    Raises
    ------
    InputError
        `n_particles` is out of range, or too small for so wide a distribution: see
        `size_window`.
    """
    window = size_window(distribution, n_particles, dimension=dimension)
    return rng.permutation(_stratified(distribution, window, n_particles, dimension))


def sampling_note(distribution: SizeDistribution, n_particles: int, *, dimension: int = 3) -> str:
    """Say in a few clauses what a box of `n_particles` misses; "" if nothing.

    Warns if the box holds fewer than 30 of the largest particles: those that carry the coarsest
    10 % of the volume and have at least half of the largest diameter.
    """
    window = size_window(distribution, n_particles, dimension=dimension)
    diameters = _stratified(distribution, window, n_particles, dimension)
    content = "volume" if dimension == 3 else "area"
    notes = []
    for share, end, cut in (
        (window.volume_above, "above", window.upper),
        (window.volume_below, "below", window.lower),
    ):
        if share > 2 * COARSEST_VOLUME:
            notes.append(
                f"the {100 * share:.2g} % of the {content} {end} {show(cut, LENGTH)} is "
                "represented by particles of that diameter"
            )
    if dimension == 3 and notes:
        off = farr_groot(diameters).value - farr_groot(distribution).value
        if abs(off) > OFF_WORTH_A_NOTE:
            notes.append(
                f"so the estimated packing fraction is {abs(off):.2g} "
                f"{'higher' if off > 0 else 'lower'} than that of the whole distribution"
            )
    missing = [show(d, LENGTH) for d in single_sizes(distribution) if d not in diameters]
    if missing:
        notes.append(f"the share of {', '.join(missing)} is less than one particle: none is there")
    large = _largest(diameters, dimension)
    if large < FEWEST_LARGE:
        notes.append(
            f"the box holds only {large} of the largest particles, which carry the coarsest 10 % "
            f"of the {content} (at least {FEWEST_LARGE} are wanted): results scatter between seeds"
        )
    return "; ".join(notes)


def _largest(diameters: Floats, dimension: int) -> int:
    """Count the coarsest 10 % of the volume of sorted diameters, down to half the largest."""
    content = np.cumsum(diameters**dimension)
    coarse = diameters[np.searchsorted(content, 0.9 * content[-1])]
    return int(np.sum(diameters >= max(coarse, diameters[-1] / 2)))


def _stratified(
    distribution: SizeDistribution, window: SizeWindow, n_particles: int, dimension: int
) -> Floats:
    """Return the diameters at the middles of equal shares by number, rising."""
    law = in_dimension(distribution, dimension)
    low, high = window.lower, window.upper
    steps = [low, high, *(d for d in single_sizes(law) if low < d < high)]
    knots = np.concatenate([np.geomspace(low, high, _KNOTS), steps, np.nextafter(steps, 0.0)])
    knots = np.unique(np.clip(knots, np.nextafter(low, 0.0), high))
    shares = number_up_to(law, low, knots, dimension) / number_in(law, low, high, dimension)
    shares[0], shares[-1] = 0.0, 1.0
    middles = (np.arange(n_particles) + 0.5) / n_particles
    return interpolate_inverse(knots, np.maximum.accumulate(shares), middles)
