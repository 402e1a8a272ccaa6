"""Published placements of binders."""

from ceralyte.materials import load_catalogue, names_a_work
from ceralyte.materials.placements import _reports, reported_placement


def test_every_row_names_materials_of_the_catalogue_and_its_source():
    catalogue = load_catalogue()
    for report in _reports():
        assert catalogue.get(report.binder).name == report.binder
        assert report.ceramic == "" or catalogue.get(report.ceramic).name == report.ceramic
        assert report.process in ("dry", "slurry", "infiltration")
        assert report.finding
        assert names_a_work(report.source) or "perspective" in report.source


def test_a_report_holds_for_its_ceramic_binder_and_process():
    assert reported_placement("Na3SbS4", "CMC-Na", "slurry").placement == "coating"
    assert reported_placement("Li6PS5Cl", "CMC-Na", "slurry") is None
    assert reported_placement("Na3SbS4", "CMC-Na", "dry") is None
    assert reported_placement("Li6PS5Cl", "PTFE", "dry").placement == "fibrils"
    assert reported_placement("Li6PS5Cl", "PTFE", "slurry") is None
