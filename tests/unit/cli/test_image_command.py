"""``ceralyte image``: tables, JSON, files, and one message for each mistake."""

import json
import re
from functools import partial

import h5py
import numpy as np
import pytest
import tifffile
from scipy.constants import R

import ceralyte as cl
from ceralyte.cli import image_tables
from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Quantity, Unavailable
from ceralyte.model import ConductivityTensor
from ceralyte.pipeline.image_phases import named_conductivities
from ceralyte.structure import read_structure

ARGUMENTS = ("--voxel-size", "398 nm", "--labels", "1=ceramic:2.5 mS/cm,0=pore,2=binder")


@pytest.fixture
def stack(tmp_path):
    """A TIFF of two ceramic blocks that touch, binder and pore; the current can pass along z."""
    labels = np.zeros((20, 16, 18), np.uint8)  # z, y, x
    labels[:, 2:9, 2:9] = labels[:, 9:14, 5:8] = 1
    labels[:10, 2:9, 9:12] = 2
    tifffile.imwrite(tmp_path / "stack.tif", labels)
    return "stack.tif"


def test_json_holds_what_others_build_on(ceralyte, stack):
    code, out, err = ceralyte("image", stack, *ARGUMENTS, "--json")
    assert code == 0
    assert err == ""
    data = json.loads(out)
    assert data["percolates"] is True
    assert data["phase_fractions"]["ceramic"]["value"] == pytest.approx(64 / (16 * 18))
    conductivity = data["conductivity_on_voxels"]
    assert conductivity["value"] == pytest.approx(0.25 * 64 / (16 * 18), rel=1e-4)
    assert conductivity["unit"] == "S/m"
    assert data["tortuosity_on_voxels"]["value"] == pytest.approx(1, rel=1e-4)
    assert data["resolution"]["answer"] == "unknown"
    assert "grains are not told apart" in data["resolution"]["reason"]
    assert data["morphology"]["box"][2]["value"] == pytest.approx(20 * 398e-9)


def test_tables_show_the_box_and_the_notes(ceralyte, stack):
    code, out, _ = ceralyte("image", stack, *ARGUMENTS, "--split-grains")
    assert code == 0
    assert "7.164 um x 6.368 um x 7.96 um" in out
    assert "ceramic surface under binder" in out
    assert "[estimate]" in out
    assert re.search(r"whole grains\W+0 of [12]\b", out)
    assert "Do the voxels resolve the necks between the grains?" in " ".join(out.split())
    assert "no conductivity stated for binder: taken as an insulator" in out


def test_a_bare_support_is_measured_and_leaves_with_0(ceralyte, stack, tmp_path):
    labels = ("--voxel-size", "398 nm", "--labels", "1=support,2=support,0=pore")
    code, out, _ = ceralyte("image", stack, *labels, "--out", tmp_path / "web")
    assert code == 0
    assert "no phase is known to conduct" in out
    assert "no conductivity stated" in out
    data = json.loads((tmp_path / "web" / "image.json").read_text())
    assert data["percolates"] is None
    assert data["morphology"]["local_thicknesses"]["support"]["d50"]["value"] > 0


def test_interfaces_that_resist_are_counted(ceralyte, stack):
    given = list(ARGUMENTS)
    given[3] = "1=ceramic:2.5 mS/cm,0=pore:1 mS/cm,2=binder"
    _, plain, _ = ceralyte("image", stack, *given, "--json")
    code, out, _ = ceralyte(
        "image", stack, *given, "--interface-resistance", "ceramic-pore=1 kohm*cm^2", "--json"
    )
    assert code == 0
    less, more = (json.loads(text)["effective_conductivity"]["value"] for text in (out, plain))
    assert less < more
    losses = json.loads(out)["dissipation"]
    assert sum(losses.values()) == pytest.approx(1)
    _, shown, _ = ceralyte("image", stack, *given)
    assert "power lost in pore" in shown
    _, out, _ = ceralyte("image", stack, *given, "--electrode-resistance", "1 ohm*cm^2", "--json")
    assert json.loads(out)["effective_conductivity"]["value"] < more
    code, _, err = ceralyte("image", stack, *given, "--electrode-resistance", "-1 ohm*cm^2")
    assert code == 2
    assert "--electrode-resistance: got '-1 ohm*cm^2'. Allowed: 0 ohm*cm^2 or more" in err


