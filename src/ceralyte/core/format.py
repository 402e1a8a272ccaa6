"""Numbers as people read them: error bars rounded to what they mean."""

from dataclasses import dataclass
from math import isinf

from ceralyte.core.display import (
    SUPERSCRIPTS,
    bracket_digits,
    digits_apart,
    display_unit,
    exponent_of,
    rounded_up,
    symbol,
    to_display,
    width_to_display,
)
from ceralyte.core.quantities import Outcome, Quantity, Unavailable
from ceralyte.core.units import EV_PER_MOLE

DIGITS = 4
"""Significant digits of a value that has no error bar to say how many it deserves."""
_PLAIN_RANGE = (1e-3, 1e6)
_MOST_DIGITS = 9  # of a value whose error bar is tiny
_TINY = 1e-300  # powers of ten below it are no normal floats


@dataclass(frozen=True)
class Shown:
    """A quantity as text: `text` with its error bar, the parts of the error, and the words.

    `reason` is set, and the other texts are empty, where there is no value.
    """

    text: str = ""
    unit: str = ""
    sampling: str = ""
    discretisation: str = ""
    model: str = ""
    bracket: str = ""
    aside: str = ""
    estimate: bool = False
    method: str = ""
    validity: str = ""
    reason: str = ""


def number(value: float, digits: int = 3) -> str:
    """Return `value` to so many significant digits at most, trailing noughts dropped.

    Examples
    --------
    >>> number(0.0123456), number(-1234.5), number(1.6e-7), number(20.0)
    ('0.0123', '−1230', '1.6 × 10⁻⁷', '20')
    """
    if value == 0:
        return "0"
    if isinf(value):
        return "∞" if value > 0 else "−∞"
    first, _, power = f"{value:.{digits - 1}e}".partition("e")
    rounded = float(f"{first}e{power}")
    if _PLAIN_RANGE[0] <= abs(rounded) < _PLAIN_RANGE[1]:
        return _without_noughts(_fixed(rounded, digits - 1 - int(power)))
    return f"{_without_noughts(first)} × 10{_superscript(int(power))}".replace("-", "−")


def complex_number(value: complex, digits: int = DIGITS) -> str:
    """Return both parts of `value` as text, to so many digits each, or of the larger one.

    Examples
    --------
    >>> complex_number(5990 - 37784j), complex_number(0.0), complex_number(1.5 + 4e7j)
    ('5990 − 37780 i', '0 + 0 i', '(0 + 4 i) × 10⁷')
    """
    parts = value.real, abs(value.imag)
    sign = "−" if value.imag < 0 else "+"
    if all(part == 0 or _PLAIN_RANGE[0] <= abs(part) < _PLAIN_RANGE[1] for part in parts):
        real, imaginary = (number(part, digits) for part in parts)
        return f"{real} {sign} {imaginary} i"
    power = exponent_of(max(abs(part) for part in parts))
    real, imaginary = (number(round(part / 10.0**power, digits - 1), digits) for part in parts)
    return f"({real} {sign} {imaginary} i) × 10{_superscript(power)}"


def plus_minus(value: float, std: float | None, digits: int = 3, least: int = 0) -> str:
    """Return "value ± std", both to the second significant digit of the error bar.

    A value without error bar keeps `digits`; one that would need more than nine digits beside its
    error bar does too. With `least` a value keeps so many digits, whatever its error bar.

    Examples
    --------
    >>> plus_minus(1.6234, 0.0521), plus_minus(1234.0, 56.0), plus_minus(1.62e-6, 5.2e-8)
    ('1.623 ± 0.052', '1234 ± 56', '(1.620 ± 0.052) × 10⁻⁶')
    >>> plus_minus(1003, 320), plus_minus(983, 320, least=3), plus_minus(9.83, 3.2, least=3)
    ('1000 ± 320', '983 ± 320', '9.83 ± 3.2')
    """
    if std is None:
        return number(value, digits)
    largest = max(abs(value), std)
    if std == 0 or isinf(std) or largest < _TINY or _asked(value, std) > _MOST_DIGITS:
        return f"{number(value, digits)} ± {number(std, 2)}"
    if not _PLAIN_RANGE[0] <= largest < _PLAIN_RANGE[1]:
        exponent = exponent_of(largest)
        scale = 10.0**exponent
        scaled = plus_minus(value / scale, std / scale, digits, least)
        return f"({scaled}) × 10{_superscript(exponent)}"
    places = _places(std)
    kept = max(places, least - 1 - exponent_of(value)) if least and value else places
    return f"{_fixed(value, kept)} ± {_fixed(std, places)}"


