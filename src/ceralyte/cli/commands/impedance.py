"""The command on impedance spectra: of designs, of images, measured ones."""

from pathlib import Path
from typing import Annotated

import typer

from ceralyte.cli import output
from ceralyte.cli.commands.options import AsJson, refuse_given

_OF_IMAGES = ("conductivity", "axis")
_OF_MEASURED = ("area", "thickness", "circuit")
_OF_COMPUTED = (
    "permittivity",
    "boundary_resistance",
    "boundary_capacitance",
    "boundary_exponent",
    "electrode_resistance",
    "electrode_capacitance",
    "electrode_exponent",
    "temperature",
    "band",
    "points",
    "level",
)


def impedance(
    context: typer.Context,
    target: Annotated[
        Path | None,
        typer.Argument(
            metavar="DESIGN|RECIPE|IMAGE",
            help="folder of a design, a recipe file, or an image as ceralyte image writes it with "
            "--export (.zarr, .tif, .vti)",
        ),
    ] = None,
    fit: Annotated[
        Path | None, typer.Option(help="a measured spectrum to fit instead (csv, mpt, DTA, ...)")
    ] = None,
    area: Annotated[
        str | None, typer.Option(help='of the electrodes, such as "0.785 cm^2"')
    ] = None,
    thickness: Annotated[
        str | None, typer.Option(help='of the measured sample, such as "0.5 mm"')
    ] = None,
    circuit: Annotated[
        str | None, typer.Option(help='such as "R0-p(R1,CPE1)-CPE2"; chosen if not given')
    ] = None,
    conductivity: Annotated[
        str | None,
        typer.Option(
            help='of the phases of an image, or their materials: "ceramic=2.5 mS/cm, '
            'binder=PEO18-LiTFSI"'
        ),
    ] = None,
    axis: Annotated[
        str, typer.Option(help="direction of the current through an image: x, y or z")
    ] = "z",
    permittivity: Annotated[
        str | None,
        typer.Option(
            help='relative, of each phase but pores: "ceramic=40, binder=4"; a computed spectrum '
            "needs it"
        ),
    ] = None,
    boundary_resistance: Annotated[
        str | None,
        typer.Option(
            help="of grain boundaries, per area; the recipe's if not given, none of an image"
        ),
    ] = None,
    boundary_capacitance: Annotated[
        str | None, typer.Option(help='of grain boundaries, such as "1 uF/cm^2"')
    ] = None,
    boundary_exponent: Annotated[
        float, typer.Option(help="below 1: a constant-phase element instead of the capacitance")
    ] = 1.0,
    electrode_resistance: Annotated[
        str | None,
        typer.Option(
            help='of each, such as "10 ohm*cm^2"; without it, those with a capacitance block'
        ),
    ] = None,
    electrode_capacitance: Annotated[
        str | None,
        typer.Option(help='of each, such as "10 uF/cm^2"; without both they are reversible'),
    ] = None,
    electrode_exponent: Annotated[
        float, typer.Option(help="below 1: a constant-phase element, in S s^n per area")
    ] = 1.0,
    temperature: Annotated[
        str | None,
        typer.Option(help='such as "-60 degC"; the recipe\'s if not given, 25 degC of an image'),
    ] = None,
    band: Annotated[str, typer.Option(help="of the instrument")] = "1 Hz, 7 MHz",
    points: Annotated[int, typer.Option(help="frequencies")] = 100,
    level: Annotated[str, typer.Option(help="of the design of a recipe")] = "quick",
    figures: Annotated[
        Path | None, typer.Option(help="folder for Nyquist and Bode plots and their numbers")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Impedance spectrum of a designed membrane or of an image, or the fit of a measured one."""
    from ceralyte.cli import image_impedance, impedance, show
    from ceralyte.cli.impedance_options import Wanted
    from ceralyte.core.errors import InputError, Mistakes
    from ceralyte.pipeline.storage import design_folder
    from ceralyte.structure.images.opening import SUFFIXES as MEASURED

    if (target is None) == (fit is None):
        got = "got nothing" if fit is None else f"got '{target}' and --fit '{fit}'"
        raise InputError("impedance", got, f"{impedance.TARGETS}, or --fit FILE: one of them")
    if figures is not None:
        show.require_writable(figures, "--figures")
    result: impedance.Result
    wrong = Mistakes("impedance")
    if fit is not None:
        refuse_given(context, _OF_COMPUTED, "with --fit", "with a design or a recipe", wrong)
        refuse_given(context, _OF_IMAGES, "with --fit", "with an image", wrong)
        result = impedance.fit(fit, area, thickness, circuit, wrong)
    elif target is not None:
        pictured = target.suffix.lower() in image_impedance.SUFFIXES
        given = "an image" if pictured else "a design or a recipe"
        refuse_given(context, _OF_MEASURED, f"with {given}", "with --fit FILE", wrong)
        recipe = None
        if pictured:
            refuse_given(context, ("level",), "with an image", "with a recipe", wrong)
        with wrong.noted():
            if target.is_file() and target.suffix.lower() in MEASURED and not pictured:
                raise InputError(
                    str(target), "is an image as it was measured", image_impedance.STRUCTURE
                )
            if not pictured:
                folder = design_folder(target, impedance.TARGETS)
                recipe = target if folder is None else folder / "recipe.yaml"
                refuse_given(context, _OF_IMAGES, f"with {given}", "with an image", wrong)
                designed = () if folder is None else ("level",)
                told = "with the folder of a design"
                refuse_given(context, designed, told, "with a recipe", wrong)
        wanted = Wanted(
            target,
            permittivity,
            boundary_resistance,
            boundary_capacitance,
            boundary_exponent,
            electrode_resistance,
            electrode_capacitance,
            electrode_exponent,
            temperature,
            band,
            points,
            level,
        )
        with output.progress_bar(quiet=as_json) as tell:
            if pictured:
                result = image_impedance.compute(wanted, conductivity, axis, wrong, tell)
            else:
                result = impedance.compute(wanted, recipe, wrong, tell)
    if figures is not None:
        for path in impedance.write_figures(result, figures):
            output.say(f"wrote {path}")
    if as_json:
        output.print_json(impedance.document(result))
    else:
        impedance.show_result(result)
    missed = isinstance(result, impedance.Fitted) and result.fit.missed is not None
    if missed or not result.spectrum.percolates:
        raise typer.Exit(1)
