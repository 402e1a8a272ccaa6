"""``ceralyte pack`` and ``ceralyte blend``: keys, tables, figures, and mistakes."""

import csv
import json
import re
from time import sleep

import pytest
from numba.core.event import trigger_event

from ceralyte.cli.blend import rounded
from ceralyte.core.format import number
from ceralyte.model import Mixture, Mono
from ceralyte.packing import farr_groot, pack, parse_distribution, read_particles

COARSE, FINE = "lognormal(d50=5 um, sigma=0.4)", "mono(d=0.8 um)"
LIST = "x,y,z,diameter\n1,1,1,1\n2,1,1,1\n3,2,2,1\n"


def test_the_keys_that_others_build_on(ceralyte):
    code, out, _ = ceralyte("pack", "lognormal(d50=3 um, sigma=0.3)", "--particles", 300, "--json")
    data = json.loads(out)
    assert code == 0
    for key in (
        "packing_fraction",
        "coordination_number",
        "rattler_fraction",
        "overlap_relative_max",
        "farr_groot",
        "seconds",
        "contacts_per_volume",
        "contact_area_per_strain",
    ):
        assert {"value", "unit", "std", "method"} <= set(data[key])
    assert data["sizes"]["span"] > 0.5
    assert sum(c["count"] for c in data["coordination_by_size"]) == 300
    assert sum(data["coordination_distribution"]) == pytest.approx(1)
    assert data["percolates"] == [True, True, True]
    assert "largest particles" in data["note"]


def test_the_table_says_what_grows(ceralyte):
    code, out, _ = ceralyte("pack", "lognormal(d50=3 um, sigma=0.3)", "--particles", 300)
    assert code == 0
    for words in ("contact area per volume", "d10, d50, d90", "rattlers", "By size", "note: "):
        assert words in out


def test_compiling_is_no_packing_time(ceralyte, monkeypatch):
    def slow(*args, **kwargs):
        with trigger_event("numba:compile"):
            sleep(1.5)
        return pack(*args, **kwargs)

    monkeypatch.setattr("ceralyte.cli.packing.pack", slow)
    _, out, _ = ceralyte("pack", "mono(d=3 um)", "--particles", 50, "--json")
    data = json.loads(out)
    assert data["seconds_compiling"]["value"] >= 1.5
    _, out, _ = ceralyte("pack", "mono(d=3 um)", "--particles", 50)
    assert re.search(r"time +│ [0-9.]+ s, and [0-9]+ s to compile, once", out)
    took = float(re.search(r"time +│ ([0-9.]+) s", out)[1])
    assert took < 1.5


def test_the_table_says_how_far_from_isostatic(ceralyte):
    _, out, _ = ceralyte("pack", "mono(d=3 um)", "--particles", 300, "--json")
    beyond = json.loads(out)["contacts_beyond_isostatic"]["value"]
    _, out, _ = ceralyte("pack", "mono(d=3 um)", "--particles", 300)
    assert re.search(rf"contacts beyond isostatic +│ {number(beyond)} ", out)


@pytest.mark.parametrize(("options", "told"), [(("--balance", 0.01), True), ((), False)])
def test_contacts_that_lack_are_told(ceralyte, options, told):
    wide = ("pack", "powerlaw(dmin=1 um, dmax=6 um, exponent=3)", "--particles", 500)
    data = json.loads(ceralyte(*wide, *options, "--json")[1])
    beyond = data["contacts_beyond_isostatic"]["value"]
    assert (f"{-beyond:.0f} of the " in data["note"]) == told


def test_with_friction_there_is_no_isostatic_count_to_compare_with(ceralyte):
    rough = ("pack", "mono(d=3 um)", "--particles", 100, "--friction", 0.5)
    beyond = json.loads(ceralyte(*rough, "--json")[1])["contacts_beyond_isostatic"]
    assert beyond["value"] is None
    assert "without friction" in beyond["reason"]
    assert not re.search(r"contacts beyond isostatic +│ -?[0-9]", ceralyte(*rough)[1])


