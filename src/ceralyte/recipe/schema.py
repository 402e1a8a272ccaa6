"""The recipe: what to make. Every field has a unit, a range and a meaning."""

from pathlib import Path
from typing import Any, ClassVar, Literal, Self

from pydantic import (
    Field,
    ValidationInfo,
    model_validator,
)
from pydantic.json_schema import SkipJsonSchema

from ceralyte.core.errors import InputError, SharesError
from ceralyte.recipe.cell import Cell
from ceralyte.recipe.ceramic import Ceramic, Properties
from ceralyte.recipe.fields import (
    ArealMass,
    ArealResistance,
    BendRadius,
    BinderSize,
    FibreDiameter,
    FoilThickness,
    MassShare,
    Pressure,
    Roughness,
    Share,
    Temperature,
    Thickness,
    WebPorosity,
)
from ceralyte.recipe.section import Section
from ceralyte.structure import BinderPlacement, SupportKind


class Linker(Section):
    """A binder whose molecules bind units of the ceramic, as PETEA binds Na3SbS4."""

    sites: int = Field(default=4, ge=1, le=100, description="cross-linking sites of a molecule")
    units: float = Field(
        default=2.0, gt=0, le=100, description="most ceramic units that a molecule hosts"
    )


class Binder(Section):
    """The polymer, and where it sits.

    `auto` places it where it was published to sit on this ceramic, else by process and, where both
    surface energies are known by components, by the spreading coefficient. The three sizes belong
    to one placement each.
    """

    material: str = Field(description="polymer of the catalogue or of `materials_file`")
    mass_fraction: MassShare = Field(description="share of ceramic and binder together, wt%")
    placement: Literal["auto", BinderPlacement] = Field(
        default="auto", description="where the binder sits; auto chooses, and the report says why"
    )
    film_thickness: BinderSize | None = Field(
        default=None, description="measured, of a coating; the rest of the binder sits in necks"
    )
    domain_diameter: BinderSize | None = Field(
        default=None, description="of segregated domains, or of bubbles in a matrix"
    )
    fibril_diameter: BinderSize | None = Field(default=None, description="of fibrils")
    interface_resistance: ArealResistance | None = Field(
        default=None, description="between ceramic and a binder that conducts, per contact area"
    )
    linker: Linker | None = Field(
        default=None, description="stoichiometry of a binder that binds the ceramic's units"
    )
    analogues: tuple[str, ...] = Field(
        default=(), description="polymers whose values stand in for missing ones"
    )
    properties: Properties = Field(default_factory=dict)

    @model_validator(mode="after")
    def _sizes_belong(self) -> Self:
        for name, placements in (
            ("film_thickness", ("auto", "coating")),
            ("domain_diameter", ("auto", "segregated", "matrix")),
            ("fibril_diameter", ("auto", "fibrils")),
        ):
            if getattr(self, name) is not None and self.placement not in placements:
                raise InputError(
                    f"binder.{name}",
                    f"is given although placement is {self.placement}",
                    f"placement: {placements[1]}",
                )
        sizes = ("film_thickness", "domain_diameter", "fibril_diameter")
        given = [name for name in sizes if getattr(self, name) is not None]
        if len(given) > 1:
            raise InputError(
                f"binder.{given[1]}",
                f"is given beside {given[0]}, which belongs to another placement",
                "the size of one placement",
            )
        return self


class Slurry(Section):
    """What the solids are dispersed or dissolved in."""

    solvent: str = Field(default="none", description="name in the catalogue, or none (dry)")
    solids_fraction: MassShare | None = Field(
        default=None, description="mass of solids over mass of slurry, for the weigh-out sheet"
    )
    solvent_effects: Literal["published", "none"] = Field(
        default="published",
        description="what the solvent is known to do to conductivity and grain boundaries of the "
        "powder; none: values are those of the powder after the solvent, or the reports do not fit",
    )


