"""Damped dynamics of rough soft spheres: normal springs, sliding contacts, rotation, a barostat.

Everything is in a periodic box of side 1; spheres have the diameters ``scale * a``. Two that
overlap by the relative amount delta push with ``a_small^2 delta``, so that one pressure gives
about one relative overlap at small and large particles alike. A spring of 2/7 of that stiffness
holds their surfaces together; it slips once its force exceeds friction times the push. With the
masses ``a`` and the moments of inertia of solid spheres, contacts then swing with a frequency
near 1, sideways as well as lengthwise, so one time step suits them all.

Source: P. A. Cundall, O. D. L. Strack, Géotechnique 29 (1979) 47.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from ceralyte.packing.neighbours import Domain, Floats, Indices, Ints
from ceralyte.packing.pair_search import close_pairs

TIME_STEP = 0.3  # contacts swing with a frequency near 1
DRAG = 0.05  # share of velocity and spin lost per unit of time
GROWTH = 0.05  # of the logarithm of the size scale, per unit of time and of missing pressure
SIDEWAYS = 2 / 7  # stiffness over the lengthwise one, so that both swing alike
INERTIA = 0.1  # of a solid sphere, over mass times diameter squared
SKIN = 0.15  # reach of the neighbour list beyond contact


class Grains(NamedTuple):
    """Positions `x` in [0, 1), velocities and spins (n, 3); diameters `a` (n,) at scale 1."""

    x: Floats
    v: Floats
    spin: Floats
    a: Floats


class Network(NamedTuple):
    """Close pairs, each listed once, and how far each one's spring is stretched sideways.

    Particle i is close to the particles ``neighbour[start[i]:start[i + 1]]``.
    """

    start: Ints
    neighbour: Indices
    stretch: Floats


class Settled(NamedTuple):
    """State at the end of a run.

    `pressure` is the sum of push times distance over that of ``a^3``: about half the contacts of
    a particle times their mean relative overlap.
    """

    log_scale: float
    pressure: float
    overlap_mean: float
    overlap_max: float
    imbalance: float
    balanced: bool
    steps: int


def no_network(n: int) -> Network:
    """Return the network of `n` particles before the first list of close pairs is made."""
    return Network(np.zeros(n + 1, np.int64), np.empty(0, np.int32), np.empty((0, 3)))


@njit(cache=True)
def slide(
    stretch: tuple[float, float, float], normal: tuple[float, float, float], limit: float
) -> tuple[float, float, float]:
    """Turn `stretch` into the plane across `normal` and shorten it to `limit`: Coulomb's law."""
    p, q, r = normal
    along = stretch[0] * p + stretch[1] * q + stretch[2] * r
    s, t, u = stretch[0] - along * p, stretch[1] - along * q, stretch[2] - along * r
    length = np.sqrt(s * s + t * t + u * u)
    if length > limit:
        keep = limit / length
        return keep * s, keep * t, keep * u
    return s, t, u


@njit(cache=True, error_model="numpy")
def _forces(
    grains: Grains,
    network: Network,
    scale: float,
    friction: float,
    force: Floats,
    torque: Floats,
) -> tuple[float, float, float, int]:
    """Fill `force`, `torque`; stretch the springs by one step.

    Returns the virial of the pushes, the sum and largest of the relative overlaps, their count.
    """
    x, v, spin, a = grains.x, grains.v, grains.spin, grains.a
    stretch = network.stretch
    force[:] = 0.0
    torque[:] = 0.0
    virial, total, largest, count = 0.0, 0.0, 0.0, 0
    for i in range(len(a)):
        for m in range(network.start[i], network.start[i + 1]):
            j = np.uint64(network.neighbour[m])
            dx, dy, dz = x[i, 0] - x[j, 0], x[i, 1] - x[j, 1], x[i, 2] - x[j, 2]
            dx -= np.rint(dx)
            dy -= np.rint(dy)
            dz -= np.rint(dz)
            square = dx * dx + dy * dy + dz * dz
            radius_i, radius_j = 0.5 * scale * a[i], 0.5 * scale * a[j]
            reach = radius_i + radius_j
            if square >= reach * reach:
                stretch[m] = 0.0
                continue
            r = np.sqrt(square)
            p, q, s = dx / r, dy / r, dz / r
            overlap = 1 - r / reach
            push = min(a[i], a[j]) ** 2 * overlap
            virial += push * r
            total += overlap
            largest = max(largest, overlap)
            count += 1
            rx = radius_i * spin[i, 0] + radius_j * spin[j, 0]
            ry = radius_i * spin[i, 1] + radius_j * spin[j, 1]
            rz = radius_i * spin[i, 2] + radius_j * spin[j, 2]
            moved = (
                stretch[m, 0] + TIME_STEP * (v[i, 0] - v[j, 0] - ry * s + rz * q),
                stretch[m, 1] + TIME_STEP * (v[i, 1] - v[j, 1] - rz * p + rx * s),
                stretch[m, 2] + TIME_STEP * (v[i, 2] - v[j, 2] - rx * q + ry * p),
            )
            stiffness = SIDEWAYS * min(a[i], a[j]) ** 2 / reach
            moved = slide(moved, (p, q, s), friction * push / stiffness)
            stretch[m, 0], stretch[m, 1], stretch[m, 2] = moved
            tx, ty, tz = -stiffness * moved[0], -stiffness * moved[1], -stiffness * moved[2]
            fx, fy, fz = push * p + tx, push * q + ty, push * s + tz
            force[i, 0] += fx
            force[i, 1] += fy
            force[i, 2] += fz
            force[j, 0] -= fx
            force[j, 1] -= fy
            force[j, 2] -= fz
            turn_x, turn_y, turn_z = ty * s - tz * q, tz * p - tx * s, tx * q - ty * p
            torque[i, 0] += radius_i * turn_x
            torque[i, 1] += radius_i * turn_y
            torque[i, 2] += radius_i * turn_z
            torque[j, 0] += radius_j * turn_x
            torque[j, 1] += radius_j * turn_y
            torque[j, 2] += radius_j * turn_z
    return virial, total, largest, count


