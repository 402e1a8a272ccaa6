"""One evaluation: a recipe at a level, as a task that any process can do, and its answer."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from pydantic import ValidationError

from ceralyte import __version__
from ceralyte.core.errors import CeralyteError, InputError
from ceralyte.core.provenance import sha256_of
from ceralyte.materials.reader import read_csv
from ceralyte.pipeline import Numbers, design, estimate, numbers_of
from ceralyte.recipe import Recipe
from ceralyte.recipe.document import validated
from ceralyte.study.paths import Changes, changed, document_of
from ceralyte.study.schema import ESTIMATE

_WORDS = ("name", "description", "reference", "measured", "targets")
"""Sections of a recipe that its numbers do not depend on."""

COMPILING = "compiling"
"""Line of a worker that compiles kernels, before its answer."""
COMPILING_FROM = 1.0
"""Seconds of compiling that are worth this line."""


@dataclass(frozen=True)
class Effort:
    """How a recipe is computed; `seeds` and `particles` None: as the level has them."""

    level: str = ESTIMATE
    seeds: int | None = None
    particles: int | None = None


@dataclass(frozen=True)
class Task:
    """A recipe to compute. `key` is the hash of all that its numbers depend on."""

    key: str
    recipe: dict[str, Any]
    folder: str
    effort: Effort

    def to_json(self) -> str:
        """Return the task as one line of text."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "Task":
        """Return the task that `to_json` wrote."""
        data = json.loads(text)
        return cls(data["key"], data["recipe"], data["folder"], Effort(**data["effort"]))


@dataclass(frozen=True)
class Answer:
    """What became of a task: `numbers` as JSON, or a `message` that says why there are none."""

    key: str
    numbers: str | None
    message: str
    seconds: float

    @property
    def done(self) -> bool:
        """Whether there are numbers."""
        return self.numbers is not None


def read_numbers(text: str) -> Numbers:
    """Return the numbers of an answer.

    Raises
    ------
    InputError
        Another version of ceralyte wrote them, with other fields.
    """
    try:
        return Numbers.model_validate_json(text)
    except ValidationError as error:
        what = "holds results of another version of ceralyte"
        raise InputError("store", what, "that version, or a new store") from error


def task_of(base: Recipe, changes: Changes, effort: Effort) -> Task | Answer:
    """Return the task of computing a changed recipe, or at once why there is none."""
    try:
        recipe = changed(base, changes)
    except CeralyteError as error:
        key = sha256_of(f"invalid {document_of(base)} {sorted(changes.items())}")
        return Answer(key, None, str(error), 0.0)
    return Task(key_of(recipe, effort), document_of(recipe), str(recipe.folder.resolve()), effort)


def key_of(recipe: Recipe, effort: Effort) -> str:
    """Return the address of a result: equal recipes at equal effort have equal ones.

    Files that the recipe names count by their content, its words do not; another version of
    ceralyte has other addresses.
    """
    data = {k: v for k, v in document_of(recipe).items() if k not in _WORDS}
    content = [__version__, asdict(effort), data, recipe.ceramic.size.model_dump(mode="json")]
    if recipe.materials_file:
        content.append(read_csv(recipe.folder / recipe.materials_file))
    return sha256_of(json.dumps(content, sort_keys=True))


def perform(task: Task) -> Answer:
    """Compute a task. Whatever it raises becomes the message of its answer."""
    start = perf_counter()
    numbers, message = None, ""
    try:
        numbers = _numbers(task).model_dump_json()
    except CeralyteError as error:
        message = str(error)
    except MemoryError:
        message = "out of memory"
    except Exception as error:  # noqa: BLE001  a study outlives a recipe that breaks a solver
        message = f"{type(error).__name__}: {error}"
    return Answer(task.key, numbers, message, perf_counter() - start)


def _numbers(task: Task) -> Numbers:
    recipe = validated(Recipe, task.recipe, "recipe", {"folder": Path(task.folder)})
    effort = task.effort
    if effort.level == ESTIMATE:
        return estimate(recipe)
    result = design(recipe, level=effort.level, seeds=effort.seeds, particles=effort.particles)
    return numbers_of(result, recipe)
