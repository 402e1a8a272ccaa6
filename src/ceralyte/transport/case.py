"""A structure with the values that its conduction depends on, and its solve by finite volumes."""

from collections.abc import Mapping
from typing import Literal, cast, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ceralyte.core.errors import ConvergenceError, InputError, UnknownNameError
from ceralyte.core.memory import require_memory
from ceralyte.core.quantities import Outcome, Quantity, Unavailable
from ceralyte.model.packing import PressedPacking
from ceralyte.model.results import Conduction
from ceralyte.model.structure import CERAMIC, PHASE_NAMES, Structure
from ceralyte.numerics.threads import threads_for
from ceralyte.numerics.through_paths import through_paths
from ceralyte.transport.gap_links import gap_links
from ceralyte.transport.gpu_solve import solve_on_gpu
from ceralyte.transport.grain_links import grain_links
from ceralyte.transport.inputs import (
    Axis,
    Boundary,
    axis_number,
    check_boundary,
    check_resistance,
    conductivity_by_phase,
    interfaces_by_phases,
)
from ceralyte.transport.interfaces import Grains, Labels
from ceralyte.transport.links import Floats
from ceralyte.transport.network_solve import NetworkProblem
from ceralyte.transport.steady import Steady
from ceralyte.transport.tensor_solve import BYTES_PER_VOXEL, solve_tensors_on_voxels
from ceralyte.transport.voxel_faces import (
    cut_off,
    half_resistances,
    phase_contacts,
    voxel_faces,
    write_by_label,
)
from ceralyte.transport.voxel_solve import axis_order, solve_on_voxels

Geometry = Literal["grains", "voxels"]
Device = Literal["cpu", "gpu"]

_BYTES_PER_VOXEL = 38
"""Peak of a solve on voxels on top of the image; measured: 21 to 38, the most with every voxel at
random and conductivities that differ along the axes."""

_BYTES_PER_WEAK_FACE = 22
"""What is added per face between two phases that conduct, one more than ten times the other, or in
one that does so along two axes, so that they do not share a node of the coarse levels; measured, on
top of the above: 0 to 21."""

_BYTES_AT_INTERFACES = (22, 18)
"""Peak while interfaces that resist are found: per voxel, and per face between two grains; measured
with grains of 4, 3, 2 and 1 voxels: 33, 34, 44 and 73 bytes per voxel in all."""

BYTES_PER_NODE = 330
"""Peak of a solve on grains on top of the image, per part of a grain in a cell."""

_CUT_OFF = len(PHASE_NAMES)

PARTS_PER_CELL = 1.5
"""Nodes per cell that holds ceramic: many cells hold parts of several grains."""

_VALIDITY = {
    "voxels": (
        "error bars of the image are not contained: binary voxels err to first order in the voxel "
        "size (walls lose, necks gain conductance); compare two voxel sizes and several samples"
    ),
    "grains": (
        "error of the grid: 2 % or less for contact radii above 0.2 of the grain's at 20 cells "
        "per grain, 7 % at 0.1; compare two voxel sizes and several samples"
    ),
}


