"""Progress for a program that watches a command."""

import json


def test_commands_tell_their_progress_as_lines(ceralyte, monkeypatch):
    monkeypatch.setenv("CERALYTE_PROGRESS", "lines")
    code, out, err = ceralyte("pack", "mono(d=3 um)", "--particles", 60, "--json")
    assert code == 0
    assert json.loads(out)["particles"] == 60
    told = [line.split(" ", 2) for line in err.splitlines() if line.startswith("CERALYTE_PROGRESS")]
    assert told
    assert all(0 <= float(share) <= 1 and what == "packing" for _, share, what in told)
