"""A packing into a file, whole or not at all."""

from collections.abc import Callable
from os import getpid
from pathlib import Path

from ceralyte.core.errors import InputError
from ceralyte.model import Packing
from ceralyte.packing.files.lammps import to_lammps
from ceralyte.packing.files.parquet import to_parquet
from ceralyte.packing.files.text import to_csv, to_json
from ceralyte.packing.files.vtp import to_vtp

_WRITERS: dict[str, Callable[[Packing], bytes]] = {
    ".csv": to_csv,
    ".data": to_lammps,
    ".json": to_json,
    ".parquet": to_parquet,
    ".vtp": to_vtp,
}


def write_particles(packing: Packing, path: str | Path) -> Path:
    """Write a packing in the format that the suffix of `path` names.

    .csv, .json, .parquet
        All of it, exactly: `read_particles` gives an equal packing. Columns x_m, y_m, z_m,
        diameter_m, contacts, fixed_contacts (with walls and obstacles), rattler, touches (the
        particles touched that come later, counted from 0).
    .data
        LAMMPS, atom_style sphere, units micro (lengths in um): places and sizes, exactly; no
        contacts and no obstacles.
    .vtp
        VTK PolyData for ParaView: points with diameter_m, contacts, rattler; no obstacles.

    Parameters
    ----------
    packing : Packing
    path : str or Path
        An existing file is replaced once the new one is complete.

    Returns
    -------
    Path

    Raises
    ------
    InputError
        An unknown suffix, or a file that cannot be written.
    """
    path = Path(path)
    check_suffix(path)
    content = _WRITERS[path.suffix.lower()](packing)
    try:
        _replace(path, content)
    except OSError as error:
        raise InputError(
            str(path), f"cannot be written: {error.strerror}", "a file in a writable folder"
        ) from error
    return path


def check_suffix(path: Path) -> None:
    """Raise an error if `path` names no format that particles are written in."""
    if path.suffix.lower() not in _WRITERS:
        raise InputError(str(path), f"unknown suffix '{path.suffix}'", ", ".join(_WRITERS))


def _replace(path: Path, content: bytes) -> None:
    """Write beside `path`, then rename: readers see the old file or the new one, no half."""
    unfinished = path.with_name(f".{path.name}.{getpid()}")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
