"""How reports, rules and computed energies are told as evidence."""

from collections.abc import Sequence

from ceralyte.slurry.anatomy import Anatomy, anatomy
from ceralyte.slurry.computed import (
    ADDUCT_STD,
    COMPUTED_STD,
    LIMITED,
    PROTON_STD,
    SOLVOLYSIS_LIMIT,
    ComputedEnergy,
    Energies,
    ProtonEnergies,
    SulfideEnergies,
)
from ceralyte.slurry.evidence import ARTICLE, DocumentedOutcome, Fate, sources_of, usable
from ceralyte.slurry.finding import EVEN, Finding
from ceralyte.slurry.halide_reactions import binary_salts, ions
from ceralyte.slurry.reaction import Reaction
from ceralyte.slurry.reports import Reports
from ceralyte.slurry.verdict import Evidence, Rank
from ceralyte.slurry.wording import outcome_in_words

IN_WORDS: dict[Fate, str] = {
    "h2s_release": "a proton of the solvent takes sulfur from the polyhedra, toxic H2S escapes",
    "decomposes": "the solvent reacts with the ceramic",
    "dissolves": "the solvent dissolves the ceramic, which does not come back on drying",
    "ion_exchange": "protons of the solvent exchange for mobile ions",
    "complex_reversible": "solvent and ceramic form a complex; heat drives the solvent out again",
    "stable_morphology_change": "the structure stays, particles and grain boundaries change",
    "stable": "the solvent neither dissolves the ceramic nor attacks its structure",
}
"""What a fate means, where a report decides against the rule and gives no mechanism."""


EXPECT_GAS = "expect toxic H2S: the report does not speak of it, the rule does"
"""Beside a report that only says that the solvent reacts."""


def all_evidence(
    reports: Reports, finding: Finding | None, units: Anatomy | None, energies: Energies
) -> list[Evidence]:
    """Return everything that speaks on a pair, the strongest rank first."""
    told = [_of_report(r, "documented") for r in reports.named]
    told += [_of_report(r, "analogue") for r in (*reports.alike, *reports.kin)]
    if units is None or finding is None:
        return told
    told.append(_of_rule(finding, units))
    told += [_of_halide(energies.halide)] if energies.halide else []
    told += [_of_sulfide(energies.sulfide)] if energies.sulfide else []
    told += [_of_protons(energies.proton)] if energies.proton else []
    return told


def of_part(report: DocumentedOutcome) -> Evidence:
    """Return a report on a part of a mixture: it is but an analogue of the mixture."""
    return _of_report(report, "analogue")


def frees_gas(finding: Finding) -> bool:
    """Whether the rule rather says that H2S escapes."""
    return finding.outcome == "h2s_release" and finding.chance_usable < EVEN


def speaks_for_use(evidence: Evidence) -> bool | None:
    """Whether the ceramic is usable by this evidence, None where it decides nothing."""
    if evidence.outcome == "undecided":
        return None
    return evidence.outcome == "no_solvent" or usable(evidence.outcome)


def note(report: DocumentedOutcome | None, name: str, units: Anatomy | None) -> str:
    """Return what the deciding report adds, and of what it really speaks."""
    if report is None:
        return ""
    if report.ceramic == name:
        return report.note
    if not report.ceramic:
        told = f"a statement on the class, no report names {name}"
    else:
        told = f"reported of {report.ceramic}, which has {_likeness(report.ceramic, units)}"
    return f"{told}: {report.note}" if report.note else told


def _likeness(other: str, units: Anatomy | None) -> str:
    """How the structural units of two ceramics compare, in words."""
    theirs, ours = anatomy(other).units, units.units if units else ()
    lacking = ", ".join(u for u in ours if u not in theirs)
    instead = ", ".join(u for u in theirs if u not in ours)
    if not lacking and not instead:
        return "the same structural units"
    return f"similar structural units: {instead or 'none'} for {lacking or 'none'}"


def disagreement(reports: Sequence[DocumentedOutcome]) -> tuple[str, ...]:
    """Return that reports contradict each other, nothing where they agree."""
    good = [r for r in reports if usable(r.outcome)]
    if len(good) in (0, len(reports)):
        return ()
    return (f"reports contradict each other: {len(good)} of {len(reports)} for use",)


def disputed_analogues(reports: Reports) -> tuple[str, ...]:
    """Return that reports on ceramics which stand for this one contradict each other."""
    return tuple(
        f"reports on {group[0].ceramic}, which stands for it, contradict each other"
        for group in reports.disputed
    )


