"""The command on measured images."""

from pathlib import Path
from typing import Annotated

import typer

from ceralyte.cli import output
from ceralyte.cli.commands.options import AsJson, from_zero, refuse_given

_RANDOM = "--orientation random"


def image(
    context: typer.Context,
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
        str | None,
        typer.Option(
            help="sigma (if left out) or sigma_T: whose logarithm has the activation energy as its "
            "slope, for --temperatures"
        ),
    ] = None,
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
    from ceralyte.core.errors import Mistakes

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
    wrong = Mistakes("image")
    if orientation != "random":
        refuse_given(context, ("seed",), "without random orientations", _RANDOM, wrong)
    with output.progress_bar(quiet=as_json) as tell:
        result = measure.run(wanted, wrong, tell)
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
