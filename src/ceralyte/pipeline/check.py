"""`check`: what can be said of a recipe in seconds, before anything is packed."""

from pathlib import Path

from ceralyte.core.errors import InputError
from ceralyte.core.provenance import Source
from ceralyte.core.quantities import Outcome, Quantity, Record
from ceralyte.model import Verdict
from ceralyte.model.levels import LEVELS
from ceralyte.packing import sampling_note
from ceralyte.pipeline.chemistry_verdicts import binder_verdicts, slurry_verdict
from ceralyte.pipeline.density import yield_stress_of
from ceralyte.pipeline.inputs import check_slurry, look_up
from ceralyte.pipeline.makeup import Makeup
from ceralyte.pipeline.names import load_recipe_with_names
from ceralyte.pipeline.sketch import sketch_of
from ceralyte.pipeline.solvent_effects import effect_sources
from ceralyte.recipe import Recipe


class Check(Record):
    """A recipe that is valid: its composition, chemistry and weigh-out sheet.

    Fractions by mass and volume are of the solids without pores and support; density and
    thickness are estimates from closed forms. `yield_stress` (Pa) is that of the pressing law, with
    the 95 % interval where own densities calibrate it, and the spread of published ones.
    """

    name: str
    verdicts: tuple[Verdict, ...]
    mass_fractions: dict[str, float]
    solids_volume_fractions: dict[str, float]
    packing_fraction: Quantity
    relative_density: Quantity
    yield_stress: Outcome
    thickness: Quantity
    weigh_out: dict[str, Quantity]
    notes: tuple[str, ...]
    sources: tuple[Source, ...]


class Chemistry(Record):
    """What needs no value of any material: shares by mass, and what the solvent does."""

    name: str
    verdicts: tuple[Verdict, ...]
    mass_fractions: dict[str, float]


def chemistry(recipe: Recipe | str | Path) -> Chemistry:
    """Return what can be said of a recipe where values are missing for all else.

    Parameters
    ----------
    recipe : Recipe, or path of a recipe file

    Raises
    ------
    InputError
        A recipe that is not valid, or as `slurry.assess`.
    """
    recipe = recipe if isinstance(recipe, Recipe) else load_recipe_with_names(recipe)
    shares = {recipe.ceramic.material: recipe.ceramic.mass_fraction}
    if recipe.binder:
        shares[recipe.binder.material] = recipe.binder.mass_fraction
    slurry = check_slurry(recipe)
    told = (slurry_verdict(slurry), *binder_verdicts(slurry, recipe))
    return Chemistry(name=recipe.name, verdicts=told, mass_fractions=shares)


def check(recipe: Recipe | str | Path) -> Check:
    """Validate a recipe and estimate what it makes.

    Parameters
    ----------
    recipe : Recipe, or path of a recipe file

    Raises
    ------
    InputError
        As `design`.
    """
    inputs = look_up(recipe)
    recipe = inputs.recipe
    makeup = inputs.makeup
    sketch = sketch_of(inputs, LEVELS["standard"])
    initial, densification = sketch.initial, sketch.densification
    share, thickness = densification.fraction, sketch.thickness
    return Check(
        name=recipe.name,
        verdicts=(slurry_verdict(inputs.slurry), *binder_verdicts(inputs.slurry, recipe)),
        mass_fractions=makeup.solids.mass_fractions,
        solids_volume_fractions=makeup.solids.solids_volume_fractions,
        packing_fraction=initial,
        relative_density=makeup.along(share, lambda s: makeup.solid_fraction(s, thickness), ""),
        yield_stress=yield_stress_of(recipe, densification),
        thickness=_thickness(makeup, thickness),
        weigh_out=makeup.weigh_out(share.value, thickness),
        notes=(
            *_size_notes(recipe),
            *sketch.piece.notes,
            *densification.notes,
            *inputs.notes,
            *inputs.ceramic.notes,
            *inputs.supply.notes,
        ),
        sources=(*inputs.supply.sources, *effect_sources(recipe, inputs.slurry)),
    )


def _thickness(makeup: Makeup, thickness: float) -> Quantity:
    stated = makeup.stated_thickness is not None
    method = makeup.thickness_origin if stated else "areal mass over estimated density"
    if makeup.recipe.press.gap is not None:
        method = "that of the calender gap"
    return Quantity(value=thickness, unit="m", method=method, estimate=not stated)


def _size_notes(recipe: Recipe) -> list[str]:
    """What a box of level standard misses of the size distribution, or why it cannot hold it."""
    try:
        note = sampling_note(recipe.ceramic.size, LEVELS["standard"].particles)
    except InputError as error:
        note = f"level standard cannot pack this powder: {error}"
    return [note] if note else []
