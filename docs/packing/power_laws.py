"""Power laws: discs as in the paper of Shimamoto and Yanagisawa, and spheres."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ceralyte.model import PowerLaw
from ceralyte.packing import farr_groot
from ceralyte.report.style import BLUE, GREEN, GREY, INK, ORANGE, VERMILION
from page import LINE, Section, draw_points, figure_style
from samples import Sample, Wanted, mean

EXPONENTS_2D = (1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 5.0)
EXPONENTS_3D = (1.0, 2.0, 3.0, 4.0, 5.0)
SPAN_2D, PARTICLES_2D = 20, 4000
SPANS_3D = {3: (2000, GREEN), 10: (8000, BLUE)}
_LAW, _LAW_SPANS = np.linspace(0, 6, 25), {3: GREEN, 10: BLUE, 30: ORANGE, 100: VERMILION}
_COUNTED = {1.0: BLUE, 2.0: GREEN, 2.5: ORANGE, 4.0: VERMILION, 5.0: GREY}
EQUAL_DISCS = Wanted("mono(d=1 um)", PARTICLES_2D, dimension=2)

Numbers = list[tuple[str | float | None, ...]]


def powder(exponent: float, span: float) -> str:
    """Return the text of a power law from 1 um to `span` um."""
    return f"powerlaw(dmin=1 um, dmax={span:g} um, exponent={exponent:g})"


def wanted_discs() -> dict[float, Wanted]:
    """Return the packings of discs by exponent."""
    return {a: Wanted(powder(a, SPAN_2D), PARTICLES_2D, dimension=2) for a in EXPONENTS_2D}


def wanted_spheres() -> dict[tuple[float, int], Wanted]:
    """Return the packings of spheres by exponent and span."""
    return {
        (a, span): Wanted(powder(a, span), particles)
        for span, (particles, _) in SPANS_3D.items()
        for a in EXPONENTS_3D
    }


def section(samples: dict[Wanted, list[Sample]]) -> Section:
    """Draw the figure."""
    discs = {a: samples[w] for a, w in wanted_discs().items()}
    spheres = {key: samples[w] for key, w in wanted_spheres().items()}
    numbers: Numbers = []
    with figure_style():
        figure = Figure(figsize=(9.6, 3.5), layout="constrained")
        plane, counts, space = figure.subplots(1, 3)
        numbers += _draw_discs(plane, discs, samples[EQUAL_DISCS])
        numbers += _draw_contacts(counts, discs)
        numbers += _draw_spheres(space, spheres)
    return Section(
        "power-law",
        "Power laws, in two and three dimensions",
        _words(discs, samples[EQUAL_DISCS], spheres),
        figure,
        "Packing fraction and contacts of discs, packing fraction of spheres, against the exponent",
        ("dimension", "dmax / dmin", "exponent", "jammed", "± error", "contacts per held particle",
         "rattlers"),
        [
            (
                *key,
                *mean(s, "packing_fraction"),
                *(mean(s, f)[0] for f in ("coordination_number", "rattler_fraction")),
            )
            for key, s in (
                [(("2", "1", "equal"), samples[EQUAL_DISCS])]
                + [(("2", f"{SPAN_2D}", f"{a:g}"), s) for a, s in discs.items()]
                + [(("3", f"{span}", f"{a:g}"), s) for (a, span), s in spheres.items()]
            )
        ],
        numbers,
    )  # fmt: skip


def _draw_discs(axes: Axes, discs: dict[float, list[Sample]], equal: list[Sample]) -> Numbers:
    found = {a: mean(s, "packing_fraction") for a, s in discs.items()}
    level = mean(equal, "packing_fraction")
    axes.axvspan(2, 3, color=ORANGE, alpha=0.15, linewidth=0, label="2 < a < 3")
    axes.axhline(level[0], color=INK, linestyle=(0, (4, 3)), linewidth=1, label="equal discs")
    draw_points(axes, found, BLUE, f"dmax / dmin = {SPAN_2D}")
    axes.set_xlabel("exponent a")
    axes.set_ylabel("packing fraction of discs")
    axes.set_title("discs in a plane", loc="left")
    axes.legend()
    return [
        ("discs, equal", None, *level),
        *(("discs, power law", a, *v) for a, v in found.items()),
    ]


def _draw_contacts(axes: Axes, discs: dict[float, list[Sample]]) -> Numbers:
    numbers: Numbers = []
    for a, colour in _COUNTED.items():
        longest = max(len(s.shares) for s in discs[a])
        shares = np.mean([np.pad(s.shares, (0, longest - len(s.shares))) for s in discs[a]], axis=0)
        k = np.arange(3, longest)
        axes.plot(
            k,
            shares[3:],
            "o-" if a < 3 else "s--",
            color=colour,
            markersize=3.5,
            linewidth=1,
            label=f"a = {a:g}",
        )
        numbers += [(f"contacts of discs, a = {a:g}", float(n), float(shares[n]), None) for n in k]
    axes.set_yscale("log")
    axes.set_ylim(1e-3, 1)
    axes.set_yticks([0.001, 0.01, 0.1, 1], ["0.001", "0.01", "0.1", "1"])
    axes.set_xlim(2.5, 14)
    axes.set_xlabel("contacts of a held disc")
    axes.set_ylabel("share of the held discs")
    axes.set_title("discs in a plane", loc="left")
    axes.legend()
    return numbers


def _draw_spheres(axes: Axes, spheres: dict[tuple[float, int], list[Sample]]) -> Numbers:
    numbers: Numbers = []
    for span, colour in _LAW_SPANS.items():
        law = [_estimate(float(a), span) for a in _LAW]
        axes.plot(_LAW, law, color=colour, label=f"{span}", **LINE)
        numbers += [
            (f"spheres, estimate, dmax / dmin = {span}", float(a), y, None)
            for a, y in zip(_LAW, law, strict=True)
        ]
    for span, (_, colour) in SPANS_3D.items():
        found = {a: mean(s, "packing_fraction") for (a, w), s in spheres.items() if w == span}
        draw_points(axes, found, colour)
        numbers += [(f"spheres, jammed, dmax / dmin = {span}", a, *v) for a, v in found.items()]
    axes.set_xlabel("exponent a")
    axes.set_ylabel("packing fraction of spheres")
    axes.set_title("spheres in space", loc="left")
    axes.set_ylim(top=0.98)
    axes.legend(title="dmax / dmin; lines: estimate,\npoints: jammed packings", ncols=2)
    return numbers


def _words(
    discs: dict[float, list[Sample]],
    equal: list[Sample],
    spheres: dict[tuple[float, int], list[Sample]],
) -> str:
    level, error = mean(equal, "packing_fraction")
    denser = [
        f"{exponent:g}"
        for exponent, (jammed, its_error) in (
            (exponent, mean(samples, "packing_fraction")) for exponent, samples in discs.items()
        )
        if jammed - level > (error or 0.0) + (its_error or 0.0)
    ]
    best = max(_LAW, key=lambda a: _estimate(float(a), 100))
    contacts = [mean(s, "coordination_number")[0] for s in spheres.values()]
    return (
        "A number density ~ d^-a from dmin to dmax. Shimamoto and Yanagisawa (Phys. Rev. Research "
        "5 (2023) L012014) found for discs in a plane that they jam denser than equal ones for "
        "2 < a < 3, and that the distribution of contact numbers is common to all a < 3. Here "
        f"equal discs, which crystallise in part, fill {level:.3f}; denser by more than the "
        f"errors are a = {', '.join(denser)}, the densest within their window. The contacts of "
        "a = 2 and 2.5 are "
        "distributed alike up to the few largest discs; a = 1, 4 and 5 have fewer discs with many "
        f"neighbours, at a span of only {SPAN_2D}.\n\n"
        "In three dimensions the window moves up by one, as a power of the diameter does: the "
        f"estimate is densest near a = {best:.1f} for dmax / dmin = 100, equal spheres do not "
        "crystallise by themselves, so that every exponent packs denser than they do, and contacts "
        f"per held sphere stay near six ({min(contacts):.2f} to {max(contacts):.2f}) instead of "
        "near four."
    )


def _estimate(exponent: float, span: float) -> float:
    return farr_groot(PowerLaw(dmin=1e-6, dmax=span * 1e-6, exponent=exponent)).value
