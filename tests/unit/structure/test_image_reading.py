"""Image files of every kind become the same structure; what is wrong with one is said."""

import logging
import os
import shutil

import h5py
import numpy as np
import pytest
import tifffile
import zarr
from PIL import Image

from ceralyte.core import memory
from ceralyte.core.errors import InputError, MemoryLimitError, UnknownNameError
from ceralyte.model.structure import CERAMIC, PORE
from ceralyte.structure import import_image, read_image
from ceralyte.structure.images import hdf5

LABELS = {0: "pore", 1: "ceramic", 2: "binder"}
EDGE = 398e-9


@pytest.fixture
def volume():
    """Labels 0, 1, 2 of a file: 4 pages of 5 rows of 6 columns, all planes different."""
    return np.random.default_rng(1).integers(0, 3, (4, 5, 6)).astype(np.uint8)


def write_slices(folder, volume, suffix):
    folder.mkdir()
    for k, plane in enumerate(volume):
        name = folder / f"slice_{k + 8}{suffix}"  # 8, 9, 10, 11: numbers, not letters, give order
        if suffix == ".tif":
            tifffile.imwrite(name, plane)
        else:
            Image.fromarray(plane).save(name)


def write(folder, volume, kind):
    """Write the volume as `kind`; return the path and the arguments to read it."""
    path = folder / f"image.{kind}"
    if kind == "tif":
        tifffile.imwrite(path, volume, compression="lzw", photometric="minisblack")
    elif kind == "npy":
        np.save(path, volume)
    elif kind == "npz":
        np.savez(path, labels=volume, more=volume[:1])
        return path, {"dataset": "labels"}
    elif kind == "h5":
        with h5py.File(path, "w") as file:
            file["scan/labels"] = volume
    elif kind == "zarr":
        zarr.save_array(path, volume)
    elif kind == "raw":
        volume.astype(">u2").tofile(path)
        return path, {"shape": volume.shape, "dtype": ">u2"}
    else:
        path = folder / "slices"
        write_slices(path, volume, f".{kind.removesuffix('-slices')}")
    return path, {}


@pytest.mark.parametrize(
    "kind", ["tif", "npy", "npz", "h5", "zarr", "raw", "tif-slices", "png-slices"]
)
def test_every_format_gives_the_same_structure(tmp_path, volume, kind):
    path, more = write(tmp_path, volume, kind)
    structure = read_image(path, voxel_size=EDGE, labels=LABELS, **more)
    assert np.array_equal(structure.phase, volume.transpose(2, 1, 0))
    assert structure.shape == (6, 5, 4)
    assert structure.voxel_size == EDGE
    assert structure.periodic == (False, False, False)
    assert not structure.grain.any()


def test_axes_of_the_file_can_be_said(tmp_path, volume):
    np.save(tmp_path / "a.npy", volume)
    structure = read_image(tmp_path / "a.npy", "398 nm", LABELS, axes="xyz")
    assert np.array_equal(structure.phase, volume)
    with pytest.raises(InputError, match="axes: got 'xyc'"):
        read_image(tmp_path / "a.npy", "398 nm", LABELS, axes="xyc")


def write_ngff(path, volume, unit="micrometer", edge=0.398):
    group = zarr.open_group(path, mode="w", zarr_format=3)
    group.create_array("s0", data=volume[None].transpose(0, 3, 2, 1))
    names = [("c", "channel"), ("x", "space"), ("y", "space"), ("z", "space")]
    axes = [{"name": n, "type": t} | ({"unit": unit} if t == "space" else {}) for n, t in names]
    scale = {"type": "scale", "scale": [1, edge, edge, edge]}
    scales = {"axes": axes, "datasets": [{"path": "s0", "coordinateTransformations": [scale]}]}
    group.attrs["ome"] = {"version": "0.5", "multiscales": [scales]}


def test_ngff_says_its_axes_and_voxel_size(tmp_path, volume):
    write_ngff(tmp_path / "a.zarr", volume)
    image = import_image(tmp_path / "a.zarr", EDGE, LABELS)
    assert np.array_equal(image.structure.phase, volume.transpose(2, 1, 0))
    assert image.notes == ()
    other = import_image(tmp_path / "a.zarr", 2 * EDGE, LABELS)
    assert "the file says that a voxel is 0.398 um; 0.796 um, as stated, is used" in other.notes


