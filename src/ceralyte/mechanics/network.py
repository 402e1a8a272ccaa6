"""Particles joined by bonds: geometry, stiffness and strength of each bond, and its kinematics."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

from ceralyte.core.errors import InputError

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class BondNetwork:
    """Rigid particles in a box, each with three displacements and three rotations.

    A bond acts at its `contact`, where the two particles meet, with a normal and a tangential
    spring and no moment (the contact bond of Potyondy and Cundall 2004).

    Attributes
    ----------
    particles : int
    box : ndarray (3,), m
    periodic : tuple of 3 bool
        Along other axes the faces are free.
    pairs : ndarray (m, 2) int64
        The two particles of each bond.
    branches : ndarray (m, 3), m
        From the centre of the first to that of the second.
    levers : ndarray (m,)
        Where on the branch the contact lies: 0 at the first centre, 1 at the second.
    contacts : ndarray (m, 3), m
        Places of the contacts, for pictures and for bending.
    normal_stiffness, tangential_stiffness : ndarray (m,), N/m
        Of the whole bond, pulled or sheared.
    closed_stiffness : ndarray (m,), N/m
        Along the normal when pushed together, broken or not.
    strength, shear_strength : ndarray (m,), N
        Largest tensile and tangential force.
    fracture_energy : ndarray (m,), J
        Spent until the bond is broken by tension; what the springs store at the strength if that
        is more.
    """

    particles: int
    box: Floats
    periodic: tuple[bool, bool, bool]
    pairs: NDArray[np.int64]
    branches: Floats
    levers: Floats
    contacts: Floats
    normal_stiffness: Floats
    tangential_stiffness: Floats
    closed_stiffness: Floats
    strength: Floats
    shear_strength: Floats
    fracture_energy: Floats
    directions: Floats = field(init=False)

    def __post_init__(self) -> None:
        """Check the bonds; work out the directions (m, 3, 3): normal, two tangents, as rows."""
        for name in ("normal_stiffness", "tangential_stiffness", "strength", "shear_strength"):
            least = float(np.min(getattr(self, name), initial=np.inf))
            if not least > 0:
                raise InputError(f"bonds.{name}", f"got {least:g}", "above 0 for every bond")
        for name in ("closed_stiffness", "fracture_energy"):
            least = float(np.min(getattr(self, name), initial=np.inf))
            if not least >= 0:
                raise InputError(f"bonds.{name}", f"got {least:g}", "0 or more for every bond")
        object.__setattr__(self, "directions", _directions(self.branches))

    def __len__(self) -> int:
        return len(self.pairs)

    @property
    def volume(self) -> float:
        """Of the box, m3."""
        return float(np.prod(self.box))

    def compatibility(self) -> csr_array:
        """Return the matrix (3 m, 6 n) from motions of the particles to openings of the bonds.

        Columns of particle k: 6k to 6k + 2 its displacement, m, 6k + 3 to 6k + 5 its rotation.
        Rows of bond b: 3b the opening along its normal, 3b + 1 and 3b + 2 its slips, m.
        """
        m = len(self)
        first, second = self.pairs.T
        q = self.directions
        arm_first = self.levers[:, None] * self.branches
        arm_second = arm_first - self.branches
        blocks = np.zeros((m, 3, 2, 6))
        blocks[:, :, 0, :3], blocks[:, :, 1, :3] = -q, q
        blocks[:, :, 0, 3:] = -np.cross(arm_first[:, None, :], q)
        blocks[:, :, 1, 3:] = np.cross(arm_second[:, None, :], q)
        columns = 6 * np.stack([first, second], axis=1)[:, None, :, None] + np.arange(6)
        rows = np.arange(3 * m).reshape(m, 3)[:, :, None, None]
        rows, columns = (np.broadcast_to(x, blocks.shape).ravel() for x in (rows, columns))
        values = blocks.ravel()
        kept = values != 0
        size = (3 * m, 6 * self.particles)
        return csr_array(coo_array((values[kept], (rows[kept], columns[kept])), shape=size))

    def stretched(self, axis: int) -> Floats:
        """Return the openings (3 m,) of all bonds, m, under a unit strain along `axis`."""
        return (self.directions[:, :, axis] * self.branches[:, None, axis]).ravel()

    def bent(self, axis: int) -> Floats:
        """Return the openings (3 m,), m, under a unit curvature along `axis`, tension at the top.

        The plane at half the height keeps its length, until a mean strain that is free lets
        another do so.
        """
        along = self.branches[:, axis]
        moved = np.zeros((len(self), 3))
        moved[:, axis] = along * (self.contacts[:, 2] - self.box[2] / 2)
        moved[:, 2] = along**2 * (0.5 - self.levers)
        return np.asarray(np.einsum("mqk,mk->mq", self.directions, moved).ravel())


def _directions(branches: Floats) -> Floats:
    """Unit vectors (m, 3, 3): along each branch, and two across it."""
    normal = branches / np.linalg.norm(branches, axis=1, keepdims=True)
    helper = np.eye(3)[np.argmin(np.abs(normal), axis=1)]
    tangent = np.cross(normal, helper)
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True)
    return np.stack([normal, tangent, np.cross(normal, tangent)], axis=1)
