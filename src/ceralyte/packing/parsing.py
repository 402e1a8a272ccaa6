"""A size distribution as people write it, such as ``lognormal(d50=3 um, sigma=0.5)``."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from ceralyte.core.errors import InputError, Mistakes, UnknownNameError
from ceralyte.model import Mixture, Mono, Powder, SizeDistribution, Tabulated
from ceralyte.packing.law_text import LAWS, Reader, micrometres, read_size
from ceralyte.packing.size_csv import read_size_csv
from ceralyte.packing.size_header import read_basis

SHARES_TOLERANCE = 1e-3
_EXAMPLES = (
    '"mono(d=3 um)", "lognormal(d50=3 um, sigma=0.5)", "weibull(d63=5 um, shape=2.5)", '
    '"gaussian(mean=3 um, std=0.5 um)", "powerlaw(dmin=1 um, dmax=20 um, exponent=2.5)", '
    '"mixture(0.7 mono(d=10 um), 0.3 mono(d=1 um))" or "csv(psd.csv, basis=volume, unit=um)"'
)
_CALL = re.compile(r"\s*([A-Za-z_]\w*)\s*\((.*)\)\s*$", re.DOTALL)
_SHARE = re.compile(
    r"\s*((?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*(%|vol%)?\s*([A-Za-z_]\w*\s*\(.*)$"
)


@dataclass(frozen=True)
class _Place:
    """Where a text stands: the field for messages, and the folder for files."""

    field: str
    folder: Path


def parse_distribution(
    text: str, folder: Path | None = None, *, field: str = "size distribution"
) -> SizeDistribution:
    """Return the size distribution that a text describes.

    Parameters
    ----------
    text : str
        ``mono(d=3 um)``; ``lognormal(d50=3 um, sigma=0.5)``; ``weibull(d63=5 um, shape=2.5)``;
        ``gaussian(mean=3 um, std=0.5 um)``; these three count shares by volume unless
        ``basis=number`` or ``basis=area``, and may be cut off with ``dmin=1 um`` and
        ``dmax=20 um``. ``powerlaw(dmin=1 um, dmax=20 um, exponent=2.5)``, a number per diameter
        ~ d^-exponent; ``mixture(0.7 mono(d=10 um), 0.3 mono(d=1 um))``, shares by volume;
        ``csv(psd.csv, basis=volume, unit=um)``, see `read_size_csv`.
    folder : Path, optional
        Where files named in the text lie; by default the current folder.
    field : str
        Name for error messages.

    Raises
    ------
    InputError
        Anything that is unknown, missing, given twice, without unit, or out of range (sizes 1 nm
        to 1 mm, sigma up to 3, shape 0.3 to 100, exponent -10 to 10, a standard deviation up to
        the mean, cut-offs that keep 0.1 % of a law, shares that add to 100 %).

    Examples
    --------
    >>> parse_distribution("mono(d=3 um)")
    Mono(kind='mono', diameter=3e-06)
    """
    if not isinstance(text, str):
        raise InputError(field, f"got {text!r}", "text, such as 'mono(d=3 um)'")
    return _parse(text, _Place(field, folder or Path()))


def describe(distribution: SizeDistribution) -> str:
    """Return the text that `parse_distribution` reads as `distribution`.

    Examples
    --------
    >>> from ceralyte.model import Lognormal
    >>> describe(Lognormal(d50=3e-6, sigma=0.5))
    'lognormal(d50=3 um, sigma=0.5, basis=volume)'
    """
    match distribution:
        case Mono(diameter=d):
            return f"mono(d={micrometres(d)})"
        case Tabulated(source=source, basis=basis, unit=unit):
            name = f'"{source}"' if re.search(r"[,()\s=]", source) else source
            return f"csv({name}, basis={basis}, unit={unit})"
        case Mixture(shares=shares, components=components):
            parts = (f"{s:.12g} {describe(c)}" for s, c in zip(shares, components, strict=True))
            return f"mixture({', '.join(parts)})"
        case _:
            return LAWS[distribution.kind].write(distribution)


def _parse(text: str, place: _Place) -> SizeDistribution:
    match = _CALL.match(text)
    if match is None:
        raise InputError(place.field, f"'{text}' is not a size distribution", _EXAMPLES)
    kind, inner = match[1], match[2]
    if kind not in _KINDS:
        raise UnknownNameError(place.field, kind, _KINDS)
    arguments = _split(inner, place)
    return _KINDS[kind](arguments, _Place(f"{place.field}: {kind}", place.folder))


def _split(inner: str, place: _Place) -> list[str]:
    """Split at the commas that stand outside brackets and quotes."""
    pieces, depth, quote, current = [], 0, "", ""
    for letter in inner:
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        depth += (letter == "(") - (letter == ")") if not quote else 0
        if letter == "," and depth == 0 and not quote:
            pieces.append(current.strip())
            current = ""
        else:
            current += letter
        if depth < 0:
            break
    if depth != 0 or quote:
        raise InputError(place.field, f"brackets or quotes do not match in '{inner}'", _EXAMPLES)
    pieces.append(current.strip())
    return [p for p in pieces if p] if inner.strip() else []


def _named(
    arguments: Iterable[str],
    required: tuple[str, ...],
    optional: tuple[str, ...],
    place: _Place,
    wrong: Mistakes,
) -> dict[str, str]:
    """Return the arguments written as name=value that are known; note unknown and missing ones."""
    given: dict[str, str] = {}
    known = (*required, *optional)
    misspelt = False
    for argument in arguments:
        name, equals, value = (part.strip() for part in argument.partition("="))
        with wrong.noted():
            if not equals:
                wanted = ", ".join(f"{n}=..." for n in known)
                raise InputError(place.field, f"'{argument}' has no name", wanted)
            if name in given:
                raise InputError(place.field, f"'{name}' is given twice", f"{name}=... once")
            if name in known:
                given[name] = value
                continue
            misspelt = True
            raise UnknownNameError(place.field, name, known)
    for name in required:
        with wrong.noted():
            if name not in given and not misspelt:
                raise InputError(place.field, f"'{name}' is missing", _EXAMPLES)
    return given


def _mono(arguments: list[str], place: _Place) -> Mono:
    return Mono(diameter=_read(arguments, {"d": read_size}, {}, place)["d"])


def _law(kind: str, arguments: list[str], place: _Place) -> Powder:
    text = LAWS[kind]
    return text.law(_read(arguments, text.required, text.optional, place), place.field)


def _read(
    arguments: list[str], required: dict[str, Reader], optional: dict[str, Reader], place: _Place
) -> dict[str, Any]:
    """Return the values of all arguments of a law, by name."""
    wrong = Mistakes(place.field)
    given = _named(arguments, tuple(required), tuple(optional), place, wrong)
    values: dict[str, Any] = {}
    for name, text in given.items():
        with wrong.noted():
            values[name] = (required | optional)[name](text, f"{place.field}: {name}")
    wrong.tell()
    return values


def _csv(arguments: list[str], place: _Place) -> Tabulated:
    if not arguments or "=" in arguments[0]:
        raise InputError(place.field, "the name of the file is missing", _EXAMPLES)
    name = arguments[0].strip("\"'")
    wrong = Mistakes(place.field)
    given = _named(arguments[1:], ("basis", "unit"), (), place, wrong)
    wrong.tell()
    table = read_size_csv(
        place.folder / name,
        basis=read_basis(given["basis"], f"{place.field}: basis"),
        unit=given["unit"],
        field=place.field,
    )
    return table.model_copy(update={"source": name})


def _mixture(arguments: list[str], place: _Place) -> Mixture:
    shares: list[float] = []
    components: list[Powder] = []
    wrong = Mistakes(place.field)
    for argument in arguments:
        with wrong.noted():
            share, component = _part(argument, place)
            shares.append(share)
            components.append(component)
    wrong.tell()
    total = sum(shares)
    if abs(total - 1) > SHARES_TOLERANCE or min(shares) <= 0:
        listed = " + ".join(f"{100 * s:g}" for s in shares)
        raise InputError(
            place.field, f"the shares {listed or 0} add to {100 * total:g} %", "100 %, each above 0"
        )
    return Mixture(shares=tuple(s / total for s in shares), components=tuple(components))


def _part(argument: str, place: _Place) -> tuple[float, Powder]:
    """Return the share and the powder of one part of a mixture."""
    match = _SHARE.match(argument)
    if match is None:
        raise InputError(
            place.field,
            f"'{argument}' is not a share by volume and a distribution",
            'such as "0.7 mono(d=10 um)" or "70 % mono(d=10 um)"',
        )
    component = _parse(match[3], place)
    if isinstance(component, Mixture):
        raise InputError(place.field, "a mixture within a mixture", "one list of powders")
    return float(match[1]) / (100 if match[2] else 1), component


_KINDS: dict[str, Callable[[list[str], _Place], SizeDistribution]] = {
    "mono": _mono,
    **{kind: partial(_law, kind) for kind in LAWS},
    "mixture": _mixture,
    "csv": _csv,
}
