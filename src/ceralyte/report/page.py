"""The report as one HTML page that needs nothing but itself."""

import re
from base64 import b64encode
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ceralyte.core.display import to_display
from ceralyte.core.format import Shown, number, shown
from ceralyte.core.provenance import Source
from ceralyte.core.quantities import Quantity
from ceralyte.model import Comparison, Design
from ceralyte.report.cell_tables import cell_tables
from ceralyte.report.environment import render
from ceralyte.report.figures import CHART_TITLES, PRESSING_TITLES, Chart
from ceralyte.report.literature_page import PublishedFigure
from ceralyte.report.methods import methods, works_of
from ceralyte.report.pictures import LARGEST_BLOCK
from ceralyte.report.quantities import groups, headlines, label_of
from ceralyte.report.references import UNCHECKED
from ceralyte.report.style import GREY, PHASE_COLOURS

ANSWERS = {
    "no": "does not meet the target",
    "uncertain": "the error bar spans the limit, or something speaks against a yes",
    "unknown": "cannot be judged, and the reason says what is missing: not the same as fine",
    "yes": "meets the target or is safe",
}
"""Meaning of each answer of a `Verdict`, as the key above the cards says it."""

_EMPTY = re.compile(r"^ *\w+: (?:''|\{\}|\[\])\n", re.MULTILINE)
_MIME = {"svg": "image/svg+xml", "png": "image/png"}
_WEIGHING_DIGITS = 3
_PERIODIC = "A periodic piece of the bulk, not cut to the thickness of the membrane."
_GEOMETRIES = {"grains": "grains cut by the grid", "voxels": "voxels"}
_THROUGH = "A piece through the whole thickness of the membrane, periodic in its plane."


@dataclass(frozen=True)
class Compared:
    """A row of the table of measured beside predicted values."""

    label: str
    measured: Shown
    predicted: Shown
    ratio: str
    source: Source
    note: str


@dataclass(frozen=True)
class Solve:
    """A row of the table of conduction solves, one per seed."""

    where: str
    geometry: str
    conductivity: Shown
    dissipation: str
    converged: str
    residual: str
    flux_imbalance: str
    iterations: int


def page(
    design: Design,
    charts: tuple[Chart, ...],
    pictures: Mapping[str, bytes],
    published: Sequence[PublishedFigure],
) -> str:
    """Return the report as HTML.

    Parameters
    ----------
    design : Design
    charts : tuple of Chart
    pictures : mapping of bytes
        PNG of the "structure", of the "slice", where current flows of the "current"; where there
        is a cell, SVG of the "tornado".
    published : sequence of PublishedFigure
        Published membranes with the design among them.
    """
    works = works_of(design)
    told = methods(design, works)
    return render(
        "report.html",
        design=design,
        recipe=stated(design.recipe),
        methods=told,
        references=works.references,
        unchecked=UNCHECKED,
        answers=ANSWERS,
        counts=Counter(verdict.answer for verdict in design.verdicts),
        headlines=headlines(design),
        groups=groups(design),
        compared=[_compared(comparison) for comparison in design.comparisons],
        cell=None if design.cell is None else cell_tables(design.cell),
        charts={c.name: (c, _data_uri(c.svg, "image/svg+xml")) for c in charts},
        chart_titles=_chart_titles(charts),
        published=published,
        pictures={name: _data_uri(p, _MIME[kind_of(p)]) for name, p in pictures.items()},
        block=_edges(design, LARGEST_BLOCK),
        piece=_PERIODIC if design.structure.periodic[2] else _THROUGH,
        is_corner=max(design.structure.shape) > LARGEST_BLOCK,
        voxel=_length(design.structure.voxel_size),
        materials=materials(design),
        phases=_phases(design),
        weigh_out={n: shown(q, digits=_WEIGHING_DIGITS) for n, q in design.weigh_out.items()},
        bend_radius=shown(design.bend_radius_minimum),
        mandrel=mandrel(design),
        tests=_network_tests(design),
        solves=_solves(design),
    )


def stated(recipe: str) -> str:
    """Return the YAML of a recipe without the fields that are empty.

    Examples
    --------
    >>> stated("material: PTFE\\nnote: ''\\nproperties: {}\\n")
    'material: PTFE\\n'
    """
    return _EMPTY.sub("", recipe)


