"""TIFF stacks: one file with many pages."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from math import isclose
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from numpy.typing import NDArray

from ceralyte.core.errors import InputError
from ceralyte.core.files import whole_file
from ceralyte.core.units import LENGTH, show
from ceralyte.structure.images.source import ImageSource

if TYPE_CHECKING:
    from tifffile import TiffFile, TiffPage

_METRES = {
    "nm": 1e-9,
    "nanometer": 1e-9,
    "micron": 1e-6,
    "um": 1e-6,
    "\u00b5m": 1e-6,
    "\u03bcm": 1e-6,
    "micrometer": 1e-6,
    "mm": 1e-3,
    "millimeter": 1e-3,
    "cm": 1e-2,
    "m": 1.0,
    "meter": 1.0,
}
"""Names of units in microscope files; inches say how to print an image, not how large it is."""

_PER_UNIT = {2: ("inch", 0.0254), 3: ("cm", 0.01)}


def open_tiff(path: Path) -> ImageSource:
    """Return the image of a TIFF file with its pages along the first axis.

    Raises
    ------
    InputError
        No TIFF, damaged or cut off, or several images of different size in one file.
    """
    with whole_tiff(path) as file:
        series = file.series[0]
        others = [s.shape for s in file.series[1:] if s.shape != series.shape]
        if others:
            raise InputError(
                str(path),
                f"holds images of different size: {series.shape} and {others[0]}",
                "a stack of pages of one size",
            )
        count = len(file.series)
        shape = series.shape if count == 1 else (count, *series.shape)
        voxel_size, notes = _stated(file)
        if series.axes.endswith("S"):
            raise InputError(
                str(path), f"is a colour image of shape {shape}", "one grey value per voxel"
            )
        return ImageSource(
            place=str(path),
            shape=shape,
            dtype=series.dtype,
            load=partial(_load, path, count),
            voxel_size=voxel_size,
            notes=notes,
        )


@contextmanager
def whole_tiff(path: Path) -> Iterator["TiffFile"]:
    """Open a TIFF that is complete; what the library only logs about damage is an error here."""
    import tifffile

    complaints: list[str] = []
    listener = logging.Handler(logging.WARNING)
    listener.emit = lambda record: complaints.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("tifffile")
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(listener)
    try:
        with whole_file(str(path), "TIFF file"):
            with tifffile.TiffFile(path) as file:
                _check_complete(path, file)
                yield file
            if complaints:
                raise ValueError(complaints[0])
    finally:
        logger.removeHandler(listener)
        logger.propagate = propagate


def _check_complete(path: Path, file: "TiffFile") -> None:
    """Raise an error if pages go in a circle, or data of one reach beyond the end of the file."""
    size = path.stat().st_size
    seen: set[int] = set()
    ends: list[int] = []
    for page in file.pages:
        if page.offset in seen:
            raise ValueError("its pages go in a circle")
        seen.add(page.offset)
        ends += (o + n for o, n in zip(page.dataoffsets, page.databytecounts, strict=True))
    if not ends:
        raise ValueError("no image in it")
    if max(ends) > size:
        raise InputError(
            str(path),
            f"is cut off: {size} bytes found, {max(ends)} or more expected",
            "a whole file; copy it again",
        )


def _load(path: Path, count: int) -> NDArray:
    import numpy as np

    with whole_tiff(path) as file:
        if count == 1:
            return file.series[0].asarray()
        return np.stack([series.asarray() for series in file.series])


def _stated(file: "TiffFile") -> tuple[tuple[float, float, float] | None, tuple[str, ...]]:
    """The voxel size that ImageJ or OME wrote; resolution for printers gives only a note."""
    page = file.pages.first
    if file.ome_metadata:
        return _of_ome(file.ome_metadata), ()
    per_unit = _resolution(page)
    meta = file.imagej_metadata or {}
    unit = _METRES.get(str(meta.get("unit", "")).replace("\\u00B5", "\u00b5"))
    if unit and per_unit and "spacing" in meta:
        x, y = (unit / n for n in per_unit)
        return (x, y, unit * float(meta["spacing"])), ()
    tag = page.tags.get("ResolutionUnit")
    if tag is None or not per_unit or int(tag.value) not in _PER_UNIT:
        return None, ()
    name, length = _PER_UNIT[int(tag.value)]
    note = (
        f"the file's tags say {per_unit[0]:g} pixels per {name} "
        f"({show(length / per_unit[0], LENGTH)} each): not used"
    )
    return None, (note,)


def _resolution(page: "TiffPage | Any") -> tuple[float, float] | None:
    """Pixels per unit along x and y."""
    found = []
    for name in ("XResolution", "YResolution"):
        tag = page.tags.get(name)
        if tag is None or not all(tag.value):
            return None
        found.append(tag.value[0] / tag.value[1])
    return found[0], found[1]


def _of_ome(text: str) -> tuple[float, float, float] | None:
    """Voxel edges from OME-XML; None unless all three are there."""
    edges = []
    for pixels in ElementTree.fromstring(text).iter():
        if not pixels.tag.endswith("Pixels"):
            continue
        for axis in "XYZ":
            size = pixels.attrib.get(f"PhysicalSize{axis}")
            unit = _METRES.get(pixels.attrib.get(f"PhysicalSize{axis}Unit", "\u00b5m"))
            if size is None or unit is None:
                return None
            edges.append(unit * float(size))
        return edges[0], edges[1], edges[2]
    return None


def agrees(stated: tuple[float, ...], edges: tuple[float, ...]) -> bool:
    """Return whether the edges that a file states are `edges` to a thousandth."""
    return all(isclose(a, b, rel_tol=1e-3) for a, b in zip(stated, edges, strict=True))
