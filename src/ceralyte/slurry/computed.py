"""Shipped table of computed energies: supporting evidence beside the rules.

`docs/slurry/energies.py` computes it anew (extra `quantum`).
"""

from functools import lru_cache
from importlib import resources

from ceralyte.core.provenance import Source
from ceralyte.core.quantities import Record
from ceralyte.materials.reader import read_rows

COMPUTED_STD = 90e3  # J/mol, of such a reaction energy (pilot against higher methods)
ADDUCT_STD = 50e3  # J/mol, of a molecule binding to lithium (pilot against higher methods)
SOLVOLYSIS_LIMIT = -745e3
"""J/mol: solvents below it destroy Li3YBr6, those above spare it; midway between both groups."""

COLUMNS = ("ceramic", "smiles", "energy_kJ_per_mol", "method", "version")


class ComputedEnergy(Record):
    """First-shell solvolysis of one ceramic by one solvent, J per mol of formula units."""

    ceramic: str
    smiles: str
    energy: float
    method: str
    version: str

    @property
    def source(self) -> Source:
        """Method and version, as a source."""
        return Source(
            used_for=f"{self.ceramic}: first-shell solvolysis by {self.smiles}",
            text=f"{self.method} by {self.version}",
            locator="10.1021/acs.jctc.8b01176",
            kind="computed",
            confidence="low",
        )


@lru_cache(maxsize=1)
def computed_energies() -> tuple[ComputedEnergy, ...]:
    """Return the shipped energies, in file order."""
    path = resources.files("ceralyte.slurry") / "data" / "computed_energies.csv"
    text = path.read_text(encoding="utf-8")
    return tuple(
        ComputedEnergy(
            ceramic=row["ceramic"],
            smiles=row["smiles"],
            energy=1e3 * float(row["energy_kJ_per_mol"]),
            method=row["method"],
            version=row["version"],
        )
        for _, row in read_rows(text, "computed_energies.csv", COLUMNS, COLUMNS)
    )


def computed_energy(ceramic: str, smiles: str) -> ComputedEnergy | None:
    """Return the energy of a pair by formula and canonical SMILES, None if it is not computed."""
    found = (e for e in computed_energies() if (e.ceramic, e.smiles) == (ceramic, smiles))
    return next(found, None)


SULFIDE_COLUMNS = (
    "smiles",
    "permittivity",
    "adduct_kJ_per_mol",
    "solvation_kJ_per_mol",
    "reduction_kJ_per_mol",
    "with_sulfide_kJ_per_mol",
    "method",
    "version",
)
_ENERGIES = ("adduct", "solvation", "reduction", "with_sulfide")


class SulfideEnergies(Record):
    """What one solvent does to lithium thiophosphates by computation, J/mol.

    Attributes
    ----------
    smiles : str
    permittivity : float
        Of its continuum.
    adduct : float or None
        One molecule on Li3PS4; None: the cluster reacted or did not relax.
    solvation, reduction, with_sulfide : float
        Per Li4P2S7, see `quantum_sulfides.REACTIONS`.
    method, version : str
    """

    smiles: str
    permittivity: float
    adduct: float | None
    solvation: float
    reduction: float
    with_sulfide: float
    method: str
    version: str

    @property
    def source(self) -> Source:
        """Method and version, as a source."""
        return Source(
            used_for=f"thiophosphates in {self.smiles}: adduct and reactions of P2S7",
            text=f"{self.method} by {self.version}",
            locator="10.1021/acs.jctc.8b01176",
            kind="computed",
            confidence="low",
        )


@lru_cache(maxsize=1)
def sulfide_energies() -> tuple[SulfideEnergies, ...]:
    """Return the shipped energies of thiophosphates, in file order."""
    name = "computed_sulfides.csv"
    text = (resources.files("ceralyte.slurry") / "data" / name).read_text(encoding="utf-8")
    required = tuple(c for c in SULFIDE_COLUMNS if c != "adduct_kJ_per_mol")
    return tuple(
        SulfideEnergies(
            smiles=row["smiles"],
            permittivity=float(row["permittivity"]),
            method=row["method"],
            version=row["version"],
            **{
                e: 1e3 * float(row[f"{e}_kJ_per_mol"]) if row[f"{e}_kJ_per_mol"] else None
                for e in _ENERGIES
            },
        )
        for _, row in read_rows(text, name, SULFIDE_COLUMNS, required)
    )


def sulfide_energy(smiles: str) -> SulfideEnergies | None:
    """Return the energies of a solvent by canonical SMILES, None if they are not computed."""
    return next((e for e in sulfide_energies() if e.smiles == smiles), None)
