"""Guessed shapes of thiophosphates and what they react with, as lithium salts.

Salts instead of bare ions: with a charge of -4 the continuum of tblite 0.8 lets the energy
collapse, and Coulomb terms would swamp the rest.
"""

from functools import lru_cache

import numpy as np

from ceralyte.slurry.quantum import (
    TETRAHEDRON,
    Cluster,
    Points,
    atomic_number,
    relaxed,
)

Edges = tuple[int, list[tuple[int, int]]]
"""A phosphorus, and the pairs of its sulfur (or oxygen) that a lithium sits in front of."""

STRIDE = 0.125  # bohr: sulfur attacks methyl groups where a first step is long
TERMINAL, _BRIDGE, _DIRECT, _LITHIUM = 2.05, 2.12, 2.26, 2.75  # Angstrom: P-S, P-S-P, P-P, P-Li


@lru_cache(maxsize=8)
def shape(name: str) -> Cluster:
    """Return one of `SHAPES` at its nearest minimum."""
    return relaxed(SHAPES[name](), stride=STRIDE)


def _orthothiophosphate() -> Cluster:
    sulfur = TERMINAL * TETRAHEDRON
    return lithiated(
        ["P", *"SSSS"], np.vstack([np.zeros(3), sulfur]), [(0, [(1, 2), (1, 3), (1, 4)])]
    )


def _pyrothiophosphate() -> Cluster:
    """Two PS4 that share a sulfur."""
    half = np.deg2rad(55)
    positions = [np.zeros(3)]
    for side in (1, -1):
        axis = np.array([side * np.sin(half), 0, -np.cos(half)])
        positions += umbrella(_BRIDGE * axis, axis, np.array([0.0, 1, 0]))
    pairs = [(1, [(2, 3), (3, 4)]), (5, [(6, 7), (6, 8)])]
    return lithiated(["S", *"PSSS", *"PSSS"], np.array(positions), pairs)


def _hypothiophosphate() -> Cluster:
    """Two PS3 joined by a bond between phosphorus, staggered."""
    positions = []
    for side in (1, -1):
        axis = np.array([0.0, 0, side])
        positions += umbrella(_DIRECT / 2 * axis, axis, np.array([side, 0.0, 0]))
    return lithiated(
        [*"PSSS", *"PSSS"], np.array(positions), [(0, [(1, 2), (2, 3)]), (4, [(5, 6), (5, 7)])]
    )


def umbrella(centre: Points, axis: Points, first: Points) -> list[Points]:
    """Return a phosphorus and three sulfur about it that open along `axis`, one towards `first`."""
    second = np.cross(axis, first)
    angles = 2 * np.pi * np.arange(3) / 3
    rays = [axis / 3 + np.sqrt(8) / 3 * (np.cos(a) * first + np.sin(a) * second) for a in angles]
    return [centre, *(centre + TERMINAL * ray for ray in rays)]


def lithiated(elements: list[str], positions: Points, pairs: list[Edges]) -> Cluster:
    """Return a cluster with lithium off phosphorus, in front of the middle of pairs of sulfur."""
    lithium = []
    for phosphorus, edges in pairs:
        for edge in edges:
            off = positions[list(edge)].mean(axis=0) - positions[phosphorus]
            lithium.append(positions[phosphorus] + _LITHIUM * off / np.linalg.norm(off))
    return cluster_of([*elements, *["Li"] * len(lithium)], np.vstack([positions, lithium]))


def _ring() -> Cluster:
    """S8, a crown."""
    angles = np.pi / 4 * np.arange(8)
    height = 0.5 * (-1.0) ** np.arange(8)
    return cluster_of(
        ["S"] * 8, np.column_stack([2.35 * np.cos(angles), 2.35 * np.sin(angles), height])
    )


def _lithium_sulfide() -> Cluster:
    return cluster_of(["S", "Li", "Li"], np.array([[0.0, 0, 0], [1.6, 1.4, 0], [-1.6, 1.4, 0]]))


def cluster_of(elements: list[str], positions: Points) -> Cluster:
    """Return a cluster from the symbols of its atoms."""
    return Cluster(numbers=np.array([atomic_number(e) for e in elements]), positions=positions)


SHAPES = {
    "Li3PS4": _orthothiophosphate,
    "Li4P2S7": _pyrothiophosphate,
    "Li4P2S6": _hypothiophosphate,
    "S8": _ring,
    "Li2S": _lithium_sulfide,
}
