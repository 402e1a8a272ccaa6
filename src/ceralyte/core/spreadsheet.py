"""Text of users in tables that spreadsheets open: a cell that would be a formula stays text."""

import re

_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


def guarded(text: str) -> str:
    """Return the text of a CSV cell, with an apostrophe where a spreadsheet would compute it.

    Numbers stay as they are.

    Examples
    --------
    >>> guarded("=1+1"), guarded("-1.5e-3"), guarded("PTFE"), guarded("'-x")
    ("'=1+1", '-1.5e-3', 'PTFE', "''-x")
    """
    return f"'{text}" if _FORMULA.match(text) and not _is_number(text) else text


def unguarded(text: str) -> str:
    """Return the text that `guarded` was given.

    Examples
    --------
    >>> unguarded("'=1+1"), unguarded("'tis")
    ('=1+1', "'tis")
    """
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
