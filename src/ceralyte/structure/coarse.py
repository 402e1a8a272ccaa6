"""The same structure on coarser voxels."""

import numpy as np

from ceralyte.core.errors import InputError
from ceralyte.model import Structure

_LEAST = 4


def coarsened(structure: Structure, step: int = 2) -> Structure:
    """Return every `step`-th voxel along each axis as a voxel `step` times as large.

    As if imaged with larger voxels: phases keep their shares on average, thin films and necks
    lose their connection. What it gives beside the original is a measure of the error from the
    voxel size. Known contacts stay known, unless voxels are lost.

    Parameters
    ----------
    structure : Structure
    step : int
        Sides that are no multiple of it lose their last voxels.

    Raises
    ------
    InputError
        Fewer than four voxels along a side would be left.

    Examples
    --------
    >>> phase = np.ones((9, 8, 8), np.uint8)
    >>> fine = Structure(phase, np.zeros((9, 8, 8), np.int32), 1e-6, (False, False, False))
    >>> coarsened(fine).shape
    (4, 4, 4)
    """
    sides = [n // step for n in structure.shape]
    if step < 1 or min(sides) < _LEAST:
        before, after = (" x ".join(map(str, n)) for n in (structure.shape, sides))
        raise InputError(
            "structure",
            f"{before} voxels shrink to {after}",
            f"{_LEAST} or more left along every side",
        )
    whole = all(n * step == side for n, side in zip(sides, structure.shape, strict=True))
    kept = tuple(slice(step // 2, step // 2 + step * n, step) for n in sides)
    return Structure(
        np.ascontiguousarray(structure.phase[kept]),
        np.ascontiguousarray(structure.grain[kept]),
        step * structure.voxel_size,
        structure.periodic,
        contacts=structure.contacts if whole else None,
    )
