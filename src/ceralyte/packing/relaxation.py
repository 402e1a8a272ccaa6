"""Soft spheres pushed together: FIRE in the positions and in the logarithm of the size scale.

Spheres of diameters ``scale * a`` that overlap by the relative amount delta store the energy
``a_small^2 * (a_i + a_j) / 2 * delta^2 / 2``: the stiffness follows the size, so that one pressure
gives about one relative overlap at small and large particles alike. A target pressure pulls the
logarithm of ``scale`` upward, the overlaps push it down. With masses proportional to ``a`` all
contacts swing with a frequency near 1, so one time step suits them all.

Source: E. Bitzek et al., Phys. Rev. Lett. 97 (2006) 170201 (FIRE); restart half a step back:
J. Guénolé et al., Comput. Mater. Sci. 175 (2020) 109584.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from ceralyte.packing.neighbours import Floats, Indices, Ints, close_pairs

TIME_STEP_MAX = 0.45  # contacts swing with a frequency near 1; 0.6 is unstable
SCALE_MASS = 10.0  # of the order of the stiffness of all contacts against the size scale
MIXING = 0.25
PATIENCE = 20  # downhill steps before the time step grows
SKIN_MIN, SKIN, SKIN_MAX = 0.06, 0.15, 0.6  # reach of the neighbour list beyond contact
LIST_AGE = 50  # steps that a list should last: younger ones get a wider skin, older ones a thinner


class Relaxed(NamedTuple):
    """State at the end of a relaxation; overlaps are relative to the mean diameter of a pair."""

    log_scale: float
    virial: float
    overlap_mean: float
    overlap_max: float
    force_imbalance: float
    steps: int


@njit(cache=True, error_model="numpy")
def _forces(
    x: Floats, a: Floats, scale: float, start: Ints, neighbour: Indices, force: Floats
) -> tuple[float, float, float, int]:
    """Fill `force`; return the virial, the sum and largest of the overlaps, and their count."""
    force[:] = 0.0
    virial, total, largest, count = 0.0, 0.0, 0.0, 0
    half = 0.5 * scale
    for i in range(len(a)):
        xi, yi, zi, ai = x[i, 0], x[i, 1], x[i, 2], a[i]
        fx = fy = fz = 0.0
        for m in range(start[i], start[i + 1]):
            j = np.uint64(neighbour[m])
            dx, dy, dz = xi - x[j, 0], yi - x[j, 1], zi - x[j, 2]
            dx -= np.rint(dx)
            dy -= np.rint(dy)
            dz -= np.rint(dz)
            square = dx * dx + dy * dy + dz * dz
            reach = (ai + a[j]) * half
            if square < reach * reach:
                r = np.sqrt(square)
                inverse = 1.0 / (r * reach)
                overlap = (reach - r) * r * inverse
                small = min(ai, a[j])
                push = small * small * overlap / scale
                virial += push * r
                total += overlap
                largest = max(largest, overlap)
                count += 1
                push *= reach * inverse
                fx += push * dx
                fy += push * dy
                fz += push * dz
                force[j, 0] -= push * dx
                force[j, 1] -= push * dy
                force[j, 2] -= push * dz
        force[i, 0] += fx
        force[i, 1] += fy
        force[i, 2] += fz
    return virial, total, largest, count


@njit(cache=True, error_model="numpy")
def _norms(
    a: Floats, lightness: Floats, v: Floats, force: Floats
) -> tuple[float, float, float, float]:
    """Return power, sum of m v^2, sum of F^2 / m, and sum of (F / a^2)^2."""
    power, moving, pulling, imbalance = 0.0, 0.0, 0.0, 0.0
    for i in range(len(a)):
        fx, fy, fz = force[i, 0], force[i, 1], force[i, 2]
        vx, vy, vz = v[i, 0], v[i, 1], v[i, 2]
        square = (fx * fx + fy * fy + fz * fz) * lightness[i]
        power += fx * vx + fy * vy + fz * vz
        moving += a[i] * (vx * vx + vy * vy + vz * vz)
        pulling += square
        imbalance += square * lightness[i] * lightness[i] * lightness[i]
    return power, moving, pulling, imbalance


@njit(cache=True, error_model="numpy")
def _advance(
    x: Floats,
    v: Floats,
    force: Floats,
    lightness: Floats,
    reference: Floats,
    keep: float,
    push: float,
    dt: float,
    back: float,
) -> float:
    """Move one step; return how much nearer any two can have come since `reference`.

    The answer is relative to the mean diameter of the two. If the farthest traveller i went
    D_i diameters and all others at most D, no pair can have gained more than it and the smallest
    particle: 2 (D_i a_i + D a_min) / (a_i + a_min).

    `back` > 0 first takes the particles back by that time and stops them.
    """
    first, second, traveller, lightest = 0.0, 0.0, 0, lightness.max()
    for i in range(len(x)):
        gain, square = push * lightness[i], 0.0
        for axis in range(3):
            if back > 0:
                x[i, axis] -= back * v[i, axis]
                v[i, axis] = 0.0
            v[i, axis] = keep * v[i, axis] + gain * force[i, axis]
            x[i, axis] += dt * v[i, axis]
            shift = (x[i, axis] - reference[i, axis]) * lightness[i]
            square += shift * shift
        if square > first:
            first, second, traveller = square, first, i
        elif square > second:
            second = square
    a, smallest = 1 / lightness[traveller], 1 / lightest
    return float(2 * (np.sqrt(first) * a + np.sqrt(second) * smallest) / (a + smallest))


@njit(cache=True)
def _wrap(x: Floats, reference: Floats) -> None:
    """Bring `x` back into [0, 1) and remember it as `reference`."""
    for i in range(len(x)):
        for axis in range(3):
            x[i, axis] -= np.floor(x[i, axis])
            reference[i, axis] = x[i, axis]


@njit(cache=True, error_model="numpy")
def relax(
    x: Floats,
    a: Floats,
    level_first: Ints,
    log_scale: float,
    target: float,
    tolerance: float,
    max_steps: int,
) -> Relaxed:
    """Relax positions, and the size scale if a target is given, until the forces balance.

    Parameters
    ----------
    x : ndarray (n, 3)
        Positions in the unit box, moved in place; wrapped into [0, 1) now and then.
    a, level_first : ndarray (n,) and (levels + 1,)
        Diameters in the order of `neighbours.close_pairs`.
    log_scale : float
        Logarithm of the factor on `a`.
    target : float
        Virial to reach; negative holds the size scale.
    tolerance : float
        On the root mean square of net force over (mean overlap * a^2).
    max_steps : int
    """
    n, held = len(a), target < 0
    lightness, v, force, reference = 1.0 / a, np.zeros((n, 3)), np.zeros((n, 3)), np.empty((n, 3))
    start, neighbour = np.empty(0, np.int64), np.empty(0, np.int32)
    scale, listed, moved, v_scale = np.exp(log_scale), 0.0, 0.0, 0.0
    dt, mixing, downhill, step = 0.3 * TIME_STEP_MAX, MIXING, 0, 0
    skin, made = SKIN, -LIST_AGE
    while True:
        if moved > listed - scale:
            _wrap(x, reference)
            if step < made + LIST_AGE // 2:
                skin = min(1.3 * skin, SKIN_MAX)
            elif step > made + 2 * LIST_AGE:
                skin = max(skin / 1.3, SKIN_MIN)
            made, listed = step, scale * (1 + skin)
            start, neighbour = close_pairs(x, a, level_first, listed)
        virial, total, largest, count = _forces(x, a, scale, start, neighbour, force)
        pull = 0.0 if held else target - virial
        power, moving, pulling, imbalance = _norms(a, lightness, v, force)
        power += pull * v_scale
        moving += SCALE_MASS * v_scale * v_scale
        pulling += pull * pull / SCALE_MASS
        mean = total / max(count, 1)
        imbalance = np.sqrt(imbalance / n) / mean if count > 0 else 0.0
        balanced = imbalance < tolerance and (held or abs(pull) < tolerance * target)
        if balanced or step == max_steps:
            return Relaxed(log_scale, virial, mean, largest, imbalance, step)
        step += 1
        back = 0.0
        if power > 0:
            downhill += 1
            if downhill > PATIENCE:
                dt, mixing = min(1.1 * dt, TIME_STEP_MAX), 0.99 * mixing
        else:
            downhill, mixing = 0, MIXING
            dt = max(0.5 * dt, 0.02 * TIME_STEP_MAX)
            back = 0.5 * dt
            log_scale -= back * v_scale
            v_scale, moving = 0.0, 0.0
        keep = 1 - mixing
        push = keep * dt + (mixing * np.sqrt(moving / pulling) if pulling > 0 else 0.0)
        moved = _advance(x, v, force, lightness, reference, keep, push, dt, back)
        v_scale = keep * v_scale + push * pull / SCALE_MASS
        log_scale += dt * v_scale
        scale = np.exp(log_scale)
