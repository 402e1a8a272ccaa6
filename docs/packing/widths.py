"""Lognormal sizes: what their width does to packing fraction, contacts and rattlers."""

import numpy as np
from matplotlib.figure import Figure

from ceralyte.model import Lognormal, Mono
from ceralyte.packing import farr_groot
from ceralyte.report.style import BLUE, GREEN, GREY, INK, ORANGE, VERMILION
from page import LINE, POINTS, Section, figure_style, text
from samples import Sample, Wanted, mean

PARTICLES = {0.0: 4000, 0.1: 4000, 0.2: 4000, 0.3: 4000, 0.4: 4000, 0.5: 4000, 0.6: 6000, 0.7: 9000}
"""Width (standard deviation of ln d) -> particles; wide laws need more to show their coarse end."""
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
    law = [_estimate(sigma) for sigma in _LAW]
    numbers: list[tuple[str | float | None, ...]] = [
        ("estimate", float(s), y, None) for s, y in zip(_LAW, law, strict=True)
    ]
    numbers += [("published", s, y, None) for s, y in references]
    with figure_style():
        figure = Figure(figsize=(7.2, 5.6), layout="constrained")
        (fraction, contacts), (rattlers, volume) = figure.subplots(2, 2, sharex=True)
        fraction.plot(_LAW, law, color=ORANGE, label="Farr-Groot estimate", **LINE)
        if references:
            fraction.plot(
                *zip(*references, strict=True),
                "s",
                markersize=7,
                markerfacecolor="none",
                color=GREY,
                label="independent soft-sphere code",
            )

        def points(axes, field, label, colour, *, over=1.0):  # type: ignore[no-untyped-def]
            found = [mean(s, field) for s in packed.values()]
            y, error = ([v[k] / over for v in found] for k in (0, 1))
            axes.errorbar(list(packed), y, error, color=colour, label=label, **POINTS)
            numbers.extend((label, s, v, e) for s, v, e in zip(packed, y, error, strict=True))

        points(fraction, "packing_fraction", "jammed packings", BLUE)
        contacts.axhline(6, color=GREY, linewidth=1, linestyle=(0, (4, 3)))
        contacts.annotate("isostatic: 6", (0.99, 6), ha="right", va="bottom", color=INK)
        points(contacts, "coordination_number", "per held particle", BLUE)
        points(contacts, "contacts_per_particle", "per particle, rattlers counted", VERMILION)
        points(rattlers, "rattler_fraction", "share of the particles", VERMILION)
        points(rattlers, "rattlers_by_volume", "share of the solid's volume", GREEN)
        for field, label, colour in (
            ("contacts_per_volume", "contacts per volume", BLUE),
            ("contact_area", "contact area per volume and strain", GREEN),
        ):
            points(volume, field, label, colour, over=mean(packed[0.0], field)[0])
        volume.set_yscale("log")
        volume.set_yticks([1, 2, 5, 10], ["1", "2", "5", "10"])
        volume.minorticks_off()
        for axes, name in (
            (fraction, "packing fraction"),
            (contacts, "contacts"),
            (rattlers, "rattlers"),
            (volume, "relative to equal spheres, same d50"),
        ):
            axes.set_ylabel(name)
            axes.legend()
        contacts.set_ylim(0, 7)
        rattlers.set_ylim(0, 1)
        for axes in (rattlers, volume):
            axes.set_xlabel("standard deviation of ln d")
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
                *(
                    mean(s, field)[0]
                    for field in ("coordination_number", "rattler_fraction", "rattlers_by_volume")
                ),
            )
            for sigma, s in packed.items()
        ],
        numbers,
    )  # fmt: skip


def _estimate(sigma: float) -> float:
    return farr_groot(Lognormal(d50=1e-6, sigma=sigma) if sigma else Mono(diameter=1e-6)).value


def _words(packed: dict[float, list[Sample]]) -> str:
    coordination = [mean(s, "coordination_number")[0] for s in packed.values()]
    over = [_estimate(s) - mean(p, "packing_fraction")[0] for s, p in packed.items()]
    wide = packed[0.7]
    return (
        "It is hoped that wider distributions bring denser membranes with more contacts between "
        "particles. Denser they are. But smooth particles that just jam have six contacts each "
        f"that is held, whatever their sizes (found: {min(coordination):.2f} to "
        f"{max(coordination):.2f}), because six per particle are as many as hold them all. What "
        "grows are rattlers, small particles in the pores of the large ones that nothing holds: "
        f"at a width of 0.7 {100 * mean(wide, 'rattler_fraction')[0]:.0f} % of the particles with "
        f"{100 * mean(wide, 'rattlers_by_volume')[0]:.0f} % of the volume. They fill space but "
        "conduct little, so that the contacts of all particles together become fewer per "
        "particle. Contacts and contact area per volume do grow, at equal d50 by volume, because "
        "a wider distribution holds more small particles.\n\n"
        f"The estimate of Farr and Groot lies {text(min(over))} to {text(max(over))} above the "
        "jammed packings, some of it because the few largest particles of the widest laws are "
        "represented by smaller ones."
    )
