"""How well verdicts agree with documented outcomes, beside two rules of thumb."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from typing import get_args

from ceralyte.materials import Catalogue
from ceralyte.slurry.evidence import Fate, usable
from ceralyte.slurry.fitting import Judged
from ceralyte.slurry.liquid import Liquid
from ceralyte.slurry.mixture import solvent
from ceralyte.slurry.verdict import ABSTAIN_BELOW

POLAR_ABOVE = 5.0  # relative permittivity, of the rule of thumb "polar is bad"
DONOR_ABOVE = 14.0  # kcal/mol, of the rule of thumb "donor number above 14 is bad"


@dataclass(frozen=True)
class Score:
    """Shares of the rows, by weight: usable found usable, and so on."""

    rows: int
    usable_found: float
    harmful_found: float
    outcome_right: float | None

    @property
    def balanced(self) -> float:
        """Mean of the shares of usable and of harmful pairs that were found out."""
        return (self.usable_found + self.harmful_found) / 2


@dataclass(frozen=True)
class Confusion:
    """Weights of the rows by documented (first index) and predicted outcome."""

    outcomes: tuple[str, ...]
    weights: tuple[tuple[float, ...], ...]


def score(judged: Sequence[Judged]) -> Score:
    """Return how often the rules are right; an abstention counts by its leaning."""
    right = _share(judged, lambda j: j.predicted in (j.row.outcome, j.row.alternative))
    return _score(judged, lambda j: j.chance_usable >= 0.5, right)


def baselines(judged: Sequence[Judged], catalogue: Catalogue) -> dict[str, Score]:
    """Return the scores of the rules of thumb; a mixture is as bad as its worst part."""

    def parts(each: Judged) -> list[Liquid]:
        return [part for _, part in solvent(each.row.solvent, catalogue).parts]

    def weak(each: Judged) -> bool:
        return all((p.donor_number or 0.0) <= DONOR_ABOVE for p in parts(each))

    def nonpolar(each: Judged) -> bool:
        return all((p.value("relative_permittivity") or 0.0) <= POLAR_ABOVE for p in parts(each))

    return {
        f'"polar is bad" (permittivity above {POLAR_ABOVE:g})': _score(judged, nonpolar, None),
        f'"donor number above {DONOR_ABOVE:g} is bad"': _score(judged, weak, None),
    }


def confusion(judged: Iterable[Judged]) -> Confusion:
    """Return the confusion matrix of the outcome classes that occur."""
    judged = list(judged)
    seen = {j.row.outcome for j in judged} | {j.predicted for j in judged}
    outcomes = tuple(o for o in get_args(Fate) if o in seen)
    weights = tuple(
        tuple(
            sum(j.row.weight for j in judged if (j.row.outcome, j.predicted) == (truth, said))
            for said in outcomes
        )
        for truth in outcomes
    )
    return Confusion(outcomes, weights)


def reliability(judged: Iterable[Judged]) -> list[tuple[float, float, float, float, float]]:
    """Return bins of confidence: low, high, rows by weight, mean confidence, share right."""
    edges = (0.5, ABSTAIN_BELOW, 0.8, 0.9, 1.0)
    judged = list(judged)
    bins = []
    for low, high in pairwise(edges):
        inside = [j for j in judged if low <= confidence(j) < high]
        weight = sum(j.row.weight for j in inside)
        if weight:
            mean = sum(j.row.weight * confidence(j) for j in inside) / weight
            bins.append((low, high, weight, mean, _share(inside, lambda j: j.right)))
    return bins


def wilson(share: float, rows: float) -> tuple[float, float]:
    """Return the 95 % interval of a share of so many rows.

    Source
    ------
    Wilson, J. Am. Stat. Assoc. 22 (1927) 209.
    """
    z = 1.96
    middle = (share + z * z / (2 * rows)) / (1 + z * z / rows)
    half = z / (1 + z * z / rows) * sqrt(share * (1 - share) / rows + z * z / (4 * rows * rows))
    return max(middle - half, 0.0), min(middle + half, 1.0)


def confidence(judged: Judged) -> float:
    """Chance of the likelier answer."""
    return max(judged.chance_usable, 1 - judged.chance_usable)


def abstained(judged: Sequence[Judged]) -> tuple[float, float]:
    """Share of the rows answered "test it", and share right of the others."""
    answered = [j for j in judged if confidence(j) >= ABSTAIN_BELOW]
    share = 1 - sum(j.row.weight for j in answered) / sum(j.row.weight for j in judged)
    return share, _share(answered, lambda j: j.right)


def _score(
    judged: Sequence[Judged], said_usable: Callable[[Judged], bool], outcome_right: float | None
) -> Score:
    good = [j for j in judged if usable(j.row.outcome)]
    bad = [j for j in judged if not usable(j.row.outcome)]
    return Score(
        rows=len(judged),
        usable_found=_share(good, said_usable),
        harmful_found=_share(bad, lambda j: not said_usable(j)),
        outcome_right=outcome_right,
    )


def _share(judged: Sequence[Judged], claim: Callable[[Judged], bool]) -> float:
    total = sum(j.row.weight for j in judged)
    return sum(j.row.weight for j in judged if claim(j)) / total