class Case:
    """A structure with the values that its conduction depends on, checked."""

    def __init__(
        self,
        structure: Structure,
        conductivities: Mapping[str, ArrayLike],
        boundary: Boundary,
        interface_resistance: float | Mapping[str, float],
        electrode_resistance: float,
        geometry: Geometry | None,
        device: Device,
    ) -> None:
        if not isinstance(structure, Structure):
            raise InputError(
                "structure",
                f"got a {type(structure).__name__}",
                "a Structure: labels of phases and grains, and the size of a voxel",
            )
        self.structure, self.boundary = structure, boundary
        if boundary not in get_args(Boundary):
            raise UnknownNameError("boundary", str(boundary), get_args(Boundary))
        self.interfaces = interfaces_by_phases(structure, interface_resistance)
        check_resistance("electrode_resistance", electrode_resistance)
        if boundary == "periodic" and electrode_resistance > 0:
            raise InputError(
                "electrode_resistance",
                f"got {electrode_resistance:g} ohm m2 for a periodic cell, which has no electrodes",
                "0, or boundary 'electrodes'",
            )
        self.electrode_resistance = electrode_resistance
        self.tensors = conductivity_by_phase(structure, conductivities)
        means = np.array([tensors.mean(axis=0) for tensors in self.tensors])
        self.by_phase: Floats = np.diagonal(means, axis1=1, axis2=2)
        self.couples = any(_couples(tensors) for tensors in self.tensors)
        self.geometry = _geometry_of(structure, self.by_phase, self.couples, geometry)
        self.device = _device_for(self.geometry, self.couples, device)
        shares = np.array(list(structure.volume_fractions.values()))
        self.reference = float(self.by_phase[shares > 0].max())
        self._share = float(shares[self.conducts].sum())
        self._present = shares > 0

    @property
    def conducts(self) -> NDArray[np.bool_]:
        """Phase numbers that conduct, ndarray (phases,) bool."""
        return self.by_phase[:, 0] > 0

    def solved(
        self, axis: Axis, tolerance: float, max_iterations: int, raise_on_failure: bool
    ) -> Steady | None:
        """Return the solution; None where no path leads through."""
        check_boundary(self.structure, self.boundary, axis)
        if self.device == "cpu":
            self._require_memory()
        if self.reference == 0:
            return None
        solve = self._on_grains if self.geometry == "grains" else self._on_voxels
        steady = solve(axis_number(axis), tolerance, max_iterations)
        if steady is not None and not steady.converged and raise_on_failure:
            raise ConvergenceError(
                "conduction (flux balance)",
                steady.imbalance,
                tolerance,
                steady.progress.iterations,
            )
        return steady

    def _require_memory(self) -> None:
        cells = self.structure.phase.size
        grains = self.geometry == "grains"
        require_memory(
            f"conduction through {' x '.join(map(str, self.structure.shape))} voxels",
            int(BYTES_PER_NODE * PARTS_PER_CELL * self._share * cells)
            if grains
            else self._bytes_on_voxels(),
            "larger voxels or a smaller box",
        )

    def _bytes_on_voxels(self) -> int:
        cells = self.structure.phase.size
        if self.couples:
            return BYTES_PER_VOXEL * cells
        solving = _BYTES_PER_VOXEL * cells
        values = self.by_phase[:, 0] * self._present
        weak = (values > 0) & (10 * values < values[:, None])
        along = self.by_phase[self._present]
        weak[self._present, self._present] = 10 * along.min(axis=1) < along.max(axis=1)
        if weak.any():
            faces = phase_contacts(self.structure.phase, len(values))
            solving += _BYTES_PER_WEAK_FACE * int(faces[weak | weak.T].sum())
        if not any(self.interfaces.values()):
            return solving
        grain = self.structure.grain
        between = sum(int((grain != np.roll(grain, 1, axis)).sum()) for axis in range(3))
        per_voxel, per_face = _BYTES_AT_INTERFACES
        return max(solving, per_voxel * cells + per_face * between)

    def _resistances(self) -> tuple[dict[tuple[int, int], float], float]:
        """Interface and electrode resistances over that of a voxel of reference conductivity."""
        per_voxel = self.reference / self.structure.voxel_size
        interfaces = {pair: value * per_voxel for pair, value in self.interfaces.items()}
        return interfaces, self.electrode_resistance * per_voxel

    def _on_grains(self, axis: int, tolerance: float, max_iterations: int) -> Steady | None:
        pressed, shape = cast(PressedPacking, self.structure.particles), self.structure.shape
        electrodes = axis if self.boundary == "electrodes" else None
        interfaces, contact = self._resistances()
        if self.conducts[CERAMIC]:
            boundary = interfaces.get((CERAMIC, CERAMIC), 0.0)
            links = grain_links(pressed, shape, boundary, electrodes, contact)
        else:
            beside = int(np.argmax(self.by_phase[:, 0]))
            links = gap_links(pressed, shape, beside, electrodes, contact)
        problem = NetworkProblem(links, axis, self.boundary == "periodic")
        return problem.solve(tolerance, max_iterations) if problem.percolates else None

    def _on_voxels(self, axis: int, tolerance: float, max_iterations: int) -> Steady | None:
        structure, order = self.structure, axis_order(axis)
        wraps = [structure.periodic[a] for a in order]
        periodic = (self.boundary == "periodic", wraps[1], wraps[2])
        in_image = np.where(self._present[:, None], self.by_phase[:, order], 0)
        relative = np.vstack([in_image / self.reference, np.zeros(3)])
        interfaces, contact = self._resistances()
        if self.device == "gpu":
            return solve_on_gpu(
                structure.phase,
                structure.grain,
                relative,
                periodic,
                interfaces,
                contact,
                axis,
                tolerance,
                max_iterations,
            )
        every = np.moveaxis(structure.phase, axis, 0)
        phase = every.copy()
        conducting = np.empty(phase.shape, np.bool_)
        with threads_for(phase.size):
            write_by_label(self.conducts, phase, conducting)
            if not cut_off(through_paths(conducting, periodic), np.uint8(_CUT_OFF), phase):
                return None
        del conducting
        grain = np.moveaxis(structure.grain, axis, 0)
        if self.couples:
            material, tensors = self._materials(phase, grain, order)
            return solve_tensors_on_voxels(
                phase,
                grain,
                material,
                tensors,
                relative,
                periodic,
                interfaces,
                contact,
                axis,
                tolerance,
                max_iterations,
            )
        stencil = voxel_faces(phase, grain, relative, periodic, interfaces, contact)
        del phase
        half = half_resistances(relative)
        return solve_on_voxels(stencil, every, half, axis, tolerance, max_iterations)

    def _materials(
        self, phase: Labels, grain: Grains, order: list[int]
    ) -> tuple[NDArray[np.int32], Floats]:
        """Material of every voxel, and the relative tensors of all, along axes in `order`."""
        phases = [*self.tensors, np.zeros((1, 3, 3))]  # the last one is cut off
        first = np.cumsum([0, *map(len, phases)])
        material = first[phase].astype(np.int32)
        if len(phases[CERAMIC]) > 1:
            ceramic = phase == CERAMIC
            material[ceramic] += grain[ceramic] - 1
        tensors = np.concatenate(phases)[:, order][:, :, order]
        return material, tensors / self.reference

    def quantity(self, value: float, converged: str) -> Quantity:
        """Return a conductivity, S/m, from one over the reference conductivity."""
        grid = "grains cut by the grid" if self.geometry == "grains" else "voxels"
        return Quantity(
            value=self.reference * value,
            unit="S/m",
            method=f"finite volumes on {grid}, {self.boundary}",
            validity=converged or _VALIDITY[self.geometry],
        )

    def conduction(self, axis: Axis, steady: Steady | None) -> Conduction:
        """Return the record of a solution."""
        if steady is None:
            reason = f"no conducting path leads through the image along {axis}"
            if self.geometry == "grains":
                reason += (
                    "; grains that touch in points, as in a bed that nothing pressed, have none"
                )
            return Conduction(
                axis=axis,
                boundary=self.boundary,
                percolates=False,
                conductivity=Unavailable(unit="S/m", reason=reason),
                tortuosity_factor=Unavailable(unit="", reason=reason),
                geometry=self.geometry,
                dissipation={},
                flux_imbalance=0.0,
                residual=0.0,
                iterations=0,
                converged=True,
            )
        number = axis_number(axis)
        sides = steady.edges * steady.shape
        across = float(np.prod(sides)) / sides[number]
        value = float(steady.fluxes.mean()) * steady.edges[number] / across
        failed = "" if steady.converged else f"not converged: flux varies by {steady.imbalance:.1e}"
        conductivity = self.quantity(value, failed)
        return Conduction(
            axis=axis,
            boundary=self.boundary,
            percolates=True,
            conductivity=conductivity,
            tortuosity_factor=self._tortuosity_factor(conductivity, number),
            geometry=self.geometry,
            dissipation=_dissipation(
                steady, any(self.interfaces.values()), self.electrode_resistance > 0
            ),
            flux_imbalance=steady.imbalance,
            residual=steady.progress.residual,
            iterations=steady.progress.iterations,
            converged=steady.converged,
        )

    def fields(self, axis: Axis, steady: Steady | None) -> tuple[Floats, Floats]:
        """Potential (V) and current density (A/m2) of every voxel for 1 V over the structure."""
        if steady is None:
            return np.full(self.structure.shape, np.nan), np.zeros((3, *self.structure.shape))
        potential, currents = steady.fields()
        planes = steady.shape[axis_number(axis)]
        # A current of 1 is reference conductivity x reference length x 1 V per plane.
        edges = steady.edges * self.structure.voxel_size
        areas = np.prod(edges) / edges
        scale = self.reference * self.structure.voxel_size / planes / areas
        return potential / planes, currents * scale[:, None, None, None]

    def _tortuosity_factor(self, effective: Quantity, axis: int) -> Outcome:
        fraction = self.structure.volume_fractions[PHASE_NAMES[CERAMIC]]
        bulk = float(self.by_phase[CERAMIC, axis])
        if len(self.tensors[CERAMIC]) > 1:
            return Unavailable(unit="", reason="each grain of the ceramic conducts differently")
        if fraction == 0 or bulk == 0:
            return Unavailable(unit="", reason="there is no conducting ceramic to compare with")
        return Quantity(
            value=fraction * bulk / effective.value,
            unit="",
            method="ceramic volume fraction x ceramic conductivity / effective conductivity",
            validity=effective.validity,
        )


