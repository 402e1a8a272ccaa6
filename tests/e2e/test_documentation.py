"""Every example of the documentation runs and prints what its page says."""

import json
import re
from pathlib import Path
from runpy import run_path

import pytest
from typer.main import get_command

from ceralyte.cli.main import app
from ceralyte.recipe import load_recipe, recipe_schema
from ceralyte.study import Study
from cli_reference import cli_reference
from joint_attributes import separated
from recipe_reference import recipe_reference, study_reference

DOCS = Path(__file__).parents[2] / "docs"


def _pages():
    for path in sorted(DOCS.rglob("*.md")):
        if re.search(r"^```(sh|python)$", path.read_text(encoding="utf-8"), re.MULTILINE):
            name = path.relative_to(DOCS).as_posix()
            yield name


@pytest.mark.parametrize("name", list(_pages()))
def test_the_examples_of_the_page_run(name, run_page):
    assert run_page(name) > 0


@pytest.mark.parametrize(
    ("block", "printed"),
    [
        ("print(1.234)", "1.24"),  # the last digit may differ
        ("print('a  ━━┳━━  b')", "a ━┳━ b"),
        ("print('first'); print('more'); print('last')", "first\n...\nlast"),
        ("print('one'); print('two')", "... two"),
    ],
)
def test_output_may_differ_in_blanks_and_last_digits(block, printed, run_page, tmp_path):
    assert run_page(_page(tmp_path, "python", block, printed)) == 1


@pytest.mark.parametrize(
    ("block", "printed"),
    [
        ("print(1.234)", "1.26"),
        ("print(461.8)", "462.1"),  # not a share of the value
        ("print(1.2e-7)", "1.4e-07"),
        ("print(12)", "13"),  # whole numbers are counts
        ("print('one'); print('two')", "one"),
        ("print('one'); print('two')", "two"),
        ("print('one'); print('two')", "two ... one"),
        ("print('one')", "... one ... one"),
        ("print('')", "one"),
    ],
)
def test_other_output_is_found_out(block, printed, run_page, tmp_path):
    with pytest.raises(pytest.fail.Exception, match="prints"):
        run_page(_page(tmp_path, "python", block, printed))


@pytest.mark.parametrize("line", ["ceralyte check no.yaml", "false", "true   # exit code 2"])
def test_another_exit_code_is_found_out(line, run_page, tmp_path):
    with pytest.raises(AssertionError, match="leaves with"):
        run_page(_page(tmp_path, "sh", line, "..."))


@pytest.mark.parametrize(
    "page",
    [p for p in sorted((DOCS / "theory").glob("*.md")) if p.stem != "index"],
    ids=lambda page: page.stem,
)
def test_a_page_of_theory_has_equations_its_validity_and_a_plot(page):
    text = page.read_text(encoding="utf-8")
    assert "\n$$\n" in text
    assert "\n## Validity\n" in text
    plots = re.findall(r"!\[[^\]]+\]\((\S+\.svg)\)", text)
    assert plots
    assert all((page.parent / plot).is_file() for plot in plots)


def test_the_command_page_has_every_command_with_its_options():
    page = cli_reference()
    told = {
        title: body for title, _, body in (part.partition("\n") for part in page.split("\n## "))
    }
    for called, command in _commands(get_command(app), "ceralyte"):
        spelled = [o for p in command.params for o in (*p.opts, *p.secondary_opts)]
        missing = [o for o in spelled if o.startswith("--") and o not in told[called]]
        assert missing == ["--help"] * ("--help" in missing), called
        assert "|  |\n" not in told[called], f"{called}: an option without a meaning"
    assert "| `--browser, --no-browser` |" in told["ceralyte app"]
    assert "| `--particles` | whole number | `3000` | number of particles |" in page
    assert "| `RECIPE` | path | required | recipe file, YAML or TOML |" in page
    prose = re.sub(r"```.*?```|`[^`]*`", "", page, flags=re.DOTALL).replace("| --- ", "")
    assert "--" not in prose


def _commands(group, called):
    """Every command with its full name, those of groups too."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _commands(command, f"{called} {name}")
        else:
            yield f"{called} {name}", command


def test_the_recipe_page_has_every_field_with_range_and_default():
    page = recipe_reference()
    schema = json.loads(recipe_schema())
    for part in [schema, *schema["$defs"].values()]:
        for field in part["properties"]:
            assert f"\n| `{field}` | " in page
    assert "| `temperature` | `25 degC` | -100 degC to 300 degC | `25 degC` |" in page
    assert "| `pressure` | `300 MPa` | 0 MPa to 1000 MPa | `0 MPa` |" in page
    assert "| `press` | section [Press](#press) |  | required | The densification" in page


def test_the_study_page_has_every_field():
    page = study_reference()
    schema = Study.model_json_schema()
    for part in [schema, *schema["$defs"].values()]:
        for field in part["properties"]:
            assert f"\n| `{field}` | " in page
    assert (
        "| `budget` | whole number | at least 1, at most 10000000 | `256` | recipes to ask for"
        in page
    )
    assert "names, each with: section [Range](#range) or list" in page
    assert "| `chemistry` | list of text | `yes`, `uncertain`, `unknown`, `no` | " in page


def test_joint_attributes_are_told_apart():
    lines = ["Attributes", "----------", "low, high : float", "    Ends.", "name : str", ""]
    told = ["low : float", "    Ends.", "high : float", "    Ends.", "name : str", ""]
    assert separated(lines) == [*lines[:2], *told]
    assert separated(["Notes", "-----", "low, high : float"])[2] == "low, high : float"


def test_the_architecture_fits_a_page_and_names_what_there_is():
    text = (DOCS.parent / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert text.count("\n") < 90
    source = DOCS.parent / "src" / "ceralyte"
    folders = [DOCS.parent, DOCS.parent / "web" / "src", source, *source.iterdir()]
    named = re.findall(r"`((?:[\w-]+/)*[\w-]+\.(?:md|py|ts)|[\w-]+/[\w/-]*)`", text)
    assert len(named) > 30
    assert [n for n in named if not any((folder / n).exists() for folder in folders)] == []
    assert {p.name for p in source.iterdir() if p.is_dir()} - {"__pycache__"} <= set(
        re.findall(r"`(\w+)`", text)
    )


def _page(folder, kind, block, printed):
    path = folder / "page.md"
    path.write_text(f"```{kind}\n{block}\n```\n\n```text\n{printed}\n```\n", encoding="utf-8")
    return path


def test_the_page_on_the_cell_has_the_numbers_of_today():
    make = run_path(str(DOCS / "cell" / "make.py"))
    written = (DOCS / "cell" / "README.md").read_text(encoding="utf-8")
    assert make["page"](load_recipe(make["EXAMPLE"])) == written
