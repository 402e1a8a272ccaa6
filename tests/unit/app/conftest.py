"""A server without a network, whose workers only pretend."""

import json
from pathlib import Path
from time import monotonic, sleep

import pytest
from starlette.testclient import TestClient

from ceralyte.app.factory import create_app
from ceralyte.app.jobs import processes
from ceralyte.app.jobs.finishing import finish
from ceralyte.app.settings import Limits, Settings
from ceralyte.pipeline import save_design, save_recipe
from ceralyte.recipe import load_recipe

ADDRESS = "http://127.0.0.1:8321"
OURS = {"X-Ceralyte": "1"}
LIMITS = Limits(text=150_000, psd=200_000, spectrum=200_000, image=3_000_000,
                decoded=20_000_000, entries=50)  # fmt: skip

PRETENDER = """
import json, os, sys, threading, time
from pathlib import Path
folder = Path(sys.argv[1])
threading.Thread(target=lambda: (sys.stdin.read(), os._exit(1)), daemon=True).start()
job = json.loads((folder / "command.json").read_text())
options = job["options"]
print(json.dumps({"stage": "pretending", "share": 0.25}), flush=True)
if options.get("seed") == 1 or job["kind"] == "study":
    time.sleep(60)
if options.get("seed") == 2:
    os._exit(1)
outcome = {"error": {"message": "no luck"}} if options.get("seed") == 3 else {"summary": {"a": 1}}
(folder / "outcome.json").write_text(json.dumps(outcome))
"""
"""Studies and seed 1 wait, seed 2 dies, seed 3 fails, any other ends well."""

PACK = "lognormal(d50=3 um, sigma=0.3)"


class Page(TestClient):
    """What a page of the server can ask for."""

    def give(self, seed=0, **request):
        """Give a job to the pretending worker; return its id."""
        job = {"kind": "pack", "options": {"distribution": PACK, "seed": seed}} | request
        answer = self.post("/api/jobs", json=job)
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]

    def until(self, identifier, *states, patience=20.0):
        """Wait until a job is in one of these states; return it."""
        end = monotonic() + patience
        while monotonic() < end:
            job = self.get(f"/api/jobs/{identifier}").json()
            if job["state"] in states:
                return job
            sleep(0.02)
        raise AssertionError(f"{job} is not {states}")


@pytest.fixture(scope="module")
def pretending():
    """Workers that pretend, see `PRETENDER`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(processes, "WORKER", ("-c", PRETENDER))
        yield


def _page(folder: Path, **more):
    settings = Settings(data=folder, limits=LIMITS, **more)
    found = Page(
        create_app(settings), base_url=ADDRESS, headers=OURS, raise_server_exceptions=False
    )
    found.data = folder
    return found


@pytest.fixture(scope="module")
def page_of(pretending):  # noqa: ARG001  # a fixture for its effect
    """Make a page of a server on a data folder; the server runs inside of ``with``."""
    return _page


@pytest.fixture(scope="module")
def page(tmp_path_factory, page_of):
    """A page of a running server, which the tests of a module share."""
    with page_of(tmp_path_factory.mktemp("page") / "data") as found:
        yield found


@pytest.fixture(scope="session")
def limits():
    """The limits of the server."""
    return LIMITS


@pytest.fixture(scope="session")
def shown(tmp_path_factory, quick_design, examples):
    """Data folder with one finished design, as its worker leaves it, and the id of its job."""
    from ceralyte.app.jobs.store import JobStore
    from ceralyte.app.places import Places

    places = Places(tmp_path_factory.mktemp("shown"))
    places.make()
    store = JobStore(places.queue)
    identifier = store.new_id()
    results = places.job(identifier) / "results"
    save_design(quick_design, results)
    save_recipe(load_recipe(examples / "lpscl-ptfe-dry.yaml"), results)
    (results / "figures").mkdir()
    (results / "figures" / "slice.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (results / "report.html").write_text("<script>alert(1)</script>")
    document = quick_design.model_dump(mode="json")
    (results / "result.json").write_text(json.dumps(document))
    summary = finish({"kind": "design", "options": {}}, places.job(identifier), document)
    store.add(identifier, "design", quick_design.name)
    store.start(identifier, "")
    store.end(identifier, "done", summary=summary)
    store.close()
    return places.data, identifier
