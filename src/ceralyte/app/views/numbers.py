"""The numbers, verdicts and notes of every kind of job, ready to print."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter

from ceralyte.app.views.rows import notes, row, verdicts
from ceralyte.core.quantities import Outcome
from ceralyte.model import Verdict

Numbers = dict[str, Any]

_OUTCOME: TypeAdapter[Outcome] = TypeAdapter(Outcome)
_PACKED = (
    "packing_fraction",
    "farr_groot",
    "coordination_number",
    "rattler_fraction",
    "contacts_beyond_isostatic",
    "contacts_per_volume",
    "overlap_relative_max",
    "seconds",
)
_BESIDE_ARCS = {
    "series_resistance": ("resistance", "Series resistance"),
    "inductance": ("inductance", "Inductance of the cables, times area"),
    "electrode_exponent": ("exponent", "Exponent of the electrodes"),
}
"""Field of `CircuitFit` -> key and name of its row."""

_CONDUCTION = (
    "effective_conductivity",
    "tortuosity_factor",
    "network_conductivity",
    "youngs_modulus",
    "poissons_ratio",
)


def numbers(
    groups: Mapping[str, Sequence[dict[str, Any]]],
    *,
    headlines: Sequence[dict[str, Any]] = (),
    said: Sequence[dict[str, Any]] = (),
    remarks: Sequence[str] = (),
) -> Numbers:
    """Return groups of rows with verdicts (as JSON) and notes."""
    return {
        "headlines": list(headlines),
        "groups": [{"title": title, "rows": list(rows)} for title, rows in groups.items()],
        "verdicts": verdicts([Verdict.model_validate(v) for v in said]),
        "notes": notes(remarks),
        "sources": [],
    }


def of_packing(result: Mapping[str, Any]) -> Numbers:
    """Return the numbers of `ceralyte pack`."""
    rows = _rows(result, _PACKED)
    note = result["note"]
    return numbers({"Packing": rows}, headlines=rows[:3], remarks=[note] if note else [])


def of_image(result: Mapping[str, Any]) -> Numbers:
    """Return the numbers of `ceralyte image`."""
    rows = _rows(result, _CONDUCTION)
    shares = [
        row(name, outcome(share), f"Share of the {name}", "fraction")
        for name, share in result["phase_fractions"].items()
    ]
    groups = {
        "Conduction and stiffness": rows,
        "Phases": shares,
        "Resolution": [
            row("voxels_per_neck", outcome(result["voxels_per_neck"]), "Voxels per neck, median"),
            row(
                "thin_necks",
                outcome(result["thin_necks"]),
                "Necks that the voxels do not resolve",
                "fraction",
            ),
        ],
    }
    said = [found for found in (result.get("blocked"), result["resolution"]) if found]
    return numbers(groups, headlines=rows[:2], said=said, remarks=result["notes"])


def of_spectrum(result: Mapping[str, Any]) -> Numbers:
    """Return verdicts and notes of a computed spectrum, or the circuit fitted to a measured one."""
    fit = result.get("fit")
    if fit is None:
        rows = [
            row("areal_resistance", outcome(found), f"Areal resistance, {name}")
            for name, found in result["resistances"].items()
        ]
        return numbers(
            {"Read off the spectrum": rows} if rows else {},
            headlines=rows,
            said=result["verdicts"],
            remarks=result["notes"],
        )
    groups = {
        arc["role"].capitalize(): [
            row(name, outcome(arc[name]))
            for name in ("resistance", "capacitance", "exponent", "conductivity")
            if arc.get(name) is not None
        ]
        for arc in fit["arcs"]
    }
    whole = [row("conductivity", outcome(fit["conductivity"]))]
    rest = [
        row(key, outcome(fit[name]), label)
        for name, (key, label) in _BESIDE_ARCS.items()
        if fit.get(name) is not None
    ]
    return numbers(
        {fit["circuit"]: [*whole, *rest], **groups},
        headlines=whole,
        said=[fit["missed"]] if fit.get("missed") else [],
        remarks=result["notes"],
    )


def of_study(result: Mapping[str, Any]) -> Numbers:
    """Return what a study says in words; its points are in its front."""
    return numbers({}, remarks=result["notes"])


def outcome(data: Any) -> Outcome:
    """Return the quantity in a JSON document."""
    return _OUTCOME.validate_python(data)


def _rows(result: Mapping[str, Any], names: Sequence[str]) -> list[dict[str, Any]]:
    return [row(name, outcome(result[name])) for name in names if result.get(name) is not None]
