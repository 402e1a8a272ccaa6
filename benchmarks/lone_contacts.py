"""Lone contacts: discs between two half-spaces on a grid, beside Holm's 1 / (2 sigma a).

Run ``python benchmarks/lone_contacts.py``; two minutes. The plane between the half-spaces cuts the
cells of a cube, whose outer cells have the exact potential. Each half-space is reduced to the cells
of the contact, so that any rule that joins them is a small system. Printed, by radius in cells: the
error of the conductance as it is, without balance (`contact_radii`), and with the rule that stood
before, ``(1 - s) / (2.2 s)`` for a share s of the cut; which share of the excess of its radius must
be taken off a contact, which is where `HALF` comes from. Planes along (110) and (111) through
seven places alike on all axes, and planes at random. What it printed stands in
``results/geometry.txt``.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.linalg import splu

from ceralyte.numerics import contact_radii
from ceralyte.numerics.contact_radii import NEGLIGIBLE, away, axes_on, cut_of, radius_on_grid
from ceralyte.numerics.disc_contacts import current_through, mean_apart
from ceralyte.numerics.polygons import MOST_CORNERS, area, area_in_disc, clip

Floats = NDArray[np.float64]

RADII = (0.3, 0.5, 0.7, 1.0, 1.3, 1.6, 2.0, 2.5, 3.0, 4.0)
SIDE = 26  # cells of the cube
PLACES = 60  # at random
ROOM = (np.empty((MOST_CORNERS, 2)), np.empty((MOST_CORNERS, 2)))
UNIT = np.ones(3)


class Plane(NamedTuple):
    """A cut through the cube, seen from the cells that contacts can pass."""

    normal: Floats
    foot: Floats
    cells: NDArray[np.int64]
    cuts: list[Floats]  # corners of the plane's cut through each
    apart: Floats  # of their centres from the axis
    between: Floats  # potential between the two sides of each, per current through each
    driven: dict[float, Floats]  # the same without currents, by radius


def plane(normal: Floats, place: Floats) -> Plane:
    """Cut the cube through a place of its middle cell and reduce its halves."""
    n = normal / np.linalg.norm(normal)
    foot = SIDE // 2 + place + 1e-7 * n
    cells, cuts, apart = [], [], []
    e1, e2 = axes_on(n)
    for cell in np.ndindex((SIDE,) * 3):
        off, aside, reach = away(np.array(cell), foot, n, UNIT)
        if off <= reach and aside < RADII[-1] + 1.2:
            m = cut_of(np.array(cell), foot, e1, e2, UNIT, 8.0 * SIDE, *ROOM)
            if m > 2 and area(ROOM[0], m) > NEGLIGIBLE:
                cells.append(cell)
                cuts.append(ROOM[0][:m].copy())
                apart.append(aside)
    open_faces = _faces(n, float(n @ foot))
    between = np.zeros((len(cells), len(cells)))
    driven = {a: np.zeros(len(cells)) for a in RADII}
    for side in (0, 1):
        solved = _half(open_faces[..., side], np.array(cells), n, foot)
        between += solved[:, : len(cells)]
        for column, a in enumerate(RADII):
            driven[a] += solved[:, len(cells) + column]
    return Plane(n, foot, np.array(cells), cuts, np.array(apart), between, driven)


@njit(cache=True)
def _faces(n, height):  # type: ignore[no-untyped-def]
    """Areas of the lower faces of all cells on both sides of a plane."""
    areas = np.zeros((SIDE + 1, SIDE + 1, SIDE + 1, 3, 2))
    one, two = np.empty((MOST_CORNERS, 2)), np.empty((MOST_CORNERS, 2))
    for x in range(SIDE + 1):
        for y in range(SIDE + 1):
            for z in range(SIDE + 1):
                p = (x, y, z)
                for k in range(3):
                    u, v = (k + 1) % 3, (k + 2) % 3
                    one[0, 0], one[0, 1], one[1, 0], one[1, 1] = p[u], p[v], p[u] + 1, p[v]
                    one[2, 0], one[2, 1], one[3, 0], one[3, 1] = p[u] + 1, p[v] + 1, p[u], p[v] + 1
                    m = clip(one, 4, n[u], n[v], height - n[k] * p[k], two)
                    below = area(two, m) if m > 2 else 0.0
                    areas[x, y, z, k, 0], areas[x, y, z, k, 1] = below, 1 - below
    return np.where(areas > NEGLIGIBLE, areas, 0.0)


def _half(areas: Floats, cells: NDArray[np.int64], n: Floats, foot: Floats) -> Floats:
    """Potentials of `cells` per current into each, and below the outer cells', by radius."""
    number = np.arange(SIDE**3).reshape((SIDE,) * 3)
    low, high, conductance = [], [], []
    for k in range(3):
        inner = [slice(0, SIDE)] * 3
        inner[k] = slice(1, SIDE)
        here = areas[(*inner, k)]
        low.append(np.delete(number, -1, k)[here > 0])
        high.append(np.delete(number, 0, k)[here > 0])
        conductance.append(here[here > 0])
    i, j, g = map(np.concatenate, (low, high, conductance))
    ends = np.concatenate([i, j, i, j]), np.concatenate([i, j, j, i])
    matrix = coo_array((np.concatenate([g, g, -g, -g]), ends), (SIDE**3, SIDE**3)).tocsr()
    outer = np.ones((SIDE,) * 3, bool)
    outer[1:-1, 1:-1, 1:-1] = False
    used = matrix.diagonal() > 0
    free, fixed = np.flatnonzero(used & ~outer.ravel()), np.flatnonzero(used & outer.ravel())
    centres = np.stack(np.unravel_index(fixed, (SIDE,) * 3), axis=1) + 0.5 - foot
    off = np.abs(centres @ n)
    aside = np.sqrt(np.maximum((centres**2).sum(axis=1) - off**2, 0.0))
    row = np.full(SIDE**3, -1)
    row[free] = np.arange(len(free))
    mine = row[np.ravel_multi_index(tuple(cells.T), (SIDE,) * 3)]
    known = mine >= 0
    right = np.zeros((len(free), len(cells) + len(RADII)))
    right[mine[known], np.flatnonzero(known)] = 1.0
    for column, a in enumerate(RADII):
        right[:, len(cells) + column] = -(matrix[free][:, fixed] @ _potential(off, aside, a))
    factors = splu(matrix[free][:, free].tocsc(), permc_spec="MMD_AT_PLUS_A")
    solved = np.full((len(cells), right.shape[1]), np.nan)
    solved[known] = factors.solve(right)[mine[known]]
    return solved


