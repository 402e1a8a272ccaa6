"""Shipped table of computed energies: supporting evidence beside the rules.

`docs/slurry/energies.py` computes it anew (extra `quantum`).
"""

from functools import lru_cache
from importlib import resources

from ceralyte.core.provenance import Source
from ceralyte.core.quantities import Record
from ceralyte.materials.reader import read_rows

COMPUTED_STD = 90e3  # J/mol, of such a reaction energy (pilot against higher methods)
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
