"""Study files: read, validated, and joined with their base recipe."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ceralyte.core.errors import InputError
from ceralyte.core.provenance import sha256_of
from ceralyte.core.units import Dimension
from ceralyte.pipeline import Numbers
from ceralyte.recipe import Recipe, load_recipe
from ceralyte.recipe.document import parse_text, read_text, validated
from ceralyte.study.constraints import Bound, bounds_of
from ceralyte.study.costs import Prices, known_numbers, prices_of, require_prices
from ceralyte.study.evaluate import read_numbers
from ceralyte.study.paths import document_of
from ceralyte.study.schema import Study
from ceralyte.study.searching import chosen_method
from ceralyte.study.space import Space, space_of


@dataclass(frozen=True)
class Plan:
    """A study that is ready to run.

    Attributes
    ----------
    study : Study
    space : Space
    bounds : tuple of Bound
        Its constraints on numbers, in SI.
    prices : Prices or None
    """

    study: Study
    space: Space
    bounds: tuple[Bound, ...]
    prices: Prices | None = None

    @property
    def known(self) -> dict[str, Dimension]:
        """The numbers that a recipe of this study has, and what they measure."""
        return known_numbers(self.prices)

    def read(self, numbers: str) -> Numbers:
        """Return the numbers that a store holds, with their cost if there are prices."""
        found = read_numbers(numbers)
        return self.prices.priced(found) if self.prices else found

    @property
    def base(self) -> Recipe:
        """The recipe to start from."""
        return self.space.base

    @property
    def document(self) -> dict[str, Any]:
        """The study with its recipe inside: all that is needed to plan it again."""
        inside = {"recipe": document_of(self.base), "folder": str(self.base.folder.resolve())}
        return {"study": self.study.model_dump(mode="json", exclude={"recipe"}), **inside}

    @property
    def sha256(self) -> str:
        """Hash of what the results depend on; the words of the study do not count."""
        words = {"name", "description", "recipe"}
        content = self.study.model_copy(update={"recipe": ""}).model_dump_json(exclude=words)
        return sha256_of(content + str(sorted(document_of(self.base).items())))


def load_study(path: str | Path) -> Plan:
    """Read a study file (YAML, TOML or JSON); its recipe is looked up beside it.

    Raises
    ------
    InputError
        File missing or not of this format, unknown key or path (with the nearest), missing unit,
        contradictory bounds, no allowed combination of options.
    """
    path = Path(path)
    data = parse_text(read_text(path, "study"), path.name)
    if not isinstance(data, Mapping):
        raise InputError(path.name, "is not a study", "a file of 'key: value' lines")
    return plan_study(validated(Study, data, path.name, {}), path.parent)


def plan_study(study: Study, folder: Path = Path()) -> Plan:
    """Return the plan of a study whose recipe, if named, lies in `folder`; errors as above.

    A search by method "auto" gets the method that is installed: it is part of the study.
    """
    base = (
        load_recipe(folder / study.recipe)
        if isinstance(study.recipe, str)
        else validated(Recipe, study.recipe, "recipe", {"folder": folder})
    )
    if study.kind == "optimise" and study.method == "auto":
        study = study.model_copy(update={"method": chosen_method("auto")})
    space, prices = space_of(study, base), prices_of(study.prices)
    if prices:
        require_prices(prices, base, space.axes)
    bounds = bounds_of(study.constraints.numbers, known_numbers(prices))
    return Plan(study, space, bounds, prices)


def plan_of(document: Mapping[str, Any]) -> Plan:
    """Return the plan that `Plan.document` describes."""
    study = Study.model_validate(document["study"] | {"recipe": document["recipe"]})
    return plan_study(study, Path(document["folder"]))
