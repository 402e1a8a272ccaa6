"""Fit of the standard circuits, and what its elements say of the sample."""

from math import exp, log, pi

import numpy as np
from scipy.constants import epsilon_0, mu_0
from scipy.special import stdtrit

from ceralyte.core.display import show_frequency
from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Outcome, Quantity, Record, Unavailable
from ceralyte.model import Verdict
from ceralyte.model.impedance import Admittance, ImpedanceSpectrum
from ceralyte.transport.impedance.circuits import (
    CIRCUITS,
    LEAST_EXPONENT,
    Floats,
    circuit_of,
    impedance,
)
from ceralyte.transport.impedance.optimum import Optimum, fit_parameters
from ceralyte.transport.impedance.relaxation import relaxation_times
from ceralyte.transport.impedance.roles import (
    CAPACITOR,
    ELECTRODE,
    LEAST_OF_ELECTRODES,
    SOURCE,
    is_ambiguous,
    role_of,
)

_CONFIDENCE = 0.95
_WIDEST = log(1e30)
"""Where intervals of what the data do not determine are cut, as a logarithm of the factor."""
_NARROWEST = 1e-12
"""Half width of an interval at least, but of what is at a limit: there it is 0."""
_UNDETERMINED = log(10.0)
"""Half width of an interval, as a logarithm, from which a value is none."""
_MISSED = 0.3
"""Relative misfit from which the resistances of a circuit are no answer: the conductivity of such
fits was off by a factor of 8 in the middle and of 25 and more in the worst tenth, of those from 10
to 20 % by 1.15 in the middle (``benchmarks/circuit_misfit.py``)."""
_MISSES = "the circuit misses the spectrum"
_OF_CABLES = 10 * mu_0 * 1e-2
"""H m2: 10 m of a wire, of about the permeability of the vacuum each, at 100 cm2; far beyond."""
_METHOD = "least squares on the spectrum, weighted by the modulus"
_EITHER = "in so thin a sample, grain boundaries and electrodes have such capacitances per area"


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
    inductance : Quantity or None
        H m2: of the cables, times the area.
    arcs : tuple of Arc
        Fastest first.
    electrode : Quantity or None
        Magnitude of its constant-phase element, S s^n/m2, of both electrodes in series.
    electrode_exponent : Quantity or None
    conductivity : Outcome
        Thickness over all resistances but those of arcs with the capacitance of an electrode, S/m;
        unavailable where the spectrum does not determine it within a factor of ten, the circuit
        misses the spectrum, or what its low end has is no electrode's capacitance but an arc's.
    residual : float
        Root mean square of the relative misfit [-].
    missed : Verdict or None
        That the circuit misses the spectrum by 30 % or more, so that its resistances are no answer.
    fitted : ImpedanceSpectrum
        The circuit at the measured frequencies.
    notes : tuple of str
    """

    circuit: str
    series_resistance: Quantity | None
    inductance: Quantity | None
    arcs: tuple[Arc, ...]
    electrode: Quantity | None
    electrode_exponent: Quantity | None
    conductivity: Outcome
    residual: float
    missed: Verdict | None
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


def fit_circuit(spectrum: ImpedanceSpectrum, circuit: str | None = None) -> CircuitFit:
    """Fit resistances, capacitances and exponents to a spectrum, with confidence intervals.

    Parameters
    ----------
    spectrum : ImpedanceSpectrum
        Measured or computed; its thickness gives conductivities.
    circuit : str, optional
        In the notation of impedance.py: "L0" or not for cables, "R0" or not, up to three arcs
        "p(R1,CPE1)", "CPE2" at the end for electrodes that block, joined by "-". None: the one of
        these with the least Bayesian information criterion.

    Returns
    -------
    CircuitFit

    Raises
    ------
    InputError
        Another circuit, fewer numbers than parameters, or an impedance of zero.

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
    wanted = CIRCUITS if circuit is None else (circuit_of(circuit),)
    omega, z = 2 * pi * np.array(spectrum.frequencies), spectrum.impedance
    if not z.all():
        raise InputError("spectrum", "holds an impedance of 0 ohm m2", "points of a sample")
    possible = [c for c in wanted if c.parameters < 2 * len(omega) - 1]
    if not possible:
        raise InputError("spectrum", f"holds {len(omega)} points", "more points, or fewer elements")
    peaks = relaxation_times(spectrum).peaks
    trials = [fit_parameters(c, omega, z, peaks) for c in possible]
    best = min(trials, key=lambda trial: trial.criterion)
    return _result(best, spectrum, omega, chosen=len(possible) if circuit is None else 1)


