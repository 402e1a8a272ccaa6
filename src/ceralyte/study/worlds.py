"""Draws from what samples leave open, and which recipe is expected to add most to them.

In one world every recipe has its objectives. A hypervolume is the mean over directions w of
max over recipes of min over objectives of (room / w)^k, with the room that an objective leaves up
to the worst recipe (Zhang and Golovin, Proc. Machine Learning Research 119, 11096, 2020); so
worlds, recipes and directions are one array.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.quantities import Quantity
from ceralyte.pipeline import Numbers
from ceralyte.study.calibration import Residuals
from ceralyte.study.comparing import log_error
from ceralyte.study.constraints import met
from ceralyte.study.judging import Judge

Floats = NDArray[np.float64]

WORLDS, DIRECTIONS = 256, 48
OWN_SHARE = 0.5
"""Share of the variance of a model's error, of a result that nobody measured, that each recipe has
to itself. An assumption: with none of it the order of all recipes would be certain."""
FARTHEST = 100.0
"""Logarithm of measured over predicted at which draws are cut: one sample leaves tails so long
that numbers would overflow."""


@dataclass(frozen=True)
class Placed:
    """A candidate or a sample: coordinates with options as indicators, and its closed forms."""

    features: Floats
    numbers: Numbers


class Worlds:
    """What recipes may be.

    Attributes
    ----------
    values : dict of ndarray (worlds, recipes)
        By number, SI; those of objectives and constraints.
    fit : ndarray (worlds, recipes) of bool
        Whether all constraints are met.
    """

    def __init__(
        self,
        judge: Judge,
        residuals: Mapping[str, Residuals],
        recipes: Sequence[Placed],
        seed: int,
    ) -> None:
        rng = np.random.default_rng(seed)
        self._goals = judge.study.objectives
        names = dict.fromkeys([*self._goals, *(b.name for b in judge.bounds)])
        places = np.array([r.features for r in recipes])
        self.values = {
            name: _drawn([r.numbers for r in recipes], name, residuals.get(name), places, rng)
            for name in names
        }
        bounds = {b.text for b in judge.bounds}
        self.fit = np.array(
            [
                all(met(v) for text, v in judge.misses(r.numbers).items() if text not in bounds)
                for r in recipes
            ]
        ) & np.ones((WORLDS, 1), dtype=bool)
        for bound in judge.bounds:
            self.fit &= bound.violation(self.values[bound.name]) <= 0
        self.losses = np.stack(
            [
                -self.values[n] if g == "maximise" else self.values[n]
                for n, g in self._goals.items()
            ],
            axis=2,
        )
        self._scores = self._scored(rng)

    def _scored(self, rng: np.random.Generator) -> Floats:
        """(room / direction)^k of every recipe, (worlds, recipes, directions)."""
        count = self.losses.shape[2]
        middle = np.median(self.losses, axis=0)
        low, high = middle.min(axis=0), middle.max(axis=0)
        room = (high - self.losses) / np.where(high > low, high - low, 1.0)
        room = np.maximum(room, 0.0) * self.fit[:, :, None]
        directions = np.abs(rng.normal(size=(DIRECTIONS, count)))
        directions /= np.linalg.norm(directions, axis=1, keepdims=True)
        scores = np.full((*self.fit.shape, DIRECTIONS), np.inf)
        for i in range(count):
            np.minimum(scores, room[:, :, i : i + 1] / directions[:, i], out=scores)
        return np.asarray(scores**count)

    def best_with(self, known: Sequence[int]) -> Floats:
        """Return the best score of some recipes, 0 without any, (worlds, directions)."""
        if not len(known):
            return np.zeros((WORLDS, DIRECTIONS))
        return np.asarray(self._scores[:, list(known)].max(axis=1))

    def gains(self, best: Floats, recipes: int) -> Floats:
        """Return what each of the first `recipes` adds to `best`, on average over worlds."""
        added = np.maximum(self._scores[:, :recipes] - best[:, None, :], 0.0)
        return np.asarray(added.mean(axis=(0, 2)))

    def chance_unbeaten(self, one: int, others: Sequence[int]) -> float:
        """Return in how many worlds `one` meets all and none of `others` that do beats it."""
        beaten = np.zeros(WORLDS, dtype=bool)
        for other in others:
            as_good = np.all(self.losses[:, other] <= self.losses[:, one], axis=1)
            beaten |= as_good & self.fit[:, other]
        return float(np.mean(self.fit[:, one] & ~beaten))

    def chance_best(self, one: int, others: Sequence[int], name: str) -> float:
        """Return in how many worlds `one` is better than all `others` in one objective."""
        column = list(self._goals).index(name)
        losses = self.losses[:, :, column]
        return float(np.mean(losses[:, one] < losses[:, list(others)].min(axis=1)))


def _drawn(
    numbers: Sequence[Numbers],
    name: str,
    residuals: Residuals | None,
    places: Floats,
    rng: np.random.Generator,
) -> Floats:
    """Draws of one number; not measured: with the model's own error, in part shared by all."""
    quantities = [n.outcomes[name] for n in numbers]
    values = np.array([q.value for q in quantities])
    if residuals is not None:
        logs = np.clip(residuals.draws(places, WORLDS, rng), -FARTHEST, FARTHEST)
        return np.asarray(values * np.exp(logs))
    errors = [log_error(q) for q in quantities if isinstance(q, Quantity) and q.value > 0]
    error = float(np.median(errors or [0.0]))
    distinct, place = np.unique(places, axis=0, return_inverse=True)
    own = rng.normal(size=(WORLDS, len(distinct)))[:, place.ravel()]  # equal recipes: equal errors
    shared = rng.normal(size=(WORLDS, 1))
    factor = np.sqrt(1 - OWN_SHARE) * shared + np.sqrt(OWN_SHARE) * own
    return np.asarray(values * np.exp(error * factor))
