"""Equivalent circuits in the notation of impedance.py: elements in series and their impedance."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import exp, log

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.errors import InputError
from ceralyte.model.impedance import Complexes

Floats = NDArray[np.float64]

LEAST_EXPONENT = 0.5
_MOST_ARCS = 3
_CIRCUIT = re.compile(r"^(L\d-?)?(R0)?(-?p\(R\d,CPE\d\)){0,3}(-?CPE\d)?$")


@dataclass(frozen=True)
class Circuit:
    """Inductance, resistance, arcs and blocking electrodes in series, each there or not.

    Its parameters stand in this order: ln L (H m2), ln R0 (ohm m2), of each arc ln R (ohm m2),
    ln of its time constant (s) and exponent, of the electrodes ln of the magnitude (S s^n/m2) and
    exponent.
    """

    inductance: bool
    series: bool
    arcs: int
    electrode: bool

    @property
    def name(self) -> str:
        """In the notation of impedance.py."""
        return "-".join(
            ["L0"] * self.inductance
            + ["R0"] * self.series
            + [f"p(R{k},CPE{k})" for k in range(1, self.arcs + 1)]
            + [f"CPE{self.arcs + 1}"] * self.electrode
        )

    @property
    def first(self) -> int:
        """Place of the first arc's parameters."""
        return self.inductance + self.series

    @property
    def resistances(self) -> list[int]:
        """Places of the resistances of the arcs."""
        return [self.first + 3 * k for k in range(self.arcs)]

    @property
    def exponents(self) -> list[int]:
        """Places of the exponents."""
        last = [self.first + 3 * self.arcs + 1] * self.electrode
        return [k + 2 for k in self.resistances] + last

    @property
    def parameters(self) -> int:
        """How many there are."""
        return self.first + 3 * self.arcs + 2 * self.electrode


CIRCUITS = tuple(
    Circuit(inductance, series, arcs, electrode)
    for inductance in (False, True)
    for arcs in range(_MOST_ARCS + 1)
    for series in (False, True)
    for electrode in (False, True)
    if arcs + series > 0
)


def checked_circuit(circuit: str) -> str:
    """Return a circuit in the notation of `fit_circuit`; raise `InputError` for one that is none.

    Examples
    --------
    >>> checked_circuit("L1 - R0 - p(R2,CPE2)")
    'L0-R0-p(R1,CPE1)'
    """
    return circuit_of(circuit).name


def circuit_of(text: str) -> Circuit:
    """Return the circuit of a text in the notation of impedance.py; raise `InputError`."""
    plain = text.replace(" ", "")
    same = [c for c in CIRCUITS if re.sub(r"\d", "", c.name) == re.sub(r"\d", "", plain)]
    if not _CIRCUIT.match(plain) or not same:
        raise InputError(
            "circuit",
            f"'{text}'",
            'one such as "R0-p(R1,CPE1)-p(R2,CPE2)-CPE3", or "L0-" before it',
        )
    return same[0]


def elements(
    circuit: Circuit, parameters: Floats, omega: Floats
) -> Iterator[tuple[Complexes, tuple[Complexes, ...]]]:
    """Impedance of each element (frequencies,), and its derivatives by its parameters."""
    s, left = 1j * omega, iter(parameters.tolist())
    if circuit.inductance:
        z = np.asarray(exp(next(left)) * s, np.complex128)
        yield z, (z,)
    if circuit.series:
        z = np.full(len(omega), exp(next(left)), np.complex128)
        yield z, (z,)
    for _ in range(circuit.arcs):
        resistance, time, exponent = exp(next(left)), exp(next(left)), next(left)
        power = (s * time) ** exponent
        z = resistance / (1 + power)
        slope = -z * power / (1 + power)
        yield z, (z, exponent * slope, np.log(s * time) * slope)
    if circuit.electrode:
        magnitude, exponent = exp(next(left)), next(left)
        z = 1 / (magnitude * s**exponent)
        yield z, (-z, -np.log(s) * z)


def impedance(circuit: Circuit, parameters: Floats, omega: Floats) -> Complexes:
    """Areal impedance (frequencies,), ohm m2."""
    return np.asarray(np.sum([z for z, _ in elements(circuit, parameters, omega)], axis=0))


def derivatives(circuit: Circuit, parameters: Floats, omega: Floats) -> Complexes:
    """Of the impedance by the parameters (frequencies, parameters)."""
    return np.stack([d for _, ds in elements(circuit, parameters, omega) for d in ds], axis=1)


def limits(circuit: Circuit, omega: Floats, largest: float) -> tuple[Floats, Floats]:
    """Least and largest parameters, for impedances up to `largest` (ohm m2)."""
    size, slowest, fastest = log(largest), log(omega.min()), log(omega.max())
    far = max(abs(slowest), abs(fastest))
    resistance, time = (size - 23, size + 23), (-fastest - 5, -slowest + 28)
    exponent = (LEAST_EXPONENT, 1.0)
    pairs = [(size - 23 - fastest, size + 3 - fastest)] * circuit.inductance
    pairs += [resistance] * circuit.series + [resistance, time, exponent] * circuit.arcs
    pairs += [(-size - 3 - far, -size + 23 + far), exponent] * circuit.electrode
    low, high = np.array(pairs).T
    return low, high
