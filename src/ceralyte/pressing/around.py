"""Pressing of particles around a support, and ceramic that grew around one."""

from dataclasses import replace

import numpy as np
from threadpoolctl import threadpool_limits

from ceralyte.core.errors import InputError
from ceralyte.model import Capsules, Packing, PressedPacking, Pressing
from ceralyte.pressing.beads import beads_of, require_memory_for
from ceralyte.pressing.bed import Bed, bed_of
from ceralyte.pressing.compaction import compact_to_density
from ceralyte.pressing.press import as_pressed, path_of, state_of


def press_around(packing: Packing, ceramic_fraction: float, *, support_fraction: float) -> Pressing:
    """Press particles around fibres until the ceramic has its share.

    The web does not shrink in the plane, so the box shortens along z only. Fibres move with it,
    as chains of beads that keep their volume; grains move until their forces balance, cut by
    fibres as by each other, and each regrown to its own volume (see `press`). A packing that has
    to be stretched moves with the box as it is.

    Parameters
    ----------
    packing : Packing
        With obstacles.
    ceramic_fraction : float
        After pressing, of the space beside the support [-].
    support_fraction : float
        Fibre volume over box volume after pressing [-].

    Returns
    -------
    Pressing
        Its path has the ceramic's share of the space beside the support as its density, rising
        from that of the packing; of a packing that is stretched, the last state alone. Contacts
        are those between grains and with walls; stresses the share that grains carry, so its load
        is less than that of the press. What they exert within fibres are its `support_stresses`.

    Raises
    ------
    InputError
        No obstacles in the box, or a share that is not between 0 and 1.
    ConvergenceError
        Forces did not come to balance.
    MemoryLimitError

    Validity
    --------
    As of `press`. Fibres are neither bent nor flattened: they go where the box takes them, whatever
    it takes. Where they cross they share the volume out that the web has. What that takes of the
    press beside the forces of grains is bounded by `axial_compression`; what fibres exert on each
    other where they cross is not known.
    """
    ratio = _height_ratio(packing, ceramic_fraction, support_fraction)
    # Short dot products on many BLAS threads cost more waiting than they save, and sum otherwise.
    with threadpool_limits(1, user_api="blas"):
        bed, states = _pressed(packing, ratio, ceramic_fraction, support_fraction)
    unit = float(packing.diameters.mean())
    around = _moved(packing, ratio, support_fraction)
    pressed = replace(as_pressed(around, bed, unit, None), relative_density=ceramic_fraction)
    return Pressing(pressed, path_of(states, "uniaxial", unit, packing))


def grow_around(
    packing: Packing, ceramic_fraction: float, *, support_fraction: float
) -> PressedPacking:
    """Return particles as ceramic that grew among fibres, to its share of the space beside them.

    The packing stands for where grains began: it knows nothing of the fibres. It moves with the
    box, every grain keeps its volume and flattens against its neighbours; fibres cut grains in
    the image. Parameters and errors are those of `press_around`, but nothing is balanced.
    """
    ratio = _height_ratio(packing, ceramic_fraction, support_fraction)
    require_memory_for(len(packing), 0)
    unit = float(packing.diameters.mean())
    moved = np.array([1.0, 1.0, ratio]) / unit
    volumes = np.pi / 6 * (packing.diameters / unit) ** 3
    with threadpool_limits(1, user_api="blas"):
        bed = bed_of(packing.centres * moved, volumes, packing.box * moved, packing.periodic)
    around = _moved(packing, ratio, support_fraction)
    return replace(as_pressed(around, bed, unit, None), relative_density=ceramic_fraction)


