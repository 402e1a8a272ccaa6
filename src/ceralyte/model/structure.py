"""A labelled voxel image, made from particles or read from a microscope."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ceralyte.model.packing import PressedPacking, same_fields

PORE, CERAMIC, BINDER, SUPPORT, SUBSTRATE = 0, 1, 2, 3, 4
PHASE_NAMES = {
    PORE: "pore",
    CERAMIC: "ceramic",
    BINDER: "binder",
    SUPPORT: "support",
    SUBSTRATE: "substrate",
}
"""The substrate is the electrode that a membrane was deposited on: below it, not part of it."""


@dataclass(frozen=True, eq=False)
class GrainContacts:
    """Where grains meet, and over what area.

    Attributes
    ----------
    pairs : ndarray (m, 2) int32
        Numbers as in `Structure.grain`, the lower first. In a small periodic image a pair can
        meet more than once, through different sides, and a grain can meet its own image: a row
        for each time.
    areas : ndarray (m,), m2
    normals : ndarray (m, 3), optional
        Unit vectors across each contact, from the first to the second grain.
    """

    pairs: NDArray[np.int32]
    areas: NDArray[np.float64]
    normals: NDArray[np.float64] | None = None

    def __len__(self) -> int:
        return len(self.areas)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, GrainContacts) and same_fields(self, other)

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True, eq=False)
class Structure:
    """What sits where in a membrane.

    Attributes
    ----------
    phase : ndarray (nx, ny, nz) uint8
        0 pore, 1 ceramic, 2 binder, 3 support, 4 substrate (the electrode below).
    grain : ndarray (nx, ny, nz) int32
        0 where there is no grain, k + 1 in the grain of particle k.
    voxel_size : float, m
        Edge of the cubic voxel.
    periodic : tuple of 3 bool
        Axes along which the image continues on its other side.
    particles : PressedPacking or None
        The particles that the image was made from, for solvers that know their geometry.
    contacts : GrainContacts or None
        The contacts of its grains where they are known better than voxels show them.
    """

    phase: NDArray[np.uint8]
    grain: NDArray[np.int32]
    voxel_size: float
    periodic: tuple[bool, bool, bool]
    particles: PressedPacking | None = None
    contacts: GrainContacts | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Structure) and same_fields(self, other)

    __hash__ = None  # type: ignore[assignment]

    @property
    def shape(self) -> tuple[int, int, int]:
        """Voxels along x, y, z."""
        nx, ny, nz = self.phase.shape
        return nx, ny, nz

    @cached_property
    def volume_fractions(self) -> dict[str, float]:
        """Share of the volume of each phase, by name [-]; the shares add to 1."""
        planes = (np.bincount(plane.ravel(), minlength=len(PHASE_NAMES)) for plane in self.phase)
        counts = np.sum(list(planes), axis=0)
        return {name: float(counts[k] / self.phase.size) for k, name in PHASE_NAMES.items()}
