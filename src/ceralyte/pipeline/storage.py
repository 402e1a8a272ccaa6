"""A Design on disk: ``design.json`` beside ``structure.zarr``; comes back equal."""

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import ValidationError

from ceralyte.core.errors import InputError
from ceralyte.model import (
    Design,
    Mixture,
    Packing,
    Powder,
    PressedPacking,
    Structure,
    Tabulated,
)
from ceralyte.recipe import Recipe, recipe_to_yaml

_JSON = "design.json"
_VOLUME = "structure.zarr"
_SHARD = 256
_CHUNK = 64


def save_design(design: Design, folder: str | Path) -> Path:
    """Write `design` into `folder` (made if missing); return the path of the JSON file.

    Raises
    ------
    InputError
        The folder cannot be written.
    """
    folder = Path(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _save_structure(design.structure, folder / _VOLUME)
        path = folder / _JSON
        path.write_text(design.model_dump_json(indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise InputError(
            str(folder), f"cannot be written: {error}", "another --out folder"
        ) from error
    return path


def save_recipe(recipe: Recipe, folder: Path) -> Path:
    """Write the recipe into `folder` with the files that it names, so that it runs from there.

    Raises
    ------
    InputError
        The folder cannot be written.
    """
    size = recipe.ceramic.size
    if isinstance(size, Mixture):
        parts = tuple(_beside(part, recipe.folder, folder) for part in size.components)
        size = size.model_copy(update={"components": parts})
    else:
        size = _beside(size, recipe.folder, folder)
    update: dict[str, object] = {"ceramic": recipe.ceramic.model_copy(update={"size": size})}
    if recipe.materials_file:
        update["materials_file"] = _copy(recipe.folder / recipe.materials_file, folder)
    path = folder / "recipe.yaml"
    path.write_text(recipe_to_yaml(recipe.model_copy(update=update)), encoding="utf-8")
    return path


def _beside(size: Powder, source: Path, folder: Path) -> Powder:
    """A distribution whose file, if it has one, lies in `folder`."""
    if not isinstance(size, Tabulated):
        return size
    return size.model_copy(update={"source": _copy(source / size.source, folder)})


def _copy(file: Path, folder: Path) -> str:
    try:
        target = folder / file.name
        if file.resolve() != target.resolve():
            shutil.copyfile(file, target)
    except OSError as error:
        raise InputError(
            str(file), f"cannot be copied: {error.strerror}", "a readable file"
        ) from error
    return file.name


def load_design(folder: str | Path) -> Design:
    """Return the Design that `save_design` wrote into `folder`.

    Raises
    ------
    InputError
        No design there, or one of another version of ceralyte's records.
    """
    folder = Path(folder)
    path = folder / _JSON
    if not path.is_file() or not (folder / _VOLUME).is_dir():
        raise InputError(
            str(folder), f"holds no design ({_JSON} and {_VOLUME})", "the folder given with --out"
        )
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return Design.model_validate(data | {"structure": _load_structure(folder / _VOLUME)})
    except (ValidationError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            str(path), f"is not a design: {error}", "a file written by design"
        ) from error


def _save_structure(structure: Structure, path: Path) -> None:
    import zarr

    group = zarr.open_group(path, mode="w", zarr_format=3)
    group.attrs.update(
        {
            "voxel_size_m": structure.voxel_size,
            "periodic": list(structure.periodic),
            "axes": ["x", "y", "z"],
            "phases": {"0": "pore", "1": "ceramic", "2": "binder", "3": "support"},
        }
    )
    _put_volume(group, "phase", structure.phase)
    _put_volume(group, "grain", structure.grain)
    if structure.particles is not None:
        _save_particles(structure.particles, group.create_group("particles"))


def _save_particles(pressed: PressedPacking, group: Any) -> None:
    packing = pressed.particles
    for name in ("centres", "diameters", "box", "contacts", "rattlers"):
        group.create_array(name, data=np.ascontiguousarray(getattr(packing, name)))
    group.create_array("pressed_contacts", data=pressed.contacts)
    group.create_array("pressed_contact_areas", data=pressed.contact_areas)
    for name in ("growth", "branches", "free_areas"):
        group.create_array(f"pressed_{name}", data=getattr(pressed, name))
    group.attrs.update(
        {
            "periodic": list(packing.periodic),
            "overlap_relative_max": packing.overlap_relative_max,
            "seed": packing.seed,
            "relative_density": pressed.relative_density,
            "pressure_Pa": pressed.pressure,
        }
    )


def _put_volume(group: Any, name: str, data: np.ndarray) -> None:
    """One array in few files: chunks of 64^3 inside shards of 256^3."""
    sides = [min(side, _CHUNK) for side in data.shape]
    shards = [
        chunk * -(-min(side, _SHARD) // chunk)
        for side, chunk in zip(data.shape, sides, strict=True)
    ]
    group.create_array(name, data=data, chunks=tuple(sides), shards=tuple(shards))


def _load_structure(path: Path) -> Structure:
    import zarr

    group: Any = zarr.open_group(path, mode="r")
    particles = _load_particles(group["particles"]) if "particles" in group else None
    return Structure(
        phase=group["phase"][:],
        grain=group["grain"][:],
        voxel_size=group.attrs["voxel_size_m"],
        periodic=_three(group.attrs["periodic"]),
        particles=particles,
    )


def _load_particles(group: Any) -> PressedPacking:
    packing = Packing(
        centres=group["centres"][:],
        diameters=group["diameters"][:],
        box=group["box"][:],
        periodic=_three(group.attrs["periodic"]),
        contacts=group["contacts"][:],
        rattlers=group["rattlers"][:],
        overlap_relative_max=group.attrs["overlap_relative_max"],
        seed=group.attrs["seed"],
    )
    return PressedPacking(
        particles=packing,
        growth=group["pressed_growth"][:],
        relative_density=group.attrs["relative_density"],
        contacts=group["pressed_contacts"][:],
        contact_areas=group["pressed_contact_areas"][:],
        pressure=group.attrs["pressure_Pa"],
        branches=group["pressed_branches"][:],
        free_areas=group["pressed_free_areas"][:],
    )


def _three(flags: list[bool]) -> tuple[bool, bool, bool]:
    x, y, z = flags
    return x, y, z
