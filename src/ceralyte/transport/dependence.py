"""Effective conductivity of an image against temperature, and its apparent activation energy."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike
from scipy.constants import R

from ceralyte.core.errors import InputError, UnavailableError
from ceralyte.core.quantities import Record
from ceralyte.model.structure import Structure
from ceralyte.transport.case import Device, Geometry
from ceralyte.transport.conduction import effective_conductivity
from ceralyte.transport.inputs import Axis, Boundary
from ceralyte.transport.temperature import ArrheniusForm

Law = Callable[[float], float]
PhaseLaw = Callable[[float], ArrayLike]


class TemperatureDependence(Record):
    """Conductivity at several temperatures.

    Attributes
    ----------
    temperatures : tuple of float
        K, rising.
    conductivities : tuple of float
        S/m.
    activation_energies : tuple of float
        J/mol: slope of ln(sigma) or ln(sigma T) over 1/T at each temperature, by the parabola
        through its neighbours.
    form : {"sigma", "sigma_T"}
    """

    temperatures: tuple[float, ...]
    conductivities: tuple[float, ...]
    activation_energies: tuple[float, ...]
    form: ArrheniusForm


def conductivity_against_temperature(
    structure: Structure,
    laws: Mapping[str, PhaseLaw],
    temperatures: Sequence[float],
    *,
    form: ArrheniusForm = "sigma",
    interface_resistance: Law | Mapping[str, Law] | None = None,
    electrode_resistance: Law | None = None,
    boundary: Boundary = "electrodes",
    axis: Axis = "z",
    geometry: Geometry | None = None,
    device: Device = "cpu",
    flux_tolerance: float = 1e-5,
) -> TemperatureDependence:
    """Solve conduction through an image at several temperatures.

    Parameters
    ----------
    structure : Structure
    laws : mapping of str to callable
        By phase name; ``law(T)`` in S/m for T in K, from `arrhenius`, `interpolate_conductivity`
        or a `VogelLaw`; a number or an array, as `effective_conductivity` takes it.
    temperatures : sequence of float
        K, three or more, each once.
    form : {"sigma", "sigma_T"}
        Of the Arrhenius plot whose slope is taken.
    interface_resistance : callable or mapping of str to callable, optional
        ``law(T)`` in ohm m2: between grains of ceramic, or by pair of phases ("ceramic-binder").
    electrode_resistance : callable, optional
        ``law(T)`` in ohm m2, between either electrode and what it touches.
    boundary, axis, geometry, device, flux_tolerance
        As `effective_conductivity`.

    Raises
    ------
    InputError
        Fewer than three temperatures, repeated or not positive ones; a law that is no function; as
        `effective_conductivity`.
    UnavailableError
        Nothing conducts from end to end.
    ConvergenceError

    Examples
    --------
    >>> import numpy as np
    >>> from ceralyte.model import Structure
    >>> from ceralyte.transport import arrhenius
    >>> ceramic = np.ones((2, 2, 2), np.uint8)
    >>> block = Structure(ceramic, ceramic.astype(np.int32), 1e-6, (False, False, False))
    >>> laws = {"ceramic": lambda T: arrhenius(0.1, 298.15, 30e3, T)}
    >>> curve = conductivity_against_temperature(block, laws, [280.0, 300.0, 320.0])
    >>> [round(energy / 1e3, 3) for energy in curve.activation_energies]
    [30.0, 30.0, 30.0]
    """
    kelvin = sorted(temperatures)
    if len(kelvin) < 3 or len(set(kelvin)) < len(kelvin) or not kelvin[0] > 0:
        raise InputError(
            "temperatures", f"got {list(temperatures)}", "three or more positive ones, K, each once"
        )
    _check_laws("laws", laws)
    if isinstance(interface_resistance, Mapping):
        _check_laws("interface_resistance", interface_resistance)
    else:
        _check_law("interface_resistance", interface_resistance)
    _check_law("electrode_resistance", electrode_resistance)
    values = []
    for temperature in kelvin:
        conduction = effective_conductivity(
            structure,
            {name: law(temperature) for name, law in laws.items()},
            boundary=boundary,
            axis=axis,
            interface_resistance=_at(temperature, interface_resistance),
            electrode_resistance=electrode_resistance(temperature) if electrode_resistance else 0.0,
            geometry=geometry,
            device=device,
            flux_tolerance=flux_tolerance,
        )
        if not conduction.percolates:
            raise UnavailableError(f"no conducting path leads through the image along {axis}")
        values.append(conduction.value)
    inverse = 1 / np.array(kelvin)
    logs = np.log(np.array(values) * (np.array(kelvin) if form == "sigma_T" else 1.0))
    slopes = np.gradient(logs, inverse, edge_order=2)
    return TemperatureDependence(
        temperatures=tuple(kelvin),
        conductivities=tuple(values),
        activation_energies=tuple((-R * slopes).tolist()),
        form=form,
    )


def _check_laws(field: str, laws: Mapping[str, PhaseLaw]) -> None:
    for name, law in laws.items():
        _check_law(f"{field}.{name}", law)


def _check_law(field: str, law: PhaseLaw | None) -> None:
    if law is not None and not callable(law):
        raise InputError(field, f"got {law!r}", "a function of the temperature in K")


def _at(temperature: float, resistance: Law | Mapping[str, Law] | None) -> float | dict[str, float]:
    if resistance is None:
        return 0.0
    if isinstance(resistance, Mapping):
        return {pair: law(temperature) for pair, law in resistance.items()}
    return resistance(temperature)
