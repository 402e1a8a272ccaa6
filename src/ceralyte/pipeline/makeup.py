"""What a membrane consists of: shares by mass and volume, density, thickness, weigh-out."""

from collections.abc import Callable
from dataclasses import dataclass

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Quantity, Unavailable
from ceralyte.core.units import AREAL_MASS, LENGTH, SURFACE_BY_MASS, show
from ceralyte.packing import mean_diameter
from ceralyte.pipeline.supply import Supply
from ceralyte.recipe import Recipe
from ceralyte.slurry import Composition, composition, weigh_out
from ceralyte.structure import SupportPlan, design_support

BATCH_AREA = 0.01
"""Membrane area (m2) of the weigh-out sheet: a sheet of 10 cm x 10 cm."""


@dataclass(frozen=True)
class Makeup:
    """Composition of the space beside the support, and of the support.

    Attributes
    ----------
    solids : Composition
        Ceramic and binder without pores.
    binder_per_ceramic : float
        Volume of binder over volume of ceramic [-].
    support : SupportPlan or None
        What the recipe says of it, with what it leaves out worked out.
    support_areal_volume, support_density : float, m and kg/m3
        Fibre volume per membrane area; 0 without a support.
    roughness : float or None
        Surface of the powder over that of smooth spheres of its sizes [-]; None without a binder,
        and where its specific surface is not known.
    """

    recipe: Recipe
    solids: Composition
    binder_per_ceramic: float
    support: SupportPlan | None
    support_areal_volume: float
    support_density: float
    roughness: float | None

    @classmethod
    def of(cls, recipe: Recipe, supply: Supply) -> "Makeup":
        """Work the composition of a recipe out.

        Raises
        ------
        MissingDataError
            A density is missing.
        """
        shares = {recipe.ceramic.material: recipe.ceramic.mass_fraction}
        if recipe.binder:
            shares[recipe.binder.material] = recipe.binder.mass_fraction
        densities = {
            name: supply.value(name, "density", "the composition").value for name in shares
        }
        solids = composition(shares, densities)
        ceramic = solids.solids_volume_fractions[recipe.ceramic.material]
        support, plan = recipe.support, None
        if support:
            plan = design_support(
                support.kind,
                support.thickness,
                porosity=support.porosity,
                fibre_diameter=support.fibre_diameter,
                pitch=support.pitch,
            )
        return cls(
            recipe=recipe,
            solids=solids,
            binder_per_ceramic=(1 - ceramic) / ceramic,
            support=plan,
            support_areal_volume=(1 - plan.porosity) * plan.thickness if plan else 0.0,
            support_density=(
                supply.value(support.material, "density", "the composition").value
                if support
                else 0.0
            ),
            roughness=(
                _roughness(recipe, supply, densities[recipe.ceramic.material])
                if recipe.binder
                else None
            ),
        )

    @property
    def stated_thickness(self) -> float | None:
        """Thickness (m) that the recipe states, also as layers on a support; else None."""
        membrane = self.recipe.membrane
        if membrane.face_layer is not None and self.support is not None:
            return self.support.thickness + 2 * membrane.face_layer
        return membrane.thickness

    @property
    def thickness_origin(self) -> str:
        """Where a stated thickness comes from, in words."""
        layer = self.recipe.membrane.face_layer
        if layer is None:
            return "wanted, stated in the recipe"
        return (
            f"support and a layer of {show(layer, LENGTH)} on both faces, as the recipe states: "
            "the maker chooses the layer, it is not predicted"
        )

    def thickness(self, ceramic_fraction: float) -> float:
        """Return the thickness (m) of a membrane with this ceramic share beside the support."""
        if self.stated_thickness is not None:
            return self.stated_thickness
        thickness = self.thickness_by_mass(ceramic_fraction)
        support = self.recipe.support
        if support and thickness < support.thickness:
            raise InputError(
                "membrane.areal_mass",
                f"{show(self._areal_mass, AREAL_MASS)} does not fill the support",
                "more mass, or a thinner support",
            )
        return thickness

    def thickness_by_mass(self, ceramic_fraction: float) -> float:
        """Return the thickness (m) at which the areal mass has this ceramic share."""
        filling = self._filling_areal_mass / self._filling_density(ceramic_fraction)
        return filling + self.support_areal_volume

    def share_by_mass(self, thickness: float) -> float:
        """Return the ceramic share beside the support of the areal mass in this thickness (m)."""
        filling = thickness - self.support_areal_volume
        return self._filling_areal_mass / (self._filling_density(1.0) * filling)

    @property
    def _areal_mass(self) -> float:
        assert self.recipe.membrane.areal_mass is not None  # the recipe states no thickness
        return self.recipe.membrane.areal_mass

    @property
    def _filling_areal_mass(self) -> float:
        """Ceramic and binder per area, kg/m2."""
        cast = self._areal_mass - self.support_areal_volume * self.support_density
        if cast <= 0:
            raise InputError(
                "membrane.areal_mass",
                f"{show(self._areal_mass, AREAL_MASS)} is no more than the bare support",
                "the mass of ceramic, binder and support together",
            )
        return cast

    def support_fraction(self, thickness: float) -> float:
        """Return the fibre volume over the membrane volume [-]."""
        return self.support_areal_volume / thickness

    def density(self, ceramic_fraction: float, thickness: float) -> float:
        """Return the density of the membrane with pores and support, kg/m3."""
        support = self.support_fraction(thickness)
        return (1 - support) * self._filling_density(
            ceramic_fraction
        ) + support * self.support_density

    def solid_fraction(self, ceramic_fraction: float, thickness: float) -> float:
        """Return 1 - porosity of the whole membrane [-]."""
        support = self.support_fraction(thickness)
        return (1 - support) * ceramic_fraction * (1 + self.binder_per_ceramic) + support

    def shares(self, ceramic_fraction: float, thickness: float) -> dict[str, float]:
        """Return the shares of pore, ceramic, binder and support in the membrane [-]."""
        support = self.support_fraction(thickness)
        ceramic = (1 - support) * ceramic_fraction
        binder = ceramic * self.binder_per_ceramic
        return {
            "pore": max(1 - ceramic - binder - support, 0.0),
            "ceramic": ceramic,
            "binder": binder,
            "support": support,
        }

    def along(self, share: Quantity, value: Callable[[float], float], unit: str) -> Quantity:
        """Return `value(share)` with the error bars of `share`, for a `value` linear in it."""
        slope = value(1.0) - value(0.0)
        at_share = share.scaled(slope, unit)
        return at_share.model_copy(update={"value": value(share.value), "low": None, "high": None})

    def areal_masses(self, ceramic_fraction: float, thickness: float) -> dict[str, float]:
        """Return what is weighed in for a square metre (kg/m2), without losses."""
        filling = ceramic_fraction * (1 + self.binder_per_ceramic)
        solids_only = self.solids.model_copy(update={"density": filling * self.solids.density})
        slurry = self.recipe.slurry
        batch = weigh_out(
            solids_only,
            area=1.0,
            thickness=thickness - self.support_areal_volume,
            solids_fraction=slurry.solids_fraction or 1.0,
        )
        masses = dict(batch.solids)
        if slurry.solids_fraction is not None and slurry.solvent != "none":
            masses[slurry.solvent] = batch.solvent
        if self.recipe.support:
            masses[f"{self.recipe.support.material} (support)"] = (
                self.support_areal_volume * self.support_density
            )
        return masses

    def weigh_out(self, ceramic_fraction: float, thickness: float) -> dict[str, Quantity]:
        """Return the masses (kg) for a sheet of `BATCH_AREA`, without losses."""
        return {
            name: Quantity(
                value=BATCH_AREA * mass, unit="kg", method="for 100 cm2 of membrane, no losses"
            )
            for name, mass in self.areal_masses(ceramic_fraction, thickness).items()
        }

    def _filling_density(self, ceramic_fraction: float) -> float:
        return ceramic_fraction * (1 + self.binder_per_ceramic) * self.solids.density


def _roughness(recipe: Recipe, supply: Supply, density: float) -> float | None:
    """Surface of the powder over that of smooth spheres; None where it is not known."""
    name = recipe.ceramic.material
    measured = supply.outcome(name, "specific_surface", "the film of the binder")
    if isinstance(measured, Unavailable):
        return None
    smooth = 6 / (density * mean_diameter(recipe.ceramic.size, 3, 2))
    if measured.value < smooth:
        raise InputError(
            "ceramic.properties.specific_surface",
            f"{show(measured.value, SURFACE_BY_MASS)} is less than smooth spheres of the stated "
            f"sizes have, {show(smooth, SURFACE_BY_MASS)}",
            "at least that, or coarser sizes",
        )
    return measured.value / smooth
