"""Commands on what is known: solvents and binders, materials, what to cite."""

from pathlib import Path
from typing import Annotated

import typer

from ceralyte.cli import output
from ceralyte.cli.commands.options import AsJson, refuse_given


def screen(
    context: typer.Context,
    ceramic: Annotated[
        str, typer.Option(help="name in the catalogue, or a formula such as Li3ErBr6")
    ],
    solvent: Annotated[
        str | None,
        typer.Option(
            help='name, SMILES, or mixture by volume such as "water/ethanol 1:1" or by mass '
            '"toluene + 50 ppm water"; left out: all'
        ),
    ] = None,
    binder: Annotated[str | None, typer.Option(help="polymer of the catalogue")] = None,
    no_documents: Annotated[
        bool, typer.Option("--no-documents", help="by rules alone, without published outcomes")
    ] = False,
    compute: Annotated[
        bool,
        typer.Option(
            "--compute", help="energies of one pair that are not shipped (extra quantum; minutes)"
        ),
    ] = False,
    solvent_per_ceramic: Annotated[
        float | None,
        typer.Option(
            help="mass of solvent over mass of ceramic: traces, such as water, are judged by what "
            "they amount to for the ceramic"
        ),
    ] = None,
    hazard_max: Annotated[
        str | None,
        typer.Option(help="worst hazard to health that is wanted: none, harmful, serious, severe"),
    ] = None,
    hazard_unknown: Annotated[
        str,
        typer.Option(help="with --hazard-max, solvents without known hazards: drop or keep"),
    ] = "drop",
    temperature: Annotated[
        str | None, typer.Option(help="of drying, for one solvent; left out: 25 degC")
    ] = None,
    thickness: Annotated[
        str | None, typer.Option(help='of the dried membrane, for the gap of the blade: "30 um"')
    ] = None,
    solids: Annotated[str, typer.Option(help="solids in the slurry by volume")] = "30 vol%",
    medium_viscosity: Annotated[
        str | None,
        typer.Option(
            help="of the binder solution, for the solids that can be cast; left out: the solvent's"
        ),
    ] = None,
    figures: Annotated[
        Path | None,
        typer.Option(
            help="folder for maps of solvents (with the binder's Hansen sphere) and a matrix"
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say which solvent and binder can process a ceramic, why, and how sure."""
    from ceralyte.cli import screen
    from ceralyte.cli.practice import casting_of, practice
    from ceralyte.core.errors import Mistakes

    if figures is not None:
        from ceralyte.cli.show import require_writable

        require_writable(figures, "--figures")
    wrong = Mistakes("screen")
    hazards = screen.hazards_of(hazard_max, hazard_unknown, wrong)
    casting = casting_of(temperature, thickness, solids, medium_viscosity, wrong)
    if hazard_max is None:
        beside = "without --hazard-max"
        refuse_given(context, ("hazard_unknown",), beside, "with --hazard-max", wrong)
    documents = not no_documents
    if compute:
        wrong.tell()
        output.say("computing energies: seconds for a small solvent, minutes for a large one")
    with wrong.noted():
        verdicts = screen.run(
            ceramic,
            solvent,
            binder,
            documents=documents,
            compute=compute,
            hazards=hazards,
            solvent_per_ceramic=solvent_per_ceramic,
        )
    wrong.tell()
    practised = practice(verdicts, casting)
    if figures is not None:
        for path in screen.write_figures(verdicts, figures, documents=documents):
            output.say(f"wrote {path}")
    if as_json:
        output.print_json(screen.document(verdicts, practised, hazards))
    else:
        screen.show(verdicts, practised, hazards)
    if screen.answer_is_no(verdicts, hazards):
        raise typer.Exit(1)


def materials(
    name: Annotated[str | None, typer.Argument(help="one material, with all its values")] = None,
    file: Annotated[Path | None, typer.Option(help="own materials file on top")] = None,
    as_json: AsJson = False,
) -> None:
    """The catalogue of materials, every value with its source."""
    from ceralyte.cli import show
    from ceralyte.materials import load_catalogue

    catalogue = load_catalogue(file)
    for alias, known in catalogue.renamed.items():
        output.say(f"values of '{alias}' are taken as those of {known}")
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


def cite(
    folder: Annotated[
        Path | None, typer.Argument(metavar="DESIGN", help="folder of a design")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """What to cite: ceralyte, and the sources behind a design."""
    from ceralyte.cli import show

    show.citations(folder, as_json=as_json)
