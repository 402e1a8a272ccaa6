"""Closed-form laws of density against pressure, and the simulated path as one of them.

Each law has one constant, a pressure: ``pressure = constant * load(density, initial density)``.
The constant is an effective yield stress, for Kawakita's law another pressure; measured
points give it, and different laws need different constants for the same powder.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import log, pi
from typing import Any

import numpy as np
from scipy.optimize import brentq

from ceralyte.core.errors import InputError
from ceralyte.core.units import PRESSURE, show
from ceralyte.model import PressingPath

CLOSED_PORES = 0.9
"""Density above which pores no longer connect and the contact mechanism ends (Helle 1985)."""

PRESSURE_MAX = 1e9
"""Highest pressure (Pa) for which pressing is predicted."""


@dataclass(frozen=True)
class PressingLaw:
    """A law of density against pressure with one constant.

    Attributes
    ----------
    name : str
    load : callable
        ``load(density, initial_density)``: pressure over the constant [-], rising with density.
    constant : str
        What the constant means.
    validity, source : str
    densest : float
        Relative density at which the law ends [-].
    """

    name: str
    load: Callable[[float, float], float]
    constant: str
    validity: str
    source: str
    densest: float = 1 - 1e-9

    def density(self, load: float, initial_density: float) -> float:
        """Return the relative density at a pressure over the constant of `load` [-].

        More load than that of the `densest` state changes nothing.

        Examples
        --------
        >>> round(HECKEL.density(1.5, 0.6), 4)  # porosity falls by exp(-1.5 / 3)
        0.7574
        """
        if load <= self.load(initial_density, initial_density):
            return initial_density
        if load >= self.load(self.densest, initial_density):
            return self.densest
        return float(
            brentq(
                lambda d: self.load(d, initial_density) - load,
                initial_density,
                self.densest,
                xtol=1e-13,
            )
        )


def require_pressure(pressure: float) -> None:
    """Raise `InputError` for a pressure below 0 or above 1 GPa."""
    if not 0 <= pressure <= PRESSURE_MAX:
        raise InputError(
            "pressure",
            f"got {show(pressure, PRESSURE)}",
            f"0 MPa to {show(PRESSURE_MAX, PRESSURE)}",
        )


def _pore_closure(density: float) -> float:
    """Load that closes an isolated pore: a hollow sphere, plastic throughout."""
    return 2 / 3 * log(1 / (1 - density))


def _helle(density: float, initial: float) -> float:
    if density >= CLOSED_PORES or initial >= CLOSED_PORES:
        return _pore_closure(density)
    contacts = 3 * density**2 * (density - initial) / (1 - initial)
    return min(contacts, _pore_closure(density))


def _heckel(density: float, initial: float) -> float:
    return 3 * log((1 - initial) / (1 - density))


def _kawakita(density: float, initial: float) -> float:
    reduction, most = 1 - initial / density, 1 - initial
    return float(reduction / (most - reduction))


_ARZT_CONTACTS, _ARZT_SLOPE, _ARZT_LOOSEST = 7.3, 15.5, 0.62
_UNVERIFIED = "; contacts 7.3 + 15.5 (x - 1) unverified (quoted from memory of the paper)"


def _fischmeister_arzt(density: float, initial: float) -> float:
    if initial < _ARZT_LOOSEST:
        raise InputError(
            "initial_density",
            f"got {initial:.3g}, too loose for the Fischmeister-Arzt law",
            f"{_ARZT_LOOSEST} or more, a random dense packing",
        )
    apart = _arzt_load(min(density, CLOSED_PORES), initial) if initial < CLOSED_PORES else 0.0
    return max(apart, _pore_closure(density)) if density > CLOSED_PORES else apart


def _arzt_load(density: float, initial: float) -> float:
    """Contact load of spheres that grow in place among neighbours of a given radial distribution.

    With radii in units of the initial one: the sphere grown by ``(D / D0)^(1/3)`` loses caps to
    neighbours at half distances x, 7.3 of them at 1 and 15.5 per unit beyond, and grows to `r`
    until its volume is back. Source: E. Arzt, Acta Metall. 30 (1982) 1883, whose first-order
    formula for `r` is solved exactly here.
    """
    target = float(np.cbrt(density / initial))

    def excess(r: Any) -> Any:
        cap = pi / 3 * (r - 1) ** 2 * (2 * r + 1)
        caps_beyond = pi / 3 * (r * (r - 1) ** 3 - (r - 1) ** 4 / 4)
        lost = _ARZT_CONTACTS * cap + _ARZT_SLOPE * caps_beyond
        return 4 / 3 * pi * (r**3 - target**3) - lost

    radii = np.linspace(target, 1.5 * target, 200)
    largest = radii[int(np.argmax(excess(radii)))]  # beyond it cutting takes more than growth
    r = float(brentq(excess, target, largest)) if target > 1 else 1.0
    at_contact = _ARZT_CONTACTS * (r**2 - 1)
    beyond = _ARZT_SLOPE * (r**2 * (r - 1) - (r**3 - 1) / 3)
    areas = pi * (at_contact + beyond) / target**2
    return 3 * areas * density / (4 * pi)


_PLASTIC = "equal plastic spheres without friction, isostatic; 0 to 1 GPa; brittle oxides break"

HELLE_EASTERLING_ASHBY = PressingLaw(
    name="Helle-Easterling-Ashby law",
    load=_helle,
    constant="effective yield stress",
    validity=_PLASTIC,
    source="E. Arzt, Acta Metall. 30 (1982) 1883; A. S. Helle, K. E. Easterling, M. F. Ashby, "
    "Acta Metall. 33 (1985) 2163",
)
"""``P = 3 D^2 (D - D0) / (1 - D0) y`` for contacts, ``(2/3) y ln(1 / (1 - D))`` for closed pores.