def compared(outcome: Outcome, name: str = "") -> Shown:
    """Return an outcome as `shown` does, to three digits: beside others that differ by less than
    their error bars."""
    return shown(outcome, name, least=3)


def shown(
    outcome: Outcome,
    name: str = "",
    digits: int = DIGITS,
    *,
    unit: str | None = None,
    least: int = 0,
) -> Shown:
    """Return an outcome as text; see `plus_minus`.

    The unit is `unit`, or the one in which people expect a quantity called `name`. An estimate and
    its bracket have the digits of `bracket_digits`.
    """
    unit = unit or display_unit(outcome.unit, name)
    if isinstance(outcome, Unavailable):
        return Shown(unit=symbol(unit), reason=outcome.reason)
    told = bracket_digits if outcome.estimate else digits_apart
    earned = told(outcome.low, outcome.high)
    bracket = _bracket(outcome, unit, earned)
    return Shown(
        text=plus_minus(
            to_display(outcome.value, unit),
            _width(outcome.std, unit),
            max(least, earned) if bracket and outcome.estimate else digits,
            least,
        ),
        unit=symbol(unit),
        sampling=_error(outcome.std_sampling, unit),
        discretisation=_error(outcome.std_discretisation, unit),
        model=_error(outcome.std_model, unit),
        bracket=bracket,
        aside=_in_electron_volt(outcome) if outcome.unit == "J/mol" else "",
        estimate=outcome.estimate,
        method=outcome.method,
        validity=outcome.validity,
    )


def _bracket(quantity: Quantity, unit: str, digits: int) -> str:
    low, high = (
        None if end is None else to_display(end, unit) for end in (quantity.low, quantity.high)
    )
    if low is not None and high is not None:
        return f"{number(low, digits)} to {number(high, digits)}"
    if low is not None:
        return f"at least {number(-rounded_up(-low, digits), digits)}"
    return "" if high is None else f"at most {number(rounded_up(high, digits), digits)}"


def _in_electron_volt(quantity: Quantity) -> str:
    std = None if quantity.std is None else quantity.std / EV_PER_MOLE
    return f"{plus_minus(quantity.value / EV_PER_MOLE, std)} eV"


def _width(std: float | None, unit: str) -> float | None:
    return None if std is None else width_to_display(std, unit)


def _error(std: float | None, unit: str) -> str:
    if std is None:
        return ""
    width = width_to_display(std, unit)
    if not _PLAIN_RANGE[0] <= width < _PLAIN_RANGE[1]:
        return number(width, 2)
    return _fixed(width, _places(width))


def _places(std: float) -> int:
    """Decimal places at which an error bar ends: those of its second digit."""
    return 1 - exponent_of(float(f"{std:.1e}"))


def _asked(value: float, std: float) -> int:
    """Significant digits of a value up to the second one of its error bar."""
    return exponent_of(value) + 1 + _places(std) if value else 0


def _fixed(value: float, places: int) -> str:
    text = f"{round(value, places) + 0.0:.{max(places, 0)}f}"  # no minus before nought
    return text.replace("-", "−")


def _without_noughts(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def _superscript(exponent: int) -> str:
    return str(exponent).translate(SUPERSCRIPTS)
