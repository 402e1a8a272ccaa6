"""The command ``ceralyte bend``: tear and bend the membrane of a recipe or a design."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from ceralyte.cli import output
from ceralyte.cli.commands.options import AsJson, assigned
from ceralyte.cli.output import shown, table
from ceralyte.core.errors import Mistakes, UnknownNameError
from ceralyte.core.quantities import Outcome, Unavailable
from ceralyte.core.units import LENGTH, LINE_LOAD, MODULUS, parse_from

if TYPE_CHECKING:
    from ceralyte.mechanics import TestMode
    from ceralyte.model import BendingSheet, NetworkTest, StackBend, StrengthSheet
    from ceralyte.pipeline import MembraneMechanics


def bend(
    target: Annotated[
        Path, typer.Argument(metavar="RECIPE|DESIGN", help="recipe file, or folder of a design")
    ],
    radius: Annotated[
        str | None,
        typer.Option(help='of the cylinder, such as "4 mm"; the recipe\'s if not given'),
    ] = None,
    tension: Annotated[
        str, typer.Option(help='winding tension per width, such as "50 N/m"')
    ] = "0 N/m",
    modulus: Annotated[
        str | None,
        typer.Option(help='of layers of the cell, such as "cathode=5 GPa, graphite=8 GPa"'),
    ] = None,
    tests: Annotated[
        str, typer.Option(help="tension, compression, bending; several with commas")
    ] = "tension",
    seeds: Annotated[int, typer.Option(help="packings; three or more give a Weibull modulus")] = 1,
    level: Annotated[str, typer.Option(help="size of the packings: quick, standard, fine")] = (
        "quick"
    ),
    figures: Annotated[
        Path | None, typer.Option(help="folder for figures and the numbers behind them")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Tear and bend the membrane: strength, smallest radius, mandrels, its cell wound up."""
    from ceralyte.cli.show import require_writable
    from ceralyte.pipeline import membrane_mechanics
    from ceralyte.pipeline.order import checked_level, checked_seeds
    from ceralyte.pipeline.storage import design_folder

    wrong = Mistakes("bend")
    moduli: dict[str, float] = {}
    modes, cylinder, pull = _modes(tests, wrong), None, 0.0
    with wrong.noted():
        moduli = assigned(modulus, MODULUS, "--modulus", "cathode=5 GPa")
    with wrong.noted():
        if radius is not None:
            cylinder = parse_from(radius, LENGTH, "--radius", 0.0, included=False)
    with wrong.noted():
        pull = parse_from(tension, LINE_LOAD, "--tension", 0.0)
    with wrong.noted():
        checked_level(level)
    with wrong.noted():
        checked_seeds(seeds)
    with wrong.noted():
        design_folder(target)
    wrong.tell()
    if figures is not None:
        require_writable(figures, "--figures")
    with output.progress_bar(quiet=as_json) as tell:
        result = membrane_mechanics(
            target,
            modes=modes,
            radius=cylinder,
            tension=pull,
            moduli=moduli,
            level=level,
            seeds=seeds,
            progress=tell,
        )
    if figures is not None:
        from ceralyte.report import write_strength_figures

        for path in write_strength_figures(result, figures):
            output.say(f"wrote {path}")
    if as_json:
        output.print_json(result)
    else:
        show(result)
    if isinstance(result.strength.tensile_strength, Unavailable) and isinstance(
        result.tensile_strength, Unavailable
    ):
        raise typer.Exit(1)


def _modes(text: str, wrong: Mistakes) -> "tuple[TestMode, ...]":
    from ceralyte.mechanics import TestMode

    modes = tuple(part.strip() for part in text.split(","))
    known: tuple[TestMode, ...] = get_args(TestMode)
    for mode in modes:
        with wrong.noted():
            if mode not in known:
                raise UnknownNameError("--tests", mode, known)
    return tuple(k for k in known if k in modes)


def show(result: "MembraneMechanics") -> None:
    """Print strengths, mandrels and bent stacks."""
    elastic, strength = result.elasticity, result.strength
    rows: list[tuple[str, Outcome, str]] = [
        ("Young's modulus", elastic.youngs_modulus, "modulus"),
        ("tensile strength, bracket", result.tensile_strength, ""),
        ("tensile strength, network of bonds", strength.tensile_strength, ""),
        ("strain at failure, network", strength.failure_strain, "strain"),
        ("Weibull modulus over the packings", strength.weibull_modulus, ""),
        ("smallest bend radius", result.bend_radius_minimum, "radius"),
    ]
    title = f"{result.name}, {1e6 * result.thickness:.3g} um"
    table(title, ("quantity", "value"), [(name, _told(v, unit)) for name, v, unit in rows])
    _tests(strength)
    table(
        "Mandrel bend test (ASTM D522 cylinders)",
        ("diameter, mm", "strain", "answer", "reason"),
        [
            (f"{1e3 * m.diameter:.3g}", f"{m.strain:.2%}", m.answer, m.reason)
            for m in result.mandrel
        ],
    )
    if result.bending is not None:
        _bending(result.bending)
    for note in result.notes:
        output.STDOUT.print(f"note: {note}", markup=False)


