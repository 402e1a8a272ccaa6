import csv
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure

from ceralyte.core.display import display_unit, to_display, width_to_display
from ceralyte.core.provenance import Source
from ceralyte.core.quantities import Quantity
from ceralyte.model import Comparison, Mark, NetworkTest, Series, StrengthSheet
from ceralyte.report import write_report
from ceralyte.report.environment import doi_of
from ceralyte.report.figures import charts, draw_plain
from ceralyte.report.methods import bibtex_of
from ceralyte.report.page import page
from ceralyte.report.prose import sentences
from ceralyte.report.published import published_figures
from ceralyte.report.published_arrhenius import draw_own

CURVES = ("density_pressure", "arrhenius", "thickness_radius", "energy_thickness")
PICTURES = {"structure": b"picture", "slice": b"picture"}


@pytest.fixture(scope="module")
def folder(synthetic_design, tmp_path_factory):
    folder = tmp_path_factory.mktemp("full")
    assert write_report(synthetic_design, folder) == folder / "report.html"
    return folder


@pytest.fixture(scope="module")
def full(folder):
    return (folder / "report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def empty(empty_design):
    return page(empty_design, charts(empty_design), PICTURES, [])


class Reader(HTMLParser):
    """Collects the text, the attributes and the tags that never close."""

    VOID = ("meta", "img", "br", "circle", "path", "rect")

    def __init__(self, html):
        super().__init__()
        self.stack, self.words, self.tags = [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.stack.pop() == tag

    def handle_data(self, data):
        if self.stack and self.stack[-1] != "style":
            self.words.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


def test_page_is_well_formed_and_described(full, empty):
    for html in (full, empty):
        reader = Reader(html)
        assert not reader.stack
        assert all(a.get("alt") for tag, a in reader.tags if tag == "img")
        assert all("scope" in a for tag, a in reader.tags if tag == "th")
        levels = [int(tag[1]) for tag, _ in reader.tags if re.fullmatch(r"h\d", tag)]
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))


def test_page_loads_nothing_from_outside(full, empty):
    for html in (full, empty):
        reader = Reader(html)
        assert not {"script", "link", "iframe", "object"} & {tag for tag, _ in reader.tags}
        for _, attributes in reader.tags:
            assert attributes.get("src", "data:image/").startswith("data:image/")
            assert attributes.get("href", "#").startswith(("https://doi.org/", "#"))
            assert "http" not in attributes.get("style", "")
        assert "@import" not in html
        assert "url(" not in html.replace("url(#", "")  # drawings refer to their own parts


def test_published_membranes_stand_around_the_design(full, synthetic_design):
    assert full.count('class="interactive"') == 4
    assert f"this design: {synthetic_design.name}; conductivity" in full
    assert "Zhu 2021: Li6PS5Cl" in full
    assert 'xlink:href="https://doi.org/10.1002/adfm.202101985"' in full
    assert ":has(#f2c-0:not(:checked)) .of-f2c-0 { display: none }" in full
    assert "with an average thickness of 65 µm" in full


def test_every_verdict_stands_there_before_the_numbers(full, synthetic_design):
    text = Reader(full).text
    places = []
    for verdict in synthetic_design.verdicts:
        for words in (verdict.topic, verdict.question, sentences(verdict.reason)):
            assert " ".join(words.split()) in text
        places.append(text.index(verdict.question))
    assert places == sorted(places)
    assert places[-1] < text.index("What limits this membrane") < text.index("All numbers")


def test_numbers_carry_error_bars_units_and_words(full):
    text = Reader(full).text
    for words in (
        "0.96 ± 0.17 mS/cm",
        "2.64 ± 0.11 Ω cm²",
        "35.70 ± 0.97 kJ/mol (0.370 ± 0.010 eV)",
        "382.0 ± 9.0 Wh/kg",
        "911 ± 22 Wh/L",
        "12 GPa estimate range 7.2 to 18 GPa",
        "18 mm estimate range 9.2 to 37 mm",
        "1.2 mS/cm range 1.1 to 1.3 mS/cm",
        "unverified",
        "96.7",
        "1.96 g",
        "SHA-256",
    ):
        assert words in text.replace("\xa0", " "), words


def test_ratio_of_predicted_to_measured(full):
    assert re.search(r'<td data-label="Predicted / measured">0\.802</td>', full)


