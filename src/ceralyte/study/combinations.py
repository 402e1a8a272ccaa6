"""Combinations of options: which are allowed, and which are never sampled, with the reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from ceralyte.core.errors import InputError, UnknownNameError
from ceralyte.pipeline import check_slurry
from ceralyte.pipeline.chemistry_verdicts import slurry_verdict
from ceralyte.recipe import Recipe
from ceralyte.study.axes import Options
from ceralyte.study.paths import Changes, changed

MOST_COMBINATIONS = 10_000


@dataclass(frozen=True)
class Forbidden:
    """A combination that is never sampled: its labels by axis, and why."""

    labels: dict[str, str]
    reason: str


def combined(
    base: Recipe,
    options: Sequence[Options],
    chemistry: Sequence[str],
    known: Iterable[Forbidden] | None = None,
) -> tuple[list[tuple[str, Changes]], tuple[Forbidden, ...]]:
    """Return the allowed combinations, each with its label, and the forbidden ones.

    Parameters
    ----------
    chemistry : sequence of str
        Answers of the slurry verdict that are let through.
    known : iterable of Forbidden, optional
        Those that were forbidden when the study began, which then holds: chemistry is not asked.

    Raises
    ------
    InputError
        More than `MOST_COMBINATIONS`; none that is allowed.
    """
    count = prod(o.options for o in options)
    if count > MOST_COMBINATIONS:
        raise InputError("vary", f"{count} combinations of options", f"at most {MOST_COMBINATIONS}")
    stored = None if known is None else {_named(one.labels): one.reason for one in known}
    allowed: list[tuple[str, Changes]] = []
    forbidden: list[Forbidden] = []
    first: InputError | None = None
    for chosen in product(*(o.alternatives for o in options)):
        changes = {path: value for _, own in chosen for path, value in own.items()}
        labels = {o.name: label for o, (label, _) in zip(options, chosen, strict=True)}
        if stored is None:
            objection = _objection(base, changes, chemistry)
            first = first or objection
            reason = "" if objection is None else _told(objection)
        else:
            reason = stored.get(_named(labels), "")
        if reason:
            forbidden.append(Forbidden(labels, reason))
        else:
            allowed.append((", ".join(labels.values()), changes))
    if first and not allowed:
        raise InputError(
            "vary",
            f"none of {count} combinations of options is allowed; the first is out: {_told(first)}",
            first.allowed,
        )
    return allowed, tuple(forbidden)


def _named(labels: dict[str, str]) -> frozenset[tuple[str, str]]:
    return frozenset(labels.items())


def _told(objection: InputError) -> str:
    """An objection as the reason beside a combination, which needs no remedy: others are left.

    But for a name that is not known: it may be misspelt, so the nearest one is told.
    """
    reason = ": ".join(filter(None, (objection.field, objection.problem)))
    if isinstance(objection, UnknownNameError) and objection.nearest:
        reason += f" ({objection.allowed})"
    return reason


def _objection(base: Recipe, changes: Changes, chemistry: Sequence[str]) -> InputError | None:
    """What puts a combination of options out before sampling; None if it is allowed."""
    try:
        recipe = changed(base, changes)
        slurry = check_slurry(recipe)
    except InputError as error:
        return error
    verdict = slurry_verdict(slurry)
    if verdict.answer not in chemistry:
        remedy = "other options"
        if verdict.answer != "no":
            remedy += f", or constraints.chemistry: [{', '.join((*chemistry, verdict.answer))}]"
        return InputError(f"chemistry {verdict.answer}", verdict.reason, remedy)
    binder = slurry.binder_check
    if binder is not None and binder.solubility == "insoluble":
        what = f"{binder.binder} does not dissolve in {slurry.solvent}: {binder.solubility_basis}"
        return InputError("", what, "another binder or solvent")
    if binder is not None and binder.reacts is True:
        what = f"{binder.binder} reacts with {slurry.ceramic}: {binder.reaction}"
        return InputError("", what, "another binder")
    return None
