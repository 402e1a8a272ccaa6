"""What an impedance solve refuses, and what it says."""

import numpy as np
import pytest

from ceralyte.core.errors import ConvergenceError, InputError
from ceralyte.model import Admittance, Structure, bulk_admittance, interface_admittance
from ceralyte.transport import brick_layer, impedance_spectrum

CERAMIC = bulk_admittance(0.25, 40.0)


def block(share: float = 1.0) -> Structure:
    rng = np.random.default_rng(1)
    phase = (rng.random((8, 8, 8)) < share).astype(np.uint8)
    return Structure(phase, np.zeros(phase.shape, np.int32), 1e-6, (True, True, False))


@pytest.mark.parametrize(
    ("frequencies", "message"),
    [
        ([], "got shape"),
        ([1.0, 0.0], "got 0 Hz.*effective_conductivity"),
        ([-5.0], "got -5 Hz"),
        ([float("nan")], "got nan Hz"),
        ([float("inf")], "got inf Hz"),
        ([1.0, 1.0], "twice"),
    ],
)
def test_frequencies_are_positive_and_single(frequencies: list[float], message: str) -> None:
    with pytest.raises(InputError, match=message):
        impedance_spectrum(block(), frequencies, {"ceramic": CERAMIC})


def test_a_phase_without_admittance_is_named_with_its_share() -> None:
    with pytest.raises(InputError, match=r"100 % of ceramic, which has no admittance"):
        impedance_spectrum(block(), [1.0], {})


def test_unknown_phases_and_phases_without_capacitance_are_refused() -> None:
    with pytest.raises(InputError, match="did you mean 'ceramic'"):
        impedance_spectrum(block(), [1.0], {"ceramics": CERAMIC})
    with pytest.raises(InputError, match=r"no capacitance.*permittivity of 1"):
        impedance_spectrum(block(), [1.0], {"ceramic": Admittance(conductance=1.0)})


@pytest.mark.parametrize(
    ("along", "message"),
    [
        ((CERAMIC, CERAMIC), r"phases\['ceramic'\]: holds 2 admittances.*one, or three along x"),
        ((CERAMIC, CERAMIC, bulk_admittance(0.0, 40.0)), "conducts along some axes only"),
        (0.25, r"got 0.25, no admittance. Allowed: bulk_admittance"),
        ("0.25", "got '0.25', no admittance"),
    ],
)
def test_crystals_have_three_admittances_that_conduct_all(along, message: str) -> None:
    with pytest.raises(InputError, match=message):
        impedance_spectrum(block(), [1.0], {"ceramic": along})


def test_grain_boundaries_need_grains() -> None:
    with pytest.raises(InputError, match=r"grain_boundary: .* no grain labels"):
        impedance_spectrum(
            block(),
            [1.0],
            {"ceramic": CERAMIC},
            grain_boundary=interface_admittance(1e-3, 1e-2),
        )


@pytest.mark.parametrize("tolerance", [0.0, 0.1, float("nan")])
def test_the_tolerance_has_a_range(tolerance: float) -> None:
    with pytest.raises(InputError, match="1e-8 to 1e-2"):
        impedance_spectrum(block(), [1.0], {"ceramic": CERAMIC}, tolerance=tolerance)


def test_what_does_not_converge_is_no_result() -> None:
    with pytest.raises(ConvergenceError, match=r"impedance at .* after 1 iterations"):
        impedance_spectrum(
            block(0.6), [1.0, 1e9], {"ceramic": CERAMIC}, tolerance=1e-8, max_iterations=1
        )


def test_a_spectrum_that_blocks_says_that_nothing_percolates() -> None:
    spectrum = impedance_spectrum(block(0.1), [1.0, 1e6], {"ceramic": CERAMIC})
    assert not spectrum.percolates
    assert abs(spectrum.imaginary[0]) > 1e3 * spectrum.real[0]


def test_every_point_carries_its_error_and_meets_the_tolerance() -> None:
    spectrum = impedance_spectrum(block(0.6), np.geomspace(1, 1e10, 7), {"ceramic": CERAMIC})
    assert len(spectrum.errors) == 7
    assert max(spectrum.errors) <= 1e-4


def test_the_order_of_frequencies_does_not_matter() -> None:
    rising = [1e3, 1e6, 1e9]
    up = impedance_spectrum(block(0.7), rising, {"ceramic": CERAMIC})
    down = impedance_spectrum(block(0.7), rising[::-1], {"ceramic": CERAMIC})
    assert up.impedance == pytest.approx(down.impedance[::-1], rel=2e-4)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"conductance": -1.0}, "conductance: got -1"),
        ({"conductance": 1.0, "magnitude": float("inf")}, "magnitude: got inf"),
        ({"conductance": 1.0, "exponent": 1.5}, "exponent: got 1.5"),
    ],
)
def test_admittances_are_passive(arguments: dict[str, float], message: str) -> None:
    with pytest.raises(InputError, match=message):
        Admittance(**arguments)


def test_makers_of_admittances_refuse_what_is_impossible() -> None:
    with pytest.raises(InputError, match=r"got 0\.5.*vacuum"):
        bulk_admittance(1.0, 0.5)
    with pytest.raises(InputError, match="got 0 ohm m2"):
        interface_admittance(0.0, 1.0)
    with pytest.raises(InputError, match="got -1 F/m2"):
        interface_admittance(1.0, -1.0)


def test_bricks_are_no_larger_than_the_wall() -> None:
    with pytest.raises(InputError, match=r"grain_size: got 0\.001 m.*at most the thickness"):
        brick_layer(
            [1.0], CERAMIC, interface_admittance(1e-3, 1e-2), grain_size=1e-3, thickness=1e-4
        )


def test_a_point_whose_error_stays_too_large_is_no_result(monkeypatch) -> None:
    never = lambda *_a, **_k: (3, 1e9)  # noqa: E731
    monkeypatch.setattr("ceralyte.transport.impedance.spectrum.improve_complex", never)
    phase = (np.random.default_rng(0).random((6, 6, 6)) < 0.7).astype(np.uint8)
    mixed = Structure(phase, phase.astype(np.int32), 1e-6, (False, False, False))
    with pytest.raises(ConvergenceError, match=r"impedance at 1e\+08 Hz did not converge"):
        impedance_spectrum(mixed, [1e8], {"ceramic": CERAMIC})


def test_an_interface_needs_a_capacitance() -> None:
    with pytest.raises(InputError, match="capacitance: got None"):
        interface_admittance(None, None)
