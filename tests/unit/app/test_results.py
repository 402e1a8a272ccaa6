"""What the page shows of a finished design."""

import io
import json
import zipfile

import numpy as np
import pytest
from PIL import Image

from ceralyte.app import files
from ceralyte.app.views.compare import compared
from ceralyte.model.structure import CERAMIC, PORE
from ceralyte.recipe.schema import Targets
from ceralyte.study import Store, load_study, run


@pytest.fixture(scope="module")
def ask(shown, page_of):
    """Ask a server for something of a finished design."""
    data, job = shown
    with page_of(data) as page:

        def get(path, **query):
            return page.get(f"/api/jobs/{job}{path}", params=query)

        get.page, get.job = page, job
        yield get


@pytest.mark.parametrize(
    ("options", "field", "message"),
    [
        ({}, "permittivity", "is missing"),
        ({"permittivity": "ceramic=forty"}, "permittivity", "'forty' does not start with a number"),
        ({"permittivity": "ceramic=40"}, "permittivity", "none for binder"),
        (
            {"permittivity": "ceramic=40, binder=2", "boundary_resistance": "0.5 ohm*cm^2"},
            "boundary_capacitance",
            "grain boundaries resist",
        ),
    ],
)
def test_a_spectrum_that_lacks_something_is_refused_before_a_job_begins(
    ask, options, field, message
):
    request = {"kind": "impedance", "options": {"job": ask.job} | options}
    answer = ask.page.post("/api/jobs", json=request)
    assert answer.status_code == 422, answer.text
    assert answer.json()["error"]["field"] == f"options.{field}"
    assert message in answer.json()["error"]["message"]


def plane(answer, dtype):
    assert answer.status_code == 200, answer.text
    assert answer.headers["x-dtype"] == dtype
    rows, columns = map(int, answer.headers["x-shape"].split(","))
    return np.frombuffer(answer.content, dtype).reshape(rows, columns)


