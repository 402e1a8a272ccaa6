"""Contacts closed for good: forces balanced on straightened geometry, again and again.

Near jamming soft modes need long ways at hardly any force, and dynamics crawl. With the directions
of contacts held fixed, though, particles that overlap obey a convex problem: find displacements
and a growth at which contacts carry a given pressure. Accelerated gradient steps, scaled by the
stiffness of each particle's own surroundings, solve it within some hundred steps; then directions
are taken anew. Particles move no farther than a trust radius at a time; whatever they may touch on
that way is listed, so that gaps close for real.

Multipliers make contacts hard: each contact keeps the force that it bore and only what exceeds it
costs overlap, so that overlaps vanish while forces stay (method of multipliers).

Sources: A. Beck, M. Teboulle, SIAM J. Imaging Sci. 2 (2009) 183 (accelerated gradient steps);
B. O'Donoghue, E. Candès, Found. Comput. Math. 15 (2015) 715 (restarts); sequences of linear
problems for jammed spheres: S. Torquato, Y. Jiao, Phys. Rev. E 82 (2010) 061302.
"""

from typing import NamedTuple

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from ceralyte.packing.neighbours import Domain, Floats, Indices, Ints, Pairs, close_pairs
from ceralyte.packing.obstacles import Rods, near_rods, push_from_rod

Singles = NDArray[np.float32]

WALL_BELOW, WALL_ABOVE, FIRST_ROD = -1, -2, -3  # partners that are no particles
SOFTEST = 0.1  # of a particle's stiffness, along directions in which nothing is near
STEP_MOVE, STEP_GROWTH = 2.5, 5.0  # no eigenvalue of the scaled problem exceeds them
PRESSURE_OFF = 0.01
DRIFT = 0.5  # of the last displacements: soft modes go on where they went
VIRIAL, OVERLAP, CONTACTS, IMBALANCE, TURNED = range(5)


class Touching(NamedTuple):
    """Half-contacts: particle i may touch ``partner[first[i]:first[i + 1]]``.

    `direction` (m, 3) points from the partner, over the distance of the centres at contact; `gap`
    (m,) is relative to it, `weight` (m,) the stiffness times its square. `kept` (m,) is the
    relative overlap whose force a contact bears without overlapping.
    """

    first: Ints
    partner: Indices
    direction: Singles
    gap: Singles
    weight: Singles
    kept: Singles


class Balanced(NamedTuple):
    """End of a solution: growth of the log of size, residual as of `relax`, steps."""

    growth: float
    force_imbalance: float
    steps: int


@njit(cache=True, error_model="numpy")
def list_touching(
    p: Floats, domain: Domain, rods: Rods, chunks: Ints, scale: float, reach: float
) -> Touching:
    """List what each particle may touch if all move up to `reach` of their diameters.

    Brings `p` back into the box along periodic axes.
    """
    n = len(p)
    for i in range(n):
        for axis in range(3):
            p[i, axis] -= domain.sides[axis] * np.floor(p[i, axis] * domain.wraps[axis])
    radii = (0.5 + reach) * scale * p[:, 3]
    pairs = close_pairs(p, radii, domain, chunks)
    rod_first, rod_items = near_rods(p, radii, domain, rods)
    first = np.zeros(n + 1, np.int64)
    for i in range(n):
        first[i + 1] += pairs.last[i] - pairs.first[i] + rod_first[i + 1] - rod_first[i]
        first[i + 1] += pairs.outer_first[i + 1] - pairs.outer_first[i]
        if domain.walls:
            first[i + 1] += (p[i, 2] < radii[i]) + (domain.sides[2] - p[i, 2] < radii[i])
        for m in range(pairs.first[i], pairs.last[i]):
            first[pairs.inner[m] + 1] += 1
    for i in range(n):
        first[i + 1] += first[i]
    partner = _partners(p, radii, domain, pairs, rod_first, rod_items, first)
    many = len(partner)
    return Touching(
        first, partner, np.zeros((many, 3), np.float32), np.zeros(many, np.float32),
        np.zeros(many, np.float32), np.zeros(many, np.float32),
    )  # fmt: skip


