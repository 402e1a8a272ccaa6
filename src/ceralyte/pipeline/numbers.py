"""The numbers of a recipe as one flat table, the same whatever level they were computed at."""

from functools import lru_cache
from pathlib import Path

from ceralyte.core import units
from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Outcome, Quantity, Record, Unavailable
from ceralyte.core.units import Dimension
from ceralyte.model import CellSheet, Design
from ceralyte.model.results import Answer
from ceralyte.pipeline.cell_sheet import MembraneForCell, performance_of
from ceralyte.pipeline.chemistry_verdicts import slurry_verdict
from ceralyte.pipeline.inputs import Inputs, look_up
from ceralyte.pipeline.membrane import EstimatedMembrane, estimate_membrane
from ceralyte.pipeline.results import areal_resistance_of
from ceralyte.recipe import Recipe
from ceralyte.slurry import SlurryVerdict, handling
from ceralyte.slurry.hazards import rank

NUMBERS: dict[str, Dimension] = {
    "thickness": units.LENGTH,
    "areal_mass": units.AREAL_MASS,
    "membrane_density": units.MASS_DENSITY,
    "packing_fraction": units.FRACTION,
    "relative_density": units.FRACTION,
    "porosity": units.FRACTION,
    "ceramic_volume_fraction": units.FRACTION,
    "binder_volume_fraction": units.FRACTION,
    "effective_conductivity": units.CONDUCTIVITY,
    "areal_resistance": units.AREAL_RESISTANCE,
    "areal_conductance": units.AREAL_CONDUCTANCE,
    "youngs_modulus": units.MODULUS,
    "poissons_ratio": units.PURE_NUMBER,
    "tensile_strength": units.PRESSURE,
    "bend_radius_minimum": units.LENGTH,
    "specific_energy": units.SPECIFIC_ENERGY,
    "energy_density": units.ENERGY_DENSITY,
    "rated_specific_energy": units.SPECIFIC_ENERGY,
    "cell_resistance": units.AREAL_RESISTANCE,
    "solvent_hazard": units.PURE_NUMBER,
    "solvent_flammability": units.PURE_NUMBER,
}
"""Name of a number -> what it measures. `rated_specific_energy` is at the recipe's C-rate.
`solvent_hazard` is the worst hazard to health: 0 none or no solvent, 1 harmful, 2 serious, 3 severe
(`ceralyte.slurry.HazardLevel`). `solvent_flammability` is 5 less the flammability category of the
Globally Harmonized System: 4 is extremely flammable, 0 not classified or no solvent."""

_NO_CELL = "no cell: "


class Numbers(Record):
    """What a recipe makes, in numbers and claims.

    Attributes
    ----------
    level : str
        "estimate" (closed forms), or that of the design.
    chemistry : str
        Answer of the slurry verdict: "yes", "uncertain", "no", "unknown"; `chemistry_reason`.
    percolates : bool
        A conducting path joins the two faces.
    outcomes : dict of Outcome
        By the names of `NUMBERS`, SI units, every name present.
    areal_masses : dict of float
        What is weighed in for a square metre, kg by material; the solvent where the recipe states
        how much.
    """

    level: str
    chemistry: Answer
    chemistry_reason: str
    percolates: bool
    outcomes: dict[str, Outcome]
    areal_masses: dict[str, float]


def estimate(recipe: Recipe | str | Path) -> Numbers:
    """Return the numbers of a recipe from closed forms, in some ten milliseconds.

    Farr-Groot packing, pressing law, effective medium, estimates of the mechanics, cell energy.

    Raises
    ------
    InputError
        As `design`, but particles need not fit into a piece.

    Validity
    --------
    For comparing recipes by the thousand. No contacts, walls or fibres are resolved: `design`
    solves the structure.
    """
    inputs = look_up(recipe)
    membrane = estimate_membrane(inputs)
    makeup, share = inputs.makeup, membrane.densification.fraction
    thickness, conductivity = membrane.thickness.value, membrane.conduction.now
    solid = makeup.along(share, lambda s: makeup.solid_fraction(s, thickness), "")
    beside = 1 - membrane.shares["support"]
    ceramic = share.scaled(beside, "")
    outcomes: dict[str, Outcome] = {
        "thickness": membrane.thickness,
        "areal_mass": membrane.density.scaled(thickness, "kg/m^2"),
        "membrane_density": membrane.density,
        "packing_fraction": membrane.initial,
        "relative_density": solid,
        "porosity": _porosity(solid),
        "ceramic_volume_fraction": ceramic,
        "binder_volume_fraction": ceramic.scaled(makeup.binder_per_ceramic, ""),
        "effective_conductivity": conductivity,
        "youngs_modulus": membrane.elastic.youngs_modulus,
        "poissons_ratio": membrane.elastic.poissons_ratio,
        "tensile_strength": membrane.strength,
        "bend_radius_minimum": membrane.bend_radius,
        **_resistance(areal_resistance_of(membrane.thickness, conductivity)),
        **_cell(inputs, membrane),
    }
    masses = makeup.areal_masses(share.value, thickness)
    return _numbers("estimate", inputs.slurry, outcomes, masses)


