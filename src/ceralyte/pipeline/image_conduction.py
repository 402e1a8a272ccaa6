"""Conduction in a measured image: extrapolated to vanishing voxels, and by voxel."""

from collections.abc import Callable, Mapping, Sequence
from math import hypot, sqrt
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Outcome, Quantity, Unavailable
from ceralyte.model import Conduction, Structure
from ceralyte.model.structure import CERAMIC
from ceralyte.numerics.statistics import richardson
from ceralyte.structure import Necks, coarsened
from ceralyte.transport import ConductionFields, conduction_fields, grid_error, randomly_oriented
from ceralyte.transport.case import Device
from ceralyte.transport.inputs import Axis, Boundary, interfaces_by_phases
from ceralyte.transport.interfaces import AREA_ERROR

Orientation = Literal["axes", "random"]
Progress = Callable[[str, float], None]

SOLVE_FROM = 0.4
"""Share of the progress bar after morphology."""
NOT_STATED = "no conductivity stated, as in --labels '1=ceramic:2.5 mS/cm'"

_CERAMIC = "ceramic"
_TWO_VOXELS = "extrapolated from the image and every second voxel"
_HOLDS = {
    True: "1.645 standard deviations held the truth of nine in ten packings on voxels "
    "(benchmarks/necks.py)",
    False: "two voxel sizes do not show walls and necks whose errors cancel, and no grains are "
    "told apart, whose size would say what to add: the error may be larger than stated",
}


def extrapolated(
    structure: Structure,
    necks: Necks | None,
    solved: Callable[[Structure], Conduction],
    tell: Progress,
) -> tuple[Conduction, Outcome, tuple[str, ...]]:
    """The solution, its conductivity (S/m) for vanishing voxels, and notes."""
    tell("conduction on every second voxel", SOLVE_FROM)
    coarse = _on_every_second(structure, solved)
    tell("conduction", 0.5)
    result = solved(structure)
    fine = result.conductivity
    if isinstance(fine, Unavailable):
        return result, fine, ()
    if isinstance(coarse, Unavailable):
        note = f"no error bar from the voxel size: taking every second voxel, {coarse.reason}"
        return result, fine, (note,)
    value, step = richardson(coarse.value, fine.value, ratio=2.0)
    unseen = _unseen(structure, necks, result.dissipation)
    # A conductivity changes with the area of interfaces by their share of the power.
    of_areas = AREA_ERROR * result.dissipation.get("interfaces", 0.0)
    limit = fine.model_copy(
        update={
            "value": value,
            "std_discretisation": hypot(step, value * (unseen or 0.0), value * of_areas),
            "method": f"{fine.method}; {_TWO_VOXELS}",
            "validity": _HOLDS[unseen is not None],
        }
    )
    return result, limit, ()


def _unseen(
    structure: Structure, necks: Necks | None, dissipation: Mapping[str, float]
) -> float | None:
    """What two voxel sizes do not show, relative; that of necks by the power that flows through."""
    diameter = _grain_diameter(structure)
    alone = grid_error(structure, "voxels", diameter=diameter)
    if alone is None or necks is None:
        return alone
    radii = necks.voxels / 2 * structure.voxel_size
    both = grid_error(structure, "voxels", diameter=diameter, necks=radii) or alone
    inside = {name: share for name, share in dissipation.items() if name != "electrodes"}
    through = sum(inside.get(name, 0.0) for name in (_CERAMIC, "interfaces"))
    share = through / (sum(inside.values()) or 1.0)
    return hypot(alone, share * sqrt(both**2 - alone**2))


def _on_every_second(structure: Structure, solved: Callable[[Structure], Conduction]) -> Outcome:
    """Conductivity (S/m) of every second voxel, or why there is none."""
    for side, goes_on, axis in zip(structure.shape, structure.periodic, "xyz", strict=True):
        if goes_on and side % 2:
            lost = f"the cell would lose the last of its {side} planes along {axis}"
            return Unavailable(unit="S/m", reason=lost)
    try:
        return solved(coarsened(structure)).conductivity
    except InputError as error:
        return Unavailable(unit="S/m", reason=error.problem)


def _grain_diameter(structure: Structure) -> float | None:
    """Mean diameter of the spheres of the grains' volumes, m; None where none are told apart."""
    voxels = np.bincount(structure.grain[structure.phase == CERAMIC])[1:]
    voxels = voxels[voxels > 0]
    if not len(voxels):
        return None
    return float(np.cbrt(6 / np.pi * voxels).mean()) * structure.voxel_size


def with_estimated_boundaries(conductivity: Outcome) -> Outcome:
    """A conductivity (S/m) whose resisting boundaries are those that watershed finds."""
    if isinstance(conductivity, Unavailable):
        return conductivity
    validity = f"boundaries between grains are where watershed splits them; {conductivity.validity}"
    return conductivity.model_copy(update={"estimate": True, "validity": validity})


