"""Steady conduction through a network of links, along one axis of its grid."""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from ceralyte.model.structure import PHASE_NAMES
from ceralyte.numerics.krylov import Progress, conjugate_gradients
from ceralyte.numerics.network_coarsening import coloured, permuted
from ceralyte.numerics.network_multigrid import NetworkMultigrid
from ceralyte.numerics.networks import Floats, Ints, apply, network_of
from ceralyte.numerics.threads import threads_for
from ceralyte.transport.links import INSIDE, Links
from ceralyte.transport.steady import Steady, balanced


@dataclass(frozen=True)
class NetworkSteady(Steady):
    """Solution on a network of links.

    Attributes
    ----------
    links : Links
    axis : int
    potential : ndarray (n,)
        Of each node above the potential that falls evenly.
    conducts : ndarray (n,) bool
        The nodes on through paths.
    link_current : ndarray (m,)
        From the lower to the upper node of each link.
    electrode_current : ndarray (k,)
        Through each contact with an electrode, along the axis.
    """

    links: Links
    axis: int
    potential: Floats
    conducts: NDArray[np.bool_]
    link_current: Floats
    electrode_current: Floats

    def fields(self) -> tuple[Floats, Floats]:
        """Return potential and currents, see `Steady`; of several nodes in a cell the mean."""
        links, shape = self.links, self.shape
        cell = np.ravel_multi_index(tuple(links.cell.T), shape)
        size = int(np.prod(shape))
        even = shape[self.axis] - 0.5 - links.cell[:, self.axis]
        where = cell[self.conducts]
        count = np.bincount(where, minlength=size)
        total = np.bincount(where, (even + self.potential)[self.conducts], size)
        potential = total / np.where(count > 0, count, np.nan)
        currents = np.zeros((3, size))
        for axis in range(3):
            along = links.axis == axis
            flow = 0.5 * self.link_current[along]
            for end in links.ends[along].T:
                currents[axis] += np.bincount(cell[end], flow, size)
        at_ends = np.bincount(cell[links.electrode_nodes], 0.5 * self.electrode_current, size)
        currents[self.axis] += at_ends
        return potential.reshape(shape), currents.reshape(3, *shape)


class NetworkProblem:
    """The operator of one network, for a current along one axis.

    Parameters
    ----------
    links : Links
    axis : int
        Of the current.
    periodic : bool
        Whether the network wraps around along `axis`.
    """

    def __init__(self, links: Links, axis: int, periodic: bool) -> None:
        self._links, self._axis, self._periodic = links, axis, periodic
        self.conducts: NDArray[np.bool_] = _on_through_paths(links, axis, periodic)
        self.percolates = bool(self.conducts.any())
        if not self.percolates:
            return
        number = np.where(self.conducts, np.cumsum(self.conducts) - 1, -1).astype(np.int32)
        inside = self.conducts[links.ends[:, 0]]
        ground = np.zeros(int(self.conducts.sum()), np.float32)
        wired = self.conducts[links.electrode_nodes]
        np.add.at(ground, number[links.electrode_nodes[wired]], links.electrode_conductance[wired])
        network = network_of(number[links.ends[inside]], links.conductance[inside], ground)
        order, colours = coloured(network)
        self._multigrid = NetworkMultigrid(permuted(network, order), colours)
        self._nodes = np.flatnonzero(self.conducts)[order]

    def solve(self, tolerance: float, max_iterations: int) -> NetworkSteady:
        """Solve for a mean gradient of one potential unit per plane of cells.

        Stops when every plane's flux is within `tolerance` of the mean, and the energy of the
        error is estimated below `tolerance` times the dissipation.
        """
        network, nodes, axis = self._multigrid.network, self._nodes, self._axis
        source = _source(self._links, axis, self._periodic)[nodes]
        potential = np.zeros(len(self._links.cell))

        def fluxes_of(x: Floats) -> Floats:
            potential[nodes] = x[0]
            return self._fluxes(potential)

        finished = balanced(fluxes_of, self._links.shape[axis], tolerance)

        with threads_for(len(nodes)):
            solution = conjugate_gradients(
                lambda p, q: float(apply(*network[:4], p[0], q[0]).sum()),
                lambda r: self._multigrid(r[0])[None, :],
                source[None, :],
                finished,
                max_iterations,
            )
        potential[nodes] = solution.x[0]
        return self._result(potential, solution.progress, solution.converged)

    def _fluxes(self, potential: Floats) -> Floats:
        links, axis = self._links, self._axis
        fluxes: Floats = _plane_fluxes(
            links.ends, links.axis, links.conductance, links.cell[:, axis], self.conducts,
            potential, axis, links.shape[axis],
        )  # fmt: skip
        if self._periodic:
            return fluxes
        current, _ = self._at_electrodes(potential)
        outer = np.bincount(links.electrode_side, current, 2)
        return np.concatenate([outer[:1], fluxes[:-1], outer[1:]])

    def _at_electrodes(self, potential: Floats) -> tuple[Floats, Floats]:
        """Current through each contact with an electrode, along the axis, and its drop."""
        links = self._links
        nodes = links.electrode_nodes
        drop = 0.5 - np.where(links.electrode_side == 0, 1.0, -1.0) * potential[nodes]
        return np.where(self.conducts[nodes], links.electrode_conductance * drop, 0.0), drop

    def _result(self, potential: Floats, progress: Progress, converged: bool) -> NetworkSteady:
        links, axis = self._links, self._axis
        low, high = links.ends.T
        drop = potential[low] - potential[high] + (links.axis == axis)
        current = np.where(self.conducts[low], links.conductance * drop, 0.0)
        at_electrodes, last_drop = self._at_electrodes(potential)
        power = current * drop
        lost = 0.0 if links.interface_share is None else float(power @ links.interface_share)
        of_phases, contacts = np.zeros((2, len(PHASE_NAMES)))
        contacts[links.phase] = float(at_electrodes**2 @ links.electrode_contact)
        of_phases[links.phase] = float(power.sum() + at_electrodes @ last_drop) - lost
        return NetworkSteady(
            shape=links.shape,
            edges=links.edges,
            fluxes=self._fluxes(potential),
            axis_currents=np.bincount(links.axis, current, INSIDE + 1)[:3].astype(np.float64),
            power=of_phases,
            electrode_power=contacts,
            interface_power=lost,
            progress=progress,
            converged=converged,
            links=links,
            axis=axis,
            potential=potential,
            conducts=self.conducts,
            link_current=current,
            electrode_current=at_electrodes,
        )


