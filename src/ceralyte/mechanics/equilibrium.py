"""Balance of forces in a bond network, by conjugate gradients that start from the last state."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import bsr_array, csr_array, diags_array

from ceralyte.core.errors import ConvergenceError
from ceralyte.mechanics.network import BondNetwork

Floats = NDArray[np.float64]

_TINY = 1e-12
_PATIENCE = 10


class Equilibrium:
    """A network under one load, with mean strains that are free to relax.

    Unknowns are the motions of the particles and the amplitudes of the `free` modes. Openings of
    the bonds are ``B x + load``; forces are stiffness times opening; balance is ``B' f = 0``.

    Parameters
    ----------
    network : BondNetwork
    load : ndarray (3 m,), m
        Openings of the bonds under a unit of the load, from `stretched` or `bent`.
    free : list of ndarray (3 m,)
        Modes without conjugate stress, such as the strains across a tensile test.
    tolerance : float
        Force left over the force of the load [-].
    """

    def __init__(
        self, network: BondNetwork, load: Floats, free: list[Floats], tolerance: float
    ) -> None:
        particles = network.compatibility()
        self.load, self.tolerance = load, tolerance
        self._motions = 6 * network.particles
        self._to_bonds: csr_array = particles
        self._to_particles: csr_array = particles.T.tocsr()
        self._modes = np.array(free).reshape(len(free), len(load))
        self._inverse: bsr_array | None = None
        self._mode_inverse = np.zeros(len(free))
        self._steps_when_new: int | None = None
        self.state = np.zeros(self._motions + len(free))
        self.iterations = 0

    def openings(self) -> Floats:
        """Return the openings (m, 3) of all bonds under a unit of the load, m."""
        return (self.load + self._spread(self.state)).reshape(-1, 3)

    def _precondition(self, stiffness: Floats) -> None:
        """Invert the blocks of the particles for the stiffness (3 m,), N/m."""
        matrix = (self._to_particles @ diags_array(stiffness) @ self._to_bonds).tobsr((6, 6))
        n = self._motions // 6
        blocks = np.zeros((n, 6, 6))
        rows = np.repeat(np.arange(n), np.diff(matrix.indptr))
        own = rows == matrix.indices
        blocks[rows[own]] = matrix.data[own]
        # Particles without bonds, and motions that no bond resists, get a harmless number.
        scale = np.einsum("nii->ni", blocks)
        largest = scale.max(axis=0)
        largest = np.where(largest > 0, largest, 1.0)
        size = np.sqrt(np.where(scale > _TINY * largest, scale, largest))
        scaled = blocks / size[:, :, None] / size[:, None, :] + _TINY**0.5 * np.eye(6)
        inverse = np.linalg.inv(scaled) / size[:, :, None] / size[:, None, :]
        self._inverse = bsr_array(
            (inverse, np.arange(n), np.arange(n + 1)), shape=(self._motions, self._motions)
        )
        self._steps_when_new = None
        weight = (self._modes**2) @ stiffness
        self._mode_inverse = np.divide(1.0, weight, out=np.zeros(len(weight)), where=weight > 0)

    def solve(self, stiffness: Floats) -> None:
        """Balance the forces for the stiffness (3 m,), N/m, from the present state on.

        Raises
        ------
        ConvergenceError
        """
        if self._inverse is None:
            self._precondition(stiffness)
        driving = self._gather(stiffness * self.load)
        goal = self.tolerance * float(np.linalg.norm(self._scaled(driving)))
        residual = -driving - self._product(stiffness, self.state)
        direction, before = np.zeros_like(residual), 1.0
        limit = 200 + 50 * int(np.sqrt(len(self.state)))
        for step_number in range(limit):
            scaled = self._preconditioned(residual)
            now = float(residual @ scaled)
            if np.sqrt(max(now, 0.0)) <= goal:
                self._judge(step_number)
                return
            direction = scaled + now / before * direction
            product = self._product(stiffness, direction)
            step = now / float(direction @ product)
            self.state += step * direction
            residual -= step * product
            before = now
            self.iterations += 1
        raise ConvergenceError("bond network", np.sqrt(now), goal, limit)

    def _judge(self, steps: int) -> None:
        """Drop the preconditioner once it needs twice the steps that it needed when new."""
        if self._steps_when_new is None:
            self._steps_when_new = steps
        elif steps > 2 * self._steps_when_new + _PATIENCE:
            self._inverse = None

    def _scaled(self, force: Floats) -> Floats:
        return np.sqrt(np.abs(force * self._preconditioned(force)))

    def _spread(self, state: Floats) -> Floats:
        return self._to_bonds @ state[: self._motions] + state[self._motions :] @ self._modes

    def _gather(self, force: Floats) -> Floats:
        return np.concatenate([self._to_particles @ force, self._modes @ force])

    def _product(self, stiffness: Floats, state: Floats) -> Floats:
        return self._gather(stiffness * self._spread(state))

    def _preconditioned(self, force: Floats) -> Floats:
        assert self._inverse is not None
        return np.concatenate(
            [self._inverse @ force[: self._motions], self._mode_inverse * force[self._motions :]]
        )
