"""The cell section of a recipe: electrodes, foils, format, interfaces, system."""

from typing import Self

from pydantic import Field, model_validator

from ceralyte.core.errors import InputError, UnknownNameError
from ceralyte.recipe.fields import (
    ActivationEnergy,
    ArealCapacity,
    ArealMass,
    ArealResistance,
    BendRadius,
    CellGap,
    CellLength,
    CollectorThickness,
    FoilThickness,
    IonicConductivity,
    MassShare,
    PartMassShare,
    PartShare,
    StackPressure,
    Temperature,
    WallThickness,
)
from ceralyte.recipe.section import Section


class Electrode(Section):
    """A composite electrode, in mass shares of the dry electrode."""

    active_material: str = Field(description="name in the catalogue; one of the solids below")
    mass_fractions: dict[str, MassShare] = Field(
        description="every solid with its wt%: active material, solid electrolyte, carbon, binder"
    )
    porosity: PartShare = Field(description="of the pressed electrode")

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        for name, share in self.mass_fractions.items():
            if share == 0:
                raise InputError("mass_fractions", f"0 wt% of {name}", "above 0 wt%, or left out")
        total = sum(self.mass_fractions.values())
        if abs(total - 1) > 1e-6:
            raise InputError("mass_fractions", f"add to {100 * total:.6g} wt%", "100 wt%")
        if self.active_material not in self.mass_fractions:
            raise UnknownNameError("active_material", self.active_material, self.mass_fractions)
        return self


class Cathode(Electrode):
    """The positive electrode; its capacity is that of the cell.

    It states its capacity, its loading, or both, which then must agree.
    """

    areal_capacity: ArealCapacity | None = Field(default=None, description="of one coated side")
    areal_mass: ArealMass | None = Field(
        default=None, description="loading: mass of the dry coating per area"
    )
    ionic_conductivity: IonicConductivity | None = Field(
        default=None,
        description="measured, effective, of the electrolyte in the cathode, at the recipe's "
        "temperature; else it is estimated",
    )

    @model_validator(mode="after")
    def _has_capacity(self) -> Self:
        if self.areal_capacity is None and self.areal_mass is None:
            raise InputError(
                "cathode", "needs areal_capacity or areal_mass", "areal_capacity: 5 mAh/cm2"
            )
        return self


class Anode(Section):
    """The negative electrode: a metal foil, or a composite of a host such as graphite.

    A metal states `excess_thickness` (0 um: anode free), a host states `composite` and how much
    more it could take than the cathode gives.
    """

    material: str = Field(description="metal, or the host of a composite")
    excess_thickness: FoilThickness | None = Field(
        default=None, description="metal beyond what the cathode brings"
    )
    composite: Electrode | None = Field(default=None, description="the coating of a host")
    capacity_ratio: float = Field(default=1.1, ge=1, le=3, description="anode over cathode")

    @model_validator(mode="after")
    def _metal_or_host(self) -> Self:
        if (self.excess_thickness is None) == (self.composite is None):
            raise InputError(
                "anode",
                "needs exactly one of excess_thickness (metal) and composite (host)",
                "excess_thickness: 20 um of a metal; of a host "
                f"composite: {{active_material: {self.material}, mass_fractions: ..., "
                "porosity: ...}",
            )
        return self


class Foil(Section):
    """Current collector, shared by the cells on both of its sides."""

    material: str
    thickness: CollectorThickness


class Interface(Section):
    """Area-specific resistance between the membrane and one electrode."""

    resistance: ArealResistance = Field(description="times area")
    temperature: Temperature = Field(
        default=298.15, validate_default=False, description="at which it was measured"
    )
    activation_energy: ActivationEnergy | None = Field(
        default=None, description="of its conductance; without one it is taken as constant"
    )
    source: str = Field(min_length=1, description="who says so")


class Interfaces(Section):
    """What is known of the two interfaces; what is not stated is counted as none."""

    cathode: Interface | None = None
    anode: Interface | None = None


