"""Steady conduction on the voxels of an image, along axis 0."""

from dataclasses import dataclass

import numpy as np
from numba import njit, prange

from ceralyte.numerics.face_terms import faces_around, of_class
from ceralyte.numerics.networks import Floats
from ceralyte.numerics.stencils import AnyStencil, Singles, neighbours
from ceralyte.numerics.threads import threads_for
from ceralyte.numerics.unit_gradient import solve_for_unit_gradient
from ceralyte.transport.interfaces import Labels
from ceralyte.transport.steady import Steady, balanced


@dataclass(frozen=True)
class VoxelSteady(Steady):
    """Solution on voxels; `number` says which axis of the image became axis 0."""

    stencil: AnyStencil
    fluctuation: Floats | Singles
    number: int

    def fields(self) -> tuple[Floats, Floats]:
        """Return potential and currents, see `Steady`."""
        planes = len(self.fluctuation)
        even = planes - 0.5 - np.arange(planes, dtype=float)
        conducts = np.zeros(self.fluctuation.shape, np.bool_)
        currents = np.zeros((3, *conducts.shape))
        _currents(*self.stencil.places, self.fluctuation, currents, conducts)
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
    stencil: AnyStencil,
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
    stencil : Stencil or BitStencil
    phase : ndarray (n0, n1, n2) uint8
        Phase of each voxel, to share out the power; needed only in the end, so it may be a view.
    half : ndarray (3, phases)
        Resistance of half a voxel of each phase along each axis.
    number : int
        Axis of the image that is axis 0 here.
    """
    finished = balanced(lambda x: layer_fluxes(stencil, x), len(phase), tolerance)
    solution = solve_for_unit_gradient(stencil, finished, max_iterations)
    phase = np.ascontiguousarray(phase)
    sums = np.zeros((len(phase), 3 + half.shape[1] + 1))
    with threads_for(phase.size):
        _sums(*stencil.places, solution.x, phase, half, sums)
    totals = sums.sum(axis=0)
    order = axis_order(number)
    shape = [0, 0, 0]
    for a, n in zip(order, phase.shape, strict=True):
        shape[a] = n
    return VoxelSteady(
        shape=(shape[0], shape[1], shape[2]),
        edges=np.ones(3),
        fluxes=_with_ends(sums[:, 0], stencil, solution.x),
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


def layer_fluxes(stencil: AnyStencil, fluctuation: Floats) -> Floats:
    """Return the flux through every layer of faces across axis 0.

    Parameters
    ----------
    stencil : Stencil or BitStencil
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
    return _with_ends(inner, stencil, fluctuation)


def _with_ends(inner: Floats, stencil: AnyStencil, x: Floats) -> Floats:
    """Return `layer_fluxes` from the flux out of every plane to the next."""
    ends = stencil.ends
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
        total += of_class(table, c0[i, j, k], 0) * (1.0 + x[i, j, k] - x[above, j, k])
    return total


@njit(cache=True, parallel=True)
def _fluxes(c0, table, x, fluxes):  # type: ignore[no-untyped-def]
    n0, n1, _ = x.shape
    for i in prange(n0):
        for j in range(n1):
            fluxes[i] += _flux(c0, table, x, i, i + 1 if i + 1 < n0 else 0, j)


@njit(inline="always")
def _through_voxel(c0, c1, c2, table, x, at, k, km, kp, row):  # type: ignore[no-untyped-def]
    """Write into columns k of `row`, (7, n2), what flows through the faces of a voxel.

    The currents ahead along each axis, what they dissipate, and for each axis the squares of the
    currents ahead and from behind.
    """
    i, im, ip, j, jm, jp = at
    a, b, c, d, e, f = faces_around(c0, c1, c2, table, at, k, km)
    v = x[i, j, k]
    drop0, drop1, drop2 = 1.0 + v - x[ip, j, k], v - x[i, jp, k], v - x[i, j, kp]
    ahead0, ahead1, ahead2 = b * drop0, d * drop1, f * drop2
    behind0, behind1, behind2 = (
        a * (1.0 + x[im, j, k] - v),
        c * (x[i, jm, k] - v),
        e * (x[i, j, km] - v),
    )
    row[0, k], row[1, k], row[2, k] = ahead0, ahead1, ahead2
    row[3, k] = ahead0 * drop0 + ahead1 * drop1 + ahead2 * drop2
    row[4, k] = ahead0 * ahead0 + behind0 * behind0
    row[5, k] = ahead1 * ahead1 + behind1 * behind1
    row[6, k] = ahead2 * ahead2 + behind2 * behind2


@njit(cache=True, fastmath={"reassoc"})
def _total(values):  # type: ignore[no-untyped-def]
    total = 0.0
    for k in range(len(values)):
        total += values[k]
    return total


@njit(cache=True, fastmath={"reassoc"})
def _lost_in(number, half, phase, row):  # type: ignore[no-untyped-def]
    """What currents through the faces of a row of voxels dissipate in those of one phase."""
    total = 0.0
    for k in range(len(phase)):
        lost = (
            half[0, number] * row[4, k] + half[1, number] * row[5, k] + half[2, number] * row[6, k]
        )
        total += lost if phase[k] == number else 0.0
    return total


@njit(cache=True, parallel=True, error_model="numpy")
def _sums(c0, c1, c2, table, ends, x, phase, half, sums):  # type: ignore[no-untyped-def]
    """Per plane: currents across the three axes, power in each phase, power at interfaces."""
    n0, n1, n2 = x.shape
    rows = np.empty((n0, 7, n2))
    for i in prange(n0):
        s, row = sums[i], rows[i]
        for j in range(n1):
            at = neighbours(x.shape, i, j)
            _through_voxel(c0, c1, c2, table, x, at, 0, n2 - 1, 1 % n2, row)
            for k in range(1, n2 - 1):
                _through_voxel(c0, c1, c2, table, x, at, k, k - 1, k + 1, row)
            _through_voxel(c0, c1, c2, table, x, at, n2 - 1, max(n2 - 2, 0), 0, row)
            for axis in range(3):
                s[axis] += _total(row[axis])
            s[-1] += _total(row[3])
            for number in range(half.shape[1]):
                if half[:, number].max() > 0:
                    lost = _lost_in(number, half, phase[i, j], row)
                    s[3 + number] += lost
                    s[-1] -= lost
            if i == 0 or i == n0 - 1:
                _add_ends(ends, x, phase, i, j, s)


@njit(cache=True)
def _add_ends(ends, x, phase, i, j, s):  # type: ignore[no-untyped-def]
    """Add what a row of voxels dissipates towards electrodes."""
    for k in range(x.shape[2]):
        here = phase[i, j, k]
        if i == 0:
            s[3 + here] += ends[0, j, k] * (0.5 - x[i, j, k]) ** 2
        if i == len(x) - 1:
            s[3 + here] += ends[1, j, k] * (0.5 + x[i, j, k]) ** 2


@njit(cache=True, error_model="numpy")
def _currents(c0, c1, c2, table, ends, x, currents, conducts):  # type: ignore[no-untyped-def]
    """Mean current through each voxel along each axis, and whether it has a conducting face."""
    n0, n1, n2 = x.shape
    for i in range(n0):
        for j in range(n1):
            for k in range(n2):
                for axis in range(3):
                    face = c0 if axis == 0 else c1 if axis == 1 else c2
                    g = of_class(table, face[i, j, k], axis)
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