def test_an_imagej_voxel_size_is_compared_and_never_used(tmp_path, volume):
    tifffile.imwrite(
        tmp_path / "a.tif",
        volume,
        imagej=True,
        resolution=(1 / 0.4, 1 / 0.4),
        metadata={"axes": "ZYX", "spacing": 0.4, "unit": "um"},
    )
    image = import_image(tmp_path / "a.tif", EDGE, LABELS)
    assert image.structure.voxel_size == EDGE
    assert any("the file says that a voxel is 0.4 um" in note for note in image.notes)
    with pytest.raises(InputError, match=r"voxel_size: not stated \(the file says 0\.4 um\)"):
        read_image(tmp_path / "a.tif", labels=LABELS)


def test_dots_per_inch_are_no_voxel_size(tmp_path, volume):
    tifffile.imwrite(
        tmp_path / "a.tif", volume, photometric="minisblack", resolution=(72, 72), resolutionunit=2
    )
    image = import_image(tmp_path / "a.tif", EDGE, LABELS)
    assert image.notes == ("the file's tags say 72 pixels per inch (353 um each): not used",)


@pytest.mark.parametrize(
    ("voxel_size", "message"),
    [
        (None, "voxel_size: not stated"),
        (398, "voxel_size: got 398 m. Allowed: 0.1 nm to 1 mm"),
        ("398", "'398' has no unit"),
        ("398 kg", "is no length"),
        (-1e-6, "got -1e-06 m"),
        (float("nan"), "got nan m"),
        ((1e-6, 1e-6), "2 lengths. Allowed: one for cubes, or three along x, y, z"),
        ("1 um, 1 um, 20 um", "edges of 1 um, 1 um, 20 um. Allowed: edges that differ by"),
        ((1e-6, None, 1e-6), "voxel_size: not stated"),
        (True, "got True"),
        ([[1e-6] * 2] * 3, "one edge of a cube"),
    ],
)
def test_absurd_voxel_sizes(tmp_path, volume, voxel_size, message):
    np.save(tmp_path / "a.npy", volume)
    with pytest.raises(InputError, match=message):
        read_image(tmp_path / "a.npy", voxel_size, LABELS)


def test_a_voxel_coarser_than_any_powder_is_noted(tmp_path, volume):
    np.save(tmp_path / "a.npy", volume)
    (note,) = import_image(tmp_path / "a.npy", "1 mm", LABELS).notes
    assert note.startswith("voxels of 1000 um show no particle of a powder")
    assert import_image(tmp_path / "a.npy", "20 um", LABELS).notes == ()


@pytest.mark.parametrize("edges", ["10 nm, 10 nm, 25 nm", (1e-8, 1e-8, 2.5e-8)])
def test_flat_voxels_become_cubes(tmp_path, volume, edges):
    np.save(tmp_path / "a.npy", volume)
    image = import_image(tmp_path / "a.npy", edges, LABELS)
    assert image.structure.shape == (6, 5, 10)
    assert image.structure.voxel_size == 1e-8
    # Centres at 5, 15, 25, ... nm lie in slices of 25 nm.
    pages = np.floor((np.arange(10) + 0.5) / 2.5).astype(int)
    assert np.array_equal(image.structure.phase, volume.transpose(2, 1, 0)[:, :, pages])
    assert "were resampled to cubes of 0.01 um" in image.notes[0]


def test_labels_without_a_phase_are_listed_with_their_counts(tmp_path, volume):
    volume[0, 0] = 7
    np.save(tmp_path / "a.npy", volume)
    with pytest.raises(InputError, match=r"label 7 \(6 voxels, 5 %\) without a phase"):
        read_image(tmp_path / "a.npy", EDGE, LABELS)
    with pytest.raises(InputError, match=r"labels: not stated; the image holds labels"):
        read_image(tmp_path / "a.npy", EDGE)
    with pytest.raises(UnknownNameError, match="did you mean 'ceramic'"):
        read_image(tmp_path / "a.npy", EDGE, {0: "pore", 1: "ceramics"})


