"""Distribution of relaxation times of a spectrum."""

from itertools import pairwise
from math import isfinite, log10, pi

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import nnls

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Record
from ceralyte.model.impedance import Admittance, ImpedanceSpectrum

Floats = NDArray[np.float64]

PER_DECADE = 10
_STRENGTHS = np.geomspace(1e-4, 1e1, 16)
_WORSE, _ACCURACY = 1.2, 4e-3
_PEAK = 0.02
_SHOWN = 2.0  # misfits, as in two standard deviations
WIDEST = 18
"""Decades: all that dielectric spectroscopy covers, 1e-6 to 1e12 Hz (F. Kremer and A. Schonhals,
Broadband Dielectric Spectroscopy, 2003)."""


class RelaxationTimes(Record):
    """A spectrum as a sum of relaxations, none of them negative.

    ``Z = R + i w L + 1 / (i w C) + integral of g(ln tau) / (1 + i w tau) d ln tau``

    Attributes
    ----------
    times : tuple of float
        tau, s.
    density : tuple of float
        g, ohm m2; its integral over ln tau is the resistance of all relaxations.
    series_resistance, series_inductance : float
        R, ohm m2, and L, H m2.
    inverse_capacitance : float
        1/C, m2/F: of blocking electrodes.
    regularisation : float
        Weight of the squared second derivative of g against relative misfit [-].
    residual : float
        Root mean square of the relative misfit [-].
    peaks : tuple of float
        tau of the maxima, s, highest resistance first. Maxima that resist by less than twice the
        misfit are left out: the spectrum does not show them.
    resistances : tuple of float
        Of the same, ohm m2: g between the minima beside each, so that together they are all.
    method : str
    """

    times: tuple[float, ...]
    density: tuple[float, ...]
    series_resistance: float
    series_inductance: float
    inverse_capacitance: float
    regularisation: float
    residual: float
    peaks: tuple[float, ...]
    resistances: tuple[float, ...]
    method: str


def relaxation_times(
    spectrum: ImpedanceSpectrum,
    regularisation: float | None = None,
    *,
    electrode: Admittance | None = None,
) -> RelaxationTimes:
    """Compute the distribution of relaxation times by regularised non-negative least squares.

    Parameters
    ----------
    spectrum : ImpedanceSpectrum
        Three or more frequencies, 18 decades apart at most.
    regularisation : float, optional
        None: the strongest that misses the spectrum by a fifth more than the weakest at most,
        or by 0.4 %.
    electrode : Admittance, optional
        Per area, of both electrodes in series; taken off before.

    Returns
    -------
    RelaxationTimes

    Raises
    ------
    InputError
        Frequencies that are further apart.

    Validity
    --------
    An ill-posed problem: the width of a peak is the regularisation's as much as the sample's, and
    nothing is known far outside the band. Beside the peak of a constant-phase element, or between
    two, smaller ones may show that no process has. A constant-phase electrode shows as a slope of
    long times.

    Source
    ------
    T. H. Wan, M. Saccoccio, C. Chen and F. Ciucci, Electrochim. Acta 184, 483 (2015);
    strength by V. A. Morozov's discrepancy principle (1966).
    """
    from scipy.signal import find_peaks

    if regularisation is not None and not (isfinite(regularisation) and regularisation > 0):
        raise InputError("regularisation", f"got {regularisation:g}", "a positive number")
    hertz = spectrum.frequencies
    decades = decades_of(min(hertz), max(hertz), "spectrum") + 2
    omega = 2 * pi * np.array(hertz)
    z = spectrum.impedance
    weight = 1 / np.abs(z)
    if electrode is not None:
        z = z - 1 / electrode.at(1j * omega)
    times = np.geomspace(0.1 / omega.max(), 10 / omega.min(), 1 + round(PER_DECADE * decades))
    columns = _columns(omega, times)
    real, imaginary = columns.real * weight[:, None], columns.imag * weight[:, None]
    wanted = np.concatenate([z.real * weight, z.imag * weight])
    unit = np.maximum(np.linalg.norm(np.vstack([real, imaginary]), axis=0), 1e-300)
    real, imaginary = real / unit, imaginary / unit
    rough = _roughness(len(times), columns.shape[1]) / unit * float(np.median(unit))
    both = np.vstack([real, imaginary])
    tried = _STRENGTHS if regularisation is None else [regularisation]
    fits = [_solve(both, wanted, strength * rough) for strength in tried]
    misfits = [float(np.sqrt(2 * np.mean((both @ x - wanted) ** 2))) for x in fits]
    limit = max(_WORSE * misfits[0], _ACCURACY)
    best = max(k for k, misfit in enumerate(misfits) if misfit <= limit)
    x = fits[best] / unit
    step = np.log(times[1] / times[0])
    density = x[3:] / step
    at, _ = find_peaks(np.concatenate([[0.0], density, [0.0]]), prominence=_PEAK * density.max())
    at -= 1
    nearest = np.argmin(np.abs(np.log(omega[:, None] * times[at])), axis=0)
    shown = _resistances(density, at, step) > _SHOWN * misfits[best] / weight[nearest]
    at = at[shown]
    resistances = _resistances(density, at, step)
    order = np.argsort(-resistances)
    return RelaxationTimes(
        times=tuple(times.tolist()),
        density=tuple(density.tolist()),
        series_resistance=float(x[0]),
        series_inductance=float(x[1]),
        inverse_capacitance=float(x[2]),
        regularisation=float(tried[best]),
        residual=misfits[best],
        peaks=tuple(times[at[order]].tolist()),
        resistances=tuple(resistances[order].tolist()),
        method="non-negative least squares, relative misfit, curvature over ln tau damped by "
        f"{tried[best]:.1e} "
        + ("(the strongest that fits)" if regularisation is None else "(as asked)"),
    )


def decades_of(low: float, high: float, field: str, told: str = "") -> float:
    """Return the width of a band (Hz) in decades; raise `InputError` for one that nothing spans.

    The message tells the band as `told`, by default in Hz.
    """
    decades = log10(high) - log10(low)
    if decades > WIDEST:
        raise InputError(
            field,
            f"got {told or f'{low:g} to {high:g} Hz'}, {decades:.0f} decades apart",
            f"at most {WIDEST} decades",
        )
    return decades


def _resistances(density: Floats, peaks: NDArray[np.int64], step: float) -> Floats:
    """Resistance (ohm m2) of each of the peaks, whose places rise, from minimum to minimum."""
    cuts = [a + int(np.argmin(density[a:b])) for a, b in pairwise(peaks)]
    return step * np.add.reduceat(density, [0, *cuts]) if len(peaks) else np.empty(0)


def _columns(omega: Floats, times: Floats) -> NDArray[np.complex128]:
    s = 1j * omega[:, None]
    return np.hstack([np.ones_like(s), s, 1 / s, 1 / (1 + s * times)])


def _roughness(times: int, columns: int) -> Floats:
    rough = np.zeros((times, columns))
    rough[:, columns - times :] = np.diff(np.eye(times + 2), 2, axis=0)[:, 1:-1] * PER_DECADE**0.5
    return rough


def _solve(matrix: Floats, wanted: Floats, damping: Floats) -> Floats:
    stacked = np.vstack([matrix, damping])
    target = np.concatenate([wanted, np.zeros(len(damping))])
    return np.asarray(nnls(stacked, target, maxiter=20 * stacked.shape[1])[0])
