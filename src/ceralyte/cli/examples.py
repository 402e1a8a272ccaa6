"""Example recipes that ship with the package."""

from pathlib import Path

from ceralyte.core.errors import InputError, UnknownNameError
from ceralyte.recipe.gallery import example_recipes, title_of

FIRST = "lpscl-ptfe-dry"


def titles() -> list[tuple[str, str]]:
    """Return name and first comment line of every example."""
    return [(name, title_of(text)) for name, text in example_recipes().items()]


def write(name: str, out: Path | None, *, force: bool) -> Path:
    """Write the example `name` to `out` (default: its name, here) and return the path.

    Raises
    ------
    UnknownNameError
        No such example.
    InputError
        The file is there already, or cannot be written.
    """
    files = example_recipes()
    if name not in files:
        raise UnknownNameError("example", name, files)
    path = out or Path(f"{name}.yaml")
    if path.exists() and not force:
        raise InputError(str(path), "is there already", "--out with another name, or --force")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(files[name], encoding="utf-8")
    except OSError as error:
        raise InputError(str(path), f"cannot be written: {error}", "another --out") from error
    return path
