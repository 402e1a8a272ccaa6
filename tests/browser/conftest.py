"""A server of the page and a real browser for it."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
PATIENCE = 120_000
"""ms for what the page does at once on an idle machine: a busy one takes its time."""
FAILED_LOAD = "Failed to load resource"
"""What Chromium says on the console of each request that is refused or does not arrive."""
WEBGL = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader"]


class Server:
    """A running `ceralyte app` and what a script asks of it."""

    def __init__(self, address: str) -> None:
        self.address = address

    def get(self, path: str):
        with urllib.request.urlopen(f"{self.address}/api/{path}") as answer:
            return json.load(answer)

    def answers(self) -> bool:
        try:
            return bool(self.get("about"))
        except OSError:
            return False

    def post(self, path: str, body: dict):
        headers = {"content-type": "application/json", "x-ceralyte": "1"}
        request = urllib.request.Request(
            f"{self.address}/api/{path}", json.dumps(body).encode(), headers
        )
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def finish(self, job: str, seconds: float = 900.0) -> dict:
        """Wait for a job; return its record."""
        end = time.monotonic() + seconds
        while (record := self.get(f"jobs/{job}"))["state"] in ("queued", "running"):
            assert time.monotonic() < end, f"{record} did not end in {seconds} s"
            time.sleep(0.5)
        return record


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    port = free_port()
    folder = tmp_path_factory.mktemp("app")
    command = [sys.executable, "-c", "from ceralyte.cli.main import run; run()", "app"]
    command += ["--no-browser", "--port", str(port), "--data", str(folder / "data")]
    with (folder / "log.txt").open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=os.environ.copy())
    running = Server(f"http://127.0.0.1:{port}")
    try:
        end = time.monotonic() + 180
        while not running.answers():
            assert process.poll() is None, (folder / "log.txt").read_text()
            assert time.monotonic() < end, "the server does not answer after three minutes"
            time.sleep(0.1)
        yield running
    finally:
        process.terminate()
        process.wait(120)


@pytest.fixture(scope="session")
def designs(server):
    """Two finished designs that differ in pressure."""
    recipe = server.get("examples/lpscl-ptfe-dry")["yaml"]
    ids = []
    for pressure in ("360 MPa", "250 MPa"):
        order = {
            "kind": "design",
            "title": f"dry at {pressure}",
            "recipe": recipe.replace("360 MPa", pressure),
            "level": "quick",
            "seeds": 1,
            "options": {"particles": 200},
        }
        ids.append(server.post("jobs", order)["id"])
    for job in ids:
        record = server.finish(job)
        assert record["state"] == "done", record
    return ids


@pytest.fixture(scope="session")
def playwright():
    """Playwright; the test is skipped, with the reason, where it or Chromium is missing."""
    sync_api = pytest.importorskip(
        "playwright.sync_api", reason="Playwright is missing: `make test-browser` installs it"
    )
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine: `make test-browser` installs it")
    with sync_api.sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright):
    chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *WEBGL])
    yield chromium
    chromium.close()


@pytest.fixture
def page_without_webgl(playwright):
    flags = [*FLAGS, "--disable-3d-apis"]
    chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
    page = chromium.new_page()
    page.set_default_timeout(PATIENCE)
    yield page
    chromium.close()


@pytest.fixture
def tab(browser, server):
    """Open tabs at a view; at the end no page may have complained or asked elsewhere.

    A test whose requests are meant to fail sets `failing`; complaints arrive when they like.
    """
    contexts, complaints = [], []

    def open_tab(view: str = "", width: int = 1280, scheme: str = "light"):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, accept_downloads=True
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: line.type == "error" and complaints.append(line.text))
        context.on("request", lambda asked: _stays_here(asked.url, server, complaints))
        page.goto(f"{server.address}/#/{view}" if view else server.address)
        page.wait_for_selector(".page[data-ready]")
        return page

    open_tab.failing = False
    yield open_tab
    for context in contexts:
        context.close()
    unmeant = [c for c in complaints if not (open_tab.failing and c.startswith(FAILED_LOAD))]
    assert unmeant == []


def _stays_here(url: str, server: Server, complaints: list[str]) -> None:
    if not url.startswith((server.address, f"blob:{server.address}")):
        complaints.append(f"a request left for {url}")


@pytest.fixture(scope="session")
def axe():
    """The text of axe-core, which measures contrast and names."""
    file = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
    if not file.exists():
        pytest.skip("axe-core is missing: `make test-browser` installs it")
    return file.read_text()