Whichever mechanism densifies further holds, contacts up to 0.9 only; that is continuous and rises
with P. (The authors switch at 0.9, where for D0 = 0.64 the two differ by 14 % in pressure.)
"""

FISCHMEISTER_ARZT = PressingLaw(
    name="Fischmeister-Arzt law",
    load=_fischmeister_arzt,
    constant="effective yield stress",
    validity="random dense packing of equal spheres (initial density about 0.64, at least 0.62), "
    "contacts up to 0.9, closed pores beyond" + _UNVERIFIED,
    source="H. F. Fischmeister, E. Arzt, Powder Metall. 26 (1983) 82; contact areas: E. Arzt, "
    "Acta Metall. 30 (1982) 1883",
)
"""Contact areas from the radial distribution of a random packing times three yield stresses.

Beyond 0.9 it stays flat until the closed pores of Helle et al. need more.
"""

HECKEL = PressingLaw(
    name="Heckel law",
    load=_heckel,
    constant="yield stress, from the slope 1 / (3 y)",
    validity="fitted form; early rearrangement is not in it; best from 0.7 to 0.95",
    source="R. W. Heckel, Trans. Metall. Soc. AIME 221 (1961) 671 and 1001",
)
"""``ln((1 - D0) / (1 - D)) = P / (3 y)``."""

KAWAKITA = PressingLaw(
    name="Kawakita law",
    load=_kawakita,
    constant="pressure at which half of the possible volume reduction is done",
    validity="fitted form for soft, loose powders; no yield stress; approaches solid slowly",
    source="K. Kawakita, K.-H. Lüdde, Powder Technol. 4 (1971) 61",
)
"""``C = a b P / (1 + b P)`` for the volume reduction C, with ``a = 1 - D0`` (solid at the end)."""

LAWS = (HELLE_EASTERLING_ASHBY, FISCHMEISTER_ARZT, HECKEL, KAWAKITA)


def law_of_path(path: PressingPath) -> PressingLaw:
    """Return a simulated pressing path as a law.

    Between its states loads are interpolated; beyond the last one the law ends. Its initial
    density is that of the packing, whatever is asked for.

    Raises
    ------
    InputError
        Grains around a support: fibres carry a part of the pressure.
    """
    if path.support_stresses is not None:
        raise InputError(
            "path",
            "is that of grains around a support, whose fibres carry a part of the pressure",
            "the path of a packing without obstacles",
        )
    densities, loads = path.relative_density, np.maximum.accumulate(path.load)

    def load(density: float, _initial: float) -> float:
        return float(np.interp(density, densities, loads))

    return PressingLaw(
        name="pressed particles",
        load=load,
        constant="effective yield stress",
        validity=f"the packing that was pressed, up to a relative density of {densities[-1]:.4g}",
        source="this package: plastic grains of constant volume, cut at radical planes",
        densest=float(densities[-1]),
    )
