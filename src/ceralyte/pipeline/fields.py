"""Potential and current in every voxel of a structure, to be looked at."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ceralyte.model import Design, Structure
from ceralyte.pipeline.inputs import look_up
from ceralyte.pipeline.samples import with_electrode
from ceralyte.recipe import Recipe
from ceralyte.transport import conduction_fields
from ceralyte.transport.inputs import Axis, axis_number

FLUX_TOLERANCE = 1e-3
"""Of what is drawn: a picture shows no more."""


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


def conduction_volumes(
    structure: Structure,
    conductivities: Mapping[str, float],
    *,
    axis: Axis = "z",
    interface_resistance: float | Mapping[str, float] = 0.0,
) -> ConductionVolumes:
    """Solve conduction between electrodes and return it by voxel; errors as `conduction_fields`.

    Parameters
    ----------
    structure : Structure
    conductivities : mapping of str to float
        S/m, by phase name.
    axis : {"x", "y", "z"}
    interface_resistance : float or mapping
        ohm m2, as `conduction_fields`.
    """
    fields = conduction_fields(
        structure,
        conductivities,
        boundary="electrodes",
        axis=axis,
        interface_resistance=interface_resistance,
        flux_tolerance=FLUX_TOLERANCE,
    )
    modulus = np.linalg.norm(fields.current_density, axis=0)
    mean = abs(float(fields.current_density[axis_number(axis)].mean()))
    return ConductionVolumes(
        fields.potential.astype(np.float32), (modulus / mean).astype(np.float32)
    )


def membrane_volumes(design: Design, recipe: Recipe) -> ConductionVolumes:
    """Return what flows through the structure of a design, made from `recipe`; errors as above."""
    return conduction_volumes(
        design.structure,
        with_electrode(look_up(recipe).conductivities),
        interface_resistance=recipe.ceramic.grain_boundary_resistance,
    )
