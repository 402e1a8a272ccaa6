"""The report as PDF, set by Typst."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ceralyte.core.errors import InputError
from ceralyte.core.format import shown
from ceralyte.model import Design
from ceralyte.report.cell_tables import CellTables, cell_tables
from ceralyte.report.figures import Chart, svg_of
from ceralyte.report.formulas import subscripts
from ceralyte.report.literature_page import PublishedFigure
from ceralyte.report.methods import in_words, methods, seeds_of, works_of
from ceralyte.report.page import kind_of, mandrel, materials, stated
from ceralyte.report.prose import opening, sentence, sentences, typeset
from ceralyte.report.quantities import Row, groups, headlines, label_of
from ceralyte.report.references import UNCHECKED

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


def pdf(
    design: Design,
    charts: tuple[Chart, ...],
    pictures: Mapping[str, bytes],
    published: Sequence[PublishedFigure],
) -> bytes:
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
        for figure in published:
            (place / f"{figure.name}.svg").write_bytes(svg_of(figure.printed))
        files = {name: f"{name}.{kind_of(picture)}" for name, picture in pictures.items()}
        for name, file in files.items():
            (place / file).write_bytes(pictures[name])
        content = json.dumps(_typeset_formulas(_content(design, charts, files, published)))
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
    design: Design,
    charts: tuple[Chart, ...],
    pictures: Mapping[str, str],
    published: Sequence[PublishedFigure],
) -> dict[str, Any]:
    """All texts of the document, ready to set."""
    works = works_of(design)
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
                "reason": sentences(v.reason),
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
        "published": [_published(figure) for figure in published],
        "statements": _statements(published),
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
        "unchecked": UNCHECKED,
        "references": [asdict(work) for work in works.references],
        "recipe": stated(design.recipe),
    }


def _typeset_formulas(content: Any) -> Any:
    """Low digits in every text but the recipe, which stays as a file would hold it."""
    if isinstance(content, str):
        return subscripts(content)
    if isinstance(content, dict):
        return {k: v if k == "recipe" else _typeset_formulas(v) for k, v in content.items()}
    if isinstance(content, list | tuple):
        return [_typeset_formulas(part) for part in content]
    return content


def _published(figure: PublishedFigure) -> list[str]:
    """File, title, and why the design is not in the figure."""
    return [
        f"{figure.name}.svg",
        figure.title,
        sentence(f"no star: {figure.missing}") if figure.missing else "",
    ]


def _statements(published: Sequence[PublishedFigure]) -> list[dict[str, str]]:
    """What is said of published membranes, each statement once."""
    said = dict.fromkeys(s for figure in published for s in figure.statements)
    return [
        {
            "quote": s.quote,
            "place": s.place,
            "against": sentence(s.against) if s.against else "",
            "table": sentence(s.table),
        }
        for s in said
    ]


def _cell(tables: CellTables) -> dict[str, Any]:
    return {
        "c_rate": tables.c_rate,
        "temperature": tables.temperature,
        "rated": _row(Row("at this rate", tables.rated)),
        "bases": [
            [typeset(b.basis), in_words(b.specific_energy), in_words(b.energy_density)]
            for b in tables.bases
        ],
        "resistances": [_row(Row(name, value)) for name, value in tables.resistances],
        "notes": [sentence(note) for note in tables.notes],
    }


def _row(row: Row) -> dict[str, str | bool]:
    value = row.shown
    return {
        "label": row.label,
        "value": in_words(value),
        "missing": bool(value.reason),
        "estimate": "estimate" if value.estimate else "",
        "method": typeset(value.method),
        "validity": typeset(value.validity),
    }
