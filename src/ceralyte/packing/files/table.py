"""A packing as a table: named columns of its particles, and what holds for all of them."""

from collections.abc import Sequence
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.errors import InputError
from ceralyte.model import Capsules, Packing
from ceralyte.packing.particles import ParticleError, Periodic, as_particles

FORMAT = "ceralyte packing 1"
POSITION = ("x_m", "y_m", "z_m")
REQUIRED = (*POSITION, "diameter_m", "rattler", "touches")
KEYS = (
    "box_m",
    "periodic",
    "dimension",
    "overlap_relative_max",
    "seed",
    "obstacle_volume_m3",
    "obstacles_m",
)

Columns = dict[str, list[Any]]


def properties_of(packing: Packing) -> dict[str, Any]:
    """Return what holds for the packing as a whole, ready for JSON.

    `obstacles_m` has a row of start (3), end (3) and diameter for each obstacle, or is null.
    """
    rods = packing.obstacles
    return {
        "format": FORMAT,
        "box_m": packing.box.tolist(),
        "periodic": [bool(wraps) for wraps in packing.periodic],
        "dimension": packing.dimension,
        "overlap_relative_max": packing.overlap_relative_max,
        "seed": packing.seed,
        "obstacle_volume_m3": packing.obstacle_volume,
        "obstacles_m": None
        if rods is None
        else np.column_stack([rods.starts, rods.ends, rods.diameters]).tolist(),
    }


def columns_of(packing: Packing) -> Columns:
    """Return the columns of the particles.

    ``contacts`` counts the particles that one touches, ``touches`` lists those of them with a
    higher number (from 0), ``fixed_contacts``, where known, counts walls and obstacles.
    """
    n = len(packing)
    contacts = packing.contacts[np.lexsort(packing.contacts.T[::-1])]
    last = np.searchsorted(contacts[:, 0], np.arange(1, n))
    columns: Columns = dict(zip(POSITION, packing.centres.T.tolist(), strict=True))
    columns["diameter_m"] = packing.diameters.tolist()
    columns["contacts"] = contact_counts(packing).tolist()
    if packing.fixed_contacts is not None:
        columns["fixed_contacts"] = packing.fixed_contacts.tolist()
    columns["rattler"] = packing.rattlers.tolist()
    columns["touches"] = [part.tolist() for part in np.split(contacts[:, 1], last)]
    return columns


def contact_counts(packing: Packing) -> NDArray[np.int64]:
    """Return how many particles each one touches, rattlers included (n,)."""
    return np.bincount(packing.contacts.ravel(), minlength=len(packing)).astype(np.int64)


def located(error: InputError, place: str, lines: Sequence[int] | None = None) -> InputError:
    """Return `error` with the file, and the line of the particle that it is about."""
    if isinstance(error, ParticleError) and lines is not None:
        place = f"{place} line {lines[error.index]}"
    return InputError(f"{place}: {error.field}", error.problem, error.allowed)


def packing_of(
    properties: dict[str, Any],
    columns: Columns,
    place: str,
    lines: Sequence[int] | None = None,
) -> Packing:
    """Return the packing that `properties_of` and `columns_of` describe; inverse of the two."""
    _check_names(properties, columns, place)
    try:
        periodic = cast(Periodic, tuple(bool(wraps) for wraps in properties["periodic"]))
        centres, diameters, box = as_particles(
            np.column_stack([columns[name] for name in POSITION]),
            columns["diameter_m"],
            properties["box_m"],
            periodic,
            properties["dimension"],
        )
        fixed = columns.get("fixed_contacts")
        return Packing(
            centres=centres,
            diameters=diameters,
            box=box,
            periodic=periodic,
            contacts=_contacts(columns["touches"], len(diameters), place),
            rattlers=np.array(columns["rattler"], dtype=bool),
            overlap_relative_max=float(properties["overlap_relative_max"]),
            seed=int(properties["seed"]),
            fixed_contacts=None if fixed is None else np.array(fixed, dtype=np.int64),
            obstacles=_obstacles(properties["obstacles_m"]),
            obstacle_volume=float(properties["obstacle_volume_m3"]),
            dimension=properties["dimension"],
        )
    except InputError as error:
        raise located(error, place, lines) from error
    except (TypeError, ValueError, IndexError) as error:
        raise InputError(
            place, f"cannot be read: {error}", "a file as write_particles leaves it"
        ) from error


def _check_names(properties: dict[str, Any], columns: Columns, place: str) -> None:
    if properties.get("format") != FORMAT:
        raise InputError(
            place, f"its format is {properties.get('format')!r}", f"'{FORMAT}', by write_particles"
        )
    for kind, wanted, there in (
        ("property", KEYS, properties),
        ("column", REQUIRED, columns),
    ):
        missing = [name for name in wanted if name not in there]
        if missing:
            raise InputError(place, f"has no {kind} {', '.join(missing)}", ", ".join(wanted))
    lengths = {len(column) for column in columns.values()}
    if len(lengths) > 1:
        raise InputError(place, f"columns of {sorted(lengths)} rows", "columns of one length")


def _contacts(touches: list[list[int]], n: int, place: str) -> NDArray[np.int64]:
    counts = [len(part) for part in touches]
    first = np.repeat(np.arange(n), counts)
    second = np.array([j for part in touches for j in part], dtype=np.int64)
    wrong = (second <= first) | (second >= n)
    if wrong.any():
        k = int(np.argmax(wrong))
        raise InputError(
            place,
            f"particle {first[k]} touches {second[k]}",
            f"numbers above its own and below {n}",
        )
    return np.column_stack([first, second])


def _obstacles(rows: list[list[float]] | None) -> Capsules | None:
    if rows is None:
        return None
    table = np.array(rows, dtype=np.float64).reshape(-1, 7)
    return Capsules(starts=table[:, :3], ends=table[:, 3:6], diameters=table[:, 6])
