"""The command ``ceralyte stack``: what stack pressure does to the cell of a recipe or design."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ceralyte.cli import output
from ceralyte.cli.commands.options import AsJson, assigned
from ceralyte.cli.output import shown, table
from ceralyte.core.errors import Mistakes, UnknownNameError
from ceralyte.core.quantities import Unavailable
from ceralyte.core.units import (
    CLAMP_STIFFNESS,
    LENGTH,
    PRESSURE,
    TEMPERATURE,
    TIME,
    Dimension,
    parse,
    show,
)

if TYPE_CHECKING:
    from ceralyte.model import Series, StackPressureSheet

_MINUTE = 60.0  # s: shorter times are told in seconds
_FACES = ("membrane", "electrode")


def stack(
    target: Annotated[
        Path, typer.Argument(metavar="RECIPE|DESIGN", help="recipe file, or folder of a design")
    ],
    pressure: Annotated[
        str | None, typer.Option(help='such as "2 MPa"; the recipe\'s if not given')
    ] = None,
    roughness: Annotated[
        str | None,
        typer.Option(help='rms heights of the faces: "membrane=0.8 um, electrode=0.5 um"'),
    ] = None,
    correlation_length: Annotated[
        str | None, typer.Option(help="of the roughness; the powder's d50 if not given")
    ] = None,
    hardness: Annotated[
        str | None, typer.Option(help="of the softer face; 3 x yield of a metal if not given")
    ] = None,
    width: Annotated[
        str | None, typer.Option(help='of the anode, such as "60 mm"; the pouch\'s if not given')
    ] = None,
    stiffness: Annotated[
        str | None, typer.Option(help='of clamp and stack together, such as "0.1 MPa/um"')
    ] = None,
    duration: Annotated[str, typer.Option(help="of creep at rest")] = "1000 h",
    cycle_time: Annotated[str, typer.Option(help="of a charge and a discharge")] = "20 h",
    inside: Annotated[str, typer.Option(help="gas pressure in the sealed pouch")] = "0 MPa",
    figures: Annotated[
        Path | None, typer.Option(help="folder for figures and the numbers behind them")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Stack pressure: contact with the anode, vacuum packaging, creep, breathing."""
    from ceralyte.cli.show import require_writable
    from ceralyte.pipeline import StackConditions, stack_pressure
    from ceralyte.pipeline.storage import design_folder

    wrong = Mistakes("stack")
    faces: dict[str, float] = {}
    with wrong.noted():
        faces = _faces(roughness)
    stated: dict[str, float] = {}
    for name, text, dimension in (
        ("pressure", pressure, PRESSURE),
        ("correlation_length", correlation_length, LENGTH),
        ("hardness", hardness, PRESSURE),
        ("width", width, LENGTH),
        ("stiffness", stiffness, CLAMP_STIFFNESS),
        ("duration", duration, TIME),
        ("cycle_time", cycle_time, TIME),
        ("inside", inside, PRESSURE),
    ):
        with wrong.noted():
            if text is not None:
                stated[name] = parse(text, dimension, f"--{name.replace('_', '-')}")
    with wrong.noted():
        design_folder(target)
    wrong.tell()
    conditions = StackConditions(
        roughness_membrane=faces.get("membrane"),
        roughness_electrode=faces.get("electrode"),
        **stated,
    )
    if figures is not None:
        require_writable(figures, "--figures")
    sheet = stack_pressure(target, conditions)
    if figures is not None:
        from ceralyte.report import write_stack_figures

        for path in write_stack_figures(sheet, figures):
            output.say(f"wrote {path}")
    if as_json:
        output.print_json(sheet)
    else:
        show_sheet(sheet)


def show_sheet(sheet: "StackPressureSheet") -> None:
    """Print contact, thickness lost and pressure left."""
    rows = [
        ("pressure of vacuum packaging", shown(sheet.packaging_pressure)),
        ("share of the face that touches the anode", shown(sheet.contact_fraction, "fraction")),
        ("contact resistance", _resistance(sheet)),
        ("thickness that one charge adds", shown(sheet.breathing_amplitude, digits=3)),
    ]
    rows += [(f"metal left, {s.note}", _left(s)) for s in sheet.thickness]
    if sheet.relaxation is not None:
        rows.append(
            (f"pressure at rest, {sheet.relaxation.note}", _ends(sheet.relaxation, PRESSURE))
        )
    if sheet.breathing is not None:
        rows.append(("pressure on cycling, lowest and highest", _extremes(sheet.breathing)))
    title = (
        f"{sheet.name}: {show(sheet.pressure, PRESSURE)}, {show(sheet.temperature, TEMPERATURE)}"
    )
    table(title, ("quantity", "value"), rows)
    for note in sheet.notes:
        output.STDOUT.print(f"note: {note}", markup=False)


def _resistance(sheet: "StackPressureSheet") -> str:
    """The resistance of the contact; beyond its theory what it is at most."""
    found, share = sheet.contact_resistance, sheet.contact_fraction
    if isinstance(found, Unavailable) or found.low != 0 or found.high is None:
        return shown(found)
    most = found.model_copy(update={"value": found.high, "low": None, "high": None})
    return f"at most {shown(most, digits=2)}: beyond the theory where {share.value:.0%} touches"


def _left(series: "Series") -> str:
    """What is left at the end, or that and when the metal is squeezed out."""
    from ceralyte.mechanics import GONE

    gone = [
        x for x, y in zip(series.x, series.y, strict=True) if y <= (1 + 1e-6) * GONE * series.y[0]
    ]
    if not gone:
        return _ends(series, LENGTH)
    seconds = f"{gone[0]:.2g} s" if gone[0] < _MINUTE else show(gone[0], TIME)
    return (
        f"{show(series.y[0], LENGTH)}: squeezed out ({GONE:.0%} left) after {seconds}, "
        "within a factor of 5 [estimate]"
    )


def _ends(series: "Series", dimension: Dimension) -> str:
    first, last = show(series.y[0], dimension), _within(series, -1, dimension)
    if last == first:
        return f"{first}: no loss in {show(series.x[-1], TIME)} [estimate]"
    return f"{first} to {last} in {show(series.x[-1], TIME)} [estimate]"


def _extremes(series: "Series") -> str:
    order = sorted(range(len(series.y)), key=series.y.__getitem__)
    low, high = (_within(series, k, PRESSURE) for k in (order[0], order[-1]))
    return f"{low}, {high} [estimate]"


def _within(series: "Series", k: int, dimension: Dimension) -> str:
    text = show(series.y[k], dimension)
    if series.y_low is None or series.y_high is None:
        return text
    low, high = (show(ends[k], dimension) for ends in (series.y_low, series.y_high))
    return text if low == high == text else f"{text} ({low} to {high})"


def _faces(text: str | None) -> dict[str, float]:
    example = "membrane=0.8 um, electrode=0.5 um"
    found = assigned(text, LENGTH, "--roughness", example, included=True)
    for name in found:
        if name not in _FACES:
            raise UnknownNameError("--roughness", name, _FACES)
    return found