def test_fields_are_written_for_paraview_and_hot_spots_told(ceralyte, stack, tmp_path):
    code, out, err = ceralyte("image", stack, *ARGUMENTS, "--fields", "flow.vti", "--json")
    assert code == 0
    assert "wrote flow.vti" in err
    assert any(note.startswith("hot spots: 1 %") for note in json.loads(out)["notes"])
    content = (tmp_path / "flow.vti").read_bytes()
    head = content[: content.index(b"<AppendedData")].decode()
    assert re.search(r'type="Float32" Name="potential"', head)
    assert re.search(r'Name="current_density"[^>]* NumberOfComponents="3"', head)
    for option, message in (
        (("--labels", "1=ceramic,0=pore,2=binder"), "--fields: no conductivity is stated"),
        (("--fields", "flow.txt"), "flow.txt: unknown suffix"),
    ):
        code, _, err = ceralyte("image", stack, *ARGUMENTS, "--fields", "other.vti", *option)
        assert code == 2
        assert message in err


def test_no_path_leads_the_answer_and_no_fields_are_written(ceralyte, stack, tmp_path):
    given = ("--axis", "x", "--fields", "flow.vti")
    code, out, err = ceralyte("image", stack, *ARGUMENTS, *given)
    assert code == 1
    assert out.lstrip().startswith(
        "no  Does it conduct along x? No conducting path leads through the image along x."
    )
    assert "flow.vti not written: no conducting path leads through the image along x" in err
    assert not (tmp_path / "flow.vti").exists()


def test_conductivities_along_three_axes(ceralyte, stack):
    given = list(ARGUMENTS)
    given[3] = "1=ceramic:5 x 2.5 x 0.25 mS/cm,0=pore,2=binder"
    code, out, _ = ceralyte("image", stack, *given, "--json")
    assert code == 0
    found = json.loads(out)["conductivity_on_voxels"]["value"]
    assert found == pytest.approx(0.025 * 64 / (16 * 18), rel=1e-4)
    random = ("--split-grains", "--orientation", "random", "--json")
    code, out, _ = ceralyte("image", stack, *given, *random)
    assert code == 0
    assert "each grain" in json.loads(out)["tortuosity_factor"]["reason"]
    for option, message in (
        (("--orientation", "random"), "--split-grains"),
        (("--orientation", "sideways"), "unknown name 'sideways'"),
    ):
        code, _, err = ceralyte("image", stack, *given, *option)
        assert code == 2
        assert message in err


@pytest.mark.parametrize(
    "values", ["5 x 0 x 1 mS/cm", "5 x 1 mS/cm", "5 x 2 x 1", "5 x -2 x 1 S/m"]
)
def test_three_conductivities_that_are_none_are_refused(ceralyte, stack, values):
    code, _, err = ceralyte(
        "image", stack, "--voxel-size", "398 nm", "--labels", f"1=ceramic:{values},0=pore,2=binder"
    )
    assert code == 2
    assert "--labels: ceramic" in err


def test_a_stack_of_one_slice_is_refused(ceralyte, tmp_path):
    tifffile.imwrite(tmp_path / "one.tif", np.ones((1, 16, 18), np.uint8))
    code, _, err = ceralyte("image", "one.tif", *ARGUMENTS)
    assert code == 2
    assert "one voxel thin" in err


def test_what_does_not_percolate_leaves_with_1(ceralyte, stack):
    code, out, _ = ceralyte("image", stack, *ARGUMENTS, "--axis", "x", "--json")
    assert code == 1
    data = json.loads(out)
    assert data["percolates"] is False
    assert data["effective_conductivity"]["value"] is None
    assert "along x" in data["effective_conductivity"]["reason"]


