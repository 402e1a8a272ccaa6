"""What `ceralyte literature` prints: tables for people, documents for programs."""

from collections.abc import Sequence
from typing import Any

from ceralyte.cli.output import STDOUT, table
from ceralyte.core.display import display_unit, symbol, to_display
from ceralyte.core.quantities import Quantity
from ceralyte.core.units import (
    CONDUCTIVITY,
    LENGTH,
    SPECIFIC_ENERGY,
    TEMPERATURE,
    Dimension,
    show,
)
from ceralyte.literature import (
    Figure1c,
    Figure2,
    Hindcast,
    HindcastRow,
    ModelCurve,
    PublishedCurve,
    PublishedMembrane,
    Statement,
)
from ceralyte.literature.hindcast import Summary

_EV = 96485.33212  # J/mol per eV


def listing(
    membranes: Sequence[PublishedMembrane],
    curves: Sequence[PublishedCurve],
    said: Sequence[Statement],
) -> dict[str, Any]:
    """Return table, conductivities against temperature and statements for one JSON document."""
    return {
        "membranes": [m.model_dump(mode="json") for m in membranes],
        "conductivities": [_published(curve) for curve in curves],
        "statements": [s.model_dump(mode="json") for s in said],
    }


def figure_2_document(figure: Figure2) -> dict[str, Any]:
    """Return the points of a figure for one JSON document, SI."""
    return figure.model_dump(mode="json")


def figure_1c_document(result: Figure1c) -> dict[str, Any]:
    """Return the numbers for one JSON document, SI."""
    return {
        "published": [_published(curve) for curve in result.published],
        "model": [_model(curve) for curve in result.model],
        "ceramic_activation_energy": _column(result.ceramic_energy, "J/mol"),
        "percolation_threshold": _column(result.threshold, ""),
        "polymer": result.polymer.model_dump(mode="json"),
        "notes": list(result.notes),
        "sources": [source.model_dump(mode="json") for source in result.sources],
    }


def show_membranes(membranes: Sequence[PublishedMembrane]) -> None:
    """Print the membranes, one line each."""
    table(
        f"{len(membranes)} published membranes",
        ("id", "ceramic", "binder", "support", "thickness", "conductivity", "energy", "source"),
        [
            (
                m.identifier,
                m.ceramic,
                m.binder,
                m.support,
                _shown(m.thickness, LENGTH),
                _conductivity(m),
                f"{_shown(m.specific_energy, SPECIFIC_ENERGY)} {m.energy_basis}".strip(),
                m.source.locator or m.source.text,
            )
            for m in membranes
        ],
    )


def _show_statements(said: Sequence[Statement]) -> None:
    """Print what the article says, what speaks against it, and what the table gives."""
    for one in said:
        STDOUT.print(f'{one.topic}: "{one.quote}" ({one.place})', markup=False)
        if one.against:
            STDOUT.print(f"  against it: {one.against}", markup=False)
        STDOUT.print(f"  the table: {one.table}", markup=False)


def show_figure_2(figure: Figure2) -> None:
    """Print the points of a figure by group, and what the article says."""
    points = [*figure.points, *([figure.star] if figure.star else [])]
    x_unit, y_unit = display_unit(figure.x_unit), display_unit(figure.y_unit)
    table(
        f"Fig. {figure.name}: {figure.y_name}",
        (figure.grouped_by, "membrane", "thickness", figure.y_name, "bound"),
        [
            (
                p.group,
                p.label,
                "" if p.x is None else f"{to_display(p.x, x_unit):.3g} {symbol(x_unit)}",
                f"{to_display(p.y, y_unit):.3g} {symbol(y_unit)}",
                p.bound,
            )
            for p in sorted(points, key=lambda p: p.group)
        ],
    )
    if figure.star_missing:
        STDOUT.print(f"no star for the design: {figure.star_missing}", markup=False)
    _show_statements(figure.statements)


def show_hindcast(result: Hindcast) -> None:
    """Print predicted beside measured conductivities, and how well they agree."""
    table(
        "Conductivity, predicted from the recipe and measured",
        ("membrane", "ceramic", "process", "predicted", "90 %", "measured", "log10 error"),
        [_hindcast_line(row) for row in result.rows],
    )
    table(
        "How well",
        ("rows", "n", "median |log10 error|", "inside 90 %", "width of 90 %"),
        [
            _summary_line("all", result.summary),
            *(_summary_line(k, s) for k, s in result.by_kind.items()),
            *(_summary_line(f"family {k}", s) for k, s in result.by_family.items()),
            *(_summary_line(f"process {k}", s) for k, s in result.by_process.items()),
            *(_summary_line(k.replace("_", " "), s) for k, s in result.others.items()),
            *(_error_line(f"naive: {k}", v) for k, v in result.baselines["all"].items()),
            *(_error_line(f"what powders differ by: {k}", v) for k, v in result.floor.items()),
        ],
    )
    for one in result.rows:
        for note in one.notes:
            STDOUT.print(f"note: {one.id}: {note}", markup=False)
    for row in result.left_out:
        STDOUT.print(f"not predicted: {row.id}: {row.reason}", markup=False)
    for note in result.notes:
        STDOUT.print(f"note: {note}", markup=False)


