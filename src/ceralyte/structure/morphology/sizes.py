"""Distributions of lengths: percentiles and a histogram."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.quantities import Quantity, Record
from ceralyte.model import Series

_CLASSES = 30


class Sizes(Record):
    """A distribution of lengths by volume: its mean, percentiles (m) and histogram.

    The histogram gives, for the middle of each class, the share of the volume in it.
    """

    mean: Quantity
    d10: Quantity
    d50: Quantity
    d90: Quantity
    distribution: Series


def sizes_of(
    values: NDArray[np.float64],
    weights: NDArray[np.float64],
    *,
    name: str,
    method: str,
    step: float | None = None,
    estimate: bool = False,
    validity: str = "",
) -> Sizes:
    """Return the distribution of `values` (m), each counted by its weight.

    Parameters
    ----------
    step : float, m, optional
        By which a value may be wrong, always the same way in shapes of one kind: its standard
        deviation.
    """
    order = np.argsort(values, kind="stable")
    share = np.cumsum(weights[order])
    share /= share[-1]

    def quantity(value: float) -> Quantity:
        return Quantity(
            value=value,
            unit="m",
            method=method,
            std_discretisation=step,
            estimate=estimate,
            validity=validity,
        )

    d10, d50, d90 = (
        quantity(float(values[order[np.searchsorted(share, level)]])) for level in (0.1, 0.5, 0.9)
    )
    mean = quantity(float(np.average(values, weights=weights)))
    classes = _CLASSES if step is None else _classes(float(values.max()), step)
    return Sizes(
        mean=mean,
        d10=d10,
        d50=d50,
        d90=d90,
        distribution=_histogram(values, weights, name, classes),
    )


def chord_series(counts: Sequence[NDArray[np.int64]], voxel_size: float) -> Series:
    """Return the histogram of whole chords, by number, from counts per length in voxels."""
    total = np.zeros(max(map(len, counts)), np.int64)
    for found in counts:
        total[: len(found)] += found
    longest = int(np.flatnonzero(total)[-1])
    lengths = np.arange(1, longest + 1) * voxel_size
    return Series(
        x_name="chord length",
        x_unit="m",
        x=tuple(lengths.tolist()),
        y_name="number fraction",
        y_unit="",
        y=tuple((total[1 : longest + 1] / total.sum()).tolist()),
    )


def _classes(longest: float, step: float) -> int:
    """Classes no narrower than the steps in which values come."""
    return max(1, min(_CLASSES, int(longest / step)))


def _histogram(
    values: NDArray[np.float64], weights: NDArray[np.float64], name: str, classes: int
) -> Series:
    top = float(values.max())
    shares, edges = np.histogram(values, classes, (0.0, top * (1 + 1e-9)), weights=weights)
    return Series(
        x_name=name,
        x_unit="m",
        x=tuple(((edges[1:] + edges[:-1]) / 2).tolist()),
        y_name="volume fraction",
        y_unit="",
        y=tuple((shares / shares.sum()).tolist()),
    )
