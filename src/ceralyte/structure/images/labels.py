"""Label numbers of an image into phases."""

from collections.abc import Mapping
from math import isfinite

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ceralyte.core.errors import InputError, UnknownNameError
from ceralyte.core.units import LENGTH, parse
from ceralyte.model import Structure
from ceralyte.model.structure import PHASE_NAMES

VOXEL_RANGE = (1e-10, 1e-3)
"""Sensible edges of a voxel, m: from an atom to a grain of sand."""

_NUMBERS = {name: number for number, name in PHASE_NAMES.items()}
_DENSE = 2**20
_SHOWN = 12

GREY_LEVELS = 16
"""An image with more labels than this is taken for one of grey values in hints."""


def from_labels(
    array: ArrayLike,
    voxel_size: float | str,
    names: Mapping[int, str],
    grains: ArrayLike | None = None,
    *,
    periodic: tuple[bool, bool, bool] = (False, False, False),
) -> Structure:
    """Return the structure of an array of label numbers.

    Parameters
    ----------
    array : array_like (nx, ny, nz)
        Whole numbers; z is through the membrane.
    voxel_size : float, m, or text such as "398 nm"
        Edge of the cubic voxel, 0.1 nm to 1 mm.
    names : mapping of int to str
        Phase of every label in the array: "pore", "ceramic", "binder" or "support". Several
        labels may be of one phase.
    grains : array_like (nx, ny, nz), optional
        Number of the grain of every ceramic voxel from 1, 0 for none; what it says elsewhere is
        left out.
    periodic : tuple of 3 bool
        Axes along which the image continues on its other side.

    Raises
    ------
    InputError
        An array that is no volume or not of whole numbers, a label without a phase (all are
        listed with their counts), an unknown phase, a voxel size beyond all sense, grains of
        another shape or below 0.

    Examples
    --------
    >>> import numpy as np
    >>> block = np.ones((4, 4, 4), int)
    >>> block[:, :, :1] = 0
    >>> from_labels(block, "398 nm", names={1: "ceramic", 0: "pore"}).volume_fractions["pore"]
    0.25
    """
    labels = np.asarray(array)
    if labels.ndim != 3 or labels.size == 0:
        raise InputError("array", f"its shape is {labels.shape}", "three axes: x, y, z")
    edge = checked_voxel_size(voxel_size)
    phase = phases_of(labels, names)
    grain = np.zeros(phase.shape, np.int32)
    if grains is not None:
        grain = _grains(np.asarray(grains), phase)
    return Structure(phase, grain, edge, _three_axes(periodic))


def _three_axes(periodic: tuple[bool, bool, bool]) -> tuple[bool, bool, bool]:
    try:
        x, y, z = (bool(wraps) for wraps in periodic)
    except (TypeError, ValueError) as error:
        wanted = "three of True or False, for x, y and z"
        raise InputError("periodic", f"got {periodic!r}", wanted) from error
    return x, y, z


def checked_voxel_size(voxel_size: float | str | None, hint: str = "") -> float:
    """Return a voxel size in m, given as a number in m or as text with a unit.

    Raises
    ------
    InputError
        Not stated, not a length, or outside 0.1 nm to 1 mm; `hint` says what the file states.
    """
    allowed = "the edge of a voxel, as text such as '398 nm' or as a number in m such as 398e-9"
    if voxel_size is None:
        raise InputError("voxel_size", "not stated" + hint, allowed)
    if isinstance(voxel_size, str):
        edge, told = parse(voxel_size, LENGTH, "voxel_size"), voxel_size
    elif isinstance(voxel_size, bool) or not isinstance(
        voxel_size, int | float | np.floating | np.integer
    ):
        raise InputError("voxel_size", f"got {voxel_size!r}", "one edge of a cube: " + allowed)
    else:
        edge, told = float(voxel_size), f"{voxel_size:g} m"
    low, high = VOXEL_RANGE
    if not (isfinite(edge) and low <= edge <= high):
        raise InputError(
            "voxel_size",
            f"got {told}" + hint,
            f"{low * 1e9:g} nm to {high * 1e3:g} mm; {allowed}",
        )
    return edge


