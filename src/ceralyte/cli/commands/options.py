"""Arguments and options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

RecipeFile = Annotated[Path, typer.Argument(metavar="RECIPE", help="recipe file, YAML or TOML")]
AsJson = Annotated[bool, typer.Option("--json", help="print one JSON document and nothing else")]
