"""Which published outcomes bear on a pair, how they rank, and how far they are trusted."""

from collections.abc import Sequence

from ceralyte.core.errors import UnknownNameError
from ceralyte.core.quantities import Record
from ceralyte.materials import Catalogue
from ceralyte.slurry.anatomy import Anatomy, anatomy
from ceralyte.slurry.centres import MOLECULES
from ceralyte.slurry.evidence import DocumentedOutcome, documented_outcomes, usable
from ceralyte.slurry.insoluble import insoluble_between
from ceralyte.slurry.liquid import Liquid
from ceralyte.slurry.mixture import Solvent
from ceralyte.slurry.molecule import molecule

TRUST = {"high": 0.95, "medium": 0.9, "low": 0.75}
"""Chance that a report holds on repetition, by how plainly it speaks. Three of the 42 rows of the
article are contradicted by other work, 7 %: the middle one."""

_DOUBLE = 0.9
"""Factor on the trust over a half where a report has a second reading."""
_SYNTHESIS_TRUST = 0.75
"""Trust in a synthesis from precursors as a report on the finished ceramic: its last heating mends
what a slurry would leave broken."""
_CLASS_TRUST, _ANALOGUE_TRUST = 0.7, 0.85
_ANALOGUE_CAP = 0.9  # rule and report on an analogue or a synthesis are not independent
_TIE = 1e-6
_KIN = 3  # reports on solvents of the same kind that are shown


class Reports(Record):
    """Published outcomes that bear on a pair, in the order in which they count.

    Attributes
    ----------
    named : tuple of DocumentedOutcome
        On this ceramic in this solvent.
    alike : tuple of DocumentedOutcome
        On the same structural units or the class, in this solvent.
    disputed : tuple of tuples of DocumentedOutcome
        All reports in this solvent on each analogue of which they contradict each other.
    kin : tuple of DocumentedOutcome
        On the same structural units in a solvent of the same kind, or on the same units between
        other cations in this one: shown, never weighed.
    """

    named: tuple[DocumentedOutcome, ...] = ()
    alike: tuple[DocumentedOutcome, ...] = ()
    disputed: tuple[tuple[DocumentedOutcome, ...], ...] = ()
    kin: tuple[DocumentedOutcome, ...] = ()


def find_reports(
    name: str, units: Anatomy | None, liquid: Solvent, catalogue: Catalogue
) -> Reports:
    """Return the reports on a pair; the article's come first, and the worst of them."""
    everything = sorted(
        documented_outcomes(),
        key=lambda r: (r.reported_by != "article", r.reading == "synthesis", r.severity),
    )
    here = [r for r in everything if _same_liquid(r.solvent, liquid)]
    named = tuple(r for r in here if r.ceramic == name)
    if units is None:
        return Reports(named=named)
    alike = tuple(r for r in here if r.ceramic != name and _same_units(r, units))
    of_class = tuple(r for r in here if not r.ceramic and _in_class(r, units))
    related = [r for r in everything if r.ceramic == name or _same_units(r, units)]
    kin = tuple(r for r in related if _akin(r.solvent, liquid, catalogue))
    known = (*named, *alike)
    kin = (*(r for r in here if r not in known and _like_units(r, units)), *kin)
    return Reports(
        named=named, alike=alike + of_class, disputed=_disputed(alike, here), kin=kin[:_KIN]
    )


