"""Recipes: schema, examples, and the door of form and text."""

from functools import lru_cache
from importlib.util import find_spec
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from ceralyte import __version__
from ceralyte.app.documents import Text
from ceralyte.app.door import Change, answer
from ceralyte.app.service import Service
from ceralyte.app.uploads import SUFFIXES
from ceralyte.core.errors import UnknownNameError
from ceralyte.materials import load_catalogue
from ceralyte.model.levels import LEVELS
from ceralyte.recipe import Recipe
from ceralyte.recipe.gallery import example_recipes, example_studies, title_of

_EXTRAS = {"quantum": "tblite", "search": "torch", "gpu": "cupy"}


class Edited(BaseModel):
    """A recipe's text and what the form changed."""

    model_config = ConfigDict(extra="forbid")

    yaml: Text
    changes: list[Change] = Field(default=[], max_length=1000)


def routes(service: Service) -> APIRouter:
    """Return the routes."""
    router = APIRouter()

    @router.get("/about")
    def about() -> dict[str, Any]:
        limits = service.settings.limits
        return {
            "version": __version__,
            "levels": list(LEVELS),
            "limits": {
                "upload_bytes": {k: limits.upload(k) for k in SUFFIXES},
                "suffixes": SUFFIXES,
                "decoded_bytes": limits.decoded,
            },
            "has": {name: find_spec(module) is not None for name, module in _EXTRAS.items()},
        }

    @router.get("/schema")
    def schema() -> dict[str, Any]:
        return _schema()

    @router.get("/examples")
    def examples() -> list[dict[str, str]]:
        return [_listed(kind, name, text) for kind, name, text in _gallery()]

    @router.get("/examples/{name}")
    def example(name: str) -> dict[str, str]:
        texts = {n: (kind, text) for kind, n, text in _gallery()}
        if name not in texts:
            raise UnknownNameError("example", name, texts)
        kind, text = texts[name]
        return {"name": name, "kind": kind, "yaml": text}

    @router.post("/recipe")
    def recipe(edited: Edited, sheet: bool = True) -> dict[str, Any]:
        uploads = service.places.uploads
        if not sheet:
            return answer(edited.yaml, edited.changes, uploads, with_sheet=False)
        with service.computing:
            return answer(edited.yaml, edited.changes, uploads, with_sheet=True)

    @router.get("/names")
    def names() -> dict[str, list[str]]:
        return _names()

    return router


@lru_cache(maxsize=1)
def _schema() -> dict[str, Any]:
    return Recipe.model_json_schema()


def _gallery() -> list[tuple[str, str, str]]:
    recipes = [("recipe", name, text) for name, text in example_recipes().items()]
    return recipes + [("study", name, text) for name, text in example_studies().items()]


def _listed(kind: str, name: str, text: str) -> dict[str, str]:
    """An example as the gallery shows it; its summary is the paragraph below the title."""
    lines = [line.lstrip("# ") for line in text.split("\n") if line.startswith("#")]
    return {"name": name, "kind": kind, "title": title_of(text), "summary": " ".join(lines[1:])}


@lru_cache(maxsize=1)
def _names() -> dict[str, list[str]]:
    known = load_catalogue()
    return {
        "ceramics": list(known.names("ceramic")),
        "binders": list(known.names("polymer")),
        "solvents": list(known.names("solvent")),
        "supports": list(known.names("support")),
        "electrodes": list(known.names("electrode")),
        "foils": list(known.names("foil")),
    }
