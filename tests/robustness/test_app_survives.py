"""The server of the page as a real process: killed, it loses no job; asked to end, it ends.

As a script, ``python tests/robustness/test_app_survives.py 20`` kills twenty times.
"""

import json
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.error import HTTPError, URLError

import psutil
import pytest

SERVER = [sys.executable, "-c", "from ceralyte.cli.main import run; run()", "app", "--no-browser"]
SMALL = {"distribution": "mono(d=3 um)", "particles": 60}
LARGE = {"distribution": "lognormal(d50=3 um, sigma=0.9)", "particles": 60_000}


class Server:
    """A server process and what it answers."""

    def __init__(self, data: Path, *more: str) -> None:
        with closing(socket.create_server(("127.0.0.1", 0))) as free:
            self.port = free.getsockname()[1]
        arguments = [*SERVER, "--data", str(data), "--port", str(self.port), *more]
        self.began = time.monotonic()
        self.process = subprocess.Popen(arguments, stderr=subprocess.PIPE, text=True)

    def ask(self, path: str, body: object = None, method: str | None = None) -> object:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers={"X-Ceralyte": "1", "Content-Type": "application/json"},
            method=method,
        )
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.loads(answer.read())

    def give(self, options: dict) -> str:
        return self.ask("/api/jobs", {"kind": "pack", "options": options})["id"]

    def until(self, job: str, *states: str, patience: float = 120.0) -> dict:
        end = time.monotonic() + patience
        while time.monotonic() < end:
            found = self.ask(f"/api/jobs/{job}")
            if found["state"] in states:
                return found
            time.sleep(0.1)
        raise AssertionError(f"{found} is not {states}")

    def ready(self) -> float:
        """Wait for the first answer; return the seconds that it took."""
        while time.monotonic() < self.began + 30:
            with suppress(URLError, ConnectionError):
                self.ask("/api/about")
                return time.monotonic() - self.began
            assert self.process.poll() is None, self.process.stderr.read()
            time.sleep(0.05)
        raise AssertionError("the server does not answer")

    def end(self, how: signal.Signals = signal.SIGTERM) -> str:
        self.process.send_signal(how)
        _, said = self.process.communicate(timeout=20)
        return said


@contextmanager
def serving(data: Path):
    server = Server(data)
    try:
        server.ready()
        yield server
    finally:
        if server.process.poll() is None:
            server.end()


def workers_of(server: Server) -> list[psutil.Process]:
    return psutil.Process(server.process.pid).children(recursive=True)


@pytest.mark.slow
def test_a_killed_server_loses_no_job(tmp_path):
    with serving(tmp_path) as server:
        finished = server.give(SMALL)
        summary = server.until(finished, "done")["summary"]
        running = [server.give(LARGE), server.give(LARGE)]
        for job in running:
            server.until(job, "running")
        queued = server.give(SMALL)
        workers = workers_of(server)
        assert len(workers) >= 2
        server.end(signal.SIGKILL)
    gone, alive = psutil.wait_procs(workers, timeout=10)
    assert len(gone) == len(workers)
    assert not alive
    with serving(tmp_path) as server:
        assert server.ask(f"/api/jobs/{finished}")["summary"] == summary
        assert server.ask(f"/api/jobs/{finished}/scene")["particles"] == 60
        for job in running:
            server.until(job, "running")
            assert server.ask(f"/api/jobs/{job}/cancel", {}, "POST")["state"] == "cancelled"
        server.until(queued, "done")
        assert not [p for p in workers_of(server) if p.status() != psutil.STATUS_ZOMBIE]


@pytest.mark.slow
def test_a_job_that_has_just_begun_survives_too(tmp_path):
    jobs = []
    for number in range(5):
        with serving(tmp_path) as server:
            jobs.append(server.give(SMALL))
            server.until(jobs[-1], "running", "done")
            time.sleep(0.2 * number)
            server.end(signal.SIGKILL)
    with serving(tmp_path) as server:
        for job in jobs:
            server.until(job, "done", "failed")
            assert server.ask(f"/api/jobs/{job}")["error"] is None


@pytest.mark.slow
def test_tabs_hear_of_jobs_and_the_server_ends_when_asked(tmp_path):
    with serving(tmp_path) as server:
        stream = urllib.request.urlopen(f"http://127.0.0.1:{server.port}/api/events", timeout=60)
        with closing(stream):
            job = server.give(
                {"distribution": "mono(d=3 um)", "particles": 500, "fraction": "90 %"}
            )
            states = []
            while "failed" not in states:
                line = stream.readline().decode()
                if line.startswith("data: "):
                    states.append(json.loads(line.removeprefix("data: "))["state"])
            assert states[0] in ("queued", "running")
            told = server.ask(f"/api/jobs/{job}")["error"]["message"]
            assert "0.9" in told
            assert str(tmp_path) not in told
            again = Server(tmp_path)
            assert "is used by another server" in again.process.communicate(timeout=30)[1]
            assert again.process.returncode == 2
            taken = Server(tmp_path / "other", "--port", str(server.port))
            assert "cannot be taken" in taken.process.communicate(timeout=30)[1]
            server.end(signal.SIGINT)  # with the tab still open
    with serving(tmp_path):
        pass  # the folder is free again


@pytest.mark.slow
def test_another_address_takes_the_token_that_is_printed(tmp_path):
    server = Server(tmp_path, "--host", "0.0.0.0")
    said = server.process.stderr.readline()
    token = said.split("?token=")[1].split()[0]
    assert len(token) >= 40
    try:
        refused = None
        while refused is None:
            try:
                server.ask("/api/about")
            except HTTPError as error:
                refused = error.code
            except URLError:
                time.sleep(0.1)
        assert refused == 401
        url = f"http://127.0.0.1:{server.port}/api/about"
        bearer = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"})
        assert json.loads(urllib.request.urlopen(bearer, timeout=10).read())["version"]
    finally:
        server.end()


def torture(data: Path, kills: int) -> None:
    """Kill a server again and again while it works; every job that was given ends well."""
    jobs = []
    for number in range(kills):
        with serving(data) as server:
            jobs.append(server.give(SMALL))
            time.sleep(0.7 * (number % 8))
            done = [j["id"] for j in server.ask("/api/jobs") if j["state"] == "done"]
            server.end(signal.SIGKILL)
        print(f"kill {number + 1}: {len(done)} done of {len(jobs)}", flush=True)
        with serving(data) as server:
            states = {j["id"]: j["state"] for j in server.ask("/api/jobs")}
            assert set(jobs) == set(states)
            assert all(states[job] == "done" for job in done)
            server.end(signal.SIGKILL)
    with serving(data) as server:
        for job in jobs:
            server.until(job, "done", patience=300)


if __name__ == "__main__":
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        torture(Path(folder), int(sys.argv[1]))
