"""A cell under stack pressure: contact of membrane and anode, creep of the metal, breathing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ceralyte.cell import MetalAnode, Pouch
from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Outcome, Quantity, Unavailable
from ceralyte.core.units import LENGTH, PRESSURE, TIME, show
from ceralyte.mechanics import (
    CreepLaw,
    RoughContact,
    breathing,
    contact_fraction,
    contact_modulus,
    contact_resistance,
    packaging_pressure,
    pressure_relaxation,
    rms_slope,
    thickness_loss,
)
from ceralyte.mechanics.contact import APART, FACTOR
from ceralyte.model import PropertyValue, Series, StackPressureSheet
from ceralyte.packing import percentiles
from ceralyte.pipeline import mechanics
from ceralyte.pipeline.cell_sheet import MembraneForCell, resolve_membrane
from ceralyte.pipeline.cells import CellInputs
from ceralyte.pipeline.inputs import Inputs
from ceralyte.recipe import Recipe

_FOR = "the stack pressure"
_TABOR = 3.0
"""Indentation hardness over yield strength: Tabor, The Hardness of Metals (1951)."""

_PRESSURES = tuple(float(p) for p in np.geomspace(1e4, 1e8, 61))
_FIRST, _POINTS = 1e-9, 181  # first time of a curve over the last
_CYCLES = 10
_ROOM = 298.15
_SCATTER = 5.0
"""Factor either way within which creep rates are known, as `thickness_loss` has it."""


@dataclass(frozen=True)
class StackConditions:
    """What a cell is held by; SI, None: not known.

    Attributes
    ----------
    pressure : float or None, Pa
        The recipe's stack pressure if None.
    roughness_membrane, roughness_electrode : float or None, m
        Rms heights of the two faces; a smooth electrode is 0.
    correlation_length : float or None, m
        Of the membrane's roughness; the powder's median diameter if None.
    hardness : float or None, Pa
        Of the softer face; three times the yield strength of a metal anode if None.
    width : float or None, m
        Of the anode where it sticks to both faces; the shorter side of the recipe's pouch if None.
    stiffness : float or None, Pa/m
        Of clamp and stack in series.
    duration, cycle_time : float, s
    inside : float, Pa
        Gas pressure in a sealed pouch.
    """

    pressure: float | None = None
    roughness_membrane: float | None = None
    roughness_electrode: float | None = None
    correlation_length: float | None = None
    hardness: float | None = None
    width: float | None = None
    stiffness: float | None = None
    duration: float = 1000 * 3600.0
    cycle_time: float = 20 * 3600.0
    inside: float = 0.0


def stack_pressure(
    source: Recipe | str | Path, conditions: StackConditions | None = None
) -> StackPressureSheet:
    """Return what stack pressure does to the cell of a recipe or of a design.

    Parameters
    ----------
    source : Recipe, path of a recipe file, or folder of a design
    conditions : StackConditions, optional

    Raises
    ------
    InputError
        No cell in the recipe, no pressure, a negative one, a time not above zero; as `design`.
    ConvergenceError

    Validity
    --------
    Creep rates are known within a factor of two to five, contact within two.
    """
    given = conditions or StackConditions()
    for field, time in (("duration", given.duration), ("cycle_time", given.cycle_time)):
        if not time > 0:
            raise InputError(field, f"got {show(time, TIME)}", "above 0 h")
    inputs, membrane = resolve_membrane(source, None)
    cell = inputs.cell
    if isinstance(cell, Unavailable):
        raise InputError("cell", cell.reason, "a recipe with a cell section")
    pressure = _pressure(given, cell)
    temperature = inputs.recipe.temperature
    contact = _contact(given, cell, inputs, membrane)
    fraction, resistance = _touching(contact, pressure, membrane)
    notes = [contact.reason] if isinstance(contact, Unavailable) else list(contact[1])
    creep, lost, relaxed, breathes = _creeping(given, cell, inputs, pressure, temperature)
    rough = None if isinstance(contact, Unavailable) else contact[0]
    curve = None if rough is None else _resistances(rough, membrane)
    if isinstance(curve, Unavailable):
        notes.append(f"no contact resistance against pressure: {curve.reason}")
    return StackPressureSheet(
        name=inputs.recipe.name,
        pressure=pressure,
        temperature=temperature,
        packaging_pressure=Quantity(
            value=packaging_pressure(given.inside),
            unit="Pa",
            method="atmosphere less the gas inside",
        ),
        contact_fraction=fraction,
        contact_resistance=resistance,
        fraction_pressure=None if rough is None else _fractions(rough),
        resistance_pressure=curve if isinstance(curve, Series) else None,
        thickness=lost,
        relaxation=relaxed,
        breathing=breathes,
        breathing_amplitude=_amplitude(cell),
        notes=tuple(dict.fromkeys((*notes, *creep, *inputs.supply.notes))),
    )


def _pressure(given: StackConditions, cell: CellInputs) -> float:
    if given.pressure is not None:
        if given.pressure < 0:
            raise InputError(
                "pressure", f"got {show(given.pressure, PRESSURE)}", '0 or more, as "2 MPa"'
            )
        return given.pressure
    if cell.system is None or cell.system.pressing is None:
        raise InputError(
            "pressure",
            "is not given, and the recipe's cell has no system.stack_pressure",
            '--pressure "2 MPa"',
        )
    return cell.system.pressing.pressure


def _contact(
    given: StackConditions, cell: CellInputs, inputs: Inputs, membrane: MembraneForCell
) -> tuple[RoughContact, list[str]] | Unavailable:
    """The contact of membrane and anode, and what was assumed for it."""
    if given.roughness_membrane is None:
        reason = 'roughness of the membrane unknown: --roughness "membrane=0.8 um"'
        return Unavailable(unit="", reason=reason)
    anode = cell.design.anode
    names = ("youngs_modulus", "poissons_ratio")
    moduli = [inputs.supply.outcome(anode.name, name, _FOR) for name in names]
    own = _elasticity(inputs, membrane)
    if isinstance(own[0], Unavailable) or isinstance(own[1], Unavailable):
        lacking = own[0] if isinstance(own[0], Unavailable) else own[1]
        assert isinstance(lacking, Unavailable)
        return Unavailable(unit="", reason=f"modulus of the membrane: {lacking.reason}")
    if isinstance(moduli[0], Unavailable) or isinstance(moduli[1], Unavailable):
        missing = [n for n, m in zip(names, moduli, strict=True) if isinstance(m, Unavailable)]
        reason = (
            f"not known of {anode.name}: {' and '.join(missing)}; give what is missing, with a "
            "source, in a CSV that the recipe names as materials_file"
        )
        return Unavailable(unit="", reason=reason)
    length, notes = given.correlation_length, []
    if length is None:
        length = percentiles(inputs.recipe.ceramic.size, "volume").d50
        notes.append(
            f"correlation length of the roughness taken as the powder's d50, {show(length, LENGTH)}"
        )
    other = given.roughness_electrode or 0.0
    slopes = rms_slope(given.roughness_membrane, length)
    if other:
        slopes = float(np.hypot(slopes, rms_slope(other, length)))
    return RoughContact(
        float(np.hypot(given.roughness_membrane, other)),
        slopes,
        contact_modulus((own[0].value, own[1].value), (moduli[0].value, moduli[1].value)),
        given.hardness if given.hardness is not None else _hardness(cell, inputs, notes),
    ), notes


def _elasticity(inputs: Inputs, membrane: MembraneForCell) -> tuple[Outcome, Outcome]:
    makeup, thickness = inputs.makeup, membrane.thickness.value
    share = membrane.fraction / (1 - makeup.support_fraction(thickness))
    found = mechanics.elasticity(
        inputs.recipe, inputs.supply, makeup.shares(share, thickness), dispersed=False
    )
    return found.youngs_modulus, found.poissons_ratio


def _hardness(cell: CellInputs, inputs: Inputs, notes: list[str]) -> float | None:
    """Hardness (Pa) of a metal anode by Tabor's factor; None for a host."""
    anode = cell.design.anode
    if not isinstance(anode, MetalAnode):
        notes.append(f"{anode.name} taken as elastic: give --hardness where it yields")
        return None
    yields = inputs.supply.outcome(anode.name, "yield_strength", _FOR)
    if isinstance(yields, Unavailable):
        notes.append(f"{anode.name} taken as elastic: its yield_strength is unknown")
        return None
    return _TABOR * yields.value


