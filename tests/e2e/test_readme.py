"""The Python snippets of the README run as they stand."""

import re
from pathlib import Path

import numpy as np
import pytest
import tifffile

import ceralyte
from ceralyte.cli import examples

README = Path(__file__).parents[2] / "README.md"


def _snippets() -> list[str]:
    return re.findall(r"```python\n(.*?)```", README.read_text(), re.DOTALL)


def test_every_python_snippet_is_run_here():
    assert len(_snippets()) == 7


def test_the_snippet_that_designs_runs(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    examples.write("lpscl-ptfe-dry", None, force=False)
    exec(_snippets()[0], {})
    value, std = map(float, capsys.readouterr().out.split())
    assert 0 < std < value
    assert (tmp_path / "my-membrane" / "report.html").exists()


def test_the_snippet_that_packs_runs(capsys):
    exec(_snippets()[1], {"cl": ceralyte})
    fraction, coordination, shares = capsys.readouterr().out.split(maxsplit=2)
    assert 0.6 < float(fraction) < 0.75
    assert 5.5 < float(coordination) < 6.5
    assert sum(map(float, shares.strip("()\n").split(","))) == pytest.approx(1)


def test_the_snippet_that_measures_an_image_runs(tmp_path, monkeypatch, capsys):
    x, y, z = np.meshgrid(*[np.arange(24) - 12] * 3, indexing="ij")
    wave = np.cos(x / 3) * np.cos(y / 3) + np.cos(z / 4)
    stack = ((wave > -0.6).astype(np.uint8) + (wave > 1.5)).transpose(2, 1, 0)
    monkeypatch.chdir(tmp_path)
    tifffile.imwrite("stack.tif", stack)
    exec(_snippets()[2], {"cl": ceralyte})
    necks, numbers = capsys.readouterr().out.splitlines()
    assert necks.startswith("unknown grains are not told apart")
    area, tortuosity = map(float, numbers.split())
    assert 1e5 < area < 1e6
    assert 1 < tortuosity < 2
    assert (tmp_path / "stack.zarr").is_dir()


def test_the_snippet_that_conducts_runs(capsys):
    labels = np.ones((12, 12, 12), int)
    labels[4:8, 4:8] = 2
    labels[:2, :2, :2] = 0
    grains = np.broadcast_to(1 + np.arange(12) // 4, labels.shape)
    space = {"cl": ceralyte, "labels": labels, "grains": grains}
    exec(_snippets()[3], space)
    through, dissipation, tensor = capsys.readouterr().out.splitlines()[:3]
    assert 0 < float(through.split()[0]) < float(tensor.split()[0]) < 0.25
    assert "'interfaces'" in dissipation
    assert all(31e3 < e < 40e3 for e in space["curve"].activation_energies)  # the ceramic's


def test_the_snippet_that_strains_an_image_runs(capsys):
    labels = np.ones((16, 16, 16), int)
    labels[4:12, 4:12, 4:12] = 0
    labels[6:10, 6:10, :] = 2
    image = ceralyte.structure.from_labels(labels, 1e-6, {0: "pore", 1: "ceramic", 2: "binder"})
    space = {"cl": ceralyte, "image": image}
    exec(_snippets()[4], space)
    assert "'ceramic': HotSpot(" in capsys.readouterr().out
    stiff, softer = space["stiff"], space["softer"]
    assert 0 < softer.youngs_moduli["z"].value <= stiff.youngs_moduli["z"].value < 22e9


def test_the_snippet_that_presses_runs(capsys):
    exec(_snippets()[5], {"cl": ceralyte})
    fit, pressed = capsys.readouterr().out.splitlines()
    value, low, high = map(float, fit.split())
    assert 200e6 < low < value < high < 400e6
    density, contacts = map(float, pressed.split())
    assert 0.86 < density < 0.91
    assert 8 < contacts < 12


def test_the_snippet_that_judges_a_solvent_runs(capsys):
    exec(_snippets()[6], {"cl": ceralyte})
    told, equation, evidence = capsys.readouterr().out.splitlines()
    assert told == "h2s_release False 0.95"
    assert equation == "Li6PS5Cl + 4 H2O -> Li3PO4 + LiCl + Li2S + 4 H2S"
    assert "'documented'" in evidence


@pytest.mark.parametrize(
    "names",
    [
        ("anode", "first_cycle_loss"),
        ("pouch", "system", "bipolar_collector"),
        ("winding", "c_rate"),
    ],
)
def test_the_options_of_a_cell_in_the_readme_work(names, examples):
    from ruamel.yaml import YAML

    from ceralyte.pipeline import cell_sheet
    from ceralyte.recipe import Recipe, load_recipe

    blocks = re.findall(r"```yaml\n(.*?)```", README.read_text(), re.DOTALL)
    options = YAML(typ="safe").load(next(b for b in blocks if "bipolar_collector" in b))
    data = load_recipe(examples / "lpscl-ptfe-dry.yaml").model_dump(mode="json", exclude_none=True)
    data["cell"] |= {name: options[name] for name in names} | {"interfaces": options["interfaces"]}
    if "anode" not in names:
        del data["cell"]["packaging_mass_fraction"]
    sheet = cell_sheet(Recipe.model_validate(data))
    assert 100 < sheet.specific_energy.value / 3600 < 600
    assert sheet.resistance.parts[2].resistance.value == pytest.approx(10e-4)


def test_the_first_recipe_of_the_readme_is_complete():
    from ceralyte.pipeline import check
    from ceralyte.recipe import read_recipe

    first = re.findall(r"```yaml\n(.*?)```", README.read_text(), re.DOTALL)[0]
    assert check(read_recipe(first)).verdicts[0].answer == "yes"


def test_the_study_of_the_readme_is_ready_to_run(examples):
    from ruamel.yaml import YAML

    from ceralyte.study import Study, plan_study

    blocks = re.findall(r"```yaml\n(.*?)```", README.read_text(), re.DOTALL)
    data = YAML(typ="safe").load(next(b for b in blocks if "objectives" in b))
    plan = plan_study(Study.model_validate(data), examples)
    assert plan.space.dimensions == 4
    assert not plan.space.forbidden
