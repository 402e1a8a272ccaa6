"""The search against chance on a mixed toy recipe whose front is known.

Four numbers x, a whole number k of 0 to 4 and an option c of four; all but x0 want one value, as
a recipe wants one pressure and one solvent:

    g = 1 + 12 (mean of (x_i - t_i)^2 for i = 1, 2, 3) + |k - 3| / 4 + [c is not the third]
    f0 = x0,  f1 = g (1 - sqrt(x0 / g))

both to be small. The front is g = 1: f1 = 1 - sqrt(f0), the form of ZDT1 (Zitzler, Deb and Thiele,
Evolutionary Computation 8, 173, 2000). Of the square up to the reference (1, 1) it leaves a third
below itself, so that its hypervolume is 2/3.
"""

from itertools import pairwise

import numpy as np
import pytest

from ceralyte.core.units import PURE_NUMBER
from ceralyte.study.axes import Interval, Options
from ceralyte.study.evaluate import Answer, Effort
from ceralyte.study.front import non_dominated
from ceralyte.study.sampling import Tell
from ceralyte.study.searching import Search

TARGETS = (0.3, 0.6, 0.8)
AXES = (
    *(Interval(f"x{i}", 0.0, 1.0, PURE_NUMBER) for i in range(4)),
    Options("k", tuple((str(k), {}) for k in range(5)), ordered=True),
    Options("c", tuple((c, {}) for c in "abcd")),
)
EVALUATIONS, SEEDS, BETTER = 60, 5, 2.3


def losses(at):
    """f0 and f1 at coordinates."""
    x, k, c = at[:4], int(at[4] * 5), int(at[5] * 4)
    off = np.mean([(a - t) ** 2 for a, t in zip(x[1:], TARGETS, strict=True)])
    g = 1 + 12 * off + abs(k - 3) / 4 + (c != 2)
    return [x[0], g * (1 - np.sqrt(x[0] / g))]


def hypervolume(rows):
    """Area between a front and (1, 1)."""
    front = rows[non_dominated(rows)]
    front = front[np.all(front < 1, axis=1)]
    front = front[np.argsort(front[:, 0])]
    ends = [*front[:, 0], 1.0]
    return sum((b - a) * (1 - f) for (a, b), f in zip(pairwise(ends), front[:, 1], strict=True))


def searched(method, seed):
    """Hypervolume of what a search finds."""
    search = Search(
        AXES,
        lambda told: (losses(told.ask.at), []),
        Effort(),
        objectives=2,
        budget=EVALUATIONS,
        batch=None,
        seed=seed,
        method=method,
    )
    found = []
    while batch := search.ask():
        found += [losses(ask.at) for ask in batch]
        search.tell([Tell(ask, Answer("", None, "", 0.0)) for ask in batch])
    assert len(found) == EVALUATIONS
    return hypervolume(np.array(found))


def test_the_hypervolume_of_the_front_itself():
    f0 = np.linspace(0, 1, 20001)
    front = np.column_stack([f0, 1 - np.sqrt(f0)])
    assert hypervolume(front) == pytest.approx(2 / 3, abs=1e-4)
    assert losses((0.25, *TARGETS, 0.7, 0.6)) == pytest.approx([0.25, 0.5])


def test_genes_search_better_than_chance():
    chance = np.median([searched("random", seed) for seed in range(SEEDS)])
    genes = np.median([searched("nsga2", seed) for seed in range(SEEDS)])
    assert genes > 1.1 * chance


@pytest.mark.slow
def test_gaussian_processes_search_far_better_than_chance():
    pytest.importorskip("torch")
    chance = np.median([searched("random", seed) for seed in range(SEEDS)])
    found = np.median([searched("gp", seed) for seed in range(SEEDS)])
    assert found > BETTER * chance
