"""Conduction of voxels whose tensors couple the axes, against closed forms."""

import numpy as np
import pytest

from ceralyte.core.errors import InputError
from ceralyte.model import Structure
from ceralyte.transport import conduction_fields, effective_conductivity
from ceralyte.transport.tensor_solve import solve_tensors_on_voxels
from ceralyte.transport.voxel_faces import half_resistances, voxel_faces
from ceralyte.transport.voxel_solve import solve_on_voxels

EDGE = 1e-6
TIGHT = 1e-9
AXES = "xyz"


def rotated(principal: list[float], seed: int) -> np.ndarray:
    turn, _ = np.linalg.qr(np.random.default_rng(seed).normal(size=(3, 3)))
    return turn @ np.diag(principal) @ turn.T


FIRST, SECOND = rotated([1.0, 0.3, 0.05], 1), rotated([0.5, 0.2, 0.1], 2)


def layers(normal: int, share: int = 4, count: int = 10) -> np.ndarray:
    shape, number = [3, 4, 5], np.where(np.arange(count) < share, 1, 2)
    shape[normal] = count
    return np.broadcast_to(number.reshape([-1 if a == normal else 1 for a in range(3)]), shape)


def laminate(
    normal: int,
    resistance: float = 0.0,
    first: np.ndarray = FIRST,
    second: np.ndarray = SECOND,
) -> np.ndarray:
    """0.4 of `first`: the normal current and the lateral gradients are even."""
    n, t = normal, [a for a in range(3) if a != normal]
    shares = ((0.4, first), (0.6, second))
    series = 1 / (sum(w / k[n, n] for w, k in shares) + resistance)
    coupling = sum(w * k[n, t] / k[n, n] for w, k in shares)
    exact = np.empty((3, 3))
    exact[n, n] = series
    exact[n, t] = exact[t, n] = series * coupling
    lateral = sum(w * (k[np.ix_(t, t)] - np.outer(k[t, n], k[n, t]) / k[n, n]) for w, k in shares)
    exact[np.ix_(t, t)] = lateral + series * np.outer(coupling, coupling)
    return exact


def tensor_of(structure: Structure, conductivities, **options) -> np.ndarray:
    found = effective_conductivity(
        structure,
        conductivities,
        boundary="periodic",
        axis=None,
        flux_tolerance=TIGHT,
        **options,
    )
    return np.array([[entry.value for entry in row] for row in found.rows])


def image(phase: np.ndarray, grain: np.ndarray, periodic: bool = True) -> Structure:
    return Structure(phase.astype(np.uint8), grain.astype(np.int32), EDGE, (periodic,) * 3)


def test_a_uniform_medium_has_its_own_tensor() -> None:
    one = np.ones((4, 5, 6))
    assert tensor_of(image(one, one), {"ceramic": FIRST}) == pytest.approx(FIRST, rel=1e-12)


@pytest.mark.parametrize("normal", [0, 1, 2])
def test_laminates_of_two_tensors_are_exact(normal: int) -> None:
    phase = layers(normal)
    got = tensor_of(image(phase, phase), {"ceramic": FIRST, "binder": SECOND})
    assert got == pytest.approx(laminate(normal), rel=1e-8, abs=1e-9)


def test_tilted_laminates_are_exact_in_the_limit() -> None:
    """Their normal lies between x and z, so that every face has steps of both tensors around it."""
    turn = np.array([[1, 0, -1], [0, np.sqrt(2), 0], [1, 0, 1]]) / np.sqrt(2)  # normal to z
    turned = (turn @ tensor @ turn.T for tensor in (FIRST, SECOND))
    exact = turn.T @ laminate(2, 0.0, *turned) @ turn
    found = []
    for n in (2, 4):
        x, _, z = np.indices((10 * n, 2, 10 * n))
        phase = np.where((x + z) % (10 * n) < 4 * n, 1, 2)
        found.append(tensor_of(image(phase, phase), {"ceramic": FIRST, "binder": SECOND}))
    coarse, fine = found
    assert fine == pytest.approx(exact, abs=0.01)  # off by 0.006
    assert 2 * fine - coarse == pytest.approx(exact, abs=1e-4)  # steps are of first order


