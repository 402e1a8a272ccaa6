"""The cell of a recipe: energy, resistance, sensitivity, from a design or from closed forms."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from ceralyte.cell import (
    CellCase,
    MetalAnode,
    Pouch,
    PybammParameters,
    Winding,
    amounts_of,
    build,
    build_system,
    cathode_thickness,
    cell_energy,
    electrode_resistance,
    energies_on_bases,
    energy_at_rate,
    energy_rate_curve,
    energy_temperature_curve,
    energy_thickness_curve,
    host_thickness,
    nominal_energy,
    pybamm_parameters,
    resistance_budget,
    resistance_thickness_curve,
    tornado,
    usable_capacity,
)
from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Outcome, Quantity, Unavailable
from ceralyte.core.units import BEND_RADIUS, CONDUCTIVITY, show
from ceralyte.model import (
    BuiltCell,
    CellResult,
    CellSheet,
    RatedEnergy,
    ResistanceBudget,
    Series,
)
from ceralyte.pipeline.cell_conduction import (
    Conduction,
    electrode_conduction,
    like_ceramic,
    solved,
)
from ceralyte.pipeline.cells import CellInputs
from ceralyte.pipeline.inputs import Inputs, look_up
from ceralyte.pipeline.membrane import estimate_membrane
from ceralyte.pipeline.methods import CELL_METHODS
from ceralyte.pipeline.storage import design_folder, load_design
from ceralyte.recipe import Recipe, load_recipe
from ceralyte.transport import areal_resistance

_CURVE_RANGE = (253.15, 373.15)  # K, of the energy over temperature


@dataclass(frozen=True)
class MembraneForCell:
    """What a cell needs to know of its membrane.

    `bend_radius` (m) is that of this thickness; `fraction` the share of the ceramic [-].
    """

    thickness: Quantity
    density: Quantity
    conduction: Conduction
    bend_radius: Outcome
    fraction: float


@dataclass(frozen=True)
class Performance:
    """Energy and resistance of a cell without its curves; units as in `CellSheet`."""

    cell: CellInputs
    case: CellCase
    result: CellResult
    built: BuiltCell | None
    specific_energy: Quantity
    energy_density: Quantity
    basis: str
    budget: ResistanceBudget
    rated: RatedEnergy


def cell_sheet(source: Recipe | str | Path, *, conductivity: float | None = None) -> CellSheet:
    """Return energy, resistance and sensitivity of the cell of a recipe or of a design.

    Parameters
    ----------
    source : Recipe, path of a recipe file, or folder of a saved design
        From a recipe, density and conductivity of the membrane are estimated (Farr-Groot
        packing, pressing law, effective medium); a design brings those of its structure.
    conductivity : float, optional, S/m
        Measured, of the membrane at the recipe's temperature; goes before both.

    Returns
    -------
    CellSheet

    Raises
    ------
    InputError
        As `design`; also where the recipe has no cell section or a value for it is missing; a
        conductivity not above zero.
    """
    inputs, membrane = resolve_membrane(source, conductivity)
    sheet, supply = sheet_of(inputs, membrane), inputs.supply
    return sheet.model_copy(
        update={
            "notes": tuple(dict.fromkeys((*sheet.notes, *supply.notes))),
            "sources": (*supply.sources, *CELL_METHODS),
        }
    )


def pybamm_export(
    source: Recipe | str | Path, *, conductivity: float | None = None
) -> PybammParameters:
    """Return the cell of a recipe or design under PyBaMM's parameter names.

    Parameters, Raises: as `cell_sheet`; also where the membrane's conductivity is unknown.
    """
    inputs, membrane = resolve_membrane(source, conductivity)
    cell, case = case_of(inputs, membrane)
    return pybamm_parameters(
        case,
        build(case),
        bulk_conductivity=inputs.ceramic.now.value,
        membrane_fraction=membrane.fraction,
        catholyte=cell.catholyte,
        anolyte=cell.anolyte,
        temperature=inputs.recipe.temperature,
    )


def resolve_membrane(
    source: Recipe | str | Path, conductivity: float | None
) -> tuple[Inputs, MembraneForCell]:
    """Look up all values, and take the membrane from a design or estimate it."""
    folder = None if isinstance(source, Recipe) else design_folder(source)
    if folder is not None:
        inputs, membrane = _from_design(folder)
    else:
        inputs = look_up(source)
        membrane = _from_recipe(inputs)
    if conductivity is None:
        return inputs, membrane
    if not conductivity > 0:
        problem = show(conductivity, CONDUCTIVITY)
        raise InputError("conductivity", problem, 'above 0, such as "1 mS/cm"')
    given = Quantity(value=conductivity, unit="S/m", method="given")
    return inputs, replace(membrane, conduction=like_ceramic(given, inputs))


def sheet_of(inputs: Inputs, membrane: MembraneForCell) -> CellSheet:
    """Return the cell sheet of a recipe whose membrane is known.

    Raises
    ------
    InputError
        The recipe has no cell, or a value for it is missing; the cell cannot be built.
    """
    found = performance_of(inputs, membrane)
    cell, case, result, built = found.cell, found.case, found.result, found.built
    budget, rated = found.budget, found.rated
    own = inputs.recipe.temperature
    amounts = amounts_of(result) if built is None else built.breakdown
    runs = isinstance(rated.specific_energy, Quantity)
    nominal = case if runs else case.model_copy(update={"membrane_conductivity": None})
    return CellSheet(
        name=inputs.recipe.name,
        membrane_thickness=membrane.thickness,
        membrane_density=membrane.density,
        membrane_conductivity=membrane.conduction.now,
        thickness_target=inputs.recipe.targets.thickness,
        cell=result,
        built=built,
        system=None if built is None or cell.system is None else build_system(built, cell.system),
        specific_energy=found.specific_energy,
        energy_density=found.energy_density,
        basis=found.basis,
        bases=energies_on_bases(_energy(result, built), amounts),
        resistance=budget,
        rated=rated,
        energy_thickness=energy_thickness_curve(case, found.basis, std=found.specific_energy.std),
        resistance_thickness=resistance_thickness_curve(case, budget.total),
        energy_rate=energy_rate_curve(case, budget.total, own),
        energy_temperature=_over_temperature(inputs, membrane, cell, case),
        tornado=tornado(nominal),
        notes=(*cell.notes, *_notes(membrane, case)),
    )


def performance_of(inputs: Inputs, membrane: MembraneForCell) -> Performance:
    """Return energy and resistance of the recipe's cell; errors as `sheet_of`."""
    cell, case = case_of(inputs, membrane)
    result = cell_energy(case.design, case.membrane_thickness, case.membrane_density)
    built = build(case)
    relative = _relative_error(case, membrane)
    case = case.model_copy(update={"energy_error": relative or 0.0})
    energy, density, basis = _headline(result, built, relative)
    own = inputs.recipe.temperature
    budget = budget_at(inputs, cell, membrane, own)
    rated = energy_at_rate(
        energy.value,
        usable_capacity(case.design),
        case.design.mean_voltage,
        budget.total,
        c_rate=case.c_rate,
        temperature=own,
        energy_error=case.energy_error,
    )
    return Performance(cell, case, result, built, energy, density, basis, budget, rated)


