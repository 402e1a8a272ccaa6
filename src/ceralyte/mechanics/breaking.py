"""Quasi-static test of a bond network: scale the load to the next break, weaken that bond."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from ceralyte.core.errors import ConvergenceError, UnavailableError
from ceralyte.mechanics.equilibrium import Equilibrium
from ceralyte.mechanics.network import BondNetwork
from ceralyte.mechanics.softening import TEETH, brittleness, saw_tooth

Floats = NDArray[np.float64]

TOLERANCE = 1e-3
"""Force left in the network over that of the load."""

TOGETHER = 0.02
"""Bonds whose turn comes within this share of the load are weakened in one step [-]."""

UNTIL = 0.3
"""Share of the peak at which a test ends [-]."""

_ROUNDS, _BISECTIONS = 60, 12
_FLIPPED = 1e-3
_PARTED = 1e-6  # stiffness left, over the first: what remains is rounding


@dataclass(frozen=True, eq=False)
class Breaking:
    """What happened in a test, step by step.

    Attributes
    ----------
    amplitude : ndarray (k,)
        Load before each step of damage, in units of the load: a strain [-] or curvature (1/m).
    force : ndarray (k,)
        Work-conjugate force over the volume of the box: stress (Pa), or moment (N/m2).
    stiffness : float
        Force over amplitude before the first break.
    damage : ndarray (m,) int
        Steps of damage that each bond has suffered, up to `TEETH`: broken.
    broken_at : ndarray (m,) int
        Step at which each bond broke; -1 where it did not.
    dissipated : float, J
        Energy spent by bonds up to the end. One that shears spends its fracture energy times its
        normal over its tangential stiffness.
    solves, iterations : int
    parted : bool
        False where the test ended at the largest load before the network did.
    """

    amplitude: Floats
    force: Floats
    stiffness: float
    damage: NDArray[np.int64]
    broken_at: NDArray[np.int64]
    dissipated: float
    solves: int
    iterations: int
    parted: bool

    @property
    def peak(self) -> int:
        """Step of the largest force."""
        return int(np.argmax(self.force))


@threadpool_limits.wrap(limits=1, user_api="blas")  # many short products: threads only wait
def break_network(
    network: BondNetwork,
    load: Floats,
    free: list[Floats],
    *,
    tolerance: float = TOLERANCE,
    together: float = TOGETHER,
    until: float = UNTIL,
    largest: float = np.inf,
    tell: Callable[[str, float], None] | None = None,
) -> Breaking:
    """Load a network until it carries no more than the share `until` of its peak.

    Parameters
    ----------
    network : BondNetwork
    load, free
        As for `Equilibrium`.
    tolerance, together, until : float
        See `TOLERANCE`, `TOGETHER` and `UNTIL`.
    largest : float
        Load at which the test ends at the latest, in units of the load.

    Raises
    ------
    UnavailableError
        The bonds carry no load, or none can break.
    ConvergenceError
        Forces or the set of closed contacts do not settle.

    Source
    ------
    Event by event with secant stiffness: sequentially linear analysis, J. G. Rots et al. (2008).
    Mixed mode: quadratic in the forces relative to the strengths (Camanho and Davila, NASA
    TM-2002-211737).
    """
    thresholds, left = saw_tooth(brittleness(network))
    each = np.arange(len(network))
    damage = np.zeros(len(network), np.int64)
    broken_at = np.full(len(network), -1)
    state = _State(network, Equilibrium(network, load, free, tolerance))
    limits = np.append(thresholds, np.full((len(network), 1), np.inf), axis=1)
    amplitudes: list[float] = []
    forces: list[float] = []
    spent = peak = 0.0
    first_stiffness = 0.0
    while True:
        unit_force, demand = state.settle(left[each, damage])
        if not amplitudes:
            first_stiffness = unit_force
        turn = np.divide(limits[each, damage], demand, out=np.full(len(network), np.inf),
                         where=demand > 0)  # fmt: skip
        amplitude = float(turn.min())
        if not amplitudes:
            _require_resistance(unit_force, amplitude, largest)
        parted = unit_force <= _PARTED * first_stiffness
        if parted or amplitude > largest:
            break
        amplitudes.append(amplitude)
        forces.append(amplitude * unit_force)
        peak = max(peak, forces[-1])
        if parted := forces[-1] <= until * peak:
            break
        due = turn <= (1 + together) * amplitude
        reached = thresholds[due] <= (1 + together) * amplitude * demand[due, None]
        after = np.maximum(reached.sum(axis=1), damage[due] + 1)
        spent += amplitude**2 * state.spent(due, left[due, damage[due]] - left[due, after])
        damage[due] = after
        broken_at[due & (damage == TEETH)] = len(amplitudes) - 1
        if tell is not None:
            tell("breaking bonds", float((damage == TEETH).mean()))
    return Breaking(
        np.array(amplitudes), np.array(forces), first_stiffness, damage, broken_at, spent,
        state.solves, state.balance.iterations, parted,
    )  # fmt: skip


def _require_resistance(force: float, amplitude: float, largest: float) -> None:
    """Raise `UnavailableError` where a network has no strength, or nothing can break in it."""
    if force <= 0:
        raise UnavailableError("no strength: the bonds form no path that carries the load")
    if not np.isfinite(amplitude):
        raise UnavailableError("no strength: no bond is pulled or sheared, so none breaks")
    if amplitude > largest:
        raise UnavailableError(
            f"no strength: nothing breaks at a load of {largest:g}, beyond which the test says "
            "nothing"
        )


class _State:
    """Openings of the bonds, which of them are pushed together, and the last solution."""

    def __init__(self, network: BondNetwork, balance: Equilibrium) -> None:
        self.network, self.balance = network, balance
        self.openings = balance.openings()
        self.solves = 0

    def settle(self, left: Floats) -> tuple[float, Floats]:
        """Balance the network with the shares `left` (m,) of stiffness under a unit load.

        Newton's method on an energy that is convex and, bond by bond, quadratic on either side
        of closure: each step goes to the lowest energy on the way to the solution for the
        present set of closed bonds.

        Returns the conjugate force over the volume, and the demand (m,): effective opening of
        each bond over that at its strength.
        """
        network, balance = self.network, self.balance
        for _ in range(_ROUNDS):
            stiffness = self._stiffness(left, self.openings)
            before = balance.state.copy()
            balance.solve(stiffness.ravel())
            self.solves += 1
            openings = balance.openings()
            changed = self._stiffness(left, openings)
            wrong = float(np.abs((changed - stiffness) * openings).sum())
            if wrong <= _FLIPPED * float(np.abs(stiffness * openings).sum()):
                self.openings = openings
                break
            share = self._lowest(left, openings - self.openings)
            balance.state = before + share * (balance.state - before)
            self.openings = balance.openings()
        else:
            raise ConvergenceError("closed contacts", wrong, _FLIPPED, _ROUNDS)
        force = float((stiffness.ravel() * openings.ravel()) @ self.balance.load) / network.volume
        pulled = np.maximum(openings[:, 0], 0.0) * network.normal_stiffness / network.strength
        slipped = np.hypot(openings[:, 1], openings[:, 2])
        sheared = slipped * network.tangential_stiffness / network.shear_strength
        return force, np.hypot(pulled, sheared)

    def _stiffness(self, left: Floats, openings: Floats) -> Floats:
        """Stiffness (m, 3) of the bonds, N/m, by whether each is closed."""
        network = self.network
        pulled = left * network.normal_stiffness
        sheared = left * network.tangential_stiffness
        pushed = np.where(openings[:, 0] < 0, network.closed_stiffness, pulled)
        return np.stack([pushed, sheared, sheared], axis=1)

    def _lowest(self, left: Floats, way: Floats) -> float:
        """Share of the way (m, 3) of the openings at which the energy is lowest."""
        low, high = 0.0, 1.0
        for _ in range(_BISECTIONS):
            middle = (low + high) / 2
            openings = self.openings + middle * way
            slope = float(np.vdot(self._stiffness(left, openings) * openings, way))
            low, high = (middle, high) if slope < 0 else (low, middle)
        return high

    def spent(self, due: NDArray[np.bool_], lost: Floats) -> float:
        """Energy (J) that bonds spend as they lose shares of stiffness, under a unit load."""
        network, openings = self.network, self.openings[due]
        pulled = network.normal_stiffness[due] * np.maximum(openings[:, 0], 0.0) ** 2
        sheared = network.tangential_stiffness[due] * (openings[:, 1:] ** 2).sum(axis=1)
        return float((lost * (pulled + sheared)).sum() / 2)
