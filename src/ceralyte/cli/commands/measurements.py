"""Commands on measurements: images and impedance spectra, of designs too."""

from pathlib import Path
from typing import Annotated

import typer

from ceralyte.cli import output
from ceralyte.cli.commands.options import AsJson, from_zero


def image(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="TIFF stack, folder of slices, RAW, Zarr, HDF5 or NumPy file of a measured image",
        ),
    ],
    voxel_size: Annotated[
        str | None,
        typer.Option(help='edge of a voxel, such as "398 nm", or three: "9 nm, 9 nm, 20 nm"'),
    ] = None,
    labels: Annotated[
        str | None,
        typer.Option(
            help='phase of every label, with its conductivity or material: "1=ceramic:2.5 mS/cm,'
            "2=binder:PEO18-LiTFSI,0=pore\", and where known modulus and Poisson's ratio: "
            '"1=ceramic:2.5 mS/cm:22 GPa:0.35"'
        ),
    ] = None,
    thresholds: Annotated[
        str | None,
        typer.Option(help="cut grey values into classes 0, 1, ...: 90,160 or otsu or multi-otsu"),
    ] = None,
    axes: Annotated[
        str | None,
        typer.Option(help="axes of the file, slowest first; zyx (pages along z) if left out"),
    ] = None,
    dataset: Annotated[
        str | None, typer.Option(help="name of the array in HDF5, Zarr or npz")
    ] = None,
    shape: Annotated[
        str | None, typer.Option(help="of a RAW file, slowest axis first: 251x301x301")
    ] = None,
    dtype: Annotated[
        str | None, typer.Option(help="of a RAW file: uint8, uint16, >u2, float32, ...")
    ] = None,
    split: Annotated[
        bool, typer.Option("--split-grains", help="split touching particles: an estimate")
    ] = False,
    periodic: Annotated[
        str | None,
        typer.Option(
            help="axes along which the image goes on at its other side, as xyz; others end: "
            "at electrodes along the current, insulated beside it"
        ),
    ] = None,
    axis: Annotated[str, typer.Option(help="direction of the current: x, y or z")] = "z",
    tensor: Annotated[
        bool, typer.Option("--tensor", help="conductivity in all directions; with --periodic xyz")
    ] = False,
    interface_resistance: Annotated[
        str | None,
        typer.Option(
            help='between grains: "10 ohm*cm^2"; or by pairs: "ceramic-binder=5 ohm*cm^2"'
        ),
    ] = None,
    electrode_resistance: Annotated[
        str | None, typer.Option(help='of the contact with each electrode, as "5 ohm*cm^2"')
    ] = None,
    orientation: Annotated[
        str,
        typer.Option(
            help='of three conductivities, as "1=ceramic:2.5 x 2.5 x 0.1 mS/cm": axes (x, y, z) or '
            "random (of each grain's crystal)"
        ),
    ] = "axes",
    seed: Annotated[int, typer.Option(help="of random orientations", callback=from_zero)] = 0,
    temperature: Annotated[
        str | None,
        typer.Option(
            help='"25 degC" if left out: of materials in --labels, and where the conductivities '
            "stated there hold"
        ),
    ] = None,
    temperatures: Annotated[
        str | None,
        typer.Option(help='conductivity at three or more: "0 degC, 25 degC, 60 degC"'),
    ] = None,
    activation_energy: Annotated[
        str | None,
        typer.Option(
            help="of what --labels and the resistances state, for --temperatures: "
            '"ceramic=0.35 eV, ceramic-ceramic=0.5 eV, electrodes=0.4 eV"'
        ),
    ] = None,
    arrhenius_form: Annotated[
        str,
        typer.Option(
            help="sigma or sigma_T: whose logarithm has the activation energy as its slope"
        ),
    ] = "sigma",
    device: Annotated[str, typer.Option(help="that solves conduction: cpu or gpu")] = "cpu",
    export: Annotated[
        Path | None, typer.Option(help="file for the structure: .zarr, .tif or .vti")
    ] = None,
    fields: Annotated[
        Path | None,
        typer.Option(help="file for potential and current density by voxel: .vti, for ParaView"),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="folder for figures, tables and image.json")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Measure an image of a real membrane: phases, surfaces, sizes, conduction."""
    from ceralyte.cli import image as measure
    from ceralyte.cli import image_phases, image_tables, show

    wanted = measure.Wanted(
        file,
        voxel_size,
        labels,
        thresholds,
        axes,
        dataset,
        shape,
        dtype,
        split,
        periodic,
        axis,
        tensor,
        interface_resistance,
        electrode_resistance,
        orientation,
        seed,
        device,
        export,
        fields,
        image_phases.Conditions(temperature, temperatures, activation_energy, arrhenius_form),
    )
    if out is not None:
        show.require_writable(out)
    with output.progress_bar(quiet=as_json) as tell:
        result = measure.run(wanted, tell)
    if out is not None:
        from ceralyte.report import write_image_report

        for path in write_image_report(
            result.image.structure, result.sheet, result.image.histogram, out
        ):
            output.say(f"wrote {path}")
    if as_json:
        output.print_json(result.sheet)
    else:
        image_tables.show(result.sheet, str(file))
    if result.sheet.percolates is False:
        raise typer.Exit(1)


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


def _refuse_given(
    context: typer.Context, names: tuple[str, ...], beside: str, allowed: str
) -> None:
    """Refuse options that have no effect beside what else was given."""
    from ceralyte.core.errors import InputError

    sources = {name: context.get_parameter_source(name) for name in names}
    stated = [name for name, source in sources.items() if source and source.name == "COMMANDLINE"]
    if stated:
        told = ", ".join("--" + name.replace("_", "-") for name in stated)
        raise InputError(told, f"got {beside}", allowed)


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
        str | None, typer.Option(help='relative, such as "ceramic=40, binder=4"')
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
    from ceralyte.core.errors import InputError

    if (target is None) == (fit is None):
        got = "got nothing" if fit is None else f"got '{target}' and --fit '{fit}'"
        raise InputError(
            "impedance", got, "a design, a recipe, an image, or --fit FILE: one of them"
        )
    if figures is not None:
        show.require_writable(figures, "--figures")
    result: impedance.Result
    if fit is not None:
        _refuse_given(context, _OF_COMPUTED, "with --fit", "with a design or a recipe")
        _refuse_given(context, _OF_IMAGES, "with --fit", "with an image")
        result = impedance.fit(fit, area, thickness, circuit)
    elif target is not None:
        pictured = target.suffix.lower() in image_impedance.SUFFIXES
        given = "an image" if pictured else "a design or a recipe"
        _refuse_given(context, _OF_MEASURED, f"with {given}", "with --fit FILE")
        if pictured:
            _refuse_given(context, ("level",), "with an image", "with a recipe")
        else:
            _refuse_given(context, _OF_IMAGES, f"with {given}", "with an image")
        if target.is_dir() and not pictured:
            _refuse_given(context, ("level",), "with the folder of a design", "with a recipe")
        wanted = impedance.Wanted(
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
                result = image_impedance.compute(wanted, conductivity, axis, tell)
            else:
                result = impedance.compute(wanted, tell)
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
