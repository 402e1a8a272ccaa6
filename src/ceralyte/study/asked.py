"""What a study asked for, as text with units, for the pages and tables that show its answer."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Record
from ceralyte.core.units import show
from ceralyte.recipe import recipe_to_yaml
from ceralyte.study.axes import Axis, Blend, Interval
from ceralyte.study.coordinates import option_of
from ceralyte.study.load import Plan
from ceralyte.study.paths import value_at
from ceralyte.study.scatter import straying

_MOST_OPTIONS = 12


class Asked(Record):
    """The question of a study.

    Attributes
    ----------
    base_labels : dict of str
        What the base recipe has where the study varies; silent where it has none of the options.
    varied, constraints, scatter, settings : dicts of str
        By parameter, limit or setting.
    recipe : str
        The base recipe, YAML.
    """

    base_labels: dict[str, str]
    varied: dict[str, str]
    scatter: dict[str, str]
    constraints: dict[str, str]
    settings: dict[str, str]
    recipe: str


def asked_of(plan: Plan, version: str) -> Asked:
    """Return what a study asked; `version` is that of the ceralyte which ran it."""
    study = plan.study
    return Asked(
        base_labels={n: label for axis in plan.space.axes for n, label in _base(axis, plan)}
        | {n: label for one in straying(study, plan.base) for n, label in one.changes(0.5).items()},
        varied={n: told for axis in plan.space.axes for n, told in _ranges(axis)},
        scatter={
            path: f"standard deviation {s.std or s.relative}" for path, s in study.scatter.items()
        },
        constraints=_constraints(plan),
        settings=_settings(plan) | {"ceralyte": version},
        recipe=recipe_to_yaml(plan.base),
    )


def _base(axis: Axis, plan: Plan) -> Sequence[tuple[str, str]]:
    if not isinstance(axis, Interval | Blend):
        number = option_of(axis, plan.base)
        return [] if number is None else [(axis.name, axis.alternatives[number][0])]
    found = []
    for part in axis.parts if isinstance(axis, Blend) else (axis,):
        with suppress(InputError):  # the recipe is silent there
            value = value_at(plan.base, part.name, part.name)
            found.append((part.name, show(value, part.dimension, digits=6)))
    return found


def _ranges(axis: Axis) -> Sequence[tuple[str, str]]:
    if isinstance(axis, Interval):
        return [(axis.name, _range(axis))]
    if isinstance(axis, Blend):
        total = show(axis.total, axis.parts[0].dimension, digits=6)
        return [(part.name, f"{_range(part)}; all parts: {total}") for part in axis.parts]
    labels = [label for label, _ in axis.alternatives]
    if axis.ordered:
        return [(axis.name, f"{labels[0]} to {labels[-1]}, whole numbers")]
    more = len(labels) - _MOST_OPTIONS
    told = " | ".join(labels[:_MOST_OPTIONS])
    return [(axis.name, told + (f" | and {more} more" if more > 0 else ""))]


def _range(axis: Interval) -> str:
    low, high = (show(end, axis.dimension, digits=6) for end in (axis.low, axis.high))
    return f"{low} to {high}" + (", logarithmic" if axis.log else "")


def _constraints(plan: Plan) -> dict[str, str]:
    limits = plan.study.constraints
    found = {"chemistry": " or ".join(limits.chemistry)}
    if limits.percolates:
        found["percolates"] = "yes"
    for name, limit in limits.numbers.items():
        told = (("at least", limit.at_least), ("at most", limit.at_most))
        found[name] = ", ".join(f"{word} {value}" for word, value in told if value is not None)
    return found


def _settings(plan: Plan) -> dict[str, str]:
    study = plan.study
    found: dict[str, Any] = {"base recipe": plan.base.name, "kind": study.kind}
    if study.method != "auto":
        found["method"] = study.method
    found["level"] = study.level
    if study.rungs:
        found["rungs"] = ", ".join(f"{r.keep} at {r.level}" for r in study.rungs)
    found |= {"budget": study.budget, "seed": study.seed}
    found |= {k: v for k in ("seeds", "particles", "batch") if (v := getattr(study, k))}
    found |= {f"price of {material}": price for material, price in study.prices.items()}
    return {name: str(value) for name, value in found.items()}
