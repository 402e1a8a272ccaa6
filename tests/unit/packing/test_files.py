import json
import xml.etree.ElementTree as ET
from base64 import b64decode
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ceralyte.core.errors import InputError
from ceralyte.model import Capsules, Packing
from ceralyte.packing.files import read_particles, write_particles
from ceralyte.packing.particles import from_particles

FORMATS = ["csv", "json", "parquet"]


def powder(periodic: tuple[bool, bool, bool] = (True, True, True), dimension: int = 3) -> Packing:
    rng = np.random.default_rng(11)
    box = np.array([6e-6, 7e-6, 0.0 if dimension == 2 else 8e-6])
    return from_particles(
        rng.random((60, 3)) * box,
        rng.uniform(0.5e-6, 2e-6, 60),
        box,
        periodic=periodic,
        dimension=dimension,
        seed=5,
    )


SLAB = powder((True, True, False))
AROUND_A_FIBRE = replace(
    SLAB,
    obstacles=Capsules(np.array([[0.1, 0.2, 0.3]]), np.array([[1e-6 / 3, 1, 2]]), np.array([0.1])),
    obstacle_volume=1e-18 / 3,
)
GAS = from_particles([[0, 0, 0], [2e-6, 1e-6, 1e-6]], [1e-6, 1e-7], [4e-6] * 3)


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("packing", [powder(), SLAB, AROUND_A_FIBRE, powder(dimension=2), GAS])
def test_what_is_written_is_read(packing: Packing, suffix: str, tmp_path: Path) -> None:
    path = write_particles(packing, tmp_path / f"powder.{suffix}")
    assert read_particles(path) == packing
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("packing", [powder(), SLAB, powder(dimension=2)])
def test_lammps_data_keeps_places_and_sizes(packing: Packing, tmp_path: Path) -> None:
    path = write_particles(packing, tmp_path / "powder.data")
    assert read_particles(path) == packing


def test_lammps_data_has_the_sections_that_lammps_reads(tmp_path: Path) -> None:
    lines = write_particles(SLAB, tmp_path / "powder.data").read_text().splitlines()
    assert lines[0].endswith("units micro, atom_style sphere, boundary p p f")
    around = write_particles(AROUND_A_FIBRE, tmp_path / "fibre.data").read_text().splitlines()
    assert around[0].endswith("boundary p p f; 1 fixed rods left out")
    assert lines[2:7] == ["60 atoms", "1 atom types", "", "0 6 xlo xhi", "0 7 ylo yhi"]
    assert lines[9] == "Atoms # sphere"
    number, kind, diameter, density, *centre = map(float, lines[11].split())
    assert (number, kind, density) == (1, 1, 1)
    assert diameter * 1e-6 == pytest.approx(SLAB.diameters[0])
    assert np.array(centre) * 1e-6 == pytest.approx(SLAB.centres[0])


def test_packings_with_and_without_counted_walls_differ_either_way() -> None:
    uncounted = replace(SLAB, fixed_contacts=None)
    assert SLAB.fixed_contacts is not None
    assert uncounted != SLAB
    assert SLAB != uncounted  # noqa: SIM300 (the other way round)
    assert uncounted == replace(uncounted)


def test_columns_for_other_programs(tmp_path: Path) -> None:
    lines = write_particles(SLAB, tmp_path / "powder.csv").read_text().splitlines()
    head = next(k for k, line in enumerate(lines) if not line.startswith("#"))
    assert lines[head] == "x_m,y_m,z_m,diameter_m,contacts,fixed_contacts,rattler,touches"
    assert f"# box_m = {SLAB.box.tolist()}" in lines
    first = lines[head + 1].split(",")
    assert float(first[0]) == SLAB.centres[0, 0]
    assert int(first[4]) == (SLAB.contacts == 0).sum()
    assert int(first[6]) == SLAB.rattlers[0]