def weigh(
    reports: Sequence[DocumentedOutcome], chance: float, *, named: bool
) -> tuple[float, DocumentedOutcome | None]:
    """Weigh reports against each other and against the chance that the rules give.

    Parameters
    ----------
    reports : sequence of DocumentedOutcome
        In the order in which they count; those that share a source count once.
    chance : float
        That the ceramic stays usable, by the rules. It counts unless a report names the pair and
        speaks of the finished ceramic.
    named : bool
        Whether the reports name the pair, or are on analogues.

    Returns
    -------
    confidence : float
        In the likelier answer, from the product of all odds; of a tie, in that of the first report.
    decisive : DocumentedOutcome or None
        The first report of that answer; None: the rules alone speak for it.
    """
    finished = named and any(r.reading != "synthesis" for r in reports)
    odds, seen = 1.0 if finished else chance / (1 - chance), set[str]()
    for report in reports:
        if seen.isdisjoint(report.references):
            trust = _trust(report, named)
            odds *= (trust / (1 - trust)) ** (1 if usable(report.outcome) else -1)
            seen.update(report.references)
    joint = odds / (1 + odds)
    tie = abs(joint - 0.5) < _TIE
    answer = usable(reports[0].outcome) if tie else joint > 0.5
    decisive = next((r for r in reports if usable(r.outcome) is answer), None)
    return min(max(joint, 1 - joint), TRUST["high"] if finished else _ANALOGUE_CAP), decisive


def contested(reports: Sequence[DocumentedOutcome]) -> bool:
    """Whether reports disagree on the use of a ceramic, or one of them can be read either way."""
    readings = {usable(r.outcome) for r in reports}
    readings |= {usable(r.alternative) for r in reports if r.alternative}
    return len(readings) > 1


def _disputed(
    alike: Sequence[DocumentedOutcome], here: Sequence[DocumentedOutcome]
) -> tuple[tuple[DocumentedOutcome, ...], ...]:
    ceramics = dict.fromkeys(report.ceramic for report in alike)
    groups = (tuple(r for r in here if r.ceramic == ceramic) for ceramic in ceramics)
    return tuple(g for g in groups if len({usable(r.outcome) for r in g}) > 1)


def _trust(report: DocumentedOutcome, named: bool) -> float:
    if not named:
        return _ANALOGUE_TRUST if report.ceramic else _CLASS_TRUST
    trust = TRUST[report.confidence]
    if report.reading == "synthesis":
        trust = min(trust, _SYNTHESIS_TRUST)
    if report.alternative and usable(report.alternative) != usable(report.outcome):
        trust = 0.5 + _DOUBLE * (trust - 0.5)
    return trust


def _same_units(report: DocumentedOutcome, units: Anatomy) -> bool:
    if not report.ceramic or report.reading == "synthesis" or insoluble_between(units):
        return False
    return anatomy(report.ceramic).signature == units.signature


def _like_units(report: DocumentedOutcome, units: Anatomy) -> bool:
    """Whether a report is on just the same units, whatever the cations between them."""
    return bool(report.ceramic) and anatomy(report.ceramic).units == units.units


def _in_class(report: DocumentedOutcome, units: Anatomy) -> bool:
    """Whether a statement on a class covers these units; those on sulfides mean hard ones."""
    if units.halogens == ("F",) or insoluble_between(units):
        return False  # statements on classes mean members that dissolve well
    if MOLECULES in units.units:
        return False
    if units.family != "sulfide":
        return units.family in report.families
    return units.weakness != "soft" and bool({"sulfide", "argyrodite"} & set(report.families))


def _same_liquid(documented: str, liquid: Solvent) -> bool:
    if "/" not in documented:
        return liquid.pure and documented == liquid.parts[0][1].name
    names, ratio = documented.rsplit(" ", 1)
    shares = [float(s) for s in ratio.split(":")]
    wanted = dict(zip(names.split("/"), (s / sum(shares) for s in shares), strict=True))
    found = {part.name: share for share, part in liquid.parts}
    return wanted.keys() == found.keys() and all(
        abs(found[name] - share) < 1e-6 for name, share in wanted.items()
    )


def _akin(documented: str, liquid: Solvent, catalogue: Catalogue) -> bool:
    """Whether a reported solvent is of the kind of this one."""
    return liquid.pure and _same_kind(documented, liquid.parts[0][1], catalogue)


def _same_kind(documented: str, liquid: Liquid, catalogue: Catalogue) -> bool:
    """Whether a reported solvent is another one with the same deciding group."""
    if "/" in documented or documented == liquid.name or liquid.molecule is None:
        return False
    try:
        smiles = catalogue.get(documented).smiles
    except UnknownNameError:
        return False
    return bool(smiles) and molecule(smiles).kind == liquid.molecule.kind