@njit(cache=True, error_model="numpy")
def _partners(
    p: Floats,
    radii: Floats,
    domain: Domain,
    pairs: Pairs,
    rod_first: Ints,
    rod_items: Indices,
    first: Ints,
) -> Indices:
    n = len(p)
    free, partner = first[:-1].copy(), np.empty(first[n], np.int32)
    for i in range(n):
        for m in range(pairs.first[i], pairs.last[i]):
            j = pairs.inner[m]
            partner[free[i]], partner[free[j]] = j, i
            free[i] += 1
            free[j] += 1
        for m in range(pairs.outer_first[i], pairs.outer_first[i + 1]):
            partner[free[i]] = pairs.outer[m]
            free[i] += 1
        for m in range(rod_first[i], rod_first[i + 1]):
            partner[free[i]] = FIRST_ROD - rod_items[m]
            free[i] += 1
        if domain.walls:
            if p[i, 2] < radii[i]:
                partner[free[i]] = WALL_BELOW
                free[i] += 1
            if domain.sides[2] - p[i, 2] < radii[i]:
                partner[free[i]] = WALL_ABOVE
                free[i] += 1
    return partner


@njit(cache=True, error_model="numpy")
def _measure(
    i: int, partner: int, p: Floats, domain: Domain, rods: Rods, scale: float
) -> tuple[float, float, float, float, float, float]:
    """Return gap and weight as in `Touching`, the direction and the distance at contact."""
    radius = 0.5 * scale * p[i, 3]
    weight = 0.5 * p[i, 3] ** 2 * radius / scale
    if partner >= 0:
        dx, dy, dz = p[i, 0] - p[partner, 0], p[i, 1] - p[partner, 1], p[i, 2] - p[partner, 2]
        dx -= domain.sides[0] * np.rint(dx * domain.wraps[0])
        dy -= domain.sides[1] * np.rint(dy * domain.wraps[1])
        dz -= domain.sides[2] * np.rint(dz * domain.wraps[2])
        r, reach = np.sqrt(dx * dx + dy * dy + dz * dz), radius + 0.5 * scale * p[partner, 3]
        weight = min(p[i, 3], p[partner, 3]) ** 2 * reach / scale
        return r / reach - 1, weight, dx / r, dy / r, dz / r, reach
    if partner == WALL_BELOW:
        return p[i, 2] / radius - 1, weight, 0.0, 0.0, 1.0, radius
    if partner == WALL_ABOVE:
        return (domain.sides[2] - p[i, 2]) / radius - 1, weight, 0.0, 0.0, -1.0, radius
    k = FIRST_ROD - partner
    overlap, nx, ny, nz = push_from_rod(
        p[i], radius, rods.starts[k], rods.ends[k], rods.radii[k], domain.sides, domain.wraps
    )
    return -overlap, weight, nx, ny, nz, radius


@njit(cache=True, error_model="numpy")
def straighten(
    p: Floats, domain: Domain, rods: Rods, scale: float, touching: Touching
) -> tuple[float, float]:
    """Take directions, gaps and weights anew.

    Returns the largest relative overlap and the sum of the weights of overlapping contacts.
    """
    largest, stiffness = 0.0, 0.0
    for i in range(len(p)):
        for m in range(touching.first[i], touching.first[i + 1]):
            partner = touching.partner[m]
            gap, weight, nx, ny, nz, reach = _measure(i, partner, p, domain, rods, scale)
            touching.gap[m], touching.weight[m] = gap, weight
            touching.direction[m] = nx / reach, ny / reach, nz / reach
            largest = max(largest, -gap)
            if gap < 0.0:
                stiffness += 0.5 * weight if partner >= 0 else weight
    return largest, stiffness


@njit(cache=True, error_model="numpy")
def _stretch(d: Singles, grows: bool) -> float:
    """Return by how much a gap along `d` closes per growth, where heights may grow as well."""
    return 1.0 - d[2] * d[2] / (d[0] * d[0] + d[1] * d[1] + d[2] * d[2]) if grows else 1.0