class Support(Section):
    """What holds the membrane together: a web, a skeleton, a mesh or a printed lattice.

    Of a mesh and a lattice one of porosity, fibre_diameter and pitch may be left out.
    """

    kind: SupportKind = Field(
        description="nonwoven: fibres at random in the plane; nanowires: in all directions; "
        "woven: plain weave; octet, gyroid: printed lattices of struts"
    )
    material: str = Field(description="of the fibres; of the catalogue or of `materials_file`")
    thickness: Thickness = Field(description="of the support alone")
    porosity: WebPorosity | None = Field(default=None, description="of the bare support")
    fibre_diameter: FibreDiameter | None = Field(
        default=None, description="of a fibre, yarn, wire or strut"
    )
    pitch: FibreDiameter | None = Field(
        default=None, description="distance of two yarns; edge of the cell of a lattice"
    )
    interface_resistance: ArealResistance | None = Field(
        default=None, description="between ceramic and a support that conducts, per contact area"
    )
    strength_of: Literal["fibre", "sheet"] = Field(
        default="fibre", description="what the tensile strength of the material was measured on"
    )
    properties: Properties = Field(default_factory=dict)


class Substrate(Section):
    """The face of the electrode that a membrane was deposited on: a random rough surface."""

    roughness: Roughness = Field(description="root mean square height Rq of the electrode's face")
    correlation_length: Roughness = Field(
        description="distance over which its heights are alike, about the size of its particles"
    )


class Membrane(Section):
    """How much of it: the thickness wanted after pressing, or the solids cast per area."""

    architecture: Literal["free_standing", "substrate_deposited"] = Field(
        default="free_standing", description="whether it stands alone or is cast on an electrode"
    )
    thickness: Thickness | None = Field(default=None, description="wanted, after pressing")
    areal_mass: ArealMass | None = Field(
        default=None, description="ceramic, binder and support per area"
    )
    face_layer: FoilThickness | None = Field(
        default=None,
        description="ceramic on each face of the support, after pressing: the thickness is that "
        "of the support and two such layers",
    )

    substrate: Substrate | None = Field(
        default=None, description="roughness of the electrode below; flat if left out"
    )

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        given = [self.thickness, self.areal_mass, self.face_layer]
        if sum(value is not None for value in given) != 1:
            raise InputError(
                "membrane",
                "needs exactly one of thickness, areal_mass and face_layer",
                "thickness: 30 um",
            )
        if self.substrate is not None and self.architecture == "free_standing":
            raise InputError(
                "membrane.substrate",
                "is given although the membrane is free_standing",
                "architecture: substrate_deposited",
            )
        return self


class Press(Section):
    """The densification step.

    Instead of the pressing law a measured `relative_density` can be stated, or, of a calender,
    the `gap` between its rolls.
    """

    method: Literal["none", "uniaxial", "isostatic", "roll"] = Field(
        description="in a die, in a liquid, between rolls, or not at all"
    )
    pressure: Pressure = Field(default=0.0, validate_default=False, description="force over area")
    relative_density: Share | None = Field(
        default=None, description="measured, of the whole membrane (1 - porosity)"
    )
    gap: Thickness | None = Field(
        default=None,
        description="between the rolls, for method roll: the thickness after pressing; needs "
        "membrane.areal_mass",
    )

    @model_validator(mode="after")
    def _needs_a_target(self) -> Self:
        if self.gap is not None:
            self._require_only_gap()
        elif self.method != "none" and self.pressure == 0 and self.relative_density is None:
            raise InputError(
                "press.pressure",
                f"is missing, or 0 MPa, for method {self.method}",
                "pressure: 300 MPa, or a measured relative_density, or a gap for method roll, or "
                "method: none",
            )
        if self.method == "none" and self.pressure > 0:
            raise InputError("press.method", "is none although a pressure is given", "uniaxial")
        return self

    def _require_only_gap(self) -> None:
        if self.method != "roll":
            raise InputError("press.gap", f"is given for method {self.method}", "method: roll")
        other = "relative_density" if self.relative_density is not None else "pressure"
        if self.relative_density is not None or self.pressure > 0:
            raise InputError("press.gap", f"is given beside {other}", "one of the two")