def test_every_missing_value_says_why(empty, empty_design):
    text = Reader(empty).text
    reasons = [
        value.reason
        for name in type(empty_design).model_fields
        if hasattr(value := getattr(empty_design, name), "reason")
    ]
    assert len(reasons) == 17
    for reason in reasons:
        assert f"not available: {reason}" in text
    assert text.count("No curve") == 7
    assert "The recipe gives no measured values" in text
    assert "No prediction of the mandrel test: no bend_radius_minimum" in text


def test_network_tests_are_a_table_and_a_chart(synthetic_design):
    strength = Quantity(value=12e6, unit="Pa", method="test", low=6e6, high=24e6, estimate=True)
    strain = Quantity(value=0.004, unit="", method="test", estimate=True)
    curve = Series(
        x_name="strain", x_unit="", x=(0, 0.004), y_name="stress", y_unit="Pa", y=(0, 12e6),
        note="bonds of test data",
    )  # fmt: skip
    test = NetworkTest(
        mode="tension", held_by="glue of test data", seed=0, strength=strength,
        failure_strain=strain, modulus=strength,
        fracture_energy=Quantity(value=0.25, unit="J/m^2", method="test"), curve=curve,
        box=(1e-5, 1e-5, 1e-5), crack=((0.0, 0.0, 0.0),), bonds=7,
    )  # fmt: skip
    sheet = StrengthSheet(
        tensile_strength=strength, failure_strain=strain, tests=(test,), weibull_modulus=strain
    )
    torn = synthetic_design.model_copy(update={"strength": sheet})
    drawn = charts(torn)
    assert next(c for c in drawn if c.name == "stress_strain").series.y[-1] == 12e6
    text = Reader(page(torn, drawn, PICTURES, [])).text.replace("\xa0", " ")
    assert "Tensile strength, network of bonds 12 MPa" in text
    assert (
        "glue of test data 12 MPa estimate range 6 to 24 MPa 0.4 % estimate 0.25 J/m² 1 of 7"
        in text
    )


def test_nothing_reads_none_or_nan(full, empty):
    for html in (full, empty):
        assert not re.search(r"\b(None|nan|NaN|inf|Undefined)\b", Reader(html).text)


def test_comparison_without_prediction_has_no_ratio(empty_design, synthetic_design):
    comparison = Comparison(
        quantity="effective_conductivity",
        measured=synthetic_design.effective_conductivity,
        predicted=empty_design.effective_conductivity,
        source=synthetic_design.sources[0],
    )
    design = empty_design.model_copy(update={"comparisons": (comparison,)})
    assert "no prediction" in page(design, (), PICTURES, [])


def test_text_of_a_recipe_stays_text(synthetic_design):
    evil = "<script>alert('x')</script>"
    series = synthetic_design.arrhenius
    design = synthetic_design.model_copy(
        update={
            "name": evil,
            "description": evil,
            "recipe": evil,
            "notes": (evil,),
            "mass_fractions": {evil: 1.0},
            **dict.fromkeys(CURVES),
            "arrhenius": series.model_copy(
                update={"note": evil, "marks": (Mark(label=f"$\\{evil}", x=300.0, y=0.1),)}
            ),
        }
    )
    html = page(design, charts(design), PICTURES, [])
    assert "<script" not in html
    assert html.count("&lt;script&gt;") >= 6


@pytest.mark.parametrize(
    ("locator", "doi"),
    [
        ("10.1000/test.182", "10.1000/test.182"),
        ("doi:10.1000/test(18)2a.", "10.1000/test(18)2a"),
        ("https://doi.org/10.1000/182", "10.1000/182"),
        ("javascript:alert(1)", ""),
        ("table 3", ""),
        ('10.1000/182"onclick="x', "10.1000/182"),
    ],
)
def test_only_a_doi_becomes_a_link(locator, doi):
    assert doi_of(locator) == doi


def test_the_page_says_where_the_binder_is(full):
    words = " ".join(Reader(full).words)
    assert "Share of the binder: coating" in words
    assert "Share of the binder: necks" in words
    assert "Area free of the support, face to face" in words
    assert "Ceramic between the support’s fibres" in words
    assert "densest layer" not in words  # not counted there


