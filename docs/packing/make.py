"""Write the pages on packing: ``python docs/packing/make.py``, or ``make docs-packing``.

Packs some 200 beds, then writes README.md, reference.md and the figures beside this file, and the
figures as PNG into a folder for looking at them.
"""

import argparse
import sys
from pathlib import Path
from time import perf_counter

import power_laws
import slabs
import two_sizes
import widths
from page import Cell, Section, markdown, save, table
from reference_rows import Row, read_rows
from samples import BALANCE, OVERLAP, Sample, Wanted, pack_all

HERE = Path(__file__).parent


def main() -> None:
    """Read the options, pack, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=3, help="packings of each kind")
    parser.add_argument("--out", type=Path, default=HERE, help="folder of the pages and figures")
    parser.add_argument("--pictures", type=Path, default=Path("out/docs-packing"), help="for PNG")
    options = parser.parse_args()
    for folder in (options.out, options.pictures):
        folder.mkdir(parents=True, exist_ok=True)
    started = perf_counter()
    rows = read_rows()
    samples = pack_all(_wanted(rows), options.seeds, _tell)
    sections = (
        widths.section(samples, _published_widths(rows)),
        two_sizes.section(samples),
        power_laws.section(samples),
        slabs.section(samples),
    )
    for section in sections:
        save(section, options.out, options.pictures)
    (options.out / "README.md").write_text(_page(sections, options.seeds), encoding="utf-8")
    (options.out / "reference.md").write_text(
        _reference(rows, samples, options.seeds), encoding="utf-8"
    )
    _tell(f"{len(samples)} kinds of bed, {perf_counter() - started:.0f} s")


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def _wanted(rows: list[Row]) -> list[Wanted]:
    return [
        *widths.wanted().values(),
        *two_sizes.wanted().values(),
        power_laws.EQUAL_DISCS,
        *power_laws.wanted_discs().values(),
        *power_laws.wanted_spheres().values(),
        *(w for name in slabs.POWDERS for w in slabs.wanted(name).values()),
        *(w for row in rows for w in row.wanted()),
    ]


def _published_widths(rows: list[Row]) -> list[tuple[float, float]]:
    """Return widths and packing fractions of the jammed lognormal beds among the references."""
    jammed = [r for r in rows if r.measure == "packing_fraction" and "sigma" in r.condition]
    return [(float(r.condition.rsplit(" ", 1)[1]), float(r.value)) for r in jammed]


def _page(sections: tuple[Section, ...], seeds: int) -> str:
    opening = (
        f"Made by `make docs-packing`: {seeds} packings of each kind without friction, jammed "
        f"until no overlap exceeds {OVERLAP:g} of a diameter, in one descent "
        f"(`--balance {BALANCE:g}`): by default wide distributions and blends get a second one, "
        "which finds their last contacts and raises packing fractions by up to 0.002. "
        "Error bars hold the truth in 68 % of cases. "
        "The [reference page](reference.md) lists published numbers beside ours."
    )
    parts = ["# How densely particles pack", opening, *(markdown(s) for s in sections)]
    return "\n\n".join(parts) + "\n"


def _reference(rows: list[Row], samples: dict[Wanted, list[Sample]], seeds: int) -> str:
    headings = ("quantity", "condition", "published", "±", "ceralyte", "std over seeds",
                "difference", "source", "remark")  # fmt: skip
    lines: list[tuple[Cell, ...]] = []
    for row in rows:
        ours = row.ours(samples) if row.measure else (None, None)
        known = row.value and ours[0] is not None
        lines.append(
            (
                row.quantity,
                row.condition,
                row.value,
                row.uncertainty,
                *ours,
                ours[0] - float(row.value) if known else None,  # type: ignore[operator]
                row.source,
                row.remark,
            )
        )
    opening = (
        f"Made by `make docs-packing` from [reference.csv](reference.csv), {seeds} packings of "
        "each kind; the tests in `tests/validation/test_packing_reference_rows.py` read the same "
        "rows. Of wall losses the error of the fit is given. Rows without a value of ours say why."
    )
    parts = ["# Published packings beside ours", opening, table(headings, lines)]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    main()
