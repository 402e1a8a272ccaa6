"""Units in the headings of columns of instruments, and their factors to Hz, ohm and degrees."""

import re
import unicodedata
from collections.abc import Sequence
from math import pi

from ceralyte.core.errors import InputError

_SPLIT = re.compile(r"^(.+?)\s*(?:/\s*([^/()\[\]]+)|\(([^()]*)\)|\[([^\[\]]*)\])$")
_PREFIXES = {"": 1.0, "m": 1e-3, "k": 1e3, "K": 1e3, "M": 1e6, "G": 1e9}
_PLACEHOLDERS = ("a", "b", "c")
"""What ZPlot and Autolab write in the place of a unit."""
_BASES = {
    "frequency": ("Hz",),
    "impedance": ("ohm", "Ohm", "ohms", "Ohms", "Ω"),
}
_CAPITALS = {"frequency": ("HZ", "hz"), "impedance": ("OHM", "OHMS")}
"""Taken with prefixes that are no matter of capitals only: mhz may be either."""
_ANGLES = {"deg": 1.0, "degree": 1.0, "degrees": 1.0, "°": 1.0, "rad": 180 / pi}
_ALLOWED = {
    "frequency": "Hz, mHz, kHz, MHz or GHz, written so",
    "impedance": "ohm or Ω, or with m, k, M or G before it (kOhm, mΩ)",
    "phase": "deg, ° or rad",
}


def split_heading(heading: str) -> tuple[str, str]:
    """Return the name and the unit, "" if there is none, of "Z/kOhm", "Z (kOhm)" or "Z [kOhm]".

    Examples
    --------
    >>> split_heading("Re(Z)/Ohm"), split_heading("Zreal (kΩ)")
    (('Re(Z)', 'Ohm'), ('Zreal', 'kΩ'))
    """
    found = _SPLIT.match(heading.strip())
    if not found:
        return heading, ""
    return found[1], next(part for part in found.groups()[1:] if part is not None).strip()


def factor_of(meaning: str, heading: str, unit: str) -> float:
    """Return what turns numbers of a column into Hz, ohm or degrees.

    Parameters
    ----------
    meaning : {"frequency", "real", "imaginary", "modulus", "phase"}
    heading : str
        For the message.
    unit : str
        "" for Hz, ohm and degrees.

    Raises
    ------
    InputError
        Another unit.

    Examples
    --------
    >>> factor_of("frequency", "f/kHz", "kHz"), factor_of("real", "Z' (MΩ)", "MΩ")
    (1000.0, 1000000.0)
    """
    plain = _plain(unit)
    kind = meaning if meaning in ("frequency", "phase") else "impedance"
    factor = 1.0 if plain in ("", *_PLACEHOLDERS) else _factor(kind, plain)
    if factor is None:
        raise InputError(f"column '{heading}'", f"has the unit '{unit}'", _ALLOWED[kind])
    return factor


def meanings_of_units(units: Sequence[str]) -> tuple[str, ...] | None:
    """Return what three columns are of which only the units are told; None of something else.

    Z' stands before Z'': nothing but their order tells them apart.

    Examples
    --------
    >>> meanings_of_units(["kHz", "Ohm", "Ohm"]), meanings_of_units(["Ω", "deg", "Hz"])
    (('frequency', 'real', 'imaginary'), ('modulus', 'phase', 'frequency'))
    """
    kinds = [next((k for k in _ALLOWED if _factor(k, _plain(u)) is not None), "") for u in units]
    if sorted(kinds) == ["frequency", "impedance", "impedance"]:
        parts = iter(("real", "imaginary"))
        return tuple(next(parts) if kind == "impedance" else kind for kind in kinds)
    if sorted(kinds) == ["frequency", "impedance", "phase"]:
        return tuple("modulus" if kind == "impedance" else kind for kind in kinds)
    return None


def _plain(unit: str) -> str:
    return unicodedata.normalize("NFKC", unit).replace(" ", "")


def _factor(kind: str, unit: str) -> float | None:
    """What turns a unit of a kind of quantity into Hz, ohm or degrees; None of another unit."""
    if kind == "phase":
        return _ANGLES.get(unit.lower())
    known = {p + base: f for p, f in _PREFIXES.items() for base in _BASES[kind]}
    sure = {
        p + base: f for p, f in _PREFIXES.items() if p not in ("m", "M") for base in _CAPITALS[kind]
    }
    return (known | sure).get(unit)
