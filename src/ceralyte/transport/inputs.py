"""What a conduction solve accepts."""

from collections.abc import Mapping
from math import isfinite
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

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
    check_tolerance("flux_tolerance", flux_tolerance, 1e-10)
    if not isinstance(max_iterations, int | np.integer) or max_iterations < 1:
        raise InputError("max_iterations", f"got {max_iterations!r}", "a whole number, 1 or more")


def check_tolerance(name: str, value: float, least: float) -> None:
    """Raise `InputError` for a tolerance that is no number, or not from `least` to 0.01."""
    allowed = f"{np.format_float_scientific(least, trim='-', exp_digits=1)} to 1e-2"
    if not isinstance(value, int | float | np.number):
        raise InputError(name, f"got {value!r}, no number", allowed)
    if not least <= value <= 1e-2:
        raise InputError(name, f"got {value:g}", allowed)


def interfaces_by_phases(
    structure: Structure, resistances: float | Mapping[str, float]
) -> dict[tuple[int, int], float]:
    """Return the interface resistance (ohm m2) of each pair of phase numbers, lower one first.

    A number stands for {"ceramic-ceramic": number}.

    Raises
    ------
    InputError
        Not a pair of phases or one given twice, a negative or infinite value, or a boundary between
        grains in an image that has no grain labels.
    """
    if not isinstance(resistances, Mapping):
        resistances = {"ceramic-ceramic": resistances}
    found = {}
    for pair, value in resistances.items():
        names = pair.split("-") if isinstance(pair, str) else ()
        if len(names) != 2:
            raise InputError(
                "interface_resistance", f"got {pair!r}", "two phases, such as 'ceramic-binder'"
            )
        for name in names:
            if name not in _PHASE_NUMBERS:
                raise UnknownNameError("interface_resistance", name, _PHASE_NUMBERS)
        check_resistance("interface_resistance", value)
        low, high = sorted(_PHASE_NUMBERS[name] for name in names)
        if low == high != CERAMIC:
            raise InputError(
                "interface_resistance", f"got '{pair}'", "two phases, or 'ceramic-ceramic'"
            )
        if (low, high) in found:
            raise InputError(
                "interface_resistance",
                f"got '{pair}' and '{names[1]}-{names[0]}'",
                "one of the two",
            )
        found[low, high] = value
    grains = found.get((CERAMIC, CERAMIC), 0.0)
    if grains > 0:
        check_grain_labels(structure, "interface_resistance", f"got {grains:g} ohm m2")
    return found


def check_grain_labels(structure: Structure, name: str, told: str) -> None:
    """Raise `InputError` that says what was `told` of `name` if the ceramic has no grain labels."""
    if not structure.grain[structure.phase == CERAMIC].any():
        raise InputError(
            name,
            f"{told}, but the image has no grain labels to place it between",
            "an image with labelled grains, or none",
        )


def check_resistance(name: str, value: float) -> None:
    """Raise `InputError` for a resistance per area that is no number, negative or infinite."""
    if not isinstance(value, int | float | np.number):
        raise InputError(name, f"got {value!r}, no number", "0 or a positive number, ohm m2")
    if not (isfinite(value) and value >= 0):
        raise InputError(name, f"got {value:g} ohm m2", "0 or a positive number, ohm m2")


def check_phases(conductivities: Mapping[str, ArrayLike]) -> None:
    """Raise `InputError` for conductivities that are not by phase, or of an unknown phase."""
    if not isinstance(conductivities, Mapping):
        raise InputError(
            "conductivities", f"got {conductivities!r}", 'values by phase, as {"ceramic": 0.1}, S/m'
        )
    for name in conductivities:
        if name not in _PHASE_NUMBERS:
            raise UnknownNameError("conductivities", name, _PHASE_NUMBERS)


