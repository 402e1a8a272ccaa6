"""Files of users: read within limits, written whole or not at all."""

import errno
import shutil
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from os import getpid
from pathlib import Path
from tokenize import TokenError
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from ceralyte.core.errors import CeralyteError, InputError, nearest_names

_DAMAGE = (
    *(ArithmeticError, AssertionError, AttributeError, BadZipFile, EOFError, LookupError),
    *(MemoryError, OSError, ParseError, RuntimeError, SyntaxError, TokenError, TypeError),
    *(ValueError, struct.error, zlib.error),
)
"""What libraries raise of a damaged file, besides errors of their own."""
_OF_DAMAGE = (None, errno.EINVAL)
"""Error numbers of what a library finds, and of a jump to where a damaged header points."""

_ALIKE = 0.8
"""Of names of files: endings are alike that name another kind."""


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


def missing(path: Path, allowed: str, what: str = "file") -> InputError:
    """Return the error of a file, or `what` else, that is not there; `allowed` may have names near.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> folder = Path(mkdtemp())
    >>> _ = (folder / "ct.tif").write_text("")
    >>> missing(folder / "cta.tif", "an image").allowed.replace(f"{folder}/", "")
    "did you mean 'ct.tif'? An image"
    """
    return InputError(str(path), f"there is no such {what}", near_names(path, allowed))


def near_names(path: Path, allowed: str) -> str:
    """Return `allowed` behind the names like that of `path` in its folder, if there are any."""
    there: list[str] = []
    with suppress(OSError):  # its folder is not there either, or not to be looked into
        there = [one.name for one in path.parent.iterdir()]
    alike = nearest_names(path.name, there, likeness=_ALIKE)
    nearest = [f"'{path.with_name(name)}'" for name in alike]
    if not nearest:
        return allowed
    return f"did you mean {' or '.join(nearest)}? {allowed[:1].upper()}{allowed[1:]}"


def read_file(path: Path, largest: float, allowed: str, *, field: str = "") -> bytes:
    """Return the content of an ordinary file of at most `largest` bytes.

    Parameters
    ----------
    path : Path
    largest : float
        Bytes; a device or a pipe, which may never end, is refused as well.
    allowed : str
        What the file should be, for the message.
    field : str
        Where the file is named; by default its path.

    Raises
    ------
    InputError
        No such file, no ordinary one, too large, or not readable.
    """
    field = field or str(path)
    try:
        if not path.is_file():
            where = f"{path} " if field != str(path) else ""
            if path.exists():
                what = "a folder" if path.is_dir() else "no ordinary file"
                raise InputError(field, f"{where}cannot be read: is {what}", allowed)
            told = f"{where}cannot be read: there is no such file"
            raise InputError(field, told, near_names(path, allowed))
        size = path.stat().st_size
        if size > largest:
            raise InputError(
                field, f"has {size / 1e6:.1f} MB", f"{allowed}, up to {largest / 1e6:.0f} MB"
            )
        return path.read_bytes()
    except OSError as error:
        raise InputError(field, f"cannot be read: {error.strerror or error}", allowed) from error


def text_of(content: bytes, field: str, allowed: str) -> str:
    """Return the text of a file of an instrument or a program.

    UTF-16 by the mark at its begin, else UTF-8, else Latin-1: instruments write µ and ° as they
    did before Unicode.

    Parameters
    ----------
    content : bytes
    field : str
        Where the file is named.
    allowed : str
        What the file should be, for the message.

    Raises
    ------
    InputError
        It holds zero bytes, which no text has but UTF-16 without its mark.

    Examples
    --------
    >>> text_of("9 µm".encode("utf-16"), "psd.csv", "a table")
    '9 µm'
    """
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    if b"\0" in content:
        told = "the file is not text (or is text in UTF-16 without the mark at its begin)"
        raise InputError(field, told, f"{allowed}; text in UTF-8, or in UTF-16 with its mark")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


@contextmanager
def whole_file(place: str, wanted: str) -> Iterator[None]:
    """Turn whatever a library raises of a damaged file, `wanted` whole, into `InputError`.

    What the system refuses (a missing permission, a failing disk, memory) is told as such.
    """
    try:
        yield
    except CeralyteError:
        raise
    except _DAMAGE as error:
        allowed = f"a whole {wanted} that can be read"
        raise InputError(place, _fault(error, wanted), allowed) from error


def _fault(error: Exception, wanted: str) -> str:
    if isinstance(error, MemoryError):
        return "asks for more memory than there is, or is damaged"
    if isinstance(error, OSError) and error.errno not in _OF_DAMAGE:
        return f"cannot be read: {error.strerror}"
    if "checksum" in str(error):
        return "is damaged: what it holds has another checksum than it states"
    said = f"{type(error).__name__}: {error}".rstrip(": .")
    return f"is no {wanted}, damaged or cut off: {said}"
