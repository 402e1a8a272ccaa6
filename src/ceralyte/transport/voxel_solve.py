"""Steady conduction on the voxels of an image, along axis 0."""

from dataclasses import dataclass

import numpy as np
from numba import njit, prange

from ceralyte.numerics.networks import Floats
from ceralyte.numerics.stencils import Singles, Stencil, of_class
from ceralyte.numerics.threads import threads_for
from ceralyte.numerics.unit_gradient import solve_for_unit_gradient
from ceralyte.transport.interfaces import Labels
from ceralyte.transport.steady import Steady, balanced


@dataclass(frozen=True)
class VoxelSteady(Steady):
    """Solution on voxels; `number` says which axis of the image became axis 0."""

    stencil: Stencil
    fluctuation: Floats | Singles
    number: int

    def fields(self) -> tuple[Floats, Floats]:
        """Return potential and currents, see `Steady`."""
        planes = len(self.fluctuation)
        even = planes - 0.5 - np.arange(planes, dtype=float)
        conducts = np.zeros(self.fluctuation.shape, np.bool_)
        currents = np.zeros((3, *conducts.shape))
        _currents(*self.stencil, self.fluctuation, currents, conducts)
        potential = np.where(conducts, self.fluctuation + even[:, None, None], np.nan)
        order = axis_order(self.number)
        back = np.moveaxis(potential, 0, self.number)
        return back, np.stack(
            [np.moveaxis(currents[order.index(a)], 0, self.number) for a in range(3)]
        )


def axis_order(number: int) -> list[int]:
    """Axes of the image in the order of the arrays whose first axis is `number`."""
    return [number, *(a for a in range(3) if a != number)]


def solve_on_voxels(
    stencil: Stencil,
    phase: Labels,
    half: Floats,
    number: int,
    tolerance: float,
    max_iterations: int,
) -> VoxelSteady:
    """Solve for a mean gradient of one potential unit per plane along axis 0.

    Stops when every plane's flux is within `tolerance` of the mean, and the energy of the error is
    estimated below `tolerance` times the dissipation.

    Parameters
    ----------
    stencil : Stencil
    phase : ndarray (n0, n1, n2) uint8
        Phase of each voxel, to share out the power.
    half : ndarray (3, phases)
        Resistance of half a voxel of each phase along each axis.
    number : int
        Axis of the image that is axis 0 here.
    """
    finished = balanced(lambda x: layer_fluxes(stencil, x), len(phase), tolerance)
    solution = solve_for_unit_gradient(stencil, finished, max_iterations)
    sums = np.zeros((len(phase), 3 + half.shape[1] + 1))
    with threads_for(phase.size):
        _sums(*stencil, solution.x, phase, half, sums)
    totals = sums.sum(axis=0)
    order = axis_order(number)
    shape = [0, 0, 0]
    for a, n in zip(order, phase.shape, strict=True):
        shape[a] = n
    return VoxelSteady(
        shape=(shape[0], shape[1], shape[2]),
        edges=np.ones(3),
        fluxes=layer_fluxes(stencil, solution.x),
        axis_currents=totals[:3][[order.index(a) for a in range(3)]],
        power=totals[3:-1],
        electrode_power=electrode_power(
            stencil.ends[:2], solution.x[[0, -1]], phase[[0, -1]], half
        ),
        interface_power=float(totals[-1]),
        progress=solution.progress,
        converged=solution.converged,
        stencil=stencil,
        fluctuation=solution.x,
        number=number,
    )


def electrode_power(ends: Singles, outer: Floats, phase: Labels, half: Floats) -> Floats:
    """Return what the resistance of contacts with electrodes dissipates, by phase touched.

    Parameters
    ----------
    ends : ndarray (2, n1, n2)
        Conductances between the outer voxels and the electrodes.
    outer, phase : ndarray (2, n1, n2)
        Fluctuation of the potential, and phase, in the first and the last plane.
    half : ndarray (3, phases)
        As `solve_on_voxels`.

    Returns
    -------
    ndarray (phases,)
    """
    drop = 0.5 + np.array([-1.0, 1.0])[:, None, None] * outer
    current = ends * drop
    lost = current * (drop - current * half[0][phase])
    return np.bincount(phase.ravel(), lost.ravel(), half.shape[1]).astype(np.float64)


