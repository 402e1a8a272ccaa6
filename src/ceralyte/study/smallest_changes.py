"""Of the points of a reach study: the smallest changes that suffice."""

from collections.abc import Mapping, Sequence

from ceralyte.study.axes import Options
from ceralyte.study.bracket import nearest_short
from ceralyte.study.coordinates import change_size, is_choice, moved_axes, origin_of
from ceralyte.study.found import SmallestChange, StudyPoint
from ceralyte.study.sampling import At
from ceralyte.study.space import Space

SMALLEST = "smallest of all"
"""What a change is called that is smaller than all others, of whatever it consists."""


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
    short = [p.at for p in points if p.at is not None and not p.feasible]
    best: dict[str, tuple[float, StudyPoint]] = {}
    for p in points:
        if not p.feasible or p.at is None:
            continue
        size = change_size(space, origin, p.at)
        moved = moved_axes(space, origin, p.at)
        for axis in (SMALLEST, *([moved[0].name] if len(moved) == 1 else [])):
            if axis not in best or size < best[axis][0]:
                best[axis] = size, p
    return tuple(
        SmallestChange(
            axis=axis,
            size=size,
            point=p.number,
            labels=_from_to(p.labels, base_labels),
            may_shrink=_may_shrink(space, origin, p.at, short),
        )
        for axis, (size, p) in sorted(best.items(), key=lambda kv: (kv[0] != SMALLEST, kv[1][0]))
        if p.at is not None
    )


def _may_shrink(space: Space, origin: At, at: At, short: Sequence[At]) -> float | None:
    """By how much a change of one number may still be too large; None of any other change."""
    moved = moved_axes(space, origin, at)
    if len(moved) > 1 or any(is_choice(axis) for axis in moved):
        return None
    wide = (1 - nearest_short(short, at, origin)) * change_size(space, origin, at)
    steps = [1 / (axis.options - 1) for axis in moved if isinstance(axis, Options)]
    return max(wide - sum(steps), 0.0)  # of whole numbers, the next smaller one is the next


def _from_to(labels: Mapping[str, str], before: Mapping[str, str]) -> dict[str, str]:
    """What differs from the base, as "70 um -> 20 um"; of what the base has none, the new alone."""
    return {
        name: f"{before[name]} -> {label}" if name in before else label
        for name, label in labels.items()
        if before.get(name) != label
    }
