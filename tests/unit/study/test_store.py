"""The store: durable, exclusive, versioned, and clear about what is wrong."""

import os
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from sqlalchemy import event, text
from sqlalchemy.dialects import postgresql

from ceralyte.core.database import StoreError
from ceralyte.core.errors import InputError
from ceralyte.core.holder import Holder
from ceralyte.study import Store, TimeLeft, sbatch_script
from ceralyte.study import store as study_store
from ceralyte.study.evaluate import Answer

DOCUMENT = {"study": {"kind": "sweep"}, "recipe": {}, "folder": "."}


def claimed(store, points=3):
    study = store.claim("a" * 64, "a study", DOCUMENT, points)
    store.add_points(study, [(i, f"key{i}", "estimate", {"n": i}) for i in range(points)])
    return study


@pytest.fixture
def store(tmp_path):
    with Store(str(tmp_path / "s.sqlite"), lock_wait=0.2) as opened:
        yield opened


def test_what_was_written_is_there_after_opening_again(tmp_path):
    place = str(tmp_path / "s.sqlite")
    with Store(place) as store:
        study = claimed(store)
        store.note(study, started=["key0", "key1"])
        answers = [Answer("key0", '{"x": 1}', "", 0.5), Answer("key1", None, "broke", 0.1)]
        store.note(study, answers=answers)
    with Store(place, read_only=True) as store:
        assert store.counts(study) == {"queued": 1, "running": 0, "done": 1, "failed": 1}
        done, failed, _ = store.points(study)
        assert (done.numbers, done.point, done.seconds) == ('{"x": 1}', {"n": 0}, 0.5)
        assert (failed.state, failed.message, failed.numbers) == ("failed", "broke", None)
        assert store.check() == []


def test_a_result_is_counted_once(store):
    claimed(store)
    store.note(1, answers=[Answer("key0", "first", "", 0.0)])
    store.note(1, answers=[Answer("key0", "second", "", 0.0)])
    assert store.answers(["key0"])["key0"].numbers == "first"
    assert store.check() == []


def test_points_come_once_and_must_be_the_same_again(store):
    study = claimed(store)
    store.add_points(study, [(0, "key0", "estimate", {"n": 0})])
    assert sum(store.counts(study).values()) == 3
    with pytest.raises(StoreError, match="point 1 of this study was another recipe"):
        store.add_points(study, [(1, "another", "estimate", {})])


def test_two_studies_share_the_result_of_a_recipe(store):
    claimed(store)
    store.note(1, answers=[Answer("key0", "one", "", 0.0)])
    other = store.claim("b" * 64, "another", DOCUMENT, 1)
    store.add_points(other, [(0, "key0", "estimate", {})])
    assert store.counts(other)["done"] == 1


def test_recipes_that_another_study_puts_in_meanwhile_are_taken_as_they_are(store, monkeypatch):
    """Both looked before either wrote, as two coordinators of one database may."""
    claimed(store)
    other = store.claim("b" * 64, "another", DOCUMENT, 1)
    looked = []

    def early(connection, keys, *, open_only=False):
        looked.append(keys)
        return {} if len(looked) == 1 else whole(connection, keys, open_only=open_only)

    whole = study_store._ids
    monkeypatch.setattr(study_store, "_ids", early)
    store.add_points(other, [(0, "key0", "estimate", {})])
    assert len(looked) == 2
    assert store.counts(other)["queued"] == 1
    assert store.check() == []


def test_what_ran_under_a_dead_coordinator_is_queued_again(store):
    study = claimed(store)
    store.note(study, started=["key0"])
    assert store.counts(study)["running"] == 1
    assert store.claim("a" * 64, "a study", DOCUMENT, 3) == study
    assert store.counts(study) == {"queued": 3, "running": 0, "done": 0, "failed": 0}


def test_a_living_coordinator_keeps_others_out(store, monkeypatch):
    study = claimed(store)
    assert not store.studies()[0].running  # asked by the one that runs it
    store.release(study, finished=False)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        started = psutil.Process(other.pid).create_time()
        holder = Holder(Holder.this_process().host, other.pid, started)
        monkeypatch.setattr(Holder, "this_process", classmethod(lambda _: holder))
        store.claim("a" * 64, "a study", DOCUMENT, 3)
        monkeypatch.undo()
        assert store.studies()[0].running
        with pytest.raises(StoreError, match=f"run by process {other.pid}"):
            store.claim("a" * 64, "a study", DOCUMENT, 3)
        other.communicate(b"\n")
    assert store.claim("a" * 64, "a study", DOCUMENT, 3) == study


def test_failed_recipes_can_be_computed_again(store):
    study = claimed(store)
    store.note(1, answers=[Answer("key0", None, "broke", 0.0), Answer("key1", "fine", "", 0.0)])
    assert store.retry_failed(study) == 1
    assert store.counts(study)["queued"] == 2


