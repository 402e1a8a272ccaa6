"""Conduction over particle contacts: the fast second opinion beside the voxel solve."""

from math import isfinite

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, diags_array
from scipy.sparse.linalg import cg

from ceralyte.core.errors import ConvergenceError, InputError
from ceralyte.core.memory import require_memory
from ceralyte.core.quantities import Outcome, Quantity, Unavailable
from ceralyte.model.packing import PressedPacking
from ceralyte.model.structure import GrainContacts
from ceralyte.numerics.through_paths import winding_nodes
from ceralyte.transport.inputs import Axis, axis_number, check_resistance
from ceralyte.transport.wall_network import conductance_between_walls

Floats = NDArray[np.float64]

_TOLERANCE = 1e-10
_BYTES_PER_CONTACT = 300  # measured with 6,700: 220
_VALIDITY = (
    "each contact is a constriction between two half-spaces, and the grain adds no resistance "
    "beyond it; binder does not conduct. On a simple cubic array 7 to 9 % high for contact radii "
    "of 0.1 to 0.4 of the particle's and 1 % at 0.6; with many wide contacts per grain it "
    "overestimates more"
)


def contact_network_conductivity(
    pressed: PressedPacking,
    bulk_conductivity: float,
    *,
    interface_resistance: float = 0.0,
    axis: Axis = "z",
) -> Outcome:
    """Estimate the conductivity of a pressed packing by a resistor network over its contacts.

    A contact of area A has the resistance ``1 / (2 sigma a) + interface_resistance / A`` with
    ``a = sqrt(A / pi)``: Maxwell's constriction and the interface in series. The network is
    solved for a unit mean gradient in the periodic box; between walls for the potentials of two
    electrodes, which grains touch where the walls cut them.

    Parameters
    ----------
    pressed : PressedPacking
    bulk_conductivity : float
        Of the grain, S/m.
    interface_resistance : float
        Of the contact, ohm m2.
    axis : {"x", "y", "z"}

    Returns
    -------
    Quantity (S/m), an estimate, or Unavailable
        Unavailable where the contacts form no endless path along `axis`, or join no walls.

    Raises
    ------
    InputError
        Conductivity not positive, resistance negative, or particles that are not pressed.
    ConvergenceError

    Source
    ------
    Constriction: R. Holm, Electric Contacts (1967); network: G. K. Batchelor and R. W. O'Brien,
    Proc. R. Soc. A 355, 313 (1977).
    """
    if not isinstance(pressed, PressedPacking):
        raise InputError(
            "pressed",
            f"got a {type(pressed).__name__}",
            "a PressedPacking, by ceralyte.pressing.press",
        )
    number = axis_number(axis)
    _check(bulk_conductivity, interface_resistance)
    require_memory(
        f"a network of {len(pressed.contacts)} contacts",
        _BYTES_PER_CONTACT * len(pressed.contacts),
        "fewer particles",
    )
    if not pressed.particles.periodic[number]:
        return _between_walls(pressed, bulk_conductivity, interface_resistance, number)
    step, cells = _steps(pressed, number)
    first, second = pressed.contacts.T
    carries = pressed.contact_areas > 0
    links = zip(first[carries].tolist(), second[carries].tolist(), cells[carries], strict=True)
    if not winding_nodes((i, j, int(rise)) for i, j, rise in links):
        return Unavailable(
            unit="S/m", reason=f"the contacts of the particles form no path along {axis}"
        )
    conductance = contact_conductances(
        pressed.contact_areas[carries], bulk_conductivity, interface_resistance
    )
    first, second, step = first[carries], second[carries], step[carries]
    current = _currents(first, second, step, conductance, len(pressed.particles))
    volume = float(np.prod(pressed.particles.box))
    return Quantity(
        value=float(current @ step) / volume,
        unit="S/m",
        method=f"resistor network over {len(step)} contacts",
        estimate=True,
        validity=_VALIDITY,
    )


def grain_network_conductivity(
    contacts: GrainContacts,
    electrode_areas: Floats,
    box: Floats,
    bulk_conductivity: float,
    *,
    geometric_resistances: Floats | float = 0.0,
    interface_resistance: float = 0.0,
    electrode_resistance: float = 0.0,
    axis: Axis = "z",
) -> Outcome:
    """Estimate the conductivity of labelled grains by a resistor network between two electrodes.

    As `contact_network_conductivity`, for the grains of an image. An electrode has one potential,
    so that on its contact of area A only the grain constricts the current:
    ``1 / (4 sigma a) + electrode_resistance / A``. A grain that leads from one electrode to the
    other resists by no less than its sections in series, ``geometric_resistance / sigma``: that
    stands in place of its two constrictions where they are less.

    Parameters
    ----------
    contacts : GrainContacts
        Areas of 0 do not conduct.
    electrode_areas : ndarray (2, n), m2
        Over which grains 1 to n meet the electrode at the low side of `axis`, and at the high one.
    box : ndarray (3,), m
        Sides of the image.
    bulk_conductivity : float
        Of the grain, S/m.
    geometric_resistances : ndarray (n,) or 0, 1/m
        Integral of 1 / section along `axis` of a grain that leads from electrode to electrode; 0
        for others.
    interface_resistance, electrode_resistance : float
        Of a contact between grains, and with an electrode, ohm m2.
    axis : {"x", "y", "z"}

    Returns
    -------
    Quantity (S/m), an estimate, or Unavailable
        Unavailable where the contacts join no two electrodes.

    Raises
    ------
    InputError
        Conductivity not positive, resistance negative.
    ConvergenceError

    Source
    ------
    Sections in series are a lower limit, since planes that conduct without limit only help:
    Lord Rayleigh, Phil. Trans. R. Soc. Lond. 161, 77 (1871).

    Examples
    --------
    >>> contacts = GrainContacts(np.array([[1, 2]]), np.array([1e-12]))  # two cubes of 1 um
    >>> faces = np.array([[1e-12, 0.0], [0.0, 1e-12]])
    >>> cubes = grain_network_conductivity(
    ...     contacts, faces, np.array([1e-6, 1e-6, 2e-6]), 0.25, interface_resistance=1e-3
    ... )
    >>> print(f"{cubes.value:.3g}")  # 2 um / (7.1e-6 + 1e-3) ohm m2; exact 8e-6 + 1e-3
    0.00199
    """
    number = axis_number(axis)
    _check(bulk_conductivity, interface_resistance)
    check_resistance("electrode_resistance", electrode_resistance)
    conductance = contact_conductances(contacts.areas, bulk_conductivity, interface_resistance)
    slowed = 2 * bulk_conductivity / _lengthened(electrode_areas, geometric_resistances)
    low, high = contact_conductances(electrode_areas, slowed, electrode_resistance)
    through = conductance_between_walls(contacts.pairs - 1, conductance, low, high)
    return _slab(through, int((conductance > 0).sum()), box, number)


