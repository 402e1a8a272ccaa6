"""A membrane torn and bent, alone and in its cell: strength tests, stacks on a cylinder, faces."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ceralyte.cell import Winding
from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Outcome, Quantity, Record, Unavailable
from ceralyte.core.units import MODULUS, show
from ceralyte.mechanics import (
    TestMode,
    bend_radius_minimum,
    bulk_and_shear,
    mandrel_test,
    thickness_radius_curve,
)
from ceralyte.model import (
    BendingSheet,
    Design,
    Elasticity,
    MandrelResult,
    PressedPacking,
    Series,
    StrengthSheet,
)
from ceralyte.model.levels import LEVELS
from ceralyte.pipeline import mechanics
from ceralyte.pipeline.bent_stacks import BentMembrane, bending_sheet, require_layers
from ceralyte.pipeline.cells import CellInputs
from ceralyte.pipeline.inputs import Inputs, look_up
from ceralyte.pipeline.order import Progress, checked_level, checked_seeds, prepare
from ceralyte.pipeline.results import THICKNESSES
from ceralyte.pipeline.samples import Filling, press_packing
from ceralyte.pipeline.storage import design_folder, load_design
from ceralyte.pipeline.strength import strength_in_bending, strength_sheet
from ceralyte.recipe import Recipe, load_recipe


class MembraneMechanics(Record):
    """Everything about a membrane that is pulled and bent.

    Attributes
    ----------
    name : str
    thickness : float, m
    elasticity : Elasticity
        Of a design as solved on its structure, of a recipe from the volume fractions.
    tensile_strength : Quantity (Pa) or Unavailable
        The bracket of `design`.
    strength : StrengthSheet
        Network tests.
    bend_radius_minimum : Quantity (m) or Unavailable
        By the network's strength where the adhesion of the grains is stated, else by the bracket;
        so are the mandrels and the curve.
    thickness_radius : Series or None
        Smallest radius against thickness; None without modulus or strength.
    mandrel : tuple of MandrelResult
    bending : BendingSheet or None
        None where no radius is asked for.
    notes : tuple of str
    """

    name: str
    thickness: float
    elasticity: Elasticity
    tensile_strength: Outcome
    strength: StrengthSheet
    bend_radius_minimum: Outcome
    thickness_radius: Series | None
    mandrel: tuple[MandrelResult, ...]
    bending: BendingSheet | None
    notes: tuple[str, ...]


def membrane_mechanics(
    source: Recipe | str | Path,
    *,
    modes: Sequence[TestMode] = ("tension",),
    radius: float | None = None,
    tension: float = 0.0,
    moduli: Mapping[str, float] | None = None,
    level: str = "quick",
    seeds: int = 1,
    progress: Progress | None = None,
) -> MembraneMechanics:
    """Tear and bend the membrane of a recipe or of a design.

    Parameters
    ----------
    source : Recipe, path of a recipe file, or folder of a design
        Of a design the first packing is tested as it is; more seeds are packed anew.
    modes : sequence of "tension", "compression", "bending"
        Network tests; bending needs a piece through the whole membrane.
    radius : float, m
        Cylinder for the stacks; the recipe's target or its winding if not given.
    tension : float, N/m
        On each stack while it is wound.
    moduli : mapping of float, Pa
        Young's moduli of "cathode", "anode" or a foil's material, where the catalogue has none.
    level : "quick", "standard" or "fine"
        Size of the packings.
    seeds : int
    progress : callable, optional

    Raises
    ------
    InputError
        The recipe is wrong, a radius below the thickness, a negative tension or modulus.
    ConvergenceError

    Validity
    --------
    Strengths are estimates within a factor of two on top of what is not known of the contacts.
    """
    tell = progress or (lambda _what, _share: None)
    checked_level(level)
    checked_seeds(seeds)
    for name, modulus in (moduli or {}).items():
        if not modulus > 0:
            raise InputError(f"modulus of {name}", f"got {show(modulus, MODULUS)}", "above 0 GPa")
    if not tension >= 0:
        raise InputError("tension", f"got {tension:g} N/m", "0 N/m or more")
    packings, filling, membrane = _pressed(source, level, seeds, tell)
    require_layers(membrane, moduli or {})
    recipe, supply = membrane.inputs.recipe, membrane.inputs.supply
    wanted = radius if radius is not None else _radius_of(membrane.inputs)
    strength = strength_sheet(
        recipe,
        supply,
        packings,
        membrane.shares,
        filling.binding,
        membrane.thickness,
        roughness=filling.roughness,
        modes=modes,
        tell=lambda what, share: tell(what, 0.5 + share / 2),
    )
    estimate = membrane.strength
    membrane = replace(membrane, strength=strength_in_bending(estimate, strength))
    bending = None if wanted is None else bending_sheet(membrane, wanted, tension, moduli or {})
    limit = bend_radius_minimum(
        membrane.thickness, membrane.elasticity.youngs_modulus, membrane.strength
    )
    return MembraneMechanics(
        name=recipe.name,
        thickness=membrane.thickness,
        elasticity=membrane.elasticity,
        tensile_strength=estimate,
        strength=strength,
        bend_radius_minimum=limit,
        thickness_radius=(
            thickness_radius_curve(
                membrane.elasticity.youngs_modulus, membrane.strength, THICKNESSES
            )
            if isinstance(limit, Quantity)
            else None
        ),
        mandrel=mandrel_test(membrane.thickness, limit),
        bending=bending,
        notes=tuple(dict.fromkeys((*strength.notes, *supply.notes))),
    )


def _pressed(
    source: Recipe | str | Path, level: str, seeds: int, tell: Progress
) -> tuple[list[tuple[int, PressedPacking]], Filling, BentMembrane]:
    """Pressed packings by seed, their filling, and the membrane that they are pieces of."""
    folder = None if isinstance(source, Recipe) else design_folder(source)
    if isinstance(source, Recipe):
        recipe = source
    else:
        recipe = load_recipe(folder / "recipe.yaml" if folder else source)
    inputs = look_up(recipe)
    design = None if folder is None else load_design(folder)
    made = prepare(inputs, LEVELS[level], seeds, tell)
    share, thickness = made.densification.fraction, made.thickness
    shares = inputs.makeup.shares(share.value, thickness)
    packings = [
        (seed, press_packing(packing, recipe, made.filling)[0])
        for seed, packing in enumerate(made.packings)
    ]
    dispersed = made.densification.dispersed
    if design is not None and design.structure.particles is not None:
        packings[0] = (0, design.structure.particles)
    membrane = BentMembrane(
        inputs=inputs,
        thickness=thickness,
        density=inputs.makeup.density(share.value, thickness),
        shares=shares,
        dispersed=dispersed,
        elasticity=(
            mechanics.elasticity(recipe, inputs.supply, shares, dispersed)
            if design is None
            else _solved(design)
        ),
        strength=(
            mechanics.tensile_strength(recipe, inputs.supply, shares, thickness)
            if design is None
            else design.tensile_strength
        ),
    )
    return packings, made.filling, membrane


def _solved(design: Design) -> Elasticity:
    """The moduli of a design, solved on its structure where every phase has moduli."""
    youngs, poisson = design.youngs_modulus, design.poissons_ratio
    if isinstance(youngs, Unavailable) or isinstance(poisson, Unavailable):
        lost = youngs if isinstance(youngs, Unavailable) else poisson
        bulk = shear = lost.model_copy(update={"unit": "Pa"})
    else:
        values = bulk_and_shear(youngs.value, poisson.value)
        bulk, shear = (
            Quantity(value=v, unit="Pa", method="from Young's modulus, Poisson's ratio")
            for v in values
        )
    return Elasticity(
        youngs_modulus=youngs, poissons_ratio=poisson, shear_modulus=shear, bulk_modulus=bulk
    )


def _radius_of(inputs: Inputs) -> float | None:
    """Radius (m) that the recipe asks for: its target, or the mandrel of its winding."""
    if inputs.recipe.targets.bend_radius is not None:
        return inputs.recipe.targets.bend_radius
    cell = inputs.cell
    if isinstance(cell, CellInputs) and isinstance(cell.form, Winding):
        return cell.form.inner_radius
    return None
