"""Conductivity at another temperature, and the activation energy behind it."""

from collections.abc import Sequence
from math import exp, isfinite, log
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray
from scipy import constants

from ceralyte.core.errors import InputError, UnknownNameError
from ceralyte.core.quantities import Quantity, Record

ArrheniusForm = Literal["sigma", "sigma_T"]
"""What is proportional to ``exp(-Ea / R T)``: the conductivity, or conductivity x temperature."""

_FARTHEST = 30 * log(10)
"""Change of a conductivity at most, as a logarithm: a choice. From 150 to 300 K 1 eV changes it by
10^17, what is taken for K or J/mol and is not by far more."""


class ArrheniusFit(Record):
    """Straight line through measured conductivities on an Arrhenius plot.

    Attributes
    ----------
    activation_energy : Quantity
        J/mol; its `std_model` is the standard error of the slope, None for two points.
    form : {"sigma", "sigma_T"}
    residual : float
        Root mean square distance of ln(sigma) or ln(sigma T) from the line [-].
    """

    activation_energy: Quantity
    form: ArrheniusForm
    residual: float


def arrhenius(
    conductivity_reference: float,
    temperature_reference: float,
    activation_energy: float,
    temperature: float,
    form: ArrheniusForm = "sigma",
) -> float:
    """Return the conductivity at `temperature`, S/m, from that at a reference temperature.

    Parameters
    ----------
    conductivity_reference : float
        S/m.
    temperature_reference, temperature : float
        K.
    activation_energy : float
        J/mol, belonging to `form`.
    form : {"sigma", "sigma_T"}
        "sigma": ``sigma = A exp(-Ea / R T)``; "sigma_T": ``sigma T = A exp(-Ea / R T)``. At room
        temperature the same data give an Ea larger by R T, about 2.5 kJ/mol, with the latter.

    Raises
    ------
    InputError
        Temperature or conductivity not positive, energy negative, a change by more than 10^30.

    Validity
    --------
    One conduction mechanism: no phase transition, no glass transition in between.

    Examples
    --------
    >>> arrhenius(0.1, 298.15, 30e3, 298.15)
    0.1
    """
    _check_form(form)
    _check_positive("conductivity_reference", [conductivity_reference], "S/m")
    _check_positive("temperature_reference", [temperature_reference], "K")
    _check_positive("temperature", [temperature], "K")
    if not (isfinite(activation_energy) and activation_energy >= 0):
        raise InputError(
            "activation_energy", f"got {activation_energy:g} J/mol", "0 or more, such as 30e3 J/mol"
        )
    steepness = activation_energy / constants.R
    exponent = -steepness * (1 / temperature - 1 / temperature_reference)
    if abs(exponent) > _FARTHEST:
        raise InputError(
            "activation_energy",
            f"with {activation_energy:g} J/mol the conductivity changes by a factor of "
            f"10^{exponent / log(10):.0f} from {temperature_reference:g} to {temperature:g} K",
            f"a change by 10^{_FARTHEST / log(10):.0f} at most",
        )
    prefactor = temperature_reference / temperature if form == "sigma_T" else 1.0
    return conductivity_reference * prefactor * exp(exponent)


def interpolate_conductivity(
    temperatures: Sequence[float], conductivities: Sequence[float], temperature: float
) -> float:
    """Return the conductivity at `temperature`, S/m, between measured points.

    Logarithms are joined by straight lines over 1/T, as suits a polymer whose activation energy
    changes with temperature. Nothing is extrapolated.

    Parameters
    ----------
    temperatures, conductivities : sequence of float
        K and S/m, in any order, one value per temperature.

    Raises
    ------
    InputError
        `temperature` outside the measured range, no points, repeated temperatures, values that
        are not positive.

    Examples
    --------
    >>> round(interpolate_conductivity([300.0, 400.0], [1e-4, 1e-2], 400.0), 6)
    0.01
    """
    kelvin, sigma = _points(temperatures, conductivities, at_least=1)
    if not kelvin.min() <= temperature <= kelvin.max():
        raise InputError(
            "temperature",
            f"{temperature:g} K lies outside the measured conductivities, "
            f"{kelvin.min():g} to {kelvin.max():g} K",
            "a temperature in that range, or more measured points",
        )
    order = np.argsort(1 / kelvin)
    return exp(np.interp(1 / temperature, 1 / kelvin[order], np.log(sigma[order])))


def activation_energy(
    temperatures: Sequence[float],
    conductivities: Sequence[float],
    form: ArrheniusForm = "sigma",
) -> ArrheniusFit:
    """Fit the activation energy by least squares on ln(sigma) or ln(sigma T) over 1/T.

    Parameters
    ----------
    temperatures, conductivities : sequence of float
        K and S/m; two or more different temperatures.

    Raises
    ------
    InputError
        Fewer than two points, repeated temperatures, values that are not positive.
    """
    _check_form(form)
    kelvin, sigma = _points(temperatures, conductivities, at_least=2)
    logs = np.log(sigma * kelvin if form == "sigma_T" else sigma)
    inverse = 1 / kelvin - np.mean(1 / kelvin)
    spread = float(inverse @ inverse)
    slope = float(inverse @ logs) / spread
    distance = logs - logs.mean() - slope * inverse
    free = len(kelvin) - 2
    stderr = float(np.sqrt(distance @ distance / free / spread)) if free > 0 else None
    energy = Quantity(
        value=-slope * constants.R,
        unit="J/mol",
        method=f"least squares on ln({'sigma T' if form == 'sigma_T' else 'sigma'}) over 1/T, "
        f"{len(kelvin)} points",
        std_model=None if stderr is None else stderr * constants.R,
        validity=f"{kelvin.min():g} to {kelvin.max():g} K",
    )
    return ArrheniusFit(
        activation_energy=energy, form=form, residual=float(np.sqrt(np.mean(distance**2)))
    )


def _points(
    temperatures: Sequence[float], conductivities: Sequence[float], at_least: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    if len(temperatures) != len(conductivities) or len(temperatures) < at_least:
        raise InputError(
            "conductivities",
            f"got {len(temperatures)} temperatures and {len(conductivities)} conductivities",
            f"the same number of each, {at_least} or more",
        )
    _check_positive("temperatures", temperatures, "K")
    _check_positive("conductivities", conductivities, "S/m")
    if len(set(temperatures)) < len(temperatures):
        raise InputError("temperatures", "a temperature stands there twice", "one value for each")
    return np.asarray(temperatures, float), np.asarray(conductivities, float)


def _check_form(form: str) -> None:
    if form not in get_args(ArrheniusForm):
        raise UnknownNameError("form", form, get_args(ArrheniusForm))


def _check_positive(field: str, values: Sequence[float], unit: str) -> None:
    for value in values:
        if not isinstance(value, int | float | np.number):
            raise InputError(field, f"got {value!r}, no number", f"a positive number, {unit}")
        if not (isfinite(value) and value > 0):
            raise InputError(field, f"got {value:g} {unit}", f"a positive number, {unit}")
