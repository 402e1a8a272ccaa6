"""Published numbers beside what the solver gives: the page and the tests read the same rows."""

import csv
from dataclasses import dataclass
from pathlib import Path

from cases import CASES, Found

FILE = Path(__file__).with_name("reference.csv")


@dataclass(frozen=True)
class Row:
    """A line of reference.csv, as text.

    `case` and `arguments` say what is computed; `within` is the largest relative difference that
    the tests accept.
    """

    quantity: str
    condition: str
    value: str
    uncertainty: str
    source: str
    confidence: str
    case: str
    arguments: str
    within: str
    remark: str

    def ours(self) -> Found:
        """Return our value."""
        return CASES[self.case](*self.arguments.split())


def read_rows() -> list[Row]:
    """Return the rows of reference.csv."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return [Row(**line) for line in csv.DictReader(file)]
