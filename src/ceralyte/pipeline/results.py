"""Samples and values to the numbers, curves and verdicts of a Design."""

from dataclasses import replace
from math import hypot

import numpy as np

from ceralyte import __version__
from ceralyte.core.errors import InputError
from ceralyte.core.provenance import Provenance, library_versions, sha256_of
from ceralyte.core.quantities import Outcome, Quantity, Unavailable
from ceralyte.materials.reader import read_csv
from ceralyte.mechanics import bend_radius_minimum, mandrel_test, thickness_radius_curve
from ceralyte.model import CellSheet, Design, Elasticity, Series
from ceralyte.model.structure import CERAMIC, SUBSTRATE, Structure
from ceralyte.numerics.statistics import mean_and_standard_error
from ceralyte.pipeline import mechanics, verdicts
from ceralyte.pipeline.boundaries import interface_resistances, interfaces_follow
from ceralyte.pipeline.built import Built
from ceralyte.pipeline.cell_conduction import solved
from ceralyte.pipeline.cell_sheet import MembraneForCell, sheet_of
from ceralyte.pipeline.chemistry_verdicts import binder_verdicts, slurry_verdict
from ceralyte.pipeline.comparisons import compare
from ceralyte.pipeline.conduction_notes import (
    conduction_notes,
    contact_resolution,
    within_ceramic,
)
from ceralyte.pipeline.coverage import (
    coverage_of_binder,
    film_of,
    left_by_support,
    shares_of_binder,
)
from ceralyte.pipeline.density import yield_stress_of
from ceralyte.pipeline.inputs import Inputs
from ceralyte.pipeline.methods import CELL_METHODS, METHODS
from ceralyte.pipeline.notes import notes_on
from ceralyte.pipeline.pressing_curves import density_curve, particle_curves
from ceralyte.pipeline.pressing_notes import pressing_notes, springback_of
from ceralyte.pipeline.samples import (
    build,
    conduct,
    density_error,
    material_error,
    mean_conductivity,
    mean_over_seeds,
)
from ceralyte.pipeline.solvent_effects import CONDUCTIVITY_EFFECT, effect_on, effect_sources
from ceralyte.pipeline.stiffness import mean_poissons_ratio, mean_youngs_modulus
from ceralyte.pipeline.strength import strength_in_bending, strength_sheet
from ceralyte.pipeline.support_load import support_load_notes
from ceralyte.pipeline.temperature import arrhenius_series
from ceralyte.recipe import Recipe, recipe_to_yaml
from ceralyte.structure import percolating_fraction
from ceralyte.transport import areal_resistance

THICKNESSES = tuple(float(t) for t in np.geomspace(5e-6, 500e-6, 41))
"""Membrane thicknesses (m) of the bending chart."""