@pytest.mark.parametrize("seed", [0, 1])
def test_columns_of_one_crystal_keep_the_determinant_of_its_tensor(seed: int) -> None:
    """In the plane, of crystals turned at random: a current turned by 90 degrees is a gradient.

    Source: A. M. Dykhne, Sov. Phys. JETP 32, 63 (1971).
    """
    along, across, columns = 1.0, 0.3, 4
    angle = np.random.default_rng(seed).uniform(0, np.pi, columns**2)
    c, s = np.cos(angle), np.sin(angle)
    tensors = np.zeros((columns**2, 3, 3))
    tensors[:, 0, 0], tensors[:, 2, 2] = along * c**2 + across * s**2, along * s**2 + across * c**2
    tensors[:, 0, 2] = tensors[:, 2, 0] = (along - across) * c * s
    tensors[:, 1, 1] = 1.0
    number = 1 + np.arange(columns**2).reshape(columns, 1, columns)
    errors = []
    for edge in (4, 8, 16):
        grain = np.kron(number, np.ones((edge, 2, edge), int))
        plane = tensor_of(image(np.ones(grain.shape), grain), {"ceramic": tensors})[::2, ::2]
        errors.append(abs(np.linalg.det(plane) / (along * across) - 1))
    assert errors[2] < 0.4 * errors[1] < 0.4**2 * errors[0]
    assert errors[2] < 0.005


@pytest.mark.parametrize("normal", [0, 2])
def test_grains_have_tensors_and_boundaries(normal: int) -> None:
    grain = layers(normal)
    resistance = 3.0 * EDGE  # two boundaries of three voxels of 1 S/m in a cell of ten
    got = tensor_of(
        image(np.ones(grain.shape), grain),
        {"ceramic": np.stack([FIRST, SECOND])},
        interface_resistance=resistance,
    )
    assert got == pytest.approx(laminate(normal, resistance=0.6), rel=1e-8, abs=1e-9)


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_between_electrodes_the_sides_decide(axis: int) -> None:
    shape = [1, 1, 1]
    shape[axis] = 6
    one = np.ones(shape)
    shut, ring = (
        effective_conductivity(
            image(one, one, periodic), {"ceramic": FIRST}, axis=AXES[axis], flux_tolerance=TIGHT
        ).value
        for periodic in (False, True)
    )
    assert shut == pytest.approx(1 / np.linalg.inv(FIRST)[axis, axis], rel=1e-9)  # no side current
    assert ring == pytest.approx(FIRST[axis, axis], rel=1e-9)  # no side gradient


@pytest.mark.parametrize("periodic", [(True, True, True), (False, True, False)])
@pytest.mark.parametrize("interfaces", [{}, {(1, 1): 2.0, (1, 2): 0.7}])
def test_along_the_axes_it_is_the_seven_point_rule(periodic, interfaces) -> None:
    rng = np.random.default_rng(0)
    # Blocks of two voxels: sides along the grid, all faces between two bodies have one weight.
    block = np.ones((2, 2, 2), int)
    phase = np.kron(rng.integers(0, 3, (4, 3, 3)), block).astype(np.uint8)
    grain = np.kron(rng.integers(1, 5, (4, 3, 3)), block).astype(np.int32)
    along = np.array([[0.0] * 3, [1.0, 0.5, 0.3], [0.1, 0.2, 0.4]])
    stencil = voxel_faces(phase, grain, along, periodic, interfaces, 0.3)
    expected = solve_on_voxels(stencil, phase, half_resistances(along), 1, TIGHT, 100)
    tensors = np.array([np.diag(values) for values in along])
    material = phase.astype(np.int32)
    got = solve_tensors_on_voxels(
        phase, grain, material, tensors, along, periodic, interfaces, 0.3, 1, TIGHT, 100
    )
    assert got.fluxes == pytest.approx(expected.fluxes, rel=1e-6)
    assert got.axis_currents == pytest.approx(expected.axis_currents, rel=1e-6, abs=1e-6)
    assert got.power == pytest.approx(expected.power, rel=1e-6)
    assert got.interface_power == pytest.approx(expected.interface_power, rel=1e-6, abs=1e-6)
    assert got.electrode_power == pytest.approx(expected.electrode_power, rel=1e-6, abs=1e-9)
    assert (got.electrode_power.sum() > 0) == (not periodic[0])
    for one, other in zip(got.fields(), expected.fields(), strict=True):
        assert one[np.isfinite(other)] == pytest.approx(other[np.isfinite(other)], abs=1e-5)


