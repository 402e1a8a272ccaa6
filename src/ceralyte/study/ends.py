"""Whether the ends of a study's ranges are values that its recipe may have at all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ceralyte.core.errors import InputError, MultipleInputError, SharesError
from ceralyte.core.units import parse, show
from ceralyte.recipe import Recipe
from ceralyte.study.axes import Axis, Blend
from ceralyte.study.paths import SIZE, Changes, changed, place_at
from ceralyte.study.schema import Range, Study

_SHARES = ("ceramic.mass_fraction", "binder.mass_fraction")
_SIZE_FIELD = f"recipe: {SIZE}"


@dataclass(frozen=True)
class _Ranged:
    """A range of a study; `blend` if it is a part of one.

    `alone`: nothing that varies with it can make up for a value which does not go with those of the
    recipe.
    """

    field: str
    path: str
    ends: Range
    alone: bool
    blend: Blend | None = None


def require_ends(
    base: Recipe, study: Study, axes: Sequence[Axis], combinations: Sequence[Changes]
) -> None:
    """Refuse ranges whose ends the recipe refuses, whatever option is chosen.

    Only what is wrong with an end itself is looked for, and shares that cannot add to 100 %: two
    values that do not go together may do with others.

    Raises
    ------
    InputError
        Names the end, and what is allowed there; or the size distribution among the options that
        does not have what varies; or the mixture whose total the recipe refuses.
    """
    _require_totals(base, axes, combinations)
    for varied in _ranges(study, axes):
        _require_in_every_size(base, varied, combinations)
        for end in ("low", "high"):
            change = _at_end(varied, end)
            problem = _problem(base, change, varied)
            if problem and all(_problem(base, chosen | change, varied) for chosen in combinations):
                raise InputError(
                    f"{varied.field}.{end}", problem.problem, _allowed(problem, varied)
                )


def _require_totals(base: Recipe, axes: Sequence[Axis], combinations: Sequence[Changes]) -> None:
    """Refuse a mixture of all shares of the recipe that do not add to what it needs."""
    for i, blend in enumerate(axis for axis in axes if isinstance(axis, Blend)):
        if not {part.name for part in blend.parts} >= {*_SHARES}:
            continue
        middle = blend.changes([0.5] * blend.coordinates)
        problems = [_shares_problem(base, chosen | middle) for chosen in combinations]
        if problems and all(problems) and (first := problems[0]):
            raise InputError(f"mixtures.{i}.total", first.problem, first.allowed)


def _shares_problem(base: Recipe, changes: Changes) -> InputError | None:
    try:
        changed(base, changes)
    except InputError as error:
        several = error.errors if isinstance(error, MultipleInputError) else (error,)
        return next((one for one in several if _is_of_the_sum(one)), None)
    return None


def _require_in_every_size(base: Recipe, varied: _Ranged, combinations: Sequence[Changes]) -> None:
    """Refuse a path that one of the size distributions to choose from does not have."""
    if not varied.path.startswith(f"{SIZE}."):
        return
    with_size = {chosen[SIZE]: chosen for chosen in combinations if SIZE in chosen}
    for size, chosen in with_size.items():
        place_at(changed(base, chosen), varied.path, f"{varied.field}, with {size}")


def _ranges(study: Study, axes: Sequence[Axis]) -> Iterator[_Ranged]:
    varying = {p for named in study.choices.values() for own in named.values() for p in own}
    varying |= {*study.vary, *(p for mixture in study.mixtures for p in mixture.parts)}
    for path, ends in study.vary.items():
        if isinstance(ends, Range):
            alone = not any(_makes_up(other, path) for other in varying - {path})
            yield _Ranged(f"vary.{path}", path, ends, alone)
    blends = (axis for axis in axes if isinstance(axis, Blend))
    for i, (mixture, blend) in enumerate(zip(study.mixtures, blends, strict=True)):
        for path, ends in mixture.parts.items():
            yield _Ranged(f"mixtures.{i}.parts.{path}", path, ends, False, blend)


def _makes_up(other: str, path: str) -> bool:
    """Whether another value of `other` may make one of `path` possible."""
    if path.startswith(f"{SIZE}."):
        return other.startswith(SIZE)
    return path not in _SHARES or other in _SHARES


def _at_end(varied: _Ranged, end: str) -> Changes:
    """The value at an end; the other parts of a blend have equal shares of what is left."""
    value = getattr(varied.ends, end)
    found: Changes = {varied.path: value}
    if varied.blend:
        others = [part for part in varied.blend.parts if part.name != varied.path]
        left = varied.blend.total - parse(value, others[0].dimension, varied.path)
        found |= {o.name: show(left / len(others), o.dimension, digits=12) for o in others}
    return found


def _problem(base: Recipe, changes: Changes, varied: _Ranged) -> InputError | None:
    """What a recipe says against this value itself, or against one without its partner."""
    try:
        changed(base, changes)
    except InputError as error:
        several = error.errors if isinstance(error, MultipleInputError) else (error,)
        return next((one for one in several if _concerns(one, varied)), None)
    return None


def _is_of_the_sum(error: InputError) -> bool:
    """Whether a recipe says that ceramic and binder do not add up, which it says at the first."""
    return isinstance(error, SharesError) and error.field == f"recipe: {_SHARES[0]}"


def _concerns(error: InputError, varied: _Ranged) -> bool:
    field = error.field
    if not varied.path.startswith(f"{SIZE}."):
        if _is_of_the_sum(error):
            return varied.alone
        return field == f"recipe: {varied.path}"
    argument = varied.path.rpartition(".")[2]
    own = (f": {argument}", ": mixture") if varied.blend else f": {argument}"
    return field.startswith(_SIZE_FIELD) and (varied.alone or field.endswith(own))


def _allowed(problem: InputError, varied: _Ranged) -> str:
    shares = _SHARES if varied.path in _SHARES else (f"{SIZE}.0.share", f"{SIZE}.1.share")
    is_share = varied.path in _SHARES or varied.path.endswith(".share")
    if not (is_share and varied.alone):
        return problem.allowed
    parts = ", ".join(f"{share}: {{low: ..., high: ...}}" for share in shares)
    return f"{problem.allowed}; shares vary together: mixtures: [{{parts: {{{parts}}}}}]"