def assemble(inputs: Inputs, built: Built, level: str) -> Design:
    """Return the Design of a recipe."""
    recipe, makeup, supply = inputs.recipe, inputs.makeup, inputs.supply
    share, thickness = built.densification.fraction, built.thickness
    fractions = volume_fractions(inputs, built)
    shares = {name: quantity.value for name, quantity in fractions.items()}
    density = makeup.along(share, lambda s: makeup.density(s, thickness), "kg/m^3")
    depth = _thickness(inputs, built)
    of_density, of_material = _model_errors(inputs, built)
    effective = mean_conductivity(built.samples, _quadrature(of_density, of_material))
    curve, energy = _arrhenius(inputs, built, effective)
    elastic = mechanics.elasticity(recipe, supply, shares, built.densification.dispersed)
    youngs, poisson = _solved(built, elastic)
    strength = mechanics.tensile_strength(recipe, supply, shares, thickness)
    tested = strength_sheet(
        recipe,
        supply,
        [(0, built.samples[0].pressed)],
        shares,
        built.filling.binding,
        thickness,
        roughness=built.filling.roughness,
        brief=True,
    )
    bears = strength_in_bending(strength, tested)
    radius = bend_radius_minimum(thickness, youngs, bears)
    cell = _cell(
        inputs,
        MembraneForCell(
            thickness=depth,
            density=density,
            conduction=solved(effective, curve, inputs),
            bend_radius=radius,
            fraction=shares["ceramic"],
        ),
    )
    sheet = cell if isinstance(cell, CellSheet) else None
    basis = sheet.basis if sheet else ""
    solid = makeup.along(share, lambda s: makeup.solid_fraction(s, thickness), "")
    outcomes: dict[str, Outcome] = {
        "effective_conductivity": effective,
        "areal_resistance": areal_resistance_of(depth, effective),
        "activation_energy": energy,
        "thickness": depth,
        "relative_density": solid,
        "porosity": solid.model_copy(update={"value": 1 - solid.value}),
        "tensile_strength": strength,
        "youngs_modulus": youngs,
        "specific_energy": cell.specific_energy if isinstance(cell, CellSheet) else cell,
        "binder_film_thickness": film_of(inputs, built),
    }
    ceramic_share = makeup.solids.solids_volume_fractions[recipe.ceramic.material]
    first, network = built.samples[0], _network(built)
    resolution = contact_resolution(built.samples)
    return Design(
        name=recipe.name,
        description=recipe.description,
        recipe=recipe_to_yaml(recipe),
        verdicts=verdicts.most_limiting_first(
            slurry_verdict(inputs.slurry),
            *binder_verdicts(inputs.slurry, recipe),
            verdicts.conduction_verdict(
                effective,
                inputs.ceramic.now,
                _percolates(built),
                inputs.slurry,
                effect_on(CONDUCTIVITY_EFFECT, recipe, inputs.slurry),
            ),
            verdicts.thickness_verdict(depth, recipe),
            verdicts.bending_verdict(radius, recipe),
            verdicts.energy_verdict(outcomes["specific_energy"], basis),
        ),
        mass_fractions=makeup.solids.mass_fractions,
        solids_volume_fractions=makeup.solids.solids_volume_fractions,
        volume_fractions=fractions,
        weigh_out=makeup.weigh_out(share.value, thickness),
        packing_fraction=built.initial,
        coordination_number=mean_over_seeds(
            [p.coordination_number for p in built.packings], "", "contacts without rattlers"
        ),
        contact_number=mean_over_seeds(
            [s.pressed.contact_number for s in built.samples], "", "spheres cut by radical planes"
        ),
        binder_coverage=coverage_of_binder(inputs, built),
        binder_shares=shares_of_binder(inputs, built),
        support_coverage=left_by_support(built),
        areal_mass=density.scaled(thickness, "kg/m^2"),
        membrane_density=density,
        network_conductivity=network,
        contact_resolution=resolution,
        tortuosity_factor=_tortuosity(inputs, effective, shares["ceramic"], of_density),
        conduction=tuple(s.fine for s in built.samples),
        poissons_ratio=poisson,
        youngs_modulus_estimate=elastic.youngs_modulus,
        stiffness=tuple(
            s.stiffness[1] for s in built.samples if not isinstance(s.stiffness, Unavailable)
        ),
        bend_radius_minimum=radius,
        mandrel=mandrel_test(thickness, radius),
        energy_density=(
            cell.energy_density
            if isinstance(cell, CellSheet)
            else Unavailable(unit="J/m^3", reason=cell.reason)
        ),
        energy_basis=basis,
        yield_stress=yield_stress_of(recipe, built.densification),
        springback=springback_of(recipe, built.densification, elastic),
        density_pressure=density_curve(built.densification, makeup, built.initial, thickness),
        pressing=particle_curves(inputs, built),
        arrhenius=curve,
        thickness_radius=(
            thickness_radius_curve(youngs, bears, THICKNESSES)
            if isinstance(radius, Quantity)
            else None
        ),
        energy_thickness=sheet.energy_thickness if sheet else None,
        cell=sheet,
        strength=tested,
        comparisons=compare(
            recipe.measured,
            outcomes
            | {
                "ceramic_volume_fraction": Quantity(
                    value=ceramic_share, unit="", method="of the solids, from the densities"
                )
            },
        ),
        thickness_target=recipe.targets.thickness,
        sources=(
            *supply.sources,
            *effect_sources(recipe, inputs.slurry),
            *METHODS,
            *(CELL_METHODS if sheet else ()),
        ),
        notes=(
            *notes_on(inputs, built, outcomes["binder_film_thickness"], fractions),
            *conduction_notes(built.samples, resolution, effective, network),
            *built.densification.notes,
            *inputs.notes,
            *pressing_notes(recipe, built.densification, [s.pressed for s in built.samples]),
            *support_load_notes(recipe, supply, built),
            *tested.notes,
            *_unsolved(built, elastic),
            *inputs.ceramic.notes,
            *(note for phase in inputs.beside.values() for note in phase.notes),
            *supply.notes,
            *(sheet.notes if sheet else ()),
        ),
        provenance=provenance(recipe, level, len(built.samples)),
        structure=first.structure,
        current=first.current,
        **outcomes,
    )


