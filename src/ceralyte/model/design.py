"""`Design`: everything that is known about one recipe."""

from pydantic import Field

from ceralyte.core.provenance import Provenance, Source
from ceralyte.core.quantities import Outcome, Quantity, Record, Unavailable
from ceralyte.model.cell import CellSheet
from ceralyte.model.current import CurrentSlice
from ceralyte.model.mechanics import StrengthSheet
from ceralyte.model.results import Conduction, MandrelResult, Series, Stiffness, Verdict
from ceralyte.model.structure import Structure

_OLDER = "this design was kept by a version that did not work it out"


class Comparison(Record):
    """A measured value of the published membrane beside its prediction.

    `quantity` is the name of the field of `Design` that predicts it; `measured` is in SI with
    its stated range in `low` and `high`; `source` says who measured it.
    """

    quantity: str
    measured: Quantity
    predicted: Outcome
    source: Source
    note: str = ""


class Design(Record):
    """A recipe, what it becomes, and how sure that is.

    Dictionaries of fractions are keyed by the names of the recipe's materials
    (`mass_fractions`, `solids_volume_fractions`) or of the phases pore, ceramic, binder and
    support (`volume_fractions`).

    Attributes
    ----------
    recipe : str
        The recipe as normalised YAML; with the seeds in `provenance` it makes this design again.
    verdicts : tuple of Verdict
        What limits this membrane, against the targets; most important first.
    mass_fractions : dict of float
        Share of the mass of the ceramic and the binder together [-].
    solids_volume_fractions : dict of float
        The same by volume, without pores and support [-].
    volume_fractions : dict of Quantity
        Share of the volume of the membrane, pores included [-].
    packing_fraction, coordination_number : Quantity
        Of the powder as packed [-].
    contact_number : Quantity
        Neighbours that a grain meets after pressing [-].
    relative_density, porosity : Quantity
        Of the whole membrane after pressing [-].
    thickness : Quantity
        m; `areal_mass` in kg/m2, `membrane_density` in kg/m3.
    binder_film_thickness, binder_coverage : Quantity (m, -) or Unavailable
        Binder as an even film, by mass balance; share of the ceramic's free surface under
        binder, counted on the image.
    binder_shares : dict of Quantity
        Share of the binder by the mechanism that placed it [-]; the method says why.
    support_coverage : dict of Quantity
        What a support leaves to the ceramic [-]: `open_area`, share of the membrane's area with no
        support above or below; `densest_layer`, free share of the layer with most support;
        `beside`, free share of the volume; `ceramic_between` and `ceramic_outside`, ceramic in the
        room beside fibres, in the layers that they reach and in those above and below. Empty
        without a support.
    effective_conductivity : Quantity (S/m) or Unavailable
    network_conductivity : Quantity (S/m) or Unavailable
        Second opinion of the resistor network over the contacts.
    contact_resolution : Quantity (-) or Unavailable
        Median radius of the contacts in cells of the finer grid; below 1 they are not resolved.
    areal_resistance : Quantity (ohm m2) or Unavailable
    activation_energy : Quantity (J/mol) or Unavailable
    conduction : tuple of Conduction
        One per seed, at the finer voxels.
    youngs_modulus, poissons_ratio : Quantity (Pa, -) or Unavailable
        Solved on the voxels; of the bulk, or in the plane of a membrane built through its whole
        thickness. Estimates where a phase has no known moduli.
    youngs_modulus_estimate : Quantity (Pa) or Unavailable
        Second opinion from the volume fractions.
    stiffness : tuple of Stiffness
        One per seed, at the finer voxels; empty where a phase has no known moduli.
    tensile_strength ... specific_energy, energy_density
        See their units; strength and bending are estimates.
    pressing : dict of Series
        Against the pressure of the press, from the particles of all seeds: thickness (m),
        neighbours_per_grain, contact_area_per_grain (m2), contact_area_per_volume (1/m) and
        springback [-], without it where `springback` says what it lacks. Empty where the pressure
        is unknown, particles are dispersed, or pressed around a support.
    yield_stress : Quantity (Pa) or Unavailable
        Of the pressing law, with its origin; `low` and `high` are the 95 % confidence interval of
        own densities, or the extremes of published ones.
    springback : Quantity (-) or Unavailable
        Growth of the volume when the press opens.
    density_pressure, arrhenius, thickness_radius, energy_thickness : Series or None
        Curves; None where the recipe gives no ground for them (the verdicts say why).
    cell : CellSheet or None
        Everything about the recipe's cell; `specific_energy` and `energy_density` are its.
    strength : StrengthSheet or None
        Tensile test of the first packing as a network of bonds: the second opinion beside
        `tensile_strength`.
    thickness_target : float
        m; what the recipe wants.
    notes : tuple of str
        Where a model left its range of validity, and what was assumed.
    structure : Structure
        The labelled voxels of the first seed; kept beside the JSON, not in it.
    current : CurrentSlice or None
        The current through its middle, kept beside the JSON as well; None where none flows.
    """

    name: str
    description: str
    recipe: str
    verdicts: tuple[Verdict, ...]
    mass_fractions: dict[str, float]
    solids_volume_fractions: dict[str, float]
    volume_fractions: dict[str, Quantity]
    weigh_out: dict[str, Quantity]
    packing_fraction: Quantity
    coordination_number: Quantity
    contact_number: Quantity
    relative_density: Quantity
    porosity: Quantity
    thickness: Quantity
    areal_mass: Quantity
    membrane_density: Quantity
    binder_film_thickness: Outcome
    binder_coverage: Outcome
    binder_shares: dict[str, Quantity] = Field(default_factory=dict)
    support_coverage: dict[str, Quantity] = Field(default_factory=dict)
    effective_conductivity: Outcome
    network_conductivity: Outcome
    contact_resolution: Outcome
    areal_resistance: Outcome
    tortuosity_factor: Outcome
    activation_energy: Outcome
    conduction: tuple[Conduction, ...]
    youngs_modulus: Outcome
    poissons_ratio: Outcome
    youngs_modulus_estimate: Outcome
    tensile_strength: Outcome
    bend_radius_minimum: Outcome
    mandrel: tuple[MandrelResult, ...]
    specific_energy: Outcome
    energy_density: Outcome
    energy_basis: str
    thickness_target: float
    density_pressure: Series | None
    pressing: dict[str, Series] = Field(default_factory=dict)
    yield_stress: Outcome = Unavailable(unit="Pa", reason=_OLDER)
    springback: Outcome = Unavailable(unit="", reason=_OLDER)
    arrhenius: Series | None
    thickness_radius: Series | None
    energy_thickness: Series | None
    comparisons: tuple[Comparison, ...]
    sources: tuple[Source, ...]
    notes: tuple[str, ...]
    provenance: Provenance
    cell: CellSheet | None = None
    stiffness: tuple[Stiffness, ...] = ()
    strength: StrengthSheet | None = None
    structure: Structure = Field(exclude=True, repr=False)
    current: CurrentSlice | None = Field(default=None, exclude=True, repr=False)

    @property
    def network_strength(self) -> Outcome:
        """Tensile strength by the network of bonds, Pa."""
        if self.strength is None:
            return Unavailable(unit="Pa", reason="not tested as a network of bonds")
        return self.strength.tensile_strength
