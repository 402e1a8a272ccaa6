"""A model beside measurements: its bias, its scatter, and where it is off by how much.

Of one result let z = ln(measured / predicted). It is taken as

    z(x) = b + g(x) + e,    g ~ GP(0, s^2 (1 - v) k(x, x')),    e ~ N(0, s^2 v),

with k = exp(-|x - x'|^2 / (2 l^2)) over the ranges of the study (another option is a whole range
away). The bias b has a flat prior; s^2 is scaled inverse chi-square, with the model's own error bar
as one observation; l and v are summed over a grid with their marginal likelihood. So a single
sample moves the bias and leaves the scatter to the model, and many let the data speak. (Rasmussen
and Williams, Gaussian Processes for Machine Learning, MIT Press 2006, section 2.7.)
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve, cholesky
from scipy.stats import chi2, t

from ceralyte.core.quantities import Record

Floats = NDArray[np.float64]

LENGTHS = (0.25, 0.5, 1.0, 2.0)
NOISE_SHARES = (0.1, 0.3, 0.5, 0.7, 0.9)
_JITTER = 1e-8
_LEAST_SCATTER = 0.01


class Calibration(Record):
    """How measurements of one result compare with the model.

    Attributes
    ----------
    count : int
        Samples.
    bias, bias_low, bias_high : float
        Factor from predicted to measured [-], with its 95 % interval.
    scatter, scatter_low, scatter_high : float
        Standard deviation of ln(measured / predicted) between samples [-], with its 95 % interval.
    model_error : float
        Standard deviation of ln(predicted) by the model's own error bar [-].
    """

    number: str
    count: int
    bias: float
    bias_low: float
    bias_high: float
    scatter: float
    scatter_low: float
    scatter_high: float
    model_error: float


@dataclass(frozen=True)
class _Fit:
    """The posterior for one length and one share of noise."""

    length: float
    noise: float
    solved: Floats
    """K^-1 of the samples (n, n)."""
    bias: float
    bias_variance: float
    spread: float
    """Expected variance of z between samples. Both in units of s^2."""
    sum_of_squares: float


class Residuals:
    """What is known of ln(measured / predicted) of one result.

    Parameters
    ----------
    places : ndarray (n, d)
        Samples by their coordinates, options as indicators.
    logs : ndarray (n,)
        ln(measured / predicted).
    model_error : float
        Standard deviation of ln(predicted) that the model claims, above 0.
    unseen : float
        Standard deviation of ln(predicted) by what the samples do not tell of, each recipe's own.
    """

    def __init__(
        self, places: Floats, logs: Floats, model_error: float, unseen: float = 0.0
    ) -> None:
        self._places, self._logs, self._unseen = places, logs, unseen
        self._prior = max(model_error, _LEAST_SCATTER) ** 2
        fits = [
            _fitted(places, logs, length, v, self._prior)
            for length in LENGTHS
            for v in NOISE_SHARES
        ]
        heights = np.array([log_weight for log_weight, _ in fits])
        self._weights = np.exp(heights - heights.max())
        self._weights /= self._weights.sum()
        self._fits = [fit for _, fit in fits]

    def calibration(self, number: str) -> Calibration:
        """Return bias and scatter with their intervals."""
        n = len(self._logs)
        means = np.array([f.bias for f in self._fits])
        scales = np.array([self._scale(f) for f in self._fits])
        bias = float(self._weights @ means)
        variances = scales * np.array([f.bias_variance for f in self._fits])
        spread = float(np.sqrt(self._weights @ (variances + (means - bias) ** 2)))
        half = float(t.ppf(0.975, n)) * spread
        scatter = float(np.sqrt(self._weights @ (scales * [f.spread for f in self._fits])))
        low, high = (float(scatter * np.sqrt(n / chi2.ppf(p, n))) for p in (0.975, 0.025))
        return Calibration(
            number=number,
            count=n,
            bias=float(np.exp(bias)),
            bias_low=float(np.exp(bias - half)),
            bias_high=float(np.exp(bias + half)),
            scatter=scatter,
            scatter_low=low,
            scatter_high=high,
            model_error=float(np.sqrt(self._prior)),
        )

    def draws(self, at: Floats, count: int, rng: np.random.Generator) -> Floats:
        """Return draws of b + g at places `at` (m, d) from what is known, with what is unseen,
        (count, m)."""
        chosen = rng.choice(len(self._fits), size=count, p=self._weights)
        found = np.empty((count, len(at)))
        for which in np.unique(chosen):
            rows = np.flatnonzero(chosen == which)
            mean, factor = self._joint(self._fits[which], at)
            n = len(self._logs)
            scale = self._scale(self._fits[which]) * n / rng.chisquare(n, size=len(rows))
            normal = rng.normal(size=(len(rows), len(at)))
            found[rows] = mean + np.sqrt(scale)[:, None] * (normal @ factor.T)
        if self._unseen:
            distinct, place = np.unique(at, axis=0, return_inverse=True)
            own = rng.normal(size=(count, len(distinct)))
            found += self._unseen * own[:, place.ravel()]  # equal recipes: equal errors
        return found

    def carried(self, power: int, unseen: float) -> "Residuals":
        """Return what is known of a result that goes as this one to `power` (1 or -1).

        `unseen` is the standard deviation of the logarithm of what else it depends on.
        """
        error = float(np.sqrt(self._prior))
        return Residuals(self._places, power * self._logs, error, unseen)

    def _scale(self, fit: _Fit) -> float:
        """s^2: one observation from the model's error bar, n - 1 from the samples."""
        return (self._prior + fit.sum_of_squares) / len(self._logs)

    def _joint(self, fit: _Fit, at: Floats) -> tuple[Floats, Floats]:
        """Mean (m,) of b + g, and a factor (m, m) of its covariance in units of s^2."""
        share = 1 - fit.noise
        across = share * _kernel(at, self._places, fit.length)
        reach = across @ fit.solved
        mean = fit.bias + reach @ (self._logs - fit.bias)
        lacking = 1 - reach.sum(axis=1)
        cov = share * _kernel(at, at, fit.length) - reach @ across.T
        cov += fit.bias_variance * np.outer(lacking, lacking)
        return mean, np.asarray(cholesky(cov + _JITTER * np.eye(len(at)), lower=True))


def _fitted(
    places: Floats, logs: Floats, length: float, noise: float, prior: float
) -> tuple[float, _Fit]:
    """Logarithm of the marginal likelihood, but for a constant, and the posterior."""
    n = len(logs)
    covariance = (1 - noise) * _kernel(places, places, length) + (noise + _JITTER) * np.eye(n)
    factor = cho_factor(covariance, lower=True)
    solved = np.asarray(cho_solve(factor, np.eye(n)))
    precision = float(solved.sum())
    bias = float(solved.sum(axis=0) @ logs) / precision
    off = logs - bias
    squares = float(off @ solved @ off)
    log_weight = -float(np.log(np.diag(factor[0])).sum()) - 0.5 * float(np.log(precision))
    log_weight -= 0.5 * n * float(np.log(prior + squares))
    spread = n / (n - 1) * (1 - float(covariance.mean())) if n > 1 else 1.0
    return log_weight, _Fit(length, noise, solved, bias, 1 / precision, spread, squares)


def _kernel(one: Floats, other: Floats, length: float) -> Floats:
    squares = ((one[:, None, :] - other[None, :, :]) ** 2).sum(axis=2)
    return np.asarray(np.exp(-squares / (2 * length**2)))
