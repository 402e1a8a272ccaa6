"""A study in a PostgreSQL server that the test starts (Debian package postgresql)."""

import os
import pwd
import shutil
import socket
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import current_thread
from time import sleep

import pytest

from ceralyte.core.database import META, StoreError
from ceralyte.core.holder import Holder
from ceralyte.study import Store, Study, plan_study, results, run
from ceralyte.study import store as study_store
from ceralyte.study.evaluate import Answer
from ceralyte.study.schema_sql import TABLES

RECIPE = Path(__file__).parents[2] / "src/ceralyte/recipe/examples/lpscl-ptfe-dry.yaml"


def _programs() -> Path | None:
    """Folder of initdb and pg_ctl; None where PostgreSQL is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


def _as_server(command, **options):
    """Run a program as a user that PostgreSQL accepts: it refuses root."""
    user = pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else None
    return subprocess.run(command, check=True, capture_output=True, user=user, **options)


@pytest.fixture(scope="module")
def url():
    """URL of an empty database, with a password."""
    pytest.importorskip("psycopg")
    programs = _programs()
    if programs is None:
        pytest.skip("no PostgreSQL server is installed")
    with TemporaryDirectory(prefix="ceralyte-") as place:  # pytest's own is for one user only
        folder = Path(place)
        secret, data = folder / "secret", folder / "data"
        secret.write_text("geheim")
        if os.geteuid() == 0:
            shutil.chown(folder, "nobody")
            shutil.chown(secret, "nobody")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        who = ["-U", "lab", f"--pwfile={secret}", "-A", "scram-sha-256"]
        _as_server([programs / "initdb", "-D", data, *who])
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1"
        control = [programs / "pg_ctl", "-D", data, "-w"]
        _as_server([*control, "-l", folder / "log", "-o", options, "start"])
        yield f"postgresql://lab:geheim@127.0.0.1:{port}/postgres"
        _as_server([*control, "-m", "immediate", "stop"])


def _plan(**entries):
    data = {
        "name": "a study",
        "kind": "sweep",
        "recipe": str(RECIPE),
        "vary": {"press.pressure": {"low": "100 MPa", "high": "500 MPa"}},
        "budget": 12,
    }
    return plan_study(Study.model_validate(data | entries))


def test_a_study_in_postgresql_is_that_in_sqlite(url, tmp_path):
    plan = _plan()
    found = []
    for place in (url, str(tmp_path / "s.sqlite")):
        run(plan, store=place, workers=1)
        run(plan, store=place, workers=1)  # nothing is left to do
        with Store(place) as store:
            assert store.check() == []
            found.append(results(store, store.studies()[0]))
            assert "geheim" not in store.name
    assert (
        found[0].counts == found[1].counts == {"queued": 0, "running": 0, "done": 13, "failed": 0}
    )
    assert found[0].points == found[1].points


def test_two_coordinators_share_a_database_and_the_recipes_of_both(url):
    """At the same time, with most recipes in common: none is lost or counted twice."""
    plans = [_plan(name=f"one of {budget}", budget=budget, seed=7) for budget in (10, 14)]
    with ThreadPoolExecutor() as both:
        list(both.map(lambda plan: run(plan, store=url, workers=1), plans))
    with Store(url) as store:
        assert store.check() == []
        studies = {s.name: store.counts(s.id) for s in store.studies()}
    for budget in (10, 14):
        assert studies[f"one of {budget}"]["done"] == budget + 1


def test_of_two_that_claim_a_study_at_once_one_is_refused(url, monkeypatch):
    """Both in a new database, then both in one that knows the study."""

    def slow(*_):
        sleep(0.3)  # so that both are in the middle of it

    def me(_):
        return Holder(current_thread().name, 1, 0.0)

    monkeypatch.setattr(Store, "_requeue", slow)
    monkeypatch.setattr(Holder, "this_process", classmethod(me))
    document = {"study": {"kind": "sweep"}, "recipe": {}, "folder": "."}
    with Store(url) as store:
        TABLES.drop_all(store._engine)
        META.drop(store._engine)

    def claim(_):
        with Store(url) as store:
            try:
                return store.claim("c" * 64, "contested", document, 3)
            except StoreError as error:
                return str(error)

    for _ in range(2):
        with ThreadPoolExecutor(2) as both:
            study, words = sorted(
                both.map(claim, range(2)), key=lambda found: isinstance(found, str)
            )
        assert "is being run by process 1" in words
        with Store(url) as store:
            store.release(study, finished=False)
    with Store(url) as store:
        store.forget(study)


def test_an_answer_waits_for_that_of_another_coordinator(url):
    """Of two answers at the same time the first stays, and the second is no error."""
    with Store(url) as store, ThreadPoolExecutor() as both:
        study = store.claim("c" * 64, "a race", {"study": {"kind": "sweep"}}, 1)
        store.add_points(study, [(0, "raced", "estimate", {})])
        with store._writing() as first:
            study_store._ids(first, ["raced"], open_only=True)
            second = both.submit(store.note, study, answers=[Answer("raced", "second", "", 0.0)])
            sleep(0.5)
            study_store._record(first, [Answer("raced", "first", "", 0.0)])
        second.result()
        assert store.answers(["raced"])["raced"].numbers == "first"
        assert store.check() == []


def test_a_wrong_password_is_told_and_never_printed(url):
    with pytest.raises(StoreError, match="password") as caught:
        Store(url.replace("geheim", "falsch"))
    assert "falsch" not in str(caught.value)
