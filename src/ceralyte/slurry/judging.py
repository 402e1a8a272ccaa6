"""What decides on a pair: reports on it, else reports on analogues with the rule, else the rule."""

from collections.abc import Mapping
from dataclasses import dataclass

from ceralyte.materials import Catalogue
from ceralyte.slurry.anatomy import Anatomy
from ceralyte.slurry.calibration import shipped_calibration
from ceralyte.slurry.computed import Energies
from ceralyte.slurry.donors import HEAT
from ceralyte.slurry.evidence import DocumentedOutcome, Fate, usable
from ceralyte.slurry.finding import Finding
from ceralyte.slurry.mixture import Solvent
from ceralyte.slurry.recovery import UNKNOWN, recovery_step
from ceralyte.slurry.reports import Reports, find_reports, weigh
from ceralyte.slurry.rules import judge
from ceralyte.slurry.telling import (
    IN_WORDS,
    all_evidence,
    disagreement,
    disputed_analogues,
    note,
    reaction_of,
    speaks_for_use,
)
from ceralyte.slurry.traces import Load
from ceralyte.slurry.verdict import ABSTAIN_BELOW, Evidence, Rank, SlurryVerdict

_EVEN = 0.501  # confidence below which nothing leans to use


@dataclass(frozen=True)
class _Pair:
    """A ceramic in a solvent, with everything that speaks on it."""

    name: str
    units: Anatomy | None
    liquid: Solvent
    finding: Finding | None
    evidence: list[Evidence]


def judged(
    name: str,
    units: Anatomy | None,
    liquid: Solvent,
    energies: Energies,
    loads: Mapping[str, Load],
    catalogue: Catalogue,
    *,
    documents: bool,
) -> SlurryVerdict:
    """Let reports on the pair decide, else reports on analogues with the rule, else the rule."""
    calibration = shipped_calibration()
    finding = judge(units, liquid, calibration, loads) if units else None
    reports = find_reports(name, units, liquid, catalogue) if documents else Reports()
    pair = _Pair(name, units, liquid, finding, all_evidence(reports, finding, units, energies))
    chance = calibration.chance(units.family, finding.chance_usable) if units and finding else 0.5
    told, named = reports.named or reports.alike, bool(reports.named)
    confidence, report = (
        weigh(told, chance, named=named) if told else (max(chance, 1 - chance), None)
    )
    doubts = (*liquid.doubts, *(_rounding(units) if units else ()))
    if not named and reports.disputed:
        confidence = min(confidence, *(weigh(d, chance, named=True)[0] for d in reports.disputed))
        doubts += disputed_analogues(reports)
    if report is not None:
        basis: Rank = "documented" if named else "analogue"
        verdict = _verdict(pair, report.outcome, confidence, basis, report)
        return verdict.model_copy(update={"doubts": (*doubts, *disagreement(told))})
    if units is None or finding is None:
        return _nothing(name, liquid)
    verdict = _verdict(pair, finding.outcome, confidence, "rule", None)
    missing = tuple(doubt for _, part in liquid.parts for doubt in part.doubtful)
    return verdict.model_copy(update={"doubts": (*doubts, *missing, *finding.doubts)})


def _rounding(units: Anatomy) -> tuple[str, ...]:
    if not units.charge_left:
        return ()
    return (
        f"the amounts of {units.formula} add to a charge of {units.charge_left:+.2g}: they are "
        "taken as rounded",
    )


def _verdict(
    pair: _Pair, outcome: Fate, confidence: float, basis: Rank, report: DocumentedOutcome | None
) -> SlurryVerdict:
    finding = pair.finding
    same = finding is not None and finding.outcome == outcome
    reaction = reaction_of(outcome, finding, pair.units)
    own = report if report and report.ceramic == pair.name else None
    known, not_usable = confidence >= ABSTAIN_BELOW, not usable(outcome)
    even = confidence < _EVEN
    return SlurryVerdict(
        ceramic=pair.name,
        solvent=pair.liquid.name,
        binder=None,
        outcome=outcome if known else "test_it",
        usable=usable(outcome) if known else None,
        leaning=None if known or (even and usable(outcome)) else outcome,
        confidence=round(confidence, 3),
        basis=basis,
        mechanism=finding.mechanism if finding and same else IN_WORDS[outcome],
        equation=reaction.text if reaction else "",
        products=(own.products if own else "") or (reaction.products if reaction else ""),
        recovery=finding.recovery if finding and same else "",
        conductivity_change=own.conductivity_change if own else "",
        note=note(report, pair.name),
        alternative=report.alternative if report else None,
        evidence=tuple(e for e in pair.evidence if speaks_for_use(e) in (usable(outcome), None)),
        contradicting=tuple(e for e in pair.evidence if speaks_for_use(e) is not_usable),
    )


def with_recovery(verdict: SlurryVerdict, liquid: Solvent) -> SlurryVerdict:
    """Say at what temperature the complex gave the ceramic back, or that nobody says.

    Of a mixture, what is known of one of its parts alone is told as such.
    """
    steps = (recovery_step(verdict.ceramic, part.name) for _, part in liquid.parts)
    step = next((found for found in steps if found), None)
    alone = "" if liquid.pure or step is None else f"from {step.solvent} alone "
    how = f"{verdict.recovery or HEAT}; {alone}{step.told if step else UNKNOWN}"
    return verdict.model_copy(update={"recovery": how, "recovery_step": step})


def _nothing(name: str, liquid: Solvent) -> SlurryVerdict:
    return SlurryVerdict(
        ceramic=name,
        solvent=liquid.name,
        binder=None,
        outcome="test_it",
        usable=None,
        confidence=0.5,
        basis="rule",
        mechanism="no report on this pair, and without a formula of the ceramic no rule: unknown "
        "is not the same as safe; ask with the formula of your material in place of its name",
    )
