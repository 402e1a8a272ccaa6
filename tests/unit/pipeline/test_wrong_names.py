"""Names that nobody knows are told with all else that is wrong with a recipe."""

import pytest

from ceralyte.core.errors import InputError, MissingDataError, MultipleInputError, parts_of
from ceralyte.pipeline import check
from ceralyte.recipe.gallery import example_recipes

TEXT = example_recipes()["li7p3s11-sebs-xylene"]


def told(tmp_path, *changes, of=TEXT):
    text = of
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "recipe.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        check(path)
    return caught.value


def test_a_misspelt_solvent_is_told_beside_a_value_out_of_range(tmp_path):
    error = told(tmp_path, ("solvent: p-xylene", "solvent: p-xylen"), ("wt%", "w%"))
    assert isinstance(error, MultipleInputError)
    fields = [one.field for one in parts_of(error)]
    assert all(field.startswith("recipe.yaml line ") for field in fields)
    assert fields[-1].endswith("slurry.solvent")
    assert "'p-xylene'" in str(error)


def test_ceramic_binder_and_solvent_are_told_together(tmp_path):
    names = (
        ("material: Li7P3S11", "material: Li7P3S1x"),
        ("material: SEBS", "material: SEBBS"),
        ("solvent: p-xylene", "solvent: p-xylen"),
    )
    fields = [one.field.rpartition(" ")[2] for one in parts_of(told(tmp_path, *names))]
    assert fields == ["ceramic.material", "binder.material", "slurry.solvent"]


def test_a_material_of_ones_own_is_no_wrong_name(tmp_path):
    own = (
        "material: SEBS\n",
        "material: my rubber\n  properties: {density: {value: 1 g/cm^3, source: me}}\n",
    )
    error = told(tmp_path, own, ("wt%", "w%"))
    assert [one for one in parts_of(error) if "my rubber" in str(one)] == []


def test_a_ceramic_known_by_its_formula_alone_is_no_wrong_name(tmp_path):
    error = told(tmp_path, ("material: Li7P3S11", "material: Li5PS4Cl2"))
    assert isinstance(error, MissingDataError)


def test_every_part_of_a_mixture_and_of_a_law_of_sizes_is_told_with_its_line(tmp_path):
    error = told(
        tmp_path,
        ("solvent: p-xylene", "solvent: p-xylen/tolune 1:1"),
        ("lognormal(d50=5 um, sigma=0.5)", "lognormal(d50=5, sigma=9)"),
    )
    assert [one.field for one in parts_of(error)] == [
        "recipe.yaml line 14: ceramic.size: size distribution: lognormal: d50",
        "recipe.yaml line 14: ceramic.size: size distribution: lognormal: sigma",
        "recipe.yaml line 20: slurry.solvent",
        "recipe.yaml line 20: slurry.solvent",
    ]
