"""Where the energy and the stress of a structure in tension sit."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ceralyte.mechanics.solid import Solid, phase_of
from ceralyte.model.results import HotSpot
from ceralyte.model.structure import PHASE_NAMES, PORE
from ceralyte.numerics.elastic_kernels import survey
from ceralyte.numerics.elastic_solver import Load

_PERCENTILE = 99.0


def stress_by_phase(
    solid: Solid,
    voxel_size: float,
    loads: Sequence[Load],
    displacements: Sequence[NDArray[np.float32]],
    strains: NDArray[np.float64],
    stress: float,
) -> tuple[dict[str, float], dict[str, HotSpot]]:
    """Return share of the elastic energy and stress concentration of every phase.

    Parameters
    ----------
    solid : Solid
    voxel_size : float, m
    loads, displacements : sequence
        Unit strains and what they moved, as of `respond`.
    strains : ndarray (n,)
        Mean strains of the state to look at, in the order of the loads.
    stress : float
        Mean stress of that state along the axis of tension, in units of `solid.reference`.
    """
    energy, mises = state_of(solid, loads, displacements, strains)
    phase = phase_of(solid.grid.material)
    total = float(energy.sum(dtype=np.float64))
    shares, spots = {}, {}
    for number, name in PHASE_NAMES.items():
        there = (phase == number) & (number != PORE)
        if there.any():
            shares[name] = float(energy[there].sum(dtype=np.float64)) / total
            spots[name] = _hot_spot(mises, there, stress, voxel_size)
    return shares, spots


def state_of(
    solid: Solid,
    loads: Sequence[Load],
    displacements: Sequence[NDArray[np.float32]],
    strains: NDArray[np.float64],
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return elastic energy and von Mises stress at the centre of every voxel.

    Arguments as `stress_by_phase`; stress in units of `solid.reference`.
    """
    grid = solid.grid
    state = np.zeros_like(displacements[0])
    gradient = np.zeros((3, 3))
    for load, displacement, strain in zip(loads, displacements, strains, strict=True):
        state += np.float32(strain) * displacement
        gradient += strain * load.gradient
    energy, mises = (np.empty(grid.material.shape, np.float32) for _ in range(2))
    survey(
        grid.material, grid.table.astype(np.float32), gradient.astype(np.float32), state,
        energy, mises,
    )  # fmt: skip
    return energy, mises


def _hot_spot(
    mises: NDArray[np.float32], there: NDArray[np.bool_], stress: float, voxel: float
) -> HotSpot:
    masked = np.where(there, mises, -1.0)
    place = np.unravel_index(int(masked.argmax()), mises.shape)
    x, y, z = ((int(p) + 0.5) * voxel for p in place)
    return HotSpot(
        percentile_99=float(np.percentile(mises[there], _PERCENTILE)) / stress,
        maximum=float(mises[place]) / stress,
        position=(x, y, z),
    )
