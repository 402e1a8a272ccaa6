"""Sentences of other layers in print typography."""

import re
from functools import cache

from ceralyte.core.display import DISPLAY_UNITS, symbol
from ceralyte.core.format import number

_POWER_OF_TEN = re.compile(r"(?<![\w.])\d(?:\.\d+)?e[+-]?\d+\b")
_LOWER_UNITS = ("nm", "um", "mm", "cm", "kg", "mg", "ug", "kcal", "mol")
_TIMES = re.compile(r"(?<=\w{4}) x (?=\w{4}|\d)")
_FIRST_WORD = re.compile(rf"(?!(?:{'|'.join(_LOWER_UNITS)})\b)(?:[a-z]{{2,}}(?:-[a-z]+)*[,:;]?|a)")


def typeset(text: str) -> str:
    """Return a sentence of another layer with its units and powers of ten in print typography.

    Examples
    --------
    >>> typeset("2e+03 um at 25 degC and 3 ohm*cm^2; mass x area")
    '2000 µm at 25 °C and 3 Ω cm²; mass × area'
    >>> typeset("A + B <-> AB")
    'A + B ⇌ AB'
    """
    text = _TIMES.sub(" × ", text).replace(" %", "\N{NO-BREAK SPACE}%")
    text = text.replace(" <-> ", " ⇌ ").replace(" -> ", " → ")
    plain = _POWER_OF_TEN.sub(lambda found: number(float(found[0])), text)
    spelled, typography = _units_in_text()
    return spelled.sub(lambda found: typography[_bare(found[0])], plain)


def sentence(text: str) -> str:
    """Return `typeset` text that begins with a capital, unless with a formula, and has an end.

    Examples
    --------
    >>> sentence("cross-check, once more"), sentence("x = 2."), sentence("LiCl stays")
    ('Cross-check, once more.', 'x = 2.', 'LiCl stays.')
    """
    first = text.partition(" ")[0]
    if _FIRST_WORD.fullmatch(first):
        text = text[0].upper() + text[1:]
    return typeset(text) + ("" if not text or text[-1] in ".!?:" else ".")


def sentences(text: str) -> str:
    """Return several statements that are joined by semicolons as a `sentence` each.

    Examples
    --------
    >>> sentences("60 um, 3 times the target; a part (a; b) is more")
    '60 µm, 3 times the target. A part (a; b) is more.'
    """
    return " ".join(sentence(statement) for statement in _statements(text))


def opening(text: str) -> str:
    """Return the first statement of several that are joined by semicolons.

    Examples
    --------
    >>> opening("60 um, 3 times the target; more")
    '60 um, 3 times the target'
    """
    return _statements(text)[0]


def _statements(text: str) -> list[str]:
    """What semicolons part outside brackets."""
    return re.split(r"; (?![^(]*\))", text)


@cache
def _units_in_text() -> tuple[re.Pattern[str], dict[str, str]]:
    """Pattern that finds display units after a number, and the typography of each."""
    names = sorted(filter(None, set(DISPLAY_UNITS.values())), key=len, reverse=True)
    spellings = (re.escape(n).replace(r"\*", "[* ]").replace(r"\^", r"\^?") for n in names)
    pattern = re.compile(rf"(?<=\d )(?:{'|'.join(spellings)})(?![\w^*/])")
    return pattern, {_bare(n): symbol(n) for n in names}


def _bare(unit: str) -> str:
    return re.sub(r"[*^ ]", "", unit)
