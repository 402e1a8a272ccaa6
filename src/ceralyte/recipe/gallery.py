"""Examples that ship with the package: recipes after published membranes, and studies of them."""

from importlib import resources


def example_recipes() -> dict[str, str]:
    """Return the text of every example recipe by its name, in alphabetical order.

    Examples
    --------
    >>> "lpscl-ptfe-dry" in example_recipes()
    True
    """
    return _texts()


def example_studies() -> dict[str, str]:
    """Return the text of every example study by its name; its `recipe` names an example recipe."""
    return _texts("studies")


def title_of(text: str) -> str:
    """Return the first comment line of an example."""
    return text.split("\n", 1)[0].lstrip("# ")


def _texts(*folders: str) -> dict[str, str]:
    folder = resources.files("ceralyte.recipe").joinpath("examples", *folders)
    found = (f for f in folder.iterdir() if f.name.endswith(".yaml"))
    texts = {f.name.removesuffix(".yaml"): f.read_text(encoding="utf-8") for f in found}
    return dict(sorted(texts.items()))
