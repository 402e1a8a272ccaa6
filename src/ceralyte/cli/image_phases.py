"""What the phases of an image conduct at the temperatures that ``ceralyte image`` is given."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import get_args

import numpy as np
from numpy.typing import ArrayLike

from ceralyte.cli.commands.options import assigned
from ceralyte.cli.output import shown
from ceralyte.core.errors import InputError, Mistakes, UnknownNameError
from ceralyte.core.quantities import Quantity
from ceralyte.core.units import ACTIVATION_ENERGY, CONDUCTIVITY, TEMPERATURE, parse, show
from ceralyte.model import Structure
from ceralyte.model.structure import CERAMIC, PHASE_NAMES
from ceralyte.pipeline.image_conduction import Orientation, turned_crystals
from ceralyte.pipeline.image_phases import ROOM, named_conductivities, taken_as_stated
from ceralyte.pipeline.temperature import PhaseConductivity
from ceralyte.structure.images.label_text import Along, LabelMap
from ceralyte.transport import (
    TemperatureDependence,
    arrhenius,
    conductivity_against_temperature,
)
from ceralyte.transport.case import Device
from ceralyte.transport.inputs import Axis, Boundary
from ceralyte.transport.temperature import ArrheniusForm

Law = Callable[[float], float]
PhaseLaw = Callable[[float], ArrayLike]
ELECTRODES = "electrodes"
_CERAMIC = PHASE_NAMES[CERAMIC]
_EXAMPLE = "ceramic=0.35 eV"


@dataclass(frozen=True)
class Conditions:
    """The options on temperature, as they were given."""

    temperature: str | None
    temperatures: str | None
    activation_energies: str | None
    form: str | None


@dataclass(frozen=True)
class Scan:
    """Temperatures to solve at (K), and what conducts and resists there, S/m and ohm m2.

    Of three conductivities along axes, all follow the one energy of their phase.
    """

    temperatures: tuple[float, ...]
    form: ArrheniusForm
    laws: dict[str, PhaseLaw]
    interfaces: dict[str, Law]
    electrode: Law | None


@dataclass(frozen=True)
class Phases:
    """Conductivities at the temperature of the image, S/m, by phase; and over a range of them.

    `named` are those of the catalogue, `notes` what to know of them.
    """

    conductivities: dict[str, float | Along]
    named: dict[str, Quantity] = field(default_factory=dict)
    scan: Scan | None = None
    notes: tuple[str, ...] = ()


def phases_of(
    labels: LabelMap, given: Conditions, interfaces: Mapping[str, float], electrode: float
) -> Phases:
    """Return what the phases conduct; refuse options that are incomplete or have no effect.

    Parameters
    ----------
    labels : LabelMap
    given : Conditions
    interfaces, electrode : mapping of str to float, float
        ohm m2, between pairs of phases and at each electrode.
    """
    wrong = Mistakes("image")
    at = ROOM
    with wrong.noted():
        at = ROOM if given.temperature is None else _kelvin(given.temperature, "--temperature")
    _note_without_effect(labels, given, wrong)
    example = f"1=ceramic:{CONDUCTIVITY.example}"
    found: dict[str, PhaseConductivity] = {}
    for phase, material in labels.materials.items():
        with wrong.noted():
            found |= named_conductivities({phase: material}, at, "--labels", example)
    conductivities = labels.conductivities | {n: c.now.value for n, c in found.items()}
    notes = []
    for name, conductivity in found.items():
        value, material = shown(conductivity.now), labels.materials[name]
        notes.append(
            f"{name}: {value} of {material} at {show(at, TEMPERATURE)}, of the catalogue; how far "
            "samples differ is not in the error bars here"
        )
        notes += conductivity.notes
    if given.temperature is not None and labels.materials:
        resisting = {**interfaces, "the electrodes": electrode}
        notes += taken_as_stated(
            at,
            conductivities=[n for n, v in labels.conductivities.items() if np.max(v) > 0],
            resistances=[name for name, value in resisting.items() if value > 0],
        )
    scan = None
    if given.temperatures is not None:
        named = {name: c.at for name, c in found.items() if c.span is not None}
        with wrong.noted():
            lacking = [f"{name}: {c.reason}" for name, c in found.items() if c.span is None]
            if lacking:
                allowed = "a conductivity and its energy"
                raise InputError("--temperatures", "; ".join(lacking), allowed)
        with wrong.noted():
            scan = _scan(labels, named, given, at, interfaces, electrode)
    wrong.tell()
    return Phases(conductivities, {n: c.now for n, c in found.items()}, scan, tuple(notes))


def _note_without_effect(labels: LabelMap, given: Conditions, wrong: Mistakes) -> None:
    """Note options that change nothing beside the others."""
    with wrong.noted():
        if given.form is not None and given.form not in get_args(ArrheniusForm):
            raise UnknownNameError("--arrhenius-form", given.form, get_args(ArrheniusForm))
    if given.temperatures is not None:
        return
    with wrong.noted():
        if given.temperature is not None and not labels.materials:
            why = (
                "for conductivities that are stated: it changes none"
                if labels.conductivities
                else "but no conductivity is stated that it could change"
            )
            raise InputError(
                "--temperature",
                f"got '{given.temperature}' {why}",
                "with a material in --labels, or with --temperatures",
            )
    for option, text in (
        ("--activation-energy", given.activation_energies),
        ("--arrhenius-form", given.form),
    ):
        with wrong.noted():
            if text is not None:
                told = f"got '{text}' without --temperatures"
                raise InputError(option, told, "three or more temperatures")


def solve_scan(
    structure: Structure,
    scan: Scan,
    *,
    orientation: Orientation,
    seed: int,
    boundary: Boundary,
    axis: Axis,
    device: Device,
) -> TemperatureDependence:
    """Solve the image at every temperature of the scan; crystals at random keep their places."""
    laws: dict[str, PhaseLaw] = {
        name: lambda _: 0.0 for name, share in structure.volume_fractions.items() if share > 0
    }
    laws |= scan.laws

    def turned(temperature: float) -> ArrayLike:
        used = {_CERAMIC: scan.laws[_CERAMIC](temperature)}
        return turned_crystals(structure, used, orientation, seed)[_CERAMIC]

    if orientation == "random":
        laws[_CERAMIC] = turned
    return conductivity_against_temperature(
        structure,
        laws,
        scan.temperatures,
        form=scan.form,
        interface_resistance=scan.interfaces,
        electrode_resistance=scan.electrode,
        boundary=boundary,
        axis=axis,
        geometry="voxels",
        device=device,
    )


def _scan(
    labels: LabelMap,
    named: Mapping[str, Law],
    given: Conditions,
    at: float,
    interfaces: Mapping[str, float],
    electrode: float,
) -> Scan:
    stated = labels.conductivities
    if not (stated or labels.materials):
        raise InputError("--temperatures", "no conductivity is stated", "--labels with one")
    wrong = Mistakes("image")
    temperatures = _temperatures(given.temperatures or "", wrong)
    resisting = {name: value for name, value in interfaces.items() if value > 0}
    if electrode > 0:
        resisting[ELECTRODES] = electrode
    follow = {name: value for name, value in stated.items() if np.max(value) > 0}
    energies: dict[str, float] = {}
    with wrong.noted():
        energies = assigned(
            given.activation_energies,
            ACTIVATION_ENERGY,
            "--activation-energy",
            _EXAMPLE,
            included=True,
        )
        for name in energies:
            with wrong.noted():
                if name in labels.materials:
                    raise InputError(
                        f"--activation-energy {name}",
                        "got it for a material of the catalogue, whose values follow temperature",
                        "a conductivity in --labels instead",
                    )
                if name not in {**follow, **resisting}:
                    raise UnknownNameError("--activation-energy", name, [*follow, *resisting])
        lacking = [name for name in (*follow, *resisting) if name not in energies]
        if lacking:
            raise InputError(
                "--activation-energy",
                f"none for {', '.join(lacking)}",
                f'one for each that conducts or resists, such as "{lacking[0]}=0.35 eV"',
            )
    wrong.tell()
    form: ArrheniusForm = "sigma_T" if given.form == "sigma_T" else "sigma"
    laws: dict[str, PhaseLaw] = {
        name: _conducts(value, at, energies[name], form) for name, value in follow.items()
    } | dict(named)
    resists = {name: _resists(value, at, energies[name]) for name, value in resisting.items()}
    for name, law in ({name: laws[name] for name in follow} | resists).items():
        for temperature in temperatures:
            try:
                law(temperature)
            except InputError as error:
                raise InputError(
                    f"--activation-energy {name}",
                    f"got {show(energies[name], ACTIVATION_ENERGY)}, with which it changes by more "
                    f"than any does, from {at:g} to {temperature:g} K",
                    error.allowed,
                ) from error
    at_electrodes = resists.pop(ELECTRODES, None)
    return Scan(temperatures, form, laws, resists, at_electrodes)


def _temperatures(text: str, wrong: Mistakes) -> tuple[float, ...]:
    """Temperatures (K) of a text; note in `wrong` those that are none, or too few."""
    found, parts = [], text.split(",")
    for part in parts:
        with wrong.noted():
            found.append(_kelvin(part, "--temperatures"))
    with wrong.noted():
        if len(found) == len(parts) and len(set(found)) < max(3, len(found)):
            raise InputError(
                "--temperatures",
                f"got '{text}'",
                'three or more, each once, such as "0 degC, 25 degC, 60 degC"',
            )
    return tuple(found)


def _conducts(value: float | Along, at: float, energy: float, form: ArrheniusForm) -> PhaseLaw:
    return lambda temperature: np.multiply(value, arrhenius(1.0, at, energy, temperature, form))


def _resists(value: float, at: float, energy: float) -> Law:
    """A resistance over temperature, as that of grain boundaries of a recipe."""
    return lambda temperature: value / arrhenius(1.0, at, energy, temperature)


def _kelvin(text: str, option: str) -> float:
    value = parse(text.strip(), TEMPERATURE, option)
    if not value > 0:
        raise InputError(option, f"got '{text.strip()}'", "above -273.15 degC")
    return value
