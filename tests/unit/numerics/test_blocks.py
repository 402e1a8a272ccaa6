"""Parts of blocks against a plain search, voxel by voxel."""

from itertools import product

import numpy as np
import pytest

from ceralyte.numerics.blocks import part_at, parts_of_blocks, strongest_faces
from ceralyte.numerics.network_coarsening import NOWHERE, STRONG
from ceralyte.numerics.stencils import Stencil

SHAPES = [(1, 5, 4), (2, 3, 7), (4, 4, 4), (5, 6, 3), (7, 2, 1)]


def stencil_at_random(shape, conductors, periodic, rng):
    """Four fifths of the faces conduct, by values up to eight decades apart."""
    table = np.append(0, 10 ** rng.uniform(-8, 0, conductors)).astype(np.float32)
    faces = np.where(rng.random((3, *shape)) < 0.8, rng.integers(0, conductors + 1, (3, *shape)), 0)
    ends = np.zeros((3, *shape[1:]), np.float32)
    for axis in range(3):
        if not periodic or shape[axis] == 1:
            np.moveaxis(faces[axis], axis, 0)[-1] = 0
    if not periodic:
        ends[: min(shape[0], 2)] = rng.integers(0, 2, shape[1:])
    return Stencil(*faces.astype(np.uint8), table, ends)


def along(voxel, axis, number):
    return (*voxel[:axis], number, *voxel[axis + 1 :])


def join(part, one, other):
    both = part[one] | part[other]
    part.update(dict.fromkeys(both, both))


def searched(stencil):
    """What strong faces join within each block, as a list of sets of voxels."""
    shape, ends = stencil.faces0.shape, stencil.ends
    faces = [stencil.table[places] for places in stencil[:3]]
    around = [face for axis, face in enumerate(faces) for face in (face, np.roll(face, 1, axis))]
    strongest = np.max(around, axis=0).astype(float)
    strongest[0] = np.maximum(strongest[0], ends[0])
    strongest[-1] = np.maximum(strongest[-1], ends[1])
    parts = []
    for block in product(*(range(0, n, 2) for n in shape)):
        voxels = product(*(range(b, min(b + 2, n)) for b, n in zip(block, shape, strict=True)))
        part = {v: {v} for v in voxels if strongest[v] > 0}
        faces_of = {
            v: [
                (faces[axis][along(v, axis, v[axis] & ~1)], axis, other)
                for axis in range(3)
                if (other := along(v, axis, v[axis] ^ 1)) in part
            ]
            for v in part
        }
        for v in part:
            for g, _, other in faces_of[v]:
                if g >= STRONG * max(strongest[v], strongest[other]):
                    join(part, v, other)
        for v in part:
            g, _, best = max(faces_of[v], default=(0, 0, v))  # of alike ones that of the last axis
            if len(part[v]) == 1 and g > 0 and g >= STRONG * strongest[v]:
                join(part, v, best)
        parts += {id(own): own for own in part.values()}.values()
    return parts


@pytest.mark.parametrize("periodic", [True, False])
@pytest.mark.parametrize("conductors", [0, 1, 2, 3, 5])
@pytest.mark.parametrize("shape", SHAPES)
def test_parts_are_what_a_plain_search_joins(shape, conductors, periodic):
    """Odd sizes, electrodes, and all kinds of tables; a voxel alone joins its best neighbour."""
    rng = np.random.default_rng([*shape, conductors, periodic])
    for _ in range(4):
        stencil = stencil_at_random(shape, conductors, periodic, rng)
        strongest = np.empty(shape, np.float32)
        strongest_faces(*stencil.operands, strongest)
        node, part, count = parts_of_blocks(stencil, strongest)
        found = [set() for _ in range(count)]
        for voxel in np.ndindex(shape):
            own = part_at(node, part, *voxel)
            if own != NOWHERE:
                found[own].add(voxel)
        assert sorted(map(sorted, found)) == sorted(map(sorted, searched(stencil)))
