"""Arguments and options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

from ceralyte.core.errors import InputError, Mistakes
from ceralyte.core.pairs import pairs_of
from ceralyte.core.units import Dimension, parse_from

RecipeFile = Annotated[Path, typer.Argument(metavar="RECIPE", help="recipe file, YAML or TOML")]
AsJson = Annotated[bool, typer.Option("--json", help="print one JSON document and nothing else")]


def from_zero(seed: int) -> int:
    """Return what a command takes as its seed; refuse a negative one."""
    if seed < 0:
        raise InputError("--seed", f"got {seed}", "a whole number, 0 or more")
    return seed


def refuse_given(
    context: typer.Context,
    names: tuple[str, ...],
    beside: str,
    allowed: str,
    wrong: Mistakes,
) -> None:
    """Note options that have no effect beside what else was given."""
    sources = {name: context.get_parameter_source(name) for name in names}
    stated = [name for name, source in sources.items() if source and source.name == "COMMANDLINE"]
    if stated:
        told = ", ".join("--" + name.replace("_", "-") for name in stated)
        with wrong.noted():
            raise InputError(told, f"got {beside}", allowed)


def assigned(
    text: str | None, dimension: Dimension, field: str, example: str, *, included: bool = False
) -> dict[str, float]:
    """Return the values (SI) of "name=value, other=value", such as `example`; none without text.

    Raises
    ------
    InputError
        What is no such pair, a name that stands there twice, a value of another dimension, one
        that is not above 0, or with `included` below it: all that is wrong.
    """
    if text is None:
        return {}
    wrong, found = Mistakes(field), {}
    for name, value in pairs_of(text, field, example, wrong).items():
        with wrong.noted():
            found[name] = parse_from(value, dimension, f"{field} {name}", 0.0, included=included)
    wrong.tell()
    return found
