"""Multi-objective search through Optuna, behind our ask and tell."""

import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from threadpoolctl import threadpool_limits

from ceralyte.core.errors import InputError
from ceralyte.study.axes import Axis, Options
from ceralyte.study.evaluate import Effort
from ceralyte.study.sampling import Ask, At, Tell

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


class Search:
    """Searches with Gaussian processes, NSGA-II, or at random.

    Parameters
    ----------
    axes : sequence of Axis
    judge : callable
    budget, batch, seed : int
        Recipes in all, at once; batch None: 4, a generation for NSGA-II.
    method : str
        "gp" (needs PyTorch), "nsga2", "random" or "auto": gp where it is installed.
    """

    def __init__(
        self,
        axes: Sequence[Axis],
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
        self._axes, self._judge, self._effort = axes, judge, effort
        self._left = budget
        self._batch = (
            batch or {"gp": GP_BATCH, "nsga2": POPULATION, "random": POPULATION}[self.method]
        )
        optuna.logging.set_verbosity(optuna.logging.WARNING)
        self._study = optuna.create_study(
            directions=["minimize"] * objectives, sampler=_sampler(self.method, seed, self._batch)
        )
        self._pending: list[optuna.Trial] = []

    def ask(self) -> Sequence[Ask]:
        """Return the next batch of points."""
        with _alone():
            self._pending = [self._study.ask() for _ in range(min(self._batch, self._left))]
            places = [self._at(trial) for trial in self._pending]
        self._left -= len(places)
        return [Ask(self._effort, at=at) for at in places]

    def tell(self, told: Sequence[Tell]) -> None:
        """Hand the results of the last batch on; failed ones teach nothing."""
        from optuna.trial import TrialState

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
        for axis in self._axes:
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
