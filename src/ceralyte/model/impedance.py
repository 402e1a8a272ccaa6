"""Admittances that depend on frequency, and the impedance spectrum of a sample."""

from dataclasses import dataclass
from math import isfinite
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Record

Complexes = NDArray[np.complex128]


@dataclass(frozen=True)
class Admittance:
    """A conductance beside a constant-phase element: ``y = g + m (i w)^n``.

    g is the conductance, m the magnitude, n the exponent. With exponent 1 the magnitude is a
    capacitance. Of a material it is counted per length (S/m and F/m), of an interface or an
    electrode per area (S/m2 and F/m2).

    Attributes
    ----------
    conductance : float
        S/m or S/m2; 0 blocks direct current.
    magnitude : float
        F/m or F/m2; with another exponent than 1, S s^exponent per m or m2.
    exponent : float
        Above 0, up to 1.
    """

    conductance: float
    magnitude: float = 0.0
    exponent: float = 1.0

    def __post_init__(self) -> None:
        for name in ("conductance", "magnitude"):
            value = getattr(self, name)
            if not (isfinite(value) and value >= 0):
                raise InputError(name, f"got {value:g}", "0 or a positive number, SI")
        if not 0 < self.exponent <= 1:
            raise InputError("exponent", f"got {self.exponent:g}", "above 0, up to 1")

    def at(self, s: Any) -> Any:
        """Return the admittance at ``s = i w`` (1/s, a number or an ndarray), S/m or S/m2.

        At a real s it is real: a point on the decay axis.
        """
        return self.conductance + self.magnitude * s**self.exponent


def bulk_admittance(conductivity: float, relative_permittivity: float) -> Admittance:
    """Return the admittance of a material, per length.

    Parameters
    ----------
    conductivity : float
        S/m, 0 for an insulator.
    relative_permittivity : float
        [-], 1 or more.

    Raises
    ------
    InputError

    Examples
    --------
    >>> bulk_admittance(0.25, 40.0).conductance
    0.25
    """
    from scipy.constants import epsilon_0  # a fifth of a second, which spectra alone are worth

    if not (isfinite(relative_permittivity) and relative_permittivity >= 1):
        raise InputError(
            "relative_permittivity", f"got {relative_permittivity:g}", "1 (vacuum) or more"
        )
    return Admittance(conductance=conductivity, magnitude=relative_permittivity * epsilon_0)


def interface_admittance(
    resistance: float | None, capacitance: float, exponent: float = 1.0
) -> Admittance:
    """Return the admittance of a grain boundary or an electrode, per area.

    Parameters
    ----------
    resistance : float or None
        ohm m2, positive; None blocks direct current.
    capacitance : float
        F/m2, 0 or more, without a resistance above 0. With another exponent it is the one that
        the arc shows: the maximum lies at ``w = 1 / (resistance capacitance)``; without resistance
        it is the magnitude itself.
    exponent : float
        1 for a capacitor, less for a constant-phase element.

    Raises
    ------
    InputError

    Examples
    --------
    >>> interface_admittance(1e-3, 1e-2).conductance
    1000.0
    """
    if capacitance is None:
        raise InputError("capacitance", "got None", "a number, F/m2; 0 for a resistance alone")
    if resistance is None:
        if not (isfinite(capacitance) and capacitance > 0):
            raise InputError("capacitance", f"got {capacitance:g} F/m2", "above 0 F/m2")
        return Admittance(conductance=0.0, magnitude=capacitance, exponent=exponent)
    if not (isfinite(resistance) and resistance > 0):
        raise InputError("resistance", f"got {resistance:g} ohm m2", "a positive number, ohm m2")
    if not (isfinite(capacitance) and capacitance >= 0):
        raise InputError("capacitance", f"got {capacitance:g} F/m2", "0 or more, F/m2")
    magnitude = (resistance * capacitance) ** exponent / resistance
    return Admittance(conductance=1 / resistance, magnitude=magnitude, exponent=exponent)


class ImpedanceSpectrum(Record):
    """Impedance of a layer against frequency, per area: computed or measured.

    Attributes
    ----------
    frequencies : tuple of float
        Hz.
    real, imaginary : tuple of float
        Of the areal impedance, ohm m2; a capacitor has a negative imaginary part.
    thickness : float or None
        Of the layer, m; None where it is not known.
    percolates : bool
        Whether a conducting path leads through, for direct current.
    errors : tuple of float
        Estimated relative error of each point; of a computed spectrum, from the solver alone.
    iterations : int
        Of the solver, all frequencies together.
    method, validity : str
    notes : tuple of str
    """

    frequencies: tuple[float, ...]
    real: tuple[float, ...]
    imaginary: tuple[float, ...]
    thickness: float | None
    percolates: bool = True
    errors: tuple[float, ...] = ()
    iterations: int = 0
    axis: Literal["x", "y", "z"] = "z"
    converged: bool = True
    method: str
    validity: str = ""
    notes: tuple[str, ...] = ()

    @property
    def impedance(self) -> Complexes:
        """Areal impedance, ohm m2, ndarray (frequencies,) complex."""
        return np.array(self.real) + 1j * np.array(self.imaginary)

    @property
    def conductivity(self) -> Complexes:
        """Complex conductivity thickness / areal impedance, S/m; needs a thickness."""
        if self.thickness is None:
            raise InputError("thickness", "is not known", "a spectrum with its thickness, m")
        return np.asarray(self.thickness / self.impedance)
