"""``ceralyte impedance`` of a structure that ``ceralyte image --export`` wrote."""

import json

import numpy as np
import pytest
from scipy.constants import epsilon_0

from ceralyte.pipeline.image_phases import named_conductivities
from ceralyte.structure import from_labels, write_structure

GIVEN = ("--permittivity", "ceramic=40, binder=4", "--conductivity", "ceramic=2.5 mS/cm")


@pytest.fixture
def column(tmp_path):
    """Two grains of 8 x 16 x 8 voxels in series along z; binder and pore beside them."""
    labels = np.ones((16, 16, 16), int)
    labels[8:, :8] = 2
    labels[8:, 8:] = 0
    grains = np.where(labels == 1, 1 + (np.arange(16) >= 8), 0)
    names = {0: "pore", 1: "ceramic", 2: "binder"}
    write_structure(from_labels(labels, 1e-6, names, grains=grains), tmp_path / "ct.zarr")
    (tmp_path / "notes.txt").write_text("")
    np.save(tmp_path / "raw.npy", labels)
    return "ct.zarr"


def impedance_of(data):
    columns = (data[f"areal_impedance_{part}"]["value"] for part in ("real", "imaginary"))
    real, imaginary = (np.array(column) for column in columns)
    return np.array(data["frequency"]["value"]), real + 1j * imaginary


def test_grains_their_boundary_and_electrodes_in_series(ceralyte, column, tmp_path):
    code, out, err = ceralyte(
        "impedance", column, *GIVEN, "--json", "--figures", "found",
        "--boundary-resistance", "10 ohm*cm^2", "--boundary-capacitance", "1 uF/cm^2",
        "--electrode-capacitance", "10 uF/cm^2", "--electrode-resistance", "5 ohm*cm^2",
    )  # fmt: skip
    assert code == 0
    assert "wrote found/impedance.png" in err
    data = json.loads(out)
    hertz, found = impedance_of(data)
    iw = 2j * np.pi * hertz
    half = 16e-6 / (0.25 + iw * epsilon_0 * 40) + 1 / (1e3 + iw * 1e-2) + 2 / (2e3 + iw * 0.1)
    binder, pore = (16e-6 / (iw * epsilon_0 * e) for e in (4, 1))
    # The electrodes' layer stands before the insulators, too, but is nothing beside theirs.
    expected = 1 / (0.5 / half + 0.25 / binder + 0.25 / pore)
    assert np.abs(found / expected - 1).max() < 2e-3
    assert data["resistances"]["total"]["value"] == pytest.approx(2 * (64e-6 + 1e-3), rel=1e-3)
    assert data["temperature"] is None
    assert [v["answer"] for v in data["verdicts"]] == ["yes", "yes"]
    assert "binder is taken as an insulator" in data["notes"]
    assert any(note.startswith("grain boundaries are where the labels") for note in data["notes"])
    assert (tmp_path / "found" / "impedance.csv").read_text().startswith("frequency")


def test_a_material_of_the_catalogue_at_a_temperature(ceralyte, column):
    options = ("--conductivity", "ceramic=Li6PS5Cl", "--temperature", "0 degC", "--points", "5")
    code, out, _ = ceralyte("impedance", column, *GIVEN[:2], *options, "--json")
    assert code == 0
    data = json.loads(out)
    value = named_conductivities({"ceramic": "Li6PS5Cl"}, 273.15)["ceramic"].now.value
    assert data["resistances"]["total"]["value"] == pytest.approx(2 * 16e-6 / value, rel=1e-3)
    assert data["temperature"]["value"] == pytest.approx(273.15)
    assert any("of Li6PS5Cl at 0 degC, of the catalogue" in note for note in data["notes"])
    assert not any("as stated" in note for note in data["notes"])
    code, shown, _ = ceralyte("impedance", column, *GIVEN[:2], *options)
    assert "0 degC" in shown


def test_along_a_blocked_axis_the_answer_is_no(ceralyte, column):
    code, out, _ = ceralyte("impedance", column, *GIVEN, "--axis", "x", "--points", "5")
    assert code == 1
    assert out.lstrip().startswith("no  ")


