"""Lognormal sizes: what their width does to packing fraction, contacts and rattlers."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ceralyte.model import Lognormal, Mono
from ceralyte.packing import farr_groot
from ceralyte.report.style import BLUE, GREEN, GREY, INK, ORANGE, VERMILION
from page import LINE, Section, draw_points, figure_style, text
from samples import Sample, Wanted, mean

PARTICLES = {0.0: 4000, 0.1: 4000, 0.2: 4000, 0.3: 4000, 0.4: 4000, 0.5: 4000, 0.6: 6000, 0.7: 9000}
"""Width (standard deviation of ln d) -> particles; wide laws need more to show their coarse end."""
Packed = dict[float, list[Sample]]
Numbers = list[tuple[str | float | None, ...]]
_LAW = np.linspace(0.01, 1.0, 34)


def wanted() -> dict[float, Wanted]:
    """Return the packings of this figure by width."""
    return {
        sigma: Wanted(f"lognormal(d50=1 um, sigma={sigma})" if sigma else "mono(d=1 um)", n)
        for sigma, n in PARTICLES.items()
    }


def section(samples: dict[Wanted, list[Sample]], references: list[tuple[float, float]]) -> Section:
    """Draw the figure; `references` are published widths and jammed packing fractions."""
    packed = {sigma: samples[w] for sigma, w in wanted().items()}
    with figure_style():
        figure = Figure(figsize=(7.2, 5.6), layout="constrained")
        (fraction, contacts), (rattlers, volume) = figure.subplots(2, 2, sharex=True)
        numbers = [
            *_draw_fraction(fraction, packed, references),
            *_draw_contacts(contacts, packed),
            *_draw_rattlers(rattlers, packed),
            *_draw_per_volume(volume, packed),
        ]
        for axes in (fraction, contacts, rattlers, volume):
            axes.legend()
        for axes in (rattlers, volume):
            axes.set_xlabel("standard deviation of ln d")
    listed = ("coordination_number", "rattler_fraction", "rattlers_by_volume")
    return Section(
        "lognormal",
        "Wider lognormal distributions",
        _words(packed),
        figure,
        "Packing fraction, contacts and rattlers against the width of a lognormal distribution",
        ("sigma", "estimate", "jammed", "± error", "contacts per held particle", "rattlers",
         "rattlers by volume"),
        [
            (
                f"{sigma:g}",
                _estimate(sigma),
                *mean(s, "packing_fraction"),
                *(mean(s, field)[0] for field in listed),
            )
            for sigma, s in packed.items()
        ],
        numbers,
    )  # fmt: skip


def _draw_fraction(axes: Axes, packed: Packed, references: list[tuple[float, float]]) -> Numbers:
    law = [_estimate(float(sigma)) for sigma in _LAW]
    axes.plot(_LAW, law, color=ORANGE, label="Farr-Groot estimate", **LINE)
    axes.plot(
        [sigma for sigma, _ in references],
        [fraction for _, fraction in references],
        "s",
        markersize=7,
        markerfacecolor="none",
        color=GREY,
        label="independent soft-sphere code",
    )
    axes.set_ylabel("packing fraction")
    return [
        *(("estimate", float(s), y, None) for s, y in zip(_LAW, law, strict=True)),
        *(("independent soft-sphere code", s, y, None) for s, y in references),
        *_points(axes, packed, "packing_fraction", "jammed packings", BLUE),
    ]


def _draw_contacts(axes: Axes, packed: Packed) -> Numbers:
    axes.axhline(6, color=GREY, linewidth=1, linestyle=(0, (4, 3)))
    axes.annotate("isostatic: 6", (0.99, 6), ha="right", va="bottom", color=INK)
    axes.set_ylim(0, 7)
    axes.set_ylabel("contacts")
    return [
        *_points(axes, packed, "coordination_number", "per held particle", BLUE),
        *_points(
            axes, packed, "contacts_per_particle", "per particle, rattlers counted", VERMILION
        ),
    ]


def _draw_rattlers(axes: Axes, packed: Packed) -> Numbers:
    axes.set_ylim(0, 1)
    axes.set_ylabel("rattlers")
    return [
        *_points(axes, packed, "rattler_fraction", "share of the particles", VERMILION),
        *_points(axes, packed, "rattlers_by_volume", "share of the solid's volume", GREEN),
    ]


def _draw_per_volume(axes: Axes, packed: Packed) -> Numbers:
    numbers: Numbers = []
    for field, label, colour in (
        ("contacts_per_volume", "contacts per volume", BLUE),
        ("contact_area", "contact area per volume and strain", GREEN),
    ):
        numbers += _points(axes, packed, field, label, colour, mean(packed[0.0], field)[0])
    axes.set_yscale("log")
    axes.set_yticks([1, 2, 5, 10], ["1", "2", "5", "10"])
    axes.minorticks_off()
    axes.set_ylabel("relative to equal spheres, same d50")
    return numbers


def _points(
    axes: Axes, packed: Packed, field: str, label: str, colour: str, over: float = 1.0
) -> Numbers:
    means = {sigma: mean(s, field) for sigma, s in packed.items()}
    found = {s: (v / over, e and e / over) for s, (v, e) in means.items()}
    draw_points(axes, found, colour, label)
    return [(label, s, v, e) for s, (v, e) in found.items()]


def _estimate(sigma: float) -> float:
    return farr_groot(Lognormal(d50=1e-6, sigma=sigma) if sigma else Mono(diameter=1e-6)).value


def _words(packed: Packed) -> str:
    coordination = [mean(s, "coordination_number")[0] for s in packed.values()]
    over = [_estimate(s) - mean(p, "packing_fraction")[0] for s, p in packed.items()]
    wide = packed[0.7]
    return (
        "It is hoped that wider distributions bring denser membranes with more contacts between "
        "particles. Denser they are. But smooth particles that just jam have six contacts each "
        f"that is held, however wide their sizes are spread (found: {min(coordination):.2f} to "
        f"{max(coordination):.2f}, [counted](../decisions/0013-contacts-of-packings.md) as gaps "
        "below 1e-4 of the diameter), because that many balance the forces in three directions. "
        "What grows are rattlers, small particles in the pores of the large ones "
        "that nothing holds: "
        f"at a width of 0.7 {100 * mean(wide, 'rattler_fraction')[0]:.0f} % of the particles with "
        f"{100 * mean(wide, 'rattlers_by_volume')[0]:.0f} % of the volume. They fill space but "
        "conduct little, so that the contacts of all particles together become fewer per "
        "particle. Contacts and contact area per volume do grow, at equal d50 by volume, because "
        "a wider distribution holds more small particles.\n\n"
        f"The estimate of Farr and Groot lies {text(min(over))} to {text(max(over))} above the "
        "jammed packings, some of it because the few largest particles of the widest laws are "
        "represented by smaller ones."
    )
