"""Red-black relaxation of the seven-point operator, plane by plane.

Whole rows are computed, for vector instructions, and every second voxel of them is changed.
"""

from typing import Any

import numpy as np
from numba import njit, types
from numba.extending import overload

from ceralyte.numerics.face_terms import has_bits, pull
from ceralyte.numerics.lanes import (
    WIDTH,
    address_of,
    all_lanes,
    bits_in,
    both,
    drawn,
    every_second,
    lanes_at,
    marked,
    numbers_in,
    octet_at,
    octets_at,
    positive,
    set_lanes,
    shifted,
    where,
)
from ceralyte.numerics.stencils import neighbours, side_of


@njit(inline="always", error_model="numpy")
def _relaxed(c0, c1, c2, table, end, b, x, at, k, km, kp):  # type: ignore[no-untyped-def]
    """Potential at which a voxel lets as much in as out; as it is where nothing joins it."""
    pulled, around = pull(c0, c1, c2, table, x, at, k, km, kp)
    around += end
    i, j = at[0], at[3]
    before, after = x[i, j, k], (b[i, j, k] + pulled) / around  # neither is in a branch
    return after if around > 0 else before


@njit(inline="always", error_model="numpy")
def _relax_row(c0, c1, c2, table, ends, b, x, colour, i, j, over, fresh, own):  # type: ignore[no-untyped-def]
    """Relax every voxel of one colour in row (i, j); row `own` of `fresh` is room."""
    n = x.shape[2]
    side, last = side_of(x.shape[0], i), n - 1
    at, first = neighbours(x.shape, i, j), (i + j + colour) % 2
    fresh[own, 0] = _relaxed(c0, c1, c2, table, ends[side, j, 0], b, x, at, 0, last, 1 % n)
    for k in range(1, last):
        fresh[own, k] = _relaxed(c0, c1, c2, table, ends[side, j, k], b, x, at, k, k - 1, k + 1)
    fresh[own, last] = _relaxed(c0, c1, c2, table, ends[side, j, last], b, x, at, last, last - 1, 0)
    waits, before = n % 2 and first == 0, x[i, j, last]
    for k in range(n):
        after = x[i, j, k] + over * (fresh[own, k] - x[i, j, k])
        x[i, j, k] = after if (k + first) % 2 == 0 else x[i, j, k]
    if waits:
        end = ends[side, j, last]
        after = _relaxed(c0, c1, c2, table, end, b, x, at, last, last - 1, 0)
        x[i, j, last] = before + over * (after - before)


@njit(inline="always", error_model="numpy")
def _relax_rows(c0, c1, c2, table, ends, b, x, colour, i, over, fresh, own):  # type: ignore[no-untyped-def]
    for j in range(x.shape[1]):
        _relax_row(c0, c1, c2, table, ends, b, x, colour, i, j, over, fresh, own)


def _faces_at(c0: Any, c1: Any, c2: Any, table: Any, at: Any) -> Any:
    """Where the faces of a row begin in memory, as `_pull_lanes` takes them."""
    raise NotImplementedError("for compiled code only")


def _where_bits_are(c0, c1, c2, table, at):  # type: ignore[no-untyped-def]  # noqa: ARG001
    return address_of(c0) + (at[0] * c0.shape[1] + at[3]) * c0.shape[2]


def _where_faces_are(c0, c1, c2, table, at):  # type: ignore[no-untyped-def]  # noqa: ARG001
    i, im, _, j, jm, _ = at
    _, n1, n2 = c0.shape
    here = (i * n1 + j) * n2
    return (
        address_of(c0) + (im * n1 + j) * n2,
        address_of(c0) + here,
        address_of(c1) + (i * n1 + jm) * n2,
        address_of(c1) + here,
        address_of(c2) + here,
        n2,
    )


@overload(_faces_at, inline="always")
def _(c0, c1, c2, table, at):  # type: ignore[no-untyped-def]  # noqa: ARG001
    return _where_bits_are if has_bits(table) else _where_faces_are