def test_files_are_written(ceralyte, stack, tmp_path):
    code, _, err = ceralyte("image", stack, *ARGUMENTS, "--out", "o", "--export", "s.zarr")
    assert code == 0
    assert "wrote o/slices.png" in err.replace("\\", "/")
    names = {p.name for p in (tmp_path / "o").iterdir()}
    assert names >= {"slices.png", "sizes.svg", "sizes.png", "numbers.csv", "image.json"}
    assert names >= {"thickness_pore.csv", "chords_ceramic.csv"}
    assert "histogram.png" not in names
    for axes, shape in {"xy": (18, 16), "xz": (18, 20), "yz": (16, 20)}.items():
        head, *rows = (tmp_path / "o" / f"slice_{axes}.csv").read_text().splitlines()
        assert head.startswith(f"{axes[1]} [um] by {axes[0]} [um],")
        assert ({len(row.split(",")) - 1 for row in rows}, len(rows)) == ({shape[0]}, shape[1])
    rows = (tmp_path / "o" / "numbers.csv").read_text().splitlines()
    assert rows[0] == "quantity,value,unit,std,method,estimate"
    assert any(row.startswith("morphology.specific_surfaces.ceramic,") for row in rows)
    assert read_structure(tmp_path / "s.zarr").shape == (18, 16, 20)


def test_grey_images_get_a_histogram(ceralyte, tmp_path):
    rng = np.random.default_rng(0)
    levels = np.where(np.arange(20)[None, None] < 8, 50, 180) * np.ones((16, 18, 1))
    np.save(tmp_path / "grey.npy", rng.normal(levels, 10).clip(0, 255).astype(np.uint8))
    for cut in ("otsu", "115"):
        code, out, _ = ceralyte(
            *("image", "grey.npy", "--voxel-size", "1 um", "--thresholds", cut, "--out", "o"),
            *("--labels", "0=pore,1=ceramic:1 mS/cm:20 GPa:0.3"),
        )
        assert code == 0
        assert "note: grey values cut at " in out
        assert "Young's modulus" in out
    names = {p.name for p in (tmp_path / "o").iterdir()}
    assert names >= {"histogram.svg", "histogram.png", "histogram.csv"}