def _hindcast_line(row: HindcastRow) -> tuple[str, ...]:
    one = row.conductivity
    predicted = one.predicted
    assert isinstance(predicted, Quantity)  # rows without one are left out
    interval = f"{_number(predicted.low)} to {_number(predicted.high)} mS/cm"
    return (
        row.id,
        row.ceramic,
        row.process,
        show(predicted.value, CONDUCTIVITY),
        interval,
        _shown(one.measured, CONDUCTIVITY),
        "" if one.log10_error is None else f"{one.log10_error:+.2f}",
    )


def _error_line(name: str, error: float) -> tuple[str, str, str, str, str]:
    return (name, "", f"{error:.2f}", "", "")


def _summary_line(name: str, summary: Summary) -> tuple[str, str, str, str, str]:
    error, inside = summary.median_absolute_log10_error, summary.coverage_90
    width = summary.width_90
    return (
        name,
        str(summary.n),
        "" if error is None else f"{error:.2f}",
        "" if inside is None else f"{100 * inside:.0f} %",
        "" if width is None else f"factor {10**width:.3g}",
    )


def _number(value: float | None) -> str:
    return "" if value is None else f"{to_display(value, 'mS/cm'):.2g}"


def _shown(value: float | None, dimension: Dimension) -> str:
    return "" if value is None else show(value, dimension)


def _conductivity(row: PublishedMembrane) -> str:
    if row.conductivity is None:
        return ""
    at = "" if row.temperature is None else f" at {show(row.temperature, TEMPERATURE)}"
    return show(row.conductivity, CONDUCTIVITY) + at


def _published(curve: PublishedCurve) -> dict[str, Any]:
    return {
        **curve.model_dump(mode="json", include={"system", "rich_in", "note", "source"}),
        "temperature": _column(curve.temperatures, "K"),
        "conductivity": _column(curve.conductivities, "S/m"),
        "activation_energy": _column(curve.activation_energy, "J/mol"),
        "digitised": curve.digitised,
    }


def _model(one: ModelCurve) -> dict[str, Any]:
    return {
        "ceramic_fraction": _column(one.ceramic_fraction, ""),
        "percolating": _column(one.percolating, ""),
        "temperature": _column(one.curve.temperatures, "K"),
        "conductivity": _column(one.curve.conductivities, "S/m"),
        "activation_energy": _column(one.curve.activation_energies, "J/mol"),
        "activation_energy_error": _column(one.energy_errors, "J/mol"),
    }


def _column(value: float | Sequence[float] | None, unit: str) -> dict[str, Any]:
    return {"value": list(value) if isinstance(value, Sequence) else value, "unit": unit}


def show_figure_1c(result: Figure1c) -> None:
    """Print the published conductivities, and the activation energies of the model."""
    _show_curves(result.published)
    first = result.model[0].curve.temperatures
    table(
        "Activation energy of the model (eV)",
        ("ceramic", "samples that percolate", *(f"at {show(t, TEMPERATURE)}" for t in first)),
        [
            (
                f"{100 * one.ceramic_fraction:.0f} vol%",
                f"{100 * one.percolating:.0f} %",
                *(
                    f"{energy / _EV:.3f} ± {error / _EV:.3f}"
                    for energy, error in zip(
                        one.curve.activation_energies, one.energy_errors, strict=True
                    )
                ),
            )
            for one in result.model
        ],
    )
    STDOUT.print(
        f"ceramic alone: {result.ceramic_energy / _EV:.3f} eV; overlapping spheres "
        f"percolate at {100 * result.threshold:.1f} vol%",
        markup=False,
    )
    for note in result.notes:
        STDOUT.print(f"note: {note}", markup=False)
    for source in result.sources:
        STDOUT.print(f"source: {source.used_for}: {source.text} {source.locator}", markup=False)


def _show_curves(published: Sequence[PublishedCurve]) -> None:
    table(
        "Conductivity against temperature",
        ("system", "rich in", "points", "source"),
        [
            (c.system, c.rich_in, _points(c), f"{c.source.text} {c.source.locator}".strip())
            for c in published
        ],
    )


def _points(curve: PublishedCurve) -> str:
    pairs = zip(curve.temperatures, curve.conductivities, strict=True)
    points = [f"{show(s, CONDUCTIVITY)} at {show(t, TEMPERATURE)}" for t, s in pairs]
    if curve.activation_energy is not None:
        points.append(f"printed: {curve.activation_energy / _EV:.3g} eV")
    return "; ".join(points) + (" (digitised)" if curve.digitised else "")
