"""The membrane and its cell as stacks of layers round a cylinder, and the membrane's two faces."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from ceralyte.cell import Pouch, Winding, repeat_unit
from ceralyte.core.errors import InputError, UnavailableError, UnknownNameError
from ceralyte.core.quantities import Outcome, Quantity, Unavailable
from ceralyte.mechanics import (
    BeamLayer,
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
    winding_pressure,
)
from ceralyte.mechanics.brackets import ends
from ceralyte.model import (
    BendingSheet,
    Elasticity,
    FaceChange,
    LayerBend,
    MandrelResult,
    StackBend,
)
from ceralyte.pipeline import mechanics
from ceralyte.pipeline.bent_layers import FOR, layer_modulus, stated_under, yield_strength
from ceralyte.pipeline.cells import CellInputs
from ceralyte.pipeline.inputs import Inputs
from ceralyte.recipe import Recipe


@dataclass(frozen=True)
class BentMembrane:
    """A membrane in its recipe.

    Attributes
    ----------
    inputs : Inputs
    thickness, density : float, m and kg/m3
    shares : dict of float
        Of pore, ceramic, binder and support [-].
    dispersed : bool
        Grains apart from each other in polymer.
    elasticity : Elasticity
    strength : Quantity (Pa) or Unavailable
    """

    inputs: Inputs
    thickness: float
    density: float
    shares: dict[str, float]
    dispersed: bool
    elasticity: Elasticity
    strength: Outcome


def bending_sheet(
    membrane: BentMembrane, radius: float, tension: float, moduli: Mapping[str, float]
) -> BendingSheet:
    """Bend the membrane, and the cell that it is in, round a cylinder of `radius` (m)."""
    modulus = membrane.elasticity.youngs_modulus
    if isinstance(modulus, Unavailable):
        return BendingSheet(stacks=(), faces=(), cell_reason=modulus.reason)
    strength = membrane.strength.value if isinstance(membrane.strength, Quantity) else None
    own = [BeamLayer("membrane", membrane.thickness, modulus.value, strength, is_membrane=True)]
    bent = [("membrane", own)]
    parts = _supported(membrane, strength)
    if parts:
        bent.append(("membrane with its support as a layer", parts))
    unit, cell = _cell_layers(membrane, own[0], moduli), membrane.inputs.cell
    if not isinstance(unit, Unavailable):
        assert isinstance(cell, CellInputs)
        if membrane.inputs.recipe.membrane.architecture == "substrate_deposited":
            cast = unit[: 1 + unit.index(own[0])]
            bent.append(("membrane on the cathode", cast))
        bent.append(_built(unit, cell))
    stacks = tuple(_bend(what, layers, membrane, radius, tension) for what, layers in bent)
    limit = bend_radius_minimum(membrane.thickness, modulus, membrane.strength)
    cylinder = mandrel_test(membrane.thickness, limit, [2 * radius])[0]
    return BendingSheet(
        stacks=stacks,
        faces=_faces(membrane, radius, cylinder),
        cylinder=cylinder,
        cell_reason=unit.reason if isinstance(unit, Unavailable) else "",
        notes=(*_NOTES, *_elastic(stacks)),
    )


def require_layers(membrane: BentMembrane, names: Iterable[str]) -> None:
    """Raise `UnknownNameError` for a stated modulus of what is no layer of the cell."""
    cell = membrane.inputs.cell
    if isinstance(cell, Unavailable):
        first = next(iter(names), None)
        if first is not None:
            raise InputError(
                "modulus", f"of {first}: {cell.reason}", "moduli only with a cell section to bend"
            )
        return
    known: list[str] = []
    for layer in repeat_unit(cell.design, membrane.thickness, membrane.density):
        if layer.part != "membrane":
            known += stated_under(layer, cell)
    for name in names:
        if name not in known:
            raise UnknownNameError("modulus", name, dict.fromkeys(known))


_NOTES = (
    "the first layer lies on the cylinder: the cathode's foil; strips free to contract sideways",
    "stresses are elastic: a layer beyond its yield strength flows, and carries that stress only",
    "real stacks lie between layers that are bonded and layers that slide without friction",
)


def _elastic(stacks: Iterable[StackBend]) -> tuple[str, ...]:
    """Which layers flow at a stress that is not known, in one note."""
    unknown = [
        layer.name
        for stack in stacks
        for layer in stack.bonded
        if not layer.is_membrane and layer.yield_strength is None
    ]
    if not unknown:
        return ()
    told = ", ".join(dict.fromkeys(unknown))
    return (f"no yield strength is known of {told}: elastic however large the stress",)


def _supported(membrane: BentMembrane, strength: float | None) -> list[BeamLayer]:
    """Face, support, face of a supported membrane; empty without ceramic beyond the support."""
    inputs, plan = membrane.inputs, membrane.inputs.makeup.support
    if plan is None:
        return []
    face = (membrane.thickness - plan.thickness) / 2
    if not face > 0:
        return []
    beside = 1 - membrane.shares["support"]
    filling = {k: f / beside for k, f in membrane.shares.items() if k != "support"}
    within = {k: f * plan.porosity for k, f in filling.items()} | {"support": 1 - plan.porosity}
    moduli = [
        mechanics.elasticity(inputs.recipe, inputs.supply, shares, membrane.dispersed)
        for shares in (filling | {"support": 0.0}, within)
    ]
    ceramic, support = (found.youngs_modulus for found in moduli)
    if isinstance(ceramic, Unavailable) or isinstance(support, Unavailable):
        return []
    outer = BeamLayer("membrane, face layer", face, ceramic.value, strength, is_membrane=True)
    inner = BeamLayer("membrane, support", plan.thickness, support.value, is_membrane=True)
    return [outer, inner, outer]


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


def _bend(
    what: str, layers: list[BeamLayer], membrane: BentMembrane, radius: float, tension: float
) -> StackBend:
    t, E = [s.thickness for s in layers], [s.youngs_modulus for s in layers]
    return StackBend(
        what=what,
        radius=radius,
        neutral_axis=neutral_axis(t, E),
        tension=tension,
        bonded=_layers(layers, membrane, radius, tension, bonded=True),
        sliding=_layers(layers, membrane, radius, tension, bonded=False),
        radius_minimum_bonded=_limit(layers, membrane, tension, bonded=True),
        radius_minimum_sliding=_limit(layers, membrane, tension, bonded=False),
        winding_pressure=Quantity(
            value=winding_pressure(tension, radius),
            unit="Pa",
            method="tension over radius, one turn",
        ),
    )


def _layers(
    layers: list[BeamLayer], membrane: BentMembrane, radius: float, tension: float, *, bonded: bool
) -> tuple[LayerBend, ...]:
    strains = stack_strains(layers, radius, tension=tension, bonded=bonded)
    stresses = stack_stresses(layers, strains)
    strength = membrane.strength
    known = ends(strength) if isinstance(strength, Quantity) else None
    return tuple(
        LayerBend(
            name=layer.name,
            thickness=layer.thickness,
            youngs_modulus=layer.youngs_modulus,
            strain_inner=float(strain[0]),
            strain_outer=float(strain[1]),
            stress_inner=float(stress[0]),
            stress_outer=float(stress[1]),
            yield_strength=layer.yield_strength,
            tensile_strength=None if layer.tensile_strength is None else known,
            is_membrane=layer.is_membrane,
        )
        for layer, strain, stress in zip(layers, strains, stresses, strict=True)
    )


def _limit(
    layers: list[BeamLayer], membrane: BentMembrane, tension: float, *, bonded: bool
) -> Outcome:
    """Smallest radius with the ends that the membrane's modulus and strength leave it."""
    try:
        found = stack_radius_minimum(layers, tension=tension, bonded=bonded)
    except UnavailableError as error:
        return Unavailable(unit="m", reason=str(error))
    assert isinstance(membrane.elasticity.youngs_modulus, Quantity)
    assert isinstance(membrane.strength, Quantity)
    soft, stiff = ends(membrane.elasticity.youngs_modulus)
    weak, strong = ends(membrane.strength)
    low, high = (
        _radius_with(layers, membrane, *end, tension=tension, bonded=bonded)
        for end in ((soft, strong), (stiff, weak))
    )
    return Quantity(
        value=found.radius,
        unit="m",
        method=f"{found.layer}, {found.face}",
        low=None if low is None else min(low, found.radius),
        high=None if high is None else max(high, found.radius),
        estimate=True,
        validity="linear elastic; layers without a known strength limit nothing; ends from the "
        "membrane's modulus and strength",
    )


