"""Doors for files that hold arrays and more beside them: HDF5, Zarr, Parquet, VTI, ImageJ TIFF."""

import io
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import h5py
import numpy as np
import zarr

from ceralyte import packing, structure
from ceralyte.model import Structure

_MEMBERS = (
    *("zarr.json", "c/0/0/0", "0/zarr.json", "0/c/0/0/0", "labels/zarr.json"),
    *("labels/grain/zarr.json", "labels/grain/0/zarr.json", "labels/grain/0/c/0/0/0"),
)
_MARKS = re.compile(rb"\n<<(\d)>>\n")
LABELS = (np.indices((5, 6, 7)).sum(0) % 3).astype(np.uint8)

Enter = Callable[[Path, bytes], None]


def particles(place: Path, data: bytes) -> None:
    """Read particles from Parquet."""
    path = place / "bed.parquet"
    path.write_bytes(data)
    packing.read_particles(path)


def vti(place: Path, data: bytes) -> None:
    """Read a structure from VTI."""
    path = place / "structure.vti"
    path.write_bytes(data)
    structure.read_structure(path)


def imagej(place: Path, data: bytes) -> None:
    """Read a structure from an ImageJ TIFF."""
    path = place / "structure.tif"
    path.write_bytes(data)
    structure.read_structure(path)


def zarr_structure(place: Path, data: bytes) -> None:
    """Read a structure from a Zarr store."""
    structure.read_structure(unpacked(place / "structure.zarr", data))


def unpacked(folder: Path, data: bytes) -> Path:
    """Lay the files of a store that stand in `data` behind their marks into `folder`."""
    shutil.rmtree(folder, ignore_errors=True)
    _, *parts = _MARKS.split(b"\n" + data)
    for number, content in zip(parts[::2], parts[1::2], strict=True):
        path = folder / _MEMBERS[int(number) % len(_MEMBERS)]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    folder.mkdir(exist_ok=True)
    return folder


def _packed(folder: Path) -> bytes:
    """All files of a store in one row; inverse of `unpacked`."""
    there = [(k, folder / name) for k, name in enumerate(_MEMBERS) if (folder / name).exists()]
    return b"".join(b"\n<<%d>>\n" % k + path.read_bytes() for k, path in there)


def hdf5_files() -> tuple[bytes, ...]:
    """Small stacks as programs write them: plain, packed, in groups, of an older format."""
    kinds = (
        ("earliest", "volume", {}),
        ("latest", "volume", {"chunks": (4, 4, 4), "compression": "gzip", "shuffle": True}),
        ("earliest", "entry/data", {"chunks": (5, 6, 7), "compression": "lzf", "fletcher32": True}),
    )
    files = []
    for version, name, options in kinds:
        out = io.BytesIO()
        with h5py.File(out, "w", libver=version) as file:
            file.create_dataset(name, data=LABELS, **options)
            file[name].attrs["element_size_um"] = [0.4, 0.4, 0.4]
        files.append(out.getvalue())
    return tuple(files)


def zarr_images() -> tuple[bytes, ...]:
    """Arrays alone, packed and not, and OME-NGFF."""
    with TemporaryDirectory(prefix="ceralyte-seeds-") as place:
        folders = [Path(place) / f"{k}.zarr" for k in range(3)]
        for folder, packed in zip(folders, (None, "auto"), strict=False):
            zarr.create_array(folder, data=LABELS, chunks=LABELS.shape, compressors=packed)
        structure.write_structure(_image(), folders[2])
        return tuple(_packed(folder) for folder in folders)


def structures(suffix: str) -> tuple[bytes, ...]:
    """Two structures in the format of a suffix, one with grains and one without."""
    with TemporaryDirectory(prefix="ceralyte-seeds-") as place:
        path, found = Path(place) / f"a{suffix}", []
        for grains in (None, 5 * LABELS):
            structure.write_structure(_image(grains), path)
            found.append(_packed(path) if path.is_dir() else path.read_bytes())
    return tuple(found)


def parquets() -> tuple[bytes, ...]:
    """A packing with the metadata that it needs, and a table from elsewhere."""
    import pyarrow as pa
    from pyarrow import parquet

    centres = np.indices((2, 2, 2)).reshape(3, -1).T * 4e-6 + 1e-6
    bed = packing.from_particles(centres, np.full(8, 3e-6), np.full(3, 8e-6))
    other = io.BytesIO()
    parquet.write_table(pa.table({"x": [1.0], "y": [2.0], "z": [3.0], "radius": [1.0]}), other)
    with TemporaryDirectory(prefix="ceralyte-seeds-") as place:
        packing.write_particles(bed, Path(place) / "a.parquet")
        return (Path(place) / "a.parquet").read_bytes(), other.getvalue()


def _image(grains: np.ndarray | None = None) -> Structure:
    names = {0: "pore", 1: "ceramic", 2: "binder"}
    return structure.from_labels(LABELS, "400 nm", names, grains)
