"""Steady conduction on the voxels of an image, along axis 0, on a GPU.

The same equations as `voxel_faces` and `voxel_solve`, made and solved in the memory of the GPU.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from ceralyte.core.errors import InputError
from ceralyte.numerics.gpu.device import (
    cupy,
    launch_on_grid,
    launch_on_planes,
    require_device_memory,
)
from ceralyte.numerics.gpu.krylov import solve_for_unit_gradient
from ceralyte.numerics.gpu.multigrid import Array, DeviceStencil, device_stencil
from ceralyte.numerics.networks import Floats
from ceralyte.numerics.stencils import AnyStencil
from ceralyte.numerics.through_paths import through_paths
from ceralyte.transport.interfaces import Grains, Labels, Pair, face_resistances
from ceralyte.transport.steady import Steady, balanced
from ceralyte.transport.voxel_faces import (
    end_conductances,
    half_resistances,
    series_conductances,
    voxel_faces,
)
from ceralyte.transport.voxel_solve import VoxelSteady, axis_order, electrode_power

BYTES_PER_VOXEL = 64
"""Of the GPU's memory, at the peak of a solve."""

_LARGEST = 2**31 - 1
"""Voxels that labels of 32 bits can number."""


@dataclass(frozen=True)
class DeviceSteady(Steady):
    """Solution whose potential lies on the GPU; `number` is the axis of the image made axis 0."""

    host_stencil: Callable[[], AnyStencil]
    fluctuation: Array
    number: int

    def fields(self) -> tuple[Floats, Floats]:
        """Return potential and currents, see `Steady`."""
        return VoxelSteady(
            shape=self.shape,
            edges=self.edges,
            fluxes=self.fluxes,
            axis_currents=self.axis_currents,
            power=self.power,
            electrode_power=self.electrode_power,
            interface_power=self.interface_power,
            progress=self.progress,
            converged=self.converged,
            stencil=self.host_stencil(),
            fluctuation=cupy().asnumpy(self.fluctuation),
            number=self.number,
        ).fields()


def solve_on_gpu(
    phase: Labels,
    grain: Grains,
    relative: Floats,
    periodic: tuple[bool, bool, bool],
    interfaces: Mapping[Pair, float],
    electrode_resistance: float,
    number: int,
    tolerance: float,
    max_iterations: int,
) -> DeviceSteady | None:
    """Solve for a mean gradient of one potential unit per plane; None where no path leads through.

    Parameters
    ----------
    phase, grain : ndarray (nx, ny, nz)
        As the image has them; the axis `number` becomes axis 0.
    relative : ndarray (phases, 3)
        Conductivity of each phase number along the axes of the solver over a reference; the last
        one, 0, is that of what is not joined to both ends.
    periodic : tuple of 3 bool
        Along the axes of the solver, the first of them `number`.
    interfaces, electrode_resistance
        As `voxel_faces`.
    tolerance, max_iterations
        As `solve_on_voxels`.
    """
    _require(phase.size)
    image = cupy().ascontiguousarray(cupy().moveaxis(cupy().asarray(phase), number, 0))
    if not _keep_through_paths(image, relative, periodic):
        return None
    faces = _faces(image, np.moveaxis(grain, number, 0), relative, periodic, interfaces)
    stencil = device_stencil(faces, _ends(image, relative, periodic[0], electrode_resistance))
    finished = balanced(lambda x: _layer_fluxes(stencil, x), len(image), tolerance)

    solution = solve_for_unit_gradient(stencil, finished, max_iterations)
    totals = _sums(stencil, solution.x, image, relative)
    order = axis_order(number)
    n0, n1, n2 = phase.shape
    return DeviceSteady(
        shape=(n0, n1, n2),
        edges=np.ones(3),
        fluxes=_layer_fluxes(stencil, solution.x),
        axis_currents=totals[:3][[order.index(a) for a in range(3)]],
        power=totals[3:-1],
        electrode_power=electrode_power(
            cupy().asnumpy(stencil.ends[:2]),
            cupy().asnumpy(solution.x[[0, -1]]),
            cupy().asnumpy(image[[0, -1]]),
            half_resistances(relative),
        ),
        interface_power=float(totals[-1]),
        progress=solution.progress,
        converged=solution.converged,
        host_stencil=lambda: voxel_faces(
            cupy().asnumpy(image),
            np.moveaxis(grain, number, 0),
            relative,
            periodic,
            interfaces,
            electrode_resistance,
        ),
        fluctuation=solution.x,
        number=number,
    )


