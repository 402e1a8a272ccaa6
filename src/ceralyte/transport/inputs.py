"""What a conduction solve accepts."""

from collections.abc import Mapping
from math import isfinite
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.errors import InputError, UnknownNameError
from ceralyte.model.structure import CERAMIC, PHASE_NAMES, PORE, Structure

Axis = Literal["x", "y", "z"]
Boundary = Literal["electrodes", "periodic"]

_PHASE_NUMBERS = {name: number for number, name in PHASE_NAMES.items()}


def axis_number(axis: Axis) -> int:
    """Return 0, 1 or 2 for "x", "y" or "z"; raise `UnknownNameError` for anything else."""
    if axis not in get_args(Axis):
        raise UnknownNameError("axis", str(axis), get_args(Axis))
    return get_args(Axis).index(axis)


def check_boundary(structure: Structure, boundary: Boundary, axis: Axis) -> None:
    """Raise `InputError` unless the image can be solved with `boundary` along `axis`."""
    if boundary not in get_args(Boundary):
        raise UnknownNameError("boundary", str(boundary), get_args(Boundary))
    number = axis_number(axis)
    if structure.shape[number] < 2:
        raise InputError(
            "structure", f"1 voxel along {axis}", "two or more voxels along the current"
        )
    if boundary == "periodic" and not structure.periodic[number]:
        raise InputError(
            "boundary",
            f"'periodic', but the image is not periodic along {axis}",
            "'electrodes' for such an image",
        )


def check_iteration(flux_tolerance: float, max_iterations: int) -> None:
    """Raise `InputError` for a tolerance or an iteration limit that makes no sense."""
    if not 1e-10 <= flux_tolerance <= 1e-2:
        raise InputError("flux_tolerance", f"got {flux_tolerance:g}", "1e-10 to 1e-2")
    if max_iterations < 1:
        raise InputError("max_iterations", f"got {max_iterations}", "1 or more")


def check_interface(structure: Structure, resistance: float) -> None:
    """Raise `InputError` for an interface resistance that is negative or has no grains."""
    if not (isfinite(resistance) and resistance >= 0):
        raise InputError(
            "interface_resistance", f"got {resistance:g} ohm m2", "0 or a positive number, ohm m2"
        )
    if resistance > 0 and not structure.grain[structure.phase == CERAMIC].any():
        raise InputError(
            "interface_resistance",
            f"got {resistance:g} ohm m2, but the image has no grain labels to place it between",
            "an image with labelled grains, or 0",
        )


def conductivity_by_phase(
    structure: Structure, conductivities: Mapping[str, float]
) -> NDArray[np.float64]:
    """Return the conductivity of every phase number, S/m, ndarray (phases,).

    Raises
    ------
    InputError
        Unknown phase name, negative or not finite value, phase of the image without a value.
    """
    values = np.full(len(PHASE_NAMES), np.nan)
    values[PORE] = 0.0
    for name, value in conductivities.items():
        if name not in _PHASE_NUMBERS:
            raise UnknownNameError("conductivities", name, _PHASE_NUMBERS)
        if not (isfinite(value) and value >= 0):
            raise InputError(
                f"conductivities['{name}']",
                f"got {value:g} S/m",
                "0 for an insulator, or a positive number, S/m",
            )
        values[_PHASE_NUMBERS[name]] = value
    for name, share in structure.volume_fractions.items():
        if share > 0 and np.isnan(values[_PHASE_NUMBERS[name]]):
            raise InputError(
                "conductivities",
                f"the image holds {100 * share:.2g} % of {name}, which has no conductivity",
                f'a value in S/m; for an insulator {{"{name}": 0.0}}',
            )
    return np.where(np.isnan(values), 0.0, values)