def reaction_of(outcome: Fate, finding: Finding | None, units: Anatomy | None) -> Reaction | None:
    """Return the rule's reaction if it ends in `outcome`; of a halide, that of the outcome."""
    if finding and (finding.outcome == outcome or (outcome == "decomposes" and frees_gas(finding))):
        return finding.reaction
    if units is None or units.family != "halide":
        return None
    return {"dissolves": ions, "decomposes": binary_salts}.get(outcome, lambda _: None)(units)


def _of_report(report: DocumentedOutcome, rank: Rank) -> Evidence:
    subject = report.ceramic or " and ".join(report.families) + " ceramics"
    found = report.products and f"products: {report.products}"
    conducts = report.conductivity_change and f"conductivity: {report.conductivity_change}"
    details = "; ".join(t for t in (report.note, found, conducts) if t)
    statement = f"{subject} in {report.solvent}: {outcome_in_words(report.outcome)}"
    return Evidence(
        rank=rank,
        outcome=report.outcome,
        statement=statement + (f" ({details})" if details else ""),
        sources=report.sources,
    )


def _of_rule(finding: Finding, units: Anatomy) -> Evidence:
    used_for = f"rule for {units.family}s: {finding.rule}"
    return Evidence(
        rank="rule",
        outcome=finding.outcome,
        statement=f"{finding.rule}: {finding.mechanism}",
        values=finding.values,
        sources=(*sources_of("rule", ARTICLE, used_for, "statement", "medium"), *finding.sources),
    )


def _of_halide(found: ComputedEnergy) -> Evidence:
    """What a first shell gains; it speaks for the ceramic whose limit is known only."""
    shown = f"{1e-3 * found.energy:.0f} +- {1e-3 * COMPUTED_STD:.0f} kJ/mol"
    values = {"energy": shown, "method": f"{found.method}, {found.version}"}
    limited = found.ceramic == LIMITED
    if limited:
        values["dissolves below"] = f"{1e-3 * SOLVOLYSIS_LIMIT:.0f} kJ/mol"
    speaks: Fate = "stable" if found.energy > SOLVOLYSIS_LIMIT else "dissolves"
    return Evidence(
        rank="computed",
        outcome=speaks if limited else "undecided",
        statement=f"a first shell of the solvent gains {shown} on the salts of the ceramic",
        values=values,
        sources=(found.source,),
    )


def _of_sulfide(found: SulfideEnergies) -> Evidence:
    """What was computed on lithium thiophosphates: it is shown and speaks for nothing."""
    energies = {
        "Li3PS4 with one molecule": (found.adduct, ADDUCT_STD),
        "solvation of Li4P2S7": (found.solvation, COMPUTED_STD),
        "Li4P2S7 -> Li4P2S6 + 1/8 S8": (found.reduction, COMPUTED_STD),
        "Li4P2S7 + Li2S -> 2 Li3PS4": (found.with_sulfide, COMPUTED_STD),
    }
    return Evidence(
        rank="computed",
        outcome="undecided",
        statement="computed energies of thiophosphates do not part good solvents from bad ones",
        values={
            name: f"{1e-3 * energy:.0f} +- {1e-3 * std:.0f} kJ/mol"
            for name, (energy, std) in energies.items()
            if energy is not None
        }
        | {"relative permittivity": f"{found.permittivity:.3g}"}
        | {"method": f"{found.method}, {found.version}"},
        sources=(found.source,),
    )


def _of_protons(found: ProtonEnergies) -> Evidence:
    """What was computed on acidic solvents and Li3PS4: it is shown and speaks for nothing."""
    energies = {
        "Li3PS4 + HA -> Li3(HPS4)A": found.transfer,
        "Li3PS4 + 2 HA -> Li3(PS3A)A + H2S": found.h2s_release,
    }
    return Evidence(
        rank="computed",
        outcome="undecided",
        statement="computed energies of an acidic hydrogen (of the solvent HA) on PS4 are too "
        "uncertain to tell which solvent sets H2S free",
        values={
            name: f"{1e-3 * energy:.0f} +- {1e-3 * PROTON_STD:.0f} kJ/mol"
            for name, energy in energies.items()
        }
        | {"relative permittivity": f"{found.permittivity:.3g}"}
        | {"method": f"{found.method}, {found.version}"},
        sources=(found.source,),
    )
