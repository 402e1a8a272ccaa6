"""Draw what structures are compared with: ``python docs/structure/make.py``; seconds.

`measured.svg` and `measured.csv` beside this file: what is measured on balls of voxels over what a
ball has. `supports.svg`: membranes over their supports, from `supports.csv`.
"""

import csv
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from ceralyte.model import Structure
from ceralyte.report.figures import svg_of
from ceralyte.report.style import BLUE, GREY, ORANGE, RC, VERMILION
from ceralyte.report.tables import columns_csv
from ceralyte.structure import interface_areas, local_thickness

HERE = Path(__file__).parent
DIAMETERS = (4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40)
PLACES = 6  # balls of each size, anywhere between the voxels
MARGIN = 4
LAYERS = 12  # um on each face: half the intercept of Zhu et al.
SERIES = {
    "surface, faces weighted by the normal": (BLUE, "o-"),
    "surface, faces of voxels counted": (GREY, "s:"),
    "local thickness": (ORANGE, "^--"),
}


def balls(diameter: int, rng: np.random.Generator) -> list[NDArray[np.bool_]]:
    """Return voxels of balls whose middles lie anywhere in a voxel."""
    places = np.indices((diameter + 2 * MARGIN,) * 3) + 0.5
    middles = diameter / 2 + MARGIN + rng.random((PLACES, 3, 1, 1, 1)) - 0.5
    return [np.linalg.norm(places - m, axis=0) <= diameter / 2 for m in middles]


def ratios(ball: NDArray[np.bool_], diameter: int) -> tuple[float, float, float]:
    """Return surface, surface by counting faces, and local thickness over those of a ball."""
    image = Structure(
        ball.astype(np.uint8), np.zeros(ball.shape, np.int32), 1.0, (False, False, False)
    )
    surface = np.pi * diameter**2
    faces = sum(int(np.sum(np.diff(ball, axis=axis))) for axis in range(3))
    thickness = float(local_thickness(image, 1)[ball].mean())
    return interface_areas(image)[0, 1] / surface, faces / surface, thickness / diameter


def main() -> None:
    """Measure, draw, write."""
    rng = np.random.default_rng(0)
    means = np.array([np.mean([ratios(b, d) for b in balls(d, rng)], axis=0) for d in DIAMETERS])
    columns = {"diameter [voxels]": list(DIAMETERS)}
    columns |= {name: means[:, k].tolist() for k, name in enumerate(SERIES)}
    (HERE / "measured.csv").write_text(columns_csv(columns), encoding="utf-8", newline="\n")
    with mpl.rc_context(RC):
        for name, figure in (("measured", measured(means)), ("supports", supports())):
            (HERE / f"{name}.svg").write_bytes(svg_of(figure))


def measured(means: NDArray[np.float64]) -> Figure:
    """Return the ratios over the size of the ball."""
    figure = Figure(figsize=(4.8, 3.2), layout="constrained")
    axes = figure.add_subplot()
    axes.axhline(1.0, color=GREY, linewidth=0.8)
    for k, (name, (colour, look)) in enumerate(SERIES.items()):
        axes.plot(DIAMETERS, means[:, k], look, color=colour, markersize=4, label=name)
    axes.set(xlabel="Diameter of the ball (voxels)", ylabel="Measured / exact", ylim=(0.6, 1.7))
    axes.legend(loc="center right", bbox_to_anchor=(1.0, 0.58))
    return figure


def supports() -> Figure:
    """Return membranes over their supports, the line of equal layers through them."""
    figure = Figure(figsize=(4.8, 3.2), layout="constrained")
    axes = figure.add_subplot()
    ends = np.array([0.0, 45.0])
    axes.plot(ends, ends + 2 * LAYERS, color=BLUE, label=f"support and {LAYERS} µm on each face")
    axes.plot(ends, ends, ":", color=GREY, label="support alone")
    with (HERE / "supports.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row, shape in zip(rows, "os", strict=True):
        low, high = float(row["support_um_low"]), float(row["support_um_high"])
        axes.errorbar(
            [(low + high) / 2],
            [float(row["membrane_um"])],
            xerr=(high - low) / 2,
            fmt=shape,
            color=VERMILION,
            markerfacecolor="white",
            capsize=2.5,
            label=f"{row['work']}, {row['support']}",
        )
    axes.set(xlabel="Support (µm)", ylabel="Membrane (µm)", xlim=(0, 45), ylim=(0, 80))
    axes.legend(loc="lower right")
    return figure


if __name__ == "__main__":
    main()
