"""A design among the published membranes: the figures of its report."""

from ceralyte.literature import figure_2, published_curves, published_membranes
from ceralyte.literature.figure_2 import NAMES
from ceralyte.model import Design
from ceralyte.report.figure_2 import published_figure
from ceralyte.report.literature_page import PublishedFigure
from ceralyte.report.published_arrhenius import published_arrhenius


def published_figures(design: Design) -> list[PublishedFigure]:
    """Return conductivity against temperature and Fig. 2c to 2e with the design in each."""
    membranes = published_membranes()
    return [
        published_arrhenius(published_curves(), design),
        *(published_figure(figure_2(name, membranes, design)) for name in NAMES),
    ]
