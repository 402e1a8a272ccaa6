"""Chemical formulas with their counts set low, in texts and in pages."""

import re
from collections.abc import Iterator

_SYMBOLS = (
    "H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se "
    "Br Kr Rb Sr Y Zr Nb Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Sm Eu Gd Tb Dy "
    "Ho Er Tm Yb Lu Hf Ta W Re Os Ir Pt Au Hg Tl Pb Bi"
)
_ELEMENTS = frozenset(_SYMBOLS.split())
_COUNT = r"\d+(?:\.\d+)?"
_WORD = re.compile(
    rf"(?:https?:/|10\.\d{{4,9}})/\S+|"
    rf"(?:(?<![\w.])|·{_COUNT})(?:\(?[A-Z][a-z]?(?:{_COUNT})?(?:\)(?:{_COUNT})?)?)+(?!\w)"
)
"""An address or DOI, which stays as it is, or what may be a formula."""
_AFTER_SYMBOL = re.compile(rf"(?<=[A-Za-z)]){_COUNT}")
_ADDED = re.compile(rf"([A-Za-z)][1-9]\d*(?:\.\d+)??)\.(?=(?:{_COUNT})?\(?(?:H2O|CH|C\d+H))")
"""A count and the point after it, before the molecules of a crystal or complex."""
_LOW_DIGITS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_LOW_COUNT = re.compile(r"[₀-₉]+(?:\.[₀-₉]+)?")
_TAG = re.compile(r"(<[^>]*>)")
_VERBATIM = ("style", "title", "svg", "pre", "code")
"""Elements of a page that hold no prose, or none that can carry markup."""


def subscripts(text: str) -> str:
    """Return a text whose chemical formulas have low digits, the same as `web/src/formula.ts`.

    A formula is a word of at least two symbols of elements with a count among them: names such as
    NMC811, molecules of one element, DOIs and addresses stay as they are.

    Examples
    --------
    >>> subscripts("Li6.5La3Zr1.5Ta0.5O12 and (NH4)2S in 2 H2O, not NMC811 or PM6")
    'Li₆.₅La₃Zr₁.₅Ta₀.₅O₁₂ and (NH₄)₂S in 2 H₂O, not NMC811 or PM6'
    >>> subscripts("Na3SbS4.9H2O")
    'Na₃SbS₄·9H₂O'
    """
    return _WORD.sub(lambda word: _lowered(word[0]), _ADDED.sub(r"\1·", text))


def subscripted_page(html: str) -> str:
    """Return a page with ``<sub>`` in the formulas of its texts; attributes and code stay.

    Examples
    --------
    >>> subscripted_page('<p title="H2O">H2O</p><code>H2O</code>')
    '<p title="H2O">H<sub>2</sub>O</p><code>H2O</code>'
    """
    return "".join(_pieces(html))


def _pieces(html: str) -> Iterator[str]:
    inside = ""
    for number, piece in enumerate(_TAG.split(html)):
        if number % 2:
            if not inside:
                inside = next((n for n in _VERBATIM if re.match(rf"<{n}\b", piece)), "")
            elif piece == f"</{inside}>":
                inside = ""
            yield piece
        else:
            yield piece if inside else _LOW_COUNT.sub(_marked_up, subscripts(piece))


def _marked_up(count: re.Match[str]) -> str:
    plain = count[0].translate({v: chr(k) for k, v in _LOW_DIGITS.items()})
    return f"<sub>{plain}</sub>"


def _lowered(word: str) -> str:
    symbols = re.findall("[A-Z][a-z]?", word)
    if "/" in word or len(symbols) < 2 or not _ELEMENTS.issuperset(symbols):
        return word
    return _AFTER_SYMBOL.sub(lambda count: count[0].translate(_LOW_DIGITS), word)
