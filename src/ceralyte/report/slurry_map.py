"""Maps of solvents coloured by verdict: donor and acceptor numbers, and the Hansen plane."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle
from matplotlib.transforms import Bbox, ScaledTranslation

from ceralyte.report.figures import save_figure
from ceralyte.report.outcome_signs import ORDER, colour, shape, words
from ceralyte.report.style import INK
from ceralyte.report.tables import rows_csv
from ceralyte.slurry import Descriptor, SlurryVerdict, Sphere

_KILOCALORIE, _ROOT_MEGAPASCAL = 4184.0, 1e3  # J, Pa^0.5
_BESIDE = ((7, 3, "left"), (-7, 3, "right"), (7, -8, "left"), (-7, -8, "right"))
"""Where a name may stand beside its point: offsets in printer's points, and its aligned end."""
_NAMED = 5  # solvents that are left out and named
_MARGIN = 1.0  # MPa^0.5, below zero in the Hansen plane
_RING = 7 / 72  # inches, radius of the ring of points that share a place
_CLEAR = 3.0  # pixels between a name and the middle of any point

Descriptors = Mapping[str, Mapping[str, Descriptor]]


@dataclass(frozen=True)
class Plane:
    """Two descriptors (SI, divided by `units`) against each other, up to `limit` on both axes."""

    name: str
    x: str
    y: str
    labels: tuple[str, str]
    units: tuple[float, float]
    limit: float | None = None


_PLANES = (
    Plane(
        "map",
        "acceptor_number",
        "donor_number",
        ("acceptor number", "donor number (kcal/mol)"),
        (1.0, _KILOCALORIE),
    ),
    Plane(
        "hansen",
        "hansen_polar",
        "hansen_hydrogen",
        ("Hansen, polar (MPa^0.5)", "Hansen, hydrogen bonds (MPa^0.5)"),
        (_ROOT_MEGAPASCAL, _ROOT_MEGAPASCAL),
        limit=28.0,
    ),
)


@dataclass(frozen=True)
class _Point:
    verdict: SlurryVerdict
    x: float
    y: float
    estimated: bool


def write_maps(
    verdicts: Sequence[SlurryVerdict],
    descriptors: Descriptors,
    folder: Path,
    sphere: Sphere | None,
) -> list[Path]:
    """Draw both maps for one ceramic, each with its CSV; return the files written.

    Parameters
    ----------
    verdicts : sequence of SlurryVerdict
        On pure solvents, for one ceramic.
    descriptors : mapping
        By solvent, SI.
    folder : Path
    sphere : Sphere or None
        Of the binder, drawn in the Hansen plane as its largest circle; None: the title says why.
    """
    written = []
    for plane in _PLANES:
        points = [p for v in verdicts if (p := _point(v, descriptors[v.solvent], plane))]
        near = [p for p in points if plane.limit is None or max(p.x, p.y) <= plane.limit]
        figure = Figure(figsize=(8.2, 5.9), layout="constrained")
        axes = figure.add_subplot()
        _draw(axes, near, plane)
        hansen = plane.name == "hansen"
        told = (_about_binder(verdicts[0].binder, sphere),) if hansen else ()
        axes.set_title("\n".join((*_title(verdicts, points, near), *told)), loc="left")
        if hansen and sphere is not None:
            _draw_sphere(axes, near, sphere)
        if plane.limit is not None:
            axes.set_aspect("equal", adjustable="datalim")  # a box of its own cuts labels off
        axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0))
        _name(axes, near)
        written += save_figure(figure, folder, plane.name)
        written.append(_csv(verdicts, points, plane, folder))
    return written


def _title(
    verdicts: Sequence[SlurryVerdict], points: Sequence[_Point], near: Sequence[_Point]
) -> tuple[str, ...]:
    title = f"{verdicts[0].ceramic} in solvents (open: a number is estimated)"
    beyond = [f"{p.verdict.solvent} at {p.x:.3g}, {p.y:.3g}" for p in points if p not in near]
    placed = {p.verdict.solvent for p in points}
    missing = [v.solvent for v in verdicts if v.solvent not in placed]
    shared = any(any(offset) for offset in _aside(near).values())
    return (
        title,
        *((f"beyond the axes: {'; '.join(beyond)}",) if beyond else ()),
        *(("points of one place are drawn around it",) if shared else ()),
        *((_left_out(missing),) if missing else ()),
    )


def _left_out(names: Sequence[str]) -> str:
    what = "1 solvent" if len(names) == 1 else f"{len(names)} solvents"
    is_or_are = "is" if len(names) == 1 else "are"
    shown = ", ".join(names[:_NAMED]) + (", ..." if len(names) > _NAMED else "")
    return f"{what} without both numbers {is_or_are} left out: {shown}"


def _about_binder(binder: str | None, sphere: Sphere | None) -> str:
    """Name the binder, or why no sphere is drawn."""
    if binder is None:
        return "no binder stated: no sphere"
    if sphere is None:
        return f"binder {binder}: no sphere, for its parameters or radius are not known"
    return f"binder {binder}: circle where its sphere is widest; rings: within it in all three axes"