def test_a_lost_result_is_found_by_the_check(store, tmp_path):
    claimed(store)
    store.note(1, answers=[Answer("key0", "one", "", 0.0)])
    with sqlite3.connect(tmp_path / "s.sqlite") as connection:
        connection.execute("DELETE FROM results")
    assert store.check() == ["1 evaluations are done without a result"]


def test_a_newer_store_is_refused(tmp_path):
    place = tmp_path / "s.sqlite"
    with Store(str(place)) as store:
        assert store.version() == 2
    with sqlite3.connect(place) as connection:
        connection.execute("UPDATE ceralyte_store SET value = '99' WHERE key = 'version'")
    with pytest.raises(StoreError, match="has version 99, written by a newer ceralyte"):
        Store(str(place))


def test_an_older_store_is_brought_up_to_date(tmp_path, monkeypatch):
    from ceralyte.study import connecting

    place = tmp_path / "s.sqlite"
    with Store(str(place)) as store:
        claimed(store)

    def step(connection):
        connection.execute(text("ALTER TABLE studies ADD COLUMN colour TEXT DEFAULT 'grey'"))

    grown = replace(connecting.SCHEMA, migrations=(*connecting.SCHEMA.migrations, step))
    monkeypatch.setattr(connecting, "SCHEMA", grown)
    monkeypatch.setattr(connecting, "OLDEST_READABLE", 3)
    with pytest.raises(StoreError, match="older version 2"):
        Store(str(place), read_only=True)
    with Store(str(place)) as store:
        assert store.version() == 3
        assert store.studies()[0].name == "a study"
    with sqlite3.connect(place) as connection:
        assert connection.execute("SELECT colour FROM studies").fetchall() == [("grey",)]


def test_a_store_of_version_1_learns_how_long_a_study_takes(tmp_path, made_version_1):
    place = tmp_path / "s.sqlite"
    with Store(str(place)) as store:
        claimed(store)
    made_version_1(place)
    with Store(str(place)) as store:
        assert store.version() == 2
        study = store.studies()[0]
        assert study.left == TimeLeft()
        store.note(study.id, left=TimeLeft(90.0, ("quick", "fine")))
        left = store.studies()[0].left
        store.note(study.id)  # alive, but it has no pace
        assert store.studies()[0].left == TimeLeft()
    assert left.untimed == ("quick", "fine")
    assert 80 < left.seconds < 90


def test_a_lock_of_another_process_is_told(store, tmp_path):
    study = claimed(store)
    other = sqlite3.connect(tmp_path / "s.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="is locked by another process"):
        store.note(1, answers=[Answer("key0", "one", "", 0.0)])
    with Store(str(tmp_path / "s.sqlite"), read_only=True) as reader:  # looking needs no lock
        assert reader.counts(study)["queued"] == 3
    assert store.counts(study)["queued"] == 3
    other.execute("ROLLBACK")
    store.note(1, answers=[Answer("key0", "one", "", 0.0)])
    assert store.counts(study)["done"] == 1


def test_a_full_disk_is_told_and_loses_nothing(store):
    study = claimed(store)
    store.note(1, answers=[Answer("key0", "one", "", 0.0)])
    with store._engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    big = os.urandom(400_000).hex()
    with pytest.raises(StoreError, match=r"the disk is full.*finished results are kept"):
        store.note(1, answers=[Answer("key1", big, "", 0.0)])
    assert store.counts(study) == {"queued": 2, "running": 0, "done": 1, "failed": 0}
    assert store.check() == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
def test_a_file_that_may_not_be_written_is_refused(tmp_path):
    place = tmp_path / "s.sqlite"
    Store(str(place))
    place.chmod(0o444)
    with pytest.raises(StoreError, match="cannot be written"):
        Store(str(place))


def test_a_read_only_store_is_told(tmp_path):
    place = str(tmp_path / "s.sqlite")
    with Store(place) as store:
        claimed(store)
    with (
        Store(place, read_only=True) as store,
        pytest.raises(StoreError, match="cannot be written"),
    ):
        store.note(1, answers=[Answer("key0", "one", "", 0.0)])


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"no database at all, but long enough to be read as one", "is not a store of ceralyte")],
)
def test_a_foreign_file_is_refused(tmp_path, content, words):
    place = tmp_path / "s.sqlite"
    place.write_bytes(content)
    with pytest.raises(StoreError, match=words):
        Store(str(place))


def test_a_database_of_another_program_is_left_alone(tmp_path):
    place = tmp_path / "s.sqlite"
    with sqlite3.connect(place) as connection:
        connection.execute("CREATE TABLE songs (title TEXT)")
    with pytest.raises(StoreError, match="is a database of another program"):
        Store(str(place))


def test_a_store_that_is_not_there_is_told(tmp_path):
    with pytest.raises(StoreError, match="there is no such store"):
        Store(str(tmp_path / "none.sqlite"), read_only=True)
    with pytest.raises(StoreError, match="cannot be opened"):
        Store(str(tmp_path / "no" / "folder.sqlite"))


