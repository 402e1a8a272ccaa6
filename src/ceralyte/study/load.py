"""Study files: read, validated, and joined with their base recipe."""

import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any
from weakref import finalize

from ceralyte import __version__
from ceralyte.core.errors import InputError
from ceralyte.core.provenance import sha256_of
from ceralyte.core.units import Dimension
from ceralyte.pipeline import Numbers
from ceralyte.recipe import Recipe, load_recipe, placed
from ceralyte.recipe.document import parse_text, read_text, validated
from ceralyte.study.combinations import Forbidden
from ceralyte.study.constraints import Bound, bounds_of
from ceralyte.study.costs import Prices, known_numbers, prices_of, require_prices
from ceralyte.study.ends import require_ends
from ceralyte.study.evaluate import read_numbers
from ceralyte.study.named_files import Contents, contents_of, laid_out, with_names
from ceralyte.study.paths import document_of
from ceralyte.study.scatter import straying
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
    files : dict of str
        What the files held that it names.
    """

    study: Study
    space: Space
    bounds: tuple[Bound, ...]
    prices: Prices | None = None
    files: Contents = field(default_factory=dict)

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
        """The study with recipe and files inside: all that is needed to plan it again."""
        return {
            "study": self.study.model_dump(mode="json", exclude={"recipe"}),
            "recipe": document_of(self.base),
            "folder": str(self.base.folder.resolve()),
            "files": self.files,
            "version": __version__,
            "forbidden": [asdict(one) for one in self.space.forbidden],
        }

    @property
    def sha256(self) -> str:
        """Hash of what the results depend on: files by content, not the words of the study."""
        words = {"name", "description", "recipe"}
        content = self.study.model_copy(update={"recipe": ""}).model_dump_json(exclude=words)
        files = json.dumps(self.files, sort_keys=True) if self.files else ""
        return sha256_of(content + str(sorted(document_of(self.base).items())) + files)


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
    study = validated(Study, data, path.name, {})
    try:
        return plan_study(study, path.parent)
    except InputError as error:
        raise placed(error, data, path.name) from error


def plan_study(study: Study, folder: Path = Path()) -> Plan:
    """Return the plan of a study whose recipe, if named, lies in `folder`; errors as above.

    A search by method "auto" gets the method that is installed: it is part of the study.
    """
    _require_names(study)
    plan = _planned(study, folder)
    require_ends(plan.base, study, plan.space.axes, plan.space.combinations)
    straying(study, plan.base)
    return plan


def _planned(study: Study, folder: Path, forbidden: Iterable[Forbidden] | None = None) -> Plan:
    base = (
        load_recipe(folder / study.recipe)
        if isinstance(study.recipe, str)
        else validated(Recipe, study.recipe, "recipe", {"folder": folder})
    )
    if study.kind == "optimise" and study.method == "auto":
        study = study.model_copy(update={"method": chosen_method("auto")})
    space, prices = space_of(study, base, forbidden), prices_of(study.prices)
    if prices:
        require_prices(prices, base, space.axes)
    bounds = bounds_of(study.constraints.numbers, known_numbers(prices))
    named = [document_of(base), study.vary, study.choices]
    return Plan(study, space, bounds, prices, contents_of(named, base.folder))


def plan_of(document: Mapping[str, Any]) -> Plan:
    """Return the plan that `Plan.document` describes.

    It needs no files but those in there, which lie in a folder of their own while the plan lives.
    What was forbidden stays so, whatever is known of the chemistry by now.
    """
    data = {key: document[key] for key in ("study", "recipe", "forbidden") if key in document}
    if not (contents := document.get("files")):
        return _stored(data, Path(document["folder"]))
    folder = Path(mkdtemp(prefix="ceralyte-"))
    try:
        names = laid_out(contents, folder)
        plan = _stored(with_names(data, lambda name: names.get(name, name)), folder)
    except Exception:
        rmtree(folder, ignore_errors=True)
        raise
    finalize(plan, rmtree, folder, ignore_errors=True)
    return plan


def _stored(data: Mapping[str, Any], folder: Path) -> Plan:
    study = validated(Study, data["study"] | {"recipe": data["recipe"]}, "stored study", {})
    if "forbidden" not in data:  # older stores do not say
        return _planned(study, folder)
    return _planned(study, folder, [Forbidden(**one) for one in data["forbidden"]])


def _require_names(study: Study) -> None:
    """Refuse names that no table can hold, and two of one name."""
    for path, varied in study.vary.items():
        options = Counter(map(str, varied)) if isinstance(varied, list) else Counter()
        if twice := [option for option, count in options.items() if count > 1]:
            raise InputError(f"vary.{path}", f"has '{twice[0]}' twice", "every option once")
    for where, name in _names(study):
        if wrong := next((c for c in name if unicodedata.category(c) in ("Cc", "Cs")), None):
            problem = f"has a control character (U+{ord(wrong):04X})"
            raise InputError(where, problem, "letters, digits and signs")
    for name in study.choices:
        if name in study.vary:
            raise InputError(f"choices.{name}", "is a path that varies, too", "another name")


def _names(study: Study) -> Iterator[tuple[str, str]]:
    yield "name", study.name
    for path, varied in study.vary.items():
        if isinstance(varied, list):
            yield from ((f"vary.{path}", str(option)) for option in varied)
    for number, (choice, named) in enumerate(study.choices.items(), start=1):
        yield f"choices, number {number}", choice
        yield from ((f"choices, number {number}", label) for label in named)
