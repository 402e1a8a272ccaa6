"""A plane of a volume: as numbers for the page to colour, or as a picture.

The picture has the colours that the page gives the plane in `web/src/widgets/slice.ts`.
"""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.colors import to_rgb
from numpy.typing import NDArray

from ceralyte.core.errors import InputError, UnknownNameError
from ceralyte.model.structure import PHASE_NAMES
from ceralyte.report.style import PHASE_COLOURS

AXES = "xyz"
MAPS = {"potential": "viridis", "current": "viridis", "stress": "cividis"}
_EMPTY = 255 * np.array(to_rgb(PHASE_COLOURS["pore"]))
_SPREAD = np.uint32(2654435761)  # about 2^32 over the golden ratio: neighbours get far apart
_SMALLEST = 480  # pixels of the shorter side


@dataclass(frozen=True)
class Slice:
    """A plane across an axis: (rows, columns) along the other two axes, later one first.

    Across x: z by y; across y: z by x; across z: y by x. Row 0 is at the origin.
    """

    field: str
    values: NDArray[Any]


def cut(view: Path, scene: dict[str, Any], field: str, axis: str, index: int) -> Slice:
    """Return a plane of a field; only what it needs is read.

    Raises
    ------
    InputError
        No such field or axis, or an index beyond the volume.
    """
    names = [f["name"] for f in scene["fields"]]
    if field not in names:
        raise UnknownNameError("field", field, names)
    if axis not in AXES or len(axis) != 1:
        raise UnknownNameError("axis", axis, AXES)
    volume = np.load(view / f"{field}.npy", mmap_mode="r", allow_pickle=False)
    number = AXES.index(axis)
    count = volume.shape[number]
    if not 0 <= index < count:
        raise InputError("index", f"got {index}", f"0 to {count - 1}")
    return Slice(field, np.ascontiguousarray(np.take(volume, index, axis=number).T))


def picture(plane: Slice, low: float, high: float) -> bytes:
    """Return a plane as PNG with its origin at the lower left, pixels as large as it takes.

    Parameters
    ----------
    plane : Slice
    low, high : float
        Ends of the field in the whole volume.
    """
    from PIL import Image

    image = Image.fromarray(_coloured(plane, low, high)[::-1])
    times = max(1, -(-_SMALLEST // min(image.size)))
    if times > 1:
        size = image.width * times, image.height * times
        image = image.resize(size, Image.Resampling.NEAREST)
    out = BytesIO()
    image.save(out, "PNG", compress_level=1)
    return out.getvalue()


def _coloured(plane: Slice, low: float, high: float) -> NDArray[np.uint8]:
    values = plane.values
    if plane.field == "phase":
        colours = np.array([to_rgb(PHASE_COLOURS[name]) for name in PHASE_NAMES.values()])
        return np.asarray(np.rint(255 * colours[values]), np.uint8)
    if plane.field == "grain":
        rgb = _grain_colours(values.astype(np.uint32))
        rgb[values == 0] = _EMPTY
        return np.asarray(np.rint(rgb), np.uint8)
    there = np.isfinite(values)
    share = np.clip((np.where(there, values, low) - low) / ((high - low) or 1.0), 0, 1)
    rgb = 255 * mpl.colormaps[MAPS[plane.field]](np.rint(255 * share).astype(int))[..., :3]
    rgb[~there] = _EMPTY
    return np.asarray(np.rint(rgb), np.uint8)


def _grain_colours(grains: NDArray[np.uint32]) -> NDArray[np.float64]:
    """Blues and greys of many lightnesses, so that neighbours differ."""
    mixed = grains * _SPREAD  # modulo 2^32
    tone, tint = (mixed & 1023) / 1023, (mixed >> 10 & 1023) / 1023
    return np.stack([70 + 110 * tone, 120 + 90 * tone - 20 * tint, 165 + 70 * tone], axis=-1)