def test_labels_that_look_like_grey_values_are_told_so(tmp_path):
    np.save(tmp_path / "grey.npy", np.arange(64, dtype=np.uint8).reshape(4, 4, 4))
    with pytest.raises(InputError, match="such as 3=pore, 4=pore; of grey values: thresholds"):
        read_image(tmp_path / "grey.npy", EDGE, LABELS)


def test_a_label_that_no_voxel_has_is_noted(tmp_path, volume):
    np.save(tmp_path / "a.npy", volume)
    image = import_image(tmp_path / "a.npy", EDGE, LABELS | {3: "support"})
    assert image.notes == ("no voxel has label 3 (support)",)


def test_grey_images_ask_for_thresholds(tmp_path):
    grey = np.arange(60 * 4, dtype=np.uint16).reshape(4, 6, 10)
    np.save(tmp_path / "a.npy", grey)
    with pytest.raises(InputError, match=r"240 values from 0 to 239\. Allowed: thresholds"):
        read_image(tmp_path / "a.npy", EDGE)
    structure = read_image(tmp_path / "a.npy", EDGE, {0: "pore", 1: "ceramic"}, thresholds=60)
    assert (structure.phase == PORE).sum() == 60


@pytest.mark.parametrize(
    ("array", "message"),
    [
        (np.zeros((5, 6), np.uint8), "a single plane of 5 x 6 pixels"),
        (np.zeros((1, 5, 6), np.uint8), "1 x 5 x 6 voxels, one voxel thin"),
        (np.zeros((2, 3, 4, 5), np.uint8), "has 4 axes"),
        (np.zeros((4, 5, 6), np.uint8), "is pore throughout: there is nothing to measure"),
        (np.full((4, 5, 6), 0.5), "holds 0.5, which is no label"),
        (np.full((4, 5, 6), np.nan), "holds nan, which is no label"),
        (np.full((4, 5, 6), "a"), "numbers"),
    ],
)
def test_what_is_no_volume_of_phases(tmp_path, array, message):
    np.save(tmp_path / "a.npy", array)
    with pytest.raises(InputError, match=message):
        read_image(tmp_path / "a.npy", EDGE, LABELS)


def test_colour_images_are_refused(tmp_path):
    tifffile.imwrite(tmp_path / "a.tif", np.zeros((4, 5, 6, 3), np.uint8), photometric="rgb")
    with pytest.raises(InputError, match="is a colour image"):
        read_image(tmp_path / "a.tif", EDGE, LABELS)


@pytest.mark.parametrize("compression", [None, "zlib"])
@pytest.mark.parametrize("keep", [0.05, 0.5, 0.95])
def test_truncated_tiffs_are_refused(tmp_path, compression, keep):
    path = tmp_path / "a.tif"
    volume = np.random.default_rng(0).integers(0, 3, (20, 32, 32)).astype(np.uint8)
    with tifffile.TiffWriter(path) as writer:  # one page after the other, as cameras write
        for plane in volume:
            writer.write(plane, compression=compression, contiguous=False)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(keep * len(whole))])
    with pytest.raises(InputError, match=r"a\.tif: is (no TIFF file|cut off)"):
        read_image(path, EDGE, LABELS)


def test_tiffs_whose_data_come_last_and_are_cut_off(tmp_path):
    path = tmp_path / "a.tif"
    tifffile.imwrite(path, np.zeros((64, 64 * 30), np.uint8))  # one page: its header comes first
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError, match=rf"is cut off: {len(whole) // 2} bytes found"):
        read_image(path, EDGE, LABELS)


def test_corrupt_tiffs_are_refused_without_talk(tmp_path, caplog):
    path = tmp_path / "a.tif"
    path.write_bytes(b"II*\0" + bytes(range(200)))
    with caplog.at_level(logging.DEBUG), pytest.raises(InputError, match="is no TIFF file"):
        read_image(path, EDGE, LABELS)
    path.write_text("no image")
    with pytest.raises(InputError, match="is no TIFF file"):
        read_image(path, EDGE, LABELS)
    assert caplog.records == []


