"""Measured spectra from text files of instruments and programs."""

import re
from dataclasses import dataclass, replace
from math import isfinite
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.display import show_frequency
from ceralyte.core.errors import InputError
from ceralyte.core.files import read_file, text_of
from ceralyte.model.impedance import Complexes, ImpedanceSpectrum
from ceralyte.transport.impedance.column_units import factor_of, split_heading

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class _Column:
    """Place of a column, its heading, its unit ("" if none is told), and a minus before it."""

    place: int
    heading: str
    unit: str
    minus: bool


_COLUMNS = {
    "frequency": re.compile(r"^(f|freq|frequency)$"),
    "real": re.compile(r"^(z'|z′|re\(?z\)?|z_?re(al)?|real\(?z?\)?|zr|rez)$"),
    "imaginary": re.compile(
        r"^[-−]?(z''|z\"|z″|im\(?z\)?|z_?im(ag|g)?|imag(inary)?\(?z?\)?|zi|imz)$"
    ),
    "modulus": re.compile(r"^(\|z\||z_?mod|mod\(?z\)?|magnitude|abs\(?z\)?|z)$"),
    "phase": re.compile(r"^[-−]?(phase|phase\(?z\)?|z_?ph[zi]?|theta|phi|arg\(?z\)?)$"),
}
"""What the heading of each column may be called, in lower case and without its unit."""
_KNOWN = (
    "columns of frequency (Hz), Z' and Z'' (ohm), or |Z| and phase (degrees), with headings such "
    'as "frequency,Zreal,Zimag"; or three columns without headings in that order'
)
_FEWEST = 5
_PHASE = 10.0
"""Phase angle, degrees, from which a sign is no noise: five times what a good instrument shows on
resistors (2 degrees; Gamry Instruments, EIS: Quick Check of System Accuracy)."""
_BYTES_MAX = 10e6


def read_spectrum(
    path: str | Path, *, area: float, thickness: float | None = None
) -> ImpedanceSpectrum:
    """Read an impedance spectrum from a text file.

    Columns are found by their headings, wherever the table begins, as in files of BioLogic (mpt),
    Gamry (DTA), ZPlot, Autolab, Parstat, PowerSuite, VersaStudio and CH Instruments; a table of
    three columns without headings is frequency, real and imaginary part, as impedance.py writes it;
    below headings that name something else it is refused.
    Cells are separated by commas, semicolons, tabs or blanks. Rows of zeros, which instruments
    write while no impedance is measured, are left out. The sign of the imaginary part is
    recognised: a sample that is capacitive has a negative one, and a file in which most are
    positive is turned around. Cables turn the sign at the high end, loops at the low one; where
    else it changes, at phase angles above 10 degrees, the file is refused. Units of headings, or
    of the line below them, are honoured, prefixes included (kHz, MHz, kOhm, mΩ, rad); without one
    numbers are Hz, ohm and degrees.

    Parameters
    ----------
    path : str or Path
    area : float
        Of the electrodes, m2.
    thickness : float, optional
        Of the sample, m.

    Returns
    -------
    ImpedanceSpectrum
        In the order of the file; `notes` says how the columns and the sign were read.

    Raises
    ------
    InputError
        No such file, no such columns, another unit, fewer than five rows, frequencies that are not
        positive, imaginary parts of both signs in turn, area or thickness not positive.
    """
    of_sample = [] if thickness is None else [("thickness", thickness, "m")]
    for name, value, unit in (("area", area, "m2"), *of_sample):
        number = isinstance(value, int | float | np.number)
        if not (number and isfinite(value) and value > 0):
            told = f"{value:g} {unit}" if number else f"{value!r}, no number"
            raise InputError(name, f"got {told}", f"a positive number, {unit}")
    path = Path(path)
    lines = _lines(path)
    columns, numbers = _table(str(path), lines)
    numbers = _in_si(columns, numbers)
    numbers, at_rest = _measured(str(path), columns, numbers)
    hertz = numbers[:, columns["frequency"].place]
    _check_sweep(str(path), hertz)
    impedance, notes = _impedance(str(path), columns, numbers)
    notes += _both_signs(str(path), hertz, impedance)
    impedance = impedance * area
    return ImpedanceSpectrum(
        frequencies=tuple(hertz.tolist()),
        real=tuple(impedance.real.tolist()),
        imaginary=tuple(impedance.imag.tolist()),
        thickness=thickness,
        method=f"measured, {path.name}",
        notes=(*notes, *at_rest),
    )


