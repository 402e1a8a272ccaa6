"""What a file says about a structure beside its voxels."""

from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.errors import InputError
from ceralyte.model import Structure
from ceralyte.model.structure import PHASE_NAMES

FORMAT = "ceralyte structure 1"


def header_of(structure: Structure) -> dict[str, Any]:
    """Return what is written beside the voxels, ready for JSON."""
    return {
        "format": FORMAT,
        "voxel_size_m": float(structure.voxel_size),
        "periodic_xyz": [bool(wraps) for wraps in structure.periodic],
        "phases": {str(number): name for number, name in PHASE_NAMES.items()},
    }


def structure_of(header: dict[str, Any], phase: NDArray, grain: NDArray, place: str) -> Structure:
    """Return the structure of a header and its voxels (x, y, z)."""
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        raise InputError(place, "has no header of a structure", "a file by write_structure")
    return Structure(
        phase=np.ascontiguousarray(phase, dtype=np.uint8),
        grain=np.ascontiguousarray(grain, dtype=np.int32),
        voxel_size=float(header["voxel_size_m"]),
        periodic=cast(tuple[bool, bool, bool], tuple(header["periodic_xyz"])),
    )
