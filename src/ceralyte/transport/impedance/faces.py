"""From a labelled image to classes of voxel faces, and their admittances at a frequency."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ceralyte.model.impedance import Admittance
from ceralyte.model.structure import CERAMIC
from ceralyte.numerics.classed import ClassedGrid, Classes, Complexes
from ceralyte.transport.impedance.inputs import ByAxis
from ceralyte.transport.interfaces import WEIGHTS, Grains, Labels, resisting_faces

_GRAIN_BOUNDARY = np.zeros((256, 256), np.bool_)
_GRAIN_BOUNDARY[CERAMIC, CERAMIC] = True


class Faces:
    """Classes of the faces of an image between two electrodes, current along axis 0.

    Classes are: pairs of phases (first and few, so that faces may be bits), grain boundaries by the
    true area behind a face, electrodes by the phase they touch; where phases conduct by direction,
    each of the first two for each axis. The conductance of a face is that of two half voxels in
    series, with grain boundary or electrode between them.

    Parameters
    ----------
    phase, grain : ndarray (n0, n1, n2)
    periodic : tuple of 2 bool
        Of the lateral axes 1 and 2.
    voxel_size : float
        m.
    boundaries : bool
        Whether faces between two grains of ceramic are classes of their own.
    directional : bool
        Whether phases conduct differently along the axes.

    Attributes
    ----------
    grid : ClassedGrid
    count : int
        Of classes.
    """

    def __init__(
        self,
        phase: Labels,
        grain: Grains,
        periodic: tuple[bool, bool],
        voxel_size: float,
        *,
        boundaries: bool,
        directional: bool,
    ) -> None:
        self._voxel_size = voxel_size
        self._axes = 3 if directional else 1
        self._phases = phases = np.unique(phase)
        n = len(phases)
        number = np.zeros(int(phases.max()) + 1, np.uint16)
        number[phases] = np.arange(n)
        own = number[phase]
        # Classes: 0, by axis the pairs in the order of `_pairs`, electrodes, by axis boundaries.
        pairs = len(_pairs(n)[0])
        self._ends = 1 + self._axes * pairs
        self._tilted = self._ends + n
        number_of = np.zeros((n, n), np.uint16)
        number_of[_pairs(n)] = number_of.T[_pairs(n)] = 1 + np.arange(pairs)
        faces: list[Classes] = [
            number_of[own, np.roll(own, -1, axis=axis)]
            + np.uint16(pairs * axis if directional else 0)
            for axis in range(3)
        ]
        wraps = (False, *periodic)
        for axis in range(3):
            if phase.shape[axis] == 1 or not wraps[axis]:
                np.moveaxis(faces[axis], axis, 0)[-1] = 0
        if boundaries:
            self._mark_boundaries(faces, phase, grain, wraps)
        ends = np.zeros((3, *phase.shape[1:]), np.uint16)
        ends[0], ends[1] = self._ends + own[0], self._ends + own[-1]
        self.grid = ClassedGrid(faces[0], faces[1], faces[2], ends)
        self.count = self._tilted + (self._axes * len(WEIGHTS) if boundaries else 0)

    def table(
        self,
        s: complex,
        phases: Sequence[ByAxis],
        grain_boundary: Admittance | None,
        electrode: Admittance | None,
    ) -> Complexes:
        """Return the admittance of each class over the voxel size at ``s = i w``, S/m.

        Parameters
        ----------
        s : complex
            1/s.
        phases : sequence of (Admittance, Admittance, Admittance)
            By phase number, along the axes of `phase`, per length.
        grain_boundary, electrode : Admittance or None
            Per area; None: no resistance.
        """
        axes = range(self._axes)
        y = np.array([[phases[p][axis].at(s) for p in self._phases] for axis in axes], complex)
        table = np.zeros(self.count, complex)
        n = len(self._phases)
        one, other = _pairs(n)
        table[1 : self._ends] = _in_series(2 * y[:, one], 2 * y[:, other]).ravel()
        at_end = 2 * y[0]
        if electrode is not None:
            at_end = _in_series(at_end, np.full(n, electrode.at(s) * self._voxel_size))
        table[self._ends : self._tilted] = at_end
        if grain_boundary is not None and self.count > self._tilted:
            area = grain_boundary.at(s) * self._voxel_size * WEIGHTS
            bulk = np.array([[phases[CERAMIC][axis].at(s)] for axis in axes], complex)
            table[self._tilted :] = _in_series(bulk, area).ravel()
        return table

    def _mark_boundaries(
        self,
        faces: list[Classes],
        phase: Labels,
        grain: Grains,
        periodic: tuple[bool, bool, bool],
    ) -> None:
        found = resisting_faces(phase, grain, periodic, _GRAIN_BOUNDARY)
        for axis, (classes, (here, level)) in enumerate(zip(faces, found, strict=True)):
            first = self._tilted + (len(WEIGHTS) * axis if self._axes > 1 else 0)
            classes.ravel()[here] = first + level


def _pairs(n: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Phases on both sides of a face, without regard to order: n (n + 1) / 2 pairs."""
    return np.triu_indices(n)


def _in_series(a: Complexes, b: Complexes) -> Complexes:
    """``a b / (a + b)``, 0 where one of them is 0."""
    a, b = np.broadcast_arrays(a.astype(complex), b.astype(complex))
    conducts = (a != 0) & (b != 0)
    return np.divide(a * b, a + b, out=np.zeros(a.shape, complex), where=conducts)
