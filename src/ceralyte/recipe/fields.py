"""Field types of a recipe: text with a unit outside, SI floats inside, ranges checked here."""

from dataclasses import dataclass, replace
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler, ValidationInfo
from pydantic_core import core_schema

from ceralyte.core.errors import InputError
from ceralyte.core.units import (
    ACTIVATION_ENERGY,
    AREAL_CAPACITY,
    AREAL_MASS,
    AREAL_RESISTANCE,
    CONDUCTIVITY,
    FRACTION,
    LENGTH,
    MASS_FRACTION,
    PRESSURE,
    TEMPERATURE,
    Dimension,
    parse,
    show,
)

_MILLIMETRES = replace(LENGTH, display_unit="mm", example="5 mm")


@dataclass(frozen=True)
class InUnits:
    """Marks a float that is written as text with a unit of `dimension`.

    `low` and `high` (SI) are the ends of the allowed range, both included.
    """

    dimension: Dimension
    low: float
    high: float

    def read(self, value: object, info: ValidationInfo) -> float:
        """Return the SI value of a text; raise `InputError` naming the field and the range."""
        field = info.field_name or self.dimension.name
        si = parse(value, self.dimension, field)
        if not self.low <= si <= self.high:
            raise InputError(field, f"{value} is out of range", self._range())
        return si

    def _range(self) -> str:
        return f"{show(self.low, self.dimension)} to {show(self.high, self.dimension)}"

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.with_info_plain_validator_function(
            self.read,
            serialization=core_schema.plain_serializer_function_ser_schema(
                lambda si: show(si, self.dimension, digits=12),
                return_schema=core_schema.str_schema(),
            ),
        )

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        return {
            "type": "string",
            "description": f"{self.dimension.name}, {self._range()}",
            "examples": [self.dimension.example],
            "x-dimension": self.dimension.name,  # a field with words of its own keeps these two
            "x-range": self._range(),
        }


Thickness = Annotated[float, InUnits(LENGTH, 1e-6, 2e-3)]
FibreDiameter = Annotated[float, InUnits(LENGTH, 10e-9, 500e-6)]
BinderSize = Annotated[float, InUnits(LENGTH, 1e-9, 100e-6)]
Roughness = Annotated[float, InUnits(LENGTH, 1e-9, 50e-6)]
FoilThickness = Annotated[float, InUnits(LENGTH, 0.0, 1e-3)]
BendRadius = Annotated[float, InUnits(_MILLIMETRES, 0.1e-3, 1.0)]
Pressure = Annotated[float, InUnits(PRESSURE, 0.0, 1e9)]
Temperature = Annotated[float, InUnits(TEMPERATURE, 173.15, 573.15)]
Share = Annotated[float, InUnits(FRACTION, 0.0, 1.0)]
MassShare = Annotated[float, InUnits(MASS_FRACTION, 0.0, 1.0)]
WebPorosity = Annotated[float, InUnits(FRACTION, 0.1, 0.99)]
ArealMass = Annotated[float, InUnits(AREAL_MASS, 1e-4, 10.0)]
ArealResistance = Annotated[float, InUnits(AREAL_RESISTANCE, 0.0, 1e2)]
ArealCapacity = Annotated[float, InUnits(AREAL_CAPACITY, 36.0, 3.6e6)]
CollectorThickness = Annotated[float, InUnits(LENGTH, 1e-7, 1e-3)]
CellLength = Annotated[float, InUnits(_MILLIMETRES, 1e-3, 3.0)]
CellGap = Annotated[float, InUnits(_MILLIMETRES, 0.0, 0.1)]
WallThickness = Annotated[float, InUnits(LENGTH, 10e-6, 10e-3)]
ActivationEnergy = Annotated[float, InUnits(ACTIVATION_ENERGY, 0.0, 2e5)]
StackPressure = Annotated[float, InUnits(PRESSURE, 1e3, 500e6)]
IonicConductivity = Annotated[float, InUnits(CONDUCTIVITY, 1e-9, 1e2)]
PartShare = Annotated[float, InUnits(FRACTION, 0.0, 0.95)]
PartMassShare = Annotated[float, InUnits(MASS_FRACTION, 0.0, 0.95)]
