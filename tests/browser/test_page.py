"""The page in a real browser: what a visitor does, from the first visit to the first result."""

import io
import re
from pathlib import Path

import numpy as np
import pytest
import tifffile

pytestmark = pytest.mark.slow

EXAMPLE = "[data-example=lpscl-ptfe-dry]"


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
    assert page.locator("dialog").count() == 0
    page.get_by_role("button", name="Run").click()
    page.wait_for_selector("progress")
    page.wait_for_selector(".tiles", timeout=400_000)
    assert page.locator(".verdicts .card").count() >= 4
    assert page.locator(".tile", has_text="Effective conductivity").inner_text().count("±") == 1
    page.wait_for_selector(".stage canvas")
    assert page.locator("figure.chart").count() >= 4
    archive = page.get_by_role("link", name="Everything (zip)").get_attribute("href")
    assert page.request.get(server.address + archive).body()[:2] == b"PK"


def test_form_and_yaml_stay_in_step(design_page):
    page = design_page
    field(page, "press.pressure").fill("300 MPa")
    page.wait_for_function(
        "() => document.querySelector('.editor textarea').value.includes('300 MPa')"
    )
    assert "# Li6PS5Cl with 0.5 wt% PTFE" in text_of_editor(page)
    field(page, "targets.thickness").fill("25 um")
    page.wait_for_function(
        "() => document.querySelector('.editor textarea').value.includes('25 um')"
    )
    assert "300 MPa" in text_of_editor(page)
    changed = text_of_editor(page).replace("thickness: 15 um", "thickness: 18 um")
    page.get_by_label("Recipe as YAML").fill(changed)
    page.wait_for_function(
        "() => [...document.querySelectorAll('input')].some((input) => input.value === '18 um')"
    )
    assert field(page, "membrane.thickness").input_value() == "18 um"
    page.reload()
    page.wait_for_selector(".light")
    assert field(page, "membrane.thickness").input_value() == "18 um"


def test_wrong_input_is_told_beside_its_field(design_page):
    page = design_page
    thickness = field(page, "membrane.thickness")
    thickness.fill("15")
    around = thickness.locator("xpath=ancestor::div[contains(@class, 'field')][1]")
    around.locator(".error", has_text="unit").wait_for()
    assert "wrong" in around.get_attribute("class")
    run = page.get_by_role("button", name="Run")
    assert run.is_disabled()
    thickness.fill("15 um")
    around.locator(".error", has_text="unit").wait_for(state="detached")
    page.wait_for_selector(".light")
    assert run.is_enabled()


def test_nearest_name_mends_an_unknown_key(design_page):
    page = design_page
    misspelt = text_of_editor(page).replace("  pressure: 360 MPa", "  presure: 360 MPa")
    page.get_by_label("Recipe as YAML").fill(misspelt)
    page.click("button.suggestion >> text=pressure")
    page.wait_for_selector(".light")
    assert re.search(r"^  pressure: 360 MPa", text_of_editor(page), re.M)
    assert "presure" not in text_of_editor(page)


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


def test_slice_and_volume_answer_to_the_keyboard(tab, designs):
    page = tab(f"results/{designs[0]}")
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
    page.wait_for_selector(".stage canvas")
    shot = page.locator(".stage canvas").screenshot()
    page.locator(".stage canvas").focus()
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    page.wait_for_timeout(500)
    assert page.locator(".stage canvas").screenshot() != shot
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
    assert Path(waited.value.path()).read_bytes().startswith(start)


def test_compare_two_designs(tab, designs):
    page = tab("compare")
    for job in designs:
        page.locator(f"input[name='{job}']").check()
    results, recipes = page.locator("table.compare").nth(0), page.locator("table.compare").nth(1)
    recipes.locator("tr", has_text="press.pressure").wait_for()
    difference = recipes.locator("tr", has_text="press.pressure").inner_text()
    assert "360 MPa" in difference
    assert "250 MPa" in difference
    assert (
        results.locator("tr", has_text="Relative density").locator("svg.strip circle").count() == 2
    )


def test_designs_stand_among_published_membranes(tab, designs):
    page = tab("literature/2c")
    page.locator(f"input[name='{designs[0]}']").check()
    page.locator(".legend li", has_text="dry at 360 MPa").wait_for()
    page.click("summary >> text=published points")
    assert page.locator("table a[href^='https://doi.org/10.']").count() > 3


def test_solvents_tell_their_mechanism(tab):
    page = tab("solvents")
    page.get_by_label("Find a solvent").fill("methanol")
    page.get_by_role("button", name=re.compile("^Li6PS5Cl in methanol: H2S release")).click()
    assert "H2S" in page.locator("dialog .mechanism").inner_text()


