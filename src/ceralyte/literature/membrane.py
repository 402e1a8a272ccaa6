"""A published membrane: what one publication says of it."""

from ceralyte.core.provenance import Source
from ceralyte.core.quantities import Record

ROOM_TEMPERATURE = 298.15
"""K: what "RT" in a file is taken as."""

SUPPORTS = (
    "none",
    "woven",
    "nonwoven",
    "scaffold",
    "film",
    "perforated-film",
    "substrate-deposited",
)

PROJECTED = "projected"
BASES = {
    "electrodes only": ("electrode components", "electrodes only"),
    "without collectors, packaging": ("without current collectors",),
    "cell": ("cell",),
}
"""Kind of basis (what counts as mass) -> words of `energy_basis`, the first that fits."""


class PublishedMembrane(Record):
    """One membrane of one publication, in SI units; None or "" where nothing is known.

    Attributes
    ----------
    identifier, first_author, year, ceramic, family, mobile_ion, binder : str
    support : str
        As in `SUPPORTS`; "" where nothing is stated.
    support_material, process, solvent, cathode, anode, energy_basis, confidence, note : str
    origin, reference : str
        How the row was found; its number among the references of the article.
    binder_mass_fraction, ceramic_mass_fraction : float or None
        Of ceramic and binder together [-].
    thickness, particle_size : float or None, m
    conductivity : float or None, S/m
    temperature : float or None, K
        Of the conductivity; "RT" is 298.15 K.
    pellet_conductivity : float or None, S/m
        Of a pressed (oxides: sintered) pellet of the same powder, measured in the same work at
        `temperature`.
    polymer_conductivity : float or None, S/m
        Of what lies between the grains, alone, measured in the same work at `temperature`.
    areal_conductance : float or None, S/m2
    activation_energy : float or None, J/mol
    tensile_strength, pressure : float or None, Pa
    porosity : float or None [-]
    specific_energy, energy_density : float or None, J/kg and J/m3, on `energy_basis`
    flags : tuple of str
        What is special about a value: "thickness_maximum", "energy_projected", "polymer_rich", ...
    in_article : bool
        Whether the perspective article cites the work.
    source : Source
    """

    identifier: str
    first_author: str = ""
    year: str = ""
    ceramic: str
    family: str = ""
    mobile_ion: str = ""
    binder: str = ""
    support: str = ""
    support_material: str = ""
    process: str = ""
    solvent: str = ""
    cathode: str = ""
    anode: str = ""
    energy_basis: str = ""
    origin: str = ""
    reference: str = ""
    confidence: str = ""
    note: str = ""
    binder_mass_fraction: float | None = None
    ceramic_mass_fraction: float | None = None
    thickness: float | None = None
    conductivity: float | None = None
    temperature: float | None = None
    pellet_conductivity: float | None = None
    polymer_conductivity: float | None = None
    areal_conductance: float | None = None
    activation_energy: float | None = None
    tensile_strength: float | None = None
    pressure: float | None = None
    particle_size: float | None = None
    porosity: float | None = None
    specific_energy: float | None = None
    energy_density: float | None = None
    flags: tuple[str, ...] = ()
    in_article: bool = False
    source: Source

    @property
    def basis(self) -> str:
        """Kind of basis of the energies, as in `BASES`; "" where its words say none."""
        said = self.energy_basis.casefold()
        return next((b for b, words in BASES.items() if any(w in said for w in words)), "")

    @property
    def projected(self) -> bool:
        """Whether the energies are of a cell that nobody built."""
        return "energy_projected" in self.flags or PROJECTED in self.energy_basis.casefold()

    @property
    def poor_in_ceramic(self) -> bool:
        """Whether it is rich in polymer, or its filler does not conduct."""
        return not {"polymer_rich", "passive_filler"}.isdisjoint(self.flags)

    @property
    def work(self) -> str:
        """What rows of one publication share: the DOI, else author and year, else the source."""
        by_author = f"{self.first_author} {self.year}".strip() if self.first_author else ""
        return (self.source.locator or by_author or self.source.text).casefold()
