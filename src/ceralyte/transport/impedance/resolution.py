"""Can bulk and grain boundary be told apart in the band of an instrument?"""

from math import pi

import numpy as np

from ceralyte.core.display import show_frequency
from ceralyte.core.errors import InputError
from ceralyte.model.impedance import Admittance
from ceralyte.model.results import Answer, Verdict
from ceralyte.transport.impedance.brick_layer import brick_layer

_PER_DECADE = 100
_MERGED = 3.0
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
        "yes": the slower arc has its peak in the band, and the valley between the two as well, so
        that both resistances can be read. "uncertain": these lie less than a decade outside, or
        the arcs merge with both peaks in the band, so that a fit may part them. "no": else, or
        where one of the two does not conduct.

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
    where = (
        f"the bulk arc peaks at {show_frequency(bulk)}, the grain boundaries' at "
        f"{show_frequency(boundary)}; the instrument reaches from {show_frequency(low)} to "
        f"{show_frequency(high)}"
    )
    slow, fast = sorted((bulk, boundary))
    valley = _valley(grain, grain_boundary, grain_size, slow, fast)
    if valley is None:
        inside = low < slow and fast < high and fast > _MERGED * slow
        return _verdict("uncertain" if inside else "no", f"{where}; the two arcs merge into one")
    where += f" and the valley between the arcs lies at {show_frequency(valley)}"
    if low <= slow and valley <= high:
        beyond = "; the faster arc shows as an intercept, without its capacitance"
        return _verdict("yes", where + (beyond if fast > high else ""))
    near = low / 10 <= slow and valley <= 10 * high
    return _verdict("uncertain" if near else "no", where)


def _valley(
    grain: Admittance, boundary: Admittance, grain_size: float, slow: float, fast: float
) -> float | None:
    """Frequency of the minimum of -Z'' between two maxima, Hz; None where the arcs merge."""
    from scipy.signal import argrelmin

    ends = slow / 100, fast * 100
    count = round(_PER_DECADE * np.log10(ends[1] / ends[0]))
    frequencies = np.geomspace(*ends, count)
    spectrum = brick_layer(
        frequencies, grain, boundary, grain_size=grain_size, thickness=grain_size
    )
    minima = argrelmin(-np.array(spectrum.imaginary))[0]
    return float(frequencies[minima[0]]) if len(minima) else None


def peak_frequency(element: Admittance) -> float:
    """Return where an element that conducts has the maximum of its arc, Hz."""
    if element.conductance == 0 or element.magnitude == 0:
        raise InputError("element", "has no arc", "a conductance and a capacitance, both positive")
    return float((element.conductance / element.magnitude) ** (1 / element.exponent) / (2 * pi))


def _verdict(answer: Answer, reason: str) -> Verdict:
    return Verdict(topic="impedance", question=_QUESTION, answer=answer, reason=reason)