def conductivity_by_phase(
    structure: Structure, conductivities: Mapping[str, ArrayLike]
) -> list[NDArray[np.float64]]:
    """Return the conductivity tensors of every phase number, S/m, ndarrays (1 or grains, 3, 3).

    Raises
    ------
    InputError
        Unknown phase name, no number, negative or not finite value, three values of which some are
        0, a tensor that is not symmetric or not positive, grains without one, phase of the image
        without a value.
    """
    check_phases(conductivities)
    tensors: list[NDArray[np.float64] | None] = [None] * len(PHASE_NAMES)
    tensors[PORE] = np.zeros((1, 3, 3))
    for name, value in conductivities.items():
        found = _tensors(f"conductivities['{name}']", _numbers(name, value))
        if len(found) > 1 or np.ndim(value) == 3:
            if name != PHASE_NAMES[CERAMIC]:
                raise InputError(
                    f"conductivities['{name}']",
                    f"got {len(found)} tensors, but grains are those of ceramic",
                    "a number, three along x, y and z, or a 3 x 3 tensor, S/m",
                )
            _check_grains(structure, len(found))
        tensors[_PHASE_NUMBERS[name]] = found
    for name, share in structure.volume_fractions.items():
        if share > 0 and tensors[_PHASE_NUMBERS[name]] is None:
            raise InputError(
                "conductivities",
                f"the image holds {100 * share:.2g} % of {name}, which has no conductivity",
                f'a value in S/m; for an insulator {{"{name}": 0.0}}',
            )
    return [np.zeros((1, 3, 3)) if tensor is None else tensor for tensor in tensors]


def check_tensor_count(structure: Structure, count: int) -> None:
    """Raise `InputError` for more tensors than the ceramic of a user's image has grains.

    Images that are made of it, such as every second voxel, may have lost some grains.
    """
    packed = 0 if structure.particles is None else len(structure.particles.particles)
    grains = max(int(structure.grain.max()), packed)
    if count > max(grains, 1):
        raise InputError(
            f"conductivities['{PHASE_NAMES[CERAMIC]}']",
            f"got {count} tensors, but there are {grains} grains of ceramic",
            "a tensor for each grain of ceramic from 1 on, or one for the phase",
        )


def _numbers(name: str, value: ArrayLike) -> NDArray[np.float64]:
    refused = InputError(f"conductivities['{name}']", f"got {value!r}, no number", "a number, S/m")
    if value is None or isinstance(value, bool):
        raise refused
    try:
        return np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        raise refused from None


def _tensors(field: str, given: NDArray[np.float64]) -> NDArray[np.float64]:
    """One value for all axes, three, a tensor, or one for each grain."""
    if (given.shape not in ((), (3,)) and given.shape[-2:] != (3, 3)) or given.ndim > 3:
        raise InputError(
            field,
            f"got an array of shape {given.shape}",
            "one number, three along x, y and z, a 3 x 3 tensor, or (grains, 3, 3): one for each "
            "grain, S/m",
        )
    if given.ndim < 2:
        _check_along_axes(field, given)
        return np.diag(np.broadcast_to(given, 3))[None]
    tensors = given.reshape(-1, 3, 3)
    for number, tensor in enumerate(tensors, start=1):
        where = field if given.ndim == 2 else f"{field}, grain {number}"
        if not np.isfinite(tensor).all() or not np.allclose(tensor, tensor.T, rtol=1e-9, atol=0):
            raise InputError(where, f"got {tensor.tolist()} S/m", "a symmetric tensor, S/m")
        if np.linalg.eigvalsh(tensor)[0] <= 1e-12 * np.abs(tensor).max():
            raise InputError(
                where,
                f"got {tensor.tolist()} S/m, which does not conduct in every direction",
                "a positive definite tensor, or the number 0 for an insulator",
            )
    return tensors


def _check_grains(structure: Structure, count: int) -> None:
    labels = structure.grain[structure.phase == CERAMIC]
    low, high = (int(labels.min()), int(labels.max())) if labels.size else (1, 1)
    if low < 1 or high > count:
        raise InputError(
            f"conductivities['{PHASE_NAMES[CERAMIC]}']",
            f"got {count} tensors, but the grains of ceramic are numbered {low} to {high}",
            "a tensor for each grain of ceramic from 1 on, or one for the phase",
        )


def _check_along_axes(field: str, given: NDArray[np.float64]) -> None:
    told = ", ".join(f"{v:g}" for v in given.ravel())
    if not (np.isfinite(given).all() and (given >= 0).all()):
        raise InputError(field, f"got {told} S/m", "0 for an insulator, or a positive number, S/m")
    if given.any() and not given.all():
        raise InputError(
            field, f"got {told} S/m", "three positive numbers, or 0 along all axes, S/m"
        )