@pytest.mark.parametrize("name", CURVES)
def test_csv_beside_each_chart_holds_the_curve(name, folder, synthetic_design):
    series = getattr(synthetic_design, name)
    assert (folder / "figures" / f"{name}.svg").stat().st_size > 5000
    with (folder / "figures" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        headings, *rows = csv.reader(file)
    x_unit = display_unit(series.x_unit, series.x_name)
    y_unit = display_unit(series.y_unit, series.y_name)
    assert headings[:2] == [f"{series.x_name} [{x_unit}]", f"{series.y_name} [{y_unit}]"]
    x, y = ([float(row[i]) for row in rows] for i in (0, 1))
    assert x == pytest.approx([to_display(v, x_unit) for v in series.x])
    assert y == pytest.approx([to_display(v, y_unit) for v in series.y])
    if series.y_std is not None:
        std = [float(row[2]) for row in rows]
        assert std == pytest.approx([width_to_display(s, y_unit) for s in series.y_std])


def test_arrhenius_csv_has_celsius_and_inverse_temperature(folder):
    with (folder / "figures" / "arrhenius.csv").open(encoding="utf-8", newline="") as file:
        first = next(csv.DictReader(file))
    assert float(first["temperature [degC]"]) == pytest.approx(-20.0)
    assert float(first["conductivity [mS/cm]"]) == pytest.approx(0.1, rel=0.1)
    assert float(first["1000/T [1/K]"]) == pytest.approx(1000 / 253.15)


def test_points_stand_in_a_table_of_their_own(folder):
    with (folder / "figures" / "density_pressure_points.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["kind"] for row in rows] == ["predicted", "measured"]
    assert float(rows[1]["pressure [MPa]"]) == pytest.approx(362.0)
    assert rows[1]["std of relative density [%]"] == ""


def test_every_figure_has_its_numbers_beside_it(folder):
    files = {p.name for p in (folder / "figures").iterdir()}
    pictures = {Path(f).stem for f in files if f.endswith((".svg", ".png"))}
    assert {"structure", "slice", "current", "published_1c", "published_2e"} < pictures
    assert {p for p in pictures if not {f"{p}.csv", f"{p}.npz"} & files} == set()


def test_planes_and_block_are_the_voxels_that_are_drawn(folder, synthetic_design):
    structure, middle = synthetic_design.structure, synthetic_design.structure.shape[1] // 2
    planes = {
        "slice": structure.phase[:, middle],
        "slice_grains": structure.grain[:, middle],
        "current": synthetic_design.current.modulus,
    }
    for name, plane in planes.items():
        lines = (folder / "figures" / f"{name}.csv").read_text(encoding="utf-8").splitlines()
        head, *rows = csv.reader(lines)
        assert head[0] == "z [um] by x [um]"
        edge = structure.voxel_size * 1e6
        assert [float(x) for x in head[1:]] == pytest.approx((np.arange(len(plane)) + 0.5) * edge)
        heights, values = np.split(np.array(rows, float), [1], axis=1)
        assert heights[:, 0] == pytest.approx((np.arange(len(plane[0])) + 0.5) * edge)
        np.testing.assert_allclose(values, plane.T, rtol=1e-6)
    with np.load(folder / "figures" / "structure.npz") as block:
        np.testing.assert_array_equal(block["phase"], structure.phase)
        np.testing.assert_array_equal(block["grain"], structure.grain)
        assert block["voxel_size"] == structure.voxel_size


def test_numbers_of_published_membranes_hold_the_design(folder, synthetic_design):
    with (folder / "figures" / "published_1c.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    own = [row for row in rows if row["system"].startswith("this design")]
    assert len(rows) - len(own) > 20
    kelvin = [273.15 + float(row["temperature [degC]"]) for row in own]
    assert kelvin == pytest.approx((*synthetic_design.arrhenius.x, 298.15))
    sigma = [0.1 * float(row["conductivity [mS/cm]"]) for row in own]
    effective = synthetic_design.effective_conductivity.value
    assert sigma == pytest.approx((*synthetic_design.arrhenius.y, effective))
    assert own[-1]["system"] == f"this design: {synthetic_design.name}"


def test_the_star_stands_at_the_designs_own_temperature_and_value(synthetic_design):
    curve = synthetic_design.arrhenius
    shifted = curve.model_copy(update={"x": tuple(t + 3.5 for t in curve.x)})  # off its grid
    design = synthetic_design.model_copy(update={"arrhenius": shifted})
    axes = Figure().add_subplot()
    assert draw_own(axes, design) == ""
    star = axes.lines[-1]
    assert star.get_xdata() == pytest.approx([1000 / 298.15])
    assert star.get_ydata() == pytest.approx([10 * design.effective_conductivity.value])


def test_a_design_without_a_curve_has_no_star_and_why(synthetic_design, empty_design):
    bare = synthetic_design.model_copy(update={"arrhenius": None})
    for design, why in (
        (bare, "the conductivity is not known over temperature"),
        (empty_design, empty_design.effective_conductivity.reason),
    ):
        figure = published_figures(design)[0]
        assert figure.missing == why
        assert "this design" not in figure.csv


def test_every_line_of_figure_1c_is_in_its_legend(synthetic_design):
    printed = published_figures(synthetic_design)[0].printed
    named = [text.get_text() for text in printed.legends[0].get_texts()]
    assert named == [line.get_label() for line in printed.axes[0].lines]
    assert named[-2:] == ["this design over temperature", "this design"]


def test_formulas_have_low_digits_but_not_in_attributes_and_code(synthetic_design):
    design = synthetic_design.model_copy(
        update={"name": "Li6PS5Cl", "recipe": "name: Li6PS5Cl", "notes": ("H2S from Li6PS5Cl",)}
    )
    html = page(design, (), PICTURES, [])
    assert "<h1>Li<sub>6</sub>PS<sub>5</sub>Cl</h1>" in html
    assert "<title>Li6PS5Cl – membrane report</title>" in html
    assert "<code>name: Li6PS5Cl</code>" in html
    assert "H<sub>2</sub>S from Li" in html


def test_a_bare_doi_stands_alone_in_the_list_of_references(synthetic_design):
    uses = ("mandrel", "Young")
    sources = tuple(
        Source(
            used_for=use,
            text=f"A, J. Tests {n} (2000) 2" if n else "a value",
            locator=f"10.1000/{n}",
        )
        for n, use in enumerate(uses)
    )
    html = page(synthetic_design.model_copy(update={"sources": sources}), (), PICTURES, [])
    assert '<li><a href="https://doi.org/10.1000/0"' in html
    assert '<li>A, J. Tests 1 (2000) 2, <a href="https://doi.org/10.1000/1"' in html


def test_the_design_stands_on_its_own_curves(synthetic_design):
    design = synthetic_design.model_copy(update=dict.fromkeys(CURVES[:2]))
    drawn = {chart.name: chart.series for chart in charts(design)}
    (energy,) = drawn["energy_thickness"].marks
    assert (energy.x, energy.y) == (
        synthetic_design.thickness.value,
        synthetic_design.specific_energy.value,
    )
    (bending,) = drawn["thickness_radius"].marks
    assert (bending.y_low, bending.y_high) == (9.2e-3, 37e-3)


def test_wide_ranges_get_logarithmic_axes(synthetic_design):
    def axis_numbers(factor):
        series = Series(
            x_name="thickness",
            x_unit="m",
            x=(5e-6, factor * 5e-6),
            y_name="bend_radius_minimum",
            y_unit="m",
            y=(1e-3, factor * 1e-3),
        )
        update = {**dict.fromkeys(CURVES), "thickness_radius": series}
        return charts(synthetic_design.model_copy(update=update))[0].svg.decode()

    assert "<!-- 0 -->" in axis_numbers(10)
    assert "<!-- 0 -->" not in axis_numbers(100)
    assert "<!-- 500 -->" in axis_numbers(100)


def test_measured_points_have_different_shapes(synthetic_design):
    measured = tuple(Mark(label=f"no. {k}", x=3e8, y=0.9, measured=True) for k in range(2))
    own = Mark(label="this membrane", x=3e8, y=0.9)
    axes = Figure().add_subplot()
    series = synthetic_design.density_pressure.model_copy(update={"marks": (own, *measured)})
    draw_plain(axes, series)
    assert len({container[0].get_marker() for container in axes.containers}) == 3


def test_repeated_reason_of_the_mandrel_is_said_once(synthetic_design):
    mandrel = tuple(m.model_copy(update={"reason": "the same"}) for m in synthetic_design.mandrel)
    html = page(synthetic_design.model_copy(update={"mandrel": mandrel}), (), PICTURES, [])
    assert html.count("the same<") == 1
    assert html.count("as above<") == 2


def test_density_without_marks_shows_the_level_of_the_membrane(synthetic_design):
    series = synthetic_design.density_pressure.model_copy(update={"marks": ()})
    others = dict.fromkeys(CURVES[1:])
    bare = synthetic_design.model_copy(update={**others, "density_pressure": series})
    denser = synthetic_design.relative_density.model_copy(update={"value": 0.8})
    pictures = [
        charts(d)[0].svg for d in (bare, bare.model_copy(update={"relative_density": denser}))
    ]
    assert pictures[0] != pictures[1]


def test_where_a_value_stands_is_linked_or_said_to_be_unknown(synthetic_design):
    two = Source(used_for="two works", text="compiled", locator="10.1000/one|10.1000/two")
    none = Source(used_for="memory", text="recalled", kind="unverified", confidence="low")
    html = page(synthetic_design.model_copy(update={"sources": (two, none)}), (), PICTURES, [])
    text = Reader(html).text
    assert "two works compiled doi.org/10.1000/one , doi.org/10.1000/two not stated" in text
    assert "memory recalled not stated unverified low" in text


def test_same_design_same_bytes(folder, synthetic_design, tmp_path):
    write_report(synthetic_design, tmp_path)
    first, second = (
        {p.relative_to(root): p.read_bytes() for p in root.rglob("*") if p.is_file()}
        for root in (folder, tmp_path)
    )
    assert len(first) == 29
    assert first[Path("references.bib")].decode() == bibtex_of(synthetic_design)
    assert first == second


def relative_luminance(colour):
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_text_has_the_contrast_of_wcag_aa(full):
    light, dark = (
        {name: c if len(c) == 7 else "#" + "".join(2 * x for x in c[1:]) for name, c in found}
        for found in (
            re.findall(r"--([a-z-]+): (#[0-9a-f]+)", part)
            for part in re.findall(r":root \{(.*?)\}", full, re.DOTALL)
        )
    )
    for theme in (light, dark):
        pairs = [
            (ink, ground)
            for ink in ("ink", "quiet", "link", "yes", "no", "uncertain", "unknown")
            for ground in ("page", "card")
        ]
        for ink, ground in [*pairs, ("badge-ink", "badge")]:
            bright, dim = sorted(
                (relative_luminance(theme[name]) for name in (ink, ground)), reverse=True
            )
            assert (bright + 0.05) / (dim + 0.05) >= 4.5, (ink, ground)


@pytest.mark.parametrize(
    ("periodic", "words"),
    [(True, "A periodic piece of the bulk"), (False, "A piece through the whole thickness")],
)
def test_caption_says_which_piece_was_packed(synthetic_design, periodic, words):
    structure = replace(synthetic_design.structure, periodic=(True, True, periodic))
    html = page(synthetic_design.model_copy(update={"structure": structure}), (), PICTURES, [])
    assert words in html


def test_each_solve_says_its_geometry_and_where_the_power_goes(full, synthetic_design):
    words = " ".join(Reader(full).words)
    geometry = {"grains": "grains cut by the grid", "voxels": "voxels"}
    for solve in synthetic_design.conduction:
        assert geometry[solve.geometry] in words
        for phase, share in solve.dissipation.items():
            assert f"{phase} {100 * share:.3g} %" in words


def test_the_current_is_drawn_where_there_is_one(full, folder, empty):
    assert (folder / "figures" / "current.png").stat().st_size > 1000
    assert "more than 3.2 times the mean" in full
    assert "Current density in the same slice" not in empty


def test_an_axis_of_many_decades_has_its_powers_of_ten():
    axes = Figure().add_subplot()
    draw_plain(
        axes,
        Series(
            x_name="volume under load",
            x_unit="m^3",
            x=(1e-14, 1e-5),
            y_name="median strength",
            y_unit="Pa",
            y=(2e6, 1e6),
        ),
    )
    axes.figure.draw_without_rendering()
    assert axes.get_xlabel() == "Volume under load (mm³)"
    assert {"10⁻⁴", "10²"} <= {label.get_text() for label in axes.get_xticklabels()}
