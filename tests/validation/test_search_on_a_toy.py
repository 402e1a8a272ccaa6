"""The search against chance on a mixed toy recipe whose front is known.

Four numbers x, a whole number k of 0 to 4 and an option c of four; all but x0 want one value, as
a recipe wants one pressure and one solvent:

    g = 1 + 12 (mean of (x_i - t_i)^2 for i = 1, 2, 3) + |k - 3| / 4 + [c is not the third]
    f0 = x0,  f1 = g (1 - sqrt(x0 / g))

both to be small. The front is g = 1: f1 = 1 - sqrt(f0), the form of ZDT1 (Zitzler, Deb and Thiele,
Evolutionary Computation 8, 173, 2000). Of the square up to the reference (1, 1) it leaves a third
below itself, so that its hypervolume is 2/3.
"""

import os
import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import ceralyte as cl
from ceralyte.core.units import PURE_NUMBER
from ceralyte.study.axes import Interval, Options
from ceralyte.study.evaluate import Answer, Effort
from ceralyte.study.front import non_dominated
from ceralyte.study.sampling import Tell
from ceralyte.study.searching import Search
from ceralyte.study.space import Space

TARGETS = (0.3, 0.6, 0.8)
AXES = (
    *(Interval(f"x{i}", 0.0, 1.0, PURE_NUMBER) for i in range(4)),
    Options("k", tuple((str(k), {}) for k in range(5)), ordered=True),
    Options("c", tuple((c, {}) for c in "abcd")),
)
EVALUATIONS, SEEDS, BETTER = 60, 5, 2.3


def losses(at):
    """f0 and f1 at coordinates."""
    x, k, c = at[:4], int(at[4] * 5), int(at[5] * 4)
    off = np.mean([(a - t) ** 2 for a, t in zip(x[1:], TARGETS, strict=True)])
    g = 1 + 12 * off + abs(k - 3) / 4 + (c != 2)
    return [x[0], g * (1 - np.sqrt(x[0] / g))]


def hypervolume(rows):
    """Area between a front and (1, 1)."""
    front = rows[non_dominated(rows)]
    front = front[np.all(front < 1, axis=1)]
    front = front[np.argsort(front[:, 0])]
    ends = [*front[:, 0], 1.0]
    return sum((b - a) * (1 - f) for (a, b), f in zip(pairwise(ends), front[:, 1], strict=True))


def searched(method, seed):
    """Hypervolume of what a search finds."""
    search = Search(
        Space(base=None, axes=AXES),
        lambda told: (losses(told.ask.at), []),
        Effort(),
        objectives=2,
        budget=EVALUATIONS,
        batch=None,
        seed=seed,
        method=method,
    )
    found = []
    while batch := search.ask():
        found += [losses(ask.at) for ask in batch]
        search.tell([Tell(ask, Answer("", None, "", 0.0)) for ask in batch])
    assert len(found) == EVALUATIONS
    return hypervolume(np.array(found))


def test_the_hypervolume_of_the_front_itself():
    f0 = np.linspace(0, 1, 20001)
    front = np.column_stack([f0, 1 - np.sqrt(f0)])
    assert hypervolume(front) == pytest.approx(2 / 3, abs=1e-4)
    assert losses((0.25, *TARGETS, 0.7, 0.6)) == pytest.approx([0.25, 0.5])


def test_genes_search_better_than_chance():
    chance = np.median([searched("random", seed) for seed in range(SEEDS)])
    genes = np.median([searched("nsga2", seed) for seed in range(SEEDS)])
    assert genes > 1.1 * chance


LABORATORY = """
from ceralyte.core.quantities import Quantity
from ceralyte.pipeline import Numbers
from ceralyte.study import evaluate, worker
from test_search_on_a_toy import losses, place_of

def toy(task):
    made = [Quantity(value=f, unit="", method="toy") for f in losses(place_of(task.recipe))]
    return Numbers(
        level="estimate",
        chemistry="yes",
        chemistry_reason="",
        percolates=True,
        outcomes=dict(zip(("areal_resistance", "bend_radius_minimum"), made)),
        areal_masses={},
    )

evaluate._numbers = toy
worker.main()
"""
RANGES = {
    "membrane.thickness": ("10 um", "20 um"),
    "press.pressure": ("100 MPa", "500 MPa"),
    "ceramic.size.d50": ("1 um", "4 um"),
    "ceramic.size.sigma": ("0.2", "0.6"),
}
PLACEMENTS = ["auto", "necks", "coating", "segregated"]
POUCH = {"width": "60 mm", "height": "90 mm", "overhang": "1 mm", "seal_width": "6 mm"}
FOIL = {"material": "pouch laminate", "thickness": "115 um"}


def place_of(recipe):
    """Coordinates of a recipe of the toy study."""
    said = dict(re.findall(r"(d50|sigma)=([^,)]*)", recipe["ceramic"]["size"]))
    texts = (recipe["membrane"]["thickness"], recipe["press"]["pressure"], *said.values())
    x = []
    for text, (low, high) in zip(texts, RANGES.values(), strict=True):
        value, low, high = (float(t.partition(" ")[0]) for t in (text, low, high))
        x.append((value - low) / (high - low))
    k = recipe["cell"]["pouch"]["units"] - 1
    c = PLACEMENTS.index(recipe["binder"]["placement"])
    return (*x, (k + 0.5) / 5, (c + 0.5) / 4)


def studied(folder, recipe, method, seed):
    """Hypervolume of what `cl.study.run` finds of the toy in place of a membrane."""
    data = {
        "name": "toy",
        "kind": "optimise",
        "recipe": recipe,
        "vary": {
            **{path: {"low": low, "high": high} for path, (low, high) in RANGES.items()},
            "cell.pouch.units": {"low": 1, "high": 5},
            "binder.placement": PLACEMENTS,
        },
        "objectives": {"areal_resistance": "minimise", "bend_radius_minimum": "minimise"},
        "method": method,
        "budget": EVALUATIONS,
        "check_feasible": False,
        "seed": seed,
    }
    place = str(folder / f"{method}-{seed}.sqlite")
    cl.study.run(cl.study.plan_study(cl.study.Study.model_validate(data)), store=place, workers=1)
    with cl.study.Store(place, read_only=True) as store:
        found = cl.study.results(store, store.studies()[0])
    asked = [p.numbers.outcomes for p in found.points if p.at is not None]
    assert len(asked) == EVALUATIONS
    return hypervolume(np.array([[o[name].value for name in data["objectives"]] for o in asked]))


@pytest.mark.slow
def test_gaussian_processes_search_far_better_than_chance(tmp_path, monkeypatch, examples):
    pytest.importorskip("torch")
    script = tmp_path / "laboratory.py"
    script.write_text(LABORATORY)
    monkeypatch.setattr("ceralyte.study.workers.WORKER", (str(script),))
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent), prepend=os.pathsep)
    recipe = cl.load_recipe(examples / "lpscl-ptfe-dry.yaml").model_dump(
        mode="json", exclude_none=True
    )
    del recipe["cell"]["packaging_mass_fraction"]
    recipe["cell"]["pouch"] = POUCH | {"units": 2, "foil": FOIL}
    medians = {
        method: np.median([studied(tmp_path, recipe, method, seed) for seed in range(SEEDS)])
        for method in ("random", "gp")
    }
    assert medians["gp"] > BETTER * medians["random"]
