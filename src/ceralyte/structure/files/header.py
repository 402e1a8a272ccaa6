"""What a file says about a structure beside its voxels."""

from collections.abc import Sequence
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.errors import InputError
from ceralyte.core.memory import require_memory
from ceralyte.model import Structure
from ceralyte.model.structure import PHASE_NAMES
from ceralyte.structure.images.labels import checked_voxel_size

FORMAT = "ceralyte structure 1"

_BYTES_PER_VOXEL = 16
"""Phase and grain as they are stored, as they are read and turned, and as they are kept."""


def header_of(structure: Structure) -> dict[str, Any]:
    """Return what is written beside the voxels, ready for JSON."""
    return {
        "format": FORMAT,
        "voxel_size_m": float(structure.voxel_size),
        "periodic_xyz": [bool(wraps) for wraps in structure.periodic],
        "phases": {str(number): name for number, name in PHASE_NAMES.items()},
    }


def require_room(shape: Sequence[int], place: str) -> None:
    """Raise `MemoryLimitError` if a structure of so many voxels cannot be read."""
    require_memory(
        f"reading {' x '.join(map(str, shape))} voxels from {place}",
        _BYTES_PER_VOXEL * float(np.prod(np.asarray(shape, float))),
        "a machine with more memory",
    )


def structure_of(header: dict[str, Any], phase: NDArray, grain: NDArray, place: str) -> Structure:
    """Return the structure of a header and its voxels (x, y, z)."""
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        raise InputError(place, "has no header of a structure", "a file by write_structure")
    edge, wraps = checked_voxel_size(header["voxel_size_m"]), header["periodic_xyz"]
    if phase.ndim != 3 or phase.shape != grain.shape or phase.size == 0:
        raise ValueError(f"phases {phase.shape}, grains {grain.shape}")
    if not set(np.unique(phase)) <= set(PHASE_NAMES) or grain.min() < 0:
        raise ValueError(f"phases up to {phase.max()}, grains from {grain.min()}")
    if [type(wrap) for wrap in wraps] != [bool] * 3:
        raise ValueError(f"periodic axes {wraps}")
    return Structure(
        phase=np.ascontiguousarray(phase, dtype=np.uint8),
        grain=np.ascontiguousarray(grain, dtype=np.int32),
        voxel_size=edge,
        periodic=cast(tuple[bool, bool, bool], tuple(wraps)),
    )
