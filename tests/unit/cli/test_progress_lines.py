"""Progress for a program that watches a command."""

import json

import numpy as np
import pytest
from numba import njit
from numba.core.event import trigger_event

from ceralyte.cli import output
from ceralyte.core import compiling


def test_commands_tell_their_progress_as_lines(ceralyte, monkeypatch):
    monkeypatch.setenv("CERALYTE_PROGRESS", "lines")
    code, out, err = ceralyte("pack", "mono(d=3 um)", "--particles", 60, "--json")
    assert code == 0
    assert json.loads(out)["particles"] == 60
    told = [line.split(" ", 2) for line in err.splitlines() if line.startswith("CERALYTE_PROGRESS")]
    assert told
    assert all(0 <= float(share) <= 1 and what == "packing" for _, share, what in told)


def test_a_long_run_without_a_terminal_says_each_stage_once(ceralyte, monkeypatch, tmp_path):
    labels = np.ones((8, 8, 8), np.uint8)
    labels[4:] = 0
    np.save(tmp_path / "image.npy", labels)
    words = ("image", "image.npy", "--voxel-size", "1 um", "--labels", "1=ceramic:1 mS/cm,0=pore")
    monkeypatch.setattr(output, "SHORT", float("inf"))
    assert ceralyte(*words, "--axis", "x")[2] == ""
    monkeypatch.setattr(output, "SHORT", 0.0)
    code, _, err = ceralyte(*words, "--axis", "x", "--fields", "flow.vti")
    assert code == 0
    told = [line.strip() for line in err.splitlines()]
    assert told == list(dict.fromkeys(told))
    for stage in ("0 % reading", "4 % surfaces", "50 % conduction", "95 % potential and current"):
        assert any(line.startswith(stage) for line in told), (stage, told)
    assert ceralyte(*words, "--axis", "x", "--json")[2] == ""


def test_a_stage_is_said_once_however_often_it_is_told(monkeypatch, capsys):
    monkeypatch.setattr(output, "SHORT", 0.0)
    with output.progress_bar(quiet=False) as tell:
        for share in (0.0, 0.25, 0.5):
            tell("packing", share)
        tell("pressing", 0.75)
    assert capsys.readouterr().err == "  0 % packing\n 75 % pressing\n"


def _kernels():
    """Two that were never compiled, one calling the other; their caches are their own."""

    @njit
    def inner(x):
        return x + 1

    @njit
    def outer(x):
        return inner(x) + inner(x)

    return inner, outer


def test_that_the_first_run_compiles_is_said_once(monkeypatch, capsys):
    monkeypatch.setattr(output, "SHORT", 0.0)
    inner, outer = _kernels()
    with output.progress_bar(quiet=False):
        assert outer(1) == 4
        assert inner(1.0) == 2.0
    assert capsys.readouterr().err == compiling.TOLD + "\n"
    with output.progress_bar(quiet=False):
        outer(1)  # as in every later run
    assert capsys.readouterr().err == ""
    with output.progress_bar(quiet=True):
        outer(1.0)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(("seconds", "said"), [(3.0, 0), (0.6, 1)])
def test_what_compiles_in_no_time_is_not_worth_a_word(monkeypatch, seconds, said):
    """Three kernels of 0.5 s each, with long computations in between."""
    now = [0.0]
    monkeypatch.setattr(compiling, "monotonic", lambda: now[0])
    lines = []
    with compiling.told(lines.append, seconds):
        for _ in range(3):
            with trigger_event("numba:compile"):
                now[0] += 0.25
                with trigger_event("numba:compile"):  # one that it calls
                    now[0] += 0.25
            now[0] += 1000.0
    assert lines == [compiling.TOLD] * said
