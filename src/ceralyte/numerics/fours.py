"""Four numbers that the processor handles at once, in the words of LLVM; for compiled code only.

Numba leaves loops over pairs of particles to one number at a time, since it cannot know that their
rows lie apart. A `Four` is a row of an array (n, 4), or one number of each of four pairs. It knows
``+ - * /`` with another; flags such as ``contract`` are those of the kernel.
"""

from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import njit, types
from numba.core.cgutils import get_or_insert_function
from numba.extending import intrinsic
from numba.np.arrayobj import make_array

from ceralyte.numerics.vectors import Vector, lay_out, mixed, spread, teach_arithmetic

_LANES = ir.VectorType(ir.DoubleType(), 4)
_PLACES = ir.VectorType(ir.IntType(64), 4)


class Four(Vector):
    """The type of four numbers in double precision."""


lay_out(Four, _LANES)
four = Four()
teach_arithmetic(four)


def _has_rows(kind: Any) -> bool:
    """Whether an array has doubles in rows that follow one another in memory."""
    return isinstance(kind, types.Array) and (kind.dtype, kind.ndim, kind.layout) == (
        types.float64,
        2,
        "C",
    )


def _place(context: Any, builder: Any, kind: Any, array: Any, row: Any) -> Any:
    data = make_array(kind)(context, builder, array).data
    start = builder.gep(data, [builder.shl(row, ir.Constant(row.type, 2))])
    return builder.bitcast(start, _LANES.as_pointer())


@intrinsic
def row_of(_context, array, row):  # type: ignore[no-untyped-def]  # noqa: ARG001
    """Return a row of an array (n, 4) of doubles as it lies in memory.

    Nothing checks that rows have four numbers, or that this one is inside.
    """

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.load(_place(context, builder, signature.args[0], *arguments), align=8)

    return (four(array, types.intp), code) if _has_rows(array) else None


@intrinsic
def set_row(_context, array, row, value):  # type: ignore[no-untyped-def]  # noqa: ARG001
    """Write a row of an array (n, 4)."""

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        array, row, value = arguments
        builder.store(value, _place(context, builder, signature.args[0], array, row), align=8)
        return context.get_dummy_value()

    return (types.void(array, types.intp, four), code) if _has_rows(array) else None


@intrinsic
def all_four(_context, number):  # type: ignore[no-untyped-def]  # noqa: ARG001
    """Return the same number four times."""

    def code(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return spread(builder, arguments[0], _LANES)

    return four(types.float64), code


@intrinsic
def of_four(_context, x, y, z, w):  # type: ignore[no-untyped-def]  # noqa: ARG001
    """Return four numbers as one `Four`."""

    def code(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        made = ir.Constant(_LANES, ir.Undefined)
        for k, number in enumerate(arguments):
            made = builder.insert_element(made, number, ir.Constant(ir.IntType(32), k))
        return made

    return four(*[types.float64] * 4), code


@intrinsic
def one_of(_context, x, k):  # type: ignore[no-untyped-def]  # noqa: ARG001
    """Return the number `k` of the four."""

    def code(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.extract_element(*arguments)

    return types.float64(four, types.intp), code


@intrinsic
def ones_below(_context, count):  # type: ignore[no-untyped-def]  # noqa: ARG001
    """Return 1 for the first `count` of four, 0 for the others."""

    def code(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        places, bound = ir.Constant(_PLACES, [0, 1, 2, 3]), spread(builder, arguments[0], _PLACES)
        one, none = ir.Constant(_LANES, [1.0] * 4), ir.Constant(_LANES, [0.0] * 4)
        return builder.select(builder.icmp_signed("<", places, bound), one, none)

    return four(types.intp), code


@intrinsic
def columns(_context, x, y, z, w):  # type: ignore[no-untyped-def]  # noqa: ARG001
    """Return the four columns of four rows."""
    kind = types.UniTuple(four, 4)

    def code(context: Any, builder: Any, _signature: Any, rows: Any) -> Any:
        even, odd = [0, 4, 2, 6], [1, 5, 3, 7]
        upper = [mixed(builder, rows[0], rows[1], lanes) for lanes in (even, odd)]
        lower = [mixed(builder, rows[2], rows[3], lanes) for lanes in (even, odd)]
        made = [
            mixed(builder, upper[k], lower[k], lanes)
            for lanes in ([0, 1, 4, 5], [2, 3, 6, 7])
            for k in (0, 1)
        ]
        return context.make_tuple(builder, kind, made)

    return kind(*[four] * 4), code


@intrinsic
def nearest(_context, x):  # type: ignore[no-untyped-def]  # noqa: ARG001
    """Round to whole numbers."""
    return four(four), _called("llvm.rint.v4f64")


@intrinsic
def root(_context, x):  # type: ignore[no-untyped-def]  # noqa: ARG001
    """Return square roots."""
    return four(four), _called("llvm.sqrt.v4f64")


def _called(name: str) -> Callable[..., Any]:
    def code(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        kind = ir.FunctionType(_LANES, [_LANES])
        return builder.call(get_or_insert_function(builder.module, kind, name), arguments)

    return code


@intrinsic
def larger(_context, x, y):  # type: ignore[no-untyped-def]  # noqa: ARG001
    """Return the larger of each two."""
    return four(four, four), _picked(">")


@intrinsic
def smaller(_context, x, y):  # type: ignore[no-untyped-def]  # noqa: ARG001
    """Return the smaller of each two."""
    return four(four, four), _picked("<")


def _picked(sign: str) -> Callable[..., Any]:
    def code(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.select(builder.fcmp_ordered(sign, *arguments), *arguments)

    return code


@intrinsic
def any_larger(_context, x, y):  # type: ignore[no-untyped-def]  # noqa: ARG001
    """Say whether one of `x` is larger than that of `y`."""

    def code(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        found = builder.bitcast(builder.fcmp_ordered(">", *arguments), ir.IntType(4))
        return builder.icmp_unsigned("!=", found, ir.Constant(found.type, 0))

    return types.boolean(four, four), code


@intrinsic
def which_larger(_context, x, y):  # type: ignore[no-untyped-def]  # noqa: ARG001
    """Return the sum of 2^k over the places k where that of `x` is larger."""

    def code(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        found = builder.bitcast(builder.fcmp_ordered(">", *arguments), ir.IntType(4))
        return builder.zext(found, ir.IntType(64))

    return types.intp(four, four), code


@intrinsic
def lowest_bit(_context, number):  # type: ignore[no-untyped-def]  # noqa: ARG001
    """Return k of the lowest bit 2^k of a number that is not 0."""

    def code(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 1))

    return types.intp(types.intp), code


@njit(inline="always")
def sum_of(x):  # type: ignore[no-untyped-def]
    """Return the sum of the four."""
    return (one_of(x, 0) + one_of(x, 1)) + (one_of(x, 2) + one_of(x, 3))


@njit(inline="always")
def sum_of_three(x):  # type: ignore[no-untyped-def]
    """Return the sum of the first three, x, y and z of a row."""
    return one_of(x, 0) + one_of(x, 1) + one_of(x, 2)


@njit(inline="always")
def length_squared(x):  # type: ignore[no-untyped-def]
    """Return the square of the length of a row x, y, z; the fourth does not count."""
    return sum_of_three(x * x)
