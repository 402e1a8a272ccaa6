"""How many workers a study gets: as many as cores, fewer where memory is short."""

from dataclasses import dataclass, replace

import psutil

from ceralyte.core.errors import InputError, MemoryLimitError
from ceralyte.core.memory import usable_memory
from ceralyte.pipeline import LEVELS, design_memory, estimate_memory
from ceralyte.study.schema import STUDY_LEVELS, Study

MOST_WORKERS = 512
_GIB = 2.0**30
REMEDY = "a lower level, fewer particles, or a machine with more memory"


@dataclass(frozen=True)
class CrewSize:
    """Number of worker processes; `note` says why they are fewer than cores, else it is empty."""

    workers: int
    note: str = ""


def worker_memory(study: Study) -> float:
    """Return the memory of a worker at the finest level of a study, bytes; an estimate."""
    finest = max((study.level, *(r.level for r in study.rungs)), key=STUDY_LEVELS.index)
    return memory_at(finest, study.particles)


def memory_at(level: str, particles: int | None) -> float:
    """Return the memory of a process that computes recipes at a level, bytes; an estimate."""
    if level not in LEVELS:
        return estimate_memory()
    found = LEVELS[level]
    return design_memory(replace(found, particles=particles or found.particles))


def require_workers(workers: int | None) -> None:
    """Raise `InputError` for a number of workers that cannot be; None: as many as fit."""
    if workers is not None and not 1 <= workers <= MOST_WORKERS:
        raise InputError("workers", f"got {workers}", f"1 to {MOST_WORKERS}")


def crew_size(study: Study, workers: int | None) -> CrewSize:
    """Return how many workers compute a study; `workers` None: one for each core, if they fit.

    Raises
    ------
    InputError
        A number that cannot be.
    MemoryLimitError
        So many do not fit into the free memory, or not even one.
    """
    require_workers(workers)
    each, free = worker_memory(study), usable_memory()
    room = int(free // each)
    wanted = workers if workers is not None else min(psutil.cpu_count() or 1, MOST_WORKERS)
    if room >= wanted:
        return CrewSize(wanted)
    if room == 0:
        raise MemoryLimitError("a study with one worker", each, free, REMEDY)
    if workers is not None:
        what, remedy = f"a study with {workers} workers", f"--workers {room}, or {REMEDY}"
        raise MemoryLimitError(what, workers * each, free, remedy)
    return CrewSize(
        room,
        f"{room} of {wanted} cores are used: a worker needs about {each / _GIB:.1f} GiB and "
        f"{free / _GIB:.1f} GiB are free",
    )
