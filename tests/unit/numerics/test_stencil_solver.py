"""Stencil kernels, multigrid and conjugate gradients against dense linear algebra."""

import itertools

import numba
import numpy as np
import pytest

from ceralyte.numerics.block_grid import grid_of_blocks
from ceralyte.numerics.block_links import network_of_parts
from ceralyte.numerics.blocks import part_at, parts_of_blocks, strongest_faces
from ceralyte.numerics.krylov import conjugate_gradients
from ceralyte.numerics.multigrid import SWEEPS, Joined, Multigrid
from ceralyte.numerics.network_coarsening import NOWHERE, STRONG
from ceralyte.numerics.network_multigrid import NetworkMultigrid, invert
from ceralyte.numerics.network_multigrid import dense as dense_network
from ceralyte.numerics.smoothing import NO_PART, OVER, smooth
from ceralyte.numerics.stencils import (
    BitStencil,
    Stencil,
    apply,
    products,
    residual_between_ends,
    stencil_of,
    turned_product,
    unit_gradient_residual,
)

SHAPES = [(4, 4, 4), (5, 3, 7), (9, 2, 6), (2, 5, 1)]


def stencil_of_faces(faces, ends):
    """Faces given by their conductances."""
    table, places = np.unique(np.append(np.float32(0), np.stack(faces)), return_inverse=True)
    return Stencil(*places[1:].reshape(3, *faces[0].shape).astype(np.uint16), table, ends)


def random_stencil(shape, periodic, seed=0):
    rng = np.random.default_rng(seed)
    faces = [rng.uniform(0.1, 1.0, shape).astype(np.float32) for _ in range(3)]
    for axis in range(3):
        if not periodic or shape[axis] == 1:
            np.moveaxis(faces[axis], axis, 0)[-1] = 0
    ends = np.zeros((3, *shape[1:]), np.float32)
    if not periodic:
        ends[:2] = rng.uniform(0.5, 2.0, (2, *shape[1:]))
    return stencil_of_faces(faces, ends)


def strongest_of(stencil):
    most = np.empty(stencil.shape, np.float32)
    strongest_faces(*stencil.operands, most)
    return most


def dense(stencil):
    """The matrix, assembled face by face."""
    shape, size = stencil.shape, np.prod(stencil.shape)
    number = np.arange(size).reshape(shape)
    matrix = np.zeros((size, size))
    for axis in range(3):
        other = np.roll(number, -1, axis).ravel()
        for a, b, g in zip(
            number.ravel(), other, stencil.table[stencil[axis].ravel()], strict=True
        ):
            if a != b:
                matrix[[a, b], [a, b]] += g  # two planes of a ring meet in two faces
                matrix[[a, b], [b, a]] -= g
    for plane, g in ((0, stencil.ends[0]), (-1, stencil.ends[1])):
        here = number[plane].ravel()
        matrix[here, here] += g.ravel()
    return matrix


@pytest.mark.parametrize("periodic", [True, False])
@pytest.mark.parametrize("shape", SHAPES)
def test_apply_equals_the_assembled_matrix(shape, periodic):
    stencil = random_stencil(shape, periodic)
    x, y = np.random.default_rng(1).normal(size=shape), np.empty(shape)
    partial = apply(*stencil, x, y)
    np.testing.assert_allclose(y.ravel(), dense(stencil) @ x.ravel(), rtol=1e-12, atol=1e-12)
    assert partial.sum() == pytest.approx(np.sum(x * y))


def alike_stencils(shape, periodic):
    """Two thirds of the faces conduct, all alike: by class and by bits."""
    rng = np.random.default_rng(5)
    faces = (rng.random((3, *shape)) < 0.67).astype(np.uint8)
    for axis in range(3):
        if not periodic or shape[axis] == 1:
            np.moveaxis(faces[axis], axis, 0)[-1] = 0
    bits = sum(
        np.roll(face, 1, axis) << 2 * axis | face << 2 * axis + 1 for axis, face in enumerate(faces)
    )
    table, ends = np.array([0, 1.7], np.float32), np.zeros((3, *shape[1:]), np.float32)
    if not periodic:
        ends[: min(shape[0], 2)] = rng.uniform(0.5, 2.0, shape[1:])
    return Stencil(*faces, table, ends), BitStencil(bits.astype(np.uint8), table, ends)


