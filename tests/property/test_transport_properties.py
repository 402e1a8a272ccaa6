"""What holds for conduction through any image."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ceralyte.model import Structure
from ceralyte.transport import effective_conductivity, wiener_bounds

TOLERANCE = 1e-8
FAST = settings(max_examples=20, deadline=None)


@st.composite
def images(draw):
    """Random images of 6 to 12 voxels, three phases, some of them in blobs of one grain."""
    shape = tuple(draw(st.integers(6, 12)) for _ in range(3))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    pores = draw(st.floats(0.0, 0.4))
    phase = np.where(rng.random(shape) < pores, 0, rng.integers(1, 3, shape))
    grain = rng.integers(1, 4, shape) * (phase == 1)
    periodic = (draw(st.booleans()), draw(st.booleans()), True)
    return Structure(phase.astype(np.uint8), grain.astype(np.int32), 1e-6, periodic)


def solve(image, scale=1.0, **options):
    values = {"ceramic": scale, "binder": 0.01 * scale}
    return effective_conductivity(image, values, flux_tolerance=TOLERANCE, **options)


BOUNDARIES = st.sampled_from(["electrodes", "periodic"])


@FAST
@given(images(), BOUNDARIES, st.floats(1e-6, 1e6))
def test_scales_with_the_bulk_value(image, boundary, scale):
    one, scaled = solve(image, boundary=boundary), solve(image, scale, boundary=boundary)
    assert one.percolates == scaled.percolates
    if one.percolates:
        assert scaled.value == pytest.approx(scale * one.value, rel=1e-6)


@FAST
@given(images(), st.permutations([0, 1, 2]), st.sampled_from([0.0, 1e-6]))
def test_permutes_with_the_axes(image, order, interface):
    turned = Structure(
        image.phase.transpose(order),
        image.grain.transpose(order),
        image.voxel_size,
        tuple(image.periodic[a] for a in order),
    )
    axis = "xyz"[list(order).index(2)]
    original = solve(image, interface_resistance=interface)
    rotated = solve(turned, axis=axis, interface_resistance=interface)
    assert original.percolates == rotated.percolates
    if original.percolates:
        assert rotated.value == pytest.approx(original.value, rel=1e-6)


@FAST
@given(images(), BOUNDARIES)
def test_lies_within_the_wiener_bounds_and_balances_its_fluxes(image, boundary):
    result = solve(image, boundary=boundary)
    shares = [image.volume_fractions[name] for name in ("pore", "ceramic", "binder")]
    lower, upper = wiener_bounds(shares, [0.0, 1.0, 0.01])
    if result.percolates:
        assert lower * (1 - 1e-6) <= result.value <= upper * (1 + 1e-6)
        assert result.flux_imbalance < 1e-4


@FAST
@given(images(), st.floats(1e-9, 1e-3))
def test_an_interface_resistance_only_hinders(image, resistance):
    free, hindered = solve(image), solve(image, interface_resistance=resistance)
    if free.percolates:
        assert hindered.value <= free.value * (1 + 1e-6)
