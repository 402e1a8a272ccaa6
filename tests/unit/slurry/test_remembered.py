"""Energies are computed once, and a damaged memory is told."""

import os
from pathlib import Path

import numpy as np
import pytest

from ceralyte.core.errors import InputError
from ceralyte.slurry import quantum
from ceralyte.slurry.quantum import Cluster, energy_of, relaxed
from ceralyte.slurry.remembered import cache_folder, remembered

WATER = Cluster(
    numbers=np.array([8, 1, 1]),
    positions=np.array([[0.0, 0, 0], [0.96, 0, 0], [-0.24, 0.93, 0]]),
)


def never() -> float:
    raise AssertionError("computed again")


def test_an_answer_is_computed_once_and_each_question_has_its_own() -> None:
    assert remembered({"method": "a", "permittivity": 2.0}, lambda: [1.0, 2.0]) == [1.0, 2.0]
    assert remembered({"permittivity": 2.0, "method": "a"}, never) == [1.0, 2.0]
    assert remembered({"method": "a", "permittivity": 2.5}, lambda: 3.0) == 3.0
    assert len(list(cache_folder().iterdir())) == 2


def test_energies_depend_on_molecule_method_version_and_permittivity(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    computed = []

    def energy(_: Cluster, permittivity: float | None) -> float:
        computed.append(permittivity)
        return -1.0

    monkeypatch.setattr(quantum, "_energy", energy)
    monkeypatch.setattr(quantum, "tblite_version", lambda: "tblite 1")
    moved = WATER.model_copy(update={"positions": 1.01 * WATER.positions})
    for _ in range(2):
        energy_of(WATER)
        energy_of(WATER, 78.4)
        energy_of(WATER, 2.4)
        energy_of(moved)
    assert computed == [None, 78.4, 2.4, None]
    monkeypatch.setattr(quantum, "tblite_version", lambda: "tblite 2")
    energy_of(WATER)
    assert len(computed) == 5


def test_a_relaxed_cluster_comes_back_as_it_was() -> None:
    pytest.importorskip("tblite")
    first = relaxed(WATER)
    again = relaxed(WATER)
    assert np.array_equal(first.positions, again.positions)
    assert energy_of(first) == energy_of(again) < energy_of(WATER)


@pytest.mark.parametrize("text", ["", "{}", '{"question": {"method": "b"}, "answer": 1}'])
def test_a_damaged_file_is_an_error_that_says_what_to_do(text: str) -> None:
    remembered({"method": "a"}, lambda: 1.0)
    (path,) = cache_folder().iterdir()
    path.write_text(text)
    with pytest.raises(InputError, match=r"json.*delete it, it is computed again"):
        remembered({"method": "a"}, lambda: 1.0)


def test_what_fails_is_not_remembered() -> None:
    with pytest.raises(AssertionError):
        remembered({"method": "a"}, never)
    assert remembered({"method": "a"}, lambda: 2.0) == 2.0


def test_a_folder_that_cannot_be_made_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("CERALYTE_CACHE", str(tmp_path / "file"))
    with pytest.raises(InputError, match=r"cannot be made.*CERALYTE_CACHE"):
        remembered({"method": "a"}, lambda: 1.0)


def test_the_folder_is_in_the_cache_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CERALYTE_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", os.sep + "there")
    assert cache_folder() == Path(os.sep, "there", "ceralyte", "energies")
