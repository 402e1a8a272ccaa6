"""Images of a structure: a block seen from outside, and a slice through it."""

import numpy as np
from matplotlib.colors import to_rgb
from numpy.typing import NDArray
from scipy.ndimage import binary_opening, find_objects, gaussian_filter, zoom

from ceralyte.model.structure import CERAMIC, PHASE_NAMES, PORE, Structure
from ceralyte.report.raycast import Camera, Floats, Hits, cast, nearest_label, sample
from ceralyte.report.style import PHASE_COLOURS

Image = NDArray[np.uint8]

LARGEST_BLOCK = 160
"""Voxels along an edge of the block that is drawn; of a larger structure a corner is shown."""

CAMERA = Camera.from_angles(azimuth=np.radians(-52), elevation=np.radians(27))
"""From where a block is seen: above one of its upright edges."""

_LIGHT = np.array([0.05, -0.60, 0.80])
_FILL = np.array([0.95, -0.10, 0.30])
_OVERSAMPLING = 2
_SHARP = 2  # voxels: thinner features are drawn without smoothing
_GRAIN_STEP = 0.6180339887498949  # golden ratio: neighbours in number differ most in shade
_GRAIN_SHADES = np.array([to_rgb(c) for c in ("#4379ad", "#7db0d8", "#bcd9ec")])
_SHADOW = np.array([0.035, 0.05, 0.11])
_BOUNDARY = 0.42  # brightness of grain boundaries
_PHASES = len(PHASE_NAMES)


def render_structure(structure: Structure, *, width: int = 560) -> Image:
    """Draw the block of voxels in parallel projection, with light, shade and depth.

    Solids are opaque, pores transparent, z points up; every grain has its own shade.

    Parameters
    ----------
    structure : Structure
    width : int
        Pixels of the picture's longer side, about.

    Returns
    -------
    ndarray (rows, columns, 4) uint8
        Red, green, blue, opacity; see-through outside the block.
    """
    phase, grain = visible_block(structure)
    origins, shape = _origins(phase.shape, width * _OVERSAMPLING)
    solid = phase != PORE
    hits = cast(solid, CAMERA, origins)
    labels = nearest_label(_labels(phase, grain), hits.position)
    light = _light(solid, hits)[:, None]
    colour = light * _colour_of(labels) + np.clip(1 - light, 0, 1) * _SHADOW
    picture = np.zeros((len(origins), 4))
    picture[hits.pixel, :3] = colour * _boundaries(labels, hits, shape)[:, None]
    picture[hits.pixel, 3] = 1.0
    return _shrink(picture.reshape(*shape, 4))


def slice_image(structure: Structure, *, width: int = 560) -> Image:
    """Draw the plane y = middle: x to the right, z up, boundaries between grains dark.

    Returns
    -------
    ndarray (rows, columns, 3) uint8
    """
    middle = structure.shape[1] // 2
    labels = _labels(structure.phase[:, middle], structure.grain[:, middle])
    upright = labels.T[::-1]
    scale = max(1, round(width / max(upright.shape)))
    found = _magnify(upright, scale * _OVERSAMPLING)
    colour = _colour_of(found)
    colour[_edges(found)] *= _BOUNDARY
    return _shrink(colour)


def plane_image(phase: NDArray[np.uint8], grain: NDArray[np.int32]) -> Floats:
    """Colour the pixels of a plane by phase, and those of grains by a shade for each.

    Parameters
    ----------
    phase, grain : ndarray (rows, columns)

    Returns
    -------
    ndarray (rows, columns, 3)
        Red, green, blue in 0..1.
    """
    return _colour_of(_labels(phase, grain))


def visible_block(structure: Structure) -> tuple[NDArray[np.uint8], NDArray[np.int32]]:
    """Return phase and grain of the part that is drawn."""
    corner = (slice(0, LARGEST_BLOCK),) * 3
    return structure.phase[corner], structure.grain[corner]


def _labels(phase: NDArray[np.uint8], grain: NDArray[np.int32]) -> NDArray[np.int64]:
    """One number for phase and grain; 0 is a pore."""
    return np.where(phase == CERAMIC, grain, 0).astype(np.int64) * _PHASES + phase


def _origins(box: tuple[int, ...], longest: int) -> tuple[Floats, tuple[int, int]]:
    """Start points of the rays, outside the block, row by row from the top left."""
    corners = np.array(list(np.ndindex(2, 2, 2))) * np.array(box, float)
    flat = CAMERA.project(corners)
    (left, bottom), (right, top) = flat.min(axis=0), flat.max(axis=0)
    pixel = max(right - left, top - bottom) / longest
    columns, rows = (
        _OVERSAMPLING * round(e / pixel / _OVERSAMPLING) for e in (right - left, top - bottom)
    )
    u = left + (np.arange(columns) + 0.5) / columns * (right - left)
    v = top - (np.arange(rows) + 0.5) / rows * (top - bottom)
    far = (corners @ CAMERA.towards).max() + 1.0
    plane = u[None, :, None] * CAMERA.right + v[:, None, None] * CAMERA.up
    return (plane + far * CAMERA.towards).reshape(-1, 3), (rows, columns)


