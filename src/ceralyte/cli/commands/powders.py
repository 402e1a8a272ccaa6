"""Commands on powders: pack one, blend several."""

from pathlib import Path
from typing import Annotated

import typer

from ceralyte.cli import output
from ceralyte.cli.commands.options import AsJson, from_zero


def pack(
    distribution: Annotated[
        str,
        typer.Argument(
            metavar="DISTRIBUTION",
            help='such as "lognormal(d50=3 um, sigma=0.5)", or a file of particles (csv, parquet, '
            "json, LAMMPS data as exported here)",
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
    balance: Annotated[
        float | None,
        typer.Option(
            help="net over mean contact force before particles shrink further; by default 0.002, "
            "and 0.0005 in a second go where contacts lack"
        ),
    ] = None,
    dimension: Annotated[int, typer.Option(help="3, or 2 for discs")] = 3,
    seed: Annotated[int, typer.Option(help="first random seed", callback=from_zero)] = 0,
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
    walls: Annotated[
        str | None,
        typer.Option(
            help="axes along which a CSV from elsewhere lies between two flat walls, at 0 and at "
            "the side of its box, as z; the others are periodic"
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Pack particles of a size distribution and say what the packing is like."""
    from ceralyte.cli import packing, packing_tables, show

    wanted = packing.Wanted(
        distribution,
        particles,
        slab,
        fraction,
        friction,
        balance,
        dimension,
        seed,
        seeds,
        out,
        unit,
        box,
        walls,
    )
    if figures is not None:
        show.require_writable(figures, "--figures")
    with output.progress_bar(quiet=as_json) as tell:
        result = packing.run(wanted, tell)
    if figures is not None:
        from ceralyte.report import write_packing_figures

        for path in write_packing_figures(result.packings[0], figures):
            output.say(f"wrote {path}")
    if as_json:
        output.print_json(packing_tables.document(result))
    else:
        packing_tables.show(result)


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
        show.require_writable(figures, "--figures")
    result = blend.run(powders)
    if figures is not None:
        from ceralyte.report import write_blend_figures

        for path in write_blend_figures(result.blend, result.powders, figures):
            output.say(f"wrote {path}")
    if as_json:
        output.print_json(blend.document(result))
    else:
        blend.show(result)
