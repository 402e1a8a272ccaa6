"""What is wrong with a document is told in its user's words, not in those of a library."""

import re
from copy import deepcopy

import pytest

from ceralyte.core.errors import InputError, parts_of
from ceralyte.recipe import Recipe
from ceralyte.recipe.document import parse_text, validated
from ceralyte.recipe.gallery import example_recipes, example_studies
from ceralyte.study import Study, load_study

_LEAKS = re.compile(r"[Ii]nput should|valid (?:integer|number|string|list|dict)|\w\[\w+\]|validat")
_FORMS = (-1, "x", "", [1], {"a": 1}, True, float("nan"))


def _places(document, path=()):
    """All places of a document, sections too."""
    entries = document.items() if isinstance(document, dict) else enumerate(document)
    for key, value in entries:
        yield (*path, key)
        if isinstance(value, dict | list):
            yield from _places(value, (*path, key))


def _with(document, path, value):
    changed = deepcopy(document)
    here = changed
    for key in path[:-1]:
        here = here[key]
    here[path[-1]] = value
    return changed


@pytest.mark.parametrize(
    ("model", "text"),
    [
        (Recipe, example_recipes()["lpscl-cellulose"]),
        (Study, example_studies()["thin-and-bendable"]),
    ],
)
def test_no_form_of_a_field_makes_a_library_speak(model, text):
    document = parse_text(text, "x.yaml")
    told = []
    for path in _places(document):
        for value in _FORMS:
            try:
                validated(model, _with(document, path, value), "x", {})
            except InputError as error:
                told += [(path, value, str(one)) for one in parts_of(error)]
    assert len(told) > 100
    assert [one for one in told if _LEAKS.search(one[2])] == []


@pytest.mark.parametrize(
    ("varied", "told"),
    [
        (
            "100 to 200 MPa",
            "vary.press.pressure: got '100 to 200 MPa'. Allowed: entries of low, high, scale, "
            "points or a list, as in [a, b]",
        ),
        ("{low: 1 MPa}", "vary.press.pressure.high: is missing"),
        (
            "{low: [1], high: 2 MPa}",
            "vary.press.pressure.low: got '[1]'. Allowed: text or a number",
        ),
        ("{low: 1 MPa, high: 2 MPa, points: 1}", "points: got '1'. Allowed: 2 or more"),
        ("{low: 1 MPa, high: 2 MPa, points: 2.5}", "points: got '2.5'. Allowed: a whole number"),
        ("{low: 1 MPa, hihg: 2 MPa}", "unknown name 'hihg'. Allowed: did you mean 'high'?"),
    ],
)
def test_a_field_of_several_forms_tells_them_together(tmp_path, varied, told):
    study = tmp_path / "s.yaml"
    study.write_text(f"name: s\nkind: sweep\nrecipe: r.yaml\nvary:\n  press.pressure: {varied}\n")
    with pytest.raises(InputError, match=re.escape(told)) as caught:
        load_study(study)
    assert "line 5" in str(caught.value)
    assert len(parts_of(caught.value)) == (2 if "hihg" in varied else 1)


def test_many_errors_are_told_together():
    document = parse_text(example_recipes()["lpscl-ptfe-dry"], "x.yaml")
    document["ceramic"]["analogues"] = [1] * 20_000
    with pytest.raises(InputError, match="20000 things to mend"):
        validated(Recipe, document, "x", {})


def test_names_that_are_no_text_are_told(tmp_path):
    study = tmp_path / "s.yaml"
    study.write_text("name: s\nkind: sweep\nrecipe: r.yaml\nvary: {5: [1, 2]}\n")
    with pytest.raises(InputError, match=r"vary.5: got '5'. Allowed: text"):
        load_study(study)


def test_an_example_is_named_for_what_has_one():
    with pytest.raises(InputError, match=r"process: is missing\. Allowed: see `ceralyte init` for"):
        validated(Recipe, {}, "x", {})
    with pytest.raises(InputError, match="kind: is missing") as caught:
        validated(Study, {"name": "s", "recipe": "r.yaml"}, "x", {})
    assert "ceralyte init" not in str(caught.value)


def test_the_folder_of_a_recipe_is_no_key_of_its_file():
    document = parse_text(example_recipes()["lpscl-ptfe-dry"] + "foldr: a\n", "x.yaml")
    with pytest.raises(InputError, match="unknown name 'foldr'") as caught:
        validated(Recipe, document, "x", {})
    assert "folder" not in str(caught.value)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (
            (
                "vary:",
                "  press.presure: [100 MPa, 200 MPa]",
                "  press.pressure: {low: 300 MPa, high: 100 MPa}",
            ),
            (
                "line 5: vary.press.presure: unknown name",
                "line 6: vary.press.pressure: low 300 MPa",
            ),
        ),
        (
            (
                "level: quik",
                "objectives: {conductanc: maximise}",
                "vary: {press.pressure: [100 MPa, 200 MPa]}",
            ),
            ("line 4: level: unknown name 'quik'", "line 5: objectives: unknown name 'conductanc'"),
        ),
    ],
)
def test_all_that_is_wrong_with_a_study_is_told(tmp_path, lines, told):
    (tmp_path / "r.yaml").write_text(example_recipes()["lpscl-ptfe-dry"])
    text = "\n".join(("name: s", "kind: sweep", "recipe: r.yaml", *lines))
    (tmp_path / "s.yaml").write_text(text)
    with pytest.raises(InputError) as caught:
        load_study(tmp_path / "s.yaml")
    found = parts_of(caught.value)
    assert len(found) == len(told)
    for one, start in zip(found, told, strict=True):
        assert str(one).startswith(f"s.yaml {start}")
