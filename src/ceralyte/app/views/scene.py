"""What the page draws in three dimensions and cuts open, written once by the worker.

A folder `view` beside the results: `scene.json`, the fields as NumPy arrays (nx, ny, nz) that the
server maps into memory, and particles, fibres and the surface of the binder as bare numbers.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.files import written_whole
from ceralyte.core.quantities import Unavailable
from ceralyte.model import Packing, PressedPacking, Structure
from ceralyte.model.structure import BINDER, PHASE_NAMES, PORE

VIEW, SCENE, NUMBERS, CHARTS = "view", "scene.json", "numbers.json", "charts.json"
PARTICLES, FIBRES, BINDER_MESH = "particles.bin", "fibres.bin", "binder.bin"
MOST_TRIANGLES = 200_000

Volume = NDArray[np.float32] | NDArray[np.uint8]


@dataclass(frozen=True)
class Field:
    """A volume to cut: `unit` as shown; what is shown is `scale` times the value.

    `note` is what a reader must know of it.
    """

    values: Volume
    unit: str = ""
    scale: float = 1.0
    note: str = ""


def write_scene(
    folder: Path,
    *,
    structure: Structure | None = None,
    packing: Packing | None = None,
    fields: Mapping[str, Field | Unavailable] | None = None,
) -> None:
    """Write the view of a structure, or of a packing alone, into `folder`/view.

    Parameters
    ----------
    folder : Path
        Of the job.
    structure : Structure or None
        Its phases, its grains if it has any, its particles and its binder are shown.
    packing : Packing or None
    fields : mapping
        More volumes of the structure by name, or why there are none. They are blank (NaN) in pores
        as the phases have them, also where a grain cuts a voxel whose middle lies in a pore.
    """
    target = folder / VIEW
    with written_whole(target) as place:
        place.mkdir()
        scene: dict[str, Any] = {"fields": [], "particles": 0, "fibres": 0, "binder": None}
        if structure is not None:
            scene |= _box(structure)
            volumes = _volumes(structure) | {
                name: _in_solid(field, structure) for name, field in (fields or {}).items()
            }
            scene["fields"] = [
                _put_field(place, name, f) for name, f in volumes.items() if isinstance(f, Field)
            ]
            scene["missing"] = {
                name: f.reason for name, f in volumes.items() if isinstance(f, Unavailable)
            }
            scene["binder"] = _put_binder(place, structure)
        pressed = structure.particles if structure is not None else None
        beds = packing if pressed is None else pressed.particles
        if beds is not None:
            scene.setdefault("box_m", [float(side) for side in beds.box])
            scene |= _put_particles(place, beds, pressed)
        (place / SCENE).write_text(json.dumps(scene), encoding="utf-8")


def _box(structure: Structure) -> dict[str, Any]:
    return {
        "box_m": [n * structure.voxel_size for n in structure.shape],
        "voxel_size_m": structure.voxel_size,
        "shape": list(structure.shape),
    }


def _volumes(structure: Structure) -> dict[str, Field | Unavailable]:
    found: dict[str, Field | Unavailable] = {"phase": Field(structure.phase)}
    if structure.grain.any():
        found["grain"] = Field(structure.grain.astype(np.float32))
    return found


def _in_solid(field: Field | Unavailable, structure: Structure) -> Field | Unavailable:
    if isinstance(field, Unavailable):
        return field
    blanked = np.where(structure.phase == PORE, np.float32(np.nan), field.values)
    return replace(field, values=blanked)


def _put_field(place: Path, name: str, field: Field) -> dict[str, Any]:
    np.save(place / f"{name}.npy", np.ascontiguousarray(field.values), allow_pickle=False)
    told: dict[str, Any] = {
        "name": name,
        "unit": field.unit,
        "scale": field.scale,
        "note": field.note,
        "min": float(np.nanmin(field.values)),
        "max": float(np.nanmax(field.values)),
    }
    return told | ({"labels": list(PHASE_NAMES.values())} if name == "phase" else {})


def _put_particles(place: Path, bed: Packing, pressed: PressedPacking | None) -> dict[str, int]:
    radii = bed.diameters / 2 if pressed is None else pressed.radii
    _put(place / PARTICLES, np.column_stack([bed.centres, radii]))
    rods = bed.obstacles
    if rods is not None:
        _put(place / FIBRES, np.column_stack([rods.starts, rods.ends, rods.diameters / 2]))
    return {"particles": len(bed), "fibres": 0 if rods is None else len(rods)}


def _put_binder(place: Path, structure: Structure) -> dict[str, int] | None:
    """Write the surface of the binder, on coarser steps where it has too many triangles."""
    inside = structure.phase == BINDER
    if not inside.any():
        return None
    from skimage.measure import marching_cubes

    padded = np.pad(inside, 1).astype(np.float32)  # closed where the image ends
    step = 1
    while True:
        corners, triangles, _, _ = marching_cubes(padded, 0.5, step_size=step)
        if len(triangles) <= MOST_TRIANGLES:
            break
        step += 1
    metres = (corners - 0.5) * structure.voxel_size  # centre of voxel i at i + 1/2, and the pad
    _put(place / BINDER_MESH, metres)
    with (place / BINDER_MESH).open("ab") as file:
        file.write(triangles.astype("<u4").tobytes())
    return {"vertices": len(corners), "triangles": len(triangles)}


def _put(path: Path, rows: NDArray[Any]) -> None:
    path.write_bytes(np.ascontiguousarray(rows, dtype="<f4").tobytes())