def axial_compression(fibres: Capsules, height_ratio: float) -> float:
    """Return what fibres carry along z, over modulus and volume fraction, if they shorten along z.

    Fibres in parallel with all beside them, elastic and straight between their kinks: the mean over
    their volume of axial strain times the square of the cosine to z. An upper bound, since fibres
    buckle, yield, turn and slide; fibres in the plane carry nothing by it.

    Parameters
    ----------
    fibres : Capsules
        After pressing.
    height_ratio : float
        Height of the box after pressing over that before, above 0 [-].

    Returns
    -------
    float
        [-]; negative where the box was stretched.

    Examples
    --------
    >>> post = Capsules([[0, 0, 0]], [[0, 0, 9e-6]], [1e-6])
    >>> round(axial_compression(post, 0.9), 3)
    0.1
    """
    along = fibres.ends - fibres.starts
    after = np.linalg.norm(along, axis=1)
    before = np.linalg.norm(along / [1.0, 1.0, height_ratio], axis=1)
    is_fibre = after > 0
    volumes = (fibres.diameters**2 * after)[is_fibre]
    strain = 1 - after[is_fibre] / before[is_fibre]
    upright = (along[is_fibre, 2] / after[is_fibre]) ** 2
    return float(volumes @ (strain * upright) / volumes.sum()) if volumes.size else 0.0


def _height_ratio(packing: Packing, ceramic_fraction: float, support_fraction: float) -> float:
    """Height after pressing over that before; raises where there is nothing to press to."""
    if packing.obstacles is None:
        raise InputError("packing", "has no obstacles to press around", "particles around fibres")
    for name, share in (
        ("ceramic_fraction", ceramic_fraction),
        ("support_fraction", support_fraction),
    ):
        if not 0 < share < 1:
            raise InputError(name, f"got {share:g}", "above 0 and below 1")
    ceramic = float(np.pi / 6 * np.sum(packing.diameters**3))
    wanted = ceramic / (ceramic_fraction * (1 - support_fraction))
    return wanted / float(packing.box.prod())


def _pressed(
    packing: Packing, ratio: float, ceramic_fraction: float, support_fraction: float
) -> tuple[Bed, list[tuple[float, ...]]]:
    """The bed when its height is this `ratio` of that before, and the states up to there."""
    states: list[tuple[float, ...]] = []
    bed = _with_beads(packing, support_fraction * ratio, float(packing.diameters.mean()))
    grains = float(bed.volumes[: bed.loose].sum())
    fibres = float(bed.volumes[bed.loose :].sum())

    def observe(bed: Bed) -> None:
        beside = grains / (float(bed.box.prod()) - fibres)
        states.append((beside, *state_of(bed)[1:]))

    if ratio < 1:
        solid = ceramic_fraction * (1 - support_fraction) + support_fraction
        return compact_to_density(bed, "uniaxial", solid, observe), states
    moved = np.array([1.0, 1.0, ratio])
    bed = bed_of(bed.centres * moved, bed.volumes, bed.box * moved, bed.periodic, held=_held(bed))
    observe(bed)
    return bed, states


def _with_beads(packing: Packing, fibre_share: float, unit: float) -> Bed:
    """The packing as a bed in which fibres of this share of the box are chains of held beads."""
    centres, volumes = beads_of(_obstacles(packing), packing.box, packing.periodic)
    require_memory_for(len(packing), len(volumes))
    volumes *= fibre_share * float(packing.box.prod()) / volumes.sum()
    return bed_of(
        np.concatenate([packing.centres, centres]) / unit,
        np.concatenate([np.pi / 6 * packing.diameters**3, volumes]) / unit**3,
        packing.box / unit,
        packing.periodic,
        held=len(volumes),
    )


def _moved(packing: Packing, ratio: float, support_fraction: float) -> Packing:
    """The packing with the fibres where the box takes them; grains as they are."""
    obstacles, moved = _obstacles(packing), np.array([1.0, 1.0, ratio])
    return replace(
        packing,
        obstacles=replace(obstacles, starts=obstacles.starts * moved, ends=obstacles.ends * moved),
        obstacle_volume=support_fraction * ratio * float(packing.box.prod()),
    )


def _obstacles(packing: Packing) -> Capsules:
    assert packing.obstacles is not None  # checked at the door
    return packing.obstacles


def _held(bed: Bed) -> int:
    return len(bed.radii) - bed.loose
