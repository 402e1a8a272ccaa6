"""Grey values into classes."""

from dataclasses import dataclass
from typing import Literal, cast, get_args

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.errors import InputError

Method = Literal["otsu", "multi-otsu"]
Thresholds = Method | tuple[float, ...] | list[float] | float

_BINS = 256
_CLASSES_MAX = 5
"""More classes make the search of multi-Otsu long and its answer arbitrary."""


@dataclass(frozen=True, eq=False)
class GreyHistogram:
    """How often grey values occur, and where they are cut into classes.

    Attributes
    ----------
    edges : ndarray (n + 1,)
        Of the bins, in grey values.
    counts : ndarray (n,)
    thresholds : tuple of float
        A class holds the values from its threshold up to, without it, the next.
    method : str
    """

    edges: NDArray[np.float64]
    counts: NDArray[np.int64]
    thresholds: tuple[float, ...]
    method: str


def parse_thresholds(text: str, field: str = "thresholds") -> Thresholds:
    """Return the thresholds of a text: a method, or grey values; errors name `field`.

    Raises
    ------
    InputError
        Neither.

    Examples
    --------
    >>> parse_thresholds("90,160"), parse_thresholds("otsu")
    ((90.0, 160.0), 'otsu')
    """
    if text in get_args(Method):
        return cast(Method, text)
    allowed = "grey values such as 90,160, or otsu, or multi-otsu"
    try:
        values = tuple(float(part) for part in text.split(","))
    except ValueError as error:
        raise InputError(field, f"got '{text}'", allowed) from error
    if not np.isfinite(values).all():
        raise InputError(field, f"got '{text}'", allowed)
    return values


def histogram_with_thresholds(grey: NDArray, thresholds: Thresholds, classes: int) -> GreyHistogram:
    """Return the histogram of an image and the thresholds that cut it into `classes`.

    Parameters
    ----------
    grey : ndarray
    thresholds : "otsu", "multi-otsu", or numbers
        The two methods choose the thresholds that leave least variance within the classes.

    Raises
    ------
    InputError
        As many thresholds as do not fit the classes, outside the grey values, not ascending; a
        method that does not suit; an image of one grey value.

    Source
    ------
    N. Otsu, IEEE Trans. Syst. Man Cybern. 9, 62 (1979); P.-S. Liao, T.-S. Chen, P.-C. Chung,
    J. Inf. Sci. Eng. 17, 713 (2001), by scikit-image.
    """
    edges, counts = _histogram(grey)
    if isinstance(thresholds, str):
        cuts = _by_method(thresholds, edges, counts, classes)
        method: str = thresholds
    else:
        numbers = np.atleast_1d(np.asarray(thresholds, dtype=float))
        cuts = _checked(numbers, float(grey.min()), float(grey.max()), classes)
        method = "given"
    return GreyHistogram(edges, counts, cuts, method)


def classes_of(grey: NDArray, thresholds: tuple[float, ...]) -> NDArray[np.uint8]:
    """Return the class of every voxel: 0 below the first threshold, and so on upwards."""
    classes = np.zeros(grey.shape, np.uint8)
    for cut in thresholds:
        classes += grey >= cut
    return classes


def _histogram(grey: NDArray) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """One bin per grey value where there are few, else 256."""
    low, high = float(grey.min()), float(grey.max())
    if not low < high:
        raise InputError("image", f"every voxel has the grey value {low:g}", "two values or more")
    if grey.dtype.kind in "bui" and high - low < _BINS:
        counts = np.bincount((grey - grey.min()).ravel(), minlength=int(high - low) + 1)
        return np.arange(low, high + 2) - 0.5, counts
    counts, edges = np.histogram(grey, _BINS)
    return edges, counts


def _by_method(
    method: str, edges: NDArray[np.float64], counts: NDArray[np.int64], classes: int
) -> tuple[float, ...]:
    from skimage.filters import threshold_multiotsu

    if method not in ("otsu", "multi-otsu"):
        raise InputError(
            "thresholds", f"got '{method}'", "'otsu', 'multi-otsu', or grey values such as 90"
        )
    if method == "otsu" and classes != 2:
        raise InputError(
            "thresholds", f"'otsu' makes 2 classes, labels names {classes}", "'multi-otsu'"
        )
    if not 2 <= classes <= _CLASSES_MAX:
        raise InputError(
            "labels", f"{classes} classes for '{method}'", f"2 to {_CLASSES_MAX}, or grey values"
        )
    if np.count_nonzero(counts) < classes:
        raise InputError(
            "labels",
            f"{classes} classes of {np.count_nonzero(counts)} grey values",
            "as many grey values as classes at least",
        )
    centres = (edges[1:] + edges[:-1]) / 2
    found = threshold_multiotsu(classes=classes, hist=(counts.astype(float), centres))
    return tuple(float(edges[np.searchsorted(centres, cut) + 1]) for cut in found)


def _checked(
    numbers: NDArray[np.float64], low: float, high: float, classes: int
) -> tuple[float, ...]:
    if len(numbers) != classes - 1:
        raise InputError(
            "thresholds",
            f"{len(numbers)} thresholds make {len(numbers) + 1} classes, labels names {classes}",
            f"{classes - 1} thresholds, or labels 0 to {len(numbers)}",
        )
    if not (np.diff(numbers) > 0).all():
        raise InputError("thresholds", f"got {numbers.tolist()}", "ascending grey values")
    outside = [t for t in numbers if not low < t <= high]
    if outside:
        raise InputError(
            "thresholds",
            f"{outside[0]:g} is outside the grey values {low:g} to {high:g}",
            "values between them",
        )
    return tuple(numbers.tolist())
