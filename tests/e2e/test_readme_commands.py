"""The short commands of the README run as they stand; the long ones are named here."""

import re
import shlex
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup

from ceralyte.cli.main import app

README = Path(__file__).parents[2] / "README.md"
LONG = (
    "make ",
    "ceralyte design ",
    "ceralyte bend ",
    "ceralyte stack ",
    "ceralyte study ",
    "ceralyte image ",
    "ceralyte pack ",
    "ceralyte impedance ",
    "ceralyte literature --hindcast",
    "ceralyte app",
    "ceralyte doctor",
)
"""Commands that compute or serve for longer, which other tests run with smaller inputs: here the
command line only has to take them as they stand."""


def _commands():
    blocks = re.findall(r"```sh\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    return [line for b in blocks for line in b.replace("\\\n", " ").splitlines() if line.strip()]


def _short():
    """Commands without drawings, and without a design made before."""
    left_out = ("--figures", "my-membrane")
    return [c for c in _commands() if not c.startswith(LONG) and not any(w in c for w in left_out)]


def test_every_kind_of_command_is_short_or_named_as_long():
    for start in LONG:
        assert any(c.startswith(start) for c in _commands()), start
    assert len(_short()) >= 15


def _parse(command):
    """Read a command and its options, as running it does first; raise what it would print."""
    words = shlex.split(command, comments=True)[1:]
    found, context = typer.main.get_command(app), None
    while isinstance(found, TyperGroup):
        context = typer.Context(found, parent=context)
        found.parse_args(context, words)
        chosen = [*context._protected_args, *context.args]
        _, found, words = found.resolve_command(context, chosen)
    found.make_context(found.name, [w for w in words if w not in (">", "job.sh")], context)


def test_the_other_commands_are_understood_as_they_stand():
    long = [c for c in _commands() if c.startswith("ceralyte ") and c not in _short()]
    assert len(long) > 30
    for command in long:
        _parse(command)


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("ceralyte pack 'mono(d=3 um)' --slabs '20 um'", "No such option: --slabs"),
        ("ceralyte study shew my-study.sqlite", "did you mean 'show'"),
        ("ceralyte bend", "Missing parameter: target"),
    ],
)
def test_a_command_that_is_not_understood_is_found_out(command, told):
    with pytest.raises(Exception, match=told):
        _parse(command)


def test_the_short_commands_run(run_page, tmp_path):
    rows = "id,ceramic,thickness_um,doi,year\nmine,Li6PS5Cl,30,10.1000/x,2024\n"
    (tmp_path / "own.csv").write_text(rows)
    page = tmp_path / "page.md"
    page.write_text("```sh\n" + "\n".join(_short()) + "\n```\n", encoding="utf-8")
    assert run_page(page) == 1


@pytest.mark.parametrize("command", ["ceralyte screen --ceramic Nonsense", "ceralyte chek a.yaml"])
def test_a_command_that_is_wrong_is_found_out(command, run_page, tmp_path):
    page = tmp_path / "page.md"
    page.write_text(f"```sh\n{command}\n```\n", encoding="utf-8")
    with pytest.raises(AssertionError, match="leaves with 2"):
        run_page(page)
