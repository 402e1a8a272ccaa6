"""The command `ceralyte cell`: options to SI, and the sheet as tables."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ceralyte.cell import BASES, amounts_of, basis_named, convert_energy
from ceralyte.cli.output import STDOUT, say, shown, table
from ceralyte.core.errors import InputError, Mistakes
from ceralyte.core.quantities import Quantity
from ceralyte.core.units import CONDUCTIVITY, ENERGY_DENSITY, SPECIFIC_ENERGY, parse, parse_from
from ceralyte.model import CellSheet, RatedEnergy, Series
from ceralyte.pipeline import cell_sheet, pybamm_export
from ceralyte.pipeline.storage import design_folder

_CONVERTED = {"mass": ("J/kg", "ratio of masses"), "volume": ("J/m^3", "ratio of volumes")}


@dataclass(frozen=True)
class Wanted:
    """What the user asked for, as text."""

    source: Path
    conductivity: str | None
    convert: str | None
    basis: str | None
    pybamm: Path | None


@dataclass(frozen=True)
class Published:
    """A published energy: J/kg, or J/m3 per volume, and the basis that it is stated for."""

    value: float
    per: Literal["mass", "volume"]
    basis: str


@dataclass(frozen=True)
class Result:
    """The sheet, and a published energy by basis; None for one without meaning."""

    sheet: CellSheet
    published: Published | None
    converted: dict[str, float | None]


def run(wanted: Wanted) -> Result:
    """Compute the sheet, convert what is to be converted, write the export.

    Raises
    ------
    InputError
        A text without its unit, an unknown basis, --convert without --basis or the reverse; as
        `cell_sheet`.
    """
    published = conductivity = None
    wrong = Mistakes("cell")
    with wrong.noted():
        published = _published(wanted)
    with wrong.noted():
        if wanted.conductivity is not None:
            stated = wanted.conductivity
            conductivity = parse_from(stated, CONDUCTIVITY, "--conductivity", 0.0, included=False)
    with wrong.noted():
        design_folder(wanted.source)
    wrong.tell()
    sheet = cell_sheet(wanted.source, conductivity=conductivity)
    converted = {} if published is None else _on_all_bases(published, sheet)
    if wanted.pybamm is not None:
        _write_pybamm(wanted, conductivity)
    return Result(sheet, published, converted)


def document(result: Result) -> dict[str, Any]:
    """Return the JSON document: the sheet, and what was converted (J/kg or J/m^3 by basis)."""
    data: dict[str, Any] = result.sheet.model_dump(mode="json")
    if result.published is not None:
        unit, method = _CONVERTED[result.published.per]
        data["converted"] = {
            basis: {"value": value, "unit": unit, "std": None, "method": method}
            for basis, value in result.converted.items()
        }
    return data


def show(result: Result) -> None:
    """Print energy, bases, masses, resistance, rate and sensitivity."""
    sheet = result.sheet
    _energies(sheet)
    _bases(result)
    _masses(sheet)
    _resistances(sheet)
    _curve(
        f"Nominal specific energy, without current, against membrane thickness: {sheet.basis}",
        sheet.energy_thickness,
    )
    _tornado(sheet)
    for note in sheet.notes:
        STDOUT.print(f"note: {note}", markup=False)
    STDOUT.print(f"{len(sheet.sources)} sources: --json lists them", markup=False)


def _published(wanted: Wanted) -> Published | None:
    if (wanted.convert is None) != (wanted.basis is None):
        missing = "--basis" if wanted.basis is None else "--convert"
        raise InputError(missing, "is missing", f"--convert and --basis, of {', '.join(BASES)}")
    if wanted.convert is None or wanted.basis is None:
        return None
    value, per = _energy(wanted.convert)
    if not value > 0:
        raise InputError("--convert", f"{wanted.convert}", 'above 0, such as "280 W*h/kg"')
    return Published(value, per, basis_named(wanted.basis))


def _energy(text: str) -> tuple[float, Literal["mass", "volume"]]:
    """Read an energy per mass (J/kg) or per volume (J/m3)."""
    try:
        return parse(text, SPECIFIC_ENERGY, "--convert"), "mass"
    except InputError as error:
        try:
            return parse(text, ENERGY_DENSITY, "--convert"), "volume"
        except InputError:
            allowed = f'{error.allowed}, or "{ENERGY_DENSITY.example}"'
            raise InputError("--convert", error.problem, allowed) from None


def _on_all_bases(published: Published, sheet: CellSheet) -> dict[str, float | None]:
    amounts = amounts_of(sheet.cell) if sheet.built is None else sheet.built.breakdown
    per, given = published.per, published.basis
    known = {
        b.basis: isinstance(b.specific_energy if per == "mass" else b.energy_density, Quantity)
        for b in sheet.bases
    }
    return {
        basis: (
            convert_energy(published.value, given, basis, amounts, per=per)
            if known[basis] or basis == given
            else None
        )
        for basis in BASES
    }


def _write_pybamm(wanted: Wanted, conductivity: float | None) -> None:
    assert wanted.pybamm is not None
    export = pybamm_export(wanted.source, conductivity=conductivity)
    text = json.dumps(export.model_dump(mode="json"), indent=1, ensure_ascii=False) + "\n"
    try:
        wanted.pybamm.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(
            "--pybamm", f"{wanted.pybamm} cannot be written: {error.strerror}", "another file"
        ) from error
    say(f"wrote {wanted.pybamm}; PyBaMM needs {len(export.missing)} more values, listed in it")


def _energies(sheet: CellSheet) -> None:
    built, system, rated = sheet.built, sheet.system, sheet.rated
    rows = [
        ("specific energy", shown(sheet.specific_energy)),
        ("energy density", shown(sheet.energy_density)),
        (_rated_label(rated), shown(rated.specific_energy)),
        ("areal capacity, after the first cycle", shown(sheet.cell.areal_capacity)),
        ("thickness of the repeat unit", shown(sheet.cell.thickness)),
        ("membrane thickness", shown(sheet.membrane_thickness)),
        ("membrane conductivity", shown(sheet.membrane_conductivity)),
    ]
    if built is not None:
        rows[3:3] = [
            ("capacity", shown(built.capacity, unit="A*h")),
            ("energy", shown(built.energy, unit="W*h")),
            ("mass", shown(built.mass)),
            ("length x width x thickness", _size(built.length, built.width, built.thickness)),
        ]
    if system is not None:
        rows += [
            ("system: specific energy", shown(system.specific_energy)),
            ("system: energy density", shown(system.energy_density)),
            ("system: plate thickness", shown(system.plate_thickness, unit="mm")),
        ]
    table(f"{sheet.name}: {sheet.basis}", ("quantity", "value"), rows)


def _rated_label(rated: RatedEnergy) -> str:
    return f"specific energy at {rated.c_rate:g} C, {rated.temperature - 273.15:.4g} °C"


def _size(*lengths: float) -> str:
    return " x ".join(f"{1e3 * length:.4g}" for length in lengths) + " mm"


def _bases(result: Result) -> None:
    columns = ["basis", "specific energy", "energy density"]
    published = result.published
    if published is not None:
        columns.append(f"published, stated for {published.basis}")
    rows = []
    for b in result.sheet.bases:
        row = [b.basis, shown(b.specific_energy), shown(b.energy_density)]
        if published is not None:
            value, (unit, method) = result.converted[b.basis], _CONVERTED[published.per]
            row.append(
                "" if value is None else shown(Quantity(value=value, unit=unit, method=method))
            )
        rows.append(row)
    table("The same energy on other bases", columns, rows)


def _masses(sheet: CellSheet) -> None:
    if sheet.built is None:
        table(
            "Mass",
            ("layer", "um", "mg/cm2", "share"),
            [
                (
                    b.name,
                    f"{1e6 * b.thickness:.3g}" if b.thickness else "",
                    f"{100 * b.areal_mass:.3g}",
                    f"{b.mass_fraction:.1%}",
                )
                for b in sheet.cell.mass_breakdown
            ],
        )
        return
    total = sheet.built.mass.value
    table(
        "Mass",
        ("piece", "g", "cm3", "share"),
        [
            (a.name, f"{1e3 * a.mass:.3g}", f"{1e6 * a.volume:.3g}", f"{a.mass / total:.1%}")
            for a in sheet.built.breakdown
        ],
    )


def _resistances(sheet: CellSheet) -> None:
    rows = [(p.name, shown(p.resistance)) for p in sheet.resistance.parts]
    table(
        f"Area-specific resistance at {sheet.resistance.temperature - 273.15:.4g} °C",
        ("part", "value"),
        [*rows, ("sum of what is known", shown(sheet.resistance.total))],
    )


def _curve(title: str, curve: Series) -> None:
    points = list(zip(curve.x, curve.y, strict=True))[::6]
    rows = [(f"{1e6 * x:.3g}", f"{y / 3600:.0f}") for x, y in points]
    table(title, ("um", "Wh/kg"), rows)


def _tornado(sheet: CellSheet) -> None:
    runs = isinstance(sheet.rated.specific_energy, Quantity)
    at_rate = f"at {sheet.rated.c_rate:g} C" if runs else "without current"
    table(
        f"What moves the specific energy {at_rate}, each input -20 % and +20 %",
        ("input", "from", "to", "Wh/kg", "Wh/kg"),
        [
            (s.name, s.low_input, s.high_input, f"{s.low / 3600:.0f}", f"{s.high / 3600:.0f}")
            for s in sheet.tornado
        ],
    )
