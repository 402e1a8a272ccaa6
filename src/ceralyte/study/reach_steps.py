"""Where a reach study looks: along one axis, along all at once, nearer to its starting point."""

from collections.abc import Sequence

import numpy as np

from ceralyte.study.axes import Axis, Options
from ceralyte.study.coordinates import axes_along, is_choice, middled
from ceralyte.study.sampling import At
from ceralyte.study.space import Space

_LONGER = (1.0, 1.1, 1.25)


def scan(axis: Axis, points: int) -> list[At]:
    """Return coordinates along one axis: so many, of options that are no numbers all."""
    if isinstance(axis, Options):
        grid = axis.grid()
        if not axis.ordered:
            return [*grid]
        chosen = np.unique(np.linspace(0, len(grid) - 1, points).round().astype(int))
        return [grid[i] for i in chosen]
    steps = [i / (points - 1) for i in range(points)]
    if axis.coordinates == 1:
        return [(u,) for u in steps]
    return [
        tuple(u if k == i else 0.5 for k in range(axis.coordinates))
        for i in range(axis.coordinates)
        for u in steps
    ]


def shared_out(origin: At, single: Sequence[tuple[float, At]]) -> list[At]:
    """Return the smallest change of all numbers together, were the limit a plane through the
    single changes that suffice (size and place of each); and somewhat more of it."""
    if len(single) < 2 or any(size == 0 for size, _ in single):
        return []
    norm = sum(size**-2 for size, _ in single)
    ways = [
        [(here - home) / size**2 / norm for here, home in zip(at, origin, strict=True)]
        for size, at in single
    ]
    whole = [sum(parts) for parts in zip(*ways, strict=True)]
    return [
        tuple(min(max(h + k * way, 0.0), 1.0) for h, way in zip(origin, whole, strict=True))
        for k in _LONGER
    ]


def nearer(space: Space, origin: At, at: At, step: float) -> list[At]:
    """Return a place with one coordinate, or all numbers, a step nearer to the start.

    Options go there only by a whole step.
    """
    fixed = [is_choice(axis) and step < 1 for axis in axes_along(space)]
    near = middled(
        space,
        [
            here if stays else here - step * (here - home)
            for here, home, stays in zip(at, origin, fixed, strict=True)
        ],
    )
    return [*((*at[:i], u, *at[i + 1 :]) for i, u in enumerate(near)), near]
