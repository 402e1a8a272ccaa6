"""Conduction on grains cut by a grid: exact areas, necks, walls, contacts that resist."""

import numba
import numpy as np
import pytest

from arrays import neck_radius, radius_of, unit_cell
from ceralyte.model import Structure
from ceralyte.numerics.close_pairs import close_pairs
from ceralyte.numerics.contact_radii import widened, widening
from ceralyte.numerics.cut_cells import cut_cells
from ceralyte.numerics.cut_spheres import cut_spheres
from ceralyte.numerics.statistics import richardson
from ceralyte.packing import pack, parse_distribution
from ceralyte.pressing import press
from ceralyte.transport import effective_conductivity, grid_error
from ceralyte.transport.grain_links import cut_grains

PERIODIC = (True, True, True)


@pytest.fixture(scope="module")
def bed():
    packing = pack(parse_distribution("mono(d=1 um)"), 50, seed=1)
    return press(packing, method="uniaxial", relative_density=0.75).pressed


def test_faces_and_contacts_have_their_exact_areas(bed):
    particles, radii = bed.particles, bed.radii
    near = close_pairs(particles.centres, radii, particles.box, PERIODIC)
    exact = cut_spheres(particles.centres, radii, particles.box, PERIODIC, near)
    shape = (25, 24, 23)
    grains = cut_cells(particles.centres, radii, particles.box, PERIODIC, near, shape)
    assert grains.patch_area.sum() == pytest.approx(exact.area.sum() / 2, rel=1e-5)
    for axis, edge in enumerate(particles.box / shape):
        # The mean over all planes of faces is the share of volume but for the sampling by planes.
        volume = grains.area[grains.axis == axis].sum(dtype=float) * edge
        assert volume == pytest.approx(exact.volume.sum(), rel=2e-3)


def test_every_face_in_a_periodic_cell_has_a_node_on_both_sides():
    # A nearly aligned contact at the pole of a grain, just within the last face that cuts it.
    for tilt in np.linspace(0, 0.14, 15):
        for gap in np.linspace(0, 1, 21):
            direction = np.array([np.sin(tilt), 0, np.cos(tilt)])
            centres = np.array([[1, 1, 1 + gap / 10], [1, 1, 1 + gap / 10] + 0.99 * direction])
            near = close_pairs(centres, np.full(2, 0.5), np.full(3, 3.0), PERIODIC)
            grains = cut_cells(centres, np.full(2, 0.5), np.full(3, 3.0), PERIODIC, near, (30,) * 3)
            assert (grains.ends >= 0).all()


# Rows of the simple cubic array of overlapping spheres: computed with face apertures on up to 144
# cells per half cell and extrapolated, 1e-3 to 4e-4 absolute.
@pytest.mark.parametrize(("neck", "expected"), [(0.2, 0.18720), (0.3, 0.28938), (0.5, 0.55735)])
@pytest.mark.parametrize("shift", [0.0, 0.1, 0.15, 0.25, 0.35, 0.5])
def test_necks(neck, expected, shift):
    array = unit_cell("SC", neck_radius(neck), 20, shift)
    result = effective_conductivity(array, {"ceramic": 1.0}, boundary="periodic")
    assert result.geometry == "grains"
    assert result.value == pytest.approx(expected, rel=0.02)


@pytest.mark.parametrize("gap", [0.1, 0.2])
def test_rims_of_necks_along_faces(gap):
    values = []
    for shift in np.random.default_rng(0).uniform(size=(4, 2)):
        array = unit_cell("SC", neck_radius(0.2), 32, (*shift, gap))
        result = effective_conductivity(array, {"ceramic": 1.0}, boundary="periodic")
        values.append(result.value)
    assert np.mean(values) == pytest.approx(0.18717, rel=0.007)  # finite elements, as below


# Finite elements, benchmarks/peers/skfem_necks.py; arrays that no constant was chosen on.
NECKS = {
    ("SC", 0.2, 20): 0.18717,
    ("SC", 0.3, 20): 0.28923,
    ("BCC", 0.2, 22): 0.30617,
    ("BCC", 0.3, 22): 0.45919,
    ("FCC", 0.2, 28): 0.44428,
    ("FCC", 0.3, 26): 0.62985,
}


# The places of the grid that cost most: all contacts alike (2.4 to 5.2 % with rims by their share).
@pytest.mark.parametrize(
    ("lattice", "n", "shift"),
    [("FCC", 22, 0.5), ("FCC", 28, 0.5), ("BCC", 28, 0.0), ("BCC", 22, 0.25), ("FCC", 34, 0.0)],
)
def test_oblique_necks_at_their_worst_places(lattice, n, shift):
    array = unit_cell(lattice, neck_radius(0.2, lattice), n, shift)
    result = effective_conductivity(array, {"ceramic": 1.0}, boundary="periodic")
    expected = next(
        value for (name, neck, _), value in NECKS.items() if (name, neck) == (lattice, 0.2)
    )
    assert result.value == pytest.approx(expected, rel=0.01)


@pytest.mark.parametrize(("lattice", "n"), [("BCC", 22), ("FCC", 26)])
def test_wedges_beside_necks_leave_no_error_of_first_order(lattice, n):
    # Rims as between half-spaces, without the wedge, lose 0.4 and 0.6 %.
    values = [
        effective_conductivity(
            unit_cell(lattice, neck_radius(0.3, lattice), n, shift),
            {"ceramic": 1.0},
            boundary="periodic",
        ).value
        for shift in np.random.default_rng(0).uniform(size=(4, 3))
    ]
    assert np.mean(values) == pytest.approx(NECKS[lattice, 0.3, n], rel=0.0035)


