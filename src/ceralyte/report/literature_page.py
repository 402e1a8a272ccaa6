"""Interactive figures of published membranes: what a page shows of each, and a page of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup
from matplotlib.figure import Figure

from ceralyte.literature import Statement
from ceralyte.report.environment import render


@dataclass(frozen=True)
class PublishedFigure:
    """A figure of published membranes with the design in it.

    Attributes
    ----------
    name : str
        Of its files: "published_2c".
    title : str
    html : Markup
        For pages, with switches for its groups.
    printed : matplotlib Figure
        For paper, with a legend.
    csv : str
        Its points.
    missing : str
        Why the design is not in it; "": it is.
    statements : tuple of Statement
        What is said of it.
    """

    name: str
    title: str
    html: Markup
    printed: Figure
    csv: str
    missing: str
    statements: tuple[Statement, ...]


def literature_page(title: str, figures: Sequence[PublishedFigure]) -> str:
    """Return one HTML page that needs nothing but itself."""
    return render("literature.html", title=title, figures=figures)