def provenance(recipe: Recipe, level: str, seeds: int) -> Provenance:
    """Return what is needed to make the result again; a size file counts by its content."""
    content = recipe_to_yaml(recipe) + recipe.ceramic.size.model_dump_json()
    if recipe.materials_file:
        content += read_csv(recipe.folder / recipe.materials_file)
    return Provenance(
        ceralyte_version=__version__,
        recipe_sha256=sha256_of(content),
        level=level,
        seeds=tuple(range(seeds)),
        libraries=library_versions(),
    )


def volume_fractions(inputs: Inputs, built: Built) -> dict[str, Quantity]:
    """Return the shares of pore, ceramic, binder and support in the membrane, with errors."""
    beside = 1 - built.filling.support_fraction
    share = built.densification.fraction
    ceramic = share.scaled(beside, "")
    binder = share.scaled(beside * inputs.makeup.binder_per_ceramic, "")
    solids = share.scaled(beside * (1 + inputs.makeup.binder_per_ceramic), "")
    pore = solids.model_copy(update={"value": max(beside - solids.value, 0.0)})
    support = Quantity(
        value=built.filling.support_fraction, unit="", method="fibre volume over membrane volume"
    )
    return {"pore": pore, "ceramic": ceramic, "binder": binder, "support": support}


def _thickness(inputs: Inputs, built: Built) -> Quantity:
    if inputs.recipe.press.gap is not None:
        return Quantity(
            value=built.thickness,
            unit="m",
            method="that of the calender gap",
            estimate=True,
            validity="rolls that give way and springback are not in it",
        )
    if inputs.makeup.stated_thickness is not None:
        return Quantity(value=built.thickness, unit="m", method=inputs.makeup.thickness_origin)
    share = built.densification.fraction
    filling = built.thickness - inputs.makeup.support_areal_volume
    by_mass = share.scaled(filling / share.value, "m", "areal mass over density after pressing")
    return by_mass.model_copy(update={"value": built.thickness, "low": None, "high": None})


def areal_resistance_of(thickness: Quantity, conductivity: Outcome) -> Outcome:
    """Return thickness (m) over conductivity (S/m), with the errors of both, ohm m2."""
    resistance = areal_resistance(thickness.value, conductivity)
    if isinstance(resistance, Unavailable) or thickness.std is None:
        return resistance
    of_thickness = thickness.std / thickness.value * resistance.value
    return resistance.model_copy(
        update={"std_model": _quadrature(resistance.std_model, of_thickness)}
    )


def _model_errors(inputs: Inputs, built: Built) -> tuple[float | None, float | None]:
    """Relative errors [-] of the conductivity from density and from the ceramic's conductivity."""
    first = built.samples[0]
    if not first.fine.percolates:
        return None, None
    of_density = density_error(
        built.packings[0],
        inputs.recipe,
        built.filling,
        built.level,
        built.densification.fraction.std_model,
    )
    of_material = material_error(
        first.pressed, inputs.recipe, built.filling, built.level, inputs.ceramic.now
    )
    return of_density, of_material


def _quadrature(*errors: float | None) -> float | None:
    known = [e for e in errors if e is not None]
    return hypot(*known) if known else None


