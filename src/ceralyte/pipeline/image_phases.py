"""What the phases of an image conduct, where they are materials of the catalogue."""

from collections.abc import Iterable, Mapping

from ceralyte.core.errors import MissingDataError
from ceralyte.core.units import CONDUCTIVITY, TEMPERATURE, show
from ceralyte.pipeline.supply import Supply
from ceralyte.pipeline.temperature import PhaseConductivity, material_conductivity

ROOM = 298.15
"""K: 25 degC, at which nearly all conductivities of the catalogue were measured."""

_CERAMIC = "ceramic"


def named_conductivities(
    materials: Mapping[str, str],
    temperature: float = ROOM,
    field: str = "materials",
    example: str = CONDUCTIVITY.example,
) -> dict[str, PhaseConductivity]:
    """Return the conductivities of the catalogue by phase; without those that do not conduct.

    Parameters
    ----------
    materials : mapping of str to str
        Name of the material by phase.
    temperature : float, K
    field : str
        Where the names stand, for messages.
    example : str
        How a conductivity would stand there.

    Raises
    ------
    UnknownNameError
        A name that the catalogue has not.
    MissingDataError
        A ceramic without a conductivity, or without an activation energy where it was measured at
        another temperature.
    InputError
        `temperature` outside the measured ones.

    Examples
    --------
    >>> found = named_conductivities({"ceramic": "Li6PS5Cl", "binder": "PTFE"})
    >>> list(found), found["ceramic"].now.unit
    (['ceramic'], 'S/m')
    """
    supply = Supply()
    found = {}
    for phase, name in materials.items():
        supply.catalogue.get(name, f"{field}: {phase}")
        conductivity = material_conductivity(name, temperature, supply)
        if conductivity is not None:
            found[phase] = conductivity
        elif phase == _CERAMIC:
            remedy = f"a number in its place, such as '{example}'"
            lacking = MissingDataError(name, "conductivity", "conduction", remedy)
            raise lacking.at(f"{field}: {phase}: {name}")
    return found


def taken_as_stated(
    temperature: float, *, conductivities: Iterable[str], resistances: Iterable[str]
) -> tuple[str, ...]:
    """Return the note on what does not follow a temperature (K), since it is stated; or none.

    Examples
    --------
    >>> taken_as_stated(273.15, conductivities=["binder"], resistances=["the electrodes"])
    ('as stated, taken to hold at 0 degC: conductivity of binder, resistance of the electrodes',)
    """
    named = [f"conductivity of {name}" for name in conductivities]
    named += [f"resistance of {name}" for name in resistances]
    if not named:
        return ()
    return (f"as stated, taken to hold at {show(temperature, TEMPERATURE)}: {', '.join(named)}",)
