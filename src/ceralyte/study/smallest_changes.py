"""Of the points of a reach study: the smallest changes that suffice."""

from collections.abc import Mapping, Sequence

from ceralyte.study.found import SmallestChange, StudyPoint
from ceralyte.study.reach import ALL, change_size, moved_axes, origin_of
from ceralyte.study.space import Space


def smallest_changes(
    space: Space,
    points: Sequence[StudyPoint],
    start: StudyPoint | None,
    base_labels: Mapping[str, str],
) -> tuple[SmallestChange, ...]:
    """Return the smallest change of all, then the smallest of every axis alone.

    None of a study whose starting point already suffices, or is not known. The labels of a change
    say what the base had and what it becomes; what stays is left out.
    """
    if start is None or start.feasible:
        return ()
    origin = origin_of(space)
    best: dict[str, SmallestChange] = {}
    for p in points:
        if not p.feasible or p.at is None:
            continue
        size = change_size(space, origin, p.at)
        moved = moved_axes(space, origin, p.at)
        for axis in (ALL, *([moved[0].name] if len(moved) == 1 else [])):
            if axis not in best or size < best[axis].size:
                labels = _from_to(p.labels, base_labels)
                best[axis] = SmallestChange(axis=axis, size=size, point=p.number, labels=labels)
    return tuple(sorted(best.values(), key=lambda c: (c.axis != ALL, c.size)))


def _from_to(labels: Mapping[str, str], before: Mapping[str, str]) -> dict[str, str]:
    """What differs from the base, as "70 um -> 20 um"; of what the base has none, the new alone."""
    return {
        name: f"{before[name]} -> {label}" if name in before else label
        for name, label in labels.items()
        if before.get(name) != label
    }