def _lines(path: Path) -> list[str]:
    return text_of(read_file(path, _BYTES_MAX, "a text file"), str(path), _KNOWN).splitlines()


def _table(field: str, lines: list[str]) -> tuple[dict[str, _Column], Floats]:
    """The columns of the spectrum by meaning, and the rows below."""
    for at, line in enumerate(lines):
        cells = _cells(line)
        found = _meanings(cells)
        for pair in (("real", "imaginary"), ("modulus", "phase")):
            if {"frequency", *pair} <= set(found):
                columns = {name: found[name] for name in ("frequency", *pair)}
                below = _cells(lines[at + 1]) if at + 1 < len(lines) else []
                needed = 1 + max(column.place for column in columns.values())
                rows = _rows(field, lines[at + 1 :], at + 2, needed)
                return _with_units_below(columns, below), rows
        if len(cells) == 3 and all(_number(c) is not None for c in cells):
            _refuse_other_headings(field, lines[:at], _separator(line))
            names = ("frequency", "real", "imaginary")
            plain = {name: _Column(place, name, "", False) for place, name in enumerate(names)}
            return plain, _rows(field, lines[at:], at + 1, 3)
    raise InputError(field, "holds no table of an impedance spectrum", _KNOWN)


def _refuse_other_headings(field: str, above: list[str], separator: str | None) -> None:
    """Refuse three headings above three numbers that are not those of a spectrum."""
    headings = next((line for line in reversed(above) if line.strip()), "")
    if _separator(headings) != separator:
        return  # a title
    named = [cell.strip().strip("\"'") for cell in _cells(headings)]
    if len(named) == 3 and all(re.search(r"[^\W\d_]", name) for name in named):
        raise InputError(field, f"has columns {', '.join(named)}", _KNOWN)


def _meanings(cells: list[str]) -> dict[str, _Column]:
    found: dict[str, _Column] = {}
    for place, cell in enumerate(cells):
        heading = cell.strip().strip("\"'" if cell.startswith('"') else "").strip()
        for name, unit in ((heading, ""), split_heading(heading)):
            plain = name.lower().replace(" ", "")
            for meaning, pattern in _COLUMNS.items():
                if meaning not in found and pattern.match(plain):
                    found[meaning] = _Column(place, heading, unit, plain[0] in "-−")
    return found


def _with_units_below(columns: dict[str, _Column], below: list[str]) -> dict[str, _Column]:
    """The columns with the units of the line below their headings, where that is one of units."""
    needed = 1 + max(column.place for column in columns.values())
    if len(below) < needed or any(_number(cell) is not None for cell in below):
        return columns
    units = {name: below[c.place].strip('"()[] ') for name, c in columns.items()}
    return {name: replace(c, unit=c.unit or units[name]) for name, c in columns.items()}


def _in_si(columns: dict[str, _Column], numbers: Floats) -> Floats:
    """Rows in Hz, ohm and degrees."""
    scaled = numbers.copy()
    for meaning, column in columns.items():
        scaled[:, column.place] *= factor_of(meaning, column.heading, column.unit)
    return scaled


def _rows(field: str, lines: list[str], first: int, width: int) -> Floats:
    rows: list[list[float]] = []
    for number, line in enumerate(lines, first):
        cells = [_number(c) for c in _cells(line)]
        if not any(c is not None for c in cells):
            if rows:
                break
            continue  # a line of units
        values = [np.nan if c is None else c for c in cells]
        if len(values) < width:
            raise InputError(
                f"{field} line {number}", f"has {len(values)} cells, not {width}", "complete rows"
            )
        rows.append(values[:width])
    if len(rows) < _FEWEST:
        raise InputError(field, f"holds {len(rows)} points", f"{_FEWEST} or more")
    return np.array(rows)


def _measured(
    field: str, columns: dict[str, _Column], numbers: Floats
) -> tuple[Floats, tuple[str, ...]]:
    """Rows that are not all zero in the columns of the spectrum, and what was left out."""
    rest = (numbers[:, [column.place for column in columns.values()]] == 0).all(axis=1)
    if not rest.any():
        return numbers, ()
    if (~rest).sum() < _FEWEST:
        raise InputError(field, f"holds {(~rest).sum()} points beside zeros", f"{_FEWEST} or more")
    return numbers[~rest], (f"{rest.sum()} rows of zeros left out: no impedance was measured",)


