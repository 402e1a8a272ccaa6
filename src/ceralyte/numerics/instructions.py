"""Instructions of LLVM that Numba has no words for."""

from typing import Any

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic, overload
from numba.np.arrayobj import make_array

_AHEAD = 4
"""Rows: the memory answers meanwhile."""

_LINE = 64
"""Bytes that memory hands over at a time."""


@intrinsic
def keep(_context, bits, mask, value):  # type: ignore[no-untyped-def]  # noqa: ARG001
    """Return `value` where `bits` has a bit of `mask`, else 0.

    Written with ``if``, half a sweep takes a quarter longer.
    """

    def code(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        bits, mask, value = arguments
        found = builder.and_(bits, builder.trunc(mask, bits.type))
        none = builder.icmp_unsigned("==", found, ir.Constant(bits.type, 0))
        return builder.select(none, ir.Constant(value.type, 0.0), value)

    return value(bits, types.intp, value), code


@intrinsic
def count_bits(_context, bits):  # type: ignore[no-untyped-def]
    """Return the number of bits."""

    def code(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.ctpop(arguments[0])

    return bits(bits), code


@intrinsic
def narrow(_context, value):  # type: ignore[no-untyped-def]  # noqa: ARG001
    """Return the upper half of a number in single precision, rounded: 8 bits are its digits."""

    def code(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        whole = builder.bitcast(arguments[0], ir.IntType(32))
        rounded = builder.add(whole, ir.Constant(whole.type, 1 << 15))
        return builder.trunc(builder.lshr(rounded, ir.Constant(whole.type, 16)), ir.IntType(16))

    return types.uint16(types.float32), code


@intrinsic
def _widen(_context, half):  # type: ignore[no-untyped-def]  # noqa: ARG001
    def code(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        whole = builder.zext(arguments[0], ir.IntType(32))
        return builder.bitcast(builder.shl(whole, ir.Constant(whole.type, 16)), ir.FloatType())

    return types.float32(types.uint16), code


def wide(value: Any) -> Any:
    """Return the number in single precision, from its half as `narrow` makes it or from itself."""
    raise NotImplementedError("for compiled code only")


@overload(wide, inline="always")
def _(value):  # type: ignore[no-untyped-def]
    if value == types.uint16:
        return lambda value: _widen(value)
    return lambda value: value


def keep_as(values: Any, place: Any, value: Any) -> None:
    """Write a number into an array of numbers in single precision, or of halves of such."""
    raise NotImplementedError("for compiled code only")


def _write_half(values, place, value):  # type: ignore[no-untyped-def]
    values[place] = narrow(np.float32(value))


def _write(values, place, value):  # type: ignore[no-untyped-def]
    values[place] = value


@overload(keep_as, inline="always")
def _(values, place, value):  # type: ignore[no-untyped-def]  # noqa: ARG001
    return _write_half if values.dtype == types.uint16 else _write


@intrinsic
def _fetch(_context, array, place):  # type: ignore[no-untyped-def]  # noqa: ARG001
    """Ask the memory for a place of an array as it lies there; nothing happens outside."""

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        data = make_array(signature.args[0])(context, builder, arguments[0]).data
        byte, number = ir.IntType(8).as_pointer(), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [byte, number, number, number])
        fetch = builder.module.declare_intrinsic("llvm.prefetch", [byte], kind)
        where = builder.bitcast(builder.gep(data, [arguments[1]]), byte)
        builder.call(fetch, [where, *(ir.Constant(number, n) for n in (0, 2, 1))])
        return context.get_dummy_value()

    return types.void(array, types.intp), code


@njit(inline="always")
def fetch_ahead(array, i, j):  # type: ignore[no-untyped-def]
    """Ask the memory for a row a few behind row (i, j), for a loop that will come to it.

    Rows that are written to gain most: kernels that leave it to the processor to foresee them take
    a third longer.
    """
    _, n1, n2 = array.shape
    start = (i * n1 + j + _AHEAD) * n2
    for k in range(0, n2, _LINE // array.itemsize):
        _fetch(array, start + k)
