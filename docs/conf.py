"""Settings of the documentation; `make docs` builds it into build/docs."""

import sys
from pathlib import Path

from sphinx.application import Sphinx

import ceralyte

DOCS = Path(__file__).parent
sys.path.insert(0, str(DOCS / "extensions"))

project = "ceralyte"
author = "The ceralyte developers"
project_copyright = author
version = release = ceralyte.__version__

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "joint_attributes",
    "mathml",
]
exclude_patterns = ["*/template.md"]

myst_enable_extensions = ["dollarmath", "deflist"]
myst_heading_anchors = 3
html_math_renderer = "mathml"

add_module_names = False
autodoc_preserve_defaults = True
autodoc_typehints = "none"  # docstrings give shape and unit, which types cannot
napoleon_google_docstring = False
napoleon_custom_sections = ["Validity", "Source"]
napoleon_use_rtype = False
napoleon_use_ivar = True

html_theme = "furo"
html_static_path = ["static"]
html_css_files = ["equations.css"]
html_title = f"ceralyte {version}"
html_copy_source = False
html_show_sphinx = False


def setup(app: Sphinx) -> None:
    """Write the pages that follow from the program before Sphinx looks for pages."""
    from api_reference import api_reference
    from cli_reference import cli_reference
    from recipe_reference import recipe_reference, study_reference

    def write(_app: Sphinx) -> None:
        folder = DOCS / "reference" / "generated"
        folder.mkdir(exist_ok=True)
        pages = {
            "cli.md": cli_reference(),
            "recipe.md": recipe_reference(),
            "study.md": study_reference(),
        }
        pages |= {f"{name}.rst": text for name, text in api_reference()}
        for name, text in pages.items():
            page = folder / name
            if not page.exists() or page.read_text(encoding="utf-8") != text:  # keeps its date
                page.write_text(text, encoding="utf-8")

    app.connect("builder-inited", write)
