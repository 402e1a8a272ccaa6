"""Errors carry their data; memory is refused before it is used."""

import pytest

from ceralyte.core.errors import MemoryLimitError, UnknownNameError, nearest_names
from ceralyte.core.memory import require_memory


def test_nearest_names_ignore_case():
    assert nearest_names("li6ps5cl", ["Li3PS4", "Li6PS5Cl", "Li6PS5Br"])[0] == "Li6PS5Cl"


def test_an_unknown_name_suggests_its_neighbour():
    with pytest.raises(UnknownNameError, match="did you mean 'toluene'"):
        raise UnknownNameError("solvent", "tolune", ["toluene", "water"])


def test_too_much_memory_is_refused_with_number_and_remedy():
    with pytest.raises(MemoryLimitError, match=r"needs about 931322\.6 GiB.*larger voxels"):
        require_memory("an image", 1e15, "choose larger voxels")
