"""The page on the command line, from the commands themselves."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_type_hints

from typer.main import get_command

from ceralyte.cli.main import app

_INTRO = """# Command line

`ceralyte --help` lists the commands, `ceralyte COMMAND --help` says what is on this page.

Exit codes: 0 done; 1 ran, but the answer is "no" or a solver did not converge; 2 bad input.
"""


_OPTION = re.compile(r"(?<![\w`-])(--[a-z][\w-]*)")
_VALUES = {int: "whole number", float: "number", str: "text", Path: "path"}


def cli_reference() -> str:
    """Return the page as Markdown."""
    group: Any = get_command(app)
    return "\n".join([_INTRO, *_sections(group.commands, "ceralyte")])


def _sections(commands: dict[str, Any], prefix: str) -> Iterator[str]:
    for name, command in commands.items():
        called = f"{prefix} {name}"
        if hasattr(command, "commands"):
            yield from _sections(command.commands, called)
            continue
        usage = " ".join(_metavar(p) for p in _arguments(command))
        yield f"## {called}\n\n{_with_code(command.help or '')}\n"
        yield f"```text\n{called} [OPTIONS] {usage}".rstrip() + "\n```\n"
        yield "| option | value | left out | meaning |\n| --- | --- | --- | --- |"
        hints = get_type_hints(command.callback)
        yield "\n".join(_row(p, hints[p.name]) for p in command.params if p.name != "help") + "\n"


def _arguments(command: Any) -> list[Any]:
    return [p for p in command.params if p.param_type_name == "argument"]


def _row(parameter: Any, hint: Any) -> str:
    is_argument = parameter.param_type_name == "argument"
    shown = (
        _metavar(parameter)
        if is_argument
        else ", ".join((*parameter.opts, *parameter.secondary_opts))
    )
    default = f"`{parameter.default}`" if parameter.default not in (None, False) else ""
    if parameter.required:
        default = "required"
    meaning = _with_code(parameter.help or "").replace("|", "\\|")
    return f"| `{shown}` | {_value(hint)} | {default} | {meaning} |"


def _metavar(parameter: Any) -> str:
    return str(parameter.metavar or parameter.name.upper()).replace("|", " or ")


def _value(hint: Any) -> str:
    """What to write for a parameter of this type; nothing for a switch."""
    kinds = [kind for kind in get_args(hint) if kind in _VALUES] or [hint]
    return _VALUES.get(kinds[0], "")


def _with_code(text: str) -> str:
    """Names of options as code: a page would print their two strokes as a dash."""
    return _OPTION.sub(r"`\1`", text)
