"""Rigorous bounds on the elastic moduli of isotropic composites, pores included."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ceralyte.core.errors import InputError
from ceralyte.model.results import ModulusBounds


def bulk_and_shear(youngs_modulus: float, poissons_ratio: float) -> tuple[float, float]:
    """Return bulk and shear modulus (Pa) of an isotropic solid.

    Examples
    --------
    >>> bulk_and_shear(3.0, 0.25)
    (2.0, 1.2)
    """
    bulk = youngs_modulus / (3 * (1 - 2 * poissons_ratio))
    return bulk, youngs_modulus / (2 * (1 + poissons_ratio))


def youngs_and_poisson(bulk: float, shear: float) -> tuple[float, float]:
    """Return Young's modulus (Pa) and Poisson's ratio of an isotropic solid, from K and G (Pa).

    Examples
    --------
    >>> youngs_and_poisson(1.0, 1.5)
    (3.0, 0.0)
    """
    youngs_modulus = 9 * bulk * shear / (3 * bulk + shear)
    return youngs_modulus, (3 * bulk - 2 * shear) / (6 * bulk + 2 * shear)


def voigt_reuss(volume_fractions: ArrayLike, bulk: ArrayLike, shear: ArrayLike) -> ModulusBounds:
    """Return the bounds that hold for any arrangement of n isotropic phases.

    Parameters
    ----------
    volume_fractions : array_like (n,)
        Adding to 1.
    bulk, shear : array_like (n,), Pa
        Zero for pores.

    Raises
    ------
    InputError
        Fractions that do not add to 1, or a negative entry.

    Source
    ------
    Voigt 1889 (equal strain), Reuss 1929 (equal stress).
    """
    f, K, G = _checked(volume_fractions, bulk, shear)
    return ModulusBounds(
        _harmonic(f, K), float(np.sum(f * K)), _harmonic(f, G), float(np.sum(f * G))
    )


def hashin_shtrikman(
    volume_fractions: ArrayLike, bulk: ArrayLike, shear: ArrayLike
) -> ModulusBounds:
    """Return the bounds that hold for any statistically isotropic mixture of n phases.

    Arguments and errors are those of `voigt_reuss`. With pores both lower bounds are zero, and
    the upper bound of a porous solid is at the same time the Mori-Tanaka estimate for
    spherical pores.

    Source
    ------
    Hashin & Shtrikman 1963, J. Mech. Phys. Solids 11, 127; Walpole 1966, J. Mech. Phys. Solids
    14, 151 (n phases that are not ordered alike in K and G).

    Examples
    --------
    >>> hashin_shtrikman([0.9, 0.1], [2.0, 0.0], [1.2, 0.0]).bulk_lower
    0.0
    """
    f, K, G = _checked(volume_fractions, bulk, shear)
    bulk_lower, shear_lower = _with_reference(f, K, G, float(K.min()), float(G.min()))
    bulk_upper, shear_upper = _with_reference(f, K, G, float(K.max()), float(G.max()))
    return ModulusBounds(bulk_lower, bulk_upper, shear_lower, shear_upper)


def _with_reference(
    f: NDArray[np.float64], K: NDArray[np.float64], G: NDArray[np.float64], K0: float, G0: float
) -> tuple[float, float]:
    """Effective K and G as seen from a reference medium of moduli K0 and G0."""
    for_bulk = 4 / 3 * G0
    for_shear = G0 / 6 * (9 * K0 + 8 * G0) / (K0 + 2 * G0) if G0 > 0 else 0.0
    return _harmonic(f, K + for_bulk) - for_bulk, _harmonic(f, G + for_shear) - for_shear


def _harmonic(f: NDArray[np.float64], values: NDArray[np.float64]) -> float:
    return 0.0 if np.any(values == 0) else float(1 / np.sum(f / values))


def _checked(
    volume_fractions: ArrayLike, bulk: ArrayLike, shear: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return the three arrays without the phases of which there is nothing."""
    f, K, G = np.broadcast_arrays(*(np.asarray(a, float) for a in (volume_fractions, bulk, shear)))
    if abs(f.sum() - 1) > 1e-6 or np.any(f < 0):
        raise InputError(
            "volume_fractions", f"{f.tolist()} add to {f.sum():.6g}", "shares of 0 to 1 adding to 1"
        )
    if np.any(K < 0) or np.any(G < 0):
        raise InputError("moduli", f"bulk {K.tolist()} Pa, shear {G.tolist()} Pa", "0 or more")
    there = f > 0
    return f[there], K[there], G[there]
