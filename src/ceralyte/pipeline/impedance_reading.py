"""Resistances as an experimentalist reads them off the impedance spectrum of a membrane."""

import numpy as np

from ceralyte.core.display import show_frequency
from ceralyte.core.quantities import Quantity
from ceralyte.model import ImpedanceSpectrum

TOTAL, BULK, BOUNDARIES = "total", "bulk", "grain boundaries"
_DEEP = 0.01
"""Least depth of a valley of -Z'', over the modulus there: shallower ones are errors of solves."""


def read_resistances(
    spectrum: ImpedanceSpectrum, *, boundaries: bool, blocking: bool
) -> dict[str, Quantity]:
    """Return areal resistances (ohm m2) by what resists, as far as the spectrum tells them apart.

    Parameters
    ----------
    spectrum : ImpedanceSpectrum
        Computed, of a membrane; frequencies in any order.
    boundaries, blocking : bool
        Whether grain boundaries resist, and whether electrodes block.

    Returns
    -------
    dict of str to Quantity
        `TOTAL`: the real part at the lowest frequency, or in the valley before electrodes block.
        `BULK` and `BOUNDARIES`: parted at the valley between their arcs. What has no valley is
        left out; empty where nothing conducts through.

    Validity
    --------
    Arcs that overlap share what lies between them: the valley's real part is then too low for the
    one and too high for the other, which a fit of a circuit mends.
    """
    from scipy.signal import find_peaks

    if not spectrum.percolates:
        return {}
    order = np.argsort(spectrum.frequencies)
    hertz, z = np.array(spectrum.frequencies)[order], spectrum.impedance[order]
    valleys = find_peaks(z.imag / abs(z), prominence=_DEEP)[0].tolist()
    end = valleys.pop(0) if blocking and valleys else (None if blocking else 0)
    if end is None:
        return {}

    def at(place: int) -> str:
        return f"real part of the computed spectrum at {show_frequency(float(hertz[place]))}"

    def read(value: float, method: str) -> Quantity:
        return Quantity(value=value, unit="ohm*m^2", method=method, validity=spectrum.validity)

    total = float(z.real[end])
    found = {TOTAL: read(total, at(end))}
    if boundaries and valleys:
        between = float(z.real[valleys[-1]])
        found[BULK] = read(between, f"{at(valleys[-1])}, between the arcs")
        found[BOUNDARIES] = read(total - between, "the rest of the total")
    return found