def test_upload_of_particle_sizes(tab):
    page = tab("upload")
    table = b"diameter,share\n0.5,0\n1,10\n2,50\n4,90\n8,100\n"
    page.get_by_label("File: psd").set_input_files(
        {"name": "powder.csv", "mimeType": "text/csv", "buffer": table}
    )
    page.wait_for_selector("text=d50")
    assert "csv(" in page.locator(".upload code").last.inner_text()


def test_upload_that_is_no_table_is_refused(tab):
    page = tab("upload")
    page.get_by_label("File: psd").set_input_files(
        {"name": "powder.csv", "mimeType": "text/csv", "buffer": b"\x00\x01\x02 no table"}
    )
    page.locator(".upload .error:not(:empty)").first.wait_for()
    assert tab.complaints.pop().startswith("Failed to load resource")  # Chromium reports each 4xx


def test_upload_of_an_image_is_measured(tab):
    page = tab("upload")
    stack = (np.random.default_rng(0).random((24, 24, 24)) < 0.8).astype(np.uint8)
    buffer = io.BytesIO()
    tifffile.imwrite(buffer, stack)
    page.get_by_label("File: image").set_input_files(
        {"name": "stack.tif", "mimeType": "image/tiff", "buffer": buffer.getvalue()}
    )
    page.get_by_label("Voxel size").fill("400 nm")
    page.get_by_label("Labels", exact=False).fill("0=pore,1=ceramic:2.5 mS/cm")
    page.get_by_role("button", name="Measure").click()
    page.wait_for_selector("text=All numbers", timeout=120_000)
    page.wait_for_selector("canvas.slice[data-shown]")


def test_upload_of_a_spectrum_is_fitted(tab):
    page = tab("upload")
    frequency = np.logspace(6, 0, 40)
    impedance = 50 + 200 / (1 + 2j * np.pi * frequency * 200 * 1e-8)
    rows = [f"{f:.6g},{z.real:.6g},{z.imag:.6g}" for f, z in zip(frequency, impedance, strict=True)]
    page.get_by_label("File: spectrum").set_input_files(
        {"name": "eis.csv", "mimeType": "text/csv", "buffer": "\n".join(rows).encode()}
    )
    page.get_by_label("Area of the electrodes").fill("0.785 cm^2")
    page.get_by_label("Thickness of the membrane").fill("0.5 mm")
    page.get_by_role("button", name="Fit").click()
    page.wait_for_selector("h2 >> text=Charts", timeout=120_000)
    page.locator("figure.chart h3", has_text="Nyquist").wait_for()
    page.click("summary >> text=All numbers")
    assert "Resistance" in page.locator("table.numbers").inner_text()


def test_study_draws_its_front(tab, server):
    page = tab("studies")
    study = (
        "name: Pressure\nkind: grid\nvary:\n  press.pressure: [200 MPa, 300 MPa, 400 MPa]\n"
        "objectives: {areal_conductance: maximise, bend_radius_minimum: minimise}\n"
    )
    page.get_by_label("Study as YAML").fill(study)
    page.get_by_label("Starts from").select_option("lpscl-ptfe-dry")
    page.get_by_role("button", name="Run the study").click()
    page.wait_for_selector("figure.chart", timeout=120_000)
    page.wait_for_selector(".state.done", timeout=120_000)
    page.locator("td", has_text="±").first.wait_for()
    page.locator("ul.notes", has_text="closed forms").wait_for()
    report = page.get_by_role("link", name="Report").get_attribute("href")
    assert "<html" in page.request.get(server.address + report).text()
    page.get_by_role("button", name="Open recipe").first.click()
    page.wait_for_selector(".light")


def test_study_starts_from_the_recipe_that_its_text_says(design_page, tab):
    """Also after it was left and shown again, while another recipe is in Design."""
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
    _only_failed_loads(tab)


def test_change_that_did_not_arrive_goes_with_the_next_one(design_page, tab):
    page = design_page
    page.route("**/api/recipe*", lambda route: route.abort(), times=1)
    field(page, "press.pressure").fill("300 MPa")
    page.get_by_text("the server does not answer").first.wait_for()
    field(page, "targets.thickness").fill("25 um")
    page.wait_for_function(
        "() => document.querySelector('.editor textarea').value.includes('25 um')"
    )
    assert "300 MPa" in text_of_editor(page)
    _only_failed_loads(tab)


def _only_failed_loads(tab):
    """Take back the complaints about requests that a test made fail."""
    assert all("Failed to load resource" in line for line in tab.complaints)
    tab.complaints.clear()


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
    page.wait_for_selector(".page[data-ready]")
    assert page.evaluate("open_streams()") == 1
    page.evaluate("turn(true)")
    assert page.evaluate("open_streams()") == 0
    page.evaluate("turn(false)")
    assert page.evaluate("open_streams()") == 1
    page.close()
