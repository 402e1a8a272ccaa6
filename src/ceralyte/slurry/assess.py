"""May this ceramic meet this solvent? Documents first, then analogues, then rules."""

from collections.abc import Mapping
from dataclasses import dataclass

from ceralyte.core.errors import InputError, UnknownNameError
from ceralyte.core.provenance import Source
from ceralyte.materials import Catalogue, load_catalogue
from ceralyte.model import Material
from ceralyte.slurry.anatomy import Anatomy, anatomy
from ceralyte.slurry.binder import check_binder
from ceralyte.slurry.calibration import shipped_calibration
from ceralyte.slurry.computed import Energies, shipped_energies
from ceralyte.slurry.computing import completed
from ceralyte.slurry.donors import HEAT
from ceralyte.slurry.evidence import DocumentedOutcome, Fate, sources_of, usable
from ceralyte.slurry.finding import Finding
from ceralyte.slurry.formula import parse_formula
from ceralyte.slurry.hazards import hazard_of
from ceralyte.slurry.mixture import Solvent
from ceralyte.slurry.mixture import solvent as read_solvent
from ceralyte.slurry.modifiers import modifiers
from ceralyte.slurry.recovery import UNKNOWN, recovery_step
from ceralyte.slurry.reports import Reports, find_reports, weigh
from ceralyte.slurry.rules import judge
from ceralyte.slurry.solvates import HOW, of_solvate, read_solvate
from ceralyte.slurry.telling import (
    IN_WORDS,
    all_evidence,
    disagreement,
    disputed_analogues,
    note,
    reaction_of,
    speaks_for_use,
)
from ceralyte.slurry.traces import Load, loads_of
from ceralyte.slurry.verdict import ABSTAIN_BELOW, Evidence, Rank, SlurryVerdict

NO_SOLVENT = "none"
"""Name of the solvent of a dry process."""

_EVEN = 0.501  # confidence below which nothing leans to use


def assess(
    ceramic: str,
    solvent: str,
    binder: str | None = None,
    *,
    documents: bool = True,
    compute: bool = False,
    solvent_per_ceramic: float | None = None,
    catalogue: Catalogue | None = None,
) -> SlurryVerdict:
    """Say what a solvent does to a ceramic, why, and how sure, and whether a binder goes with it.

    Published outcomes of the pair decide, weighed against each other where they disagree. Reports
    on analogues (the same structural unit in the same solvent), or on syntheses alone, are weighed
    with the rules; else the rules decide. Evidence of another opinion stands beside the verdict.

    Parameters
    ----------
    ceramic : str
        Name or alias in the catalogue, or a formula, whose charge must balance; of a hydrate or
        solvate, such as "Li3InCl6.2H2O", it is the formula, a dot and the solvent.
    solvent : str
        Name or alias in the catalogue, a SMILES, a mixture ("water/ethanol 1:1" by volume), or
        "none" for a dry process.
    binder : str or None
        Name or alias of a polymer in the catalogue.
    documents : bool
        False: by rules alone, as for a pair that nobody has tried.
    compute : bool
        Compute the energies that the shipped tables lack (extra `quantum`; seconds to minutes, then
        remembered). They stand beside the verdict and never decide it.
    solvent_per_ceramic : float or None
        Mass of the solvent over that of the ceramic [-]: traces in a mixture, such as water, are
        judged by what they amount to for the ceramic; None: by their share of the volume.
    catalogue : Catalogue or None
        None: the built-in one.

    Raises
    ------
    UnknownNameError
        Unknown ceramic, solvent or binder; the message gives the nearest names.
    InputError
        A formula that does not balance, a mixture that does not add up, an ion, a bad SMILES;
        `compute` where no energy is defined.

    Validity
    --------
    Clean, dry solvent at room temperature and drying as usual. Rules are calibrated on the
    documented outcomes (`docs/slurry`); of oxides few are known.

    Examples
    --------
    >>> verdict = assess("Li6PS5Cl", "water")
    >>> verdict.outcome, verdict.usable, verdict.equation
    ('h2s_release', False, 'Li6PS5Cl + 4 H2O -> Li3PO4 + LiCl + Li2S + 4 H2S')
    >>> assess("Li3ErBr6", "tetrahydrofuran").outcome
    'dissolves'
    """
    catalogue = catalogue or load_catalogue()
    if solvate := read_solvate(ceramic, catalogue):
        host, bound = (
            assess(
                solvate.host,
                s,
                b,
                documents=documents,
                compute=compute,
                solvent_per_ceramic=solvent_per_ceramic,
                catalogue=catalogue,
            )
            for s, b in ((solvent, binder), (solvate.guest, None))
        )
        return of_solvate(solvate, host, bound)
    name, units = _ceramic(ceramic, catalogue)
    polymer = catalogue.get(binder, "binder", "polymer") if binder else None
    if solvent.strip().casefold() == NO_SOLVENT:
        return _dry(name, units, polymer)
    liquid = read_solvent(solvent, catalogue)
    energies = shipped_energies(units, liquid)
    if compute:
        energies = completed(energies, units, liquid)
    ratio = solvent_per_ceramic
    loads = loads_of(liquid, units, ratio, catalogue) if units and ratio is not None else {}
    verdict = _judged(name, units, liquid, energies, loads, catalogue, documents=documents)
    hazards = tuple(hazard_of(part.name) for _, part in liquid.parts)
    verdict = verdict.model_copy(update={"hazards": hazards})
    if documents and liquid.pure:
        verdict = verdict.model_copy(update={"modifiers": modifiers(name, liquid.name)})
    if documents and "complex_reversible" in (verdict.outcome, verdict.leaning):
        verdict = _with_recovery(verdict)
    if polymer is None:
        return verdict
    check = check_binder(polymer, liquid, units, verdict.usable)
    return verdict.model_copy(update={"binder": polymer.name, "binder_check": check})


