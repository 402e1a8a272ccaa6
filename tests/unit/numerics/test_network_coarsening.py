"""Aggregates of nodes of a network, and the network of aggregates, against dense algebra."""

import itertools

import numpy as np
import pytest

from ceralyte.numerics.network_coarsening import aggregates, coarsened, coloured, permuted
from ceralyte.numerics.network_multigrid import NetworkMultigrid
from ceralyte.numerics.network_multigrid import dense as matrix_of
from ceralyte.numerics.networks import narrowed, network_of, without_parallels


def network(links, ground):
    ends = np.array([link[:2] for link in links], np.int32)
    return network_of(ends, np.array([g for *_, g in links], np.float32), np.array(ground))


def dense(net):
    n = len(net.ground)
    matrix = np.zeros((n, n))
    rows = np.repeat(np.arange(n), np.diff(net.first))
    np.add.at(matrix, (rows, net.other), -net.conductance.astype(float))
    return matrix + np.diag(net.ground - matrix.sum(axis=1))


def test_a_node_and_its_strong_neighbours_are_one_and_those_left_over_join():
    chain = network([(k, k + 1, 1.0) for k in range(7)], [0.0] * 8)
    parent, count = aggregates(chain)
    assert parent.tolist() == [0, 0, 1, 1, 1, 2, 2, 2]
    assert count == 3


def test_a_bad_conductor_follows_one_good_one_and_bridges_none():
    # Two good pairs; a bad node conducts to the second twice as well as to the first.
    parent, count = aggregates(
        network([(0, 1, 1.0), (2, 3, 1.0), (1, 4, 1e-4), (2, 4, 2e-4)], [0.0] * 5)
    )
    assert parent.tolist() == [0, 0, 1, 1, 1]
    assert count == 2


def test_a_node_that_its_ground_holds_draws_none_along():
    # A good pair in bad nodes, one of which hangs on the electrode's side of a good node.
    links = [(0, 1, 1.0), (1, 2, 1e-4), (2, 3, 1e-4), (3, 4, 2e-4)]
    net = network(links, [0.0, 0.0, 0.0, 0.0, 1.0])
    parent, count = aggregates(net)
    assert parent[4] == -1
    assert parent[0] == parent[1] != parent[3]
    coarse = coarsened(net, parent, count)
    assert coarse.ground.sum() == pytest.approx(2e-4)  # of the link to what the ground holds


def test_the_network_of_aggregates_is_the_operator_on_piecewise_constants():
    rng = np.random.default_rng(0)
    n = 40
    links = [(a, b, 10.0 ** rng.uniform(-5, 0)) for a, b in rng.integers(0, n, (120, 2))]
    ground = np.where(rng.random(n) < 0.2, 10.0 ** rng.uniform(-3, 1, n), 0.0)
    net = network(links, ground)
    parent, count = aggregates(net)
    assert (parent == -1).any()
    assert 3 < count < n / 2
    assert sorted(set(parent) - {-1}) == list(range(count))
    inside = (parent[:, None] == np.arange(count)).astype(float)
    expected = inside.T @ dense(net) @ inside
    found = dense(coarsened(net, parent, count))
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6)
    np.testing.assert_array_equal(np.triu(found, 1), np.tril(found, -1).T)


def test_narrowed_conductances_keep_eight_digits_of_theirs():
    values = np.append(0, 10 ** np.random.default_rng(0).uniform(-12, 3, 500)).astype(np.float32)
    net = network([(k, k + 1, g) for k, g in enumerate(values)], [*values, 1.0])
    found, rounding = matrix_of(*narrowed(net)), 1.001 * 2**-8
    between = ~np.eye(len(found), dtype=bool)
    np.testing.assert_allclose(found[between], dense(net)[between], rtol=rounding)
    np.testing.assert_allclose(found.sum(axis=1), net.ground, rtol=rounding, atol=1e-12)
    assert (found[between] != dense(net)[between]).any()


def test_what_the_ground_holds_everywhere_is_left_to_smoothing():
    n = 300
    net = network([(k, k + 1, 1e-3) for k in range(n - 1)], [1.0] * n)
    order, colours = coloured(net)
    b = np.random.default_rng(0).normal(size=n)
    np.testing.assert_allclose(NetworkMultigrid(permuted(net, order), colours)(b), b, atol=0.01)


def test_nodes_of_one_colour_follow_by_their_number_of_links():
    rng = np.random.default_rng(0)
    net = network([(a, b, 1.0) for a, b in rng.integers(0, 60, (150, 2))], [0.0] * 60)
    order, colours = coloured(net)
    assert sorted(order) == list(range(60))
    links = np.diff(permuted(net, order).first)
    rows = [links[low:high] for low, high in itertools.pairwise(colours)]
    assert max(np.ptp(row) for row in rows) > 2
    assert all((np.diff(row) >= 0).all() for row in rows)


def test_parallel_links_add_up_where_they_stand_and_gaps_behind_rows_are_left_out():
    # Rows of nodes 0, 1 and 2 have room for three links each; 99 stands where none is.
    other = np.array([1, 1, 2, 0, 0, 99, 0, 99, 99], np.int32)
    conductance = np.array([1, 2, 5, 1, 2, 99, 5, 99, 99], np.float32)
    first, end = np.array([0, 3, 6, 9]), np.array([3, 5, 7])
    net = without_parallels(first, end, other, conductance, np.zeros(3))
    assert net.first.tolist() == [0, 2, 3, 4]
    assert net.other.tolist() == [1, 2, 0, 0]
    assert net.conductance.tolist() == [3, 5, 3, 5]
    assert net.other is other  # no copies: these are most of what setting up takes
    assert net.conductance is conductance
