"""How far a fitted conductivity is off, against how far its circuit misses the spectrum.

Spectra of one or two arcs of constant-phase elements, with electrodes that block in six of ten,
over four to eight decades, with noise of 0.1 to 20 % of the modulus. Each is fitted with the one
that `fit_circuit` chooses, and with two circuits drawn at random. The seed is fixed.

    python benchmarks/circuit_misfit.py    # four minutes; prints one line for each range of misfits
"""

from itertools import pairwise

import numpy as np

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Quantity
from ceralyte.model import ImpedanceSpectrum
from ceralyte.transport import fit_circuit
from ceralyte.transport.impedance import fitting
from ceralyte.transport.impedance.circuits import CIRCUITS

SPECTRA, POINTS, THICKNESS = 116, 50, 1e-3
OHM = 1e-3  # ohm m2
LEVELS = (0.0, 0.01, 0.03, 0.05, 0.1, 0.2, 0.3, 0.5, 2.0)


def spectrum(rng: np.random.Generator) -> tuple[ImpedanceSpectrum, float]:
    """A noisy spectrum, and the conductivity that made it, S/m."""
    hertz = np.logspace(rng.uniform(6, 7), rng.uniform(-1, 2), POINTS)
    iw = 2j * np.pi * hertz
    z, total = np.zeros(POINTS, complex), 0.0
    time = 10 ** rng.uniform(-7, -5.5)
    for _ in range(rng.integers(1, 3)):
        resistance = 10 ** rng.uniform(-0.7, 0.7)
        z += resistance / (1 + (iw * time) ** rng.uniform(0.7, 1.0))
        total += resistance
        time *= 10 ** rng.uniform(1.5, 3)
    if rng.random() < 0.6:
        z += 1 / (iw * 10 ** rng.uniform(-6, -2)) ** rng.uniform(0.7, 0.95)
    noise = 10 ** rng.uniform(-3, -0.7)
    z *= 1 + noise * (rng.normal(size=POINTS) + 1j * rng.normal(size=POINTS)) / np.sqrt(2)
    measured = ImpedanceSpectrum(
        frequencies=tuple(hertz.tolist()),
        real=tuple((z.real * OHM).tolist()),
        imaginary=tuple((z.imag * OHM).tolist()),
        thickness=THICKNESS,
        method="made",
    )
    return measured, THICKNESS / (total * OHM)


def main() -> None:
    fitting._MISSED = np.inf  # what is measured here decided it
    rng = np.random.default_rng(0)
    rows = []
    for _ in range(SPECTRA):
        measured, truth = spectrum(rng)
        drawn = rng.choice(len(CIRCUITS), 2, replace=False)
        for circuit in (None, *(CIRCUITS[k].name for k in drawn)):
            try:
                fit = fit_circuit(measured, circuit)
            except InputError:
                continue
            if isinstance(fit.conductivity, Quantity):
                rows.append((fit.residual, abs(np.log(fit.conductivity.value / truth))))
    misfits, errors = np.array(rows).T
    for low, high in pairwise(LEVELS):
        found = errors[(misfits >= low) & (misfits < high)]
        if len(found):
            middle, worst = np.exp(np.quantile(found, [0.5, 0.9]))
            print(
                f"misfit {100 * low:3.0f} to {100 * high:3.0f} %: {len(found):3d} fits, off by a "
                f"factor of {middle:.2f} in the middle, {worst:.1f} in the worst tenth"
            )


if __name__ == "__main__":
    main()
