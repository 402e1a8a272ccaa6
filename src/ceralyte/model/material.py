"""Materials as the catalogue knows them: every value with its origin."""

from typing import Literal

from ceralyte.core.provenance import Source
from ceralyte.core.quantities import Quantity, Record

Category = Literal["ceramic", "polymer", "solvent", "support", "electrode", "foil"]
Kind = Literal["measured", "computed", "derived", "handbook", "statement", "unverified", "user"]
"""How a value came about. `unverified`: quoted from memory by its recorder, nobody has checked."""


class PropertyValue(Record):
    """One value of one property, with everything needed to judge it.

    Attributes
    ----------
    material, property_name : str
        Names of the catalogue.
    value : float
        SI, `unit`.
    low, high : float or None
        Range that the source gives, SI.
    temperature : float or None
        K, where the value depends on it and the source states it.
    pressure : float or None
        Pa, of a value that depends on it (relative_density after pressing).
    condition : str
        What else it holds for ("cold isostatic, 362 MPa, grains below 0.5 um").
    arrhenius_form : {"", "sigma", "sigma_T"}
        Of an activation energy: whether ln(conductivity) or ln(conductivity x temperature) was
        plotted over 1/T; "" where the source does not say.
    kind, source, locator, confidence : str
        Origin: kind, citation, DOI or page, "high", "medium" or "low".
    """

    material: str
    property_name: str
    value: float
    unit: str
    low: float | None = None
    high: float | None = None
    temperature: float | None = None
    pressure: float | None = None
    condition: str = ""
    arrhenius_form: Literal["", "sigma", "sigma_T"] = ""
    kind: Kind
    source: str
    locator: str = ""
    confidence: str = ""

    @property
    def std(self) -> float | None:
        """Standard deviation of an even spread between `low` and `high`; None without both."""
        if self.low is None or self.high is None:
            return None
        return (self.high - self.low) / 12**0.5

    def as_quantity(self) -> Quantity:
        """The value with its spread as the error of the material data."""
        return Quantity(
            value=self.value,
            unit=self.unit,
            method=f"{self.kind}: {self.source}",
            std_model=self.std,
            low=self.low,
            high=self.high,
            validity="unverified value" if self.kind == "unverified" else "",
        )

    def as_source(self) -> Source:
        """The origin, as it is printed under a result."""
        return Source(
            used_for=f"{self.material}: {self.property_name}",
            text=self.source,
            locator=self.locator,
            kind=self.kind,
            confidence=self.confidence,
        )


class Material(Record):
    """A ceramic, polymer, solvent, support or electrode material and all its known values.

    `category` is None for a user's material that does not say what it is: it fits anywhere. The
    text fields are empty where they have no meaning or nobody has filled them.
    """

    name: str
    category: Category | None
    aliases: tuple[str, ...] = ()
    description: str = ""
    formula: str = ""
    family: str = ""
    mobile_ion: str = ""
    structural_unit: str = ""
    cas: str = ""
    smiles: str = ""
    values: tuple[PropertyValue, ...] = ()

    def of(self, prop: str) -> tuple[PropertyValue, ...]:
        """All values of one property, best first; empty if there is none."""
        return tuple(v for v in self.values if v.property_name == prop)