def numbers_of(design: Design, recipe: Recipe) -> Numbers:
    """Return the numbers of a design of `recipe`."""
    outcomes: dict[str, Outcome] = {
        name: getattr(design, name) for name in NUMBERS if hasattr(design, name)
    }
    sheet, inputs = design.cell, look_up(recipe)
    fractions = design.volume_fractions
    outcomes |= {
        "ceramic_volume_fraction": fractions["ceramic"],
        "binder_volume_fraction": fractions["binder"],
        **_resistance(design.areal_resistance),
        "rated_specific_energy": _of(sheet, "rated", design.specific_energy),
        "cell_resistance": _of(sheet, "total", design.specific_energy),
    }
    beside = 1 - inputs.makeup.support_fraction(design.thickness.value)
    masses = inputs.makeup.areal_masses(fractions["ceramic"].value / beside, design.thickness.value)
    return _numbers(design.provenance.level, inputs.slurry, outcomes, masses)


def _numbers(
    level: str, slurry: SlurryVerdict, outcomes: dict[str, Outcome], masses: dict[str, float]
) -> Numbers:
    verdict = slurry_verdict(slurry)
    return Numbers(
        level=level,
        chemistry=verdict.answer,
        chemistry_reason=verdict.reason,
        percolates=isinstance(outcomes["effective_conductivity"], Quantity),
        outcomes=outcomes
        | {
            "solvent_hazard": _hazard(slurry),
            "solvent_flammability": _flammability(slurry.solvent),
        },
        areal_masses=masses,
    )


def _porosity(solid: Quantity) -> Quantity:
    return solid.model_copy(update={"value": 1 - solid.value})


def _resistance(resistance: Outcome) -> dict[str, Outcome]:
    """Areal resistance, and the conductance that is its inverse to first order in the errors."""
    if isinstance(resistance, Unavailable):
        none = Unavailable(unit="S/m^2", reason=resistance.reason)
        return {"areal_resistance": resistance, "areal_conductance": none}
    inverse = 1 / resistance.value
    conductance = resistance.scaled(inverse**2, "S/m^2", "1 / areal resistance")
    ends = [None if e is None else 1 / e for e in (resistance.high, resistance.low)]
    conductance = conductance.model_copy(update={"value": inverse, "low": ends[0], "high": ends[1]})
    return {"areal_resistance": resistance, "areal_conductance": conductance}


def _cell(inputs: Inputs, membrane: EstimatedMembrane) -> dict[str, Outcome]:
    """Energy and resistance of the cell, or why there are none."""
    known = {
        "specific_energy": "J/kg",
        "energy_density": "J/m^3",
        "rated_specific_energy": "J/kg",
        "cell_resistance": "ohm*m^2",
    }
    try:
        found = performance_of(
            inputs,
            MembraneForCell(
                membrane.thickness,
                membrane.density,
                membrane.conduction,
                membrane.bend_radius,
                membrane.shares["ceramic"],
            ),
        )
    except InputError as error:  # the recipe has no cell, or the membrane does not fit it
        return {n: Unavailable(unit=u, reason=_NO_CELL + str(error)) for n, u in known.items()}
    values = (
        found.specific_energy,
        found.energy_density,
        found.rated.specific_energy,
        found.budget.total,
    )
    return dict(zip(known, values, strict=True))


def _of(sheet: CellSheet | None, what: str, energy: Outcome) -> Outcome:
    """Rated energy or whole resistance of a cell sheet; Unavailable where the energy is."""
    unit = "J/kg" if what == "rated" else "ohm*m^2"
    if sheet is None:
        reason = energy.reason if isinstance(energy, Unavailable) else "no cell sheet"
        return Unavailable(unit=unit, reason=_NO_CELL + reason)
    return sheet.rated.specific_energy if what == "rated" else sheet.resistance.total


def _hazard(slurry: SlurryVerdict) -> Outcome:
    level = slurry.hazard_level
    if level is None:
        return Unavailable(unit="", reason=f"hazards of {slurry.solvent} are not known here")
    return Quantity(value=float(rank(level)), unit="", method=f"hazard to health: {level}")


@lru_cache(maxsize=256)
def _flammability(solvent: str) -> Outcome:
    if solvent == "none":
        return Quantity(value=0.0, unit="", method="dry: no solvent")
    try:
        told = handling(solvent).flammability
    except InputError as error:  # a mixture
        return Unavailable(unit="", reason=str(error))
    if told == "flash point not known":
        return Unavailable(unit="", reason=f"{solvent}: {told}")
    category = int(told.split()[1].rstrip(":")) if told.startswith("category") else 5
    return Quantity(value=5.0 - category, unit="", method=f"flammability, GHS chapter 2.6: {told}")