def test_raw_files(ceralyte, tmp_path):
    labels = np.zeros((8, 9, 10), ">u2")
    labels[:, 4:] = 1
    labels.tofile(tmp_path / "a.raw")
    code, out, _ = ceralyte(
        *("image", "a.raw", *ARGUMENTS, "--shape", "8x9x10", "--dtype", ">u2", "--json")
    )
    assert code == 0
    assert json.loads(out)["morphology"]["voxels"] == [10, 9, 8]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"file": "no.tif"}, "no.tif: there is no such file"),
        ({"--voxel-size": None}, "error: --voxel-size: not stated"),
        ({"--voxel-size": "398"}, "'398' has no unit"),
        ({"--voxel-size": "398 m"}, "got 398 m. Allowed: 0.1 nm to 1 mm"),
        ({"--labels": None}, "labels: not stated; the image holds labels 0"),
        ({"--labels": "1=ceramic,0=pore"}, "label 2 (210 voxels, 3.65 %) without a phase"),
        ({"--labels": "1=ceramc,0=pore,2=binder"}, "did you mean 'ceramic'?"),
        ({"--labels": "ceramic=1"}, "'ceramic=1' is no label=phase"),
        ({"--labels": "1=ceramic:2.5,0=pore"}, "'2.5' has no unit"),
        ({"--labels": "1=ceramic:2.5 GPa,0=pore"}, "is no conductivity"),
        ({"--labels": "1=ceramic,1=pore"}, "label 1 twice"),
        ({"--labels": "1=ceramic:1 S/m,2=ceramic:2 S/m,0=pore"}, "two conductivities"),
        ({"--labels": "1=ceramic:1 S/m:20 GPa,0=pore"}, "2 values"),
        ({"--labels": "1=ceramic:-1 S/m,0=pore"}, "ceramic: got '-1 S/m'"),
        ({"--labels": "1=ceramic:0 S/m,0=pore,2=binder"}, "error: --labels: none of pore, cer"),
        ({"--axis": "w"}, "--axis: unknown name 'w'"),
        ({"--axes": "zy"}, "axes: got 'zy'"),
        ({"--thresholds": "a"}, "--thresholds: got 'a'"),
        ({"--shape": "8x9"}, "has a shape and a type of its own"),
        ({"--shape": "8,9"}, "--shape: got '8,9'"),
        ({"--dataset": "a"}, "stack.tif has no names"),
        ({"--export": "a.obj"}, "unknown suffix '.obj'"),
        ({"--interface-resistance": "10 ohm*cm^2"}, "not told apart. Allowed: --split-grains"),
        (
            {"--interface-resistance": "ceramic-pore=1 ohm*cm^2"},
            "got 'ceramic-pore', but pore does not conduct",
        ),
        ({"--seed": "3"}, "--seed: got without random orientations. Allowed: --orientation random"),
        (
            {"--labels": "1=ceramic:1 S/m:22 GPa:0.7,0=pore,2=binder"},
            "--labels['ceramic']: Poisson's ratio 0.7",
        ),
        ({"--labels": "1=ceramic:inf S/m,0=pore"}, "ceramic: 'inf S/m' is not a finite number"),
        ({"--seed": "-3"}, "--seed: got -3. Allowed: a whole number, 0 or more"),
        ({"--interface-resistance": "10"}, "ceramic-ceramic: '10' has no unit"),
        ({"--interface-resistance": "ceramic-bnder=1 ohm*cm^2"}, "did you mean 'binder'?"),
        (
            {"--interface-resistance": "ceramic-binder=-1 ohm*cm^2"},
            "binder: got '-1 ohm*cm^2'. Allow",
        ),
        (
            {"--interface-resistance": "ceramic-binder=1 ohm*cm^2,ceramic-binder=2 ohm*cm^2"},
            "ceramic-binder twice",
        ),
        (
            {
                "--labels": "1=ceramic,0=pore,2=binder",
                "--interface-resistance": "ceramic-binder=1 ohm*cm^2",
            },
            "stated without conductivities",
        ),
    ],
)
def test_mistakes_are_one_message(ceralyte, stack, changes, message):
    options = {"--voxel-size": ARGUMENTS[1], "--labels": ARGUMENTS[3]} | changes
    file = options.pop("file", stack)
    given = [part for pair in options.items() if pair[1] is not None for part in pair]
    code, out, err = ceralyte("image", file, *given)
    assert code == 2
    assert out == ""
    assert message in err
    assert "Traceback" not in err


def test_all_that_is_wrong_is_told_at_once(ceralyte, stack):
    code, _, err = ceralyte(
        "image", stack, "--voxel-size", "1 m", "--labels", "1=ceramc:1 S/m,0=poer,2=binder:nan S/m",
        "--axis", "w", "--shape", "a", "--export", "b.tf", "--fields", "c", "--thresholds", "d",
        "--interface-resistance", "ceramic-binder=1 ohm, ceramic-support=2",
        "--electrode-resistance", "3",
    )  # fmt: skip
    assert code == 2
    assert err.startswith("error: image: 12 things to mend:")
    for told in (
        "--axis: unknown name 'w'",
        "--voxel-size: got 1 m",
        "--export b.tf: unknown suffix '.tf'",
        "--fields c: unknown suffix ''",
        "--interface-resistance: ceramic-binder: '1 ohm' is no areal resistance",
        "--interface-resistance: ceramic-support: '2' has no unit",
        "--electrode-resistance: '3' has no unit",
        "--labels: phase of label 1: unknown name 'ceramc'. Allowed: did you mean 'ceramic'?",
        "--labels: phase of label 0: unknown name 'poer'. Allowed: did you mean 'pore'?",
        "--labels: binder: 'nan S/m' is not a finite number",
        "--thresholds: got 'd'",
        "--shape: got 'a'",
    ):
        assert f"\n  {told}" in err