def counted_stencil(shape, periodic):
    """Faces of up to three times the only conductance."""
    stencil, _ = alike_stencils(shape, periodic)
    times = np.random.default_rng(7).integers(1, 4, (3, *shape)).astype(np.uint8)
    return Stencil(*(stencil[axis] * times[axis] for axis in range(3)), *stencil[3:])


def few_stencils(shape, periodic):
    """Faces of three conductances and none: by class and by bits."""
    faces = np.random.default_rng(6).integers(0, 4, (3, *shape)).astype(np.uint16)
    for axis in range(3):
        if not periodic or shape[axis] == 1:
            np.moveaxis(faces[axis], axis, 0)[-1] = 0
    table, ends = np.array([0, 1.7, 0.2, 1e-3], np.float32), np.zeros((3, *shape[1:]), np.float32)
    return Stencil(*faces, table, ends), stencil_of(faces, table, ends)


@pytest.mark.parametrize("stencils", [alike_stencils, few_stencils])
@pytest.mark.parametrize("periodic", [True, False])
@pytest.mark.parametrize("shape", [*SHAPES, (6, 7, 40)])
def test_bits_say_the_same_as_classes(shape, periodic, stencils):
    by_class, by_bits = stencils(shape, periodic)
    assert isinstance(by_bits, BitStencil)
    x, y, z = np.random.default_rng(1).normal(size=(3, *shape))
    found = []
    for stencil in (by_class, by_bits):
        operands, out = stencil.operands_as(np.float64), np.empty((3, *shape))
        sums = (
            apply(*operands, x, out[0]),
            products(*operands, x, y, z),
            unit_gradient_residual(*operands, x, out[1]),
            residual_between_ends(*operands, x, out[2]),
        )
        found.append([out, *sums, strongest_of(stencil)])
        assert [stencil.is_ring(axis) for axis in range(3)] == [periodic and n > 1 for n in shape]
    for one, other in zip(*found, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("shape", [(6, 7, 40), (9, 5, 7)])
def test_what_leaves_is_summed_in_double_if_the_table_is(shape):
    """Rounded sums are no residual of a potential in single precision: solves stall on them."""
    x = np.random.default_rng(1).normal(size=shape).astype(np.float32)
    one, other = np.empty((2, *shape))
    for stencil, residual in zip(alike_stencils(shape, True), (one, other), strict=True):
        unit_gradient_residual(*stencil.operands_as(np.float64), x, residual)
    np.testing.assert_allclose(one, other, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("slabs", [1, 2, 3, 9])
@pytest.mark.parametrize("shape", [*SHAPES, (9, 5, 7)])
def test_a_turned_direction_and_its_product_in_one_pass(shape, slabs):
    _, stencil = alike_stencils(shape, True)
    z, p = np.random.default_rng(2).normal(size=(2, *shape)).astype(np.float32)
    turned, expected = z + np.float32(0.7) * p, np.empty(shape, np.float32)
    partial = apply(*stencil.operands, turned, expected)
    found = turned_product(*stencil.operands, np.float32(0.7), z, p, slabs)
    np.testing.assert_allclose(p, turned, rtol=1e-6)
    np.testing.assert_allclose(z, expected, rtol=1e-5, atol=1e-5)
    np.testing.assert_allclose(found, partial, rtol=1e-5)


def relaxed(matrix, b, x, colour, shape, over=OVER):
    """Half a sweep, voxel by voxel in the order in which those of one colour may see each other."""
    last = np.array(shape) - 1
    places = sorted(
        np.ndindex(shape), key=lambda at: (at[0] == last[0] and shape[0] % 2 == 1, at[0], at[1])
    )
    for at in places:
        if sum(at) % 2 == colour:
            row = np.ravel_multi_index(at, shape)
            if matrix[row, row] > 0:
                x[row] += over * (b[row] - matrix[row] @ x) / matrix[row, row]


@pytest.mark.parametrize("periodic", [True, False])
@pytest.mark.parametrize(
    "shape",
    [
        *((40, 3, 2), (33, 2, 5), (7, 4, 3), (1, 3, 6), (8, 5, 5)),
        *((4, 3, 16), (3, 4, 17), (5, 2, 32), (3, 3, 33), (2, 3, 41)),  # sixteen at once, and more
        *((40, 3, 33), (33, 2, 17)),  # in several slabs
    ],
)
def test_half_sweeps_in_slabs_are_those_one_after_the_other(shape, periodic):
    """Odd and even, in one slab and in several, from zero and on from there; by class and bits, and
    with faces that count how often they conduct."""
    alike, few = alike_stencils(shape, periodic), few_stencils(shape, periodic)
    counts = counted_stencil(shape, periodic)
    b = np.random.default_rng(6).normal(size=shape)
    of_counts = dense(counts._replace(table=np.arange(4) * counts.table[1]))
    cases = [
        (counts, of_counts),
        *(
            (one, dense(by_class))
            for by_class, by_bits in (alike, few)
            for one in (by_class, by_bits)
        ),
    ]
    for stencil, matrix in cases:
        x, expected = np.full(shape, np.nan, np.float32), np.zeros(np.prod(shape))
        smooth(*stencil.operands, b.astype(np.float32), x, 0, 4, True, 2)
        smooth(*stencil.operands, b.astype(np.float32), x, 1, 4, False, 2)
        relaxed(np.diag(np.diag(matrix)), b.ravel(), expected, 0, shape)
        for colour in (1, 0):
            relaxed(matrix, b.ravel(), expected, colour, shape)
        for colour in (1, 1):  # between them blocks are corrected
            relaxed(matrix, b.ravel(), expected, colour, shape, over=1)
        for colour in (0, 1, 0):
            relaxed(matrix, b.ravel(), expected, colour, shape)
        np.testing.assert_allclose(x.ravel(), expected, rtol=1e-4, atol=1e-5)


def parts_and_count(stencil):
    """Number of the part of each voxel."""
    node, part, count = parts_of_blocks(stencil, strongest_of(stencil))
    places = np.ndindex(part.shape)
    return np.array([part_at(node, part, *at) for at in places]).reshape(part.shape), count


@pytest.mark.parametrize("ends", [0, 1, 30])  # 30: faces next to them are weak
@pytest.mark.parametrize("shape", [(12, 10, 8), (7, 9, 5)])
def test_parts_are_the_same_by_class_and_by_bits(shape, ends):
    stencils = alike_stencils(shape, periodic=ends == 0)
    found = [parts_and_count(one._replace(ends=ends * one.ends)) for one in stencils]
    assert found[0][1] == found[1][1]
    np.testing.assert_array_equal(found[0][0], found[1][0])


def test_parts_are_what_strong_faces_join_within_a_block():
    faces = [np.ones((4, 2, 2), np.float32) for _ in range(3)]
    faces[0][-1] = faces[1][:, -1] = faces[2][:, :, -1] = 0
    faces[2][:2] = 0.01  # two halves of the first block, weakly joined
    faces[0][2:] = faces[1][2:] = faces[2][2:] = 0  # of the second block one voxel is reached
    faces[0][1] = 0
    faces[0][1, 0, 0] = 1
    stencil = stencil_of_faces(faces, np.zeros((3, 2, 2), np.float32))
    parts, count = parts_and_count(stencil)
    assert count == 3
    assert len(np.unique(parts[:2, :, 0])) == len(np.unique(parts[:2, :, 1])) == 1
    assert parts[0, 0, 0] != parts[0, 0, 1]
    assert (parts[2:] != NOWHERE).sum() == 1


def test_a_bad_conductor_does_not_bridge_two_good_ones():
    faces = [np.zeros((4, 4, 4), np.float32) for _ in range(3)]
    good, bad, other = (1, 1, 1), (1, 1, 2), (1, 2, 2)  # in one block of the shifted grid below
    faces[0][good] = faces[0][other] = 1  # each goes on along axis 0
    faces[2][good] = 1e-4
    faces[1][bad] = 2e-4
    shifted = [np.roll(face, -1, axis=(1, 2)) for face in faces]
    stencil = stencil_of_faces(shifted, np.zeros((3, 4, 4), np.float32))
    parts, count = parts_and_count(stencil)
    first, middle, last = parts[1, 0, 0], parts[1, 0, 1], parts[1, 1, 1]
    assert first != last
    assert middle == last  # to which it conducts best
    assert count == 4  # with the two behind


def holey_stencil(shape, periodic, values):
    """A fifth of the voxels of one half insulates; a tenth of the faces have the last value."""
    rng = np.random.default_rng(3)
    conducts = rng.random(shape) < 0.8
    conducts[:, :, : shape[2] // 2 + 1] = (
        True  # whole blocks beside those of several parts, of none
    )
    faces = []
    for axis in range(3):
        value = np.where(rng.random(shape) < 0.1, values[-1], 1.0)
        face = np.where(conducts & np.roll(conducts, -1, axis), value, 0).astype(np.float32)
        if not periodic:
            np.moveaxis(face, axis, 0)[-1] = 0
        faces.append(face)
    return stencil_of_faces(faces, np.zeros((3, *shape[1:]), np.float32)), faces


def sums_between(bodies, count, faces, strongest, cells):
    """Matrix of what faces between bodies add up to, half of strong ones that leave a cell."""
    sums = np.zeros((count, count))
    for axis, face in enumerate(faces):
        there = np.roll(bodies, -1, axis)
        low = np.minimum(strongest, np.roll(strongest, -1, axis))
        leaves = cells != np.roll(cells, -1, axis)
        g = np.where(leaves & (face >= STRONG * low), 0.5 * face, face)
        joined = (g > 0) & (bodies != there) & (bodies >= 0) & (there >= 0)
        np.add.at(sums, (bodies[joined], there[joined]), g[joined])
        np.add.at(sums, (there[joined], bodies[joined]), g[joined])
    return sums


@pytest.mark.parametrize("periodic", [True, False])
@pytest.mark.parametrize("narrow", [True, False])
@pytest.mark.parametrize("values", [(1.0,), (1.0, 1e-3)])
def test_links_of_parts_are_what_the_faces_between_them_add_up_to(values, narrow, periodic):
    stencil, faces = holey_stencil((9, 8, 11), periodic, values)
    strongest = strongest_of(stencil)
    found = parts_of_blocks(stencil, strongest)
    parts, count = parts_and_count(stencil)
    network, colours, rank = network_of_parts(stencil, strongest, found, narrow=narrow)
    got = np.diag(dense_network(*network).diagonal()) - dense_network(*network)
    assert ((found.node >= 0).any(), (found.node < -1).any()) == (True, True)
    blocks = np.ravel_multi_index(np.indices(parts.shape) // 2, found.node.shape)
    expected = sums_between(parts, count, faces, strongest, blocks)
    found, expected = got[np.ix_(rank, rank)], expected.astype(np.float32)
    np.testing.assert_allclose(found, expected, rtol=1.001 * 2**-8 if narrow else 1e-6)
    assert network.conductance.dtype == (np.uint16 if narrow else np.float32)
    short = expected.view(np.uint32) << 16 == 0  # 1, 2 and 1.5 have all their digits there
    np.testing.assert_array_equal(found[short], expected[short])
    assert np.count_nonzero(expected[short]) > 100
    np.testing.assert_array_equal(got, got.T)
    for low, high in itertools.pairwise(colours):
        assert not got[low:high, low:high].any()


@pytest.mark.parametrize("periodic", [True, False])
@pytest.mark.parametrize("values", [(1.0,), (1.0, 1e-3)])
def test_links_of_blocks_are_those_of_the_parts_that_joined_them(values, periodic):
    shape, blocks, count = (17, 16, 19), (9, 8, 10), 720
    stencil, faces = holey_stencil(shape, periodic, values)
    strongest = strongest_of(stencil)
    found, (parts, _) = parts_of_blocks(stencil, strongest), parts_and_count(stencil)
    coarse, home, _ = grid_of_blocks(stencil, strongest, found)
    bodies = np.where(parts == NOWHERE, NOWHERE, home[parts])
    np.testing.assert_array_equal(bodies == NOWHERE, found.part == NO_PART)
    number = np.arange(count).reshape(blocks)
    linked, got = np.zeros((2, count, count))
    for axis in range(3):
        there = np.roll(number, -1, axis)
        linked[number, there] = linked[there, number] = 1
        between = coarse.table[1] * coarse[axis]
        np.add.at(got, (number, there), between)
        np.add.at(got, (there, number), between)
    own = np.ravel_multi_index(np.indices(shape) // 2, blocks)
    moved = (bodies != own) & (bodies != NOWHERE)
    assert 0 < moved.sum() < 0.2 * moved.size
    assert linked[own[moved], bodies[moved]].all()
    expected = linked * sums_between(
        bodies, count, faces, strongest, np.arange(own.size).reshape(shape)
    )
    np.testing.assert_allclose(got, expected, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("periodic", [True, False])
@pytest.mark.parametrize("shape", [(12, 12, 12), (13, 9, 6), (7, 11, 10)])
def test_solution_equals_the_direct_one_in_few_iterations(shape, periodic):
    stencil = random_stencil(shape, periodic)
    matrix = dense(stencil)
    exact = np.random.default_rng(2).normal(size=matrix.shape[0])
    rhs = matrix @ exact
    solution = conjugate_gradients(
        lambda p, q: apply(*stencil, p, q).sum(),
        Multigrid(stencil),
        rhs.reshape(shape).copy(),
        lambda _, progress: progress.residual < 1e-10,
        40,
    )
    assert solution.converged
    assert solution.progress.iterations <= 25
    np.testing.assert_allclose(matrix @ solution.x.ravel(), rhs, atol=1e-8)


def test_running_out_of_iterations_is_said():
    stencil = random_stencil((12, 12, 12), False)
    solution = conjugate_gradients(
        lambda p, q: apply(*stencil, p, q).sum(),
        Multigrid(stencil),
        np.random.default_rng(0).normal(size=(12, 12, 12)),
        lambda _, progress: progress.residual < 1e-10,
        2,
    )
    assert not solution.converged
    assert solution.progress.iterations == 2


def cubes_stencil(periodic):
    """Most of some cubes of 4 voxels conduct, at odd places: some blocks hold two of them."""
    cubes = np.random.default_rng(1).random((16, 17, 16)) < 0.9
    conducts = np.roll(cubes.repeat(4, 0).repeat(4, 1).repeat(4, 2), 1, (0, 1, 2))
    faces = [(conducts & np.roll(conducts, -1, axis)).astype(np.uint8) for axis in range(3)]
    ends = np.zeros((3, *conducts.shape[1:]), np.float32)
    if not periodic:
        for axis in range(3):
            np.moveaxis(faces[axis], axis, 0)[-1] = 0
        ends[0], ends[1] = 2 * conducts[0], 2 * conducts[-1]
    return Stencil(*faces, np.array([0, 1], np.float32), ends)


def improve(stencil, preconditioner, rhs, steps):
    return conjugate_gradients(
        lambda p, q: apply(*stencil, p, q).sum(),
        preconditioner,
        rhs.copy(),
        lambda _, progress: progress.iterations == steps,
        steps,
    )


@pytest.mark.parametrize("periodic", [True, False])
def test_a_grid_of_blocks_is_as_good_as_their_network(periodic):
    stencil = cubes_stencil(periodic)
    grid, network = Multigrid(stencil), Multigrid(stencil, -1.0)
    assert (type(grid.coarse), type(network.coarse)) == (Multigrid, NetworkMultigrid)
    drops = np.random.default_rng(2).normal(size=stencil.shape)
    rhs = np.empty_like(drops)
    apply(*stencil, drops, rhs)
    left = [improve(stencil, one, rhs, 8).progress.residual for one in (grid, network)]
    assert left[0] < 1.5 * left[1] < 1e-3


def test_what_is_left_goes_to_the_block_that_a_part_joined(monkeypatch):
    stencil, (number, _) = cubes_stencil(True), parts_and_count(cubes_stencil(True))
    strongest = strongest_of(stencil)
    _, home, beside = grid_of_blocks(stencil, strongest, parts_of_blocks(stencil, strongest))
    assert len(beside) > 100
    b = np.random.default_rng(3).normal(size=number.shape).astype(np.float32)
    b[number == NOWHERE] = 0
    grid, x, leaving = Multigrid(stencil), np.empty_like(b), np.empty_like(b)
    handed_down = []
    monkeypatch.setattr(grid.coarse, "improved", lambda r: handed_down.append(r.copy()) or r)
    grid(b)
    smooth(*stencil.operands, b, x, 0, 2 * SWEEPS, True, 2)
    apply(*stencil.operands, x, leaving)
    body = np.where(number == NOWHERE, NOWHERE, home[number])
    kept = body != NOWHERE
    expected = np.bincount(body[kept], (b - leaving)[kept], grid.coarse.size)
    np.testing.assert_allclose(handed_down[0], expected, atol=1e-4)


@pytest.mark.skipif(numba.config.NUMBA_NUM_THREADS < 2, reason="one processor")
@pytest.mark.parametrize("periodic", [True, False])
@pytest.mark.parametrize("kind", ["network", "grid"])
def test_result_does_not_depend_on_the_number_of_threads(kind, periodic):
    network = kind == "network"
    stencil = random_stencil((41, 40, 42), periodic) if network else cubes_stencil(periodic)
    rhs = np.random.default_rng(4).normal(size=stencil.shape)  # enough for two threads
    results, threads = [], numba.get_num_threads()
    try:
        for count in (1, 2):
            numba.set_num_threads(count)
            results.append(improve(stencil, Multigrid(stencil), rhs - rhs.mean(), 6).x)
    finally:
        numba.set_num_threads(threads)
    assert np.array_equal(*results)


def test_a_floating_part_is_inverted_up_to_its_constant():
    matrix = np.zeros((7, 7))  # a floating chain of four with a weak link, and a grounded one
    for a, b, g in ((3, 5, 1.0), (5, 0, 1e-6), (0, 2, 2.0), (6, 1, 1.0), (1, 4, 1.0)):
        matrix[[a, b], [a, b]] += g
        matrix[[a, b], [b, a]] -= g
    matrix[4, 4] += 0.5
    inverse = matrix.copy()
    invert(inverse, 1e-12)
    assert matrix @ inverse @ matrix == pytest.approx(matrix, abs=1e-9)
    assert inverse == pytest.approx(inverse.T)


@pytest.mark.parametrize("narrow", [True, False])
def test_what_is_joined_serves_a_stencil_of_other_conductances(narrow):
    stencil, _ = holey_stencil((20, 17, 18), True, (1.0, 1e-3))
    other = stencil._replace(table=stencil.table * np.array([1, 2, 3], np.float32))
    b = np.random.default_rng(0).normal(size=stencil.shape).astype(np.float32)
    joined = Joined()
    Multigrid(stencil, narrow=narrow, joined=joined)
    again = Multigrid(other, narrow=narrow, joined=joined)
    assert again.coarse.network.first is joined.network.network.first
    np.testing.assert_array_equal(again(b).copy(), Multigrid(other, narrow=narrow)(b))
