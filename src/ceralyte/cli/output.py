"""What commands print: one JSON document or tables on stdout, talk and progress on stderr."""

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from time import monotonic
from typing import Any

from pydantic import BaseModel
from rich.console import Console
from rich.markup import escape
from rich.measure import Measurement
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from ceralyte.core import format
from ceralyte.core.format import DIGITS
from ceralyte.core.quantities import Outcome
from ceralyte.model import Verdict

STDERR = Console(stderr=True, highlight=False, emoji=False)
STDOUT = Console(highlight=False, soft_wrap=True, emoji=False)

PROGRESS = "CERALYTE_PROGRESS"
"""Environment variable: "lines" makes progress lines of text, "CERALYTE_PROGRESS 0.25 packing"."""

SHORT = 1.0
"""Seconds in which a command need not say how far it is."""

_FOLDED = 4 / 3  # widths of the terminal that a table may want; long words then go on below
_MARK = {"yes": "green", "no": "red", "uncertain": "yellow", "unknown": "blue"}


def print_json(document: BaseModel | dict[str, Any] | list[Any]) -> None:
    """Print one JSON document on stdout."""
    data = document.model_dump(mode="json") if isinstance(document, BaseModel) else document
    sys.stdout.write(json.dumps(data, indent=1, ensure_ascii=False) + "\n")


def say(text: str) -> None:
    """Print a line of talk on stderr."""
    STDERR.print(escape(text), soft_wrap=True)


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table on stdout; where its words are far too wide, one paragraph per row."""
    out = Table(title=escape(title), title_justify="left", title_style="bold")
    for column in columns:
        out.add_column(column, overflow="fold")
    for row in rows:
        out.add_row(*(escape(cell) for cell in row))
    endless = STDOUT.options.update(max_width=sys.maxsize)
    if Measurement.get(STDOUT, endless, out).minimum <= _FOLDED * STDOUT.width:
        STDOUT.print(out)
        return
    STDOUT.print(f"[bold]{escape(title)}[/]")
    for first, *others in rows:
        STDOUT.print(f"[bold]{escape(first)}[/]")
        for column, cell in zip(columns[1:], others, strict=True):
            if cell:
                STDOUT.print(f"  {column}: {escape(cell)}")


def verdict_lines(verdicts: Sequence[Verdict]) -> None:
    """Print verdicts, one line each, the answer in colour and in words."""
    from ceralyte.report.prose import sentences, typeset

    for v in verdicts:
        colour = _MARK[v.answer]
        STDOUT.print(
            f"[bold {colour}]{v.answer:>9}[/]  {escape(typeset(v.question))} "
            f"[dim]{escape(sentences(v.reason))}[/]"
        )


def shown(outcome: Outcome, name: str = "", unit: str | None = None, digits: int = DIGITS) -> str:
    """Return a quantity as one text, or why there is none; see `ceralyte.core.format.shown`.

    A range stands behind what is only estimated.
    """
    return _in_one(format.shown(outcome, name, digits, unit=unit))


def compared(outcome: Outcome, name: str = "") -> str:
    """Return a quantity as `shown` does, beside others; see `ceralyte.core.format.compared`."""
    return _in_one(format.compared(outcome, name))


def _in_one(told: format.Shown) -> str:
    if told.reason:
        return f"not available: {told.reason}"
    text = f"{told.text} {told.unit}".rstrip()
    if not told.estimate:
        return text
    return text + (f" ({told.bracket})" if told.bracket else "") + " [estimate]"


def _silent(_what: str, _share: float) -> None:
    """Tell nobody."""


def _stage_lines() -> Callable[[str, float], None]:
    """Return a callback that prints each stage once, when it begins; a short run is silent."""
    began, said = monotonic(), ""

    def tell(what: str, share: float) -> None:
        nonlocal said
        if what != said and monotonic() - began >= SHORT:
            said = what
            say(f"{100 * share:3.0f} % {what}")

    return tell


@contextmanager
def progress_bar(quiet: bool) -> Iterator[Callable[[str, float], None]]:
    """Give a callback that draws a progress bar on stderr, or lines for a program that watches.

    Where stderr is no terminal, as in the log of a queue, a new stage is a line of talk. So is what
    the first run compiles, which no stage shows.
    """
    from ceralyte.core import compiling

    with nullcontext() if quiet else compiling.told(say, SHORT), _bar(quiet) as tell:
        yield tell


@contextmanager
def _bar(quiet: bool) -> Iterator[Callable[[str, float], None]]:
    if os.environ.get(PROGRESS) == "lines":
        yield lambda what, share: STDERR.out(f"{PROGRESS} {share:.4f} {what}")
        return
    if not STDERR.is_terminal:
        yield _silent if quiet else _stage_lines()
        return
    columns = (
        SpinnerColumn(),
        BarColumn(bar_width=30),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=STDERR, disable=quiet, transient=True) as bars:
        task = bars.add_task("", total=1.0)

        def tell(what: str, share: float) -> None:
            bars.update(task, description=escape(what), completed=share)

        yield tell
