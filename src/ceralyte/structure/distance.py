"""Distance of voxels to the surface of the phase that they lie in."""

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_edt

_FIRST_MARGIN = 16


def distance_inside(
    mask: NDArray[np.bool_], periodic: tuple[bool, bool, bool]
) -> NDArray[np.float32]:
    """Return the distance of every voxel of a mask to the nearest voxel outside it, in voxels.

    Sides that are not periodic are no surface. Between centres: a voxel at a surface is at 1.

    Parameters
    ----------
    mask : ndarray (nx, ny, nz) bool
        With a voxel outside it.
    periodic : tuple of 3 bool

    Returns
    -------
    ndarray (nx, ny, nz) float32
        0 outside the mask.

    Examples
    --------
    >>> row = np.array([1, 1, 1, 0, 1], bool).reshape(5, 1, 1)
    >>> distance_inside(row, (False, False, False)).ravel().tolist()
    [3.0, 2.0, 1.0, 0.0, 1.0]
    >>> distance_inside(row, (True, False, False)).ravel().tolist()
    [2.0, 2.0, 1.0, 0.0, 1.0]
    """
    margin = _FIRST_MARGIN
    while True:
        widths = [
            min(margin, n // 2) if p else 0 for n, p in zip(mask.shape, periodic, strict=True)
        ]
        padded = np.pad(mask, [(w, w) for w in widths], mode="wrap")
        inner = tuple(slice(w, w + n) for w, n in zip(widths, mask.shape, strict=True))
        distance = distance_transform_edt(padded)[inner].astype(np.float32)
        done = all(
            not p or w == n // 2 for w, n, p in zip(widths, mask.shape, periodic, strict=True)
        )
        # Beyond the margin a nearer surface may hide.
        if done or float(distance.max()) <= margin:
            return distance
        margin *= 2
