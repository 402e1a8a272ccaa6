"""Which rule speaks for which ceramic; a mixture is as bad as its worst part."""

from collections.abc import Callable, Mapping

from ceralyte.slurry.anatomy import Anatomy, Family
from ceralyte.slurry.calibration import Calibration
from ceralyte.slurry.evidence import severity
from ceralyte.slurry.finding import Finding
from ceralyte.slurry.halides import halide
from ceralyte.slurry.liquid import Liquid
from ceralyte.slurry.mixture import Solvent
from ceralyte.slurry.oxides import antiperovskite, oxide, unknown
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


def judge(ceramic: Anatomy, solvent: Solvent, calibration: Calibration) -> Finding:
    """Return what the rules say of a ceramic in a solvent or mixture.

    Of a mixture, the part that most likely destroys the ceramic decides: even a few per cent of
    a reactive solvent is far more than the surface of the particles.
    """
    findings = [(_of_part(ceramic, part, calibration), part) for _, part in solvent.parts]
    worst, part = min(findings, key=lambda f: (f[0].chance_usable, severity(f[0].outcome)))
    if solvent.pure:
        return worst
    return worst.model_copy(
        update={
            "mechanism": f"{part.name} decides in this mixture: {worst.mechanism}",
            "values": {f"{name} of {part.name}": text for name, text in worst.values.items()},
        }
    )


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
