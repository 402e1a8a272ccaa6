"""Arguments and options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

from ceralyte.core.errors import InputError
from ceralyte.core.units import Dimension, parse

RecipeFile = Annotated[Path, typer.Argument(metavar="RECIPE", help="recipe file, YAML or TOML")]
AsJson = Annotated[bool, typer.Option("--json", help="print one JSON document and nothing else")]


def from_zero(seed: int) -> int:
    """Return what a command takes as its seed; refuse a negative one."""
    if seed < 0:
        raise InputError("--seed", f"got {seed}", "a whole number, 0 or more")
    return seed


def assigned(text: str | None, dimension: Dimension, field: str, example: str) -> dict[str, float]:
    """Return the values (SI) of "name=value, other=value", such as `example`; none without text.

    Raises
    ------
    InputError
        What is no such pair, a name that stands there twice, a value of another dimension.
    """
    found: dict[str, float] = {}
    for part in text.split(",") if text else ():
        name, _, value = (piece.strip() for piece in part.partition("="))
        if not name or not value:
            raise InputError(field, f"got '{part.strip()}'", f'as in "{example}"')
        if name in found:
            raise InputError(field, f"'{name}' stands there twice", "each name once")
        found[name] = parse(value, dimension, f"{field} {name}")
    return found
