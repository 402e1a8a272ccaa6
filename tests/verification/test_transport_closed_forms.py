"""Voxel conduction against closed forms: blocks, laminates, dead ends, checkerboard."""

import numpy as np
import pytest

from ceralyte.model import Structure
from ceralyte.transport import effective_conductivity

BOTH = pytest.mark.parametrize("boundary", ["electrodes", "periodic"])
H = 0.5e-6  # voxel size, m
TIGHT = 1e-9


def image(phase, grain=None):
    phase = np.asarray(phase, np.uint8)
    grain = np.zeros(phase.shape) if grain is None else grain
    return Structure(phase, np.asarray(grain, np.int32), H, (True, True, True))


def layers(values, shape=(5, 7, 11)):
    return np.broadcast_to(values, shape)


@BOTH
@pytest.mark.parametrize("axis", ["x", "y", "z"])
def test_uniform_block_is_exact(boundary, axis):
    block = image(np.ones((5, 7, 11)))
    result = effective_conductivity(block, {"ceramic": 0.37}, boundary=boundary, axis=axis)
    assert result.value == pytest.approx(0.37, rel=1e-14)
    assert result.flux_imbalance < 1e-14


@BOTH
@pytest.mark.parametrize("contrast", [1e-1, 1e-4, 1e-8])
def test_laminate_in_series_and_in_parallel(boundary, contrast):
    stack = image(layers(np.where(np.arange(11) < 4, 1, 2)))
    values = {"ceramic": 2.0, "binder": 2.0 * contrast}
    tight = max(TIGHT, 10 * np.finfo(float).eps / contrast)  # what doubles can tell apart
    series = effective_conductivity(stack, values, boundary=boundary, flux_tolerance=tight)
    parallel = effective_conductivity(stack, values, boundary=boundary, axis="x")
    assert series.value == pytest.approx(11 / (4 / 2.0 + 7 / (2.0 * contrast)), rel=2e-7)
    assert parallel.value == pytest.approx((4 * 2.0 + 7 * 2.0 * contrast) / 11, rel=2e-7)
    assert series.flux_imbalance <= tight


@pytest.mark.parametrize(
    ("thickness", "start", "shape"), [(2, 0, (29, 26, 27)), (6, 2, (27, 21, 28))]
)
def test_layers_that_float_between_far_worse_ones_do_not_drift(thickness, start, shape):
    """Rounding lifted them all by 1e5 times their differences, or spoilt the directions."""
    phase = 1 + (np.arange(shape[2]) + start) // thickness % 2
    bad = 3e-7
    series = shape[2] / ((phase == 1).sum() + (phase == 2).sum() / bad)
    result = effective_conductivity(
        image(layers(phase, shape)),
        {"ceramic": 1.0, "binder": bad},
        boundary="periodic",
        flux_tolerance=1e-8,
    )
    assert result.value == pytest.approx(series, rel=1e-7)
    assert result.iterations < 30


def test_stacks_that_float_apart_do_not_drift():
    """Two stacks of layers side by side, insulated from each other."""
    phase = np.empty((28, 20, 32), int)
    phase[:] = 1 + (np.arange(32) + 1) // 3 % 2
    phase[:, 6:] = np.roll(phase[:, 6:], 3, axis=2)
    phase[:, [0, 5]] = 0
    bad = 3e-7
    result = effective_conductivity(
        image(phase),
        {"ceramic": 1.0, "binder": bad},
        boundary="periodic",
        flux_tolerance=1e-8,
    )
    stacks = [
        32 / ((row == 1).sum() + (row == 2).sum() / bad) for row in (phase[0, 1], phase[0, 6])
    ]
    assert result.value == pytest.approx((4 * stacks[0] + 14 * stacks[1]) / 20, rel=1e-7)
    assert result.iterations < 30


