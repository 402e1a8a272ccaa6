"""The command line: a thin skin over the pipeline and the report.

Exit codes: 0 done; 1 ran, but the answer is "no" or something did not converge; 2 bad input.
"""

import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from ceralyte import __version__
from ceralyte.cli import output
from ceralyte.cli.literature import literature
from ceralyte.cli.study import app as study
from ceralyte.core.errors import CeralyteError

app = typer.Typer(
    name="ceralyte",
    help="A virtual laboratory for thin, ceramic-rich composite electrolyte membranes.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

RecipeFile = Annotated[Path, typer.Argument(metavar="RECIPE", help="recipe file, YAML or TOML")]
AsJson = Annotated[bool, typer.Option("--json", help="print one JSON document and nothing else")]


def run() -> None:
    """Run the command line; a mistake of the user is one message, never a traceback."""
    before = signal.signal(signal.SIGINT, _interrupted)
    try:
        app()
    except CeralyteError as error:
        output.say(f"error: {error}")
        sys.exit(error.exit_code)
    finally:
        signal.signal(signal.SIGINT, before)


def _interrupted(_signal: int, _frame: FrameType | None) -> None:
    """Leave at once: an exception may not pass through a compiled kernel."""
    output.STDERR.show_cursor(True)
    output.say("interrupted; what was not reported as written is not")
    os._exit(130)


def _version(wanted: bool) -> None:
    if wanted:
        output.STDOUT.print(f"ceralyte {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="print the version")
    ] = False,
) -> None:
    """Options of all commands."""


@app.command()
def init(
    example: Annotated[str | None, typer.Argument(help="name of an example")] = None,
    show_list: Annotated[bool, typer.Option("--list", help="list the examples")] = False,
    schema: Annotated[
        bool, typer.Option("--schema", help="print the JSON schema of recipes, for editors")
    ] = False,
    out: Annotated[Path | None, typer.Option(help="file to write")] = None,
    force: Annotated[bool, typer.Option("--force", help="overwrite the file")] = False,
) -> None:
    """Write an example recipe, commented, to start from."""
    from ceralyte.cli import examples

    if schema:
        from ceralyte.recipe import recipe_schema

        output.STDOUT.print(recipe_schema(), markup=False)
    elif show_list:
        output.table("Examples", ("name", "what it is"), examples.titles())
    else:
        path = examples.write(example or examples.FIRST, out, force=force)
        output.say(f"wrote {path}; next: ceralyte check {path}")


@app.command()
def check(recipe: RecipeFile, as_json: AsJson = False) -> None:
    """Validate a recipe: wt% and vol%, chemistry verdict, weigh-out sheet; in seconds."""
    from ceralyte.cli import show
    from ceralyte.pipeline import check as check_recipe

    result = check_recipe(recipe)
    if as_json:
        output.print_json(result)
    else:
        show.check(result)
    if any(v.answer == "no" for v in result.verdicts):
        raise typer.Exit(1)


@app.command()
def design(
    recipe: RecipeFile,
    level: Annotated[str, typer.Option(help="quick, standard or fine")] = "standard",
    seeds: Annotated[int | None, typer.Option(help="independent packings")] = None,
    particles: Annotated[
        int | None, typer.Option(help="particles per packing; wide distributions need more")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="folder for report, JSON and volume")] = None,
    as_json: AsJson = False,
) -> None:
    """Predict the membrane of a recipe: the main job. Give --out for the report."""
    from ceralyte.cli import show
    from ceralyte.core.quantities import Unavailable
    from ceralyte.pipeline import design as run_design
    from ceralyte.pipeline import save_design, save_recipe
    from ceralyte.recipe import load_recipe
    from ceralyte.report import write_report

    wanted = load_recipe(recipe)
    if out is not None:
        show.require_writable(out)
    with output.progress_bar(quiet=as_json) as tell:
        result = run_design(wanted, level=level, seeds=seeds, particles=particles, progress=tell)
    if out is not None:
        save_design(result, out)
        save_recipe(wanted, out)
        report = write_report(result, out)
        output.say(f"report: {report}")
    elif not as_json:
        output.say("no report written: give --out FOLDER")
    if as_json:
        output.print_json(result)
    else:
        show.design(result)
    broken = any(v.topic == "slurry" and v.answer == "no" for v in result.verdicts)
    if broken or isinstance(result.effective_conductivity, Unavailable):
        raise typer.Exit(1)


