"""Measured spectra from text files of instruments and programs."""

from pathlib import Path

import numpy as np

from ceralyte.core.display import show_frequency
from ceralyte.core.errors import InputError
from ceralyte.core.files import read_file, text_of
from ceralyte.model.impedance import Complexes, ImpedanceSpectrum
from ceralyte.transport.impedance.column_units import factor_of
from ceralyte.transport.impedance.table import FEWEST, KNOWN, Column, Floats, read_table

_PHASE = 10.0
"""Phase angle, degrees, from which a sign is no noise: five times what a good instrument shows on
resistors (2 degrees; Gamry Instruments, EIS: Quick Check of System Accuracy)."""
_BYTES_MAX = 10e6

_AREAS, _THICKNESSES = (1e-12, 10.0, "m2"), (1e-9, 0.1, "m")
"""Samples that are meant: a choice, beyond which another unit is."""


def read_spectrum(
    path: str | Path, *, area: float, thickness: float | None = None
) -> ImpedanceSpectrum:
    """Read an impedance spectrum from a text file.

    Columns are found by their headings, wherever the table begins, as in files of BioLogic (mpt),
    Gamry (DTA), ZPlot, Autolab, Parstat, PowerSuite, VersaStudio and CH Instruments; a table of
    three columns without headings is frequency, real and imaginary part, as impedance.py writes it;
    below headings that name something else it is refused. A row of units without names, as
    "Hz,Ohm,Ohm", tells which column is the frequency, and that ohm and degrees are modulus and
    phase; of two columns in ohm the first is the real part.
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
        positive, imaginary parts of both signs in turn, an area outside 1e-12 to 10 m2, a thickness
        outside 1e-9 to 0.1 m.
    """
    of_sample = [] if thickness is None else [("thickness", thickness, *_THICKNESSES)]
    for name, value, least, most, unit in (("area", area, *_AREAS), *of_sample):
        number = isinstance(value, int | float | np.number)
        if not (number and least <= value <= most):
            told = f"{value:g} {unit}" if number else f"{value!r}, no number"
            raise InputError(name, f"got {told}", f"a number from {least:g} to {most:g} {unit}")
    path = Path(path)
    lines = _lines(path)
    columns, numbers = read_table(str(path), lines)
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
    return text_of(read_file(path, _BYTES_MAX, "a text file"), str(path), KNOWN).splitlines()


def _in_si(columns: dict[str, Column], numbers: Floats) -> Floats:
    """Rows in Hz, ohm and degrees."""
    scaled = numbers.copy()
    for meaning, column in columns.items():
        scaled[:, column.place] *= factor_of(meaning, column.heading, column.unit)
    return scaled


def _measured(
    field: str, columns: dict[str, Column], numbers: Floats
) -> tuple[Floats, tuple[str, ...]]:
    """Rows that are not all zero in the columns of the spectrum, and what was left out."""
    rest = (numbers[:, [column.place for column in columns.values()]] == 0).all(axis=1)
    if not rest.any():
        return numbers, ()
    if (~rest).sum() < FEWEST:
        raise InputError(field, f"holds {(~rest).sum()} points beside zeros", f"{FEWEST} or more")
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
    field: str, columns: dict[str, Column], numbers: Floats
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
    if not z.imag.any():
        return z, ("all imaginary parts are 0, as of a resistor",)
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
