"""The second opinion on the conductivity of an image: a network over the contacts of its grains."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from ceralyte.core.quantities import Outcome, Unavailable
from ceralyte.core.units import CONDUCTIVITY, show
from ceralyte.model import Structure
from ceralyte.model.structure import CERAMIC
from ceralyte.pipeline.conduction_notes import DISAGREEMENT, within_ceramic
from ceralyte.pipeline.image_resolution import NECK_ORIGINS, NO_GRAINS
from ceralyte.structure import (
    Necks,
    cut_open,
    electrode_areas,
    geometric_resistances,
    measure_necks,
)
from ceralyte.transport import grain_network_conductivity
from ceralyte.transport.inputs import Axis, Boundary, axis_number

_CERAMIC = "ceramic"
_OF_IMAGES = (
    "a grain that leads from electrode to electrode resists by its sections in series at least; "
    "of images of pressed packings it was up to 18 % above the network of the grains shown "
    "at 10 voxels per grain, 10 % at 16 and 3 % at 24; that network is 20 to 36 % above the solver "
    "without resistance between grains, 5 % where it rules (benchmarks/grain_networks.py)"
)


def network_opinion(
    structure: Structure,
    necks: Necks | None,
    used: Mapping[str, ArrayLike],
    *,
    boundary_resistance: float,
    electrode_resistance: float,
    boundary: Boundary,
    axis: Axis,
    estimated: bool,
) -> Outcome:
    """Return the conductivity (S/m) of the contact network of an image, or why there is none.

    Parameters
    ----------
    structure : Structure
    necks : Necks or None
        Of its grains; None: it has none.
    used : mapping of str to float, or to an array
        Conductivities, S/m, by phase that is present.
    boundary_resistance, electrode_resistance : float
        Between grains and at each electrode, ohm m2.
    boundary : {"electrodes", "periodic"}
    axis : {"x", "y", "z"}
    estimated : bool
        The grains come from `split_grains`.
    """
    obstacle = _obstacle(structure, necks, used)
    if boundary == "periodic":
        obstacle = "the network stands between electrodes, which a periodic cell has not"
    if obstacle or necks is None:
        return Unavailable(unit="S/m", reason=obstacle)
    number = axis_number(axis)
    between = cut_open(structure, number)
    if between is not structure:
        necks = measure_necks(between)
    bulk = float(np.ravel(used[_CERAMIC])[0])
    found = grain_network_conductivity(
        necks.contacts,
        electrode_areas(between, number),
        structure.voxel_size * np.array(structure.shape),
        bulk,
        geometric_resistances=geometric_resistances(between, number),
        interface_resistance=boundary_resistance,
        electrode_resistance=electrode_resistance,
        axis=axis,
    )
    if isinstance(found, Unavailable):
        return found
    watershed = "grains are those that watershed finds at waists; " if estimated else ""
    found = found.model_copy(
        update={
            "method": f"{found.method}; areas of contact {NECK_ORIGINS[necks.origin]}",
            "validity": f"{watershed}{found.validity}; {_OF_IMAGES}",
        }
    )
    return within_ceramic(found, structure.volume_fractions[_CERAMIC] * bulk)


def network_notes(effective: Outcome, network: Outcome) -> tuple[str, ...]:
    """Return whether the network says otherwise than the voxels, and who is nearer the truth."""
    if isinstance(effective, Unavailable) or isinstance(network, Unavailable):
        return ()
    ratio = network.value / effective.value
    if 1 / DISAGREEMENT < ratio < DISAGREEMENT:
        return ()
    return (
        f"the network over the contacts of grains disagrees with the voxels: "
        f"{show(network.value, CONDUCTIVITY)} instead of {show(effective.value, CONDUCTIVITY)}, "
        f"{ratio:.2g} times as much. "
        + (
            "It knows no crowding of current between wide contacts, so its value is too high, or "
            "the voxels lose necks: smaller voxels decide"
            if ratio > 1
            else "Its contacts are those of vanishing voxels, so these voxels widen necks or short "
            "gaps: smaller ones decide"
        ),
    )


def _obstacle(structure: Structure, necks: Necks | None, used: Mapping[str, ArrayLike]) -> str:
    """Why there is no network; empty where there is one."""
    conducts = [name for name, value in used.items() if np.max(value) > 0]
    if _CERAMIC not in conducts:
        return "the ceramic does not conduct: a network over its contacts has nothing to say"
    others = [name for name in conducts if name != _CERAMIC]
    if others:
        return (
            f"{' and '.join(others)} may conduct beside the ceramic, which a network over its "
            "contacts does not know"
        )
    if np.ndim(used[_CERAMIC]):
        return "a network of contacts knows no grains that conduct by direction"
    if necks is None:
        return NO_GRAINS
    if not structure.grain[structure.phase == CERAMIC].all():
        return "parts of the ceramic belong to no grain"
    return ""
