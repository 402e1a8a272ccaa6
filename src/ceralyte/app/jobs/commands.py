"""What a job is: a command of `ceralyte`, with the files that it needs, in a folder of its own."""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from ceralyte.app.documents import (
    Text,
    files_named,
    plain,
    read_document,
    require_uploaded,
)
from ceralyte.app.door import NAME, written
from ceralyte.app.jobs.options import (
    DESIGN_OPTIONS,
    FIT_OPTIONS,
    IMAGE_OPTIONS,
    IMPEDANCE_OPTIONS,
    PACK_OPTIONS,
    Option,
    arguments_of,
    field_of,
    option_errors,
    stated,
)
from ceralyte.app.jobs.record import Kind
from ceralyte.app.places import Places
from ceralyte.app.uploads import SUFFIXES
from ceralyte.core.errors import InputError, UnknownNameError
from ceralyte.model import SizeDistribution
from ceralyte.model.levels import LEVELS
from ceralyte.packing import parse_distribution, size_window
from ceralyte.recipe import Recipe, placed
from ceralyte.recipe.document import validated

RECIPE, STUDY, STORE, RESULTS = "recipe.yaml", "study.yaml", "study.sqlite", "results"
PARTICLES, STRUCTURE, DESIGN = "particles.csv", "structure.zarr", "design"
_OF_A_DESIGN = ("design.json", "current.npz", "recipe.yaml", "structure.zarr")


class Request(BaseModel):
    """What the page asks for."""

    model_config = ConfigDict(extra="forbid")

    kind: Kind
    title: Text = Field(default="", max_length=200)
    recipe: Text | None = None
    study: Text | None = None
    level: Text = "quick"
    seeds: int | None = Field(default=None, ge=1, le=100)
    upload: Text | None = None
    options: dict[Text, Option] = Field(default_factory=dict)


@dataclass(frozen=True)
class Command:
    """Arguments of `ceralyte`, texts to write and files to lay into the folder, by name."""

    arguments: tuple[str, ...]
    title: str
    texts: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Path] = field(default_factory=dict)


def command_of(request: Request, places: Places) -> Command:
    """Return the command that does what is asked for.

    Raises
    ------
    InputError
        Whatever makes the request one that cannot be run.
    """
    return _MAKERS[request.kind](request, places)


def lay_out(command: Command, folder: Path) -> None:
    """Lay into the folder of a job all that its command needs."""
    for name, text in command.texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    for name, source in command.files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, folder / name, copy_function=_link)
        else:
            _link(source, folder / name)


