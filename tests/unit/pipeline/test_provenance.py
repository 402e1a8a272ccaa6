"""Two designs have one hash if, and only if, what went into them is the same."""

import pytest

import ceralyte as cl
from ceralyte.pipeline import LEVELS, Level

SIZES = "diameter [um],cumulative volume %\n2,0\n3,{below_3_um}\n4,100\n"
MATERIALS = (
    "material,property,value,unit,temperature,source\n"
    "Glass,density,1.9,g/cm^3,,test\n"
    "Glass,conductivity,{conductivity},mS/cm,25 degC,test\n"
)
RECIPE = """
name: provenance
ceramic: {material: Glass, mass_fraction: 100 wt%, size: "csv(psd.csv, basis=volume, unit=um)"}
process: dry
membrane: {thickness: 40 um}
press: {method: none}
materials_file: own.csv
"""


@pytest.fixture
def hash_of(tmp_path, monkeypatch):
    """Design a recipe with these files beside it, on a few voxels, and return its hash."""
    monkeypatch.setitem(LEVELS, "quick", Level(particles=120, voxels=16, seeds=1))

    def run(folder, *, below_3_um=50, conductivity=1):
        place = tmp_path / folder
        place.mkdir()
        (place / "psd.csv").write_text(SIZES.format(below_3_um=below_3_um))
        (place / "own.csv").write_text(MATERIALS.format(conductivity=conductivity))
        (place / "recipe.yaml").write_text(RECIPE)
        return cl.design(place / "recipe.yaml", level="quick").provenance.recipe_sha256

    return run


def test_same_content_in_another_folder_has_the_same_hash(hash_of):
    assert hash_of("here") == hash_of("there")


def test_another_size_file_of_the_same_name_has_another_hash(hash_of):
    assert hash_of("here") != hash_of("there", below_3_um=60)


def test_another_materials_file_of_the_same_name_has_another_hash(hash_of):
    assert hash_of("here") != hash_of("there", conductivity=2)
