"""Before anything is cast: does the ceramic survive, and how much of everything is needed?"""

from ceralyte.slurry.composition import Composition, WeighOut, composition, weigh_out
from ceralyte.slurry.evidence import DocumentedOutcome, documented_outcomes
from ceralyte.slurry.verdict import SlurryVerdict, assess

__all__ = [
    "Composition",
    "DocumentedOutcome",
    "SlurryVerdict",
    "WeighOut",
    "assess",
    "composition",
    "documented_outcomes",
    "weigh_out",
]
