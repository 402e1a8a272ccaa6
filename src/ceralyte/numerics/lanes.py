"""Sixteen voxels of a row at once, in the words of LLVM; for compiled code only.

Numba leaves a loop that writes what it reads to one number at a time. `Lanes` are sixteen numbers
of a row in single precision, which know ``+ - * /`` with others; `Octets` are sixteen bytes,
`Marks` say yes or no sixteen times.
"""

from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import types
from numba.core.cgutils import get_or_insert_function
from numba.extending import intrinsic
from numba.np.arrayobj import make_array

from ceralyte.numerics.vectors import Vector, lay_out, mixed, spread, teach_arithmetic

WIDTH = 16
"""Numbers at once; a processor of narrower registers takes several of them."""

_SINGLES = ir.VectorType(ir.FloatType(), WIDTH)
_BYTES = ir.VectorType(ir.IntType(8), WIDTH)
_BITS = ir.VectorType(ir.IntType(1), WIDTH)
_WORDS = ir.VectorType(ir.IntType(32), WIDTH)


class Lanes(Vector):
    """The type of numbers in single precision."""


class Octets(Vector):
    """The type of bytes."""


class Marks(Vector):
    """The type of answers yes or no."""


lay_out(Lanes, _SINGLES)
lay_out(Octets, _BYTES)
lay_out(Marks, _BITS)
lanes, octets, marks = Lanes(), Octets(), Marks()
teach_arithmetic(lanes)


@intrinsic
def address_of(_context, array):  # type: ignore[no-untyped-def]
    """Return where an array begins in memory.

    Arrays themselves are counted wherever they are handed on, numbers are not.
    """

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        data = make_array(signature.args[0])(context, builder, arguments[0]).data
        return builder.ptrtoint(data, ir.IntType(64))

    return types.intp(array), code


def _loads(kind: types.Type, code: Any, align: int) -> tuple[Any, Callable[..., Any]]:
    def load(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        here = builder.inttoptr(arguments[0], code.as_pointer())
        return builder.load(here, align=align)

    return kind(types.intp), load


@intrinsic
def lanes_at(_context, address):  # type: ignore[no-untyped-def]  # noqa: ARG001
    """Return the numbers in single precision that begin at an address; nothing checks that."""
    return _loads(lanes, _SINGLES, 4)


@intrinsic
def octet_at(_context, address):  # type: ignore[no-untyped-def]  # noqa: ARG001
    """Return the byte at an address in all lanes."""

    def code(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        here = builder.inttoptr(arguments[0], ir.IntType(8).as_pointer())
        return spread(builder, builder.load(here, align=1), _BYTES)

    return octets(types.intp), code


@intrinsic
def numbers_in(_context, value):  # type: ignore[no-untyped-def]  # noqa: ARG001
    """Return the numbers that bytes are."""

    def code(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.uitofp(arguments[0], _SINGLES)

    return lanes(octets), code


@intrinsic
def octets_at(_context, address):  # type: ignore[no-untyped-def]  # noqa: ARG001
    """Return the bytes that begin at an address."""
    return _loads(octets, _BYTES, 1)


@intrinsic
def set_lanes(_context, address, value):  # type: ignore[no-untyped-def]  # noqa: ARG001
    """Write numbers in single precision from an address on."""

    def code(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        address, value = arguments
        builder.store(value, builder.inttoptr(address, _SINGLES.as_pointer()), align=4)
        return context.get_dummy_value()

    return types.void(types.intp, lanes), code


@intrinsic
def all_lanes(_context, number):  # type: ignore[no-untyped-def]  # noqa: ARG001
    """Return the same number in all lanes."""

    def code(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return spread(builder, arguments[0], _SINGLES)

    return lanes(types.float32), code


@intrinsic
def shifted(_context, before, value):  # type: ignore[no-untyped-def]
    """Return the last number or byte of `before` and all but the last of `value`."""

    def code(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return mixed(builder, arguments[0], arguments[1], list(range(WIDTH - 1, 2 * WIDTH - 1)))

    return value(before, value), code


@intrinsic
def drawn(_context, value, behind):  # type: ignore[no-untyped-def]  # noqa: ARG001
    """Return all but the first number of `value` and the first of `behind`."""

    def code(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return mixed(builder, arguments[0], arguments[1], list(range(1, WIDTH + 1)))

    return lanes(lanes, lanes), code


@intrinsic
def marked(_context, bits, mask):  # type: ignore[no-untyped-def]  # noqa: ARG001
    """Say which bytes have a bit of `mask`."""

    def code(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        bits, mask = arguments
        wanted = spread(builder, builder.trunc(mask, ir.IntType(8)), _BYTES)
        none = ir.Constant(_BYTES, [0] * WIDTH)
        return builder.icmp_unsigned("!=", builder.and_(bits, wanted), none)

    return marks(octets, types.intp), code


@intrinsic
def positive(_context, value):  # type: ignore[no-untyped-def]  # noqa: ARG001
    """Say which numbers are larger than 0."""

    def code(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.fcmp_ordered(">", arguments[0], ir.Constant(_SINGLES, [0.0] * WIDTH))

    return marks(lanes), code


@intrinsic
def every_second(_context, first, begin):  # type: ignore[no-untyped-def]  # noqa: ARG001
    """Mark lane `first` (0 or 1) and every second one from there, but none before `begin`."""

    def code(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        first, begin = (builder.trunc(value, ir.IntType(32)) for value in arguments)
        number = ir.Constant(_WORDS, list(range(WIDTH)))
        odd = builder.and_(
            builder.add(number, spread(builder, first, _WORDS)), ir.Constant(_WORDS, [1] * WIDTH)
        )
        second = builder.icmp_unsigned("==", odd, ir.Constant(_WORDS, [0] * WIDTH))
        return builder.and_(
            second, builder.icmp_signed(">=", number, spread(builder, begin, _WORDS))
        )

    return marks(types.intp, types.intp), code


@intrinsic
def both(_context, one, other):  # type: ignore[no-untyped-def]  # noqa: ARG001
    """Mark what both do."""

    def code(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.and_(*arguments)

    return marks(marks, marks), code


@intrinsic
def where(_context, mark, one, other):  # type: ignore[no-untyped-def]  # noqa: ARG001
    """Return `one` where marked, else `other`."""

    def code(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.select(*arguments)

    return lanes(marks, lanes, lanes), code


@intrinsic
def bits_in(_context, bits):  # type: ignore[no-untyped-def]  # noqa: ARG001
    """Return the number of bits of each byte."""

    def code(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        kind = ir.FunctionType(_BYTES, [_BYTES])
        count = get_or_insert_function(builder.module, kind, f"llvm.ctpop.v{WIDTH}i8")
        return builder.uitofp(builder.call(count, arguments), _SINGLES)

    return lanes(octets), code
