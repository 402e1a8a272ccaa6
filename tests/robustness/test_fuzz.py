"""A short fuzz with fixed seeds, and the inputs that once did harm.

The long one is `fuzz.py`; docs/robustness holds its figures.
"""

import csv
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import tifffile

import fuzz
from ceralyte import packing
from ceralyte.core import memory
from ceralyte.core.errors import InputError, MemoryLimitError
from ceralyte.core.files import whole_file
from ceralyte.core.units import CONDUCTIVITY, parse
from ceralyte.materials import load_catalogue
from ceralyte.recipe import load_recipe, read_recipe
from ceralyte.slurry import assess
from ceralyte.structure import read_structure
from ceralyte.structure.files.header import FORMAT, structure_of
from ceralyte.structure.images.reading import import_image
from ceralyte.study import Study, plan_study
from ceralyte.transport import read_spectrum
from fuzz import Ledger, draw
from fuzz_doors import doors

DOORS = doors()


@pytest.fixture(autouse=True)
def _as_on_a_small_machine(monkeypatch):
    free = SimpleNamespace(available=fuzz.BYTES_FREE)
    monkeypatch.setattr(memory.psutil, "virtual_memory", lambda: free)


def test_figures_are_of_every_door_and_engine():
    with fuzz.FIGURES.open(encoding="utf-8") as file:
        rows = {tuple(row[:2]): int(row[2]) for row in list(csv.reader(file))[1:]}
    doors = {(name, engine) for name in DOORS for engine in fuzz.ENGINES}
    assert set(rows) == doors | {("all", "")}
    assert rows["all", ""] == fuzz.TOTAL == 100 * sum(door.share for door in DOORS.values())


