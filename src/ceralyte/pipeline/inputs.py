"""Everything a recipe needs to know before the first particle is packed."""

from dataclasses import dataclass, replace
from pathlib import Path

from ceralyte.core.errors import (
    InputError,
    MissingDataError,
    MultipleInputError,
    UnknownNameError,
    moved,
)
from ceralyte.core.quantities import Unavailable
from ceralyte.materials import Catalogue
from ceralyte.model import PropertyValue
from ceralyte.pipeline.boundaries import require_phases_that_conduct
from ceralyte.pipeline.cells import CellInputs, cell_inputs
from ceralyte.pipeline.comparisons import measured_quantity
from ceralyte.pipeline.crystals import crystal_notes
from ceralyte.pipeline.density import pressed_densities
from ceralyte.pipeline.makeup import Makeup
from ceralyte.pipeline.names import load_recipe_with_names, wrong_names
from ceralyte.pipeline.solvent_effects import (
    CONDUCTIVITY_EFFECT,
    after_solvent,
    effect_notes,
    effect_on,
)
from ceralyte.pipeline.supply import Supply
from ceralyte.pipeline.temperature import (
    PhaseConductivity,
    binder_conductivity,
    ceramic_conductivity,
    support_conductivity,
)
from ceralyte.recipe import Recipe, at_its_line
from ceralyte.slurry import SlurryVerdict, assess, linker_composition


@dataclass(frozen=True)
class Inputs:
    """A recipe with its material values.

    Attributes
    ----------
    recipe : Recipe
    supply : Supply
        Hands out further values and keeps the list of sources.
    slurry : SlurryVerdict
    makeup : Makeup
    pressed_densities : tuple of PropertyValue
        Empty where the recipe is not pressed or states a measured density.
    ceramic : PhaseConductivity
        That of the powder after the solvent.
    beside : dict of PhaseConductivity
        Of binder and support, by "binder" and "support", where they conduct.
    powder : PhaseConductivity
        The ceramic that no solvent has met, as in the electrodes.
    cell : CellInputs or Unavailable
        Unavailable: no cell in the recipe, or a value for it is missing.
    notes : tuple of str
        What a reader must know of the composition.
    file : str or Path, optional
        Where the recipe was read from: errors found later tell the line, too.
    """

    recipe: Recipe
    supply: Supply
    slurry: SlurryVerdict
    makeup: Makeup
    pressed_densities: tuple[PropertyValue, ...]
    ceramic: PhaseConductivity
    beside: dict[str, PhaseConductivity]
    powder: PhaseConductivity
    cell: CellInputs | Unavailable
    notes: tuple[str, ...] = ()
    file: str | Path | None = None

    @property
    def conductivities(self) -> dict[str, float]:
        """Conductivity of every solid phase of the membrane, by name, S/m."""
        conducting = {"ceramic": self.ceramic, **self.beside}
        known = {name: phase.now.value for name, phase in conducting.items()}
        return {"binder": 0.0, "support": 0.0} | known

    def conductivities_at(self, temperature: float) -> dict[str, float]:
        """Return the same at a temperature (K)."""
        conducting = {"ceramic": self.ceramic, **self.beside}
        known = {name: phase.at(temperature) for name, phase in conducting.items()}
        return {"binder": 0.0, "support": 0.0} | known


def look_up(source: Recipe | str | Path) -> Inputs:
    """Look up all values that the stages of a recipe cannot do without.

    Parameters
    ----------
    source : Recipe, or path of a recipe file
        Of a file, errors tell the line.

    Raises
    ------
    UnknownNameError
        A material that no catalogue has.
    MissingDataError
        Density, conductivity or pressed density missing; the message says how to supply it.
    InputError
        A stated value out of range or in a wrong unit.
    """
    if isinstance(source, Recipe):
        return _look_up(source)
    recipe = load_recipe_with_names(source)
    try:
        return replace(_look_up(recipe), file=source)
    except InputError as error:
        raise at_its_line(error, source) from error


