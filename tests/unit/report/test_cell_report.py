"""The cell in the report and its figures."""

import csv

import pytest

from ceralyte.model import Design
from ceralyte.pipeline import cell_sheet
from ceralyte.report import write_cell_figures, write_report


@pytest.fixture(scope="module")
def sheet(examples):
    return cell_sheet(examples / "lpscl-ptfe-dry.yaml")


def table(path):
    return list(csv.DictReader(path.read_text().splitlines()))


def test_report_has_bases_resistances_and_the_tornado(sheet, synthetic_design, tmp_path):
    design: Design = synthetic_design.model_copy(update={"cell": sheet})
    html = write_report(design, tmp_path).read_text()
    for words in (
        "electrodes only",
        "without collectors",
        "interface at the anode",
        "not stated: counted as none",
        "What moves the energy of the cell",
        "Specific energy against C-rate",
    ):
        assert words in html, words
    assert (tmp_path / "figures" / "tornado.svg").read_bytes().startswith(b"<?xml")
    assert "mean voltage" in (tmp_path / "figures" / "tornado.csv").read_text()
    assert (tmp_path / "figures" / "resistance_thickness.csv").exists()


def test_report_without_a_cell_has_no_section_on_it(synthetic_design, tmp_path):
    html = write_report(synthetic_design, tmp_path).read_text()
    assert 'id="cell"' not in html
    assert "What moves the energy" not in html


def test_numbers_behind_the_figures(sheet, tmp_path):
    written = write_cell_figures(sheet, tmp_path)
    names = {p.name for p in written}
    assert {"cell_thickness.svg", "cell_rate.png", "cell_temperature.csv"} <= names
    drawn = (tmp_path / "cell_tornado.svg").read_text()
    assert all(f"<!-- {swing.name} -->" in drawn for swing in sheet.tornado)
    assert "without current" in (tmp_path / "cell_thickness.svg").read_text()
    rows = table(tmp_path / "cell_tornado.csv")
    assert rows[0]["input"] == sheet.tornado[0].name
    low = float(rows[0]["specific energy at low [W*h/kg]"])
    assert low == pytest.approx(sheet.tornado[0].low / 3600)
    rows = table(tmp_path / "cell_rate.csv")
    assert float(rows[0]["c_rate"]) == pytest.approx(0.05)


def test_an_unknown_conductivity_leaves_the_curves_out(sheet, tmp_path):
    bare = sheet.model_copy(
        update={"resistance_thickness": None, "energy_rate": None, "energy_temperature": None}
    )
    names = {p.name for p in write_cell_figures(bare, tmp_path)}
    assert "cell_thickness.png" in names
    assert not any(name.startswith(("cell_rate", "cell_temperature")) for name in names)