def _pull_lanes(table: Any, faces: Any, k: Any, rows: Any, behind: Any, ahead: Any) -> Any:
    """Return what `pull` does, of the sixteen voxels from k on."""
    raise NotImplementedError("for compiled code only")


def _pull_by_bits(table, faces, k, rows, behind, ahead):  # type: ignore[no-untyped-def]
    below, above, left, right = rows
    zero, c, at = all_lanes(np.float32(0)), octets_at(faces + k), 4 * k
    potentials = (
        (
            where(marked(c, 1), lanes_at(below + at), zero)
            + where(marked(c, 2), lanes_at(above + at), zero)
        )
        + (
            where(marked(c, 4), lanes_at(left + at), zero)
            + where(marked(c, 8), lanes_at(right + at), zero)
        )
        + (where(marked(c, 16), behind, zero) + where(marked(c, 32), ahead, zero))
    )
    g = all_lanes(table[0])
    return g * potentials, g * bits_in(c)


def _leading_on(table: Any, classes: Any, axis: Any) -> Any:
    """Return what `of_class` does of sixteen voxels, for counts in numbers of faces."""
    raise NotImplementedError("for compiled code only")


def _of_few(table, classes, axis):  # type: ignore[no-untyped-def]
    one, two = marked(classes, 1 << 2 * axis), marked(classes, 2 << 2 * axis)
    low = where(one, all_lanes(table[0]), all_lanes(np.float32(0)))
    return where(two, where(one, all_lanes(table[2]), all_lanes(table[1])), low)


@overload(_leading_on, inline="always")
def _(table, classes, axis):  # type: ignore[no-untyped-def]  # noqa: ARG001
    if isinstance(table, types.UniTuple):
        return _of_few
    return lambda table, classes, axis: numbers_in(classes)  # noqa: ARG005


def _per_face(table: Any) -> Any:
    """Return by what to multiply the faces that `_leading_on` returns."""
    raise NotImplementedError("for compiled code only")


@overload(_per_face, inline="always")
def _(table):  # type: ignore[no-untyped-def]
    if isinstance(table, types.UniTuple):
        return lambda table: np.float32(1)  # noqa: ARG005
    return lambda table: table


def _pull_by_faces(table, faces, k, rows, behind, ahead):  # type: ignore[no-untyped-def]
    below, above, left, right = rows
    c0, c1, c2, c3, c4, length = faces
    at, here = 4 * k, octets_at(c4 + k)
    a, b = _leading_on(table, octets_at(c0 + k), 0), _leading_on(table, octets_at(c1 + k), 0)
    c, d = _leading_on(table, octets_at(c2 + k), 1), _leading_on(table, octets_at(c3 + k), 1)
    e = _leading_on(table, shifted(octet_at(c4 + k - 1 + length * (k == 0)), here), 2)
    f = _leading_on(table, here, 2)
    currents = (
        (a * lanes_at(below + at) + b * lanes_at(above + at))
        + (c * lanes_at(left + at) + d * lanes_at(right + at))
        + (e * behind + f * ahead)
    )
    g = all_lanes(_per_face(table))
    return g * currents, g * ((a + b) + (c + d) + (e + f))


@overload(_pull_lanes, inline="always")
def _(table, faces, k, rows, behind, ahead):  # type: ignore[no-untyped-def]  # noqa: ARG001
    return _pull_by_bits if has_bits(table) else _pull_by_faces


@njit(inline="always", error_model="numpy")
def _relax_lanes(table, faces, ends, side, b, own, rows, k, marks, over, behind, before, ahead):  # type: ignore[no-untyped-def]
    """Relax the marked ones of sixteen voxels from k on in a row, which hold `before`."""
    pulled, around = _pull_lanes(table, faces, k, rows, behind, ahead)
    if side < 2:
        around = around + lanes_at(ends + 4 * k)
    after = (lanes_at(b + 4 * k) + pulled) / around
    moved = before + all_lanes(over) * (after - before)
    set_lanes(own + 4 * k, where(both(marks, positive(around)), moved, before))


