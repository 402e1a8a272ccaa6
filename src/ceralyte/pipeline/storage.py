"""A Design on disk: ``design.json`` beside its volume and its current; comes back equal."""

import json
import shutil
from pathlib import Path

import numpy as np
from pydantic import ValidationError

from ceralyte.core.errors import InputError
from ceralyte.core.files import missing, whole_file
from ceralyte.core.problems import problems_of
from ceralyte.model import CurrentSlice, Design
from ceralyte.recipe import Recipe, recipe_to_yaml, with_files
from ceralyte.structure import read_structure, write_structure

_JSON = "design.json"
_VOLUME = "structure.zarr"
_CURRENT = "current.npz"
_FOLDER = "the folder given with --out"
_SOURCES = f"a recipe, or the folder of a design: {_FOLDER}"


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
        write_structure(design.structure, folder / _VOLUME)
        (folder / _CURRENT).unlink(missing_ok=True)
        if design.current is not None:
            np.savez_compressed(folder / _CURRENT, **vars(design.current))
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
    beside = with_files(recipe, lambda name: _copy(recipe.folder / name, folder))
    path = folder / "recipe.yaml"
    path.write_text(recipe_to_yaml(beside), encoding="utf-8")
    return path


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


def design_folder(source: str | Path, allowed: str = _SOURCES) -> Path | None:
    """Return the folder of a design; None where `source` is a file.

    Raises
    ------
    InputError
        Nothing is there, or a folder without a design; it says what is `allowed`.
    """
    path = Path(source)
    if path.exists() and not path.is_dir():
        return None
    _require_design(path, allowed)
    return path


def load_design(folder: str | Path) -> Design:
    """Return the Design that `save_design` wrote into `folder`.

    Raises
    ------
    InputError
        No design there, or one of another version of ceralyte's records.
    """
    folder = Path(folder)
    _require_design(folder, _FOLDER)
    path = folder / _JSON
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        beside = {"structure": read_structure(folder / _VOLUME), "current": _current(folder)}
        return Design.model_validate(data | beside)
    except ValidationError as error:
        first = problems_of(error.errors(), data, "", Design)[0].error
        told = f"is not a design: {first.field} {first.problem}"
        raise InputError(str(path), told, "one that this version of ceralyte wrote") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            str(path), f"is not a design: {error}", "a file written by design"
        ) from error


def _require_design(folder: Path, allowed: str) -> None:
    if not folder.exists():
        raise missing(folder, allowed, "file or folder")
    if not (folder / _JSON).is_file() or not (folder / _VOLUME).is_dir():
        raise InputError(str(folder), f"holds no design ({_JSON} and {_VOLUME})", allowed)


def _current(folder: Path) -> CurrentSlice | None:
    if not (folder / _CURRENT).is_file():
        return None
    with whole_file(str(folder / _CURRENT), ".npz file"), np.load(folder / _CURRENT) as file:
        return CurrentSlice(file["modulus"], float(file["hot_spots"]))
