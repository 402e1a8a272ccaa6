"""The Python snippet of the README runs as it stands."""

import re
from pathlib import Path

from ceralyte.cli import examples

README = Path(__file__).parents[2] / "README.md"


def test_the_python_snippet_runs(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    examples.write("lpscl-ptfe-dry", None, force=False)
    (snippet,) = re.findall(r"```python\n(.*?)```", README.read_text(), re.DOTALL)
    exec(snippet, {})
    value, std = map(float, capsys.readouterr().out.split())
    assert 0 < std < value
    assert (tmp_path / "my-membrane" / "report.html").exists()


def test_the_first_recipe_of_the_readme_is_complete():
    from ceralyte.pipeline import check
    from ceralyte.recipe import read_recipe

    first = re.findall(r"```yaml\n(.*?)```", README.read_text(), re.DOTALL)[0]
    assert check(read_recipe(first)).verdicts[0].answer == "yes"
