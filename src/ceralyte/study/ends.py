"""Whether the ends of a study's ranges are values that its recipe may have at all."""

from collections.abc import Iterator, Sequence

from ceralyte.core.errors import InputError, MultipleInputError
from ceralyte.recipe import Recipe
from ceralyte.study.paths import Changes, changed
from ceralyte.study.schema import Range, Study

_SHARES = ("ceramic.mass_fraction", "binder.mass_fraction")
_SHARES_FIELD = "recipe: mass_fraction"


def require_ends(base: Recipe, study: Study, combinations: Sequence[Changes]) -> None:
    """Refuse ranges whose ends the recipe refuses, whatever option is chosen.

    Only what is wrong with an end itself is looked for, and shares that cannot add to 100 wt%: two
    values that do not go together may do with others.

    Raises
    ------
    InputError
        Names the end, and what is allowed there.
    """
    for field, path, varied, alone in _ranges(study):
        for end in ("low", "high"):
            change = {path: getattr(varied, end)}
            problem = _problem(base, change, path, alone)
            if problem and all(
                _problem(base, chosen | change, path, alone) for chosen in combinations
            ):
                raise InputError(f"{field}.{end}", problem.problem, _allowed(problem, alone))


def _ranges(study: Study) -> Iterator[tuple[str, str, Range, bool]]:
    """Field, path and range of each; whether no other share varies with it."""
    optional = {p for named in study.choices.values() for own in named.values() for p in own}
    varying = {*study.vary, *optional}
    for path, varied in study.vary.items():
        if isinstance(varied, Range):
            partners = {p for p in _SHARES if p != path}
            yield f"vary.{path}", path, varied, path in _SHARES and not partners & varying
    for i, mixture in enumerate(study.mixtures):
        for path, varied in mixture.parts.items():
            yield f"mixtures.{i}.parts.{path}", path, varied, False


def _problem(base: Recipe, changes: Changes, path: str, alone: bool) -> InputError | None:
    """What a recipe says against `path` itself, or against a share without its partner."""
    try:
        changed(base, changes)
    except InputError as error:
        several = error.errors if isinstance(error, MultipleInputError) else (error,)
        fields = {f"recipe: {path}"} | ({_SHARES_FIELD} if alone else set[str]())
        return next((one for one in several if one.field in fields), None)
    return None


def _allowed(problem: InputError, alone: bool) -> str:
    if not alone:
        return problem.allowed
    parts = ", ".join(f"{share}: {{low: ..., high: ...}}" for share in _SHARES)
    return f"{problem.allowed}; shares vary together: mixtures: [{{parts: {{{parts}}}}}]"
