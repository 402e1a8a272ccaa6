"""Every example of the documentation runs and prints what its page says."""

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
SLOW = {"tutorial/first-membrane.md"}
"""Pages that design membranes or solve images."""


def _pages():
    for path in sorted(DOCS.rglob("*.md")):
        if re.search(r"^```(sh|python)$", path.read_text(encoding="utf-8"), re.MULTILINE):
            name = path.relative_to(DOCS).as_posix()
            yield pytest.param(name, marks=[pytest.mark.slow] if name in SLOW else [], id=name)


@pytest.mark.parametrize("name", _pages())
def test_the_examples_of_the_page_run(name, run_page):
    assert run_page(name) > 0
