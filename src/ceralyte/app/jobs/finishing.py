"""After its command: what the page shows of a job, written once, and its summary in a line."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ceralyte.app.jobs.commands import PARTICLES, RESULTS, STRUCTURE
from ceralyte.app.jobs.options import IMAGE_OPTIONS, stated
from ceralyte.app.views.charts import Chart, design_charts, nyquist
from ceralyte.app.views.numbers import (
    Numbers,
    of_image,
    of_packing,
    of_spectrum,
    of_study,
    outcome,
)
from ceralyte.app.views.rows import numbers_of
from ceralyte.app.views.scene import CHARTS, NUMBERS, VIEW, Field, write_scene
from ceralyte.core.display import to_display
from ceralyte.core.format import number
from ceralyte.core.quantities import Outcome, Quantity, Unavailable
from ceralyte.model import Structure
from ceralyte.packing import read_particles
from ceralyte.pipeline import (
    ConductionVolumes,
    StressVolume,
    conduction_volumes,
    load_design,
    membrane_stress,
    membrane_volumes,
    structure_stress,
)
from ceralyte.pipeline.fields import MOST_ELEMENTS
from ceralyte.pipeline.image_conduction import Orientation, turned_crystals
from ceralyte.pipeline.image_phases import named_conductivities
from ceralyte.pipeline.stiffness import PhaseModuli
from ceralyte.recipe import load_recipe
from ceralyte.report.prose import sentence
from ceralyte.structure import read_structure
from ceralyte.structure.images.label_text import parse_labels

_SOLIDS = ("ceramic", "binder", "support")
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


def finish(job: Mapping[str, Any], folder: Path, result: Any) -> dict[str, Any]:
    """Write the view of a finished job; return its summary.

    Parameters
    ----------
    job : mapping
        Its `kind`, and the `options` that it was asked for with.
    folder : Path
        Of the job.
    result : dict or list
        The JSON document that its command printed.
    """
    if job["kind"] == "image":
        return _image(folder, result, job["options"])
    return _FINISHERS[job["kind"]](folder, result)


def _design(folder: Path, result: Any) -> dict[str, Any]:
    design = load_design(folder / RESULTS)
    recipe = load_recipe(folder / RESULTS / "recipe.yaml")
    fields = _flow(design.effective_conductivity, lambda: membrane_volumes(design, recipe))
    fields["stress"] = _stress(membrane_stress(design, recipe), design.structure)
    write_scene(folder, structure=design.structure, fields=fields)
    _write(folder, _with_remarks(numbers_of(design), fields), design_charts(design))
    return {
        "name": result["name"],
        "quantities": {name: result[name] for name in _NUMBERS},
        "verdicts": [
            {k: v[k] for k in ("topic", "question", "answer")} for v in result["verdicts"]
        ],
    }


def _image(folder: Path, result: Any, options: Mapping[str, Any]) -> dict[str, Any]:
    structure = read_structure(folder / RESULTS / STRUCTURE)
    labels = parse_labels(options["labels"])
    named = {n: c.now.value for n, c in named_conductivities(labels.materials).items()}
    known = dict.fromkeys(_SOLIDS, 0.0) | labels.conductivities | named
    asked = {name: stated(options, IMAGE_OPTIONS, name) for name in IMAGE_OPTIONS}

    def flow() -> ConductionVolumes:
        orientation: Orientation = asked["orientation"] or "axes"
        turned = turned_crystals(structure, known, orientation, asked["seed"] or 0)
        return conduction_volumes(
            structure,
            known | turned,
            axis=result["axis"],
            interface_resistance=asked["interface_resistance"] or {},
            electrode_resistance=asked["electrode_resistance"] or 0.0,
        )

    fields = _flow(outcome(result["effective_conductivity"]), flow)
    fields["stress"] = _stress(structure_stress(structure, _moduli(labels.moduli)), structure)
    write_scene(folder, structure=structure, fields=fields)
    _write(folder, _with_remarks(of_image(result), fields))
    names = ("effective_conductivity", "tortuosity_factor", "youngs_modulus")
    return {
        "quantities": {name: result[name] for name in names},
        "phase_fractions": result["phase_fractions"],
        "percolates": result["percolates"],
    }


def _flow(
    conductivity: Outcome, solve: Callable[[], ConductionVolumes]
) -> dict[str, Field | Unavailable]:
    """Potential and current where something flows, else why not."""
    if isinstance(conductivity, Unavailable):
        return {"potential": conductivity, "current": conductivity}
    found = solve()
    return {"potential": Field(found.potential, "V"), "current": Field(found.current)}


def _stress(found: StressVolume | Unavailable, structure: Structure) -> Field | Unavailable:
    if isinstance(found, Unavailable):
        return found
    if found.step == 1:
        return Field(found.values)
    edge = number(to_display(found.step * structure.voxel_size, "um"))
    note = (
        f"the stress is solved on voxels of {edge} µm, {found.step} times as large as those of the "
        f"image, which has more than {MOST_ELEMENTS:,}: thinner films and necks carry none"
    )
    return Field(found.values, note=sentence(note))


def _with_remarks(numbers: Numbers, fields: Mapping[str, Field | Unavailable]) -> Numbers:
    """Numbers whose notes tell of the fields too."""
    remarks = [f.note for f in fields.values() if isinstance(f, Field) and f.note]
    return numbers | {"notes": [*numbers["notes"], *remarks]}


def _moduli(stated: Mapping[str, tuple[float, float]]) -> PhaseModuli:
    """Moduli of all solid phases, those that were not stated as unavailable."""
    missing = Unavailable(unit="Pa", reason="not stated")

    def known(value: float, unit: str) -> Quantity:
        return Quantity(value=value, unit=unit, method="stated")

    return {
        name: (known(stated[name][0], "Pa"), known(stated[name][1], ""))
        if name in stated
        else (missing, missing)
        for name in _SOLIDS
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
    "pack": _pack,
    "impedance": _impedance,
    "fit": _fit,
    "study": _study,
}
