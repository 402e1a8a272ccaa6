"""HDF5 read in a process of its own, run as a script: damage can end the HDF5 library's process.

``python hdf5_apart.py list FILE`` writes what is in the file as JSON, ``read FILE NAME`` the bytes
of a dataset. Imports nothing of ceralyte, so that it starts quickly.
"""

import json
import sys
from pathlib import Path
from typing import Any

import h5py
import numpy as np

_PIECE = 2**26
"""Bytes that are read at a time."""


def list_datasets(path: str) -> list[dict[str, object]]:
    """Return name, shape, type, and of the blocks of voxels how many there are and are stored."""
    found: list[dict[str, object]] = []

    def collect(name: str, item: object) -> None:
        if isinstance(item, h5py.Dataset) and item.shape is not None:
            blocks, stored = _blocks(item)
            found.append(
                {
                    "name": name,
                    "shape": item.shape,
                    "dtype": item.dtype.str,
                    "blocks": blocks,
                    "stored": stored,
                    "fill": str(item.fillvalue),
                }
            )

    with h5py.File(path, "r") as file:
        file.visititems(collect)
    return found


def _blocks(data: h5py.Dataset) -> tuple[float, int]:
    if data.is_virtual:
        sources = data.virtual_sources()
        return len(sources), sum(_is_there(source, Path(data.file.filename)) for source in sources)
    if data.chunks is None:
        return 1, int(data.id.get_storage_size() > 0)
    grid = [-(-n // m) for n, m in zip(data.shape, data.chunks, strict=True)]
    return float(np.prod(np.array(grid, float))), data.id.get_num_chunks()


def _is_there(source: Any, path: Path) -> bool:
    """Whether a virtual dataset's source is at one of the places where HDF5 looks for it."""
    named = Path(source.file_name)
    beside = [path.parent / named, path.parent / named.name if named.is_absolute() else named]
    places = [path] if source.file_name == "." else beside
    try:
        with h5py.File(next(place for place in places if place.is_file()), "r") as file:
            return source.dset_name in file
    except (OSError, StopIteration):
        return False


def write_bytes(path: str, name: str) -> None:
    """Write the voxels of a dataset to standard output, in their order."""
    with h5py.File(path, "r") as file:
        data = file[name]
        plane = data.dtype.itemsize * int(np.prod(data.shape[1:]))
        step = max(1, _PIECE // max(plane, 1))
        for start in range(0, data.shape[0], step):
            sys.stdout.buffer.write(np.ascontiguousarray(data[start : start + step]).data)


if __name__ == "__main__":
    task, *arguments = sys.argv[1:]
    try:
        if task == "list":
            sys.stdout.write(json.dumps(list_datasets(*arguments)))
        else:
            write_bytes(*arguments)
    except Exception as error:  # noqa: BLE001 (told to the process that waits for it)
        sys.exit(f"{type(error).__name__}: {error}")
