"""Press a packing: particles flatten against each other and each keeps its volume."""

from dataclasses import replace
from math import isclose

import numpy as np
from threadpoolctl import threadpool_limits

from ceralyte.core.memory import require_memory
from ceralyte.model import Packing, PressedPacking, Pressing, PressingPath, PressMethod
from ceralyte.pressing.bed import Bed, bed_of
from ceralyte.pressing.compaction import (
    compact_to_density,
    compact_to_load,
    stresses,
    support_stresses,
)
from ceralyte.pressing.target import require_spheres, target_of

_LEAST_CONTACT = 1e-8
"""Over the squared mean diameter: smaller facets are corners that meet by rounding."""

_REACHED = 0.99  # of the pressure asked for; what carries less ended at `MAX_DENSITY`
BYTES_PER_PARTICLE = 20_000
"""Peak: lists of some 30 neighbours with 3 x 3 stiffness blocks, twice."""


def press(
    packing: Packing,
    *,
    method: PressMethod,
    pressure: float | None = None,
    relative_density: float | None = None,
    gap: float | None = None,
    yield_stress: float | None = None,
) -> Pressing:
    """Press a packing quasi-statically to a pressure, a relative density or a gap.

    The box shrinks in small steps. After each the grains move until their contact forces
    balance, and every grain, its sphere cut by the radical planes of its neighbours, is regrown
    to its own volume. A contact carries its area times the contact pressure: the hardness of
    three yield stresses, above 0.989 relative density what closes the last pores.

    Parameters
    ----------
    packing : Packing
        Spheres in a periodic box or between walls, without obstacles.
    method : "uniaxial", "isostatic" or "roll"
        `uniaxial`: a die; the box shortens along z only and the pressure is that on z.
        `isostatic`: all sides shrink alike and the pressure is the mean of the three.
        `roll`: a calender; plane strain, no spreading across the web and no elongation along
        it, so that the grains see a die's strain; `gap` is the height of the box in the nip.
    pressure : float, Pa
        0 to 1 GPa, with `yield_stress`. Pressing ends at a relative density of 0.999 where the
        pressure would drive it further.
    relative_density : float
        Ceramic volume over box volume [-], from that of the packing up to below 1.
    gap : float, m
        Height of the box after pressing, for `roll`.
    yield_stress : float, Pa
        Effective one of the grains; `fit_yield_stress` finds it from measured densities.

    Returns
    -------
    Pressing
        The pressed packing, and the path to it in units of the yield stress.

    Raises
    ------
    InputError
        Not exactly one target, a target out of range, obstacles, or discs.
    ConvergenceError
        Forces did not come to balance.

    Validity
    --------
    Plastic grains without friction or adhesion that do not break and do not harden; what that
    misses an effective yield stress absorbs. Between walls these are smooth, and pressing to an
    isostatic pressure takes the mean of the stresses. Particles first rearrange: a packing looser
    than jammed densifies without load until it jams.

    Source
    ------
    Grain shapes: B. Lévy, J. Comput. Phys. 451 (2022) 110838. Contact pressure: D. Tabor, The
    Hardness of Metals (1951). Closed pores: A. S. Helle, K. E. Easterling, M. F. Ashby, Acta
    Metall. 33 (1985) 2163. Stress of contacts: J. Christoffersen, M. M. Mehrabadi, S.
    Nemat-Nasser, J. Appl. Mech. 48 (1981) 339.

    Examples
    --------
    >>> from ceralyte.packing import pack, parse_distribution
    >>> bed = pack(parse_distribution("mono(d=3 um)"), 200, seed=0)
    >>> result = press(bed, method="uniaxial", pressure=300e6, yield_stress=200e6)
    >>> 0.85 < result.pressed.relative_density < 0.95
    True
    """
    require_spheres(packing)
    goal = target_of(
        packing,
        method,
        pressure=pressure,
        relative_density=relative_density,
        gap=gap,
        yield_stress=yield_stress,
    )
    require_memory(
        f"pressing {len(packing)} particles",
        BYTES_PER_PARTICLE * len(packing),
        "use fewer particles",
    )
    unit = float(packing.diameters.mean())
    states: list[tuple[float, ...]] = []

    def observe(bed: Bed) -> None:
        states.append(state_of(bed))

    # Short dot products on many BLAS threads cost more waiting than they save.
    with threadpool_limits(1, user_api="blas"):
        bed = bed_of(
            packing.centres / unit,
            np.pi / 6 * (packing.diameters / unit) ** 3,
            packing.box / unit,
            packing.periodic,
        )
        compact = compact_to_load if goal.is_load else compact_to_density
        bed = compact(bed, method, goal.value, observe)
    path = path_of(states, method, unit, packing)
    if yield_stress is not None:
        carried = float(path.load[-1]) * yield_stress
        if pressure is None or carried < _REACHED * pressure:
            pressure = carried
    return Pressing(as_pressed(packing, bed, unit, pressure), path)


