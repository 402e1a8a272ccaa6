"""A page for each public module, filled from its docstrings."""

import inspect
from collections.abc import Iterable, Iterator
from importlib import import_module

STAGES = (
    "slurry",
    "packing",
    "pressing",
    "structure",
    "transport",
    "mechanics",
    "cell",
    "literature",
    "study",
    "model",
)
FUNCTIONS = (
    "load_recipe",
    "check",
    "design",
    "save_design",
    "load_design",
    "write_report",
    "cell_sheet",
    "image_sheet",
    "pybamm_export",
)
"""Of `ceralyte` itself, in the order in which one needs them."""


def api_reference() -> Iterator[tuple[str, str]]:
    """Yield name and reStructuredText of every page."""
    yield "ceralyte", _page("ceralyte", FUNCTIONS)
    for stage in STAGES:
        name = f"ceralyte.{stage}"
        module = import_module(name)
        yield name, _page(name, [n for n in module.__all__ if _own(getattr(module, n), name)])


def _own(thing: object, module: str) -> bool:
    """Whether it is at home in this module, not only passed on; constants are passed by."""
    return callable(thing) and getattr(thing, "__module__", "").startswith(module)


def _page(module: str, names: Iterable[str]) -> str:
    parts = [f"{module}\n{'=' * len(module)}", f".. automodule:: {module}\n   :no-members:"]
    parts.append(f".. currentmodule:: {module}")
    things = import_module(module)
    for name in names:
        if inspect.isclass(getattr(things, name)):
            parts.append(f".. autoclass:: {name}\n   :members:")
        else:
            parts.append(f".. autofunction:: {name}")
    return "\n\n".join(parts) + "\n"