def test_layers_of_three_conductors_that_float_do_not_drift():
    """Rounding lifted the whole of coarse networks, all potentials by 1e6: 1000 steps of no use."""
    z = np.arange(26)
    phase = np.where(z % 3 == 0, 3, 1 + (z + 4) // 2 % 2)
    values = {"ceramic": 1.0, "binder": 3.6e-10, "support": 1.36e-6}
    result = effective_conductivity(
        image(layers(phase, (23, 26, 26))), values, boundary="periodic", flux_tolerance=1e-4
    )
    resistances = 1 / np.array(list(values.values()))
    assert result.value == pytest.approx(26 / resistances[phase - 1].sum(), rel=1e-4)
    assert result.iterations < 30


@BOTH
@pytest.mark.parametrize("ratio", [1e-2, 1.0, 1e2, 1e4])
def test_laminate_of_grains_with_interface_resistance(boundary, ratio):
    stack = image(np.ones((5, 7, 11)), layers(np.where(np.arange(11) < 4, 1, 2)))
    resistance = ratio * H / 0.25
    interfaces = {"electrodes": 1, "periodic": 2}[boundary]
    result = effective_conductivity(
        stack,
        {"ceramic": 0.25},
        boundary=boundary,
        interface_resistance=resistance,
        flux_tolerance=TIGHT,
    )
    length = 11 * H
    assert result.value == pytest.approx(
        length / (length / 0.25 + interfaces * resistance), rel=2e-7
    )


def test_tilted_grain_boundaries_count_their_true_area():
    """Grains as diamonds, resistance in their faces: a square net of spacing s has s / R.

    The staircase of the voxels shows sqrt(2) times the true area. A diamond of 24 steps is known
    to one step.
    """
    x, _, z = np.indices((48, 1, 48))
    grain = 1 + ((x + z) % 48 // 24) + 2 * ((x - z) % 48 // 24)
    resistance = 1e6 * H  # ohm m2, with 1 S/m in the bulk
    result = effective_conductivity(
        image(np.ones(grain.shape), grain),
        {"ceramic": 1.0},
        boundary="periodic",
        interface_resistance=resistance,
    )
    spacing = 24 / np.sqrt(2) * H
    assert result.value == pytest.approx(spacing / resistance, rel=1 / 24)


def test_dead_ends_carry_no_current():
    comb = np.zeros((9, 5, 8))
    comb[0] = 1  # the back: a straight channel along z
    comb[:, :, [1, 2, 5]] = 1  # teeth that end blind
    straight = np.zeros_like(comb)
    straight[0] = 1
    closed = Structure(comb.astype(np.uint8), np.zeros(comb.shape, np.int32), H, (False,) * 3)
    result = effective_conductivity(closed, {"ceramic": 1.0}, flux_tolerance=1e-8)
    alone = effective_conductivity(image(straight), {"ceramic": 1.0})
    assert alone.value == pytest.approx(1 / 9, rel=1e-12)
    # The current bulges into the roots of the teeth and nowhere else: fill them further out.
    longer = np.concatenate([comb, comb[-1:], comb[-1:]])
    again = Structure(longer.astype(np.uint8), np.zeros(longer.shape, np.int32), H, (False,) * 3)
    farther = effective_conductivity(again, {"ceramic": 1.0}, flux_tolerance=1e-8)
    assert 1 / 9 < result.value < 1.7 / 9
    assert farther.value * 11 == pytest.approx(result.value * 9, rel=1e-4)


def test_a_blind_pocket_on_one_electrode_changes_nothing():
    phase = np.zeros((6, 6, 6))
    phase[:2] = 1
    pocket = phase.copy()
    pocket[3:5, :, :3] = 1
    plain = effective_conductivity(image(phase), {"ceramic": 1.0})
    assert effective_conductivity(image(pocket), {"ceramic": 1.0}).value == plain.value


@pytest.mark.parametrize(("contrast", "tolerance"), [(0.5, 3e-4), (0.1, 0.03)])
def test_checkerboard_tends_to_the_geometric_mean(contrast, tolerance):
    """Keller, J. Math. Phys. 5, 548 (1964): sqrt(s1 s2); voxels converge slowly at corners."""
    errors = []
    for n in (16, 32, 64):
        x, _, z = np.indices((2 * n, 1, 2 * n)) // n
        board = image(1 + (x + z) % 2)
        result = effective_conductivity(
            board, {"ceramic": 1.0, "binder": contrast}, boundary="periodic"
        )
        errors.append(abs(result.value / np.sqrt(contrast) - 1))
    assert errors[0] > errors[1] > errors[2]
    assert errors[2] < tolerance


def test_an_interface_to_another_phase_needs_no_grain_labels():
    stack = image(layers(np.where(np.arange(11) < 4, 1, 2)))
    resistance = 40 * H
    result = effective_conductivity(
        stack,
        {"ceramic": 1.0, "binder": 0.5},
        interface_resistance={"ceramic-binder": resistance},
        flux_tolerance=TIGHT,
    )
    length = 11 * H
    assert result.value == pytest.approx(length / (4 * H + 7 * H / 0.5 + resistance), rel=1e-6)
    assert result.dissipation["interfaces"] == pytest.approx(40 / (4 + 14 + 40), rel=1e-6)