def test_names_between_colons_are_no_pictures(ceralyte, tmp_path):
    with h5py.File(tmp_path / "two.h5", "w") as file:
        file["a"] = ["no", "numbers"]
    code, _, err = ceralyte("image", "two.h5", "--voxel-size", "1 um", "--labels", "0=pore")
    assert code == 2
    assert "two.h5:a: holds object" in err


@pytest.fixture
def layers(tmp_path):
    """A TIFF of layers across z, half of them ceramic."""
    labels = np.zeros((16, 8, 8), np.uint8)
    labels[8:] = 1
    tifffile.imwrite(tmp_path / "layers.tif", labels)
    return ("layers.tif", "--voxel-size", "1 um", "--labels", "1=ceramic:2.5 mS/cm,0=pore:1 mS/cm")


def test_a_periodic_image_gives_its_full_tensor(ceralyte, layers):
    code, out, _ = ceralyte("image", *layers, "--periodic", "xyz", "--tensor", "--json")
    assert code == 0
    data = json.loads(out)
    assert data["boundary"] == "periodic"
    found = [[entry["value"] for entry in row] for row in data["conductivity_tensor"]["rows"]]
    series = 2 / (1 / 0.25 + 1 / 0.1)
    assert np.allclose(found, np.diag([0.175, 0.175, series]), rtol=1e-4, atol=1e-8)
    assert data["conductivity_on_voxels"]["value"] == pytest.approx(series, rel=1e-4)
    assert "periodic cell" in data["network_conductivity"]["reason"]
    _, shown, _ = ceralyte("image", *layers, "--periodic", "xyz", "--tensor")
    assert re.search(r"field along z\W+0 mS/cm\W+0 mS/cm\W+1\.429 mS/cm", shown)


def test_what_rounding_left_across_the_field_is_shown_as_nothing(capsys):
    rows = [[1.0, 1e-17, 2e-3], [-1e-17, 1.0, 0.0]]
    found = [[Quantity(value=v, unit="S/m", method="made up") for v in row] for row in rows]
    blocked = [Unavailable(unit="S/m", reason="no path along z")] * 3
    image_tables._tensor(
        ConductivityTensor(
            rows=(*found, blocked),
            geometry="voxels",
            flux_imbalance=0.0,
            asymmetry=0.0,
            iterations=1,
        )
    )
    shown = capsys.readouterr().out
    assert "10⁻" not in shown
    assert shown.count(" 0 mS/cm") == 3
    assert "0.02 mS/cm" in shown
    assert shown.count("not available") == 3


