"""Published measurements with their sources, and models beside them."""

from ceralyte.literature.conductivities import PublishedCurve, published_curves
from ceralyte.literature.figure_1c import Figure1c, ModelCurve, figure_1c

__all__ = ["Figure1c", "ModelCurve", "PublishedCurve", "figure_1c", "published_curves"]
