"""Mixtures of solvents as text: "water/ethanol 1:1", "60 % toluene / 40 % anisole"."""

import re

from ceralyte.core.errors import InputError, Mistakes, UnknownNameError, moved, parts_of
from ceralyte.core.quantities import Record
from ceralyte.materials import Catalogue
from ceralyte.slurry.liquid import Liquid, liquid
from ceralyte.slurry.miscibility import doubts_about_mixing

_RATIO = re.compile(
    r"^(?P<names>.+?)\s+\(?(?P<shares>\d+(?:\.\d*)?\s*%?(?:\s*[:/]\s*\d+(?:\.\d*)?\s*%?)+)\)?$"
)
_SHARE = re.compile(
    r"^(?:(?P<before>-?\d+(?:\.\d*)?)\s*(?:vol)?%\s+(?P<name1>.+)|(?P<name2>.+?)\s+(?P<after>-?\d+(?:\.\d*)?)\s*(?:vol)?%)$"
)
_PPM = re.compile(
    r"^(?P<main>.+?)\s+(?:with|\+)\s+(?P<ppm>\d+(?:\.\d*)?)\s*ppm\s+(?:of\s+)?(?P<trace>.+)$", re.I
)
_OTHER_SHARES = re.compile(r"(?<![a-z])(?:wt|mol|mass|[mw])[.-]?\s*%|%\s*\(?[wm]/[wm]", re.I)
_SUM_TOLERANCE = 0.1  # %
_LIKE_PERCENT = 10.0  # ratios of numbers all as large as this are meant in per cent
_WHOLE = 999.5  # ratio from which three digits would need a power of ten
TRACE = 0.05
"""Share by volume below which a part may be too little to harm the ceramic (judgement): Li7SiPS8
in anisole is reported to bear up to 800 ppm of water (`hatz2021` in references.csv)."""
_EXAMPLE = '"water/ethanol 1:1" or "60 % water / 40 % ethanol", shares by volume'


class Solvent(Record):
    """A solvent or a mixture: its parts with their shares by volume, adding to 1.

    `doubts` says which parts may not mix and why, and how ambiguous names are read.
    """

    name: str
    parts: tuple[tuple[float, Liquid], ...]
    doubts: tuple[str, ...] = ()

    @property
    def pure(self) -> bool:
        """Whether it is one liquid."""
        return len(self.parts) == 1

    @property
    def nearly(self) -> Liquid | None:
        """The liquid that it is but for traces; None of a mixture that is more."""
        share, main = max(self.parts, key=lambda part: part[0])
        return main if 1 - share < TRACE else None


def solvent(text: str, catalogue: Catalogue) -> Solvent:
    """Read a solvent: a name, a SMILES, a mixture with its shares by volume, or one with a trace.

    Traces are in ppm by mass, as Karl Fischer titration gives the water: "toluene + 50 ppm water".

    Raises
    ------
    UnknownNameError
        An unknown part; the message gives the nearest names.
    InputError
        Shares missing, by mass or moles, not adding to 100 % (as far as they are rounded), or not
        as many as parts; two liquids that do not mix;
        no valid SMILES; an ion; ppm of a liquid whose density is not known.

    Examples
    --------
    >>> from ceralyte.materials import load_catalogue
    >>> solvent("Ethanol/water 3:1", load_catalogue()).name
    'ethanol/water 3:1'
    """
    if not text.strip():
        raise InputError("solvent", "is empty", f"a name, a SMILES, or a mixture: {_EXAMPLE}")
    trace = _PPM.match(text.strip())
    try:
        found = liquid(text, catalogue)
        return _of_parts(found.name, ((1.0, found),))
    except InputError as error:
        if re.search(r"\bppm\b", text, re.I) and not _of_one(trace):
            told = f"'{text.strip()}' has ppm in another form than is read"
            allowed = 'one solvent with one trace, by mass: "toluene + 50 ppm water"'
            raise InputError("solvent", told, allowed) from None
        shares = _with_trace(trace, catalogue) if trace else _shares(text, catalogue)
        if shares is None:
            raise error from None
    parts: dict[str, tuple[float, Liquid]] = {}
    wrong = Mistakes("solvent")
    for name, share in shares:
        with wrong.noted():
            found = liquid(name, catalogue)
            parts[found.name] = (share + parts.get(found.name, (0.0, found))[0], found)
    wrong.tell()
    if len(parts) == 1:
        return _of_parts(found.name, ((1.0, found),))
    main, *others = parts
    if trace:
        name = f"{main} + {trace['ppm']} ppm {others[0]}"
    else:
        smallest = min(share for share, _ in parts.values())
        ratio = ":".join(_plain(share / smallest) for share, _ in parts.values())
        name = f"{'/'.join(parts)} {ratio}"
    return _of_parts(name, tuple(parts.values()))


