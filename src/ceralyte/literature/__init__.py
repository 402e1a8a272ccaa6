"""Published measurements with their sources, and models beside them."""

from ceralyte.literature.conductivities import PublishedCurve, published_curves
from ceralyte.literature.figure_1c import Figure1c, ModelCurve, figure_1c
from ceralyte.literature.figure_2 import Figure2, Point, figure_2
from ceralyte.literature.hindcast import Hindcast, HindcastRow, hindcast
from ceralyte.literature.membrane import PublishedMembrane
from ceralyte.literature.membrane_csv import to_csv
from ceralyte.literature.membranes import published_membranes, with_own
from ceralyte.literature.own_rows import read_membranes
from ceralyte.literature.selection import selected
from ceralyte.literature.statements import Statement, statements

__all__ = [
    "Figure1c",
    "Figure2",
    "Hindcast",
    "HindcastRow",
    "ModelCurve",
    "Point",
    "PublishedCurve",
    "PublishedMembrane",
    "Statement",
    "figure_1c",
    "figure_2",
    "hindcast",
    "published_curves",
    "published_membranes",
    "read_membranes",
    "selected",
    "statements",
    "to_csv",
    "with_own",
]
