"""NumPy, Zarr and RAW files."""

import zipfile
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib.format import read_array_header_1_0, read_array_header_2_0, read_magic
from numpy.typing import NDArray

from ceralyte.core.errors import InputError
from ceralyte.structure.images.source import ImageSource, chosen, unwritten

_OME_UNITS = {"nanometer": 1e-9, "micrometer": 1e-6, "millimeter": 1e-3, "meter": 1.0}


def open_npy(path: Path) -> ImageSource:
    """Return the array of a .npy file; its data are mapped, not read."""
    array = np.load(path, mmap_mode="r", allow_pickle=False)
    return ImageSource(str(path), array.shape, array.dtype, lambda: np.array(array))


def open_npz(path: Path, dataset: str | None) -> ImageSource:
    """Return an array of a .npz file: the one called `dataset`, or the only one.

    Only its header is read: a small file may hold very many equal voxels.
    """
    with zipfile.ZipFile(path) as file:
        names = [n.removesuffix(".npy") for n in file.namelist() if n.endswith(".npy")]
        name = chosen(str(path), dataset, names)
        with file.open(f"{name}.npy") as member:
            read = {(1, 0): read_array_header_1_0, (2, 0): read_array_header_2_0}
            shape, _, dtype = read[read_magic(member)](member)
    return ImageSource(str(path), shape, dtype, partial(_load_npz, path, name))


def _load_npz(path: Path, name: str) -> NDArray:
    with np.load(path, allow_pickle=False) as file:
        return np.asarray(file[name])


def open_zarr(path: Path, dataset: str | None) -> ImageSource:
    """Return an array of a Zarr store: of OME-NGFF the finest, else `dataset` or the only one."""
    import zarr

    node: Any = zarr.open(path, mode="r")
    if isinstance(node, zarr.Array):
        return _of_array(path, node)
    ome = node.attrs.get("ome", node.attrs)
    if dataset is None and ome.get("multiscales"):
        return _of_ngff(path, node, ome["multiscales"][0])
    names = [name for name, item in node.members(None) if isinstance(item, zarr.Array)]
    return _of_array(path, node[chosen(str(path), dataset, names)])


def _of_array(path: Path, array: Any) -> ImageSource:
    notes = _unwritten_zarr(array)
    load = partial(_load_zarr, array, ...)
    return ImageSource(str(path), array.shape, array.dtype, load, notes=notes)


def _load_zarr(array: Any, pick: Any) -> NDArray:
    return np.asarray(array[pick])


def _unwritten_zarr(array: Any) -> tuple[str, ...]:
    """Note the shards that are not there; of an array without shards, its chunks."""
    shard = np.array(array.shards or array.chunks)
    shards = np.prod(np.ceil(np.array(array.shape) / shard))
    chunks_per_shard = np.prod(shard // array.chunks)
    return unwritten(shards, array.nchunks_initialized // chunks_per_shard, array.fill_value)


def _of_ngff(path: Path, group: Any, scales: dict[str, Any]) -> ImageSource:
    """The finest resolution of OME-NGFF, without axes of time and channel of length 1."""
    try:
        finest = scales["datasets"][0]
        array = group[finest["path"]]
        axes = [(a["name"], a.get("type"), a.get("unit", "")) for a in scales["axes"]]
        changes = finest["coordinateTransformations"]
        scale = next(c["scale"] for c in changes if c["type"] == "scale")
    except (KeyError, IndexError, TypeError, StopIteration) as error:
        raise InputError(
            str(path), f"its OME-NGFF metadata lack {error}", "dataset=NAME of an array in it"
        ) from error
    space = [k for k, (_, kind, _) in enumerate(axes) if kind == "space"]
    spare = [k for k in range(len(axes)) if k not in space]
    if any(array.shape[k] > 1 for k in spare):
        raise InputError(
            str(path),
            f"has {array.shape} voxels along {', '.join(a[0] for a in axes)}",
            "one time and one channel",
        )
    pick = tuple(0 if k in spare else slice(None) for k in range(len(axes)))
    edges = {axes[k][0]: scale[k] * _OME_UNITS.get(axes[k][2], np.nan) for k in space}
    stated = tuple(edges.get(a, np.nan) for a in "xyz")
    return ImageSource(
        place=str(path),
        shape=tuple(array.shape[k] for k in space),
        dtype=array.dtype,
        load=partial(_load_zarr, array, pick),
        axes="".join(axes[k][0] for k in space),
        voxel_size=None if np.isnan(stated).any() else (stated[0], stated[1], stated[2]),
        notes=_unwritten_zarr(array),
    )


def open_raw(path: Path, shape: tuple[int, ...] | None, dtype: str | None) -> ImageSource:
    """Return the array of a file of bare voxels; shape and type must be said."""
    if shape is None or dtype is None:
        raise InputError(
            str(path),
            "is bare voxels, without shape and type",
            'both, slowest axis first, such as shape=(251, 301, 301) and dtype="uint8"',
        )
    kind = _type(dtype)
    expected = float(np.prod(np.array(shape, float))) * kind.itemsize
    found = path.stat().st_size
    if found != expected:
        raise InputError(
            str(path),
            f"{found} bytes found, {expected:.0f} expected for "
            f"{' x '.join(map(str, shape))} voxels of {kind.name}",
            "the shape and type of the file, without a header",
        )
    return ImageSource(str(path), shape, kind, lambda: np.fromfile(path, dtype=kind).reshape(shape))


def _type(name: str) -> np.dtype[Any]:
    try:
        kind = np.dtype(name)
    except TypeError as error:
        kind = np.dtype(object)
        cause: Exception | None = error
    else:
        cause = None
    if kind.kind not in "buif":
        raise InputError(
            "dtype", f"got '{name}'", "uint8, uint16, int32, float32, ... (>u2: big-endian)"
        ) from cause
    return kind
