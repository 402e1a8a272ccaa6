"""How the figures look: colours that colour-blind readers tell apart, sizes for print."""

from collections.abc import Iterable
from typing import Any, Final

from matplotlib.font_manager import get_font_names
from matplotlib.typing import RcKeyType

BLUE, ORANGE, GREEN, VERMILION = "#0072B2", "#E69F00", "#009E73", "#D55E00"
"""Of the palette of Okabe and Ito (2008), Color Universal Design."""
INK, GREY, FAINT = "#1b1f24", "#6b7280", "#d8dce1"

STAR: Final[dict[str, Any]] = {
    "marker": "*",
    "markersize": 14,
    "linestyle": "none",
    "color": INK,
    "markerfacecolor": "#F0E442",
    "zorder": 6,
}
"""How a user's design stands among published ones."""

PHASE_COLOURS: Final = {
    "pore": "#20242c",
    "ceramic": "#6fa8d2",
    "binder": ORANGE,
    "support": GREEN,
    "substrate": "#9a9187",
}
"""Colour of each phase in pictures and bars; grains vary a little around that of the ceramic."""

_ASIAN = (
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "Microsoft YaHei",
    "Yu Gothic",
    "Malgun Gothic",
    "PingFang SC",
    "Hiragino Sans",
)


def font_families(installed: Iterable[str]) -> list[str]:
    """Return the font of figures, then what is installed for signs that it does not have.

    Examples
    --------
    >>> font_families(["DejaVu Sans", "Arial", "Yu Gothic"])
    ['DejaVu Sans', 'Yu Gothic']
    """
    there = set(installed)
    return ["DejaVu Sans", *(name for name in _ASIAN if name in there)]


RC: Final[dict[RcKeyType, object]] = {
    "font.family": font_families(get_font_names()),
    "font.size": 8.0,
    "text.color": INK,
    "text.parse_math": False,
    "axes.labelcolor": INK,
    "axes.edgecolor": GREY,
    "axes.linewidth": 0.8,
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "grid.color": FAINT,
    "grid.linewidth": 0.5,
    "xtick.color": GREY,
    "ytick.color": GREY,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "legend.frameon": False,
    "legend.fontsize": 7.5,
    "lines.linewidth": 1.6,
    "svg.hashsalt": "ceralyte",
    "svg.fonttype": "path",
}
"""Settings for `matplotlib.rc_context`; the fixed salt makes the same figure the same bytes.

Mathematical markup is off: labels carry text of users, in which "$" is only a dollar.
"""
