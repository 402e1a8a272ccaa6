"""Whether the conductivity of a design can be trusted: resolved contacts, second opinion."""

import numpy as np

from ceralyte.core.quantities import Outcome, Quantity, Unavailable
from ceralyte.core.units import CONDUCTIVITY, show
from ceralyte.pipeline.samples import Sample

DISAGREEMENT = 1.3
"""Factor between network and solver that is worth a note: the network is 7 to 9 % high on single
necks and higher where contacts of one grain are wide and many."""

_ROUNDING = 1e-8
"""Of a network of straight columns, which has just what the ceramic can carry."""

_COARSE = {
    "grains": "they count as constrictions of their known areas, not as fields of the grid",
    "voxels": "voxels widen or lose them, and the error may be larger than stated",
}


def contact_resolution(samples: list[Sample]) -> Outcome:
    """Return the median contact radius over the edge of a cell of the finer grid [-]."""
    radii = [
        np.sqrt(s.pressed.contact_areas[s.pressed.contact_areas > 0] / np.pi)
        / s.structure.voxel_size
        for s in samples
    ]
    if not any(len(of_seed) for of_seed in radii):
        return Unavailable(unit="", reason="no grains meet over an area")
    return Quantity(
        value=float(np.median(np.concatenate(radii))),
        unit="",
        method="radius of contacts of the same area, median over all; in cells of the finer grid",
    )


def within_ceramic(network: Quantity, most: float) -> Outcome:
    """Return the conductivity of a network (S/m), or why it cannot be: more than the ceramic has.

    `most` is the conductivity of the ceramic times its share, which nothing exceeds.
    """
    if network.value <= most * (1 + _ROUNDING):
        return network
    return Unavailable(
        unit="S/m",
        reason=(
            f"the contacts are too large for a network of constrictions: it gives "
            f"{show(network.value, CONDUCTIVITY)}, but the ceramic cannot carry more than "
            f"{show(most, CONDUCTIVITY)}"
        ),
    )


def conduction_notes(
    samples: list[Sample], resolution: Outcome, effective: Outcome, network: Outcome
) -> tuple[str, ...]:
    """Return what a reader must know: contacts below a cell, a network that says otherwise."""
    return (*_on_resolution(samples, resolution), *_on_network(effective, network))


def _on_resolution(samples: list[Sample], resolution: Outcome) -> list[str]:
    if isinstance(resolution, Unavailable) or resolution.value >= 1:
        return []
    return [
        f"half of the contacts have a radius below {resolution.value:.2g} cells of the finer grid: "
        f"{_COARSE[samples[0].fine.geometry]}; a finer level resolves them"
    ]


def _on_network(effective: Outcome, network: Outcome) -> list[str]:
    if isinstance(effective, Unavailable) or isinstance(network, Unavailable):
        return []
    ratio = network.value / effective.value
    if 1 / DISAGREEMENT < ratio < DISAGREEMENT:
        return []
    return [
        f"the network over contacts disagrees with the solver: {show(network.value, CONDUCTIVITY)} "
        f"instead of {show(effective.value, CONDUCTIVITY)}, {ratio:.2g} times as much. It knows "
        + (
            "no crowding of current between wide contacts, so its value is too high"
            if ratio > 1
            else "contacts of ceramic only, so what flows through other phases is missing in it"
        )
    ]
