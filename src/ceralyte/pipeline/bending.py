"""A membrane torn and bent, alone and in its cell: strength tests, stacks on a cylinder, faces."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ceralyte.cell import Layer, MetalAnode, Pouch, Winding, repeat_unit
from ceralyte.core.errors import InputError, UnavailableError, UnknownNameError
from ceralyte.core.quantities import Outcome, Quantity, Record, Unavailable
from ceralyte.mechanics import (
    BeamLayer,
    TestMode,
    bend_radius_minimum,
    bulk_and_shear,
    conductivity_factor,
    estimate_elasticity,
    mandrel_test,
    neutral_axis,
    porosity_change,
    stack_radius_minimum,
    stack_strains,
    stack_stresses,
    thickness_radius_curve,
    winding_pressure,
)
from ceralyte.model import (
    BendingSheet,
    Elasticity,
    FaceChange,
    LayerBend,
    MandrelResult,
    PressedPacking,
    Series,
    StackBend,
    StrengthSheet,
)
from ceralyte.pipeline import mechanics
from ceralyte.pipeline.cells import CellInputs
from ceralyte.pipeline.inputs import Inputs, look_up
from ceralyte.pipeline.levels import LEVELS
from ceralyte.pipeline.order import Progress, checked_seeds, prepare
from ceralyte.pipeline.results import THICKNESSES
from ceralyte.pipeline.samples import Filling, press_packing
from ceralyte.pipeline.storage import load_design
from ceralyte.pipeline.strength import strength_sheet
from ceralyte.recipe import Recipe, load_recipe

_FOR = "bending"


class MembraneMechanics(Record):
    """Everything about a membrane that is pulled and bent.

    Attributes
    ----------
    name : str
    thickness : float, m
    elasticity : Elasticity
    tensile_strength : Quantity (Pa) or Unavailable
        The bracket of `design`.
    strength : StrengthSheet
        Network tests.
    bend_radius_minimum : Quantity (m) or Unavailable
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


@dataclass(frozen=True)
class _Membrane:
    """A membrane in its recipe: shares of the phases [-], thickness (m), elasticity, strength."""

    inputs: Inputs
    thickness: float
    density: float
    shares: dict[str, float]
    elasticity: Elasticity
    strength: Outcome


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
    if level not in LEVELS:
        raise UnknownNameError("level", level, LEVELS)
    checked_seeds(seeds)
    for name, modulus in (moduli or {}).items():
        if not modulus > 0:
            raise InputError(f"modulus of {name}", f"got {modulus:g} Pa", "above 0 Pa")
    if not tension >= 0:
        raise InputError("tension", f"got {tension:g} N/m", "0 N/m or more")
    packings, filling, membrane = _pressed(source, level, seeds, tell)
    recipe, supply = membrane.inputs.recipe, membrane.inputs.supply
    wanted = radius if radius is not None else _radius_of(membrane.inputs)
    bending = None if wanted is None else bending_sheet(membrane, wanted, tension, moduli or {})
    strength = strength_sheet(
        recipe,
        supply,
        packings,
        membrane.shares,
        filling.binding,
        membrane.thickness,
        modes=modes,
        tell=lambda what, share: tell(what, 0.5 + share / 2),
    )
    limit = bend_radius_minimum(
        membrane.thickness, membrane.elasticity.youngs_modulus, membrane.strength
    )
    return MembraneMechanics(
        name=recipe.name,
        thickness=membrane.thickness,
        elasticity=membrane.elasticity,
        tensile_strength=membrane.strength,
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
) -> tuple[list[tuple[int, PressedPacking]], Filling, _Membrane]:
    """Pressed packings by seed, their filling, and the membrane that they are pieces of."""
    folder = None if isinstance(source, Recipe) or not Path(source).is_dir() else Path(source)
    if isinstance(source, Recipe):
        recipe = source
    else:
        recipe = load_recipe(folder / "recipe.yaml" if folder else source)
    inputs = look_up(recipe)
    stored = None if folder is None else load_design(folder).structure.particles
    made = prepare(inputs, LEVELS[level], seeds, tell)
    share, thickness = made.densification.fraction, made.thickness
    shares = inputs.makeup.shares(share.value, thickness)
    packings = [
        (seed, press_packing(packing, recipe, made.filling))
        for seed, packing in enumerate(made.packings)
    ]
    if stored is not None:
        packings[0] = (0, stored)
    membrane = _Membrane(
        inputs=inputs,
        thickness=thickness,
        density=inputs.makeup.density(share.value, thickness),
        shares=shares,
        elasticity=mechanics.elasticity(
            recipe, inputs.supply, shares, made.densification.dispersed
        ),
        strength=mechanics.tensile_strength(recipe, inputs.supply, shares, thickness),
    )
    return packings, made.filling, membrane