def require_solvent(text: str, catalogue: Catalogue, field: str) -> None:
    """Raise what `solvent` does, with its place, for a text that is no solvent."""
    try:
        solvent(text, catalogue)
    except InputError as error:
        raise moved(error, {one.field: field for one in parts_of(error)}) from error


def _plain(ratio: float) -> str:
    """Three digits, and no power of ten."""
    return f"{ratio:.3g}" if ratio < _WHOLE else f"{ratio:.0f}"


def _of_parts(name: str, parts: tuple[tuple[float, Liquid], ...]) -> Solvent:
    readings = tuple(part.reading for _, part in parts if part.reading)
    return Solvent(name=name, parts=parts, doubts=(*readings, *doubts_about_mixing(parts)))


def _shares(text: str, catalogue: Catalogue) -> list[tuple[str, float]] | None:
    """Names and shares of a mixture; None if the text is not meant as one."""
    if _OTHER_SHARES.search(text):
        raise InputError("solvent", f"'{text}' has shares by mass or moles", _EXAMPLE)
    ratio = _RATIO.match(text.strip())
    if ratio:
        names = [n.strip() for n in re.split(r"/|\s\+\s", ratio["names"])]
        texts = [s.strip() for s in re.split(r"[:/]", ratio["shares"])]
        shares = [s.rstrip("% ") for s in texts]
        percent = any("%" in s for s in texts)
    else:
        pieces = [p.strip() for p in re.split(r"/|\s\+\s|,\s", text) if p.strip()]
        matches = [_SHARE.match(p) for p in pieces]
        if not pieces or not all(matches):
            _require_no_names(pieces, text, catalogue)
            return None
        names = [m["name1"] or m["name2"] for m in matches if m]
        shares = [m["before"] or m["after"] for m in matches if m]
        percent = True
    numbers = [float(share) for share in shares]
    if len(names) != len(numbers):
        raise InputError(
            "solvent", f"'{text}' has {len(names)} parts and {len(numbers)} shares", _EXAMPLE
        )
    if min(numbers) <= 0:
        raise InputError("solvent", f"'{text}' has a share of {min(numbers):g}", "above zero")
    total = sum(numbers)
    percent = percent or min(numbers) >= _LIKE_PERCENT
    if percent and abs(total - 100) > _rounding(shares):
        raise InputError("solvent", f"the shares of '{text}' add to {total:g} %", "100 %")
    return [(name, number / total) for name, number in zip(names, numbers, strict=True)]


def _of_one(trace: re.Match[str] | None) -> bool:
    """Whether a text with ppm is of one solvent and one trace."""
    return trace is not None and not any(
        "ppm" in name.lower() or "/" in name or " + " in name
        for name in (trace["main"], trace["trace"])
    )


def _with_trace(read: re.Match[str], catalogue: Catalogue) -> list[tuple[str, float]]:
    """Names and shares by volume of a solvent with some ppm by mass of another."""
    mass = 1e-6 * float(read["ppm"])
    if not 0 < mass < 1:
        raise InputError("solvent", f"{read['ppm']} ppm", "above 0, below 1000000 ppm")
    volumes = []
    for name, share in ((read["main"], 1 - mass), (read["trace"], mass)):
        known = liquid(name, catalogue).name
        density = density_of(known, catalogue)
        if density is None:
            allowed = f"shares by volume: {_EXAMPLE}"
            raise InputError("solvent", f"no density of {known} known, to read ppm", allowed)
        volumes.append((name, share / density))
    whole = sum(volume for _, volume in volumes)
    return [(name, volume / whole) for name, volume in volumes]


def density_of(name: str, catalogue: Catalogue) -> float | None:
    """Return the density of a solvent of the catalogue, kg/m3; None where it is not known."""
    known = catalogue.get(name).of("density") if name in catalogue.names("solvent") else ()
    return known[0].value if known else None


def _rounding(shares: list[str]) -> float:
    """How far shares may add to other than 100 %: three of 33.3 are meant as thirds."""
    last_digit = max(10.0 ** -len(share.partition(".")[2]) for share in shares)
    return max(_SUM_TOLERANCE, (len(shares) - 2) * last_digit) + 1e-9


def _require_no_names(pieces: list[str], text: str, catalogue: Catalogue) -> None:
    """Refuse known names joined without shares."""
    if len(pieces) < 2:
        return
    for piece in pieces:
        try:
            catalogue.get(piece, "solvent", "solvent")
        except (UnknownNameError, InputError):
            return
    raise InputError("solvent", f"'{text}' is a mixture without shares", _EXAMPLE)
