"""Which reader is for which file."""

from pathlib import Path

from ceralyte.core.errors import InputError
from ceralyte.core.files import missing, whole_file
from ceralyte.structure.images.arrays import open_npy, open_npz, open_raw, open_zarr
from ceralyte.structure.images.hdf5 import open_hdf5
from ceralyte.structure.images.slices import open_slices
from ceralyte.structure.images.source import ImageSource
from ceralyte.structure.images.tiff import open_tiff

SUFFIXES = (".tif", ".tiff", ".raw", ".zarr", ".h5", ".hdf5", ".npy", ".npz")


def open_image(
    path: Path, dataset: str | None, shape: tuple[int, ...] | None, dtype: str | None
) -> ImageSource:
    """Return the image in a file or folder, of the kind that its suffix names; arguments as there.

    Raises
    ------
    InputError
        No file, an unknown suffix, arguments that do not suit its kind, a damaged file.
    """
    suffix = path.suffix.lower()
    if not path.exists():
        raise missing(path, "an image file or folder of slices")
    if path.is_dir() and suffix != ".zarr":
        return open_slices(path)
    if not path.is_file() and not path.is_dir():
        raise InputError(str(path), "is no ordinary file", "an image file or folder of slices")
    if suffix not in SUFFIXES:
        raise InputError(
            str(path), f"unknown suffix '{path.suffix}'", ", ".join(SUFFIXES) + ", or a folder"
        )
    if suffix != ".raw" and (shape is not None or dtype is not None):
        raise InputError(str(path), "has a shape and a type of its own", "both left out")
    with whole_file(str(path), f"{suffix} file"):
        if suffix == ".zarr":
            return open_zarr(path, dataset)
        if suffix == ".npz":
            return open_npz(path, dataset)
        if suffix in (".h5", ".hdf5"):
            return open_hdf5(path, dataset)
        if dataset is not None:
            raise InputError("dataset", f"'{dataset}', but {path.name} has no names", "none")
        if suffix == ".raw":
            return open_raw(path, shape, dtype)
        return open_npy(path) if suffix == ".npy" else open_tiff(path)