def test_a_folder_for_figures_that_cannot_be_is_told_by_its_option(ceralyte, tmp_path):
    (tmp_path / "taken").write_text("")
    for command in (("pack", "mono(d=3 um)"), ("blend", "mono(d=3 um)", "mono(d=1 um)")):
        code, _, err = ceralyte(*command, "--figures", "taken/figures")
        assert code == 2
        assert "--figures" in err
        assert "--out" not in err


def test_figures_of_a_jammed_and_of_a_loose_bed(ceralyte, tmp_path):
    jammed = ("pack", "mono(d=3 um)", "--particles", 200, "--figures", "jammed")
    assert ceralyte(*jammed)[0] == 0
    names = {path.name for path in (tmp_path / "jammed").iterdir()}
    assert {"packing.svg", "contact_network.svg", "coordination_by_size.csv"} <= names
    with (tmp_path / "jammed" / "contact_network.csv").open() as file:
        lines = list(csv.reader(file))
    assert lines[0] == ["x1 [um]", "z1 [um]", "x2 [um]", "z2 [um]"]
    assert all(
        (float(a) - float(c)) ** 2 + (float(b) - float(d)) ** 2 < 3.001**2
        for a, b, c, d in lines[1:]
    )
    assert ceralyte(*jammed[:-1], "loose", "--fraction", "40 %")[0] == 0
    assert not (tmp_path / "loose" / "contact_network.svg").exists()


def test_discs_have_figures_too(ceralyte, tmp_path):
    code, _, _ = ceralyte(
        "pack", "mono(d=3 um)", "--particles", 100, "--dimension", 2, "--figures", "discs"
    )
    assert code == 0
    assert (tmp_path / "discs" / "contact_network.csv").read_text().startswith("x1 [um],y1 [um]")


def test_a_list_from_elsewhere(ceralyte, tmp_path):
    (tmp_path / "list.csv").write_text(LIST)
    code, out, _ = ceralyte(
        "pack", "list.csv", "--unit", "um", "--box", "5 um, 5 um, 5 um", "--json"
    )
    assert code == 0
    assert json.loads(out)["particles"] == 3


