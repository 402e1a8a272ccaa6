"""Designs beside each other: their numbers, and where their recipes differ."""

from collections.abc import Mapping, Sequence
from typing import Any

from ruamel.yaml import YAML

MOST = 4
_ALIKE = 1.1  # the same number of particles, but for what a packing rounds


def compared(numbers: Sequence[Mapping[str, Any]], recipes: Sequence[str]) -> dict[str, Any]:
    """Return rows of numbers, and where computations and recipes differ.

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
    computations = [one.get("computation", {}) for one in numbers]
    return {
        "rows": rows,
        "warnings": _warnings(computations),
        "computation": _differences(computations),
        "differences": _differences(
            [dict(_leaves(YAML(typ="safe").load(text))) for text in recipes]
        ),
    }


def _warnings(computations: Sequence[Mapping[str, str]]) -> list[str]:
    """Why numbers may differ although the membranes do not."""
    levels = [one["level"] for one in computations if "level" in one]
    counts = [one["particles"] for one in computations if "particles" in one]
    found = []
    if len(set(levels)) > 1:
        found.append(f"Computed at unlike levels ({', '.join(levels)}).")
    if counts and max(map(int, counts)) > _ALIKE * min(map(int, counts)):
        found.append(f"Computed with unlike numbers of particles ({', '.join(counts)}).")
    return found


def _differences(documents: Sequence[Mapping[str, str]]) -> list[dict[str, Any]]:
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
