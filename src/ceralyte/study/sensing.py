"""Global sensitivity through SALib: which input moves which number, and how much."""

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.quantities import Record
from ceralyte.study.space import Space

Floats = NDArray[np.float64]

MOST_MISSING = 0.1
"""Share of the recipes without a number above which its sensitivity is not told."""
MORRIS_LEVELS = 6


class Sensitivity(Record):
    """How much of the spread of one number each input explains.

    `inputs` name the coordinates. Sobol: `first` order and `total` indices [-] with the half
    widths of their 95 % confidence intervals. Morris: `total` is mu* over the spread of the
    number [-], `first` is empty. `reason` says why there is none.
    """

    number: str
    method: str
    inputs: tuple[str, ...]
    first: tuple[float, ...] = ()
    first_confidence: tuple[float, ...] = ()
    total: tuple[float, ...] = ()
    total_confidence: tuple[float, ...] = ()
    reason: str = ""


def input_names(space: Space) -> list[str]:
    """Return a name for every coordinate of a space."""
    return [
        axis.name if axis.coordinates == 1 else f"{axis.name} ({i + 1})"
        for axis in space.axes
        for i in range(axis.coordinates)
    ]


def problem_of(space: Space) -> dict[str, Any]:
    """Return the unit cube of a space as SALib describes it."""
    return {
        "num_vars": space.dimensions,
        "names": input_names(space),
        "bounds": [[0.0, 1.0]] * space.dimensions,
    }


def sensing_points(space: Space, budget: int, seed: int, method: str) -> Floats:
    """Return the points of a Sobol or Morris design of about `budget` recipes, two blocks or more.

    Returns
    -------
    ndarray (n, dimensions)
    """
    problem, width = problem_of(space), space.dimensions
    if method == "morris":
        from SALib.sample import morris

        count = max(2, budget // (width + 1))
        return np.asarray(morris.sample(problem, count, num_levels=MORRIS_LEVELS, seed=seed))
    from SALib.sample import sobol

    blocks = max(2, 2 ** int(np.log2(max(2, budget // (width + 2)))))
    return np.asarray(sobol.sample(problem, blocks, calc_second_order=False, seed=seed))


def sensitivity(
    space: Space, name: str, points: Floats, values: Sequence[float | None], seed: int, method: str
) -> Sensitivity:
    """Return the sensitivity of one number; blocks with a missing value are left out.

    Parameters
    ----------
    points : ndarray (n, dimensions)
        From `sensing_points`.
    values : sequence of float or None
        The number at each point.
    """
    names = tuple(input_names(space))
    block = space.dimensions + (1 if method == "morris" else 2)
    table = np.array([np.nan if v is None else v for v in values]).reshape(-1, block)
    whole = ~np.isnan(table).any(axis=1)
    if whole.mean() < 1 - MOST_MISSING or whole.sum() < 2:
        reason = f"{(~whole).sum()} of {len(whole)} blocks lack a value"
        return Sensitivity(number=name, method=method, inputs=names, reason=reason)
    y = table[whole].ravel()
    spread = float(np.std(y))
    if spread <= 1e-12 * max(1e-300, float(np.abs(y).max())):
        return Sensitivity(number=name, method=method, inputs=names, reason="it does not change")
    x = points.reshape(len(whole), block, -1)[whole].reshape(len(y), -1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _analysed(problem_of(space), name, names, x, y, seed, method)


def _analysed(
    problem: dict[str, Any],
    name: str,
    names: tuple[str, ...],
    x: Floats,
    y: Floats,
    seed: int,
    method: str,
) -> Sensitivity:
    if method == "morris":
        from SALib.analyze import morris

        found = morris.analyze(problem, x, y, num_levels=MORRIS_LEVELS, seed=seed)
        scale = float(np.std(y))
        return Sensitivity(
            number=name,
            method="morris",
            inputs=names,
            total=_floats(found["mu_star"] / scale),
            total_confidence=_floats(found["mu_star_conf"] / scale),
        )
    from SALib.analyze import sobol

    found = sobol.analyze(problem, y, calc_second_order=False, seed=seed)
    return Sensitivity(
        number=name,
        method="sobol",
        inputs=names,
        first=_floats(found["S1"]),
        first_confidence=_floats(found["S1_conf"]),
        total=_floats(found["ST"]),
        total_confidence=_floats(found["ST_conf"]),
    )


def _floats(values: Any) -> tuple[float, ...]:
    return tuple(float(v) for v in values)