def test_vtp_holds_points_and_arrays(tmp_path: Path) -> None:
    root = ET.parse(write_particles(SLAB, tmp_path / "powder.vtp")).getroot()
    assert root.attrib["type"] == "PolyData"
    piece = root.find("PolyData/Piece")
    assert piece is not None
    assert piece.attrib == {"NumberOfPoints": "60", "NumberOfVerts": "60"}
    kinds = {"Float64": "<f8", "Int64": "<i8", "UInt8": "u1"}
    found = {}
    for array in root.iter("DataArray"):
        content = b64decode(array.text or "")
        assert int.from_bytes(content[:8], "little") == len(content) - 8
        found[array.attrib["Name"]] = np.frombuffer(content[8:], kinds[array.attrib["type"]])
    assert np.array_equal(found["centres_m"].reshape(-1, 3), SLAB.centres)
    assert np.array_equal(found["diameter_m"], SLAB.diameters)
    assert np.array_equal(found["contacts"], np.bincount(SLAB.contacts.ravel(), minlength=60))
    assert np.array_equal(found["rattler"], SLAB.rattlers)
    assert np.array_equal(found["box_m"], SLAB.box)
    assert found["offsets"].tolist() == list(range(1, 61))


LIST = "id;X;y;z;radius\n1;1;1;1;0.5\n2;2;1;1;0.5\n\n3;3.5;1;1;1.0\n"


