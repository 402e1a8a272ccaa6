"""Published membranes as charts, with designs as stars."""

from collections.abc import Mapping, Sequence
from typing import Any

from ceralyte.app.views.charts import Chart, Line, axis, chart, design_charts, line
from ceralyte.core.display import display_unit, to_display
from ceralyte.core.format import number
from ceralyte.literature import Figure2, Point, figure_2, published_curves, published_membranes
from ceralyte.literature.statements import ARTICLE
from ceralyte.model import Design
from ceralyte.report.figure_2 import TARGET, TITLES
from ceralyte.report.figures import inverse_temperature
from ceralyte.report.published_arrhenius import group_of
from ceralyte.report.quantities import label_of

ARRHENIUS = "1c"
_APART = 0.28  # of the distance of two kinds of support
NAMES = (ARRHENIUS, *TITLES)


def literature_chart(name: str, designs: Mapping[str, Design]) -> Chart:
    """Return a figure of published membranes with a star per design.

    Parameters
    ----------
    name : {"1c", "2c", "2d", "2e"}
    designs : mapping
        By their title.
    """
    if name == ARRHENIUS:
        return _arrhenius(designs)
    figures = {title: figure_2(name, published_membranes(), d) for title, d in designs.items()}
    base = next(iter(figures.values())) if figures else figure_2(name, published_membranes())
    unit = display_unit(base.y_unit)
    found = [_group(base, group) for group in base.groups]
    stars = {title: figure.star for title, figure in figures.items() if figure.star is not None}
    missing = [
        f"{title} has no star: {figure.star_missing}"
        for title, figure in figures.items()
        if figure.star is None
    ]
    drawn = [_points(base, "star", title, [star]) for title, star in stars.items()]
    found += drawn if base.x_name else _beside_each_other(drawn)
    across = axis("Thickness", "um")
    if not base.x_name:
        across = axis("Kind of support", "") | {"ticks": list(base.groups)}
    found.append(_target(base, found))
    said = [f"“{s.quote}” ({s.place})" for s in base.statements]
    return chart(
        name,
        TITLES[name],
        across,
        axis(label_of(base.y_name), unit, log=name == "2c"),
        found,
        "; ".join([*missing, *said]),
    )


def _beside_each_other(stars: Sequence[Line]) -> list[Line]:
    """Stars above one kind of support side by side, as they may lie at one place."""
    found = []
    for star in stars:
        alike = [other for other in stars if other["x"] == star["x"]]
        shift = _APART * (alike.index(star) - (len(alike) - 1) / 2)
        found.append(star | {"x": [x + shift for x in star["x"]]})
    return found


def _target(figure: Figure2, drawn: Sequence[Line]) -> Line:
    """The thickness that the article aims at, from end to end of what is drawn."""
    at = to_display(TARGET, "um")
    name = f"target {number(at)} µm"
    if not figure.x_name:
        ends = [-0.5, len(figure.groups) - 0.5]
        return line("target", name, ends, [at, at], text=[ARTICLE] * 2)
    heights = [y for one in drawn for y in one["y"]]
    span = [min(heights), max(heights)]
    return line("target", name, [at, at], span, text=[ARTICLE] * 2)


def _group(figure: Figure2, group: str) -> Line:
    return _points(figure, "points", group, [p for p in figure.points if p.group == group])


def _points(figure: Figure2, kind: str, name: str, members: Sequence[Point]) -> Line:
    unit = display_unit(figure.y_unit)
    groups = list(figure.groups)

    def across(point: Point) -> float:
        if point.x is not None:
            return to_display(point.x, "um")
        return float(groups.index(point.group)) if point.group in groups else float(len(groups))

    words = (
        "; ".join(filter(None, (p.label, p.bound, p.link.removeprefix("https://doi.org/"))))
        for p in members
    )
    return line(
        kind,
        name,
        [across(p) for p in members],
        [to_display(p.y, unit) for p in members],
        text=list(words),
    )


def _arrhenius(designs: Mapping[str, Design]) -> Chart:
    found: list[Line] = []
    for curve in published_curves():
        if len(curve.temperatures) > 1:
            source = f"{curve.system}; {curve.source.text} {curve.source.locator}".strip()
            found.append(
                line(
                    "points",
                    curve.system,
                    [inverse_temperature(t, "K") for t in curve.temperatures],
                    [to_display(s, "mS/cm") for s in curve.conductivities],
                    group=group_of(curve),
                    text=[source] * len(curve.temperatures),
                )
            )
    for title, design in designs.items():
        found += _own(title, design)
    return chart(
        ARRHENIUS,
        "Conductivity against temperature",
        axis("1000 / temperature", "1/K"),
        axis("Conductivity", "mS/cm", log=True),
        found,
    )


def _own(title: str, design: Design) -> list[Line]:
    """The curve of a design, and its star where it stands."""
    own: list[dict[str, Any]] = [c for c in design_charts(design) if c["name"] == "arrhenius"]
    lines = [s for c in own for s in c["series"] if s["kind"] in ("line", "star")]
    return [s | {"name": title, "group": title} for s in lines]
