"""Structures as Zarr version 3 with OME-NGFF 0.5 metadata."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.errors import InputError
from ceralyte.model import Structure
from ceralyte.model.structure import PHASE_NAMES
from ceralyte.structure.files.header import header_of, require_room, structure_of
from ceralyte.structure.files.records import get_record, put_record

_VERSION = "0.5"
_SHARD = 256
_CHUNK = 64
_RECORDS = ("particles", "contacts")
"""Fields of a structure that are groups of their own."""


def write_zarr(structure: Structure, path: Path) -> None:
    """Write the phases as image ``0``, the grains as ``labels/grain/0``, axes z, y, x."""
    import zarr

    group = zarr.open_group(path, mode="w", zarr_format=3)
    scales = _multiscales("phase", structure.voxel_size)
    top = max(PHASE_NAMES)
    channel = {
        "label": "phase",
        "color": "FFFFFF",
        "active": True,
        "window": {"min": 0, "max": top, "start": 0, "end": top},
    }
    ome = {"version": _VERSION, "multiscales": scales, "omero": {"channels": [channel]}}
    group.attrs.update({"ome": ome, "ceralyte": header_of(structure)})
    _put_volume(group, structure.phase)
    labels = group.create_group("labels", attributes={"ome": _with_version(labels=["grain"])})
    ome = _with_version(
        multiscales=_multiscales("grain", structure.voxel_size),
        **{"image-label": {"source": {"image": "../../"}}},
    )
    _put_volume(labels.create_group("grain", attributes={"ome": ome}), structure.grain)
    for name in _RECORDS:
        record = getattr(structure, name)
        if record is not None:
            put_record(group.create_group(name), record)


def read_zarr(path: Path) -> Structure:
    """Return the structure that `write_zarr` wrote."""
    import zarr

    if not is_structure(path):
        raise InputError(
            str(path), "is no structure of ceralyte", "read_image for images from elsewhere"
        )
    group: Any = zarr.open_group(path, mode="r")
    volumes = [group[name] for name in ("0", "labels/grain/0")]
    for volume in volumes:
        require_room(volume.shape, str(path))
    phase, grain = (_xyz(volume[:]) for volume in volumes)
    there = [name for name in _RECORDS if name in group.group_keys()]
    records = {name: get_record(group[name], str(path)) for name in there}
    return replace(structure_of(group.attrs["ceralyte"], phase, grain, str(path)), **records)


def is_structure(path: Path) -> bool:
    """Return whether `path` is a Zarr group that `write_zarr` wrote."""
    import zarr
    from zarr.errors import GroupNotFoundError

    try:
        return "ceralyte" in zarr.open_group(path, mode="r").attrs
    except (GroupNotFoundError, FileNotFoundError, NotADirectoryError, TypeError, ValueError):
        return False


def _with_version(**parts: Any) -> dict[str, Any]:
    return {"version": _VERSION, **parts}


def _multiscales(name: str, voxel_size: float) -> list[dict[str, Any]]:
    """One resolution with its voxel edge in micrometres."""
    edge = float(f"{1e6 * voxel_size:.12g}")
    scale = {"type": "scale", "scale": [edge, edge, edge]}
    return [
        {
            "name": name,
            "axes": [{"name": a, "type": "space", "unit": "micrometer"} for a in "zyx"],
            "datasets": [{"path": "0", "coordinateTransformations": [scale]}],
        }
    ]


def _put_volume(group: Any, data: NDArray) -> None:
    """One array in few files: chunks of 64^3 inside shards of 256^3."""
    turned = data.transpose(2, 1, 0)
    chunks = [min(side, _CHUNK) for side in turned.shape]
    shards = [
        chunk * -(-min(side, _SHARD) // chunk)
        for side, chunk in zip(turned.shape, chunks, strict=True)
    ]
    group.create_array(
        "0",
        data=np.ascontiguousarray(turned),
        chunks=tuple(chunks),
        shards=tuple(shards),
        dimension_names=("z", "y", "x"),
    )


def _xyz(data: NDArray) -> NDArray:
    return np.ascontiguousarray(data.transpose(2, 1, 0))
