"""A job, and how far it is."""

from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

State = Literal["queued", "running", "done", "failed", "cancelled"]
Kind = Literal["design", "study", "image", "impedance", "pack", "fit"]

ENDED = ("done", "failed", "cancelled")


@dataclass(frozen=True)
class Progress:
    """What is being done, the share that is behind, and an estimate of the seconds left.

    An estimate that has run out is no estimate: `overdue` says so until the next one.
    """

    stage: str = ""
    done: float = 0.0
    total: float = 1.0
    seconds_left: float | None = None
    overdue: bool = False

    def after(self, seconds: float) -> "Progress":
        """Return it as it stands `seconds` after it was told."""
        if self.seconds_left is None:
            return self
        left = self.seconds_left - seconds
        return (
            replace(self, seconds_left=left)
            if left > 0
            else replace(self, seconds_left=None, overdue=True)
        )


@dataclass(frozen=True)
class Job:
    """A row of the queue.

    Times are seconds since 1970, None for what has not happened. `error` says in words why a job
    failed, `summary` is the short result of one that is done.
    """

    id: str
    kind: Kind
    title: str
    state: State
    created: float
    started: float | None = None
    ended: float | None = None
    error: dict[str, Any] | None = None
    summary: dict[str, Any] | None = None
    progress: Progress = field(default_factory=Progress)

    def to_json(self) -> dict[str, Any]:
        """Return it as the page gets it."""
        return asdict(self)
