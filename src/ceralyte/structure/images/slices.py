"""A folder of slices, one image file each."""

import re
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.errors import InputError
from ceralyte.core.files import whole_file
from ceralyte.structure.images.source import ImageSource
from ceralyte.structure.images.tiff import open_tiff

_SUFFIXES = (".tif", ".tiff", ".png", ".bmp")
_NUMBER = re.compile(r"(\d+)")


def open_slices(folder: Path) -> ImageSource:
    """Return the stack of all slices in a folder, in the order of the numbers in their names.

    Raises
    ------
    InputError
        No slices, several kinds of files, slices of different size or type.
    """
    named = (f for f in folder.iterdir() if f.suffix.lower() in _SUFFIXES and f.name[0] != ".")
    files = sorted(
        (f for f in named if f.is_file()),
        key=lambda f: [int(part) if part.isdigit() else part for part in _NUMBER.split(f.name)],
    )
    if not files:
        raise InputError(str(folder), "holds no slices", "files " + ", ".join(_SUFFIXES))
    kinds = sorted({f.suffix.lower() for f in files})
    if len(kinds) > 1:
        raise InputError(str(folder), f"holds {' and '.join(kinds)} files", "slices of one kind")
    first = _slice(files[0])
    if first.ndim != 2:
        raise InputError(
            str(files[0]),
            f"is an image of shape {first.shape}",
            "a single plane with one grey value per pixel; a stack in one file is read by its name",
        )
    return ImageSource(
        place=str(folder),
        shape=(len(files), *first.shape),
        dtype=first.dtype,
        load=partial(_load, files, first),
        notes=_gaps(files),
    )


def _load(files: list[Path], first: NDArray) -> NDArray:
    stack = np.empty((len(files), *first.shape), first.dtype)
    for k, file in enumerate(files):
        plane = _slice(file)
        if plane.shape != first.shape or plane.dtype != first.dtype:
            raise InputError(
                str(file),
                f"is {plane.shape} {plane.dtype}, the first slice is {first.shape} {first.dtype}",
                "slices of one size and type",
            )
        stack[k] = plane
    return stack


def _slice(file: Path) -> NDArray:
    if file.suffix.lower() in (".tif", ".tiff"):
        return open_tiff(file).load()
    from PIL import Image

    try:
        with whole_file(str(file), "image file"), Image.open(file) as image:
            return np.asarray(image)
    except Image.DecompressionBombError as error:
        raise InputError(str(file), f"is too large: {error}", "slices cut into pieces") from error


def _gaps(files: list[Path]) -> tuple[str, ...]:
    """A note if the last number in the names does not rise by one from slice to slice."""
    numbers = [int(found[-1]) for f in files if (found := _NUMBER.findall(f.stem))]
    if len(numbers) < len(files):
        return ()
    steps = np.diff(numbers)
    odd = np.flatnonzero(steps != steps[:1])
    if len(odd) == 0:
        return ()
    k = int(odd[0])
    return (f"slices may be missing: {files[k + 1].name} follows {files[k].name}",)
