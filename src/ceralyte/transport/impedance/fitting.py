"""Fit of the standard circuits: arcs of resistance and constant-phase element, and an electrode."""

import re
from math import exp, inf, log, pi

import numpy as np
from numpy.typing import NDArray
from scipy.constants import epsilon_0
from scipy.optimize import least_squares
from scipy.special import stdtrit

from ceralyte.core.display import show_frequency
from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Outcome, Quantity, Record, Unavailable
from ceralyte.model.impedance import Admittance, Complexes, ImpedanceSpectrum
from ceralyte.transport.impedance.relaxation import relaxation_times

Floats = NDArray[np.float64]

_CIRCUIT = re.compile(r"^(R0)?(-?p\(R\d,CPE\d\)){0,3}(-?CPE\d)?$")
_CIRCUITS = tuple(
    "-".join(
        ["R0"] * series
        + [f"p(R{k},CPE{k})" for k in range(1, arcs + 1)]
        + [f"CPE{arcs + 1}"] * electrode
    )
    for arcs in range(4)
    for series in (0, 1)
    for electrode in (0, 1)
    if arcs + series > 0
)
_LEAST_EXPONENT = 0.5
_FLOOR = 1e-4
"""Relative misfit below which no further element is worth its place: instruments err more."""
_CONFIDENCE = 0.95
_EVALUATIONS = 300
_ROLES = ((1e-11, "bulk"), (1e-8, "grain boundary"), (1e-7, "grain boundary or surface layer"))
"""Largest capacitance times thickness over area, F/cm, and what the arc usually is."""
_ROLE_SOURCE = "J. T. S. Irvine, D. C. Sinclair and A. R. West, Adv. Mater. 2, 132 (1990)"


class Arc(Record):
    """A resistance beside a constant-phase element, per area.

    Attributes
    ----------
    resistance : Quantity
        ohm m2; `low` to `high` is the 95 % confidence interval, also below.
    capacitance : Quantity
        F/m2, time constant over resistance.
    exponent : Quantity
    peak_frequency : float
        Hz.
    conductivity : Outcome
        Thickness over resistance, S/m: of a layer in which this arc were all.
    relative_permittivity : Outcome
        Capacitance times thickness over that of the vacuum [-].
    role : str
        What arcs of such a capacitance usually are; a rule of thumb.
    """

    resistance: Quantity
    capacitance: Quantity
    exponent: Quantity
    peak_frequency: float
    conductivity: Outcome
    relative_permittivity: Outcome
    role: str


class CircuitFit(Record):
    """A circuit fitted to a spectrum.

    Attributes
    ----------
    circuit : str
        In the notation of impedance.py.
    series_resistance : Quantity or None
        ohm m2: what conducts too fast for the band.
    arcs : tuple of Arc
        Fastest first.
    electrode : Quantity or None
        Magnitude of its constant-phase element, S s^n/m2, of both electrodes in series.
    electrode_exponent : Quantity or None
    conductivity : Outcome
        Thickness over all resistances, S/m.
    residual : float
        Root mean square of the relative misfit [-].
    fitted : ImpedanceSpectrum
        The circuit at the measured frequencies.
    notes : tuple of str
    """

    circuit: str
    series_resistance: Quantity | None
    arcs: tuple[Arc, ...]
    electrode: Quantity | None
    electrode_exponent: Quantity | None
    conductivity: Outcome
    residual: float
    fitted: ImpedanceSpectrum
    notes: tuple[str, ...]

    @property
    def electrodes(self) -> Admittance | None:
        """Both electrodes in series, per area; None where the circuit has none."""
        if self.electrode is None or self.electrode_exponent is None:
            return None
        return Admittance(
            conductance=0.0,
            magnitude=self.electrode.value,
            exponent=self.electrode_exponent.value,
        )


class _Trial(Record):
    """A circuit with its parameters (ln R, ln tau, n per arc), covariance and misfit."""

    circuit: str
    series: bool
    arcs: int
    electrode: bool
    parameters: Floats
    covariance: Floats
    misfit: float
    criterion: float


