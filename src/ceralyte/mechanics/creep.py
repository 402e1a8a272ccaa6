"""Creep of a metal anode under stack pressure: thickness lost, pressure relaxed, breathing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import exp, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.constants import R
from scipy.integrate import solve_ivp

from ceralyte.core.errors import ConvergenceError, InputError
from ceralyte.core.units import CLAMP_STIFFNESS, LENGTH, PRESSURE, TEMPERATURE, show
from ceralyte.model.results import Series

Floats = NDArray[np.float64]

_PLANE = 2 / sqrt(3)
GONE = 0.01
"""Share of the thickness at which a foil counts as squeezed out, and its curve ends."""

_RTOL = 1e-8
_MICRON = 1e-6  # m: metal is integrated in um
_LAST = 1e-9  # m: of less metal, in proportion less is stripped
_SAME = 5.0  # K: as good as the temperature of the data


@dataclass(frozen=True)
class CreepLaw:
    """Steady creep: rate = 1e-3 /s (stress / reference)^n exp(-Q/R (1/T - 1/T_reference)).

    Attributes
    ----------
    reference_stress : float, Pa
        Uniaxial stress at which the metal creeps by 1e-3 per second at `temperature`.
    exponent : float
    temperature : float, K
    activation_energy : float or None, J/mol
        None: only `temperature` itself may be asked for.
    """

    reference_stress: float
    exponent: float
    temperature: float
    activation_energy: float | None = None

    REFERENCE_RATE = 1e-3

    def rate(self, stress: float, temperature: float) -> float:
        """Return the creep rate (1/s) under a uniaxial stress (Pa); 0 without compression.

        Raises
        ------
        InputError
            Another temperature than that of the data, without an activation energy.
        """
        if stress <= 0:
            return 0.0
        power = (stress / self.reference_stress) ** self.exponent
        return float(self.REFERENCE_RATE * power * self._thermal(temperature))

    def times(self, factor: float) -> "CreepLaw":
        """Return the law of a metal that creeps `factor` times as fast at each stress."""
        return replace(
            self, reference_stress=self.reference_stress * factor ** (-1 / self.exponent)
        )

    def _thermal(self, temperature: float) -> float:
        if not temperature > 0:
            raise InputError("temperature", show(temperature, TEMPERATURE), "above 0 K")
        if self.activation_energy is not None:
            return exp(self.activation_energy / R * (1 / self.temperature - 1 / temperature))
        if abs(temperature - self.temperature) > _SAME:
            raise InputError(
                "temperature",
                f"{show(temperature, TEMPERATURE)}, but creep is known at "
                f"{show(self.temperature, TEMPERATURE)} only",
                "that temperature, or a creep_activation_energy with its source",
            )
        return 1.0


def confinement(width: float | None, thickness: float) -> float:
    """Return the pressure on a foil over its uniaxial flow stress [-].

    Parameters
    ----------
    width : float or None, m
        Of a foil that sticks to both faces, as in a cell; None: it slides freely.
    thickness : float, m

    Source
    ------
    Prandtl 1923: mean pressure on a strip squeezed between rough plates in plane strain,
    (2 / sqrt(3)) (1 + width / (4 thickness)) flow stresses.

    Examples
    --------
    >>> round(confinement(1e-2, 1e-4), 2)
    30.02
    """
    if not thickness > 0:
        raise InputError("thickness", show(thickness, LENGTH), 'above 0, such as "20 um"')
    if width is None:
        return _PLANE
    if not width > 0:
        raise InputError("width", show(width, LENGTH), 'above 0, such as "50 mm"')
    return _PLANE * (1 + width / (4 * thickness))


def thinning_rate(
    law: CreepLaw, pressure: float, thickness: float, temperature: float, width: float | None
) -> float:
    """Return the rate (1/s) at which a foil thins, over its thickness, in plane strain."""
    return law.rate(pressure / confinement(width, thickness), temperature) / _PLANE


def thickness_loss(
    law: CreepLaw,
    thickness: float,
    pressure: float,
    times: Sequence[float],
    *,
    temperature: float,
    width: float | None,
) -> Series:
    """Return the thickness (m) of a foil under a constant pressure (Pa) against time (s).

    Parameters
    ----------
    law : CreepLaw
    thickness : float, m
        At the start.
    pressure : float, Pa
    times : sequence of float, s
        Rising from 0 on; the curve ends where `GONE` is left.
    temperature : float, K
    width : float or None, m
        As for `confinement`.

    Raises
    ------
    InputError
    ConvergenceError

    Validity
    --------
    Rates are known within a factor of two to five; primary creep and extrusion at the edges of
    thin foils are not in it.
    """
    _require_pressure(pressure)

    def slope(_time: float, log_thickness: Floats) -> list[float]:
        now = float(np.exp(log_thickness[0]))
        return [-thinning_rate(law, pressure, now, temperature, width)]

    def gone(_time: float, log_thickness: Floats) -> float:
        return float(log_thickness[0] - np.log(GONE * thickness))

    confinement(width, thickness)
    found = _integrate(slope, float(np.log(thickness)), times, until=gone)
    where = "sliding" if width is None else f"sticking, {1e3 * width:.3g} mm wide"
    return Series(
        x_name="time",
        x_unit="s",
        x=tuple(found[0].tolist()),
        y_name="thickness",
        y_unit="m",
        y=tuple(np.exp(found[1]).tolist()),
        note=f"under {show(pressure, PRESSURE)}, {where}",
    )


def pressure_relaxation(
    law: CreepLaw,
    thickness: float,
    pressure: float,
    stiffness: float,
    times: Sequence[float],
    *,
    temperature: float,
    width: float | None,
    growth: Callable[[float], float] | None = None,
) -> Series:
    """Return the pressure (Pa) against time (s) in a clamp that holds its gap.

    The metal thins by creep, and springs of `stiffness` relax by as much; what `growth` adds
    thickens the metal and tightens them. A foil that is gone leaves what pressure the springs
    then have.

    Parameters
    ----------
    law : CreepLaw
    thickness : float, m
        Of the metal at the start; 0 where all of it is plated.
    pressure : float, Pa
        At the start.
    stiffness : float, Pa/m
        Of clamp and stack in series: pressure per change of the gap.
    times : sequence of float, s
    temperature : float, K
    width : float or None, m
        As for `confinement`.
    growth : callable, optional
        Rate (m/s) at which the metal is plated at a time (s), below 0 where it is stripped;
        nothing is stripped where none is left.

    Raises
    ------
    InputError
    ConvergenceError

    Validity
    --------
    As `thickness_loss`. Without pressure the faces part and the gap closes before it builds up.
    """
    _require_pressure(pressure)
    if not thickness >= 0:
        raise InputError("thickness", show(thickness, LENGTH), '0 or more, as "20 um"')
    confinement(width, thickness or _MICRON)
    if not stiffness > 0:
        raise InputError("stiffness", f"got {show(stiffness, CLAMP_STIFFNESS)}", "above 0 MPa/um")

    def pressed(metal: Floats) -> Floats:
        return np.maximum(pressure + stiffness * (_MICRON * metal - thickness), 0.0)

    def slope(time: float, metal: Floats) -> list[float]:
        left = _MICRON * float(metal[0])
        grown = 0.0 if growth is None else growth(time)
        if grown < 0:
            grown *= min(max(left / _LAST, 0.0), 1.0)
        if not left > 0:
            return [grown / _MICRON]
        rate = thinning_rate(law, float(pressed(metal)[0]), left, temperature, width)
        return [(grown - rate * left) / _MICRON]

    _, found = _integrate(slope, thickness / _MICRON, times, jumps=growth is not None)
    return Series(
        x_name="time",
        x_unit="s",
        x=tuple(times),
        y_name="pressure",
        y_unit="Pa",
        y=tuple(pressed(found).tolist()),
        note="gap held by springs of stiffness "
        f"{stiffness * 1e-12:.3g} MPa/um" + (", cycling" if growth else ""),
    )


def breathing(amplitude: float, period: float) -> Callable[[float], float]:
    """Return the growth (m/s) of a stack that breathes: up by `amplitude` (m) and down again.

    Charging takes the first half of each `period` (s), discharging the second.
    """
    if not amplitude >= 0:
        raise InputError("amplitude", show(amplitude, LENGTH), "0 or more")
    if not period > 0:
        raise InputError("period", f"got {period:g} s", "above 0 s")
    speed = 2 * amplitude / period
    return lambda time: speed if time % period < period / 2 else -speed


def _integrate(
    slope: Callable[[float, Floats], list[float]],
    start: float,
    times: Sequence[float],
    *,
    jumps: bool = False,
    until: Callable[[float, Floats], float] | None = None,
) -> tuple[Floats, Floats]:
    """Times and values of a quantity that changes at `slope`; the end is where `until` is 0.

    `jumps`: the slope jumps between the times, which no step may overlook.
    """
    t = np.asarray(times, dtype=np.float64)
    if len(t) < 2 or t[0] != 0 or not (np.diff(t) > 0).all():
        raise InputError("times", f"got {len(t)} times", "two or more, rising from 0 s")
    if until is not None:
        until.terminal = True  # type: ignore[attr-defined]
    found = solve_ivp(
        slope,
        (0.0, float(t[-1])),
        [start],
        method="LSODA",
        t_eval=t,
        rtol=_RTOL,
        atol=1e-10,
        max_step=float(np.diff(t).max()) if jumps else np.inf,
        events=until,
    )
    if not found.success:
        raise ConvergenceError(f"creep ({found.message})", float(found.t[-1]), float(t[-1]), 0)
    if not found.t_events or not found.y_events or not len(found.t_events[0]):
        return found.t, found.y[0]
    return np.append(found.t, found.t_events[0][0]), np.append(found.y[0], found.y_events[0][0])


def _require_pressure(pressure: float) -> None:
    if not pressure >= 0:
        raise InputError("pressure", f"got {show(pressure, PRESSURE)}", '0 or more, as "2 MPa"')
