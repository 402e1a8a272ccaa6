"""The report as PDF, set by Typst."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ceralyte.core.errors import InputError
from ceralyte.model import Design
from ceralyte.report.cell_tables import CellTables, cell_tables
from ceralyte.report.figures import Chart
from ceralyte.report.format import shown
from ceralyte.report.methods import in_words, methods, seeds_of
from ceralyte.report.page import kind_of, mandrel, materials
from ceralyte.report.prose import opening, sentence, typeset
from ceralyte.report.quantities import Row, groups, headlines, label_of
from ceralyte.report.references import Bibliography

_UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""The same design gives the same bytes."""

CAPTIONS = {
    "structure": "The simulated structure; every grain has its own shade of blue, pores are open.",
    "slice": "Slice through the middle; lines are boundaries between grains.",
    "current": "Current density in the same slice over its mean; grey: nothing conducts.",
    "tornado": "What moves the energy of the cell: one input at a time 20 % lower or higher.",
}
"""What stands under each picture."""


def require_typst() -> None:
    """Raise `InputError` with the remedy unless the extra `report` is installed."""
    if find_spec("typst") is None:
        raise InputError(
            "--pdf", "the PDF needs Typst, which is not installed", 'pip install "ceralyte[report]"'
        )


def pdf(design: Design, charts: tuple[Chart, ...], pictures: Mapping[str, bytes]) -> bytes:
    """Return the report as PDF; figures as `page` takes them.

    Raises
    ------
    InputError
        The extra `report` is not installed.
    """
    require_typst()
    import typst

    with TemporaryDirectory() as folder:
        place = Path(folder)
        for chart in charts:
            (place / f"{chart.name}.svg").write_bytes(chart.svg)
        files = {name: f"{name}.{kind_of(picture)}" for name, picture in pictures.items()}
        for name, file in files.items():
            (place / file).write_bytes(pictures[name])
        content = json.dumps(_content(design, charts, files))
        (place / "content.json").write_text(content, encoding="utf-8")
        template = resources.files("ceralyte.report") / "templates" / "report.typ"
        (place / "report.typ").write_bytes(template.read_bytes())
        made: bytes = typst.compile(
            place / "report.typ",
            root=place,
            ignore_system_fonts=True,
            timestamp=_UNDATED,
        )
        return made


def _content(
    design: Design, charts: tuple[Chart, ...], pictures: Mapping[str, str]
) -> dict[str, Any]:
    """All texts of the document, ready to set."""
    works = Bibliography(design.sources)
    told = methods(design, works)
    made = design.provenance
    return {
        "title": design.name,
        "description": typeset(design.description),
        "made": f"ceralyte {made.ceralyte_version}, level {made.level}, {seeds_of(made)}, "
        f"recipe {made.recipe_sha256[:12]}",
        "verdicts": [
            {
                "answer": v.answer,
                "question": typeset(v.question),
                "short": sentence(opening(v.reason)),
                "reason": sentence(v.reason),
            }
            for v in design.verdicts
        ],
        "headlines": [_row(row) for row in headlines(design)],
        "groups": [
            {"title": title, "rows": [_row(row) for row in rows]}
            for title, rows in groups(design).items()
        ],
        "compared": [
            {
                "label": label_of(c.quantity),
                "measured": in_words(shown(c.measured, c.quantity)),
                "predicted": in_words(shown(c.predicted, c.quantity)),
                "source": typeset(c.source.text),
            }
            for c in design.comparisons
        ],
        "cell": None if design.cell is None else _cell(cell_tables(design.cell)),
        "mandrel": mandrel(design),
        "materials": materials(design),
        "phases": [
            [name, in_words(shown(share, "volume fraction"))]
            for name, share in design.volume_fractions.items()
            if share.value > 0
        ],
        "weigh_out": [
            [name, in_words(shown(mass, digits=3))] for name, mass in design.weigh_out.items()
        ],
        "pictures": [[file, CAPTIONS[name]] for name, file in pictures.items()],
        "charts": [[f"{c.name}.svg", c.title, sentence(c.caption)] for c in charts],
        "notes": [sentence(note) for note in design.notes],
        "methods": told,
        "references": [asdict(work) for work in works.references],
        "recipe": design.recipe,
    }


def _cell(tables: CellTables) -> dict[str, Any]:
    return {
        "c_rate": tables.c_rate,
        "temperature": tables.temperature,
        "rated": in_words(tables.rated),
        "bases": [
            [typeset(b.basis), in_words(b.specific_energy), in_words(b.energy_density)]
            for b in tables.bases
        ],
        "resistances": [_row(Row(name, value)) for name, value in tables.resistances],
        "notes": [sentence(note) for note in tables.notes],
    }


def _row(row: Row) -> dict[str, str]:
    value = row.shown
    return {
        "label": row.label,
        "value": in_words(value),
        "estimate": "estimate" if value.estimate else "",
        "method": typeset(value.method),
        "validity": typeset(value.validity),
    }
