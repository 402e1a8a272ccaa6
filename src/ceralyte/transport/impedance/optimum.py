"""The best parameters of a circuit for a spectrum: a search over time constants, then descent."""

from itertools import combinations
from math import log, sqrt
from typing import NamedTuple

import numpy as np
from scipy.optimize import OptimizeResult, least_squares, nnls

from ceralyte.core.quantities import Record
from ceralyte.model.impedance import Complexes
from ceralyte.transport.impedance.circuits import (
    Circuit,
    Floats,
    derivatives,
    elements,
    impedance,
    limits,
)

_FLOOR = 1e-4
"""Relative misfit below which no further element is worth its place: instruments err more."""
_PER_BAND = 12
_STARTS = 5
"""Descents of each search: of 150 random spectra of three arcs and electrodes one clearly misses
the best fit with 5, eight with 3 of one search alone."""
_EXPONENT = 0.9
_EVALUATIONS = 100
_NEGLIGIBLE = 1e-9


class Optimum(Record):
    """A circuit with its best parameters, relative misfit and criterion.

    `root` is a matrix whose Gram matrix is the covariance of the parameters.
    """

    circuit: Circuit
    parameters: Floats
    root: Floats
    misfit: float
    criterion: float

    def std(self, weights: Floats, at: list[int]) -> float:
        """Return the standard deviation of the weighted sum of the parameters `at`."""
        return float(np.linalg.norm(self.root[:, at] @ weights))


class _Pool(NamedTuple):
    """Arcs to choose from: logarithms of time constants (s), and exponents; the electrode's."""

    times: list[float]
    exponents: list[float]
    electrode: float


def fit_parameters(
    circuit: Circuit, omega: Floats, z: Complexes, peaks: tuple[float, ...]
) -> Optimum:
    """Fit one circuit to impedances z (ohm m2) at omega (1/s).

    Misfit has many minima over the time constants, and is linear in everything else but the
    exponents. So time constants are first taken from a grid over the band and from `peaks`, those
    of the relaxation times (s), in every combination, each with its best amplitudes that are not
    negative; the best combinations are where the descent starts. Once the exponents of the large
    arcs are known, small ones show that a wrong exponent had hidden: the search is made again
    with the arcs found in place of the peaks.
    """
    low, high = limits(circuit, omega, float(np.abs(z).max()))
    weight = 1 / np.abs(z)

    def misfit(parameters: Floats) -> Floats:
        return _parted((impedance(circuit, parameters, omega) - z) * weight)

    def slopes(parameters: Floats) -> Floats:
        return _parted(derivatives(circuit, parameters, omega) * weight[:, None])

    def descended(start: Floats) -> OptimizeResult:
        return least_squares(
            misfit,
            np.clip(start, low + 1e-6, high - 1e-6),
            slopes,
            bounds=(low, high),
            x_scale="jac",
            max_nfev=_EVALUATIONS,
        )

    first, last = 1 / omega.max(), 1 / omega.min()
    grid = np.linspace(log(0.3 * first), log(last), _PER_BAND).tolist()
    inside = [log(tau) for tau in peaks if 0.3 * first < tau < last]
    pool = _Pool([*inside, *grid], [_EXPONENT] * (len(inside) + len(grid)), _EXPONENT)
    found = [descended(start) for start in _starts(circuit, omega, z, pool)]
    best = min(found, key=lambda result: result.cost)
    pool = _around(circuit, best.x, grid)
    found = [descended(start) for start in _starts(circuit, omega, z, pool, circuit.arcs)]
    best = min([best, *found], key=lambda result: result.cost)
    n, k = 2 * len(omega), circuit.parameters
    fixed = [j for j in circuit.exponents if best.active_mask[j]]
    variance = max(2 * best.cost / max(n - k, 1), 1e-32)
    squares = 2 * best.cost + n * _FLOOR**2
    return Optimum(
        circuit=circuit,
        parameters=best.x,
        root=_root(np.asarray(best.jac), fixed) * sqrt(variance),
        misfit=float(np.sqrt(2 * best.cost / len(omega))),
        criterion=n * log(squares / n) + k * log(n),
    )


def _around(circuit: Circuit, parameters: Floats, grid: list[float]) -> _Pool:
    """The arcs found, and those of the grid."""
    found = [parameters[k + 1 : k + 3].tolist() for k in circuit.resistances]
    return _Pool(
        [*(time for time, _ in found), *grid],
        [*(exponent for _, exponent in found), *[_EXPONENT] * len(grid)],
        float(parameters[-1]),
    )


def _parted(values: Complexes) -> Floats:
    return np.concatenate([values.real, values.imag])


def _starts(
    circuit: Circuit, omega: Floats, z: Complexes, pool: _Pool, known: int = 0
) -> list[Floats]:
    """Parameters for the best combinations of arcs of the pool that differ in two or more.

    The combination of the first `known` is none of them; they may stand together in others.
    """
    whole = Circuit(circuit.inductance, circuit.series, len(pool.times), circuit.electrode)
    weight = 1 / np.abs(z)
    unit = np.zeros(whole.parameters)
    unit[[k + 1 for k in whole.resistances]] = pool.times
    unit[[k + 2 for k in whole.resistances]] = pool.exponents
    if whole.electrode:
        unit[-1] = pool.electrode
    columns = _parted(
        np.stack([e for e, _ in elements(whole, unit, omega)], axis=1) * weight[:, None]
    )
    scale = np.linalg.norm(columns, axis=0)
    columns, wanted = columns / scale, _parted(z * weight)
    beside = [*range(whole.first), *range(whole.first + whole.arcs, columns.shape[1])]
    tried = []
    for chosen in combinations(range(len(pool.times)), circuit.arcs):
        if known and chosen[-1] < known:
            continue
        at = [*beside[: whole.first], *(whole.first + k for k in chosen), *beside[whole.first :]]
        amplitudes, distance = nnls(columns[:, at], wanted)
        tried.append((distance, chosen, np.maximum(amplitudes, _NEGLIGIBLE) / scale[at]))
    tried.sort(key=lambda one: one[0])
    apart: list[tuple[set[int], Floats]] = []
    for _, chosen, amplitudes in tried:
        free = {k for k in chosen if k >= known}
        shared = max((len(other & free) for other, _ in apart), default=0)
        if len(apart) < _STARTS and shared < max(circuit.arcs - 1, 1):
            apart.append((free, _parameters(circuit, pool, chosen, amplitudes)))
    return [start for _, start in apart]


def _parameters(
    circuit: Circuit, pool: _Pool, chosen: tuple[int, ...], amplitudes: Floats
) -> Floats:
    start = np.empty(circuit.parameters)
    first, at = circuit.first, circuit.resistances
    start[:first] = np.log(amplitudes[:first])
    start[at] = np.log(amplitudes[first : first + circuit.arcs])
    start[[k + 1 for k in at]] = [pool.times[k] for k in chosen]
    start[[k + 2 for k in at]] = [pool.exponents[k] for k in chosen]
    if circuit.electrode:
        start[-2:] = -np.log(amplitudes[-1]), pool.electrode
    return start


def _root(jacobian: Floats, fixed: list[int]) -> Floats:
    """Square root of the inverse of the normal matrix; what the data leave open varies widely."""
    k = jacobian.shape[1]
    free = [j for j in range(k) if j not in fixed]
    _, singular, rows = np.linalg.svd(jacobian[:, free], full_matrices=False)
    root = np.zeros((len(rows), k))
    root[:, free] = rows / np.maximum(singular, _NEGLIGIBLE * singular.max())[:, None]
    return root