def _touching(
    contact: tuple[RoughContact, list[str]] | Unavailable,
    pressure: float,
    membrane: MembraneForCell,
) -> tuple[Outcome, Outcome]:
    conduction = membrane.conduction.now
    if isinstance(contact, Unavailable):
        return contact, Unavailable(unit="ohm*m^2", reason=contact.reason)
    share = contact_fraction(contact[0], pressure)
    fraction = Quantity(
        value=share,
        unit="",
        method="larger of elastic (Persson) and plastic contact",
        low=share / FACTOR,
        high=min(FACTOR * share, 1.0),
        estimate=True,
        validity="without creep and adhesion; the slope depends on how finely it was measured",
    )
    if pressure == 0:
        return fraction, Unavailable(unit="ohm*m^2", reason="nothing presses the faces together")
    if isinstance(conduction, Unavailable):
        return fraction, Unavailable(unit="ohm*m^2", reason=conduction.reason)
    return fraction, contact_resistance(contact[0], pressure, conduction.value)


def _fractions(contact: RoughContact) -> Series:
    shares = [contact_fraction(contact, p) for p in _PRESSURES]
    return Series(
        x_name="pressure",
        x_unit="Pa",
        x=_PRESSURES,
        y_name="contact fraction",
        y_unit="",
        y=tuple(shares),
        y_low=tuple(share / FACTOR for share in shares),
        y_high=tuple(min(FACTOR * share, 1.0) for share in shares),
        note=f"rms roughness {show(contact.roughness, LENGTH)}, rms slope {contact.slope:.3g}",
    )


