"""The command literature: filters, own rows, figures with a design, hindcast, exit codes."""

import json

import pytest

from ceralyte.pipeline import save_design

HEAD = "id,doi,ceramic,binder,binder_wt_pct,process,thickness_um,conductivity_mS_cm\n"


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text(HEAD + "mine,10.1000/x,Li6PS5Cl,PTFE,1,dry,40,1.5\n", encoding="utf-8")
    return path


def test_the_table_is_filtered_and_exported(ceralyte, own, tmp_path):
    arguments = ["literature", "--rows", own, "--ceramic", "li6ps5cl", "--out", tmp_path / "out"]
    code, out, err = ceralyte(*arguments, "--json")
    assert code == 0
    data = json.loads(out)
    assert "mine" in [m["identifier"] for m in data["membranes"]]
    assert all("Li6PS5Cl" in m["ceramic"] for m in data["membranes"])
    assert len(data["statements"]) == 4
    assert "membranes.csv" in err
    text = (tmp_path / "out" / "membranes.csv").read_text(encoding="utf-8")
    assert len(text.splitlines()) == len(data["membranes"]) + 1


def test_statements_stand_under_figures_and_bury_no_list(ceralyte):
    code, out, _ = ceralyte("literature", "--ceramic", "Li5.5PS4.5Cl1.5")
    assert code == 0
    assert "heuer2025" in out
    assert "against it:" not in out
    assert "rich in" not in out  # conductivities over temperature: figure 1c
    code, out, _ = ceralyte("literature", "--figure", "2d")
    assert code == 0
    assert "against it:" in out


def test_figure_with_a_design(ceralyte, quick_design, tmp_path):
    save_design(quick_design, tmp_path / "design")
    arguments = ["--figure", "2c", "--design", tmp_path / "design", "--out", tmp_path / "f"]
    code, out, _ = ceralyte("literature", *arguments, "--json")
    assert code == 0
    star = json.loads(out)["star"]
    assert star["y"] == quick_design.effective_conductivity.value
    names = {p.name for p in (tmp_path / "f").iterdir()}
    assert names == {f"figure_2c.{end}" for end in ("svg", "png", "csv", "html")}
    assert (tmp_path / "f" / "figure_2c.csv").read_text().splitlines()[-1].startswith("this design")


def test_hindcast_of_own_rows(ceralyte, own, tmp_path):
    code, out, _ = ceralyte("literature", "--hindcast", own, "--out", tmp_path / "h", "--json")
    assert code == 0
    data = json.loads(out)
    assert set(data["summary"]) == {"n", "median_absolute_log10_error", "coverage_90", "width_90"}
    assert data["summary"]["n"] == 1
    (row,) = data["rows"]
    low, high = (row["conductivity"]["predicted"][end] for end in ("low", "high"))
    assert low < row["conductivity"]["predicted"]["value"] < high
    assert (tmp_path / "h" / "hindcast.png").is_file()
    code, out, _ = ceralyte("literature", "--hindcast", own)
    assert code == 0
    assert "naive: Bruggeman" in out


def test_rows_without_a_measurement_are_predicted_and_not_drawn(ceralyte, tmp_path):
    rows = tmp_path / "mine.csv"
    rows.write_text("id,doi,ceramic\nmine,10.1000/x,Li6PS5Cl\n", encoding="utf-8")
    code, out, _ = ceralyte("literature", "--hindcast", rows, "--out", tmp_path / "h")
    assert code == 0
    assert "no row that is predicted has a measured conductivity" in out
    assert [p.name for p in (tmp_path / "h").iterdir()] == ["hindcast.csv"]


def test_a_family_without_a_look_of_its_own_is_drawn(ceralyte, tmp_path):
    rows = tmp_path / "mine.csv"
    rows.write_text(
        "id,doi,ceramic,conductivity_mS_cm\nmine,10.1000/x,LiPON,0.002\n", encoding="utf-8"
    )
    code, _, _ = ceralyte("literature", "--hindcast", rows, "--out", tmp_path / "h")
    assert code == 0
    assert "oxide glass (1)" in (tmp_path / "h" / "hindcast.svg").read_text(encoding="utf-8")


def test_the_template_is_a_file_that_the_hindcast_takes(ceralyte, tmp_path):
    path = tmp_path / "mine.csv"
    code, _, err = ceralyte("literature", "--template", path)
    assert code == 0
    assert "mine.csv" in err
    code, out, _ = ceralyte("literature", "--hindcast", path, "--json")
    assert code == 0
    assert json.loads(out)["rows"][0]["basis"] == "the pellet of its own powder"
    code, _, err = ceralyte("literature", "--template", path)
    assert code == 2
    assert "exists already" in err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["own.csv"], "without --hindcast"),
        (["--hindcast", "--figure", "2c"], "got both"),
        (["--hindcast", "--family", "garnet"], "FILE alone"),
        (["--design", "folder"], "without a figure"),
        (["--figure", "2x"], "2c"),
        (["--hindcast", "no.csv"], "cannot be read"),
        (["--support", "wovn"], "did you mean 'woven'"),
        (["--family", "WRONG"], "sulfide-thioLISICON, sulfide-thioantimonate"),
        (["--ceramic", "LLZXO"], "--ceramic: unknown name 'LLZXO'"),
        (["--figure", "2c", "--design", "nowhere"], "nowhere: there is no such"),
    ],
)
def test_mistakes_leave_with_2(ceralyte, arguments, message):
    code, _, err = ceralyte("literature", *arguments)
    assert code == 2
    assert message in err


def test_rows_without_a_source_are_refused(ceralyte, tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("id,ceramic\nmine,Li6PS5Cl\n", encoding="utf-8")
    code, _, err = ceralyte("literature", "--rows", path)
    assert code == 2
    assert "mine: has no source" in err


def test_an_energy_of_unknown_basis_is_refused_by_every_way_in(ceralyte, tmp_path):
    path = tmp_path / "own.csv"
    head = "id,doi,ceramic,energy_density_Wh_kg,energy_basis\n"
    path.write_text(head + "mine,10.1/x,Li6PS5Cl,300,stack\n", encoding="utf-8")
    for way in ("--rows", "--hindcast"):
        code, _, err = ceralyte("literature", way, path)
        assert code == 2
        assert "line 2, mine, energy_basis: unknown basis 'stack'" in err
