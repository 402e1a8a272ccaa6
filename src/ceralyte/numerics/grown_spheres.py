"""Spheres grown so that each keeps its volume although its neighbours cut it.

The squared radii that give each grain its volume are the maximum of a concave function (partial
semi-discrete optimal transport: grains share the space out at the least total squared distance),
so they exist and are unique as long as the volumes together fit into the box. Newton steps with
halving find them from any start in which no grain is empty.

Source: J. Kitagawa, Q. Mérigot, B. Thibert, J. Eur. Math. Soc. 21 (2019) 2603 (damped Newton);
B. Lévy, J. Comput. Phys. 451 (2022) 110838 (partial transport: cells cut by balls).
"""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array
from scipy.sparse.linalg import cg

from ceralyte.core.errors import ConvergenceError, InputError
from ceralyte.numerics.close_pairs import Neighbours, close_pairs
from ceralyte.numerics.cut_spheres import CutSpheres, cut_spheres

Floats = NDArray[np.float64]

_STEPS_MAX = 60
_HALVINGS_MAX = 30
_SKIN = 1.08
"""Reach of the list of neighbours over the radii."""


def grow_to_volumes(
    centres: Floats,
    radii: Floats,
    volumes: Floats,
    box: Floats,
    periodic: tuple[bool, bool, bool],
    *,
    tolerance: float = 1e-6,
) -> tuple[Floats, Neighbours, CutSpheres]:
    """Return the radii at which each cut sphere has its volume, its neighbours and the geometry.

    Parameters
    ----------
    centres : ndarray (n, 3)
        0 <= centre < box along periodic axes; no two alike.
    radii : ndarray (n,)
        Where to start.
    volumes : ndarray (n,)
        Wanted; their sum is below that of the box.
    tolerance : float
        Largest relative error of any volume.

    Raises
    ------
    InputError
        The volumes together are not below that of the box.
    ConvergenceError

    Examples
    --------
    A sphere in a box of the same volume as 0.9 of it, cut by six images of itself:

    >>> one, box = np.array([[0.5, 0.5, 0.5]]), np.ones(3)
    >>> radii, _, grain = grow_to_volumes(one, np.array([0.5]), np.array([0.9]), box, (True,) * 3)
    >>> bool(abs(grain.volume[0] - 0.9) < 1e-6)
    True
    """
    share = float(volumes.sum() / box.prod())
    if share >= 1:
        raise InputError("volumes", f"fill {share:.6g} of the box", "less than all of it")
    near = close_pairs(centres, _SKIN * radii, box, periodic)
    listed = radii
    grains = cut_spheres(centres, radii, box, periodic, near)
    if (grains.volume < 0.1 * volumes).any():
        # Equal radii cut along the Voronoi planes: no cell is empty.
        radii = np.full(len(radii), float(radii.max()))
        near = close_pairs(centres, _SKIN * radii, box, periodic)
        listed, grains = radii, cut_spheres(centres, radii, box, periodic, near)
    least = 0.5 * min(float((grains.volume / volumes).min()), 1.0)
    for _ in range(_STEPS_MAX):
        error = _error(grains, volumes)
        if error < tolerance:
            return radii, near, grains
        change = squared_radius_steps(radii, grains, near, volumes)
        share = _positive_share(radii, change)
        for _ in range(_HALVINGS_MAX):
            trial = np.sqrt(radii**2 + share * change)
            if (trial > _SKIN * listed).any():
                near, listed = close_pairs(centres, _SKIN * trial, box, periodic), trial
            grains = cut_spheres(centres, trial, box, periodic, near)
            if (grains.volume > least * volumes).all() and _error(grains, volumes) < error:
                break
            share *= 0.5
        radii = trial
    raise ConvergenceError("grains of given volumes", error, tolerance, _STEPS_MAX)


def squared_radius_steps(
    radii: Floats, grains: CutSpheres, near: Neighbours, volumes: Floats
) -> Floats:
    """Return the Newton step of the squared radii towards the wanted volumes."""
    coupling = grains.area / (2 * grains.distance)
    n = len(radii)
    rows = np.repeat(np.arange(n), np.diff(near.first))
    own = grains.free_area / (2 * radii) + np.bincount(rows, coupling, n)
    # Grains without any free surface left anywhere would leave the sum undetermined.
    own += 1e-12 * own.max()
    matrix = diags_array(own) - csr_array((coupling, near.partner, near.first), shape=(n, n))
    step, _ = cg(matrix, volumes - grains.volume, rtol=1e-6, maxiter=500, M=diags_array(1 / own))
    return np.asarray(step)


def _positive_share(radii: Floats, change: Floats) -> float:
    """Share of the step that leaves every squared radius at half its value or more."""
    shrinks = change < 0
    if not shrinks.any():
        return 1.0
    return float(min(1.0, (0.5 * radii[shrinks] ** 2 / -change[shrinks]).min()))


def _error(grains: CutSpheres, volumes: Floats) -> float:
    return float(np.abs(grains.volume / volumes - 1).max())
