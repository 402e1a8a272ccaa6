"""What becomes of a recipe's ceramic in its solvent, and of its binder at the electrodes."""

from ceralyte.model.results import Verdict
from ceralyte.recipe import Recipe
from ceralyte.slurry import SlurryVerdict


def slurry_verdict(slurry: SlurryVerdict) -> Verdict:
    """Does the ceramic come through its processing?

    As `SlurryVerdict.to_verdict`, without the binder at electrodes, which `binder_verdicts` tells;
    where only the morphology changes, what conduction that costs comes first.
    """
    told = slurry
    if slurry.binder_check:
        check = slurry.binder_check.model_copy(update={"electrodes": {}})
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
    anode = recipe.cell.anode.material
    return tuple(
        Verdict(
            topic="binder",
            question=f"Does the binder {check.binder} last against {shown}?",
            answer=at.answer,
            reason=at.words.removeprefix("not stable: ").removeprefix("stable: "),
            evidence=at.sources,
        )
        for electrode, at in check.electrodes.items()
        for name, shown in ((anode, anode), ("cathode", "the cathode"))
        if electrode == name and at.answer != "unknown"
    )
