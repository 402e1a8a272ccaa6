"""Files of a job for download: what is listed can be asked for, nothing else can."""

import mimetypes
import sqlite3
import zipfile
from contextlib import closing, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory
from typing import Any

from starlette.exceptions import HTTPException

from ceralyte.app.jobs.commands import RESULTS, STORE, STUDY
from ceralyte.core.errors import InputError

_TYPES = {
    ".yaml": "text/plain",
    ".csv": "text/csv",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".html": "text/html",
}
_UNKNOWN = "application/octet-stream"


def listing(folder: Path) -> list[dict[str, Any]]:
    """Return name, size and type of every file of a job; a volume of many files is one archive."""
    return [
        {"name": name, "bytes": path.stat().st_size, "type": type_of(path)}
        for name, path in _files(folder).items()
        if ".zarr/" not in name
    ]


def file_named(folder: Path, name: str) -> Path:
    """Return a file that is listed, or answer 404."""
    found = _files(folder).get(name)
    if found is None:
        raise HTTPException(404, f"there is no file {name[:80]}")
    return found


def pictures(folder: Path) -> dict[str, Path]:
    """Return the PNG files of a job by their names without suffix."""
    return {path.stem: path for path in _files(folder).values() if path.suffix == ".png"}


def type_of(path: Path) -> str:
    """Return the media type of a file, by its suffix."""
    return _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or _UNKNOWN


def archive(folder: Path, temporary: Path) -> Path:
    """Return a new zip of all files of a job, its study too; whoever asked removes it.

    Raises
    ------
    InputError
        The store of the study is damaged.
    """
    with NamedTemporaryFile(dir=temporary, suffix=".zip", delete=False) as file:
        place = Path(file.name)
    try:
        with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as zipped:
            for name, path in _files(folder / RESULTS).items():
                with suppress(FileNotFoundError):  # gone while a job that runs goes on
                    zipped.write(path, name)
            if (folder / STUDY).is_file():
                zipped.write(folder / STUDY, STUDY)
            if (folder / STORE).is_file():
                with TemporaryDirectory(dir=temporary) as beside:
                    zipped.write(_copy_of_store(folder / STORE, Path(beside) / STORE), STORE)
    except BaseException:
        place.unlink()
        raise
    return place


def _copy_of_store(store: Path, copy: Path) -> Path:
    """Copy a store as it stands, while a study may write to it."""
    try:
        with (
            closing(sqlite3.connect(f"{store.as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
    except sqlite3.Error as error:
        raise InputError(STORE, f"cannot be read: {error}", "files one by one") from error
    return copy


def _files(folder: Path) -> dict[str, Path]:
    found = {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink() and path.suffix != ".part"
    }
    return found
