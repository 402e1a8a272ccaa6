"""Can bulk and grain boundary be told apart in the band of an instrument?"""

from math import pi

import numpy as np
from scipy.signal import argrelmax

from ceralyte.core.errors import InputError
from ceralyte.model.impedance import Admittance
from ceralyte.model.results import Answer, Verdict
from ceralyte.transport.impedance.brick_layer import brick_layer

_PER_DECADE = 100
_QUESTION = "can bulk and grain boundary be told apart?"


def arcs_resolved(
    grain: Admittance,
    grain_boundary: Admittance,
    *,
    grain_size: float,
    band: tuple[float, float],
) -> Verdict:
    """Say whether the arcs of bulk and grain boundary show apart in an instrument's band.

    Parameters
    ----------
    grain, grain_boundary : Admittance
        At the temperature in question, per length and per area.
    grain_size : float
        Edge of the grains of the brick-layer model, m.
    band : tuple of float
        Lowest and highest frequency, Hz.

    Returns
    -------
    Verdict
        "yes": -Z'' has two maxima in the band. "uncertain": one maximum, but both arcs have their
        peak frequency in the band or less than a decade outside, so that a fit may part them.
        "no": else, or where one of the two does not conduct.

    Raises
    ------
    InputError
        A band that is not two rising positive frequencies, and as `brick_layer`.

    Validity
    --------
    Noise is not considered, nor cables, which bend spectra above 1 MHz.
    """
    low, high = band
    if not 0 < low < high:
        raise InputError("band", f"got {low:g} to {high:g} Hz", "two rising frequencies, Hz")
    if grain.conductance == 0 or grain_boundary.conductance == 0:
        return _verdict("no", "one of the two does not conduct: there are no two arcs")
    bulk, boundary = peak_frequency(grain), peak_frequency(grain_boundary)
    count = round(_PER_DECADE * np.log10(high / low))
    frequencies = np.geomspace(low, high, max(count, 3))
    spectrum = brick_layer(
        frequencies, grain, grain_boundary, grain_size=grain_size, thickness=grain_size
    )
    maxima = len(argrelmax(-np.array(spectrum.imaginary))[0])
    where = (
        f"the bulk arc peaks at {_hertz(bulk)}, the grain boundaries' at "
        f"{_hertz(boundary)}; the instrument reaches from {_hertz(low)} to "
        f"{_hertz(high)}"
    )
    if maxima >= 2:
        return _verdict("yes", where)
    near = all(low / 10 < peak < 10 * high for peak in (bulk, boundary))
    if near and max(bulk, boundary) / min(bulk, boundary) > 3:
        return _verdict(
            "uncertain", f"{where}; they overlap or lie at its end, a fit may part them"
        )
    return _verdict("no", where)


def peak_frequency(element: Admittance) -> float:
    """Return where an element that conducts has the maximum of its arc, Hz."""
    if element.conductance == 0 or element.magnitude == 0:
        raise InputError("element", "has no arc", "a conductance and a capacitance, both positive")
    return float((element.conductance / element.magnitude) ** (1 / element.exponent) / (2 * pi))


def _verdict(answer: Answer, reason: str) -> Verdict:
    return Verdict(topic="impedance", question=_QUESTION, answer=answer, reason=reason)


def _hertz(frequency: float) -> str:
    for size, unit in ((1e9, "GHz"), (1e6, "MHz"), (1e3, "kHz"), (1.0, "Hz")):
        if frequency >= size:
            return f"{frequency / size:.3g} {unit}"
    return f"{1e3 * frequency:.3g} mHz"
