"""Would offsets by class help the hindcast? ``python benchmarks/hindcast_offsets.py``; 20 s.

A class (family, process, ...) gets a normal effect of a given standard deviation. A publication is
predicted with the conditional mean of its effect, given the residuals of all others of the shipped
table, and judged on what it measured; the rows of docs/literature/later.csv likewise. Printed for
both: median, mean and root mean square of the error of log10, and the log likelihood a row.
Decision 10 says what follows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import log, log10, pi
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ceralyte.literature import Hindcast, hindcast, read_membranes
from ceralyte.literature.hindcast.ceramics import OXIDES
from ceralyte.literature.hindcast.priors import NORMAL_95

LATER = Path(__file__).parents[1] / "docs" / "literature" / "later.csv"
LEFT_OUT = "waidha2021_allzo_peo"
"""Its frame hardly conducts: one error of 2.3 would drown the others."""
WORKS = {"soft": 0.07, "oxide": 0.31}
"""Standard deviation of works, log10, that the likelihood of the residuals finds."""


@dataclass(frozen=True)
class Row:
    """Measured less predicted log10, its standard deviation, and what the membrane is."""

    value: float
    std: float
    work: str
    kind: str
    family: str
    process: str
    binder: str


Class = Callable[[Row], object]
CLASSES: dict[str, Class] = {
    "family": lambda r: r.family,
    "kind": lambda r: r.kind,
    "process": lambda r: r.process,
    "kind and process": lambda r: (r.kind, r.process),
    "kind of binder": lambda r: r.binder,
}


def rows_of(result: Hindcast) -> list[Row]:
    """Return the rows with a measured conductivity; `std` is that of their 90 % interval."""
    found = []
    for one in result.rows:
        error, predicted = one.conductivity.log10_error, one.conductivity.predicted
        if error is None or one.id == LEFT_OUT:
            continue
        std = log10(predicted.high / predicted.low) / (2 * NORMAL_95)
        kind = "oxide" if one.family in OXIDES else "soft"
        work = one.source.locator or one.source.text
        found.append(Row(-error, std, work, kind, one.family, one.process, one.binder))
    return found


def covariance(rows: list[Row], of: Class, std: float) -> NDArray[np.float64]:
    """Return the covariance of the values, (n, n)."""
    found = np.diag([r.std**2 for r in rows])
    for i, one in enumerate(rows):
        for j, other in enumerate(rows):
            alike = one.work == other.work and i != j
            found[i, j] += WORKS[one.kind] ** 2 * alike + std**2 * (of(one) == of(other))
    return found


def judged(rows: list[Row], known: list[Row], of: Class, std: float) -> str:
    """Return median, mean, rms error and log likelihood of `rows`, each without its own work."""
    errors, chances = [], []
    for row in rows:
        others = [k for k in known if k.work != row.work]
        full = covariance([*others, row], of, std)
        weights = np.linalg.solve(full[:-1, :-1], full[-1, :-1])
        error = row.value - float(weights @ [k.value for k in others])
        variance = float(full[-1, -1] - weights @ full[-1, :-1])
        errors.append(abs(error))
        chances.append(-0.5 * (error**2 / variance + log(2 * pi * variance)))
    square = float(np.mean(np.square(errors))) ** 0.5
    middle, mean = np.median(errors), np.mean(errors)
    return f"{middle:.3f}, {mean:.3f}, {square:.3f}, {np.mean(chances):.2f}"


def main() -> None:
    """Print the table of decision 10."""
    known, later = rows_of(hindcast()), rows_of(hindcast(read_membranes(LATER)))
    cases: list[tuple[str, Class, float]] = [("none", lambda _: None, 0.0)]
    cases += [(f"{name}, {s}", of, s) for name, of in CLASSES.items() for s in (0.1, 0.2)]
    for name, of, std in cases:
        print(f"| {name} | {judged(known, known, of, std)} | {judged(later, known, of, std)} |")


if __name__ == "__main__":
    main()
