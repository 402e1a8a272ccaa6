"""After its command: what the page shows of a job, written once, and its summary in a line."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from ceralyte.app.jobs.commands import PARTICLES, RESULTS, STRUCTURE
from ceralyte.app.views.charts import Chart, design_charts, nyquist
from ceralyte.app.views.numbers import Numbers, of_image, of_packing, of_spectrum, of_study
from ceralyte.app.views.rows import numbers_of
from ceralyte.app.views.scene import VIEW, Field, write_scene
from ceralyte.core.quantities import Unavailable
from ceralyte.packing import read_particles
from ceralyte.pipeline import conduction_volumes, load_design, membrane_volumes
from ceralyte.recipe import load_recipe
from ceralyte.structure import read_structure

NUMBERS, CHARTS = "numbers.json", "charts.json"
_NUMBERS = (
    "thickness",
    "effective_conductivity",
    "areal_resistance",
    "relative_density",
    "youngs_modulus",
    "tensile_strength",
    "bend_radius_minimum",
    "specific_energy",
    "energy_density",
)


def finish(kind: str, folder: Path, result: Any) -> dict[str, Any]:
    """Write the view of a finished job; return its summary.

    Parameters
    ----------
    kind : str
    folder : Path
        Of the job.
    result : dict or list
        The JSON document that its command printed.
    """
    return _FINISHERS[kind](folder, result)


def _design(folder: Path, result: Any) -> dict[str, Any]:
    design = load_design(folder / RESULTS)
    fields = {}
    if not isinstance(design.effective_conductivity, Unavailable):
        found = membrane_volumes(design, load_recipe(folder / RESULTS / "recipe.yaml"))
        fields = {"potential": Field(found.potential, "V"), "current": Field(found.current)}
    write_scene(folder, structure=design.structure, fields=fields)
    _write(folder, numbers_of(design), design_charts(design))
    return {
        "name": result["name"],
        "quantities": {name: result[name] for name in _NUMBERS},
        "verdicts": [
            {k: v[k] for k in ("topic", "question", "answer")} for v in result["verdicts"]
        ],
    }


def _image(folder: Path, result: Any) -> dict[str, Any]:
    structure = read_structure(folder / RESULTS / STRUCTURE)
    fields = {}
    stated = {name: q["value"] for name, q in result["conductivities"].items()}
    if result["percolates"] and stated:
        known = dict.fromkeys(("ceramic", "binder", "support"), 0.0) | stated
        found = conduction_volumes(structure, known, axis=result["axis"])
        fields = {"potential": Field(found.potential, "V"), "current": Field(found.current)}
    write_scene(folder, structure=structure, fields=fields)
    _write(folder, of_image(result))
    names = ("effective_conductivity", "tortuosity_factor", "youngs_modulus")
    return {
        "quantities": {name: result[name] for name in names},
        "phase_fractions": result["phase_fractions"],
        "percolates": result["percolates"],
    }


def _pack(folder: Path, result: Any) -> dict[str, Any]:
    write_scene(folder, packing=read_particles(folder / RESULTS / PARTICLES))
    _write(folder, of_packing(result))
    names = ("packing_fraction", "coordination_number", "rattler_fraction", "farr_groot")
    return {"quantities": {name: result[name] for name in names}}


def _impedance(folder: Path, result: Any) -> dict[str, Any]:
    _write(folder, of_spectrum(result), [nyquist(result)])
    return {"verdicts": [{k: v[k] for k in ("topic", "question", "answer")}
                         for v in result["verdicts"]]}  # fmt: skip


def _fit(folder: Path, result: Any) -> dict[str, Any]:
    _write(folder, of_spectrum(result), [nyquist(result)])
    fit = result["fit"]
    return {"circuit": fit["circuit"], "quantities": {"conductivity": fit["conductivity"]}}


def _study(folder: Path, result: Any) -> dict[str, Any]:
    _write(folder, of_study(result))
    counts = result["counts"]
    known = counts["done"] + counts["failed"]
    return {"done": known, "budget": result["planned"], "front": len(result["front"])}


def _write(folder: Path, numbers: Numbers, charts: Sequence[Chart] = ()) -> None:
    view = folder / VIEW
    view.mkdir(exist_ok=True)
    for name, data in ((NUMBERS, numbers), (CHARTS, list(charts))):
        (view / name).write_text(json.dumps(data), encoding="utf-8")


_FINISHERS: dict[str, Callable[[Path, Any], dict[str, Any]]] = {
    "design": _design,
    "image": _image,
    "pack": _pack,
    "impedance": _impedance,
    "fit": _fit,
    "study": _study,
}
