"""What limits a membrane: its numbers against the targets of its maker."""

from ceralyte.core.display import bracket_digits
from ceralyte.core.provenance import Source
from ceralyte.core.quantities import Outcome, Quantity, Unavailable
from ceralyte.core.units import (
    BEND_RADIUS,
    CONDUCTIVITY,
    LENGTH,
    SPECIFIC_ENERGY,
    from_si,
    show,
)
from ceralyte.model.results import Answer, Verdict
from ceralyte.recipe import Recipe
from ceralyte.slurry import Modifier, SlurryVerdict

PERSPECTIVE = Source(
    used_for="target",
    text=(
        "Sang, Ponga, Fleischauer and Wu, Navigating Solvent Chemistry and Microstructures: "
        "Towards Mechanically-enhanced Ceramic-rich Composite Electrolytes (perspective article)"
    ),
    kind="statement",
)

PUBLISHED_CONDUCTIVITY = (0.018, 0.631)
"""S/m: range of supported ceramic-rich membranes that the perspective article states (0.18 to
6.31 mS/cm); its lower end is what "ceramic-like" has to reach."""

PUBLISHED_SPECIFIC_ENERGY = 280 * 3600.0
"""J/kg: what the perspective article calls the highest. Two of its own references report more
(370.6 and 394 Wh/kg, the latter projected), and the bases differ."""


_RANK: dict[Answer, int] = {"no": 0, "uncertain": 1, "unknown": 2, "yes": 3}


def most_limiting_first(*found: Verdict) -> tuple[Verdict, ...]:
    """Return the verdicts sorted from "no" over "uncertain" and "unknown" to "yes"."""
    return tuple(sorted(found, key=lambda v: _RANK[v.answer]))


def thickness_verdict(thickness: Quantity, recipe: Recipe) -> Verdict:
    """Is the membrane as thin as wanted?"""
    target = recipe.targets.thickness
    over = thickness.value / target
    return Verdict(
        topic="thickness",
        question=f"Is it as thin as {show(target, LENGTH)}?",
        answer=_below(thickness, target),
        reason=f"{show(thickness.value, LENGTH)}, {over:.2g} times the target",
        evidence=(PERSPECTIVE,),
    )


def conduction_verdict(
    effective: Outcome,
    bulk: Quantity,
    ceramic_percolates: bool,
    slurry: SlurryVerdict,
    effect: Modifier | None,
) -> Verdict:
    """Does it conduct like the ceramic: through it, and as well as published membranes?

    What a solvent does to the ceramic is in the number (`bulk`, `effective`) only as the published
    `effect`; what else is documented is in the answer.
    """
    question = "Does it conduct like a ceramic?"
    if isinstance(effective, Unavailable):
        return Verdict(topic="conduction", question=question, answer="no", reason=effective.reason)
    low, high = PUBLISHED_CONDUCTIVITY
    share = effective.value / bulk.value
    before = slurry.conductivity_change and effect is None and slurry.usable
    words = (
        f"{show(effective.value, CONDUCTIVITY)}, {100 * share:.0f} % of the ceramic's "
        f"{show(bulk.value, CONDUCTIVITY)}"
        + (f", without what {slurry.solvent} does to it" if before else "")
        + "; published supported membranes reach "
        f"{show(low, CONDUCTIVITY)} to {show(high, CONDUCTIVITY)}"
    )
    if not ceramic_percolates:
        return Verdict(
            topic="conduction",
            question=question,
            answer="no",
            reason=f"the ceramic does not connect both faces, the polymer carries it: {words}",
            evidence=(PERSPECTIVE,),
        )
    answer = _above(effective, low)
    if slurry.usable is False:
        answer = "no"
        words = f"{slurry.solvent} destroys the ceramic; if it did not: {words}"
    elif slurry.outcome == "stable_morphology_change":
        answer = "uncertain"
    if effect is not None:
        words += f"; the published effect of {slurry.solvent} is in it: {effect.statement}"
    elif slurry.conductivity_change:
        words += f"; reported after {slurry.solvent}, and not in this number: "
        words += slurry.conductivity_change
    return Verdict(
        topic="conduction",
        question=question,
        answer=answer,
        reason=words,
        evidence=(PERSPECTIVE,),
    )


def bending_verdict(radius: Outcome, recipe: Recipe) -> Verdict:
    """Does it survive being bent to the radius wanted?"""
    target = recipe.targets.bend_radius
    wanted = (
        f"around {show(target, BEND_RADIUS, digits=4)}" if target is not None else "for winding"
    )
    question = f"Does it bend {wanted}?"
    if isinstance(radius, Unavailable):
        return Verdict(topic="bending", question=question, answer="unknown", reason=radius.reason)
    digits = bracket_digits(radius.low, radius.high)
    words = f"smallest radius about {show(radius.value, BEND_RADIUS, digits)}"
    if radius.low is not None and radius.high is not None:
        low, high = (show(end, BEND_RADIUS, digits) for end in (radius.low, radius.high))
        words += f", between {low} and {high}"
    words += " (estimate: elastic to the break)"
    if target is None:
        return Verdict(
            topic="bending",
            question=question,
            answer="unknown",
            reason=f"{words}; state targets.bend_radius to judge it",
        )
    return Verdict(topic="bending", question=question, answer=_below(radius, target), reason=words)


def energy_verdict(specific_energy: Outcome, basis: str) -> Verdict:
    """Does the cell reach what the perspective article calls the highest specific energy?"""
    target = show(PUBLISHED_SPECIFIC_ENERGY, SPECIFIC_ENERGY)
    question = f"Does the cell reach {target.replace('*', '')}?"
    if isinstance(specific_energy, Unavailable):
        return Verdict(
            topic="energy", question=question, answer="unknown", reason=specific_energy.reason
        )
    here = from_si(specific_energy.value, "W*h/kg")
    return Verdict(
        topic="energy",
        question=question,
        answer=_above(specific_energy, PUBLISHED_SPECIFIC_ENERGY),
        reason=f"{here:.0f} Wh/kg nominal ({basis}); published values have other bases",
        evidence=(PERSPECTIVE,),
    )


def _interval(value: Quantity) -> tuple[float, float]:
    """Lower and upper end: the bracket where there is one, else one standard deviation."""
    spread = value.std or 0.0
    low = value.low if value.low is not None else value.value - spread
    high = value.high if value.high is not None else value.value + spread
    return low, high


def _above(value: Quantity, limit: float) -> Answer:
    low, high = _interval(value)
    if low >= limit:
        return "yes"
    return "no" if high < limit else "uncertain"


def _below(value: Quantity, limit: float) -> Answer:
    low, high = _interval(value)
    if high <= limit * (1 + 1e-9):
        return "yes"
    return "no" if low > limit else "uncertain"