def kind_of(picture: bytes) -> Literal["svg", "png"]:
    """Return the kind of a picture, which is the suffix of its file."""
    return "svg" if picture.startswith(b"<?xml") else "png"


def _chart_titles(charts: tuple[Chart, ...]) -> dict[str, str]:
    """All charts by name; those of the particles under the press only where there are any."""
    drawn = {chart.name for chart in charts}
    return {n: t for n, t in CHART_TITLES.items() if n in drawn or n not in PRESSING_TITLES}


def _compared(comparison: Comparison) -> Compared:
    predicted, measured = comparison.predicted, comparison.measured
    ratio = "no prediction"
    if isinstance(predicted, Quantity):
        ratio = number(predicted.value / measured.value) if measured.value else "measured nought"
    return Compared(
        label=label_of(comparison.quantity),
        measured=shown(measured, comparison.quantity),
        predicted=shown(predicted, comparison.quantity),
        ratio=ratio,
        source=comparison.source,
        note=comparison.note,
    )


def materials(design: Design) -> list[tuple[str, str, str]]:
    """Return name, wt% and vol% of solids of each material; a share that is not there says so."""
    mass, volume = design.mass_fractions, design.solids_volume_fractions
    return [(n, _share(mass, n), _share(volume, n)) for n in dict.fromkeys([*mass, *volume])]


def _phases(design: Design) -> list[tuple[str, float, Shown, str]]:
    """Name, share in percent, share as text and colour of each phase of the membrane."""
    return [
        (name, 100 * share.value, shown(share, "volume fraction"), PHASE_COLOURS.get(name, GREY))
        for name, share in design.volume_fractions.items()
    ]


def mandrel(design: Design) -> list[tuple[str, str, str, str]]:
    """Return diameter in mm, strain in percent, answer and reason, a repeated one in short."""
    before = ["", *(result.reason for result in design.mandrel)]
    return [
        (
            number(to_display(result.diameter, "mm")),
            number(to_display(result.strain, "%"), 2),
            result.answer,
            "as above" if result.reason == before[i] else result.reason,
        )
        for i, result in enumerate(design.mandrel)
    ]


def _network_tests(design: Design) -> list[tuple[str, Shown, Shown, Shown, str]]:
    """What holds the grains, strength, strain at it, fracture energy and broken bonds."""
    return [
        (
            test.held_by,
            shown(test.strength),
            shown(test.failure_strain, "failure_strain"),
            shown(test.fracture_energy),
            f"{len(test.crack)} of {test.bonds}",
        )
        for test in (design.strength.tests if design.strength else ())
    ]


def _solves(design: Design) -> list[Solve]:
    seeds = design.provenance.seeds
    known = len(seeds) == len(design.conduction)
    return [
        Solve(
            where=(f"seed {seeds[i]}" if known else f"solve {i + 1}")
            + f", along {c.axis}, {c.boundary}",
            geometry=_GEOMETRIES[c.geometry],
            conductivity=shown(c.conductivity),
            dissipation=_dissipation(c.dissipation),
            converged="yes" if c.converged else "no",
            residual=number(c.residual, 2),
            flux_imbalance=number(c.flux_imbalance, 2),
            iterations=c.iterations,
        )
        for i, c in enumerate(design.conduction)
    ]


def _dissipation(shares: dict[str, float]) -> str:
    """Share of the power per phase, largest first; none where nothing conducts."""
    ordered = sorted(shares.items(), key=lambda item: -item[1])
    return ", ".join(f"{name} {100 * share:.3g} %" for name, share in ordered) or "none"


def _edges(design: Design, longest: int) -> str:
    lengths = [min(n, longest) * design.structure.voxel_size for n in design.structure.shape]
    return " × ".join(f"{to_display(e, 'um'):.3g}" for e in lengths) + " µm"


def _length(metres: float) -> str:
    return f"{to_display(metres, 'um'):.3g} µm"


def _share(fractions: dict[str, float], name: str) -> str:
    return number(100 * fractions[name]) if name in fractions else "not counted"


def _data_uri(data: bytes, kind: str) -> str:
    return f"data:{kind};base64,{b64encode(data).decode()}"
