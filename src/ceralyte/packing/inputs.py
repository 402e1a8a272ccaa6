"""What a packing may be asked for: numbers are checked before any particle is placed."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from ceralyte.core.errors import InputError
from ceralyte.core.units import LENGTH, show
from ceralyte.model import Capsules, SizeDistribution
from ceralyte.packing.bed import Bed
from ceralyte.packing.moments import volume_quantile
from ceralyte.packing.neighbours import Floats
from ceralyte.packing.sampling import N_MAX, N_MIN

OVERLAP_TOLERANCE = 1e-6
SIDE_OVER_LARGEST = 3.0
DISCS_HEXAGONAL = 0.9069
LOOSEST = 1e-4
"""Packing fraction at least: a choice, below which a box is rather meant in another unit."""


def check_distribution(distribution: SizeDistribution, field: str = "distribution") -> None:
    """Refuse what is no size distribution, such as the text of one."""
    if not isinstance(distribution, SizeDistribution):
        raise InputError(field, f"got {distribution!r}", "one by parse_distribution")


def check_number(field: str, value: float, allowed: str) -> None:
    """Refuse what is no number; `allowed` says of which kind."""
    if not isinstance(value, int | float | np.number):
        raise InputError(field, f"got {value!r}", f"a number{allowed}")


def dimension_of(dimension: int) -> int:
    """Return 2 or 3, or refuse."""
    if dimension not in (2, 3):
        raise InputError("dimension", f"got {dimension!r}", "3, or 2 for discs")
    return dimension


def thickness_of(thickness: float) -> float:
    """Return the distance of two walls, m, or refuse."""
    check_number("slab_thickness", thickness, ", in metres")
    if not (np.isfinite(thickness) and thickness > 0):
        raise InputError("slab_thickness", f"got {thickness} m", "finite and positive, in metres")
    return thickness


def sides_of(box: ArrayLike | None, slab_thickness: float | None) -> Floats:
    """Return the three sides of a box, the third from the slab if there is one."""
    try:
        sides = np.asarray(box, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InputError("box", f"got {box!r}", "sides in metres, as numbers") from error
    wanted = 3 if slab_thickness is None else 2
    if sides.shape != (wanted,) or not np.all(np.isfinite(sides) & (sides > 0)):
        raise InputError(
            "box",
            f"got {np.asarray(box).tolist()} m",
            f"{wanted} finite, positive sides in metres",
        )
    if slab_thickness is not None:
        sides = np.append(sides, thickness_of(slab_thickness))
    return sides


def check_boxable(friction: float, dimension: int) -> None:
    """Refuse to fill a given box with rough particles or with discs."""
    if friction != 0.0 or dimension != 3:
        raise InputError("box", "got it for rough particles or discs", "smooth spheres")


class Aim(NamedTuple):
    """How near smooth particles come to true jamming: largest relative overlap, net force.

    Without a `balance` it is as good as contacts need.
    """

    overlap: float
    balance: float | None


def aim_of(overlap_tolerance: float | None, balance: float | None) -> Aim:
    """Return what is aimed at, overlaps by default 1e-6, or refuse."""
    overlap = OVERLAP_TOLERANCE if overlap_tolerance is None else overlap_tolerance
    if not 1e-7 <= overlap <= 1e-2:
        raise InputError("overlap_tolerance", f"got {overlap}", "1e-7 to 1e-2")
    if balance is not None and not 1e-4 <= balance <= 1e-2:
        raise InputError("balance", f"got {balance}", "1e-4 to 1e-2")
    return Aim(overlap, balance)


def check_choices(
    obstacles: Capsules | None,
    packing_fraction: float | None,
    friction: float,
    overlap_tolerance: float | None,
    balance: float | None,
) -> None:
    """Refuse what is no number or no capsules where such are wanted, and balance of no forces."""
    if not isinstance(obstacles, Capsules | None):
        raise InputError("obstacles", f"got {obstacles!r}", "Capsules(starts, ends, diameters)")
    check_number("friction", friction, ", such as 0.3")
    if packing_fraction is not None:
        check_number("packing_fraction", packing_fraction, ", such as 0.5")
    if overlap_tolerance is not None:
        check_number("overlap_tolerance", overlap_tolerance, ", such as 1e-6")
    if balance is not None:
        check_number("balance", balance, ", such as 5e-4")
        if friction != 0.0 or packing_fraction is not None:
            raise InputError(
                "balance", "got it with friction or a packing fraction", "smooth particles that jam"
            )


def check_seed(seed: int) -> None:
    """Refuse what is no whole number from 0 on."""
    if not isinstance(seed, int | np.integer) or seed < 0:
        raise InputError("seed", f"got {seed!r}", "a whole number, 0 or more")


def check_diameters(diameters: Floats) -> None:
    """Refuse too few or too many diameters (n,), m, and such that are not positive."""
    if not isinstance(diameters, np.ndarray):
        raise InputError("diameters", f"got {type(diameters).__name__}", "an array (n,), m")
    n = len(diameters)
    if not N_MIN <= n <= N_MAX:
        raise InputError("diameters", f"got {n} particles", f"{N_MIN} to {N_MAX} particles")
    wrong = ~(np.isfinite(diameters) & (diameters > 0))
    if wrong.any():
        raise InputError(
            "diameters", f"got {diameters[wrong][0]} m", "finite and positive, in metres"
        )


def check_fraction(fraction: float, guess: float, bed: Bed) -> None:
    """Refuse a packing fraction beyond `guess`, or for discs beyond their lattice."""
    most = guess if bed.domain.sides[2] > 0 else DISCS_HEXAGONAL
    if not LOOSEST <= fraction < most:
        raise InputError(
            "packing_fraction",
            f"got {fraction:.4g}",
            f"{LOOSEST:g} or more, below {most:.4g}, where particles of these sizes jam at the "
            "latest",
        )


def check_wide(distribution: SizeDistribution, sides: Floats) -> None:
    """Refuse a box narrower than three of the particles that most of the volume is made of."""
    coarse = float(volume_quantile(distribution, 0.5))
    if sides.min() < SIDE_OVER_LARGEST * coarse * (1 - 1e-9):
        raise InputError(
            "box",
            f"its shortest side is {show(float(sides.min()), LENGTH)}, half of the volume is "
            f"particles of {show(coarse, LENGTH)} and more",
            f"at least {show(SIDE_OVER_LARGEST * coarse, LENGTH)}, three of them",
        )


def check_room(diameters: Floats, bed: Bed, fraction: float) -> None:
    """Refuse a box narrower than three of the largest particles."""
    bed.scale_to(fraction)
    largest, box = float(diameters.max()), bed.in_metres()[2]
    narrow = float(box[: 2 if box[2] == 0 else 3].min())
    if narrow >= SIDE_OVER_LARGEST * largest * (1 - 1e-9):
        return
    n, ratio = len(diameters), SIDE_OVER_LARGEST * largest / narrow
    problem = (
        f"the box is {show(narrow, LENGTH)} wide, less than three times the largest diameter of "
        f"{show(largest, LENGTH)}"
    )
    thin = bed.domain.walls and narrow == box[2]
    if bed.box_fixed or thin:
        field, at_least = "slab_thickness" if thin else "box", SIDE_OVER_LARGEST * largest
        raise InputError(field, problem, f"at least {show(at_least, LENGTH)}, or finer powder")
    needed = int(n * ratio ** (3 if bed.exponent == 3 else 2)) + 1
    raise InputError(
        "n_particles",
        f"{n} particles are few: {problem}",
        f"at least {needed} particles of the same sizes, or a narrower distribution",
    )
