"""How far conduction on few cells is from its limit: cut grains beside plain voxels."""

from matplotlib.figure import Figure

from arrays import image_of, neck_radius, radius_of, unit_cell
from ceralyte.model import Structure
from ceralyte.numerics.statistics import richardson
from ceralyte.packing import pack, parse_distribution
from ceralyte.pressing import press
from ceralyte.report.style import BLUE, GREY, VERMILION
from ceralyte.transport import effective_conductivity

CELLS = (8, 12, 16, 20, 28, 40)
SHIFTS = (0.0, 0.1, 0.25, 0.5)  # of the grid against the array, in cells
GEOMETRIES = {"grains": (BLUE, "o", "cut grains"), "voxels": (VERMILION, "s", "voxels")}
Errors = dict[str, list[float]]


def errors() -> dict[str, Errors]:
    """Return the largest error over shifts (%) on each number of cells, by case and geometry."""
    return {"necks of 0.2 radius": _necks(), "insulating spheres": _walls(), "packing": _packing()}


def draw(figure: Figure, found: dict[str, Errors]) -> None:
    """Draw a panel per case."""
    for place, (title, by_geometry) in enumerate(found.items(), start=1):
        axes = figure.add_subplot(1, len(found), place)
        for geometry, (colour, marker, label) in GEOMETRIES.items():
            values = by_geometry[geometry]
            style = {"color": colour, "marker": marker, "markersize": 4}
            axes.loglog(CELLS, values, label=label, **style)
        axes.axhline(2.0, color=GREY, linestyle=":", linewidth=1.0)
        axes.annotate(
            "2 %", (CELLS[-1], 2.0), xytext=(0, -9), textcoords="offset points", ha="center"
        )
        axes.set_title(title, fontsize=8.5)
        axes.set_xticks(CELLS, [str(n) for n in CELLS])
        axes.minorticks_off()
        axes.set_yticks([0.01, 0.1, 1, 10, 100], ["0.01", "0.1", "1", "10", "100"])
        axes.set_ylim(0.01, 100)
        axes.set_xlabel(TITLES[title])
        if place == 1:
            axes.set_ylabel("largest error (%)")
            axes.legend(loc="lower left")


TITLES = {
    "necks of 0.2 radius": "cells per side of the unit cell",
    "insulating spheres": "cells per side of the unit cell",
    "packing": "cells per grain",
}


def _value(image: Structure, geometry: str, **values: float) -> float:
    result = effective_conductivity(image, values, boundary="periodic", geometry=geometry)
    return result.value


def _over_shifts(lattice: str, radius: float, exact: float, **values: float) -> Errors:
    found: Errors = {}
    for geometry in GEOMETRIES:
        found[geometry] = [
            100 * max(abs(_value(cell, geometry, **values) / exact - 1) for cell in cells)
            for cells in ([unit_cell(lattice, radius, n, s) for s in SHIFTS] for n in CELLS)
        ]
    return found


def _necks() -> Errors:
    return _over_shifts("SC", neck_radius(0.2), 0.1872, ceramic=1.0)


def _walls() -> Errors:
    return _over_shifts("BCC", radius_of("BCC", 0.6), 0.2975128, ceramic=0.0, pore=1.0)


def _packing() -> Errors:
    bed = pack(parse_distribution("mono(d=1 um)"), 50, seed=1)
    pressed = press(bed, method="uniaxial", relative_density=0.75).pressed
    values = {
        geometry: [_value(image_of(pressed, n), geometry, ceramic=1.0) for n in CELLS]
        for geometry in GEOMETRIES
    }
    of_grains = dict(zip(CELLS, values["grains"], strict=True))
    exact, _ = richardson(of_grains[20], of_grains[40], 2.0)
    return {name: [abs(100 * (v / exact - 1)) for v in found] for name, found in values.items()}
