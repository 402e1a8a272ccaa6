"""The queue: states, progress, cancelling, what survives, what the tabs hear."""

import asyncio
import json
import sqlite3
from contextlib import closing
from time import sleep

import psutil
import pytest

from ceralyte.app.jobs import processes, runner
from ceralyte.app.jobs.hub import Hub, stream
from ceralyte.app.jobs.record import Progress
from ceralyte.app.jobs.store import JobStore
from ceralyte.core.errors import InputError

WAITS, DIES, FAILS = 1, 2, 3


def test_a_job_ends_with_its_summary(page):
    identifier = page.give()
    job = page.until(identifier, "done")
    assert job["summary"] == {"a": 1}
    assert job["created"] <= job["started"] <= job["ended"]
    assert job["title"] == "lognormal(d50=3 um, sigma=0.3)"
    assert job["progress"]["done"] == 1.0
    assert identifier in [j["id"] for j in page.get("/api/jobs").json()]


def test_one_that_fails_or_dies_says_why(page):
    failed, died = page.give(FAILS), page.give(DIES)
    assert page.until(failed, "failed")["error"] == {"message": "no luck"}
    assert "without a result" in page.until(died, "failed")["error"]["message"]


def test_two_run_and_the_third_waits(page):
    running = [page.give(WAITS), page.give(WAITS)]
    for identifier in running:
        page.until(identifier, "running")
    waiting = page.give()
    sleep(0.3)
    assert page.get(f"/api/jobs/{waiting}").json()["state"] == "queued"
    page.post(f"/api/jobs/{running[0]}/cancel")
    page.until(waiting, "done")
    page.post(f"/api/jobs/{running[1]}/cancel")


def test_progress_is_told_while_it_runs(page):
    identifier = page.give(WAITS)
    for _ in range(200):
        progress = page.get(f"/api/jobs/{identifier}").json()["progress"]
        if progress["stage"]:
            break
        sleep(0.05)
    assert progress["stage"] == "pretending"
    assert progress["done"] == 0.25
    for _ in range(200):  # the estimate, four times what it took to begin, runs out
        progress = page.get(f"/api/jobs/{identifier}").json()["progress"]
        if progress["overdue"]:
            break
        assert progress["seconds_left"] > 0
        sleep(0.05)
    assert progress["overdue"]
    assert progress["seconds_left"] is None
    page.post(f"/api/jobs/{identifier}/cancel")


def test_a_remaining_time_that_has_passed_is_told_no_more():
    told = Progress("pressing", 0.475, seconds_left=51.0)
    assert told.after(20.0) == Progress("pressing", 0.475, seconds_left=31.0)
    assert told.after(51.0) == Progress("pressing", 0.475, overdue=True)
    assert Progress("starting").after(100.0) == Progress("starting")


def test_a_study_tells_its_own_remaining_time():
    assert runner._progress("5 of 9 recipes, time left: 20 s", 0.5, 10.0).seconds_left is None
    assert runner._progress("packing", 0.5, 10.0).seconds_left == 10.0


def test_cancelling_kills_the_worker(page):
    identifier = page.give(WAITS)
    page.until(identifier, "running")
    with closing(sqlite3.connect(page.data / "jobs.sqlite")) as queue:
        row = queue.execute("SELECT worker FROM jobs WHERE id = ?", (identifier,)).fetchone()
    process = psutil.Process(json.loads(row[0])["pid"])
    assert process.is_running()
    assert page.post(f"/api/jobs/{identifier}/cancel").json()["state"] == "cancelled"
    process.wait(10)
    assert page.until(identifier, "cancelled")["ended"] is not None
    assert page.post(f"/api/jobs/{identifier}/cancel").json()["state"] == "cancelled"


def test_only_what_has_ended_is_deleted_and_then_wholly(page):
    identifier = page.give(WAITS)
    page.until(identifier, "running")
    assert page.delete(f"/api/jobs/{identifier}").status_code == 422
    page.post(f"/api/jobs/{identifier}/cancel")
    assert page.delete(f"/api/jobs/{identifier}").status_code == 200
    assert page.get(f"/api/jobs/{identifier}").status_code == 404
    assert not (page.data / "jobs" / identifier).exists()