def _result(trial: Optimum, spectrum: ImpedanceSpectrum, omega: Floats, chosen: int) -> CircuitFit:
    factor = float(stdtrit(2 * len(omega) - len(trial.parameters), 0.5 + _CONFIDENCE / 2))
    circuit, thickness = trial.circuit, spectrum.thickness
    arcs = [_arc(trial, at, factor, thickness) for at in circuit.resistances]
    of_sample = [
        at for at, arc in zip(circuit.resistances, arcs, strict=True) if not _at_electrode(arc)
    ]
    series = [circuit.first - 1] * circuit.series
    last = circuit.parameters - 2
    z = impedance(circuit, trial.parameters, omega)
    fitted = spectrum.model_copy(
        update={
            "real": tuple(z.real.tolist()),
            "imaginary": tuple(z.imag.tolist()),
            "method": f"circuit {circuit.name}",
        }
    )
    return CircuitFit(
        circuit=circuit.name,
        series_resistance=_positive(trial, {series[0]: 1.0}, "ohm*m^2", factor) if series else None,
        inductance=_positive(trial, {0: 1.0}, "H*m^2", factor) if circuit.inductance else None,
        arcs=tuple(sorted(arcs, key=lambda arc: -arc.peak_frequency)),
        electrode=_positive(trial, {last: 1.0}, "S*s^n/m^2", factor) if circuit.electrode else None,
        electrode_exponent=_plain(trial, last + 1, factor) if circuit.electrode else None,
        conductivity=_total(trial, [*series, *of_sample], omega, factor, thickness),
        residual=trial.misfit,
        missed=_missed(trial),
        fitted=fitted,
        notes=_notes(trial, arcs, omega, thickness, chosen),
    )


def _arc(trial: Optimum, at: int, factor: float, thickness: float | None) -> Arc:
    resistance = _positive(trial, {at: 1.0}, "ohm*m^2", factor)
    capacitance = _positive(trial, {at: -1.0, at + 1: 1.0}, "F/m^2", factor)
    missed = _missed(trial) is not None
    reason = _MISSES if missed else "the thickness of the sample is not known"
    conductivity: Outcome = Unavailable(unit="S/m", reason=reason)
    permittivity: Outcome = Unavailable(unit="", reason=reason)
    role = f"unknown: {_MISSES if missed else 'the thickness is not known'}"
    if thickness is not None and not missed:
        inverse = _positive(trial, {at: -1.0}, "S/m", factor)
        conductivity = inverse.scaled(thickness, "S/m", "thickness / resistance of the arc")
        permittivity = capacitance.scaled(
            thickness / epsilon_0, "", "capacitance x thickness / vacuum permittivity"
        )
        role = role_of(capacitance.value, thickness)
    return Arc(
        resistance=resistance,
        capacitance=capacitance,
        exponent=_plain(trial, at + 2, factor),
        peak_frequency=exp(-trial.parameters[at + 1]) / (2 * pi),
        conductivity=conductivity,
        relative_permittivity=permittivity,
        role=role,
    )


def _at_electrode(arc: Arc) -> bool:
    return arc.role == ELECTRODE


def _positive(trial: Optimum, powers: dict[int, float], unit: str, factor: float) -> Quantity:
    """Product of powers of parameters that are logarithms."""
    at, power = list(powers), np.array(list(powers.values()))
    logarithm = float(power @ trial.parameters[at])
    spread = trial.std(power, at)
    validity = "low to high: 95 % confidence if the circuit is right and errors are random"
    return _spread(exp(logarithm), spread, factor, unit, _METHOD).model_copy(
        update={"validity": validity}
    )


def _spread(value: float, spread: float, factor: float, unit: str, method: str) -> Quantity:
    """A value whose logarithm has the standard deviation `spread`."""
    half = min(factor * spread, _WIDEST)
    if spread > 0:  # of numbers without errors it is below what doubles tell apart
        half = max(half, _NARROWEST)
    return Quantity(
        value=value,
        unit=unit,
        method=method,
        std_model=value * half / factor,
        low=value * exp(-half),
        high=value * exp(half),
    )


def _plain(trial: Optimum, at: int, factor: float) -> Quantity:
    value, spread = float(trial.parameters[at]), trial.std(np.ones(1), [at])
    return Quantity(
        value=value,
        unit="",
        method=_METHOD,
        std_model=spread,
        low=value - factor * spread,
        high=value + factor * spread,
    )


def _missed(trial: Optimum) -> Verdict | None:
    """Whether the circuit is too far from the spectrum to say anything of the sample."""
    if trial.misfit < _MISSED:
        return None
    return Verdict(
        topic="transport",
        question="does the circuit tell the conductivity of the sample?",
        answer="no",
        reason=f"it misses the spectrum by {100 * trial.misfit:.0f} %, and from "
        f"{100 * _MISSED:.0f} % on resistances are no answer: state another "
        "circuit, or leave out points that are no measurement",
    )


