"""Refit the rules and write the page on solvents: ``make docs-slurry``.

Writes the calibration table of the package, README.md, confusion.csv and confusion.svg beside this
file; a PNG of the figure goes into a folder for looking at it. Takes seconds.
"""

import argparse
import csv
from pathlib import Path

from ceralyte.materials import load_catalogue
from ceralyte.report import write_confusion_figure
from ceralyte.slurry import fitting
from ceralyte.slurry.calibration import COLUMNS, Calibration
from scoring import Score, abstained, baselines, confusion, reliability, score
from words import markdown

HERE = Path(__file__).parent
PACKAGE = HERE.parents[1] / "src/ceralyte/slurry/data/calibration.csv"

_MEANING = {
    "halide": "donor strength that attacks octahedra",
    "bridged": "donor strength that attacks P2S7",
    "open": "donor strength that attacks PS4 beside free sulfide, GeS4 and SiS4",
    "lapse_halide": "how often the rules on halides are wrong however firm",
    "lapse_sulfide": "how often the rules on sulfides are wrong however firm",
    "lapse_oxide": "how often the rules on oxides are wrong however firm",
}


def main() -> None:
    """Read the options, fit, judge, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=HERE, help="folder of the page")
    parser.add_argument("--table", type=Path, default=PACKAGE, help="file of the calibration")
    parser.add_argument("--pictures", type=Path, default=Path("out/docs-slurry"), help="for PNG")
    options = parser.parse_args()
    for folder in (options.out, options.pictures):
        folder.mkdir(parents=True, exist_ok=True)
    catalogue = load_catalogue()
    fitted = fitting.fit(fitting.rows(), catalogue)
    _write_table(fitted, options.table)
    judged = fitting.leave_one_source_out(catalogue)
    article = [j for j in judged if j.row.article]
    others = [j for j in judged if not j.row.article]
    matrix = confusion(article)
    with (options.out / "confusion.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("documented", *matrix.outcomes))
        writer.writerows((o, *row) for o, row in zip(matrix.outcomes, matrix.weights, strict=True))
    write_confusion_figure(
        matrix.outcomes,
        matrix.weights,
        options.out / "confusion.svg",
        options.pictures / "confusion.png",
    )
    scores: dict[str, Score] = {
        "the rules": score(article),
        **baselines(article, catalogue),
        "the rules, on what others report": score(others),
    }
    page = markdown(
        fitted, scores, matrix, reliability(judged), abstained(article), abstained(judged), judged
    )
    (options.out / "README.md").write_text(page, encoding="utf-8")


def _write_table(fitted: Calibration, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for name, meaning in _MEANING.items():
            lapse = name.startswith("lapse")
            prior = fitting.LAPSES / fitting.ROWS if lapse else fitting.PRIOR
            unit, value = (
                ("1", f"{getattr(fitted, name):.4f}")
                if lapse
                else ("kcal/mol", f"{getattr(fitted, name):.2f}")
            )
            writer.writerow((name, value, unit, f"{prior:g}", meaning))


if __name__ == "__main__":
    main()
