"""Example recipes that ship with the package."""

from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from ceralyte.core.errors import InputError, UnknownNameError

FIRST = "lpscl-ptfe-dry"


def titles() -> list[tuple[str, str]]:
    """Return name and first comment line of every example."""
    return [(n, f.read_text(encoding="utf-8").split("\n", 1)[0].lstrip("# ")) for n, f in _files()]


def write(name: str, out: Path | None, *, force: bool) -> Path:
    """Write the example `name` to `out` (default: its name, here) and return the path.

    Raises
    ------
    UnknownNameError
        No such example.
    InputError
        The file is there already, or cannot be written.
    """
    files = dict(_files())
    if name not in files:
        raise UnknownNameError("example", name, files)
    path = out or Path(f"{name}.yaml")
    if path.exists() and not force:
        raise InputError(str(path), "is there already", "--out with another name, or --force")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(files[name].read_text(encoding="utf-8"), encoding="utf-8")
    except OSError as error:
        raise InputError(str(path), f"cannot be written: {error}", "another --out") from error
    return path


def _files() -> list[tuple[str, Traversable]]:
    folder = resources.files("ceralyte.recipe") / "examples"
    found = [
        (f.name.removesuffix(".yaml"), f) for f in folder.iterdir() if f.name.endswith(".yaml")
    ]
    return sorted(found)
