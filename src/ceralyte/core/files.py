"""Files and folders that appear whole or not at all."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from os import getpid
from pathlib import Path

from ceralyte.core.errors import InputError


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """Give a place to write to; what is there at the end takes the place of `path`.

    Readers see the old file or folder or the new one, never a half; where the writing fails,
    what was there stays.

    Raises
    ------
    InputError
        The place cannot be written.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> target = Path(mkdtemp()) / "note.txt"
    >>> with written_whole(target) as place:
    ...     _ = place.write_text("whole")
    >>> target.read_text()
    'whole'
    """
    unfinished = path.with_name(f".{path.name}.{getpid()}")
    old = path.with_name(f".{path.name}.{getpid()}.old")
    try:
        yield unfinished
        if path.is_dir():
            path.rename(old)
        unfinished.rename(path) if unfinished.is_dir() else unfinished.replace(path)
    except OSError as error:
        raise InputError(
            str(path), f"cannot be written: {error.strerror or error}", "a writable folder"
        ) from error
    finally:
        for rest in (unfinished, old):
            if rest.is_dir():
                shutil.rmtree(rest)
            else:
                rest.unlink(missing_ok=True)