def _told(outcome: Outcome, name: str) -> str:
    """A quantity as text; a lower limit with what it counts, and what not."""
    text = shown(outcome, name)
    if isinstance(outcome, Unavailable) or outcome.low is None or outcome.high is not None:
        return text
    return f"{text}: {outcome.method}"


def _tests(strength: "StrengthSheet") -> None:
    if not strength.tests:
        return
    table(
        "Tests of single packings, without support; fracture energy, share of the bonds broken",
        ("test", "held by", "seed", "strength", "strain", "J/m²", "broken"),
        [
            (
                t.mode,
                t.held_by,
                str(t.seed),
                _strength(t),
                f"{t.failure_strain.value:.2%}",
                f"{t.fracture_energy.value:.3g}",
                f"{len(t.crack) / t.bonds:.0%}",
            )
            for t in strength.tests
        ],
    )


def _strength(test: "NetworkTest") -> str:
    from ceralyte.mechanics.testing import LARGEST_STRAIN

    text = f"{test.strength.value / 1e6:.3g} MPa"
    return text if test.broken else f"at least {text}: not broken at {LARGEST_STRAIN:.0%}"


def _bending(sheet: "BendingSheet") -> None:
    for stack in sheet.stacks:
        table(
            f"{stack.what} on a cylinder of {1e3 * stack.radius:.3g} mm radius"
            + (f" under {stack.tension:.3g} N/m" if stack.tension else ""),
            ("layer", "um", "GPa", "strain inner / outer", "stress, MPa", "sliding: strain"),
            _layer_rows(stack),
        )
        for line in _beyond(stack):
            output.STDOUT.print(line, markup=False)
        rows = [
            _limit_row("smallest radius, bonded", stack.radius_minimum_bonded),
            _limit_row("smallest radius, sliding", stack.radius_minimum_sliding),
        ]
        if stack.tension:
            rows.append(("pressure of one turn", shown(stack.winding_pressure, unit="kPa"), ""))
        table("", ("quantity", "value", "set by"), rows)
    if sheet.cell_reason:
        output.say(f"cell not bent: {sheet.cell_reason}")
    table(
        "Faces of the membrane alone, without tension",
        ("face", "strain", "porosity", "change of conductivity"),
        [
            (f.face, f"{f.strain:+.3%}", shown(f.porosity, "porosity"),
             _change(f.conductivity_factor))
            for f in sheet.faces
        ],
    )  # fmt: skip
    if sheet.cylinder is not None:
        output.STDOUT.print(
            f"the membrane alone on it: {sheet.cylinder.answer}, {sheet.cylinder.reason}",
            markup=False,
        )
    for note in sheet.notes:
        output.STDOUT.print(f"note: {note}", markup=False)


def _beyond(stack: "StackBend") -> list[str]:
    """What is beyond its strength, one line for all layers of which the same is to be said."""
    where: dict[tuple[str, str], list[int]] = {}
    names = [layer.name for layer in stack.bonded]
    for k, layer in enumerate(stack.bonded):
        if layer.beyond:
            place = names[:k].count(layer.name) + 1
            where.setdefault((layer.name, layer.beyond), []).append(place)
    return [
        f"{name}{_which(places, names.count(name))}: {beyond}"
        for (name, beyond), places in where.items()
    ]


def _which(places: list[int], of: int) -> str:
    """Which of so many equal layers, counted from the cylinder."""
    if of == 1:
        return ""
    if len(places) == of:
        return f", all {of}"
    runs = [[places[0], places[0]]]
    for place in places[1:]:
        if place == runs[-1][1] + 1:
            runs[-1][1] = place
        else:
            runs.append([place, place])
    told = ", ".join(f"{a} to {b}" if b > a else f"{a}" for a, b in runs)
    return f", {told} of {of} from the cylinder"


def _limit_row(name: str, radius: Outcome) -> tuple[str, str, str]:
    """A smallest radius, and the layer and face that set it."""
    method = "" if isinstance(radius, Unavailable) else radius.method
    return name, shown(radius, "radius"), method


def _change(factor: Outcome) -> str:
    """A factor as by how much it changes, with its bracket."""
    if isinstance(factor, Unavailable) or factor.low is None or factor.high is None:
        return shown(factor)
    value, low, high = (f"{e - 1:+.2%}" for e in (factor.value, factor.low, factor.high))
    return f"{value} ({low} to {high}) [estimate]"


def _signed(value: float) -> str:
    """Three digits with the sign, without exponent."""
    return f"{float(f'{value:.3g}'):+g}"


def _layer_rows(stack: "StackBend") -> list[tuple[str, ...]]:
    return [
        (
            b.name,
            f"{1e6 * b.thickness:.3g}",
            f"{b.youngs_modulus / 1e9:.3g}",
            f"{b.strain_inner:+.3%} / {b.strain_outer:+.3%}",
            f"{_signed(b.stress_inner / 1e6)} / {_signed(b.stress_outer / 1e6)}",
            f"{s.strain_inner:+.3%} / {s.strain_outer:+.3%}",
        )
        for b, s in zip(stack.bonded, stack.sliding, strict=True)
    ]