@njit(cache=True, error_model="numpy")
def _imbalance(a: Floats, force: Floats, torque: Floats) -> float:
    """Return the root mean square of net force over a^2 and net torque over a^3."""
    total = 0.0
    for i in range(len(a)):
        pull, twist = 0.0, 0.0
        for axis in range(3):
            pull += force[i, axis] * force[i, axis]
            twist += torque[i, axis] * torque[i, axis]
        total += (pull + twist / a[i] ** 2) / a[i] ** 4
    return float(np.sqrt(total / len(a)))


@njit(cache=True, error_model="numpy")
def _advance(
    grains: Grains, scale: float, force: Floats, torque: Floats, reference: Floats
) -> float:
    """Move one step; return how much nearer any two can have come since `reference`.

    The answer is relative to the mean diameter of the two.
    """
    x, v, spin, a = grains.x, grains.v, grains.spin, grains.a
    keep = 1 / (1 + DRAG * TIME_STEP)
    farthest = 0.0
    for i in range(len(a)):
        push = TIME_STEP / a[i]
        turn = push / (INERTIA * (scale * a[i]) ** 2)
        shift = 0.0
        for axis in range(3):
            v[i, axis] = keep * (v[i, axis] + push * force[i, axis])
            spin[i, axis] = keep * (spin[i, axis] + turn * torque[i, axis])
            x[i, axis] += TIME_STEP * v[i, axis]
            shift += (x[i, axis] - reference[i, axis]) ** 2
        farthest = max(farthest, shift / a[i] ** 2)
    return float(2 * np.sqrt(farthest))


@njit(cache=True)
def list_pairs(grains: Grains, network: Network, reach: float) -> Network:
    """List close pairs anew; those that were listed before keep their stretch."""
    n = len(grains.a)
    p = np.empty((n, 4))
    p[:, :3], p[:, 3] = grains.x, grains.a
    unit_box = Domain(np.ones(3), np.ones(3), False)
    found = close_pairs(p, 0.5 * reach * grains.a, unit_box, np.array([0, n]))
    start = np.append(found.first, found.last[-1:]).astype(np.int64)
    neighbour = found.inner[: start[n]].copy()
    stretch = np.zeros((len(neighbour), 3))
    for i in range(n):
        for m in range(network.start[i], network.start[i + 1]):
            for k in range(start[i], start[i + 1]):
                if neighbour[k] == network.neighbour[m]:
                    stretch[k] = network.stretch[m]
                    break
    return Network(start, neighbour, stretch)


@njit(cache=True, error_model="numpy")
def settle(
    grains: Grains,
    network: Network,
    log_scale: float,
    friction: float,
    target: float,
    tolerance: float,
    max_steps: int,
) -> tuple[Settled, Network]:
    """Let the grains move, and grow until a target pressure is met, until all forces balance.

    Parameters
    ----------
    grains : Grains
        Moved in place; wrapped into [0, 1) now and then.
    network : Network
        As left by the run before.
    log_scale : float
        Logarithm of the factor on the diameters.
    friction : float
        Largest sideways over lengthwise force of a contact.
    target : float
        Pressure to reach; negative holds the size scale.
    tolerance : float
        On the pressure, relative, and on the root mean square of net force over a^2 and net
        torque over a^3, relative to the mean overlap.
    max_steps : int
    """
    x, held = grains.x, target < 0
    force, torque, reference = np.empty_like(x), np.empty_like(x), x.copy()
    solid = np.sum(grains.a**3)
    scale, listed, moved, step = np.exp(log_scale), 0.0, 0.0, 0
    while True:
        if moved >= listed - scale:
            x -= np.floor(x)
            reference[:] = x
            listed = scale * (1 + SKIN)
            network = list_pairs(grains, network, listed)
        virial, total, largest, count = _forces(grains, network, scale, friction, force, torque)
        pressure, mean = virial / solid, total / max(count, 1)
        imbalance = _imbalance(grains.a, force, torque) / mean if count > 0 else 0.0
        missing = target - pressure
        balanced = imbalance < tolerance and (held or abs(missing) < tolerance * target)
        if balanced or step == max_steps:
            state = Settled(log_scale, pressure, mean, largest, imbalance, balanced, step)
            return state, network
        step += 1
        moved = _advance(grains, scale, force, torque, reference)
        if not held:
            log_scale += TIME_STEP * GROWTH * missing
            scale = np.exp(log_scale)
