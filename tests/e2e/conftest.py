"""Pages of the documentation, run as they stand.

A ``sh`` or ``python`` block runs in one folder after those before it; a ``text`` block right behind
it is what it prints, where ``...`` stands for anything. A code block with a caption is a file of
that name. A command leaves with 0 unless a comment behind it says ``exit code 2``.
"""

import io
import re
import shlex
import signal
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from itertools import pairwise
from pathlib import Path

import pytest

from ceralyte.cli import main

DOCS = Path(__file__).parents[2] / "docs"

_BLOCK = re.compile(r"^```(\S[^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_RULE = re.compile(r"[─━┏┓┗┛┡┩┳┻╇┴└┘├┤╪]+")
_PARTS = re.compile(r"\.\.\.|\d+(?:\.\d+)?(?:e[+-]?\d+)?|[^\s\d.]+|\.")


@pytest.fixture
def run_page(monkeypatch, tmp_path):
    """Run a page of `docs` from top to bottom; return how many examples it has."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")

    def run(name):
        blocks = _BLOCK.findall((DOCS / name).read_text(encoding="utf-8"))
        names, count = {}, 0
        for (kind, body), following in pairwise([*blocks, ("", "")]):
            if kind.startswith("{code-block}"):
                _write(body)
            elif kind in ("sh", "python"):
                printed = _shell(body, monkeypatch) if kind == "sh" else _python(body, names)
                count += 1
                if following[0] == "text":
                    assert_prints(following[1], printed, f"{name}:\n{body}")
        return count

    return run


def assert_prints(expected, printed, where):
    """Compare what is printed, apart from blanks, widths of tables and one unit of last digits."""
    segments = [[]]
    for part in _parts(expected):
        segments.append([]) if part == "..." else segments[-1].append(part)
    found, at = _parts(printed), 0
    for k, segment in enumerate(segments):
        starts = range(at, len(found) - len(segment) + 1)
        if k == 0:
            starts = starts[:1]
        if k == len(segments) - 1:
            starts = starts[-1:] if k or len(found) == len(segment) else []
        at = next((s for s in starts if _alike(segment, found[s : s + len(segment)])), None)
        if at is None:
            pytest.fail(f"{where}\nprints\n{printed}\nnot (at: {' '.join(segment)})\n{expected}")
        at += len(segment)


def _parts(text):
    return _PARTS.findall(_RULE.sub("─", text))


def _alike(segment, parts):
    return all(a == b or _equal_numbers(a, b) for a, b in zip(segment, parts, strict=True))


def _equal_numbers(a, b):
    if not (a[0].isdigit() and b[0].isdigit() and "." in a):
        return False
    mantissa, _, exponent = a.partition("e")
    last_digit = 10.0 ** (int(exponent or 0) - len(mantissa.partition(".")[2]))
    return abs(float(a) - float(b)) <= 1.01 * last_digit


def _write(body):
    options, _, text = body.partition("\n\n")
    caption = re.search(r":caption: (\S+)", options)
    if caption:
        Path(caption[1]).write_text(text, encoding="utf-8")


def _python(body, names):
    out = io.StringIO()
    with redirect_stdout(out):
        exec(body, names)
    return out.getvalue()


def _shell(body, monkeypatch):
    out = io.StringIO()
    for line in body.replace("\\\n", " ").splitlines():
        words = shlex.split(line, comments=True)
        if not words:
            continue
        stated = re.search(r"exit code (\d)", line)
        wanted = int(stated[1]) if stated else 0
        if words[0] == "ceralyte":
            code = _ceralyte(words, out, monkeypatch)
        else:
            done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
            out.write(done.stdout + done.stderr)
            code = done.returncode
        assert code == wanted, f"{line} leaves with {code}:\n{out.getvalue()}"
    return out.getvalue()


def _ceralyte(words, out, monkeypatch):
    monkeypatch.setattr(sys, "argv", words)
    before = signal.getsignal(signal.SIGINT)
    with redirect_stdout(out), redirect_stderr(out):
        try:
            main.run()
        except SystemExit as left:
            return left.code or 0
        finally:
            signal.signal(signal.SIGINT, before)
    return 0