def _radius_of(inputs: Inputs) -> float | None:
    """Radius (m) that the recipe asks for: its target, or the mandrel of its winding."""
    if inputs.recipe.targets.bend_radius is not None:
        return inputs.recipe.targets.bend_radius
    cell = inputs.cell
    if isinstance(cell, CellInputs) and isinstance(cell.form, Winding):
        return cell.form.inner_radius
    return None


def bending_sheet(
    membrane: _Membrane, radius: float, tension: float, moduli: Mapping[str, float]
) -> BendingSheet:
    """Bend the membrane, and the cell that it is in, round a cylinder of `radius` (m)."""
    modulus = membrane.elasticity.youngs_modulus
    if isinstance(modulus, Unavailable):
        return BendingSheet(stacks=(), faces=(), cell_reason=modulus.reason)
    strength = membrane.strength.value if isinstance(membrane.strength, Quantity) else None
    own = BeamLayer("membrane", membrane.thickness, modulus.value, strength)
    stacks, reason = [_bend("membrane", [own], radius, tension)], ""
    unit = _cell_layers(membrane, own, moduli)
    if isinstance(unit, Unavailable):
        reason = unit.reason
    else:
        cell = membrane.inputs.cell
        assert isinstance(cell, CellInputs)
        stacks.append(_bend(*_built(unit, cell), radius, tension))
    return BendingSheet(
        stacks=tuple(stacks), faces=_faces(membrane, radius), cell_reason=reason,
        notes=_NOTES,
    )  # fmt: skip


_NOTES = (
    "the first layer lies on the cylinder: the cathode's foil; strips free to contract sideways",
    "linear elastic: foils and lithium yield long before the largest stresses shown",
    "real stacks lie between layers that are bonded and layers that slide without friction",
)


def _built(unit: list[BeamLayer], cell: CellInputs) -> tuple[str, list[BeamLayer]]:
    """The stack that is bent: neighbouring units are mirrored and share their foil."""
    if isinstance(cell.form, Pouch):
        what, units = f"pouch of {cell.form.units} units", cell.form.units
    elif isinstance(cell.form, Winding):
        what, units = "strip of the winding", 2
    else:
        what, units = "cell, one repeat unit", 1
    if cell.design.bipolar_foil is not None:
        return what, unit * units
    layers = list(unit)
    for k in range(1, units):
        layers += (unit if k % 2 == 0 else unit[::-1])[1:]
    return what, layers[:-1] if isinstance(cell.form, Winding) else layers


def _bend(what: str, layers: list[BeamLayer], radius: float, tension: float) -> StackBend:
    t, E = [s.thickness for s in layers], [s.youngs_modulus for s in layers]
    return StackBend(
        what=what,
        radius=radius,
        neutral_axis=neutral_axis(t, E),
        tension=tension,
        bonded=_layers(layers, radius, tension, bonded=True),
        sliding=_layers(layers, radius, tension, bonded=False),
        radius_minimum_bonded=_limit(layers, tension, bonded=True),
        radius_minimum_sliding=_limit(layers, tension, bonded=False),
        winding_pressure=Quantity(
            value=winding_pressure(tension, radius),
            unit="Pa",
            method="tension over radius, one turn",
        ),
    )


def _layers(
    layers: list[BeamLayer], radius: float, tension: float, *, bonded: bool
) -> tuple[LayerBend, ...]:
    strains = stack_strains(layers, radius, tension=tension, bonded=bonded)
    stresses = stack_stresses(layers, strains)
    return tuple(
        LayerBend(
            name=layer.name,
            thickness=layer.thickness,
            youngs_modulus=layer.youngs_modulus,
            strain_inner=float(strain[0]),
            strain_outer=float(strain[1]),
            stress_inner=float(stress[0]),
            stress_outer=float(stress[1]),
        )
        for layer, strain, stress in zip(layers, strains, stresses, strict=True)
    )


def _limit(layers: list[BeamLayer], tension: float, *, bonded: bool) -> Outcome:
    try:
        found = stack_radius_minimum(layers, tension=tension, bonded=bonded)
    except UnavailableError as error:
        return Unavailable(unit="m", reason=str(error))
    return Quantity(
        value=found.radius,
        unit="m",
        method=f"{found.layer}, {found.face}, at the middle of its strength bracket",
        estimate=True,
        validity="linear elastic; layers without a known strength limit nothing",
    )