def phases_of(labels: NDArray, names: Mapping[int, str]) -> NDArray[np.uint8]:
    """Return the phase number of every voxel, in the array's layout; errors as `from_labels`."""
    known = checked_names(names)
    if labels.dtype == np.bool_:
        labels = labels.astype(np.uint8)
    values, counts = label_counts(labels)
    missing = [(v, c) for v, c in zip(values, counts, strict=True) if v not in known]
    if missing:
        raise InputError(
            "labels",
            f"the image holds {listed(missing, labels.size)} without a phase",
            "a phase for each label, such as "
            + ", ".join(f"{v}=pore" for v, _ in missing[:2])
            + ("; of grey values: thresholds" if len(values) > GREY_LEVELS else ""),
        )
    low, high = values[0], values[-1]
    if high - low < _DENSE:
        table = np.zeros(high - low + 1, np.uint8)
        for value in values:
            table[value - low] = _NUMBERS[known[value]]
        return table[labels.astype(np.int64) - low if low or labels.dtype.kind == "f" else labels]
    table = np.array([_NUMBERS[known[value]] for value in values], np.uint8)
    return table[np.searchsorted(np.array(values), labels)]


def checked_names(names: Mapping[int, str]) -> dict[int, str]:
    """Return a label map after checking its numbers and phases."""
    if not names:
        raise InputError("labels", "none given", "such as {0: 'pore', 1: 'ceramic'}")
    known = {}
    for label, phase in names.items():
        if isinstance(label, bool) or not isinstance(label, int | np.integer):
            raise InputError("labels", f"label {label!r}", "whole numbers as labels")
        if phase not in _NUMBERS:
            raise UnknownNameError(f"labels: phase of label {label}", str(phase), _NUMBERS)
        known[int(label)] = phase
    return known


def label_counts(labels: NDArray) -> tuple[list[int], list[int]]:
    """Return the labels of an image, ascending, and how many voxels have each."""
    if labels.dtype.kind == "f":
        whole = np.isfinite(labels) & (labels == np.round(labels))
        if not whole.all():
            wrong = labels.ravel()[int(np.argmin(whole.ravel()))]
            raise InputError(
                "image", f"holds {wrong:g}, which is no label", "whole numbers, or thresholds"
            )
    elif labels.dtype.kind not in "bui":
        raise InputError("image", f"holds {labels.dtype}", "numbers")
    low, high = int(labels.min()), int(labels.max())
    if high - low < _DENSE:
        shifted = labels.ravel() if labels.dtype == np.uint8 else labels.ravel().astype(np.int64)
        if low < 0:
            shifted = shifted - low
        all_counts = np.bincount(shifted)
        found = np.flatnonzero(all_counts)
        return (found + min(low, 0)).tolist(), all_counts[found].tolist()
    values, counts = np.unique(labels, return_counts=True)
    return [int(v) for v in values], counts.tolist()


def listed(found: list[tuple[int, int]], total: int) -> str:
    """Return labels with their counts as text, the most frequent first."""
    most = sorted(found, key=lambda pair: -pair[1])
    text = ", ".join(f"{v} ({c} voxels, {100 * c / total:.3g} %)" for v, c in most[:_SHOWN])
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return f"label{'s' if len(found) > 1 else ''} {text}{more}"


def _grains(grains: NDArray, phase: NDArray[np.uint8]) -> NDArray[np.int32]:
    if grains.shape != phase.shape:
        raise InputError("grains", f"shape {grains.shape}", f"that of the labels, {phase.shape}")
    if grains.dtype.kind not in "bui" or int(grains.min()) < 0 or int(grains.max()) >= 2**31:
        raise InputError("grains", f"{grains.dtype} from {grains.min()}", "whole numbers from 0")
    return np.where(phase == _NUMBERS["ceramic"], grains, 0).astype(np.int32)
