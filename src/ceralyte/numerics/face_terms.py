"""What the faces around a voxel add up to, in all kinds of stencils; for kernels.

A voxel is told by `at`, the numbers around its row as `stencils.neighbours` returns them, and by k,
km and kp, its place in the row and those around it. By bits, the faces of all axes are one array:
see `stencils.BitStencil`. The table tells the kinds apart.
"""

from typing import Any

import numpy as np
from numba import njit, types
from numba.extending import overload

from ceralyte.numerics.instructions import count_bits, keep


def has_bits(table: Any) -> bool:
    """Whether a table in compiled code is that of a `BitStencil` with one conductance."""
    return isinstance(table, types.UniTuple) and table.count == 1


def of_class(table: Any, place: Any, axis: int) -> Any:
    """Conductance of the face that leads on from a voxel along an axis.

    It is the one at a place of a table, or that place, a count, times the only conductance. Kernels
    are compiled for both, and for tuples of one or three that belong to bits.
    """
    raise NotImplementedError("for compiled code only")


@njit
def _of_few(table, bits, axis):  # type: ignore[no-untyped-def]
    # By bits: comparing the place with each number in turn becomes a jump, and no vector.
    one, two = bits & 1 << 2 * axis, bits & 2 << 2 * axis
    low = table[0] if one else np.float32(0)
    high = table[2] if one else table[1]
    return high if two else low


@overload(of_class, inline="always")
def _(table, place, axis):  # type: ignore[no-untyped-def]  # noqa: ARG001
    if has_bits(table):
        return lambda table, place, axis: keep(place, 2 << 2 * axis, table[0])
    if isinstance(table, types.Array):
        return lambda table, place, axis: table[place]  # noqa: ARG005
    if isinstance(table, types.UniTuple):
        return lambda table, place, axis: _of_few(table, place, axis)
    return lambda table, place, axis: table * np.float32(place)  # noqa: ARG005


def faces_around(c0: Any, c1: Any, c2: Any, table: Any, at: Any, k: int, km: int) -> Any:
    """Conductances of the faces of a voxel: to im, ip, jm, jp, km and kp."""
    raise NotImplementedError("for compiled code only")


def _faces_by_bits(c0, c1, c2, table, at, k, km):  # type: ignore[no-untyped-def]  # noqa: ARG001
    c, g = c0[at[0], at[3], k], table[0]
    return (
        keep(c, 1, g),
        keep(c, 2, g),
        keep(c, 4, g),
        keep(c, 8, g),
        keep(c, 16, g),
        keep(c, 32, g),
    )


def _faces_by_class(c0, c1, c2, table, at, k, km):  # type: ignore[no-untyped-def]
    i, im, _, j, jm, _ = at
    return (
        of_class(table, c0[im, j, k], 0),
        of_class(table, c0[i, j, k], 0),
        of_class(table, c1[i, jm, k], 1),
        of_class(table, c1[i, j, k], 1),
        of_class(table, c2[i, j, km], 2),
        of_class(table, c2[i, j, k], 2),
    )


@overload(faces_around, inline="always")
def _(c0, c1, c2, table, at, k, km):  # type: ignore[no-untyped-def]  # noqa: ARG001
    return _faces_by_bits if has_bits(table) else _faces_by_class


def pull(
    c0: Any, c1: Any, c2: Any, table: Any, x: Any, at: Any, k: int, km: int, kp: int
) -> tuple[Any, Any]:
    """Sum over the faces of a voxel of conductance times potential beyond, and of conductance."""
    raise NotImplementedError("for compiled code only")


def _pull_by_bits(c0, c1, c2, table, x, at, k, km, kp):  # type: ignore[no-untyped-def]  # noqa: ARG001
    i, im, ip, j, jm, jp = at
    c = c0[i, j, k]
    potentials = (
        (keep(c, 1, x[im, j, k]) + keep(c, 2, x[ip, j, k]))
        + (keep(c, 4, x[i, jm, k]) + keep(c, 8, x[i, jp, k]))
        + (keep(c, 16, x[i, j, km]) + keep(c, 32, x[i, j, kp]))
    )
    return table[0] * potentials, table[0] * np.float32(count_bits(c))


def _pull_by_class(c0, c1, c2, table, x, at, k, km, kp):  # type: ignore[no-untyped-def]
    i, im, ip, j, jm, jp = at
    a, b, c, d, e, f = faces_around(c0, c1, c2, table, at, k, km)
    currents = (
        (a * x[im, j, k] + b * x[ip, j, k])
        + (c * x[i, jm, k] + d * x[i, jp, k])
        + (e * x[i, j, km] + f * x[i, j, kp])
    )
    return currents, (a + b) + (c + d) + (e + f)


@overload(pull, inline="always")
def _(c0, c1, c2, table, x, at, k, km, kp):  # type: ignore[no-untyped-def]  # noqa: ARG001
    return _pull_by_bits if has_bits(table) else _pull_by_class


def leaving_voxel(
    c0: Any, c1: Any, c2: Any, table: Any, end: Any, x: Any, at: Any, k: int, km: int, kp: int
) -> Any:
    """Current that leaves a voxel through its faces, and through an end to a potential of 0."""
    raise NotImplementedError("for compiled code only")


def _leaving_by_bits(c0, c1, c2, table, end, x, at, k, km, kp):  # type: ignore[no-untyped-def]  # noqa: ARG001
    i, im, ip, j, jm, jp = at
    c, v, g = c0[i, j, k], x[i, j, k], table[0]
    return (  # each by itself, since they add up as exactly as the table is
        end * v
        + (keep(c, 1, g * (v - x[im, j, k])) + keep(c, 2, g * (v - x[ip, j, k])))
        + (keep(c, 4, g * (v - x[i, jm, k])) + keep(c, 8, g * (v - x[i, jp, k])))
        + (keep(c, 16, g * (v - x[i, j, km])) + keep(c, 32, g * (v - x[i, j, kp])))
    )


def _leaving_by_class(c0, c1, c2, table, end, x, at, k, km, kp):  # type: ignore[no-untyped-def]
    i, im, ip, j, jm, jp = at
    a, b, c, d, e, f = faces_around(c0, c1, c2, table, at, k, km)
    v = x[i, j, k]
    return (
        end * v
        + (a * (v - x[im, j, k]) + b * (v - x[ip, j, k]))
        + (c * (v - x[i, jm, k]) + d * (v - x[i, jp, k]))
        + (e * (v - x[i, j, km]) + f * (v - x[i, j, kp]))
    )


@overload(leaving_voxel, inline="always")
def _(c0, c1, c2, table, end, x, at, k, km, kp):  # type: ignore[no-untyped-def]  # noqa: ARG001
    return _leaving_by_bits if has_bits(table) else _leaving_by_class
