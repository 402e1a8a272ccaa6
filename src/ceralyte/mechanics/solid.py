"""The elements of a structure: which voxels carry load, and how stiff they are."""

from collections.abc import Mapping, Sequence
from math import isfinite
from numbers import Real
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.errors import InputError, UnknownNameError
from ceralyte.core.units import FRACTION, MODULUS, show
from ceralyte.mechanics.bounds import bulk_and_shear
from ceralyte.mechanics.interfaces import InterfaceStiffness, soften
from ceralyte.model.structure import CERAMIC, PHASE_NAMES, PORE, Structure
from ceralyte.numerics.elastic_grid import ElasticGrid
from ceralyte.numerics.through_paths import through_paths

_PHASE_NUMBERS = {name: number for number, name in PHASE_NAMES.items()}

Moduli = Mapping[str, tuple[float, float]]
"""Young's modulus (Pa) and Poisson's ratio, by phase name."""


class Solid(NamedTuple):
    """What of a structure carries load.

    `grid` in units of `reference` (Pa), without the parts that hang together with nothing;
    `percolates`: whether solid connects both ends of x, y and z.
    """

    grid: ElasticGrid
    reference: float
    percolates: dict[str, bool]


def check_moduli(moduli: Moduli) -> None:
    """Raise `InputError` for an unknown phase name, what is no pair of numbers, or no solid's.

    Young's modulus negative or not finite, Poisson's ratio outside (-1, 0.5), a pore with a
    modulus.
    """
    for name, pair in moduli.items():
        if name not in _PHASE_NUMBERS:
            raise UnknownNameError("moduli", name, _PHASE_NUMBERS)
        if not _is_pair_of_numbers(pair):
            raise InputError(
                f"moduli['{name}']",
                f"got {pair!r}",
                "two numbers, Young's modulus in Pa and Poisson's ratio, as (22e9, 0.35)",
            )
        youngs, poisson = pair
        if not (isfinite(youngs) and youngs >= 0):
            raise InputError(
                f"moduli['{name}']",
                f"Young's modulus {show(youngs, MODULUS)}",
                "above 0 GPa; 0 GPa for what carries nothing",
            )
        if not -1 < poisson < 0.5:
            raise InputError(
                f"moduli['{name}']", f"Poisson's ratio {poisson:g}", "above -1 and below 0.5"
            )
        if name == PHASE_NAMES[PORE] and youngs > 0:
            raise InputError("moduli['pore']", f"Young's modulus {youngs:g} Pa", "0 Pa, or no pair")


def _is_pair_of_numbers(pair: object) -> bool:
    if not isinstance(pair, Sequence | np.ndarray) or len(pair) != 2:
        return False
    return all(isinstance(v, Real) and not isinstance(v, bool | np.bool) for v in pair)


def checked_moduli(structure: Structure, moduli: Moduli) -> dict[str, tuple[float, float]]:
    """Return the moduli of the phases in the image.

    Raises
    ------
    InputError
        As `check_moduli`; a phase of the image without moduli.
    """
    check_moduli(moduli)
    fractions = structure.volume_fractions
    present = [name for name, share in fractions.items() if share > 0]
    for name in present:
        if name not in moduli and name != PHASE_NAMES[PORE]:
            raise InputError(
                "moduli",
                f"the image holds {show(fractions[name], FRACTION)} of {name}, "
                "which has no Young's modulus and Poisson's ratio",
                f'a pair such as {{"{name}": (22e9, 0.35)}}, Pa and [-]; 0 Pa for what carries '
                "nothing",
            )
    return {name: moduli.get(name, (0.0, 0.0)) for name in present}


def solid_of(
    structure: Structure,
    moduli: Mapping[str, tuple[float, float]],
    periodic: tuple[bool, bool, bool],
    interface: InterfaceStiffness | None = None,
) -> Solid:
    """Return the elements of a structure, from the moduli that `checked_moduli` returned.

    With an `interface` between grains, materials behind the phases are ceramic next to one.
    """
    reference = max(youngs for youngs, _ in moduli.values()) or 1.0
    table = np.zeros((len(PHASE_NAMES), 2))
    for name, (youngs, poisson) in moduli.items():
        table[_PHASE_NUMBERS[name]] = lame(youngs / reference, poisson)
    through = _through(table[structure.phase, 1] > 0, periodic)
    # Islands that no path through the image meets carry nothing; left in, they would drift.
    kept = np.logical_or.reduce(list(through.values()))
    material = np.where(kept, structure.phase, np.uint8(PORE)).astype(np.uint8)
    if interface is not None and table[CERAMIC].any():
        kind, kinds = soften(structure, reference * table[CERAMIC], interface, periodic)
        softer = (kind > 0) & (material == CERAMIC)
        material[softer] = (len(table) - 1 + kind[softer]).astype(np.uint8)
        table = np.vstack([table, kinds[1:] / reference])
    percolates = {axis: bool(paths.any()) for axis, paths in through.items()}
    return Solid(ElasticGrid(material, np.tile(table, 2), periodic), reference, percolates)


def phase_of(material: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the phases of the materials of a grid that `solid_of` made."""
    return np.where(material < len(PHASE_NAMES), material, np.uint8(CERAMIC))


def lame(youngs_modulus: float, poissons_ratio: float) -> tuple[float, float]:
    """Return Lame's constants lambda and mu, in the unit of the modulus."""
    bulk, shear = bulk_and_shear(youngs_modulus, poissons_ratio)
    return bulk - 2 * shear / 3, shear


def _through(
    carries: NDArray[np.bool_], periodic: tuple[bool, bool, bool]
) -> dict[str, NDArray[np.bool_]]:
    """Voxels on paths through x, y and z, face to face."""
    found = {}
    for number, axis in enumerate("xyz"):
        order = [number, *(a for a in range(3) if a != number)]
        first, second, third = (periodic[a] for a in order)
        paths = through_paths(carries.transpose(order), (first, second, third))
        found[axis] = paths.transpose(np.argsort(order))
    return found
