"""A membrane in closed form: shares, conduction and mechanics without packing a particle."""

from dataclasses import dataclass
from math import hypot

from ceralyte.core.quantities import Outcome, Quantity, Unavailable
from ceralyte.mechanics import bend_radius_minimum
from ceralyte.model.results import Elasticity
from ceralyte.packing import farr_groot
from ceralyte.pipeline import mechanics
from ceralyte.pipeline.cell_conduction import Conduction, estimated
from ceralyte.pipeline.density import Densification, densify
from ceralyte.pipeline.inputs import Inputs


@dataclass(frozen=True)
class EstimatedMembrane:
    """What closed forms say of a membrane.

    Attributes
    ----------
    initial : Quantity
        Packing fraction of the powder [-].
    densification : Densification
    thickness, density : Quantity; m, kg/m3
    shares : dict of float
        Of pore, ceramic, binder and support in the volume of the membrane [-].
    conduction : Conduction
        Its error bar holds that of the ceramic's conductivity and that of the density.
    elastic : Elasticity
    strength, bend_radius : Outcome; Pa, m
    """

    initial: Quantity
    densification: Densification
    thickness: Quantity
    density: Quantity
    shares: dict[str, float]
    conduction: Conduction
    elastic: Elasticity
    strength: Outcome
    bend_radius: Outcome


def estimate_membrane(inputs: Inputs) -> EstimatedMembrane:
    """Return the closed-form estimate of a membrane: Farr-Groot, pressing law, effective medium.

    Raises
    ------
    InputError
        A density that cannot be, or solids that do not fill the support.
    """
    recipe, makeup, supply = inputs.recipe, inputs.makeup, inputs.supply
    initial = farr_groot(recipe.ceramic.size)
    dense = densify(recipe, makeup, initial, inputs.pressed_densities)
    share = dense.fraction
    thickness = makeup.thickness(share.value)
    shares = makeup.shares(share.value, thickness)
    elastic = mechanics.elasticity(recipe, supply, shares, dense.dispersed)
    strength = mechanics.tensile_strength(recipe, supply, shares, thickness)
    return EstimatedMembrane(
        initial=initial,
        densification=dense,
        thickness=_thickness(inputs, share, thickness),
        density=makeup.along(share, lambda s: makeup.density(s, thickness), "kg/m^3"),
        shares=shares,
        conduction=_conduction(inputs, share, shares, thickness),
        elastic=elastic,
        strength=strength,
        bend_radius=bend_radius_minimum(thickness, elastic.youngs_modulus, strength),
    )


def _thickness(inputs: Inputs, share: Quantity, thickness: float) -> Quantity:
    """The stated thickness, or that of the stated mass with the error of the density, m."""
    makeup = inputs.makeup
    if makeup.stated_thickness is not None:
        return Quantity(value=thickness, unit="m", method=makeup.thickness_origin)
    filling = thickness - makeup.support_areal_volume
    by_mass = share.scaled(filling / share.value, "m", "areal mass over estimated density")
    return by_mass.model_copy(
        update={"value": thickness, "low": None, "high": None, "estimate": True}
    )


def _conduction(
    inputs: Inputs, share: Quantity, shares: dict[str, float], thickness: float
) -> Conduction:
    """The effective-medium estimate, with what the error of the density does to it."""
    found = estimated(inputs, shares)
    if share.std is None or not isinstance(found.now, Quantity):
        return found
    full = 1 / (1 + inputs.makeup.binder_per_ceramic)
    ends = [max(share.value - share.std, 0.0), min(share.value + share.std, full)]
    around = [estimated(inputs, inputs.makeup.shares(s, thickness)).now for s in ends]
    if any(isinstance(one, Unavailable) for one in around):
        return found
    of_density = abs(around[1].value - around[0].value) / 2
    now = found.now.model_copy(update={"std_model": hypot(found.now.std_model or 0.0, of_density)})
    return Conduction(now, found.temperature, found.relative, found.span, found.reason)
