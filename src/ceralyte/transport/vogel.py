"""Conductivity of an amorphous polymer against temperature: Vogel, Tammann and Fulcher."""

from math import exp, isfinite, log
from typing import Annotated

from scipy.constants import R

from ceralyte.core.errors import InputError
from ceralyte.core.stated import Stated, above, at_least

_LEAST = -60 * log(10)
"""Logarithm of the least share of the prefactor that is told: a choice, beyond any measurement."""


class VogelLaw(Stated):
    """``sigma = prefactor exp(-pseudo_activation_energy / R (T - ideal_glass_temperature))``.

    Attributes
    ----------
    prefactor : float
        S/m.
    pseudo_activation_energy : float
        J/mol; not the slope of an Arrhenius plot, see `activation_energy_at`.
    ideal_glass_temperature : float
        K; often 50 K below the glass transition.
    """

    prefactor: Annotated[float, above(0, "S/m")]
    pseudo_activation_energy: Annotated[float, at_least(0, "J/mol")]
    ideal_glass_temperature: Annotated[float, at_least(0, "K")]

    def at(self, temperature: float) -> float:
        """Return the conductivity at `temperature` (K), S/m."""
        exponent = -self.pseudo_activation_energy / R / self._above(temperature)
        if exponent < _LEAST:
            raise InputError(
                "temperature",
                f"got {temperature:g} K, where the law leaves 10^{exponent / log(10):.0f} of the "
                "prefactor",
                f"farther above the ideal glass temperature, {self.ideal_glass_temperature:g} K",
            )
        return self.prefactor * exp(exponent)

    def activation_energy_at(self, temperature: float) -> float:
        """Return the slope of the Arrhenius plot of sigma at `temperature` (K), J/mol.

        ``pseudo_activation_energy (T / (T - T0))^2``: it grows towards low temperatures.
        """
        return self.pseudo_activation_energy * (temperature / self._above(temperature)) ** 2

    def _above(self, temperature: float) -> float:
        if not (isfinite(temperature) and temperature > self.ideal_glass_temperature):
            raise InputError(
                "temperature",
                f"got {temperature:g} K",
                f"above the ideal glass temperature, {self.ideal_glass_temperature:g} K",
            )
        return temperature - self.ideal_glass_temperature


def vogel_through(
    first: tuple[float, float], second: tuple[float, float], ideal_glass_temperature: float
) -> VogelLaw:
    """Return the law through two conductivities, given the ideal glass temperature.

    Parameters
    ----------
    first, second : tuple of float
        Temperature, K, and conductivity, S/m; different temperatures.
    ideal_glass_temperature : float
        K, below both temperatures.

    Raises
    ------
    InputError
        Equal temperatures, values that are not positive, a conductivity that falls.

    Validity
    --------
    Amorphous polymers: a melting point between the two makes the law steeper than the polymer is
    above it.

    Examples
    --------
    >>> law = vogel_through((300.0, 1e-3), (350.0, 1e-1), 200.0)
    >>> round(law.at(350.0), 6), law.activation_energy_at(300.0) > law.activation_energy_at(350.0)
    (0.1, True)
    """
    for name, point in (("first", first), ("second", second)):
        try:
            temperature, conductivity = map(float, point)
        except (TypeError, ValueError) as error:
            wanted = "a temperature, K, and a conductivity, S/m"
            raise InputError(name, f"got {point!r}", wanted) from error
        if not (isfinite(conductivity) and conductivity > 0):
            raise InputError(name, f"got {conductivity:g} S/m", "a positive conductivity, S/m")
        if not (isfinite(temperature) and temperature > ideal_glass_temperature >= 0):
            raise InputError(
                name,
                f"got {temperature:g} K",
                f"above the ideal glass temperature, {ideal_glass_temperature:g} K",
            )
    near, far = (1 / (t - ideal_glass_temperature) for t, _ in (first, second))
    if near == far:
        raise InputError("second", f"got {second[0]:g} K twice", "two different temperatures")
    steepness = log(second[1] / first[1]) / (near - far)
    if steepness < 0:
        raise InputError("second", "the conductivity falls", "a conductivity that grows with T")
    return VogelLaw(
        prefactor=first[1] * exp(steepness * near),
        pseudo_activation_energy=steepness * R,
        ideal_glass_temperature=ideal_glass_temperature,
    )
