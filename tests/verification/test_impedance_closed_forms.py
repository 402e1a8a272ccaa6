"""Impedance of images whose answer is known in closed form."""

from math import pi

import numpy as np
import pytest
from scipy.constants import epsilon_0
from scipy.spatial import cKDTree

from ceralyte.model import (
    Admittance,
    ImpedanceSpectrum,
    Structure,
    bulk_admittance,
    interface_admittance,
)
from ceralyte.transport import brick_layer, effective_conductivity, impedance_spectrum
from ceralyte.transport.impedance.spectrum import _Solver

VOXEL = 1e-6
FREQUENCIES = np.geomspace(1.0, 1e9, 19)
CERAMIC, BINDER = bulk_admittance(0.25, 40.0), bulk_admittance(1e-4, 4.0)
BOUNDARY = interface_admittance(2e-5, 1e-2, 0.9)


def layers() -> Structure:
    phase = np.ones((3, 4, 10), np.uint8)
    phase[:, :, 6:] = 2
    return Structure(phase, np.zeros(phase.shape, np.int32), VOXEL, (True, True, False))


def cubes(edge: int = 4, per_axis: int = 3) -> Structure:
    number = np.arange(edge * per_axis) // edge
    x, y, z = np.meshgrid(number, number, number, indexing="ij")
    grain = (1 + x + per_axis * (y + per_axis * z)).astype(np.int32)
    return Structure(np.ones(grain.shape, np.uint8), grain, VOXEL, (False, False, False))


def speckled(seed: int = 0, share: float = 0.75) -> Structure:
    rng = np.random.default_rng(seed)
    coarse = (rng.random((6, 6, 6)) < share).astype(np.uint8)
    grain = np.arange(1, 217, dtype=np.int32).reshape(6, 6, 6) * coarse
    fine = np.kron(grain, np.ones((3, 3, 3), np.int32))
    return Structure((fine > 0).astype(np.uint8), fine, VOXEL, (True, True, False))


def polycrystal(edge: int = 16, grains: int = 12) -> Structure:
    """Grains of all orientations: each voxel belongs to the nearest of random points."""
    seeds = np.random.default_rng(2).random((grains, 3)) * edge
    centres = np.stack(np.meshgrid(*[np.arange(edge) + 0.5] * 3, indexing="ij"), axis=-1)
    _, nearest = cKDTree(seeds, boxsize=edge).query(centres)
    grain = (nearest + 1).astype(np.int32)
    return Structure(np.ones(grain.shape, np.uint8), grain, VOXEL, (True, True, False))


@pytest.mark.parametrize("axis", ["x", "y", "z"])
def test_a_row_of_cubes_that_conduct_by_direction(axis: str) -> None:
    """Bricks: cubes of 4 voxels in series with two boundaries, along each axis by its own value."""
    along = {"x": 0.5, "y": 0.05, "z": 0.2}
    grains = [bulk_admittance(value, 40.0) for value in along.values()]
    got = impedance_spectrum(
        cubes(), FREQUENCIES, {"ceramic": grains}, grain_boundary=BOUNDARY, axis=axis
    )
    s = 2j * pi * FREQUENCIES
    exact = 12 * VOXEL / bulk_admittance(along[axis], 40.0).at(s) + 2 / BOUNDARY.at(s)
    assert got.impedance == pytest.approx(exact, rel=1e-6)


@pytest.mark.parametrize("axis", ["x", "y", "z"])
def test_crystals_along_the_axes_end_at_the_steady_solution(axis: str) -> None:
    """Speckled grains with boundaries: at low frequencies those of `effective_conductivity`."""
    values = (0.5, 0.05, 0.2)
    phases = {"ceramic": [bulk_admittance(value, 40.0) for value in values]}
    got = impedance_spectrum(
        speckled(), [1e-3], phases, grain_boundary=interface_admittance(2e-5, 1e-2), axis=axis
    )
    steady = effective_conductivity(
        speckled(), {"ceramic": values}, interface_resistance=2e-5, axis=axis
    )
    assert got.conductivity[0].real == pytest.approx(steady.value, rel=1e-4)