@app.command()
def cell(
    recipe: Annotated[
        Path, typer.Argument(metavar="RECIPE", help="recipe file, or the folder of a design")
    ],
    conductivity: Annotated[
        str | None,
        typer.Option(help='measured, of the membrane, such as "1.1 mS/cm"; else estimated'),
    ] = None,
    convert: Annotated[
        str | None,
        typer.Option(help='a published specific energy, such as "280 W*h/kg", on all bases'),
    ] = None,
    basis: Annotated[
        str | None,
        typer.Option(
            help="what --convert is stated for: full cell, without packaging, without collectors, "
            "electrodes only"
        ),
    ] = None,
    figures: Annotated[
        Path | None, typer.Option(help="folder for figures and the numbers behind them")
    ] = None,
    pybamm: Annotated[
        Path | None, typer.Option(help="JSON file for parameters under the names of PyBaMM")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Energy of the recipe's cell on named bases, resistance, rate, sensitivity."""
    from ceralyte.cli import cell, show
    from ceralyte.core.quantities import Unavailable

    wanted = cell.Wanted(recipe, conductivity, convert, basis, pybamm)
    if figures is not None:
        show.require_writable(figures)
    result = cell.run(wanted)
    if figures is not None:
        from ceralyte.report import write_cell_figures

        for path in write_cell_figures(result.sheet, figures):
            output.say(f"wrote {path}")
    if as_json:
        output.print_json(cell.document(result))
    else:
        cell.show(result)
    if isinstance(result.sheet.rated.specific_energy, Unavailable):
        raise typer.Exit(1)


@app.command()
def pack(
    distribution: Annotated[
        str,
        typer.Argument(
            metavar="DISTRIBUTION",
            help='such as "lognormal(d50=3 um, sigma=0.5)", or a file of particles (csv, parquet, '
            "json, LAMMPS data)",
        ),
    ],
    particles: Annotated[int, typer.Option(help="number of particles")] = 3000,
    slab: Annotated[
        str | None, typer.Option(help='between two flat walls this far apart, such as "20 um"')
    ] = None,
    fraction: Annotated[
        str | None, typer.Option(help='a loose state at this packing fraction, such as "50 %"')
    ] = None,
    friction: Annotated[
        float, typer.Option(help="friction coefficient: 0 is smooth and densest, 1 nearly loosest")
    ] = 0.0,
    dimension: Annotated[int, typer.Option(help="3, or 2 for discs")] = 3,
    seed: Annotated[int, typer.Option(help="first random seed")] = 0,
    seeds: Annotated[int, typer.Option(help="independent packings, for the error bar")] = 1,
    out: Annotated[
        Path | None,
        typer.Option(help="file for the first packing: csv, parquet, vtp, data, json"),
    ] = None,
    figures: Annotated[
        Path | None, typer.Option(help="folder for figures and the numbers behind them")
    ] = None,
    unit: Annotated[
        str | None, typer.Option(help='of the lengths in a CSV from elsewhere, such as "um"')
    ] = None,
    box: Annotated[
        str | None, typer.Option(help='of a CSV from elsewhere, such as "50 um, 50 um, 20 um"')
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Pack particles of a size distribution and say what the packing is like."""
    from ceralyte.cli import packing, show

    wanted = packing.Wanted(
        distribution, particles, slab, fraction, friction, dimension, seed, seeds, out, unit, box
    )
    if figures is not None:
        show.require_writable(figures)
    with output.progress_bar(quiet=as_json) as tell:
        result = packing.run(wanted, tell)
    if figures is not None:
        from ceralyte.report import write_packing_figures

        for path in write_packing_figures(result.packings[0], figures):
            output.say(f"wrote {path}")
    if as_json:
        output.print_json(packing.document(result))
    else:
        packing.show(result)


@app.command()
def blend(
    powders: Annotated[
        list[str],
        typer.Argument(
            metavar="POWDER POWDER [POWDER]",
            help='such as "lognormal(d50=5 um, sigma=0.4)" "mono(d=0.8 um)"',
        ),
    ],
    figures: Annotated[
        Path | None, typer.Option(help="folder for the curve and the numbers behind it")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Find the shares at which two or three powders pack densest."""
    from ceralyte.cli import blend, show

    if figures is not None:
        show.require_writable(figures)
    result = blend.run(powders)
    if figures is not None:
        from ceralyte.report import write_blend_figures

        for path in write_blend_figures(result.blend, result.powders, figures):
            output.say(f"wrote {path}")
    if as_json:
        output.print_json(blend.document(result))
    else:
        blend.show(result)


@app.command()
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
            help='phase of every label, with its conductivity: "1=ceramic:2.5 mS/cm,0=pore", and '
            'where known modulus and Poisson\'s ratio: "1=ceramic:2.5 mS/cm:22 GPa:0.35"'
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
    axis: Annotated[str, typer.Option(help="direction of the current: x, y or z")] = "z",
    export: Annotated[
        Path | None, typer.Option(help="file for the structure: .zarr, .tif or .vti")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="folder for figures, tables and image.json")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Measure an image of a real membrane: phases, surfaces, sizes, conduction."""
    from ceralyte.cli import image as measure
    from ceralyte.cli import show

    wanted = measure.Wanted(
        file, voxel_size, labels, thresholds, axes, dataset, shape, dtype, split, axis, export
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
        measure.show(result, str(file))
    if not result.sheet.percolates:
        raise typer.Exit(1)


@app.command()
def screen(
    ceramic: Annotated[
        str, typer.Option(help="name in the catalogue, or a formula such as Li3ErBr6")
    ],
    solvent: Annotated[
        str | None,
        typer.Option(
            help='name, SMILES, or mixture by volume such as "water/ethanol 1:1"; left out: all'
        ),
    ] = None,
    binder: Annotated[str | None, typer.Option(help="polymer of the catalogue")] = None,
    no_documents: Annotated[
        bool, typer.Option("--no-documents", help="by rules alone, without published outcomes")
    ] = False,
    temperature: Annotated[str, typer.Option(help="of drying, for one solvent")] = "25 degC",
    thickness: Annotated[
        str | None, typer.Option(help='of the dried membrane, for the gap of the blade: "30 um"')
    ] = None,
    solids: Annotated[str, typer.Option(help="solids in the slurry by volume")] = "30 vol%",
    figures: Annotated[
        Path | None, typer.Option(help="folder for a map of solvents and a matrix of ceramics")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say which solvent and binder can process a ceramic, why, and how sure."""
    from ceralyte.cli import screen

    if figures is not None:
        from ceralyte.cli.show import require_writable

        require_writable(figures)
    verdicts = screen.run(ceramic, solvent, binder, documents=not no_documents)
    practised = (
        screen.practice(verdicts[0], temperature, thickness, solids) if len(verdicts) == 1 else None
    )
    if figures is not None:
        for path in screen.write_figures(verdicts, figures, documents=not no_documents):
            output.say(f"wrote {path}")
    if as_json:
        output.print_json(screen.document(verdicts, practised))
    else:
        screen.show(verdicts, practised)
    if screen.answer_is_no(verdicts):
        raise typer.Exit(1)


@app.command()
def impedance(
    target: Annotated[
        Path | None,
        typer.Argument(metavar="DESIGN|RECIPE", help="folder of a design, or a recipe file"),
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
    permittivity: Annotated[
        str | None, typer.Option(help='relative, such as "ceramic=40, binder=4"')
    ] = None,
    boundary_resistance: Annotated[
        str | None, typer.Option(help="of grain boundaries, per area; the recipe's if not given")
    ] = None,
    boundary_capacitance: Annotated[
        str | None, typer.Option(help='of grain boundaries, such as "1 uF/cm^2"')
    ] = None,
    electrode_capacitance: Annotated[
        str | None, typer.Option(help='of electrodes that block, such as "10 uF/cm^2"')
    ] = None,
    temperature: Annotated[
        str | None, typer.Option(help='such as "-60 degC"; the recipe\'s if not given')
    ] = None,
    band: Annotated[str, typer.Option(help="of the instrument")] = "1 Hz, 7 MHz",
    points: Annotated[int, typer.Option(help="frequencies")] = 40,
    level: Annotated[str, typer.Option(help="of the design of a recipe")] = "quick",
    figures: Annotated[
        Path | None, typer.Option(help="folder for Nyquist and Bode plots and their numbers")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Impedance spectrum of a designed membrane, or the fit of a measured one."""
    from ceralyte.cli import impedance, show
    from ceralyte.core.errors import InputError

    if (target is None) == (fit is None):
        raise InputError("impedance", "got both or none", "a design, a recipe, or --fit FILE")
    if figures is not None:
        show.require_writable(figures)
    result: impedance.Result
    if fit is not None:
        result = impedance.fit(fit, area, thickness, circuit)
    elif target is not None:
        wanted = impedance.Wanted(
            target,
            permittivity,
            boundary_resistance,
            boundary_capacitance,
            electrode_capacitance,
            temperature,
            band,
            points,
            level,
        )
        with output.progress_bar(quiet=as_json) as tell:
            result = impedance.compute(wanted, tell)
    if figures is not None:
        for path in impedance.write_figures(result, figures):
            output.say(f"wrote {path}")
    if as_json:
        output.print_json(impedance.document(result))
    else:
        impedance.show_result(result)
    if not result.spectrum.percolates:
        raise typer.Exit(1)


app.command()(literature)
app.add_typer(study, name="study")


@app.command()
def materials(
    name: Annotated[str | None, typer.Argument(help="one material, with all its values")] = None,
    file: Annotated[Path | None, typer.Option(help="own materials file on top")] = None,
    as_json: AsJson = False,
) -> None:
    """The catalogue of materials, every value with its source."""
    from ceralyte.cli import show
    from ceralyte.materials import load_catalogue

    catalogue = load_catalogue(file)
    if name is None:
        if as_json:
            output.print_json([m.model_dump(mode="json", exclude={"values"}) for m in catalogue])
        else:
            show.catalogue(catalogue)
        return
    material = catalogue.get(name)
    if as_json:
        output.print_json(material)
    else:
        show.material(material)


@app.command()
def cite(
    folder: Annotated[
        Path | None, typer.Argument(metavar="DESIGN", help="folder of a design")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """What to cite: ceralyte, and the sources behind a design."""
    from ceralyte.cli import show

    show.citations(folder, as_json=as_json)


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """Check that this installation works."""
    from ceralyte.cli.doctor import examine

    findings = examine()
    if as_json:
        output.print_json([f.model_dump(mode="json") for f in findings])
    else:
        output.table(
            "Installation",
            ("check", "ok", "finding"),
            [(f.check, "yes" if f.ok else "NO", f.finding) for f in findings],
        )
    if not all(f.ok for f in findings):
        raise typer.Exit(1)
