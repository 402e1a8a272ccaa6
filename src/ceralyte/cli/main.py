"""The command line: a thin skin over the pipeline and the report.

Exit codes: 0 done; 1 ran, but the answer is "no" or something did not converge; 2 bad input.
"""

import os
import signal
import sys
from types import FrameType
from typing import Annotated

import typer

from ceralyte import __version__
from ceralyte.cli import output
from ceralyte.cli.app import app as page
from ceralyte.cli.bend import bend
from ceralyte.cli.commands import knowledge, powders, recipes
from ceralyte.cli.commands.image import image
from ceralyte.cli.commands.impedance import impedance
from ceralyte.cli.commands.options import AsJson
from ceralyte.cli.literature import literature
from ceralyte.cli.naming import Named
from ceralyte.cli.stack import stack
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


def run() -> None:
    """Run the command line; a mistake of the user is one message, never a traceback."""
    signal.signal(signal.SIGINT, _interrupted)  # to the end: Ctrl-C may come while Python leaves
    try:
        app()
    except CeralyteError as error:
        output.say(f"error: {error}")
        sys.exit(error.exit_code)


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


app.command(cls=Named)(recipes.init)
app.command(cls=Named)(recipes.check)
app.command(cls=Named)(recipes.design)
app.command(cls=Named)(recipes.cell)
app.command(cls=Named)(bend)
app.command(cls=Named)(stack)
app.command(cls=Named)(powders.pack)
app.command(cls=Named)(powders.blend)
app.command(cls=Named)(image)
app.command(cls=Named)(knowledge.screen)
app.command(cls=Named)(impedance)
app.command(cls=Named)(literature)
app.add_typer(study, name="study")
app.command(cls=Named)(knowledge.materials)
app.command(cls=Named)(knowledge.cite)
app.command("app", cls=Named)(page)


@app.command(cls=Named)
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
            [(f.check, f.word, f.finding) for f in findings],
        )
    if not all(f.ok for f in findings):
        raise typer.Exit(1)