def _couples(tensors: Floats) -> bool:
    """Whether tensors couple axes, or differ from grain to grain."""
    return len(tensors) > 1 or bool((tensors[0] != np.diag(np.diagonal(tensors[0]))).any())


def _geometry_of(
    structure: Structure, by_phase: Floats, couples: bool, wanted: Geometry | None
) -> Geometry:
    """Return the geometry to solve on; raise `InputError` if the wanted one does not exist."""
    if wanted not in (None, *get_args(Geometry)):
        raise UnknownNameError("geometry", str(wanted), get_args(Geometry))
    if wanted == "voxels":
        return "voxels"
    obstacle = _why_no_grains(structure, by_phase, couples)
    if obstacle is None:
        return "grains"
    if wanted == "grains":
        raise InputError("geometry", f"'grains', but {obstacle}", "'voxels'")
    return "voxels"


def _device_for(geometry: Geometry, couples: bool, device: Device) -> Device:
    """Return the device; raise `InputError` if it does not exist or cannot solve this geometry."""
    if device not in get_args(Device):
        raise UnknownNameError("device", str(device), get_args(Device))
    if device == "gpu" and geometry == "grains":
        raise InputError("device", "'gpu' for grains cut by the grid", "geometry 'voxels'")
    if device == "gpu" and couples:
        raise InputError("device", "'gpu' for full tensors", "'cpu'")
    return device


