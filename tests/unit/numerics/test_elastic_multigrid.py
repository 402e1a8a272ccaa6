"""Coarse grids of elasticity: exact Galerkin products, gaps kept open, few iterations."""

import numba
import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from ceralyte.numerics.elastic_assembly import children_of, first_coarse_matrix, voxel_mesh
from ceralyte.numerics.elastic_blocks import Weights, dense, galerkin, transpose
from ceralyte.numerics.elastic_coarsening import coarsen
from ceralyte.numerics.elastic_grid import ElasticGrid
from ceralyte.numerics.elastic_halves import halve, pack
from ceralyte.numerics.elastic_solver import Load, respond
from ceralyte.numerics.elastic_transfer import transfer_of

FREE = np.zeros((3, 3), np.bool_)
TABLE = np.array([[0, 0, 0, 0], [1.2, 0.8, 1.2, 0.8], [0.01, 0.007, 0.01, 0.007]])


def grid_of(material, periodic=(True, True, True)):
    return ElasticGrid(np.ascontiguousarray(material, np.uint8), TABLE, periodic)


def assembled(grid):
    """The stiffness of a small grid as a matrix, rows in the order node, component."""
    shape = (3, *grid.planes)
    size = int(np.prod(shape))
    matrix, forces = np.empty((size, size)), np.empty(shape)
    for column in range(size):
        node, component = divmod(column, 3)
        unit = np.zeros((3, size // 3))
        unit[component, node] = 1
        grid.forces(unit.reshape(shape), forces)
        matrix[:, column] = forces.reshape(3, -1).T.ravel()
    return matrix


def full(weights: Weights, columns):
    """Interpolation as a matrix for all three components."""
    matrix = np.zeros((len(weights.starts) - 1, columns))
    rows = np.repeat(np.arange(len(matrix)), np.diff(weights.starts))
    np.add.at(matrix, (rows, weights.columns), weights.weights)
    return np.kron(matrix, np.eye(3))


@pytest.mark.parametrize("periodic", [(True, True, True), (True, False, False)])
@pytest.mark.parametrize("sides", [(4, 4, 4), (5, 4, 3)])
def test_coarse_matrices_are_galerkin_products(sides, periodic):
    material = np.random.default_rng(2).choice(3, sides, p=(0.3, 0.4, 0.3))
    grid = grid_of(material, periodic)
    mesh, across = voxel_mesh(grid, np.array([False, False, True]))
    first = coarsen(mesh)
    children = children_of(grid, mesh, first.parents)
    matrix = first_coarse_matrix(grid, children, across, first)
    P = full(first.from_coarse, first.mesh.node_count)
    expected = P.T @ assembled(grid) @ P
    assert dense(matrix) == pytest.approx(expected, abs=2e-5)
    second = coarsen(first.mesh)
    back = Weights(*transpose(*second.from_coarse, second.mesh.node_count))
    P = full(second.from_coarse, second.mesh.node_count)
    assert dense(galerkin(matrix, back, second.from_coarse)) == pytest.approx(
        P.T @ expected @ P, abs=2e-4
    )


@pytest.mark.parametrize("periodic", [(True, True, True), (False, True, False)])
@pytest.mark.parametrize("sides", [(1, 4, 4), (2, 3, 4), (3, 4, 4), (4, 4, 4), (5, 4, 3)])
def test_transfers_of_the_voxels_are_the_interpolation_and_its_transpose(sides, periodic):
    material = np.random.default_rng(3).choice(3, sides, p=(0.3, 0.4, 0.3))
    grid = grid_of(material, periodic)
    mesh, _ = voxel_mesh(grid, np.array([False, False, True]))
    coarsening = coarsen(mesh)
    transfer, count = transfer_of(mesh, coarsening), coarsening.mesh.node_count
    P = full(coarsening.from_coarse, count)
    rng = np.random.default_rng(4)
    fine = rng.random((3, *grid.planes)).astype(np.float32)
    coarse = rng.random((count, 3)).astype(np.float32)
    down, left = np.empty_like(coarse), fine.copy()
    transfer.restrict(fine, down)
    assert down.ravel() == pytest.approx(P.T @ fine.reshape(3, -1).T.ravel(), abs=1e-5)
    transfer.subtract(coarse, left)
    taken = (fine - left).reshape(3, -1).T.ravel()
    assert taken == pytest.approx(P @ coarse.ravel(), abs=1e-6)


def product(kept, n):
    """A matrix of n x n blocks from products with unit vectors."""
    columns = []
    for unit in np.eye(3 * n, dtype=np.float32):
        found = np.zeros((n, 3), np.float32)
        kept.subtract(unit.reshape(-1, 3), found)
        columns.append(-found.ravel())
    return np.stack(columns, axis=1)


@pytest.mark.parametrize("periodic", [True, False])
@pytest.mark.parametrize("side", [1, 3, 5, 6, 8])
def test_half_of_a_matrix_is_enough(side, periodic):
    """Coarse planes: 1 to 5, so one, two that touch twice, and odd numbers of them."""
    material = np.random.default_rng(2).choice(3, (side, 4, 4), p=(0.3, 0.4, 0.3))
    grid = grid_of(material, (periodic, True, False))
    mesh, across = voxel_mesh(grid, np.array([False, False, True]))
    coarsening = coarsen(mesh)
    children, slabs = children_of(grid, mesh, coarsening.parents), coarsening.mesh.slabs
    matrix = first_coarse_matrix(grid, children, across, coarsening)
    exact, n = dense(matrix), coarsening.mesh.node_count
    assert slabs[-1] == n
    half = halve(matrix, slabs)
    rows = np.repeat(np.arange(n), np.diff(matrix.starts))
    assert 2 * len(half.columns) == len(rows) + np.count_nonzero(rows == matrix.columns)
    assert product(half, n) == pytest.approx(exact, abs=1e-6)
    diagonal = np.sqrt(np.diag(exact))
    allowed = 1.6e-5 * np.outer(diagonal, diagonal) + 1e-7
    assert np.all(np.abs(product(pack(matrix, slabs), n) - exact) <= allowed)


@pytest.mark.parametrize("sides", [(4, 4, 4), (5, 4, 3)])
def test_rigid_motions_are_followed_exactly(sides):
    """A translation and a rotation of the coarse nodes are those of the fine ones."""
    grid = grid_of(np.ones(sides), (False, False, False))
    mesh, _ = voxel_mesh(grid, np.array([False, False, True]))
    coarsening = coarsen(mesh)
    coarse = np.zeros((coarsening.mesh.node_count, 3))
    ends = [np.concatenate([[0], np.cumsum(w)]) for w in coarsening.mesh.widths]
    for places, nodes in zip(coarsening.mesh.places, coarsening.mesh.nodes, strict=True):
        for a, node in enumerate(nodes):
            at = [ends[k][places[k] + ((a >> (2 - k)) & 1)] for k in range(3)]
            coarse[node] = np.cross([0.1, -0.2, 0.3], at) + 1
    fine = full(coarsening.from_coarse, len(coarse)) @ coarse.ravel()
    x = np.stack(np.meshgrid(*[np.arange(n + 1) for n in sides], indexing="ij"), -1)
    assert fine.reshape(-1, 3) == pytest.approx(
        np.cross([0.1, -0.2, 0.3], x.reshape(-1, 3)) + 1, abs=1e-6
    )


def test_a_gap_keeps_its_sides_apart_and_a_bridge_joins_them():
    material = np.ones((8, 8, 8))
    material[3:5] = 0
    apart = coarsen(voxel_mesh(grid_of(material, (False,) * 3), FREE[0])[0]).mesh
    left = set(apart.nodes[apart.places[:, 0] == 1].ravel())
    assert left.isdisjoint(apart.nodes[apart.places[:, 0] == 2].ravel())
    material[:, 3:5, 3:5] = 1
    joined = coarsen(voxel_mesh(grid_of(material, (False,) * 3), FREE[0])[0]).mesh
    left = set(joined.nodes[joined.places[:, 0] == 1].ravel())
    assert not left.isdisjoint(joined.nodes[joined.places[:, 0] == 2].ravel())


def test_soft_voxels_hold_nothing_together():
    material = np.ones((8, 8, 8))
    material[3:5] = 2
    mesh, _ = voxel_mesh(grid_of(material, (False,) * 3), np.array([False, False, True]))
    coarse = coarsen(mesh).mesh
    stiff = ~coarse.soft
    left = set(coarse.nodes[stiff & (coarse.places[:, 0] == 1)].ravel())
    assert left.isdisjoint(coarse.nodes[stiff & (coarse.places[:, 0] == 2)].ravel())


def balls(side, seed=0):
    """Overlapping balls of solid of 12 voxels, two thirds of the volume, a third of it soft."""
    rng = np.random.default_rng(seed)
    centres = rng.random((round(1.1 * side**3 / 905), 3)) * side
    x = np.arange(side) + 0.5
    material = np.zeros((side,) * 3)
    for number, centre in enumerate(centres):
        d = np.abs(x[:, None] - centre)
        d = np.minimum(d, side - d) ** 2
        inside = d[:, 0][:, None, None] + d[:, 1][:, None] + d[:, 2] < 36
        material[inside] = 2 if number % 3 == 0 else 1
    return material


def test_iterations_hardly_grow_with_pores_and_soft_phases():
    load = Load("xx", FREE)
    counts = [respond(grid_of(balls(n)), [load], 1e-8, 100).iterations[0] for n in (24, 48)]
    assert counts[0] <= 12
    assert counts[1] <= 22


def test_results_do_not_depend_on_the_number_of_threads():
    allowed = numba.get_num_threads()
    if allowed < 2:
        pytest.skip("one thread only")
    grid, load = grid_of(balls(48)), Load("xy", FREE)
    numba.set_num_threads(1)
    alone = respond(grid, [load], 1e-4, 50)
    numba.set_num_threads(allowed)
    together = respond(grid, [load], 1e-4, 50)
    assert np.array_equal(together.stiffness, alone.stiffness)
    assert np.array_equal(together.displacements[0], alone.displacements[0])


def test_the_energy_error_is_estimated():
    grid, load = grid_of(balls(24)), Load("zz", FREE)
    exact = respond(grid, [load], 1e-10, 100).stiffness[0, 0]
    rough = respond(grid, [load], 1e-2, 100)
    error = rough.stiffness[0, 0] / exact - 1
    assert 0 < error < 3 * rough.error
    assert rough.error <= 1e-2


def test_errors_of_the_tensor_are_energies_of_the_errors():
    """So no mean strain is too soft, however early the loads were stopped."""
    grid, loads = grid_of(balls(24)), [Load(c, FREE) for c in ("xx", "yy", "xy")]
    exact = respond(grid, loads, 1e-10, 100).stiffness
    for iterations in (1, 2, 4):
        error = respond(grid, loads, 1e-10, iterations).stiffness - exact
        assert np.linalg.eigvalsh(error)[0] > 0


def test_all_of_it_runs_on_one_blas_thread(monkeypatch):
    """Pseudo-inverses of coarse grids would else depend on the threads of the machine."""
    used = []
    original = np.linalg.pinv

    def watched(*args, **kwargs):
        used.extend(i["num_threads"] for i in threadpool_info() if i["user_api"] == "blas")
        return original(*args, **kwargs)

    monkeypatch.setattr(np.linalg, "pinv", watched)
    with threadpool_limits(2, user_api="blas"):
        respond(grid_of(np.ones((6, 6, 6))), [Load("xx", FREE)], 1e-4, 50)
    assert set(used) == {1}
