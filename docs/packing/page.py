"""A section of the page: words, a figure with its numbers, and a table."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ceralyte.report.style import RC

Cell = str | float | None
LINE = {"linewidth": 1.3}
"""How estimates are drawn, in every figure."""
_POINTS = {"fmt": "o", "markersize": 4, "capsize": 2, "elinewidth": 1}


@dataclass(frozen=True)
class Section:
    """One idea: `rows` are the table in the page, `numbers` those behind the figure.

    `figure` is drawn under `figure_style`; its CSV has the columns curve, x, y and error.
    """

    name: str
    title: str
    text: str
    figure: Figure
    alt: str
    headings: tuple[str, ...]
    rows: list[tuple[Cell, ...]]
    numbers: list[tuple[Cell, ...]]


def figure_style() -> mpl.rc_context:  # type: ignore[name-defined]
    """Return the settings under which figures are drawn and saved."""
    return mpl.rc_context(RC)


def draw_points(
    axes: Axes, found: Mapping[float, tuple[float, float | None]], colour: str, label: str = ""
) -> None:
    """Draw x -> y with its error, where there is one."""
    y, errors = (np.array(column, dtype=float) for column in zip(*found.values(), strict=True))
    axes.errorbar(list(found), y, errors, color=colour, label=label, **_POINTS)


def markdown(section: Section) -> str:
    """Return a section as Markdown."""
    figure = f"![{section.alt}]({section.name}.svg)\n\nNumbers: [{section.name}.csv]"
    figure += f"({section.name}.csv)."
    return "\n\n".join(
        (f"## {section.title}", section.text, figure, table(section.headings, section.rows))
    )


def table(headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """Return a Markdown table; None is an empty cell."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(text(cell) for cell in line) + " |" for line in lines)


def text(cell: Cell) -> str:
    """Return a cell as it is read by people: four digits after the point."""
    if cell is None:
        return ""
    return cell if isinstance(cell, str) else f"{cell:.4f}"


def save(section: Section, folder: Path, pictures: Path) -> None:
    """Write the figure as SVG with its CSV into `folder`, and as PNG into `pictures`."""
    with figure_style():
        section.figure.savefig(
            folder / f"{section.name}.svg", metadata={"Date": None, "Creator": "ceralyte"}
        )
        section.figure.savefig(pictures / f"{section.name}.png", dpi=150)
    with (folder / f"{section.name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("curve", "x", "y", "error"))
        for row in section.numbers:
            writer.writerow(f"{c:.6g}" if isinstance(c, float) else c for c in row)
