"""Curves against the pressure of the press: density by its law, contacts by the particles."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.quantities import Quantity
from ceralyte.model import Mark, PressedPacking, PressingPath, Series
from ceralyte.numerics.statistics import mean_and_standard_error
from ceralyte.pipeline import mechanics
from ceralyte.pipeline.built import Built
from ceralyte.pipeline.density import Densification
from ceralyte.pipeline.inputs import Inputs
from ceralyte.pipeline.makeup import Makeup
from ceralyte.pressing import density_std, relative_density, springback
from ceralyte.pressing.laws import PRESSURE_MAX

Floats = NDArray[np.float64]

_STEP = 10e6
_USUAL = 600e6  # Pa: where the density curve ends if nothing lies beyond
_POINTS = 25
_NOTE = "particles of all seeds at the density that the pressing law gives for each pressure"
_AROUND = (
    "; fibres move with the box and are neither bent nor flattened; contacts of grains with fibres "
    "do not count"
)


def density_curve(
    densification: Densification, makeup: Makeup, initial: Quantity, thickness: float
) -> Series | None:
    """Return the relative density of the membrane against pressure; None without a law."""
    stress = densification.yield_stress
    if stress is None:
        return None
    full = 1 / (1 + makeup.binder_per_ceramic)
    marks = _own_mark(densification, makeup, thickness) + _measured_marks(densification)
    top = max(_USUAL, 1.05 * max((mark.x for mark in marks), default=0.0))
    pressures = np.arange(0.0, min(top, PRESSURE_MAX) + _STEP / 2, _STEP)
    shares = [min(relative_density(p, initial.value, stress.value), full) for p in pressures]
    slope = _slope(makeup, thickness)
    return Series(
        x_name="pressure",
        x_unit="Pa",
        x=tuple(float(p) for p in pressures),
        y_name="relative_density",
        y_unit="",
        y=tuple(makeup.solid_fraction(s, thickness) for s in shares),
        y_std=tuple(slope * density_std(p, initial.value, stress) for p in pressures),
        note=stress.method,
        marks=marks,
    )


def particle_curves(inputs: Inputs, built: Built) -> dict[str, Series]:
    """Return thickness, contacts and springback against pressure, up to that of the press.

    The density at each pressure is that of the pressing law, as everywhere in a design; what goes
    with it follows from the particles of all seeds on their way to the final density. Empty where
    the pressure is not known, or where particles were not followed on the way: dispersed ones, and
    those grown among fibres.
    """
    found, pressed = built.densification, [s.pressed for s in built.samples]
    paths = [s.path for s in built.samples if s.path is not None]
    if found.yield_stress is None or not found.pressure or len(paths) < len(pressed):
        return {}  # `pressing_notes` says why
    pressures = np.linspace(0.0, found.pressure, _POINTS)
    initial, stress = built.initial.value, found.yield_stress.value
    by_law = [relative_density(float(p), initial, stress) for p in pressures]
    shares = np.clip(by_law, initial, found.fraction.value)
    note = _NOTE + (_AROUND if inputs.recipe.support is not None else "")
    curves = {
        name: _over_seeds(name, unit, pressures, values, note)
        for name, unit, values in _of_paths(built.thickness, paths, pressed, shares)
    }
    elastic = _springback(inputs, pressures, shares)
    return curves if elastic is None else curves | {"springback": elastic}


def _of_paths(
    thickness: float, paths: Sequence[PressingPath], pressed: Sequence[PressedPacking], at: Floats
) -> list[tuple[str, str, list[Floats]]]:
    """Name, unit and one curve per seed at the densities `at` of what the particles tell."""
    heights, neighbours, areas, specific = [], [], [], []
    for path, final in zip(paths, pressed, strict=True):
        height, number, area = (
            np.interp(at, path.relative_density, values)
            for values in (path.thickness, path.contact_number, path.contact_area)
        )
        bed = final.particles
        solid = float(np.pi / 6 * (bed.diameters**3).sum())
        heights.append(thickness * height / height[-1])
        neighbours.append(number)
        areas.append(area)
        specific.append(area / 2 * len(bed) / (solid / at + bed.obstacle_volume))
    return [
        ("thickness", "m", heights),
        ("neighbours_per_grain", "", neighbours),
        ("contact_area_per_grain", "m^2", areas),
        ("contact_area_per_volume", "1/m", specific),
    ]


def _over_seeds(name: str, unit: str, pressures: Floats, values: list[Floats], note: str) -> Series:
    means = [mean_and_standard_error(v) for v in np.transpose(values).tolist()]
    errors = [error for _, error in means if error is not None]
    return Series(
        x_name="pressure",
        x_unit="Pa",
        x=tuple(pressures.tolist()),
        y_name=name,
        y_unit=unit,
        y=tuple(mean for mean, _ in means),
        y_std=tuple(errors) if errors else None,
        note=note,
    )


def _springback(inputs: Inputs, pressures: Floats, shares: Floats) -> Series | None:
    """Return the springback after each pressure, None where the bulk modulus is not known."""
    per_ceramic = inputs.makeup.binder_per_ceramic
    values = []
    for pressure, share in zip(pressures.tolist(), shares.tolist(), strict=True):
        binder = share * per_ceramic
        fractions = {"ceramic": share, "binder": binder, "pore": max(1 - share - binder, 0.0)}
        modulus = mechanics.elasticity(
            inputs.recipe, inputs.supply, fractions, dispersed=False
        ).bulk_modulus
        if not isinstance(modulus, Quantity):
            return None
        values.append(springback(pressure, modulus.value))
    return Series(
        x_name="pressure",
        x_unit="Pa",
        x=tuple(pressures.tolist()),
        y_name="springback",
        y_unit="",
        y=tuple(v.value for v in values),
        note=f"{values[0].method}: an estimate within a factor of two; growth of the volume when "
        "the press opens",
    )


def _slope(makeup: Makeup, thickness: float) -> float:
    return makeup.solid_fraction(1.0, thickness) - makeup.solid_fraction(0.0, thickness)


def _own_mark(densification: Densification, makeup: Makeup, thickness: float) -> tuple[Mark, ...]:
    if densification.pressure is None:
        return ()
    share = densification.fraction
    return (
        Mark(
            label="this membrane",
            x=densification.pressure,
            y=makeup.solid_fraction(share.value, thickness),
            y_std=_slope(makeup, thickness) * (share.std or 0.0),
        ),
    )


def _measured_marks(densification: Densification) -> tuple[Mark, ...]:
    return tuple(
        Mark(
            label=f"{point.material}, {point.condition}",
            x=point.pressure,
            y=point.value,
            measured=True,
        )
        for point in densification.points
        if point.pressure is not None
    )
