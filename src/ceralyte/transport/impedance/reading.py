"""Measured spectra from text files of instruments and programs."""

import re
from math import isfinite
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.errors import InputError
from ceralyte.core.files import read_file
from ceralyte.model.impedance import Complexes, ImpedanceSpectrum

Floats = NDArray[np.float64]

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
_UNIT = re.compile(
    r"(/\s*(hz|ohms?|Ω|deg|°|rad)\b.*|\(\s*(hz|ohms?|Ω|deg|°|rad|[a-z])\s*\)|\[.*\])$", re.I
)
_KNOWN = (
    "columns of frequency (Hz), Z' and Z'' (ohm), or |Z| and phase (degrees), with headings such "
    'as "frequency,Zreal,Zimag"; or three columns without headings in that order'
)
_FEWEST = 5
_BYTES_MAX = 10e6


def read_spectrum(path: Path, *, area: float, thickness: float | None = None) -> ImpedanceSpectrum:
    """Read an impedance spectrum from a text file.

    Columns are found by their headings, wherever the table begins, as in files of BioLogic (mpt),
    Gamry (DTA), ZPlot, Autolab, Parstat, PowerSuite, VersaStudio and CH Instruments; a table of
    three columns without headings is frequency, real and imaginary part, as impedance.py writes it.
    Cells are separated by commas, semicolons, tabs or blanks. Rows of zeros, which instruments
    write while no impedance is measured, are left out. The sign of the imaginary part is
    recognised: a sample that is capacitive has a negative one, and a file in which most are
    positive is turned around.

    Parameters
    ----------
    path : Path
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
        No such file, no such columns, fewer than five rows, frequencies that are not positive,
        area or thickness not positive.
    """
    for name, value, unit in (("area", area, "m2"), ("thickness", thickness, "m")):
        if value is not None and not (isfinite(value) and value > 0):
            raise InputError(name, f"got {value:g} {unit}", f"a positive number, {unit}")
    lines = _lines(path)
    columns, numbers = _table(str(path), lines)
    numbers, at_rest = _measured(str(path), columns, numbers)
    hertz = numbers[:, columns["frequency"][0]]
    _check_sweep(str(path), hertz)
    impedance, notes = _impedance(str(path), columns, numbers)
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
    content = read_file(path, _BYTES_MAX, "a text file")
    return content.decode("utf-8-sig", errors="replace").splitlines()


def _table(field: str, lines: list[str]) -> tuple[dict[str, tuple[int, bool]], Floats]:
    """Column number and whether its heading bears a minus, by meaning; and the rows below."""
    for at, line in enumerate(lines):
        cells = _cells(line)
        found = _meanings(cells)
        if "frequency" in found and (
            {"real", "imaginary"} <= set(found) or {"modulus", "phase"} <= set(found)
        ):
            needed = 1 + max(number for number, _ in found.values())
            return found, _rows(field, lines[at + 1 :], at + 2, needed)
        if len(cells) == 3 and all(_number(c) is not None for c in cells):
            plain = {"frequency": (0, False), "real": (1, False), "imaginary": (2, False)}
            return plain, _rows(field, lines[at:], at + 1, 3)
    raise InputError(field, "holds no table of an impedance spectrum", _KNOWN)


def _meanings(cells: list[str]) -> dict[str, tuple[int, bool]]:
    found: dict[str, tuple[int, bool]] = {}
    for number, cell in enumerate(cells):
        name = _UNIT.sub("", cell.strip().strip("\"'" if cell.startswith('"') else "")).strip()
        name = name.lower().replace(" ", "")
        for meaning, pattern in _COLUMNS.items():
            if meaning not in found and pattern.match(name):
                found[meaning] = (number, name[0] in "-−")
    return found


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
    field: str, columns: dict[str, tuple[int, bool]], numbers: Floats
) -> tuple[Floats, tuple[str, ...]]:
    """Rows that are not all zero in the columns of the spectrum, and what was left out."""
    rest = (numbers[:, [number for number, _ in columns.values()]] == 0).all(axis=1)
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
    field: str, columns: dict[str, tuple[int, bool]], numbers: Floats
) -> tuple[Complexes, tuple[str, ...]]:
    if "real" in columns and "imaginary" in columns:
        column, minus = columns["imaginary"]
        imaginary = -numbers[:, column] if minus else numbers[:, column]
        z = numbers[:, columns["real"][0]] + 1j * imaginary
    else:
        column, minus = columns["phase"]
        angle = np.deg2rad(-numbers[:, column] if minus else numbers[:, column])
        z = numbers[:, columns["modulus"][0]] * np.exp(1j * angle)
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


def _cells(line: str) -> list[str]:
    for separator in ("\t", ";", ","):
        if separator in line:
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
