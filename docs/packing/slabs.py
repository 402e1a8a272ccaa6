"""Slabs: what two flat walls cost in packing fraction, against their distance."""

import numpy as np
from matplotlib.figure import Figure

from ceralyte.report.style import BLUE, ORANGE
from page import LINE, Section, draw_points, figure_style, text
from samples import Sample, Wanted, mean

PARTICLES = 3000
POWDERS = {
    "equal spheres": "mono(d=1 um)",
    "1.4:1": "mixture(0.733 mono(d=1.4 um), 0.267 mono(d=1 um))",
}
"""Both have smallest particles of 1 um; 1.4:1 is half and half by number."""
DISTANCES = (4.2, 4.6, 5.0, 5.5, 6.5, 7.2, 8.0, 10.0, 13.0, 20.0)
"""In diameters of the smallest particles; three of the largest at least."""
_COLOURS = {"equal spheres": BLUE, "1.4:1": ORANGE}


def wanted(name: str) -> dict[float, Wanted]:
    """Return the packings of a powder by distance in diameters; infinity is the bulk."""
    powder = POWDERS[name]
    slabs = {h: Wanted(powder, PARTICLES, slab=h * 1e-6) for h in DISTANCES}
    return {**slabs, float("inf"): Wanted(powder, PARTICLES)}


def wall_loss(samples: dict[Wanted, list[Sample]], name: str) -> tuple[float, float]:
    """Return C of phi = phi_bulk - C d / h and its standard error, d the smallest diameter.

    The median over the distances: where a whole number of layers of equal spheres happens to fit,
    a slab is far denser than its neighbours. Its error follows from the median deviation.
    """
    x, y = _losses(samples, name)
    each = y / x
    c = float(np.median(each))
    spread = 1.4826 * float(np.median(np.abs(each - c)))  # the std of a normal law
    return c, spread * float(np.sqrt(np.pi / 2 / len(each)))


def section(samples: dict[Wanted, list[Sample]]) -> Section:
    """Draw the figure."""
    numbers: list[tuple[str | float | None, ...]] = []
    rows: list[tuple[str | float | None, ...]] = []
    with figure_style():
        figure = Figure(figsize=(5.2, 3.8), layout="constrained")
        axes = figure.subplots()
        for name, colour in _COLOURS.items():
            c, error = wall_loss(samples, name)
            found = {h: mean(samples[w], "packing_fraction") for h, w in wanted(name).items()}
            bulk = found[np.inf][0]
            x = np.array([0.0, 0.25])
            label = f"{name}, C = {c:.3f} ± {error:.3f}"
            axes.plot(x, bulk - c * x, color=colour, label=label, **LINE)
            draw_points(axes, {1 / h: v for h, v in found.items()}, colour)
            numbers += [(f"{name}, line", float(a), float(bulk - c * a), None) for a in x]
            numbers += [(f"{name}, jammed", 1 / h, *v) for h, v in found.items()]
            rows += [(name, "bulk" if h == np.inf else f"{h:g}", *v) for h, v in found.items()]
        axes.set_xlim(left=0)
        axes.set_xlabel("diameter / distance of the walls")
        axes.set_ylabel("packing fraction")
        axes.legend(title="lines: bulk - C d / h, d the smallest diameter")
    return Section(
        "slabs",
        "Between two flat walls",
        _words(samples),
        figure,
        "Packing fraction against diameter over wall distance, with fitted lines",
        ("powder", "h / d", "jammed", "± error"),
        rows,
        numbers,
    )


def _losses(samples: dict[Wanted, list[Sample]], name: str) -> tuple[np.ndarray, np.ndarray]:
    """Return d / h and what the walls cost, per slab."""
    found = {h: mean(samples[w], "packing_fraction")[0] for h, w in wanted(name).items()}
    distances = np.array(DISTANCES)
    return 1 / distances, found[np.inf] - np.array([found[h] for h in DISTANCES])


def _words(samples: dict[Wanted, list[Sample]]) -> str:
    c = {name: wall_loss(samples, name)[0] for name in POWDERS}
    thin = c["equal spheres"] * 3 / 20
    return (
        "Walls forbid centres within half a diameter of them, so a thin membrane is less dense "
        "than the bulk, by C d / h at a thickness h: C = "
        f"{c['equal spheres']:.2f} for equal spheres, {c['1.4:1']:.2f} for two sizes 1.4:1, d the "
        "smaller (the median of the slabs). Equal spheres form layers at the walls: where a whole "
        "number of them fits, a slab is denser than the line. A 20 um membrane of 3 um grains "
        f"loses about {text(thin)} of packing fraction."
    )
