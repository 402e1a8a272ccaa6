"""Regular supports: a woven mesh, printed lattices; porosity, fibre diameter and pitch agree."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from ceralyte.core.errors import InputError
from ceralyte.core.units import LENGTH, show
from ceralyte.model import Capsules
from ceralyte.structure.supports.cells import Axes, gyroid, octet, woven
from ceralyte.structure.supports.measure import porosity_of
from ceralyte.structure.supports.web import Web

POROSITY_TOLERANCE = 0.01
_STEPS = 24  # of a bisection: to 1e-7 of its range
_MOST_LAYERS = 12


class Lattice(NamedTuple):
    """`axes(layers)` of one cell; `periods`: pitches per period; `single`: one layer only."""

    axes: Callable[[int], Axes]
    periods: int
    single: bool


LATTICES = {
    "woven": Lattice(woven, 2, True),
    "octet": Lattice(octet, 1, False),
    "gyroid": Lattice(gyroid, 1, False),
}


class Regular(NamedTuple):
    """A regular support: `pitch` and `fibre_diameter` (m), `layers` of cells, porosity [-]."""

    kind: str
    thickness: float
    fibre_diameter: float
    pitch: float
    layers: int
    porosity: float

    def cell(self) -> Web:
        """Return one period of it."""
        lattice = LATTICES[self.kind]
        starts, ends = lattice.axes(self.layers)
        side = lattice.periods * self.pitch
        scale = np.array([side, side, self.thickness - self.fibre_diameter])
        lift = np.array([0, 0, self.fibre_diameter / 2])
        capsules = Capsules(
            starts * scale + lift, ends * scale + lift, np.full(len(starts), self.fibre_diameter)
        )
        return Web(capsules, side, self.thickness, self.porosity, self.fibre_diameter)

    def counted(self) -> "Regular":
        """Return it with its porosity counted."""
        web = self.cell()
        box = np.array([web.side, web.side, self.thickness])
        return self._replace(porosity=porosity_of(web.capsules, box))


def regular(
    kind: str,
    thickness: float,
    *,
    porosity: float | None,
    fibre_diameter: float | None,
    pitch: float | None,
) -> Regular:
    """Return a mesh or lattice of which two of porosity, fibre diameter and pitch are given.

    Parameters
    ----------
    kind : "woven", "octet" or "gyroid"
    thickness : float, m
    porosity : float or None
        Between the faces of the support [-].
    fibre_diameter, pitch : float or None, m
        Of the yarn or strut; distance of two yarns, or edge of the cell of a lattice.

    Raises
    ------
    InputError
        Fewer than two of the three, three that do not agree to 1 %, or a porosity that the
        geometry cannot have, to 1 %.
    """
    given = {"porosity": porosity, "fibre_diameter": fibre_diameter, "pitch": pitch}
    missing = [name for name, value in given.items() if value is None]
    if len(missing) > 1:
        raise InputError(
            "support",
            f"of kind {kind} lacks {' and '.join(missing)}",
            "two of porosity, fibre_diameter and pitch; the third follows",
        )
    if fibre_diameter is None:
        assert porosity is not None  # at most one is missing
        assert pitch is not None
        return _diameter_for(kind, thickness, porosity, pitch)
    if pitch is None:
        assert porosity is not None  # at most one is missing
        return _pitch_for(kind, thickness, porosity, fibre_diameter)
    found = _checked(kind, thickness, fibre_diameter, pitch).counted()
    if porosity is not None and abs(found.porosity - porosity) > POROSITY_TOLERANCE:
        raise InputError(
            "support.porosity",
            f"{100 * porosity:.4g} % is not what fibres of {show(fibre_diameter, LENGTH)} at a "
            f"pitch of {show(pitch, LENGTH)} leave",
            f"{100 * found.porosity:.3g} %, or leave one of the three out",
        )
    return found


def _checked(kind: str, thickness: float, diameter: float, pitch: float) -> Regular:
    """Return the geometry of a diameter and a pitch, its porosity not yet counted."""
    if diameter >= min(thickness, pitch):
        raise InputError(
            "support.fibre_diameter",
            f"{show(diameter, LENGTH)} is no less than the thickness {show(thickness, LENGTH)} or "
            f"the pitch {show(pitch, LENGTH)}",
            "thinner fibres",
        )
    if LATTICES[kind].single:
        if thickness > 2 * diameter * (1 + 1e-9):
            raise InputError(
                "support.thickness",
                f"{show(thickness, LENGTH)} is more than two yarns of {show(diameter, LENGTH)}",
                f"{show(diameter, LENGTH)} to {show(2 * diameter, LENGTH)}: a plain weave whose "
                "yarns touch where they cross",
            )
        return Regular(kind, thickness, diameter, pitch, 1, 1.0)
    layers = round((thickness - diameter) / pitch)
    if layers < 1:
        raise InputError(
            "support.pitch",
            f"a cell of {show(pitch, LENGTH)} is too large for a support of "
            f"{show(thickness, LENGTH)} with fibres of {show(diameter, LENGTH)}",
            f"up to {show(2 * (thickness - diameter), LENGTH)}: cells are squeezed to fit by half "
            "at most",
        )
    return Regular(kind, thickness, diameter, pitch, layers, 1.0)


def _diameter_for(kind: str, thickness: float, porosity: float, pitch: float) -> Regular:
    low = thickness / 2 if LATTICES[kind].single else 0.02 * min(pitch, thickness)
    high = 0.999 * min(pitch, thickness)
    if not LATTICES[kind].single:
        high = max(min(high, 0.999 * (thickness - pitch / 2)), low)  # one layer of cells fits
    elif low >= high:
        raise InputError(
            "support.pitch",
            f"yarns for a mesh of {show(thickness, LENGTH)} are wider than {show(pitch, LENGTH)}",
            f"a pitch above {show(thickness / 2, LENGTH)}",
        )
    most, least = (_checked(kind, thickness, d, pitch).counted().porosity for d in (low, high))
    _require_possible(porosity, least, most, f"a pitch of {show(pitch, LENGTH)}")
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if _checked(kind, thickness, middle, pitch).counted().porosity > porosity:
            low = middle
        else:
            high = middle
    ends = (_checked(kind, thickness, d, pitch).counted() for d in (low, high))
    return _within(porosity, _checked(kind, thickness, (low + high) / 2, pitch).counted(), *ends)


def _pitch_for(kind: str, thickness: float, porosity: float, diameter: float) -> Regular:
    _checked(kind, thickness, diameter, max(thickness, 1.01 * diameter))
    height = thickness - diameter
    most_layers = int(height / (1.2 * diameter))
    if most_layers > _MOST_LAYERS:
        _require_few_layers(_pitch_of(kind, thickness, porosity, diameter, _MOST_LAYERS))
    counts = [1] if LATTICES[kind].single else range(1, max(min(most_layers, _MOST_LAYERS), 1) + 1)
    found = [f for f in (_pitch_of(kind, thickness, porosity, diameter, n) for n in counts) if f]
    if not found:
        closest = Regular(kind, thickness, diameter, 1.01 * diameter, 1, 1.0).counted().porosity
        _require_possible(
            porosity, closest, 0.99, f"fibres of {show(diameter, LENGTH)} in this thickness"
        )
    # Of several numbers of layers that with the most cubic cells.
    return min(found, key=lambda f: abs(np.log(f.pitch * f.layers / height)))


def _require_few_layers(most: Regular | None) -> None:
    """Refuse fibres so fine that `_MOST_LAYERS` of their cells are stretched beyond half."""
    if most is None:
        return
    height = (most.thickness - most.fibre_diameter) / most.layers
    if height > 2 * most.pitch:
        raise InputError(
            "support.fibre_diameter",
            f"{show(most.fibre_diameter, LENGTH)} makes cells of {show(most.pitch, LENGTH)}, of "
            f"which {most.layers} layers do not fill a support of {show(most.thickness, LENGTH)}",
            "thicker fibres, or state the pitch with one of porosity and fibre_diameter",
        )


def _pitch_of(
    kind: str, thickness: float, porosity: float, diameter: float, layers: int
) -> Regular | None:
    """Return the lattice of so many layers with this porosity; None if its cells are too flat."""

    def at(pitch: float) -> Regular:
        return Regular(kind, thickness, diameter, pitch, layers, 1.0).counted()

    low, high = 1.01 * diameter, 60 * diameter
    if not at(low).porosity <= porosity <= at(high).porosity:
        return None
    for _ in range(_STEPS):
        middle = (low * high) ** 0.5
        if at(middle).porosity < porosity:
            low = middle
        else:
            high = middle
    return _within(porosity, at((low * high) ** 0.5), at(low), at(high))


def _within(porosity: float, middle: Regular, low: Regular, high: Regular) -> Regular:
    """Return the support in the middle; where the counted porosity jumps there, one beside it.

    It jumps where the number of layers changes or a regular lattice falls in with the points on
    which it is counted.
    """
    for found in (middle, low, high):
        if abs(found.porosity - porosity) <= POROSITY_TOLERANCE:
            return found
    raise InputError(
        "support.porosity",
        f"{100 * porosity:.4g} % is jumped over at fibres of "
        f"{show(middle.fibre_diameter, LENGTH)} and a pitch of {show(middle.pitch, LENGTH)}",
        f"{100 * low.porosity:.3g} % or {100 * high.porosity:.3g} %, or another pitch, diameter "
        "or thickness",
    )


def _require_possible(porosity: float, least: float, most: float, geometry: str) -> None:
    if not least <= porosity <= most:
        raise InputError(
            "support.porosity",
            f"{100 * porosity:.4g} % cannot be reached with {geometry}",
            f"{100 * least:.3g} to {100 * most:.3g} %",
        )
