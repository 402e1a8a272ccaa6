"""The pages on the fields of a recipe and of a study file, from their JSON schemas."""

import json
from typing import Any

from ceralyte.core import units
from ceralyte.pipeline import NUMBERS
from ceralyte.recipe import recipe_schema
from ceralyte.study import Study
from ceralyte.study.schema import METHODS

_INTRO = """# Fields of a recipe

`ceralyte init --schema` prints the schema behind this page, for your editor. A number with a unit
is written as text. Below, "write" is an example or the kind of value, and "left out" is what holds
where a recipe does not have the field.
"""

_STUDY = """# Fields of a study file

Paths are those of the [recipe](recipe.md), joined by dots ("press.pressure"). Below, "write" is an
example or the kind of value, and "left out" is what holds where a file does not have the field.
How to use them: [find a better recipe](../../how-to/find-a-better-recipe.md).

Numbers that objectives and constraints may name: {numbers}.

Methods, the first of them where `method` is `auto`: {methods}.
"""

_WORDS = {
    "string": "text",
    "boolean": "true or false",
    "integer": "whole number",
    "object": "fields with their values",
}
_DIMENSIONS = {d.name: d for d in vars(units).values() if isinstance(d, units.Dimension)}


def recipe_reference() -> str:
    """Return the page as Markdown."""
    return _page(_INTRO, "Recipe", json.loads(recipe_schema()))


def study_reference() -> str:
    """Return the page on study files as Markdown."""
    numbers = ", ".join(f"`{name}`" for name in NUMBERS)
    methods = "; ".join(
        f"{kind}: " + ", ".join(f"`{name}`" for name in names if name != "auto")
        for kind, names in METHODS.items()
        if len(names) > 1
    )
    intro = _STUDY.format(numbers=numbers, methods=methods)
    return _page(intro, "Study", Study.model_json_schema())


def _page(intro: str, name: str, schema: dict[str, Any]) -> str:
    parts = schema["$defs"]
    sections = [_section(name, schema, parts)]
    sections += [_section(name, part, parts) for name, part in parts.items()]
    return "\n".join([intro, *sections])


def _section(name: str, schema: dict[str, Any], parts: dict[str, Any]) -> str:
    required = schema.get("required", ())
    rows = [_row(n, field, n in required, parts) for n, field in schema["properties"].items()]
    head = "| field | write | allowed | left out | meaning |\n| --- | --- | --- | --- | --- |"
    return f"## {name}\n\n{schema['description']}\n\n{head}\n" + "\n".join(rows) + "\n"


def _row(name: str, field: dict[str, Any], required: bool, parts: dict[str, Any]) -> str:
    kind = _kind(field)
    left_out = "required" if required else _default(field, kind)
    meaning = _meaning(field, kind, parts)
    cells = (f"`{name}`", _value(kind), _allowed(kind), left_out, meaning)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _meaning(field: dict[str, Any], kind: dict[str, Any], parts: dict[str, Any]) -> str:
    """Words of the field itself, else the first line of its section's."""
    words = str(field.get("description", ""))
    if not words and "$ref" in kind:
        words = parts[_referred(kind)]["description"].split("\n", 1)[0]
    return "" if words.startswith(f"{kind.get('x-dimension')}, ") else words


def _referred(kind: dict[str, Any]) -> str:
    return str(kind["$ref"]).rsplit("/", 1)[1]


def _kind(field: dict[str, Any]) -> dict[str, Any]:
    """What a field holds, apart from that it may be left out."""
    choices = [c for c in field.get("anyOf", [field]) if c.get("type") != "null"]
    return choices[0] if len(choices) == 1 else {"anyOf": choices}


def _value(kind: dict[str, Any]) -> str:
    if "$ref" in kind:
        name = _referred(kind)
        return f"section [{name}](#{name.lower()})"
    if "anyOf" in kind:
        return " or ".join(dict.fromkeys(_value(choice) for choice in kind["anyOf"]))
    if "prefixItems" in kind:
        return f"list of {len(kind['prefixItems'])}, each a {_value(kind['prefixItems'][0])}"
    if kind.get("type") == "array":
        return f"list of {_value(kind['items'])}" if kind["items"] else "list"
    if isinstance(kind.get("additionalProperties"), dict):
        return f"names, each with: {_value(kind['additionalProperties'])}"
    if "examples" in kind:
        return ", ".join(f"`{example}`" for example in kind["examples"])
    return _WORDS.get(kind["type"], kind["type"])


def _allowed(kind: dict[str, Any]) -> str:
    inner = kind.get("items") or kind.get("additionalProperties")
    if isinstance(inner, dict) and "enum" in inner:
        kind = inner
    if "prefixItems" in kind:
        kind = kind["prefixItems"][0]
    if "enum" in kind:
        return ", ".join(f"`{choice}`" for choice in kind["enum"] if choice)
    if "x-range" in kind:
        return str(kind["x-range"])
    signs = {
        "minimum": "at least",
        "exclusiveMinimum": "above",
        "maximum": "at most",
        "exclusiveMaximum": "below",
    }
    return ", ".join(f"{sign} {_plain(kind[key])}" for key, sign in signs.items() if key in kind)


def _plain(number: float) -> str:
    return f"{number:.0f}" if float(number).is_integer() else f"{number:g}"


def _default(field: dict[str, Any], kind: dict[str, Any]) -> str:
    default = field.get("default")
    if default in (None, "", [], {}) or "$ref" in kind:
        return ""
    if "x-dimension" in kind:
        return f"`{units.show(default, _DIMENSIONS[kind['x-dimension']])}`"
    return f"`{default if isinstance(default, str) else json.dumps(default)}`"
