"""NumPy, HDF5, Zarr and RAW files."""

import zipfile
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib.format import read_array_header_1_0, read_array_header_2_0, read_magic
from numpy.typing import NDArray

from ceralyte.core.errors import InputError, UnknownNameError
from ceralyte.structure.images.source import ImageSource

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
        name = _choose(str(path), dataset, names)
        with file.open(f"{name}.npy") as member:
            read = {(1, 0): read_array_header_1_0, (2, 0): read_array_header_2_0}
            shape, _, dtype = read[read_magic(member)](member)
    return ImageSource(str(path), shape, dtype, partial(_load_npz, path, name))


def _load_npz(path: Path, name: str) -> NDArray:
    with np.load(path, allow_pickle=False) as file:
        return np.asarray(file[name])


def open_hdf5(path: Path, dataset: str | None) -> ImageSource:
    """Return a dataset of an HDF5 file: the one called `dataset`, or the only one."""
    import h5py

    names: list[str] = []

    def collect(name: str, item: object) -> None:
        if isinstance(item, h5py.Dataset):
            names.append(name)

    with h5py.File(path, "r") as file:
        file.visititems(collect)
        name = _choose(str(path), dataset, names)
        shape, dtype, notes = file[name].shape, file[name].dtype, _unwritten_hdf5(file[name])
    load = partial(_load_hdf5, path, name)
    return ImageSource(f"{path}:{name}", shape, dtype, load, notes=notes)


def _unwritten_hdf5(data: Any) -> tuple[str, ...]:
    if data.chunks is None:
        return _unwritten(1, int(data.id.get_storage_size() > 0), data.fillvalue)
    grid = [-(-n // m) for n, m in zip(data.shape, data.chunks, strict=True)]
    return _unwritten(int(np.prod(grid)), data.id.get_num_chunks(), data.fillvalue)


def _unwritten(blocks: int, there: int, value: Any) -> tuple[str, ...]:
    """A note if a file lacks blocks of voxels: they are empty, or the file is not complete."""
    if there >= blocks:
        return ()
    return (
        f"{blocks - there} of {blocks} blocks of voxels are not in the file and read as {value}: "
        "right if all of them hold that value, wrong if the file was copied in part",
    )


def _load_hdf5(path: Path, name: str) -> NDArray:
    import h5py

    with h5py.File(path, "r") as file:
        return np.asarray(file[name][...])


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
    return _of_array(path, node[_choose(str(path), dataset, names)])


def _of_array(path: Path, array: Any) -> ImageSource:
    notes = _unwritten_zarr(array)
    load = partial(_load_zarr, array, ...)
    return ImageSource(str(path), array.shape, array.dtype, load, notes=notes)


def _load_zarr(array: Any, pick: Any) -> NDArray:
    return np.asarray(array[pick])


def _unwritten_zarr(array: Any) -> tuple[str, ...]:
    return _unwritten(array.nchunks, array.nchunks_initialized, array.fill_value)


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


def _choose(place: str, dataset: str | None, names: list[str]) -> str:
    """The array that is meant."""
    if dataset is not None:
        plain = dataset.strip("/")
        if plain not in names:
            raise UnknownNameError(f"{place}: dataset", plain, names)
        return plain
    if len(names) != 1:
        raise InputError(
            f"{place}: dataset",
            f"the file holds {len(names)} arrays" + (": " + ", ".join(names[:12]) if names else ""),
            "dataset=NAME of one of them" if names else "a file with an image",
        )
    return names[0]
