"""Figures on solvents: confusion matrix, and matrix of ceramics and solvents beside the maps."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection
from matplotlib.figure import Figure
from matplotlib.legend_handler import HandlerTuple
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from ceralyte.report.figures import save_figure
from ceralyte.report.outcome_signs import ORDER, colour, ink, letter, words
from ceralyte.report.slurry_map import write_maps
from ceralyte.report.style import INK, RC
from ceralyte.report.tables import rows_csv
from ceralyte.slurry import Descriptor, SlurryVerdict, Sphere
from ceralyte.slurry.wording import outcome_in_words


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
    labels = [outcome_in_words(o) for o in outcomes]
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
        axes.set_title("rows, a statement on a class counts a third for each member", loc="right")
        axes.grid(visible=False)
        figure.savefig(svg, metadata={"Date": None, "Creator": "ceralyte"})
        figure.savefig(png, dpi=150)


def write_screen_figures(
    verdicts: Sequence[SlurryVerdict],
    descriptors: Mapping[str, Mapping[str, Descriptor]],
    matrix: Mapping[str, Sequence[SlurryVerdict]],
    folder: Path,
    *,
    sphere: Sphere | None = None,
) -> list[Path]:
    """Draw the maps of solvents for one ceramic and the matrix of all; return the files written.

    Parameters
    ----------
    verdicts : sequence of SlurryVerdict
        On all solvents, for one ceramic.
    descriptors : mapping
        By solvent: its descriptors.
    matrix : mapping
        By ceramic: verdicts on the same solvents, in one order.
    folder : Path
        Made if it does not exist; gets `map` (donor against acceptor number), `hansen` and
        `matrix` as SVG, PNG and CSV.
    sphere : Sphere or None
        Hansen's sphere of the binder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with mpl.rc_context(RC):
        written = write_maps(verdicts, descriptors, folder, sphere)
        names = [v.solvent for v in next(iter(matrix.values()))]
        figure = Figure(
            figsize=(2.4 + 0.145 * len(names), 2.4 + 0.16 * len(matrix)), layout="constrained"
        )
        _draw_matrix(figure.add_subplot(), matrix, names)
        written += save_figure(figure, folder, "matrix")
    return [*written, _matrix_csv(matrix, names, folder)]


def _draw_matrix(
    axes: Axes, matrix: Mapping[str, Sequence[SlurryVerdict]], names: Sequence[str]
) -> None:
    cells = [(x, y, v) for y, row in enumerate(matrix.values()) for x, v in enumerate(row)]
    squares = [Rectangle((x, y), 1, 1) for x, y, _ in cells]
    axes.add_collection(
        PatchCollection(
            squares,
            facecolors=[colour(v) for *_, v in cells],
            edgecolors="white",
            linewidths=0.4,
        )
    )
    handles: dict[str, tuple[Line2D, Line2D]] = {}
    for outcome in ORDER:
        kept = [cell for cell in cells if cell[2].outcome == outcome]
        if not kept:
            continue
        verdict = kept[0][2]
        (signs,) = axes.plot(
            [x + 0.5 for x, *_ in kept],
            [y + 0.5 for _, y, _ in kept],
            marker=letter(outcome),
            markersize=4.6,
            markeredgewidth=0,
            color=ink(verdict),
            linestyle="none",
        )
        plate = Line2D([], [], marker="s", markersize=9, linestyle="none", color=colour(verdict))
        handles[words(verdict)] = (plate, signs)
    documented = [Rectangle((x, y), 1, 1) for x, y, v in cells if v.basis == "documented"]
    axes.add_collection(
        PatchCollection(documented, facecolors="none", edgecolors=INK, linewidths=1.1)
    )
    handles["framed: reported"] = (
        Line2D([], [], marker="s", markersize=8, linestyle="none", mfc="none", mec=INK),
    ) * 2
    axes.set_xticks(np.arange(len(names)) + 0.5, names, rotation=90, fontsize=6.5)
    axes.set_yticks(np.arange(len(matrix)) + 0.5, list(matrix), fontsize=6.5)
    axes.set(xlim=(0, len(names)), ylim=(len(matrix), 0), xlabel="solvent", ylabel="ceramic")
    axes.grid(visible=False)
    axes.legend(
        handles=list(handles.values()),
        labels=list(handles),
        handler_map={tuple: HandlerTuple(ndivide=1)},
        loc="lower left",
        bbox_to_anchor=(0, 1.0),
        ncols=5,
    )


def _matrix_csv(
    matrix: Mapping[str, Sequence[SlurryVerdict]], names: Sequence[str], folder: Path
) -> Path:
    path = folder / "matrix.csv"
    rows = [(ceramic, *(v.outcome for v in row)) for ceramic, row in matrix.items()]
    path.write_text(rows_csv(("ceramic", *names), rows), encoding="utf-8", newline="\n")
    return path
