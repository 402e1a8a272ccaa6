"""What is written comes back equal, and other programs find what they look for."""

import json
import zlib
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest
import tifffile
import zarr

from ceralyte.core import memory
from ceralyte.core.errors import InputError
from ceralyte.model import Capsules, GrainContacts, Packing, PressedPacking, Structure
from ceralyte.structure import read_image, read_structure, write_structure
from ceralyte.structure.files import contacts_beside_image, write_fields
from ceralyte.structure.files.vti import _decompressed

SUFFIXES = (".zarr", ".tif", ".vti")


@pytest.fixture
def structure():
    rng = np.random.default_rng(4)
    phase = rng.integers(0, 4, (9, 7, 5)).astype(np.uint8)
    grain = np.where(phase == 1, rng.integers(1, 300, phase.shape), 0).astype(np.int32)
    return Structure(phase, grain, 398.123456789e-9, (True, True, False))


@pytest.fixture
def particles():
    """A pressed packing with every field that a packing may have."""
    rods = Capsules(np.zeros((1, 3)), np.ones((1, 3)), np.ones(1))
    packing = Packing(
        centres=np.arange(6.0).reshape(2, 3),
        diameters=np.array([1.0, 2.0]),
        box=np.full(3, 9.0),
        periodic=(True, True, False),
        contacts=np.array([[0, 1]]),
        rattlers=np.array([False, True]),
        overlap_relative_max=1e-7,
        seed=3,
        fixed_contacts=np.array([1, 0]),
        obstacles=rods,
        obstacle_volume=0.25,
    )
    return PressedPacking(
        particles=packing,
        growth=1.1,
        relative_density=0.8,
        contacts=np.empty((0, 2), np.int64),
        contact_areas=np.empty(0),
        pressure=3e8,
    )


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("most", [0, 300, 70_000])
def test_round_trips_are_equal(tmp_path, structure, suffix, most):
    grain = structure.grain * (most // 300)
    wanted = replace(structure, grain=grain)
    path = write_structure(wanted, tmp_path / f"s{suffix}")
    again = read_structure(path)
    assert again == wanted
    assert again.phase.dtype == np.uint8
    assert again.grain.dtype == np.int32
    assert again.phase.flags.c_contiguous
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_zarr_keeps_particles_and_contacts(tmp_path, structure, particles):
    contacts = GrainContacts(np.array([[1, 2]], np.int32), np.ones(1), np.eye(3)[:1])
    wanted = replace(structure, particles=particles, contacts=contacts)
    again = read_structure(write_structure(wanted, tmp_path / "s.zarr"))
    assert again == wanted
    assert again.particles.particles.obstacles == particles.particles.obstacles


@pytest.mark.parametrize("suffix", [".tif", ".vti"])
def test_contacts_that_a_format_does_not_hold_stand_beside_it(tmp_path, structure, suffix):
    normals = np.array([[0.0, 0.0, 1.0], [0.6, 0.8, 0.0]])
    grains, areas = np.array([[1, 2], [2, 3]], np.int32), np.array([1e-13, 1 / 3])
    contacts = GrainContacts(grains, areas, normals)
    path = write_structure(replace(structure, contacts=contacts), tmp_path / f"s{suffix}")
    table = np.genfromtxt(contacts_beside_image(path), delimiter=",", names=True)
    assert table["area_m2"].tolist() == areas.tolist()
    assert table["second_grain"].tolist() == [2, 3]
    assert table["normal_y"].tolist() == [0.0, 0.8]
    write_structure(structure, path)
    assert not contacts_beside_image(path).exists()


def test_images_of_one_stem_have_a_table_of_contacts_each(tmp_path, structure):
    contacts = GrainContacts(np.array([[1, 2]], np.int32), np.ones(1))
    write_structure(replace(structure, contacts=contacts), tmp_path / "s.tif")
    write_structure(structure, tmp_path / "s.vti")
    assert contacts_beside_image(tmp_path / "s.tif").exists()
    assert not contacts_beside_image(tmp_path / "s.vti").exists()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_writing_again_replaces(tmp_path, structure, suffix):
    path = tmp_path / f"s{suffix}"
    write_structure(structure, path)
    other = replace(structure, phase=structure.phase[::-1].copy())
    write_structure(other, path)
    assert read_structure(path) == other


def test_a_failed_writing_leaves_the_old_one(tmp_path, structure, monkeypatch):
    path = write_structure(structure, tmp_path / "s.vti")

    def fail(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(zlib, "compress", fail)
    with pytest.raises(InputError, match="cannot be written: No space left"):
        write_structure(replace(structure, voxel_size=1e-6), path)
    assert read_structure(path) == structure


def test_ngff_metadata(tmp_path, structure):
    group = zarr.open_group(write_structure(structure, tmp_path / "s.zarr"), mode="r")
    ome = group.attrs["ome"]
    assert ome["version"] == "0.5"
    scales = ome["multiscales"][0]
    assert [(a["name"], a["type"], a["unit"]) for a in scales["axes"]] == [
        (name, "space", "micrometer") for name in "zyx"
    ]
    assert scales["datasets"][0]["coordinateTransformations"] == [
        {"type": "scale", "scale": [0.398123456789] * 3}
    ]
    for name in ("0", "labels/grain/0"):
        assert group[name].metadata.dimension_names == ("z", "y", "x")
        assert group[name].shape == (5, 7, 9)
    assert group["labels"].attrs["ome"] == {"version": "0.5", "labels": ["grain"]}
    image = read_image(
        tmp_path / "s.zarr",
        structure.voxel_size,
        {0: "pore", 1: "ceramic", 2: "binder", 3: "support"},
    )
    assert np.array_equal(image.phase, structure.phase)


def test_imagej_finds_the_voxel_size_and_two_channels(tmp_path, structure):
    with tifffile.TiffFile(write_structure(structure, tmp_path / "s.tif")) as file:
        meta = file.imagej_metadata
        assert (meta["unit"], meta["slices"], meta["channels"]) == ("micron", 5, 2)
        assert meta["spacing"] == pytest.approx(0.398123456789)
        up, down = file.pages[0].tags["XResolution"].value
        assert down / up == pytest.approx(0.398123456789, rel=1e-6)
        assert file.series[0].axes == "ZCYX"
        assert json.loads(meta["Info"])["phases"]["2"] == "binder"


def test_fields_stand_beside_the_structure(tmp_path, structure):
    scalar = np.arange(9 * 7 * 5, dtype=float).reshape(9, 7, 5)
    vector = np.stack([scalar, 2 * scalar, 3 * scalar])
    path = write_fields(structure, {"potential": scalar, "current": vector}, tmp_path / "f.vti")
    assert read_structure(path) == structure
    head, rest = path.read_bytes().split(b'<AppendedData encoding="raw">_', 1)
    root = ElementTree.fromstring(head + b"</VTKFile>")
    arrays = {e.attrib["Name"]: e.attrib for e in root.iter("DataArray")}

    def stored(name):
        return np.frombuffer(_decompressed(rest, int(arrays[name]["offset"])), "<f4")

    assert np.array_equal(stored("potential"), scalar.ravel(order="F"))
    triples = stored("current").reshape(-1, 3)  # of a voxel behind each other, x of voxels fastest
    assert np.array_equal(triples[:, 1], 2 * scalar.ravel(order="F"))
    assert arrays["current"]["NumberOfComponents"] == "3"
    with pytest.raises(InputError, match=r"unknown suffix '.tif'.*\.vti"):
        write_fields(structure, {}, tmp_path / "f.tif")


def test_vti_is_xml_with_blocks_of_zlib_behind_it(tmp_path, structure):
    content = write_structure(structure, tmp_path / "s.vti").read_bytes()
    assert b'WholeExtent="0 9 0 7 0 5"' in content
    assert b'Spacing="3.98123456789e-07 3.98123456789e-07 3.98123456789e-07"' in content
    data = content.split(b'<AppendedData encoding="raw">_')[1]
    blocks, size, last, compressed = np.frombuffer(data, "<u8", 4)
    assert (blocks, last) == (1, structure.phase.size)
    plain = zlib.decompress(data[32 : 32 + compressed])
    assert np.array_equal(np.frombuffer(plain, np.uint8), structure.phase.ravel(order="F"))
    assert size > last
    assert content.endswith(b"</AppendedData></VTKFile>")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_files_from_elsewhere_and_damaged_ones(tmp_path, structure, suffix):
    path = tmp_path / f"s{suffix}"
    with pytest.raises(InputError, match="there is no such file"):
        read_structure(path)
    if suffix == ".zarr":
        zarr.save_array(path, structure.phase)
    elif suffix == ".tif":
        tifffile.imwrite(path, structure.phase)
    else:
        path.write_text("<VTKFile/>")
    with pytest.raises(InputError, match=r"is no (structure|\.vti file) of (ceralyte|a st)"):
        read_structure(path)
    if suffix == ".zarr":
        with pytest.raises(InputError, match="is a folder that holds no structure"):
            write_structure(structure, path)
        return
    write_structure(structure, path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(InputError, match=r"damaged|is no structure of ceralyte"):
        read_structure(path)


def test_names_and_places_that_do_not_work(tmp_path, structure):
    with pytest.raises(InputError, match=r"unknown suffix '\.nrrd'"):
        write_structure(structure, tmp_path / "s.nrrd")
    with pytest.raises(InputError, match="cannot be written"):
        write_structure(structure, tmp_path / "no" / "s.vti")
    many = replace(structure, grain=structure.grain + 2**24)
    with pytest.raises(InputError, match="beyond ImageJ TIFF"):
        write_structure(many, tmp_path / "s.tif")


def test_a_damaged_chunk_is_told(tmp_path, structure):
    path = write_structure(structure, tmp_path / "a.zarr")
    chunk = next(p for p in (path / "0" / "c").rglob("*") if p.is_file())
    chunk.write_bytes(b"\x01" * chunk.stat().st_size)
    for read in (read_structure, lambda p: read_image(p, 1e-7, dict.fromkeys(range(4), "pore"))):
        with pytest.raises(InputError, match=r"a\.zarr: .*damaged"):
            read(path)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_reading_asks_for_16_bytes_per_voxel(tmp_path, structure, suffix, monkeypatch):
    path = write_structure(structure, tmp_path / f"s{suffix}")
    free = 1.01 * 16 * structure.phase.size / 0.9  # of which 90 % may be taken
    monkeypatch.setattr(memory.psutil, "virtual_memory", lambda: type("M", (), {"available": free}))
    assert read_structure(path) == structure


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("shape", [(1, 4, 5), (4, 1, 5), (4, 5, 1), (1, 1, 1)])
def test_images_of_a_single_plane_come_back_equal(tmp_path, suffix, shape):
    grain = np.arange(1, 1 + np.prod(shape), dtype=np.int32).reshape(shape)
    for numbers in (grain, np.zeros_like(grain)):
        thin = Structure(np.ones(shape, np.uint8), numbers, 1e-6, (True, False, False))
        assert read_structure(write_structure(thin, tmp_path / f"s{suffix}")) == thin
