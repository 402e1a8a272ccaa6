"""A structure into a file and back, by suffix."""

import csv
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from ceralyte.core.errors import InputError
from ceralyte.core.files import missing, whole_file, written_whole
from ceralyte.model import GrainContacts, Structure
from ceralyte.structure.files.imagej import read_imagej, write_imagej
from ceralyte.structure.files.ome_zarr import is_structure, read_zarr, write_zarr
from ceralyte.structure.files.vti import read_vti, write_vti

_WRITERS: dict[str, Callable[[Structure, Path], None]] = {
    ".zarr": write_zarr,
    ".tif": write_imagej,
    ".tiff": write_imagej,
    ".vti": write_vti,
}
_READERS: dict[str, Callable[[Path], Structure]] = {
    ".zarr": read_zarr,
    ".tif": read_imagej,
    ".tiff": read_imagej,
    ".vti": read_vti,
}


def write_structure(structure: Structure, path: str | Path) -> Path:
    """Write a structure in the format that the suffix of `path` names.

    .zarr
        Zarr version 3 with OME-NGFF 0.5 metadata: phases as the image, grains as a label image,
        axes z, y, x in micrometres. Keeps particles and contacts, too.
    .tif
        ImageJ hyperstack with the voxel size in micrometres: phases in channel 1, grains, if
        there are any, in channel 2. A page is a plane of constant z.
    .vti
        VTK image data for ParaView, compressed, lengths in metres: cell arrays phase and grain.

    All three keep phase, grain, voxel size and periodic axes exactly. Beside .tif and .vti a table
    holds the contacts, where the structure knows them: `contacts_beside_image` names it, and
    `read_structure` leaves it alone.

    Parameters
    ----------
    structure : Structure
    path : str or Path
        An existing file, or an existing .zarr of a structure, is replaced once the new one is
        complete, and so is a table beside it; a table of contacts unknown now is removed.

    Returns
    -------
    Path

    Raises
    ------
    InputError
        An unknown suffix, a place that cannot be written, an image or a number of grains beyond
        what ImageJ TIFF holds.
    """
    path = Path(path)
    suffix = check_suffix(path)
    if path.is_dir() and not (suffix == ".zarr" and is_structure(path)):
        raise InputError(str(path), "is a folder that holds no structure", "another name")
    with written_whole(path) as place:
        _WRITERS[suffix](structure, place)
    if suffix != ".zarr":
        _replace_contacts(structure.contacts, contacts_beside_image(path))
    return path


def write_fields(
    structure: Structure, fields: Mapping[str, NDArray[Any]], path: str | Path
) -> Path:
    """Write a structure with values in its voxels for ParaView, as a .vti file.

    Parameters
    ----------
    structure : Structure
    fields : mapping of str to ndarray
        By name, (nx, ny, nz), or (3, nx, ny, nz) of a vector; kept in single precision.
    path : str or Path
        An existing file is replaced once the new one is complete.

    Raises
    ------
    InputError
        Another suffix, or a place that cannot be written.
    """
    path = Path(path)
    check_field_suffix(path)
    with written_whole(path) as place:
        write_vti(structure, place, fields)
    return path


def check_field_suffix(path: Path) -> None:
    """Raise an error unless `write_fields` can write `path`."""
    if path.suffix.lower() != ".vti":
        raise InputError(str(path), f"unknown suffix '{path.suffix}'", ".vti")


def contacts_beside_image(path: Path) -> Path:
    """Return where the contacts of an image stand that its own format does not hold.

    Examples
    --------
    >>> contacts_beside_image(Path("bed.vti")).name
    'bed.vti-contacts.csv'
    """
    return path.with_name(f"{path.name}-contacts.csv")


def _replace_contacts(contacts: GrainContacts | None, table: Path) -> None:
    if contacts is None:
        table.unlink(missing_ok=True)
        return
    with written_whole(table) as place:
        _write_contacts(contacts, place)


def _write_contacts(contacts: GrainContacts, place: Path) -> None:
    """Write pairs of grains, numbered as in the image, with area and normal."""
    columns: list[NDArray[Any]] = [contacts.pairs, contacts.areas[:, None]]
    names = ["first_grain", "second_grain", "area_m2"]
    if contacts.normals is not None:
        columns.append(contacts.normals)
        names += ["normal_x", "normal_y", "normal_z"]
    with place.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(names)
        rows.writerows(zip(*(part.tolist() for c in columns for part in c.T), strict=True))


def read_structure(path: str | Path) -> Structure:
    """Return the structure that `write_structure` wrote.

    Raises
    ------
    InputError
        An unknown suffix, or a file that is not there, is damaged or comes from elsewhere.
    MemoryLimitError
        Before the voxels are read.
    """
    path = Path(path)
    suffix = check_suffix(path)
    if not path.exists():
        raise missing(path, "a file by write_structure")
    with whole_file(str(path), f"{suffix} file of a structure"):
        return _READERS[suffix](path)


def check_suffix(path: Path) -> str:
    """Return the suffix of `path`; raise an error if no structures are written under it."""
    suffix = path.suffix.lower()
    if suffix not in _WRITERS:
        raise InputError(str(path), f"unknown suffix '{path.suffix}'", ", ".join(_WRITERS))
    return suffix
