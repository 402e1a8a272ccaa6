"""An image file into a structure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from inspect import signature
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.errors import InputError
from ceralyte.core.files import whole_file
from ceralyte.core.memory import require_memory
from ceralyte.core.units import LENGTH, show
from ceralyte.model import Structure
from ceralyte.structure.images.labels import (
    GREY_LEVELS,
    checked_names,
    from_labels,
    label_counts,
    listed,
)
from ceralyte.structure.images.opening import open_image
from ceralyte.structure.images.resample import (
    Edges,
    VoxelSize,
    as_cubes,
    checked_edges,
    cubes_needed,
    resampling_note,
)
from ceralyte.structure.images.source import AXES, ImageSource
from ceralyte.structure.images.thresholds import (
    GreyHistogram,
    Thresholds,
    classes_of,
    histogram_with_thresholds,
)
from ceralyte.structure.images.tiff import agrees

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

COARSEST = 100e-6
"""Voxel (m) that no particle of a membrane's powder reaches: a choice; only noted above it."""

_BYTES_BESIDE = 14
"""Peak on top of two copies of the file's array: phase 1, grain 4, label numbers 8, mask 1."""


@dataclass(frozen=True, eq=False)
class ImportedImage:
    """A structure from a file, with what its user should know about it.

    Attributes
    ----------
    structure : Structure
    histogram : GreyHistogram or None
        Of an image of grey values.
    notes : tuple of str
    """

    structure: Structure
    histogram: GreyHistogram | None
    notes: tuple[str, ...]


def import_image(
    path: str | Path,
    voxel_size: VoxelSize | None = None,
    labels: Mapping[int, str] | None = None,
    *,
    thresholds: Thresholds | None = None,
    axes: str | None = None,
    dataset: str | None = None,
    shape: tuple[int, ...] | None = None,
    dtype: str | None = None,
) -> ImportedImage:
    """Read a stack from a microscope or a tomograph, with what its user should know about it.

    Parameters
    ----------
    path : str or Path
        TIFF with many pages, folder of slices (TIFF, PNG, BMP), RAW, Zarr (also OME-NGFF), HDF5,
        NumPy .npy or .npz.
    voxel_size : float, m, or text such as "398 nm"
        Edge of the cubic voxel, 0.1 nm to 1 mm. It must be stated: what a file says about it is
        compared, never used. Three edges along x, y, z, such as "10 nm, 10 nm, 20 nm", are
        resampled to cubes of the shortest.
    labels : mapping of int to str
        Phase of every label ("pore", "ceramic", "binder", "support"); of an image of grey
        values, phase of every class, 0 the darkest.
    thresholds : "otsu", "multi-otsu", number or numbers, optional
        Cut grey values into classes; a value equal to a threshold belongs to the brighter one.
    axes : str, optional
        What the axes of the array in the file are, slowest first. Left out: what OME-NGFF says,
        else "zyx": pages follow each other along z, rows run along y, columns along x.
    dataset : str, optional
        Name of the array in a file that holds several.
    shape, dtype
        Of a RAW file, slowest axis first, such as (251, 301, 301) and "uint8" or ">u2".

    Returns
    -------
    ImportedImage
        Its structure is without grains; `split_grains` finds some.

    Raises
    ------
    InputError
        Whatever makes the file or an argument unusable.
    MemoryLimitError
        Before the voxels are read.
    """
    source = open_image(Path(path), dataset, shape, dtype)
    _check_shape(source)
    edges = checked_edges(voxel_size, _hint(source))
    order = _order(source, axes)
    growth = np.prod(cubes_needed((1000,) * 3, edges)) / 1e9
    require_memory(
        f"reading {' x '.join(map(str, source.shape))} voxels from {source.place}",
        (1 + growth) * source.nbytes
        + growth * _BYTES_BESIDE * source.nbytes / source.dtype.itemsize,
        "a smaller piece, cut out of the stack beforehand",
    )
    array = _loaded(source).transpose(order)
    _require_labels(labels, thresholds, array)
    names = checked_names(labels or {})
    histogram = None
    if thresholds is not None:
        _check_classes(names)
        _check_grey(array)
        histogram = histogram_with_thresholds(array, thresholds, len(names))
        array = classes_of(array, histogram.thresholds)
    array = as_cubes(array, edges)
    structure = from_labels(np.ascontiguousarray(array), min(edges), names)
    _check_phases(structure, source.place)
    return ImportedImage(
        structure, histogram, _notes(source, edges, names, array) + _cuts(histogram)
    )


def _arguments_of(
    other: Callable[Arguments, object],
) -> Callable[[Callable[..., Result]], Callable[Arguments, Result]]:
    """Give a function that hands all on to `other` the arguments of `other`, also for `help`."""

    def with_arguments(function: Callable[..., Result]) -> Callable[Arguments, Result]:
        told = signature(function)
        function.__signature__ = signature(other).replace(  # type: ignore[attr-defined]
            return_annotation=told.return_annotation
        )
        return function

    return with_arguments


