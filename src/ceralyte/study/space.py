"""The space of a study: its axes, and what was taken out of it before sampling, with reasons."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from ceralyte.core.errors import InputError, Mistakes
from ceralyte.core.units import PURE_NUMBER, Dimension, parse, show
from ceralyte.recipe import Recipe
from ceralyte.study.axes import Axis, Blend, Interval, Options
from ceralyte.study.combinations import MOST_COMBINATIONS, Forbidden, combined
from ceralyte.study.paths import Changes, place_at
from ceralyte.study.schema import Mixture, Range, Study

_SLACK = 1e-9


@dataclass(frozen=True)
class Space:
    """What varies.

    Attributes
    ----------
    base : Recipe
    axes : tuple of Axis
        If some combinations of options are forbidden, several axes of them become one of the rest.
    forbidden : tuple of Forbidden
    """

    base: Recipe
    axes: tuple[Axis, ...]
    forbidden: tuple[Forbidden, ...] = ()

    @property
    def dimensions(self) -> int:
        """Number of coordinates."""
        return sum(axis.coordinates for axis in self.axes)

    def changes(self, at: Sequence[float]) -> Changes:
        """Return what the recipe at coordinates `at` changes of the base."""
        found: Changes = {}
        for axis, own in self._split(at):
            found |= axis.changes(own)
        return found

    def labels(self, at: Sequence[float]) -> dict[str, str]:
        """Return what a table says of the point `at`, by axis."""
        found: dict[str, str] = {}
        for axis, own in self._split(at):
            found |= axis.labels(own)
        return found

    def identity(self, at: Sequence[float]) -> str:
        """Return a text that coordinates of the same recipe have in common, and no others."""
        return json.dumps(self.changes(at), sort_keys=True)

    @property
    def combinations(self) -> list[Changes]:
        """What each allowed combination of options changes."""
        options = [axis.alternatives for axis in self.axes if isinstance(axis, Options)]
        return [
            {path: value for _, own in chosen for path, value in own.items()}
            for chosen in product(*options)
        ]

    @property
    def places(self) -> list[tuple[float, ...]] | None:
        """Every place there is, of options alone; None where a number varies."""
        grids = [axis.grid() for axis in self.axes if isinstance(axis, Options)]
        if len(grids) < len(self.axes):
            return None
        return [sum(parts, ()) for parts in product(*grids)]

    def _split(self, at: Sequence[float]) -> Iterable[tuple[Axis, Sequence[float]]]:
        start = 0
        for axis in self.axes:
            yield axis, at[start : start + axis.coordinates]
            start += axis.coordinates


def space_of(study: Study, base: Recipe, forbidden: Iterable[Forbidden] | None = None) -> Space:
    """Return the space of a study.

    Which combinations of options are out is decided here; or it was when the study began, and
    `forbidden` says so.

    Raises
    ------
    UnknownNameError
        A path that the recipe does not have; with the nearest.
    InputError
        Contradictory bounds, a path that varies twice, shares that cannot add to their total, no
        allowed combination of options.
    """
    numbers: list[Axis] = []
    options: list[Options] = []
    wrong = Mistakes("study")
    for path, varied in study.vary.items():
        with wrong.noted():
            axis = _axis(base, path, varied)
            (options if isinstance(axis, Options) else numbers).append(axis)  # type: ignore[arg-type]
    for name, named in study.choices.items():
        with wrong.noted():
            options.append(_choice(base, name, named))
    for i, mixture in enumerate(study.mixtures):
        with wrong.noted():
            numbers.append(_blend(base, mixture, i))
    wrong.tell()
    _require_apart(numbers, options)
    allowed, out = combined(base, options, study.constraints.chemistry, forbidden)
    if out:
        options = [
            replace(options[0], alternatives=tuple(allowed))
            if len(options) == 1
            else Options("combination", tuple(allowed))
        ]
    return Space(base, (*numbers, *options), out)


def _axis(base: Recipe, path: str, varied: Range | list[Any]) -> Axis:
    field = f"vary.{path}"
    place = place_at(base, path, field)
    if isinstance(varied, list):
        if len(varied) < 2:
            raise InputError(
                field,
                "has one option" if varied else "has no option",
                "two or more, or a range; what does not vary is set in the recipe",
            )
        return Options(path, tuple((_label(v), {path: v}) for v in varied))
    if place.kind == "integer":
        return _integers(path, varied, field)
    if place.kind == "other":
        raise InputError(field, "is no number", "a list of options, as in [PTFE, SEBS]")
    return _interval(path, varied, place.dimension or PURE_NUMBER, field)


def _interval(path: str, varied: Range, dimension: Dimension, field: str) -> Interval:
    low, high = (
        parse(value, dimension, f"{field}.{end}")
        for end, value in (("low", varied.low), ("high", varied.high))
    )
    if not low < high:
        raise InputError(field, f"low {varied.low} is not below high {varied.high}", "low < high")
    if varied.scale == "log" and low <= 0:
        raise InputError(f"{field}.low", f"{varied.low} on a logarithmic scale", "above 0")
    return Interval(path, low, high, dimension, varied.scale == "log", varied.points)


def _integers(path: str, varied: Range, field: str) -> Options:
    ends = (varied.low, varied.high)
    if not all(isinstance(end, int) for end in ends):
        raise InputError(field, f"{varied.low} to {varied.high}", "whole numbers, as in low: 1")
    low, high = int(varied.low), int(varied.high)
    if not low < high:
        raise InputError(field, f"low {low} is not below high {high}", "low < high")
    if high - low >= MOST_COMBINATIONS:
        raise InputError(field, f"{high - low + 1} whole numbers", f"at most {MOST_COMBINATIONS}")
    alternatives = tuple((str(n), {path: n}) for n in range(low, high + 1))
    return Options(path, alternatives, ordered=True)


def _choice(base: Recipe, name: str, named: Mapping[str, Mapping[str, Any]]) -> Options:
    field = f"choices.{name}"
    if len(named) < 2:
        raise InputError(field, f"has {len(named)} alternatives", "two or more")
    for label, changes in named.items():
        for path in changes:
            place_at(base, path, f"{field}.{label}")
    return Options(name, tuple((label, dict(changes)) for label, changes in named.items()))


def _blend(base: Recipe, mixture: Mixture, number: int) -> Blend:
    field = f"mixtures.{number}"
    parts, dimension = [], None
    for path, varied in mixture.parts.items():
        place = place_at(base, path, f"{field}.parts")
        if place.dimension is None:
            raise InputError(f"{field}.parts.{path}", "is no share", "mass_fraction, say")
        dimension = place.dimension
        parts.append(_interval(path, varied, dimension, f"{field}.parts.{path}"))
    total = parse(mixture.total, dimension or PURE_NUMBER, f"{field}.total")
    low, high = sum(p.low for p in parts), sum(p.high for p in parts)
    if not low <= total * (1 + _SLACK) or not high >= total * (1 - _SLACK):
        raise InputError(
            field,
            f"the parts add to {show(low, parts[0].dimension)} to {show(high, parts[0].dimension)}",
            f"ranges around the total of {mixture.total}",
        )
    return Blend(tuple(parts), total)


def _require_apart(numbers: Sequence[Axis], options: Sequence[Options]) -> None:
    """Refuse a path that two axes change."""
    seen: set[str] = set()
    paths = [p.name for a in numbers for p in (a.parts if isinstance(a, Blend) else (a,))]
    paths += [p for o in options for p in {p for _, changes in o.alternatives for p in changes}]
    for path in paths:
        if path in seen:
            raise InputError(path, "varies twice", "one range, list, choice or mixture for a path")
        seen.add(path)


def _label(value: Any) -> str:
    return value if isinstance(value, str) else str(value)
