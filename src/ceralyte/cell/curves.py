"""What the membrane's thickness, the current and the temperature do to the cell."""

from collections.abc import Callable, Sequence

import numpy as np

from ceralyte.cell.case import CellCase, areal_resistance, nominal_energy
from ceralyte.cell.formats import Winding
from ceralyte.cell.rate import energy_at_rate
from ceralyte.cell.unit import usable_capacity
from ceralyte.core.quantities import Outcome, Quantity
from ceralyte.model.results import Mark, Series

THICKNESSES: tuple[float, ...] = tuple(float(t) for t in np.geomspace(5e-6, 1e-3, 47))
"""Membrane thicknesses of the curves, m: 5 um to 1 mm, evenly in the logarithm."""

C_RATES: tuple[float, ...] = tuple(float(c) for c in np.geomspace(0.05, 10, 47))
"""C-rates of the curve, 1/h."""


def energy_thickness_curve(
    case: CellCase,
    basis: str,
    thicknesses: Sequence[float] = THICKNESSES,
    *,
    std: float | None = None,
) -> Series:
    """Return the nominal specific energy (J/kg) against the thickness of the membrane (m).

    Parameters
    ----------
    case : CellCase
    basis : str
        In words, for the note of the curve.
    thicknesses : sequence of float, m
        Those that cannot be wound into the can are left out.
    std : float or None, J/kg
        Error bar of the case itself, for its mark.

    Returns
    -------
    Series
        Its mark is the case itself; its note names the basis.
    """
    kept = [t for t in thicknesses if _fits(case, t)]
    return Series(
        x_name="membrane_thickness",
        x_unit="m",
        x=tuple(kept),
        y_name="specific_energy",
        y_unit="J/kg",
        y=tuple(nominal_energy(_at_thickness(case, t)) for t in kept),
        marks=(
            Mark(
                label="this membrane", x=case.membrane_thickness, y=nominal_energy(case), y_std=std
            ),
        ),
        note=basis,
    )


def resistance_thickness_curve(
    case: CellCase, own: Outcome, thicknesses: Sequence[float] = THICKNESSES
) -> Series | None:
    """Return the areal resistance of a repeat unit (ohm m2) against the membrane's thickness (m).

    Parameters
    ----------
    case : CellCase
    own : Outcome, ohm m2
        That of the case itself, with its error bar, for the mark; its validity says in the note
        what is not in it.

    Returns
    -------
    Series or None
        None where the conductivity is unknown.
    """
    if case.membrane_conductivity is None or not isinstance(own, Quantity):
        return None
    values = [areal_resistance(_at_thickness(case, t)) for t in thicknesses]
    return Series(
        x_name="membrane_thickness",
        x_unit="m",
        x=tuple(thicknesses),
        y_name="areal_resistance",
        y_unit="ohm*m^2",
        y=tuple(v for v in values if v is not None),
        marks=(Mark(label="this membrane", x=case.membrane_thickness, y=own.value, y_std=own.std),),
        note="; ".join(
            n for n in ("membrane, interfaces, electrodes of one unit", own.validity) if n
        ),
    )


def energy_rate_curve(
    case: CellCase, resistance: Outcome, temperature: float, c_rates: Sequence[float] = C_RATES
) -> Series | None:
    """Return the delivered specific energy (J/kg) against the C-rate (1/h); None if unknown.

    Rates at which no voltage is left are not on the curve.
    """
    points = [
        (c, rated) for c in c_rates if (rated := _delivered(case, resistance, c, temperature))
    ]
    own = _delivered(case, resistance, case.c_rate, temperature)
    if len(points) < 2:
        return None
    mark = () if own is None else (_mark("the recipe's C-rate", case.c_rate, own),)
    return _energy_series("c_rate", "", points, mark, "ohmic losses only")


def energy_temperature_curve(
    case: CellCase,
    resistance_at: Callable[[float], Outcome],
    temperatures: Sequence[float],
    own: float,
) -> Series | None:
    """Return the specific energy (J/kg) at the case's C-rate against temperature (K).

    Parameters
    ----------
    resistance_at : callable
        Areal resistance (ohm m2) at a temperature (K).
    temperatures : sequence of float, K
    own : float, K
        That of the recipe, for the mark.
    """
    points = [
        (t, rated)
        for t in temperatures
        if (rated := _delivered(case, resistance_at(t), case.c_rate, t))
    ]
    at_own = _delivered(case, resistance_at(own), case.c_rate, own)
    if len(points) < 2:
        return None
    mark = () if at_own is None else (_mark("the recipe's temperature", own, at_own),)
    note = f"at {case.c_rate:g} C; ohmic losses only, voltage without current taken as constant"
    return _energy_series("temperature", "K", points, mark, note)


def _delivered(
    case: CellCase, resistance: Outcome, c_rate: float, temperature: float
) -> Quantity | None:
    rated = energy_at_rate(
        nominal_energy(case),
        usable_capacity(case.design),
        case.design.mean_voltage,
        resistance,
        c_rate=c_rate,
        temperature=temperature,
        energy_error=case.energy_error,
    )
    return rated.specific_energy if isinstance(rated.specific_energy, Quantity) else None


def _energy_series(
    x_name: str,
    x_unit: str,
    points: Sequence[tuple[float, Quantity]],
    marks: tuple[Mark, ...],
    note: str,
) -> Series:
    known = all(q.std is not None for _, q in points)
    return Series(
        x_name=x_name,
        x_unit=x_unit,
        x=tuple(x for x, _ in points),
        y_name="specific_energy",
        y_unit="J/kg",
        y=tuple(q.value for _, q in points),
        y_std=tuple(q.std or 0.0 for _, q in points) if known else None,
        marks=marks,
        note=note,
    )


def _mark(label: str, x: float, energy: Quantity) -> Mark:
    return Mark(label=label, x=x, y=energy.value, y_std=energy.std)


def _at_thickness(case: CellCase, thickness: float) -> CellCase:
    return case.model_copy(update={"membrane_thickness": thickness})


def _fits(case: CellCase, thickness: float) -> bool:
    """Whether a membrane of this thickness still bends round a mandrel that fits the can."""
    form = case.form
    if not isinstance(form, Winding):
        return True
    return form.mandrel(thickness) < form.diameter / 2 - form.can.thickness
