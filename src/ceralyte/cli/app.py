"""The command `ceralyte app`: the web page, on this machine."""

from pathlib import Path
from typing import Annotated

import typer

from ceralyte.cli import output


def app(
    port: Annotated[int, typer.Option(min=1, max=65535, help="port to listen on")] = 8321,
    host: Annotated[
        str, typer.Option(help="address to listen on; other than 127.0.0.1 it takes a token")
    ] = "127.0.0.1",
    data: Annotated[
        Path | None,
        typer.Option(help="folder of jobs and uploads; that of your user if left out"),
    ] = None,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="open the page in a browser")
    ] = True,
) -> None:
    """Serve the web page: recipes, designs, studies, images, spectra. Ctrl-C ends it."""
    from ceralyte.app.serve import serve
    from ceralyte.app.settings import data_folder

    serve((data or data_folder()).resolve(), host, port, browser=browser, say=output.say)
