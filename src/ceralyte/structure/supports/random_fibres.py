"""Fibres at random: a nonwoven with all of them in the plane, a skeleton with all directions."""

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.errors import InputError
from ceralyte.core.units import LENGTH, show
from ceralyte.model import Capsules
from ceralyte.numerics.capsules import add_capsules
from ceralyte.structure.supports.measure import IN_PLANE, counting_grid, distances
from ceralyte.structure.supports.web import Web

Floats = NDArray[np.float64]

_LENGTH = 1.0
"""Length of a fibre in sides of the box. A longer one would wrap around at its own height and
crowd it, as its images do not in a wide web."""

_MOST_FIBRES = 20_000


def random_fibres(
    side: float,
    thickness: float,
    *,
    fibre_diameter: float,
    porosity: float,
    in_plane: bool,
    rng: np.random.Generator,
) -> Web:
    """Return straight fibres of random place and direction, in-plane or in all directions.

    Fibres are added until they fill 1 - `porosity`, the last one is cut, their heights are
    stretched until the outermost touch the faces, and then all diameters
    are changed by the one factor, near 1, that meets it. Fibres cross and share volume where
    they meet.

    Parameters
    ----------
    side, thickness : float, m
        Of the web, periodic in the plane. No fibre leaves the thickness.
    fibre_diameter : float, m
    porosity : float
        Of the bare web [-].
    in_plane : bool
        True: a nonwoven. False: a skeleton such as of electrospun or grown nanowires.
    rng : numpy.random.Generator

    Raises
    ------
    InputError
        Fibres too thick for the box, or so many that they cannot be handled.

    Validity
    --------
    Straight fibres without bundles, that run through each other at crossings.
    """
    _check(side, thickness, fibre_diameter, porosity)
    box = np.array([side, side, thickness])
    field = np.full(counting_grid(box, fibre_diameter), np.inf, np.float32)
    starts, ends = np.empty((0, 3)), np.empty((0, 3))
    # As many as the Boolean model wants, whose fibres overlap at random.
    each = np.pi / 4 * fibre_diameter**2 * _LENGTH * side
    expected = -np.log(porosity) * np.prod(box) / each
    if expected > _MOST_FIBRES:
        raise InputError(
            "support.fibre_diameter",
            f"{show(fibre_diameter, LENGTH)} takes {expected:.2g} fibres to fill the web",
            f"at most {_MOST_FIBRES} fibres: thicker ones",
        )
    while True:
        solid = float((field <= 1).mean())
        if solid >= 1 - porosity:
            break
        missing = np.log((1 - solid) / porosity) * np.prod(box) / each
        begin, end = _draw(max(1, int(missing / 2)), box, fibre_diameter, in_plane, rng)
        radii = np.full(len(begin), fibre_diameter / 2)
        add_capsules(field, begin, end, radii, box, IN_PLANE)
        starts, ends = np.concatenate([starts, begin]), np.concatenate([ends, end])
    ends[-1] = starts[-1] + (ends[-1] - starts[-1]) * _share_kept(
        ends[-1] - starts[-1], (solid - (1 - porosity)) * np.prod(box) / porosity, fibre_diameter
    )
    starts, ends = _spread(starts, ends, thickness, fibre_diameter)
    capsules = Capsules(starts, ends, np.full(len(starts), fibre_diameter))
    wide = distances(capsules, box, 1.5)
    count = round((1 - porosity) * wide.size)
    factor = float(np.partition(wide, count - 1, axis=None)[count - 1])
    adjusted = factor * fibre_diameter
    return Web(
        capsules=Capsules(starts, ends, np.full(len(starts), adjusted)),
        side=side,
        thickness=thickness,
        porosity=float((wide > factor).mean()),
        fibre_diameter=adjusted,
    )


def _share_kept(along: Floats, excess: float, diameter: float) -> float:
    """Share of the last fibre that stays, for `excess` (m3) less volume."""
    length = float(np.linalg.norm(along))
    return max(1 - excess / (np.pi / 4 * diameter**2 * length), 0.0)


def _spread(
    starts: Floats, ends: Floats, thickness: float, diameter: float
) -> tuple[Floats, Floats]:
    """Stretch the heights of fibres until the outermost touch both faces of the web.

    The thickness of a web is measured between them, and a few at random stay short of it.
    """
    low = min(starts[:, 2].min(), ends[:, 2].min())
    high = max(starts[:, 2].max(), ends[:, 2].max())
    if high - low < diameter:  # a single layer
        return starts, ends
    wide = (thickness - diameter) / (high - low)
    moved = [p * [1, 1, wide] + [0, 0, diameter / 2 - wide * low] for p in (starts, ends)]
    return moved[0], moved[1]


def _draw(
    count: int, box: Floats, diameter: float, in_plane: bool, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Return the ends of `count` fibres, cut where they would leave the thickness."""
    middle = rng.uniform(0, 1, (count, 3)) * (box - [0, 0, diameter]) + [0, 0, diameter / 2]
    angle = rng.uniform(0, 2 * np.pi, count)
    rise = np.zeros(count) if in_plane else rng.uniform(-1, 1, count)
    level = np.sqrt(1 - rise**2)
    way = np.stack([level * np.cos(angle), level * np.sin(angle), rise], axis=1)
    half = np.full((count, 2), _LENGTH * box[0] / 2)
    with np.errstate(divide="ignore"):
        down = (middle[:, 2] - diameter / 2) / np.abs(rise)
        up = (box[2] - diameter / 2 - middle[:, 2]) / np.abs(rise)
    forward = np.where(rise > 0, up, down)
    backward = np.where(rise > 0, down, up)
    half = np.minimum(half, np.stack([backward, forward], axis=1))
    return middle - way * half[:, :1], middle + way * half[:, 1:]


def _check(side: float, thickness: float, diameter: float, porosity: float) -> None:
    one = np.pi / 4 * diameter**2 / (side * thickness)
    if one > 1 - porosity:
        thickest = float(np.sqrt(4 / np.pi * (1 - porosity) * side * thickness))
        raise InputError(
            "support.fibre_diameter",
            f"one fibre of {show(diameter, LENGTH)} is already more than "
            f"{100 * (1 - porosity):.1f} vol% of a web of {show(side, LENGTH)}",
            f"at most {show(thickest, LENGTH)}, a lower porosity, or a larger box (--level fine)",
        )
