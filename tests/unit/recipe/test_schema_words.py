"""The words of the schema: what the reference and the form tell of a field."""

import json

import pytest

from ceralyte.recipe import recipe_schema

SCHEMA = json.loads(recipe_schema())
PARTS = SCHEMA["$defs"] | {"Recipe": SCHEMA}


@pytest.mark.parametrize(
    "part", ["Recipe", "Membrane", "Press", "Measured", "StatedValue", "Support", "Cathode"]
)
def test_fields_say_more_than_their_range(part):
    bare = [
        name
        for name, field in PARTS[part]["properties"].items()
        if "$ref" not in json.dumps(field)
        and field.get("description", "").endswith(field.get("x-range", ""))
        and (not field.get("description") or field.get("x-range"))
    ]
    assert set(bare) <= {"quantity"}
