"""Multi-objective search through Optuna, behind our ask and tell."""

import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from threadpoolctl import threadpool_limits

from ceralyte.core.errors import InputError
from ceralyte.study.axes import Options
from ceralyte.study.evaluate import Effort
from ceralyte.study.sampling import Ask, At, Tell
from ceralyte.study.space import Space

if TYPE_CHECKING:
    import optuna

Judged = Callable[[Tell], tuple[list[float], list[float]] | None]
"""Losses (smaller is better) and constraint violations of a result; None where there are none."""

POPULATION = 12
"""Recipes in a generation of NSGA-II."""
METHOD_WORDS = {
    "gp": "with Gaussian processes (GPSampler of Optuna)",
    "nsga2": "with NSGA-II (Optuna), which after 60 recipes is hardly better than random ones "
    '(decision 11); Gaussian processes are (pip install "ceralyte[search]")',
    "random": "at random",
}
GP_BATCH, GP_START = 4, 12
"""Recipes that a Gaussian process asks for at once, and random ones before it."""
SEARCH = "search"
"""Why a search asks for a point."""
REDRAWS = {"gp": 2, "nsga2": 10, "random": 1}
"""How often a method may draw what it had before, until recipes are drawn at random instead."""
_LAST_REDRAWS = 50
"""How many random recipes in a row may be known before there seem to be no more others."""


class Search:
    """Searches with Gaussian processes, NSGA-II, or at random; no recipe is asked for twice.

    A recipe that comes again is drawn anew, at random if the method insists on it.

    Parameters
    ----------
    space : Space
    judge : callable
    budget, batch, seed : int
        Recipes in all, at once; batch None: 4, a generation for NSGA-II.
    method : str
        "gp" (needs PyTorch), "nsga2", "random" or "auto": gp where it is installed.
    """

    def __init__(
        self,
        space: Space,
        judge: Judged,
        effort: Effort,
        *,
        objectives: int,
        budget: int,
        batch: int | None,
        seed: int,
        method: str,
    ) -> None:
        import optuna

        self.method = chosen_method(method)
        self.planned = Counter({effort.level: budget})
        self._space, self._judge, self._effort = space, judge, effort
        self._left = budget
        self._batch = (
            batch or {"gp": GP_BATCH, "nsga2": POPULATION, "random": POPULATION}[self.method]
        )
        optuna.logging.set_verbosity(optuna.logging.WARNING)
        self._sampler = _sampler(self.method, seed, self._batch)
        self._random = _sampler("random", seed + 1, self._batch)
        self._study = optuna.create_study(
            directions=["minimize"] * objectives, sampler=self._sampler
        )
        self._pending: list[optuna.Trial] = []
        self._seen: set[str] = set()

    def ask(self) -> Sequence[Ask]:
        """Return the next batch of points; none where there seem to be no more recipes."""
        self._pending = []
        places: list[At] = []
        with _alone():
            while len(places) < min(self._batch, self._left):
                if (new := self._drawn()) is None:
                    self._left = len(places)
                    break
                self._pending.append(new[0])
                places.append(new[1])
        self._left -= len(places)
        return [Ask(self._effort, at=at, why=SEARCH) for at in places]

    def _drawn(self) -> "tuple[optuna.Trial, At] | None":
        """The next point that is another recipe than all before; None after many that are not."""
        from optuna.trial import TrialState

        for sampler, tries in (
            (self._sampler, REDRAWS[self.method]),
            (self._random, _LAST_REDRAWS),
        ):
            self._study.sampler = sampler
            for _ in range(tries):
                trial = self._study.ask()
                at = self._at(trial)
                recipe = self._space.identity(at)
                if recipe not in self._seen:
                    self._seen.add(recipe)
                    return trial, at
                self._study.tell(trial, state=TrialState.FAIL)
        return None

    def tell(self, told: Sequence[Tell]) -> None:
        """Hand the results of the last batch on; failed ones teach nothing."""
        from optuna.trial import TrialState

        self._study.sampler = self._sampler
        with _alone():
            for trial, one in zip(self._pending, told, strict=True):
                judged = self._judge(one)
                if judged is None:
                    self._study.tell(trial, state=TrialState.FAIL)
                    continue
                losses, violations = judged
                for i, violation in enumerate(violations):
                    trial.set_constraint(f"c{i}", violation)
                self._study.tell(trial, losses)
        self._pending = []

    def _at(self, trial: "optuna.Trial") -> At:
        at: list[float] = []
        for axis in self._space.axes:
            if isinstance(axis, Options):
                at.append((self._option(trial, axis) + 0.5) / axis.options)
            else:
                names = [f"{axis.name} {i}" for i in range(axis.coordinates)]
                at += [trial.suggest_float(name, 0.0, 1.0) for name in names]
        return tuple(at)

    @staticmethod
    def _option(trial: "optuna.Trial", axis: Options) -> int:
        if axis.ordered:
            return trial.suggest_int(axis.name, 0, axis.options - 1)
        chosen: int = trial.suggest_categorical(axis.name, list(range(axis.options)))
        return chosen


def chosen_method(method: str) -> str:
    """Return the method that "auto" stands for; raise `InputError` where PyTorch is missing."""
    has_torch = find_spec("torch") is not None
    if method == "auto":
        return "gp" if has_torch else "nsga2"
    if method == "gp" and not has_torch:
        raise InputError("method", "gp needs PyTorch", 'pip install "ceralyte[search]", or nsga2')
    return method


def _sampler(method: str, seed: int, batch: int) -> Any:
    from optuna import samplers

    if method == "gp":
        return samplers.GPSampler(seed=seed, n_startup_trials=GP_START)
    if method == "nsga2":
        return samplers.NSGAIISampler(seed=seed, population_size=max(2, batch))
    return samplers.RandomSampler(seed=seed)


@contextmanager
def _alone() -> Iterator[None]:
    """With one thread, so that sums come out the same everywhere (and fits sooner), and without
    Optuna's remarks on what is experimental: a note of the study says what was used."""
    with threadpool_limits(1), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
