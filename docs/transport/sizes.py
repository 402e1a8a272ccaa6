"""Conductivity against particle size where grain boundaries resist, in bulk and thin membranes."""

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from scipy.interpolate import PchipInterpolator

from arrays import image_of
from ceralyte.model import Mono, PressedPacking
from ceralyte.packing import pack
from ceralyte.pressing import press
from ceralyte.report.figures import plain_ticks
from ceralyte.report.style import BLUE, FAINT, GREEN, INK, ORANGE
from ceralyte.transport import effective_conductivity

PRESSURE, YIELD_STRESS = 300e6, 261e6  # Pa; yield stress of Li6PS5Cl: docs/pressing
RESISTANCES = (0.0, 0.1, 1.0, 10.0)  # ohm cm2, of every grain boundary, assumed
THICKNESSES = (20e-6, 50e-6)  # m, of membranes after pressing
HEIGHTS = (3.1, 4.0, 6.0, 10.0)  # of membranes before pressing, in diameters
PARTICLES, CELLS = 200, 14
PACKED = 1e-6  # m, diameter in packings, which are then scaled
RATIOS = np.geomspace(1e-2, 1e4, 10)
"""Resistance of a grain boundary times conductivity over diameter [-], for the bulk."""

COLOURS = dict(zip(RESISTANCES, (INK, BLUE, GREEN, ORANGE), strict=True))
MARKS = dict(zip(THICKNESSES, ("o", "s"), strict=True))


@dataclass(frozen=True)
class Sizes:
    """Conductivities in S/m against diameters in m.

    `bulk` by resistance on `diameters`; `membranes` by thickness and resistance: points of
    diameter and conductivity; `grain` that of the grains.
    """

    grain: float
    diameters: np.ndarray
    bulk: dict[float, np.ndarray]
    membranes: dict[tuple[float, float], list[tuple[float, float]]]


def compute(grain: float, seeds: int) -> Sizes:
    """Press packings of equal particles, in bulk and between walls, and solve."""
    beds = [_pressed(None, seed) for seed in range(seeds)]
    relative = np.mean([[_relative(bed, ratio) for ratio in RATIOS] for bed in beds], axis=0)
    without = float(np.mean([_relative(bed, 0.0) for bed in beds]))
    law = PchipInterpolator(np.log(RATIOS), np.log(relative))
    diameters = np.geomspace(0.2e-6, 30e-6, 61)
    bulk = {
        r: grain * np.exp(law(np.log(1e-4 * r * grain / diameters)))
        if r
        else np.full(len(diameters), grain * without)
        for r in RESISTANCES
    }
    membranes: dict[tuple[float, float], list[tuple[float, float]]] = {}
    for height in HEIGHTS:
        slabs = [_pressed(height, seed) for seed in range(seeds)]
        for thickness in THICKNESSES:
            # Scaled so that the pressed slab is as thick as the membrane.
            pressed = float(np.mean([s.particles.box[2] for s in slabs]))
            diameter = PACKED * thickness / pressed
            for resistance in RESISTANCES:
                ratio = 1e-4 * resistance * grain / diameter
                value = grain * float(np.mean([_relative(slab, ratio) for slab in slabs]))
                membranes.setdefault((thickness, resistance), []).append((diameter, value))
    return Sizes(grain, diameters, bulk, membranes)


def draw(figure: Figure, sizes: Sizes) -> None:
    """Draw the bulk as lines and membranes as points."""
    axes = figure.add_subplot()
    um, mS_cm = 1e6, 10.0
    for resistance, values in sizes.bulk.items():
        colour = COLOURS[resistance]
        axes.loglog(um * sizes.diameters, mS_cm * values, color=colour)
        axes.annotate(
            f"{resistance:g} Ω cm²" if resistance else "no resistance",
            (um * sizes.diameters[0], mS_cm * values[0]),
            xytext=(3, -9 if resistance else 3),
            textcoords="offset points",
            color=colour,
        )
    for (thickness, resistance), points in sizes.membranes.items():
        d, value = np.array(sorted(points)).T
        axes.plot(
            um * d,
            mS_cm * value,
            color=COLOURS[resistance],
            linestyle="none",
            marker=MARKS[thickness],
            markersize=4.5,
            markerfacecolor="white" if thickness == THICKNESSES[0] else None,
            label=f"membrane of {um * thickness:g} µm" if resistance == 0 else None,
        )
    _forbidden(axes, sizes)
    axes.set_xlim(um * sizes.diameters[0], um * sizes.diameters[-1])
    axes.set_xlabel("particle diameter d50 (µm)")
    axes.set_ylabel("effective conductivity (mS/cm)")
    plain_ticks(axes.xaxis)
    plain_ticks(axes.yaxis)
    axes.legend(loc="lower right")


def _forbidden(axes: Axes, sizes: Sizes) -> None:
    """Shade the diameters of which no three lie over each other in the thinner membrane."""
    largest = max(d for (t, _), points in sizes.membranes.items() if t == THICKNESSES[0]
                  for d, _ in points)  # fmt: skip
    axes.axvspan(1e6 * largest, 1e6 * sizes.diameters[-1], color=FAINT, alpha=0.5, linewidth=0)
    axes.annotate(
        f"fewer than three\nin {1e6 * THICKNESSES[0]:g} µm",
        (1e6 * largest, 0.42),
        xycoords=("data", "axes fraction"),
        xytext=(3, -2),
        textcoords="offset points",
        va="top",
        fontsize=7,
    )


def columns(sizes: Sizes) -> dict[str, list[object]]:
    """Return all curves and points as columns."""
    rows = [
        ("bulk", r, 1e6 * d, 10 * v)
        for r, values in sizes.bulk.items()
        for d, v in zip(sizes.diameters, values, strict=True)
    ]
    rows += [
        (f"{1e6 * t:g} um", r, 1e6 * d, 10 * v)
        for (t, r), points in sizes.membranes.items()
        for d, v in sorted(points)
    ]
    names = ("membrane", "resistance [ohm*cm^2]", "d50 [um]", "conductivity [mS/cm]")
    return dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))


def _pressed(height: float | None, seed: int) -> PressedPacking:
    """A pressed packing of equal spheres, in bulk or `height` diameters high."""
    thickness = None if height is None else height * PACKED
    bed = pack(Mono(diameter=PACKED), PARTICLES, slab_thickness=thickness, seed=seed)
    return press(bed, method="uniaxial", pressure=PRESSURE, yield_stress=YIELD_STRESS).pressed


def _relative(pressed: PressedPacking, ratio: float) -> float:
    """Conductivity over that of the grains; `ratio` is resistance x conductivity / diameter."""
    return effective_conductivity(
        image_of(pressed, CELLS), {"ceramic": 1.0}, interface_resistance=ratio * PACKED
    ).value