def test_sides_that_are_not_named_stay_closed(ceralyte, tmp_path):
    """Two halves that meet only over the side of x conduct along z if x goes on."""
    labels = np.zeros((16, 8, 8), np.uint8)
    labels[:8, :, :2] = labels[8:, :, 6:] = 1
    tifffile.imwrite(tmp_path / "stack.tif", labels)
    given = ("image", "stack.tif", "--voxel-size", "1 um", "--labels", "1=ceramic:1 mS/cm,0=pore")
    assert ceralyte(*given)[0] == 1
    code, out, _ = ceralyte(*given, "--periodic", "x", "--json")
    assert code == 1  # blocks at an edge alone
    labels[7:9, :, :2] = 1
    tifffile.imwrite(tmp_path / "stack.tif", labels)
    assert ceralyte(*given)[0] == 1
    code, out, _ = ceralyte(*given, "--periodic", "x", "--json")
    assert code == 0
    assert json.loads(out)["boundary"] == "electrodes"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--tensor",), "--tensor: got it for an image that is not periodic along x, y and z"),
        (("--tensor", "--periodic", "xy"), "Allowed: --periodic xyz"),
        (("--periodic", "xw"), "--periodic: got 'xw'. Allowed: axes, each once"),
        (("--periodic", "xx"), "--periodic: got 'xx'"),
        (("--periodic", "XYZ"), "--periodic: got 'XYZ'. Allowed: did you mean 'xyz'? axes"),
        (("--periodic", ""), "--periodic: got ''"),
        (
            ("--periodic", "xyz", "--electrode-resistance", "1 ohm*cm^2"),
            "--electrode-resistance: got it with --periodic xyz: along z there are no electrodes",
        ),
        (
            ("--periodic", "x", "--split-grains", "--interface-resistance", "1 ohm*cm^2"),
            "--interface-resistance: between grains, got with --periodic",
        ),
        (
            ("--periodic", "xyz", "--tensor", "--labels", "1=ceramic,0=pore,2=binder"),
            "--tensor: no conductivity is stated",
        ),
    ],
)
def test_options_of_a_periodic_image_that_make_no_sense(ceralyte, stack, options, message):
    code, out, err = ceralyte("image", stack, *ARGUMENTS, *options)
    assert code == 2
    assert out == ""
    assert message in err


def test_split_grains_at_a_periodic_side_are_told(ceralyte, stack):
    code, out, _ = ceralyte("image", stack, *ARGUMENTS, "--split-grains", "--periodic", "z")
    assert code == 0
    assert "note: a grain that crosses a periodic side counts as two" in out


SCAN = ("--temperatures", "0 degC, 25 degC, 60 degC")


def test_a_scan_over_temperature_is_that_of_layers_in_series(ceralyte, layers, tmp_path):
    """Two layers, what resists between them and at the electrodes: each by its own energy."""
    energies = {"ceramic": 0.3, "pore": 0.5, "ceramic-pore": 0.6, "electrodes": 0.4}
    code, out, err = ceralyte(
        "image", *layers, *SCAN, "--temperature", "40 degC", "--json", "--out", "found",
        "--interface-resistance", "ceramic-pore=1 ohm*cm^2", "--electrode-resistance", "2 ohm*cm^2",
        "--activation-energy", ", ".join(f"{name}={e} eV" for name, e in energies.items()),
    )  # fmt: skip
    assert code == 0
    found = json.loads(out)["temperature_dependence"]
    kelvin = np.array([273.15, 298.15, 333.15])
    assert found["temperatures"] == pytest.approx(kelvin)

    def slower(name):
        return np.exp(energies[name] * 96485.33 / R * (1 / kelvin - 1 / 313.15))

    layer, per_area = 8e-6, 1e-4  # m, ohm m2
    areal = (
        layer * slower("ceramic") / 0.25
        + layer * slower("pore") / 0.1
        + per_area * slower("ceramic-pore")
        + 2 * 2 * per_area * slower("electrodes")
    )
    assert found["conductivities"] == pytest.approx(16e-6 / areal, rel=1e-4)
    assert "wrote found/arrhenius.png" in err
    rows = (tmp_path / "found" / "arrhenius.csv").read_text().splitlines()
    assert rows[0].startswith("temperature [degC],effective_conductivity [mS/cm],1000/T [1/K],act")
    energy = float(rows[2].split(",")[3])
    assert energy == pytest.approx(found["activation_energies"][1] / 1e3)


