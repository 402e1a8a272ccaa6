"""CuPy, the compiled kernels, and how they are launched."""

from functools import cache
from importlib.resources import files
from types import ModuleType
from typing import Any

from ceralyte.core.errors import InputError, MemoryLimitError

THREADS = 256
PLANES = 16
"""Planes that one block of `apply` sums over; both as in kernels.cu."""

_APPLY = {
    "apply_singles": "apply<float, false>",
    "apply_singles_stored": "apply<float, true>",
    "apply_doubles": "apply<double, true>",
}

Shape = tuple[int, int, int]


@cache
def cupy() -> ModuleType:
    """Return CuPy; raise `InputError` where it or a device is missing."""
    try:
        import cupy
    except ImportError as error:
        raise InputError(
            "device",
            "'gpu' needs CuPy",
            "pip install 'ceralyte[gpu]' (CUDA 13; for CUDA 12: pip install cupy-cuda12x)",
        ) from error
    try:
        count = cupy.cuda.runtime.getDeviceCount()
    except cupy.cuda.runtime.CUDARuntimeError as error:
        raise InputError("device", f"'gpu', but {error}", "'cpu', or a working driver") from error
    if count == 0:
        raise InputError("device", "'gpu', but no NVIDIA GPU is there", "'cpu'")
    module: ModuleType = cupy
    return module


@cache
def kernels() -> Any:
    """Return the compiled module."""
    code = files(__package__).joinpath("kernels.cu").read_text("utf-8")
    return cupy().RawModule(
        code=code, options=("--std=c++17",), name_expressions=list(_APPLY.values())
    )


def kernel(name: str) -> Any:
    """Return one kernel by its name."""
    return kernels().get_function(_APPLY.get(name, name))


def launch_on_grid(name: str, shape: Shape, *arguments: Any) -> None:
    """Run a kernel with one thread per voxel of a grid; its sides are the last arguments."""
    np = cupy()
    n0, n1, n2 = shape
    grid = (-(-n2 // 32), -(-n1 // 8), n0)
    kernel(name)(grid, (32, 8), (*arguments, np.int32(n0), np.int32(n1), np.int32(n2)))


def launch_on_planes(name: str, blocks: int, shape: Shape, *arguments: Any) -> None:
    """Run a kernel with one block per plane; the sides of the grid are its last arguments."""
    np = cupy()
    kernel(name)((blocks,), (THREADS,), (*arguments, *(np.int32(n) for n in shape)))


def require_device_memory(what: str, needed: float, remedy: str) -> None:
    """Raise `MemoryLimitError` if `needed` bytes are more than 95 % of the GPU's free memory."""
    np = cupy()
    np.get_default_memory_pool().free_all_blocks()
    free, _ = np.cuda.runtime.memGetInfo()
    if needed > 0.95 * free:
        raise MemoryLimitError(f"{what} on the GPU", needed, 0.95 * free, remedy)
