"""What a packer hands to the benchmark: its packing so far, what it cost, and how good it is.

Runs in the Python of every packer, so it needs numpy alone until `measure` is called.
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Quality(NamedTuple):
    """Packing fraction, largest relative overlap, contacts of the backbone, share of rattlers."""

    fraction: float
    overlap: float
    coordination: float
    rattlers: float


def peak_memory() -> int:
    """Largest resident memory of this process so far, bytes; it excludes the process before it."""
    return _status("VmHWM")


def resident_memory() -> int:
    """Resident memory of this process now, bytes."""
    return _status("VmRSS")


def _status(field: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return 1024 * next(int(line.split()[1]) for line in lines if line.startswith(field))


def save(
    path: str, centres: Floats, box: Floats, *, wall: float, cpu: float, memory: tuple[int, int]
) -> None:
    """Replace the snapshot: `centres` (n, 3) in the order of the diameters, sides `box` (3,).

    `wall` and `cpu` are seconds of packing without start-up; `memory` holds the peak before packing
    and now, bytes.
    """
    partial = path + ".partial.npz"
    np.savez(partial, centres=centres, box=box, wall=wall, cpu=cpu, memory=memory)
    Path(partial).replace(path)


def measure(centres: Floats, diameters: Floats, box: Floats, contact_gap: float) -> Quality:
    """Judge spheres in a periodic box; two touch if their gap is below `contact_gap`.

    Gaps and overlaps are relative to the mean diameter of a pair. Rattlers have fewer than four
    contacts with particles that are no rattlers.
    """
    pairs, overlaps = _near_pairs(centres, diameters, box, contact_gap)
    held = np.ones(len(diameters), dtype=bool)
    while True:
        between_held = pairs[held[pairs].all(axis=1)]
        counts = np.bincount(between_held.ravel(), minlength=len(diameters))
        if not (held & (counts < 4)).any():
            break
        held &= counts >= 4
    return Quality(
        float(np.pi / 6 * np.sum(diameters**3) / np.prod(box)),
        max(float(overlaps.max(initial=0.0)), 0.0),
        2 * len(between_held) / max(int(held.sum()), 1),
        1 - float(held.mean()),
    )


def _near_pairs(
    centres: Floats, diameters: Floats, box: Floats, contact_gap: float
) -> tuple[NDArray[np.int64], Floats]:
    """Return pairs (m, 2) with a gap below `contact_gap`, each once, and their overlaps (m,).

    One search tree per factor of two in diameter, the larger of a pair in that of its class.
    """
    from scipy.spatial import KDTree

    places = np.mod(centres, box)
    places = np.where(places >= box, 0.0, places)
    size_class = np.floor(np.log2(diameters.max() / diameters)).astype(int)
    pairs, overlaps = [], []
    for k in np.unique(size_class):
        large, rest = np.flatnonzero(size_class == k), np.flatnonzero(size_class >= k)
        reach = diameters[large].max() * (1 + contact_gap)
        found = KDTree(places[large], boxsize=box).sparse_distance_matrix(
            KDTree(places[rest], boxsize=box), reach, output_type="ndarray"
        )
        i, j = large[found["i"]], rest[found["j"]]
        overlap = 1 - 2 * found["v"] / (diameters[i] + diameters[j])
        near = (overlap > -contact_gap) & ((i < j) | (size_class[j] > k))
        pairs.append(np.column_stack([i, j])[near])
        overlaps.append(overlap[near])
    return np.concatenate(pairs), np.concatenate(overlaps)
