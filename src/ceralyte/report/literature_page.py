"""Interactive figures of published membranes: what a page shows of each, and a page of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ceralyte.literature import Statement
from ceralyte.report.environment import environment


@dataclass(frozen=True)
class PublishedFigure:
    """A figure as HTML, its title, why the design is not in it ("": it is), what is said of it."""

    title: str
    html: Markup
    missing: str
    statements: tuple[Statement, ...]


def literature_page(title: str, figures: Sequence[PublishedFigure]) -> str:
    """Return one HTML page that needs nothing but itself."""
    return environment().get_template("literature.html").render(title=title, figures=figures)
