"""Types of several numbers that the processor handles at once, in the words of LLVM."""

import operator
from typing import Any

from llvmlite import ir
from numba import types
from numba.core.typing.templates import ConcreteTemplate, infer_global, signature
from numba.extending import lower_builtin, models, register_model

_OPERATORS = {
    operator.add: "fadd",
    operator.sub: "fsub",
    operator.mul: "fmul",
    operator.truediv: "fdiv",
}


class Vector(types.Type):  # type: ignore[misc]
    """The type of several numbers, known to compiled code by the name of its class."""

    def __init__(self) -> None:
        super().__init__(name=type(self).__name__)


def lay_out(kind: type[Vector], code: ir.VectorType) -> None:
    """Let compiled code hold what is of a class as a vector of LLVM."""

    @register_model(kind)
    class _Model(models.PrimitiveModel):  # type: ignore[misc]
        def __init__(self, manager: Any, own: Any) -> None:
            super().__init__(manager, own, code)


def teach_arithmetic(kind: Vector) -> None:
    """Let kernels apply ``+ - * /`` to two of a type; flags are those of the kernel."""
    for function, instruction in _OPERATORS.items():
        _teach(kind, function, instruction)


def _teach(kind: Vector, function: Any, instruction: str) -> None:
    class _OfTwo(ConcreteTemplate):  # type: ignore[misc]
        cases = [signature(kind, kind, kind)]  # noqa: RUF012

    def code(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return getattr(builder, instruction)(*arguments)

    infer_global(function)(_OfTwo)
    lower_builtin(function, kind, kind)(code)


def mixed(builder: Any, x: Any, y: Any, lanes: list[int]) -> Any:
    """Return these of the numbers of `x` and `y`, counted through."""
    places = ir.VectorType(ir.IntType(32), len(lanes))
    return builder.shuffle_vector(x, y, ir.Constant(places, lanes))


def spread(builder: Any, number: Any, code: ir.VectorType) -> Any:
    """Return a vector of the same number."""
    none = ir.Constant(code, ir.Undefined)
    one = builder.insert_element(none, number, ir.Constant(ir.IntType(32), 0))
    return mixed(builder, one, none, [0] * code.count)
