"""What happened on the way from the loose to the pressed packing."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ceralyte.model.packing import PressedPacking, same_fields

PressMethod = Literal["uniaxial", "isostatic", "roll"]


@dataclass(frozen=True, eq=False)
class PressingPath:
    """States of a packing while it is pressed, the first of them before pressing.

    Stresses are in units of the yield stress of the grains, on which the path itself does not
    depend: times the yield stress they are in Pa. Around a support, what grains share with fibres
    counts neither as a contact nor as its area, and stresses are the share that grains carry. All
    stresses are over the whole cross-section of the box.

    Attributes
    ----------
    method : "uniaxial", "isostatic" or "roll"
    relative_density : ndarray (k,)
        Ceramic volume over box volume, around a support over the space beside it [-], rising.
    thickness : ndarray (k,), m
        Height of the box.
    stresses : ndarray (k, 3)
        Normal stresses along x, y and z over the yield stress, pressure positive [-].
    contact_number : ndarray (k,)
        Mean number of neighbours, and walls, that a grain meets; before pressing, in points [-].
    contact_area : ndarray (k,), m2
        Mean area over which a grain meets others, all its contacts with grains together.
    contact_area_fraction : ndarray (k,)
        Share of the grains' surface, with what lies on fibres, that is contact with grains and
        walls [-].
    imbalance : ndarray (k,)
        Sum of the forces that are left on grains over the sum of the contact forces [-]; the
        first state is as packed, not balanced by plastic contacts.
    support_stresses : ndarray (k, 3), optional
        Normal stresses over the yield stress that grains exert within the fibres by pressing on
        them, an estimate: what fibres exert on each other is not in it. None without a support.
    """

    method: PressMethod
    relative_density: NDArray[np.float64]
    thickness: NDArray[np.float64]
    stresses: NDArray[np.float64]
    contact_number: NDArray[np.float64]
    contact_area: NDArray[np.float64]
    contact_area_fraction: NDArray[np.float64]
    imbalance: NDArray[np.float64]
    support_stresses: NDArray[np.float64] | None = None

    def __len__(self) -> int:
        return len(self.relative_density)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PressingPath) and same_fields(self, other)

    __hash__ = None  # type: ignore[assignment]

    @property
    def load(self) -> NDArray[np.float64]:
        """Pressure on the grains over the yield stress (k,): along z, or the mean if isostatic.

        Without a support that of the press; around one fibres carry the rest.
        """
        return self.stresses.mean(axis=1) if self.method == "isostatic" else self.stresses[:, 2]


@dataclass(frozen=True)
class Pressing:
    """A pressed packing and the path to it."""

    pressed: PressedPacking
    path: PressingPath
