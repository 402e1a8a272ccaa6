"""Touching particles of an image split into grains."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter, label

from ceralyte.core.errors import InputError
from ceralyte.core.memory import require_memory
from ceralyte.model import Structure
from ceralyte.model.structure import CERAMIC
from ceralyte.structure.distance import distance_inside

NECK = 0.8
"""Rule of thumb: a waist narrower than this share of the smaller part separates two grains."""

_BYTES_PER_VOXEL = 60
_SMOOTHING = 1.0  # voxels; single voxels on a surface make no grain of their own


def split_grains(structure: Structure, *, neck: float = NECK) -> Structure:
    """Return the structure with its ceramic split into grains at its waists: an estimate.

    The distance to the surface is flooded from its maxima (watershed). Where two parts meet at
    a waist that is wider than `neck` times the smaller one's inscribed sphere, they are one
    grain.

    Parameters
    ----------
    structure : Structure
        Grains that it has are replaced; its particles and contacts are dropped.
    neck : float
        Above 0 and below 1: 0.5 splits only at narrow necks, 0.95 into nearly all bulges.

    Returns
    -------
    Structure
        Grains numbered from 1.

    Raises
    ------
    InputError
        `neck` out of range, or no ceramic.
    MemoryLimitError
        About 60 bytes per voxel do not fit.

    Validity
    --------
    An estimate: finds compact particles that touch at necks; flat boundaries between grains of
    a dense ceramic have no waist and are not found. Periodic sides count as sides here: a grain
    that crosses one has a number on either side.

    Source
    ------
    S. Beucher and C. Lantuejoul, Workshop on Image Processing, Rennes (1979); by scikit-image.
    """
    from skimage.feature import peak_local_max
    from skimage.segmentation import watershed

    if not 0 < neck < 1:
        raise InputError("neck", f"got {neck:g}", "above 0 and below 1")
    mask = structure.phase == CERAMIC
    if not mask.any():
        raise InputError("structure", "holds no ceramic to split", "an image with ceramic")
    require_memory("splitting grains", _BYTES_PER_VOXEL * mask.size, "a smaller piece of the image")
    distance = distance_inside(mask, (False, False, False))
    smooth = gaussian_filter(distance, _SMOOTHING)
    smooth[~mask] = 0
    parts, _ = label(mask)
    peaks = peak_local_max(smooth, min_distance=1, exclude_border=False, labels=parts)
    markers = np.zeros(mask.shape, np.int32)
    markers[tuple(peaks.T)] = np.arange(1, len(peaks) + 1)
    basins = watershed(-smooth, markers, mask=mask).astype(np.int32)
    merged = _merge(basins, smooth, neck)
    return replace(structure, grain=merged, particles=None, contacts=None)


def _merge(
    basins: NDArray[np.int32], height: NDArray[np.float32], neck: float
) -> NDArray[np.int32]:
    """Join basins over saddles higher than `neck` times the lower of their peaks."""
    count = int(basins.max())
    peak = np.zeros(count + 1)
    np.maximum.at(peak, basins.ravel(), height.ravel())
    pairs, saddles = _saddles(basins, height)
    root = np.arange(count + 1)

    def find(k: int) -> int:
        while root[k] != k:
            root[k] = root[root[k]]
            k = int(root[k])
        return k

    for k in np.argsort(-saddles, kind="stable"):
        a, b = find(int(pairs[k, 0])), find(int(pairs[k, 1]))
        if a != b and saddles[k] > neck * min(peak[a], peak[b]):
            low, high = sorted((a, b))
            root[high] = low
            peak[low] = max(peak[a], peak[b])
    roots = np.array([find(k) for k in range(count + 1)])
    _, numbers = np.unique(roots, return_inverse=True)
    return numbers.astype(np.int32)[basins]


def _saddles(
    basins: NDArray[np.int32], height: NDArray[np.float32]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Pairs of basins that share a face, and the highest point on the way between them."""
    count = int(basins.max()) + 1
    keys, levels = [], []
    for axis in range(3):
        here, there = np.moveaxis(basins, axis, 0)[:-1], np.moveaxis(basins, axis, 0)[1:]
        level = np.moveaxis(height, axis, 0)
        meets = (here != there) & (here > 0) & (there > 0)
        a, b = here[meets].astype(np.int64), there[meets].astype(np.int64)
        keys.append(np.minimum(a, b) * count + np.maximum(a, b))
        levels.append(np.minimum(level[:-1][meets], level[1:][meets]))
    found, pair = np.unique(np.concatenate(keys), return_inverse=True)
    highest = np.zeros(len(found))
    np.maximum.at(highest, pair, np.concatenate(levels))
    return np.stack([found // count, found % count], axis=1), highest