@_arguments_of(import_image)
def read_image(*arguments: Any, **more: Any) -> Structure:
    """Read a stack from a microscope or a tomograph.

    Arguments, errors and what is read are those of `import_image`, whose structure this returns.
    """
    return import_image(*arguments, **more).structure


def _loaded(source: ImageSource) -> NDArray:
    """Read the voxels."""
    with whole_file(source.place, "image"):
        return source.load()


def _check_shape(source: ImageSource) -> None:
    sides = " x ".join(map(str, source.shape))
    if len(source.shape) == 2:
        raise InputError(
            source.place,
            f"is a single plane of {sides} pixels",
            "a volume: a stack of pages, or a folder of slices",
        )
    if len(source.shape) != 3:
        raise InputError(
            source.place,
            f"has {len(source.shape)} axes ({sides})",
            "three: z, y, x; of one channel and one time",
        )
    if min(source.shape) < 2:
        raise InputError(
            source.place, f"is {sides} voxels, one voxel thin", "two or more along every axis"
        )


def _hint(source: ImageSource) -> str:
    if source.voxel_size is not None:
        return f" (the file says {_edges(source.voxel_size)})"
    return "".join(f" ({note})" for note in source.notes if "tags" in note)


def _edges(stated: tuple[float, float, float]) -> str:
    x, y, z = (show(edge, LENGTH, 4) for edge in stated)
    return x if x == y == z else f"{x}, {y}, {z} along x, y, z"


def _order(source: ImageSource, axes: str | None) -> tuple[int, ...]:
    """Positions of x, y, z among the axes of the file."""
    names = checked_axes(axes or source.axes or AXES)
    return tuple(names.index(a) for a in "xyz")


def checked_axes(names: str) -> str:
    """Return the names of the axes of a file; raise `InputError` unless they are x, y and z."""
    if sorted(names) != ["x", "y", "z"]:
        raise InputError("axes", f"got '{names}'", f"x, y and z in the file's order, as '{AXES}'")
    return names


def _require_labels(
    labels: Mapping[int, str] | None, thresholds: Thresholds | None, array: NDArray
) -> None:
    """Raise an error that says what the image holds if nobody said what it means."""
    if labels:
        return
    wanted = "the phase of each label, such as {0: 'pore', 1: 'ceramic'}"
    if thresholds is not None or array.dtype.kind == "f":
        raise InputError("labels", "not stated", wanted + "; of grey values: of each class")
    values, counts = label_counts(array)
    found = listed(list(zip(values, counts, strict=True)), array.size)
    if len(values) > GREY_LEVELS:
        found = f"{len(values)} values from {values[0]} to {values[-1]}"
        wanted = "thresholds, and the phase of each class, 0 the darkest"
    raise InputError("labels", f"not stated; the image holds {found}", wanted)


def _check_classes(names: dict[int, str]) -> None:
    if sorted(names) != list(range(len(names))):
        raise InputError(
            "labels",
            f"classes {', '.join(map(str, sorted(names)))}",
            "0 for the darkest class, 1 for the next, ..., without a gap",
        )


def _check_grey(array: NDArray) -> None:
    if array.dtype.kind not in "buif":
        raise InputError("image", f"holds {array.dtype}", "numbers")
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        raise InputError("image", "holds values that are not finite", "finite grey values")


def _check_phases(structure: Structure, place: str) -> None:
    present = [name for name, share in structure.volume_fractions.items() if share > 0]
    if len(present) == 1:
        raise InputError(
            place, f"is {present[0]} throughout: there is nothing to measure", "two phases or more"
        )


def _cuts(histogram: GreyHistogram | None) -> tuple[str, ...]:
    if histogram is None:
        return ()
    cuts = ", ".join(f"{cut:g}" for cut in histogram.thresholds)
    return (f"grey values cut at {cuts} ({histogram.method})",)


def _notes(
    source: ImageSource, edges: Edges, names: dict[int, str], array: NDArray
) -> tuple[str, ...]:
    notes = [*source.notes, *resampling_note(edges)]
    if source.voxel_size is not None and not agrees(source.voxel_size, edges):
        notes.append(
            f"the file says that a voxel is {_edges(source.voxel_size)}; "
            f"{_edges(edges)}, as stated, is used"
        )
    if min(edges) > COARSEST:
        notes.append(
            f"voxels of {_edges(edges)} show no particle of a powder, which is finer than "
            f"{show(COARSEST, LENGTH)}: is the unit right?"
        )
    values = set(label_counts(array)[0])
    absent = [label for label in names if label not in values]
    if absent:
        notes.append("no voxel has label " + ", ".join(f"{k} ({names[k]})" for k in sorted(absent)))
    return tuple(notes)
