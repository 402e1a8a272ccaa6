"""Steady conduction on voxels of full conductivity tensors, along axis 0."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ceralyte.numerics.corner_laws import (
    FIRST_KIND,
    OCTANTS,
    apply_corners,
    arrive,
    octant_currents,
)
from ceralyte.numerics.krylov import Solution, conjugate_gradients
from ceralyte.numerics.multigrid import Multigrid
from ceralyte.numerics.threads import threads_for
from ceralyte.transport.corners import Corners
from ceralyte.transport.interfaces import Grains, Labels, Pair
from ceralyte.transport.links import Floats, Ints
from ceralyte.transport.steady import Steady, balanced
from ceralyte.transport.voxel_faces import voxel_faces
from ceralyte.transport.voxel_solve import axis_order

BYTES_PER_VOXEL = 110
"""Peak of a solve on top of the image; measured: 91."""


@dataclass(frozen=True)
class TensorSteady(Steady):
    """Solution on voxels; `number` says which axis of the image became axis 0."""

    potential: Floats
    currents: Floats
    number: int

    def fields(self) -> tuple[Floats, Floats]:
        """Return potential and currents, see `Steady`."""
        order = axis_order(self.number)
        currents = [self.currents[order.index(axis)] for axis in range(3)]
        return (
            np.moveaxis(self.potential, 0, self.number),
            np.stack([np.moveaxis(current, 0, self.number) for current in currents]),
        )


def solve_tensors_on_voxels(
    phase: Labels,
    grain: Grains,
    material: Ints,
    tensors: Floats,
    relative: Floats,
    periodic: tuple[bool, bool, bool],
    interfaces: Mapping[Pair, float],
    electrode_resistance: float,
    number: int,
    tolerance: float,
    max_iterations: int,
) -> TensorSteady:
    """Solve for a mean gradient of one potential unit per plane along axis 0.

    Conjugate gradients, preconditioned by multigrid for the tensors without what couples axes.
    Arguments are those of `Corners`, `voxel_faces` (for the preconditioner) and `solve_on_voxels`,
    whose stopping rule holds here, too.
    """
    stencil = voxel_faces(phase, grain, relative, periodic, interfaces, electrode_resistance)
    with threads_for(phase.size):
        corners = Corners(
            phase, grain, material, tensors, periodic, interfaces, electrode_resistance
        )
        laws, classes = corners.laws, corners.classes
        source = np.empty(phase.shape)
        arrive(laws.arriving, classes, source)
        solution = conjugate_gradients(
            lambda p, q: float(apply_corners(laws.leaving, classes, p, q).sum()),
            Multigrid(stencil),
            source,
            balanced(corners.fluxes, len(phase), tolerance),
            max_iterations,
        )
        return _summed(corners, solution, len(relative), number)


def _summed(corners: Corners, solution: Solution[Floats], phases: int, number: int) -> TensorSteady:
    """Currents and power of a solution."""
    x, phase, laws = solution.x, corners.phase, corners.laws
    planes, electrodes = len(x), not corners.periodic[0]
    padded = np.pad(x, 1, mode="wrap")
    power, lost, totals = np.zeros(phases), 0.0, np.zeros(3)
    at_electrodes = np.zeros(phases)
    phase_of = np.zeros(len(corners.resistivities), np.int64)
    phase_of[FIRST_KIND + corners.material] = phase
    currents = np.zeros((3, *(n + 2 for n in x.shape)))
    for plane in range(planes + electrodes):
        through, classes = corners.quarters(padded, plane)
        density = octant_currents(through)
        kinds = laws.kinds[classes]
        fields = np.einsum("jkoab,jkob->jkoa", corners.resistivities[kinds], density)
        per_octant = 0.125 * np.einsum("jkoa,jkoa->jko", fields, density)
        resisted = 4 * laws.contact[classes] * through**2
        outer = electrodes and plane in (0, planes)
        if outer:  # contacts with electrodes count for what they touch
            inside = [(low + (4 if plane == 0 else 0)) for low in range(4)]
            contacts = np.zeros_like(per_octant)
            contacts[..., inside] = resisted[..., :4]
            at_electrodes += np.bincount(phase_of[kinds].ravel(), contacts.ravel(), phases)
            per_octant += contacts
            resisted[..., :4] = 0
        lost += float(resisted.sum())
        power += np.bincount(phase_of[kinds].ravel(), per_octant.ravel(), phases)
        for axis in range(3):
            if not (outer and axis == 0):
                totals[axis] += through[..., 4 * axis : 4 * axis + 4].sum()
        for octant, (p, q, r) in enumerate(OCTANTS):
            rows, columns = corners.counted
            here = currents[:, plane + p, q : q + rows, r : r + columns]
            here += 0.125 * np.moveaxis(density[..., octant, :], -1, 0)
    even = planes - 0.5 - np.arange(planes, dtype=float)
    conducts = corners.resistivities[FIRST_KIND + corners.material, 0, 0] > 0
    order = axis_order(number)
    shape = np.empty(3, int)
    shape[order] = x.shape
    return TensorSteady(
        shape=(int(shape[0]), int(shape[1]), int(shape[2])),
        edges=np.ones(3),
        fluxes=corners.fluxes(x),
        axis_currents=totals[[order.index(a) for a in range(3)]],
        power=power,
        electrode_power=at_electrodes,
        interface_power=lost,
        progress=solution.progress,
        converged=solution.converged,
        potential=np.where(conducts, x + even[:, None, None], np.nan),
        currents=_folded(currents, corners.periodic),
        number=number,
    )


def _folded(values: Floats, periodic: tuple[bool, bool, bool]) -> Floats:
    """Put sums over corners and beyond where they belong, ndarray (3, n0 + 2, n1 + 2, n2 + 2)."""
    for axis, wraps in enumerate(periodic, start=1):
        moved = np.moveaxis(values, axis, 0)
        if wraps:  # the first corner also stands for the one behind the last voxel
            moved[-2] += moved[0]
        values = np.moveaxis(moved[1:-1], 0, axis)
    return values
