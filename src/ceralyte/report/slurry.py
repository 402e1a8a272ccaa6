"""Figures on solvents: confusion matrix, matrix of ceramics and solvents, map of solvents."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import BoundaryNorm, ListedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from ceralyte.report.figures import save_figure
from ceralyte.report.style import BLUE, GREY, INK, ORANGE, RC, VERMILION
from ceralyte.slurry import Descriptor, SlurryVerdict

_WORDS = {True: "usable", None: "test it", False: "not usable"}
_COLOURS = {True: BLUE, None: ORANGE, False: VERMILION}
_MARKERS = {True: "o", None: "D", False: "X"}
_ORDER = (True, None, False)
_KILOCALORIE = 4184.0  # J
_LABELLED = 26  # solvents named in the map: more would overlap


def write_confusion_figure(
    outcomes: Sequence[str], weights: Sequence[Sequence[float]], svg: Path, png: Path
) -> None:
    """Draw documented against predicted outcomes.

    Parameters
    ----------
    outcomes : sequence of str
    weights : sequence of sequences of float
        Rows by weight, documented outcome first.
    svg, png : Path
        Files to write.
    """
    labels = [o.replace("_", " ") for o in outcomes]
    with mpl.rc_context(RC):
        figure = Figure(figsize=(5.2, 4.2), layout="constrained")
        axes = figure.add_subplot()
        table = np.array(weights, dtype=float)
        axes.imshow(np.sqrt(table), cmap="Blues", vmin=0, vmax=1.2 * np.sqrt(table.max()))
        for (row, column), weight in np.ndenumerate(table):
            if weight:
                dark = weight > 0.4 * table.max()
                axes.text(
                    column,
                    row,
                    f"{weight:.3g}",
                    ha="center",
                    va="center",
                    color="white" if dark else INK,
                )
        axes.set_xticks(range(len(labels)), labels, rotation=30, ha="right")
        axes.set_yticks(range(len(labels)), labels)
        axes.set_xlabel("predicted by rules")
        axes.set_ylabel("documented")
        axes.grid(visible=False)
        figure.savefig(svg, metadata={"Date": None, "Creator": "ceralyte"})
        figure.savefig(png, dpi=150)


def write_screen_figures(
    verdicts: Sequence[SlurryVerdict],
    descriptors: Mapping[str, Mapping[str, Descriptor]],
    matrix: Mapping[str, Sequence[SlurryVerdict]],
    folder: Path,
) -> list[Path]:
    """Draw the map of solvents for one ceramic and the matrix of all; return the files written.

    Parameters
    ----------
    verdicts : sequence of SlurryVerdict
        On all solvents, for one ceramic.
    descriptors : mapping
        By solvent: its descriptors.
    matrix : mapping
        By ceramic: verdicts on the same solvents, in one order.
    folder : Path
        Made if it does not exist; gets `map` and `matrix` as SVG, PNG and CSV.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with mpl.rc_context(RC):
        figure = Figure(figsize=(6.8, 5.0), layout="constrained")
        _draw_map(figure.add_subplot(), verdicts, descriptors)
        written = save_figure(figure, folder, "map")
        names = [v.solvent for v in next(iter(matrix.values()))]
        figure = Figure(
            figsize=(2.4 + 0.145 * len(names), 2.4 + 0.16 * len(matrix)), layout="constrained"
        )
        _draw_matrix(figure.add_subplot(), matrix, names)
        written += save_figure(figure, folder, "matrix")
    return [*written, _map_csv(verdicts, descriptors, folder), _matrix_csv(matrix, names, folder)]


