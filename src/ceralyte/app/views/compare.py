"""Designs beside each other: their numbers, and where their recipes differ."""

from collections.abc import Mapping, Sequence
from typing import Any

from ruamel.yaml import YAML

MOST = 4


def compared(numbers: Sequence[Mapping[str, Any]], recipes: Sequence[str]) -> dict[str, Any]:
    """Return rows of numbers, how each was computed, and where the recipes differ.

    Parameters
    ----------
    numbers : sequence of mapping
        What `numbers_of` tells of each design.
    recipes : sequence of str
        Normalised YAML of each.
    """
    tables = [{r["key"]: r for group in one["groups"] for r in group["rows"]} for one in numbers]
    keys = dict.fromkeys(key for table in tables for key in table)
    rows = []
    for key in keys:
        values = [table.get(key) for table in tables]
        named = next(v for v in values if v is not None)
        rows.append({"key": key, "label": named["label"], "unit": named["unit"], "values": values})
    return {"rows": rows, "made": _made(numbers), "differences": _differences(recipes)}


def _made(numbers: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """How finely each design was computed; None where an older one does not tell."""
    tables = [{one["label"]: one["text"] for one in n.get("made", ())} for n in numbers]
    labels = dict.fromkeys(label for table in tables for label in table)
    return [{"path": name, "values": [table.get(name) for table in tables]} for name in labels]


def _differences(recipes: Sequence[str]) -> list[dict[str, Any]]:
    documents = [dict(_leaves(YAML(typ="safe").load(text))) for text in recipes]
    paths = dict.fromkeys(path for one in documents for path in one)
    table = {path: [one.get(path) for one in documents] for path in paths}
    return [
        {"path": path, "values": values}
        for path, values in table.items()
        if any(v != values[0] for v in values)
    ]


def _leaves(data: Any, path: str = "") -> list[tuple[str, str]]:
    """Every value of a recipe as text, by its dotted path."""
    if isinstance(data, Mapping):
        return [leaf for k, v in data.items() for leaf in _leaves(v, f"{path}.{k}".lstrip("."))]
    if isinstance(data, list) and any(isinstance(v, Mapping | list) for v in data):
        return [leaf for k, v in enumerate(data) for leaf in _leaves(v, f"{path}.{k}")]
    return [(path, ", ".join(map(str, data)) if isinstance(data, list) else str(data))]
