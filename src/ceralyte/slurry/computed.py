"""Shipped tables of computed energies: supporting evidence beside the rules.

`make energies` computes them anew (`docs/slurry/energies.py`, extra `quantum`).
"""

from functools import lru_cache
from importlib import resources

from ceralyte.core.provenance import Source
from ceralyte.core.quantities import Record
from ceralyte.materials.reader import Row, read_rows
from ceralyte.slurry.anatomy import Anatomy
from ceralyte.slurry.mixture import Solvent

COMPUTED_STD = 90e3  # J/mol, of such a reaction energy (pilot against higher methods)
ADDUCT_STD = 50e3  # J/mol, of a molecule binding to lithium (pilot against higher methods)
PROTON_STD = 120e3
"""J/mol, of an acidic hydrogen on Li3PS4: root mean square by which density functional theory
differs (`computed_dft.csv`), more than the pilot's 90 kJ/mol."""
LIMITED = "Li3YBr6"
SOLVOLYSIS_LIMIT = -745e3
"""J/mol: solvents below it destroy Li3YBr6, those above spare it; midway between both groups. Of
other halides no limit is known."""

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
        used_for = f"{self.ceramic}: first-shell solvolysis by {self.smiles}"
        return _computed_source(used_for, self.method, self.version)


@lru_cache(maxsize=1)
def computed_energies() -> tuple[ComputedEnergy, ...]:
    """Return the shipped energies, in file order."""
    return tuple(
        ComputedEnergy(
            ceramic=row["ceramic"],
            smiles=row["smiles"],
            energy=1e3 * float(row["energy_kJ_per_mol"]),
            method=row["method"],
            version=row["version"],
        )
        for row in _rows("computed_energies", COLUMNS, COLUMNS)
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
        used_for = f"thiophosphates in {self.smiles}: adduct and reactions of P2S7"
        return _computed_source(used_for, self.method, self.version)


@lru_cache(maxsize=1)
def sulfide_energies() -> tuple[SulfideEnergies, ...]:
    """Return the shipped energies of thiophosphates, in file order."""
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
        for row in _rows("computed_sulfides", SULFIDE_COLUMNS, required)
    )


def sulfide_energy(smiles: str) -> SulfideEnergies | None:
    """Return the energies of a solvent by canonical SMILES, None if they are not computed."""
    return next((e for e in sulfide_energies() if e.smiles == smiles), None)


PROTON_COLUMNS = (
    "smiles",
    "permittivity",
    "transfer_kJ_per_mol",
    "h2s_release_kJ_per_mol",
    "method",
    "version",
)


class ProtonEnergies(Record):
    """What the acidic hydrogen of one solvent does to Li3PS4 by computation, J/mol.

    Attributes
    ----------
    smiles : str
    permittivity : float
        Of its continuum.
    transfer, h2s_release : float
        See `quantum_protons.PROTON_REACTIONS`.
    method, version : str
    """

    smiles: str
    permittivity: float
    transfer: float
    h2s_release: float
    method: str
    version: str

    @property
    def source(self) -> Source:
        """Method and version, as a source."""
        return _computed_source(f"proton of {self.smiles} on Li3PS4", self.method, self.version)


@lru_cache(maxsize=1)
def proton_energies() -> tuple[ProtonEnergies, ...]:
    """Return the shipped energies of acidic solvents, in file order."""
    return tuple(
        ProtonEnergies(
            smiles=row["smiles"],
            permittivity=float(row["permittivity"]),
            transfer=1e3 * float(row["transfer_kJ_per_mol"]),
            h2s_release=1e3 * float(row["h2s_release_kJ_per_mol"]),
            method=row["method"],
            version=row["version"],
        )
        for row in _rows("computed_protons", PROTON_COLUMNS, PROTON_COLUMNS)
    )


def proton_energy(smiles: str) -> ProtonEnergies | None:
    """Return the energies of an acidic solvent by canonical SMILES, None if not computed."""
    return next((e for e in proton_energies() if e.smiles == smiles), None)


class Energies(Record):
    """What is computed of one ceramic in one solvent; None: nothing of that kind."""

    halide: ComputedEnergy | None = None
    sulfide: SulfideEnergies | None = None
    proton: ProtonEnergies | None = None


def shipped_energies(units: Anatomy | None, solvent: Solvent) -> Energies:
    """Return what the tables hold of a pair."""
    read = solvent.parts[0][1].molecule
    if units is None or read is None or not solvent.pure or not computed_units(units):
        return Energies()
    if units.family == "halide":
        return Energies(halide=computed_energy(units.formula, read.smiles))
    return Energies(sulfide=sulfide_energy(read.smiles), proton=proton_energy(read.smiles))


def computed_units(units: Anatomy) -> bool:
    """Whether energies are defined for a ceramic: halides MX and MX3, lithium thiophosphates."""
    if units.family != "halide":
        return units.amounts.keys() == {"Li", "P", "S"}
    cations = [state for element, state in units.states.items() if element not in units.halogens]
    return len(units.halogens) == 1 and set(cations) <= {1, 3}


CHECK_COLUMNS = (
    "reaction",
    "smiles",
    "gfn2_kJ_per_mol",
    "dft_kJ_per_mol",
    "seconds",
    "method",
    "version",
)


class CheckedReaction(Record):
    """One reaction by GFN2-xTB and by density functional theory, J/mol, gas phase.

    `seconds` is the processor time that the density functional took; `smiles` is that of the
    solvent HA, "" where none takes part.
    """

    reaction: str
    smiles: str
    gfn2: float
    dft: float
    seconds: float
    method: str
    version: str


@lru_cache(maxsize=1)
def checked_reactions() -> tuple[CheckedReaction, ...]:
    """Return the shipped comparison of both methods, in file order."""
    required = tuple(c for c in CHECK_COLUMNS if c != "smiles")
    return tuple(
        CheckedReaction(
            reaction=row["reaction"],
            smiles=row["smiles"],
            gfn2=1e3 * float(row["gfn2_kJ_per_mol"]),
            dft=1e3 * float(row["dft_kJ_per_mol"]),
            seconds=float(row["seconds"]),
            method=row["method"],
            version=row["version"],
        )
        for row in _rows("computed_dft", CHECK_COLUMNS, required)
    )


def _rows(name: str, columns: tuple[str, ...], required: tuple[str, ...]) -> list[Row]:
    file = f"{name}.csv"
    text = (resources.files("ceralyte.slurry") / "data" / file).read_text(encoding="utf-8")
    return [row for _, row in read_rows(text, file, columns, required)]


def _computed_source(used_for: str, method: str, version: str) -> Source:
    return Source(
        used_for=used_for,
        text=f"{method} by {version}",
        locator="10.1021/acs.jctc.8b01176",
        kind="computed",
        confidence="low",
    )
