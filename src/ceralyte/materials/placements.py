"""Where a binder was seen to sit in a published membrane, by ceramic, binder and process."""

import csv
from functools import lru_cache
from importlib import resources
from typing import Literal

from ceralyte.core.provenance import Source
from ceralyte.core.quantities import Record


class ReportedPlacement(Record):
    """One row of `data/placements.csv`; an empty `ceramic` stands for any.

    `finding` says in words what was seen; the other fields are those of a material value.
    """

    ceramic: str
    binder: str
    process: str
    placement: Literal["coating", "necks", "segregated", "fibrils", "matrix"]
    finding: str
    kind: Literal["measured", "statement"]
    source: str
    locator: str
    confidence: Literal["high", "medium", "low"]

    def as_source(self) -> Source:
        """The origin, as it is printed under a result."""
        return Source(
            used_for=f"{self.binder}: placement",
            text=self.source,
            locator=self.locator,
            kind=self.kind,
            confidence=self.confidence,
        )


def reported_placement(ceramic: str, binder: str, process: str) -> ReportedPlacement | None:
    """Return the report for these names of the catalogue; None if there is none.

    Examples
    --------
    >>> reported_placement("Na3SbS4", "CMC-Na", "slurry").placement
    'coating'
    >>> reported_placement("Na3SbS4", "CMC-Na", "dry") is None
    True
    """
    for report in _reports():
        same_ceramic = report.ceramic in ("", ceramic)
        if same_ceramic and (report.binder, report.process) == (binder, process):
            return report
    return None


@lru_cache(maxsize=1)
def _reports() -> tuple[ReportedPlacement, ...]:
    file = resources.files("ceralyte.materials") / "data" / "placements.csv"
    rows = csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    return tuple(ReportedPlacement.model_validate(row) for row in rows)