def _check_sweep(field: str, hertz: Floats) -> None:
    """Refuse frequencies that are not positive, or that were measured twice, at their points."""
    wrong = np.flatnonzero(~(hertz > 0))
    if wrong.size:
        told = f"point {wrong[0] + 1} has a frequency of {hertz[wrong[0]]:g} Hz"
        raise InputError(field, told, "frequencies above 0: leave direct current out")
    values, first, counts = np.unique(hertz, return_index=True, return_counts=True)
    if (counts > 1).any():
        twice = int(np.argmax(counts > 1))
        raise InputError(
            field,
            f"{values[twice]:g} Hz stands there {counts[twice]} times, first as point "
            f"{first[twice] + 1}",
            "one sweep: put each into a file of its own",
        )


def _impedance(
    field: str, columns: dict[str, _Column], numbers: Floats
) -> tuple[Complexes, tuple[str, ...]]:
    if "imaginary" in columns:
        column = columns["imaginary"]
        imaginary = numbers[:, column.place] * (-1 if column.minus else 1)
        z = numbers[:, columns["real"].place] + 1j * imaginary
    else:
        column = columns["phase"]
        angle = np.deg2rad(numbers[:, column.place]) * (-1 if column.minus else 1)
        z = numbers[:, columns["modulus"].place] * np.exp(1j * angle)
    if not np.isfinite(z).all():
        line = int(np.flatnonzero(~np.isfinite(z))[0]) + 1
        raise InputError(field, f"point {line} holds no number", "numbers in every row")
    if np.mean(z.real <= 0) > 0.5:
        raise InputError(
            field, "most real parts are not positive", "a spectrum of a passive sample"
        )
    if np.mean(z.imag > 0) > 0.5:
        return z.conj(), (
            "most imaginary parts were positive, as if the sample were an inductor: "
            "read as -Z'', which many instruments write",
        )
    return z, ("imaginary parts negative, as of a capacitor: read as they stand",)


def _both_signs(field: str, hertz: Floats, z: Complexes) -> tuple[str, ...]:
    """Tell which imaginary parts are positive beyond noise; refuse signs that change in turn."""
    order = np.argsort(hertz)
    told = order[np.abs(z.imag[order]) > np.sin(np.deg2rad(_PHASE)) * np.abs(z[order])]
    positive = z.imag[told] > 0
    changes = np.flatnonzero(np.diff(positive))
    if not positive.any():
        return ()
    beyond = f"imaginary parts beyond {_PHASE:g} degrees"
    if len(changes) > int(positive[0]) + int(positive[-1]):  # also within the sweep
        first, second = hertz[told[changes[0]]], hertz[told[changes[0] + 1]]
        raise InputError(
            field,
            f"signs are mixed: of {len(told)} {beyond} {positive.sum()} are positive and "
            f"{(~positive).sum()} negative, and the sign changes {len(changes)} times along "
            f"frequency, first between {first:g} and {second:g} Hz",
            "one sign, but for an end that is inductive: put the signs right, or leave out points "
            "that the instrument did not resolve",
        )
    first, last = told[[*changes, -1][0]], told[[-1, *changes][-1] + 1]
    ends = {
        f"up to {show_frequency(hertz[first])}": positive[0],
        f"from {show_frequency(hertz[last])} on": positive[-1],
    }
    where = " and ".join(end for end, is_positive in ends.items() if is_positive)
    return (
        f"{positive.sum()} of {len(told)} {beyond} are positive, {where}: kept, as of an inductor",
    )


def _separator(line: str) -> str | None:
    """What parts the cells of a line; None: blanks."""
    return next((separator for separator in ("\t", ";", ",") if separator in line), None)


def _cells(line: str) -> list[str]:
    separator = _separator(line)
    if separator is not None:
        return [c.strip() for c in line.strip().split(separator)]
    return line.strip().strip('"').replace(" (", "(").split()  # headings may be one text


def _number(cell: str) -> float | None:
    plain = cell.strip().strip('"')
    if plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    try:
        value = float(plain)
    except ValueError:
        return None
    return value if isfinite(value) else None