@njit(inline="always", error_model="numpy")
def _relax_part(c0, c1, c2, table, ends, b, x, colour, i, j, over, at_end):  # type: ignore[no-untyped-def]
    """Relax whole sixteens of a row, or what is left of it at its end.

    A processor waits where it reads what it has just written a part of: neighbours along the row
    come from numbers it holds already, and ends of rows after all rows of their plane.
    """
    n0, n1, n2 = x.shape
    side, last = side_of(n0, i), n2 - 1
    whole = last // WIDTH * WIDTH
    at, first = neighbours(x.shape, i, j), (i + j + colour) % 2
    faces = _faces_at(c0, c1, c2, table, at)
    start = address_of(x)
    own, given = start + 4 * (i * n1 + j) * n2, address_of(b) + 4 * (i * n1 + j) * n2
    to_ends = address_of(ends) + 4 * (side * n1 + j) * n2
    rows = (
        start + 4 * (at[1] * n1 + j) * n2,
        start + 4 * (at[2] * n1 + j) * n2,
        start + 4 * (i * n1 + at[4]) * n2,
        start + 4 * (i * n1 + at[5]) * n2,
    )
    if at_end:
        k = n2 - WIDTH
        before = lanes_at(own + 4 * k)
        behind, ahead = lanes_at(own + 4 * k - 4), drawn(before, all_lanes(x[i, j, 0]))
        marks = every_second((k + first) % 2, whole - k)
        _relax_lanes(
            table, faces, to_ends, side, given, own, rows, k, marks, over, behind, before, ahead
        )
    else:
        marks, previous = every_second(first, 0), all_lanes(x[i, j, last])
        for k in range(0, whole, WIDTH):
            before = lanes_at(own + 4 * k)
            behind, ahead = shifted(previous, before), lanes_at(own + 4 * k + 4)
            previous = before
            _relax_lanes(
                table, faces, to_ends, side, given, own, rows, k, marks, over, behind, before, ahead
            )


def relax_plane(
    c0: Any,
    c1: Any,
    c2: Any,
    table: Any,
    ends: Any,
    b: Any,
    x: Any,
    colour: Any,
    i: Any,
    over: Any,
    fresh: Any,
    own: Any,
) -> Any:
    """Relax every voxel of one colour in plane i; row `own` of `fresh` is room."""
    raise NotImplementedError("for compiled code only")


def _relax_by_lanes(c0, c1, c2, table, ends, b, x, colour, i, over, fresh, own):  # type: ignore[no-untyped-def]
    if x.shape[2] > WIDTH:
        for j in range(x.shape[1]):
            _relax_part(c0, c1, c2, table, ends, b, x, colour, i, j, over, False)
        for j in range(x.shape[1]):
            _relax_part(c0, c1, c2, table, ends, b, x, colour, i, j, over, True)
    else:
        _relax_rows(c0, c1, c2, table, ends, b, x, colour, i, over, fresh, own)


def _relax_by_rows(c0, c1, c2, table, ends, b, x, colour, i, over, fresh, own):  # type: ignore[no-untyped-def]
    _relax_rows(c0, c1, c2, table, ends, b, x, colour, i, over, fresh, own)


def _in_lanes(c0: Any, c1: Any, c2: Any, table: Any, ends: Any, b: Any, x: Any) -> bool:
    """Whether addresses of rows follow from those of the arrays, and their numbers are single."""
    return (
        (isinstance(table, types.UniTuple) or table == types.float32)
        and all(array.dtype == types.uint8 for array in (c0, c1, c2))
        and all(array.dtype == types.float32 for array in (ends, b, x))
        and all(array.layout == "C" for array in (c0, c1, c2, ends, b, x))
    )


@overload(relax_plane, inline="always")
def _(c0, c1, c2, table, ends, b, x, colour, i, over, fresh, own):  # type: ignore[no-untyped-def]  # noqa: ARG001
    return _relax_by_lanes if _in_lanes(c0, c1, c2, table, ends, b, x) else _relax_by_rows