@pytest.mark.parametrize("name", DOORS)
def test_good_and_bad_inputs_give_a_result_or_a_refusal(name):
    ledger = Ledger(DOORS[name].enter)
    for data in DOORS[name].seeds:
        ledger.hand_in(data)
    assert ledger.results > 0
    draw(DOORS[name], ledger, ledger.inputs + DOORS[name].share // 4, start=1)
    assert not ledger.defects


@pytest.mark.parametrize(
    ("enter", "what"),
    [
        (lambda _: 1 / 0, "ZeroDivisionError in test_fuzz.py"),
        (lambda _: np.float64(1e300) * 1e300, "RuntimeWarning in test_fuzz.py"),
        (lambda _: sum(range(3_000_000)), "longer than 0.01 s"),
    ],
)
def test_defects_are_found(enter, what, monkeypatch):
    monkeypatch.setattr(fuzz, "SECONDS_MAX", 0.01)
    ledger = Ledger(enter)
    ledger.hand_in(b"")
    (kind,) = ledger.defects
    assert kind.startswith(what)


@pytest.mark.parametrize("text", ["2.5 mS/", "2.5 /cm", "1 mS//cm", "1 mS cm-"])
def test_a_unit_with_loose_ends_is_refused(text):
    with pytest.raises(InputError, match="is no conductivity"):
        parse(text, CONDUCTIVITY, "conductivity")


@pytest.mark.parametrize("end", ["\r", "\r\n"])
def test_ends_of_lines_of_other_systems_are_read(tmp_path, end):
    path = tmp_path / "own.csv"
    rows = ("material,property,value,unit,source", "X,density,2,g/cm^3,own", "")
    path.write_bytes(end.join(rows).encode())
    assert load_catalogue(path).value("X", "density", needed_for="test").value == 2000


def test_a_cell_longer_than_csv_allows_is_refused(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("material,property,value,unit,source\n" + 200_000 * "x" + ",density,2,,\n")
    with pytest.raises(InputError, match="is no CSV: field larger than"):
        load_catalogue(path)


def _tenfold(names="abcdefgh"):
    lists = (f"{b}: &{b} [{10 * f'*{a}, '}]" for a, b in pairwise(names))
    return "\n".join(("a: &a [1, 1]", *lists))


@pytest.mark.parametrize("text", [_tenfold(), "&a {b: *a}"], ids=["tenfold", "in itself"])
def test_aliases_that_blow_up_are_refused(text):
    with pytest.raises(InputError, match="aliases"):
        read_recipe(text)


def test_an_alias_may_be_used(examples):
    text = (examples / "lpscl-ptfe-dry.yaml").read_text()
    again = text.replace("name: ", "name: &a ", 1).replace(
        "\ndescription: ", "\ndescription: *a #", 1
    )
    found = read_recipe(again, folder=examples)
    assert found.name == found.description


def test_a_merge_into_itself_is_refused():
    with pytest.raises(InputError, match="cannot be parsed"):
        read_recipe("<<: &a {b: 1}\nc: &d {<<: *d}")


def test_what_never_ends_is_not_read():
    for read in (load_recipe, lambda p: read_spectrum(p, area=1.0), load_catalogue):
        with pytest.raises(InputError, match="cannot be read: is no ordinary file"):
            read(Path("/dev/null"))


def test_a_name_too_long_for_a_file_is_refused():
    with pytest.raises(InputError, match="cannot be read: File name too long"):
        packing.parse_distribution(f"csv({300 * 'x'}, basis=volume, unit=um)")


@pytest.mark.parametrize("text", ["toluene/anisole 1.2.3:1", "1.2.3 % toluene / 40 % anisole", "/"])
def test_shares_that_are_no_numbers_are_refused(text):
    with pytest.raises(InputError, match="solvent"):
        assess("Li6PS5Cl", text)


def test_a_study_over_very_many_whole_numbers_is_refused(examples):
    vary = {"cell.pouch.units": {"low": 1, "high": 20_000}}
    study = Study(name="a", kind="grid", recipe="lpscl-ptfe-dry.yaml", vary=vary)
    with pytest.raises(InputError, match="20000 whole numbers"):
        plan_study(study, examples)


@pytest.mark.parametrize(("name", "suffix"), [("TIFF", ".tif"), ("NumPy array", ".npy")])
def test_every_byte_of_a_header_may_be_wrong(tmp_path, name, suffix):
    good, refused = DOORS[name].seeds[0], 0
    for place in range(200):
        for byte in (0, 255):
            path = tmp_path / f"a{suffix}"
            path.write_bytes(good[:place] + bytes([byte]) + good[place + 1 :])
            try:
                import_image(path, 1e-7, {0: "pore", 1: "ceramic", 2: "binder"})
            except InputError:
                refused += 1
    assert 100 < refused < 400


def test_pages_of_a_tiff_in_a_circle_are_refused(tmp_path):
    path = tmp_path / "a.tif"
    for _ in range(2):  # two pages, each with its own table
        tifffile.imwrite(path, np.zeros((4, 4), np.uint8), append=True)
    with tifffile.TiffFile(path) as file:
        first, second = (page.offset for page in file.pages)
        tags = len(file.pages[1].tags)
    content = bytearray(path.read_bytes())
    follows = second + 2 + 12 * tags
    content[follows : follows + 4] = first.to_bytes(4, "little")
    path.write_bytes(bytes(content))
    with pytest.raises(InputError, match="pages go in a circle"):
        import_image(path, 1e-7, {0: "pore"})


def test_voxels_of_an_archive_are_not_read_before_there_is_memory_for_them(tmp_path, monkeypatch):
    np.savez_compressed(tmp_path / "a.npz", a=np.zeros((64, 64, 64), np.uint8))
    monkeypatch.setattr(memory.psutil, "virtual_memory", lambda: type("M", (), {"available": 500}))
    monkeypatch.setattr(np, "load", None)
    with pytest.raises(MemoryLimitError, match="reading 64 x 64 x 64 voxels"):
        import_image(tmp_path / "a.npz", 1e-7, {0: "pore"})


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ({}, "has no header"),
        ({"periodic_xyz": [True, True]}, "periodic axes"),
        ({"periodic_xyz": [1, 0, 0]}, "periodic axes"),
        ({"voxel_size_m": None}, "not stated"),
        ({"voxel_size_m": -1e-7}, "voxel_size"),
    ],
)
def test_headers_of_structures_that_say_nonsense_are_refused(header, said):
    whole = {"format": FORMAT, "voxel_size_m": 4e-7, "periodic_xyz": [True, False, False]}
    voxels = np.ones((2, 2, 2), np.uint8)
    with whole_file("a.vti", "file"):
        structure_of(whole, voxels, voxels, "a.vti")
    with pytest.raises(InputError, match=said), whole_file("a.vti", "file"):
        structure_of(whole | header if header else header, voxels, voxels, "a.vti")


def test_phases_that_do_not_exist_are_refused():
    whole = {"format": FORMAT, "voxel_size_m": 4e-7, "periodic_xyz": [True, False, False]}
    with pytest.raises(ValueError, match="phases up to 77"):
        structure_of(whole, np.full((2, 2, 2), 77), np.ones((2, 2, 2), int), "a.vti")


def test_the_extent_of_a_vti_is_believed_only_with_its_voxels(tmp_path):
    path, good = tmp_path / "a.vti", DOORS["VTI"].seeds[0]
    for claim, said in (("5000 0 6000 0 7000", "reading 5000 x 6000"), ("9 0 9 0 9", "reshape")):
        wrong = good.replace(b'WholeExtent="0 5 0 6 0 7"', f'WholeExtent="0 {claim}"'.encode())
        assert wrong != good
        path.write_bytes(wrong)
        with pytest.raises((InputError, MemoryLimitError), match=said):
            read_structure(path)