class Targets(Section):
    """What the membrane should reach; the defaults are the figures of the perspective article."""

    thickness: Thickness = Field(default=20e-6, validate_default=False, description="at most")
    bend_radius: BendRadius | None = Field(
        default=None, description="smallest radius it must survive"
    )


class Measured(Section):
    """A published or own measurement of this membrane, shown beside the prediction."""

    quantity: Literal[
        "effective_conductivity",
        "areal_resistance",
        "activation_energy",
        "thickness",
        "relative_density",
        "porosity",
        "tensile_strength",
        "youngs_modulus",
        "specific_energy",
        "binder_film_thickness",
        "ceramic_volume_fraction",
    ]
    value: str = Field(description="number and unit")
    low: str | None = Field(default=None, description="lower end of its range")
    high: str | None = Field(default=None, description="upper end of its range")
    source: str = Field(min_length=1, description="who says so: citation, or 'own measurement'")
    locator: str = Field(default="", description="DOI or page")
    note: str = Field(default="", description="stands beside the comparison")


class Recipe(Section):
    """A membrane to make: materials, powder, process, pressing, and the cell it is for."""

    example: ClassVar[str] = "see `ceralyte init` for a commented example"

    name: str = Field(min_length=1, max_length=200, description="title of the report")
    description: str = Field(default="", description="a sentence below the title")
    reference: str = Field(default="", description="publication that the recipe follows")
    ceramic: Ceramic
    binder: Binder | None = None
    process: Literal["dry", "slurry", "infiltration"] = Field(
        description="without a solvent, cast with one, or grown into the support from solution"
    )
    slurry: Slurry = Slurry()
    support: Support | None = None
    membrane: Membrane
    press: Press
    temperature: Temperature = Field(
        default=298.15, validate_default=False, description="at which the membrane conducts"
    )
    cell: Cell | None = None
    targets: Targets = Targets()
    measured: tuple[Measured, ...] = Field(
        default=(), description="own or published values, shown beside the prediction"
    )
    materials_file: str | None = Field(default=None, description="own materials, CSV")
    folder: SkipJsonSchema[Path] = Field(default=Path(), exclude=True, repr=False)

    @model_validator(mode="before")
    @classmethod
    def _folder_is_ours(cls, data: Any, info: ValidationInfo) -> Any:
        if isinstance(data, dict) and "folder" not in data:
            return data | {"folder": (info.context or {}).get("folder", Path())}
        return data

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        binder = self.binder.mass_fraction if self.binder else 0.0
        total = self.ceramic.mass_fraction + binder
        if abs(total - 1) > 1e-6:
            raise SharesError(
                "ceramic.mass_fraction",
                f"ceramic and binder add to {100 * total:.6g} wt%",
                "100 wt% together (solvent and support are counted apart)",
            )
        if self.ceramic.mass_fraction == 0:
            raise InputError("ceramic.mass_fraction", "is 0 wt%", "more than 0 wt%")
        if self.process == "dry" and self.slurry.solvent != "none":
            raise InputError(
                "slurry.solvent",
                f"is {self.slurry.solvent} although the process is dry",
                "none, or process: slurry",
            )
        if self.process != "dry" and self.slurry.solvent == "none":
            raise InputError(
                "slurry.solvent",
                f"is missing for process {self.process}",
                "toluene, or process: dry",
            )
        if self.membrane.face_layer is not None and self.support is None:
            raise InputError(
                "membrane.face_layer", "is given without a support", "a support, or a thickness"
            )
        gap = self.press.gap
        if gap is not None and self.membrane.areal_mass is None:
            raise InputError(
                "press.gap",
                "makes the thickness, which the membrane states already",
                "membrane: {areal_mass: 3 mg/cm2}, what is cast, instead",
            )
        support, thickness = self.support, gap or self.membrane.thickness
        if support and thickness and support.thickness > thickness * (1 + 1e-9):
            raise InputError(
                "support.thickness",
                f"{1e6 * support.thickness:.4g} um is more than the membrane's "
                f"{1e6 * thickness:.4g} um",
                "a support no thicker than the membrane",
            )
        return self
