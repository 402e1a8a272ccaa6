"""`Web`: a support by itself, before particles are packed into it."""

from dataclasses import dataclass

from ceralyte.model import Capsules


@dataclass(frozen=True)
class Web:
    """A support as capsules between z = 0 and its thickness, periodic in the plane.

    Attributes
    ----------
    capsules : Capsules
    side : float, m
        Period along x and y.
    thickness : float, m
    porosity : float
        Counted: free space between z = 0 and `thickness` [-].
    fibre_diameter : float, m
        As adjusted to the porosity.
    """

    capsules: Capsules
    side: float
    thickness: float
    porosity: float
    fibre_diameter: float
