"""What the tests of the command line share."""

import signal
import sys

import pytest

from ceralyte.cli import main


@pytest.fixture
def ceralyte(monkeypatch, capsys, tmp_path):
    """Run the command line in an empty folder; return exit code, stdout, stderr."""
    monkeypatch.chdir(tmp_path)
    before = signal.getsignal(signal.SIGINT)

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["ceralyte", *map(str, arguments)])
        code = 0
        try:
            main.run()
        except SystemExit as left:
            code = left.code or 0
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    yield run
    signal.signal(signal.SIGINT, before)