@njit(cache=True, error_model="numpy")
def _scalings(touching: Touching, grows: bool, near: float) -> tuple[Singles, float]:
    """Return the inverse stiffness of each particle's surroundings, and of growth.

    The first (n, 6) as xx, xy, xz, yy, yz, zz.
    """
    n = len(touching.first) - 1
    inverse, growth = np.zeros((n, 6), np.float32), 0.0
    for i in range(n):
        own, trace = np.zeros((3, 3)), 0.0
        for m in range(touching.first[i], touching.first[i + 1]):
            if touching.gap[m] < near:
                weight, d = touching.weight[m], touching.direction[m]
                share = 0.5 if touching.partner[m] >= 0 else 1.0
                growth += share * weight * _stretch(d, grows) ** 2
                for k in range(3):
                    trace += weight * d[k] * d[k]
                    for axis in range(3):
                        own[k, axis] += weight * d[k] * d[axis]
        if trace > 0.0:
            for k in range(3):
                own[k, k] += SOFTEST * trace
            found = np.linalg.inv(own) / STEP_MOVE
            inverse[i, 0], inverse[i, 1], inverse[i, 2] = found[0, 0], found[0, 1], found[0, 2]
            inverse[i, 3], inverse[i, 4], inverse[i, 5] = found[1, 1], found[1, 2], found[2, 2]
    return inverse, 1.0 / (STEP_GROWTH * growth)


@njit(cache=True, error_model="numpy", fastmath={"contract", "nsz", "arcp", "nnan", "ninf"})
def _chunk_step(
    sizes: Singles,
    first: Ints,
    partner: Indices,
    direction: Singles,
    weight: Singles,
    room: Singles,
    grows: bool,
    inverse: Singles,
    u: Singles,
    y: Singles,
    ahead: Singles,
    growth: float,
    momentum: float,
    trust: float,
    begin: int,
    end: int,
    sums: Floats,
) -> None:
    """Move the rows `begin` to `end` of `u` one step on from `y`; fill `ahead` and the sums.

    `room` (m,) is the gap less the overlap kept; `trust` is a length over `sizes` (n,).
    """
    virial, total, contacts, imbalance, turned = 0.0, 0.0, 0.0, 0.0, 0.0
    for i in range(begin, end):
        fx = fy = fz = 0.0
        ux, uy, uz = y[i, 0], y[i, 1], y[i, 2]
        for m in range(first[i], first[i + 1]):
            j = partner[m]
            dx, dy, dz, share = ux, uy, uz, 1.0
            if j >= 0:
                dx, dy, dz, share = ux - y[j, 0], uy - y[j, 1], uz - y[j, 2], 0.5
            bx, by, bz = direction[m, 0], direction[m, 1], direction[m, 2]
            stretch = 1.0
            if grows:
                stretch = 1.0 - bz * bz / (bx * bx + by * by + bz * bz)
            overlap = max(stretch * growth - room[m] - bx * dx - by * dy - bz * dz, 0.0)
            push = weight[m] * overlap
            fx += push * bx
            fy += push * by
            fz += push * bz
            virial += share * push * stretch
            total += share * overlap
            contacts += share if overlap > 0.0 else 0.0
        a = sizes[i]
        xx, xy, xz = inverse[i, 0], inverse[i, 1], inverse[i, 2]
        yy, yz, zz = inverse[i, 3], inverse[i, 4], inverse[i, 5]
        nx = ux + xx * fx + xy * fy + xz * fz
        ny = uy + xy * fx + yy * fy + yz * fz
        nz = uz + xz * fx + yz * fy + zz * fz
        square, most = nx * nx + ny * ny + nz * nz, trust * a
        if square > most * most:
            shortened = most / np.sqrt(square)
            nx, ny, nz = shortened * nx, shortened * ny, shortened * nz
        else:
            imbalance += (fx * fx + fy * fy + fz * fz) / (a * a * a * a)
        sx, sy, sz = nx - u[i, 0], ny - u[i, 1], nz - u[i, 2]
        turned += a * ((nx - ux) * sx + (ny - uy) * sy + (nz - uz) * sz)
        u[i, 0], u[i, 1], u[i, 2] = nx, ny, nz
        ahead[i, 0], ahead[i, 1] = nx + momentum * sx, ny + momentum * sy
        ahead[i, 2] = nz + momentum * sz
    sums[VIRIAL], sums[OVERLAP], sums[CONTACTS] = virial, total, contacts
    sums[IMBALANCE], sums[TURNED] = imbalance, turned


