"""May this ceramic meet this solvent? Documents first, then analogues, then rules."""

from ceralyte.core.errors import InputError, UnknownNameError
from ceralyte.core.provenance import Source
from ceralyte.materials import Catalogue, load_catalogue
from ceralyte.model import Material
from ceralyte.slurry.anatomy import Anatomy, anatomy
from ceralyte.slurry.binder import check_binder
from ceralyte.slurry.calibration import shipped_calibration
from ceralyte.slurry.evidence import (
    ARTICLE,
    DocumentedOutcome,
    Fate,
    documented_outcomes,
    sources_of,
    usable,
)
from ceralyte.slurry.finding import Finding
from ceralyte.slurry.formula import parse_formula
from ceralyte.slurry.mixture import Solvent
from ceralyte.slurry.mixture import solvent as read_solvent
from ceralyte.slurry.modifiers import modifiers
from ceralyte.slurry.reaction import Reaction, binary_salts, ions
from ceralyte.slurry.rules import judge
from ceralyte.slurry.verdict import ABSTAIN_BELOW, Evidence, Rank, SlurryVerdict

NO_SOLVENT = "none"
"""Name of the solvent of a dry process."""

_TRUST = {"high": 0.95, "medium": 0.9, "low": 0.75}
"""Chance that a report holds on repetition, by how plainly it speaks. Three of the 42 rows of the
article are contradicted by other work, 7 %: the middle one."""
_CONTRADICTED, _DOUBLE = 0.7, 0.9  # factor on the confidence over a half: other report, reading
_CLASS_TRUST, _ANALOGUE_TRUST = 0.7, 0.85
_ANALOGUE_CAP = 0.9  # rule and report on an analogue are not independent


