"""Uploads: what they are, what they may be, and bombs that do not go off."""

import io
import json
import struct
import zipfile
import zlib

import numpy as np
import pytest
import tifffile
from PIL import Image

from ceralyte.app import inspection
from ceralyte.app.inspection import inspect
from ceralyte.app.places import Places
from ceralyte.app.uploads import keep, plain_name
from ceralyte.core.errors import InputError

DECODED, ENTRIES = 20_000_000, 50
PSD = b"diameter,cumulative %\n1,0\n2,30\n3,60\n5,100\n"


def upload(page, kind, name, content, **more):
    if kind == "psd":
        more = {"basis": "volume", "unit": "um"} | more
    return page.post("/api/uploads", params={"kind": kind, "name": name, **more}, content=content)


def tiff_of(array, **options):
    out = io.BytesIO()
    tifffile.imwrite(out, array, photometric="minisblack", **options)
    return out.getvalue()


def npy_of(shape, content):
    out = io.BytesIO()
    header = {"descr": "|u1", "fortran_order": False, "shape": shape}
    np.lib.format.write_array_header_1_0(out, header)
    return out.getvalue() + content


def zip_of(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in files.items():
            zipped.writestr(name, content)
    return out.getvalue()


def png_of(pixels):
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def looked_into(tmp_path):
    """Inspect the bytes of an image under a name; without the process around it."""

    def look(name, content):
        received = tmp_path / "received"
        received.write_bytes(content)
        return inspect(received, tmp_path / name, DECODED, ENTRIES)

    return look


class TestTables:
    def test_a_size_distribution_can_be_named_in_recipes(self, page, examples):
        answer = upload(page, "psd", "my powder.csv", PSD)
        assert answer.status_code == 201
        summary = answer.json()["summary"]
        assert summary["text"] == 'csv("my powder.csv", basis=volume, unit=um)'
        assert 1e-6 < summary["d10"] < summary["d50"] < summary["d90"] < 5e-6
        assert summary["cumulative"][-1] == 1.0
        recipe = (examples / "lpscl-ptfe-dry.yaml").read_text()
        change = {"path": ["ceramic", "size"], "value": summary["text"]}
        edited = page.post("/api/recipe", json={"yaml": recipe, "changes": [change]}).json()
        assert edited["errors"] == []
        job = page.post("/api/jobs", json={"kind": "design", "recipe": edited["yaml"]})
        folder = page.data / "jobs" / job.json()["id"]
        assert (folder / "my powder.csv").read_bytes() == PSD

    def test_the_same_name_twice_is_two_files(self, page):
        names = [upload(page, "psd", "twice.csv", PSD).json()["id"] for _ in range(2)]
        assert names == ["twice.csv", "twice-2.csv"]

    def test_a_wrong_unit_is_told(self, page):
        answer = upload(page, "psd", "x.csv", PSD, unit="kg")
        assert answer.status_code == 422
        assert "kg" in answer.json()["error"]["message"]
        assert not (page.data / "uploads" / "x.csv").exists()

    @pytest.mark.parametrize("missing", ["basis", "unit"])
    def test_what_a_table_counts_and_its_unit_are_never_guessed(self, page, missing):
        answer = upload(page, "psd", "y.csv", PSD, **{missing: ""})
        assert answer.status_code == 422
        assert answer.json()["error"]["field"] == missing
        assert not (page.data / "uploads" / "y.csv").exists()

    def test_shares_may_be_by_area(self, page):
        summary = upload(page, "psd", "z.csv", PSD, basis="area").json()["summary"]
        assert summary["text"] == "csv(z.csv, basis=area, unit=um)"

    def test_a_spectrum_shows_its_points(self, page):
        rows = [f"{10.0**k},{100 - 10 * k},{-5 * k - 1}" for k in range(6)]
        answer = upload(
            page, "spectrum", "eis.csv", "\n".join(["freq,Zreal,Zimag", *rows]).encode()
        )
        assert answer.status_code == 201
        summary = answer.json()["summary"]
        assert summary["real"] == [100.0, 90.0, 80.0, 70.0, 60.0, 50.0]
        assert summary["imaginary"][0] == -1.0
        assert summary["notes"] == [
            "Imaginary parts negative, as of a capacitor: read as they stand."
        ]

    def test_a_sign_that_was_turned_is_told(self, page):
        rows = [f"{10.0**k},{100 - 10 * k},{5 * k + 1}" for k in range(6)]
        table = "\n".join(["freq,Zreal,Zimag", *rows]).encode()
        summary = upload(page, "spectrum", "turned.csv", table).json()["summary"]
        assert summary["imaginary"][0] == -1.0
        (note,) = summary["notes"]
        assert note.startswith("Most imaginary parts were positive")

    @pytest.mark.parametrize("kind", ["psd", "spectrum"])
    def test_bytes_are_no_table(self, page, kind):
        answer = upload(page, kind, "x.csv", b"\x93NUMPY\0\0" + bytes(100))
        assert answer.json()["error"]["message"] == "is no text"


class TestImages:
    def test_labels_and_grey_values_are_told_apart(self, looked_into):
        labels = np.zeros((4, 5, 6), np.uint8)
        labels[1] = 3
        found = looked_into("labels.tif", tiff_of(labels))
        assert found["kind"] == "labels"
        assert found["values"] == [0, 3]
        assert found["histogram"] == {"edges": [-0.5, 2.5, 3.5], "counts": [90, 30]}
        assert found["shape"] == [4, 5, 6]

    def test_grey_values_have_a_histogram(self, looked_into):
        grey = np.arange(120, dtype=np.uint8).reshape(4, 5, 6)
        found = looked_into("grey.tif", tiff_of(grey))
        assert found["kind"] == "grey"
        assert sum(found["histogram"]["counts"]) == 120

    def test_a_zip_of_slices_is_a_stack(self, page):
        slices = {f"stack/s{k}.png": png_of(np.full((8, 9), k % 2, np.uint8)) for k in range(3)}
        answer = upload(page, "image", "stack.zip", zip_of(slices))
        assert answer.status_code == 201
        assert answer.json()["summary"]["shape"] == [3, 8, 9]
        assert sorted(f.name for f in (page.data / "uploads" / "stack.zip").iterdir()) == [
            "s0.png", "s1.png", "s2.png",
        ]  # fmt: skip

    @pytest.mark.parametrize("name", ["x.tif", "x.npy", "x.zip"])
    def test_the_name_does_not_decide(self, looked_into, name):
        with pytest.raises(InputError, match=f"is no {name[1:]} file inside"):
            looked_into(name, b"#!/bin/sh\necho no image\n")

    def test_objects_are_no_image(self, looked_into):
        out = io.BytesIO()
        np.save(out, np.array([{"a": 1}], dtype=object), allow_pickle=True)
        with pytest.raises(InputError, match="damaged"):
            looked_into("objects.npy", out.getvalue())

    def test_an_array_is_a_stack(self, looked_into):
        found = looked_into("stack.npy", npy_of((4, 5, 6), bytes(120)))
        assert (found["shape"], found["kind"], found["values"]) == ([4, 5, 6], "labels", [0])


def object_array():
    out = io.BytesIO()
    np.save(out, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    return out.getvalue()


def wrong_strips():
    """A compressed TIFF whose pages are said to be smaller than what their strips hold."""
    plain = bytearray(tiff_of(np.zeros((2, 64, 64), np.uint8), compression="zlib",
                              rowsperstrip=64, metadata=None))  # fmt: skip
    with tifffile.TiffFile(io.BytesIO(bytes(plain))) as file:
        for page in file.pages:
            struct.pack_into("<H", plain, page.tags["ImageLength"].valueoffset, 100)
    return bytes(plain)


CUT = tiff_of(np.zeros((8, 64, 64), np.uint8), metadata=None)


class TestWords:
    """Errors tell in words what to mend, and nothing of libraries and folders."""

    @pytest.mark.parametrize(
        ("kind", "name", "content", "message"),
        [
            ("spectrum", "eis_bad.csv", b"hello\nworld\n", "holds no table"),
            ("psd", "bad.csv", b"a\nb\n", "no line starts with a number"),
            ("image", "cut.tif", CUT[: len(CUT) // 2], "the file ends before its pages do"),
            ("image", "cut.npy", npy_of((5, 6, 7), bytes(100)), "the file ends before"),
            ("image", "o.npy", object_array(), "holds Python objects, which are never read"),
            ("image", "wrong.tif", wrong_strips(), "damaged or cut off"),
        ],
    )
    def test_of_an_upload(self, page, kind, name, content, message):
        error = upload(page, kind, name, content).json()["error"]
        assert error["field"] == name
        assert message in error["message"]
        for inside in ("tmp", "tifffile", "Error", "mmap", "dtype", "@"):
            assert inside not in json.dumps(error)

    def test_of_a_recipe_that_is_nested_too_deeply(self, page):
        for text in ("a: " + 1500 * "[" + 1500 * "]", "a: " + 400 * "[" + 400 * "]"):
            answer = page.post("/api/recipe", json={"yaml": text}).json()
            assert answer["errors"][0]["message"] in (
                "is nested too deeply",
                "is missing",
                "unknown name 'a'",
            )
            assert "recursion" not in json.dumps(answer["errors"])

    def test_of_names(self):
        for name in ("a\0.csv", "a\n.csv", "\x1b[0m.csv"):
            with pytest.raises(InputError, match="holds a control character"):
                plain_name(name, "psd")
        with pytest.raises(InputError, match=r"\.html files are not read here.*\.csv"):
            plain_name("x.html", "psd")
        with pytest.raises(InputError, match="has no ending"):
            plain_name("x", "psd")


class TestBombs:
    @pytest.mark.parametrize("shape", [(30, 1000, 1000), (10**6, 10**6, 10**6)])
    def test_an_array_that_declares_more_than_it_holds(self, looked_into, shape):
        with pytest.raises(InputError, match=r"GB decoded|damaged|cannot be read"):
            looked_into("bomb.npy", npy_of(shape, bytes(100)))

    def test_an_array_that_declares_too_much(self, looked_into):
        with pytest.raises(InputError, match=r"would be 0\.021 GB decoded.*0\.02 GB or less"):
            looked_into("bomb.npy", npy_of((21, 1000, 1000), bytes(21_000_000)))

    def test_a_tiff_that_declares_too_much(self, looked_into):
        bomb = tiff_of(np.zeros((30, 1000, 1000), np.uint8), compression="zlib")
        assert len(bomb) < 100_000
        with pytest.raises(InputError, match=r"would be 0.03 GB decoded.*0.02 GB or less"):
            looked_into("bomb.tif", bomb)

    def test_a_tiff_that_holds_more_than_it_declares(self, looked_into):
        plain = tiff_of(
            np.zeros((2, 64, 64), np.uint8), compression="zlib", rowsperstrip=64, metadata=None
        )  # fmt: skip
        strip = zlib.compress(bytes(50_000_000), 9)
        bomb = bytearray(plain) + strip
        with tifffile.TiffFile(io.BytesIO(plain)) as file:
            tags = [page.tags for page in file.pages]
        for page in tags:
            struct.pack_into("<I", bomb, page["StripOffsets"].valueoffset, len(plain))
            struct.pack_into("<I", bomb, page["StripByteCounts"].valueoffset, len(strip))
        with pytest.raises(InputError, match="damaged"):
            looked_into("bomb.tif", bytes(bomb))

    def test_a_zip_that_declares_too_much(self, looked_into):
        bomb = zip_of({f"{k}.png": bytes(DECODED // 4) for k in range(5)})
        with pytest.raises(InputError, match="GB decoded"):
            looked_into("bomb.zip", bomb)

    def test_a_zip_that_holds_more_than_it_declares(self, looked_into, tmp_path):
        bomb = bytearray(zip_of({"0.png": bytes(1_000_000)}))
        for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
            struct.pack_into("<I", bomb, bomb.find(mark) + at, 1000)
        with pytest.raises(InputError, match="no whole zip"):
            looked_into("bomb.zip", bytes(bomb))
        assert sum(f.stat().st_size for f in (tmp_path / "bomb.zip").iterdir()) <= 1000

    def test_a_slice_whose_header_declares_too_much(self, looked_into):
        bomb = png_of(np.zeros((5000, 5000), np.uint8))
        assert len(bomb) < 100_000
        with pytest.raises(InputError, match="GB decoded"):
            looked_into("bomb.zip", zip_of({"0.png": bomb, "1.png": bomb}))

    def test_a_zip_of_too_many_files(self, looked_into):
        with pytest.raises(InputError, match="holds 51 files"):
            looked_into("many.zip", zip_of({f"{k}.png": b"" for k in range(51)}))

    @pytest.mark.parametrize(
        "name", ["../../evil.sh", "/etc/cron.d/evil", "a/../../b.py", "inner.zip"]
    )
    def test_a_zip_of_other_files(self, looked_into, tmp_path, name):
        with pytest.raises(InputError, match="slices in one folder"):
            looked_into("evil.zip", zip_of({name: b"evil"}))
        assert not list(tmp_path.glob("*evil*sh"))

    def test_slices_of_a_zip_stay_in_its_folder(self, looked_into, tmp_path):
        one = png_of(np.zeros((8, 8), np.uint8))
        before = set(tmp_path.parent.iterdir())
        looked_into("up.zip", zip_of({"../../a.png": one, "/b.png": one, "c\\..\\..\\d.png": one}))
        assert set(tmp_path.parent.iterdir()) == before
        assert len(list((tmp_path / "up.zip").iterdir())) == 3

    @pytest.mark.parametrize(
        "name",
        ['"../../other.tif"', "'../../other.tif'", '"..&#47;..&#x2f;other.tif"', r'"C:\other.tif"'],
    )
    def test_a_tiff_that_refers_to_files_elsewhere(self, looked_into, name):
        described = f"<OME><TiffData><UUID FileName={name}/></TiffData></OME>"
        stack = tiff_of(np.zeros((2, 8, 8), np.uint8), description=described, metadata=None)
        with pytest.raises(InputError, match="refers to files elsewhere"):
            looked_into("refers.tif", stack)

    def test_a_tiff_whose_ome_text_is_no_xml(self, looked_into):
        described = '<OME><UUID FileName="../other.tif"></OME>'
        stack = tiff_of(np.zeros((2, 8, 8), np.uint8), description=described, metadata=None)
        with pytest.raises(InputError, match="no XML"):
            looked_into("broken.tif", stack)

    def test_a_zip_with_a_damaged_stream(self, looked_into):
        damaged = bytearray(zip_of({"0.png": png_of(np.zeros((64, 64), np.uint8))}))
        damaged[35:45] = b"\xff" * 10  # behind the header of 30 bytes and the name
        with pytest.raises(InputError, match="no whole zip file"):
            looked_into("damaged.zip", bytes(damaged))

    def test_what_the_reader_says_is_told(self, tmp_path, monkeypatch, capsys):
        def fail(*_):
            raise OSError("disk is full")

        monkeypatch.setattr(inspection, "inspect", fail)
        monkeypatch.setattr(inspection, "limit_resources", lambda _: None)
        monkeypatch.setattr("sys.argv", ["", "received", str(tmp_path / "x.tif"), "1", "1"])
        inspection.main()
        assert json.loads(capsys.readouterr().out)["error"][0] == "cannot be read: disk is full"

    def test_a_file_larger_than_its_kind_allows_is_not_kept(self, tmp_path, limits):
        (tmp_path / "received").write_bytes(bytes(limits.psd + 1))
        with pytest.raises(InputError, match=r"has 0\.2 MB"):
            keep(tmp_path / "received", "psd", "x.csv", Places(tmp_path), limits,
                 basis="volume", unit="um")  # fmt: skip

    def test_one_that_is_refused_leaves_nothing(self, page):
        bomb = tiff_of(np.zeros((30, 1000, 1000), np.uint8), compression="zlib")
        before = set(page.data.rglob("*"))
        answer = upload(page, "image", "bomb.tif", bomb)
        assert answer.status_code == 422
        assert "GB decoded" in answer.json()["error"]["message"]
        assert set(page.data.rglob("*")) == before

    def test_the_process_that_looks_has_a_limit(self, page, monkeypatch):
        greedy = (
            "import mmap; from ceralyte.app.inspection import limit_resources; "
            "limit_resources(1); mmap.mmap(-1, 10**10); print('{}')"
        )
        monkeypatch.setattr("ceralyte.app.uploads.LOOKER", ("-c", greedy))
        answer = upload(page, "image", "x.tif", tiff_of(np.zeros((2, 8, 8), np.uint8)))
        assert "too long or too much memory" in answer.json()["error"]["message"]


def test_nothing_is_unpickled():
    from pathlib import Path

    import ceralyte.app

    folder = Path(ceralyte.app.__file__).parent
    sources = [f.read_text() for f in folder.rglob("*.py")]
    assert len(sources) > 30
    assert not [s for s in sources if "import pickle" in s or "allow_pickle=True" in s]


def test_odd_names_become_plain():
    assert plain_name("..hidden.csv", "psd") == "hidden.csv"
    assert plain_name(".csv", "psd") == "psd.csv"
    assert len(plain_name(300 * "x" + ".csv", "psd")) == 84
