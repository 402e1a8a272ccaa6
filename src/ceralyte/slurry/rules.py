"""Which rule speaks for which ceramic; of a mixture, the gravest fate that a part brings."""

from collections.abc import Callable, Mapping, Sequence

from ceralyte.slurry.anatomy import Anatomy, Family
from ceralyte.slurry.calibration import Calibration
from ceralyte.slurry.evidence import severity
from ceralyte.slurry.finding import EVEN, Finding
from ceralyte.slurry.halides import halide
from ceralyte.slurry.liquid import Liquid
from ceralyte.slurry.mixture import Solvent
from ceralyte.slurry.oxides import antiperovskite, oxide
from ceralyte.slurry.simple_salts import unknown
from ceralyte.slurry.sulfides import sulfide

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


ESTIMATE_KEEPS = 0.88
"""Of the distance of a chance from one half, what each estimated descriptor leaves (judgement)."""


TRACE = 0.05
"""Share by volume below which a part may be too little to harm the ceramic (judgement): Li7SiPS8
in anisole is reported to bear up to 800 ppm of water (`hatz2021` in references.csv)."""


def judge(ceramic: Anatomy, solvent: Solvent, calibration: Calibration) -> Finding:
    """Return what the rules say of a ceramic in a solvent or mixture.

    Of a mixture, the gravest fate that a part gives the ceramic is told, with the mechanisms of all
    harmful parts, and the surest of them sets the chance. A trace counts less, the less it is.
    """
    findings = [
        (_diluted(_of_part(ceramic, part, calibration), share), part)
        for share, part in solvent.parts
    ]
    if solvent.pure:
        return findings[0][0]
    harmful = [f for f in findings if f[0].chance_usable < EVEN]
    told = sorted(harmful, key=lambda f: (severity(f[0].outcome), f[0].chance_usable))
    if not told:
        told = [min(findings, key=lambda f: (f[0].chance_usable, severity(f[0].outcome)))]
    worst = told[0][0]
    values = {f"{name} of {p.name}": text for f, p in told for name, text in f.values.items()}
    return worst.model_copy(
        update={
            "chance_usable": min(f.chance_usable for f, _ in told),
            "mechanism": f"{told[0][1].name} decides in this mixture: {worst.mechanism}"
            + "".join(f"; {part.name}, too: {f.mechanism}" for f, part in told[1:]),
            "values": values,
            "doubts": (
                *dict.fromkeys(doubt for f, _ in told for doubt in f.doubts),
                *_open_about_gas(findings, told),
            ),
        }
    )


def _open_about_gas(
    findings: Sequence[tuple[Finding, Liquid]], told: Sequence[tuple[Finding, Liquid]]
) -> tuple[str, ...]:
    """Toxic gas that a part may set free, where the rules do not decide."""
    return tuple(
        f"whether {part.name} sets toxic gas free is not known"
        for finding, part in findings
        if finding.outcome == "h2s_release" and (finding, part) not in told
    )


def _diluted(finding: Finding, share: float) -> Finding:
    """Bring the chance towards one half where a harmful part is a mere trace."""
    if share >= TRACE or finding.chance_usable >= EVEN:
        return finding
    chance = EVEN + share / TRACE * (finding.chance_usable - EVEN)
    doubt = (
        f"{100 * share:.2g} % by volume is little: how much of it the ceramic bears is not known"
    )
    return finding.model_copy(update={"chance_usable": chance, "doubts": (*finding.doubts, doubt)})


def _of_part(ceramic: Anatomy, part: Liquid, calibration: Calibration) -> Finding:
    """What the rule says, less surely where it goes by estimates, and over all of their range."""
    rule = RULES[ceramic.family]
    finding = rule(ceramic, part, calibration)
    ends, extremes = (
        [rule(ceramic, liquid, calibration).chance_usable for liquid in liquids]
        for liquids in (part.at_ends_of_estimates(), part.at_extreme_strengths())
    )
    if not ends or all(chance == finding.chance_usable for chance in extremes):
        return finding  # nothing is estimated, or the rule goes by something else
    chance = (finding.chance_usable + sum(ends)) / (len(ends) + 1)
    if (chance >= 0.5) != (finding.chance_usable >= 0.5):
        chance = 0.5  # the ends contradict what the median says: undecided
    return finding.model_copy(
        update={"chance_usable": 0.5 + ESTIMATE_KEEPS ** len(part.doubtful) * (chance - 0.5)}
    )
