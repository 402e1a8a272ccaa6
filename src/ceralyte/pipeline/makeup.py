"""What a membrane consists of: shares by mass and volume, density, thickness, weigh-out."""

from collections.abc import Callable
from dataclasses import dataclass

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Quantity
from ceralyte.core.units import AREAL_MASS, LENGTH, show
from ceralyte.packing import percentiles
from ceralyte.pipeline.supply import Supply
from ceralyte.recipe import Recipe
from ceralyte.slurry import Composition, composition, weigh_out

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
    support_areal_volume, support_density : float, m and kg/m3
        Fibre volume per membrane area; 0 without a support.
    """

    recipe: Recipe
    solids: Composition
    binder_per_ceramic: float
    support_areal_volume: float
    support_density: float

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
        support = recipe.support
        return cls(
            recipe=recipe,
            solids=solids,
            binder_per_ceramic=(1 - ceramic) / ceramic,
            support_areal_volume=(1 - support.porosity) * support.thickness if support else 0.0,
            support_density=(
                supply.value(support.material, "density", "the composition").value
                if support
                else 0.0
            ),
        )

    def thickness(self, ceramic_fraction: float) -> float:
        """Return the thickness (m) of a membrane with this ceramic share beside the support."""
        membrane = self.recipe.membrane
        if membrane.thickness is not None:
            return membrane.thickness
        assert membrane.areal_mass is not None  # the recipe has exactly one of both
        cast = membrane.areal_mass - self.support_areal_volume * self.support_density
        if cast <= 0:
            raise InputError(
                "membrane.areal_mass",
                f"{show(membrane.areal_mass, AREAL_MASS)} is no more than the bare support",
                "the mass of ceramic, binder and support together",
            )
        thickness = cast / self._filling_density(ceramic_fraction) + self.support_areal_volume
        support = self.recipe.support
        if support and thickness < support.thickness:
            raise InputError(
                "membrane.areal_mass",
                f"{show(membrane.areal_mass, AREAL_MASS)} does not fill the support",
                "more mass, or a thinner support",
            )
        return thickness

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

    def along(self, share: Quantity, value: Callable[[float], float], unit: str) -> Quantity:
        """Return `value(share)` with the error bars of `share`, for a `value` linear in it."""
        slope = value(1.0) - value(0.0)
        at_share = share.scaled(slope, unit)
        return at_share.model_copy(update={"value": value(share.value), "low": None, "high": None})

    def require_particles_fit(self, thickness: float) -> None:
        """Raise `InputError` where the median particle is thicker than the membrane (m)."""
        median = percentiles(self.recipe.ceramic.size, "volume").d50
        if median > thickness:
            raise InputError(
                "ceramic.size",
                f"the median particle of {show(median, LENGTH)} is thicker than the membrane of "
                f"{show(thickness, LENGTH)}",
                "finer powder, or a thicker membrane",
            )

    def weigh_out(self, ceramic_fraction: float, thickness: float) -> dict[str, Quantity]:
        """Return the masses (kg) for a sheet of `BATCH_AREA`, without losses."""
        filling = ceramic_fraction * (1 + self.binder_per_ceramic)
        solids_only = self.solids.model_copy(update={"density": filling * self.solids.density})
        slurry = self.recipe.slurry
        batch = weigh_out(
            solids_only,
            area=BATCH_AREA,
            thickness=thickness - self.support_areal_volume,
            solids_fraction=slurry.solids_fraction or 1.0,
        )
        masses = dict(batch.solids)
        if slurry.solids_fraction is not None and slurry.solvent != "none":
            masses[slurry.solvent] = batch.solvent
        if self.recipe.support:
            masses[f"{self.recipe.support.material} (support)"] = (
                BATCH_AREA * self.support_areal_volume * self.support_density
            )
        return {
            name: Quantity(value=mass, unit="kg", method="for 100 cm2 of membrane, no losses")
            for name, mass in masses.items()
        }

    def _filling_density(self, ceramic_fraction: float) -> float:
        return ceramic_fraction * (1 + self.binder_per_ceramic) * self.solids.density
