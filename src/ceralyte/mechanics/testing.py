"""Tensile, compression and bending tests of a bond network: curve, strength, crack."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.errors import InputError, UnknownNameError
from ceralyte.core.memory import require_memory
from ceralyte.core.quantities import Quantity
from ceralyte.mechanics.breaking import TOGETHER, UNTIL, Breaking, break_network
from ceralyte.mechanics.network import BondNetwork
from ceralyte.mechanics.softening import TEETH
from ceralyte.model.results import Series

Floats = NDArray[np.float64]
TestMode = Literal["tension", "compression", "bending"]

_BYTES_PER_BOND = 4500  # measured with 1,700 and 6,700: 4,030

FACTOR = 2.0
"""Either way of every strength from a network: strength and area of a bond are known no better."""

LARGEST_STRAIN = 0.2
"""Strain at which a test ends at the latest: bonds turn little up to there."""

_RISING = 0.9
"""Share of `LARGEST_STRAIN` beyond which the peak lies of a piece not broken: a choice."""

_METHOD = {
    "tension": "network of bonds pulled in the plane until it parts",
    "compression": "network of bonds pushed in the plane, free to widen",
    "bending": "network of bonds bent about an axis in the plane; 6 M / t^2",
}
_VALIDITY = (
    "a factor of 2 either way; grains stay whole; quasi-static; no flaw larger than the piece is "
    "in it"
)


@dataclass(frozen=True, eq=False)
class StrengthTest:
    """The outcome of one test.

    Attributes
    ----------
    mode : "tension", "compression" or "bending"
    strength : Quantity (Pa)
        Largest nominal stress; in bending that of a uniform beam under the same moment. Where the
        piece is not `broken` a lower limit, without `high`.
    failure_strain : Quantity [-]
        Strain at that stress, in bending of the surface.
    modulus : Quantity (Pa)
        Slope before the first bond breaks.
    curve : Series
        Stress against strain, the strain rising.
    crack : ndarray (k, 3), m
        Places of the bonds that broke, `crack_step` (k,) at which step.
    fracture_energy : float, J/m2
        Spent by the bonds up to the end, over the section of the piece.
    solves : int
    broken : bool
        False where the stress still rose as the test ended at `LARGEST_STRAIN`.
    """

    mode: TestMode
    strength: Quantity
    failure_strain: Quantity
    modulus: Quantity
    curve: Series
    crack: Floats
    crack_step: NDArray[np.int64]
    fracture_energy: float
    solves: int
    broken: bool


def strength_test(
    network: BondNetwork,
    mode: TestMode = "tension",
    *,
    axis: int = 0,
    together: float = TOGETHER,
    until: float = UNTIL,
    tell: Callable[[str, float], None] | None = None,
) -> StrengthTest:
    """Load a network of bonds until it fails.

    Parameters
    ----------
    network : BondNetwork
        From `bonds_of`.
    mode : {"tension", "compression", "bending"}
        In the plane along `axis`, or bent so that it curves along `axis`, tension at the top.
        The piece is free to narrow or widen.
    axis : int
        0 (x) or 1 (y); 2 (z) only for a piece that is periodic along z.
    together : float
        Bonds whose turn comes within this share of the load are weakened at once [-].
    until : float
        Where the test ends, after the peak, as a share of the peak.
    tell : callable, optional

    Raises
    ------
    InputError
        An axis along which the piece has free faces; bending a piece without faces.
    UnavailableError
        The bonds form no path that carries the load, or none can break.
    ConvergenceError

    Examples
    --------
    >>> import ceralyte as cl
    >>> from ceralyte.mechanics import Adhesion, Solid, bonds_of
    >>> bed = cl.packing.pack(cl.packing.parse_distribution("mono(d=3 um)"), 60, seed=1)
    >>> pressed = cl.pressing.press(bed, method="uniaxial", relative_density=0.9).pressed
    >>> bonds = bonds_of(pressed, Solid(22e9, 0.37), adhesion=Adhesion(strength=20e6))
    >>> strength_test(bonds).strength.estimate
    True
    """
    if mode not in _METHOD:
        raise UnknownNameError("mode", mode, _METHOD)
    if axis not in range(3):
        raise InputError("axis", f"got {axis}", "0 (x), 1 (y) or 2 (z)")
    for field, share in (("together", together), ("until", until)):
        if not 0 <= share < 1:
            raise InputError(field, f"got {share:g}", "0 to below 1")
    if not network.periodic[axis]:
        raise InputError("axis", f"the piece ends along {'xyz'[axis]}", "an axis in its plane")
    require_memory(
        f"a test of {len(network.pairs)} bonds",
        _BYTES_PER_BOND * len(network.pairs),
        "fewer particles",
    )
    across = [a for a in range(3) if a != axis and network.periodic[a]]
    free = [network.stretched(a) for a in across]
    if mode == "bending":
        if network.periodic[2]:
            raise InputError(
                "mode", "bending a piece of the bulk, which has no faces", "a piece between walls"
            )
        load, free = network.bent(axis), [network.stretched(axis), *free]
        height = float(network.box[2])
        stress, strain = 6 / height, height / 2
    else:
        load = network.stretched(axis) * (1 if mode == "tension" else -1)
        stress = strain = 1.0
    found = break_network(
        network,
        load,
        free,
        together=together,
        until=until,
        largest=LARGEST_STRAIN / strain,
        tell=tell,
    )
    return _result(network, mode, axis, found, stress, strain)


def _result(
    network: BondNetwork, mode: TestMode, axis: int, found: Breaking, stress: float, strain: float
) -> StrengthTest:
    """Turn amplitudes and forces into strains and stresses by the factors `strain`, `stress`."""
    strains, stresses = found.amplitude * strain, found.force * stress
    rising = strains >= np.maximum.accumulate(strains)
    top = found.peak
    broken = np.flatnonzero(found.damage == TEETH)
    method = _METHOD[mode]
    whole = not found.parted and strains[top] > _RISING * LARGEST_STRAIN
    if whole:
        method += f"; not broken at a strain of {LARGEST_STRAIN:.0%}, where the test ends"
    note = f"{len(broken)} of {len(network)} bonds broken at the end; {method}"
    return StrengthTest(
        mode=mode,
        strength=_estimate(float(stresses[top]), "Pa", method, open_ended=whole),
        failure_strain=_estimate(
            float(strains[top]),
            "",
            f"strain at the largest stress; {method}",
            open_ended=whole,
        ),
        modulus=Quantity(
            value=found.stiffness * stress / strain,
            unit="Pa",
            method="slope of the network before the first break",
            estimate=True,
            validity="contacts as between half-spaces: a second opinion, not the modulus to use",
        ),
        curve=Series(
            x_name="strain",
            x_unit="",
            x=(0.0, *strains[rising].tolist(), float(strains.max())),
            y_name="stress",
            y_unit="Pa",
            y=(0.0, *stresses[rising].tolist(), float(stresses[-1])),
            note=note,
        ),
        crack=network.contacts[broken],
        crack_step=found.broken_at[broken],
        fracture_energy=found.dissipated * float(network.box[axis]) / network.volume,
        solves=found.solves,
        broken=not whole,
    )


def _estimate(value: float, unit: str, method: str, *, open_ended: bool) -> Quantity:
    return Quantity(
        value=value,
        unit=unit,
        method=method,
        low=value / FACTOR,
        high=None if open_ended else value * FACTOR,
        estimate=True,
        validity=_VALIDITY,
    )