def layer_fluxes(stencil: Stencil, fluctuation: Floats) -> Floats:
    """Return the flux through every layer of faces across axis 0.

    Parameters
    ----------
    stencil : Stencil
    fluctuation : ndarray (n0, n1, n2)
        Potential above one that falls by 1 from plane to plane.

    Returns
    -------
    ndarray (n0,) or (n0 + 1,)
        n0 layers in a periodic cell; between electrodes the two outer layers of half voxels
        come first and last.
    """
    inner = np.zeros(len(fluctuation))
    faces, _, _, table, _ = stencil.operands
    _fluxes(faces, table, fluctuation, inner)
    ends, x = stencil.ends, fluctuation
    if not ends.any():
        return inner
    first = float(np.sum(ends[0] * (0.5 - x[0]), dtype=np.float64))
    last = float(np.sum(ends[1] * (0.5 + x[-1]), dtype=np.float64))
    return np.array([first, *inner[:-1], last])


@njit(cache=True, fastmath={"reassoc"})
def _flux(c0, table, x, i, above, j):  # type: ignore[no-untyped-def]
    """Flux out of a row of voxels along axis 0."""
    total = 0.0
    for k in range(x.shape[2]):
        total += of_class(table, c0[i, j, k]) * (1.0 + x[i, j, k] - x[above, j, k])
    return total


@njit(cache=True, parallel=True)
def _fluxes(c0, table, x, fluxes):  # type: ignore[no-untyped-def]
    n0, n1, _ = x.shape
    for i in prange(n0):
        for j in range(n1):
            fluxes[i] += _flux(c0, table, x, i, i + 1 if i + 1 < n0 else 0, j)


@njit(cache=True)
def _share(g, drop, half, axis, here, there, s):  # type: ignore[no-untyped-def]
    """Add the current through a face to `s`, and what it dissipates in the half beyond, if that is
    another phase; return what it does in the phase here, and between the halves."""
    current = g * drop
    first, second = current * half[axis, here], current * half[axis, there]
    s[axis] += current
    between = current * (drop - first - second)
    if here == there:  # most faces: not to wait for the sum of the one before
        return current * (first + second), between
    s[3 + there] += current * second
    return current * first, between


@njit(cache=True, parallel=True, error_model="numpy")
def _sums(c0, c1, c2, table, ends, x, phase, half, sums):  # type: ignore[no-untyped-def]
    """Per plane: currents across the three axes, power in each phase, power at interfaces."""
    n0, n1, n2 = x.shape
    for i in prange(n0):
        s, ip = sums[i], i + 1 if i + 1 < n0 else 0
        for j in range(n1):
            jp = j + 1 if j + 1 < n1 else 0
            for k in range(n2):
                kp = k + 1 if k + 1 < n2 else 0
                here, v = phase[i, j, k], x[i, j, k]
                drop = 1.0 + v - x[ip, j, k]
                a, d = _share(table[c0[i, j, k]], drop, half, 0, here, phase[ip, j, k], s)
                drop = v - x[i, jp, k]
                b, e = _share(table[c1[i, j, k]], drop, half, 1, here, phase[i, jp, k], s)
                drop = v - x[i, j, kp]
                c, f = _share(table[c2[i, j, k]], drop, half, 2, here, phase[i, j, kp], s)
                s[3 + here] += a + b + c
                s[-1] += d + e + f
                if i == 0:
                    current = ends[0, j, k] * (0.5 - x[i, j, k])
                    s[3 + here] += current * (0.5 - x[i, j, k])
                if i == n0 - 1:
                    current = ends[1, j, k] * (0.5 + x[i, j, k])
                    s[3 + here] += current * (0.5 + x[i, j, k])


@njit(cache=True, error_model="numpy")
def _currents(c0, c1, c2, table, ends, x, currents, conducts):  # type: ignore[no-untyped-def]
    """Mean current through each voxel along each axis, and whether it has a conducting face."""
    n0, n1, n2 = x.shape
    for i in range(n0):
        for j in range(n1):
            for k in range(n2):
                for axis in range(3):
                    face = c0 if axis == 0 else c1 if axis == 1 else c2
                    g = table[face[i, j, k]]
                    if g == 0:
                        continue
                    a, b, c = (i + (axis == 0)) % n0, (j + (axis == 1)) % n1, (k + (axis == 2)) % n2
                    current = 0.5 * g * ((axis == 0) + x[i, j, k] - x[a, b, c])
                    currents[axis, i, j, k] += current
                    currents[axis, a, b, c] += current
                    conducts[i, j, k] = conducts[a, b, c] = True
                if i == 0 and ends[0, j, k] > 0:
                    currents[0, i, j, k] += 0.5 * ends[0, j, k] * (0.5 - x[i, j, k])
                    conducts[i, j, k] = True
                if i == n0 - 1 and ends[1, j, k] > 0:
                    currents[0, i, j, k] += 0.5 * ends[1, j, k] * (0.5 + x[i, j, k])
                    conducts[i, j, k] = True