def test_two_layers_in_series_are_two_rc_elements() -> None:
    got = impedance_spectrum(layers(), FREQUENCIES, {"ceramic": CERAMIC, "binder": BINDER})
    s = 2j * pi * FREQUENCIES
    expected = 6 * VOXEL / (0.25 + s * 40 * epsilon_0) + 4 * VOXEL / (1e-4 + s * 4 * epsilon_0)
    assert got.impedance == pytest.approx(expected, rel=1e-6)


def test_cubic_grains_are_the_brick_layer_model() -> None:
    got = impedance_spectrum(cubes(), FREQUENCIES, {"ceramic": CERAMIC}, grain_boundary=BOUNDARY)
    # Three grains have two boundaries between them: the electrodes stand in for half of the rest.
    half = Admittance(
        conductance=2 * BOUNDARY.conductance,
        magnitude=2 * BOUNDARY.magnitude,
        exponent=BOUNDARY.exponent,
    )
    closed = impedance_spectrum(
        cubes(), FREQUENCIES, {"ceramic": CERAMIC}, grain_boundary=BOUNDARY, electrode=half
    )
    expected = brick_layer(FREQUENCIES, CERAMIC, BOUNDARY, grain_size=4e-6, thickness=12e-6)
    assert closed.impedance == pytest.approx(expected.impedance, rel=1e-6)
    boundary = 1 / BOUNDARY.at(2j * pi * FREQUENCIES)
    assert got.impedance == pytest.approx(expected.impedance - boundary, rel=1e-6)


@pytest.mark.parametrize("resistance", [0.0, 1e-5, 1e-3])
def test_low_frequencies_end_at_direct_current(resistance: float) -> None:
    structure = polycrystal() if resistance else speckled()
    boundary = interface_admittance(resistance, 1e-2) if resistance else None
    spectrum = impedance_spectrum(
        structure, [1e-3], {"ceramic": CERAMIC}, grain_boundary=boundary, tolerance=1e-7
    )
    steady = effective_conductivity(
        structure, {"ceramic": 0.25}, interface_resistance=resistance, flux_tolerance=1e-8
    )
    assert spectrum.conductivity[0].real == pytest.approx(
        steady.value, rel=1e-4 if resistance else 2e-5
    )


def test_high_frequencies_end_at_the_capacitances() -> None:
    structure = speckled()
    spectrum = impedance_spectrum(structure, [1e14], {"ceramic": CERAMIC}, tolerance=1e-7)
    capacitive = effective_conductivity(
        structure, {"ceramic": 40.0, "pore": 1.0}, flux_tolerance=1e-8
    )
    permittivity = spectrum.conductivity[0].imag / (2 * pi * 1e14 * epsilon_0)
    assert permittivity == pytest.approx(capacitive.value, rel=1e-6)


def test_blocking_electrodes_stand_in_series_and_leave_the_real_part_exact() -> None:
    electrode = interface_admittance(None, 0.1, 0.95)
    low = np.geomspace(1e-3, 1e9, 13)
    got = impedance_spectrum(
        layers(), low, {"ceramic": CERAMIC, "binder": BINDER}, electrode=electrode
    ).impedance
    s = 2j * pi * low
    expected = 6 * VOXEL / CERAMIC.at(s) + 4 * VOXEL / BINDER.at(s) + 2 / electrode.at(s)
    assert got.imag == pytest.approx(expected.imag, rel=1e-6)
    assert got.real == pytest.approx(expected.real, rel=1e-6)


def test_islands_in_an_insulator_carry_displacement_current_only() -> None:
    phase = np.zeros((8, 8, 8), np.uint8)
    phase[2:6, 2:6, 2:6] = 1
    island = Structure(phase, phase.astype(np.int32), VOXEL, (True, True, True))
    spectrum = impedance_spectrum(island, [1.0, 1e3, 1e6], {"ceramic": CERAMIC}, tolerance=1e-6)
    metal = effective_conductivity(island, {"ceramic": 1e6, "pore": 1.0}, flux_tolerance=1e-8)
    assert not spectrum.percolates
    permittivity = spectrum.conductivity.imag / (2 * pi * np.array([1.0, 1e3, 1e6]) * epsilon_0)
    assert permittivity == pytest.approx(metal.value, rel=1e-4)


