"""Scatter of strengths: Weibull's law, its size effect, and bundles of fibres that follow it."""

from collections.abc import Sequence
from math import e, exp, log, sqrt
from typing import NamedTuple

import numpy as np
from scipy.optimize import brentq

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Quantity
from ceralyte.core.units import PRESSURE, show

LEAST_SAMPLES = 3
_LARGEST_MODULUS = 1e4


class Weibull(NamedTuple):
    """Share of pieces that fail below s: 1 - exp(-(volume / volume_0) (s / scale)^modulus).

    `modulus` [-] with its standard error; `scale` (Pa) belongs to pieces of `volume` (m3);
    `samples` strengths were fitted.
    """

    modulus: Quantity
    scale: float
    volume: float
    samples: int


def fit_weibull(strengths: Sequence[float], volume: float) -> Weibull:
    """Fit Weibull's law to strengths of equally large pieces by maximum likelihood.

    Parameters
    ----------
    strengths : sequence of float, Pa
        At least `LEAST_SAMPLES`, not all the same.
    volume : float, m3
        Of each piece.

    Raises
    ------
    InputError
        Too few strengths, one not above zero, or no scatter.

    Validity
    --------
    The standard error, 0.78 modulus / sqrt(n), is that of many samples; of few the modulus comes
    out too large (by 40 % for five).
    """
    s = np.asarray(strengths, dtype=np.float64)
    if len(s) < LEAST_SAMPLES:
        raise InputError("strengths", f"got {len(s)}", f"at least {LEAST_SAMPLES}, one per seed")
    if not (s > 0).all():
        raise InputError("strengths", f"got {show(float(s.min()), PRESSURE)}", "above 0 MPa")
    if not s.max() > s.min() * (1 + 1e-9):
        raise InputError("strengths", "are all the same", "strengths that scatter")
    x = s / s.max()
    logs = np.log(x)

    def slope(m: float) -> float:
        weight = x**m
        return float(1 / m + logs.mean() - weight @ logs / weight.sum())

    m = float(brentq(slope, 1e-2, _LARGEST_MODULUS))
    scale = float(s.max() * np.mean(x**m) ** (1 / m))
    modulus = Quantity(
        value=m,
        unit="",
        method=f"maximum likelihood, {len(s)} strengths",
        std_sampling=0.78 * m / sqrt(len(s)),
    )
    return Weibull(modulus, scale, volume, len(s))


def strength_of_size(weibull: Weibull, volume: float) -> float:
    """Return the strength (Pa) that half of the pieces of another `volume` (m3) reach.

    Validity
    --------
    The weakest link decides and its flaws are those of the fitted pieces: larger flaws, such as
    agglomerates and cut edges, are not in it.
    """
    if not volume > 0:
        raise InputError("volume", f"got {volume:g} m3", "above 0 m3")
    m = weibull.modulus.value
    return float(weibull.scale * (log(2) * weibull.volume / volume) ** (1 / m))


def bundle_strength(scale: float, modulus: float) -> float:
    """Return the largest stress (Pa) of many equal parallel fibres of Weibull strength.

    Those that still hold share the load: scale (modulus e)^(-1/modulus) (Daniels 1945).

    Examples
    --------
    >>> round(bundle_strength(100.0, 5.0), 3)
    59.34
    """
    if not (scale > 0 and modulus > 0):
        raise InputError("weibull", f"got scale {scale:g} Pa, modulus {modulus:g}", "above 0")
    return float(scale * (modulus * e) ** (-1 / modulus))


def bundle_stress(strain: float, youngs_modulus: float, scale: float, modulus: float) -> float:
    """Return the stress (Pa) of such a bundle at a strain: E strain exp(-(E strain/scale)^m)."""
    stress = youngs_modulus * strain
    return stress * exp(-((stress / scale) ** modulus))