def _require(size: int) -> None:
    what, remedy = f"conduction through {size} voxels", "larger voxels, a smaller box or 'cpu'"
    if size > _LARGEST:
        raise InputError("device", f"'gpu' for {size} voxels", f"up to {_LARGEST}; {remedy}")
    require_device_memory(what, BYTES_PER_VOXEL * size, remedy)


def _keep_through_paths(image: Array, relative: Floats, periodic: tuple[bool, bool, bool]) -> bool:
    """Mark what is not joined to both ends as the last phase; say whether anything is left."""
    cut_off = len(relative) - 1
    if periodic[0]:
        host = cupy().asnumpy(image)
        kept = through_paths(np.take(relative[:, 0] > 0, host), periodic)
        image[~cupy().asarray(kept)] = cut_off
        return bool(kept.any())
    shape, (_, wraps1, wraps2) = image.shape, periodic
    label = cupy().empty(shape, np.int32)
    launch_on_grid("label_runs", shape, image, cupy().asarray(relative[:, 0] > 0), label)
    launch_on_grid("compress_labels", shape, label)
    wraps = np.int32(2 * wraps1 + 4 * wraps2)
    launch_on_grid("unite_neighbours", shape, label, wraps)
    launch_on_grid("compress_labels", shape, label)
    seen = cupy().zeros(image.size, np.uint8)
    for bit in (1, 2):
        launch_on_grid("mark_ends", shape, label, seen, np.int32(bit))
    launch_on_grid("cut_dead_ends", shape, label, seen, np.int32(cut_off), image)
    return bool((image[0] != cut_off).any())


def _faces(
    image: Array,
    grain: Grains,
    relative: Floats,
    periodic: tuple[bool, bool, bool],
    interfaces: Mapping[Pair, float],
) -> tuple[Array, Array, Array]:
    """Conductances of the faces across the three axes, as `voxel_faces` makes them."""
    table = cupy().asarray(series_conductances(relative))
    f0, f1, f2 = (cupy().empty(image.shape, np.float32) for _ in range(3))
    launch_on_grid("fill_faces", image.shape, image, table, np.int32(len(relative)), f0, f1, f2)
    if any(interfaces.values()):
        found = face_resistances(cupy().asnumpy(image), grain, periodic, interfaces)
        for face, (here, resistance) in zip((f0, f1, f2), found, strict=True):
            flat, places = face.ravel(), cupy().asarray(here)
            flat[places] = flat[places] / (1 + flat[places] * cupy().asarray(resistance))
    for axis, face in enumerate((f0, f1, f2)):
        if image.shape[axis] == 1 or not periodic[axis]:
            cupy().moveaxis(face, axis, 0)[-1] = 0
    return f0, f1, f2


def _ends(image: Array, relative: Floats, periodic: bool, electrode_resistance: float) -> Array:
    """Conductances of the first and the last plane to the electrodes, (2, n1, n2)."""
    if periodic:
        return cupy().zeros((2, *image.shape[1:]), np.float32)
    at_end = end_conductances(relative[:, 0], electrode_resistance).astype(np.float32)
    return cupy().asarray(at_end)[image[[0, -1]]]


def _layer_fluxes(stencil: DeviceStencil, x: Array) -> Floats:
    """Flux through every layer of faces across axis 0, as `voxel_solve.layer_fluxes`."""
    n0 = len(x)
    inner, outer = cupy().empty(n0), cupy().empty(2)
    launch_on_planes("fluxes", n0, x.shape, stencil.faces[0], x, inner)
    if not bool(stencil.ends.any()):
        return np.asarray(cupy().asnumpy(inner))
    launch_on_planes("end_fluxes", 2, x.shape, stencil.ends, x, outer)
    first, last = cupy().asnumpy(outer)
    return np.array([first, *cupy().asnumpy(inner[:-1]), last])


def _sums(stencil: DeviceStencil, x: Array, image: Array, relative: Floats) -> Floats:
    """Currents across the three axes, power in each phase, power at interfaces."""
    half = half_resistances(relative)
    sums = cupy().empty((len(x), 4 + len(relative)))
    phases = np.int32(len(relative))
    launch_on_planes(
        "sums", len(x), x.shape, *stencil.arrays, x, image, cupy().asarray(half), phases, sums
    )
    return np.asarray(cupy().asnumpy(sums).sum(axis=0))