class Tabs(Section):
    """The two terminals of a cell."""

    width: CellLength
    length: CellLength
    thickness: CollectorThickness
    positive: str = "aluminium"
    negative: str = "nickel"


class Pouch(Section):
    """A stack of repeat units in laminate; width and height are those of the cathode."""

    units: int = Field(ge=1, le=1000, description="pairs of cathode and anode; 1: single layer")
    width: CellLength
    height: CellLength
    overhang: CellGap = Field(
        default=0.0,
        validate_default=False,
        description="of membrane and anode beyond the cathode, on each side",
    )
    seal_width: CellGap = Field(description="of the welded rim of the laminate")
    foil: Foil
    tabs: Tabs | None = None


class Winding(Section):
    """A wound cell in a can; diameter and height are those of the can."""

    diameter: CellLength
    height: CellLength
    can_material: str = "stainless steel"
    can_thickness: WallThickness
    inner_radius: BendRadius | None = Field(
        default=None, description="of the mandrel; else as tight as the membrane bends, an estimate"
    )
    overhang: CellGap = Field(
        default=0.0,
        validate_default=False,
        description="anode and membrane beyond the cathode, each end",
    )
    headspace: CellGap = Field(
        default=0.0, validate_default=False, description="height that the winding leaves in the can"
    )
    tabs: Tabs | None = None


class Plates(Section):
    """End plates and rods that press the cells of a system."""

    material: str = "aluminium"
    safety_factor: float = Field(default=2.0, ge=1, le=20, description="yield over stress")


class System(Section):
    """A pack of cells."""

    cells: int = Field(ge=1, le=1_000_000, description="how many")
    stack_pressure: StackPressure | None = Field(
        default=None, description="that the plates hold; none: no plates"
    )
    plates: Plates = Plates()
    other_mass_fraction: PartMassShare = Field(
        default=0.0, validate_default=False, description="housing, cooling: of the whole system"
    )
    other_volume_fraction: PartShare = Field(
        default=0.0, validate_default=False, description="housing, cooling: of the whole system"
    )


class Cell(Section):
    """The cell that the membrane is for."""

    cathode: Cathode
    anode: Anode
    positive_collector: Foil
    negative_collector: Foil
    bipolar_collector: Foil | None = Field(
        default=None,
        description="one foil between two units in series; the other two are then the end foils",
    )
    first_cycle_loss: PartShare = Field(
        default=0.0,
        validate_default=False,
        description="share of the cathode's capacity that the anode's side keeps",
    )
    interfaces: Interfaces = Interfaces()
    c_rate: float = Field(default=1.0, gt=0, le=100, description="current over capacity, 1/h")
    packaging_mass_fraction: PartMassShare = Field(
        default=0.0, validate_default=False, description="packaging over mass of the whole cell"
    )
    carrier_from_cathode: bool = Field(
        default=True, description="false where the anode brings the lithium, as for sulfur"
    )
    pouch: Pouch | None = None
    winding: Winding | None = None
    system: System | None = None

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        form = "pouch" if self.pouch else "winding" if self.winding else None
        if self.pouch and self.winding:
            raise InputError("cell", "has a pouch and a winding", "one of both")
        if form and self.packaging_mass_fraction > 0:
            raise InputError(
                "packaging_mass_fraction",
                f"is {100 * self.packaging_mass_fraction:.3g} % although the {form} says what its "
                "packaging weighs",
                "one of both",
            )
        if self.winding and self.bipolar_collector:
            raise InputError("bipolar_collector", "cannot be wound: turns would touch", "a pouch")
        if self.system and form is None:
            raise InputError("system", "has cells of no format", "a pouch or winding beside it")
        if self.system and self.system.stack_pressure and self.winding:
            raise InputError(
                "system.stack_pressure", "is for pouch cells; a can carries it itself", "a pouch"
            )
        return self
