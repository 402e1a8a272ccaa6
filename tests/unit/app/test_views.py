"""Fronts and pictures of slices, without a server."""

import io
import json
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ceralyte.app.jobs import finishing
from ceralyte.app.views import charts, front, rows
from ceralyte.app.views.charts import nyquist
from ceralyte.app.views.numbers import of_image, of_spectrum
from ceralyte.app.views.slices import MAPS, Slice, picture
from ceralyte.core.provenance import Source
from ceralyte.core.quantities import Quantity
from ceralyte.model import Series, Structure, Verdict
from ceralyte.pipeline import StressVolume, image_sheet
from ceralyte.structure import from_labels, write_structure
from ceralyte.study import Store, Study, plan_study
from ceralyte.transport import randomly_oriented

ROOT = Path(__file__).parents[3]


def colour(field, values, low=0.0, high=1.0):
    """Colour of the lower left pixel of a plane."""
    png = picture(Slice(field, np.array(values, np.float32)), low, high)
    return Image.open(io.BytesIO(png)).getpixel((0, 479))


class TestPictures:
    def test_colours_have_the_ends_of_the_volume_in_every_slice(self):
        with_a_peak = np.full((20, 20), 0.25)
        with_a_peak[5, 5] = 0.9
        for field in ("current", "stress"):
            assert colour(field, with_a_peak) == colour(field, np.full((20, 20), 0.25))

    def test_maps_are_those_of_the_page(self):
        page = (ROOT / "web/src/widgets/slice.ts").read_text(encoding="utf-8")
        told = re.search(r"MAP_OF: Record<string, MapName> = ({.*?})", page)[1]
        assert json.loads(re.sub(r"(\w+):", r'"\1":', told)) == MAPS
        assert colour("potential", [[1.0, 0.0], [0.0, 0.0]]) == (0xFD, 0xE7, 0x25)
        assert colour("stress", [[np.nan, 0.0], [0.0, 0.0]]) == (0x20, 0x24, 0x2C)

    def test_grains_have_the_colours_of_the_page(self):
        mixed = (3 * 2654435761) % 2**32
        tone, tint = mixed % 1024 / 1023, mixed // 1024 % 1024 / 1023
        expected = (70 + 110 * tone, 120 + 90 * tone - 20 * tint, 165 + 70 * tone)
        assert colour("grain", [[3, 0], [0, 0]]) == pytest.approx(expected, abs=0.5)
        assert colour("grain", [[0, 3], [3, 3]]) == (0x20, 0x24, 0x2C)


@pytest.fixture
def two_pressures(examples):
    """The plan of a study."""
    study = {
        "name": "two pressures",
        "kind": "grid",
        "recipe": str(examples / "lpscl-ptfe-dry.yaml"),
        "vary": {"press.pressure": ["100 MPa", "200 MPa"]},
    }
    return plan_study(Study.model_validate(study))


def test_a_front_is_computed_anew_only_when_its_store_has_changed(
    tmp_path, two_pressures, monkeypatch
):
    plan, asked = two_pressures, []
    whole = front.results
    monkeypatch.setattr(front, "results", lambda *a: asked.append(a) or whole(*a))
    place = tmp_path / "study.sqlite"
    with Store(str(place)) as store:
        number = store.claim(plan.sha256, "two pressures", plan.document, 2)
        first = front.front_of(place)
        assert front.front_of(place) == first
        assert (first["points"], first["objectives"], first["budget"]) == ([], [], 2)
        assert any("closed forms" in note for note in first["notes"])
        assert len(asked) == 1
        store.note(number)
        front.front_of(place)
        assert len(asked) == 2


def test_what_the_chemistry_rules_out_is_listed_with_its_reason(tmp_path, examples):
    study = {
        "name": "binders",
        "kind": "grid",
        "recipe": str(examples / "li7p3s11-sebs-xylene.yaml"),
        "vary": {"binder.material": ["SEBS", "PTFE"], "slurry.solvent": ["toluene", "p-xylene"]},
    }
    plan = plan_study(Study.model_validate(study))
    with Store(str(tmp_path / "study.sqlite")) as store:
        store.claim(plan.sha256, "binders", plan.document, 2)
    (out,) = front.front_of(tmp_path / "study.sqlite")["forbidden"]
    assert out["labels"] == {"binder.material": "PTFE", "slurry.solvent": "toluene"}
    assert out["reason"] == "PTFE does not dissolve in toluene: recalled, unverified."


