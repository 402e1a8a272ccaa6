"""Which rule speaks for which ceramic; of a mixture, the gravest fate that a part brings."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from ceralyte.slurry.anatomy import Anatomy
from ceralyte.slurry.calibration import Calibration
from ceralyte.slurry.evidence import severity
from ceralyte.slurry.finding import EVEN, LIKELY, Finding
from ceralyte.slurry.halides import halide
from ceralyte.slurry.liquid import Liquid
from ceralyte.slurry.mixture import TRACE, Solvent
from ceralyte.slurry.oxides import antiperovskite, oxide
from ceralyte.slurry.polyhedra import Family
from ceralyte.slurry.simple_salts import unknown
from ceralyte.slurry.sulfides import sulfide
from ceralyte.slurry.traces import ENOUGH, NEGLIGIBLE, Load
from ceralyte.slurry.wording import outcome_in_words

Rule = Callable[[Anatomy, Liquid, Calibration], Finding]

RULES: Mapping[Family, Rule] = {
    "halide": halide,
    "sulfide": sulfide,
    "garnet": oxide,
    "nasicon": oxide,
    "perovskite": oxide,
    "beta-alumina": oxide,
    "oxide": oxide,
    "antiperovskite": antiperovskite,
    "other": unknown,
}


RECALLED_KEEPS = 0.97
"""Of the distance of a chance from one half, what each value leaves that is only recalled: its
source may say otherwise by a kcal/mol or two (judgement)."""
ESTIMATE_KEEPS = 0.88
"""Of the distance of a chance from one half, what each estimated descriptor leaves (judgement)."""


def judge(
    ceramic: Anatomy,
    solvent: Solvent,
    calibration: Calibration,
    loads: Mapping[str, Load] = MappingProxyType({}),
) -> Finding:
    """Return what the rules say of a ceramic in a solvent or mixture (`together`)."""
    return together(judge_parts(ceramic, solvent, calibration, loads))


def judge_parts(
    ceramic: Anatomy,
    solvent: Solvent,
    calibration: Calibration,
    loads: Mapping[str, Load] = MappingProxyType({}),
) -> list[tuple[Finding, Liquid]]:
    """Return what the rules say of a ceramic in each part of a solvent.

    A trace counts less, the less it is: by `loads` where they are known, else by its share of the
    volume.
    """
    return [
        (_diluted(_of_part(ceramic, part, calibration), part.name, share, loads), part)
        for share, part in solvent.parts
    ]


def together(findings: Sequence[tuple[Finding, Liquid]]) -> Finding:
    """Join what is found on the parts of a solvent.

    Of a mixture, the gravest fate that a part gives the ceramic is told, with the mechanisms of all
    harmful parts, and the surest of them sets the chance. Where none is harmful and complexes form,
    it is the hydrate if water is there: water is the smallest and strongest of such donors.
    """
    if len(findings) == 1:
        return findings[0][0]
    harmful = harmful_parts(findings)
    told = harmful or _hydrates(findings)
    if not told:
        told = [min(findings, key=lambda f: (f[0].chance_usable, severity(f[0].outcome)))]
    worst = told[0][0]
    values = {f"{name} of {p.name}": text for f, p in told for name, text in f.values.items()}
    return worst.model_copy(
        update={
            "chance_usable": min(f.chance_usable for f, _ in (told if harmful else findings)),
            "mechanism": f"{told[0][1].name} decides in this mixture: {worst.mechanism}"
            + "".join(f"; {part.name}, too: {f.mechanism}" for f, part in told[1:]),
            "values": values,
            "sources": tuple(source for f, _ in told for source in f.sources),
            "doubts": (
                *dict.fromkeys(doubt for f, _ in told for doubt in f.doubts),
                *_open_about_gas(findings, told),
            ),
        }
    )


def harmful_parts(findings: Sequence[tuple[Finding, Liquid]]) -> list[tuple[Finding, Liquid]]:
    """Return the parts that rather destroy the ceramic, the gravest first."""
    harmful = [f for f in findings if f[0].chance_usable < EVEN]
    return sorted(harmful, key=lambda f: (severity(f[0].outcome), f[0].chance_usable))


def _hydrates(findings: Sequence[tuple[Finding, Liquid]]) -> list[tuple[Finding, Liquid]]:
    """Of parts that all spare the ceramic, water where a hydrate forms."""
    return [
        (finding, part)
        for finding, part in findings
        if finding.outcome == "complex_reversible"
        and part.molecule is not None
        and part.molecule.kind == "water"
    ]


def _open_about_gas(
    findings: Sequence[tuple[Finding, Liquid]], told: Sequence[tuple[Finding, Liquid]]
) -> tuple[str, ...]:
    """Toxic gas that a part may set free, where the rules do not decide."""
    return tuple(
        f"whether {part.name} sets toxic gas free is not known"
        for finding, part in findings
        if finding.outcome == "h2s_release" != told[0][0].outcome and (finding, part) not in told
    )


def _diluted(finding: Finding, name: str, share: float, loads: Mapping[str, Load]) -> Finding:
    """Bring the chance towards one half where a harmful part is a mere trace; over it, if tiny."""
    if share >= TRACE or finding.chance_usable >= EVEN:
        return finding
    if name not in loads:
        return _faded(
            finding,
            share / TRACE,
            f"{100 * share:.2g} % by volume is little: how much of it the ceramic bears is not "
            "known, nor how much solvent there is for it",
        )
    load = loads[name]
    if load.by_mole >= ENOUGH:
        return finding
    told = f"{name}: {load.told}"
    if load.by_mole >= NEGLIGIBLE:
        return _faded(
            finding, load.by_mole / ENOUGH, f"{told}; how much the ceramic bears is not known"
        )
    outer = (
        f"{told}: they may reach its outer layers only (judgement: below "
        f"{100 * NEGLIGIBLE:g} per 100), but grain boundaries may suffer; keep the slurry closed, "
        "for moist air adds more"
    )
    return finding.model_copy(
        update={
            "chance_usable": LIKELY,
            "outcome": "stable_morphology_change",
            "rule": "trace in the solvent",
            "mechanism": f"{name} is a trace that may reach outer layers only; as the solvent it "
            f"would mean: {outcome_in_words(finding.outcome)}",
            "reaction": None,
            "doubts": (*finding.doubts, outer),
        }
    )


def _faded(finding: Finding, weight: float, doubt: str) -> Finding:
    chance = EVEN + weight * (finding.chance_usable - EVEN)
    update = {"chance_usable": chance, "doubts": (*finding.doubts, doubt)}
    return finding.model_copy(update=update)


def _by_values(finding: Finding, part: Liquid) -> Finding:
    """Cite the values that a rule goes by, and be less sure where one is only recalled."""
    chance = EVEN + RECALLED_KEEPS ** len(part.recalled) * (finding.chance_usable - EVEN)
    doubts = (*finding.doubts, *part.recalled)
    update = {"chance_usable": chance, "doubts": doubts, "sources": part.sources}
    return finding.model_copy(update=update)


def _of_part(ceramic: Anatomy, part: Liquid, calibration: Calibration) -> Finding:
    """What the rule says, less surely where it goes by estimates, and over all of their range."""
    rule = RULES[ceramic.family]
    finding = rule(ceramic, part, calibration)
    ends, extremes = (
        [rule(ceramic, liquid, calibration).chance_usable for liquid in liquids]
        for liquids in (part.at_ends_of_estimates(), part.at_extreme_strengths())
    )
    if all(chance == finding.chance_usable for chance in extremes):
        return finding  # the rule goes by something else
    finding = _by_values(finding, part)
    if not ends:
        return finding
    chance = (finding.chance_usable + sum(ends)) / (len(ends) + 1)
    if (chance >= 0.5) != (finding.chance_usable >= 0.5):
        chance = 0.5  # the ends contradict what the median says: undecided
    return finding.model_copy(
        update={"chance_usable": 0.5 + ESTIMATE_KEEPS ** len(part.doubtful) * (chance - 0.5)}
    )