@pytest.mark.usefixtures("column")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("ct.zarr", *GIVEN[:2]), "error: --conductivity: is missing. Allowed: that of each"),
        (("ct.zarr", *GIVEN[2:]), "--permittivity: is missing"),
        (
            ("ct.zarr", "--permittivity", "ceramic=40", *GIVEN[2:]),
            "--permittivity: none for binder",
        ),
        (("ct.zarr", *GIVEN, "--level", "quick"), "--level: got with an image"),
        (("ct.zarr", *GIVEN, "--area", "1 cm^2"), "--area: got with an image"),
        (("ct.zarr", *GIVEN, "--axis", "w"), "--axis: unknown name 'w'"),
        (
            ("ct.zarr", *GIVEN, "--temperature", "0 degC"),
            "--temperature: got '0 degC' for conductivities that are stated: it changes none",
        ),
        (
            ("recipe.yaml", *GIVEN),
            "recipe.yaml: there is no such file or folder. Allowed: the folder of a design, a re",
        ),
        (("ct.zar", *GIVEN), "ct.zar: there is no such file or folder. Allowed: did you mean 'ct."),
        (("ctt.zarr", *GIVEN), "ctt.zarr: there is no such file. Allowed: did you mean 'ct.zarr'"),
        ((".", *GIVEN), ".: holds no design (design.json and structure.zarr). Allowed: the folder"),
        (
            ("raw.npy", *GIVEN),
            "raw.npy: is an image as it was measured. Allowed: a structure that `ceralyte image",
        ),
        (("notes.txt", *GIVEN), "--conductivity: got with a design or a recipe"),
        (("--fit", "a.csv", *GIVEN[2:]), "--conductivity: got with --fit. Allowed: with an image"),
        (("raw.tif", *GIVEN), "raw.tif: there is no such file. Allowed: a structure that `ceral"),
        (
            ("ct.zarr", *GIVEN[:2], "--conductivity", "support=1 S/m"),
            "--conductivity: unknown name 'sup",
        ),
        (
            ("ct.zarr", *GIVEN, "--boundary-resistance", "1 ohm*cm^2"),
            "error: --boundary-capacitance: none, but grain boundaries resist by 1 ohm cm2",
        ),
        (
            ("ct.zarr", *GIVEN, "--electrode-exponent", "0.9"),
            "error: --electrode-exponent: got 0.9 without a capacitance",
        ),
        (("ct.zarr", *GIVEN, "--points", "3"), "error: --points: got 3. Allowed: 5 to 1000"),
        (("ct.zarr", *GIVEN[:2], "--conductivity", "ceramic"), "--conductivity: got 'ceramic'"),
        (
            ("ct.zarr", *GIVEN[:2], "--conductivity", "ceramic=1 S/m, ceramic=PTFE"),
            "'ceramic' stands there twice",
        ),
        (
            ("ct.zarr", *GIVEN, "--boundary-exponent", "0.8", "--electrode-exponent", "0.9"),
            "--boundary-exponent: got 0.8, but grain boundaries have no resistance",
        ),
        (
            ("ct.zarr", *GIVEN[2:], "--permittivity", "ceramic=4, binder=4, support=3"),
            "--permittivity: unknown name 'support'. Allowed: ceramic, binder",
        ),
        (
            ("ct.zarr", *GIVEN[:2], "--conductivity", "ceramic=PEO"),
            "--conductivity: ceramic: PEO: no value for 'conductivity', needed for conduction. "
            "Allowed: a number in its place, such as 'ceramic=1.6 mS/cm'",
        ),
        (
            ("ct.zarr", *GIVEN[:2], "--conductivity", "ceramic=nan mS/cm"),
            "--conductivity ceramic: 'nan mS/cm' is not a finite number",
        ),
        (
            ("ct.zarr", *GIVEN[:2], "--conductivity", "ceramic=0 S/m"),
            "--conductivity: no phase conducts",
        ),
    ],
)
def test_what_is_missing_or_has_no_effect_is_refused(ceralyte, arguments, message):
    code, out, err = ceralyte("impedance", *arguments)
    assert code == 2
    assert out == ""
    assert message in err


def test_boundaries_that_resist_need_grains(ceralyte, tmp_path):
    plain = from_labels(np.ones((8, 8, 8), int), 1e-6, {1: "ceramic"})
    write_structure(plain, tmp_path / "plain.vti")
    given = ("--boundary-resistance", "1 ohm*cm^2", "--boundary-capacitance", "1 uF/cm^2")
    code, _, err = ceralyte("impedance", "plain.vti", *GIVEN, *given)
    assert code == 2
    assert "--boundary-resistance: stated, but the grains of plain.vti are not told apart" in err


def test_all_that_is_wrong_is_told_at_once(ceralyte, column):
    wrong = ("--conductivity", "ceramc=1 S/m, binder=inf S/m", "--axis", "w", "--points", "3")
    code, _, err = ceralyte("impedance", column, *wrong, "--temperature=-300 degC")
    assert code == 2
    assert err.startswith("error: impedance: 6 things to mend:")
    for told in (
        "--axis: unknown name 'w'",
        "--conductivity: unknown name 'ceramc'. Allowed: did you mean 'ceramic'?",
        "--conductivity binder: 'inf S/m' is not a finite number",
        "--permittivity: is missing",
        "--temperature: got '-300 degC'. Allowed: above -273.15 degC",
        "--points: got 3. Allowed: 5 to 1000",
    ):
        assert f"\n  {told}" in err
    code, _, err = ceralyte(
        "impedance", column, "--conductivity", "support=1 S/m", "--permittivity", "ceramic=4",
        "--points", "3",
    )  # fmt: skip
    assert code == 2
    assert "--conductivity: unknown name 'support'. Allowed: ceramic, binder" in err
    assert "--permittivity: none for binder" in err


def test_what_is_stated_beside_a_material_does_not_follow_the_temperature(ceralyte, column):
    code, out, _ = ceralyte(
        "impedance", column, *GIVEN[:2], "--points", "5", "--temperature", "0 degC", "--json",
        "--conductivity", "ceramic=Li6PS5Cl, binder=1 mS/m",
        "--boundary-resistance", "1 ohm*cm^2", "--boundary-capacitance", "1 uF/cm^2",
        "--boundary-exponent", "0.8", "--axis", "x",
    )  # fmt: skip
    assert code == 0
    data = json.loads(out)
    assert (
        "as stated, taken to hold at 0 degC: conductivity of binder, resistance of the grain "
        "boundaries"
    ) in data["notes"]
    assert set(data["resistances"]) == {"total"}
    assert any(
        note.startswith("bulk and grain boundaries are not told apart: none of the 5 frequencies")
        for note in data["notes"]
    )


def test_a_volume_whose_checksum_is_off_is_damaged(ceralyte, column, tmp_path):
    chunk = tmp_path / column / "0" / "c" / "0" / "0" / "0"
    content = bytearray(chunk.read_bytes())
    content[-3] ^= 255
    chunk.write_bytes(content)
    code, _, err = ceralyte("impedance", column, *GIVEN)
    assert code == 2
    assert "ct.zarr: is damaged: what it holds has another checksum than it states. Allow" in err
