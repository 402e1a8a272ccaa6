"""A process of its own that looks into an uploaded image, so that a bomb hurts nobody.

Run as ``python -m ceralyte.app.inspection RECEIVED TARGET DECODED ENTRIES``: checks what the file
declares against the limits before anything is decoded, moves it (a zip: its slices) to the target
and prints a summary as JSON, or ``{"error": ...}``: then whoever asked removes what is there.
"""

import json
import re
import sys
import zipfile
import zlib
from pathlib import Path
from shutil import copyfileobj
from typing import Any, BinaryIO
from xml.etree import ElementTree

from ceralyte.core.errors import InputError

SLICES = (".tif", ".tiff", ".png", ".bmp")
_MAGIC = {
    ".tif": (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"),
    ".tiff": (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"),
    ".npy": (b"\x93NUMPY",),
    ".zip": (b"PK\x03\x04",),
}
_BESIDE = 4_000_000_000  # bytes of address space that the libraries take
_SECONDS = 100
_LABELS = 16
_BINS = 64
_WORDS = (
    (re.compile("Python objects|Object arrays"), "holds Python objects, which are never read"),
    (
        re.compile("page offset|corrupted IFD|EOF|mmap|is cut off: "),
        "the file ends before its pages do",
    ),
)
_INSIDES = re.compile("(damaged or cut off|is damaged|no whole zip file|is no XML):.*", re.DOTALL)
_ELSEWHERE = re.compile(r"[/\\:]")


def main() -> None:
    """Inspect the file that the arguments name."""
    received, target = Path(sys.argv[1]), Path(sys.argv[2])
    decoded, entries = int(sys.argv[3]), int(sys.argv[4])
    limit_resources(decoded)
    try:
        answer: dict[str, Any] = {"summary": inspect(received, target, decoded, entries)}
    except InputError as error:
        answer = {"error": [in_words(error.problem), error.allowed]}
    except (MemoryError, RecursionError):
        answer = {"error": ["takes more memory than it declares", "an honest image"]}
    except (OSError, ValueError) as error:
        told = in_words(f"cannot be read: {getattr(error, 'strerror', None) or error}")
        answer = {"error": [told, "a whole image"]}
    sys.stdout.write(json.dumps(answer))


def in_words(problem: str) -> str:
    """Return a problem without what a library says of its own insides.

    Examples
    --------
    >>> in_words("is damaged: ValueError: <Pages @8> invalid page offset 33024")
    'the file ends before its pages do'
    """
    for pattern, words in _WORDS:
        if pattern.search(problem):
            return words
    return _INSIDES.sub(r"\1", problem)


def inspect(received: Path, target: Path, decoded: int, entries: int) -> dict[str, Any]:
    """Check a received image, move it to `target`, and say what it holds.

    Parameters
    ----------
    received, target : Path
        The suffix of `target` says what it is meant to be; a zip becomes a folder.
    decoded : int
        Most bytes of the whole image in memory.
    entries : int
        Most slices of a zip.

    Raises
    ------
    InputError
        Of another type than its name says, too large once decoded, damaged.
    """
    with received.open("rb") as file:
        if not file.read(8).startswith(_MAGIC[target.suffix]):
            raise InputError("upload", f"is no {target.suffix} file inside", "a whole file")
    if target.suffix == ".zip":
        target.mkdir()
        _unpack(received, target, decoded, entries)
        _check_slices(target, decoded)
    else:
        received.rename(target)
        _check_references(target)
        _check_declared(_source(target).nbytes, decoded)
    return _summary(target)


def _unpack(received: Path, target: Path, decoded: int, entries: int) -> None:
    """Lay the slices of a zip into a folder, none beside it, none larger than declared."""
    try:
        with zipfile.ZipFile(received) as zipped:
            slices = [
                entry
                for entry in zipped.infolist()
                if not entry.is_dir() and not entry.filename.startswith("__MACOSX/")
            ]
            if not 0 < len(slices) <= entries:
                raise InputError("upload", f"holds {len(slices)} files", f"1 to {entries} slices")
            _check_declared(sum(entry.file_size for entry in slices), decoded)
            for entry in slices:
                name = re.sub(r"[^\w.\-]", "_", Path(entry.filename).name)
                if Path(name).suffix.lower() not in SLICES or (target / name).exists():
                    raise InputError(
                        "upload", f"holds '{name[:60]}'", "slices in one folder: tif, png, bmp"
                    )
                with zipped.open(entry) as source, (target / name).open("wb") as file:
                    _copy(source, file, entry.file_size)  # type: ignore[arg-type]
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError) as error:
        raise InputError("upload", f"is no whole zip file: {error}", "a plain zip") from error


def _copy(source: BinaryIO, file: BinaryIO, declared: int) -> None:
    copyfileobj(source, file, 1 << 20)
    if file.tell() > declared:
        raise InputError("upload", "holds more than it declares", "an honest zip")


def _check_slices(folder: Path, decoded: int) -> None:
    """Add up what the headers of all slices declare."""
    total = 0.0
    for path in folder.iterdir():
        if path.suffix.lower() in (".tif", ".tiff"):
            _check_references(path)
            total += _source(path).nbytes
        else:
            from PIL import Image, UnidentifiedImageError

            try:
                with Image.open(path) as image:
                    total += image.width * image.height * len(image.getbands())
            except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
                raise InputError("upload", f"{path.name} is no image", "whole slices") from error
        _check_declared(total, decoded)


def _check_declared(declared: float, decoded: int) -> None:
    if declared > decoded:
        raise InputError(
            "upload",
            f"would be {declared / 1e9:.3g} GB decoded",
            f"{decoded / 1e9:.3g} GB or less: cut out or bin a smaller piece",
        )


def _check_references(path: Path) -> None:
    """Refuse a TIFF that makes its reader open files in other folders."""
    from ceralyte.structure.images.tiff import whole_tiff

    if path.suffix.lower() not in (".tif", ".tiff"):
        return
    with whole_tiff(path) as tiff:
        described = tiff.ome_metadata
    try:
        elements = ElementTree.fromstring(described).iter() if described else ()
        if any(_ELSEWHERE.search(element.get("FileName", "")) for element in elements):
            raise InputError(
                "upload", "refers to files elsewhere", "a TIFF that holds its own pixels"
            )
    except ElementTree.ParseError as error:
        raise InputError(
            "upload", f"has OME text that is no XML: {error}", "a whole file"
        ) from error


def _source(path: Path) -> Any:
    from ceralyte.structure.images.opening import open_image

    return open_image(path, None, None, None)


def _summary(path: Path) -> dict[str, Any]:
    import numpy as np

    from ceralyte.core.memory import require_memory
    from ceralyte.structure.images.labels import label_counts

    source = _source(path)
    require_memory("looking at the image", 3 * source.nbytes, "a smaller piece")
    try:
        image = source.load()
    except (OSError, ValueError, RuntimeError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError("upload", f"is damaged: {error}", "a whole image") from error
    if image.dtype.kind not in "buif":
        raise InputError("upload", f"holds {image.dtype}", "grey values or labels")
    told: dict[str, Any] = {
        "shape": list(image.shape),
        "axes": source.axes or "zyx",
        "dtype": str(image.dtype),
        "voxel_size": source.voxel_size,
        "notes": list(source.notes),
        "kind": "grey",
        "values": [],
    }
    if image.dtype.kind in "bui":
        values, counts = label_counts(image)
        if len(values) <= _LABELS:
            edges = [v - 0.5 for v in values] + [values[-1] + 0.5]
            return told | {
                "kind": "labels",
                "values": values,
                "histogram": {"edges": edges, "counts": counts},
            }
    finite = image[np.isfinite(image)] if image.dtype.kind == "f" else image
    if not finite.size:
        raise InputError("upload", "holds no finite value", "grey values or labels")
    bins, cuts = np.histogram(finite, bins=_BINS)
    return told | {"histogram": {"edges": cuts.tolist(), "counts": bins.tolist()}}


def limit_resources(decoded: int) -> None:
    """Let the system end this process before it takes all memory or all time."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (_BESIDE + 3 * decoded,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))


if __name__ == "__main__":
    main()