def _draw_map(
    axes: Axes,
    verdicts: Sequence[SlurryVerdict],
    descriptors: Mapping[str, Mapping[str, Descriptor]],
) -> None:
    placed = [v for v in verdicts if _place(descriptors[v.solvent]) is not None]
    for usable in _ORDER:
        points = [_place(descriptors[v.solvent]) for v in placed if v.usable is usable]
        kept = [p for p in points if p is not None]
        if kept:
            x, y, estimated = zip(*kept, strict=True)
            faces = ["none" if e else _COLOURS[usable] for e in estimated]
            axes.scatter(
                x,
                y,
                s=34,
                marker=_MARKERS[usable],
                facecolors=faces,
                edgecolors=_COLOURS[usable],
                label=_WORDS[usable],
            )
    taken: list[tuple[float, float]] = []
    for verdict in placed:
        at = _place(descriptors[verdict.solvent])
        if at is None or len(taken) >= _LABELLED:
            continue
        if all(abs(at[0] - x) > 6 or abs(at[1] - y) > 1.5 for x, y in taken):
            taken.append(at[:2])
            axes.annotate(
                verdict.solvent, at[:2], xytext=(4, 3), textcoords="offset points", fontsize=6.5
            )
    axes.set_xlabel("acceptor number")
    axes.set_ylabel("donor number (kcal/mol)")
    axes.set_title(f"{verdicts[0].ceramic} in solvents (open: a number is estimated)", loc="left")
    axes.legend(loc="upper right")


def _place(known: Mapping[str, Descriptor]) -> tuple[float, float, bool] | None:
    """Acceptor number, donor number in kcal/mol, and whether one is estimated."""
    acceptor, donor = known.get("acceptor_number"), known.get("donor_number")
    if acceptor is None or donor is None:
        return None
    return acceptor.value, donor.value / _KILOCALORIE, acceptor.estimated or donor.estimated


def _draw_matrix(
    axes: Axes, matrix: Mapping[str, Sequence[SlurryVerdict]], names: Sequence[str]
) -> None:
    codes = np.array([[_ORDER.index(v.usable) for v in row] for row in matrix.values()])
    colours = ListedColormap([_COLOURS[u] for u in _ORDER])
    axes.pcolormesh(
        codes,
        cmap=colours,
        norm=BoundaryNorm([-0.5, 0.5, 1.5, 2.5], 3),
        edgecolors="white",
        linewidth=0.4,
    )
    for row, verdicts in enumerate(matrix.values()):
        for column, verdict in enumerate(verdicts):
            if verdict.basis == "documented":
                axes.plot(column + 0.5, row + 0.5, ".", color="white", markersize=3)
    axes.set_xticks(np.arange(len(names)) + 0.5, names, rotation=90, fontsize=6.5)
    axes.set_yticks(np.arange(len(matrix)) + 0.5, list(matrix), fontsize=6.5)
    axes.invert_yaxis()
    axes.grid(visible=False)
    handles = [Patch(color=_COLOURS[u], label=_WORDS[u]) for u in _ORDER]
    axes.legend(handles=handles, loc="lower left", bbox_to_anchor=(0, 1.0), ncols=3)
    axes.set_title("white dot: documented", loc="right", color=GREY, fontsize=7.5)


def _map_csv(
    verdicts: Sequence[SlurryVerdict],
    descriptors: Mapping[str, Mapping[str, Descriptor]],
    folder: Path,
) -> Path:
    path = folder / "map.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(
            (
                "solvent",
                "acceptor number",
                "donor number (kcal/mol)",
                "estimated",
                "outcome",
                "confidence",
            )
        )
        for verdict in verdicts:
            at = _place(descriptors[verdict.solvent])
            shown = (f"{at[0]:.4g}", f"{at[1]:.4g}", str(at[2]).lower()) if at else ("", "", "")
            writer.writerow((verdict.solvent, *shown, verdict.outcome, verdict.confidence))
    return path


def _matrix_csv(
    matrix: Mapping[str, Sequence[SlurryVerdict]], names: Sequence[str], folder: Path
) -> Path:
    path = folder / "matrix.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("ceramic", *names))
        writer.writerows((ceramic, *(v.outcome for v in row)) for ceramic, row in matrix.items())
    return path