def tortuosity(
    fractions: dict[str, float], used: Mapping[str, ArrayLike], conductivity: Outcome, axis: Axis
) -> Outcome:
    if isinstance(conductivity, Unavailable):
        return Unavailable(unit="", reason=conductivity.reason)
    conducting = [name for name, value in used.items() if np.max(value) > 0]
    name = conducting[0] if len(conducting) == 1 else _CERAMIC
    if name not in conducting:
        return Unavailable(
            unit="", reason=f"{' and '.join(conducting)} conduct: there is no one phase to compare"
        )
    if np.ndim(used[name]) == 3:
        return Unavailable(unit="", reason="each grain of the ceramic conducts differently")
    alone = float(np.broadcast_to(used[name], 3)["xyz".index(axis)])
    value = fractions[name] * alone / conductivity.value
    spread = conductivity.std_discretisation
    return Quantity(
        value=value,
        unit="",
        method=f"{name} volume fraction x {name} conductivity / effective conductivity",
        std_discretisation=None if spread is None else value * spread / conductivity.value,
        estimate=conductivity.estimate,
        validity=conductivity.validity,
    )


def image_fields(
    structure: Structure,
    conductivities: Mapping[str, float | Sequence[float]],
    *,
    orientation: Orientation = "axes",
    seed: int = 0,
    interface_resistances: Mapping[str, float] | None = None,
    electrode_resistance: float = 0.0,
    boundary: Boundary = "electrodes",
    axis: Axis = "z",
    device: Device = "cpu",
) -> ConductionFields:
    """Return potential and current in every voxel of an image; arguments as `image_sheet`.

    Raises
    ------
    InputError
        As `image_sheet`, also where no conductivity is stated.
    ConvergenceError
    """
    if not conductivities:
        raise InputError("conductivities", "none is stated", NOT_STATED)
    used: dict[str, ArrayLike] = {
        name: conductivities.get(name, 0.0) for name in structure.volume_fractions
    }
    used |= turned_crystals(structure, used, orientation, seed)
    return conduction_fields(
        structure,
        used,
        boundary=boundary,
        axis=axis,
        interface_resistance=interface_resistances or {},
        electrode_resistance=electrode_resistance,
        device=device,
    )


def turned_crystals(
    structure: Structure, used: Mapping[str, ArrayLike], orientation: Orientation, seed: int
) -> dict[str, ArrayLike]:
    """Return the tensors of the grains of ceramic, if its crystals are to be turned at random.

    Parameters are those of `image_sheet`; raises `InputError` where the ceramic has no three
    conductivities, or no grains.
    """
    if orientation == "axes":
        return {}
    principal = used.get(_CERAMIC, 0.0)
    if np.shape(principal) != (3,):
        raise InputError(
            "orientation",
            "'random', but the ceramic has no three conductivities",
            "them, such as --labels '1=ceramic:2.5 x 2.5 x 0.1 mS/cm'",
        )
    if not structure.grain[structure.phase == CERAMIC].all():
        raise InputError("orientation", "'random', but grains are not told apart", "--split-grains")
    grains = int(structure.grain.max())
    return {_CERAMIC: randomly_oriented(np.ravel(principal).tolist(), grains, seed=seed)}


def of_its_grains(image: Structure, used: Mapping[str, ArrayLike]) -> dict[str, ArrayLike]:
    """Return the conductivities without tensors of grains that coarser voxels have lost."""
    ceramic = used.get(_CERAMIC, 0.0)
    if np.ndim(ceramic) != 3:
        return dict(used)
    return {**used, _CERAMIC: np.asarray(ceramic)[: max(int(image.grain.max()), 1)]}


def check_resistances(
    structure: Structure,
    resistances: dict[str, float],
    electrode_resistance: float,
    conductivities: Mapping[str, float | Sequence[float]],
) -> None:
    """Refuse resistances that have no place, no scale or no effect before anything is measured."""
    for name, stated in (
        ("interface_resistances", bool(resistances)),
        ("electrode_resistance", electrode_resistance != 0),
    ):
        if stated and not conductivities:
            raise InputError(
                name,
                "stated without conductivities",
                "conductivities beside it, such as --labels '1=ceramic:2.5 mS/cm,0=pore'",
            )
    interfaces_by_phases(structure, resistances)
    present = [name for name, share in structure.volume_fractions.items() if share > 0]
    for pair in resistances:
        for name in pair.split("-"):
            if name not in present:
                raise InputError(
                    "interface_resistances",
                    f"got '{pair}', but the image holds no {name}",
                    f"pairs of {', '.join(present)}",
                )
            if not np.max(conductivities.get(name, 0.0)) > 0:
                raise InputError(
                    "interface_resistances",
                    f"got '{pair}', but {name} does not conduct: nothing flows from the one into "
                    "the other",
                    "pairs of phases with a conductivity",
                )