def _resistances(contact: RoughContact, membrane: MembraneForCell) -> Series | Unavailable:
    """Resistance against pressure, as far as the spots that touch are apart."""
    conduction = membrane.conduction.now
    pressures = [p for p in _PRESSURES if contact_fraction(contact, p) <= APART]
    if isinstance(conduction, Unavailable):
        return Unavailable(unit="ohm*m^2", reason=conduction.reason)
    if len(pressures) < 2:
        reason = f"more than {APART:.0%} of the face touches, beyond the theory"
        return Unavailable(unit="ohm*m^2", reason=reason)
    found = [contact_resistance(contact, p, conduction.value).value for p in pressures]
    note = "constriction into the spots that touch; a factor of 2 either way"
    if len(pressures) < len(_PRESSURES):
        note += f"; ends where {APART:.0%} of the face touches"
    return Series(
        x_name="pressure",
        x_unit="Pa",
        x=tuple(pressures),
        y_name="contact resistance",
        y_unit="ohm*m^2",
        y=tuple(found),
        y_low=tuple(r / FACTOR for r in found),
        y_high=tuple(r * FACTOR for r in found),
        note=note,
    )


def _creeping(
    given: StackConditions, cell: CellInputs, inputs: Inputs, pressure: float, temperature: float
) -> tuple[list[str], tuple[Series, ...], Series | None, Series | None]:
    """Notes, thickness against time, relaxation and breathing of a metal anode."""
    anode = cell.design.anode
    if not isinstance(anode, MetalAnode):
        return [f"{anode.name} is a host: its creep is not computed"], (), None, None
    law = _law(anode.name, inputs)
    plated = cell.design.areal_capacity / (anode.specific_capacity * anode.density)
    thickness = plated + anode.excess_thickness
    times = [0.0, *(float(t) for t in given.duration * np.geomspace(_FIRST, 1, _POINTS))]
    widths: list[float | None] = [None]
    notes = [f"creep of {anode.name}: rates within a factor of 2 to 5"]
    width = given.width
    if width is None and isinstance(cell.form, Pouch):
        width = min(cell.form.width, cell.form.height)
    if width is None:
        notes.append("the width that holds the metal back is unknown: give --width, or a pouch")
    else:
        widths.append(width)

    def thinned(width: float | None) -> Series:
        return _bracketed(
            law,
            times,
            lambda how, t: thickness_loss(
                how, thickness, pressure, t, temperature=temperature, width=width
            ),
        )

    lost = tuple(thinned(width) for width in widths)
    if given.stiffness is None:
        notes.append('no --stiffness of the clamp, such as "0.1 MPa/um": no pressure against time')
        return notes, lost, None, None
    cycles = [float(t) for t in np.linspace(0, _CYCLES * given.cycle_time, 24 * _CYCLES + 1)]
    growth = breathing(plated, given.cycle_time)
    notes.append(
        "pressure at rest of the charged cell; on cycling from the discharged one on, flat where "
        "metal is squeezed out as fast as it is plated"
    )
    stiffness = given.stiffness

    def clamped(
        metal: float, when: Sequence[float], growth: Callable[[float], float] | None
    ) -> Series:
        return _bracketed(
            law,
            when,
            lambda how, t: pressure_relaxation(
                how,
                metal,
                pressure,
                stiffness,
                t,
                temperature=temperature,
                width=widths[-1],
                growth=growth,
            ),
        )

    relaxed = clamped(thickness, times, None)
    cycled = clamped(anode.excess_thickness, cycles, growth)
    return notes, lost, relaxed, cycled