def assess(
    ceramic: str,
    solvent: str,
    binder: str | None = None,
    *,
    documents: bool = True,
    catalogue: Catalogue | None = None,
) -> SlurryVerdict:
    """Say what a solvent does to a ceramic, why, and how sure, and whether a binder goes with it.

    Published outcomes of the pair decide; the article's, and the worst if several disagree. Else
    a report on the same structural unit in the same solvent, weighed against the rules; else the
    rules alone. Evidence of another opinion stands beside the verdict.

    Parameters
    ----------
    ceramic : str
        Name or alias in the catalogue, or a formula, whose charge must balance.
    solvent : str
        Name or alias in the catalogue, a SMILES, a mixture ("water/ethanol 1:1" by volume), or
        "none" for a dry process.
    binder : str or None
        Name or alias of a polymer in the catalogue.
    documents : bool
        False: by rules alone, as for a pair that nobody has tried.
    catalogue : Catalogue or None
        None: the built-in one.

    Raises
    ------
    UnknownNameError
        Unknown ceramic, solvent or binder; the message gives the nearest names.
    InputError
        A formula that does not balance, a mixture that does not add up, an ion, a bad SMILES.

    Validity
    --------
    Clean, dry solvent at room temperature and drying as usual. Rules are calibrated on 55
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
    name, units = _ceramic(ceramic, catalogue)
    polymer = catalogue.get(binder, "binder", "polymer") if binder else None
    if solvent.strip().casefold() == NO_SOLVENT:
        return _dry(name, units, polymer)
    liquid = read_solvent(solvent, catalogue)
    verdict = _judged(name, units, liquid, documents=documents)
    if documents and liquid.pure:
        verdict = verdict.model_copy(update={"modifiers": modifiers(name, liquid.name)})
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
            raise unknown from None
        near = f"; did you mean '{unknown.nearest[0]}'?" if unknown.nearest else ""
        raise InputError("ceramic", error.problem, error.allowed + near) from None
    for material in catalogue:
        if material.formula and dict(parse_formula(material.formula)) == units.amounts:
            return material.name, anatomy(material.formula)
    return text.strip(), units


def _judged(name: str, units: Anatomy | None, liquid: Solvent, *, documents: bool) -> SlurryVerdict:
    finding = judge(units, liquid, shipped_calibration()) if units else None
    chance = (
        shipped_calibration().chance(units.family, finding.chance_usable)
        if units and finding
        else 0.5
    )
    rule = [_rule_evidence(finding, units)] if finding and units else []
    reports = _reports(name, units, liquid) if documents else ([], [])
    named, related = reports
    doubts = tuple(d for _, part in liquid.parts for d in part.doubtful)
    if named:
        first = named[0]
        others = (
            [_report_evidence(r, "documented") for r in named]
            + [_report_evidence(r, "analogue") for r in related]
            + rule
        )
        return _verdict(
            name,
            units,
            liquid,
            first.outcome,
            _report_confidence(named),
            "documented",
            others,
            finding,
            first,
        )
    evidence = [_report_evidence(r, "analogue") for r in related] + rule
    if not related:
        if finding is None:
            return _nothing(name, liquid)
        verdict = _verdict(
            name,
            units,
            liquid,
            finding.outcome,
            max(chance, 1 - chance),
            "rule",
            evidence,
            finding,
            None,
        )
        return verdict.model_copy(update={"doubts": doubts})
    first, confidence, followed = _weighed(related, chance)
    outcome = first.outcome if followed or finding is None else finding.outcome
    return _verdict(
        name,
        units,
        liquid,
        outcome,
        confidence,
        "analogue" if followed else "rule",
        evidence,
        finding,
        first if followed else None,
    )


def _weighed(
    related: list[DocumentedOutcome], chance: float
) -> tuple[DocumentedOutcome, float, bool]:
    """The report, the confidence, and whether the report is followed rather than the rule."""
    first = related[0]
    trust = _ANALOGUE_TRUST if first.ceramic else _CLASS_TRUST
    odds = chance / (1 - chance) * (trust / (1 - trust)) ** (1 if usable(first.outcome) else -1)
    joint = odds / (1 + odds)
    followed = (joint >= 0.5) == usable(first.outcome)
    return first, min(max(joint, 1 - joint), _ANALOGUE_CAP), followed


def _reports(
    name: str, units: Anatomy | None, liquid: Solvent
) -> tuple[list[DocumentedOutcome], list[DocumentedOutcome]]:
    """Reports on the pair, the article's first and the worst of them first; and on its like."""
    here = [r for r in documented_outcomes() if _same_liquid(r.solvent, liquid)]
    here.sort(key=lambda r: (r.reported_by != "article", r.reading == "synthesis", r.severity))
    named = [r for r in here if r.ceramic == name]
    if units is None:
        return named, []
    alike = [
        r
        for r in here
        if r.ceramic
        and r.ceramic != name
        and r.reading != "synthesis"
        and anatomy(r.ceramic).signature == units.signature
    ]
    old_names = {"sulfide", "argyrodite"} if units.weakness != "soft" else set()
    families = {units.family, *(old_names if units.family == "sulfide" else ())}
    hard = units.weakness != "soft"
    of_class = [r for r in here if not r.ceramic and hard and families & set(r.families)]
    return named, alike + of_class


def _same_liquid(documented: str, liquid: Solvent) -> bool:
    if "/" not in documented:
        return liquid.pure and documented == liquid.parts[0][1].name
    return set(documented.rsplit(" ", 1)[0].split("/")) == {p.name for _, p in liquid.parts} and (
        documented.casefold() == liquid.name.casefold() or _even(liquid)
    )


def _even(liquid: Solvent) -> bool:
    """Whether all parts of a mixture are equal."""
    return len({round(share, 6) for share, _ in liquid.parts}) == 1


def _report_confidence(named: list[DocumentedOutcome]) -> float:
    first = named[0]
    over = _TRUST[first.confidence] - 0.5
    if any(usable(r.outcome) != usable(first.outcome) for r in named):
        over *= _CONTRADICTED
    if first.alternative and usable(first.alternative) != usable(first.outcome):
        over *= _DOUBLE
    return 0.5 + over


