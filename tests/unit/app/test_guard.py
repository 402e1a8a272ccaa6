"""Whoever is not the page of this server gets nothing from it."""

import subprocess
import sys

import pytest

from ceralyte.app.jobs.options import PACK_OPTIONS, arguments_of
from ceralyte.app.settings import data_folder, is_loopback


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Host": "localhost:9000"}, 200),
        ({"Host": "[::1]:8321"}, 200),
        ({"Host": "evil.example:8321"}, 403),
        ({"Host": "127.0.0.1.evil.example"}, 403),
        ({"Host": ""}, 403),
        ({"Host": "[bad"}, 403),
        ({"Origin": "http://127.0.0.1:8321"}, 200),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "http://127.0.0.1:9999"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://["}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "document"}, 200),
    ],
)
def test_host_and_origin_are_checked(page, headers, status):
    assert page.get("/api/about", headers=headers).status_code == status


@pytest.mark.parametrize("mark", ["", "0"])
def test_what_changes_something_bears_our_header(page, mark):
    request = {"json": {"yaml": "name: x"}, "headers": {"X-Ceralyte": mark}}
    assert page.post("/api/recipe", **request).status_code == 403
    assert (
        page.delete("/api/jobs/0123456789abcdef", headers={"X-Ceralyte": mark}).status_code == 403
    )


def test_other_methods_are_refused(page):
    assert page.put("/api/jobs").status_code == 405
    assert page.options("/api/jobs").status_code == 405


