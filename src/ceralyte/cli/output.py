"""What commands print: one JSON document or tables on stdout, talk and progress on stderr."""

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from pydantic import BaseModel
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from ceralyte.core.display import display_unit, symbol
from ceralyte.core.quantities import Outcome, Unavailable
from ceralyte.core.units import from_si
from ceralyte.model import Verdict

STDERR = Console(stderr=True, highlight=False, emoji=False)
STDOUT = Console(highlight=False, soft_wrap=True, emoji=False)

PROGRESS = "CERALYTE_PROGRESS"
"""Environment variable: "lines" makes progress lines of text, "CERALYTE_PROGRESS 0.25 packing"."""

_MARK = {"yes": "green", "no": "red", "uncertain": "yellow", "unknown": "blue"}


def print_json(document: BaseModel | dict[str, Any] | list[Any]) -> None:
    """Print one JSON document on stdout."""
    data = document.model_dump(mode="json") if isinstance(document, BaseModel) else document
    sys.stdout.write(json.dumps(data, indent=1, ensure_ascii=False) + "\n")


def say(text: str) -> None:
    """Print a line of talk on stderr."""
    STDERR.print(escape(text), soft_wrap=True)


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table on stdout."""
    out = Table(title=escape(title), title_justify="left", title_style="bold")
    for column in columns:
        out.add_column(column, overflow="fold")
    for row in rows:
        out.add_row(*(escape(cell) for cell in row))
    STDOUT.print(out)


def verdict_lines(verdicts: Sequence[Verdict]) -> None:
    """Print verdicts, one line each, the answer in colour and in words."""
    for v in verdicts:
        colour = _MARK[v.answer]
        STDOUT.print(
            f"[bold {colour}]{v.answer:>9}[/]  {escape(v.question)} [dim]{escape(v.reason)}[/]"
        )


def shown(outcome: Outcome, name: str = "", unit: str | None = None) -> str:
    """Return a quantity as text with its error bar, or why there is none.

    The unit is `unit`, or the one in which people expect a quantity called `name`.
    """
    if isinstance(outcome, Unavailable):
        return f"not available: {outcome.reason}"
    target = unit or display_unit(outcome.unit, name)
    factor = from_si(1.0, target) if target else 1.0
    text = f"{outcome.value * factor:.4g}"
    if outcome.std is not None:
        text += f" ± {outcome.std * factor:.2g}"
    text += f" {symbol(target)}".rstrip()
    if outcome.low is not None and outcome.high is not None and outcome.estimate:
        text += f" ({outcome.low * factor:.3g} to {outcome.high * factor:.3g})"
    return text + (" [estimate]" if outcome.estimate else "")


@contextmanager
def progress_bar(quiet: bool) -> Iterator[Callable[[str, float], None]]:
    """Give a callback that draws a progress bar on stderr, or lines for a program that watches."""
    if os.environ.get(PROGRESS) == "lines":
        yield lambda what, share: STDERR.out(f"{PROGRESS} {share:.4f} {what}")
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