def test_the_form_of_the_activation_energy_is_the_one_that_is_wanted(ceralyte, layers):
    given = (*layers, *SCAN, "--activation-energy", "ceramic=0.3 eV, pore=0.3 eV")
    _, out, _ = ceralyte("image", *given, "--arrhenius-form", "sigma_T", "--json")
    found = json.loads(out)["temperature_dependence"]
    assert found["activation_energies"] == pytest.approx([0.3 * 96485.33] * 3, rel=1e-4)
    at_25, at_60 = found["conductivities"][1:]
    faster = np.exp(0.3 * 96485.33 / R * (1 / 298.15 - 1 / 333.15))
    assert at_60 / at_25 == pytest.approx(298.15 / 333.15 * faster, rel=1e-4)
    code, shown, _ = ceralyte("image", *given)
    assert code == 0
    assert "ln(sigma)" in shown
    assert re.search(r"25 degC\W+1\.429 mS/cm\W+28\.95 kJ/mol", shown)


def test_crystals_at_random_keep_their_places_over_temperature(ceralyte, layers):
    file, voxel, size = layers[:3]
    given = (
        "image", file, voxel, size, *SCAN, "--activation-energy", "ceramic=0.3 eV", "--json",
        "--labels", "1=ceramic:4 x 4 x 0.4 mS/cm,0=pore", "--split-grains", "--periodic", "xy",
        "--axis", "x",
    )  # fmt: skip
    factor = np.exp(-0.3 * 96485.33 / R * (1 / np.array([273.15, 298.15, 333.15]) - 1 / 298.15))
    for orientation in (("--orientation", "random", "--seed", "3"), ()):
        code, out, _ = ceralyte(*given, *orientation)
        assert code == 0
        data = json.loads(out)
        at_25 = data["conductivity_on_voxels"]["value"]
        assert (at_25 == pytest.approx(0.2, rel=1e-4)) == (not orientation)
        found = data["temperature_dependence"]["conductivities"]
        assert found == pytest.approx(at_25 * factor, rel=1e-4)


def test_a_scan_is_solved_on_the_device_that_is_wanted(ceralyte, layers, monkeypatch):
    asked = []

    def solved(*_, device, **__):
        asked.append(device)
        raise InputError("device", "there is none", "cpu")

    monkeypatch.setattr("ceralyte.cli.image_phases.conductivity_against_temperature", solved)
    monkeypatch.setattr("ceralyte.cli.image.image_sheet", partial(on_cpu, cl.image_sheet))
    energies = ("--activation-energy", "ceramic=0.3 eV, pore=0.3 eV")
    code, _, err = ceralyte("image", *layers, *SCAN, *energies, "--device", "gpu")
    assert (code, asked) == (2, ["gpu"])
    assert "error: --device: there is none" in err


def on_cpu(measure, *arguments, device, **options):
    assert device == "gpu"
    return measure(*arguments, **options)


def test_a_material_of_the_catalogue_stands_for_its_conductivity(ceralyte, stack):
    labels = "1=ceramic:Li6PS5Cl,0=pore,2=binder:PTFE"
    given = ("image", stack, "--voxel-size", "398 nm", "--labels", labels, "--temperature")
    code, out, _ = ceralyte(*given, "60 degC", *SCAN, "--json")
    assert code == 0
    data = json.loads(out)
    law = named_conductivities({"ceramic": "Li6PS5Cl"}, 333.15)["ceramic"]
    share = 64 / (16 * 18)
    assert data["conductivities"]["ceramic"]["value"] == pytest.approx(law.now.value)
    assert data["conductivities"]["ceramic"]["std"] > 0
    assert data["conductivity_on_voxels"]["value"] == pytest.approx(share * law.now.value, rel=1e-4)
    found = data["temperature_dependence"]
    expected = [share * law.at(kelvin) for kelvin in found["temperatures"]]
    assert found["conductivities"] == pytest.approx(expected, rel=1e-4)
    assert "no conductivity stated for binder: taken as an insulator" in data["notes"]
    assert any(n.startswith("ceramic: ") and "Li6PS5Cl at 60 degC" in n for n in data["notes"])


