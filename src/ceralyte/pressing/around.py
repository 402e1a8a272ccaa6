"""Pressing of particles around a support, and ceramic that grew around one."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from ceralyte.core.errors import InputError
from ceralyte.core.memory import require_memory
from ceralyte.model import Capsules, Packing, PressedPacking, Pressing
from ceralyte.numerics.capsules import pieces_of
from ceralyte.pressing.bed import Bed, bed_of
from ceralyte.pressing.compaction import compact_to_density
from ceralyte.pressing.press import BYTES_PER_PARTICLE, as_pressed, path_of, state_of

Floats = NDArray[np.float64]

_BEAD = 1.0
"""Length of a bead over the radius of its fibre."""


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
        are those between grains and with walls; stresses those that grains carry.

    Raises
    ------
    InputError
        No obstacles, or a share that is not between 0 and 1.
    ConvergenceError
        Forces did not come to balance.
    MemoryLimitError

    Validity
    --------
    As of `press`. Fibres are neither bent nor flattened: they go where the box takes them, whatever
    it takes. Where they cross they share the volume out that the web has.
    """
    ratio = _height_ratio(packing, ceramic_fraction, support_fraction)
    unit = float(packing.diameters.mean())
    states: list[tuple[float, ...]] = []
    bed = _with_beads(packing, support_fraction * ratio, unit)
    grains = float(bed.volumes[: bed.loose].sum())
    fibres = float(bed.volumes[bed.loose :].sum())

    def observe(bed: Bed) -> None:
        beside = grains / (float(bed.box.prod()) - fibres)
        states.append((beside, *state_of(bed)[1:]))

    if ratio < 1:
        solid = ceramic_fraction * (1 - support_fraction) + support_fraction
        # Short dot products on many BLAS threads cost more waiting than they save.
        with threadpool_limits(1, user_api="blas"):
            bed = compact_to_density(bed, "uniaxial", solid, observe)
    else:
        moved = np.array([1.0, 1.0, ratio])
        bed = bed_of(
            bed.centres * moved, bed.volumes, bed.box * moved, bed.periodic, held=_held(bed)
        )
        observe(bed)
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
    _require_memory(len(packing), 0)
    unit = float(packing.diameters.mean())
    moved = np.array([1.0, 1.0, ratio]) / unit
    volumes = np.pi / 6 * (packing.diameters / unit) ** 3
    bed = bed_of(packing.centres * moved, volumes, packing.box * moved, packing.periodic)
    around = _moved(packing, ratio, support_fraction)
    return replace(as_pressed(around, bed, unit, None), relative_density=ceramic_fraction)


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


def _require_memory(grains: int, beads: int) -> None:
    require_memory(
        f"pressing {grains} particles around a support",
        BYTES_PER_PARTICLE * (grains + beads),
        "use fewer particles",
    )


def _with_beads(packing: Packing, fibre_share: float, unit: float) -> Bed:
    """The packing as a bed in which fibres of this share of the box are chains of held beads."""
    centres, weights = _beads(_obstacles(packing))
    _require_memory(len(packing), len(weights))
    fibres = fibre_share * float(packing.box.prod()) * weights / weights.sum()
    volumes = np.concatenate([np.pi / 6 * packing.diameters**3, fibres])
    return bed_of(
        np.concatenate([packing.centres, centres]) / unit,
        volumes / unit**3,
        packing.box / unit,
        packing.periodic,
        held=len(fibres),
    )


def _beads(capsules: Capsules) -> tuple[Floats, Floats]:
    """Centres (k, 3) of beads along the axes, and their volumes (k,) if they met nowhere else."""
    radii = capsules.diameters / 2
    owner, begin, piece = pieces_of(capsules.starts, capsules.ends, _BEAD * radii)
    return begin + piece / 2, radii[owner] ** 2 * np.linalg.norm(piece, axis=1)


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