def _why_no_grains(structure: Structure, by_phase: Floats, couples: bool) -> str | None:
    pressed = structure.particles
    if pressed is None:
        return "the particles of this image are not known"
    if pressed.particles.obstacles is not None or structure.volume_fractions["substrate"] > 0:
        return "fibres or an electrode cut into the grains"
    shares = structure.volume_fractions
    beside = [k for k, name in PHASE_NAMES.items() if k != CERAMIC and shares[name] > 0]
    conducting = [k for k in beside if by_phase[k, 0] > 0]
    if couples or (by_phase != by_phase[:, :1]).any():
        return "a phase conducts differently along the axes"
    if conducting and by_phase[CERAMIC, 0] > 0:
        return "other phases than the ceramic conduct"
    if conducting and len(beside) > 1:
        return "several phases lie between the grains"
    return None


def _dissipation(steady: Steady, interfaces: bool, electrodes: bool) -> dict[str, float]:
    """Share of the power in each phase and, if any resist, in interfaces and electrodes."""
    inside = steady.power - steady.electrode_power if electrodes else steady.power
    shares = {PHASE_NAMES[k]: float(p) for k, p in enumerate(inside[:_CUT_OFF]) if p > 0}
    if interfaces:
        shares["interfaces"] = max(steady.interface_power, 0.0)
    if electrodes:
        shares["electrodes"] = float(steady.electrode_power.sum())
    total = sum(shares.values())
    return {name: value / total for name, value in shares.items()}
