"""Impedance spectrum of a labelled voxel image.

Every face of the voxels has a class (pair of phases, tilt of a grain boundary, electrode), so that
one small table per frequency is the whole operator. A few real solutions, at points of the decay
axis, span a small model whose quadratic forms are sums per class: it costs nothing per frequency.
A point that the others tell well enough is left out.
One pass over the grid computes its residuals at all frequencies, and how much energy such residuals
hold is known from the real solutions. Where that may be too much another point near by is solved.
Where that does not help it is measured with the real multigrid; where it is too much, conjugate
orthogonal conjugate gradients improve it and the result joins the model.
"""

from collections.abc import Callable, Mapping, Sequence
from math import pi, sqrt

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.errors import ConvergenceError
from ceralyte.core.memory import require_memory
from ceralyte.model.impedance import Admittance, ImpedanceSpectrum
from ceralyte.model.structure import Structure
from ceralyte.numerics.classed import Complexes, apply_classed, real_stencil
from ceralyte.numerics.complex_krylov import improve_complex, recent
from ceralyte.numerics.krylov import Progress, conjugate_gradients
from ceralyte.numerics.multigrid import Joined, Multigrid
from ceralyte.numerics.network_coarsening import STRONG
from ceralyte.numerics.stencils import AnyStencil, Floats, Singles, apply, residual_between_ends
from ceralyte.numerics.threads import at_most_threads, threads_for
from ceralyte.numerics.through_paths import through_paths
from ceralyte.transport.impedance.faces import Faces
from ceralyte.transport.impedance.inputs import ByAxis, admittance_by_phase, check_frequencies
from ceralyte.transport.impedance.reduced import ReducedModel
from ceralyte.transport.inputs import (
    Axis,
    axis_number,
    check_boundary,
    check_grain_labels,
    check_tolerance,
)
from ceralyte.transport.voxel_solve import axis_order

Precondition = Callable[[Floats], Floats | Singles]

_FARTHEST = 10 ** (4 / 3)
_NEAREST = 10 ** (2 / 3)
"""Ratio of two neighbouring points of the decay axis at most, and where to stop halving."""
_MARGIN = 4.0
"""Over the most energy that residuals were found to hold, estimated or measured."""
_STRICTER = 0.03
"""Tolerance of a potential of the small model, over that of the spectrum, and relative to the real
part of the admittance: behind a gap it is tiny, and should still be right."""
_KNOWN = 0.3
"""In the same unit: the error of a potential by others, up to which it is left out. With a tenth of
it up to two more points are solved, with three times it frequencies may have to be measured."""
_LEAST_LOSS = 1e-9
"""Real part of an admittance, over its modulus, that is worth any effort."""
_BYTES_PER_VOXEL = 224.0
"""With as many potentials as a spectrum over nine decades took, see ``benchmarks/impedance.py``."""
_VALIDITY = (
    "quasi-static; between electrodes on the outer faces of the image; error bars of the image are "
    "not contained: binary voxels err to first order in the voxel size"
)