def _over_temperature(
    inputs: Inputs, membrane: MembraneForCell, cell: CellInputs, case: CellCase
) -> Series | None:
    """Energy against temperature where every resistance of the recipe's temperature is known."""
    own, span = inputs.recipe.temperature, membrane.conduction.span
    known = _known(budget_at(inputs, cell, membrane, own))

    def resistance(temperature: float) -> Outcome:
        budget = budget_at(inputs, cell, membrane, temperature)
        lost = known - _known(budget)
        if lost:
            reason = f"{', '.join(sorted(lost))}: not known at this temperature"
            return Unavailable(unit="ohm*m^2", reason=reason)
        return budget.total

    return None if span is None else energy_temperature_curve(case, resistance, _grid(span), own)


def _known(budget: ResistanceBudget) -> set[str]:
    return {p.name for p in budget.parts if isinstance(p.resistance, Quantity)}


def case_of(inputs: Inputs, membrane: MembraneForCell) -> tuple[CellInputs, CellCase]:
    """Return the looked-up cell and the case of its energy; errors as `sheet_of`."""
    cell = inputs.cell
    if isinstance(cell, Unavailable):
        raise InputError("cell", cell.reason, "a section as in the examples of `ceralyte init`")
    cathode, anode = _cathode(inputs, cell).now, _anode(inputs, cell)
    in_anode = None if anode is None else anode.now
    sigma = membrane.conduction.now
    form = cell.form
    if isinstance(form, Winding) and isinstance(membrane.bend_radius, Quantity):
        ratio = _mandrel(membrane.bend_radius, form) / membrane.thickness.value
        form = form.model_copy(update={"bend_ratio": ratio})
    own, stated = inputs.recipe.temperature, cell.section.cathode
    return cell, CellCase(
        design=cell.design,
        form=form,
        membrane_thickness=membrane.thickness.value,
        membrane_density=membrane.density.value,
        membrane_conductivity=sigma.value if isinstance(sigma, Quantity) else None,
        cathode_conductivity=cathode.value if isinstance(cathode, Quantity) else None,
        anode_conductivity=in_anode.value if isinstance(in_anode, Quantity) else None,
        interface_resistance=sum(i.at(own).value for i in cell.interfaces),
        catholyte=None if stated.ionic_conductivity is not None else cell.catholyte,
        loading_stated=stated.areal_capacity is None,
        c_rate=cell.section.c_rate,
    )


def _mandrel(limit: Quantity, winding: Winding) -> float:
    """Return the middle of the estimated bend limit where the can has room for it, else its
    tight end, which the estimate does not rule out; m."""
    if limit.low is None or limit.value < winding.diameter / 2 - winding.can.thickness:
        return limit.value
    return limit.low