def test_tiffs_whose_compressed_data_are_damaged(tmp_path, volume):
    path = tmp_path / "a.tif"
    tifffile.imwrite(path, np.tile(volume, (2, 8, 8)), compression="zlib")
    content = bytearray(path.read_bytes())
    with tifffile.TiffFile(path) as file:
        start = file.pages[0].dataoffsets[0]
    content[start : start + 40] = b"\xff" * 40
    path.write_bytes(bytes(content))
    with pytest.raises(InputError, match="is no TIFF file, damaged or cut off"):
        read_image(path, EDGE, LABELS)


@pytest.mark.parametrize("name", ["a.npy", "a.npz", "a.h5"])
def test_other_damaged_files_are_refused(tmp_path, volume, name):
    path, _ = write(tmp_path, volume, name.removeprefix("a."))
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(InputError, match=r"damaged or cut off"):
        read_image(path, EDGE, LABELS)


@pytest.mark.parametrize("kind", ["zarr", "h5"])
def test_blocks_that_are_not_in_the_file_are_noted(tmp_path, volume, kind):
    path = tmp_path / f"a.{kind}"
    if kind == "zarr":
        zarr.create_array(path, data=volume + 1, chunks=(2, 5, 6))
        shutil.rmtree(path / "c" / "1")
    else:
        with h5py.File(path, "w") as file:
            file.create_dataset("labels", volume.shape, np.uint8, chunks=(2, 5, 6))[:2] = 1
    found = import_image(path, EDGE, LABELS | {3: "support"})
    assert (found.structure.phase[:, :, 2:] == 0).all()
    assert "1 of 2 blocks of voxels are not in the file and read as 0" in found.notes[0]


def test_blocks_of_a_sharded_zarr_array_are_its_shards(tmp_path, volume):
    path = tmp_path / "a.zarr"  # its shards hold more chunks than the array has
    zarr.create_array(path, data=volume + 1, chunks=(1, 1, 1), shards=(2, 10, 10))
    labels = {1: "pore", 2: "ceramic", 3: "binder"}
    assert import_image(path, EDGE, labels).notes == ()
    shutil.rmtree(path / "c" / "1")
    assert "1 of 2 blocks" in import_image(path, EDGE, labels | {0: "support"}).notes[0]


def test_raw_files_of_the_wrong_size(tmp_path, volume):
    path = tmp_path / "a.raw"
    volume.tofile(path)
    with pytest.raises(InputError, match="120 bytes found, 240 expected for 4 x 5 x 6 voxels"):
        read_image(path, EDGE, LABELS, shape=(4, 5, 6), dtype="uint16")
    with pytest.raises(InputError, match="is bare voxels, without shape and type"):
        read_image(path, EDGE, LABELS)
    with pytest.raises(InputError, match="dtype: got 'unit8'"):
        read_image(path, EDGE, LABELS, shape=(4, 5, 6), dtype="unit8")


def test_datasets_are_chosen_by_name(tmp_path, volume):
    with h5py.File(tmp_path / "a.h5", "w") as file:
        file["grey"], file["scan/labels"] = volume, volume
    with pytest.raises(InputError, match="the file holds 2 arrays: grey, scan/labels"):
        read_image(tmp_path / "a.h5", EDGE, LABELS)
    with pytest.raises(UnknownNameError, match="did you mean 'scan/labels'"):
        read_image(tmp_path / "a.h5", EDGE, LABELS, dataset="scan/label")
    assert read_image(tmp_path / "a.h5", EDGE, LABELS, dataset="/scan/labels").shape == (6, 5, 4)


def test_files_that_are_not_there_or_unknown(tmp_path):
    with pytest.raises(InputError, match="there is no such file"):
        read_image(tmp_path / "no.tif", EDGE, LABELS)
    (tmp_path / "a.jpeg").write_text("")
    with pytest.raises(InputError, match=r"unknown suffix '\.jpeg'"):
        read_image(tmp_path / "a.jpeg", EDGE, LABELS)
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="holds no slices"):
        read_image(tmp_path / "empty", EDGE, LABELS)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system without named pipes")
def test_pipes_that_nobody_fills_are_not_waited_for(tmp_path, volume):
    os.mkfifo(tmp_path / "a.tif")
    with pytest.raises(InputError, match="is no ordinary file"):
        read_image(tmp_path / "a.tif", EDGE, LABELS)
    write_slices(tmp_path / "slices", volume, ".tif")
    os.mkfifo(tmp_path / "slices" / "slice_9999.tif")
    assert read_image(tmp_path / "slices", EDGE, LABELS).shape == (6, 5, 4)