def _otherwise(outcome: Fate, units: Anatomy | None) -> Reaction | None:
    """The reaction of a halide whose report and rule disagree on how it ends."""
    if units is None or units.family != "halide":
        return None
    return {"dissolves": ions, "decomposes": binary_salts}.get(outcome, lambda _: None)(units)


def _verdict(
    name: str,
    units: Anatomy | None,
    liquid: Solvent,
    outcome: Fate,
    confidence: float,
    basis: Rank,
    evidence: list[Evidence],
    finding: Finding | None,
    report: DocumentedOutcome | None,
) -> SlurryVerdict:
    agrees = [e for e in evidence if usable_of(e) == usable(outcome)]
    against = [e for e in evidence if usable_of(e) != usable(outcome)]
    same = finding is not None and finding.outcome == outcome
    alike = finding is not None and usable(finding.outcome) == usable(outcome)
    reaction = finding.reaction if finding and same else _otherwise(outcome, units)
    known = confidence >= ABSTAIN_BELOW
    products = report.products if report and report.products else ""
    return SlurryVerdict.model_validate(
        {
            "ceramic": name,
            "solvent": liquid.name,
            "binder": None,
            "outcome": outcome if known else "test_it",
            "usable": usable(outcome) if known else None,
            "leaning": None if known else outcome,
            "confidence": round(confidence, 3),
            "basis": basis,
            "mechanism": finding.mechanism if finding and alike else _IN_WORDS[outcome],
            "equation": reaction.text if reaction else "",
            "products": products or (reaction.products if reaction else ""),
            "recovery": finding.recovery if finding and same else "",
            "conductivity_change": report.conductivity_change if report else "",
            "note": _note(report, name),
            "alternative": report.alternative if report else None,
            "evidence": tuple(agrees),
            "contradicting": tuple(against),
        }
    )


def usable_of(evidence: Evidence) -> bool:
    """Whether the ceramic is usable by this evidence."""
    return evidence.outcome == "no_solvent" or usable(evidence.outcome)


def _note(report: DocumentedOutcome | None, name: str) -> str:
    if report is None:
        return ""
    if not report.ceramic:
        extra = f"a statement on the class, no report names {name}"
    elif report.ceramic != name:
        extra = f"reported of {report.ceramic}, which has the same structural units"
    else:
        extra = ""
    return "; ".join(text for text in (report.note, extra) if text)


def _report_evidence(report: DocumentedOutcome, rank: Rank) -> Evidence:
    subject = report.ceramic or " and ".join(report.families) + " ceramics"
    details = "; ".join(t for t in (report.note, report.conductivity_change) if t)
    statement = f"{subject} in {report.solvent}: {report.outcome.replace('_', ' ')}"
    return Evidence.model_validate(
        {
            "rank": rank,
            "outcome": report.outcome,
            "statement": statement + (f" ({details})" if details else ""),
            "sources": report.sources,
        }
    )


def _rule_evidence(finding: Finding, units: Anatomy) -> Evidence:
    return Evidence(
        rank="rule",
        outcome=finding.outcome,
        statement=f"{finding.rule}: {finding.mechanism}",
        values=finding.values,
        sources=sources_of(
            "rule", ARTICLE, f"rule for {units.family}s: {finding.rule}", "statement", "medium"
        ),
    )


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
        "is not the same as safe",
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


_IN_WORDS: dict[Fate, str] = {
    "h2s_release": "a proton of the solvent takes sulfur from the polyhedra, toxic H2S escapes",
    "decomposes": "the solvent reacts with the ceramic",
    "dissolves": "the solvent dissolves the ceramic, which does not come back on drying",
    "ion_exchange": "protons of the solvent exchange for mobile ions",
    "complex_reversible": "solvent and ceramic form a complex; heat drives the solvent out again",
    "stable_morphology_change": "the structure stays, particles and grain boundaries change",
    "stable": "the solvent neither dissolves the ceramic nor attacks its structure",
}
