"""Of the points of a reach study: the smallest changes that suffice."""

from collections.abc import Sequence

from ceralyte.study.found import SmallestChange, StudyPoint
from ceralyte.study.reach import ALL, change_size, origin_of
from ceralyte.study.space import Space


def smallest_changes(
    space: Space, points: Sequence[StudyPoint], start: StudyPoint | None
) -> tuple[SmallestChange, ...]:
    """Return the smallest change of all, then the smallest of every axis alone.

    None of a study whose starting point already suffices, or is not known.
    """
    if start is None or start.feasible:
        return ()
    origin, names = origin_of(space), {axis.name for axis in space.axes}
    best: dict[str, SmallestChange] = {}
    for p in points:
        if not p.feasible or p.at is None:
            continue
        size = change_size(space, origin, p.at)
        for axis in (ALL, *([p.why] if p.why in names else [])):
            if axis not in best or size < best[axis].size:
                best[axis] = SmallestChange(axis=axis, size=size, point=p.number, labels=p.labels)
    return tuple(sorted(best.values(), key=lambda c: (c.axis != ALL, c.size)))
