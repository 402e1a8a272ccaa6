"""What the header of a size table says of its columns: basis, unit, cumulative or density."""

import re
from typing import Literal

from ceralyte.core.errors import InputError, UnknownNameError
from ceralyte.core.units import LENGTH, to_si
from ceralyte.model.distribution import Basis

ShareKind = Literal["cumulative", "density"]

_BASES: dict[str, Basis] = {"volume": "volume", "area": "area", "number": "number"}
_STATED: dict[Basis, re.Pattern[str]] = {
    "volume": re.compile(r"volume|\bvol\b|mass|\b[Qq]3\b", re.IGNORECASE),
    "area": re.compile(r"\barea\b|surface|\b[Qq]2\b", re.IGNORECASE),
    "number": re.compile(r"number|count|\b[Qq]0\b", re.IGNORECASE),
}
_SIZE = re.compile(r"diameter|\bsize|\bd\b", re.IGNORECASE)
_COARSER = re.compile(r"oversize|retained|coarser", re.IGNORECASE)
_CUMULATIVE = re.compile(r"cumul|undersize|passing|finer|\bcum\b", re.IGNORECASE)
_DENSITY = re.compile(
    r"density|frequency|differential|histogram|vol|mass|area|surface|number|count", re.IGNORECASE
)
_SYMBOL = re.compile(r"\b([Qq])[023]\b")
_PER_LENGTH = re.compile(r"1\s*/\s*[nµμu]?m\b|%\s*/\s*[nµμum]m\b|[nµμum]m\s*\^?-1")
_UNIT_IN_HEADER = re.compile(r"[\[(/,\s]\s*(nm|um|µm|μm|micron|microns|mm)\b")


def read_basis(text: str, field: str = "basis") -> Basis:
    """Return "volume", "area" or "number"; anything else is an error."""
    if text not in _BASES:
        raise UnknownNameError(field, text, _BASES)
    return _BASES[text]


def choose_columns(headers: list[str], place: str, *, basis: Basis) -> tuple[int, int]:
    """Pick the columns of diameter and of share by name, where that is beyond doubt.

    Of two the diameter comes first, unless their names say the opposite.
    """
    if len(headers) == 2:
        return (1, 0) if _share_comes_first(headers, place) else (0, 1)
    sizes = [k for k, name in enumerate(headers) if _SIZE.search(name)]
    kinds = {
        k: share_kind(name, place)
        for k, name in enumerate(headers)
        if k not in sizes and not _COARSER.search(name) and not _other_basis(name, basis)
    }
    cumulative = [k for k, kind in kinds.items() if kind == "cumulative"]
    shares = cumulative or [k for k, kind in kinds.items() if kind == "density"]
    if len(sizes) != 1 or len(shares) != 1:
        listed = ", ".join(f"'{name}'" for name in headers)
        raise InputError(
            place,
            f"{len(headers)} columns: {listed}",
            "one named 'diameter' or 'size' and one share by "
            f"{basis} named 'cumulative' or, without any such, 'density'",
        )
    return sizes[0], shares[0]


def _share_comes_first(headers: list[str], place: str) -> bool:
    first, second = headers
    named = _SIZE.search(second) and not _SIZE.search(first)
    return bool(named and share_kind(first, place) and not share_kind(second, place))


def _other_basis(name: str, basis: Basis) -> Basis | None:
    """Return the basis that a header names instead of `basis`."""
    stated = [b for b, pattern in _STATED.items() if pattern.search(name)]
    return stated[0] if stated and basis not in stated else None


def check_header(headers: tuple[str, str], place: str, basis: Basis, unit: str) -> None:
    """Refuse what the header contradicts: the basis, the unit; and a density per length."""
    size, share = headers
    other = _other_basis(share, basis)
    if other:
        problem = f"basis={basis}, but the column is named '{share}'"
        raise InputError(place, problem, f"basis={other}")
    named = _UNIT_IN_HEADER.search(size)
    if named:
        spelling = "um" if named[1].startswith("micron") else named[1]
        ratio = to_si(1.0, spelling, LENGTH, place) / to_si(1.0, unit, LENGTH, place)
        if abs(ratio - 1) > 1e-9:
            problem = f"unit={unit}, but the column is named '{size}'"
            raise InputError(place, problem, f"unit={spelling}")
    if _PER_LENGTH.search(share):
        problem = f"'{share}' is a density per length"
        raise InputError(place, problem, "a cumulative share, or the share of each class")


def share_kind(name: str, place: str) -> ShareKind | None:
    """Tell cumulative from density by the name of a column; None if it does not say."""
    if _COARSER.search(name):
        raise InputError(place, f"'{name}' counts what is coarser", "a cumulative undersize")
    if symbol := _SYMBOL.search(name):
        return "cumulative" if symbol[1] == "Q" else "density"
    if _CUMULATIVE.search(name):
        return "cumulative"
    return "density" if _DENSITY.search(name) else None
