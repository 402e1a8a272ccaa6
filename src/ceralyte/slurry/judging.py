"""What decides on a pair: reports on it, else reports on analogues with the rule, else the rule.

Of a mixture that no report names, reports on its parts count as their rules do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ceralyte.materials import Catalogue
from ceralyte.slurry.anatomy import Anatomy
from ceralyte.slurry.calibration import Calibration, shipped_calibration
from ceralyte.slurry.computed import Energies
from ceralyte.slurry.donors import HEAT
from ceralyte.slurry.evidence import USABLE, DocumentedOutcome, Fate, usable
from ceralyte.slurry.finding import Finding
from ceralyte.slurry.liquid import Liquid
from ceralyte.slurry.mixture import TRACE, Solvent
from ceralyte.slurry.recovery import UNKNOWN, recovery_step
from ceralyte.slurry.reports import Reports, contested, find_reports, weigh
from ceralyte.slurry.rules import harmful_parts, judge_parts, together
from ceralyte.slurry.telling import (
    EXPECT_GAS,
    IN_WORDS,
    all_evidence,
    disagreement,
    disputed_analogues,
    frees_gas,
    note,
    of_part,
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
    reports = find_reports(name, units, liquid, catalogue) if documents else Reports()
    parts: tuple[_Part, ...] = ()
    if units and documents and not liquid.pure and not reports.named:
        parts = _told_parts(name, units, liquid, catalogue)
    finding = _found(units, liquid, calibration, loads, parts) if units else None
    evidence = all_evidence(reports, finding, units, energies)
    evidence = [*(e for part in parts for e in part.evidence), *evidence]
    pair = _Pair(name, units, liquid, finding, evidence)
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
        doubts = (*verdict.doubts, *doubts, *disagreement(told))
        return verdict.model_copy(update={"doubts": doubts})
    if units is None or finding is None:
        return _nothing(name, liquid)
    verdict = _verdict(pair, finding.outcome, confidence, "rule", None)
    missing = tuple(doubt for _, part in liquid.parts for doubt in part.doubtful)
    return verdict.model_copy(update={"doubts": (*doubts, *missing, *finding.doubts)})


@dataclass(frozen=True)
class _Part:
    """A part of a mixture of which there are reports, judged as if it were alone."""

    liquid: Liquid
    verdict: SlurryVerdict
    evidence: tuple[Evidence, ...]
    contested: bool

    @property
    def chance_usable(self) -> float:
        fate = self.verdict.leaning or self.verdict.outcome
        spared = self.verdict.usable or (fate in USABLE)
        return self.verdict.confidence if spared else 1 - self.verdict.confidence


def _told_parts(
    name: str, units: Anatomy, liquid: Solvent, catalogue: Catalogue
) -> tuple[_Part, ...]:
    """Return the parts with reports on them, but for traces."""
    found = []
    for share, part in liquid.parts:
        alone = Solvent(name=part.name, parts=((1.0, part),))
        reports = find_reports(name, units, alone, catalogue)
        told = reports.named or reports.alike
        if not told or share < TRACE:
            continue
        verdict = judged(name, units, alone, Energies(), {}, catalogue, documents=True)
        found.append(
            _Part(part, verdict, tuple(of_part(r) for r in told), contested=contested(told))
        )
    return tuple(found)


def _found(
    units: Anatomy,
    liquid: Solvent,
    calibration: Calibration,
    loads: Mapping[str, Load],
    parts: Sequence[_Part],
) -> Finding:
    """What the rules find, of a mixture with what is reported of its parts.

    Where all that speaks against the ceramic is contested by other reports, the mixture is no surer
    than the most contested part.
    """
    told = {part.liquid.name: part for part in parts}
    findings = [
        (_as_reported(finding, told[part.name], units, calibration), part)
        if part.name in told
        else (finding, part)
        for finding, part in judge_parts(units, liquid, calibration, loads)
    ]
    joint = together(findings)
    harmful = [part.name for _, part in harmful_parts(findings)]
    if not harmful or not all(name in told and told[name].contested for name in harmful):
        return joint
    least = min(part.verdict.confidence for part in parts if part.contested)
    if calibration.chance(units.family, joint.chance_usable) >= 1 - least:
        return joint
    names = " and ".join(part.liquid.name for part in parts if part.contested)
    doubt = f"reports on {names} alone contradict each other: a mixture is no surer"
    return joint.model_copy(
        update={
            "chance_usable": calibration.raw(units.family, 1 - least),
            "doubts": (*joint.doubts, doubt),
        }
    )


def _as_reported(
    finding: Finding, part: _Part, units: Anatomy, calibration: Calibration
) -> Finding:
    """Give a part of a mixture the chance, and another fate if there is one, that reports tell."""
    chance = {"chance_usable": calibration.raw(units.family, part.chance_usable)}
    fate = part.verdict.leaning or part.verdict.outcome
    if fate in (finding.outcome, "test_it", "no_solvent"):
        return finding.model_copy(update=chance)
    words = {"rule": "reports", "outcome": fate, "mechanism": part.verdict.mechanism}
    return finding.model_copy(update=chance | words | {"reaction": None, "recovery": ""})


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
    gas = finding if finding and frees_gas(finding) and outcome == "decomposes" else None
    reaction = reaction_of(outcome, gas or finding, pair.units)
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
        mechanism=finding.mechanism
        if finding and same
        else f"{IN_WORDS[outcome]}; by rule: {gas.mechanism}"
        if gas
        else IN_WORDS[outcome],
        equation=reaction.text if reaction else "",
        products=(own.products if own else "") or (reaction.products if reaction else ""),
        recovery=finding.recovery if finding and same else "",
        conductivity_change=own.conductivity_change if own else "",
        note=note(report, pair.name, pair.units),
        alternative=report.alternative if report else None,
        evidence=tuple(e for e in pair.evidence if speaks_for_use(e) in (usable(outcome), None)),
        contradicting=tuple(e for e in pair.evidence if speaks_for_use(e) is not_usable),
        doubts=(EXPECT_GAS,) if gas else (),
    )


def with_recovery(verdict: SlurryVerdict, liquid: Solvent) -> SlurryVerdict:
    """Say at what temperature the complex gave the ceramic back, or that nobody says.

    Of a mixture, all that is known of its parts alone is told as such; the hottest step counts for
    the binder.
    """
    found = (recovery_step(verdict.ceramic, part.name) for _, part in liquid.parts)
    steps = [step for step in found if step]
    told = [f"from {s.solvent} alone {s.told}" if not liquid.pure else s.told for s in steps]
    how = "; ".join((verdict.recovery or HEAT, *(told or [UNKNOWN])))
    step = max(steps, key=lambda s: s.temperature, default=None)
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