class TestScene:
    def test_particles_are_those_of_the_pressed_structure(self, ask, quick_design):
        scene, pressed = ask("/scene").json(), quick_design.structure.particles
        rows = np.frombuffer(ask("/particles.bin").content, "<f4").reshape(-1, 4)
        assert scene["particles"] == len(rows) == len(pressed.particles)
        assert rows[:, :3] == pytest.approx(pressed.particles.centres, rel=1e-6)
        assert rows[:, 3] == pytest.approx(pressed.radii, rel=1e-6)
        assert scene["box_m"] == pytest.approx(
            [n * quick_design.structure.voxel_size for n in scene["shape"]]
        )
        assert ask("/fibres.bin").status_code == 404

    def test_the_binder_has_a_closed_surface_of_its_volume(self, ask, quick_design):
        told = ask("/scene").json()["binder"]
        content = ask("/binder.bin").content
        corners = np.frombuffer(content, "<f4", 3 * told["vertices"]).reshape(-1, 3)
        triangles = np.frombuffer(content[12 * told["vertices"] :], "<u4").reshape(-1, 3)
        assert len(triangles) == told["triangles"]
        a, b, c = (corners[triangles[:, k]].astype(float) for k in range(3))
        volume = abs(np.einsum("ij,ij->i", a, np.cross(b, c)).sum()) / 6
        structure = quick_design.structure
        voxels = structure.volume_fractions["binder"] * structure.phase.size
        # Half of a lone voxel is cut off by the surface through the middle to its neighbours.
        assert 0.15 < volume / (voxels * structure.voxel_size**3) < 1.05
        assert corners.min() > -0.6 * structure.voxel_size

    def test_fields_have_their_ends(self, ask):
        fields = {f["name"]: f for f in ask("/scene").json()["fields"]}
        assert set(fields) == {"phase", "grain", "potential", "current", "stress"}
        assert fields["phase"]["labels"][:2] == ["pore", "ceramic"]
        assert 0 <= fields["potential"]["min"] < 0.1
        assert 0.9 < fields["potential"]["max"] <= 1

    @pytest.mark.parametrize(
        ("axis", "turned"), [("x", (0, 2, 1)), ("y", (1, 2, 0)), ("z", (2, 1, 0))]
    )
    def test_slices_are_planes_of_the_structure(self, ask, quick_design, axis, turned):
        phase = plane(ask("/slice.bin", field="phase", axis=axis, index=11), "uint8")
        assert np.array_equal(phase, quick_design.structure.phase.transpose(turned)[11])
        grain = plane(ask("/slice.bin", field="grain", axis=axis, index=11), "float32")
        assert np.array_equal(grain, quick_design.structure.grain.transpose(turned)[11])

    def test_potential_falls_through_the_membrane(self, ask, quick_design):
        nz = quick_design.structure.shape[2]
        means = [
            np.nanmean(plane(ask("/slice.bin", field="potential", axis="z", index=k), "float32"))
            for k in (0, nz // 2, nz - 1)
        ]
        assert means[0] > 0.9 > means[1] > 0.1 > means[2]

    @pytest.mark.parametrize("field", ["potential", "current"])
    def test_nothing_flows_where_the_phases_show_a_pore(self, ask, field):
        phase = plane(ask("/slice.bin", field="phase", axis="y", index=36), "uint8")
        values = plane(ask("/slice.bin", field=field, axis="y", index=36), "float32")
        assert (phase == PORE).any()
        assert np.isnan(values[phase == PORE]).all()
        assert np.isfinite(values[phase == CERAMIC]).mean() > 0.9

    def test_stress_is_in_the_solid_alone(self, ask, quick_design):
        stress = plane(ask("/slice.bin", field="stress", axis="y", index=5), "float32")
        pores = quick_design.structure.phase[:, 5].T == PORE
        assert np.array_equal(np.isnan(stress), pores)
        assert 0.5 < np.nanmean(stress) < 3

    @pytest.mark.parametrize("field", ["phase", "grain", "potential", "current", "stress"])
    def test_every_field_has_a_picture(self, ask, field):
        image = Image.open(io.BytesIO(ask("/slice.png", field=field, axis="y", index=5).content))
        assert min(image.size) >= 480
        assert len(image.getcolors(1 << 24)) > 2

    @pytest.mark.parametrize(
        ("query", "field"),
        [
            ({"field": "../jobs", "axis": "x", "index": 0}, "field"),
            ({"field": "phase", "axis": "xy", "index": 0}, "axis"),
            ({"field": "phase", "axis": "x", "index": 5000}, "index"),
            ({"field": "phase", "axis": "x", "index": -1}, "index"),
            ({"field": "phase", "axis": "x", "index": "a"}, "index"),
        ],
    )
    def test_other_planes_do_not_exist(self, ask, query, field):
        for path in ("/slice.bin", "/slice.png"):
            answer = ask(path, **query)
            assert answer.status_code == 422
            assert answer.json()["error"]["field"] == field


class TestNumbers:
    def test_rows_bear_text_and_numbers_in_one_unit(self, ask, quick_design):
        found = ask("/numbers").json()
        rows = {r["key"]: r for g in found["groups"] for r in g["rows"]}
        conductivity = rows["effective_conductivity"]
        assert conductivity["unit"] == "mS/cm"
        expected = 10 * quick_design.effective_conductivity.value
        assert conductivity["value"] == pytest.approx(expected)
        assert conductivity["std"] == pytest.approx(10 * quick_design.effective_conductivity.std)
        assert "±" in conductivity["text"]
        assert found["verdicts"][0]["answer"] == quick_design.verdicts[0].answer
        assert len(found["headlines"]) == 6
        assert found["sources"]

    def test_it_says_how_finely_it_was_computed(self, ask, quick_design):
        made = ask("/numbers").json()["computation"]
        assert made["level"] == "quick"
        assert made["seeds"] == "0, 1"
        assert int(made["particles"]) == len(quick_design.structure.particles.particles)
        assert made["voxel size"].endswith(" µm")

    def test_charts_are_the_curves_of_the_design(self, ask, quick_design):
        charts = {c["name"]: c for c in ask("/charts").json()}
        assert {"density_pressure", "arrhenius", "thickness_radius", "energy_thickness"} <= set(
            charts
        )
        density = charts["density_pressure"]
        line = next(s for s in density["series"] if s["kind"] == "line")
        assert line["x"] == pytest.approx([p / 1e6 for p in quick_design.density_pressure.x])
        assert density["x"]["unit"] == "MPa"
        arrhenius = charts["arrhenius"]
        assert arrhenius["y"]["log"]
        kelvin = quick_design.arrhenius.x
        assert arrhenius["series"][0]["x"] == pytest.approx([1000 / t for t in kelvin])
        assert any(s["kind"] == "star" for s in density["series"])

    def test_the_document_is_the_design(self, ask, quick_design):
        assert ask("/result").json() == json.loads(quick_design.model_dump_json())

    def test_a_design_is_a_star_among_published_ones(self, ask, quick_design):
        chart = ask.page.get("/api/literature/2c", params={"jobs": ask.job}).json()
        (star,) = [s for s in chart["series"] if s["kind"] == "star"]
        assert star["x"] == pytest.approx([1e6 * quick_design.thickness.value])
        assert star["y"] == pytest.approx([10 * quick_design.effective_conductivity.value])

    def test_a_design_compared_with_itself_differs_in_nothing(self, ask):
        found = ask.page.get("/api/compare", params={"jobs": ask.job}).json()
        assert found["differences"] == []
        assert found["rows"][0]["values"][0]["text"]
        refused = ask.page.get("/api/compare", params={"jobs": ",".join(["0" * 16] * 1)})
        assert refused.status_code == 404

    def test_files_one_by_one_and_all_together(self, ask):
        listed = {f["name"]: f for f in ask("/files").json()}
        assert {"design.json", "recipe.yaml", "report.html", "figures/slice.png"} <= set(listed)
        content = ask("/files/design.json").content
        assert len(content) == listed["design.json"]["bytes"]
        with zipfile.ZipFile(io.BytesIO(ask("/archive.zip").content)) as archive:
            assert archive.testzip() is None
            assert archive.read("design.json") == content
            assert any(name.startswith("structure.zarr/") for name in archive.namelist())
        assert not any((ask.page.data / "temporary").iterdir())

    def test_pictures_for_pages_without_webgl(self, ask):
        assert ask("/scene").json()["pictures"] == ["slice"]
        assert ask("/picture/slice.png").headers["content-type"] == "image/png"
        assert ask("/picture/nothing.png").status_code == 404


def test_what_is_not_ready_is_not_there(page):
    waiting = page.give(1)
    for path in ("result", "scene", "charts", "numbers", "files", "particles.bin", "archive.zip"):
        answer = page.get(f"/api/jobs/{waiting}/{path}")
        assert answer.status_code == 404, path
    assert page.get(f"/api/jobs/{waiting}/front").status_code == 404
    page.post(f"/api/jobs/{waiting}/cancel")


def test_a_bend_radius_is_told_in_millimetres():
    targets = Targets.model_validate({"bend_radius": "4000 um"})
    assert targets.model_dump(mode="json")["bend_radius"] == "4 mm"


def test_recipes_that_differ_are_told_by_path():
    one = "press: {pressure: 300 MPa}\nmeasured:\n  - {value: 1 um}\nceramic: {analogues: [a, b]}"
    other = "press: {pressure: 400 MPa}\nsupport: {kind: woven}\nceramic: {analogues: [a, b]}"
    differences = compared([{"groups": []}, {"groups": []}], [one, other])["differences"]
    assert {d["path"]: d["values"] for d in differences} == {
        "press.pressure": ["300 MPa", "400 MPa"],
        "measured.0.value": ["1 um", None],
        "support.kind": [None, "woven"],
    }


def computed(**how):
    return {"groups": [], "computation": how}


def test_unlike_computations_are_told():
    recipe = "name: a"
    one = computed(level="quick", seeds="0", particles="1001")
    other = computed(level="standard", seeds="0", particles="200")
    found = compared([one, other], [recipe, recipe])
    assert {d["path"]: d["values"] for d in found["computation"]} == {
        "level": ["quick", "standard"],
        "particles": ["1001", "200"],
    }
    level, particles = found["warnings"]
    assert "quick, standard" in level
    assert "1001, 200" in particles


def test_a_particle_more_or_less_is_no_warning():
    one, other = (computed(level="quick", particles=n) for n in ("1001", "1000"))
    assert compared([one, other], ["name: a", "name: a"])["warnings"] == []


class TestStudies:
    STUDY = """
name: three pressures
kind: grid
vary: {press.pressure: [100 MPa, 200 MPa, 300 MPa]}
objectives: {areal_conductance: maximise, porosity: minimise}
"""

    @pytest.fixture
    def study(self, page, examples):
        recipe = (examples / "lpscl-ptfe-dry.yaml").read_text()
        request = {"kind": "study", "recipe": recipe, "study": self.STUDY}
        return page.give(**request, options={})

    def archive_holds_the_study(self, page, study):
        (page.data / "jobs" / study / "results").mkdir()
        content = page.get(f"/api/jobs/{study}/archive.zip").content
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert sorted(archive.namelist()) == ["study.sqlite", "study.yaml"]
            archive.extractall(page.data / "unpacked")
        with Store(str(page.data / "unpacked" / "study.sqlite"), read_only=True) as store:
            assert len(store.points(store.studies()[-1].id)) >= 3

    def test_a_front_grows_from_nothing(self, page, study):
        page.until(study, "running")
        folder = page.data / "jobs" / study
        empty = page.get(f"/api/jobs/{study}/front").json()
        assert empty["points"] == []
        (folder / "study.sqlite").touch()
        assert page.get(f"/api/jobs/{study}/front").json()["points"] == []
        (folder / "study.sqlite").unlink()
        run(load_study(folder / "study.yaml"), store=folder / "study.sqlite", workers=1)
        front = page.get(f"/api/jobs/{study}/front").json()
        assert front["done"] == front["budget"] >= 3
        assert set(empty) <= set(front)
        assert {o["name"]: o["unit"] for o in front["objectives"]} == {
            "areal_conductance": "mS/cm²",
            "porosity": "%",
        }
        best = max(front["points"], key=lambda p: p["y"]["areal_conductance"])
        assert best["front"]
        assert sum(p["knee"] for p in front["points"]) == 1
        number = best["number"]
        self.archive_holds_the_study(page, study)
        recipe = page.get(f"/api/jobs/{study}/points/{number}/recipe").text
        assert best["x"].get("press.pressure", "360 MPa") in recipe
        page.post(f"/api/jobs/{study}/cancel")

    def test_a_damaged_store_is_told(self, page, study):
        page.until(study, "running")
        (page.data / "jobs" / study / "study.sqlite").write_text(100 * "no store ")
        page.post(f"/api/jobs/{study}/cancel")
        (page.data / "jobs" / study / "results").mkdir()
        for asked in ("front", "archive.zip"):
            answer = page.get(f"/api/jobs/{study}/{asked}")
            assert answer.status_code == 422
            assert str(page.data) not in answer.text
        assert not any((page.data / "temporary").iterdir())


def test_a_file_that_vanishes_while_it_is_packed_is_left_out(tmp_path, monkeypatch):
    (tmp_path / "there").touch()
    listed = {name: tmp_path / name for name in ("gone", "there")}
    monkeypatch.setattr(files, "_files", lambda _: listed)
    with zipfile.ZipFile(files.archive(tmp_path, tmp_path)) as packed:
        assert packed.namelist() == ["there"]