def _bracketed(
    law: CreepLaw, times: Sequence[float], curve: Callable[[CreepLaw, Sequence[float]], Series]
) -> Series:
    """A curve of creep between those of a metal that creeps faster and slower by `_SCATTER`.

    A foil that is gone stays gone, up to the end of the one that creeps slowest.
    """
    middle = curve(law, times)
    slow = curve(law.times(1 / _SCATTER), sorted({*times, *middle.x}))
    fast = curve(law.times(_SCATTER), slow.x)

    def lasting(found: tuple[float, ...]) -> tuple[float, ...]:
        kept = found[: len(slow.x)]
        return kept + kept[-1:] * (len(slow.x) - len(kept))

    centre = lasting(middle.y)
    faces = np.array([centre, slow.y, lasting(fast.y)])
    return middle.model_copy(
        update={
            "x": slow.x,
            "y": centre,
            "y_low": tuple(faces.min(axis=0).tolist()),
            "y_high": tuple(faces.max(axis=0).tolist()),
        }
    )


def _law(metal: str, inputs: Inputs) -> CreepLaw:
    """Creep law of a metal; raises `MissingDataError` where the catalogue has none."""
    supply = inputs.supply
    stress: PropertyValue = supply.value(metal, "creep_stress", _FOR)
    energy = supply.outcome(metal, "creep_activation_energy", _FOR)
    return CreepLaw(
        reference_stress=stress.value,
        exponent=supply.value(metal, "creep_exponent", _FOR).value,
        temperature=stress.temperature or _ROOM,
        activation_energy=energy.value if isinstance(energy, Quantity) else None,
    )


def _amplitude(cell: CellInputs) -> Outcome:
    anode = cell.design.anode
    if not isinstance(anode, MetalAnode):
        return Unavailable(unit="m", reason=f"swelling of {anode.name} against its pores unknown")
    return Quantity(
        value=cell.design.areal_capacity / (anode.specific_capacity * anode.density),
        unit="m",
        method="metal plated by one charge; the cathode keeps its thickness",
        estimate=True,
        validity="dense metal: mossy metal takes more; what the cathode shrinks is not in it",
    )
