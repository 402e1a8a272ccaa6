"""Conductivity of a mixture of grains without solving an image: Bruggeman's effective medium."""

from collections.abc import Sequence

from scipy.optimize import brentq

from ceralyte.transport.bounds import wiener_bounds


def effective_medium(volume_fractions: Sequence[float], conductivities: Sequence[float]) -> float:
    """Return the conductivity of an isotropic mixture in which no phase is the matrix, S/m.

    Parameters
    ----------
    volume_fractions : sequence of float
        Of every phase [-]; they add to 1.
    conductivities : sequence of float
        Of every phase, S/m, 0 or more.

    Returns
    -------
    float
        The root of sum f_i (s_i - s) / (s_i + 2 s) = 0; 0 where conducting phases take a third
        of the volume or hardly more.

    Raises
    ------
    InputError
        As `wiener_bounds`.

    Validity
    --------
    Rounded grains of all phases mixed at random. Contacts that are small against the grains, as
    in a pressed powder with many pores, make the true conductivity lower.

    Source
    ------
    D. A. G. Bruggeman, Ann. Phys. 416, 636 (1935); R. Landauer, J. Appl. Phys. 23, 779 (1952).

    Examples
    --------
    >>> round(effective_medium([0.8, 0.2], [1.0, 0.0]), 6)  # (3 f - 1) / 2
    0.7
    """
    _, most = wiener_bounds(volume_fractions, conductivities)
    phases = [(f, s) for f, s in zip(volume_fractions, conductivities, strict=True) if f > 0]
    if sum(f for f, s in phases if s > 0) <= 1 / 3:
        return 0.0

    def balance(sigma: float) -> float:
        return sum(f * (s - sigma) / (s + 2 * sigma) for f, s in phases)

    least = min(s for _, s in phases if s > 0) * 1e-9
    if balance(least) <= 0:
        return 0.0
    return float(brentq(balance, least, most * (1 + 1e-9), xtol=1e-12 * most))