def _source(links: Links, axis: int, periodic: bool) -> Floats:
    """Current that the even gradient leaves in every node, ndarray (n,)."""
    along = links.axis == axis
    low, high = links.ends[along].T
    n, g = len(links.cell), links.conductance[along]
    source = (np.bincount(high, g, n) - np.bincount(low, g, n)).astype(np.float64)
    if not periodic:
        sign = np.where(links.electrode_side == 0, 0.5, -0.5)
        source += np.bincount(links.electrode_nodes, sign * links.electrode_conductance, n)
    return source


@njit(cache=True)
def _plane_fluxes(  # type: ignore[no-untyped-def]
    ends, axes, conductance, plane, conducts, potential, axis, planes
):
    """Current from each plane of cells to the next one."""
    fluxes = np.zeros(planes)
    for e in range(len(ends)):
        low, high = ends[e]
        if axes[e] == axis and conducts[low]:
            fluxes[plane[low]] += conductance[e] * (1.0 + potential[low] - potential[high])
    return fluxes


def _on_through_paths(links: Links, axis: int, periodic: bool) -> NDArray[np.bool_]:
    """Nodes that current can reach, ndarray (n,) bool."""
    n = len(links.cell)
    last = links.cell[:, axis] == links.shape[axis] - 1
    clusters: tuple[Ints, NDArray[np.bool_]] = _clusters(
        n, links.ends, links.axis, last, axis if periodic else -1
    )
    root, winds = clusters
    if periodic:
        return winds[root]
    reached = np.zeros((2, n), np.bool_)
    for side in (0, 1):
        chosen = (links.electrode_side == side) & (links.electrode_conductance > 0)
        reached[side, root[links.electrode_nodes[chosen]]] = True
    through: NDArray[np.bool_] = reached[0] & reached[1]
    return through[root]


@njit(cache=True)
def _find(leader, rise, i):  # type: ignore[no-untyped-def]
    """Root of node i, and the boxes by which i stands above it; paths are halved on the way."""
    above = 0
    while leader[i] != i:
        up = leader[i]
        rise[i] += rise[up]
        leader[i] = leader[up]
        above += rise[i]
        i = leader[i]
    return i, above


@njit(cache=True)
def _clusters(n, ends, axes, last, wrapped):  # type: ignore[no-untyped-def]
    """Root of every node's cluster, and whether it winds around the box along `wrapped`.

    A cluster winds if some loop leads back to its node in another box: the number of boxes by
    which every node stands above its root is then not unique.
    """
    leader, rise = np.arange(n).astype(np.int32), np.zeros(n, np.int32)
    winds = np.zeros(n, np.bool_)
    for e in range(len(ends)):
        low, high = ends[e]
        step = 1 if axes[e] == wrapped and last[low] else 0
        a, above_a = _find(leader, rise, low)
        b, above_b = _find(leader, rise, high)
        if a == b:
            if above_b != above_a + step:
                winds[a] = True
        else:
            leader[b] = a
            rise[b] = above_a + step - above_b
            winds[a] |= winds[b]
    root = np.empty(n, np.int32)
    for i in range(n):
        root[i], _ = _find(leader, rise, i)
    return root, winds