def test_a_list_of_a_slab_has_walls_where_they_are_stated(ceralyte, tmp_path):
    """Two spheres that touch over the side of z, or a wall each."""
    (tmp_path / "list.csv").write_text("x,y,z,diameter\n2,2,0.5,1\n2,2,4.5,1\n")
    given = ("pack", "list.csv", "--unit", "um", "--box", "5 um, 5 um, 5 um", "--json", "--out")
    between_z, between_x = ("--walls", "z"), ("--walls", "x")
    for walls, contacts, touched in (((), 1, 0), (between_z, 0, 2), (between_x, 1, 0)):
        assert ceralyte(*given, "bed.json", *walls)[0] == 0
        bed = read_particles(tmp_path / "bed.json")
        of_walls = 0 if bed.fixed_contacts is None else bed.fixed_contacts.sum()
        assert (len(bed.contacts), of_walls) == (contacts, touched)
        assert bed.periodic == tuple(axis not in walls for axis in "xyz")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["pack", FINE, "--walls", "z"],
            "--walls: got for a size distribution. Allowed: for a CSV",
        ),
        (["pack", FINE, "--walls", "z"], "--slab packs between walls"),
        (["pack", "list.csv", "--walls", "w"], "--walls: got 'w'. Allowed: axes of xyz, each once"),
        (["pack", "list.csv", "--walls", "zz"], "--walls: got 'zz'"),
        (["pack", "list.csv", "--walls", ""], "--walls: got ''"),
        (["pack", "list.csv", "--walls", "z", "--dimension", "2"], "Allowed: axes of xy, each"),
        (["pack", "bed.txt"], "bed.txt: there is no such file"),
        (["pack", "list.csv"], '--unit um --box "50 um, 50 um, 20 um"'),
        (["pack", "list.csv", "--unit", "um", "--box", "5, 5, 5"], "'5' has no unit"),
        (["pack", "list.csv", "--unit", "um", "--box", "9 um, 9 um"], "error: --box: got '9 um, 9"),
        (["pack", "list.csv", "--unit", "um", "--box", "9 um, 9 um, -1 um"], "three sides above"),
        (
            ["pack", "list.csv", "--unit", "um", "--box", "9 um, 9 um, 1 um", "--dimension", 2],
            "error: --box: got '9 um, 9 um, 1 um'. Allowed: three sides above 0, as \"50 um, 50",
        ),
        (["pack", "psd.csv"], "a table of sizes is read by csv(FILE"),
        (["pack", FINE, "--unit", "um"], "--unit: got for a size distribution"),
        (["pack", FINE, "--fraction", "90 %"], "below 0.6435, where particles"),
        (["pack", FINE, "--slab", "2 um"], "at least 2.4 um"),
        (["pack", FINE, "--particles", 3], "error: --particles: got 3"),
        (["pack", FINE, "--slab", "0 um"], "error: --slab: got 0"),
        (["pack", FINE, "--fraction", "0 %"], "error: --fraction: got 0"),
        (["pack", FINE, "--friction", -1], "error: --friction: got -1"),
        (["pack", FINE, "--dimension", 4], "error: --dimension: got 4"),
        (["pack", "mono(d=0 um)"], "1 nm to 1 mm"),
        (["pack", "mono(d=nan um)"], "d: 'nan um' is not a finite number"),
        (["pack", "powerlaw(dmin=1 um, exponent=2)"], "'dmax' is missing"),
        (["pack", "csv(no.csv, basis=volume, unit=um)"], "to the current folder"),
        (["blend", COARSE], "powders: got 1. Allowed: two or three"),
        (["blend", COARSE, "mono(d=x um)"], "powder 2: mono: d: 'x um'"),
    ],
)
def test_mistakes_leave_with_2_and_one_message(ceralyte, tmp_path, arguments, message):
    (tmp_path / "list.csv").write_text(LIST)
    (tmp_path / "psd.csv").write_text("1,10\n2,50\n3,100\n")
    code, out, err = ceralyte(*arguments)
    assert (code, out) == (2, "")
    assert message in err
    assert "Traceback" not in err


def test_a_blend_comes_as_text_to_pack(ceralyte):
    code, out, _ = ceralyte("blend", COARSE, FINE, "--json")
    assert code == 0
    data = json.loads(out)
    assert sum(data["shares"]) == pytest.approx(1)
    assert data["packing_fraction"]["estimate"]
    best = farr_groot(parse_distribution(data["mixture"])).value
    assert best == pytest.approx(data["packing_fraction"]["value"], abs=1e-3)
    assert best > max(point["packing_fraction"] for point in data["curve"]) - 1e-3
    assert len(data["curve"]) == 101


def test_shares_are_rounded_and_still_add_to_one():
    sizes = [Mono(diameter=d) for d in (1e-6, 2e-6, 3e-6, 4e-6)]
    text = rounded(Mixture(shares=(0.33333, 0.33333, 0.33324, 0.0001), components=tuple(sizes)))
    assert text.shares == (0.334, 0.333, 0.333)
    assert text.components == tuple(sizes[:3])


@pytest.mark.parametrize(
    ("finest", "how"),
    [("0.5 um", r'\)" --particles [0-9]+\n'), ("0.05 um", "cannot be packed: .* above 1000000")],
)
def test_a_blend_says_how_many_particles_it_takes(ceralyte, finest, how):
    code, out, _ = ceralyte("blend", "mono(d=10 um)", f"mono(d={finest})")
    assert code == 0
    assert re.search(how, out)