def _radius_with(
    layers: list[BeamLayer],
    membrane: BentMembrane,
    modulus: float | None,
    strength: float | None,
    *,
    tension: float,
    bonded: bool,
) -> float | None:
    """Smallest radius (m) with another modulus and strength (Pa) of the membrane.

    None where an end is open, or the membrane then breaks under the tension alone.
    """
    if not (modulus and strength and modulus > 0 and strength > 0):
        return None
    ratio = modulus / membrane.elasticity.youngs_modulus.value
    changed = [
        layer
        if layer.tensile_strength is None
        else layer._replace(youngs_modulus=ratio * layer.youngs_modulus, tensile_strength=strength)
        for layer in layers
    ]
    try:
        return stack_radius_minimum(changed, tension=tension, bonded=bonded).radius
    except UnavailableError:
        return None


def _cell_layers(
    membrane: BentMembrane, own: BeamLayer, moduli: Mapping[str, float]
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
        modulus = layer_modulus(layer, cell, membrane.inputs, moduli)
        if isinstance(modulus, Unavailable):
            return modulus
        flows = yield_strength(layer, cell, membrane.inputs)
        layers.append(BeamLayer(layer.name, layer.thickness, modulus, yield_strength=flows))
    return layers


def _faces(
    membrane: BentMembrane, radius: float, cylinder: MandrelResult
) -> tuple[FaceChange, ...]:
    """Porosity and conductivity of both faces of the membrane alone."""
    middle = membrane.thickness / 2
    strain = middle / (radius + middle)
    faces: tuple[tuple[Literal["inner", "outer"], float], ...] = (
        ("inner", -strain),
        ("outer", strain),
    )
    return tuple(_face(membrane, face, s, cylinder) for face, s in faces)


def _nothing_of(face: Literal["inner", "outer"], strain: float, reason: str) -> FaceChange:
    none = Unavailable(unit="", reason=reason)
    return FaceChange(face=face, strain=strain, porosity=none, conductivity_factor=none)


def _face(
    membrane: BentMembrane,
    face: Literal["inner", "outer"],
    strain: float,
    cylinder: MandrelResult,
) -> FaceChange:
    solid = _solid_bulk(membrane)
    modulus, ratio = membrane.elasticity.youngs_modulus, membrane.elasticity.poissons_ratio
    if cylinder.answer == "fail":
        return _nothing_of(face, strain, "beyond the strength: cracked")
    if isinstance(solid, Unavailable):
        return _nothing_of(face, strain, solid.reason)
    if isinstance(ratio, Unavailable):
        return _nothing_of(face, strain, "Poisson's ratio unknown")
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


def _solid_bulk(membrane: BentMembrane) -> Outcome:
    """Bulk modulus (Pa) of the membrane without its pores."""
    solids = {name: f for name, f in membrane.shares.items() if name != "pore" and f > 0}
    total = sum(solids.values())
    recipe, supply = membrane.inputs.recipe, membrane.inputs.supply
    moduli = {
        name: (
            supply.outcome(material, "youngs_modulus", FOR),
            supply.outcome(material, "poissons_ratio", FOR),
        )
        for name, material in _materials(recipe).items()
    }
    dense = {name: f / total for name, f in solids.items()}
    return estimate_elasticity(volume_fractions=dense, moduli=moduli).bulk_modulus


def _materials(recipe: Recipe) -> dict[str, str]:
    parts = {"ceramic": recipe.ceramic, "binder": recipe.binder, "support": recipe.support}
    return {name: part.material for name, part in parts.items() if part is not None}
