"""Voxels that are no cubes into cubes."""

from collections.abc import Sequence
from math import isclose

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.errors import InputError
from ceralyte.core.units import LENGTH, show
from ceralyte.structure.images.labels import checked_voxel_size

Edges = tuple[float, float, float]
VoxelSize = float | str | Sequence[float | str]

_LONGEST = 10.0
"""Longest edge over shortest: beyond it most voxels would be copies."""


def checked_edges(voxel_size: VoxelSize | None, hint: str = "") -> Edges:
    """Return the edges of a voxel along x, y, z in m; one length stands for all three.

    Parameters
    ----------
    voxel_size : float (m), text such as "398 nm", three of them, or text of three with commas
    hint : str
        What the file states, for the error message.

    Raises
    ------
    InputError
        Not stated, not one or three lengths, beyond all sense, or edges that differ by more than
        a factor of 10.

    Examples
    --------
    >>> checked_edges("10 nm, 10 nm, 20 nm")
    (1e-08, 1e-08, 2e-08)
    """
    parts = voxel_size.split(",") if isinstance(voxel_size, str) else voxel_size
    if parts is None or isinstance(parts, float | int) or not isinstance(parts, Sequence):
        parts = [parts]  # type: ignore[list-item]
    if len(parts) not in (1, 3):
        raise InputError(
            "voxel_size", f"{len(parts)} lengths", "one for cubes, or three along x, y, z"
        )
    edges = [checked_voxel_size(part, hint) for part in parts]
    x, y, z = edges * (3 // len(edges))
    if max(edges) > _LONGEST * min(edges):
        raise InputError(
            "voxel_size",
            f"edges of {_text((x, y, z))}",
            f"edges that differ by a factor of {_LONGEST:g} at most",
        )
    return x, y, z


def cubes_needed(shape: tuple[int, ...], edges: Edges) -> tuple[int, ...]:
    """Return how many cubes of the shortest edge fill an image of `shape` (x, y, z)."""
    return tuple(round(n * e / min(edges)) for n, e in zip(shape, edges, strict=True))


def as_cubes(labels: NDArray, edges: Edges) -> NDArray:
    """Return labels on cubes of the shortest edge: each takes the voxel at its centre."""
    if is_cube(edges):
        return labels
    places = [
        np.minimum(((np.arange(count) + 0.5) * min(edges) / e).astype(int), n - 1)
        for count, n, e in zip(cubes_needed(labels.shape, edges), labels.shape, edges, strict=True)
    ]
    return labels[np.ix_(*places)]


def resampling_note(edges: Edges) -> tuple[str, ...]:
    """Return what a user should know where voxels were no cubes."""
    if is_cube(edges):
        return ()
    return (
        f"voxels of {_text(edges)} along x, y, z were resampled to cubes of "
        f"{show(min(edges), LENGTH, 4)}; resolution along the longer edges stays as it was",
    )


def is_cube(edges: Edges) -> bool:
    """Return whether the edges are equal to a thousandth."""
    return all(isclose(e, edges[0], rel_tol=1e-3) for e in edges)


def _text(edges: Edges) -> str:
    return ", ".join(show(e, LENGTH, 4) for e in edges)
