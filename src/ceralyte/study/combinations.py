"""Combinations of options: which are allowed, and which are never sampled, with the reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from ceralyte.core.errors import InputError
from ceralyte.pipeline import check_slurry
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
    reasons = None if known is None else {_named(one.labels): one.reason for one in known}
    allowed: list[tuple[str, Changes]] = []
    forbidden = []
    for chosen in product(*(o.alternatives for o in options)):
        changes = {path: value for _, own in chosen for path, value in own.items()}
        labels = {o.name: label for o, (label, _) in zip(options, chosen, strict=True)}
        if reasons is None:
            reason = _forbids(base, changes, chemistry)
        else:
            reason = reasons.get(_named(labels), "")
        if reason:
            forbidden.append(Forbidden(labels, reason))
        else:
            allowed.append((", ".join(labels.values()), changes))
    if forbidden and not allowed:
        raise InputError(
            "vary",
            f"none of {count} combinations of options is allowed; the first is out because "
            f"{forbidden[0].reason}",
            f"other options, or constraints.chemistry: [{', '.join(chemistry)}, unknown]",
        )
    return allowed, tuple(forbidden)


def _named(labels: dict[str, str]) -> frozenset[tuple[str, str]]:
    return frozenset(labels.items())


def _forbids(base: Recipe, changes: Changes, chemistry: Sequence[str]) -> str:
    """Why a combination of options is out before sampling; "" if it is allowed."""
    try:
        recipe = changed(base, changes)
        slurry = check_slurry(recipe)
    except InputError as error:
        return str(error)
    verdict = slurry.to_verdict()
    if verdict.answer not in chemistry:
        return f"chemistry {verdict.answer}: {verdict.reason}"
    binder = slurry.binder_check
    if binder is not None and binder.solubility == "insoluble":
        return f"{binder.binder} does not dissolve in {slurry.solvent}: {binder.solubility_basis}"
    if binder is not None and binder.reacts is True:
        return f"{binder.binder} reacts with {slurry.ceramic}: {binder.reaction}"
    return ""
