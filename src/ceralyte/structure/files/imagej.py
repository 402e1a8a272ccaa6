"""Structures as TIFF for ImageJ and Fiji."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.errors import InputError
from ceralyte.model import Structure
from ceralyte.model.structure import PHASE_NAMES
from ceralyte.structure.files.header import header_of, require_room, structure_of
from ceralyte.structure.images.tiff import whole_tiff

_LARGEST = 2**32 - 2**24
"""Bytes of voxels in an ImageJ TIFF, whose offsets have 32 bits; the rest is for tags."""
_GRAINS = 2**24
"""Up to here whole numbers are exact in single precision."""


def write_imagej(structure: Structure, path: Path) -> None:
    """Write a hyperstack: channel 1 phase, channel 2 grain where there are grains."""
    import tifffile

    most = int(structure.grain.max(initial=0))
    kind = _voxel_type(most)
    channels: list[NDArray] = [structure.phase, structure.grain] if most else [structure.phase]
    needed = len(channels) * structure.phase.size * kind.itemsize
    if most > _GRAINS or needed > _LARGEST:
        raise InputError(
            path.suffix,
            f"{structure.phase.size} voxels with {most} grains are beyond ImageJ TIFF",
            f"up to 4 GiB and {_GRAINS} grains; .zarr or .vti for more",
        )
    data = np.stack([c.transpose(2, 1, 0).astype(kind) for c in channels], axis=1)[None, ..., None]
    edge = 1e6 * structure.voxel_size
    tops = (float(max(PHASE_NAMES)), float(most))
    metadata: dict[str, Any] = {
        "axes": "TZCYXS",
        "spacing": edge,
        "unit": "micron",
        "mode": "grayscale",
        "Info": json.dumps(header_of(structure)),
        "Ranges": tuple(end for top in tops[: len(channels)] for end in (0.0, top)),
    }
    tifffile.imwrite(path, data, imagej=True, resolution=(1 / edge, 1 / edge), metadata=metadata)


def read_imagej(path: Path) -> Structure:
    """Return the structure that `write_imagej` wrote."""
    place = str(path)
    with whole_tiff(path) as file:
        told = file.imagej_metadata or {}
        header = json.loads(told.get("Info", "{}"))
        if not header:
            raise InputError(
                place, "is no structure of ceralyte", "read_image for images from elsewhere"
            )
        page = file.pages.first
        plane = (page.imagelength, page.imagewidth)
        channels = told.get("channels", 1)
        if channels not in (1, 2):
            raise ValueError(f"{channels} channels")
        require_room((told.get("images", 1) // channels, *plane), place)
        data = file.series[0].asarray()
    # Libraries drop axes of length 1 in ways of their own.
    volumes = data.reshape(-1, channels, *plane).transpose(1, 3, 2, 0)
    grain = volumes[1] if channels > 1 else np.zeros_like(volumes[0])
    return structure_of(header, volumes[0], grain, place)


def _voxel_type(grains: int) -> np.dtype[Any]:
    """The smallest type that ImageJ knows and that holds so many grains."""
    if grains == 0:
        return np.dtype(np.uint8)
    return np.dtype(np.uint16) if grains < 2**16 else np.dtype(np.float32)
