"""What a solve of steady conduction gives, whatever it was solved on."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ceralyte.numerics.krylov import Progress
from ceralyte.numerics.networks import Floats


@dataclass(frozen=True)
class Steady(ABC):
    """Solution for a mean gradient of one potential unit per plane of cells, falling.

    Currents are relative to reference conductivity x reference length x potential unit.

    Attributes
    ----------
    shape : tuple of 3 int
        Cells along x, y, z.
    edges : ndarray (3,)
        Of a cell, over the reference length.
    fluxes : ndarray (planes,)
        Current through every plane of faces across the axis; between electrodes the two outer
        planes come first and last.
    axis_currents : ndarray (3,)
        Sum of the currents through all inner faces across x, y and z.
    power : ndarray (phases,)
        Dissipated in each phase, and in the contacts of electrodes with it.
    electrode_power : ndarray (phases,)
        The part of `power` that the resistance of the contacts with electrodes takes.
    interface_power : float
        Dissipated at interfaces between grains or phases.
    progress : Progress
    converged : bool
    """

    shape: tuple[int, int, int]
    edges: Floats
    fluxes: Floats
    axis_currents: Floats
    power: Floats
    electrode_power: Floats
    interface_power: float
    progress: Progress
    converged: bool

    @property
    def imbalance(self) -> float:
        """Largest relative deviation of any plane's flux from the mean flux."""
        return imbalance(self.fluxes)

    @abstractmethod
    def fields(self) -> tuple[Floats, Floats]:
        """Return potential (nx, ny, nz) and mean current through each cell (3, nx, ny, nz).

        The potential falls from `planes` to 0 along the axis; NaN where nothing conducts.
        """


def imbalance(fluxes: Floats) -> float:
    """Return the largest relative deviation from the mean."""
    mean = fluxes.mean()
    return float(np.abs(fluxes - mean).max() / abs(mean))


def balanced(
    fluxes_of: Callable[[Any], Floats], planes: int, tolerance: float
) -> Callable[[Any, Progress], bool]:
    """Return the rule by which every solve of steady conduction ends.

    Every plane's flux is within `tolerance` of the mean, and the energy of the error is estimated
    below `tolerance` times the dissipation. Fluxes are only asked for once the energy may allow it.

    Parameters
    ----------
    fluxes_of : callable
        Takes the solution, gives the flux through every plane.
    planes : int
        Of cells along the axis: the potential falls by one unit in each.
    tolerance : float
    """
    scale = np.inf

    def finished(x: Any, progress: Progress) -> bool:
        nonlocal scale
        if progress.energy_gap > tolerance * scale:
            return False
        fluxes = fluxes_of(x)
        scale = abs(float(fluxes.mean())) * planes
        return progress.energy_gap <= tolerance * scale and imbalance(fluxes) <= tolerance

    return finished
