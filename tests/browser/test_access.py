"""The page for everybody: contrast, names, narrow screens, no WebGL."""

import pytest

pytestmark = pytest.mark.slow

VIEWS = ("", "results", "compare", "literature/1c", "solvents", "studies", "upload", "jobs")


def complaints_of_axe(page, axe: str) -> list[str]:
    page.evaluate(axe)
    only = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa"], "resultTypes": ["violations"]}
    found = page.evaluate("(only) => axe.run(document, only)", only)
    return [
        f"{rule['id']}: {node['html'][:160]} {node['failureSummary'][:300]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", VIEWS)
def test_views_meet_wcag_aa(tab, axe, view, scheme):
    page = tab(view, scheme=scheme)
    assert complaints_of_axe(page, axe) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_recipe_and_result_meet_wcag_aa(tab, axe, designs, scheme):
    page = tab(f"results/{designs[0]}", scheme=scheme)
    page.wait_for_selector(".stage canvas")
    assert complaints_of_axe(page, axe) == []
    page = tab("", scheme=scheme)
    page.click("[data-example=lpscl-ptfe-dry]")
    page.wait_for_selector(".light")
    assert complaints_of_axe(page, axe) == []


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_overflows_a_narrow_screen(tab, view):
    page = tab(view, width=390)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_theme_switch_outlives_a_reload(tab):
    page = tab()
    page.get_by_label("Colours").select_option("dark")
    page.reload()
    page.wait_for_selector(".page[data-ready]")
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"


def test_without_webgl_a_picture_stands_in(page_without_webgl, server, designs):
    page = page_without_webgl
    page.goto(f"{server.address}/#/results/{designs[0]}")
    page.locator("img.fallback").wait_for()
    page.wait_for_function("() => document.querySelector('img.fallback').naturalWidth > 300")
    page.wait_for_selector("canvas.slice[data-shown]")
