"""What is left of voltage and energy when current flows."""

from math import hypot

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Outcome, Quantity, Unavailable
from ceralyte.model.cell import RatedEnergy

HOUR = 3600.0
VALIDITY = (
    "ohmic: current x area-specific resistance off the mean voltage; the whole capacity is taken "
    "to come out, which holds while the loss is a small part of the voltage; no charge transfer "
    "or diffusion inside particles beyond the stated interfaces"
)


def energy_at_rate(
    specific_energy: float,
    areal_capacity: float,
    mean_voltage: float,
    resistance: Outcome,
    *,
    c_rate: float,
    temperature: float,
    energy_error: float = 0.0,
) -> RatedEnergy:
    """Return the energy delivered at a C-rate.

    Parameters
    ----------
    specific_energy : float, J/kg
        Nominal, on any basis: the result has the same one.
    areal_capacity : float, C/m2
        Of one coated side, after the first cycle.
    mean_voltage : float, V
        Of one repeat unit without current.
    resistance : Outcome, ohm m2
        Area-specific, of one repeat unit, at `temperature` (K).
    c_rate : float
        Current over capacity, 1/h.
    energy_error : float
        Standard deviation of `specific_energy` over it; it adds in quadrature to that of the
        resistance.

    Raises
    ------
    InputError
        A C-rate not above zero.

    Validity
    --------
    See `VALIDITY`. Where the loss reaches the voltage the result is Unavailable.

    Examples
    --------
    >>> r = Quantity(value=10e-4, unit="ohm*m^2", method="stated")
    >>> rated = energy_at_rate(1e6, 180e3, 3.8, r, c_rate=1.0, temperature=298.15)
    >>> round(rated.voltage.value, 3), round(rated.current_density.value, 6)  # 5 mA/cm2
    (3.75, 50.0)
    """
    if not c_rate > 0:
        raise InputError("c_rate", f"{c_rate:g}", "above 0, such as 1")
    current = areal_capacity * c_rate / HOUR
    voltage = _voltage(mean_voltage, current, resistance)
    energy: Outcome = (
        Unavailable(unit="J/kg", reason=voltage.reason)
        if isinstance(voltage, Unavailable)
        else _energy(specific_energy, voltage, mean_voltage, energy_error)
    )
    return RatedEnergy(
        c_rate=c_rate,
        temperature=temperature,
        current_density=Quantity(value=current, unit="A/m^2", method="C-rate x areal capacity"),
        voltage=voltage,
        specific_energy=energy,
    )


def _energy(nominal: float, voltage: Quantity, mean_voltage: float, error: float) -> Quantity:
    """Nominal energy times the share of the voltage that is left, with the errors of both."""
    energy = voltage.scaled(nominal / mean_voltage, "J/kg", "nominal x voltage left")
    if error == 0:
        return energy
    std = hypot(energy.std_model or 0.0, error * energy.value)
    return energy.model_copy(update={"std_model": std})


def _voltage(mean_voltage: float, current: float, resistance: Outcome) -> Outcome:
    if isinstance(resistance, Unavailable):
        return Unavailable(unit="V", reason=resistance.reason)
    loss = current * resistance.value
    if loss >= mean_voltage:
        return Unavailable(
            unit="V",
            reason=f"the loss of {loss:.3g} V at {0.1 * current:.3g} mA/cm2 is all of the "
            f"{mean_voltage:.3g} V: no discharge at this rate",
        )
    return Quantity(
        value=mean_voltage - loss,
        unit="V",
        method="mean voltage less current x area-specific resistance",
        std_model=None if resistance.std is None else current * resistance.std,
        estimate=True,
        validity=VALIDITY
        + (f"; of the resistance: {resistance.validity}" if resistance.validity else ""),
    )
