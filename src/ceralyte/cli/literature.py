"""What ``ceralyte literature`` does: published measurements, and figures with the model."""

from collections.abc import Callable, Sequence
from typing import Any

from ceralyte.cli.output import STDOUT, table
from ceralyte.core.errors import UnknownNameError
from ceralyte.core.units import ACTIVATION_ENERGY, CONDUCTIVITY, TEMPERATURE, show
from ceralyte.literature import Figure1c, ModelCurve, PublishedCurve, figure_1c, published_curves

FIGURES = ("1c",)


def curves() -> tuple[PublishedCurve, ...]:
    """Return the published conductivities against temperature."""
    return published_curves()


def figure(name: str, tell: Callable[[str, float], None]) -> Figure1c:
    """Compute the figure called `name`."""
    if name not in FIGURES:
        raise UnknownNameError("--figure", name, FIGURES)
    return figure_1c(progress=tell)


def document(result: Figure1c | Sequence[PublishedCurve]) -> dict[str, Any]:
    """Return the numbers for one JSON document, SI."""
    if not isinstance(result, Figure1c):
        return {"conductivities": [_published(curve) for curve in result]}
    return {
        "published": [_published(curve) for curve in result.published],
        "model": [_model(curve) for curve in result.model],
        "ceramic_activation_energy": _column(result.ceramic_energy, "J/mol"),
        "percolation_threshold": _column(result.threshold, ""),
        "polymer": result.polymer.model_dump(mode="json"),
        "notes": list(result.notes),
        "sources": [source.model_dump(mode="json") for source in result.sources],
    }


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
        "percolates": one.percolates,
        "temperature": _column(one.curve.temperatures, "K"),
        "conductivity": _column(one.curve.conductivities, "S/m"),
        "activation_energy": _column(one.curve.activation_energies, "J/mol"),
    }


def _column(value: float | Sequence[float] | None, unit: str) -> dict[str, Any]:
    return {"value": list(value) if isinstance(value, Sequence) else value, "unit": unit}


def show_curves(published: Sequence[PublishedCurve]) -> None:
    """Print the published conductivities, one line each."""
    table(
        "Conductivity against temperature",
        ("system", "rich in", "points", "source"),
        [
            (c.system, c.rich_in, _points(c), f"{c.source.text} {c.source.locator}".strip())
            for c in published
        ],
    )


def show_figure(result: Figure1c) -> None:
    """Print the activation energies of the model."""
    first = result.model[0].curve.temperatures
    table(
        "Activation energy of the model",
        ("ceramic", "ceramic percolates", *(f"at {show(t, TEMPERATURE)}" for t in first)),
        [
            (
                f"{100 * one.ceramic_fraction:.0f} vol%",
                "yes" if one.percolates else "no",
                *(f"{energy / 96485.33212:.3f} eV" for energy in one.curve.activation_energies),
            )
            for one in result.model
        ],
    )
    STDOUT.print(
        f"ceramic alone: {show(result.ceramic_energy, ACTIVATION_ENERGY)}; overlapping spheres "
        f"percolate at {100 * result.threshold:.1f} vol%",
        markup=False,
    )
    for note in result.notes:
        STDOUT.print(f"note: {note}", markup=False)
    for source in result.sources:
        STDOUT.print(f"source: {source.used_for}: {source.text} {source.locator}", markup=False)


def _points(curve: PublishedCurve) -> str:
    pairs = zip(curve.temperatures, curve.conductivities, strict=True)
    points = [f"{show(s, CONDUCTIVITY)} at {show(t, TEMPERATURE)}" for t, s in pairs]
    if curve.activation_energy is not None:
        points.append(f"printed: {curve.activation_energy / 96485.33212:.3g} eV")
    return "; ".join(points) + (" (digitised)" if curve.digitised else "")
