"""Everything that can be counted on a structure, counted."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import label

from ceralyte.core.errors import InputError
from ceralyte.core.memory import require_memory
from ceralyte.core.quantities import Outcome, Quantity, Unavailable
from ceralyte.core.units import LENGTH, show
from ceralyte.model import Series, Structure
from ceralyte.model.structure import BINDER, CERAMIC, PHASE_NAMES
from ceralyte.numerics.face_areas import Floats
from ceralyte.structure.coarse import coarsened
from ceralyte.structure.morphology.areas import (
    METHOD,
    VALIDITY,
    coverage_of,
    grain_contacts,
    interface_areas,
)
from ceralyte.structure.morphology.chords import chords
from ceralyte.structure.morphology.connection import AXES, percolating_fractions
from ceralyte.structure.morphology.grains import GrainTable, measure_grains
from ceralyte.structure.morphology.record import Morphology
from ceralyte.structure.morphology.roughness import roughness
from ceralyte.structure.morphology.sizes import Sizes, chord_series, sizes_of
from ceralyte.structure.morphology.thickness import BYTES_PER_VOXEL, local_thickness

Progress = Callable[[str, float], None]

FEW_GRAINS = 30
"""Fewer whole grains carry no size statistics, a rule of thumb: a median then errs by about a
quarter of the standard deviation."""

_FACETS = "facets of the pressed grains that the image was made from"
_FACES = "voxels connected through faces"
_COUNTED = "counted voxels"
_BALLS = "largest ball inside the phase that holds the voxel (local thickness), by volume"
_BALLS_OFF = "round parts come out about one voxel too thin, flat ones half a voxel too thick"


def describe(
    structure: Structure,
    *,
    grains_estimated: bool = False,
    progress: Progress | None = None,
) -> Morphology:
    """Count everything that `Morphology` holds.

    Parameters
    ----------
    structure : Structure
    grains_estimated : bool
        The grains come from `split_grains`: what follows from them is marked as an estimate.
    progress : callable, optional
        Told what is being done and the share that is done.

    Returns
    -------
    Morphology

    Examples
    --------
    >>> phase = np.zeros((16, 16, 16), np.uint8)
    >>> phase[:, :, 4:12] = 1
    >>> layer = Structure(phase, np.zeros((16, 16, 16), np.int32), 1e-6, (True, True, False))
    >>> found = describe(layer)
    >>> round(found.volume_fractions["ceramic"].value, 3)
    0.5
    >>> found.percolating_fractions["ceramic"]["z"].value
    0.0
    """
    tell = progress or _silent
    require_memory(
        f"measuring {' x '.join(map(str, structure.shape))} voxels",
        BYTES_PER_VOXEL * structure.phase.size,
        "a smaller piece of the image",
    )
    present = [k for k in PHASE_NAMES if (structure.phase == k).any()]
    tell("connections", 0.0)
    through = percolating_fractions(structure)
    tell("surfaces", 0.1)
    specific, pairs, coverage = _surfaces(structure, present)
    tell("chords", 0.4)
    mean_chords, distributions = _chords(structure)
    thicknesses = {}
    for number, phase in enumerate(present if len(present) > 1 else []):
        tell("local thickness", 0.5 + 0.4 * number / len(present))
        thicknesses[PHASE_NAMES[phase]] = _thickness(structure, phase)
    tell("grains", 0.9)
    grains = _grains(structure, grains_estimated)
    return Morphology(
        voxels=structure.shape,
        voxel_size=_length(structure.voxel_size),
        box=_box(structure),
        volume_fractions={
            name: Quantity(value=share, unit="", method=_COUNTED)
            for name, share in structure.volume_fractions.items()
            if share > 0
        },
        percolating_fractions={
            name: {a: Quantity(value=v, unit="", method=_FACES) for a, v in by_axis.items()}
            for name, by_axis in through.items()
        },
        specific_surfaces=specific,
        interface_areas=pairs,
        mean_chords=mean_chords,
        chord_distributions=distributions,
        local_thicknesses=thicknesses,
        binder_coverage=coverage,
        roughness={face: _roughness(structure, face) for face in ("bottom", "top")},
        notes=(
            *_corner_notes(structure, through),
            *_face_notes(structure),
            *_ball_notes(structure, thicknesses),
            *_grain_notes(grains),
        ),
        **grains,
    )


def _silent(_what: str, _share: float) -> None:
    """Tell nobody."""


def _length(value: float) -> Quantity:
    return Quantity(value=value, unit="m", method="as stated")


def _box(structure: Structure) -> tuple[Quantity, Quantity, Quantity]:
    x, y, z = (_length(n * structure.voxel_size) for n in structure.shape)
    return x, y, z


def _surfaces(
    structure: Structure, present: list[int]
) -> tuple[dict[str, Quantity], dict[str, Quantity], Outcome]:
    """Areas over volume by phase and by pair, and binder coverage, each at two voxel sizes."""
    fine = interface_areas(structure) / _volume(structure)
    coarse: Floats | None = None
    if min(structure.shape) >= 16:
        rough = coarsened(structure)
        coarse = interface_areas(rough) / _volume(rough)

    def quantity(of: Callable[[Floats], float], unit: str = "1/m") -> Quantity:
        value = of(fine)
        return Quantity(
            value=value,
            unit=unit,
            method=METHOD,
            std_discretisation=None if coarse is None else abs(value - of(coarse)),
            validity=VALIDITY,
        )

    by_phase = {
        PHASE_NAMES[k]: quantity(lambda table, k=k: float(table[k].sum()))  # type: ignore[misc]
        for k in present
    }
    pairs = {
        f"{PHASE_NAMES[a]}-{PHASE_NAMES[b]}": quantity(
            lambda table, a=a, b=b: float(table[a, b])  # type: ignore[misc]
        )
        for a in present
        for b in present
        if a < b
    }
    coverage: Outcome
    if BINDER in present and CERAMIC in present:
        coverage = quantity(coverage_of, "")
    else:
        coverage = Unavailable(unit="", reason="the image does not hold both ceramic and binder")
    return by_phase, pairs, coverage


def _volume(structure: Structure) -> float:
    return structure.phase.size * structure.voxel_size**3


def _chords(structure: Structure) -> tuple[dict[str, dict[str, Outcome]], dict[str, Series]]:
    means: dict[str, dict[str, Outcome]] = {}
    counts: dict[str, list[NDArray[np.int64]]] = {}
    for name, axis in AXES.items():
        for phase, found in chords(structure, axis).items():
            of_phase = means.setdefault(PHASE_NAMES[phase], {})
            counts.setdefault(PHASE_NAMES[phase], []).append(found.counts)
            if found.mean is None:
                of_phase[name] = Unavailable(unit="m", reason=f"no chord along {name} ends")
                continue
            of_phase[name] = Quantity(
                value=found.mean, unit="m", method="length in the phase per pair of chord ends"
            )
    series = {
        phase: chord_series(found, structure.voxel_size)
        for phase, found in counts.items()
        if any(c.any() for c in found)
    }
    return means, series


def _thickness(structure: Structure, phase: int) -> Sizes:
    values = local_thickness(structure, phase)
    inside = values[values > 0].astype(np.float64)
    return sizes_of(
        inside,
        np.ones_like(inside),
        name=f"{PHASE_NAMES[phase]} local thickness",
        method=_BALLS,
        step=structure.voxel_size,
        validity=_BALLS_OFF,
    )


def _ball_notes(structure: Structure, thicknesses: dict[str, Sizes]) -> tuple[str, ...]:
    """Phases in which balls are larger than the image."""
    sides = [
        n for n, goes_on in zip(structure.shape, structure.periodic, strict=True) if not goes_on
    ]
    side = min(sides, default=np.inf) * structure.voxel_size
    return tuple(
        f"local thickness of {name}: {show(found.d90.value, LENGTH)} (d90) is more than the "
        f"image's shortest side that is not periodic, {show(side, LENGTH)}: balls reach over the "
        "sides, where nothing is known. A larger piece tells"
        for name, found in thicknesses.items()
        if found.d90.value > side
    )


def _grains(structure: Structure, estimated: bool) -> dict[str, int | Outcome | Sizes]:
    try:
        table = measure_grains(structure)
    except InputError:
        reason = "the image has no grain labels; --split-grains or split_grains estimates them"
        return {
            "grain_count": 0,
            "whole_grains": 0,
            "grain_sizes": Unavailable(unit="m", reason=reason),
            "coordination_number": Unavailable(unit="", reason=reason),
            "grain_boundary_area": Unavailable(unit="1/m", reason=reason),
        }
    validity = f"{int(table.cut.sum())} of {len(table.cut)} grains are cut by a side of the image"
    if estimated:
        validity += "; grains are those that watershed finds at waists"
    return {
        "grain_count": len(table.number),
        "whole_grains": int((~table.cut).sum()),
        **_of_whole_grains(table, estimated, validity),
        "grain_boundary_area": _boundary_area(structure, table, estimated),
    }


def _boundary_area(structure: Structure, table: GrainTable, estimated: bool) -> Quantity:
    value = table.boundary_area / _volume(structure)
    if structure.contacts is not None:
        return Quantity(value=value, unit="1/m", method=_FACETS)
    error = None
    if min(structure.shape) >= 16:
        rough = coarsened(structure)
        error = abs(value - float(grain_contacts(rough).areas.sum()) / _volume(rough))
    return Quantity(
        value=value,
        unit="1/m",
        method=METHOD,
        std_discretisation=error,
        estimate=estimated,
        validity=f"{VALIDITY}; gaps narrower than a voxel beside a contact count as contact: more "
        "likely too large than too small",
    )


def _of_whole_grains(
    table: GrainTable, estimated: bool, validity: str
) -> dict[str, Outcome | Sizes]:
    whole = ~table.cut
    if not whole.any():
        reason = "every grain is cut by a side of the image"
        return {
            "grain_sizes": Unavailable(unit="m", reason=reason),
            "coordination_number": Unavailable(unit="", reason=reason),
        }
    diameter = table.diameter[whole]
    return {
        "grain_sizes": sizes_of(
            diameter,
            diameter**3,
            name="grain diameter",
            method="sphere of the grain's volume, by volume",
            estimate=estimated,
            validity=validity,
        ),
        "coordination_number": Quantity(
            value=float(table.neighbours[whole].mean()),
            unit="",
            method="grains that meet a grain that is not cut",
            estimate=estimated,
            validity=validity,
        ),
    }


def _roughness(structure: Structure, face: str) -> dict[str, Outcome]:
    try:
        found = roughness(structure, face)
    except InputError as error:
        none = Unavailable(unit="m", reason=error.problem)
        return {"Ra": none, "Rq": none}
    made = structure.particles is not None
    return {
        name: Quantity(
            value=value,
            unit="m",
            method="first solid voxel along z, mean plane taken off, no filter",
            std_discretisation=structure.voxel_size / 12**0.5,
            estimate=not made,
            validity="the image shows the face of the membrane",
        )
        for name, value in (("Ra", found.mean), ("Rq", found.rms))
    }


def _face_notes(structure: Structure) -> tuple[str, ...]:
    if structure.particles is not None or structure.periodic[2]:
        return ()
    return (
        "roughness holds only if the image shows the faces of the membrane; of a piece cut out of "
        "the bulk it is the depth of pores at the cut",
    )


def _grain_notes(grains: dict[str, int | Outcome | Sizes]) -> tuple[str, ...]:
    sizes, whole = grains["grain_sizes"], grains["whole_grains"]
    if not isinstance(sizes, Sizes) or not isinstance(whole, int) or whole >= FEW_GRAINS:
        return ()
    return (
        f"sizes of grains rest on the {whole} of {grains['grain_count']} that are whole: fewer "
        f"than {FEW_GRAINS}, and large grains are cut more often, so that d10 to d90 are uncertain "
        "and too small; a larger image decides",
    )


def _corner_notes(structure: Structure, through: dict[str, dict[str, float]]) -> tuple[str, ...]:
    """What would connect if voxels that share only an edge or a corner counted as connected."""
    notes = []
    numbers = {name: number for number, name in PHASE_NAMES.items()}
    for name, by_axis in through.items():
        shut = [axis for axis in AXES if by_axis[axis] == 0]
        if not shut:
            continue
        labels, _ = label(structure.phase == numbers[name], np.ones((3, 3, 3)))
        for axis in shut:
            first, last = np.take(labels, 0, AXES[axis]), np.take(labels, -1, AXES[axis])
            if np.intersect1d(first[first > 0], last[last > 0]).size:
                notes.append(
                    f"{name} connects along {axis} only over edges and corners of voxels, which "
                    "do not conduct here: finer voxels decide"
                )
    return tuple(notes)
