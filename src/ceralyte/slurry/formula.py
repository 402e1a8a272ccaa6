"""Chemical formulas: elements, amounts, oxidation states, and whether the charge balances."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from itertools import product

from ceralyte.core.errors import InputError

ANIONS = ("O", "S", "Se", "F", "Cl", "Br", "I", "N")
CHALCOGENS, HALOGENS = ("S", "Se"), ("F", "Cl", "Br", "I")
MOBILE = ("Li", "Na", "K", "Ag")
TOLERANCE = 0.01
"""Largest charge left over, of the positive charge: published formulas are rounded. More is borne
as far as the last digits of fractional amounts allow it."""

_TEXT = (
    "Ce 3 4;Eu 3 2;Fe 3 2;Mn 2 3 4;V 5 4 3;Cr 3 6;Co 2 3;Ni 2 3;Cu 2 1;Mo 6 4;Bi 3 5;Sb 5 3;As 5 3;"
    "Te 6 4;Ti 4 3;Sn 4 2"
)
_VARIABLE = {w[0]: tuple(int(n) for n in w[1:]) for w in (p.split() for p in _TEXT.split(";"))}
_FIXED = {
    1: "Li Na K Rb Cs Ag Tl",
    2: "Be Mg Ca Sr Ba Zn Cd Pb",
    3: "B Al Ga In Sc Y La Pr Nd Sm Gd Tb Dy Ho Er Tm Yb Lu",
    4: "C Si Ge Zr Hf",
    5: "P Nb Ta",
    6: "W",
    -1: "F Cl Br I",
    -2: "O S Se",
    -3: "N",
}
STATES: Mapping[str, tuple[int, ...]] = (
    {symbol: (state,) for state, text in _FIXED.items() for symbol in text.split()}
    | _VARIABLE
    | {"H": (1, -1)}
)
"""Oxidation states that solid electrolytes show, the usual one first."""
_IN_OXOANIONS: Mapping[str, tuple[int, ...]] = {
    "S": (6, 4),
    "Se": (6, 4),
    "N": (5, 3),
    "Cl": (7, 5),
    "Br": (7, 5),
    "I": (7, 5),
}

_TOKEN = re.compile(r"([A-Z][a-z]?)|(\()|(\))|(\d+(?:\.\d+)?|\.\d+)")
_EXAMPLE = "a formula such as Li6PS5Cl, Li1.3Al0.3Ti1.7(PO4)3 or 75Li2S-25P2S5"


@lru_cache(maxsize=512)
def parse_formula(text: str, field: str = "ceramic") -> Mapping[str, float]:
    """Return the amount of every element in a formula.

    Parameters
    ----------
    text : str
        With brackets and fractions, or parts joined by "-" with their shares in front.
    field : str
        For the message.

    Raises
    ------
    InputError
        The text is no formula, or names an element that is none of the known ones.

    Examples
    --------
    >>> parse_formula("LiTi2(PO4)3")
    {'Li': 1.0, 'Ti': 2.0, 'P': 3.0, 'O': 12.0}
    >>> parse_formula("75Li2S-25P2S5")["S"]
    200.0
    """
    plain = unicodedata.normalize("NFKC", text).replace(" ", "")
    amounts: dict[str, float] = {}
    for part in re.split(r"[-·]", plain):
        leading = re.match(r"\d+\.?\d*", part)
        factor = float(leading[0]) if leading else 1.0
        for element, amount in _count(part[leading.end() if leading else 0 :], text, field).items():
            amounts[element] = amounts.get(element, 0.0) + factor * amount
    return amounts


def oxidation_states(amounts: Mapping[str, float], name: str) -> Mapping[str, int]:
    """Return the oxidation states with which a formula is neutral.

    Phosphorus is pentavalent, except next to at most three sulfurs (P2S6 units, +4).

    Raises
    ------
    InputError
        No usual states balance; the message adds up the charge.

    Examples
    --------
    >>> oxidation_states(parse_formula("Na3SbS4"), "Na3SbS4")["Sb"]
    5
    """
    choices = {element: STATES[element] for element in amounts}
    if _hypodiphosphate(amounts):
        choices["P"] = (5, 4)
    for left_over in (0.0, _rounded(amounts, choices)):
        states = _balanced(amounts, choices, left_over)
        if states is not None:
            return states
    oxoanions = {e: s for e, s in _IN_OXOANIONS.items() if e in amounts and "O" in amounts}
    if _balanced(amounts, choices | oxoanions) is not None:
        raise InputError(
            "ceramic",
            f"'{name}' holds {' and '.join(oxoanions)} bonded to oxygen, as in sulfates, nitrates "
            "and perchlorates, which are not covered",
            "an oxide, sulfide, selenide, halide or nitride",
        )
    usual = {e: s[0] for e, s in choices.items()}
    total = sum(amounts[e] * s for e, s in usual.items())
    parts = " ".join(f"{amounts[e]:g} {e}({s:+d})" for e, s in usual.items())
    raise InputError(
        "ceramic",
        f"'{name}' does not balance in charge: {parts} add to {total:+g}",
        "a neutral formula; check the amounts of mobile ion and anion",
    )


def _rounded(amounts: Mapping[str, float], choices: Mapping[str, tuple[int, ...]]) -> float:
    """Charge that may be left over because fractional amounts are rounded to their last digit."""
    digits = {e: len(f"{n:.4g}".partition(".")[2]) for e, n in amounts.items()}
    return sum(0.5 * 10.0**-d * abs(choices[e][0]) for e, d in digits.items() if d)


def _balanced(
    amounts: Mapping[str, float],
    choices: Mapping[str, tuple[int, ...]],
    left_over: float = 0.0,
) -> Mapping[str, int] | None:
    positive = sum(amounts[e] * max(s[0], 0) for e, s in choices.items())
    for states in product(*choices.values()):
        charge = sum(amounts[e] * s for e, s in zip(choices, states, strict=True))
        if abs(charge) <= max(TOLERANCE * positive, left_over, 1e-11):
            return dict(zip(choices, states, strict=True))
    return None


def _hypodiphosphate(amounts: Mapping[str, float]) -> bool:
    return "P" in amounts and sum(amounts.get(e, 0.0) for e in "OS") <= 3.001 * amounts["P"]


def _count(part: str, text: str, field: str) -> dict[str, float]:
    stack: list[dict[str, float]] = [{}]
    last: dict[str, float] = {}
    position = 0
    while position < len(part):
        token = _TOKEN.match(part, position)
        if token is None:
            raise InputError(field, f"'{text[:80]}' is no formula", _EXAMPLE)
        symbol, opening, closing, number = token.groups()
        position = token.end()
        if opening:
            stack.append({})
            last = {}
            continue
        if symbol:
            if symbol not in STATES:
                raise InputError(
                    field, f"'{symbol}' in '{text[:80]}' is no element known here", _EXAMPLE
                )
            last = {symbol: 1.0}
        elif closing:
            if len(stack) == 1:
                raise InputError(field, f"'{text[:80]}' closes a bracket too many", _EXAMPLE)
            last = stack.pop()
        elif not last:
            raise InputError(field, f"'{text[:80]}' has a number in a wrong place", _EXAMPLE)
        factor = float(number) - 1.0 if number else 1.0
        for element, amount in last.items():
            stack[-1][element] = stack[-1].get(element, 0.0) + factor * amount
        last = {} if number else last
    if len(stack) != 1 or not stack[0]:
        raise InputError(field, f"'{text[:80]}' is no formula", _EXAMPLE)
    return stack[0]