def test_contacts_far_smaller_than_a_cell_keep_half_of_their_radius():
    assert widened(0.001, 0.25, 1.0) == pytest.approx(0.0005)
    assert widened(1.0, 0.25, 1.0) == pytest.approx(1.0 + widening(0.25))


def test_intervals_hold_the_truth_of_contacts_that_all_lie_alike():
    holds = []
    rng = np.random.default_rng(0)
    for (lattice, neck, cells), expected in NECKS.items():
        for shift in rng.uniform(0, 2, size=6):
            fine = unit_cell(lattice, neck_radius(neck, lattice), cells, shift)
            coarse = unit_cell(lattice, neck_radius(neck, lattice), cells // 2, shift / 2)
            pair = (
                effective_conductivity(array, {"ceramic": 1.0}, boundary="periodic").value
                for array in (coarse, fine)
            )
            value, step = richardson(*pair, ratio=2.0)
            std = np.hypot(step, value * grid_error(fine, "grains"))
            holds.append(abs(value - expected) <= 1.645 * std)
    assert np.mean(holds) >= 0.9


@pytest.mark.parametrize(("lattice", "neighbours"), [("SC", 6), ("BCC", 8), ("FCC", 12)])
def test_arrays_list_the_contacts_that_the_grid_cuts(lattice, neighbours):
    pressed = unit_cell(lattice, neck_radius(0.3, lattice), 20, 0.3).particles
    cells, _, _ = cut_grains(pressed, (20, 20, 20))
    assert pressed.contact_number == neighbours
    cut = np.bincount(cells.patch_contact, cells.patch_area) / 20**2
    np.testing.assert_allclose(np.sort(cut), np.sort(pressed.contact_areas), rtol=1e-6)


# Rayleigh multipole values of McPhedran and McKenzie, Proc. R. Soc. A 359, 45 (1978).
@pytest.mark.parametrize(
    ("lattice", "fraction", "expected", "n"),
    [("SC", 0.5, 0.3737348, 16), ("BCC", 0.6, 0.2975128, 16), ("BCC", 0.65, 0.2484188, 20)],
)
@pytest.mark.parametrize("boundary", ["periodic", "electrodes"])
def test_insulating_walls(lattice, fraction, expected, n, boundary):
    array = unit_cell(lattice, radius_of(lattice, fraction), n)
    values = {"ceramic": 0.0, "pore": 1.0}
    result = effective_conductivity(array, values, boundary=boundary)
    assert result.geometry == "grains"
    assert result.value == pytest.approx(expected, rel=0.01)


def test_contacts_that_resist_are_all_that_counts():
    neck = 0.4
    radius = neck_radius(neck)
    array = unit_cell("SC", radius, 16, 0.3)
    resistance = 1e4
    result = effective_conductivity(
        array, {"ceramic": 1.0}, boundary="periodic", interface_resistance=resistance
    )
    area = np.pi * (neck * radius) ** 2
    bulk = 0.40921  # without the resistance, in series
    assert result.value == pytest.approx(1 / (1 / bulk + resistance / area), rel=1e-3)
    assert result.dissipation["interfaces"] == pytest.approx(1.0, abs=1e-3)
    assert result.iterations <= 20


def test_a_packing_is_near_its_limit_on_few_cells(bed):
    # Extrapolated from 24 and 48 cells per diameter, as by `benchmarks/geometry.py`.
    limit = 0.4880
    values = [conductivity_of(bed, cells) for cells in (12, 20)]
    assert values[1] == pytest.approx(limit, rel=0.01)
    assert values[0] == pytest.approx(limit, rel=0.015)


def conductivity_of(pressed, cells_per_diameter):
    edge = pressed.particles.diameters.mean() / cells_per_diameter
    shape = tuple(int(n) for n in np.rint(pressed.particles.box / edge))
    phase = np.ones(shape, np.uint8)
    image = Structure(phase, phase.astype(np.int32), edge, PERIODIC, pressed)
    return effective_conductivity(image, {"ceramic": 1.0}, boundary="periodic").value


def test_grains_that_hardly_conduct_to_each_other_take_few_steps(bed):
    edge = bed.particles.diameters.mean() / 10
    shape = tuple(int(n) for n in np.rint(bed.particles.box / edge))
    phase = np.ones(shape, np.uint8)
    image = Structure(phase, phase.astype(np.int32), edge, PERIODIC, bed)
    result = effective_conductivity(
        image,
        {"ceramic": 1.0},
        boundary="periodic",
        interface_resistance=0.1,  # ohm m2: that of a tenth of a metre of the ceramic
        flux_tolerance=1e-5,
    )
    assert result.iterations <= 30
    assert result.dissipation["interfaces"] == pytest.approx(1.0, abs=1e-4)


def test_threads_do_not_change_a_digit(bed):
    allowed = numba.get_num_threads()
    values = []
    for threads in (1, allowed):
        numba.set_num_threads(threads)
        values.append(conductivity_of(bed, 14))
    numba.set_num_threads(allowed)
    assert values[0] == values[1]


def test_grains_that_touch_in_points_do_not_conduct():
    array = unit_cell("SC", 0.5 * (1 + 1e-6), 12)
    assert not effective_conductivity(array, {"ceramic": 1.0}, boundary="periodic").percolates
