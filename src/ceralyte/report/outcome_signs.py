"""How outcomes look in figures of solvents: colour by answer, letter and shape by outcome."""

from typing import Final

from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D

from ceralyte.report.style import BLUE, INK, ORANGE, VERMILION
from ceralyte.slurry import SlurryVerdict
from ceralyte.slurry.wording import outcome_in_words

_BY_OUTCOME: Final = {
    "stable": ("S", "o"),
    "stable_morphology_change": ("M", "p"),
    "complex_reversible": ("C", "s"),
    "no_solvent": ("N", "*"),
    "test_it": ("?", "D"),
    "ion_exchange": ("I", "P"),
    "dissolves": ("D", "v"),
    "decomposes": ("X", "X"),
    "h2s_release": ("H", "^"),
}
"""Letter, as on the page of `ceralyte app`, and shape; in the order of legends."""
ORDER: Final = tuple(_BY_OUTCOME)
_COLOURS: Final = {True: BLUE, None: ORANGE, False: VERMILION}
_ANSWERS: Final = {True: "usable", None: "", False: "not usable"}


def colour(verdict: SlurryVerdict) -> str:
    """Colour of the answer: usable, to be tested, or not usable."""
    return _COLOURS[verdict.usable]


def ink(verdict: SlurryVerdict) -> str:
    """Colour of a letter upon `colour`, light or dark for contrast."""
    return INK if verdict.usable is None else "white"


def letter(outcome: str) -> Path:
    """Letter of an outcome in a matrix, as a marker about its middle (matplotlib)."""
    path = TextPath((0, 0), _BY_OUTCOME[outcome][0], size=1, prop=FontProperties(weight="bold"))
    box = path.get_extents()
    return path.transformed(Affine2D().translate(-(box.x0 + box.x1) / 2, -(box.y0 + box.y1) / 2))


def shape(outcome: str) -> str:
    """Marker of an outcome in a map (matplotlib)."""
    return _BY_OUTCOME[outcome][1]


def words(verdict: SlurryVerdict) -> str:
    """Outcome of a verdict and its answer, for a legend."""
    outcome = outcome_in_words(verdict.outcome)
    answer = _ANSWERS[verdict.usable]
    return f"{answer}: {outcome}" if answer else outcome
