"""Roughness of the two faces of a membrane."""

from dataclasses import dataclass

import numpy as np

from ceralyte.core.errors import InputError
from ceralyte.model import Structure
from ceralyte.model.structure import PORE
from ceralyte.numerics.face_areas import Floats


@dataclass(frozen=True)
class Roughness:
    """Roughness of one face, levelled.

    Attributes
    ----------
    mean : float, m
        Ra: mean distance from the mean plane.
    rms : float, m
        Rq: root of the mean square distance.
    open_fraction : float
        Share of the face over which no solid lies at all [-]; left out of the others.
    """

    mean: float
    rms: float
    open_fraction: float


def roughness(structure: Structure, face: str) -> Roughness:
    """Return the roughness of the face "bottom" (low z) or "top" (high z).

    The face is the first solid voxel seen along z. Its mean plane, by least squares, is taken
    off; along a periodic axis it cannot tilt.

    Raises
    ------
    InputError
        An unknown face, an image that is periodic along z or shows no solid.

    Validity
    --------
    Images that contain the face of the membrane. Where an image was cut out of the bulk, the
    result is the depth of the pores at the cut.

    Source
    ------
    Ra and Rq as in ISO 21920-2, over an area and without filters.
    """
    if face not in ("bottom", "top"):
        raise InputError("face", f"got '{face}'", "'bottom' or 'top'")
    if structure.periodic[2]:
        raise InputError("structure", "is periodic along z and has no faces", "an image with faces")
    solid = structure.phase != PORE
    if face == "top":
        solid = solid[:, :, ::-1]
    seen = solid.any(axis=2)
    if not seen.any():
        raise InputError("structure", "shows no solid", "an image with a solid")
    depth = solid.argmax(axis=2).astype(float)
    rest = (depth - _plane(depth, seen, structure.periodic))[seen] * structure.voxel_size
    return Roughness(
        mean=float(np.abs(rest).mean()),
        rms=float(np.sqrt((rest**2).mean())),
        open_fraction=float(1 - seen.mean()),
    )


def _plane(depth: Floats, seen: np.ndarray, periodic: tuple[bool, bool, bool]) -> Floats:
    """Mean plane of the depths that were seen; it tilts along axes with ends only."""
    x, y = np.meshgrid(*(np.arange(n) - (n - 1) / 2 for n in depth.shape), indexing="ij")
    terms = [np.ones_like(x), *(t for t, p in zip((x, y), periodic, strict=False) if not p)]
    columns = np.stack([t[seen] for t in terms], axis=1)
    weights = np.linalg.lstsq(columns, depth[seen], rcond=None)[0]
    return np.asarray(sum(w * t for w, t in zip(weights, terms, strict=True)))