def _link(source: str | Path, target: str | Path) -> None:
    """One more name for a file, which nobody changes; a copy where the disk knows no links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _design(request: Request, places: Places) -> Command:
    recipe, texts, files = _recipe(request, places)
    arguments = ["design", RECIPE, f"--level={_level(request)}", *_seeds(request)]
    arguments += arguments_of(request.options, DESIGN_OPTIONS)
    return Command(
        (*arguments, f"--out={RESULTS}", "--json"), request.title or recipe.name, texts, files
    )


def _study(request: Request, places: Places) -> Command:
    from ceralyte.study import Study, plan_study

    data = _mapping(request.study, "study")
    if request.recipe is not None:
        data["recipe"] = _mapping(request.recipe, NAME)
    if not isinstance(data.get("recipe"), Mapping):
        raise InputError("recipe", "is missing", "the recipe that the study starts from")
    files = require_uploaded(data, "study", places.uploads)
    try:
        study = validated(Study, plain(data), "", {})
        plan_study(study, places.uploads)
    except InputError as error:
        raise placed(error, data, "study") from error
    arguments_of(request.options, {})
    arguments = ("study", "run", STUDY, f"--store={STORE}")  # as many workers as fit
    return Command(
        (*arguments, f"--out={RESULTS}", "--json"),
        request.title or study.name,
        {STUDY: written(data)},
        {f.name: f for f in files},
    )


def _image(request: Request, places: Places) -> Command:
    file = _upload(request, places, "image")
    arguments = ["image", file.name, *arguments_of(request.options, IMAGE_OPTIONS)]
    arguments += [f"--export={RESULTS}/{STRUCTURE}", f"--out={RESULTS}", "--json"]
    return Command(tuple(arguments), request.title or file.name, files={file.name: file})


def _fit(request: Request, places: Places) -> Command:
    file = _upload(request, places, "spectrum")
    arguments = ["impedance", f"--fit={file.name}", *arguments_of(request.options, FIT_OPTIONS)]
    with option_errors(FIT_OPTIONS):
        _require_sample(file, request.options)
    arguments += [f"--figures={RESULTS}/figures", "--json"]
    return Command(tuple(arguments), request.title or file.name, files={file.name: file})


def _impedance(request: Request, places: Places) -> Command:
    options = dict(request.options)
    job = options.pop("job", None)
    arguments = arguments_of(options, IMPEDANCE_OPTIONS)
    arguments += [f"--figures={RESULTS}/figures", "--json"]
    if job is None:
        recipe, texts, files = _recipe(request, places)
        target = ["impedance", RECIPE, f"--level={_level(request)}"]
        return Command((*target, *arguments), request.title or recipe.name, texts, files)
    results = places.job(str(job)) / RESULTS
    if not (results / "design.json").is_file():
        raise InputError("options.job", f"job {str(job)[:40]} is no finished design", "a design")
    with option_errors(IMPEDANCE_OPTIONS):
        _require_admittances(results / "recipe.yaml", options)
    there = [results / name for name in _OF_A_DESIGN if (results / name).exists()]
    return Command(
        ("impedance", DESIGN, *arguments),
        request.title or "impedance",
        files={f"{DESIGN}/{f.name}": f for f in there},
    )


def _require_sample(file: Path, options: Mapping[str, Option]) -> None:
    """Read a spectrum as its command will."""
    from ceralyte.transport import read_spectrum

    area, thickness = (stated(options, FIT_OPTIONS, name) for name in ("area", "thickness"))
    read_spectrum(file, area=area, thickness=thickness)


def _require_admittances(recipe: Path, options: Mapping[str, Option]) -> None:
    """See that what is stated suffices for a spectrum."""
    from ceralyte.pipeline import Interfaces, require_admittances
    from ceralyte.pipeline.impedance_inputs import BAND, POINTS
    from ceralyte.recipe import load_recipe

    found = {name: stated(options, IMPEDANCE_OPTIONS, name) for name in IMPEDANCE_OPTIONS}
    between = {n: found[n] for n in Interfaces.model_fields if found.get(n) is not None}
    require_admittances(
        load_recipe(recipe),
        found["permittivity"],
        interfaces=Interfaces(**between),
        temperature=found["temperature"],
        band=found["band"] or BAND,
        points=found["points"] or POINTS,
    )


def _require_enough(sizes: SizeDistribution, options: Mapping[str, Option]) -> None:
    """See that so many particles can stand for these sizes."""
    particles = stated(options, PACK_OPTIONS, "particles")
    if particles is None:
        return
    try:
        size_window(sizes, particles, dimension=2 if str(options.get("dimension")) == "2" else 3)
    except InputError as error:
        raise error.at(field_of("particles")) from error


def _pack(request: Request, places: Places) -> Command:
    options = dict(request.options)
    text = str(options.pop("distribution", ""))
    files = require_uploaded({"distribution": text}, "distribution", places.uploads)
    arguments = ["pack", text, *arguments_of(options, PACK_OPTIONS), *_seeds(request)]
    _require_enough(parse_distribution(text, places.uploads), options)
    arguments += [f"--out={RESULTS}/{PARTICLES}", f"--figures={RESULTS}/figures", "--json"]
    return Command(tuple(arguments), request.title or text, files={f.name: f for f in files})


_MAKERS = {
    "design": _design,
    "study": _study,
    "image": _image,
    "impedance": _impedance,
    "pack": _pack,
    "fit": _fit,
}


def _recipe(request: Request, places: Places) -> tuple[Recipe, dict[str, str], dict[str, Path]]:
    """The recipe of a request, its text, and the files that it names."""
    data = _mapping(request.recipe, NAME)
    files = require_uploaded(data, NAME, places.uploads)
    recipe = validated(Recipe, data, NAME, {"folder": places.uploads})
    assert request.recipe is not None  # else _mapping had raised
    return recipe, {RECIPE: request.recipe}, {f.name: f for f in files}


def _mapping(text: str | None, name: str) -> Any:
    if text is None:
        raise InputError(name, "is missing", f"the text of a {name}")
    data = read_document(text, name)
    if not isinstance(data, Mapping):
        raise InputError(name, f"is not a {name}", "lines of 'key: value'")
    files_named(data, name)
    return data


def _upload(request: Request, places: Places, kind: str) -> Path:
    if request.upload is None:
        raise InputError("upload", "is missing", "the id of an uploaded file")
    found = places.upload(request.upload)
    if found.suffix not in SUFFIXES[kind]:
        raise InputError("upload", f"{found.name} is no {kind}", ", ".join(SUFFIXES[kind]))
    return found


def _level(request: Request) -> str:
    if request.level not in LEVELS:
        raise UnknownNameError("level", request.level, LEVELS)
    return request.level


def _seeds(request: Request) -> list[str]:
    return [] if request.seeds is None else [f"--seeds={request.seeds}"]
