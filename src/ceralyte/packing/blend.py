"""Which blend of two or three powders packs densest, by the estimate of Farr and Groot."""

from collections.abc import Sequence

import numpy as np
from scipy.optimize import minimize, minimize_scalar

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Quantity, Record
from ceralyte.model import Mixture, SizeDistribution
from ceralyte.packing.estimate import farr_groot
from ceralyte.packing.inputs import check_distribution

STEP_MIN, STEP_MAX = 0.01, 0.25
TOLERANCE = 1e-5

Shares = tuple[float, ...]


class Blend(Record):
    """The densest blend of some powders, and how densely the others pack.

    `shares` by volume (in the order of the powders, adding to 1) pack to `packing_fraction`, an
    estimate. `curve_shares` are all blends at equal steps, from the first powder alone to the
    last, and `curve_fractions` their packing fractions [-]: a curve for two powders, a
    triangle for three. `mixture` is the densest blend as a distribution, ready to be packed.
    """

    shares: Shares
    packing_fraction: Quantity
    mixture: Mixture
    curve_shares: tuple[Shares, ...]
    curve_fractions: tuple[float, ...]


def optimise_mixture(powders: Sequence[SizeDistribution], *, step: float = 0.05) -> Blend:
    """Find the shares by volume at which two or three powders pack densest.

    Every blend at equal steps is estimated with `farr_groot`, then the best is refined.

    Parameters
    ----------
    powders : sequence of 2 or 3 SizeDistribution
    step : float
        Of the shares in the curve: 0.01 to 0.25, rounded to a whole number of steps. Three
        powders at 0.05 are 231 blends, about 2 seconds.

    Raises
    ------
    InputError
        Fewer than two or more than three powders, one that is none or is given twice, powders
        whose mean diameters have a ratio above 10,000 (see `farr_groot`), or a step out of range.

    Validity
    --------
    That of `farr_groot`: 0.002 to 0.012 above jammed packings up to a size ratio of 5, up to 0.018
    at 10, 0.013 below the Furnas limit at 1000; mixtures of a ratio above 10,000 are refused.
    Powders mixed at random, without friction or segregation.

    Source
    ------
    R. S. Farr, R. D. Groot, J. Chem. Phys. 131 (2009) 244104.

    Examples
    --------
    >>> from ceralyte.model import Mono
    >>> blend = optimise_mixture([Mono(diameter=10e-6), Mono(diameter=2e-6)])
    >>> f"{blend.shares[1]:.2f} of fines: {blend.packing_fraction.value:.3f}"
    '0.21 of fines: 0.788'
    """
    _check(powders, step)
    curve = _grid(len(powders), round(1 / step))
    fractions = [_estimate(powders, shares).value for shares in curve]
    start = curve[int(np.argmax(fractions))]
    shares = max(start, _refine(powders, start, step), key=lambda s: _estimate(powders, s).value)
    return Blend(
        shares=shares,
        packing_fraction=_estimate(powders, shares),
        mixture=_blended(powders, shares),
        curve_shares=tuple(curve),
        curve_fractions=tuple(fractions),
    )


def _check(powders: Sequence[SizeDistribution], step: float) -> None:
    if not isinstance(powders, Sequence):
        raise InputError("powders", f"got {powders!r}", "a list of two or three powders")
    if not 2 <= len(powders) <= 3:
        raise InputError("powders", f"got {len(powders)}", "two or three powders")
    for k, powder in enumerate(powders):
        check_distribution(powder, "powders")
        if powder in powders[:k]:
            first = list(powders).index(powder) + 1
            raise InputError("powders", f"number {k + 1} is number {first} again", "each once")
    if not STEP_MIN <= step <= STEP_MAX:
        raise InputError("step", f"got {step:g}", f"{STEP_MIN:g} to {STEP_MAX:g}")


def _grid(powders: int, steps: int) -> list[Shares]:
    """Return all shares of whole steps that add to 1, most of the first powder first."""
    if powders == 2:
        return [((steps - k) / steps, k / steps) for k in range(steps + 1)]
    return [
        (i / steps, j / steps, (steps - i - j) / steps)
        for i in range(steps, -1, -1)
        for j in range(steps - i, -1, -1)
    ]


def _refine(powders: Sequence[SizeDistribution], start: Shares, step: float) -> Shares:
    """Return the shares near `start`, a point of the grid, that pack densest."""

    def looseness(rest: np.ndarray | float) -> float:
        shares = _complete(rest)
        return 1.0 if min(shares) < 0 else -_estimate(powders, shares).value

    if len(powders) == 2:
        bounds = max(start[1] - step, 0.0), min(start[1] + step, 1.0)
        return _complete(minimize_scalar(looseness, bounds=bounds, method="bounded").x)
    # downhill simplex: the estimate has kinks, and differences of it are noise
    return _complete(minimize(looseness, start[1:], method="Nelder-Mead", tol=TOLERANCE).x)


def _complete(rest: np.ndarray | float) -> Shares:
    """Return all shares, given those of the powders after the first."""
    others = [float(share) for share in np.atleast_1d(rest)]
    return (1.0 - sum(others), *others)


def _estimate(powders: Sequence[SizeDistribution], shares: Shares) -> Quantity:
    return farr_groot(_blended(powders, shares))


def _blended(powders: Sequence[SizeDistribution], shares: Shares) -> Mixture:
    """Return the mixture of some powders, which may be mixtures themselves, by volume."""
    parts = []
    for powder, share in zip(powders, shares, strict=True):
        if isinstance(powder, Mixture):
            parts += [(share * s, c) for s, c in zip(powder.shares, powder.components, strict=True)]
        else:
            parts.append((share, powder))
    used = [(share, component) for share, component in parts if share > 0]
    return Mixture(shares=tuple(s for s, _ in used), components=tuple(c for _, c in used))
