"""Chords: how far a straight line stays in one phase."""

from dataclasses import dataclass

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from ceralyte.model import Structure
from ceralyte.model.structure import PHASE_NAMES


@dataclass(frozen=True, eq=False)
class Chords:
    """Chords of one phase along one axis.

    Attributes
    ----------
    mean : float or None, m
        Without bias from the image's sides: length in the phase over half the number of chord
        ends in the image. None where no chord ends.
    counts : ndarray (n + 1,)
        How many whole chords are 0, 1, ... n voxels long; cut ones are left out.
    """

    mean: float | None
    counts: NDArray[np.int64]


def chords(structure: Structure, axis: int) -> dict[int, Chords]:
    """Return the chords along `axis` (0, 1, 2) of every phase that is there, by phase number.

    Validity
    --------
    Stationary structures. Whole chords are the shorter ones: their distribution is that of the
    structure only where the image is much longer than its chords.
    """
    lines = np.ascontiguousarray(np.moveaxis(structure.phase, axis, 2))
    counts, ends = _count(lines, structure.periodic[axis], len(PHASE_NAMES))
    voxels = np.bincount(structure.phase.ravel(), minlength=len(PHASE_NAMES))
    return {
        phase: Chords(
            mean=float(2 * voxels[phase] / ends[:, phase].sum() * structure.voxel_size)
            if ends[:, phase].any()
            else None,
            counts=counts[:, phase].sum(axis=0),
        )
        for phase in PHASE_NAMES
        if voxels[phase]
    }


@njit(parallel=True, cache=True)
def _count(lines, periodic, phases):  # type: ignore[no-untyped-def]
    """Histogram of whole chords, and chord ends, by plane and phase.

    `lines` (n0, n1, n) is read along its last axis. An end is where the phase changes within
    the line, over its periodic side too.
    """
    n0, n1, n = lines.shape
    counts = np.zeros((n0, phases, n + 1), np.int64)
    ends = np.zeros((n0, phases), np.int64)
    for i in prange(n0):
        for j in range(n1):
            line = lines[i, j]
            start = -1
            for k in range(n):
                if line[k] != line[k - 1] and (k > 0 or periodic):
                    ends[i, line[k]] += 1
                    ends[i, line[k - 1]] += 1
                    if start < 0:
                        first = k
                    else:
                        counts[i, line[k - 1], k - start] += 1
                    start = k
            if periodic and start >= 0:
                counts[i, line[n - 1], n - start + first] += 1
    return counts, ends
