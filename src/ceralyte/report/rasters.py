"""The numbers behind the pictures of a structure: planes as CSV, the block as arrays of NumPy."""

from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ceralyte.model import CurrentSlice
from ceralyte.model.structure import Structure
from ceralyte.report.pictures import visible_block
from ceralyte.report.tables import plane_csv


def picture_data(structure: Structure, current: CurrentSlice | None) -> dict[str, bytes]:
    """Return the files of numbers of the pictures that a report shows, by name.

    `structure.npz` holds the block that is drawn: `phase` (uint8) and `grain` (int32), both
    (nx, ny, nz), and `voxel_size` in m. `slice.csv` and `slice_grains.csv` are phase and grain of
    the plane y = middle, `current.csv` the current density in it over its mean, 0 where nothing
    conducts. Phases: 0 pore, 1 ceramic, 2 binder, 3 support, 4 substrate; 0 is no grain.
    """
    middle = structure.shape[1] // 2
    planes: dict[str, NDArray[Any]] = {
        "slice.csv": structure.phase[:, middle],
        "slice_grains.csv": structure.grain[:, middle],
    }
    if current is not None:
        planes["current.csv"] = np.round(current.modulus.astype(float), 4)
    files = {n: plane_csv(p, structure.voxel_size).encode() for n, p in planes.items()}
    return files | {"structure.npz": _block(structure)}


def _block(structure: Structure) -> bytes:
    phase, grain = visible_block(structure)
    data = BytesIO()
    np.savez_compressed(data, phase=phase, grain=grain, voxel_size=structure.voxel_size)
    return data.getvalue()
