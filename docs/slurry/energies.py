"""Compute the shipped tables of energies anew: ``make energies``.

Needs the extra `quantum` (pip install 'ceralyte[quantum]'). First-shell solvolysis of Li3YBr6 by
the twelve solvents of Shen et al. (2023), some ten minutes on one core; adducts of Li3PS4 and
reactions of P2S7 in the pure solvents that reports on sulfides name, some two minutes; acidic
hydrogen of the catalogue's solvents on Li3PS4, some five; the check by density functional theory
on the reactions of P2S7 and of water, some ten. What is computed is remembered
(`ceralyte.slurry.remembered`): after a stop it goes on where it was, and a table of unchanged
programs takes seconds.
"""

import argparse
import csv
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from ceralyte.core.errors import ConvergenceError
from ceralyte.materials import Catalogue, load_catalogue
from ceralyte.slurry import documented_outcomes
from ceralyte.slurry.computed import CHECK_COLUMNS, COLUMNS, PROTON_COLUMNS, SULFIDE_COLUMNS
from ceralyte.slurry.molecule import acidic_site, molecule
from ceralyte.slurry.quantum import METHOD, tblite_version
from ceralyte.slurry.quantum_dft import METHOD as DFT
from ceralyte.slurry.quantum_dft import check_protons, check_thiophosphates, pyscf_version
from ceralyte.slurry.quantum_halides import solvolysis
from ceralyte.slurry.quantum_protons import proton_energies
from ceralyte.slurry.quantum_sulfides import adduct, thiophosphate_reactions

DATA = Path(__file__).parents[2] / "src/ceralyte/slurry/data"
CERAMIC = "Li3YBr6"
Row = tuple[str, ...]


def main() -> None:
    """Compute every pair and write the tables, one row as soon as it is done."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=DATA, help="of the tables")
    parser.add_argument("--only", choices=tuple(_TABLES), help="one table")
    options = parser.parse_args()
    catalogue = load_catalogue()
    for name, (columns, rows) in _TABLES.items():
        if options.only in (None, name):
            _write(options.folder / f"{name}.csv", columns, rows(catalogue))


def halide_rows(catalogue: Catalogue) -> Iterator[Row]:
    """Yield what solvents gain on the salts of Li3YBr6."""
    for name in (d.solvent for d in documented_outcomes() if d.ceramic == CERAMIC):
        smiles = molecule(catalogue.get(name).smiles).smiles
        found = solvolysis(CERAMIC, smiles)
        yield CERAMIC, smiles, _kilojoules(found.energy.value), found.method, found.version


def sulfide_rows(catalogue: Catalogue) -> Iterator[Row]:
    """Yield adducts of Li3PS4 and reactions of P2S7 for solvents in reports on sulfides."""
    named = (d.solvent for d in documented_outcomes() if "S" in d.ceramic or d.families)
    for name in dict.fromkeys(n for n in named if n in catalogue.names("solvent")):
        material = catalogue.get(name)
        smiles = molecule(material.smiles).smiles
        if not material.of("relative_permittivity"):
            continue
        permittivity = material.of("relative_permittivity")[0].value
        reactions = thiophosphate_reactions(permittivity)
        yield (
            smiles,
            f"{permittivity:g}",
            _adduct(smiles),
            *(_kilojoules(q.value) for q in reactions.values()),
            METHOD,
            tblite_version(),
        )


def proton_rows(catalogue: Catalogue) -> Iterator[Row]:
    """Yield what the acidic hydrogen of every solvent of the catalogue does to Li3PS4."""
    for name in catalogue.names("solvent"):
        material = catalogue.get(name)
        permittivity = material.of("relative_permittivity")
        if not (permittivity and material.smiles and acidic_site(material.smiles)):
            continue
        smiles = molecule(material.smiles).smiles
        found = proton_energies(smiles, permittivity[0].value)
        energies = (_kilojoules(q.value) for q in found.values())
        yield (smiles, f"{permittivity[0].value:g}", *energies, METHOD, tblite_version())


def check_rows(_: Catalogue) -> Iterator[Row]:
    """Yield reactions by GFN2-xTB and by density functional theory."""
    for each in (*check_thiophosphates(), *check_protons("O")):
        yield (
            each.reaction,
            each.smiles,
            _kilojoules(each.gfn2),
            _kilojoules(each.dft),
            f"{each.seconds:.0f}",
            DFT,
            pyscf_version(),
        )


def _adduct(smiles: str) -> str:
    """Energy of the adduct, "" where there is none: the solvent reacted."""
    try:
        return _kilojoules(adduct(smiles).value)
    except ConvergenceError as error:
        sys.stderr.write(f"{error}\n")
        return ""


def _kilojoules(energy: float) -> str:
    return f"{1e-3 * energy:.1f}"


def _write(path: Path, columns: Row, rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        for row in rows:
            writer.writerow(row)
            file.flush()
            sys.stderr.write(f"{' '.join(row)}\n")


_TABLES: dict[str, tuple[Row, Callable[[Catalogue], Iterator[Row]]]] = {
    "computed_energies": (COLUMNS, halide_rows),
    "computed_sulfides": (SULFIDE_COLUMNS, sulfide_rows),
    "computed_protons": (PROTON_COLUMNS, proton_rows),
    "computed_dft": (CHECK_COLUMNS, check_rows),
}


if __name__ == "__main__":
    main()
