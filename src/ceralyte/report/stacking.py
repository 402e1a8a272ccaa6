"""Tables that stack on a narrow screen: each cell carries the heading of its column."""

import re
from collections.abc import Iterator

_FEWEST = 3
"""Columns from which a table stacks."""
_TABLE = re.compile(r"<table\b(.*?)>(.*?</table>)", re.DOTALL)
_HEAD = re.compile(r"<thead>.*?</thead>", re.DOTALL)
_HEADING = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)
_ROW = re.compile(r"<tr>.*?</tr>", re.DOTALL)
_CELL = re.compile(r"<(th|td)\b(?=[^>]*>(\d)?)")
"""A cell, and whether it begins with a digit: such a heading of a row needs words, too."""
_TAG = re.compile(r"<[^>]*>")


def stacking(page: str) -> str:
    """Return a page whose wider tables are of class ``stacks``, their cells with ``data-label``.

    Examples
    --------
    >>> head = "<thead><tr><th>A</th><th>B</th><th>C</th></tr></thead>"
    >>> stacked = stacking(f"<table>{head}<tr><th>a</th><td>2</td><td>3</td></tr></table>")
    >>> stacked.removeprefix(f'<table class="stacks">{head}')
    '<tr><th>a</th><td data-label="B">2</td><td data-label="C">3</td></tr></table>'
    """
    return _TABLE.sub(_stacked, page)


def _stacked(table: re.Match[str]) -> str:
    attributes, inside = table.groups()
    head = _HEAD.search(inside)
    headings = [_TAG.sub("", one) for one in _HEADING.findall(head[0])] if head else []
    if head is None or len(headings) < _FEWEST:
        return table[0]
    rows = _ROW.sub(lambda row: _labelled(row[0], iter(headings)), inside[head.end() :])
    named = f' class="stacks"{attributes}'
    if "class=" in attributes:
        named = attributes.replace('class="', 'class="stacks ')
    return f"<table{named}>{inside[: head.end()]}{rows}"


def _labelled(row: str, headings: Iterator[str]) -> str:
    def cell(found: re.Match[str]) -> str:
        heading = next(headings, "")
        worded = found[1] == "th" and not found[2]
        return found[0] if worded else f'{found[0]} data-label="{heading}"'

    return _CELL.sub(cell, row)
