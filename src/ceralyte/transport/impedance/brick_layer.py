"""The brick-layer model: cubic grains with a grain boundary on every face, in closed form."""

from collections.abc import Sequence
from math import isfinite, pi

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.errors import InputError
from ceralyte.model.impedance import Admittance, ImpedanceSpectrum
from ceralyte.transport.impedance.inputs import check_frequencies


def brick_layer(
    frequencies: Sequence[float] | NDArray[np.float64],
    grain: Admittance,
    grain_boundary: Admittance,
    *,
    grain_size: float,
    thickness: float,
    electrode: Admittance | None = None,
) -> ImpedanceSpectrum:
    """Return the impedance of a layer of cubic grains, per area.

    ``Z = thickness (1 / y_grain + 1 / (grain_size y_boundary)) + 2 / y_electrode``

    Parameters
    ----------
    frequencies : sequence of float
        Hz, positive.
    grain : Admittance
        Per length, see `bulk_admittance`.
    grain_boundary : Admittance
        Per area, see `interface_admittance`.
    grain_size : float
        Edge of the cubes, m; one boundary per edge.
    thickness : float
        Of the layer, m, at least one grain.
    electrode : Admittance, optional
        Per area, at each of the two faces.

    Raises
    ------
    InputError

    Validity
    --------
    Exact for cubes in line, whose boundaries along the current carry none. Thick boundaries that
    conduct better than the grains, and misfitting grains, are beyond it.

    Source
    ------
    J. Maier, Ber. Bunsenges. Phys. Chem. 90, 26 (1986).

    Examples
    --------
    >>> from ceralyte.model import bulk_admittance, interface_admittance
    >>> spectrum = brick_layer([1.0], bulk_admittance(0.25, 40.0),
    ...     interface_admittance(1e-6, 1e-2), grain_size=1e-6, thickness=100e-6)
    >>> round(spectrum.real[0] * 1e4, 6)
    5.0
    """
    hertz = check_frequencies(frequencies)
    for name, value in (("grain_size", grain_size), ("thickness", thickness)):
        if not (isfinite(value) and value > 0):
            raise InputError(name, f"got {value:g} m", "a positive length, such as 1e-6 m")
    if grain_size > thickness:
        raise InputError(
            "grain_size", f"got {grain_size:g} m", f"at most the thickness, {thickness:g} m"
        )
    if grain.magnitude == 0:
        raise InputError("grain", "has no capacitance", "a relative permittivity of 1 or more")
    s = 2j * pi * hertz
    impedance = thickness / grain.at(s) + thickness / grain_size / grain_boundary.at(s)
    if electrode is not None:
        impedance += 2 / electrode.at(s)
    return ImpedanceSpectrum(
        frequencies=tuple(hertz.tolist()),
        real=tuple(impedance.real.tolist()),
        imaginary=tuple(impedance.imag.tolist()),
        thickness=thickness,
        percolates=grain.conductance > 0 and grain_boundary.conductance > 0,
        errors=(0.0,) * len(hertz),
        method="brick-layer model",
        validity="cubic grains in line, all alike; boundaries along the current carry none",
    )
