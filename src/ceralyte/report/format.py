"""Numbers as people read them: error bars rounded to what they mean."""

from dataclasses import dataclass
from math import isinf

from scipy import constants

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

_PLAIN_RANGE = (1e-3, 1e6)


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
    rounded = float(f"{value:.{digits - 1}e}")
    exponent = exponent_of(rounded)
    if not _PLAIN_RANGE[0] <= abs(rounded) < _PLAIN_RANGE[1]:
        return f"{number(value / 10.0**exponent, digits)} × 10{_superscript(exponent)}"
    text = _fixed(rounded, digits - 1 - exponent)
    return text.rstrip("0").rstrip(".") if "." in text else text


def plus_minus(value: float, std: float | None, digits: int = 3, least: int = 0) -> str:
    """Return "value ± std", both rounded to the same place.

    The error bar keeps two significant digits if it starts with 1 or 2, else one. A value
    without error bar keeps `digits`; one whose error bar is nought to five digits does too. With
    `least` a value keeps so many digits, whatever its error bar.

    Examples
    --------
    >>> plus_minus(1.6234, 0.0521), plus_minus(1.6234, 0.0123), plus_minus(1.62e-6, 5.2e-8)
    ('1.62 ± 0.05', '1.623 ± 0.012', '(1.62 ± 0.05) × 10⁻⁶')
    >>> plus_minus(1003, 320), plus_minus(983, 320, least=3), plus_minus(9.83, 3.2, least=3)
    ('1000 ± 300', '983 ± 300', '9.83 ± 3')
    """
    if std is None:
        return number(value, digits)
    if std <= 1e-5 * abs(value) or isinf(std):
        return f"{number(value, digits)} ± {number(std, 1)}"
    largest = max(abs(value), std)
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


def shown(outcome: Outcome, name: str = "", digits: int = 3, *, least: int = 0) -> Shown:
    """Return an outcome as text in the display unit of the quantity `name`; see `plus_minus`."""
    unit = display_unit(outcome.unit, name)
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
    per_mole = constants.electron_volt * constants.Avogadro
    std = None if quantity.std is None else quantity.std / per_mole
    return f"{plus_minus(quantity.value / per_mole, std)} eV"


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
    """Decimal places at which an error bar ends: at its second digit if it starts with 1 or 2."""
    leading = f"{std:.1e}"
    return (leading[0] in "12") - exponent_of(float(leading))


def _fixed(value: float, places: int) -> str:
    text = f"{round(value, places):.{max(places, 0)}f}"
    return text.replace("-", "−")


def _superscript(exponent: int) -> str:
    return str(exponent).translate(SUPERSCRIPTS)