def test_slices_of_unequal_size_and_gaps(tmp_path, volume):
    write_slices(tmp_path / "s", volume, ".png")
    (tmp_path / "s" / "slice_9.png").rename(tmp_path / "s" / "slice_19.png")
    image = import_image(tmp_path / "s", EDGE, LABELS)
    assert image.notes == ("slices may be missing: slice_10.png follows slice_8.png",) or (
        "slices may be missing" in image.notes[0]
    )
    Image.fromarray(volume[0, :3]).save(tmp_path / "s" / "slice_20.png")
    with pytest.raises(InputError, match=r"slice_20\.png: is \(3, 6\) uint8"):
        read_image(tmp_path / "s", EDGE, LABELS)


def test_memory_is_estimated_before_voxels_are_read(tmp_path, volume, monkeypatch):
    np.save(tmp_path / "a.npy", volume)
    monkeypatch.setattr(memory.psutil, "virtual_memory", lambda: type("M", (), {"available": 500}))
    with pytest.raises(MemoryLimitError, match="reading 4 x 5 x 6 voxels"):
        read_image(tmp_path / "a.npy", EDGE, LABELS)


def test_bool_and_whole_float_images_are_labels(tmp_path, volume):
    np.save(tmp_path / "a.npy", volume > 0)
    assert (read_image(tmp_path / "a.npy", EDGE, LABELS).phase == CERAMIC).sum() == (
        volume > 0
    ).sum()
    np.save(tmp_path / "b.npy", volume.astype(float) - 1)
    shifted = read_image(tmp_path / "b.npy", EDGE, {-1: "pore", 0: "ceramic", 1: "binder"})
    assert np.array_equal(shifted.phase, volume.transpose(2, 1, 0))


def test_an_hdf5_library_that_breaks_down_takes_no_process_with_it(tmp_path, volume, monkeypatch):
    path, _ = write(tmp_path, volume, "h5")
    killer = tmp_path / "killer.py"
    killer.write_text("import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)\n")
    monkeypatch.setattr(hdf5, "_READER", killer)
    with pytest.raises(InputError, match=r"the HDF5 library broke down over it \(signal 11\)"):
        read_image(path, EDGE, LABELS)


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("import time; time.sleep(60)", r"a\.h5: the HDF5 library took longer than \d+ s over it"),
        ("raise SystemExit(3)", r"damaged or cut off: .* left without a word \(code 3\)"),
    ],
)
def test_a_slow_hdf5_file_is_not_called_damaged(tmp_path, monkeypatch, script, message):
    path = tmp_path / "a.h5"
    path.touch()
    reader = tmp_path / "reader.py"
    reader.write_text(script)
    monkeypatch.setattr(hdf5, "_READER", reader)
    monkeypatch.setattr(hdf5, "_SECONDS", 0.3 if "sleep" in script else 30.0)
    with pytest.raises(InputError, match=message):
        read_image(path, EDGE, LABELS)


def test_a_virtual_hdf5_dataset_lacks_what_its_sources_lack(tmp_path, volume):
    path = tmp_path / "all.h5"
    layout = h5py.VirtualLayout(volume.shape, np.uint8)
    for k, name in enumerate(("first.h5", "second.h5", ".")):
        with h5py.File(path if name == "." else tmp_path / name, "a") as file:
            file["part"] = volume[k : k + 1]
        layout[k] = h5py.VirtualSource(name, "part", (1, 5, 6))[0]
    layout[3] = h5py.VirtualSource(tmp_path / "moved" / "first.h5", "part", (1, 5, 6))[0]
    with h5py.File(path, "a") as file:
        file.create_virtual_dataset("labels", layout)
    whole = import_image(path, EDGE, LABELS, dataset="labels")
    assert np.array_equal(whole.structure.phase[:, :, :3], volume[:3].transpose(2, 1, 0))
    assert whole.notes == ()
    (tmp_path / "second.h5").unlink()
    lacking = import_image(path, EDGE, LABELS, dataset="labels")
    assert "1 of 4 blocks of voxels are not in the file and read as 0" in lacking.notes[0]
