"""What becomes of a recipe's ceramic in its solvent, and of its binder at the electrodes."""

import re
from typing import get_args

from ceralyte.model.results import Answer, Verdict
from ceralyte.recipe import Recipe
from ceralyte.slurry import SlurryVerdict
from ceralyte.slurry.windows import UNKNOWN, Electrode


def slurry_verdict(slurry: SlurryVerdict) -> Verdict:
    """Does the ceramic come through its processing?

    As `SlurryVerdict.to_verdict`, without the binder at electrodes, which `binder_verdicts` tells;
    where only the morphology changes, what conduction that costs comes first.
    """
    told = slurry
    if slurry.binder_check:
        check = slurry.binder_check.model_copy(
            update={"electrodes": {}, "sources": slurry.binder_check.sources_of_processing}
        )
        told = told.model_copy(update={"binder_check": check})
    if slurry.outcome == "stable_morphology_change" and slurry.conductivity_change:
        mechanism = f"{slurry.conductivity_change}; {slurry.mechanism}"
        told = told.model_copy(update={"conductivity_change": "", "mechanism": mechanism})
    return told.to_verdict()


def binder_verdicts(slurry: SlurryVerdict, recipe: Recipe) -> tuple[Verdict, ...]:
    """Does the binder last against the electrodes of the recipe's cell?

    One verdict for each electrode of which something is known; none without binder or cell.
    """
    check = slurry.binder_check
    if check is None or recipe.cell is None:
        return ()
    known = {name: words for name, words in check.electrodes.items() if words != UNKNOWN}
    anode = recipe.cell.anode.material
    return tuple(
        Verdict(
            topic="binder",
            question=f"Does the binder {check.binder} last against {shown}?",
            answer=_lasts(known[electrode]),
            reason=known[electrode].removeprefix("not stable: ").removeprefix("stable: "),
            evidence=tuple(s for s in check.sources if s.used_for.endswith(f"against {electrode}")),
        )
        for electrode, shown in ((anode, anode), ("cathode", "the cathode"))
        if electrode in known and electrode in get_args(Electrode)
    )


def _lasts(words: str) -> Answer:
    """The answer of reports; "uncertain" where they differ, or only a potential is known."""
    bad, good = "not stable: " in words, re.search(r"(?<!not )\bstable: ", words) is not None
    if bad == good:
        return "uncertain"
    return "yes" if good else "no"
