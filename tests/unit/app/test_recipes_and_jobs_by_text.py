"""The door of form and text, and the requests that become commands."""

import json
import subprocess
import sys

import pytest

BOMB = "\n".join(
    ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    + [
        f"{b}: &{b} [{', '.join(9 * ['*' + a])}]"
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    ]
)
STUDY = """
# a study of the page
name: two pressures
kind: grid
recipe: anything
vary: {press.pressure: [100 MPa, 300 MPa]}
"""


@pytest.fixture
def text(examples):
    return (examples / "lpscl-ptfe-dry.yaml").read_text()


def edited(page, text, *changes, sheet=0):
    body = {"yaml": text, "changes": [{"path": p, "value": v} for p, v in changes]}
    answer = page.post(f"/api/recipe?sheet={sheet}", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


class TestDoor:
    def test_a_text_without_changes_comes_back_as_it_is(self, page, text):
        found = edited(page, text)
        assert found["yaml"] == text
        assert found["errors"] == []
        assert found["recipe"]["membrane"]["thickness"] == "15 um"
        assert found["sheet"] is None

    def test_a_change_touches_its_line_alone(self, page, text):
        found = edited(page, text, (["press", "pressure"], "300 MPa"))
        before, after = text.splitlines(), found["yaml"].splitlines()
        different = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
        assert different == [("  pressure: 360 MPa", "  pressure: 300 MPa")]

    def test_sections_are_made_on_the_way_and_taken_out(self, page, text):
        found = edited(page, text, (["support", "kind"], "woven"), (["cell"], None))
        assert found["recipe"]["support"] == {"kind": "woven"}
        assert "cell" not in found["recipe"]
        assert {tuple(e["path"]) for e in found["errors"]} == {
            ("support", "material"),
            ("support", "thickness"),
        }
        lines = found["yaml"].splitlines()
        assert lines[found["errors"][0]["line"] - 1] == "support:"

    def test_lists_change_by_number(self, page, text):
        found = edited(page, text, (["measured", 0, "value"], "16 um"), (["measured", 1], None))
        assert [m["value"] for m in found["recipe"]["measured"]] == ["16 um"]

    @pytest.mark.parametrize(
        ("path", "value", "part", "more"),
        [
            (["press", "pressure"], "300", "has no unit", {"allowed": "300 MPa"}),
            (["press", "pressure"], "9 GPa", "out of range", {"allowed": "0 MPa to 1000 MPa"}),
            (["press", "presure"], "9 GPa", "unknown name", {"nearest": ["pressure"]}),
            (["process"], "slury", "unknown name", {"nearest": ["slurry"]}),
            (["ceramic", "size"], "mono(d=3)", "no unit", {}),
            (["press", "pressure"], None, "is missing", {}),
        ],
    )
    def test_errors_stand_beside_their_field(self, page, text, path, value, part, more):
        (error,) = edited(page, text, (path, value))["errors"]
        assert error["path"] == path
        assert part in error["message"]
        for name, expected in more.items():
            assert expected in error[name] if name == "allowed" else error[name] == expected
        assert error["line"] > 1

    def test_an_unknown_material_is_an_error_of_the_sheet(self, page, text):
        (error,) = edited(page, text, (["ceramic", "material"], "Li6PS5Cll"), sheet=1)["errors"]
        assert error["path"] == ["ceramic", "material"]
        assert error["nearest"][0] == "Li6PS5Cl"

    @pytest.mark.parametrize(
        ("path", "value", "nearest", "place"),
        [
            (["slurry", "solvent"], "acetonitril", "acetonitrile", None),
            (["ceramic", "analogues"], ["LPSCl", "Li2S-P2S5 glas"], "Li2S-P2S5 glass", 1),
            (["cell", "cathode", "active_material"], "NMC81", "NMC811", None),
            (["cell", "cathode", "mass_fractions"],
             {"NMC811": "80 wt%", "Li7P3S1": "20 wt%"}, "Li7P3S11", "Li7P3S1"),
            (["cell", "positive_collector", "material"], "aluminum foyl", None, None),
            (["ceramic", "size"], "lognorml(d50=3 um, sigma=0.5)", "lognormal", None),
        ],
    )  # fmt: skip
    def test_every_name_is_told_at_its_field_with_its_neighbours(
        self, page, examples, path, value, nearest, place
    ):
        text = (examples / "li7p3s11-sebs-xylene.yaml").read_text()
        found = edited(page, text, (path, value), sheet=1)
        (error,) = found["errors"]
        assert error["path"] == [*path, *([] if place is None else [place])]
        line = found["yaml"].splitlines()[error["line"] - 1]
        assert error["unknown"] in line
        assert nearest is None or error["nearest"][0] == nearest

    def test_shares_that_do_not_add_up_are_told_at_the_shares(self, page, text):
        shares = {"NMC811": "70 wt%", "Li6PS5Cl": "20 wt%"}
        path = ["cell", "cathode", "mass_fractions"]
        (error,) = edited(page, text, (path, shares))["errors"]
        assert error["path"] == path
        (error,) = edited(page, text, (["ceramic", "mass_fraction"], "90 wt%"))["errors"]
        assert error["path"] == ["ceramic", "mass_fraction"]

    def test_the_sheet_says_what_check_says(self, page, examples):
        from ceralyte.pipeline import check

        name = examples / "li7p3s11-sebs-xylene.yaml"
        sheet = edited(page, name.read_text(), sheet=1)["sheet"]
        said = check(name)
        shares = {s["name"]: s["mass_percent"] / 100 for s in sheet["shares"]}
        assert shares == pytest.approx(said.mass_fractions)
        assert sheet["verdicts"][0]["answer"] == said.verdicts[0].answer
        assert sheet["chemistry"]["solvent"] == "p-xylene"
        assert [r["key"] for r in sheet["weigh_out"]] == list(said.weigh_out)

    def test_the_gallery_promises_a_no_that_comes(self, page, examples):
        text = (examples / "li7p3s11-sebs-xylene.yaml").read_text()
        assert 'Swap the solvent for dimethyl carbonate to see a "no"' in text
        found = edited(page, text, (["slurry", "solvent"], "dimethyl carbonate"), sheet=1)
        assert found["sheet"]["verdicts"][0]["topic"] == "chemistry"
        assert found["sheet"]["verdicts"][0]["answer"] == "no"

    def test_all_that_is_wrong_is_told_at_once(self, page, examples):
        """A misspelt solvent is no less so where a thickness is out of range."""
        text = (examples / "li7p3s11-sebs-xylene.yaml").read_text()
        wrong = ((["slurry", "solvent"], "tolune"), (["membrane", "thickness"], "60 mm"))
        errors = edited(page, text, *wrong, sheet=1)["errors"]
        assert [e["path"] for e in errors] == [["membrane", "thickness"], ["slurry", "solvent"]]
        assert errors[1]["nearest"][0] == "toluene"
        assert all(e["line"] for e in errors)

    def test_no_yaml(self, page):
        found = edited(page, "name: [1,\n")
        assert found["recipe"] is None
        assert found["errors"][0]["path"] == []
        assert found["errors"][0]["line"] == 2
        assert edited(page, "- a\n- b\n")["errors"][0]["message"] == "is not a recipe"

    def test_a_change_that_leads_nowhere(self, page, text):
        (error,) = edited(page, text, (["process", "deeper"], "x"))["errors"]
        assert "has no parts" in error["message"]
        (error,) = edited(page, text, (["measured", 9], "x"))["errors"]
        assert "no place in a list" in error["message"]

    @pytest.mark.parametrize("wrong", ['name: "a\\ud800"', '"a\\ud800": 1', 'x: [["a\\udfff"]]'])
    def test_half_a_character_is_none(self, page, wrong):
        (error,) = edited(page, wrong)["errors"]
        assert "half a character" in error["message"]

    @pytest.mark.parametrize(
        "request_",
        [
            r'{"yaml": "name: \ud800"}',
            r'{"yaml": "name: x", "changes": [{"path": ["name"], "value": "\ud800"}]}',
            r'{"yaml": "name: x", "changes": [{"path": ["\ud800"], "value": 1}]}',
            r'{"yaml": "name: x", "changes": [{"path": ["x"], "value": {"\ud800": 1}}]}',
        ],
    )
    def test_nor_is_it_in_what_the_form_sends(self, page, request_):
        headers = {"Content-Type": "application/json"}
        answer = page.post("/api/recipe", content=request_, headers=headers)
        assert answer.status_code == 422, answer.text

    @pytest.mark.parametrize(
        "wrong", [r'"title": "\ud800"', r'"options": {"\ud800": 1}', r'"options": {"a": "\ud800"}']
    )
    def test_nor_in_a_job(self, page, wrong):
        headers = {"Content-Type": "application/json"}
        request = f'{{"kind": "pack", {wrong}}}'
        answer = page.post("/api/jobs", content=request, headers=headers)
        assert answer.status_code == 422
        assert answer.json()["error"]["field"].startswith(("title", "options"))

    def test_aliases_do_not_multiply(self, page):
        (error,) = edited(page, BOMB, (["name"], "x"), sheet=1)["errors"]
        assert "aliases" in error["message"]


FOREIGN = [
    ("ceramic", {"size": "csv(/etc/passwd, basis=volume, unit=um)"}),
    ("ceramic", {"size": "csv(../jobs.sqlite, basis=volume, unit=um)"}),
    ("ceramic", {"size": 'csv("/etc/passwd", basis=volume, unit=um)'}),
    ("ceramic", {"size": 'csv("psd.csv, /../x", basis=volume, unit=um)'}),
    (
        "ceramic",
        {"size": "mixture(0.5 mono(d=3 um), 0.5 csv (/etc/x, basis=volume, unit=um))"},
    ),
    ("ceramic", {"size": "csv(not-uploaded.csv, basis=volume, unit=um)"}),
    ("materials_file", "/etc/passwd"),
    ("materials_file", "../../secret.csv"),
    ("folder", "/etc"),
]


@pytest.mark.parametrize(("key", "value"), FOREIGN)
class TestForeignFiles:
    def test_recipes_do_not_read_them(self, page, text, key, value):
        change = ([key, *value], *value.values()) if isinstance(value, dict) else ([key], value)
        found = edited(page, text, change, sheet=1)
        assert found["sheet"] is None
        assert found["errors"][0]["path"][0] == key
        assert "root:" not in str(found)
        job = page.post("/api/jobs", json={"kind": "design", "recipe": found["yaml"]})
        assert job.status_code == 422

    def test_studies_do_not_read_them(self, page, text, key, value):
        path, what = (f"{key}.size", value["size"]) if isinstance(value, dict) else (key, value)
        study = STUDY.replace("press.pressure", path).replace("[100 MPa, 300 MPa]", f"['{what}']")
        job = page.post("/api/jobs", json={"kind": "study", "recipe": text, "study": study})
        assert job.status_code == 422
        assert job.json()["error"]["path"][-1] in (0, path)


@pytest.mark.parametrize("value", [v["size"] for _, v in FOREIGN if isinstance(v, dict)])
def test_packings_do_not_read_foreign_files(page, value):
    job = page.post("/api/jobs", json={"kind": "pack", "options": {"distribution": value}})
    assert job.status_code == 422
    assert job.json()["error"]["field"] == "distribution"


WIDE = "lognormal(d50=3 um, sigma=1.2)"
IMAGE = {"voxel_size": "398 nm", "labels": "0=pore,1=ceramic"}
PERMITTIVITY = {"permittivity": "ceramic=40, binder=2"}


class TestRequests:
    def test_a_design_is_a_command_in_a_folder(self, page, text):
        request = {"kind": "design", "recipe": text, "level": "standard", "seeds": 2, "title": "T"}
        job = page.post("/api/jobs", json=request).json()["id"]
        folder = page.data / "jobs" / job
        assert (folder / "recipe.yaml").read_text() == text
        command = json.loads((folder / "command.json").read_text())
        assert command["arguments"] == [
            "design", "recipe.yaml", "--level=standard", "--seeds=2", "--out=results", "--json",
        ]  # fmt: skip
        assert page.get(f"/api/jobs/{job}").json()["title"] == "T"

    def test_a_study_takes_the_recipe_of_the_page(self, page, text):
        job = page.post("/api/jobs", json={"kind": "study", "recipe": text, "study": STUDY})
        assert job.status_code == 201, job.text
        folder = page.data / "jobs" / job.json()["id"]
        assert json.loads((folder / "command.json").read_text())["arguments"] == [
            "study", "run", "study.yaml", "--store=study.sqlite", "--out=results", "--json",
        ]  # fmt: skip
        written = (folder / "study.yaml").read_text()
        assert "# a study of the page" in written
        assert "material: Li6PS5Cl" in written

    @pytest.mark.parametrize(
        ("request_", "field"),
        [
            ({"kind": "design"}, "recipe"),
            ({"kind": "design", "recipe": "name: x"}, "recipe: "),
            ({"kind": "study", "study": STUDY}, "recipe"),
            ({"kind": "study"}, "study"),
            ({"kind": "image"}, "upload"),
            ({"kind": "image", "upload": "sizes.csv"}, "upload"),
            ({"kind": "fit", "upload": "image.npy"}, "upload"),
            ({"kind": "pack", "seeds": -5}, "seeds"),
            ({"kind": "pack", "seeds": 101}, "seeds"),
            ({"kind": "fit"}, "upload"),
            ({"kind": "impedance", "options": {"permittivity": "ceramic=40"}}, "recipe"),
            ({"kind": "pack", "options": {"distribution": "particles.csv"}}, "size distribution"),
            ({"kind": "pack", "options": {"distribution": "mono(d=3 um)", "slabb": 1}}, "options"),
        ],
    )
    def test_what_cannot_run_is_refused_with_its_field(self, page, request_, field):
        for name in ("sizes.csv", "image.npy"):
            (page.data / "uploads" / name).touch()
        answer = page.post("/api/jobs", json=request_)
        assert answer.status_code == 422
        assert field in answer.json()["error"]["field"]

    @pytest.mark.parametrize(
        ("kind", "options", "field", "message"),
        [
            ("image", {"voxel_size": "398 nm"}, "labels", "is missing"),
            ("image", {"labels": "0=pore,1=ceramic"}, "voxel_size", "is missing"),
            ("image", IMAGE | {"voxel_size": ""}, "voxel_size", "is missing"),
            ("image", IMAGE | {"voxel_size": "398"}, "voxel_size", "'398' has no unit"),
            ("image", IMAGE | {"orientation": "sideways"}, "orientation", "'sideways'"),
            ("image", IMAGE | {"electrode_resistance": "5"}, "electrode_resistance", "no unit"),
            ("image", IMAGE | {"labels": "0=pore,1=ceramc"}, "labels", "ceramc"),
            ("image", IMAGE | {"labels": "1=ceramic:2.5"}, "labels", "'2.5' has no unit"),
            ("image", IMAGE | {"thresholds": "ninety"}, "thresholds", "got 'ninety'"),
            ("image", IMAGE | {"axes": "zyz"}, "axes", "got 'zyz'"),
            ("image", IMAGE | {"axis": "w"}, "axis", "unknown name 'w'"),
            ("impedance", PERMITTIVITY | {"band": "7 MHz, 1 Hz"}, "band", "got '7 MHz, 1 Hz'"),
            ("impedance", PERMITTIVITY | {"points": 3}, "points", "got 3"),
            ("impedance", PERMITTIVITY | {"boundary_exponent": 0}, "boundary_exponent", "got 0"),
            ("impedance", PERMITTIVITY | {"electrode_exponent": 2}, "electrode_exponent", "got 2"),
            ("pack", {"distribution": WIDE, "slab": "20"}, "slab", "'20' has no unit"),
            ("pack", {"distribution": WIDE, "dimension": 4}, "dimension", "unknown name '4'"),
            ("pack", {"distribution": WIDE, "friction": -1}, "friction", "got -1"),
            ("pack", {"distribution": WIDE, "particles": 150}, "particles", "are too few"),
            ("pack", {"distribution": WIDE, "particles": 0}, "particles", "got 0"),
            ("pack", {"distribution": WIDE, "particles": "many"}, "particles", "got 'many'"),
            ("fit", {"thickness": "0.5 mm"}, "area", "is missing"),
            ("fit", {"area": "0.785"}, "area", "'0.785' has no unit"),
            ("fit", {"area": "0 cm^2"}, "area", "got '0 cm^2'"),
            ("fit", {"area": "1 cm^2", "thickness": "0.5 V"}, "thickness", "is no length"),
            ("fit", {"area": "1 cm^2", "circuit": "R0-L1"}, "circuit", "'R0-L1'"),
        ],
    )
    def test_an_option_that_cannot_do_is_refused_before_a_job_begins(
        self, page, kind, options, field, message
    ):
        (page.data / "uploads" / "image.npy").touch()
        rows = "".join(f"{10**k},{50 + k},{-k}\n" for k in range(6))
        (page.data / "uploads" / "eis.csv").write_text(rows)
        upload = {"image": "image.npy", "fit": "eis.csv"}.get(kind)
        before = [job["id"] for job in page.get("/api/jobs").json()]
        request = {"kind": kind, "upload": upload, "options": options}
        answer = page.post("/api/jobs", json=request)
        assert answer.status_code == 422
        error = answer.json()["error"]
        assert error["field"] == f"options.{field}"
        assert message in error["message"]
        assert "--" not in error["message"] + error["allowed"]
        assert [job["id"] for job in page.get("/api/jobs").json()] == before

    def test_an_error_of_a_study_tells_its_line(self, page, text):
        study = STUDY.replace("press.pressure", "press.presure")
        answer = page.post("/api/jobs", json={"kind": "study", "recipe": text, "study": study})
        error = answer.json()["error"]
        line = study.split("\n").index(next(r for r in study.split("\n") if "presure" in r)) + 1
        assert error["field"].startswith(f"study line {line}: vary.press.presure")
        assert "press.pressure" in error["nearest"]

    @pytest.mark.parametrize(
        ("body", "told"),
        [
            ({"kind": "pack", "seeds": "many"}, ("seeds", "got 'many'", "a whole number")),
            ({"kind": "pack", "sede": 1}, ("sede", "is not known here", "")),
            ({"kind": "pack", "seeds": 0}, ("seeds", "got '0'", "1 or more")),
            ({"kind": "pack", "options": {"slab": []}}, ("options.slab", "got '[]'", "text or")),
        ],
    )
    def test_a_request_of_a_wrong_form_is_told_in_words(self, page, body, told):
        error = page.post("/api/jobs", json=body).json()["error"]
        assert (error["field"], error["message"]) == told[:2]
        assert error.get("allowed", "").startswith(told[2])

    def test_an_unknown_level_is_told_its_neighbours(self, page, text):
        request = {"kind": "design", "recipe": text, "level": "quik"}
        answer = page.post("/api/jobs", json=request)
        assert answer.json()["error"]["nearest"] == ["quick"]


class TestKnowledge:
    def test_what_the_server_is(self, page):
        about = page.get("/api/about").json()
        assert about["levels"] == ["quick", "standard", "fine"]
        assert set(about["limits"]["upload_bytes"]) == {"psd", "image", "spectrum"}
        assert about["limits"]["suffixes"]["image"] == [".tif", ".tiff", ".npy", ".zip"]

    def test_the_schema_tells_units_and_ranges(self, page):
        schema = page.get("/api/schema").json()
        pressure = schema["$defs"]["Press"]["properties"]["pressure"]
        assert pressure["x-dimension"] == "pressure"
        assert pressure["x-range"] == "0 MPa to 1000 MPa"

    def test_every_example_is_valid(self, page):
        listed = page.get("/api/examples").json()
        assert {e["kind"] for e in listed} == {"recipe", "study"}
        for one in listed:
            assert one["title"]
            if one["kind"] == "recipe":
                found = page.get(f"/api/examples/{one['name']}").json()
                assert edited(page, found["yaml"])["errors"] == []

    def test_names_are_those_of_the_catalogue(self, page):
        names = page.get("/api/names").json()
        assert "Li6PS5Cl" in names["ceramics"]
        assert "toluene" in names["solvents"]
        assert "SEBS" in names["binders"]

    def test_solvents_of_a_ceramic(self, page):
        rows = page.get("/api/screen?ceramic=Li6PS5Cl&binder=SEBS").json()["rows"]
        assert rows[0]["usable"] is True
        assert rows[-1]["usable"] is False
        assert rows[-1]["mechanism"]
        refused = page.get("/api/screen?ceramic=Li6PS5Cll")
        assert refused.status_code == 422

    def test_the_matrix_agrees_with_the_rows(self, page):
        matrix = page.get("/api/screen/matrix?ceramics=Li6PS5Cl,Li3InCl6").json()
        rows = page.get("/api/screen?ceramic=Li3InCl6").json()["rows"]
        usable = {r["solvent"]: r["usable"] for r in rows}
        told = dict(zip(matrix["solvents"], matrix["cells"][1], strict=True))
        assert {name: cell["usable"] for name, cell in told.items()} == usable

    @pytest.mark.parametrize("name", ["1c", "2c", "2d", "2e"])
    def test_published_membranes_have_their_source(self, page, name):
        chart = page.get(f"/api/literature/{name}").json()
        assert chart["series"]
        for series in chart["series"]:
            assert len(series["x"]) == len(series["y"]) == len(series["text"])
        assert "10." in chart["series"][0]["text"][0]  # a DOI

    @pytest.mark.parametrize(("name", "across"), [("2c", "x"), ("2d", "y"), ("2e", "x")])
    def test_the_target_of_the_article_is_drawn(self, page, name, across):
        chart = page.get(f"/api/literature/{name}").json()
        (target,) = [s for s in chart["series"] if s["kind"] == "target"]
        assert target[across] == [20.0, 20.0]

    def test_other_figures_are_not_known(self, page):
        assert page.get("/api/literature/2z").status_code == 422


FIRST_ANSWER = """
import sys
from pathlib import Path

from starlette.testclient import TestClient

from ceralyte.app import warming
from ceralyte.app.factory import create_app
from ceralyte.app.settings import Settings

warming.answer = lambda *asked, **how: None
app = create_app(Settings(data=Path(sys.argv[1])))
with TestClient(app, base_url="http://127.0.0.1:8321") as page:
    assert page.get("/api/about").json()["levels"] == ["quick", "standard", "fine"]
assert "ceralyte.pipeline" not in sys.modules
"""


def test_the_first_answer_waits_for_nothing_that_computes(tmp_path):
    """All that is loaded in the background, after the server has begun to answer."""
    command = [sys.executable, "-c", FIRST_ANSWER, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
