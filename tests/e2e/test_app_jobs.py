"""Every kind of job, done by its real worker: what comes out is there to be shown."""

import io
from time import monotonic, sleep

import numpy as np
import pytest
import tifffile
from starlette.testclient import TestClient

from ceralyte.app.factory import create_app
from ceralyte.app.settings import Settings

pytestmark = pytest.mark.slow

STUDY = """
name: three pressures
kind: grid
recipe: that of the page
vary: {press.pressure: [100 MPa, 200 MPa, 300 MPa]}
objectives: {areal_conductance: maximise, porosity: minimise}
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    app = create_app(Settings(data=tmp_path_factory.mktemp("jobs")))
    address = "http://127.0.0.1:8321"
    with TestClient(app, base_url=address, headers={"X-Ceralyte": "1"}) as found:
        yield found


def done(page, **request):
    """Give a job; return its id once it is done."""
    answer = page.post("/api/jobs", json=request)
    assert answer.status_code == 201, answer.text
    identifier, end = answer.json()["id"], monotonic() + 400
    while monotonic() < end:
        job = page.get(f"/api/jobs/{identifier}").json()
        if job["state"] not in ("queued", "running"):
            assert job["state"] == "done", job
            assert job["summary"]
            return identifier
        sleep(0.2)
    raise AssertionError(f"{job} takes too long")


def get(page, job, what):
    answer = page.get(f"/api/jobs/{job}/{what}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_design_and_its_impedance(page, examples):
    recipe = (examples / "lpscl-cellulose.yaml").read_text()
    job = done(page, kind="design", recipe=recipe, level="quick", options={"particles": 300})
    scene = get(page, job, "scene")
    assert scene["particles"] > 0
    assert scene["fibres"] > 0
    assert {f["name"] for f in scene["fields"]} >= {"phase", "grain", "potential", "current"}
    assert {"structure", "slice", "current"} <= set(scene["pictures"])
    rods = page.get(f"/api/jobs/{job}/fibres.bin").content
    assert len(rods) == scene["fibres"] * 7 * 4
    assert "report.html" in {f["name"] for f in get(page, job, "files")}
    permittivity = "ceramic=40, binder=4, support=4"
    spectrum = done(page, kind="impedance", options={"job": job, "permittivity": permittivity})
    (nyquist,) = get(page, spectrum, "charts")
    assert nyquist["name"] == "nyquist"
    assert len(nyquist["series"][0]["x"]) >= 40


def test_an_image_with_conductivities_and_moduli(page):
    x, y, z = np.meshgrid(*[np.arange(24) - 12] * 3, indexing="ij")
    labels = (np.cos(x / 3) * np.cos(y / 3) + np.cos(z / 4) > -0.6).astype(np.uint8)
    content = io.BytesIO()
    tifffile.imwrite(content, labels, photometric="minisblack")
    query = {"kind": "image", "name": "stack.tif"}
    upload = page.post("/api/uploads", params=query, content=content.getvalue()).json()
    job = done(
        page,
        kind="image",
        upload=upload["id"],
        options={"voxel_size": "398 nm", "labels": "0=pore,1=ceramic:2.5 mS/cm:22 GPa:0.3"},
    )
    scene = get(page, job, "scene")
    names = {f["name"] for f in scene["fields"]}
    assert names == {"phase", "potential", "current", "stress"}
    assert scene["missing"] == {}
    rows = {r["key"]: r for g in get(page, job, "numbers")["groups"] for r in g["rows"]}
    assert rows["effective_conductivity"]["unit"] == "mS/cm"
    assert rows["pore"]["value"] == pytest.approx(100 * (labels == 0).mean())


def test_a_packing(page):
    options = {"distribution": "lognormal(d50=3 um, sigma=0.3)", "particles": 200}
    job = done(page, kind="pack", options=options, seeds=1)
    scene = get(page, job, "scene")
    rows = np.frombuffer(page.get(f"/api/jobs/{job}/particles.bin").content, "<f4").reshape(-1, 4)
    assert len(rows) == scene["particles"] == 200
    volume = 4 / 3 * np.pi * (rows[:, 3].astype(float) ** 3).sum()
    fraction = get(page, job, "result")["packing_fraction"]["value"]
    assert volume / np.prod(scene["box_m"]) == pytest.approx(fraction, rel=1e-4)


def test_the_fit_of_a_spectrum(page):
    omega = 2 * np.pi * np.logspace(6, 0, 40)
    z = 10 + 100 / (1 + 1j * omega * 1e-5) + 1 / (1j * omega * 1e-4)
    rows = [f"{w / 2 / np.pi},{v.real},{v.imag}" for w, v in zip(omega, z, strict=True)]
    table = "\n".join(["frequency,Zreal,Zimag", *rows])
    query = {"kind": "spectrum", "name": "z.csv"}
    upload = page.post("/api/uploads", params=query, content=table.encode()).json()
    options = {"area": "1 cm^2", "thickness": "1 mm"}
    job = done(page, kind="fit", upload=upload["id"], options=options)
    (headline,) = get(page, job, "numbers")["headlines"]
    assert headline["value"] == pytest.approx(1e3 * 0.1 / 110, rel=0.01)  # mS/cm
    (nyquist,) = get(page, job, "charts")
    measured, fitted = nyquist["series"]
    assert measured["x"][0] == pytest.approx(z.real[-1])  # the lowest frequency first
    assert fitted["x"] == pytest.approx(measured["x"], rel=0.01)
    assert fitted["y"] == pytest.approx(measured["y"], rel=0.01)
    assert fitted["kind"] == "line"


def test_a_study(page, examples):
    recipe = (examples / "lpscl-ptfe-dry.yaml").read_text()
    job = done(page, kind="study", recipe=recipe, study=STUDY)
    front = get(page, job, "front")
    assert front["done"] == front["budget"]
    assert any(p["front"] for p in front["points"])
    assert {"study.html", "points.csv"} <= {f["name"] for f in get(page, job, "files")}


def test_a_command_that_fails_says_why_without_its_folder(page, examples):
    recipe = (examples / "lpscl-ptfe-dry.yaml").read_text().replace("Li6PS5Cl\n", "Li6PS5Clx\n", 1)
    answer = page.post("/api/jobs", json={"kind": "design", "recipe": recipe})
    identifier, state = answer.json()["id"], "queued"
    while state in ("queued", "running"):
        job = page.get(f"/api/jobs/{identifier}").json()
        state = job["state"]
        sleep(0.1)
    assert state == "failed"
    assert "unknown name" in job["error"]["message"]
    assert "/" not in job["error"]["message"]