def _cell_layers(
    membrane: _Membrane, own: BeamLayer, moduli: Mapping[str, float]
) -> list[BeamLayer] | Unavailable:
    """The layers of one repeat unit, from the cathode's foil on."""
    cell = membrane.inputs.cell
    if isinstance(cell, Unavailable):
        return Unavailable(unit="Pa", reason=cell.reason)
    layers: list[BeamLayer] = []
    for layer in repeat_unit(cell.design, membrane.thickness, membrane.density):
        if layer.part == "membrane":
            layers.append(own)
            continue
        modulus = _layer_modulus(layer, cell, membrane.inputs, moduli)
        if isinstance(modulus, Unavailable):
            return modulus
        layers.append(BeamLayer(layer.name, layer.thickness, modulus))
    return layers


def _layer_modulus(
    layer: Layer, cell: CellInputs, inputs: Inputs, moduli: Mapping[str, float]
) -> float | Unavailable:
    """Young's modulus (Pa): as stated, else of the foil's or the metal's material."""
    anode = cell.design.anode
    material: str | None = layer.name.removesuffix(" foil")
    if layer.part in ("cathode", "anode"):
        metal = layer.part == "anode" and isinstance(anode, MetalAnode)
        material = anode.name if metal else None
    for name in (layer.part, material):
        if name is not None and name in moduli:
            return moduli[name]
    if material is not None:
        found = inputs.supply.outcome(material, "youngs_modulus", _FOR)
        if isinstance(found, Quantity):
            return found.value
    name = material or str(layer.part)
    reason = f'no Young\'s modulus of the {name}: give it, as in --modulus "{name}=5 GPa"'
    return Unavailable(unit="Pa", reason=reason)


def _faces(membrane: _Membrane, radius: float) -> tuple[FaceChange, ...]:
    """Porosity and conductivity of both faces of the membrane alone."""
    middle = membrane.thickness / 2
    strain = middle / (radius + middle)
    faces: tuple[tuple[Literal["inner", "outer"], float], ...] = (
        ("inner", -strain),
        ("outer", strain),
    )
    return tuple(_face(membrane, face, s) for face, s in faces)


def _face(membrane: _Membrane, face: Literal["inner", "outer"], strain: float) -> FaceChange:
    solid = _solid_bulk(membrane)
    modulus, ratio = membrane.elasticity.youngs_modulus, membrane.elasticity.poissons_ratio
    if isinstance(solid, Unavailable) or isinstance(ratio, Unavailable):
        reason = solid.reason if isinstance(solid, Unavailable) else "Poisson's ratio unknown"
        lost = Unavailable(unit="", reason=reason)
        return FaceChange(face=face, strain=strain, porosity=lost, conductivity_factor=lost)
    bulk, shear = bulk_and_shear(modulus.value, ratio.value)
    porosity = membrane.shares["pore"]
    change = porosity_change(
        strain, porosity=porosity, bulk_modulus=bulk, shear_modulus=shear, solid_bulk=solid.value
    )
    return FaceChange(
        face=face,
        strain=strain,
        porosity=Quantity(
            value=porosity + change,
            unit="",
            method="elastic opening of the pores under uniaxial strain (Biot and Willis 1957)",
            estimate=True,
            validity="without cracks",
        ),
        conductivity_factor=conductivity_factor(porosity, change),
    )


def _solid_bulk(membrane: _Membrane) -> Outcome:
    """Bulk modulus (Pa) of the membrane without its pores."""
    solids = {name: f for name, f in membrane.shares.items() if name != "pore" and f > 0}
    total = sum(solids.values())
    recipe, supply = membrane.inputs.recipe, membrane.inputs.supply
    moduli = {
        name: (
            supply.outcome(material, "youngs_modulus", _FOR),
            supply.outcome(material, "poissons_ratio", _FOR),
        )
        for name, material in _materials(recipe).items()
    }
    dense = {name: f / total for name, f in solids.items()}
    return estimate_elasticity(volume_fractions=dense, moduli=moduli).bulk_modulus


def _materials(recipe: Recipe) -> dict[str, str]:
    parts = {"ceramic": recipe.ceramic, "binder": recipe.binder, "support": recipe.support}
    return {name: part.material for name, part in parts.items() if part is not None}
