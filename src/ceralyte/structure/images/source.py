"""An image file before its voxels are read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

AXES = "zyx"
"""How the axes of a file are read unless it, or its user, says otherwise; slowest first."""


@dataclass(frozen=True)
class ImageSource:
    """What a file says about its image, and how to get the voxels.

    Attributes
    ----------
    place : str
        The file, for messages.
    shape, dtype
        Of the array in the file.
    load : callable
        Returns the array.
    axes : str
        Names of its axes if the file states them, else "".
    voxel_size : tuple of 3 float or None
        Edges along x, y, z that the file states, m.
    notes : tuple of str
        What a user should know.
    """

    place: str
    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    load: Callable[[], NDArray]
    axes: str = ""
    voxel_size: tuple[float, float, float] | None = None
    notes: tuple[str, ...] = ()

    @property
    def nbytes(self) -> float:
        """Bytes of the array, before it is loaded."""
        return float(np.prod(np.array(self.shape, float)) * self.dtype.itemsize)