def _look_up(recipe: Recipe) -> Inputs:
    supply = Supply(recipe)
    catalogue = supply.catalogue
    if wrong := wrong_names(recipe.model_dump(mode="json"), catalogue):
        raise MultipleInputError.of("recipe", wrong)
    _require_values(recipe, catalogue)
    for i, measured in enumerate(recipe.measured):
        measured_quantity(measured, f"measured.{i}.value")
    slurry = _assessed(recipe, catalogue)
    laws = {"binder": binder_conductivity, "support": support_conductivity}
    found = {name: law(recipe, supply) for name, law in laws.items()}
    beside = {name: phase for name, phase in found.items() if phase is not None}
    require_phases_that_conduct(recipe, beside)
    powder = ceramic_conductivity(recipe, supply)
    ceramic = after_solvent(powder, effect_on(CONDUCTIVITY_EFFECT, recipe, slurry))
    return Inputs(
        recipe=recipe,
        supply=supply,
        slurry=slurry,
        makeup=Makeup.of(recipe, supply),
        pressed_densities=pressed_densities(recipe, supply),
        ceramic=ceramic,
        beside=beside,
        powder=powder,
        cell=_cell(recipe, supply),
        notes=(
            *_linker_notes(recipe, supply),
            *effect_notes(recipe, slurry),
            *crystal_notes(recipe.ceramic.anisotropy, ceramic.now.value),
        ),
    )


def _require_values(recipe: Recipe, catalogue: Catalogue) -> None:
    """Of a ceramic that is known by its formula alone, say what values it needs."""
    name = recipe.ceramic.material
    try:
        catalogue.get(name, "ceramic.material", "ceramic")
    except UnknownNameError as error:
        near = f"; did you mean '{error.nearest[0]}'?" if error.nearest else ""
        remedy = (
            f"no catalogue has '{name}': its formula is enough for the chemistry, its values "
            f"(density, conductivity_bulk, relative_density) belong under ceramic.properties or "
            f"into a materials file beside the recipe (materials_file: ...){near}"
        )
        raise MissingDataError(name, "density", "the composition", remedy) from None


def check_slurry(recipe: Recipe) -> SlurryVerdict:
    """Say what the solvent of a recipe does to its ceramic and binder; raises as `assess`."""
    return _assessed(recipe, Supply(recipe).catalogue)


def _assessed(recipe: Recipe, catalogue: Catalogue) -> SlurryVerdict:
    solids, ceramic = recipe.slurry.solids_fraction or 1.0, recipe.ceramic
    try:
        return assess(
            ceramic.material,
            recipe.slurry.solvent,
            recipe.binder.material if recipe.binder else None,
            solvent_per_ceramic=(1 / solids - 1) / ceramic.mass_fraction if solids < 1 else None,
            catalogue=catalogue,
        )
    except InputError as error:
        places = {"ceramic": "ceramic.material", "binder": "binder.material"}
        raise moved(error, places | {"solvent": "slurry.solvent"}) from error


def _cell(recipe: Recipe, supply: Supply) -> CellInputs | Unavailable:
    if recipe.cell is None:
        return Unavailable(unit="J/kg", reason="the recipe has no cell section")
    try:
        return cell_inputs(recipe.cell, recipe.ceramic.material, supply)
    except MissingDataError as error:
        return Unavailable(unit="J/kg", reason=str(error))


def _linker_notes(recipe: Recipe, supply: Supply) -> tuple[str, ...]:
    """What the stoichiometry of a linker says; raises where it cannot host so much ceramic."""
    binder = recipe.binder
    if binder is None or binder.linker is None:
        return ()
    unit, molecule = (
        supply.value(name, "molar_mass", "the stoichiometry of the linker").value
        for name in (recipe.ceramic.material, binder.material)
    )
    found = linker_composition(
        recipe.ceramic.mass_fraction,
        unit_molar_mass=unit,
        linker_molar_mass=molecule,
        sites=binder.linker.sites,
        units=binder.linker.units,
    )
    return (
        f"{found.units_per_linker:.3g} units of {recipe.ceramic.material} on each linker molecule "
        f"of {binder.material}, {100 * found.occupied_sites:.3g} % of what its sites can host: "
        f"{100 * found.mole_fraction:.3g} mol% ceramic per molecule, "
        f"{100 * found.mole_fraction_of_sites:.3g} mol% per cross-linking site; at most "
        f"{100 * found.mass_fraction_maximum:.4g} wt%",
    )