def test_a_study_without_an_answer_says_so_first(tmp_path, two_pressures, monkeypatch):
    plan, whole = two_pressures, front.results
    none = {"trouble": "constraints: none of 3 recipes meets it"}
    monkeypatch.setattr(front, "results", lambda *a: whole(*a).model_copy(update=none))
    place = tmp_path / "study.sqlite"
    with Store(str(place)) as store:
        store.claim(plan.sha256, "two pressures", plan.document, 2)
        assert "none of 3 recipes meets it" in front.front_of(place)["notes"][0]


def test_the_front_of_a_store_of_version_1(tmp_path, two_pressures, made_version_1):
    place = tmp_path / "study.sqlite"
    with Store(str(place)) as store:
        store.claim(two_pressures.sha256, "two pressures", two_pressures.document, 2)
    made_version_1(place)
    assert front.front_of(place)["budget"] == 2


def test_brackets_are_error_bars_as_they_are():
    """A bracket from 5 to 1500 has nothing below zero."""
    bracket = Quantity(value=43.0, low=5.0, high=1500.0, unit="m", method="closed form")
    spread = Quantity(value=4.0, std_model=1.0, unit="m", method="closed form")
    bare = Quantity(value=4.0, unit="m", method="closed form")
    assert [front._error_bar(q) for q in (bracket, spread, bare)] == [(5, 1500), (3, 5), None]


@pytest.mark.parametrize(
    ("errors", "text"),
    [
        ({"std_model": 322.0}, "963 ± 320"),
        ({"low": 1.6, "high": 1800.0, "estimate": True}, "963 (1.6 to 1800)"),
        ({}, "963"),
    ],
)
def test_recipes_closer_than_their_error_bars_are_told_apart(errors, text):
    quantity = Quantity(value=963.0, unit="J/m^2", method="closed form", **errors)
    assert front._text(quantity, "") == text


def test_no_band_of_densities_goes_above_dense():
    series = Series(
        x_name="pressure",
        x_unit="Pa",
        y_name="relative_density",
        y_unit="",
        x=(1e8, 6e8),
        y=(0.7, 0.97),
        y_std=(0.05, 0.05),
    )
    band = charts._of_series("density_pressure", series)["series"][0]
    assert (band["kind"], band["high"]) == ("band", pytest.approx([75.0, 100.0]))


def test_evidence_that_reads_alike_is_told_once():
    told = [Source(used_for=use, text="A, J. Tests 1 (2000) 2") for use in ("one", "two")]
    asked = Verdict(topic="t", question="q?", answer="yes", reason="r", evidence=tuple(told))
    assert len(rows.verdicts([asked])[0]["evidence"]) == 1


def test_a_stress_on_coarser_voxels_says_so():
    sides = (4, 4, 4)
    image = Structure(np.ones(sides, np.uint8), np.zeros(sides, np.int32), 1e-6, (True,) * 3)
    coarse, fine = (
        finishing._stress(StressVolume(np.ones(sides, np.float32), step), image) for step in (2, 1)
    )
    assert "voxels of 2 µm, 2 times as large as those of the image" in coarse.note
    assert fine.note == ""
    told = finishing._with_remarks({"notes": ["first"]}, {"stress": coarse, "current": fine})
    assert told["notes"] == ["first", coarse.note]


def test_a_computed_spectrum_has_its_resistances_and_headings_with_capitals():
    ohm = Quantity(value=2e-3, unit="ohm*m^2", method="read").model_dump(mode="json")
    verdict = {"topic": "impedance", "question": "can it?", "answer": "no", "reason": "it is so"}
    told = of_spectrum({"resistances": {"bulk": ohm}, "verdicts": [verdict], "notes": []})
    (bulk,) = told["headlines"]
    assert (bulk["label"], bulk["text"], bulk["unit"]) == ("Areal resistance, bulk", "20", "Ω cm²")
    assert told["groups"][0]["rows"] == told["headlines"]
    assert told["verdicts"][0]["question"] == "Can it?"


def test_a_fitted_spectrum_has_the_resistance_in_series_too():
    ohm = Quantity(value=2e-3, unit="ohm*m^2", method="fit").model_dump(mode="json")
    whole = Quantity(value=0.1, unit="S/m", method="fit").model_dump(mode="json")
    fit = {"circuit": "R0", "arcs": [], "conductivity": whole, "series_resistance": ohm}
    (group,) = of_spectrum({"fit": fit, "notes": []})["groups"]
    told = [(r["label"], r["text"], r["unit"]) for r in group["rows"]]
    assert told[1] == ("Series resistance", "20", "Ω cm²")


