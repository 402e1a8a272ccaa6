"""Time the web page in headless Chromium and print a table: `python benchmarks/app.py`.

Needs Chromium and Playwright (`make test-browser` installs both). Rendering is by software
(SwiftShader), on the processor's cores; a graphics card is faster.
"""

import json
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

import numpy as np
from playwright.sync_api import Page, Route, sync_playwright

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]
SPHERES = 20_000

SLICE_CHANGE = """async () => {
  const depth = [...document.querySelectorAll('.slices input[type=range]')][0];
  const canvas = document.querySelector('canvas.slice');
  const times = [];
  for (let k = 0; k < 20; k += 1) {
    const before = canvas.dataset.shown, started = performance.now();
    depth.value = String(k + 5);
    depth.dispatchEvent(new Event('input'));
    while (canvas.dataset.shown === before) await new Promise(requestAnimationFrame);
    times.push(performance.now() - started);
  }
  return times;
}"""

FORM_RESPONSE = """async () => {
  const box = [...document.querySelectorAll('.recipe input')].find((i) => i.value.endsWith(' MPa'));
  const yaml = document.querySelector('.editor textarea');
  const times = [];
  for (let k = 0; k < 20; k += 1) {
    const text = `${300 + k} MPa`, started = performance.now();
    box.value = text;
    box.dispatchEvent(new Event('input'));
    while (!yaml.value.includes(text)) await new Promise(requestAnimationFrame);
    times.push(performance.now() - started);
  }
  return times;
}"""

FRAMES = """() => {
  const { stage } = document.querySelector('.stage');
  stage.frameTime(0.05);
  return Array.from({ length: 12 }, () => stage.frameTime(0.05));
}"""


@contextmanager
def server() -> Iterator[tuple[str, float]]:
    """Address of a fresh `ceralyte app`, and the seconds until it answered."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-c", "from ceralyte.cli.main import run; run()", "app"]
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        process = subprocess.Popen(
            [*command, "--no-browser", "--port", str(port), "--data", folder],
            stderr=subprocess.DEVNULL,
        )
        try:
            while True:
                try:
                    ask(f"{address}/api/about")
                    break
                except OSError:
                    time.sleep(0.02)
            yield address, time.perf_counter() - start
        finally:
            process.terminate()
            process.wait(20)


def ask(url: str, body: dict[str, Any] | None = None) -> Any:
    """Return the JSON that the server answers."""
    headers = {"content-type": "application/json", "x-ceralyte": "1"}
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(url, data, headers)) as answer:
        return json.load(answer)


def finished_design(address: str) -> str:
    """Id of a small design, computed for the purpose."""
    recipe = ask(f"{address}/api/examples/lpscl-ptfe-dry")["yaml"]
    order = {"kind": "design", "title": "benchmark", "recipe": recipe, "level": "quick", "seeds": 1}
    job: str = ask(f"{address}/api/jobs", order | {"options": {"particles": 200}})["id"]
    while (record := ask(f"{address}/api/jobs/{job}"))["state"] in ("queued", "running"):
        time.sleep(0.5)
    if record["state"] != "done":
        raise SystemExit(f"the design did not succeed: {record}")
    return job


def many_spheres(page: Page) -> None:
    """Serve random spheres instead of the design's."""
    rng = np.random.default_rng(0)
    rows = np.column_stack(
        [rng.uniform(0, 50e-6, (SPHERES, 3)), rng.uniform(0.4e-6, 1.2e-6, SPHERES)]
    )

    def scene(route: Route) -> None:
        told = route.fetch().json() | {"particles": SPHERES, "binder": None, "box_m": [50e-6] * 3}
        route.fulfill(json=told)

    page.route("**/scene", scene)
    page.route("**/particles.bin", lambda route: route.fulfill(body=rows.astype("<f4").tobytes()))


def ready(page: Page, address: str) -> float:
    """Milliseconds from asking for the page until it can be used."""
    start = time.perf_counter()
    page.goto(address)
    page.wait_for_selector(".page[data-ready]")
    return 1000 * (time.perf_counter() - start)


def line(name: str, times: list[float], wanted: str) -> None:
    """Print a line of the table; times in ms."""
    print(f"{name:<46}{median(times):10.0f}{max(times):10.0f}   {wanted}")


def main() -> None:
    """Print the table."""
    with server() as (address, started), sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = chromium.new_page(viewport={"width": 1280, "height": 900})
        first = ready(page, address)
        print(f"{'':<46}{'median ms':>10}{'max ms':>10}   wanted")
        line("start of the server until it answers", [1000 * started], "")
        line("first page until it can be used", [first], "")
        line("both together", [1000 * started + first], "below 3000")
        page.click("[data-example=lpscl-ptfe-dry]")
        page.wait_for_selector(".light")
        line(
            "form: keystroke until checked and in the YAML",
            page.evaluate(FORM_RESPONSE),
            "below 100",
        )
        job = finished_design(address)
        many_spheres(page)
        page.goto(f"{address}/#/results/{job}")
        page.wait_for_selector("canvas.slice[data-shown]")
        page.wait_for_function("() => document.querySelector('.stage')?.stage !== undefined")
        page.wait_for_timeout(2000)
        line("slice: slider until drawn", page.evaluate(SLICE_CHANGE), "below 100")
        line(f"frame of {SPHERES} spheres, turning", page.evaluate(FRAMES), "")
        chromium.close()


if __name__ == "__main__":
    main()
