"""The ceramic of a recipe: its powder, its crystals and what is stated of a material."""

from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainSerializer,
    ValidationInfo,
    WithJsonSchema,
)

from ceralyte.core.errors import InputError
from ceralyte.model import SizeDistribution
from ceralyte.packing import describe, parse_distribution
from ceralyte.recipe.fields import (
    ActivationEnergy,
    ArealResistance,
    MassShare,
    Pressure,
    Temperature,
)
from ceralyte.recipe.section import Section


def _read_size(value: object, info: ValidationInfo) -> SizeDistribution:
    if not isinstance(value, str):
        raise InputError("size", f"got {value!r}", 'text such as "lognormal(d50=3 um, sigma=0.5)"')
    return parse_distribution(value, (info.context or {}).get("folder"))


Size = Annotated[
    SizeDistribution,
    BeforeValidator(_read_size),
    PlainSerializer(describe, return_type=str),
    WithJsonSchema(
        {
            "type": "string",
            "description": "particle size distribution: mono, lognormal, weibull, gaussian, "
            "powerlaw, mixture or csv",
            "examples": ["lognormal(d50=3 um, sigma=0.5)", "csv(psd.csv, basis=volume, unit=um)"],
        }
    ),
]


class StatedValue(Section):
    """A property that the recipe states itself; it goes before the catalogue.

    `value`, `low` and `high` are texts in a unit of the property ("8.6 mS/cm").
    """

    value: str = Field(description="number and unit")
    low: str | None = Field(default=None, description="lower end of its range")
    high: str | None = Field(default=None, description="upper end of its range")
    temperature: Temperature | None = Field(default=None, description="at which it was measured")
    pressure: Pressure | None = Field(default=None, description="at which it was measured")
    condition: str = Field(default="", description="anything else that it holds for")
    arrhenius_form: Literal["", "sigma", "sigma_T"] = Field(
        default="", description="of an activation energy: slope of ln(sigma) or of ln(sigma T)"
    )
    source: str = Field(min_length=1, description="who says so: citation, or 'own measurement'")
    locator: str = Field(default="", description="DOI or page")


def _not_empty(stated: tuple[StatedValue, ...]) -> tuple[StatedValue, ...]:
    if not stated:
        raise InputError("properties", "the list is empty", "one value or more")
    return stated


Properties = dict[str, StatedValue | Annotated[tuple[StatedValue, ...], AfterValidator(_not_empty)]]
Ratio = Annotated[float, Field(ge=1e-3, le=1e3)]


class Anisotropy(Section):
    """Crystals of the ceramic that conduct differently along their axes.

    Its `conductivity` stays that of a pellet of many grains at random: it sets the scale.
    """

    ratios: tuple[Ratio, Ratio, Ratio] = Field(
        description="conductivities along the three axes of the crystal, to each other: [1, 1, 0.1]"
    )
    texture: Literal["random", "aligned"] = Field(
        default="random",
        description="random: each grain its own orientation; aligned: all with their axes along x, "
        "y and z, z through the membrane",
    )
    source: str = Field(min_length=1, description="who says so: citation, or 'own measurement'")


class Ceramic(Section):
    """The ceramic electrolyte and its powder."""

    material: str = Field(description="name in the catalogue of materials")
    mass_fraction: MassShare = Field(description="share of ceramic and binder together, wt%")
    size: Size
    grain_boundary_resistance: ArealResistance = Field(
        default=0.0, validate_default=False, description="between two grains, per contact area"
    )
    grain_boundary_activation_energy: ActivationEnergy | None = Field(
        default=None, description="slope of ln(resistance) over 1/T; left out, as the ceramic's"
    )
    anisotropy: Anisotropy | None = Field(
        default=None, description="of its crystals; left out, they conduct alike in all directions"
    )
    analogues: tuple[str, ...] = Field(
        default=(), description="materials whose values stand in where this one has none"
    )
    properties: Properties = Field(default_factory=dict)
