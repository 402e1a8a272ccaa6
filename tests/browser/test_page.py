"""The page in a real browser: what a visitor does, from the first visit to the first result."""

import csv
import io
import json
import re
import time
import zipfile
from pathlib import Path

import numpy as np
import pytest
import tifffile

pytestmark = pytest.mark.slow

EXAMPLE = "[data-example=lpscl-ptfe-dry]"
JOB = 600_000
"""ms for what is computed in a job."""


def until(true, seconds: float = 120.0) -> None:
    """Wait for a condition that the page cannot be asked for."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"not so after {seconds} s"
        time.sleep(0.05)


def at_rest(canvas) -> bytes:
    """Return the picture of a canvas once it changes no more."""
    shots = [canvas.screenshot()]

    def same() -> bool:
        shots.append(canvas.screenshot())
        return shots[-1] == shots[-2]

    until(same)
    return shots[-1]


def wait_for_text(page, text: str) -> None:
    """Wait until the recipe holds a text."""
    page.wait_for_function(
        "text => document.querySelector('.editor textarea').value.includes(text)", arg=text
    )


def field(page, path: str):
    """The control of a field of the form by its dotted path."""
    section, name = path.rsplit(".", 1)
    group = page.locator("fieldset", has=page.locator("legend", has_text=re.compile(section, re.I)))
    return group.first.get_by_label(re.compile(f"^{name}", re.I)).first


def text_of_editor(page) -> str:
    return page.get_by_label("Recipe as YAML").input_value()


@pytest.fixture
def design_page(tab):
    page = tab()
    page.click(EXAMPLE)
    page.wait_for_selector(".light")
    return page


def test_first_visit_to_first_result(design_page, server):
    page = design_page
    page.click(".light >> text=why?")
    assert "Does Li6PS5Cl come through dry processing?" in page.locator("dialog h2").inner_text()
    page.keyboard.press("Escape")
    page.locator("dialog").wait_for(state="detached")
    page.get_by_role("button", name="Run").click()
    page.wait_for_selector("progress")
    page.wait_for_selector(".tiles", timeout=JOB)
    assert page.locator(".verdicts .card").count() >= 4
    assert page.locator(".tile", has_text="Effective conductivity").inner_text().count("±") == 1
    page.wait_for_selector(".stage canvas")
    assert page.locator("figure.chart").count() >= 4
    archive = page.get_by_role("link", name="Everything (zip)").get_attribute("href")
    assert page.request.get(server.address + archive).body()[:2] == b"PK"


def test_form_and_yaml_stay_in_step(design_page):
    page = design_page
    field(page, "press.pressure").fill("300 MPa")
    wait_for_text(page, "300 MPa")
    assert "# Li6PS5Cl with 0.5 wt% PTFE" in text_of_editor(page)
    field(page, "targets.thickness").fill("25 um")
    wait_for_text(page, "25 um")
    assert "300 MPa" in text_of_editor(page)
    changed = text_of_editor(page).replace("thickness: 15 um", "thickness: 18 um")
    page.get_by_label("Recipe as YAML").fill(changed)
    page.wait_for_function(
        "() => [...document.querySelectorAll('input')].some((input) => input.value === '18 um')"
    )
    until(lambda: field(page, "membrane.thickness").input_value() == "18 um")
    page.reload()
    page.wait_for_selector(".light")
    until(lambda: field(page, "membrane.thickness").input_value() == "18 um")


def test_a_change_of_the_form_waits_while_the_text_cannot_be_read(design_page):
    """Also over a reload."""
    page = design_page
    right = text_of_editor(page)
    page.get_by_label("Recipe as YAML").fill(right.replace("process: dry", "process: [dry"))
    page.locator(".general .error", has_text="line").wait_for()
    page.get_by_label(re.compile("^Reference")).fill("MINE")
    page.locator(".general .waiting").wait_for()
    page.reload()
    page.locator(".general .waiting").wait_for()
    page.get_by_label("Recipe as YAML").fill(right)
    wait_for_text(page, "reference: MINE")
    page.locator(".general .waiting").wait_for(state="detached")


def test_wrong_input_is_told_beside_its_field(design_page):
    page = design_page
    thickness = field(page, "membrane.thickness")
    thickness.fill("15")
    around = thickness.locator("xpath=ancestor::div[contains(@class, 'field')][1]")
    around.locator(".error", has_text="unit").wait_for()
    assert "wrong" in around.get_attribute("class")
    run = page.get_by_role("button", name="Run")
    until(run.is_disabled)
    field(page, "binder.material").fill("PTFF")  # its name is looked up although 15 has no unit
    page.locator(".suggestion", has_text=re.compile("^PTFE$")).click()
    wait_for_text(page, "material: PTFE")
    around.locator(".error", has_text="unit").wait_for()
    thickness.fill("15 um")
    around.locator(".error", has_text="unit").wait_for(state="detached")
    until(run.is_enabled)


def test_nearest_name_mends_an_unknown_key(design_page):
    page = design_page
    misspelt = text_of_editor(page).replace("  pressure: 360 MPa", "  presure: 360 MPa")
    page.get_by_label("Recipe as YAML").fill(misspelt)
    page.click("button.suggestion >> text=pressure")
    wait_for_text(page, "  pressure: 360 MPa")
    page.wait_for_selector(".light")
    assert re.search(r"^  pressure: 360 MPa", text_of_editor(page), re.M)
    assert "presure" not in text_of_editor(page)


def test_nearest_name_mends_a_name_within_its_value(design_page):
    page = design_page
    for right, wrong in [
        ("size: lognormal(", "size: lognorml("),
        ("[Li2S-P2S5 glass]", "[Li2S-P2S5 glas]"),
        ("active_material: NMC811", "active_material: NMC81"),
        ("Li6PS5Cl: 20 wt%", "Li6PS5C: 20 wt%"),
    ]:
        before = text_of_editor(page)
        assert right in before
        page.get_by_label("Recipe as YAML").fill(before.replace(right, wrong))
        page.locator(".field .suggestion, .group .suggestion").first.click()
        wait_for_text(page, right)
        page.wait_for_selector(".light")


def test_cancel_in_one_tab_shows_in_the_other(design_page, tab):
    page = design_page
    other = tab("jobs")
    page.get_by_label("Seeds").fill("3")
    page.get_by_role("button", name="Run").click()
    page.wait_for_selector("progress")
    line = other.locator("tr", has_text="PTFE, dry").first
    line.locator("progress").wait_for()
    page.get_by_role("button", name="Cancel").click()
    page.wait_for_selector(".state.cancelled")
    line.locator(".state.cancelled").wait_for()


def test_a_remaining_time_counts_down_and_ends(tab):
    page = tab()
    job = {"id": "0123456789abcdef", "kind": "design", "title": "slow", "state": "running"}
    job |= {"created": 1.0, "started": 1.0, "ended": None, "error": None, "summary": None}
    progress = {"stage": "pressing", "done": 0.5, "total": 1.0, "seconds_left": 2.0}
    news = json.dumps(job | {"progress": progress | {"overdue": False}})
    stream = f"retry: 600000\nevent: job\ndata: {news}\n\n"
    page.route("**/api/events", lambda r: r.fulfill(body=stream, content_type="text/event-stream"))
    page.goto(f"{page.url}#/results/{job['id']}")
    page.reload()
    page.locator(".progress", has_text="about 2 s left").wait_for()
    page.locator(".progress", has_text="about 1 s left").wait_for()
    page.locator(".progress", has_text="Pressing, longer than estimated").wait_for()


def test_slice_and_volume_answer_to_the_keyboard(tab, designs):
    page = tab(f"results/{designs[0]}")
    page.locator(".computation", has_text="Level quick, 200 particles · Seeds 0").wait_for()
    page.wait_for_selector("canvas.slice[data-shown]")
    before = page.locator("canvas.slice").get_attribute("data-shown")
    page.get_by_label("Depth").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "shown => document.querySelector('canvas.slice').dataset.shown !== shown", arg=before
    )
    page.get_by_label("Field").select_option("potential")
    page.wait_for_selector("canvas.slice[data-shown^=potential]")
    assert "V" in page.locator(".colourbar").inner_text()
    assert "pore" in page.locator(".colourbar .legend").inner_text()
    canvas = page.locator(".stage canvas")
    before = at_rest(canvas)
    canvas.focus()
    focused = at_rest(canvas)
    assert focused != before  # the focus is seen
    page.keyboard.press("ArrowLeft")
    until(lambda: canvas.screenshot() not in (before, focused))
    plot = page.locator(".plot").first
    plot.focus()
    page.keyboard.press("ArrowRight")
    assert "MPa" in page.locator("figure.chart .readout").first.inner_text()


@pytest.mark.parametrize(
    ("name", "start"), [("SVG", b"<svg"), ("PNG", b"\x89PNG"), ("CSV", b"series,")]
)
def test_charts_are_exported(tab, designs, name, start):
    page = tab(f"results/{designs[0]}")
    button = page.get_by_role("button", name=f"Density against pressure as {name}")
    with page.expect_download() as waited:
        button.click()
    content = Path(waited.value.path()).read_bytes()
    assert content.startswith(start)
    assert name == "PNG" or "± 1 std" in content.decode()  # the band is in the legend


def test_formulas_of_an_exported_chart_are_set_low(tab):
    page = tab("literature/1c")
    button = page.get_by_role("button", name="Conductivity against temperature as SVG")
    with page.expect_download() as waited:
        button.click()
    assert "Li₆PS₅Cl pellet" in Path(waited.value.path()).read_text(encoding="utf-8")


def test_names_that_are_formulas_stay_text_in_an_exported_chart(tab):
    """As in the tables of Python (core/spreadsheet.py): an apostrophe before them."""

    def renamed(route):
        answer = route.fetch()
        chart = answer.json()
        for series, name in zip(chart["series"], names, strict=False):
            series["name"] = name
        route.fulfill(response=answer, json=chart)

    names = ["=1+1", "-1.5e-3", "'-x", "PTFE, dry"]
    page = tab()
    page.route("**/api/literature/1c*", renamed)
    page.goto(f"{page.url}#/literature/1c")
    button = page.get_by_role("button", name="Conductivity against temperature as CSV")
    with page.expect_download() as waited:
        button.click()
    rows = csv.DictReader(Path(waited.value.path()).read_text(encoding="utf-8").splitlines())
    series = [*dict.fromkeys(row["series"] for row in rows)]
    assert series[: len(names)] == ["'=1+1", "-1.5e-3", "''-x", "PTFE, dry"]


def test_compare_two_designs(tab, designs):
    def coarser(route):
        answer = route.fetch()
        unlike = {"path": "level", "values": ["quick", "fine"]}
        told = {"warnings": ["Unlike levels."], "computation": [unlike]}
        route.fulfill(response=answer, json=answer.json() | told)

    page = tab("compare")
    page.route("**/api/compare*", coarser)
    for job in designs:
        page.locator(f"input[name='{job}']").check()
    page.locator(".warning", has_text="Unlike levels.").wait_for()
    results, recipes = page.locator("table.compare").nth(0), page.locator("table.compare").nth(1)
    recipes.locator("tr", has_text="press.pressure").wait_for()
    assert "fine" in recipes.locator("tr", has_text="Level").inner_text()
    difference = recipes.locator("tr", has_text="press.pressure").inner_text()
    assert "360 MPa" in difference
    assert "250 MPa" in difference
    strips = results.locator("tr", has_text="Relative density").locator("svg.strip circle")
    until(lambda: strips.count() == 2)
    radius = results.locator("tr", has_text="Smallest bend radius")
    assert re.search(r"range .* to .*mm\s*estimate", radius.inner_text())
    page.set_viewport_size({"width": 390, "height": 900})
    for shown in (radius.locator("svg.strip"), radius.locator("td").nth(1)):
        box = shown.bounding_box()
        assert 0 <= box["x"] <= box["x"] + box["width"] <= 390
    assert recipes.locator("td", has_text="250 MPa").bounding_box()["x"] < 390


def test_a_link_to_designs_that_are_gone_says_so(tab, designs):
    tab.failing = True
    page = tab(f"compare?jobs={designs[0]},0123456789abcdef")
    page.locator(".empty", has_text="is gone").wait_for()
    for job in designs:
        page.locator(f"input[name='{job}']").check()
    page.locator("table.compare").first.wait_for()


def test_designs_stand_among_published_membranes(tab, designs):
    page = tab("literature/2c")
    page.locator(f"input[name='{designs[0]}']").check()
    page.locator(".legend li", has_text="dry at 360 MPa").wait_for()
    page.locator(f"input[name='{designs[1]}']").check()
    page.locator(".legend li", has_text="dry at 250 MPa").wait_for()
    stars = (
        page.locator(".legend li", has_text="dry at")
        .locator("path")
        .evaluate_all("stars => stars.map((star) => star.getAttribute('fill'))")
    )
    assert len(set(stars)) == 2
    page.click("summary >> text=published points")
    until(lambda: page.locator("table a[href^='https://doi.org/10.']").count() > 3)


def test_solvents_tell_their_mechanism(tab):
    page = tab("solvents")
    page.get_by_label("Find a solvent").fill("methanol")
    page.get_by_role("button", name=re.compile("^Li6PS5Cl in methanol: H2S release")).click()
    assert "H2S" in page.locator("dialog .mechanism").inner_text()


def choose_meaning(page) -> None:
    """Say what a size distribution counts and in which unit."""
    page.get_by_label("Shares by").select_option("area")
    page.get_by_label("Diameters in").select_option("um")


def test_upload_of_particle_sizes(tab):
    tab.failing = True
    page = tab("upload")
    table = b"diameter,share\n0.5,0\n1,10\n2,50\n4,90\n8,100\n"
    powder = {"name": "powder.csv", "mimeType": "text/csv", "buffer": table}
    page.get_by_label("File: psd").set_input_files(powder)
    page.locator(".upload .error", has_text="volume, area or number").wait_for()
    choose_meaning(page)
    page.get_by_label("File: psd").set_input_files(powder)
    page.wait_for_selector("text=d50")
    assert "basis=area, unit=um" in page.locator(".upload code").last.inner_text()


def test_upload_that_is_no_table_is_refused(tab):
    tab.failing = True
    page = tab("upload")
    choose_meaning(page)
    page.get_by_label("File: psd").set_input_files(
        {"name": "powder.csv", "mimeType": "text/csv", "buffer": b"\x00\x01\x02 no table"}
    )
    page.locator(".upload .error", has_text="no text").wait_for()


def test_result_of_an_earlier_file_goes_when_another_is_refused(tab):
    tab.failing = True
    page = tab("upload")
    choose_meaning(page)
    powder = {"name": "powder.csv", "mimeType": "text/csv"}
    table = b"diameter,share\n0.5,0\n1,10\n2,50\n8,100\n"
    page.get_by_label("File: psd").set_input_files(powder | {"buffer": table})
    page.wait_for_selector("text=d50")
    page.get_by_label("File: psd").set_input_files(powder | {"buffer": b"\x00\x01 no table"})
    page.locator(".upload .error:not(:empty)").first.wait_for()
    assert page.locator("text=d50").count() == 0


def test_upload_of_an_image_is_measured(tab):
    tab.failing = True
    page = tab("upload")
    stack = (np.random.default_rng(0).random((24, 24, 24)) < 0.8).astype(np.uint8)
    buffer = io.BytesIO()
    tifffile.imwrite(buffer, stack)
    page.get_by_label("File: image").set_input_files(
        {"name": "stack.tif", "mimeType": "image/tiff", "buffer": buffer.getvalue()}
    )
    measure = page.get_by_role("button", name="Measure")
    measure.click()
    page.locator(".error", has_text="Is missing. Allowed: the edge of a voxel").wait_for()
    assert page.locator("[aria-invalid=true]").get_attribute("name") == "voxel_size"
    page.get_by_label("Voxel size").fill("400 nm")
    page.get_by_label("Labels", exact=False).fill("0=pore,1=ceramic:2.5 mS/cm")
    measure.click()
    page.wait_for_selector("text=All numbers", timeout=JOB)
    page.wait_for_selector("canvas.slice[data-shown]")


def test_upload_of_other_stacks(tab):
    page = tab("upload")
    stack = (np.random.default_rng(0).random((7, 8, 9)) < 0.8).astype(np.uint8)
    array, slices = io.BytesIO(), io.BytesIO()
    np.save(array, stack)
    with zipfile.ZipFile(slices, "w") as zipped:
        for number, plane in enumerate(stack):
            page_of_tiff = io.BytesIO()
            tifffile.imwrite(page_of_tiff, plane)
            zipped.writestr(f"{number}.tif", page_of_tiff.getvalue())
    offered = page.get_by_label("File: image").get_attribute("accept").split(",")
    assert {".tif", ".npy", ".zip"} <= set(offered)
    for name, content in (("stack.npy", array), ("slices.zip", slices)):
        page.get_by_label("File: image").set_input_files(
            {"name": name, "mimeType": "application/octet-stream", "buffer": content.getvalue()}
        )
        page.get_by_text("7 × 8 × 9 voxels, uint8, labels 0, 1").wait_for()
        page.reload()
        page.wait_for_selector(".page[data-ready]")


def test_upload_of_a_spectrum_is_fitted(tab):
    page = tab("upload")
    frequency = np.logspace(6, 0, 40)
    impedance = 50 + 200 / (1 + 2j * np.pi * frequency * 200 * 1e-8)
    table = zip(frequency, impedance.real, -impedance.imag, strict=True)
    rows = [",".join(f"{number:.6g}" for number in row) for row in table]
    page.get_by_label("File: spectrum").set_input_files(
        {"name": "eis.csv", "mimeType": "text/csv", "buffer": "\n".join(rows).encode()}
    )
    page.get_by_text("Most imaginary parts were positive").wait_for()
    page.get_by_label("Area of the electrodes").fill("0.785 cm^2")
    page.get_by_label("Thickness of the membrane").fill("0.5 mm")
    page.route("**/charts", _with_leads_and_blocking)
    page.get_by_role("button", name="Fit").click()
    page.wait_for_selector("h2 >> text=Charts", timeout=JOB)
    chart = page.locator("figure.chart", has=page.locator("h3", has_text="Nyquist"))
    chart.locator(".legend li", has_text="measured").wait_for()
    chart.locator(".legend li", has_text="fit: R0-p(R1,CPE1)").wait_for()
    left, top, width, height = chart.locator(".plot clipPath rect").evaluate(
        "frame => ['x', 'y', 'width', 'height'].map(name => Number(frame.getAttribute(name)))"
    )
    marks = chart.locator(".plot path[transform^=translate]").evaluate_all(
        "marks => marks.map(m => m.transform.baseVal[0].matrix).map(({e, f}) => [e, f])"
    )
    assert len(marks) == len(frequency) + 2
    for across, down in marks:
        assert left - 1 <= across <= left + width + 1
        assert top - 1 <= down <= top + height + 1
    chart.get_by_text("Outside the plot, but in the CSV: 1 of its points").wait_for()
    page.click("summary >> text=All numbers")
    assert "Resistance" in page.locator("table.numbers").inner_text()


def _with_leads_and_blocking(route):
    """Add to a measured spectrum leads, electrodes that block, and the beginning of an arc."""
    answer = route.fetch()
    charts = answer.json()
    measured = charts[0]["series"][0]
    measured["x"] += [50.0, 260.0, 0.5]
    measured["y"] += [-400.0, 4000.0, 3.0]
    route.fulfill(response=answer, json=charts)


def _with_a_forbidden_combination(route):
    answer = route.fetch()
    combination = {"labels": {"a": "PTFE", "b": "toluene"}, "reason": "It does not dissolve."}
    route.fulfill(response=answer, json=answer.json() | {"forbidden": [combination]})


def test_study_draws_its_front(tab, server):
    page = tab("studies")
    study = (
        "name: Pressure\nkind: grid\nvary:\n  press.pressure: [200 MPa, 300 MPa, 400 MPa]\n"
        "objectives: {areal_conductance: maximise, bend_radius_minimum: minimise}\n"
    )
    page.get_by_label("Study as YAML").fill(study)
    page.get_by_label("Starts from").select_option("lpscl-ptfe-dry")
    page.get_by_role("button", name="Run the study").click()
    page.route("**/front", _with_a_forbidden_combination)
    page.wait_for_selector("figure.chart", timeout=JOB)
    page.wait_for_selector(".state.done", timeout=JOB)
    page.click("summary >> text=Combinations never sampled (1)")
    page.get_by_text("PTFE + toluene: It does not dissolve.").wait_for()
    page.locator("td", has_text="±").first.wait_for()
    bars = page.locator("path.error-bar").first.get_attribute("d")
    assert {"H", "V"} <= set(bars), "an error bar along each axis"
    page.locator("ul.notes", has_text="closed forms").wait_for()
    report = page.get_by_role("link", name="Report").get_attribute("href")
    assert "<html" in page.request.get(server.address + report).text()
    page.get_by_role("button", name="Open recipe").first.click()
    page.wait_for_selector(".light")


def test_study_starts_from_the_recipe_that_its_text_says(design_page, tab):
    """Also after it was left and shown again, while another recipe is in Design."""
    tab.failing = True
    page = design_page
    sent = []

    def keep(route):
        sent.append(route.request.post_data_json)
        route.fulfill(status=422, json={"error": {"message": "kept"}})

    page.route("**/api/jobs", keep)
    for text, expected in (
        ("name: one\nrecipe: llzo-peo.yaml\n", "LLZO"),
        ("name: two\nrecipe:\n  name: inside\n", None),
    ):
        page.click("nav >> text=Studies")
        page.wait_for_selector(".studies[data-ready]")
        page.get_by_label("Study as YAML").fill(text)
        page.click("nav >> text=Design")
        page.wait_for_selector(".light")
        page.click("nav >> text=Studies")
        page.get_by_role("button", name="Run the study").click()
        page.get_by_text("kept", exact=True).wait_for()
        if expected is None:
            assert "recipe" not in sent[-1]
        else:
            assert expected in sent[-1]["recipe"]


def test_change_that_did_not_arrive_goes_with_the_next_one(design_page, tab):
    tab.failing = True
    page = design_page
    page.route("**/api/recipe*", lambda route: route.abort(), times=1)
    field(page, "press.pressure").fill("300 MPa")
    page.get_by_text("the server does not answer").first.wait_for()
    field(page, "targets.thickness").fill("25 um")
    wait_for_text(page, "25 um")
    assert "300 MPa" in text_of_editor(page)


def test_tab_that_is_not_seen_holds_no_connection(browser, server):
    page = browser.new_page()
    page.add_init_script("""
        const streams = [];
        const Stream = EventSource;
        window.EventSource = function (address) {
          const stream = new Stream(address);
          streams.push(stream);
          return stream;
        };
        window.open_streams = () => streams.filter((one) => one.readyState !== 2).length;
        window.turn = (hidden) => {
          Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
        };
    """)
    page.goto(server.address)
    page.wait_for_selector(".page[data-ready]", timeout=JOB)
    assert page.evaluate("open_streams()") == 1
    page.evaluate("turn(true)")
    assert page.evaluate("open_streams()") == 0
    page.evaluate("turn(false)")
    assert page.evaluate("open_streams()") == 1
    page.close()