def _magnify(labels: NDArray[np.int64], scale: int) -> NDArray[np.int64]:
    """Show each pixel as `scale` x `scale` pixels, with boundaries smoothed by under a voxel.

    Every label's blurred share of the area is interpolated; the largest share wins. Where a phase
    is thinner than `_SHARP` voxels it would lose everywhere: there its voxels are drawn as they
    are, and nothing wins beyond them, so that phases keep their share of the area.
    """
    wide = tuple(n * scale for n in labels.shape)
    best, share = np.zeros(wide, dtype=np.int64), np.full(wide, -1.0, dtype=np.float32)
    names, numbers = np.unique(labels, return_inverse=True)
    boxes = find_objects(numbers.reshape(labels.shape) + 1)
    for name, box in zip(names, boxes, strict=True):
        around = tuple(
            slice(max(b.start - 3, 0), min(b.stop + 3, n))
            for b, n in zip(box, labels.shape, strict=True)
        )
        blurred = gaussian_filter((labels[around] == name).astype(np.float32), 0.8, mode="nearest")
        fine = zoom(blurred, scale, order=1, mode="nearest", grid_mode=True)
        there = tuple(slice(a.start * scale, a.stop * scale) for a in around)
        wins = fine > share[there]
        best[there][wins], share[there][wins] = name, fine[wins]
    whole = np.ones((scale, scale), dtype=bool)
    thin = np.kron(_thin(labels % _PHASES), whole)
    best[thin] = np.kron(labels, whole)[thin]
    return best


def _thin(phase: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Pixels of a phase where no square of `_SHARP` pixels fits into it."""
    square = np.ones((_SHARP, _SHARP), dtype=bool)
    thin = np.zeros(phase.shape, dtype=bool)
    for number in np.unique(phase):
        inside = np.pad(phase == number, _SHARP, mode="edge")
        wide = binary_opening(inside, square)[_SHARP:-_SHARP, _SHARP:-_SHARP]
        thin |= (phase == number) & ~wide
    return thin


def _colour_of(labels: NDArray[np.int64]) -> Floats:
    """Red, green, blue in 0..1 of each label; grains take a shade by their number."""
    phase, grain = labels % _PHASES, labels // _PHASES
    palette = np.array([to_rgb(PHASE_COLOURS[name]) for name in PHASE_NAMES.values()])
    colour: Floats = palette[phase]
    grains = (phase == CERAMIC) & (grain > 0)
    place = grain[grains] * _GRAIN_STEP % 1.0
    stops = np.linspace(0, 1, len(_GRAIN_SHADES))
    for channel in range(3):
        colour[grains, channel] = np.interp(place, stops, _GRAIN_SHADES[:, channel])
    return colour


def _light(solid: NDArray[np.bool_], hits: Hits) -> Floats:
    """Brightness of each hit: two lamps, the sky, and darkness down in the pores."""
    lamps = sum(
        strength * np.clip(hits.normal @ (lamp / np.linalg.norm(lamp)), 0, 1)
        for strength, lamp in ((0.62, _LIGHT), (0.23, _FILL))
    )
    around = gaussian_filter(solid.astype(np.float32), 3.0, mode="constant")
    hidden = sample(around, hits.position + 2.5 * hits.normal).astype(float)
    open_sky = np.where(hits.depth > 0, 1 - 0.75 * np.clip(hidden, 0, 1), 1.0)
    fading = 0.25 + 0.75 * np.exp(-hits.depth / 14.0)
    return np.asarray((0.48 + lamps) * open_sky * fading)


def _boundaries(labels: NDArray[np.int64], hits: Hits, shape: tuple[int, int]) -> Floats:
    """Factor that darkens the pixels where two grains meet."""
    flat = np.zeros(shape[0] * shape[1], dtype=np.int64)
    flat[hits.pixel] = labels
    return np.where(_edges(flat.reshape(shape)).ravel()[hits.pixel], _BOUNDARY, 1.0)


def _edges(labels: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Pixels beside which another grain begins."""
    ceramic = labels % _PHASES == CERAMIC
    edge = np.zeros(labels.shape, dtype=bool)
    for before, after in (
        ((slice(None, -1), slice(None)), (slice(1, None), slice(None))),
        ((slice(None), slice(None, -1)), (slice(None), slice(1, None))),
    ):
        meet = (labels[before] != labels[after]) & ceramic[before] & ceramic[after]
        edge[before] |= meet
        edge[after] |= meet
    return edge


def _shrink(picture: Floats) -> Image:
    """Average squares of pixels, weighted by opacity where there is one."""
    rows, columns, channels = picture.shape
    n = _OVERSAMPLING
    colour = picture[..., :3] * (picture[..., 3:] if channels == 4 else 1.0)
    stacked = np.concatenate([colour, picture[..., 3:]], axis=-1)
    small = stacked.reshape(rows // n, n, columns // n, n, channels).mean(axis=(1, 3))
    if channels == 4:
        small[..., :3] /= np.maximum(small[..., 3:], 1e-9)
    return np.asarray(np.clip(small, 0, 1) * 255 + 0.5, dtype=np.uint8)