def _lengthened(electrode_areas: Floats, geometric_resistances: Floats | float) -> Floats:
    """Resistance of each grain from electrode to electrode over its constrictions; 1 or more."""
    low, high = contact_conductances(electrode_areas, 2.0, 0.0)
    both = low * high / np.where(low > 0, low + high, 1.0)
    return np.asarray(np.maximum(1.0, geometric_resistances * both))


def contact_conductances(
    areas: Floats, bulk_conductivity: float | Floats, interface_resistance: float
) -> Floats:
    """Conductance (S) of contacts between two grains by their areas (m2); 0 where that is 0.

    The conductivity (S/m) may be one for each contact, or each column of them.
    """
    wide = np.where(areas > 0, areas, np.inf)
    resistance = 1 / (2 * bulk_conductivity * np.sqrt(wide / np.pi)) + interface_resistance / wide
    return np.divide(1.0, resistance, out=np.zeros_like(wide), where=areas > 0)


def _between_walls(
    pressed: PressedPacking, bulk: float, interface_resistance: float, axis: int
) -> Outcome:
    packing = pressed.particles
    box = packing.box
    height = np.abs(packing.centres[:, axis] - np.array([[0.0], [box[axis]]]))
    cut = np.pi * np.maximum(pressed.radii**2 - height**2, 0.0)
    conductance = contact_conductances(pressed.contact_areas, bulk, interface_resistance)
    low, high = contact_conductances(cut, 2 * bulk, 0.0)
    through = conductance_between_walls(pressed.contacts, conductance, low, high)
    return _slab(through, int((conductance > 0).sum()), box, axis)


def _slab(through: float | None, contacts: int, box: Floats, axis: int) -> Outcome:
    """Conductivity of a box from its conductance (S) between two electrodes."""
    if through is None:
        return Unavailable(unit="S/m", reason="the contacts of the grains join no two electrodes")
    return Quantity(
        value=through * float(box[axis] ** 2 / np.prod(box)),
        unit="S/m",
        method=f"resistor network over {contacts} contacts, between two electrodes",
        estimate=True,
        validity=_VALIDITY,
    )


def _steps(pressed: PressedPacking, axis: int) -> tuple[Floats, NDArray[np.int64]]:
    """Distance along `axis` from the first to the second particle of each contact, and cells.

    `cells` counts the boxes that the contact climbs.
    """
    length = float(pressed.particles.box[axis])
    along = pressed.particles.centres[:, axis]
    first, second = pressed.contacts.T
    step = pressed.branches[:, axis]
    cells = np.rint((step - along[second] + along[first]) / length).astype(np.int64)
    return step, cells


def _currents(
    first: NDArray[np.int64],
    second: NDArray[np.int64],
    step: Floats,
    conductance: Floats,
    particles: int,
) -> Floats:
    """Current from first to second particle through each contact, under unit gradient."""
    here = np.concatenate([first, second])
    there = np.concatenate([second, first])
    both = np.concatenate([conductance, conductance])
    diagonal = np.bincount(here, both, particles)
    diagonal[diagonal == 0] = conductance.max()
    off = coo_array((both, (here, there)), shape=(particles, particles))
    matrix = (diags_array(diagonal) - off).tocsr()
    driven = conductance * step
    source = np.bincount(second, driven, particles) - np.bincount(first, driven, particles)
    scale = float(np.linalg.norm(driven))
    potential, steps_over_limit = cg(
        matrix,
        source,
        rtol=0.0,
        atol=_TOLERANCE * scale,
        maxiter=10 * particles + 1000,
        M=diags_array(1 / diagonal),
    )
    if steps_over_limit:
        left = float(np.linalg.norm(source - matrix @ potential)) / scale
        raise ConvergenceError("contact network", left, _TOLERANCE, steps_over_limit)
    return driven + conductance * (potential[first] - potential[second])


def _check(bulk_conductivity: float, interface_resistance: float) -> None:
    if not (isfinite(bulk_conductivity) and bulk_conductivity > 0):
        raise InputError(
            "bulk_conductivity", f"got {bulk_conductivity:g} S/m", "a positive number, S/m"
        )
    check_resistance("interface_resistance", interface_resistance)
