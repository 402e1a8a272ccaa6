"""Packings as data files of LAMMPS: atom_style sphere, units micro (lengths in um)."""

import json
from decimal import Decimal, InvalidOperation
from io import StringIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.errors import InputError
from ceralyte.model import Packing
from ceralyte.packing.files.table import located
from ceralyte.packing.particles import from_particles

Floats = NDArray[np.float64]

MICRO = 6  # decimal digits by which metres and micrometres differ
DENSITY = 1  # atom_style sphere asks for one; particles here are shapes without a material
_TAG = "ceralyte packing:"
_SIDES = tuple(f"{axis}lo {axis}hi" for axis in "xyz")
_KEPT = {"periodic", "dimension", "seed"}


def to_lammps(packing: Packing) -> bytes:
    """Return a header with the box and one line per particle: id type diameter density x y z.

    The first line, which LAMMPS skips, tells what `read_particles` needs to know. LAMMPS itself is
    to be told ``units micro``, ``atom_style sphere``, ``dimension`` and ``boundary``; a density
    of 1 stands for every particle. Around a plane of discs the box is one diameter thick. Obstacles
    are no spheres and are left out; the first line says how many.
    """
    kept = {"periodic": list(packing.periodic), "dimension": packing.dimension}
    low, high = np.zeros(3), packing.box.copy()
    if packing.dimension == 2:
        low[2], high[2] = -0.5 * packing.diameters.max(), 0.5 * packing.diameters.max()
    boundary = " ".join("p" if wraps else "f" for wraps in packing.periodic)
    text = StringIO()
    text.write(f"{_TAG} {json.dumps({**kept, 'seed': packing.seed})}; ")
    left_out = f"; {len(packing.obstacles)} fixed rods left out" if packing.obstacles else ""
    text.write(f"units micro, atom_style sphere, boundary {boundary}{left_out}\n\n")
    text.write(f"{len(packing)} atoms\n1 atom types\n\n")
    for side, start, end in zip(_SIDES, low.tolist(), high.tolist(), strict=True):
        text.write(f"{_micro(start)} {_micro(end)} {side}\n")
    text.write("\nAtoms # sphere\n\n")
    rows = zip(packing.diameters.tolist(), packing.centres.tolist(), strict=True)
    for number, (diameter, centre) in enumerate(rows, start=1):
        place = " ".join(map(_micro, centre))
        text.write(f"{number} 1 {_micro(diameter)} {DENSITY} {place}\n")
    return text.getvalue().encode()


def from_lammps(content: str, place: str, contact_gap: float) -> Packing:
    """Return the packing of a file by `to_lammps`; contacts are found anew."""
    lines = content.splitlines()
    kept = _first_line(lines[0] if lines else "", place)
    sides, atoms, start = _header(lines, place)
    filled = _filled(lines, start)
    rows = np.array([_atom(line, f"{place} line {k}") for k, line in filled]).reshape(-1, 5)
    if len(rows) != atoms:
        raise InputError(place, f"{len(rows)} lines of atoms, announced {atoms}", "all of them")
    order = np.argsort(rows[:, 0])
    low, high = sides.T
    if kept["dimension"] == 2:
        low, high = low * (1, 1, 0), high * (1, 1, 0)
    try:
        return from_particles(
            rows[order, 2:] - low,
            rows[order, 1],
            high - low,
            periodic=tuple(kept["periodic"]),
            contact_gap=contact_gap,
            dimension=kept["dimension"],
            seed=kept["seed"],
        )
    except InputError as error:
        raise located(error, place, [filled[row][0] for row in order]) from error


def _first_line(line: str, place: str) -> dict[str, Any]:
    text = line.removeprefix(_TAG).partition(";")[0]
    try:
        kept = json.loads(text)
    except ValueError:
        kept = None
    if not line.startswith(_TAG) or not isinstance(kept, dict) or set(kept) != _KEPT:
        raise InputError(
            f"{place} line 1", f"'{line[:80]}'", f"'{_TAG} {{...}}', by write_particles"
        )
    return kept


def _header(lines: list[str], place: str) -> tuple[Floats, int, int]:
    """Return the sides of the box (3, 2), m, the number of atoms and where their lines start."""
    sides: dict[str, list[float]] = {}
    atoms = 0
    for k, line in _filled(lines, 1):
        words = line.partition("#")[0].split()
        if words == ["Atoms"]:
            missing = [side for side in _SIDES if side not in sides]
            if missing:
                raise InputError(place, f"has no line '{missing[0]}'", "three sides of the box")
            return np.array([sides[side] for side in _SIDES]), atoms, k
        name = " ".join(words[2:])
        try:
            if name in _SIDES:
                sides[name] = [_metres(words[0]), _metres(words[1])]
            elif words[1:] == ["atoms"]:
                atoms = int(words[0])
        except (ValueError, InvalidOperation) as error:
            raise InputError(f"{place} line {k}", f"'{line[:80]}'", "numbers") from error
    raise InputError(place, "has no section 'Atoms'", "a data file of atom_style sphere")


def _filled(lines: list[str], first: int) -> list[tuple[int, str]]:
    """Return the lines after the `first` ones that are not empty, with their numbers from 1."""
    return [(k, line) for k, line in enumerate(lines, 1) if k > first and line.strip()]


def _atom(line: str, place: str) -> tuple[float, ...]:
    """Return id, diameter, x, y, z (m) of 'id type diameter density x y z'."""
    words = line.split()
    try:
        if len(words) != 7:
            raise ValueError(line)
        return int(words[0]), *(_metres(words[k]) for k in (2, 4, 5, 6))
    except (ValueError, InvalidOperation) as error:
        raise InputError(place, f"'{line[:80]}'", "id type diameter density x y z") from error


def _micro(metres: float) -> str:
    """Return a length in um; shifting the decimal point, unlike multiplying, loses nothing."""
    return f"{Decimal(repr(metres)).scaleb(MICRO):f}"


def _metres(micro: str) -> float:
    return float(Decimal(micro).scaleb(-MICRO))
