"""Potential, current and stress in every voxel of a structure, to be looked at."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Unavailable
from ceralyte.mechanics import tension_stress
from ceralyte.model import Design, Structure
from ceralyte.pipeline.boundaries import stated_resistances
from ceralyte.pipeline.inputs import look_up
from ceralyte.pipeline.mechanics import phase_moduli
from ceralyte.pipeline.samples import of_phases
from ceralyte.pipeline.stiffness import PhaseModuli, known_moduli
from ceralyte.recipe import Recipe
from ceralyte.structure import coarsened
from ceralyte.transport import conduction_fields
from ceralyte.transport.inputs import Axis

FLUX_TOLERANCE = 1e-3
"""Of what is drawn: a picture shows no more."""

MOST_ELEMENTS = 1_000_000
"""Voxels of a stress that is drawn: more are solved on every second, third, ... voxel."""


@dataclass(frozen=True)
class ConductionVolumes:
    """What flows through a structure, for 1 V between its ends.

    Attributes
    ----------
    potential : ndarray (nx, ny, nz) float32, V
        NaN where nothing conducts.
    current : ndarray (nx, ny, nz) float32, [-]
        Modulus of the current density over its mean through the structure.
    """

    potential: NDArray[np.float32]
    current: NDArray[np.float32]


@dataclass(frozen=True)
class StressVolume:
    """Stress in a structure that is drawn out.

    Attributes
    ----------
    values : ndarray (nx, ny, nz) float32, [-]
        Von Mises over mean stress, NaN in pores.
    step : int
        It was solved on every `step`-th voxel along each axis, each as large as `step` of them.
    """

    values: NDArray[np.float32]
    step: int


def conduction_volumes(
    structure: Structure,
    conductivities: Mapping[str, ArrayLike],
    *,
    axis: Axis = "z",
    interface_resistance: float | Mapping[str, float] = 0.0,
    electrode_resistance: float = 0.0,
) -> ConductionVolumes:
    """Solve conduction between electrodes and return it by voxel.

    Parameters
    ----------
    structure : Structure
    conductivities : mapping of str to float, or to an array
        S/m, by phase name, as `conduction_fields`.
    axis : {"x", "y", "z"}
    interface_resistance : float or mapping
        ohm m2, as `conduction_fields`.
    electrode_resistance : float
        ohm m2, of each.

    Raises
    ------
    UnavailableError
        Nothing percolates.
    InputError, MemoryLimitError, ConvergenceError
        As `conduction_fields`.
    """
    fields = conduction_fields(
        structure,
        conductivities,
        boundary="electrodes",
        axis=axis,
        interface_resistance=interface_resistance,
        electrode_resistance=electrode_resistance,
        flux_tolerance=FLUX_TOLERANCE,
    )
    return ConductionVolumes(
        fields.potential.astype(np.float32), fields.relative_current.astype(np.float32)
    )


def membrane_volumes(design: Design, recipe: Recipe) -> ConductionVolumes:
    """Return what flows through the structure of a design, made from `recipe`; errors as above."""
    return conduction_volumes(
        design.structure,
        of_phases(design.structure, recipe, look_up(recipe).conductivities),
        interface_resistance=stated_resistances(recipe),
    )


def membrane_stress(design: Design, recipe: Recipe) -> StressVolume | Unavailable:
    """Return the stress in a design; see `structure_stress`.

    Of a piece of the bulk in tension through the membrane, else in its plane, along x.
    """
    moduli = phase_moduli(recipe, look_up(recipe).supply)
    return structure_stress(design.structure, moduli)


def structure_stress(structure: Structure, moduli: PhaseModuli) -> StressVolume | Unavailable:
    """Return the stress by voxel, or why it is not known.

    Parameters
    ----------
    structure : Structure
        With more than `MOST_ELEMENTS` voxels it is solved on every second, third, ... of them.
    moduli : mapping
        Young's modulus and Poisson's ratio by phase name.
    """
    values = known_moduli(structure, moduli)
    if isinstance(values, Unavailable):
        return Unavailable(unit="", reason=values.reason)
    step = int(np.ceil((structure.phase.size / MOST_ELEMENTS) ** (1 / 3)))
    try:
        stress = tension_stress(
            coarsened(structure, step) if step > 1 else structure,
            values,
            boundary="bulk" if structure.periodic[2] else "slab",
        )
    except InputError as error:
        return Unavailable(unit="", reason=str(error))
    return StressVolume(_refined(stress, step, structure.shape), step)


def _refined(
    values: NDArray[np.float32], step: int, shape: tuple[int, int, int]
) -> NDArray[np.float32]:
    """Values of coarse voxels on the fine ones, the last planes repeated where some were lost."""
    for axis in range(3):
        values = values.repeat(step, axis=axis)
    lost = [(0, n - m) for n, m in zip(shape, values.shape, strict=True)]
    return np.pad(values, lost, mode="edge")
