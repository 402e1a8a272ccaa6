"""A point of a study as a recipe file that runs by itself."""

from pathlib import Path

from ceralyte.core.errors import InputError
from ceralyte.recipe import recipe_to_yaml, with_files
from ceralyte.study.load import plan_of
from ceralyte.study.named_files import placing
from ceralyte.study.paths import changed
from ceralyte.study.schema import ESTIMATE
from ceralyte.study.store import Store
from ceralyte.study.store_reading import StoredStudy


def recipe_of(store: Store, study: StoredStudy, number: int, folder: Path | None = None) -> str:
    """Return the recipe of a point as YAML, with a comment that says how it was computed.

    Files that it names are written into `folder`; without one it names them where they were.

    Raises
    ------
    InputError
        No such point, one whose changes make no valid recipe, or a folder with other files of
        these names.
    """
    plan = plan_of(study.document)
    found = next((p for p in store.points(study.id) if p.number == number), None)
    if found is None:
        raise InputError("POINT", f"there is no point {number}", f"points of '{study.name}'")
    recipe = changed(plan.base, found.point["changes"])
    if found.point["changes"]:  # what was published and measured is another recipe
        recipe = recipe.model_copy(update={"reference": "", "measured": ()})
    name = f"{plan.base.name}: point {number} of {study.name}"[:200]
    how = "closed forms, `cl.pipeline.estimate`"
    if found.level != ESTIMATE:
        given = {k: found.point[k] for k in ("seeds", "particles") if found.point[k] is not None}
        options = "".join(f" --{k} {v}" for k, v in given.items())
        how = f"`ceralyte design THIS_FILE --level {found.level}{options}`, seeds from 0 on"
    comment = f"# Computed with {how}; address {found.key}\n"
    recipe = with_files(recipe, placing(study.document, folder))
    return comment + recipe_to_yaml(recipe.model_copy(update={"name": name}))