def impedance_spectrum(
    structure: Structure,
    frequencies: Sequence[float] | NDArray[np.float64],
    phases: Mapping[str, Admittance | Sequence[Admittance]],
    *,
    grain_boundary: Admittance | None = None,
    electrode: Admittance | None = None,
    axis: Axis = "z",
    tolerance: float = 1e-4,
    max_iterations: int = 1000,
) -> ImpedanceSpectrum:
    """Compute the impedance of an image between two electrodes by finite volumes on its voxels.

    Parameters
    ----------
    structure : Structure
    frequencies : sequence of float
        Hz, positive, in any order.
    phases : mapping of str to Admittance, or to three
        Per length, by phase name: `bulk_admittance(conductivity, relative_permittivity)`; three
        are those along x, y and z. Every phase in the image needs one, but the pore, which is
        vacuum unless told otherwise.
    grain_boundary : Admittance, optional
        Per area, between two different grains of ceramic: `interface_admittance(resistance,
        capacitance)`. Voxel faces are weighted by the tilt of the pair of grains.
    electrode : Admittance, optional
        Per area, at each of the two electrodes. None: reversible, without resistance. Blocking:
        `interface_admittance(None, capacitance)`.
    axis : {"x", "y", "z"}
        Direction of the current. The lateral sides follow `structure.periodic`.
    tolerance : float
        Largest estimated error of the impedance, over its modulus without the electrodes.
    max_iterations : int
        Of each of the linear solves.

    Returns
    -------
    ImpedanceSpectrum

    Raises
    ------
    InputError
        Unknown name, a phase without an admittance, a frequency that is not positive, no grain
        labels, fewer than two voxels along `axis`.
    MemoryLimitError
    ConvergenceError

    Notes
    -----
    Real solutions on the decay axis (``i w`` replaced by ``w``) span a small model: at the ends of
    the band, and halfway between two others where those tell too little. At every frequency its
    residual is computed, and the energy of the error estimated from it: by the most that residuals
    held at the points of the decay axis, where their energy is known. Where that is too much a
    further point there is solved, as long as that helps. What is left is measured with a multigrid
    preconditioner; where it still is too much, conjugate orthogonal conjugate gradients take over
    and their solution joins the model.

    Validity
    --------
    Exact for the voxels given, not for what they stand for: see the `validity` of the result.

    Examples
    --------
    >>> import numpy as np
    >>> from ceralyte.model import Structure, bulk_admittance
    >>> ceramic = np.ones((4, 4, 4), np.uint8)
    >>> block = Structure(ceramic, ceramic.astype(np.int32), 1e-6, (False, False, False))
    >>> spectrum = impedance_spectrum(block, [1.0], {"ceramic": bulk_admittance(0.25, 40.0)})
    >>> round(float(spectrum.conductivity[0].real), 6)
    0.25
    """
    hertz = check_frequencies(frequencies)
    check_boundary(structure, "electrodes", axis)
    check_tolerance("tolerance", tolerance, 1e-8)
    by_phase = admittance_by_phase(structure, phases)
    if grain_boundary is not None:
        check_grain_labels(structure, "grain_boundary", "an admittance is given")
    omega = 2 * pi * hertz
    low, high = float(omega.min()), float(omega.max())
    require_memory(
        f"an impedance spectrum of {' x '.join(map(str, structure.shape))} voxels",
        _BYTES_PER_VOXEL * structure.phase.size,
        "larger voxels, a smaller box or a narrower band",
    )
    solver = _Solver(structure, by_phase, grain_boundary, electrode, axis, tolerance)
    with threads_for(structure.phase.size):
        iterations = _survey(solver, low, high, max_iterations)
        doubtful, before = solver.doubtful(omega), len(omega)
        while 0 < len(doubtful) < before:  # where the others are known
            before = len(doubtful)
            iterations += sum(solver.learn_amid(near, max_iterations) for near in _groups(doubtful))
            doubtful = solver.doubtful(doubtful)
        iterations += sum(solver.certify(near, max_iterations) for near in _groups(doubtful))
    impedance = np.array([solver.areal_impedance(w) for w in omega])
    return ImpedanceSpectrum(
        frequencies=tuple(hertz.tolist()),
        real=tuple(impedance.real.tolist()),
        imaginary=tuple(impedance.imag.tolist()),
        thickness=structure.shape[axis_number(axis)] * structure.voxel_size,
        percolates=solver.percolates,
        errors=tuple(solver.errors[w] for w in omega),
        iterations=iterations,
        axis=axis,
        method="finite volumes on voxels, complex",
        validity=_VALIDITY,
    )