@pytest.mark.parametrize("periodic", [(True, True, True), (False, True, False)])
def test_power_is_what_the_current_brings(periodic) -> None:
    rng = np.random.default_rng(3)
    phase = rng.integers(1, 3, (8, 7, 6)).astype(np.uint8)
    tensors = np.stack([np.zeros((3, 3)), FIRST, SECOND])
    along = np.diagonal(tensors, axis1=1, axis2=2)
    interfaces = {(1, 1): 1.0, (1, 2): 0.3}
    grain, material = np.arange(phase.size).reshape(phase.shape), phase.astype(np.int32)
    got = solve_tensors_on_voxels(
        phase, grain, material, tensors, along, periodic, interfaces, 0.2, 0, TIGHT, 100
    )
    assert got.power.sum() + got.interface_power == pytest.approx(got.fluxes.mean() * 8, rel=1e-8)
    assert got.interface_power > 0.01 * got.power.sum()


@pytest.mark.parametrize("boundary", ["periodic", "electrodes"])
def test_every_layer_carries_the_same_current(boundary) -> None:
    rng = np.random.default_rng(3)
    phase = rng.integers(0, 3, (8, 7, 6))
    fields = conduction_fields(
        image(phase, np.arange(phase.size).reshape(phase.shape)),
        {"ceramic": FIRST, "binder": SECOND},
        boundary=boundary,
        axis="y",
        interface_resistance={"ceramic-ceramic": EDGE, "ceramic-binder": EDGE / 3},
        electrode_resistance=EDGE / 5 if boundary == "electrodes" else 0.0,
        flux_tolerance=TIGHT,
    )
    assert fields.conduction.flux_imbalance <= TIGHT
    density = fields.current_density[1].mean(axis=(0, 2))
    mean = fields.conduction.conductivity.value / (7 * EDGE)
    assert density == pytest.approx(np.full(7, mean), rel=1e-7)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([[1.0, 2.0], [2.0, 1.0]], r"shape \(2, 2\).*3 x 3 tensor"),
        ([[1.0, 0.5, 0], [0, 1, 0], [0, 0, 1]], "a symmetric tensor, S/m"),
        ([[1.0, 2.0, 0], [2.0, 1, 0], [0, 0, 1]], "does not conduct in every direction"),
        (np.stack([FIRST]), "got 1 tensors, but the grains of ceramic are numbered 1 to 2"),
    ],
)
def test_impossible_tensors_are_refused(value, message: str) -> None:
    grain = layers(0)
    with pytest.raises(InputError, match=message):
        effective_conductivity(image(np.ones(grain.shape), grain), {"ceramic": value})


def test_gpus_know_no_tensors() -> None:
    one = np.ones((4, 4, 4))
    with pytest.raises(InputError, match="'gpu' for full tensors"):
        effective_conductivity(image(one, one), {"ceramic": FIRST}, device="gpu")


def test_entries_off_the_diagonal_are_as_good_as_asked() -> None:
    """To first order in the potential's error, they need more than the flux tolerance."""
    labels = layers(2, 5, 12).astype(np.uint8)
    structure = Structure(np.ones_like(labels), labels.astype(np.int32), 0.5e-6, (True,) * 3)
    grains = np.stack([rotated([1.0, 0.3, 0.1], 5), 0.1 * rotated([1.0, 0.4, 0.1], 6)])
    found = effective_conductivity(
        structure,
        {"ceramic": grains},
        boundary="periodic",
        axis=None,
        interface_resistance=1e-5,
    )
    assert 0 < found.asymmetry < 1e-5
