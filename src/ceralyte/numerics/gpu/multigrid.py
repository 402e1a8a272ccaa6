"""Multigrid preconditioner for the seven-point operator, on a GPU, in single precision."""

from dataclasses import dataclass
from math import prod
from typing import Any, Protocol

import numpy as np

from ceralyte.numerics.gpu.device import (
    PLANES,
    THREADS,
    Shape,
    cupy,
    kernel,
    launch_on_grid,
)

_COARSEST = 216
"""Voxels up to which a level is solved directly."""

_RIDGE = 1e-3
"""Added to the diagonal of the coarsest level, over its largest entry: isolated parts and
periodic cells have no unique solution."""

Array = Any  # of CuPy, which ships no types


@dataclass(frozen=True)
class DeviceStencil:
    """A `Stencil` in the memory of a GPU; `ends` has two planes.

    Attributes
    ----------
    faces : tuple of 3 arrays (n0, n1, n2) float32
    ends : array (2, n1, n2) float32
    odd : int
        Bit `axis` is set where the grid is odd and closed to a ring along that axis.
    """

    faces: tuple[Array, Array, Array]
    ends: Array
    odd: int

    @property
    def shape(self) -> Shape:
        """Voxels along each axis."""
        n0, n1, n2 = self.faces[0].shape
        return n0, n1, n2

    @property
    def arrays(self) -> tuple[Array, ...]:
        """First arguments of the kernels."""
        return (*self.faces, self.ends)


def device_stencil(faces: tuple[Array, Array, Array], ends: Array) -> DeviceStencil:
    """Return the stencil of some faces and ends."""
    rings = (
        n % 2 == 1 and bool(cupy().moveaxis(face, axis, 0)[-1].any())
        for axis, (n, face) in enumerate(zip(faces[0].shape, faces, strict=True))
    )
    return DeviceStencil(faces, ends, sum(ring << axis for axis, ring in enumerate(rings)))