def test_a_gap_in_series_is_exact_to_rounding() -> None:
    phase = np.ones((3, 4, 10), np.uint8)
    phase[:, :, 4:6] = 0
    gap = Structure(phase, np.zeros(phase.shape, np.int32), VOXEL, (True, True, False))
    low = np.geomspace(1.0, 1e9, 10)
    got = impedance_spectrum(gap, low, {"ceramic": CERAMIC}).impedance
    s = 2j * pi * low
    expected = 8 * VOXEL / CERAMIC.at(s) + 2 * VOXEL / (s * epsilon_0)
    assert np.all(np.abs(got - expected) <= 1e-11 * np.abs(expected))
    assert got.real == pytest.approx(expected.real, rel=1e-4)  # 1e-9 of the modulus at 1 Hz


def test_points_that_others_tell_are_not_solved() -> None:
    alone, plateau = (
        impedance_spectrum(speckled(), frequencies, {"ceramic": CERAMIC})
        for frequencies in ([1.0], np.geomspace(1.0, 1e4, 9))
    )
    assert plateau.iterations == alone.iterations


@pytest.mark.parametrize(
    ("share", "seed", "percolates"),
    [(0.75, 0, True), (0.25, 0, False), (0.25, 2, True), (0.25, 5, True)],
)
def test_the_stated_error_contains_the_true_one(share: float, seed: int, percolates: bool) -> None:
    structure = speckled(seed, share)
    rough, exact = (
        impedance_spectrum(
            structure, FREQUENCIES, {"ceramic": CERAMIC}, grain_boundary=BOUNDARY, tolerance=wanted
        )
        for wanted in (1e-3, 1e-8)
    )
    assert rough.percolates == percolates
    true = np.abs(rough.impedance / exact.impedance - 1)
    assert np.all(true <= np.array(rough.errors) + 1e-8)
    assert true.max() > 1e-7  # something is left to be found


def test_one_frequency_is_as_good_as_one_of_many() -> None:
    alone, among = (
        impedance_spectrum(speckled(), frequencies, {"ceramic": CERAMIC}, tolerance=1e-6)
        for frequencies in ([1e8], [1e6, 1e7, 1e8, 1e9])
    )
    assert alone.impedance[0] == pytest.approx(among.impedance[2], rel=2e-6)


def test_a_uniform_block_has_nothing_to_solve() -> None:
    uniform = np.ones((4, 4, 8), np.uint8)
    block = Structure(uniform, uniform.astype(np.int32), VOXEL, (False, False, False))
    ceramic, low = bulk_admittance(0.3, 40.0), np.array([1.0, 1e3])  # not a residual is left
    got = impedance_spectrum(block, low, {"ceramic": ceramic})
    assert got.conductivity == pytest.approx(ceramic.at(2j * pi * low), rel=1e-6)


def test_boundaries_of_ten_thousand_voxel_resistances_are_solved_as_exactly() -> None:
    boundary = interface_admittance(4e-2, 1e-4)  # 400 ohm cm2
    frequencies = np.geomspace(1.0, 1e9, 7)
    got, exact = (
        impedance_spectrum(
            speckled(), frequencies, {"ceramic": CERAMIC}, grain_boundary=boundary, tolerance=wanted
        ).impedance
        for wanted in (1e-4, 1e-7)
    )
    assert got == pytest.approx(exact, rel=3e-4)


def test_what_is_doubtful_takes_a_further_point_and_is_not_measured(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """To measure a frequency takes about as long as a point; five are doubtful here."""
    image, frequencies = speckled(1, 0.6), np.geomspace(1.0, 1e9, 40)

    def spectrum(tolerance: float) -> ImpedanceSpectrum:
        return impedance_spectrum(
            image, frequencies, {"ceramic": CERAMIC}, grain_boundary=BOUNDARY, tolerance=tolerance
        )

    exact = spectrum(1e-7)
    monkeypatch.setattr(_Solver, "certify", None)
    found = spectrum(1e-4)
    assert max(found.errors) <= 1e-4
    assert np.abs(found.impedance / exact.impedance - 1).max() <= max(found.errors)