def test_nothing_is_lost_when_the_server_ends(tmp_path, page_of):
    with page_of(tmp_path) as page:
        finished = page.give()
        page.until(finished, "done")
        running = [page.give(WAITS), page.give(WAITS)]
        queued = page.give()
        for identifier in running:
            page.until(identifier, "running")
        (tmp_path / "jobs" / running[0] / "results").mkdir()
        orphan = tmp_path / "jobs" / ("0" * 16)
        orphan.mkdir()
        (orphan / "command.json").touch()  # an earlier server ended while it gave this job
    with page_of(tmp_path) as page:
        assert page.get(f"/api/jobs/{finished}").json()["summary"] == {"a": 1}
        for identifier in running:
            page.until(identifier, "running")
        assert not (tmp_path / "jobs" / running[0] / "results").exists()  # begun anew
        assert page.get(f"/api/jobs/{queued}").json()["state"] == "queued"
        assert not orphan.exists()
        page.post(f"/api/jobs/{running[0]}/cancel")
        page.until(queued, "done")


def test_a_result_that_the_server_did_not_live_to_see_counts(tmp_path, page_of):
    with page_of(tmp_path) as page:
        identifier = page.give(WAITS)
        page.until(identifier, "running")
    outcome = {"summary": {"late": True}}
    (tmp_path / "jobs" / identifier / "outcome.json").write_text(json.dumps(outcome))
    with page_of(tmp_path) as page:
        assert page.get(f"/api/jobs/{identifier}").json()["summary"] == {"late": True}


@pytest.mark.parametrize("stage", ["starting", "packing"])
def test_a_worker_whose_server_is_gone_leaves_no_outcome(tmp_path, monkeypatch, stage):
    """A killed server hears nothing: so that the next one begins the job anew."""
    command = ["pack", "mono(d=3 um)", "--particles=60", "--out=results/p.csv", "--json"]
    job = {"kind": "pack", "arguments": command, "options": {}}
    (tmp_path / "command.json").write_text(json.dumps(job))
    monkeypatch.setattr(processes, "WORKER", ("-P", "-m", "ceralyte.app.jobs.worker"))
    process = processes.launched(tmp_path)
    told = process.stdout.readline() if stage == "packing" else b""
    process.stdout.close()  # and stdin stays open: its end is noticed later
    try:
        assert process.wait(60) != 0
    finally:
        processes.close_pipes(process)
    assert (b"starting" in told) is (stage == "packing")
    assert not (tmp_path / "outcome.json").exists()
    assert "Traceback" not in (tmp_path / "worker.log").read_text()


class TestTrouble:
    """What goes wrong with one job, or for a while, does not stop the others."""

    @pytest.fixture
    def failing(self, monkeypatch):
        """Let a method or function of the queue raise an error a few times."""
        monkeypatch.setattr(runner, "_PAUSE", 0.02)

        def fail(owner, name, error, times=1):
            works, left = getattr(owner, name), [error] * times

            def sometimes(*args, **more):
                if left:
                    raise left.pop()
                return works(*args, **more)

            monkeypatch.setattr(owner, name, sometimes)

        return fail

    @pytest.mark.parametrize(
        ("owner", "name", "error"),
        [
            (runner, "launched", BlockingIOError("no more processes")),
            (runner.Runner, "_start_attendant", RuntimeError("can't start new thread")),
            (JobStore, "start", sqlite3.OperationalError("disk I/O error")),
        ],
    )
    def test_a_job_that_cannot_begin_fails_alone(self, page, failing, owner, name, error):
        for _ in range(runner.AT_ONCE):  # as many as there are places
            failing(owner, name, error)
            job = page.until(page.give(WAITS), "failed")
            assert "could not be started" in job["error"]["message"]
        page.until(page.give(), "done")

    def test_a_queue_that_cannot_be_read_is_read_later(self, page, failing):
        failing(JobStore, "queued", sqlite3.OperationalError("disk I/O error"), times=3)
        page.until(page.give(), "done")

    def test_an_end_is_written_when_the_disk_takes_it(self, page, failing):
        for _ in range(runner.AT_ONCE):
            failing(JobStore, "end", sqlite3.OperationalError("disk is full"), times=3)
            assert page.until(page.give(), "done")["summary"] == {"a": 1}
        failing(runner.Runner, "_settle", OSError("disk is gone"))
        page.until(page.give(), "done")

    def test_half_an_outcome_is_none(self, page):
        job = page.give(WAITS)
        page.until(job, "running")
        (page.data / "jobs" / job / "outcome.json").write_text('{"summ')
        with closing(sqlite3.connect(page.data / "jobs.sqlite")) as queue:
            row = queue.execute("SELECT worker FROM jobs WHERE id = ?", (job,)).fetchone()
        psutil.Process(json.loads(row[0])["pid"]).kill()
        assert "without a result" in page.until(job, "failed")["error"]["message"]