def fit_circuit(spectrum: ImpedanceSpectrum, circuit: str | None = None) -> CircuitFit:
    """Fit resistances, capacitances and exponents to a spectrum, with confidence intervals.

    Parameters
    ----------
    spectrum : ImpedanceSpectrum
        Measured or computed; its thickness gives conductivities.
    circuit : str, optional
        In the notation of impedance.py: "R0" or not, up to three arcs "p(R1,CPE1)", "CPE2" at the
        end for electrodes that block, joined by "-". None: the one of these with the least
        Bayesian information criterion.

    Returns
    -------
    CircuitFit

    Raises
    ------
    InputError
        Another circuit, or fewer numbers than parameters.

    Validity
    --------
    Misfit is weighted by the modulus. Intervals are those of the linearised problem, with the
    spread of the misfit: they hold if the circuit is the right one and errors are random.

    Examples
    --------
    >>> from ceralyte.model import bulk_admittance, interface_admittance
    >>> from ceralyte.transport import brick_layer
    >>> spectrum = brick_layer([10.0**k for k in range(2, 10)], bulk_admittance(0.1, 40.0),
    ...     interface_admittance(1e-5, 1e-2), grain_size=1e-6, thickness=1e-3)
    >>> fit = fit_circuit(spectrum, "p(R1,CPE1)-p(R2,CPE2)")
    >>> [f"{arc.resistance.value:.4f}" for arc in fit.arcs]
    ['0.0100', '0.0100']
    """
    wanted = _CIRCUITS if circuit is None else (checked_circuit(circuit),)
    omega, z = 2 * pi * np.array(spectrum.frequencies), spectrum.impedance
    numbers = 2 * len(omega)
    possible = [c for c in wanted if len(_start(c, omega, z, ())) < numbers - 1]
    if not possible:
        raise InputError("spectrum", f"holds {len(omega)} points", "more points, or fewer elements")
    peaks = relaxation_times(spectrum).peaks
    trials = [_fit(c, omega, z, peaks) for c in possible]
    best = min(trials, key=lambda trial: trial.criterion)
    return _result(best, spectrum, omega, chosen=len(possible) if circuit is None else 1)


def checked_circuit(circuit: str) -> str:
    """Return a circuit in the notation of `fit_circuit`; raise `InputError` for one that is none.

    Examples
    --------
    >>> checked_circuit("R0 - p(R2,CPE2)")
    'R0-p(R1,CPE1)'
    """
    plain = circuit.replace(" ", "")
    same = [c for c in _CIRCUITS if re.sub(r"\d", "", c) == re.sub(r"\d", "", plain)]
    if not _CIRCUIT.match(plain) or not same:
        raise InputError("circuit", f"'{circuit}'", 'one such as "R0-p(R1,CPE1)-p(R2,CPE2)-CPE3"')
    return same[0]


def _parts(circuit: str) -> tuple[bool, int, bool]:
    arcs = circuit.count("p(")
    return circuit.startswith("R0"), arcs, circuit.count("CPE") > arcs


def _start(circuit: str, omega: Floats, z: Complexes, peaks: tuple[float, ...]) -> Floats:
    """First guess: arcs at the peaks of the relaxation times, the rest spread over the band."""
    series, arcs, electrode = _parts(circuit)
    inside = [tau for tau in peaks if 0.3 / omega.max() < tau < 1 / omega.min()][:arcs]
    spread = np.geomspace(1 / omega.max(), 1 / omega.min(), arcs - len(inside) + 2)[1:-1]
    size = float(z.real[np.argmin(np.abs(z.imag))]) / max(arcs + series, 1)
    guess = [log(size)] * series
    for tau in sorted([*inside, *spread.tolist()]):
        guess += [log(size), log(tau), 0.9]
    if electrode:
        slowest = int(np.argmin(omega))
        guess += [-log(abs(z[slowest].imag) * omega[slowest] ** 0.9), 0.9]
    return np.array(guess)


