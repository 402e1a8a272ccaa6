"""The bundle of the page is the one that its sources make, and asks for nothing elsewhere."""

import hashlib
import json
import re
from pathlib import Path

import pytest

import ceralyte

STATIC = Path(ceralyte.__file__).parent / "app" / "static"
WEB = Path(__file__).parents[3] / "web"
TOP = ("build.mjs", "index.html", "package-lock.json", "package.json", "tsconfig.json")


def test_bundle_is_up_to_date_with_its_sources():
    names = [
        *TOP,
        *(str(p.relative_to(WEB).as_posix()) for p in (WEB / "src").rglob("*") if p.is_file()),
    ]
    digest = hashlib.sha256()
    for name in sorted(names):
        digest.update(name.encode() + b"\0" + (WEB / name).read_bytes() + b"\0")
    built_from = json.loads((STATIC / "build.json").read_text())["sources"]
    assert built_from == digest.hexdigest(), "web/ has changed since: run `make web`"


def test_bundle_is_untouched_since_it_was_built():
    told = json.loads((STATIC / "build.json").read_text())["files"]
    found = {
        p.name: hashlib.sha256(p.read_bytes()).hexdigest()
        for p in STATIC.iterdir()
        if p.name != "build.json"
    }
    assert found == told, "src/ceralyte/app/static is written by `make web` alone"


@pytest.mark.parametrize("name", ["index.html", "style.css"])
def test_nothing_is_loaded_from_elsewhere(name):
    text = (STATIC / name).read_text()
    assert re.findall(r"(?:src|href|url)\s*[=(]\s*[\"']?(?:https?:)?//[^\"')]+", text) == []


def test_page_has_no_inline_script_or_style():
    text = (STATIC / "index.html").read_text()
    assert re.findall(r"<style|style=|\son\w+=", text) == []
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))


def test_lock_file_names_no_registry():
    assert "://" not in re.sub(
        r'"url": "https://[^"]*"', "", (WEB / "package-lock.json").read_text()
    )
