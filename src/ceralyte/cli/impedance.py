"""What ``ceralyte impedance`` does: the spectrum of a membrane, or the fit of a measured one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import pi
from pathlib import Path
from typing import Any

from ceralyte.cli.impedance_options import Wanted, from_zero, options_of
from ceralyte.cli.output import STDOUT, shown, table, verdict_lines
from ceralyte.core.display import show_frequency
from ceralyte.core.errors import InputError, Mistakes
from ceralyte.core.format import complex_number
from ceralyte.core.quantities import Outcome, Quantity, Unavailable
from ceralyte.core.units import (
    AREA,
    LENGTH,
    TEMPERATURE,
    show,
)
from ceralyte.model import ImpedanceSpectrum
from ceralyte.pipeline import (
    MembraneImpedance,
    design,
    load_design,
    membrane_impedance,
    require_admittances,
)
from ceralyte.recipe import load_recipe
from ceralyte.report import write_impedance_figures
from ceralyte.transport import (
    CircuitFit,
    RelaxationTimes,
    fit_circuit,
    read_spectrum,
    relaxation_times,
)
from ceralyte.transport.impedance.circuits import checked_circuit


@dataclass(frozen=True)
class Fitted:
    """A measured spectrum and what is read from it."""

    spectrum: ImpedanceSpectrum
    fit: CircuitFit
    relaxations: RelaxationTimes


Result = MembraneImpedance | Fitted

TARGETS = "the folder of a design, a recipe, an image as .zarr, .tif or .vti"

_CONFIDENCE = "± and ranges hold 95 %, if the circuit is the right one and errors are random"
_NONE = 1e-9
"""Relative half width of an interval that only numbers without errors have."""
_LOPSIDED = 1.3  # ends of an interval farther apart than this are both told
_CAPACITANCES = ((1e-5, "pF/cm^2"), (1e-2, "nF/cm^2"))  # below so many F/m2


def compute(
    wanted: Wanted, file: Path | None, wrong: Mistakes, tell: Callable[[str, float], None]
) -> MembraneImpedance:
    """Return the spectrum of the design in a folder, or of a recipe, which is designed first.

    Tell before all that is `wrong`; the `file` of the recipe is None where that is the target.
    """
    options = options_of(wanted, wrong)
    with wrong.noted():
        if file is not None:
            recipe = load_recipe(file)
    wrong.tell()
    permittivities = options.permittivities or {}
    stated: dict[str, Any] = {
        "interfaces": options.interfaces,
        "temperature": options.temperature,
        "band": options.band,
        "points": wanted.points,
    }
    require_admittances(recipe, permittivities, **stated)
    result = (
        load_design(wanted.target)
        if wanted.target.is_dir()
        else design(recipe, level=wanted.level, seeds=1, progress=tell)
    )
    tell("impedance", 0.95)
    return membrane_impedance(result, recipe, permittivities, **stated)


def fit(
    path: Path, area: str | None, thickness: str | None, circuit: str | None, wrong: Mistakes
) -> Fitted:
    """Read a spectrum and fit it; tell before all that is `wrong`."""
    square_metres, metres = None, None
    with wrong.noted():
        square_metres = from_zero(area, AREA, "--area")
        if square_metres is None:
            raise InputError("--area", "is missing", 'the area of the electrodes, as "0.785 cm^2"')
    with wrong.noted():
        metres = from_zero(thickness, LENGTH, "--thickness")
    with wrong.noted():
        if circuit is not None:
            checked_circuit(circuit)
    with wrong.noted():
        spectrum = read_spectrum(path, area=square_metres or 1.0, thickness=metres)
    wrong.tell()
    found = fit_circuit(spectrum, circuit)
    return Fitted(spectrum, found, relaxation_times(spectrum, electrode=found.electrodes))


def write_figures(result: Result, folder: Path) -> list[Path]:
    """Draw the spectrum; return the files written."""
    if isinstance(result, Fitted):
        return write_impedance_figures(
            result.spectrum, folder, fit=result.fit, relaxations=result.relaxations
        )
    return write_impedance_figures(
        result.spectrum, folder, relaxations=result.relaxations, band=result.band
    )


def document(result: Result) -> dict[str, Any]:
    """Return the numbers for one JSON document, SI."""
    data = _spectrum(result.spectrum) | {"relaxation_times": _relaxations(result.relaxations)}
    if isinstance(result, Fitted):
        found = result.fit.model_dump(mode="json", exclude={"fitted", "notes"})
        found["fitted"] = _spectrum(result.fit.fitted)
        return data | {"fit": found, "notes": [*result.spectrum.notes, *result.fit.notes]}
    return data | {
        "temperature": None
        if result.temperature is None
        else {"value": result.temperature, "unit": "K"},
        "resistances": {k: q.model_dump(mode="json") for k, q in result.resistances.items()},
        "verdicts": [v.model_dump(mode="json") for v in result.verdicts],
        "notes": list(result.notes),
    }


def show_result(result: Result) -> None:
    """Print verdicts or the fitted elements."""
    if isinstance(result, Fitted):
        _show_fit(result)
        return
    verdict_lines(result.verdicts)
    spectrum = result.spectrum
    slowest = min(range(len(spectrum.frequencies)), key=spectrum.frequencies.__getitem__)
    at = result.temperature
    rows = [
        *([] if at is None else [("temperature", show(at, TEMPERATURE))]),
        ("areal impedance at the lowest frequency", _ohm_cm2(spectrum, slowest)),
        ("frequencies", f"{len(spectrum.frequencies)}"),
    ]
    rows += [(f"areal resistance, {k}", shown(q)) for k, q in result.resistances.items()]
    largest = zip(result.relaxations.peaks[:4], result.relaxations.resistances, strict=False)
    rows += [
        (
            f"relaxation {k}, peak of its arc",
            f"{show_frequency(1 / (2 * pi * tau))}, {1e4 * resistance:.3g} Ω cm²",
        )
        for k, (tau, resistance) in enumerate(sorted(largest), 1)
    ]
    table("Impedance", ("quantity", "value"), rows)
    method = f"relaxations without the electrodes: {result.relaxations.method}"
    _notes((method, spectrum.validity, *result.notes))


def _show_fit(result: Fitted) -> None:
    found = result.fit
    if found.missed is not None:
        verdict_lines([found.missed])
    rows = []
    if found.inductance is not None:
        per_area = found.inductance.scaled(1e10, "")  # H m2 to uH cm2
        rows.append(("inductance of the cables", f"{_interval(per_area)} µH cm²", "", "", ""))
    if found.series_resistance is not None:
        rows.append(("series resistance", _interval(found.series_resistance), "", "", ""))
    for arc in found.arcs:
        rows.append(
            (
                f"{arc.role}, peak {show_frequency(arc.peak_frequency)}",
                _interval(arc.resistance),
                _interval(arc.capacitance, _capacitance_unit(arc.capacitance.value)),
                _interval(arc.exponent),
                _interval(arc.conductivity),
            )
        )
    if found.electrode is not None and found.electrode_exponent is not None:
        magnitude = f"{_interval(found.electrode.scaled(1e-4, ''))} S sⁿ/cm²"
        rows.append(("electrodes", "", magnitude, _interval(found.electrode_exponent), ""))
    columns = ("arc", "resistance", "capacitance", "exponent", "thickness / resistance")
    table(f"{found.circuit}, misfit {100 * found.residual:.2g} %", columns, rows)
    if found.missed is None:
        STDOUT.print(f"conductivity: {_interval(found.conductivity)}", markup=False)
    _notes((_CONFIDENCE, *result.spectrum.notes, *found.notes, result.relaxations.method))


def _interval(outcome: Outcome, unit: str | None = None) -> str:
    """A fitted value with its 95 % interval: half of it behind ±, or its ends if it is lopsided."""
    if isinstance(outcome, Unavailable) or outcome.low is None or outcome.high is None:
        return shown(outcome, unit=unit)
    below, above = outcome.value - outcome.low, outcome.high - outcome.value
    alone = shown(outcome.model_copy(update={"std_model": None}), unit=unit)
    if above == below == 0:
        return f"{alone}, at its limit"
    if max(above, below) < _NONE * abs(outcome.value):
        return alone
    if max(above, below) > _LOPSIDED * min(above, below):
        value, low, high = (
            shown(Quantity(value=v, unit=outcome.unit, method=""), unit=unit, digits=3)
            for v in (outcome.value, outcome.low, outcome.high)
        )
        return f"{value} ({low} to {high})"
    return shown(outcome.model_copy(update={"std_model": (above + below) / 2}), unit=unit)


def _capacitance_unit(value: float) -> str:
    """Of a capacitance per area (F/m2), so that no powers of ten are told."""
    return next((u for limit, u in _CAPACITANCES if value < limit), "uF/cm^2")


def _notes(notes: Sequence[str]) -> None:
    for note in notes:
        STDOUT.print(f"note: {note}", markup=False)


def _spectrum(spectrum: ImpedanceSpectrum) -> dict[str, Any]:
    def column(values: Sequence[float], unit: str) -> dict[str, Any]:
        return {"value": list(values), "unit": unit, "method": spectrum.method}

    return {
        "percolates": spectrum.percolates,
        "thickness": {"value": spectrum.thickness, "unit": "m"},
        "frequency": column(spectrum.frequencies, "Hz"),
        "areal_impedance_real": column(spectrum.real, "ohm*m^2"),
        "areal_impedance_imaginary": column(spectrum.imaginary, "ohm*m^2"),
        "validity": spectrum.validity,
    }


def _relaxations(relaxations: RelaxationTimes) -> dict[str, Any]:
    return {
        "time": {"value": list(relaxations.times), "unit": "s"},
        "density": {"value": list(relaxations.density), "unit": "ohm*m^2"},
        "peaks": {"value": list(relaxations.peaks), "unit": "s"},
        "resistances": {"value": list(relaxations.resistances), "unit": "ohm*m^2"},
        "regularisation": relaxations.regularisation,
        "residual": relaxations.residual,
        "method": relaxations.method,
    }


def _ohm_cm2(spectrum: ImpedanceSpectrum, at: int) -> str:
    value = complex(spectrum.real[at], spectrum.imaginary[at])
    return f"{complex_number(1e4 * value)} Ω cm²"
