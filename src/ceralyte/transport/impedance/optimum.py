"""The best parameters of a circuit for a spectrum: a search over time constants, then descent."""

from itertools import combinations
from math import log

import numpy as np
from scipy.optimize import least_squares, nnls

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
_STARTS = 3
_EXPONENT = 0.9
_EVALUATIONS = 100
_NEGLIGIBLE = 1e-9


class Optimum(Record):
    """A circuit with its best parameters, their covariance, relative misfit and criterion."""

    circuit: Circuit
    parameters: Floats
    covariance: Floats
    misfit: float
    criterion: float


def fit_parameters(
    circuit: Circuit, omega: Floats, z: Complexes, peaks: tuple[float, ...]
) -> Optimum:
    """Fit one circuit to impedances z (ohm m2) at omega (1/s).

    Misfit has many minima over the time constants, and is linear in everything else but the
    exponents. So time constants are first taken from a grid over the band and from `peaks`, those
    of the relaxation times (s), in every combination, each with its best amplitudes that are not
    negative; the best combinations are where the descent starts.
    """
    low, high = limits(circuit, omega, float(np.abs(z).max()))
    weight = 1 / np.abs(z)

    def misfit(parameters: Floats) -> Floats:
        return _parted((impedance(circuit, parameters, omega) - z) * weight)

    def slopes(parameters: Floats) -> Floats:
        return _parted(derivatives(circuit, parameters, omega) * weight[:, None])

    found = [
        least_squares(
            misfit,
            np.clip(start, low + 1e-6, high - 1e-6),
            slopes,
            bounds=(low, high),
            x_scale="jac",
            max_nfev=_EVALUATIONS,
        )
        for start in _starts(circuit, omega, z, peaks)
    ]
    best = min(found, key=lambda result: result.cost)
    n, k = 2 * len(omega), circuit.parameters
    fixed = [j for j in circuit.exponents if best.active_mask[j]]
    variance = max(2 * best.cost / max(n - k, 1), 1e-32)
    squares = 2 * best.cost + n * _FLOOR**2
    return Optimum(
        circuit=circuit,
        parameters=best.x,
        covariance=_covariance(np.asarray(best.jac), fixed) * variance,
        misfit=float(np.sqrt(2 * best.cost / len(omega))),
        criterion=n * log(squares / n) + k * log(n),
    )


def _parted(values: Complexes) -> Floats:
    return np.concatenate([values.real, values.imag])


def _starts(
    circuit: Circuit, omega: Floats, z: Complexes, peaks: tuple[float, ...]
) -> list[Floats]:
    """Parameters for the best combinations of time constants that differ in two or more."""
    first, last = 1 / omega.max(), 1 / omega.min()
    inside = [log(tau) for tau in peaks if 0.3 * first < tau < last]
    grid = np.linspace(log(0.3 * first), log(last), _PER_BAND).tolist()
    whole = Circuit(circuit.inductance, circuit.series, len(inside) + len(grid), circuit.electrode)
    weight = 1 / np.abs(z)
    times = sorted([*inside, *grid])
    unit = np.zeros(whole.parameters)
    unit[[k + 1 for k in whole.resistances]] = times
    unit[whole.exponents] = _EXPONENT
    columns = _parted(
        np.stack([e for e, _ in elements(whole, unit, omega)], axis=1) * weight[:, None]
    )
    scale = np.linalg.norm(columns, axis=0)
    columns, wanted = columns / scale, _parted(z * weight)
    beside = [*range(whole.first), *range(whole.first + whole.arcs, columns.shape[1])]
    tried = []
    for chosen in combinations(range(len(times)), circuit.arcs):
        at = [*beside[: whole.first], *(whole.first + k for k in chosen), *beside[whole.first :]]
        amplitudes, distance = nnls(columns[:, at], wanted)
        tried.append((distance, chosen, np.maximum(amplitudes, _NEGLIGIBLE) / scale[at]))
    tried.sort(key=lambda one: one[0])
    apart: list[tuple[set[int], Floats]] = []
    for _, chosen, amplitudes in tried:
        shared = max((len(other & set(chosen)) for other, _ in apart), default=0)
        if len(apart) < _STARTS and shared < max(circuit.arcs - 1, 1):
            start = _parameters(circuit, [times[k] for k in chosen], amplitudes)
            apart.append((set(chosen), start))
    return [start for _, start in apart]


def _parameters(circuit: Circuit, times: list[float], amplitudes: Floats) -> Floats:
    start = np.full(circuit.parameters, _EXPONENT)
    first, at = circuit.first, circuit.resistances
    start[:first] = np.log(amplitudes[:first])
    start[at] = np.log(amplitudes[first : first + circuit.arcs])
    start[[k + 1 for k in at]] = times
    if circuit.electrode:
        start[-2] = -np.log(amplitudes[-1])
    return start


def _covariance(jacobian: Floats, fixed: list[int]) -> Floats:
    """Inverse of the normal matrix; what the data do not determine varies widely."""
    k = jacobian.shape[1]
    free = [j for j in range(k) if j not in fixed]
    _, singular, rows = np.linalg.svd(jacobian[:, free], full_matrices=False)
    inverse = rows / np.maximum(singular, _NEGLIGIBLE * singular.max())[:, None]
    covariance = np.zeros((k, k))
    covariance[np.ix_(free, free)] = inverse.T @ inverse
    return covariance
