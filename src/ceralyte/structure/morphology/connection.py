"""What connects through a structure."""

import numpy as np

from ceralyte.core.errors import UnknownNameError
from ceralyte.model import Structure
from ceralyte.model.structure import PHASE_NAMES
from ceralyte.numerics.connectivity import connected_parts, through_labels

AXES = {"x": 0, "y": 1, "z": 2}


def percolating_fraction(structure: Structure, phase: int, axis: str = "z") -> float:
    """Return the share of `phase` that is connected to both ends of `axis` [-]; 0 if none is.

    Voxels are connected through faces; lateral periodic sides count as connected.

    Raises
    ------
    UnknownNameError
        An axis other than x, y, z.
    """
    if axis not in AXES:
        raise UnknownNameError("axis", str(axis), AXES)
    return _fractions(structure, phase, (axis,))[axis]


def percolating_fractions(structure: Structure) -> dict[str, dict[str, float]]:
    """Return `percolating_fraction` of every phase that is there, along x, y and z."""
    return {
        PHASE_NAMES[int(phase)]: _fractions(structure, int(phase), tuple(AXES))
        for phase in np.unique(structure.phase)
    }


def _fractions(structure: Structure, phase: int, axes: tuple[str, ...]) -> dict[str, float]:
    mask = structure.phase == phase
    total = int(mask.sum())
    found, sizes = {}, {}
    labels_of: dict[tuple[int, ...], np.ndarray] = {}
    for name in axes:
        along = AXES[name]
        lateral = tuple(a for a in range(3) if a != along and structure.periodic[a])
        if lateral not in labels_of:
            labels_of[lateral] = connected_parts(mask, lateral)
            sizes[lateral] = np.bincount(labels_of[lateral].ravel())
        through = through_labels(labels_of[lateral], along)
        found[name] = float(sizes[lateral][through].sum() / total) if total else 0.0
    return found