@pytest.mark.parametrize("path", ["/api/about", "/api/nothing", "/", "/static/nothing.js"])
def test_every_answer_is_marked(page, path):
    headers = page.get(path).headers
    policy = dict(
        part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "access-control-allow-origin" not in headers


def test_refusals_are_marked_too(page):
    refused = page.get("/api/about", headers={"Host": "evil.example"})
    assert "content-security-policy" in refused.headers
    assert "evil.example" in refused.json()["error"]["message"]


class TestToken:
    @pytest.fixture
    def open_page(self, tmp_path, page_of):
        return page_of(tmp_path, host="0.0.0.0", token="right-token")

    @pytest.mark.parametrize(
        ("headers", "status"),
        [
            ({}, 401),
            ({"Authorization": "Bearer right-token"}, 200),
            ({"Authorization": "Bearer wrong-token"}, 401),
            ({"Authorization": "Bearer "}, 401),
            ({"Cookie": "ceralyte=right-token"}, 200),
            ({"Cookie": "ceralyte=wrong-token"}, 401),
            ({"Cookie": "ceralyte=; other=right-token"}, 401),
            ({"Cookie": 'ceralyte="'}, 401),
        ],
    )
    def test_nothing_without_it(self, open_page, headers, status):
        for path in ("/api/about", "/", "/static/main.js"):
            answer = open_page.get(path, headers=headers)
            assert (answer.status_code == 401) == (status == 401), path

    def test_the_address_with_it_becomes_a_cookie(self, open_page):
        entered = open_page.get("/?token=right-token", follow_redirects=False)
        assert entered.status_code == 303
        assert entered.headers["location"] == "/"
        assert "HttpOnly; SameSite=Strict" in entered.headers["set-cookie"]
        assert open_page.get("/api/about").status_code == 200

    def test_a_wrong_one_does_not(self, open_page):
        refused = open_page.get("/?token=wrong-token", follow_redirects=False)
        assert refused.status_code == 401
        assert "set-cookie" not in refused.headers

    def test_a_name_that_may_point_here_is_refused_an_address_is_not(self, open_page):
        right = {"Authorization": "Bearer right-token"}
        for host, status in (("192.0.2.7:8321", 200), ("evil.example", 403)):
            assert open_page.get("/api/about", headers=right | {"Host": host}).status_code == status


class TestSize:
    def test_a_declared_one_is_refused_before_it_is_sent(self, page, limits):
        headers = {"Content-Length": str(limits.text + 1), "Content-Type": "application/json"}
        refused = page.post("/api/recipe", headers=headers, content=b"{}")
        assert refused.status_code == 413

    @pytest.mark.parametrize(
        ("path", "most"),
        [
            ("/api/recipe", "text"),
            ("/api/uploads?kind=psd&basis=area&unit=um&name=a.csv", "psd"),
            ("/api/uploads?kind=image&name=a.tif", "image"),
            ("/api/uploads?kind=nonsense&name=a.tif", "text"),
        ],
    )
    def test_an_undeclared_one_while_it_comes(self, page, limits, path, most):
        def body():
            for _ in range(getattr(limits, most) // 10_000 + 5):
                yield b"x" * 10_000

        refused = page.post(path, content=body())
        assert refused.status_code in (413, 422)
        assert refused.status_code == 413 or "nonsense" in path
        assert not any((page.data / "temporary").iterdir())
        assert not (page.data / "uploads" / "a.csv").exists()
        assert not (page.data / "uploads" / "a.tif").exists()

    @pytest.mark.parametrize("kinds", ["kind=image&kind=psd", "kind=psd&kind=image"])
    def test_an_upload_has_the_size_of_its_one_kind(self, page, limits, kinds):
        body = b"1,2\n" * (limits.psd // 4 + 1)
        answer = page.post(f"/api/uploads?{kinds}&name=a.csv", content=body)
        assert answer.status_code == 422
        assert "one kind" in answer.json()["error"]["message"]

    def test_a_body_that_grows_too_large_is_no_error_of_the_server(self, page, limits, caplog):
        chunks = iter([b"x" * limits.psd, b"x"])
        path = "/api/uploads?kind=psd&basis=area&unit=um&name=a.csv"
        assert page.post(path, content=chunks).status_code == 413
        assert not caplog.records

    def test_broken_json_is_told_in_words(self, page):
        headers = {"Content-Type": "application/json"}
        answer = page.post("/api/recipe", headers=headers, content=b'{"yaml": ')
        assert answer.status_code == 422
        assert answer.json()["error"] == {"message": "the body is no JSON: Expecting value"}

    def test_a_long_recipe_is_no_recipe(self, page):
        answer = page.post("/api/recipe", json={"yaml": "# " + 120_000 * "x"})
        assert "100000 or fewer" in answer.json()["errors"][0]["allowed"]


class TestErrors:
    def test_what_nobody_foresaw_tells_no_insides(self, page, monkeypatch, caplog):
        def fail(*_, **__):
            raise RuntimeError("secret of /home/somebody")

        monkeypatch.setattr("ceralyte.app.routes.recipes.answer", fail)
        answer = page.post("/api/recipe", json={"yaml": "name: x"})
        assert answer.status_code == 500
        assert set(answer.json()["error"]) == {"message"}
        assert "secret" not in answer.text
        assert "Traceback" not in answer.text
        number = answer.json()["error"]["message"].split()[-1]
        assert number in caplog.text  # for whoever runs the server

    def test_a_form_of_the_wrong_shape_is_told_its_field(self, page):
        answer = page.post("/api/jobs", json={"kind": "nonsense"})
        assert answer.status_code == 422
        assert answer.json()["error"]["field"] == "kind"
        answer = page.post("/api/jobs", json={"kind": "pack", "shell": "rm"})
        assert answer.json()["error"]["field"] == "shell"

    def test_messages_do_not_tell_the_data_folder(self, page):
        answer = page.post("/api/uploads?kind=spectrum&name=z.csv", content=b"no,table\n1,2\n")
        assert answer.status_code == 422
        assert str(page.data.parent) not in answer.text

    def test_unknown_places(self, page):
        for path in ("/api/nothing", "/api/jobs/0123456789abcdef", "/api/jobs/x/scene"):
            answer = page.get(path)
            assert answer.status_code == 404
            assert answer.json()["error"]["message"]


class TestTraversal:
    @pytest.mark.parametrize(
        "path",
        [
            "/static/../settings.py",
            "/static/%2e%2e/settings.py",
            "/static/..%2fsettings.py",
            "/api/jobs/..%2f..%2fetc/result",
            "/api/jobs/%2e%2e/files/passwd",
            "/api/examples/..%2f..%2fschema",
        ],
    )
    def test_addresses(self, page, path):
        answer = page.get(path)
        assert answer.status_code in (404, 422)
        assert "InUnits" not in answer.text

    @pytest.mark.parametrize(
        "name",
        ["../command.json", "..%2f..%2fjobs.sqlite", "%2e%2e/%2e%2e/jobs.sqlite", "/etc/passwd",
         "results/../../../jobs.sqlite", "log.txt"],
    )  # fmt: skip
    def test_files_of_a_job(self, page, name):
        job = page.give()
        page.until(job, "done")
        results = page.data / "jobs" / job / "results"
        results.mkdir()
        (results / "report.html").write_text("<script>alert(1)</script>")
        (results / "link.html").symlink_to("/etc/passwd")
        assert page.get(f"/api/jobs/{job}/files/{name}").status_code == 404
        assert page.get(f"/api/jobs/{job}/files/link.html").status_code == 404
        report = page.get(f"/api/jobs/{job}/files/report.html")
        assert report.status_code == 200
        assert report.headers["content-security-policy"].startswith("sandbox; default-src 'none'")

    @pytest.mark.parametrize(
        "name", ["../x.csv", "..\\x.csv", "/etc/x.csv", "a/b.csv", "x\0.csv", "x.exe", "x"]
    )
    def test_names_of_uploads(self, page, name):
        before = set(page.data.parent.rglob("*"))
        query = {"kind": "psd", "name": name}
        answer = page.post("/api/uploads", params=query, content=b"d,q\n1,0\n2,100\n")
        assert answer.status_code == 422
        assert answer.json()["error"]["field"] == "name"
        assert set(page.data.parent.rglob("*")) == before

    @pytest.mark.parametrize("upload", ["../jobs.sqlite", "/etc/passwd", "..", ".", "nothing.tif"])
    def test_ids_of_uploads(self, page, upload):
        answer = page.post("/api/jobs", json={"kind": "image", "upload": upload})
        assert answer.status_code == 422
        assert answer.json()["error"]["field"] == "upload"

    @pytest.mark.parametrize("job", ["../x", "/etc", "0123456789abcdef"])
    def test_designs_of_other_jobs(self, page, job):
        outside = page.data / "x" / "results"
        outside.mkdir(parents=True, exist_ok=True)
        (outside / "design.json").write_text("{}")
        options = {"job": job, "permittivity": "ceramic=40"}
        answer = page.post("/api/jobs", json={"kind": "impedance", "options": options})
        assert answer.status_code == 422


def test_values_of_options_stay_values(page):
    wrong = (({"slab": "--out=/tmp/x"}, "options.slab"), ({"out": "/tmp/x"}, "options"))
    for option, field in wrong:
        options = {"distribution": "mono(d=3 um)", **option}
        refused = page.post("/api/jobs", json={"kind": "pack", "options": options})
        assert refused.status_code == 422
        assert refused.json()["error"]["field"] == field
    assert arguments_of({"slab": "20 um"}, PACK_OPTIONS) == ["--slab=20 um"]


def test_the_server_starts_without_what_computes():
    heavy = ("matplotlib", "sqlalchemy", "rdkit", "skimage", "ceralyte.pipeline", "ceralyte.study")
    code = f"import sys, ceralyte.app.serve; print([m for m in {heavy} if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_addresses_of_this_machine_alone():
    assert is_loopback("::1")
    assert not is_loopback("192.168.0.7")
    assert not is_loopback("example.org")


def test_data_lie_where_the_system_keeps_them(monkeypatch, tmp_path):
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert data_folder() == tmp_path / "ceralyte" / "app"
