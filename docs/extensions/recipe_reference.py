"""The page on the fields of a recipe, from its JSON schema."""

import json
from typing import Any

from ceralyte.core import units
from ceralyte.recipe import recipe_schema

_INTRO = """# Fields of a recipe

`ceralyte init --schema` prints the schema behind this page, for your editor. A number with a unit
is written as text. Below, "write" is an example or the kind of value, and "left out" is what holds
where a recipe does not have the field.
"""

_DIMENSIONS = {d.name: d for d in vars(units).values() if isinstance(d, units.Dimension)}


def recipe_reference() -> str:
    """Return the page as Markdown."""
    schema = json.loads(recipe_schema())
    parts = schema["$defs"]
    sections = [_section("Recipe", schema, parts)]
    sections += [_section(name, part, parts) for name, part in parts.items()]
    return "\n".join([_INTRO, *sections])


def _section(name: str, schema: dict[str, Any], parts: dict[str, Any]) -> str:
    required = schema.get("required", ())
    rows = [_row(n, field, n in required, parts) for n, field in schema["properties"].items()]
    head = "| field | write | allowed | left out | meaning |\n| --- | --- | --- | --- | --- |"
    return f"## {name}\n\n{schema['description']}\n\n{head}\n" + "\n".join(rows) + "\n"


def _row(name: str, field: dict[str, Any], required: bool, parts: dict[str, Any]) -> str:
    kind = _kind(field)
    left_out = "must be there" if required else _default(field, kind)
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
    return choices[0]


def _value(kind: dict[str, Any]) -> str:
    if "$ref" in kind:
        name = _referred(kind)
        return f"section [{name}](#{name.lower()})"
    if kind.get("type") == "array":
        return f"list of {_value(kind['items'])}"
    if isinstance(kind.get("additionalProperties"), dict):
        return f"names, each with a {_value(kind['additionalProperties'])}"
    if "examples" in kind:
        return ", ".join(f"`{example}`" for example in kind["examples"])
    return {"string": "text", "boolean": "true or false"}.get(kind["type"], kind["type"])


def _allowed(kind: dict[str, Any]) -> str:
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
    return ", ".join(f"{sign} {kind[key]:g}" for key, sign in signs.items() if key in kind)


def _default(field: dict[str, Any], kind: dict[str, Any]) -> str:
    default = field.get("default")
    if default in (None, "", [], {}) or "$ref" in kind:
        return ""
    if "x-dimension" in kind:
        return f"`{units.show(default, _DIMENSIONS[kind['x-dimension']])}`"
    return f"`{default if isinstance(default, str) else json.dumps(default)}`"
