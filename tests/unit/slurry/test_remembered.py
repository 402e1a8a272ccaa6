"""Energies are computed once and kept with method and version; a damaged store is told."""

import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from unittest.mock import patch

import numpy as np
import pytest

from ceralyte.core.errors import InputError
from ceralyte.slurry import quantum
from ceralyte.slurry.quantum import Cluster, energy_of, relaxed
from ceralyte.slurry.remembered import remembered, store_file
from ceralyte.study import Store
from ceralyte.study.schema_sql import SCHEMA as STUDIES

WATER = Cluster(
    numbers=np.array([8, 1, 1]),
    positions=np.array([[0.0, 0, 0], [0.96, 0, 0], [-0.24, 0.93, 0]]),
)


def never() -> float:
    raise AssertionError("computed again")


def asked(**more: object) -> dict[str, object]:
    return {"task": "energy", "method": "a", "version": "1"} | more


def rows() -> list[tuple[str, str, str]]:
    connection = sqlite3.connect(store_file())
    found = connection.execute("SELECT task, method, version FROM energies ORDER BY 3").fetchall()
    connection.close()
    return found


def test_an_answer_is_computed_once_and_each_question_has_its_own() -> None:
    first = asked(permittivity=2.0)
    assert remembered(first, lambda: [1.0, 2.0]) == [1.0, 2.0]
    assert remembered(dict(reversed(first.items())), never) == [1.0, 2.0]
    assert remembered(asked(permittivity=2.5), lambda: 3.0) == 3.0
    assert remembered(asked(permittivity=2.5, version="2"), lambda: 4.0) == 4.0


def test_method_and_version_stand_beside_every_energy() -> None:
    remembered(asked(), lambda: 1.0)
    remembered(asked(method="b", version="2"), lambda: 1.0)
    assert rows() == [("energy", "a", "1"), ("energy", "b", "2")]


def test_two_that_compute_the_same_at_once_agree_with_the_store() -> None:
    both = Barrier(2, timeout=10)

    def compute() -> int:
        return both.wait()  # until both are computing: 0 for one, 1 for the other

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda _: remembered(asked(), compute), range(2)))
    assert remembered(asked(), never) in found
    assert len(rows()) == 1


def test_the_file_can_hold_studies_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CERALYTE_CACHE", str(tmp_path))
    with Store(str(store_file())) as store:
        remembered(asked(), lambda: 1.0)
        assert (store.version(), store.studies(), store.check()) == (
            len(STUDIES.migrations), [], [],
        )  # fmt: skip
    assert remembered(asked(), never) == 1.0


def test_what_is_known_is_read_while_another_writes() -> None:
    remembered(asked(), lambda: 1.0)
    other = sqlite3.connect(store_file(), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with patch("ceralyte.slurry.remembered._LOCK_WAIT", 0.1):
        assert remembered(asked(), never) == 1.0
        with pytest.raises(InputError, match="is locked by another process"):
            remembered(asked(version="2"), never)
    other.close()


def test_a_store_that_may_not_be_written_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    remembered(asked(), lambda: 1.0)
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write whatever the mode
    assert remembered(asked(), never) == 1.0
    with pytest.raises(InputError, match=r"cannot be written.*another folder in CERALYTE_CACHE"):
        remembered(asked(version="2"), never)


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


def test_a_file_that_is_no_store_is_an_error_that_says_what_to_do() -> None:
    store_file().parent.mkdir(parents=True)
    store_file().write_text("no database at all, but long enough to be read as one")
    with pytest.raises(InputError, match=r"energies\.sqlite.*is not a store of ceralyte.*new one"):
        remembered(asked(), lambda: 1.0)


def test_a_store_of_a_newer_ceralyte_is_refused() -> None:
    remembered(asked(), lambda: 1.0)
    connection = sqlite3.connect(store_file())
    with connection:
        connection.execute("UPDATE ceralyte_store SET value = '99'")
    connection.close()
    with pytest.raises(InputError, match="version 99, written by a newer ceralyte"):
        remembered(asked(), never)


def test_what_fails_is_not_remembered() -> None:
    with pytest.raises(AssertionError):
        remembered(asked(), never)
    assert remembered(asked(), lambda: 2.0) == 2.0


def test_a_folder_that_cannot_be_made_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("CERALYTE_CACHE", str(tmp_path / "file"))
    with pytest.raises(InputError, match=r"cannot be made.*CERALYTE_CACHE"):
        remembered(asked(), lambda: 1.0)


def test_the_store_is_in_the_cache_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CERALYTE_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", os.sep + "there")
    assert store_file() == Path(os.sep, "there", "ceralyte", "energies.sqlite")