def _arrhenius(inputs: Inputs, built: Built, effective: Outcome) -> tuple[Series | None, Outcome]:
    structure = None
    ceramic, recipe = inputs.ceramic, inputs.recipe

    def solve(temperature: float) -> float:
        nonlocal structure
        if structure is None:
            structure = build(
                built.samples[0].pressed, inputs.recipe, built.filling, built.level.voxels // 2
            )
        between = interface_resistances(recipe, ceramic, inputs.beside, temperature)
        return conduct(structure, recipe, inputs.conductivities_at(temperature), between).value

    apart = recipe.ceramic.grain_boundary_activation_energy is not None
    curve, energy = arrhenius_series(
        effective,
        ceramic,
        inputs.beside,
        solve if inputs.beside or (apart and recipe.ceramic.grain_boundary_resistance) else None,
        recipe.temperature,
    )
    follow = interfaces_follow(recipe)
    if curve is not None and follow:
        curve = curve.model_copy(update={"note": f"{curve.note}; {follow}"})
    return curve, energy


def _percolates(built: Built) -> bool:
    return all(percolating_fraction(_on_electrode(s.structure), CERAMIC) > 0 for s in built.samples)


def _on_electrode(structure: Structure) -> Structure:
    """The image with a rough electrode below counted as ceramic: it conducts as well."""
    phase = np.where(structure.phase == SUBSTRATE, CERAMIC, structure.phase)
    return replace(structure, phase=phase.astype(np.uint8))


def _solved(built: Built, estimate: Elasticity) -> tuple[Outcome, Outcome]:
    """Young's modulus and Poisson's ratio, solved where every phase has moduli."""
    pairs = [s.stiffness for s in built.samples if not isinstance(s.stiffness, Unavailable)]
    if len(pairs) < len(built.samples):
        return estimate.youngs_modulus, estimate.poissons_ratio
    substrate = [s.structure.volume_fractions["substrate"] for s in built.samples]
    youngs = mean_youngs_modulus(pairs, substrate, built.filling.moduli)
    return youngs, mean_poissons_ratio(pairs)


def _unsolved(built: Built, estimate: Elasticity) -> tuple[str, ...]:
    """Why the modulus is an estimate, where it is one."""
    reasons = [s.stiffness.reason for s in built.samples if isinstance(s.stiffness, Unavailable)]
    if not reasons or isinstance(estimate.youngs_modulus, Unavailable):
        return ()
    return (f"Young's modulus is the estimate from the volume fractions: {reasons[0]}",)


def _network(built: Built) -> Outcome:
    if built.densification.dispersed:
        return Unavailable(unit="S/m", reason="grains do not touch: there is no contact network")
    values = []
    for s in built.samples:
        if isinstance(s.network, Unavailable):
            return s.network
        values.append(s.network)
    mean, error = mean_and_standard_error([v.value for v in values])
    network = values[0].model_copy(update={"value": mean, "std_sampling": error})
    most = built.filling.ceramic_fraction * built.filling.conductivities["ceramic"]
    return within_ceramic(network, most)


def _tortuosity(
    inputs: Inputs, effective: Outcome, ceramic_share: float, of_density: float | None
) -> Outcome:
    if isinstance(effective, Unavailable):
        return Unavailable(unit="", reason=effective.reason)
    value = ceramic_share * inputs.ceramic.now.value / effective.value
    relative = value / effective.value
    return Quantity(
        value=value,
        unit="",
        method="ceramic volume fraction x bulk conductivity / effective conductivity",
        std_sampling=_relative(effective.std_sampling, relative),
        std_discretisation=_relative(effective.std_discretisation, relative),
        std_model=_relative(of_density, value),
    )


def _relative(std: float | None, factor: float) -> float | None:
    return None if std is None else std * factor


def _cell(inputs: Inputs, membrane: MembraneForCell) -> CellSheet | Unavailable:
    if isinstance(inputs.cell, Unavailable):
        return inputs.cell
    try:
        return sheet_of(inputs, membrane)
    except InputError as error:  # found only now: the membrane does not fit the cell's format
        return Unavailable(unit="J/kg", reason=str(error))