def test_a_write_that_the_disk_refuses_leaves_no_transaction_open(tmp_path):
    with closing(JobStore(tmp_path / "jobs.sqlite")) as store:
        store.add("a", "pack", "x")
        store._connection.execute("PRAGMA foreign_keys=ON")
        store._connection.execute(
            "CREATE TABLE kin (id TEXT REFERENCES jobs (id) DEFERRABLE INITIALLY DEFERRED)"
        )
        with pytest.raises(sqlite3.IntegrityError), store._writing() as connection:
            connection.execute("INSERT INTO kin VALUES ('nobody')")  # told by COMMIT alone
        assert store.end("a", "cancelled")


def test_a_queue_of_a_newer_version_is_refused(tmp_path):
    path = tmp_path / "jobs.sqlite"
    with closing(sqlite3.connect(path)) as queue:
        queue.execute("PRAGMA user_version=99")
    with pytest.raises(InputError, match="version 99"):
        JobStore(path)
    (tmp_path / "other").write_text("no database, but long enough to be looked into" * 30)
    with pytest.raises(InputError, match="not a database"):
        JobStore(tmp_path / "other")


def test_a_job_ends_once(tmp_path):
    with closing(JobStore(tmp_path / "jobs.sqlite")) as store:
        job = store.add(store.new_id(), "pack", "x")
        assert store.start(job.id, "")
        assert not store.start(job.id, "")
        assert store.end(job.id, "cancelled")
        assert not store.end(job.id, "done", summary={})
        assert store.get(job.id).state == "cancelled"


class TestEvents:
    def test_all_tabs_hear_the_latest_of_every_job(self):
        async def scenario():
            hub = Hub()
            with hub.listening() as one, hub.listening() as other:
                for number in range(5):
                    hub.publish("a", "job", number)
                hub.publish("b", "removed", {"id": "b"})
                heard = [await tab.take(1.0) for tab in (one, other)]
            assert heard == [[("job", 4), ("removed", {"id": "b"})]] * 2
            return hub

        hub = asyncio.run(scenario())
        hub.publish("a", "job", 6)  # nobody listens any more

    def test_a_stream_runs_out_when_the_server_ends(self):
        async def scenario():
            hub = Hub()
            with hub.listening() as listener:
                texts = stream(listener, [("job", {"id": "a"})], patience=30)
                await anext(texts)
                hub.close()
                return [text async for text in texts]

        assert len(asyncio.run(asyncio.wait_for(scenario(), 5))) <= 1

    def test_a_stream_begins_with_everything_and_stays_open(self):
        async def scenario():
            hub = Hub()
            with hub.listening() as listener:
                texts = stream(listener, [("job", {"id": "a"})], patience=0.01)
                first, quiet = await anext(texts), await anext(texts)
                hub.publish("a", "job", {"id": "a", "state": "done"})
                news = await anext(texts)
            return first, quiet, news

        first, quiet, news = asyncio.run(scenario())
        assert first == 'event: job\ndata: {"id": "a"}\n\n'
        assert quiet.startswith(":")
        assert '"state": "done"' in news
