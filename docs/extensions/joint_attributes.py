"""Attributes that a docstring describes together, "low, high : float", as one field each."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the tests read this file where Sphinx is not installed
    from sphinx.application import Sphinx

_JOINT = re.compile(r"(\w+(?:, \w+)+) : (.*)")


def separated(lines: list[str]) -> list[str]:
    """Return the lines of a docstring with every joint attribute written out."""
    apart: list[str] = []
    inside, k = False, 0
    while k < len(lines):
        if k + 1 < len(lines) and lines[k + 1].startswith("---"):
            inside = lines[k] == "Attributes"
        joint = _JOINT.fullmatch(lines[k]) if inside else None
        stop = k + 1
        if joint is None:
            apart.append(lines[k])
        else:
            while stop < len(lines) and lines[stop].startswith(" "):
                stop += 1
            for name in joint[1].split(", "):
                apart += [f"{name} : {joint[2]}", *lines[k + 1 : stop]]
        k = stop
    return apart


def _process(_app: object, _what: str, _name: str, _obj: object, _opt: object, lines: list) -> None:
    lines[:] = separated(lines)


def setup(app: "Sphinx") -> dict[str, bool]:
    """Run before napoleon reads the docstring."""
    app.connect("autodoc-process-docstring", _process, priority=100)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
