"""Figures that answer to the mouse without any script: titles, links and switches in the SVG."""

import re
from collections.abc import Mapping, Sequence
from html import escape

from markupsafe import Markup
from matplotlib.lines import Line2D

_GROUP = re.compile(r'<g id="(point-[^"]+)">')
_HEAD = re.compile(r"^.*?(?=<svg)", re.DOTALL)
_METADATA = re.compile(r"<metadata>.*?</metadata>", re.DOTALL)


def mark(line: Line2D, figure: str, group: int, number: int, link: str = "") -> str:
    """Name a plotted point (or curve) so that `interactive` finds it; return the name.

    Parameters
    ----------
    line : matplotlib Line2D
    figure : str
        Name of the figure, unique on its page.
    group, number : int
        Of the switch, and of the point.
    link : str
        Where a click leads, or "".
    """
    name = f"point-{figure}-{group}-{number}"
    line.set_gid(name)
    if link:
        line.set_url(link)
    return name


def interactive(
    svg: bytes, figure: str, titles: Mapping[str, str], groups: Sequence[tuple[str, str]]
) -> Markup:
    """Return HTML of a figure whose points show a title, follow a link, and hide by group.

    Parameters
    ----------
    svg : bytes
        As matplotlib writes it.
    figure : str
        As given to `mark`.
    titles : mapping
        Name of a point -> what is shown when the mouse rests on it.
    groups : sequence of (name, colour)
        Switches, in the order of the group numbers.
    """

    def opened(found: re.Match[str]) -> str:
        name = found[1]
        group = name.rsplit("-", 2)[1]
        title = escape(titles.get(name, ""))
        return f'<g id="{name}" class="point of-{figure}-{group}"><title>{title}</title>'

    drawing = _GROUP.sub(opened, _METADATA.sub("", _HEAD.sub("", svg.decode(), count=1)))
    switches = "".join(
        f'<label class="switch"><input type="checkbox" id="{figure}-{k}" checked />'
        f'<span class="swatch" style="background: {colour}"></span>{escape(name)}</label> '
        for k, (name, colour) in enumerate(groups)
    )
    rules = "".join(
        f".interactive:has(#{figure}-{k}:not(:checked)) .of-{figure}-{k} {{ display: none }}"
        for k in range(len(groups))
    )
    return Markup(f'<div class="interactive"><style>{rules}</style>{switches}{drawing}</div>')
