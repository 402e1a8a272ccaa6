"""Errors carry their data; memory is refused before it is used."""

import pickle

import pytest

from ceralyte.core.errors import (
    ConvergenceError,
    InputError,
    MemoryLimitError,
    UnknownNameError,
    nearest_names,
)
from ceralyte.core.memory import require_memory


def test_nearest_names_ignore_case():
    assert nearest_names("li6ps5cl", ["Li3PS4", "Li6PS5Cl", "Li6PS5Br"])[0] == "Li6PS5Cl"


def test_an_unknown_name_suggests_its_neighbour():
    with pytest.raises(UnknownNameError, match="did you mean 'toluene'"):
        raise UnknownNameError("solvent", "tolune", ["toluene", "water"])


def test_of_a_short_list_all_names_are_told_beside_the_nearest():
    bases = ("full cell", "without packaging", "electrodes only")
    near = str(UnknownNameError("basis", "whole cell", bases))
    assert near.endswith("did you mean 'full cell'? One of " + ", ".join(bases))
    many = [f"name {i}" for i in range(41)]
    assert str(UnknownNameError("x", "name", many)).endswith("?")
    assert str(UnknownNameError("x", "zzz", many[:40])).endswith(", name 39")
    assert str(UnknownNameError("x", "zzz", many)).endswith(", name 11, ...")


def test_too_much_memory_is_refused_with_number_and_remedy():
    with pytest.raises(MemoryLimitError, match=r"needs about 931322\.6 GiB.*larger voxels"):
        require_memory("an image", 1e15, "choose larger voxels")


def test_an_error_passes_between_processes():
    for error in (
        ConvergenceError("packing", 1e-3, 1e-5, 100),
        UnknownNameError("solvent", "tolune", ["toluene", "water"]),
        InputError("size", "got 0 um", "above 0"),
    ):
        again = pickle.loads(pickle.dumps(error))
        assert type(again) is type(error)
        assert str(again) == str(error)
        assert vars(again) == vars(error)
