"""What commands print: one JSON document or tables on stdout, talk and progress on stderr."""

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from math import floor, inf, isfinite, log10
from typing import Any

from pydantic import BaseModel
from rich.console import Console
from rich.markup import escape
from rich.measure import Measurement
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from ceralyte.core.display import (
    SUPERSCRIPTS,
    bracket_digits,
    display_unit,
    rounded_up,
    symbol,
    to_display,
    width_to_display,
)
from ceralyte.core.quantities import Outcome, Quantity, Unavailable
from ceralyte.model import Verdict

STDERR = Console(stderr=True, highlight=False, emoji=False)
STDOUT = Console(highlight=False, soft_wrap=True, emoji=False)

PROGRESS = "CERALYTE_PROGRESS"
"""Environment variable: "lines" makes progress lines of text, "CERALYTE_PROGRESS 0.25 packing"."""

_FOLDED = 4 / 3  # widths of the terminal that a table may want; long words then go on below
_PLAIN = 1e6  # numbers below it are printed without an exponent
_MOST_DIGITS = 9  # of a value whose error bar is tiny
_SMALL = 1e-4  # numbers below it are printed with one
_TINY = 1e-300  # powers of ten below it are no normal floats
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


def shown(outcome: Outcome, name: str = "", unit: str | None = None, digits: int = 4) -> str:
    """Return a quantity as text with its error bar, or why there is none.

    The unit is `unit`, or the one in which people expect a quantity called `name`. At most `digits`
    significant digits are shown, and none beyond the second of the error bar; of a bracket as
    `bracket_digits` has it.
    """
    if isinstance(outcome, Unavailable):
        return f"not available: {outcome.reason}"
    target = unit or display_unit(outcome.unit, name)
    bracketed = outcome.estimate and (outcome.low is not None or outcome.high is not None)
    if bracketed:
        digits = bracket_digits(outcome.low, outcome.high)
    value = to_display(outcome.value, target)
    if outcome.std is None:
        text = rounded(value, 0.0, digits)
    else:
        text = with_error(value, width_to_display(outcome.std, target), digits)
    text += f" {symbol(target)}".rstrip()
    if bracketed:
        text += f" ({_bracket(outcome, target, digits)})"
    return text + (" [estimate]" if outcome.estimate else "")


def _bracket(outcome: Quantity, unit: str, digits: int) -> str:
    """Both ends, or the one that is known."""
    low, high = (
        None if end is None else to_display(end, unit) for end in (outcome.low, outcome.high)
    )
    if low is not None and high is not None:
        return f"{rounded(low, 0.0, digits)} to {rounded(high, 0.0, digits)}"
    if low is not None:
        return f"at least {rounded(-rounded_up(-low, digits), 0.0, digits)}"
    return "" if high is None else f"at most {rounded(rounded_up(high, digits), 0.0, digits)}"


def rounded(value: float, spread: float, digits: int) -> str:
    """Return a value without digits beyond the second of its spread, one to `digits` of them.

    Examples
    --------
    >>> rounded(65.93, 49.5, 4), rounded(3.894, 1.33, 4), rounded(1282.4, 0.0, 3)
    ('66', '3.9', '1280')
    """
    digits = min(digits, _asked(value, spread) or digits)
    text = f"{value:.{digits}g}"
    return f"{float(text):.0f}" if "e+" in text and abs(value) < _PLAIN else text


def with_error(value: float, std: float, digits: int) -> str:
    """Value and error bar in one notation: "66 ± 12", or "(1.62 ± 0.052) × 10⁻⁶".

    An error bar below the last of the `digits` brings the digits that it asks for.
    """
    largest = max(abs(value), std if isfinite(std) else 0.0)
    if _TINY < largest < _SMALL or _PLAIN <= largest < inf:
        exponent = floor(log10(largest))
        scale = 10.0**exponent
        text = with_error(value / scale, std / scale, digits)
        return f"({text}) × 10{str(exponent).translate(SUPERSCRIPTS)}"
    if digits < _asked(value, std) <= _MOST_DIGITS:
        places = 1 - floor(log10(std))
        return " ± ".join(f"{round(x, places):.{max(places, 0)}f}" for x in (value, std))
    return f"{_plain(rounded(value, std, digits))} ± {_plain(f'{std:.2g}')}"


def _asked(value: float, spread: float) -> int:
    """Significant digits of a value up to the second one of its spread; none asked is 0."""
    if not (0 < spread < inf and value):
        return 0
    return max(floor(log10(abs(value))) - floor(log10(spread)) + 2, 1)


def _plain(text: str) -> str:
    """Return a number without exponent, unless it would be a long row of noughts."""
    return f"{Decimal(text):f}" if 1e-9 <= abs(float(text)) < inf else text


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
