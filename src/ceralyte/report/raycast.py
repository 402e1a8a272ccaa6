"""Look at a block of labelled voxels from outside: parallel rays, pores are transparent."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter, map_coordinates

Floats = NDArray[np.float64]

_STEP = 0.5
_SOLID = 0.5


@dataclass(frozen=True)
class Camera:
    """A view along parallel rays; the unit vectors `right`, `up` and `towards` are its axes."""

    right: Floats
    up: Floats
    towards: Floats

    @classmethod
    def from_angles(cls, azimuth: float, elevation: float) -> "Camera":
        """Look at the block from `azimuth` (rad, from x towards y) and `elevation` (rad)."""
        ca, sa, ce, se = np.cos(azimuth), np.sin(azimuth), np.cos(elevation), np.sin(elevation)
        return cls(
            right=np.array([-sa, ca, 0.0]),
            up=np.array([-se * ca, -se * sa, ce]),
            towards=np.array([ce * ca, ce * sa, se]),
        )

    def project(self, points: Floats) -> Floats:
        """Return image coordinates (n, 2), right and up, of `points` (n, 3)."""
        return points @ np.stack([self.right, self.up], axis=1)


@dataclass(frozen=True)
class Hits:
    """Where the rays first meet solid.

    Attributes
    ----------
    pixel : ndarray (n,) int
        Flat index of the pixel.
    position, normal : ndarray (n, 3)
        In voxels, and of unit length, outwards.
    depth : ndarray (n,)
        Voxels travelled inside the block; 0 on its outer faces.
    """

    pixel: NDArray[np.intp]
    position: Floats
    normal: Floats
    depth: Floats


def cast(solid: NDArray[np.bool_], camera: Camera, origins: Floats) -> Hits:
    """Follow one ray per origin (n, 3) against `camera.towards` into the block `solid`.

    Validity
    --------
    The surface is the 0.5 level of the slightly blurred image: a pore of one voxel closes.
    """
    field = gaussian_filter(solid.astype(np.float32), 0.7, mode="nearest")
    direction = -camera.towards
    enter, leave, axis = _cross_box(np.array(solid.shape, float), origins, direction)
    pixel = np.flatnonzero(leave > enter)
    depth = _march(
        field, origins[pixel] + enter[pixel, None] * direction, direction, (leave - enter)[pixel]
    )
    seen = np.isfinite(depth)
    pixel, depth = pixel[seen], depth[seen]
    position = origins[pixel] + (enter[pixel] + depth)[:, None] * direction
    normal = np.zeros_like(position)
    face = axis[pixel]
    normal[np.arange(len(pixel)), face] = -np.sign(direction[face])
    inside = depth > 0
    normal[inside] = _gradient_normal(solid, position[inside], camera.towards)
    return Hits(pixel, position, normal, depth)


def sample(field: NDArray[np.float32], position: Floats) -> NDArray[np.float32]:
    """Return `field`, whose values stand at voxel centres, at `position` (n, 3) in voxels."""
    values: NDArray[np.float32] = map_coordinates(
        field, (position - 0.5).T, order=1, mode="nearest", output=np.float32
    )
    return values


def nearest_label(labels: NDArray[np.int64], position: Floats) -> NDArray[np.int64]:
    """Return the label that weighs most among the eight voxels around each position (n, 3).

    Weights are those of trilinear interpolation, so that boundaries run straight through
    voxels; label 0 counts only where nothing else is near.
    """
    padded = np.pad(labels, 1, mode="edge")
    base = np.floor(position + 0.5).astype(np.intp)
    found: NDArray[np.int64] = padded[tuple(base.T)]
    mixed = np.flatnonzero(_is_mixed(padded)[tuple(base.T)])
    corners = list(np.ndindex(2, 2, 2))
    around = [padded[tuple((base[mixed] + corner).T)] for corner in corners]
    part = position[mixed] + 0.5 - base[mixed]
    weights = [np.prod(np.where(corner, part, 1 - part), axis=1) for corner in corners]
    best, best_score = around[0], np.full(len(mixed), -1.0)
    for candidate in around:
        score = sum(w * (a == candidate) for a, w in zip(around, weights, strict=True))
        score = np.where(candidate == 0, -0.5, score)
        best = np.where(score > best_score, candidate, best)
        best_score = np.maximum(score, best_score)
    found[mixed] = best
    return found


def _is_mixed(labels: NDArray[np.int64]) -> NDArray[np.bool_]:
    """True at the low corner of each 2 x 2 x 2 voxels that do not share one label."""
    mixed = np.zeros(labels.shape, dtype=bool)
    for corner in np.ndindex(2, 2, 2):
        ahead = labels[
            tuple(slice(c, n - 1 + c) for c, n in zip(corner, labels.shape, strict=True))
        ]
        mixed[:-1, :-1, :-1] |= ahead != labels[:-1, :-1, :-1]
    return mixed


def _cross_box(
    box: Floats, origins: Floats, direction: Floats
) -> tuple[Floats, Floats, NDArray[np.intp]]:
    """Distances at which rays enter and leave the box, and the axis of the face they enter by."""
    to_low, to_high = -origins / direction, (box - origins) / direction
    near = np.minimum(to_low, to_high)
    return near.max(axis=1), np.maximum(to_low, to_high).min(axis=1), near.argmax(axis=1)


def _march(field: NDArray[np.float32], start: Floats, direction: Floats, length: Floats) -> Floats:
    """Depth at which each ray meets solid, by linear interpolation of steps; inf if never."""
    depth = np.full(len(start), np.inf)
    before = sample(field, start)
    depth[before >= _SOLID] = 0.0
    active = np.flatnonzero(before < _SOLID)
    before = before[active]
    travelled = 0.0
    while len(active):
        travelled += _STEP
        now = sample(field, start[active] + travelled * direction)
        hit = now >= _SOLID
        rise = np.maximum(now[hit] - before[hit], 1e-6)
        depth[active[hit]] = travelled - _STEP * (now[hit] - _SOLID) / rise
        go_on = ~hit & (travelled < length[active])
        active, before = active[go_on], now[go_on]
    return depth


def _gradient_normal(solid: NDArray[np.bool_], position: Floats, towards: Floats) -> Floats:
    """Outward normals from the gradient of the blurred image, turned to the viewer."""
    smooth = gaussian_filter(solid.astype(np.float32), 1.4, mode="nearest")
    normal = np.stack(
        [sample(smooth, position - step) - sample(smooth, position + step) for step in np.eye(3)],
        axis=1,
    ).astype(float)
    length = np.linalg.norm(normal, axis=1, keepdims=True)
    normal = np.where(length > 1e-4, normal / np.maximum(length, 1e-4), towards)
    return np.where((normal @ towards < 0)[:, None], -normal, normal)
