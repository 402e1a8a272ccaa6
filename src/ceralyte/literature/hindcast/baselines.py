"""What a prediction has to beat: estimates that know no physics, or next to nothing of the recipe.

Beside those of `Chain.baselines` (bulk, volume fraction) these need no recipe at all: the median of
what other publications measured on membranes of the same family, or family and process.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

FAMILY, FAMILY_AND_PROCESS = (
    "median of the family, other publications",
    "median of family and process, other publications",
)


@dataclass(frozen=True)
class Measured:
    """log10 of a published conductivity (S/m; None: not published), and what its membrane is."""

    value: float | None
    soft: bool
    family: str
    process: str
    work: str


def medians_of_others(new: Measured, known: Sequence[Measured]) -> dict[str, float]:
    """Return log10 of the conductivity (S/m) as other publications measured it, by class.

    A class without another publication is widened: family and process to the family, that to soft
    ceramics or oxides. The value and the work of `new` do not enter; empty if nothing is left.

    Examples
    --------
    >>> told = [Measured(v, True, "sulfide", "dry", str(v)) for v in (1.0, 2.0, 4.0)]
    >>> medians_of_others(told[0], told)["median of the family, other publications"]
    3.0
    """
    others = [m for m in known if m.work != new.work]
    kind = _values(others, lambda m: m.soft == new.soft)
    if not kind:
        return {}
    family = _values(others, lambda m: m.family == new.family) or kind
    both = _values(others, lambda m: (m.family, m.process) == (new.family, new.process))
    return {FAMILY: median(family), FAMILY_AND_PROCESS: median(both or family)}


def _values(known: Iterable[Measured], alike: Callable[[Measured], bool]) -> list[float]:
    return [m.value for m in known if m.value is not None and alike(m)]
