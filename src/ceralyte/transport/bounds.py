"""Rigorous bounds and the dilute limit of effective conductivity: no image needed."""

from collections.abc import Sequence
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.errors import InputError


def wiener_bounds(
    volume_fractions: Sequence[float], conductivities: Sequence[float]
) -> tuple[float, float]:
    """Return the bounds for any arrangement: layers in series and layers in parallel, S/m.

    Parameters
    ----------
    volume_fractions : sequence of float
        Of every phase [-]; they add to 1.
    conductivities : sequence of float
        Of every phase, S/m, 0 or more.

    Raises
    ------
    InputError
        Fractions that do not add to 1, negative values, different lengths.

    Source
    ------
    O. Wiener, Abh. Math.-Phys. Kl. Königl. Sächs. Ges. 32, 509 (1912).

    Examples
    --------
    >>> wiener_bounds([0.5, 0.5], [1.0, 0.0])
    (0.0, 0.5)
    """
    share, sigma = _phases(volume_fractions, conductivities)
    return _harmonic_shifted(share, sigma, 0.0), float(share @ sigma)


def hashin_shtrikman_bounds(
    volume_fractions: Sequence[float], conductivities: Sequence[float]
) -> tuple[float, float]:
    """Return the narrowest bounds for an isotropic composite of two or more phases, S/m.

    Parameters, Raises: as `wiener_bounds`.

    Source
    ------
    Z. Hashin and S. Shtrikman, J. Appl. Phys. 33, 3125 (1962).

    Examples
    --------
    >>> lower, upper = hashin_shtrikman_bounds([0.7, 0.3], [1.0, 0.0])
    >>> lower, round(upper, 7)
    (0.0, 0.6086957)
    """
    share, sigma = _phases(volume_fractions, conductivities)
    present = sigma[share > 0]
    lower = _harmonic_shifted(share, sigma, 2 * float(present.min()))
    upper = _harmonic_shifted(share, sigma, 2 * float(present.max()))
    return lower, upper


def maxwell(
    conductivity_matrix: float, conductivity_inclusions: float, volume_fraction: float
) -> float:
    """Return the conductivity of a matrix with few, separate spheres in it, S/m.

    Parameters
    ----------
    conductivity_matrix, conductivity_inclusions : float
        S/m.
    volume_fraction : float
        Of the spheres [-].

    Validity
    --------
    Exact to first order in the volume fraction; beyond that it is one of the bounds of Hashin
    and Shtrikman.

    Source
    ------
    J. C. Maxwell, A Treatise on Electricity and Magnetism, vol. 1, art. 314 (1873).

    Examples
    --------
    >>> maxwell(1.0, 0.0, 0.4)
    0.5
    """
    share, sigma = _phases(
        [1 - volume_fraction, volume_fraction], [conductivity_matrix, conductivity_inclusions]
    )
    return _harmonic_shifted(share, sigma, 2 * conductivity_matrix)


def _harmonic_shifted(
    share: NDArray[np.float64], sigma: NDArray[np.float64], shift: float
) -> float:
    """Harmonic mean of ``sigma + shift``, less `shift`; 0 if a phase then insulates."""
    used = share > 0
    shifted = sigma[used] + shift
    if (shifted == 0).any():
        return 0.0
    return max(float(1 / np.sum(share[used] / shifted)) - shift, 0.0)


def _phases(
    volume_fractions: Sequence[float], conductivities: Sequence[float]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    if len(volume_fractions) != len(conductivities) or not volume_fractions:
        raise InputError(
            "conductivities",
            f"got {len(volume_fractions)} fractions and {len(conductivities)} conductivities",
            "one conductivity for every fraction",
        )
    for share in volume_fractions:
        if not 0 <= share <= 1:
            raise InputError("volume_fractions", f"got {share:g}", "0 to 1")
    for sigma in conductivities:
        if not (isfinite(sigma) and sigma >= 0):
            raise InputError("conductivities", f"got {sigma:g} S/m", "0 or more, S/m")
    total = sum(volume_fractions)
    if abs(total - 1) > 1e-6:
        raise InputError("volume_fractions", f"they add to {total:g}", "fractions that add to 1")
    return np.asarray(volume_fractions, float), np.asarray(conductivities, float)