def _point(verdict: SlurryVerdict, known: Mapping[str, Descriptor], plane: Plane) -> _Point | None:
    x, y = known.get(plane.x), known.get(plane.y)
    if x is None or y is None:
        return None
    return _Point(
        verdict, x.value / plane.units[0], y.value / plane.units[1], x.estimated or y.estimated
    )


def _draw(axes: Axes, points: Sequence[_Point], plane: Plane) -> None:
    aside = _aside(points)
    for outcome in ORDER:
        kept = [p for p in points if p.verdict.outcome == outcome]
        if not kept:
            continue
        fill = colour(kept[0].verdict)
        look: dict[str, Any] = {"s": 34, "marker": shape(outcome), "edgecolors": fill}
        for p in kept:
            face = "none" if p.estimated else fill
            moved = ScaledTranslation(*aside[p.verdict.solvent], axes.figure.dpi_scale_trans)
            axes.scatter(p.x, p.y, facecolors=face, transform=axes.transData + moved, **look)
        axes.scatter([], [], facecolors=fill, label=words(kept[0].verdict), **look)
    axes.update_datalim([(p.x, p.y) for p in points])
    axes.autoscale_view()
    axes.set_xlabel(_typeset(plane.labels[0]))
    axes.set_ylabel(_typeset(plane.labels[1]))


def _typeset(label: str) -> str:
    return label.replace("MPa^0.5", "\N{SQUARE ROOT}MPa")


def _aside(points: Sequence[_Point]) -> dict[str, tuple[float, float]]:
    """Where to draw each point beside its place, in inches: around it where several share one."""
    shared: dict[tuple[float, float], list[str]] = {}
    for p in points:
        shared.setdefault((round(p.x, 2), round(p.y, 2)), []).append(p.verdict.solvent)
    return {
        name: (_RING * cos(angle), _RING * sin(angle)) if len(names) > 1 else (0.0, 0.0)
        for names in shared.values()
        for k, name in enumerate(names)
        for angle in (2 * pi * k / len(names),)
    }


def _name(axes: Axes, points: Sequence[_Point]) -> None:
    """Name solvents, the most promising first, wherever a name hides no other and no point."""
    axes.figure.draw_without_rendering()  # type: ignore[union-attr]
    places = axes.transData.transform([(p.x, p.y) for p in points])
    whole, taken = axes.get_window_extent(), list[Bbox]()
    for point in points:
        for right, up, end in _BESIDE:
            name = axes.annotate(
                point.verdict.solvent,
                (point.x, point.y),
                xytext=(right, up),
                textcoords="offset points",
                ha=end,
                fontsize=6.5,
                annotation_clip=False,
            )
            box = name.get_window_extent()
            free = not any(box.overlaps(other) for other in taken)
            inside = whole.containsx(box.x0) and whole.containsx(box.x1) and whole.containsy(box.y0)
            if free and inside and not any(box.padded(_CLEAR).contains(x, y) for x, y in places):
                taken.append(box)
                break
            name.remove()


def _draw_sphere(axes: Axes, points: Sequence[_Point], sphere: Sphere) -> None:
    """Draw the circle about the binder, and a ring round the solvents within the sphere."""
    _, polar, hydrogen = sphere.centre
    axes.add_patch(
        Circle((polar, hydrogen), sphere.radius, facecolor="none", edgecolor=INK, linestyle="--")
    )
    label = f"{sphere.binder}, radius {sphere.radius:.3g}"
    axes.plot(polar, hydrogen, "+", color=INK, markersize=9, label=label, linestyle="none")
    axes.set(xlim=(-_MARGIN, None), ylim=(-_MARGIN, None))  # no solvent has negative parameters
    inside = [p for p in points if _within(p.verdict)]
    aside = _aside(points)
    ring: dict[str, Any] = {"s": 95, "facecolors": "none", "edgecolors": INK}
    for p in inside:
        moved = ScaledTranslation(*aside[p.verdict.solvent], axes.figure.dpi_scale_trans)
        axes.scatter(p.x, p.y, linewidths=0.7, transform=axes.transData + moved, **ring)
    axes.scatter([], [], linewidths=0.7, label="within its sphere", **ring)


def _within(verdict: SlurryVerdict) -> bool:
    check = verdict.binder_check
    if check is None or check.hansen_distance is None or check.hansen_radius is None:
        return False
    return check.hansen_distance <= check.hansen_radius


def _csv(
    verdicts: Sequence[SlurryVerdict], points: Sequence[_Point], plane: Plane, folder: Path
) -> Path:
    path = folder / f"{plane.name}.csv"
    placed = {p.verdict.solvent: p for p in points}
    rows = []
    for verdict in verdicts:
        at = placed.get(verdict.solvent)
        shown = (f"{at.x:.4g}", f"{at.y:.4g}", str(at.estimated).lower()) if at else ("",) * 3
        rows.append((verdict.solvent, *shown, verdict.outcome, verdict.confidence))
    headings = ("solvent", *plane.labels, "estimated", "outcome", "confidence")
    path.write_text(rows_csv(headings, rows), encoding="utf-8", newline="\n")
    return path