@pytest.mark.parametrize("powders", [(COARSE, FINE), ("mono(d=9 um)", "mono(d=3 um)", FINE)])
def test_the_table_and_the_figure_of_a_blend(ceralyte, tmp_path, powders):
    code, out, _ = ceralyte("blend", *powders, "--figures", "blend")
    assert code == 0
    assert 'to pack it: ceralyte pack "mixture(' in out
    assert "0.002 to 0.012 above jammed packings" in out
    with (tmp_path / "blend" / "blend.csv").open() as file:
        rows = list(csv.reader(file))
    assert rows[0] == [
        *(h for h in rows[0] if h.startswith("share of")),
        "estimated packing fraction",
    ]
    assert len(rows[0]) == len(powders) + 1
    assert (tmp_path / "blend" / "blend.svg").stat().st_size > 1000


def test_a_negative_seed_is_refused(ceralyte):
    code, _, err = ceralyte("pack", "mono(d=3 um)", "--seed", -3)
    assert code == 2
    assert "--seed: got -3. Allowed: a whole number, 0 or more" in err


def test_options_that_a_file_of_particles_cannot_take_are_refused(ceralyte):
    assert ceralyte("pack", "mono(d=3 um)", "--particles", 100, "--out", "b.csv")[0] == 0
    code, _, error = ceralyte("pack", "b.csv", "--slab", "20 um", "--seeds", 5)
    assert code == 2
    assert "--slab, --seeds: got with a file of particles" in error


def test_percentiles_are_said_to_be_those_of_the_packed_particles(ceralyte):
    code, out, _ = ceralyte("pack", "lognormal(d50=3 um, sigma=0.3)", "--particles", 300)
    assert code == 0
    assert re.search(r"d10, d50, d90 of the packed", out)


def test_all_that_is_wrong_with_a_blend_is_told(ceralyte):
    code, out, err = ceralyte("blend", "lognormal(d50=3, sigma=0.5)", "mno(d=3 um)")
    assert (code, out) == (2, "")
    assert err.startswith("error: blend: 2 things to mend:\n")
    assert "powder 1: lognormal: d50: '3' has no unit" in err
    assert "powder 2: unknown name 'mno'. Allowed: did you mean 'mono'?" in err


def test_all_that_is_wrong_with_a_packing_is_told(ceralyte):
    code, out, err = ceralyte(
        "pack", "mno(d=3 um)", "--slab", "x", "--fraction", "y", "--seeds", "0", "--out", "a/b.xyz",
        "--walls", "z",
    )  # fmt: skip
    assert (code, out) == (2, "")
    assert err.startswith("error: pack: 7 things to mend:\n")
    for told in (
        "--out a/b.xyz: unknown suffix '.xyz'",
        "--out: there is no folder a",
        "--walls: got for a size distribution",
        "size distribution: unknown name 'mno'. Allowed: did you mean 'mono'?",
        "--seeds: got 0",
        "--slab: 'x' does not start with a number",
        "--fraction: 'y' does not start with a number",
    ):
        assert f"\n  {told}" in err


def test_all_that_is_wrong_with_a_list_is_told(ceralyte, tmp_path):
    (tmp_path / "bed.csv").write_text("x,y,z,d\n1,1,1,1\n")
    code, out, err = ceralyte(
        "pack", "bd.csv", "--unit", "kg", "--box", "1 um, 1 um, 1", "--walls", "Z", "--seeds", "3"
    )
    assert (code, out) == (2, "")
    assert err.startswith("error: pack: 5 things to mend:\n")
    for told in (
        "--seeds: got with a file of particles",
        "bd.csv: there is no such file. Allowed: did you mean 'bed.csv'?",
        "--unit: got 'kg', no length",
        "--box: '1' has no unit",
        "--walls: got 'Z'. Allowed: did you mean 'z'?",
    ):
        assert f"\n  {told}" in err
