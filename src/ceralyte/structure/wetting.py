"""How a binder wets the ceramic: interface energy, spreading coefficient, and what follows."""

from math import sqrt
from typing import NamedTuple

from ceralyte.structure.binder import BinderPlacement


class SurfaceEnergy(NamedTuple):
    """Surface energy of a solid by components, N/m: dispersion forces, and all others."""

    dispersive: float
    polar: float

    @property
    def total(self) -> float:
        """Sum of both, N/m."""
        return self.dispersive + self.polar


def interface_energy(one: SurfaceEnergy, other: SurfaceEnergy) -> float:
    """Return the energy of the interface of two solids, N/m.

    The components attract each other by their geometric means:
    ``g12 = g1 + g2 - 2 sqrt(d1 d2) - 2 sqrt(p1 p2)``.

    Source
    ------
    D. K. Owens and R. C. Wendt, J. Appl. Polym. Sci. 13 (1969) 1741,
    10.1002/app.1969.070130815.

    Validity
    --------
    No chemical bond and no acid-base pair across the interface.

    Examples
    --------
    >>> interface_energy(SurfaceEnergy(0.03, 0.01), SurfaceEnergy(0.03, 0.01)) < 1e-12
    True
    """
    return (
        one.total
        + other.total
        - 2 * sqrt(one.dispersive * other.dispersive)
        - 2 * sqrt(one.polar * other.polar)
    )


def spreading_coefficient(ceramic: SurfaceEnergy, binder: SurfaceEnergy) -> float:
    """Return what is gained by covering bare ceramic with binder, N/m.

    ``S = g_ceramic - g_binder - g_interface``: positive where the binder spreads by itself.
    """
    return ceramic.total - binder.total - interface_energy(ceramic, binder)


def placement_by_wetting(spreading: float, binder: SurfaceEnergy) -> BinderPlacement:
    """Return where a mobile binder comes to rest.

    By Young and Dupré ``cos(angle) = 1 + S / g_binder``. S >= 0: no angle, it spreads to a
    `coating`; an angle below 90 degrees: it is drawn into gaps, `necks`; above: it keeps off
    the ceramic, `segregated`.

    Examples
    --------
    >>> placement_by_wetting(0.002, SurfaceEnergy(0.03, 0.0))
    'coating'
    >>> placement_by_wetting(-0.04, SurfaceEnergy(0.03, 0.0))
    'segregated'
    """
    if spreading >= 0:
        return "coating"
    return "necks" if spreading > -binder.total else "segregated"
