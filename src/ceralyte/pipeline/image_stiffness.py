"""Stiffness of a measured image, with the error from its voxels."""

from collections.abc import Mapping
from typing import Any

from ceralyte.core.errors import InputError, MemoryLimitError
from ceralyte.core.quantities import Outcome, Unavailable
from ceralyte.mechanics import (
    effective_elasticity,
    extrapolated_modulus,
    extrapolated_ratio,
)
from ceralyte.model import Stiffness, Structure
from ceralyte.model.structure import PHASE_NAMES, PORE
from ceralyte.structure import coarsened

_NOT_STATED = "no moduli stated, as in --labels '1=ceramic:2.5 mS/cm:22 GPa:0.35'"


def image_stiffness(
    structure: Structure, moduli: Mapping[str, tuple[float, float]]
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the fields of `ImageSheet` on stiffness, and notes.

    Parameters
    ----------
    structure : Structure
    moduli : mapping of str to (float, float)
        Young's modulus (Pa) and Poisson's ratio of every solid phase, see `check_moduli`; without
        one of them there is no stiffness.

    Raises
    ------
    ConvergenceError
    """
    solid = [n for n, f in structure.volume_fractions.items() if f > 0 and n != PHASE_NAMES[PORE]]
    lacking = [name for name in solid if name not in moduli]
    if lacking:
        reason = f"no moduli stated for {' and '.join(lacking)}" if moduli else _NOT_STATED
        return _unavailable(reason), ()
    try:
        fine = effective_elasticity(structure, moduli)
    except MemoryLimitError as error:
        return _unavailable(str(error)), ()
    try:
        coarse = effective_elasticity(coarsened(structure), moduli)
    except InputError as error:  # too few voxels for every second one
        note = f"no error bar of Young's modulus from the voxel size: {error.problem}"
        return _fields(fine.youngs_modulus, fine.poissons_ratio, fine), (note,)
    return _fields(
        extrapolated_modulus(coarse.youngs_modulus, fine.youngs_modulus),
        extrapolated_ratio(coarse.poissons_ratio, fine.poissons_ratio),
        fine,
    ), ()


def _fields(youngs: Outcome, poisson: Outcome, stiffness: Stiffness | None) -> dict[str, Any]:
    return {"youngs_modulus": youngs, "poissons_ratio": poisson, "stiffness": stiffness}


def _unavailable(reason: str) -> dict[str, Any]:
    return _fields(Unavailable(unit="Pa", reason=reason), Unavailable(unit="", reason=reason), None)