def _ceramic(text: str, catalogue: Catalogue) -> tuple[str, Anatomy | None]:
    """Name and units of a ceramic of the catalogue, or of a formula."""
    try:
        material = catalogue.get(text, "ceramic", "ceramic")
    except UnknownNameError as error:
        return _of_formula(text, error, catalogue)
    return material.name, anatomy(material.formula) if material.formula else None


def _of_formula(text: str, unknown: UnknownNameError, catalogue: Catalogue) -> tuple[str, Anatomy]:
    """Name and units of a formula; the catalogue's name where the elements are only reordered."""
    try:
        units = anatomy(text.strip())
    except InputError as error:
        if "is no formula" in error.problem or "is no element" in error.problem:
            unknown.args = (f"{unknown.args[0]} ({HOW})",)
            raise unknown from None
        near = f"; did you mean '{unknown.nearest[0]}'?" if unknown.nearest else ""
        raise InputError("ceramic", error.problem, error.allowed + near) from None
    for material in catalogue:
        if material.formula and dict(parse_formula(material.formula)) == units.amounts:
            return material.name, anatomy(material.formula)
    return text.strip(), units


@dataclass(frozen=True)
class _Pair:
    """A ceramic in a solvent, with everything that speaks on it."""

    name: str
    units: Anatomy | None
    liquid: Solvent
    finding: Finding | None
    evidence: list[Evidence]


def _judged(
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


def _with_recovery(verdict: SlurryVerdict) -> SlurryVerdict:
    """Say at what temperature the complex gave the ceramic back, or that nobody says."""
    step = recovery_step(verdict.ceramic, verdict.solvent)
    how = f"{verdict.recovery or HEAT}; {step.told if step else UNKNOWN}"
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


def _dry(name: str, units: Anatomy | None, polymer: Material | None) -> SlurryVerdict:
    sources: tuple[Source, ...] = sources_of(
        "dry process",
        "wang2022;zhang2021",
        "membranes made by shearing, without a solvent",
        "statement",
        "high",
    )
    return SlurryVerdict(
        ceramic=name,
        solvent=NO_SOLVENT,
        binder=polymer.name if polymer else None,
        outcome="no_solvent",
        usable=True,
        confidence=0.95,
        basis="documented",
        mechanism="no solvent touches the ceramic",
        evidence=(
            Evidence(
                rank="documented",
                outcome="no_solvent",
                statement="membranes made by shearing, without a solvent",
                sources=sources,
            ),
        ),
        binder_check=check_binder(polymer, None, units, True) if polymer else None,
    )
