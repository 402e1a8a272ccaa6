"""Write the page on conduction: ``python docs/transport/make.py``, or ``make docs-transport``.

Writes README.md, a table of all rows and the figures beside this file, and the figures as PNG
into a folder for looking at them.
"""

import argparse
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

import resolution
import sizes
from ceralyte.materials import load_catalogue
from ceralyte.report.style import RC
from ceralyte.report.tables import columns_csv
from transport_page import columns, page
from transport_rows import read_rows

HERE = Path(__file__).parent


def main() -> None:
    """Read the options, compute, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=3, help="packings of each size")
    parser.add_argument("--out", type=Path, default=HERE, help="folder of the page and figures")
    parser.add_argument("--pictures", type=Path, default=Path("out/docs-transport"), help="for PNG")
    options = parser.parse_args()
    for folder in (options.out, options.pictures):
        folder.mkdir(parents=True, exist_ok=True)
    grain = load_catalogue().value("Li6PS5Cl", "conductivity", needed_for="the page").value
    against = sizes.compute(grain, options.seeds)
    errors = resolution.errors()
    for name, draw, size in (
        ("sizes", lambda figure: sizes.draw(figure, against), (5.2, 3.8)),
        ("resolution", lambda figure: resolution.draw(figure, errors), (8.6, 2.9)),
    ):
        with mpl.rc_context(RC):
            figure = Figure(figsize=size, layout="constrained")
            draw(figure)
            figure.savefig(options.out / f"{name}.svg", metadata={"Date": None})
            figure.savefig(options.pictures / f"{name}.png", dpi=150)
    by_case = {
        f"{case}: {geometry} [%]": values
        for case, found in errors.items()
        for geometry, values in found.items()
    }
    tables = {"sizes": sizes.columns(against), "resolution": {"cells": resolution.CELLS} | by_case}
    for name, curves in tables.items():
        (options.out / f"{name}.csv").write_text(columns_csv(curves), newline="\n")
    rows = read_rows()
    found = [row.ours() if row.case else None for row in rows]
    (options.out / "rows.csv").write_text(columns_csv(columns(rows, found)), newline="\n")
    text = page((HERE / "template.md").read_text(encoding="utf-8"), rows, found, against)
    (options.out / "README.md").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
