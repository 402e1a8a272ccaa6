"""Compute the shipped table of energies anew: ``python docs/slurry/energies.py``.

Needs the extra `quantum` (pip install 'ceralyte[quantum]'). First-shell solvolysis of Li3YBr6 by
the twelve solvents of Shen et al. (2023); some ten minutes on one core.
"""

import argparse
import csv
import sys
from pathlib import Path

from ceralyte.materials import load_catalogue
from ceralyte.slurry import documented_outcomes
from ceralyte.slurry.computed import COLUMNS
from ceralyte.slurry.molecule import molecule
from ceralyte.slurry.quantum import solvolysis

TABLE = Path(__file__).parents[2] / "src/ceralyte/slurry/data/computed_energies.csv"
CERAMIC = "Li3YBr6"


def main() -> None:
    """Compute every pair and write the table, one row as soon as it is done."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--table", type=Path, default=TABLE, help="file to write")
    options = parser.parse_args()
    catalogue = load_catalogue()
    names = [d.solvent for d in documented_outcomes() if d.ceramic == CERAMIC]
    with options.table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for name in names:
            smiles = molecule(catalogue.get(name).smiles).smiles
            found = solvolysis(CERAMIC, smiles)
            kilojoules = f"{1e-3 * found.energy.value:.1f}"
            writer.writerow((CERAMIC, smiles, kilojoules, found.method, found.version))
            file.flush()
            sys.stderr.write(f"{name}: {kilojoules} kJ/mol\n")


if __name__ == "__main__":
    main()