def test_a_list_from_elsewhere(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("# scanned\n" + LIST)
    packing = read_particles(path, unit="um", box=(10, 10, 10), periodic=(True, True, False))
    np.testing.assert_allclose(packing.diameters, [1e-6, 1e-6, 2e-6])
    np.testing.assert_allclose(packing.box, 1e-5)
    assert packing.contacts.tolist() == [[0, 1], [1, 2]]
    assert packing.periodic == (True, True, False)
    path.write_text(LIST.replace(".", ","))
    assert (
        read_particles(path, unit="um", box=(10, 10, 10), periodic=(True, True, False)) == packing
    )
    headed = "id,X [um],Y (um),z,r [um]\n1,1,1,1,0.5\n2,2,1,1,0.5\n3,3.5,1,1,1\n"
    path.write_text(headed)
    assert (
        read_particles(path, unit="um", box=(10, 10, 10), periodic=(True, True, False)) == packing
    )
    path.write_text("x,y,z,diameter\n1,1,1,1\n2.05,1,1,1\n")
    assert len(read_particles(path, unit="um", box=(9, 9, 9)).contacts) == 0
    assert len(read_particles(path, unit="um", box=(9, 9, 9), contact_gap=0.06).contacts) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "list.csv: the file is empty"),
        ("x,y,z\n1,1,1\n", "list.csv line 1: columns x, y, z. Allowed: .* diameter or radius"),
        (
            "x,y,z,radius,d\n",
            "list.csv line 1: columns .*: radius and diameter are two sizes. Allowed: one of them",
        ),
        ("x,y,z,r,radius\n", "list.csv line 1: columns x, y, z, radius, radius: .* two sizes"),
        (
            "x [mm],y,z,r\n1,1,1,1\n",
            "list.csv line 1: x: its heading says mm, the unit given is um",
        ),
        ("x [s],y,z,r\n1,1,1,1\n", "list.csv line 1: x: '1 s' is no length"),
        (LIST.replace("2;2;1;1;", "2;2;1;"), "list.csv line 3: 4 columns. Allowed: 5: id, x, y, z"),
        (LIST.replace("3.5", "3,5,0"), "list.csv line 5: x: '3,5,0' is not a number"),
        (LIST.replace("3.5", "35"), r"list.csv line 5: centres\[2\]: \(3.5e-05, 1e-06, 1e-06\) m"),
        (LIST.replace("1.0", "-1"), r"list.csv line 5: diameters\[2\]: got -2e-06 m"),
        (LIST.replace("2;2;1;1;", "2;1.2;1;1;"), "list.csv: two particles overlap by 80 %"),
        ("x,y,z,radius\n1,1,1,1\n", "list.csv: diameters: got 1 particles"),
        ("x,y,z,radius\n1,1,1,-1\n", r"list.csv line 2: diameters\[0\]: got -2e-06 m"),
        ("x,y,z,radius\n1,nan,1,1\n", r"line 2: centres\[0\]: got \(1e-06, nan, 1e-06\) m"),
        (LIST.replace("3.5", "nan"), r"list.csv line 5: centres\[2\]: got \(nan, 1e-06, 1e-06\) m"),
    ],
)
def test_lists_that_cannot_be_used(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(text)
    with pytest.raises(InputError, match=message):
        read_particles(path, unit="um", box=(10, 10, 10))


def test_unit_and_box_belong_to_lists_from_elsewhere(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(LIST)
    with pytest.raises(InputError, match=r"list.csv: unit and box not given"):
        read_particles(path)
    with pytest.raises(InputError, match=r"unit: '1 kg' is no length"):
        read_particles(path, unit="kg", box=(1, 1, 1))
    own = write_particles(SLAB, tmp_path / "own.csv")
    with pytest.raises(InputError, match=r"own.csv: has unit, box and walls of its own"):
        read_particles(own, unit="um")
    with pytest.raises(InputError, match=r"own.csv: has unit, box and walls of its own"):
        read_particles(own, periodic=(True, True, False))


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


@pytest.mark.parametrize(
    ("suffix", "old", "new", "message"),
    [
        ("csv", "rattler,", "loose,", "has no column rattler"),
        ("csv", "# box_m = [", "# box_m = ", "powder.csv line 2: '# box_m .* has no value"),
        ("csv", "# seed = 0\n", "", "has no property seed"),
        ("csv", "packing 1", "packing 9", "its format is 'ceralyte packing 9'"),
        ("csv", "2e-06", "5e-06", r"powder.csv line 11: centres\[1\]: \(5e-06"),
        ("csv", "2e-06", "2 um", "powder.csv line 11: x_m: '2 um' is not"),
        ("csv", ",1e-06,0,", ",1e-06,", "powder.csv line 10: 6 columns"),
        ("json", '"box_m"', '"size"', "powder.json: has no property box_m"),
        ("json", "{", "[", "powder.json: is no JSON"),
        ("json", '"particles"', '"grains"', "powder.json: has no 'particles'"),
        ("json", '"touches": [[]', '"touches": [[7]', "particle 0 touches 7"),
        ("json", '"touches": [[]', '"touches": [[0]', "particle 0 touches 0. Allowed: .* above"),
        ("json", '"rattler": [true, ', '"rattler": [', r"columns of \[1, 2\] rows"),
        ("data", "ceralyte", "my", "powder.data line 1: 'my packing"),
        ("data", "zlo zhi", "", "powder.data: has no line 'zlo zhi'"),
        ("data", "2 atoms", "3 atoms", "powder.data: 2 lines of atoms, announced 3"),
        ("data", "2 1 0.1", "2 1 0,1", "powder.data line 13: '2 1 0,1"),
        ("data", "2 1 0.1", "2 1 -0.1", r"powder.data line 13: diameters\[1\]: got -1e-07 m"),
        ("data", "Atoms", "Molecules", "has no section 'Atoms'"),
    ],
)
def test_spoiled_files(suffix: str, old: str, new: str, message: str, tmp_path: Path) -> None:
    path = write_particles(GAS, tmp_path / f"powder.{suffix}")
    spoil(path, old, new)
    with pytest.raises(InputError, match=message):
        read_particles(path)


def test_parquet_of_other_programs(tmp_path: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    path = tmp_path / "list.parquet"
    path.write_bytes(b"no parquet")
    with pytest.raises(InputError, match=r"list.parquet: is no Parquet file"):
        read_particles(path)
    parquet.write_table(pa.table({"x": [1.0]}), path)
    with pytest.raises(InputError, match=r"list.parquet: has no metadata 'ceralyte'"):
        read_particles(path)
    table = parquet.read_table(write_particles(SLAB, path))
    assert np.array_equal(table["x_m"].to_numpy(), SLAB.centres[:, 0])
    assert json.loads(table.schema.metadata[b"ceralyte"])["box_m"] == SLAB.box.tolist()


def test_files_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"unknown suffix '.xyz'. Allowed: .csv, .data, .json"):
        write_particles(GAS, tmp_path / "powder.xyz")
    with pytest.raises(InputError, match=r"ParaView, not read back: suffix '.vtp'"):
        read_particles(tmp_path / "powder.vtp")
    with pytest.raises(InputError, match="cannot be read: there is no such file"):
        read_particles(tmp_path / "powder.csv")
    with pytest.raises(InputError, match="cannot be written: No such file"):
        write_particles(GAS, tmp_path / "missing" / "powder.csv")


def test_a_failed_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_particles(GAS, tmp_path / "powder.csv")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(InputError, match="No space left on device"):
        write_particles(SLAB, path)
    assert read_particles(path) == GAS
    assert [p.name for p in tmp_path.iterdir()] == ["powder.csv"]
