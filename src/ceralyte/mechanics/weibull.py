"""Scatter of strengths: Weibull's law, its size effect, and bundles of fibres that follow it."""

from collections.abc import Sequence
from math import e, exp, log, sqrt
from typing import NamedTuple

import numpy as np
from scipy.optimize import brentq

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Quantity
from ceralyte.core.units import PRESSURE, show

LEAST_SAMPLES = 4
"""Of three strengths the fitted modulus has no finite standard deviation."""


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
        Too few strengths, one not above zero or not finite, or no scatter.

    Source
    ------
    Maximum likelihood finds too large a modulus in few samples, 1.7 times for four and 1.4 times
    for five: it is multiplied by (n - 2) / (n - 0.68) (R. Ross, IEEE Trans. Dielectr. Electr.
    Insul. 1, 247 (1994)).

    Validity
    --------
    The standard error, 0.78 modulus / sqrt(n - 3.07), is fitted to drawn samples and right within
    2 % from four on; that of many, 0.78 modulus / sqrt(n), is half as large for four.
    """
    s = np.asarray(strengths, dtype=np.float64)
    if len(s) < LEAST_SAMPLES:
        raise InputError("strengths", f"got {len(s)}", f"at least {LEAST_SAMPLES}, one per seed")
    wrong = s[~((s > 0) & np.isfinite(s))]
    if len(wrong):
        raise InputError("strengths", f"got {show(float(wrong[0]), PRESSURE)}", "above 0 MPa")
    if not s.max() > s.min() * (1 + 1e-9):
        raise InputError("strengths", "are all the same", "strengths that scatter")
    x = s / s.max()
    logs = np.log(x)

    def slope(m: float) -> float:
        weight = x**m
        return float(1 / m + logs.mean() - weight @ logs / weight.sum())

    low = high = -1 / float(logs.mean())  # here the slope is still above zero
    while slope(high) > 0:
        high *= 2
    m = float(brentq(slope, low, high))
    scale = float(s.max() * np.mean(x**m) ** (1 / m))
    unbiased = m * (len(s) - 2) / (len(s) - 0.68)
    modulus = Quantity(
        value=unbiased,
        unit="",
        method=f"maximum likelihood, {len(s)} strengths, without the bias of few (Ross 1994)",
        std_sampling=0.78 * unbiased / sqrt(len(s) - 3.07),
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
