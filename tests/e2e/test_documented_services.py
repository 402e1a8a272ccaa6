"""The `bash` blocks of the documentation: what serves, installs, or runs on other machines.

`test_documentation.py` runs `sh` and `python` blocks to their end; those of `bash` have none, or
reach further than this machine. Here each runs as it stands, with what it would reach replaced.
"""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from importlib.metadata import metadata
from pathlib import Path

import pytest

import ceralyte
from ceralyte.cli import examples
from ceralyte.study import Store

DOCS = Path(__file__).parents[2] / "docs"
_BLOCK = re.compile(r"^```(?:bash|\{code-block\} bash)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = [b for p in sorted(DOCS.rglob("*.md")) for b in _BLOCK.findall(p.read_text("utf-8"))]
STARTS = ("ceralyte app", "ssh ", "pip install ", "dask scheduler ")
"""How the blocks begin that are run below."""

CERALYTE = 'exec {python} -c "from ceralyte.cli.main import run; run()" "$@"'
SSH = """test "$1" = -L && test "$2" = 8321:127.0.0.1:8321 && shift 3 && exec "$@"
"""
STUDY = """
name: Pressure and size, estimated
kind: grid
recipe: lpscl-ptfe-dry.yaml
vary: {press.pressure: [100 MPa, 200 MPa, 300 MPa]}
"""


def block(start):
    """The one block that begins so."""
    (found,) = [b for b in BLOCKS if b.startswith(start)]
    return found


@pytest.fixture
def free_port():
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def command(tmp_path):
    """Put a shell script under a name in front of all other commands."""

    def put(name, script):
        file = tmp_path / "bin" / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"#!/bin/sh\n{script}\n")
        file.chmod(0o755)

    return put


@pytest.fixture
def begin(tmp_path):
    """Start a block in a folder of its own; end what is left of it."""
    begun = []

    def start(text, **more):
        path = f"{tmp_path / 'bin'}:{Path(sys.executable).parent}:{os.environ['PATH']}"
        process = subprocess.Popen(
            ["bash", "-c", text],
            cwd=tmp_path,
            env=os.environ | {"PATH": path} | more,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        begun.append(process)
        return process

    yield start
    for process in begun:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
        finally:
            process.wait()
            process.stdout.close()


def test_every_block_is_run_below():
    assert sorted(BLOCKS) == sorted(map(block, STARTS))


@pytest.mark.parametrize("start", ["ceralyte app", "ssh "])
def test_the_page_is_served(start, command, begin, tmp_path, free_port):
    """Without a browser, on a free port; `ssh` runs its command here."""
    own = f"--no-browser --port {free_port} --data {tmp_path / 'data'}"
    command("ceralyte", f"{CERALYTE.format(python=sys.executable)} {own}")
    command("ssh", SSH)
    process = begin(block(start))
    end = time.monotonic() + 60
    while True:
        assert process.poll() is None, process.communicate()[0]
        assert time.monotonic() < end
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{free_port}/api/about") as answer:
                assert json.load(answer)["version"] == ceralyte.__version__
            break
        except OSError:
            time.sleep(0.05)


def test_the_extra_that_is_to_be_installed_is_there(begin, command):
    """`pip` only prints here what it is asked for."""
    command("pip", 'echo "$@"')
    asked = begin(block("pip install ")).communicate(timeout=60)[0]
    name, extra = re.fullmatch(r"install (\w+)\[(\w+)\]\n", asked).groups()
    assert extra in metadata(name).get_all("Provides-Extra")


@pytest.mark.slow
def test_a_dask_cluster_computes_the_study(begin, command, tmp_path, monkeypatch):
    """With a study of estimates under the name of the large one, all on this machine.

    Only in `make validate`: Dask is no part of the environment of the tests (extra `cluster`), and
    a scheduler, a worker and a coordinator take 20 s to load.
    """
    pytest.importorskip("distributed")
    monkeypatch.chdir(tmp_path)
    examples.write("lpscl-ptfe-dry", None, force=False)
    (tmp_path / "large.yaml").write_text(STUDY)
    command("ceralyte", CERALYTE.format(python=sys.executable))
    process = begin(block("dask scheduler "))
    assert process.wait(timeout=120) == 0
    with Store(str(tmp_path / "large.sqlite"), read_only=True) as store:
        assert {p.state for p in store.points(1)} == {"done"}
        assert len(store.points(1)) == 4
