"""Published membranes predicted from their recipes, against what was measured."""

from ceralyte.literature.hindcast.priors import Prior
from ceralyte.literature.hindcast.results import (
    Compared,
    Hindcast,
    HindcastRow,
    LeftOut,
    Summary,
)
from ceralyte.literature.hindcast.run import hindcast

__all__ = ["Compared", "Hindcast", "HindcastRow", "LeftOut", "Prior", "Summary", "hindcast"]