class Sums:
    """Three sums over a grid, made block by block in a fixed order, kept on the device."""

    def __init__(self, shape: Shape) -> None:
        n0, n1, n2 = shape
        self.grid = (-(-n2 // 32), -(-n1 // 8), -(-n0 // PLANES))
        self.partial = cupy().empty((3, prod(self.grid)))
        self.values = cupy().empty(3)

    def of_product(self, name: str, stencil: DeviceStencil, x: Array, *others: Array) -> Array:
        """Run `apply`: sums of x.Ax, x.u and x.w; `others` are y, u and w."""
        sides = tuple(np.int32(n) for n in stencil.shape)
        arguments = (*stencil.arrays, x, *others, self.partial, *sides)
        kernel(name)(self.grid, (32, 8), arguments)
        count = np.int32(self.partial.shape[1])
        kernel("finish")((3,), (THREADS,), (self.partial, count, self.values))
        return self.values


class Solver(Protocol):
    """A coarse system that can be solved, more or less."""

    @property
    def shape(self) -> Shape:
        """Of its grid."""

    def solved(self, b: Array) -> Array:
        """Return a solution of ``A x = b``; it is overwritten next time."""


class Level:
    """One grid of the hierarchy, smoothed by Gauss-Seidel sweeps over its colours."""

    def __init__(self, stencil: DeviceStencil, below: Solver) -> None:
        self.stencil, self.below = stencil, below
        self._coarse_rhs = cupy().empty(below.shape, np.float32)

    def cycle(self, b: Array, x: Array) -> None:
        """Write an approximate solution of ``A x = b`` into x."""
        colours = 3 if self.stencil.odd else 2
        for colour in range(colours):
            self._relax(b, x, colour, fresh=colour == 0)
        last = np.int32(colours - 1)
        odd, shape = np.int32(self.stencil.odd), self.stencil.shape
        arrays = (*self.stencil.arrays, b, x, self._coarse_rhs, odd, last)
        _launch_on_blocks("restrict_residual", shape, *arrays)
        correction = self.below.solved(self._coarse_rhs)
        launch_on_grid("prolong_add", shape, correction, x, odd, last)
        for colour in reversed(range(colours)):
            self._relax(b, x, colour, fresh=False)

    def _relax(self, b: Array, x: Array, colour: int, *, fresh: bool) -> None:
        flags = (np.int32(self.stencil.odd), np.int32(colour), np.int32(fresh))
        launch_on_grid("relax", self.stencil.shape, *self.stencil.arrays, b, x, *flags)


class CoarseLevel(Level):
    """A grid whose system is solved by two steps of conjugate gradients around its cycle."""

    def __init__(self, stencil: DeviceStencil, below: Solver) -> None:
        super().__init__(stencil, below)
        self.shape = stencil.shape
        self._x, self._d, self._v, self._left = cupy().empty((4, *self.shape), np.float32)
        self._first, self._second = Sums(self.shape), Sums(self.shape)

    def solved(self, b: Array) -> Array:
        """Return an approximate solution of ``A x = b``; it is overwritten next time."""
        c, d, v, left = self._x, self._d, self._v, self._left
        self.cycle(b, c)
        first = self._first.of_product("apply_singles_stored", self.stencil, c, v, b, b)
        _launch_flat("leave", c.size, b, v, first, left)
        self.cycle(left, d)
        second = self._second.of_product("apply_singles", self.stencil, d, d, v, left)
        _launch_flat("combine", c.size, c, d, first, second)
        return c


class Coarsest:
    """The last grid, solved by a dense inverse."""

    def __init__(self, stencil: DeviceStencil) -> None:
        self.shape = stencil.shape
        matrix = _dense(stencil)
        ridge = _RIDGE * max(float(matrix.diagonal().max()), 1e-30)
        inverse = np.linalg.inv(matrix + ridge * np.eye(len(matrix)))
        self._inverse = cupy().asarray(inverse.astype(np.float32))
        self._x = cupy().empty(self.shape, np.float32)

    def solved(self, b: Array) -> Array:
        """Return the solution of ``A x = b``; it is overwritten next time."""
        _launch_flat("multiply_dense", b.size, self._inverse, b, self._x, width=np.int32)
        return self._x


class DeviceMultigrid:
    """One cycle of multigrid as an approximate inverse of a stencil.

    Blocks of 2 x 2 x 2 voxels share one correction; strong faces between blocks count half, for
    blocks lie twice as far apart. Coarse systems are solved by two steps of conjugate gradients
    preconditioned by the next level (K-cycle). All launches of a cycle are recorded once, as a
    graph of the device.

    Parameters
    ----------
    stencil : DeviceStencil
    b, z : arrays (n0, n1, n2) float32
        Where a cycle reads the residual and writes its result.

    Notes
    -----
    `Multigrid` on the CPU keeps parts of a block that no strong face joins apart; here a block is
    one unknown, which is simpler and faster, and takes more steps where grain boundaries resist.
    """

    def __init__(self, stencil: DeviceStencil, b: Array, z: Array) -> None:
        stencils = [stencil]
        while prod(stencils[-1].shape) > _COARSEST:
            stencils.append(coarsened(stencils[-1]))
        below: Solver = Coarsest(stencils.pop())
        for coarse in reversed(stencils[1:]):
            below = CoarseLevel(coarse, below)

        finest = Level(stencil, below) if stencils else None

        def cycle() -> None:
            if finest is None:
                z[...] = below.solved(b)
            else:
                finest.cycle(b, z)

        self._held = (finest, below)  # the graph points into their memory
        cycle()  # loads the kernels, which recording could not
        self._stream = cupy().cuda.get_current_stream()
        self._stream.begin_capture()
        cycle()
        self._graph = self._stream.end_capture()

    def __call__(self) -> None:
        """Run the cycle."""
        self._graph.launch(self._stream)


def coarsened(stencil: DeviceStencil) -> DeviceStencil:
    """Return the stencil of the blocks of 2 x 2 x 2 voxels."""
    n0, n1, n2 = stencil.shape
    half = ((n0 + 1) // 2, (n1 + 1) // 2, (n2 + 1) // 2)
    c0, c1, c2 = cupy().empty((3, *half), np.float32)
    _launch_on_blocks("coarsen_faces", stencil.shape, *stencil.faces, c0, c1, c2)
    ends = cupy().empty((2, *half[1:]), np.float32)
    grid = (-(-half[2] // 32), -(-half[1] // 8), 2)
    kernel("coarsen_ends")(grid, (32, 8), (stencil.ends, ends, np.int32(n1), np.int32(n2)))
    return device_stencil((c0, c1, c2), ends)


def _dense(stencil: DeviceStencil) -> np.ndarray:
    """The operator of a small grid as a matrix, on the host."""
    shape = stencil.shape
    number = np.arange(prod(shape)).reshape(shape)
    matrix = np.zeros((number.size, number.size))
    for axis, face in enumerate(stencil.faces):
        value = cupy().asnumpy(face).ravel().astype(float)
        here, there = number.ravel(), np.roll(number, -1, axis=axis).ravel()
        for a, b in ((here, there), (there, here)):
            np.add.at(matrix, (a, a), value)
            np.add.at(matrix, (a, b), -value)
    ends = cupy().asnumpy(stencil.ends)
    for plane, end in zip((number[0], number[-1]), ends, strict=True):
        np.add.at(matrix, (plane.ravel(), plane.ravel()), end.ravel())
    return matrix


def _launch_flat(name: str, size: int, *arguments: Any, width: type = np.int64) -> None:
    """Run a kernel with one thread per entry; their number is its last argument."""
    kernel(name)((-(-size // THREADS),), (THREADS,), (*arguments, width(size)))


def _launch_on_blocks(name: str, shape: Shape, *arguments: Any) -> None:
    """Run a kernel with one thread per block of 2 x 2 x 2 voxels of a grid of this shape."""
    half = [(n + 1) // 2 for n in shape]
    grid = (-(-half[2] // 32), -(-half[1] // 8), half[0])
    kernel(name)(grid, (32, 8), (*arguments, *(np.int32(n) for n in shape)))
