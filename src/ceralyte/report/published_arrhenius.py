"""Published conductivities against temperature with a design among them."""

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from ceralyte.core.display import to_display
from ceralyte.core.quantities import Quantity
from ceralyte.literature import PublishedCurve
from ceralyte.model import Design, Series
from ceralyte.report.figures import decade_ticks, inverse_temperature, svg_of
from ceralyte.report.formulas import subscripts
from ceralyte.report.interactive import interactive, mark
from ceralyte.report.literature_page import PublishedFigure
from ceralyte.report.style import BLUE, INK, ORANGE, RC, STAR, VERMILION
from ceralyte.report.tables import columns_csv

GROUPS = ("rich in ceramic", "rich in polymer", "rich in ceramic by weight only")
_MARKERS = "osD^v<>Phx*"
_SIZE, _PRINTED_SIZE = (5.4, 3.7), (4.2, 4.6)


def published_arrhenius(
    curves: tuple[PublishedCurve, ...], design: Design | None
) -> PublishedFigure:
    """Return published conductivities against temperature, with a design, for page and paper."""
    shown = tuple(c for c in curves if len(c.temperatures) > 1)
    titles: dict[str, str] = {}
    with mpl.rc_context(RC):
        drawing, lines, missing = _arrhenius(shown, design, _SIZE)
        for number, (line, curve) in enumerate(zip(lines, shown, strict=True)):
            doi = curve.source.locator
            link = f"https://doi.org/{doi}" if doi else ""
            name = mark(line, "f1c", GROUPS.index(group_of(curve)), number, link)
            titles[name] = f"{curve.system}; {curve.source.text}"
        printed, _, _ = _arrhenius(shown, design, _PRINTED_SIZE)
        draw_legend(printed, printed.axes[0], columns=2)
    groups = list(zip(GROUPS, (BLUE, ORANGE, VERMILION), strict=True))
    return PublishedFigure(
        name="published_1c",
        title="Conductivity against temperature",
        html=interactive(svg_of(drawing), "f1c", titles, groups),
        printed=printed,
        csv=arrhenius_csv(shown, None if missing else design),
        missing=missing,
        statements=(),
    )


def _arrhenius(
    curves: tuple[PublishedCurve, ...], design: Design | None, size: tuple[float, float]
) -> tuple[Figure, list[Line2D], str]:
    """Figure, a line for each published curve, and why a design is not in it ("": it is)."""
    drawing = Figure(figsize=size, layout="constrained")
    axes = drawing.add_subplot()
    lines = draw_published(axes, curves)
    return drawing, lines, "" if design is None else draw_own(axes, design)


def draw_legend(drawing: Figure, axes: Axes, *, columns: int, also: str = "") -> None:
    """Name the published curves, and what else is drawn, below the axes."""
    drawing.legend(
        *axes.get_legend_handles_labels(),
        loc="outside lower left",
        ncols=columns,
        fontsize=7,
        title=f"Published{also} (blue: rich in ceramic; orange: in polymer;\n"
        "red: in ceramic by weight only; open: digitised)",
        title_fontsize=7,
        alignment="left",
    )


def draw_own(axes: Axes, design: Design) -> str:
    """Draw the design's curve and its star; return why there is none."""
    value, curve = design.effective_conductivity, design.arrhenius
    if not isinstance(value, Quantity):
        return value.reason
    if curve is None:
        return "the conductivity is not known over temperature"
    x = [inverse_temperature(t, curve.x_unit) for t in curve.x]
    y = [to_display(s, "mS/cm") for s in curve.y]
    axes.plot(x, y, color=INK, linewidth=1.4, zorder=5, label="this design over temperature")
    at = inverse_temperature(own_temperature(curve), curve.x_unit)
    axes.plot([at], [to_display(value.value, "mS/cm")], label="this design", **STAR)
    return ""


def own_temperature(curve: Series) -> float:
    """Return where a design stands on its Arrhenius curve, in the unit of its `x`."""
    return curve.marks[0].x


def group_of(curve: PublishedCurve) -> str:
    """Return how a published material conducts, as `GROUPS` names it."""
    if "like its polymer" in curve.note:
        return GROUPS[2]
    return GROUPS[0] if curve.rich_in == "ceramic" else GROUPS[1]


def draw_published(axes: Axes, curves: tuple[PublishedCurve, ...]) -> list[Line2D]:
    """Draw each published curve on a logarithmic axis; return its lines."""
    lines = []
    for number, curve in enumerate(curves):
        colour = (BLUE, ORANGE, VERMILION)[GROUPS.index(group_of(curve))]
        (line,) = axes.plot(
            1000 / np.array(curve.temperatures),
            [to_display(s, "mS/cm") for s in curve.conductivities],
            marker=_MARKERS[number % len(_MARKERS)],
            linestyle=":",
            linewidth=0.8,
            markersize=4,
            color=colour,
            markerfacecolor="white" if curve.digitised else colour,
            label=subscripts(curve.system),
        )
        lines.append(line)
    axes.set_yscale("log")
    decade_ticks(axes.yaxis)
    axes.set_xlabel("1000 / T (1/K)")
    axes.set_ylabel("Conductivity (mS/cm)")
    return lines


def arrhenius_csv(curves: tuple[PublishedCurve, ...], design: Design | None) -> str:
    """Every published point, then the curve of the design and the design itself."""
    headings = (
        "system",
        "rich in",
        "temperature [degC]",
        "conductivity [mS/cm]",
        "origin",
        "source",
        "note",
    )
    rows = [
        (
            c.system,
            c.rich_in,
            to_display(t, "degC"),
            to_display(s, "mS/cm"),
            "digitised" if c.digitised else "printed",
            f"{c.source.text} {c.source.locator}".strip(),
            c.note,
        )
        for c in curves
        for t, s in zip(c.temperatures, c.conductivities, strict=True)
    ]
    every = [*rows, *([] if design is None else _own_rows(design))]
    return columns_csv(dict(zip(headings, zip(*every, strict=True), strict=True)))


def _own_rows(design: Design) -> list[tuple[str, str, float, float, str, str, str]]:
    curve, own = design.arrhenius, design.effective_conductivity
    if curve is None or not isinstance(own, Quantity):
        return []
    by = f"ceralyte {design.provenance.ceralyte_version}"
    points = [
        *(
            (f"this design over temperature: {design.name}", *at)
            for at in zip(curve.x, curve.y, strict=True)
        ),
        (f"this design: {design.name}", own_temperature(curve), own.value),
    ]
    return [
        (
            name,
            "",
            to_display(1000 / inverse_temperature(x, curve.x_unit), "degC"),
            to_display(s, "mS/cm"),
            "predicted",
            by,
            curve.note,
        )
        for name, x, s in points
    ]
