"""Two sizes: packing fraction against the share of fines, for several size ratios."""

import numpy as np
from matplotlib.figure import Figure

from ceralyte.model import Mixture, Mono
from ceralyte.packing import Blend, farr_groot, optimise_mixture
from ceralyte.report.style import BLUE, GREEN, GREY, INK, ORANGE, VERMILION
from page import LINE, Section, draw_points, figure_style
from samples import Sample, Wanted, mean

PARTICLES = {
    1.4: {0.1: 3000, 0.267: 3000, 0.5: 3000, 0.75: 3000},
    2.0: {0.1: 3000, 0.286: 3000, 0.5: 3000, 0.75: 3000},
    3.0: {0.1: 2000, 0.25: 4000, 0.5: 4000, 0.75: 6000},
    5.0: {0.1: 2000, 0.208: 5000, 0.35: 6000, 0.5: 8000},
    10.0: {0.15: 12000, 0.25: 20000},
}
"""Size ratio -> share of fines by volume -> particles, enough for 50 large ones and more."""
COLOURS = {1.4: GREY, 2.0: GREEN, 3.0: BLUE, 5.0: ORANGE, 10.0: VERMILION}
_MONO = farr_groot(Mono(diameter=1e-6)).value


def wanted() -> dict[tuple[float, float], Wanted]:
    """Return the packings of this figure by size ratio and share of fines."""
    return {
        (ratio, x): Wanted(
            f"mixture({1 - x:g} mono(d={ratio:g} um), {x:g} mono(d=1 um))", particles
        )
        for ratio, points in PARTICLES.items()
        for x, particles in points.items()
    }


def furnas(x: np.ndarray, single: float) -> np.ndarray:
    """Return the packing fraction of an infinite size ratio.

    Few fines lie in the pores of the coarse, which pack as if alone; many carry the coarse.

    Parameters
    ----------
    x : ndarray
        Share of fines by volume.
    single : float
        Packing fraction of either size alone.

    Source
    ------
    C. C. Furnas, Ind. Eng. Chem. 23 (1931) 1052.
    """
    with np.errstate(divide="ignore"):
        return np.minimum(single / (1 - x), 1 / (x / single + (1 - x)))


def section(samples: dict[Wanted, list[Sample]]) -> Section:
    """Draw the figure."""
    numbers: list[tuple[str | float | None, ...]] = []
    rows: list[tuple[str | float | None, ...]] = []
    with figure_style():
        figure = Figure(figsize=(6.0, 4.4), layout="constrained")
        axes = figure.subplots()
        shares = np.linspace(0, 1, 201)
        limit = furnas(shares, _MONO)
        axes.plot(shares, limit, color=INK, linestyle=(0, (4, 3)), label="infinite", **LINE)
        numbers += [("infinite, Furnas", x, y, None) for x, y in _pairs(shares, limit)]
        for ratio in sorted(PARTICLES, reverse=True):
            name, colour, best = f"{ratio:g}", COLOURS[ratio], _blend(ratio)
            x = [s[1] for s in best.curve_shares]
            axes.plot(x, best.curve_fractions, color=colour, label=name, **LINE)
            numbers += [(f"{name}, estimate", *p, None) for p in _pairs(x, best.curve_fractions)]
            packed = {x: samples[w] for (r, x), w in wanted().items() if r == ratio}
            found = {x: mean(s, "packing_fraction") for x, s in packed.items()}
            draw_points(axes, found, colour)
            numbers += [(f"{name}, jammed", x, *v) for x, v in found.items()]
            rows += [_row(ratio, x, packed[x]) for x in found]
        axes.set_xlabel("share of fines by volume")
        axes.set_ylabel("packing fraction")
        axes.set_xlim(0, 1)
        axes.legend(title="size ratio; lines: estimate,\npoints: jammed packings")
    return Section(
        "two-sizes",
        "Two sizes",
        _words(samples),
        figure,
        "Packing fraction of two sizes against the share of fines, for ratios from 1.4 to infinity",
        ("size ratio", "share of fines", "estimate", "jammed", "± error", "rattlers", "contacts"),
        rows,
        numbers,
    )


def _row(ratio: float, x: float, packed: list[Sample]) -> tuple[str | float | None, ...]:
    return (
        f"{ratio:g}",
        f"{x:g}",
        farr_groot(_mixture(ratio, x)).value,
        *mean(packed, "packing_fraction"),
        mean(packed, "rattler_fraction")[0],
        mean(packed, "coordination_number")[0],
    )


def _words(samples: dict[Wanted, list[Sample]]) -> str:
    best = {ratio: _blend(ratio) for ratio in PARTICLES}
    at_best, beyond = (
        100 * mean(samples[wanted()[5.0, x]], "rattler_fraction")[0] for x in (0.208, 0.35)
    )
    fewest = mean(samples[wanted()[5.0, 0.208]], "coordination_number")[0]
    optima = ", ".join(f"{100 * b.shares[1]:.0f} % at {r:g}" for r, b in best.items())
    return (
        "Fines that fit into the pores of the coarse particles make a bed denser, the more so the "
        f"larger the size ratio. The densest share of fines is much the same ({optima}), and more "
        "fines than that loosen the bed again. Up to the optimum most fines are rattlers in "
        f"the pores of the coarse ({at_best:.0f} % of the particles at a ratio of 5), beyond it "
        f"they carry the bed ({beyond:.0f} % at 35 % of fines): the densest blend is not the one "
        "in which fines conduct. Few particles hold a bed at the optimum, and its contacts fall "
        f"short of six per held particle ({fewest:.2f} at a ratio of 5; [why]"
        "(../decisions/0013-contacts-of-packings.md)). The limit of an infinite ratio (Furnas "
        "1931) is "
        f"{furnas(np.array([(1 - _MONO) / (2 - _MONO)]), _MONO)[0]:.3f}. `ceralyte blend` "
        "finds the optimum for any two or three powders."
    )


def _blend(ratio: float) -> Blend:
    return optimise_mixture([Mono(diameter=ratio * 1e-6), Mono(diameter=1e-6)], step=0.02)


def _mixture(ratio: float, x: float) -> Mixture:
    sizes = (Mono(diameter=ratio * 1e-6), Mono(diameter=1e-6))
    return Mixture(shares=(1 - x, x), components=sizes)


def _pairs(x, y):  # type: ignore[no-untyped-def]
    return [(float(a), float(b)) for a, b in zip(x, y, strict=True)]