def state_of(bed: Bed) -> tuple[float, ...]:
    """Return what a path keeps of a bed, in units of its lengths."""
    near, grains = bed.movable
    among = grains.area[near.partner < bed.loose]  # not with beads
    contacts = among.sum() + grains.wall_area.sum()
    surface = grains.area.sum() + grains.wall_area.sum() + grains.free_area.sum()
    met = (among > _LEAST_CONTACT).sum() + (grains.wall_area > _LEAST_CONTACT).sum()
    return (
        bed.relative_density,
        float(bed.box[2]),
        float(met / bed.loose),
        float(among.sum() / bed.loose),
        float(contacts / surface),
        bed.imbalance,
        *stresses(bed),
        *support_stresses(bed),
    )


def path_of(
    states: list[tuple[float, ...]], method: PressMethod, unit: float, packing: Packing
) -> PressingPath:
    """Return the path of the `states` of a packing, whose lengths are multiples of `unit` (m)."""
    table = np.array(states)
    around_support = packing.obstacles is not None and len(packing.obstacles) > 0
    if isclose(unit * table[0, 1], packing.box[2]):  # as packed
        table[0, 2] = max(table[0, 2], _touching(packing))
    return PressingPath(
        method=method,
        relative_density=table[:, 0],
        thickness=unit * table[:, 1],
        stresses=table[:, 6:9],
        contact_number=table[:, 2],
        contact_area=unit**2 * table[:, 3],
        contact_area_fraction=table[:, 4],
        imbalance=table[:, 5],
        support_stresses=table[:, 9:12] if around_support else None,
    )


def _touching(packing: Packing) -> float:
    """Contacts per particle as packed: in points, without area; with fibres none of them counts."""
    fixed = None if packing.obstacles is not None else packing.fixed_contacts
    walls = 0 if fixed is None else int(fixed.sum())
    return (2 * len(packing.contacts) + walls) / len(packing)


def as_pressed(packing: Packing, bed: Bed, unit: float, pressure: float | None) -> PressedPacking:
    """Return `packing` with the grains of `bed` that are not held; its lengths times `unit` (m)."""
    near, grains = bed.movable
    i = np.repeat(np.arange(len(packing)), np.diff(near.first))
    j, cells = near.partner, near.cells
    # Each contact once; of a grain with its own image the one on the positive side.
    later = np.sign(cells) @ [4, 2, 1] > 0
    once = (grains.area > _LEAST_CONTACT) & ((i < j) | ((i == j) & later)) & (j < bed.loose)
    radii, volumes = bed.radii[: bed.loose], bed.volumes[: bed.loose]
    return PressedPacking(
        particles=replace(packing, centres=unit * bed.centres[: bed.loose], box=unit * bed.box),
        growth=radii / np.cbrt(volumes / (4 / 3 * np.pi)),
        relative_density=bed.relative_density,
        contacts=np.stack([i[once], j[once]], axis=1),
        contact_areas=unit**2 * grains.area[once],
        pressure=pressure,
        branches=unit * (grains.normal * grains.distance[:, None])[once],
        free_areas=unit**2 * grains.free_area,
    )