def _model(circuit: str, parameters: Floats, omega: Floats) -> Complexes:
    series, arcs, electrode = _parts(circuit)
    left = list(parameters)
    z = np.full(len(omega), exp(left.pop(0)) if series else 0.0, complex)
    for _ in range(arcs):
        resistance, tau, exponent = exp(left.pop(0)), exp(left.pop(0)), left.pop(0)
        z += resistance / (1 + (1j * omega * tau) ** exponent)
    if electrode:
        z += exp(-left[0]) / (1j * omega) ** left[1]
    return z


def _fit(circuit: str, omega: Floats, z: Complexes, peaks: tuple[float, ...]) -> _Trial:
    series, arcs, electrode = _parts(circuit)
    exponents = [False] * series + [False, False, True] * arcs + [False, True] * electrode
    size, slow, fast = log(np.abs(z).max()), -log(omega.min()), -log(omega.max())
    resistance, time = (size - 16, size + 3), (fast - 5, slow + 5)
    limits = [resistance] * series + [resistance, time, (_LEAST_EXPONENT, 1.0)] * arcs
    limits += [(-inf, inf), (_LEAST_EXPONENT, 1.0)] * electrode
    low, high = np.array(limits).T

    def relative(parameters: Floats) -> Floats:
        misfit = (_model(circuit, parameters, omega) - z) / np.abs(z)
        return np.concatenate([misfit.real, misfit.imag])

    found = [
        least_squares(
            relative,
            np.clip(start, low + 1e-6, high - 1e-6),
            bounds=(low, high),
            max_nfev=_EVALUATIONS,
        )
        for start in (_start(circuit, omega, z, peaks), _start(circuit, omega, z, ()))
    ]
    best = min(found, key=lambda result: result.cost)
    n, k = 2 * len(omega), len(best.x)
    free = [j for j in range(k) if not (exponents[j] and best.active_mask[j])]
    jacobian = np.asarray(best.jac)[:, free]
    variance = max(2 * best.cost / max(n - k, 1), 1e-32)
    covariance = np.zeros((k, k))
    covariance[np.ix_(free, free)] = np.linalg.pinv(jacobian.T @ jacobian, rcond=1e-14) * variance
    squares = 2 * best.cost + n * _FLOOR**2
    return _Trial(
        circuit=circuit,
        series=series,
        arcs=arcs,
        electrode=electrode,
        parameters=best.x,
        covariance=covariance,
        misfit=float(np.sqrt(2 * best.cost / len(omega))),
        criterion=n * log(squares / n) + k * log(n),
    )


def _result(trial: _Trial, spectrum: ImpedanceSpectrum, omega: Floats, chosen: int) -> CircuitFit:
    factor = float(stdtrit(2 * len(omega) - len(trial.parameters), 0.5 + _CONFIDENCE / 2))
    start = int(trial.series)
    arcs = [_arc(trial, start + 3 * k, factor, spectrum) for k in range(trial.arcs)]
    series = _positive(trial, {0: 1.0}, "ohm*m^2", factor) if trial.series else None
    last = len(trial.parameters) - 2
    resistances = [0] * trial.series + [start + 3 * k for k in range(trial.arcs)]
    z = _model(trial.circuit, trial.parameters, omega)
    fitted = spectrum.model_copy(
        update={
            "real": tuple(z.real.tolist()),
            "imaginary": tuple(z.imag.tolist()),
            "method": f"circuit {trial.circuit}",
        }
    )
    return CircuitFit(
        circuit=trial.circuit,
        series_resistance=series,
        arcs=tuple(sorted(arcs, key=lambda arc: -arc.peak_frequency)),
        electrode=_positive(trial, {last: 1.0}, "S*s^n/m^2", factor) if trial.electrode else None,
        electrode_exponent=_plain(trial, last + 1, factor) if trial.electrode else None,
        conductivity=_total(trial, resistances, factor, spectrum.thickness),
        residual=trial.misfit,
        fitted=fitted,
        notes=_notes(trial, arcs, omega, chosen),
    )


