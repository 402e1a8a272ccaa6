"""An image file before its voxels are read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.errors import InputError, UnknownNameError

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


def chosen(place: str, dataset: str | None, names: list[str]) -> str:
    """Return which array of a file is meant: `dataset`, or the only one."""
    if dataset is not None:
        plain = dataset.strip("/")
        if plain not in names:
            raise UnknownNameError(f"{place}: dataset", plain, names)
        return plain
    if len(names) != 1:
        raise InputError(
            f"{place}: dataset",
            f"the file holds {len(names)} arrays" + (": " + ", ".join(names[:12]) if names else ""),
            "dataset=NAME of one of them" if names else "a file with an image",
        )
    return names[0]


def unwritten(blocks: float, there: int, value: object) -> tuple[str, ...]:
    """Return a note if a file lacks blocks of voxels: they are empty, or it is not complete."""
    if there >= blocks:
        return ()
    return (
        f"{blocks - there:.0f} of {blocks:.0f} blocks of voxels are not in the file and read as "
        f"{value}: right if all of them hold that value, wrong if the file was copied in part",
    )