@njit(cache=True, parallel=True, error_model="numpy")
def _step(
    sizes: Singles,
    touching: Touching,
    room: Singles,
    grows: bool,
    inverse: Singles,
    u: Singles,
    y: Singles,
    ahead: Singles,
    growth: float,
    momentum: float,
    trust: float,
    chunks: Ints,
    sums: Floats,
) -> Floats:
    first, partner = touching.first, touching.partner
    direction, weight = touching.direction, touching.weight
    for c in prange(len(chunks) - 1):
        _chunk_step(
            sizes, first, partner, direction, weight, room, grows, inverse,
            u, y, ahead, growth, momentum, trust, chunks[c], chunks[c + 1], sums[c],
        )  # fmt: skip
    all_sums: Floats = sums.sum(axis=0)
    return all_sums


@njit(cache=True, error_model="numpy")
def balance(
    p: Floats,
    scale: float,
    touching: Touching,
    grows: bool,
    chunks: Ints,
    pressure: float,
    tolerance: float,
    max_steps: int,
    trust: float,
    drift: Singles,
) -> Balanced:
    """Move particles until forces balance along the directions of `touching`.

    Overlaps of the straightened geometry, with those kept before, are kept in `touching`.

    Parameters
    ----------
    p : ndarray (n, 4)
        As of `relax`; positions are moved in place.
    grows : bool
        The distance of the walls, and heights, grow with the particles.
    pressure : float
        Sum over contacts of weight times overlap to reach by growing or shrinking.
    tolerance : float
        On the root mean square of net force over (mean overlap * a^2).
    max_steps : int
    trust : float
        Largest displacement, over the diameter.
    drift : ndarray (n, 3)
        Displacements last time, from which to guess; replaced by those found.
    """
    n = len(p)
    room, sizes = touching.gap - touching.kept, p[:, 3].astype(np.float32)
    inverse, inverse_growth = _scalings(touching, grows, trust)
    u, ahead = np.float32(DRIFT) * drift, np.zeros((n, 3), np.float32)
    y = u.copy()
    sums = np.zeros((len(chunks) - 1, 5))
    growth, y_growth, t, step, imbalance = 0.0, 0.0, 1.0, 0, np.inf
    while step < max_steps:
        t_next = 0.5 * (1 + np.sqrt(1 + 4 * t * t))
        momentum = (t - 1) / t_next
        s = _step(
            sizes, touching, room, grows, inverse, u, y, ahead, y_growth, momentum,
            trust * scale, chunks, sums,
        )  # fmt: skip
        lacking = pressure - s[VIRIAL]
        new = y_growth + inverse_growth * lacking
        turned = s[TURNED] + (new - y_growth) * (new - growth) / inverse_growth
        y_growth_next, growth = new + momentum * (new - growth), new
        step += 1
        if turned < 0.0:
            t = 1.0
            y[:] = u
            y_growth = growth
        else:
            t = t_next
            y, ahead = ahead, y
            y_growth = y_growth_next
        mean = s[OVERLAP] / max(s[CONTACTS], 1.0)
        imbalance = scale * np.sqrt(s[IMBALANCE] / n) / mean if mean > 0.0 else np.inf
        if imbalance < tolerance and abs(lacking) < PRESSURE_OFF * pressure:
            break
    _keep(touching, grows, u, growth)
    p[:, :3] += u
    drift[:] = u
    return Balanced(growth, imbalance, step)


@njit(cache=True, error_model="numpy")
def _keep(touching: Touching, grows: bool, u: Singles, growth: float) -> None:
    for i in range(len(u)):
        for m in range(touching.first[i], touching.first[i + 1]):
            j, d = touching.partner[m], touching.direction[m]
            overlap = touching.kept[m] - touching.gap[m] + _stretch(d, grows) * growth
            for k in range(3):
                overlap -= d[k] * (u[i, k] - u[j, k] if j >= 0 else u[i, k])
            touching.kept[m] = max(overlap, 0.0)