def test_a_fitted_spectrum_has_cables_and_electrodes_too():
    units = {"inductance": "H*m^2", "electrode_exponent": ""}
    parts = {
        name: Quantity(value=0.8, unit=unit, method="fit").model_dump(mode="json")
        for name, unit in units.items()
    }
    whole = Quantity(value=0.1, unit="S/m", method="fit").model_dump(mode="json")
    fit = {"circuit": "L0-CPE1", "arcs": [], "conductivity": whole, **parts}
    (group,) = of_spectrum({"fit": fit, "notes": []})["groups"]
    assert [r["label"] for r in group["rows"][1:]] == [
        "Inductance of the cables, times area",
        "Exponent of the electrodes",
    ]


def test_an_image_tells_its_necks_and_whether_they_are_resolved():
    labels = np.ones((16, 16, 16), int)
    grains = np.repeat([1, 2], 8)[:, None, None] * labels
    made = from_labels(labels, 1e-6, {1: "ceramic"}, grains=grains)
    sheet = image_sheet(made, {"ceramic": 0.1}, axis="x")
    told = of_image(sheet.model_dump(mode="json"))
    assert [v["answer"] for v in told["verdicts"]] == ["yes"]
    (resolution,) = (g for g in told["groups"] if g["title"] == "Resolution")
    assert [r["text"] for r in resolution["rows"]] == ["18.05", "0"]


def test_an_image_through_which_nothing_flows_says_so_first():
    labels = np.zeros((8, 8, 8), int)
    labels[:, :, :4] = 1
    made = from_labels(labels, 1e-6, {0: "pore", 1: "ceramic"})
    told = of_image(image_sheet(made, {"ceramic": 0.1}).model_dump(mode="json"))
    first = told["verdicts"][0]
    assert (first["question"], first["answer"]) == ("Does it conduct along z?", "no")


def test_the_current_shown_of_an_image_is_that_of_its_options(tmp_path, monkeypatch):
    labels = np.ones((8, 8, 8), int)
    grains = np.repeat([1, 2], 4)[:, None, None] * labels
    made = from_labels(labels, 1e-6, {1: "ceramic"}, grains=grains)
    (tmp_path / "results").mkdir()
    write_structure(made, tmp_path / "results" / "structure.zarr")
    asked = {}
    monkeypatch.setattr(
        finishing, "conduction_volumes", lambda _, known, **rest: asked.update(rest, known=known)
    )
    monkeypatch.setattr(finishing, "_flow", lambda _, solve: solve() or {})
    for name in ("write_scene", "_write"):
        monkeypatch.setattr(finishing, name, lambda *_, **__: None)
    result = image_sheet(made, {"ceramic": 0.1}).model_dump(mode="json")
    options = {
        "labels": "1=ceramic:5 x 2 x 1 mS/cm",
        "orientation": "random",
        "seed": "3",
        "electrode_resistance": "2 ohm*cm^2",
        "interface_resistance": "1 ohm*cm^2",
    }
    finishing._image(tmp_path, result, options)
    turned = randomly_oriented([0.5, 0.2, 0.1], 2, seed=3)
    assert asked["known"]["ceramic"] == pytest.approx(turned)
    assert asked["electrode_resistance"] == pytest.approx(2e-4)
    assert asked["interface_resistance"] == {"ceramic-ceramic": pytest.approx(1e-4)}
    finishing._image(tmp_path, result, {"labels": "1=ceramic:Li6PS5Cl"})
    assert asked["known"]["ceramic"] == pytest.approx(0.165, rel=1e-3)  # the catalogue's, S/m


def test_a_nyquist_plot_has_measurement_and_fit_from_low_frequencies_to_high():
    def spectrum(*real):
        return {
            "frequency": {"value": [1e3, 1.0]},
            "areal_impedance_real": {"value": list(real)},
            "areal_impedance_imaginary": {"value": [-1e-4, -2e-4]},
        }

    fit = {"circuit": "p(R1,CPE1)", "fitted": spectrum(3e-4, 5e-4)}
    measured, fitted = nyquist(spectrum(1e-4, 2e-4) | {"fit": fit})["series"]
    assert (measured["kind"], measured["x"]) == ("points", pytest.approx([2.0, 1.0]))
    assert (fitted["kind"], fitted["name"]) == ("line", "fit: p(R1,CPE1)")
    assert fitted["x"] == pytest.approx([5.0, 3.0])
    assert fitted["y"] == pytest.approx([2.0, 1.0])
    assert measured["text"] == ["1 Hz", "1000 Hz"]
