"""ceralyte: a virtual laboratory for thin, ceramic-rich composite electrolyte membranes.

The stages are subpackages (``ceralyte.packing``, ``ceralyte.transport``, ...); they and the
functions below are loaded when they are first used, so that importing ceralyte is quick.
"""

from importlib import import_module
from importlib.metadata import version
from typing import Any

__version__ = version("ceralyte")

_FUNCTIONS = {
    "load_recipe": "ceralyte.recipe",
    "cell_sheet": "ceralyte.pipeline",
    "check": "ceralyte.pipeline",
    "design": "ceralyte.pipeline",
    "image_sheet": "ceralyte.pipeline",
    "load_design": "ceralyte.pipeline",
    "membrane_mechanics": "ceralyte.pipeline",
    "pybamm_export": "ceralyte.pipeline",
    "save_design": "ceralyte.pipeline",
    "stack_pressure": "ceralyte.pipeline",
    "write_report": "ceralyte.report",
}
_STAGES = (
    "cell",
    "literature",
    "materials",
    "mechanics",
    "model",
    "packing",
    "pipeline",
    "pressing",
    "recipe",
    "report",
    "slurry",
    "structure",
    "study",
    "transport",
)

__all__ = ["__version__", *_FUNCTIONS, *_STAGES]


def __getattr__(name: str) -> Any:
    if name in _FUNCTIONS:
        return getattr(import_module(_FUNCTIONS[name]), name)
    if name in _STAGES:
        return import_module(f"ceralyte.{name}")
    raise AttributeError(f"module 'ceralyte' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted(__all__)
