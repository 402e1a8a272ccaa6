"""Before anything is cast: does the ceramic survive, and how much of everything is needed?"""

from ceralyte.slurry.composition import Composition, WeighOut, composition, weigh_out
from ceralyte.slurry.evidence import DocumentedOutcome, documented_outcomes
from ceralyte.slurry.linker import LinkerComposition, linker_composition
from ceralyte.slurry.verdict import SlurryVerdict, assess

__all__ = [
    "Composition",
    "DocumentedOutcome",
    "LinkerComposition",
    "SlurryVerdict",
    "WeighOut",
    "assess",
    "composition",
    "documented_outcomes",
    "linker_composition",
    "weigh_out",
]
