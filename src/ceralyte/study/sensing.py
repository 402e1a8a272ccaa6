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
FEW_BLOCKS = 16
"""Blocks of a design below which its indices and their error bars are not to be relied on."""
_BEYOND = 0.02
"""By how much an index may leave 0 to 1 before it is told: they are estimates, not bounded."""


class Sensitivity(Record):
    """How much of the spread of one number each input explains.

    `inputs` name the coordinates, `blocks` counts those of the design. Sobol: `first`
    order and `total` indices [-] with the half widths of their 95 % confidence intervals. Morris:
    `total` is mu* over the spread of the number [-], `first` is empty. `reason` says why there is
    none.
    """

    number: str
    method: str
    inputs: tuple[str, ...]
    blocks: int = 0
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
    width = len(names)
    if method == "morris":
        from SALib.analyze import morris

        found = morris.analyze(problem, x, y, num_levels=MORRIS_LEVELS, seed=seed)
        scale = float(np.std(y))
        return Sensitivity(
            number=name,
            method="morris",
            inputs=names,
            blocks=len(y) // (width + 1),
            total=_floats(found["mu_star"] / scale),
            total_confidence=_floats(found["mu_star_conf"] / scale),
        )
    from SALib.analyze import sobol

    # SALib takes a seed of 0 for none: its error bars would differ from call to call
    found = sobol.analyze(problem, y, calc_second_order=False, seed=seed + 1)
    return Sensitivity(
        number=name,
        method="sobol",
        inputs=names,
        blocks=len(y) // (width + 2),
        first=_floats(found["S1"]),
        first_confidence=_floats(found["S1_conf"]),
        total=_floats(found["ST"]),
        total_confidence=_floats(found["ST_conf"]),
    )


def notes_on(found: Sequence[Sensitivity]) -> list[str]:
    """Return what makes sensitivities doubtful: too few blocks, indices that cannot be."""
    told = [one for one in found if one.total]
    notes = []
    few = [one for one in told if one.blocks < FEW_BLOCKS]
    if few:
        block = len(few[0].inputs) + (1 if few[0].method == "morris" else 2)
        notes.append(
            f"{min(one.blocks for one in few)} blocks of {block} recipes are too few: neither the "
            f"order of the inputs nor the error bars can be relied on; {FEW_BLOCKS} blocks take a "
            f"budget of {FEW_BLOCKS * block}, better ten times as much"
        )
    beyond = [one.number.replace("_", " ") for one in told if _cannot_be(one)]
    if beyond:
        notes.append(
            f"indices below 0 or above 1 ({', '.join(beyond)}): shares of a variance cannot be so, "
            "the error of sampling is larger than its bar says; more recipes are needed"
        )
    return notes


def _cannot_be(one: Sensitivity) -> bool:
    indices = np.array([*one.first, *one.total])
    return one.method == "sobol" and bool(
        (indices < -_BEYOND).any() or (indices > 1 + _BEYOND).any()
    )


def _floats(values: Any) -> tuple[float, ...]:
    return tuple(float(v) for v in values)
