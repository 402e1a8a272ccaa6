"""`CurrentSlice`: where the current goes, as far as a picture needs it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ceralyte.model.packing import same_fields


@dataclass(frozen=True, eq=False)
class CurrentSlice:
    """Current density in the plane y = middle of a structure.

    Attributes
    ----------
    modulus : ndarray (nx, nz) float32
        Over the mean current density through the structure [-]; 0 where nothing conducts.
    hot_spots : float
        What 1 % of the conducting volume of the whole structure exceeds [-].
    """

    modulus: NDArray[np.float32]
    hot_spots: float

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CurrentSlice) and same_fields(self, other)

    __hash__ = None  # type: ignore[assignment]
