"""Resistances as an experimentalist reads them off the impedance spectrum of a membrane."""

import numpy as np

from ceralyte.core.display import show_frequency
from ceralyte.core.quantities import Quantity
from ceralyte.model import ImpedanceSpectrum

TOTAL, BULK, BOUNDARIES = "total", "bulk", "grain boundaries"
_DEEP = 0.01
"""Least depth of a valley of -Z'', over the modulus there: a choice, above errors of solves."""


def read_resistances(
    spectrum: ImpedanceSpectrum, *, boundaries: bool
) -> tuple[dict[str, Quantity], tuple[str, ...]]:
    """Return areal resistances (ohm m2) by what resists, as far as the spectrum tells them apart.

    Beside them what to know of those that it does not.

    Parameters
    ----------
    spectrum : ImpedanceSpectrum
        Computed, of a membrane without electrodes: the tail of those that block hides the valley
        beside an arc of like frequencies. Frequencies in any order.
    boundaries : bool
        Whether grain boundaries resist.

    Returns
    -------
    resistances : dict of str to Quantity
        `TOTAL`: the real part at the lowest frequency.
        `BULK` and `BOUNDARIES`: parted at the valley between their arcs. What has no valley is
        left out; empty where nothing conducts through.
    notes : tuple of str

    Validity
    --------
    Arcs that overlap share what lies between them: the valley's real part is then too low for the
    one and too high for the other, which a fit of a circuit mends. Of an arc still open at the
    lowest frequency the total holds what shows there.
    """
    from scipy.signal import find_peaks

    if not spectrum.percolates:
        return {}, ()
    order = np.argsort(spectrum.frequencies)
    hertz, z = np.array(spectrum.frequencies)[order], spectrum.impedance[order]
    valleys = find_peaks(z.imag / abs(z), prominence=_DEEP)[0].tolist()

    def at(place: int) -> str:
        where = show_frequency(float(hertz[place]))
        return f"real part of the computed spectrum at {where}, without electrodes"

    def read(value: float, method: str) -> Quantity:
        return Quantity(value=value, unit="ohm*m^2", method=method, validity=spectrum.validity)

    total = float(z.real[0])
    found = {TOTAL: read(total, at(0))}
    if not boundaries:
        return found, ()
    if not valleys:
        low, high = show_frequency(float(hertz[0])), show_frequency(float(hertz[-1]))
        told = f"none of the {len(hertz)} frequencies from {low} to {high} shows a valley of -Z''"
        cause = "the arcs overlap, or the valley lies beyond or between these frequencies"
        return found, (f"{BULK} and {BOUNDARIES} are not told apart: {told}; {cause}",)
    between = float(z.real[valleys[-1]])
    found[BULK] = read(between, f"{at(valleys[-1])}, between the arcs")
    found[BOUNDARIES] = read(total - between, "the rest of the total")
    return found, ()