def test_what_is_stated_beside_a_material_does_not_follow_the_temperature(ceralyte, stack):
    code, out, _ = ceralyte(
        "image", stack, "--voxel-size", "398 nm", "--temperature", "0 degC", "--json",
        "--labels", "1=ceramic:Li6PS5Cl,0=pore,2=binder:1 mS/m",
        "--electrode-resistance", "1 ohm*cm^2",
    )  # fmt: skip
    assert code == 0
    assert (
        "as stated, taken to hold at 0 degC: conductivity of binder, resistance of the electrodes"
    ) in json.loads(out)["notes"]


def test_what_is_wrong_with_a_scan_is_told_at_once(ceralyte, stack):
    scan = ("--temperatures", "0 degC, 1, 9 degC", "--activation-energy", "bindr=1 eV")
    code, _, err = ceralyte("image", stack, *ARGUMENTS, *scan, "--arrhenius-form", "sigmaT")
    assert code == 2
    assert err.startswith("error: image: 4 things to mend:")
    for told in (
        "--arrhenius-form: unknown name 'sigmaT'",
        "--temperatures: '1' has no unit",
        "--activation-energy: unknown name 'bindr'",
        "--activation-energy: none for ceramic",
    ):
        assert f"\n  {told}" in err


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            ("--temperature", "40 degC"),
            "--temperature: got '40 degC' for conductivities that are stated: it changes none",
        ),
        (
            ("--temperature", "40 degC", "--labels", "1=ceramic,0=pore,2=binder"),
            "--temperature: got '40 degC' but no conductivity is stated",
        ),
        (
            ("--activation-energy", "ceramic=0.3 eV"),
            "--activation-energy: got 'ceramic=0.3 eV' without --temperatures",
        ),
        (
            ("--arrhenius-form", "sigma"),
            "--arrhenius-form: got 'sigma' without --temperatures",
        ),
        (SCAN, "--activation-energy: none for ceramic. Allowed: one for each that conducts"),
        (("--temperatures", "0 degC, 25 degC"), "--temperatures: got '0 degC, 25 degC'"),
        (("--temperatures", "0 degC, 25 degC, 25 degC"), "three or more, each once"),
        (("--temperatures", "-300 degC, 0 degC, 9 degC"), "above -273.15 degC"),
        ((*SCAN, "--activation-energy", "ceramic=0.3 eV, binder=1 eV"), "unknown name 'binder'"),
        ((*SCAN, "--activation-energy", "ceramic=-0.3 eV"), "energy ceramic: got '-0.3 eV'"),
        ((*SCAN, "--activation-energy", "ceramic=500 eV"), "got 48200 kJ/mol, with which it"),
        ((*SCAN, "--labels", "1=ceramic,0=pore,2=binder"), "--temperatures: no conductivity"),
        (
            (*SCAN, "--labels", "1=ceramic:1 x 1 x 2 mS/cm,0=pore,2=binder"),
            "--activation-energy: none for ceramic",
        ),
        (
            (*SCAN, "--activation-energy", "ceramic=1 eV", "--electrode-resistance", "1 ohm*cm^2"),
            "--activation-energy: none for electrodes",
        ),
        (
            (*SCAN, "--labels", "1=ceramic:Li6PS5Cl,0=pore,2=binder", "--activation-energy",
             "ceramic=1 eV"),
            "got it for a material of the catalogue",
        ),
        (("--arrhenius-form", "sigmaT"), "--arrhenius-form: unknown name 'sigmaT'"),
        (("--labels", "1=ceramic:Li6PS5CI,0=pore,2=binder"), "did you mean 'Li6PS5Cl'"),
        (
            ("--labels", "1=ceramic:Li6PS5Cl,0=pore,2=ceramic:1 mS/cm"),
            "--labels: ceramic: two conductivities",
        ),
        (("--labels", "1=ceramic:PTFE,0=pore,2=binder"), "no value for 'conductivity'"),
    ],
)  # fmt: skip
def test_options_on_temperature_that_make_no_sense(ceralyte, stack, options, message):
    code, out, err = ceralyte("image", stack, *ARGUMENTS, *options)
    assert code == 2
    assert out == ""
    assert message in err