def _tail_capacitance(trial: Optimum, omega: Floats) -> float | None:
    """Of the electrodes, F/m2, as a capacitor of the same reactance at the lowest frequency.

    None where there are none, or where they are no capacitor: its value then falls with frequency.
    """
    if not trial.circuit.electrode or trial.parameters[-1] < CAPACITOR:
        return None
    magnitude, exponent = trial.parameters[-2:]
    slowest = float(omega.min())
    return float(np.exp(magnitude) * slowest ** (exponent - 1) / np.sin(pi / 2 * exponent))


def _total(
    trial: Optimum, at: list[int], omega: Floats, factor: float, thickness: float | None
) -> Outcome:
    if missed := _missed(trial):
        return Unavailable(unit="S/m", reason=missed.reason)
    if thickness is None:
        return Unavailable(unit="S/m", reason="the thickness of the sample is not known")
    if not at:
        return Unavailable(unit="S/m", reason="every arc has the capacitance of an electrode")
    parts = np.exp(trial.parameters[at])
    tail = _tail_capacitance(trial, omega)
    if tail is not None and tail < LEAST_OF_ELECTRODES:
        reason = (
            f"what goes on at the low end of the band has {100 * tail:.2g} uF/cm2, less than the "
            f"{100 * LEAST_OF_ELECTRODES:g} of an electrode: an arc of the sample goes on, or "
            "electrodes hardly touch it. Lower frequencies would show which; without them there is "
            f"an upper bound, {10 * thickness / float(parts.sum()):.3g} mS/cm"
        )
        return Unavailable(unit="S/m", reason=reason)
    share = parts / parts.sum()
    spread = trial.std(share, at)
    if factor * spread > _UNDETERMINED:
        reason = (
            "the spectrum does not determine the resistance of the sample: the 95 % interval "
            "reaches further than a factor of ten"
        )
        return Unavailable(unit="S/m", reason=reason)
    method = "thickness / sum of the fitted resistances of the sample"
    return _spread(thickness / float(parts.sum()), spread, factor, "S/m", method)


def _of_thin_samples(trial: Optimum, arcs: list[Arc], omega: Floats, thickness: float) -> list[str]:
    notes = [
        f"the arc at {show_frequency(arc.peak_frequency)} counts to the sample, and may be one of "
        f"an electrode: {_EITHER}"
        for arc in arcs
        if is_ambiguous(arc.capacitance.value, thickness)
    ]
    tail = _tail_capacitance(trial, omega)
    if tail is not None and is_ambiguous(tail, thickness):
        notes.append(
            "the low end of the band counts to electrodes; if an arc of the sample begins there, "
            f"the conductivity is an upper bound: {_EITHER}"
        )
    return notes


def _notes(
    trial: Optimum, arcs: list[Arc], omega: Floats, thickness: float | None, chosen: int
) -> tuple[str, ...]:
    notes = []
    if chosen > 1:
        notes.append(f"circuit of {chosen} tried, by the Bayesian information criterion")
    for arc in arcs:
        if not omega.min() < 2 * pi * arc.peak_frequency < omega.max():
            notes.append(
                f"the arc at {show_frequency(arc.peak_frequency)} has its peak outside the "
                "measured band: its resistance and capacitance are extrapolated"
            )
        if _at_electrode(arc):
            notes.append(
                f"the arc at {show_frequency(arc.peak_frequency)} is left out of the conductivity: "
                "it has the capacitance of an electrode"
            )
        resistance = arc.resistance
        if resistance.high is None or log(resistance.high / resistance.value) > _UNDETERMINED:
            notes.append(
                f"the arc at {show_frequency(arc.peak_frequency)}: the spectrum does not determine "
                "its resistance"
            )
        if arc.exponent.value <= LEAST_EXPONENT * 1.001:
            notes.append(
                f"the arc at {show_frequency(arc.peak_frequency)} is at the lowest exponent allowed"
            )
    if trial.circuit.electrode and trial.parameters[-1] <= LEAST_EXPONENT * 1.001:
        notes.append("the electrodes are at the lowest exponent allowed")
    if trial.circuit.inductance and exp(trial.parameters[0]) > _OF_CABLES:
        notes.append(
            "the inductance is larger than that of any cable: it stands for what the sample does "
            "above the band"
        )
    if thickness is not None and trial.misfit < _MISSED:
        notes += _of_thin_samples(trial, arcs, omega, thickness)
    if arcs:
        notes.append(f"roles of arcs are a rule of thumb by capacitance: {SOURCE}")
    if 0.05 < trial.misfit < _MISSED:
        notes.append(f"the circuit misses the spectrum by {100 * trial.misfit:.0f} %: look at it")
    return tuple(notes)