def budget_at(
    inputs: Inputs, cell: CellInputs, membrane: MembraneForCell, temperature: float
) -> ResistanceBudget:
    """Return the area-specific resistances of the cell at a temperature (K)."""
    anode, host = _anode(inputs, cell), host_thickness(cell.design)
    return resistance_budget(
        areal_resistance(membrane.thickness.value, membrane.conduction.at(temperature)),
        electrode_resistance(
            cathode_thickness(cell.design), _cathode(inputs, cell).at(temperature)
        ),
        None
        if anode is None or host is None
        else electrode_resistance(host, anode.at(temperature)),
        cell.interfaces,
        temperature,
    )


def _cathode(inputs: Inputs, cell: CellInputs) -> Conduction:
    stated = cell.section.cathode.ionic_conductivity
    return electrode_conduction(cell.design.cathode, cell.catholyte, stated, inputs)


def _anode(inputs: Inputs, cell: CellInputs) -> Conduction | None:
    anode = cell.design.anode
    if isinstance(anode, MetalAnode):
        return None
    return electrode_conduction(anode.electrode, cell.anolyte, None, inputs)


def _from_recipe(inputs: Inputs) -> MembraneForCell:
    found = estimate_membrane(inputs)
    return MembraneForCell(
        thickness=found.thickness,
        density=found.density,
        conduction=found.conduction,
        bend_radius=found.bend_radius,
        fraction=found.shares["ceramic"],
    )


def _from_design(folder: Path) -> tuple[Inputs, MembraneForCell]:
    design = load_design(folder)
    inputs = look_up(load_recipe(folder / "recipe.yaml"))
    return inputs, MembraneForCell(
        thickness=design.thickness,
        density=design.membrane_density,
        conduction=solved(design.effective_conductivity, design.arrhenius, inputs),
        bend_radius=design.bend_radius_minimum,
        fraction=design.volume_fractions["ceramic"].value,
    )


def _headline(
    result: CellResult, built: BuiltCell | None, relative: float | None
) -> tuple[Quantity, Quantity, str]:
    """Specific energy with the error of the membrane's mass, energy density, basis."""
    of = result if built is None else built
    energy = of.specific_energy
    if relative is not None:
        energy = energy.model_copy(update={"std_model": relative * energy.value})
    return energy, of.energy_density, of.basis


def _relative_error(case: CellCase, membrane: MembraneForCell) -> float | None:
    """Relative error of the specific energy from that of the membrane's mass per area [-]."""
    known = [q.std / q.value for q in (membrane.thickness, membrane.density) if q.std is not None]
    if not known:
        return None
    heavier = case.model_copy(
        update={"membrane_density": case.membrane_density * (1 + float(np.hypot.reduce(known)))}
    )
    return abs(1 - nominal_energy(heavier) / nominal_energy(case))


def _energy(result: CellResult, built: BuiltCell | None) -> float:
    return result.areal_energy.value if built is None else built.energy.value


def _grid(span: tuple[float, float]) -> list[float]:
    low, high = max(span[0], _CURVE_RANGE[0]), min(span[1], _CURVE_RANGE[1])
    return [float(t) for t in np.linspace(low, high, 25)] if high > low else []


def _notes(membrane: MembraneForCell, case: CellCase) -> list[str]:
    notes = []
    if case.form is None and case.design.packaging_fraction == 0:
        notes.append("no packaging is counted: state packaging_mass_fraction, pouch or winding")
    if isinstance(case.form, Winding):
        notes += _winding_notes(membrane, case.form)
    if isinstance(case.form, Pouch) and not case.form.tabs:
        notes.append("no tabs are counted: pouch.tabs states them")
    return notes


def _winding_notes(membrane: MembraneForCell, winding: Winding) -> list[str]:
    limit, mandrel = membrane.bend_radius, winding.mandrel(membrane.thickness.value)
    if isinstance(limit, Unavailable):
        return [f"whether the membrane survives the mandrel is unknown: {limit.reason}"]
    words = f"the membrane bends to about {show(limit.value, BEND_RADIUS)} (estimate"
    if limit.low is not None and limit.high is not None:
        words += f", {show(limit.low, BEND_RADIUS)} to {show(limit.high, BEND_RADIUS)}"
    words += ")"
    if winding.inner_radius is None and mandrel < limit.value:
        return [
            f"the winding has a mandrel of {show(mandrel, BEND_RADIUS)}, the tight end of an "
            f"estimate whose middle does not fit the can: {words}. Whether the membrane survives "
            "it is open; winding.inner_radius states a radius that was tried"
        ]
    if winding.inner_radius is None:
        return [f"inner radius of the winding as tight as the membrane bends: {words}"]
    if mandrel < limit.value:
        return [f"the mandrel of {show(mandrel, BEND_RADIUS)} may crack the membrane: {words}"]
    return []
