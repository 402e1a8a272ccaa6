"""Commands on recipes: write one, check it, design its membrane, its cell."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from ceralyte.cli import output
from ceralyte.cli.commands.options import AsJson, RecipeFile
from ceralyte.model import Verdict


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


def check(recipe: RecipeFile, as_json: AsJson = False) -> None:
    """Validate a recipe: wt% and vol%, chemistry verdict, weigh-out sheet; in seconds."""
    from ceralyte.cli import show
    from ceralyte.core.errors import MissingDataError
    from ceralyte.pipeline import check as check_recipe
    from ceralyte.pipeline import chemistry

    try:
        result = check_recipe(recipe)
    except MissingDataError:
        known = chemistry(recipe)
        if as_json:
            output.print_json(known)
        else:
            show.chemistry(known)
        raise
    if as_json:
        output.print_json(result)
    else:
        show.check(result)
    if _ceramic_is_lost(result.verdicts):
        raise typer.Exit(1)


def design(
    recipe: RecipeFile,
    level: Annotated[str, typer.Option(help="quick, standard or fine")] = "standard",
    seeds: Annotated[int | None, typer.Option(help="independent packings")] = None,
    particles: Annotated[
        int | None, typer.Option(help="particles per packing; wide distributions need more")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="folder for report, JSON and volume")] = None,
    pdf: Annotated[
        bool, typer.Option("--pdf", help="write the report as PDF, too (extra report)")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Predict the membrane of a recipe: the main job. Give --out for the report."""
    from ceralyte.cli import show
    from ceralyte.core.errors import InputError, Mistakes
    from ceralyte.core.quantities import Unavailable
    from ceralyte.pipeline import design as run_design
    from ceralyte.pipeline import load_recipe_with_names, save_design, save_recipe
    from ceralyte.pipeline.order import checked_level, checked_seeds
    from ceralyte.report import require_typst, write_report

    wrong = Mistakes(str(recipe))
    with wrong.noted():
        checked_level(level)
    with wrong.noted():
        if seeds is not None:
            checked_seeds(seeds)
    with wrong.noted():
        if pdf and out is None:
            raise InputError("--pdf", "is given without a place", "--out FOLDER beside it")
    with wrong.noted():
        wanted = load_recipe_with_names(recipe)
    wrong.tell()
    if pdf:
        require_typst()
    if out is not None:
        show.require_writable(out)
    with output.progress_bar(quiet=as_json) as tell:
        result = run_design(recipe, level=level, seeds=seeds, particles=particles, progress=tell)
    if out is not None:
        save_design(result, out)
        save_recipe(wanted, out)
        report = write_report(result, out, pdf=pdf)
        output.say(f"report: {report}")
    elif not as_json:
        output.say("no report written: give --out FOLDER")
    if as_json:
        output.print_json(result)
    else:
        show.design(result)
    if _ceramic_is_lost(result.verdicts) or isinstance(result.effective_conductivity, Unavailable):
        raise typer.Exit(1)


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
        typer.Option(help='a published energy, such as "280 W*h/kg" or "800 W*h/L", on all bases'),
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
        show.require_writable(figures, "--figures")
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


def _ceramic_is_lost(verdicts: Sequence[Verdict]) -> bool:
    return any(v.topic == "chemistry" and v.answer == "no" for v in verdicts)