def _arc(trial: _Trial, at: int, factor: float, spectrum: ImpedanceSpectrum) -> Arc:
    resistance = _positive(trial, {at: 1.0}, "ohm*m^2", factor)
    capacitance = _positive(trial, {at: -1.0, at + 1: 1.0}, "F/m^2", factor)
    thickness, reason = spectrum.thickness, "the thickness of the sample is not known"
    conductivity: Outcome = Unavailable(unit="S/m", reason=reason)
    permittivity: Outcome = Unavailable(unit="", reason=reason)
    role = "unknown: the thickness is not known"
    if thickness is not None:
        inverse = _positive(trial, {at: -1.0}, "S/m", factor)
        conductivity = inverse.scaled(thickness, "S/m", "thickness / resistance of the arc")
        permittivity = capacitance.scaled(
            thickness / epsilon_0, "", "capacitance x thickness / vacuum permittivity"
        )
        per_length = capacitance.value * thickness / 100  # F/cm
        role = next((name for limit, name in _ROLES if per_length <= limit), "electrode")
    return Arc(
        resistance=resistance,
        capacitance=capacitance,
        exponent=_plain(trial, at + 2, factor),
        peak_frequency=exp(-trial.parameters[at + 1]) / (2 * pi),
        conductivity=conductivity,
        relative_permittivity=permittivity,
        role=role,
    )


def _positive(trial: _Trial, powers: dict[int, float], unit: str, factor: float) -> Quantity:
    """Product of powers of parameters that are logarithms."""
    at, power = list(powers), np.array(list(powers.values()))
    logarithm = float(power @ trial.parameters[at])
    spread = float(np.sqrt(power @ trial.covariance[np.ix_(at, at)] @ power))
    return Quantity(
        value=exp(logarithm),
        unit=unit,
        method="least squares on the spectrum, weighted by the modulus",
        std_model=exp(logarithm) * spread,
        low=exp(max(logarithm - factor * spread, -700.0)),
        high=exp(min(logarithm + factor * spread, 700.0)),
        validity="low to high: 95 % confidence if the circuit is right and errors are random",
    )


def _plain(trial: _Trial, at: int, factor: float) -> Quantity:
    value, spread = float(trial.parameters[at]), float(np.sqrt(trial.covariance[at, at]))
    return Quantity(
        value=value,
        unit="",
        method="least squares on the spectrum, weighted by the modulus",
        std_model=spread,
        low=value - factor * spread,
        high=value + factor * spread,
    )


def _total(trial: _Trial, at: list[int], factor: float, thickness: float | None) -> Outcome:
    if thickness is None:
        return Unavailable(unit="S/m", reason="the thickness of the sample is not known")
    parts = np.exp(trial.parameters[at])
    share = parts / parts.sum()
    spread = float(np.sqrt(share @ trial.covariance[np.ix_(at, at)] @ share))
    value = thickness / float(parts.sum())
    return Quantity(
        value=value,
        unit="S/m",
        method="thickness / sum of the fitted resistances",
        std_model=value * spread,
        low=value * exp(-factor * spread),
        high=value * exp(factor * spread),
    )


def _notes(trial: _Trial, arcs: list[Arc], omega: Floats, chosen: int) -> tuple[str, ...]:
    notes = []
    if chosen > 1:
        notes.append(f"circuit of {chosen} tried, by the Bayesian information criterion")
    for arc in arcs:
        if not omega.min() < 2 * pi * arc.peak_frequency < omega.max():
            notes.append(
                f"the arc at {show_frequency(arc.peak_frequency)} has its peak outside the "
                "measured band: its resistance and capacitance are extrapolated"
            )
        if arc.exponent.value <= _LEAST_EXPONENT * 1.001:
            notes.append(
                f"the arc at {show_frequency(arc.peak_frequency)} is at the lowest exponent allowed"
            )
    if arcs:
        notes.append(f"roles of arcs are a rule of thumb by capacitance: {_ROLE_SOURCE}")
    if trial.misfit > 0.05:
        notes.append(f"the circuit misses the spectrum by {100 * trial.misfit:.0f} %: look at it")
    return tuple(notes)