def _potential(off: Floats, aside: Floats, a: float) -> Floats:
    """Of a half-space above a disc at 0; 1/2 far away."""
    half = (aside**2 + off**2 - a * a) / (2 * a * a)
    return np.arctan(np.sqrt(half + np.sqrt(half**2 + (off / a) ** 2))) / np.pi


def error(
    cut: Plane, a: float, rule: Callable[[float, float, Floats], float], wide: float
) -> float:
    """Relative error of the conductance of a disc that is put on the grid with radius `wide`."""
    shared = np.array([area_in_disc(c, len(c), 0.0, 0.0, wide * wide) for c in cut.cuts])
    linked = np.flatnonzero((shared > NEGLIGIBLE) & np.isfinite(cut.driven[a]))
    passage = [rule(wide, cut.apart[k], cut.cuts[k]) for k in linked]
    between = cut.between[np.ix_(linked, linked)] + np.diag(passage)
    current = np.linalg.solve(between, cut.driven[a][linked]).sum()
    beyond = 2 * a / (np.pi * 0.6 * (SIDE - 1))  # share of the resistance outside the cube
    return float((current / (2 * a) - 1) * (1 - beyond))


def of_disc(a: float, apart: float, cut: Floats) -> float:
    """Return the passage of `cut_contacts` between half-spaces."""
    m = len(cut)
    least = area_in_disc(cut, m, 0.0, 0.0, a * a) / (np.pi * a)
    return float(mean_apart(a, apart, 0.5) / max(current_through(cut, m, a), least))


def of_share(a: float, apart: float, cut: Floats) -> float:  # noqa: ARG001
    """Return what stood before: of the share of the cut; of small contacts, a constriction."""
    share = area_in_disc(cut, len(cut), 0.0, 0.0, a * a)
    if a < 0.35:
        return float((0.5 / a - 0.68) * np.pi * a * a / share)
    share = min(share / area(cut, len(cut)), 1.0)
    return (1 - share) / (2.2 * share)


def show(words: str, planes: list[Plane]) -> None:
    """A line for each radius."""
    print(f"{words}: rms and largest error, %, and mean; share of the excess to take off")
    print("radius    as it is           not balanced       before             needed  taken")
    for a in RADII:
        wide = np.array([radius_on_grid(a, p.foot, p.normal, UNIT, *ROOM) for p in planes])
        lone = np.array([error(p, a, of_disc, a) for p in planes])
        found = (
            [error(p, a, of_disc, w) for p, w in zip(planes, wide, strict=True)],
            lone,
            [error(p, a, of_share, a) for p in planes],
        )
        taken = a * a / (a * a + contact_radii.HALF**2)
        excess = (a - wide) / taken
        needed = a * (excess @ lone) / (excess @ excess)
        line = "  ".join(
            f"{100 * np.sqrt(np.mean(np.square(e))):5.2f} {100 * np.abs(e).max():5.2f} "
            f"{100 * np.mean(e):5.2f}"
            for e in found
        )
        print(f"{a:6.1f}  {line}  {needed:6.2f} {taken:6.2f}", flush=True)


def main() -> None:
    """Print both tables."""
    rng = np.random.default_rng(0)
    special = [
        plane(np.array(n, float), np.full(3, k / 12 + 1e-6))
        for n in ((1, 1, 0), (1, -1, 0), (1, 1, 1), (1, 1, -1))
        for k in range(7)
    ]
    show("(110) and (111), alike", special)
    normals, places = rng.normal(size=(PLACES, 3)), rng.uniform(-0.5, 0.5, size=(PLACES, 3))
    show("at random", [plane(*pair) for pair in zip(normals, places, strict=True)])


if __name__ == "__main__":
    main()
