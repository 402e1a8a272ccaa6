"""Error bars: over repeated samples, and from two resolutions of one sample."""

from collections.abc import Sequence

import numpy as np
from scipy import special

from ceralyte.core.errors import InputError


def mean_and_standard_error(values: Sequence[float]) -> tuple[float, float | None]:
    """Return the mean of independent samples and the standard error of that mean.

    The standard error ``s / sqrt(n)`` is widened by the t-factor that makes mean +- error hold
    the truth in 68.3 % of the cases although s itself comes from few samples: 1.84 for two
    samples, 1.32 for three, 1.06 for ten. One sample tells nothing about its error: None.

    Raises
    ------
    InputError
        No value, or one that is not finite.

    Examples
    --------
    >>> mean_and_standard_error([4.0])
    (4.0, None)
    """
    samples = np.asarray(values, dtype=float)
    if samples.size == 0 or not np.isfinite(samples).all():
        raise InputError("values", f"got {list(values)}", "one or more finite numbers")
    if samples.size == 1:
        return float(samples[0]), None
    factor = special.stdtrit(samples.size - 1, special.ndtr(1.0))
    error = factor * samples.std(ddof=1) / np.sqrt(samples.size)
    return float(samples.mean()), float(error)


def richardson(coarse: float, fine: float, ratio: float, order: float = 1) -> tuple[float, float]:
    """Extrapolate a positive value known at two resolutions to infinite resolution.

    Parameters
    ----------
    coarse, fine : float
        The value at step `ratio` h and at step h.
    ratio : float
        Coarse step over fine step, > 1.
    order : float
        Power of h that the error follows; 1 for binary voxels.

    Returns
    -------
    value, std : float
        ``fine + (fine - coarse) / (ratio^order - 1)`` and, as its standard deviation, the whole
        size of that correction: two resolutions cannot show whether the order holds. A correction
        of more than half of `fine`, as just above a percolation threshold, is none that a series
        can be cut after: then half of `fine`, with an error of the same size.

    Raises
    ------
    InputError
        `ratio` not above 1 or `order` not above 0.

    Examples
    --------
    >>> richardson(1.5, 1.25, 2.0)
    (1.0, 0.25)
    """
    if not ratio > 1:
        raise InputError("ratio", f"got {ratio:g}", "a number above 1, coarse step / fine step")
    if not order > 0:
        raise InputError("order", f"got {order:g}", "a number above 0, such as 1")
    correction = (fine - coarse) / (ratio**order - 1)
    correction = max(correction, -0.5 * fine)
    return fine + correction, abs(correction)
