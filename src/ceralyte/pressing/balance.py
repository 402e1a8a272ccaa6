"""Forces between plastically flattened grains, and the displacements that balance them.

Forces are counted in units of the contact pressure, which is the same at all contacts: they are
areas, and where they balance does not depend on the yield stress.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import bsr_array
from scipy.sparse.linalg import cg

from ceralyte.numerics.close_pairs import Neighbours
from ceralyte.numerics.cut_spheres import CutSpheres

Floats = NDArray[np.float64]

_FLOOR = 0.1
"""Least stiffness of a contact over its area per distance: keeps fully cut facets from slipping."""

_GROUND = 0.02
"""Stiffness that ties each grain to its place, over the median of the grains' own stiffness:
grains that nothing holds must not run away."""

_LEAST_CONTACT = 0.01
_SOLVER_TOLERANCE, _SOLVER_STEPS = 0.03, 60


def forces(near: Neighbours, grains: CutSpheres) -> Floats:
    """Return the force (n, 3) on each grain over the contact pressure, m2: facets push."""
    n = len(grains.volume)
    rows = np.repeat(np.arange(n), np.diff(near.first))
    pushes = -grains.area[:, None] * grains.normal
    force = np.stack([np.bincount(rows, pushes[:, axis], n) for axis in range(3)], axis=1)
    return force + grains.wall_area[:, 0::2] - grains.wall_area[:, 1::2]


def imbalance(force: Floats, grains: CutSpheres) -> float:
    """Return the sum of the forces left on grains over that of the contact forces [-].

    Where less than 1 % of the surface is contact, as in powder that is not jammed, over what
    1 % would carry.
    """
    contact = float(grains.area.sum() + grains.wall_area.sum())
    total = max(contact, _LEAST_CONTACT * (contact + float(grains.free_area.sum())))
    return float(np.linalg.norm(force, axis=1).sum()) / total


def displacements(near: Neighbours, grains: CutSpheres, radii: Floats, force: Floats) -> Floats:
    """Return the moves (n, 3) that balance the forces to first order.

    Contacts are springs along their normals: when two grains approach, the uncut part of the
    facet's rim widens it by ``arc * h_i * h_j / d`` per length. Neighbours that cut facets, and
    radii that grow to keep volumes, are left to the next round. Neighbours that are not among the
    `n` grains are held in place.
    """
    n = len(radii)
    rows = np.repeat(np.arange(n), np.diff(near.first))
    lever = np.maximum(grains.height * (grains.distance - grains.height), 0.0)
    spring = np.maximum(grains.arc * lever, _FLOOR * grains.area) / grains.distance
    blocks = spring[:, None, None] * grains.normal[:, :, None] * grains.normal[:, None, :]
    own = np.zeros((n, 3, 3))
    for a in range(3):
        for b in range(a + 1):
            own[:, a, b] = own[:, b, a] = np.bincount(rows, blocks[:, a, b], n)
        touched = grains.wall_area[:, 2 * a : 2 * a + 2] > 0
        own[:, a, a] += 2 * np.pi * radii * touched.sum(axis=1)
    trace = np.trace(own, axis1=1, axis2=2)
    if not (trace > 0).any():
        return np.zeros((n, 3))
    own[:, range(3), range(3)] += _GROUND * float(np.median(trace[trace > 0]))
    each, ends = np.arange(n), np.arange(n + 1)
    size = (3 * n, 3 * n)
    moves = near.partner < n  # what is held in place has no column
    first = np.concatenate([[0], np.cumsum(moves)])[near.first]
    matrix = bsr_array((own, each, ends), shape=size) - bsr_array(
        (blocks[moves], near.partner[moves], first), shape=size
    )
    inverse = bsr_array((np.linalg.inv(own), each, ends), shape=size)
    found, _ = cg(matrix, force.ravel(), rtol=_SOLVER_TOLERANCE, maxiter=_SOLVER_STEPS, M=inverse)
    return np.asarray(found).reshape(n, 3)
