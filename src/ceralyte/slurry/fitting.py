"""Fit the thresholds and lapse rates to documented outcomes, and judge them on left-out sources."""

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from ceralyte.core.quantities import Record
from ceralyte.materials import Catalogue
from ceralyte.slurry.anatomy import Anatomy, anatomy
from ceralyte.slurry.calibration import Calibration
from ceralyte.slurry.evidence import DocumentedOutcome, Fate, documented_outcomes, usable
from ceralyte.slurry.finding import Finding, chance_above
from ceralyte.slurry.mixture import Solvent, solvent
from ceralyte.slurry.rules import judge

PRIOR, PRIOR_STD = 12.5, 2.5
"""kcal/mol: donor numbers up to 15 were found suitable for Li7SiPS8 (`hatz2021`), times 1 - 1/eps
of such solvents, 0.83; the spread is a judgement."""

LAPSES, ROWS = 1.0, 10.0
"""Weight of the prior lapse rate: one wrong in ten rows, before any row is seen."""

CLASS_MEMBERS = ("Li7P3S11", "Li6PS5Cl", "Li10GeP2S12")
"""Ceramics of which the article makes its statements on sulfides as a class."""

_GRID = np.linspace(5.0, 25.0, 401)


class Row(Record):
    """One documented outcome, ready to be compared: a class statement gives several, lighter."""

    ceramic: str
    solvent: str
    outcome: Fate
    alternative: Fate | None
    references: tuple[str, ...]
    article: bool
    synthesis: bool
    weight: float


class Judged(Record):
    """A row beside what the rules say of it, its sources being left out of the fit."""

    row: Row
    predicted: Fate
    chance_usable: float

    @property
    def right(self) -> bool:
        """Whether usable or not comes out as documented."""
        return (self.chance_usable >= 0.5) == usable(self.row.outcome)


def rows() -> tuple[Row, ...]:
    """Return the documented outcomes of named ceramics, and of sulfides as a class.

    Statements that a whole class dissolves, without a measurement, are left out. Reports of others
    that say the same of a pair share one weight.
    """
    found = []
    same = Counter(_statement(document) for document in documented_outcomes())
    for document in documented_outcomes():
        measured = document.ceramic or "sulfide" in document.families
        names = (document.ceramic,) if document.ceramic else CLASS_MEMBERS
        found += [
            Row(
                ceramic=name,
                solvent=document.solvent,
                outcome=document.outcome,
                alternative=document.alternative,
                references=document.references,
                article=document.reported_by == "article",
                synthesis=document.reading == "synthesis",
                weight=1 / len(names) / same[_statement(document)],
            )
            for name in names
            if measured
        ]
    return tuple(found)


def _statement(document: DocumentedOutcome) -> tuple[str, tuple[str, ...], str, Fate, str]:
    """What a report says of a pair; a statement on a class is one of its own."""
    subject = (document.ceramic, document.families)
    return (*subject, document.solvent, document.outcome, document.reported_by)


def fit(training: Iterable[Row], catalogue: Catalogue) -> Calibration:
    """Return the most probable thresholds, given rows and prior, and the lapse rates.

    A threshold maximises the product of a normal prior and the logistic likelihood of the rows
    that it decides: aprotic solvents that are no electrophiles. Syntheses are left out: their
    final heating mends what a slurry would leave broken.
    """
    read = [
        (row, anatomy(row.ceramic), solvent(row.solvent, catalogue))
        for row in training
        if not row.synthesis
    ]
    halide = _threshold([r for r in read if r[1].family == "halide" and r[1].keeps_halide < 0.5])
    bridged = _threshold([r for r in read if r[1].weakness == "bridged"])
    broken = ("free_sulfide", "hard_tetrahedra")
    unbridged = _threshold([r for r in read if r[1].weakness in broken])
    bare = Calibration(
        halide=halide,
        bridged=bridged,
        open=unbridged,
        lapse_halide=0.0,
        lapse_sulfide=0.0,
        lapse_oxide=0.0,
    )
    lapses = {
        f"lapse_{group}": _lapse([r for r in read if _group(r[1]) == group], bare)
        for group in ("halide", "sulfide", "oxide")
    }
    return bare.model_copy(update=lapses)


def leave_one_source_out(catalogue: Catalogue) -> tuple[Judged, ...]:
    """Judge every row with a fit that has seen no row of any of its sources."""
    everything = rows()
    judged = []
    for row in everything:
        training = [r for r in everything if not set(r.references) & set(row.references)]
        calibration = fit(training, catalogue)
        ceramic = anatomy(row.ceramic)
        finding = judge(ceramic, solvent(row.solvent, catalogue), calibration)
        chance = calibration.chance(ceramic.family, finding.chance_usable)
        judged.append(Judged(row=row, predicted=finding.outcome, chance_usable=chance))
    return tuple(judged)


def decided_by_donor(solvent: Solvent) -> bool:
    """Whether a threshold of donor strength decides on this solvent."""
    part = solvent.parts[0][1]
    read = part.molecule
    return (
        solvent.pure
        and read is not None
        and part.power is not None
        and not (read.acidity or read.electrophile)
    )


def _group(ceramic: Anatomy) -> str:
    return ceramic.family if ceramic.family in ("halide", "sulfide") else "oxide"


def _threshold(read: Sequence[tuple[Row, Anatomy, Solvent]]) -> float:
    score = -0.5 * ((_GRID - PRIOR) / PRIOR_STD) ** 2
    for row, _, liquid in read:
        if not decided_by_donor(liquid):
            continue
        part = liquid.parts[0][1]
        chances = np.array([chance_above(part.power or 0.0, at, part.width) for at in _GRID])
        likelihood = 1 - chances if usable(row.outcome) else chances
        score += row.weight * np.log(likelihood)
    return float(_GRID[np.argmax(score)])


def _lapse(read: Sequence[tuple[Row, Anatomy, Solvent]], bare: Calibration) -> float:
    wrong = seen = 0.0
    for row, ceramic, liquid in read:
        finding: Finding = judge(ceramic, liquid, bare)
        seen += row.weight
        wrong += row.weight * ((finding.chance_usable >= 0.5) != usable(row.outcome))
    return (LAPSES + wrong) / (ROWS + seen)