class _Solver:
    """An image with its admittances and the small model of it."""

    def __init__(
        self,
        structure: Structure,
        by_phase: Sequence[ByAxis],
        grain_boundary: Admittance | None,
        electrode: Admittance | None,
        axis: Axis,
        tolerance: float,
    ) -> None:
        number = axis_number(axis)
        order = axis_order(number)
        turned = [(y[order[0]], y[order[1]], y[order[2]]) for y in by_phase]
        lateral = tuple(structure.periodic[a] for a in range(3) if a != number)
        phase = np.ascontiguousarray(np.moveaxis(structure.phase, number, 0))
        grain = np.ascontiguousarray(np.moveaxis(structure.grain, number, 0))
        self._faces = Faces(
            phase,
            grain,
            (lateral[0], lateral[1]),
            structure.voxel_size,
            boundaries=grain_boundary is not None,
            directional=any(y[0] != along for y in by_phase for along in y),
        )
        conducts = np.array([y[0].conductance > 0 for y in by_phase])[phase]
        passes = grain_boundary is None or grain_boundary.conductance > 0
        periodic = (False, lateral[0], lateral[1])
        self.percolates = passes and bool(through_paths(conducts, periodic).any())
        self._elements = (turned, grain_boundary, electrode)
        self._tolerance = tolerance
        self._shape = phase.shape
        self._per_area = phase[0].size * structure.voxel_size
        self._model = ReducedModel(self._faces.grid, self._faces.count)
        falling = 1 - (np.arange(len(phase)) + 0.5) / len(phase)
        self._model.add(np.repeat(falling, phase[0].size).reshape(phase.shape))
        self.errors: dict[float, float] = {}
        self._ranks, self._joined = np.empty(0, np.bool_), Joined()
        self._underestimate = 1.0
        self._energy_per_residual = 0.0  # until a point is solved

    def areal_impedance(self, omega: float) -> complex:
        """Areal impedance by the small model, ohm m2."""
        return complex(self._per_area / self._model.solve(self._table(1j * omega))[1])

    def learn_amid(self, omegas: NDArray[np.float64], max_iterations: int) -> int:
        """Learn the point amid frequencies near each other, however well it is known."""
        return self.learn(sqrt(omegas.min() * omegas.max()), max_iterations, known=0.0)

    def learn(self, s: float, max_iterations: int, known: float = _KNOWN) -> int:
        """Take the potential at a real `s` into the model, unless it is known well from others.

        That is, if these tell it with an error of `known` times the tolerance at most. Returns the
        iterations it took.
        """
        table = self._table(s).real
        weights, _ = self._model.solve(table)
        _, current = self._model.solve(self._table(1j * s))
        scale = max(abs(current.real), _LEAST_LOSS * abs(current))
        allowed = self._tolerance * scale
        wanted = _STRICTER * allowed
        stencil = real_stencil(self._faces.grid, table)
        potential, residual = self._model.potential(weights.real), np.empty(self._shape)
        energies = residual_between_ends(*stencil.operands, potential, residual)
        on_diagonal = float(energies.sum())
        if 0 < _MARGIN * self._energy_per_residual * on_diagonal <= known * allowed:
            return 0
        gaps: list[float] = []
        gained: list[float] = []

        def finished(_x: Floats, progress: Progress) -> bool:
            gaps.append(progress.energy_gap)
            gained.append(progress.work)
            lately = gained[-1] - gained[max(len(gained) - 1 - recent(len(gained)), 0)]
            return max(gaps[-1], lately) <= wanted

        solution = conjugate_gradients(
            lambda p, q: float(apply(*stencil.operands, p, q).sum()),
            self._preconditioner(table, stencil),
            residual,
            finished,
            max_iterations,
        )
        progress = solution.progress
        if not solution.converged:
            raise ConvergenceError(
                f"impedance at {s / (2 * pi):.3g} Hz (decay)",
                progress.energy_gap / scale,
                _STRICTER * self._tolerance,
                progress.iterations,
            )
        if len(gaps) > 1 and gaps[1] > 0:
            self._underestimate = max(self._underestimate, gained[-1] / gaps[1])
        if progress.iterations:
            self._energy_per_residual = max(self._energy_per_residual, gained[-1] / on_diagonal)
            potential += solution.x
            self._model.add(potential)
        return progress.iterations

    def doubtful(self, omega: NDArray[np.float64]) -> NDArray[np.float64]:
        """Estimate the error at frequencies; return those where it may be too large."""
        tables = np.array([self._table(1j * w) for w in omega])
        solved = [self._model.solve(table) for table in tables]
        weights = np.array([weights for weights, _ in solved])
        worst = _MARGIN * max(self._energy_per_residual, 1.0)
        energies = worst * self._model.residual_energies(tables, weights)
        scales = [self._scale(w, current) for w, (_, current) in zip(omega, solved, strict=True)]
        self.errors.update(zip(omega.tolist(), (energies / scales).tolist(), strict=True))
        return omega[energies > self._tolerance * np.array(scales)]

    def certify(self, omegas: NDArray[np.float64], max_iterations: int) -> int:
        """Measure the error at frequencies near each other, and mend it where it is too large."""
        table = self._table(sqrt(omegas.min() * omegas.max())).real
        precondition = self._preconditioner(table, real_stencil(self._faces.grid, table))
        return sum(self._certify(w, precondition, max_iterations) for w in omegas.tolist())

    def _certify(self, omega: float, precondition: Precondition, max_iterations: int) -> int:
        table = self._table(1j * omega)
        weights, current = self._model.solve(table)
        grid = self._faces.grid
        x = np.empty(self._shape, complex)
        x.real = self._model.potential(weights.real)
        x.imag = self._model.potential(weights.imag)
        residual = np.empty_like(x)
        apply_classed(*grid, table, x, residual)
        np.negative(residual, out=residual)
        residual[0] += table[grid.ends[0]]
        scale = self._scale(omega, current)
        iterations, gap = improve_complex(
            lambda p, q: complex(apply_classed(*grid, table, p, q).sum()),
            precondition,
            x,
            residual,
            self._tolerance * scale,
            max_iterations,
            underestimate=_MARGIN * self._underestimate,
        )
        self.errors[omega] = gap / scale
        if gap > self._tolerance * scale:
            raise ConvergenceError(
                f"impedance at {omega / (2 * pi):.3g} Hz", gap / scale, self._tolerance, iterations
            )
        if iterations:
            self._model.add(np.ascontiguousarray(x.real))
            self._model.add(x.real + x.imag)
        return 2 * iterations

    def _scale(self, omega: float, current: complex) -> float:
        """Energy of the error that changes the impedance, less the electrodes', by its modulus."""
        impedance, electrode = 1 / current, self._elements[2]
        if electrode is not None:  # both carry the same current everywhere
            impedance -= 2 / (electrode.at(1j * omega) * self._per_area)
        return abs(current) ** 2 * abs(impedance)

    def _preconditioner(self, table: Floats, stencil: AnyStencil) -> Precondition:
        """Multigrid; what is joined is known where conductances compare as they did last time."""
        single = table.astype(np.float32).astype(float)  # compared as `parts_of_blocks` does
        ranks = np.array([single[:, None] > single, single[:, None] >= STRONG * single])
        if not np.array_equal(ranks, self._ranks):
            self._ranks, self._joined = ranks, Joined()
        with at_most_threads(1):  # the coarsest operator is small, and built by many short kernels
            return Multigrid(stencil, joined=self._joined)

    def _table(self, s: complex) -> Complexes:
        return self._faces.table(s, *self._elements)


def _groups(omegas: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """Frequencies that are at most `_FARTHEST` apart, rising."""
    left, groups = np.sort(omegas), []
    while len(left):
        near = left <= _FARTHEST * left[0]
        groups.append(left[near])
        left = left[~near]
    return groups


def _survey(solver: _Solver, low: float, high: float, max_iterations: int) -> int:
    """Learn the ends of a band of the decay axis, and middles where neighbours tell too little.

    Every point of the band is at most `_FARTHEST` from one that was asked for. Returns the
    iterations it took.
    """
    iterations = sum(solver.learn(s, max_iterations) for s in dict.fromkeys([low, high]))
    intervals = [(low, high)] if high > _FARTHEST * low else []
    while intervals:
        low, high = intervals.pop(0)
        middle = sqrt(low * high)
        took = solver.learn(middle, max_iterations)
        iterations += took
        if middle > _FARTHEST * low or (took and middle > _NEAREST * low):
            intervals += [(low, middle), (middle, high)]
    return iterations