def test_a_database_that_does_not_answer_is_told_without_its_password():
    pytest.importorskip("psycopg")
    with pytest.raises(StoreError, match="does not answer") as caught:
        Store("postgresql://user:geheim@127.0.0.1:9/nothing")
    assert "geheim" not in str(caught.value)
    assert "127.0.0.1" in str(caught.value)


def test_a_host_that_nobody_knows_does_not_answer_and_the_old_scheme_is_known():
    pytest.importorskip("psycopg")
    with pytest.raises(StoreError, match=r"does not answer.*check host and port") as caught:
        Store("postgres://user:geheim@host.invalid/nothing")
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize(
    "place",
    [
        "postgresql://user:ge@heim@127.0.0.1:9/base",
        "postgresql://user:ge@h/eim@127.0.0.1:9/base",
        "postgresql://user:ge@h?eim@127.0.0.1:9/base",
        "postgresql://us/er:geheim@127.0.0.1:9/base",
    ],
)
def test_an_at_sign_that_ends_a_password_early_is_refused_and_not_repeated(place):
    for use in (Store, lambda store: sbatch_script(Path("study.yaml"), store=store)):
        with pytest.raises(StoreError, match="percent-encode it") as caught:
            use(place)
        assert "heim" not in str(caught.value)


@pytest.mark.parametrize("start", ["postgresql:/", "postgresql:", "postgresql//", "Postgres:/"])
def test_a_url_with_a_slash_too_few_is_no_file_name(start, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    place = f"{start}user:geheim@127.0.0.1/base"
    for use in (Store, lambda store: sbatch_script(Path("study.yaml"), store=store)):
        with pytest.raises(StoreError, match="is no database URL") as caught:
            use(place)
        assert "geheim" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "wrong",
    [{"time": "x; rm -rf /"}, {"time": "1:00:00\n"}, {"memory": "a\nb"}, {"memory": "4GB"}],
)
def test_a_script_takes_only_times_and_memory_as_slurm_writes_them(wrong):
    (option,) = wrong
    with pytest.raises(InputError, match=f"--{option}: got .*Allowed: .*"):
        sbatch_script(Path("study.yaml"), store="s.sqlite", **wrong)
    script = sbatch_script(Path("study.yaml"), store="s.sqlite", time="2-12:30", memory="512M")
    assert "--time=2-12:30\n" in script
    assert "--mem-per-cpu=512M\n" in script


@pytest.mark.parametrize("key", ["password", "sslpassword", "passwd"])
def test_a_password_in_the_query_is_refused_and_not_repeated(key):
    place = f"postgresql://user@127.0.0.1:9/nothing?{key}=geheim"
    for use in (Store, lambda store: sbatch_script(Path("study.yaml"), store=store)):
        with pytest.raises(StoreError, match=f"has a {key} in its query") as caught:
            use(place)
        assert "geheim" not in str(caught.value)


def test_a_port_that_is_none_is_refused():
    with pytest.raises(StoreError, match="is no database URL"):
        Store("postgresql://user@host:port/base")


@pytest.mark.parametrize("name", ["a#b.sqlite", "a?mode=ro.sqlite", "a%41 ü.sqlite"])
def test_the_file_has_the_name_that_was_given(tmp_path, name):
    with Store(str(tmp_path / name)) as store:
        claimed(store)
    assert (tmp_path / name).is_file()
    with Store(str(tmp_path / name), read_only=True) as store:
        assert len(store.studies()) == 1
    assert {path.name for path in tmp_path.iterdir()} <= {name, f"{name}-wal", f"{name}-shm"}


def test_a_study_is_locked_while_it_is_claimed():
    """On PostgreSQL, where two may look before either writes."""
    words = str(study_store._claimable("a" * 64).compile(dialect=postgresql.dialect()))
    assert words.endswith("FOR UPDATE")


def test_a_study_is_written_down_before_it_is_asked_who_runs_it(store):
    """So that two which begin it at once ask about the same row."""
    said = []
    event.listen(store._engine, "before_cursor_execute", lambda *told: said.append(told[2]))
    claimed(store)
    insertion, question, *_ = [words for words in said if "studies" in words]
    assert insertion.startswith("INSERT INTO studies")
    assert insertion.endswith("ON CONFLICT DO NOTHING")
    assert question.startswith("SELECT studies.id")


def test_other_databases_are_refused():
    with pytest.raises(StoreError, match="got a mysql URL"):
        Store("mysql://user:geheim@host/base")


def test_the_process_that_asks_does_not_hold_itself_back():
    assert not Holder.this_process().holds(0.0)
    gone = Holder("another machine", 1, 0.0)
    assert not gone.holds(0.0)
    assert gone.holds(2e10)
    assert Holder.from_json(gone.to_json()) == gone
    assert Holder.from_json("") is None
