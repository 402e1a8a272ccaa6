"""Fibres as chains of beads: spheres on their axes that share the volume of the web out."""

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.errors import InputError
from ceralyte.core.memory import require_memory
from ceralyte.model import Capsules
from ceralyte.numerics.capsules import pieces_of
from ceralyte.numerics.close_pairs import close_pairs
from ceralyte.numerics.cut_spheres import cut_spheres
from ceralyte.pressing.press import BYTES_PER_PARTICLE

Floats = NDArray[np.float64]

_SPACING = 0.5
"""Largest distance of beads over the radius of their fibre: they protrude by 1 % of it."""

_APART = 0.1
"""Over the sum of two beads' radii: of closer ones, where fibres cross or repeat, one is left."""

_LEAST_VOLUME = 1e-3
"""Of its sphere: beads with less are inside of others, or outside of the walls."""


def beads_of(
    capsules: Capsules, box: Floats, periodic: tuple[bool, bool, bool]
) -> tuple[Floats, Floats]:
    """Return beads along the axes of capsules, none where others are already.

    The spheres of a straight chain fill its cylinder. Where fibres meet, or end at walls, beads
    cut each other as they will be cut, so that what two of them cover counts once.

    Returns
    -------
    centres : ndarray (k, 3), m
        Inside the box.
    volumes : ndarray (k,), m3
        Of the spheres, cut by each other and by the walls.

    Raises
    ------
    InputError
        No axis lies in the box.
    """
    fibre_radii = capsules.diameters / 2
    owner, begin, piece = pieces_of(capsules.starts, capsules.ends, _SPACING * fibre_radii)
    centres = np.where(periodic, np.mod(begin + piece / 2, box), begin + piece / 2)
    # Cut to a disc of thickness s, a sphere of radius R has the volume pi s (R^2 - s^2 / 12).
    radii = np.sqrt(fibre_radii[owner] ** 2 + np.einsum("ij,ij->i", piece, piece) / 12)
    inside = ((centres >= 0) & (centres <= box)).all(axis=1)
    if not inside.any():
        raise InputError("packing", "no axis of its obstacles is in the box", "fibres in the box")
    centres, radii = centres[inside], radii[inside]
    kept = _apart(centres, radii, box, periodic)
    centres, radii = centres[kept], radii[kept]
    near = close_pairs(centres, radii, box, periodic)
    volumes = cut_spheres(centres, radii, box, periodic, near).volume
    seen = volumes > _LEAST_VOLUME * 4 / 3 * np.pi * radii**3
    return centres[seen], volumes[seen]


def require_memory_for(grains: int, beads: int) -> None:
    """Raise `MemoryLimitError` if so many grains and beads do not fit."""
    beside = f" of {beads} beads" if beads else ""
    require_memory(
        f"pressing {grains} particles around a support{beside}",
        BYTES_PER_PARTICLE * (grains + beads),
        "use fewer particles" + (", or thicker or fewer fibres" if beads else ""),
    )


def _apart(
    centres: Floats, radii: Floats, box: Floats, periodic: tuple[bool, bool, bool]
) -> NDArray[np.bool_]:
    """Which beads are left (n,) if of those that nearly coincide the thickest, or first, stays."""
    kept = np.ones(len(radii), np.bool_)
    near = close_pairs(centres, _APART * radii, box, periodic)
    for i in np.argsort(-radii, kind="stable"):
        if kept[i]:
            partners = near.partner[near.first[i] : near.first[i + 1]]
            kept[partners[partners != i]] = False
    return kept
