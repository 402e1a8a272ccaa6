"""A packing from a file, by suffix."""

from pathlib import Path

from numpy.typing import ArrayLike

from ceralyte.core.errors import InputError
from ceralyte.core.files import read_file
from ceralyte.model import Packing
from ceralyte.packing.contacts import CONTACT_GAP
from ceralyte.packing.files.foreign import from_foreign_csv
from ceralyte.packing.files.lammps import from_lammps
from ceralyte.packing.files.parquet import from_parquet
from ceralyte.packing.files.text import OWN_CSV, from_csv, from_json
from ceralyte.packing.particles import Periodic

_BYTES_MAX = 1e9  # a million particles are some 100 MB as text
_SUFFIXES = (".csv", ".data", ".json", ".parquet")


def read_particles(
    path: str | Path,
    *,
    unit: str | None = None,
    box: ArrayLike | None = None,
    periodic: Periodic = (True, True, True),
    contact_gap: float = CONTACT_GAP,
    dimension: int = 3,
) -> Packing:
    """Read a file by `write_particles`, or any CSV with columns x, y, z and diameter or radius.

    Of a CSV, headings may be short (d, r) and state their unit in brackets; other columns are
    passed over. Decimals may have commas where semicolons or tabs separate the columns.

    Parameters
    ----------
    path : str or Path
        .csv, .data (LAMMPS, as written here), .json or .parquet.
    unit : str, optional
        Of all lengths of a CSV from elsewhere, such as "um"; and of `box`.
    box : array_like (3,), optional
        Its box, in `unit`; its first corner is the origin.
    periodic, contact_gap, dimension
        Of a CSV from elsewhere, as in `from_particles`: flat walls bound what is not periodic;
        `contact_gap` of LAMMPS data, too.

    Returns
    -------
    Packing

    Raises
    ------
    InputError
        With file and, where there is one, line: whatever makes the file unusable; `unit` or
        `box` missing for a file from elsewhere, or given for one that has its own, as `periodic`;
        a heading with another unit; particles of such a file that overlap by more than half the
        sum of their radii.
    """
    path = Path(path)
    place, suffix = path.name, path.suffix.lower()
    if suffix not in _SUFFIXES:
        why = "a file for ParaView, not read back:" if suffix == ".vtp" else "unknown"
        raise InputError(str(path), f"{why} suffix '{path.suffix}'", ", ".join(_SUFFIXES))
    content = read_file(path, _BYTES_MAX, "a file of particles")
    if suffix == ".csv" and not content.startswith(OWN_CSV):
        return from_foreign_csv(
            _text(content, place),
            place,
            unit=unit,
            box=box,
            periodic=periodic,
            contact_gap=contact_gap,
            dimension=dimension,
        )
    if unit is not None or box is not None or periodic != (True, True, True):
        own = "has unit, box and walls of its own"
        raise InputError(place, own, "unit, box and periodic sides left out")
    if suffix == ".csv":
        return from_csv(_text(content, place), place)
    if suffix == ".data":
        return from_lammps(_text(content, place), place, contact_gap)
    return (from_json if suffix == ".json" else from_parquet)(content, place)


def _text(content: bytes, place: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            place, f"byte {error.start} is not UTF-8 text", "a text file in UTF-8"
        ) from error
