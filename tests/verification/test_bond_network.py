"""Breaking networks against lattices and bundles with closed forms."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

import ceralyte as cl
from ceralyte.core.errors import InputError, UnavailableError
from ceralyte.mechanics import (
    Adhesion,
    BondNetwork,
    Bridges,
    Solid,
    bonds_of,
    bundle_strength,
    bundle_stress,
    fit_weibull,
    strength_of_size,
    strength_test,
)
from ceralyte.mechanics.breaking import break_network
from ceralyte.mechanics.softening import brittleness, saw_tooth

K, T, N, D = 3e4, 1e4, 2e-5, 2e-6  # N/m, N/m, N, m


def bonds(pairs, branches, contacts, box, periodic, **given):
    m = len(pairs)
    values = {
        "normal_stiffness": K,
        "tangential_stiffness": T,
        "closed_stiffness": K,
        "strength": N,
        "shear_strength": N,
        "fracture_energy": 0.0,
    } | given
    columns = [np.broadcast_to(np.asarray(v, float), m).copy() for v in values.values()]
    pairs = np.asarray(pairs)
    return BondNetwork(
        int(pairs.max()) + 1,
        np.asarray(box, float),
        periodic,
        pairs,
        np.asarray(branches, float),
        np.full(m, 0.5),
        np.asarray(contacts, float),
        *columns,
    )


def cubic(nx, ny, nz, *, spacing=D, walls=False, **given):
    """Simple cubic lattice, periodic, or with free faces at both ends of z."""
    sides = np.array([nx, ny, nz])
    number = {at: k for k, at in enumerate(product(*map(range, sides)))}
    pairs, branches, contacts = [], [], []
    for at in number:
        for axis in range(3):
            if walls and axis == 2 and at[2] == nz - 1:
                continue
            step = np.eye(3, dtype=int)[axis]
            there = tuple(int(x) for x in (np.array(at) + step) % sides)
            pairs.append((number[at], number[there]))
            branches.append(spacing * step)
            contacts.append(spacing * (np.array(at) + 0.5 + 0.5 * step))
    return bonds(pairs, branches, contacts, spacing * sides, (True, True, not walls), **given)


def bundle(strengths, **given):
    """One particle tied to its own image by parallel bonds: a bundle of fibres."""
    n = len(strengths)
    return bonds(
        np.zeros((n, 2), int),
        np.tile([D, 0, 0], (n, 1)),
        np.zeros((n, 3)),
        (D, D, D),
        (True, True, True),
        strength=strengths,
        shear_strength=strengths,
        **given,
    )


def test_cubic_lattice_of_springs():
    """E = k / d and strength = N / d^2: one bond per d^2; it fails at E strain = strength."""
    found = strength_test(cubic(4, 3, 3))
    assert found.modulus.value == pytest.approx(K / D, rel=1e-6)
    assert found.strength.value == pytest.approx(N / D**2, rel=1e-6)
    assert found.failure_strain.value == pytest.approx(N / (K * D), rel=1e-6)
    assert (found.strength.low, found.strength.high) == pytest.approx(
        (N / D**2 / 2, 2 * N / D**2), rel=1e-6
    )


def test_chain_is_as_stiff_as_its_springs_in_series_and_as_strong_as_its_weakest():
    stiffness, strength = K * np.array([1, 2, 4, 8]), N * np.array([3, 1.5, 2, 4])
    links = [(k, (k + 1) % 4) for k in range(4)]
    chain = bonds(links, np.tile([D, 0, 0], (4, 1)), np.zeros((4, 3)), (4 * D, D, D),
                  (True, True, True), normal_stiffness=stiffness, strength=strength)  # fmt: skip
    found = strength_test(chain)
    assert found.modulus.value == pytest.approx(4 * D / (1 / stiffness).sum() / D**2, rel=1e-5)
    assert found.strength.value == pytest.approx(1.5 * N / D**2, rel=1e-5)


def test_bundle_of_fibres_breaks_one_after_another():
    """Peak = max over k of (n - k) x_k k_fibre: exact for any strengths; Daniels for many."""
    m, n = 4.0, 200
    strengths = N * (-np.log(1 - (np.arange(n) + 0.5) / n)) ** (1 / m)
    network = bundle(strengths)
    found = break_network(network, network.stretched(0), [], together=0.0)
    exact = ((n - np.arange(n)) * strengths).max()
    assert found.force.max() * D**2 == pytest.approx(exact, rel=1e-6)
    assert exact / n == pytest.approx(bundle_strength(N, m), rel=0.01)
    strain = np.linspace(0, 3e-3, 3001)
    stress = [bundle_stress(e, N / 1e-3, N, m) for e in strain]
    assert max(stress) == pytest.approx(bundle_strength(N, m), rel=1e-5)


@pytest.mark.parametrize("end", [1.0, 1.5, 4.0, 30.0, 300.0])
def test_teeth_spend_the_fracture_energy(end):
    """Area under force against opening over that of the triangle; the first tip is the strength."""
    thresholds, left = saw_tooth(np.array([end]))
    spent = (thresholds**2 * -np.diff(left, axis=1)).sum() / 2
    assert spent == pytest.approx(end / 2, rel=1e-6)
    assert thresholds[0, 0] == 1
    assert (np.diff(thresholds) >= 0).all()


@pytest.mark.parametrize("cells", [2, 4])
def test_energy_to_part_a_lattice_does_not_depend_on_its_spacing(cells):
    """One weak plane; finer lattices have more, smaller bonds of the same energy per area."""
    side, energy, modulus, strength = 8e-6, 2.0, 20e9, 10e6
    spacing = side / cells
    area = spacing**2
    network = cubic(cells, cells, cells, spacing=spacing, normal_stiffness=modulus * spacing,
                    closed_stiffness=modulus * spacing, tangential_stiffness=modulus * spacing / 3,
                    strength=1e3 * strength * area, shear_strength=1e3 * strength * area,
                    fracture_energy=1e3 * energy * area)  # fmt: skip
    weak = np.isclose(network.contacts[:, 0], spacing) & (network.branches[:, 0] > 0)
    assert weak.sum() == cells**2
    network = replace(
        network,
        strength=np.where(weak, strength * area, network.strength),
        fracture_energy=np.where(weak, energy * area, 1e3 * energy * area),
    )
    found = break_network(network, network.stretched(0), [], until=1e-3)
    thresholds, left = saw_tooth(brittleness(network)[weak][:1])
    tip = float((thresholds * left[:, :-1]).max())
    assert 1 <= tip < 1.2  # all bonds of the plane are at the same tooth: the worst case
    assert found.force.max() == pytest.approx(tip * strength, rel=1e-4)
    assert found.force[0] == pytest.approx(strength, rel=1e-5)
    assert found.dissipated / side**2 == pytest.approx(energy, rel=0.02)


@pytest.mark.parametrize("layers", [2, 5])
def test_bent_slab_of_a_cubic_lattice(layers):
    """M per width = sum over the layers of k z^2 curvature; first break in the top layer."""
    found = strength_test(cubic(3, 2, layers, walls=True), "bending")
    z = D * (np.arange(layers) - (layers - 1) / 2)
    height = layers * D
    rigidity = K * (z**2).sum()
    assert found.modulus.value == pytest.approx(12 * rigidity / height**3, rel=1e-5)
    curvature = N / (K * D * z.max())
    assert found.strength.value == pytest.approx(6 * rigidity * curvature / height**2, rel=1e-5)


def test_turning_the_whole_lattice_opens_no_bond():
    network = cubic(3, 3, 3)
    inside = np.all(network.contacts < 2.75 * D, axis=1)
    centres = np.array(list(product(range(3), repeat=3))) * D + D / 2
    spin = np.array([0.3, -0.2, 0.5])
    shift = np.array([1e-6, 2e-6, 0])
    motion = np.hstack([np.cross(spin, centres) + shift, np.tile(spin, (27, 1))])
    openings = (network.compatibility() @ motion.ravel()).reshape(-1, 3)
    assert np.abs(openings[inside]).max() < 1e-18
    assert np.abs(openings[~inside]).max() > 1e-7  # across the box the image has not turned


def test_nothing_breaks_in_a_lattice_that_is_pushed():
    with pytest.raises(UnavailableError, match="no bond is pulled or sheared"):
        strength_test(cubic(2, 2, 2, closed_stiffness=5 * K), "compression")


@pytest.fixture(scope="module")
def pressed():
    bed = cl.packing.pack(cl.packing.parse_distribution("mono(d=3 um)"), 100, seed=3)
    return cl.pressing.press(bed, method="uniaxial", relative_density=0.9).pressed


def test_breaking_several_bonds_per_step_leaves_the_curve_as_it_is(pressed):
    network = bonds_of(pressed, Solid(22e9, 0.37), adhesion=Adhesion(strength=20e6, energy=0.1))
    free = [network.stretched(1), network.stretched(2)]
    one = break_network(network, network.stretched(0), free, together=0.0)
    more = break_network(network, network.stretched(0), free)
    assert more.force.max() == pytest.approx(one.force.max(), rel=0.02)
    assert more.dissipated / one.dissipated == pytest.approx(1.0, rel=0.1)
    assert more.solves < 0.6 * one.solves


def test_strength_is_proportional_to_that_of_the_bonds(pressed):
    weak, strong = (
        strength_test(bonds_of(pressed, Solid(22e9, 0.37), adhesion=Adhesion(strength=s)))
        for s in (10e6, 20e6)
    )
    assert strong.strength.value == pytest.approx(2 * weak.strength.value, rel=1e-3)
    assert brittleness(bonds_of(pressed, Solid(22e9, 0.37), adhesion=Adhesion(strength=1e6))) == (
        pytest.approx(1.0)
    )


def test_pull_off_of_a_flat_punch(pressed):
    """sqrt(8 pi E* W a^3), Kendall 1971; it stores twice the adhesion energy of the contact."""
    network = bonds_of(pressed, Solid(22e9, 0.37), adhesion=Adhesion(energy=0.2))
    area = pressed.contact_areas[pressed.contact_areas > 1e-4 * pressed.contact_areas.mean()]
    reduced = 22e9 / (2 * (1 - 0.37**2))
    expected = np.sqrt(8 * np.pi * reduced * 0.2 * (area / np.pi) ** 1.5)
    assert network.strength == pytest.approx(expected, rel=1e-12)
    stored = network.strength**2 / (2 * network.normal_stiffness)
    assert stored / area == pytest.approx(2 * 0.2, rel=1e-12)


def test_weibull_fit_and_size_effect():
    n, m = 400, 8.0
    strengths = 5e6 * (-np.log(1 - (np.arange(n) + 0.5) / n)) ** (1 / m)
    found = fit_weibull(strengths, 1e-15)
    assert found.modulus.value == pytest.approx(m, rel=0.01)
    assert found.scale == pytest.approx(5e6, rel=1e-3)
    assert found.modulus.std == pytest.approx(0.78 * found.modulus.value / 20, rel=5e-3)
    assert strength_of_size(found, 1e-15) == pytest.approx(np.median(strengths), rel=2e-3)
    ratio = strength_of_size(found, 2**8 * 1e-15) / strength_of_size(found, 1e-15)
    assert ratio == pytest.approx(2 ** (-8 / found.modulus.value), rel=1e-9)


@pytest.mark.parametrize("n", [4, 5, 10, 40])
def test_weibull_modulus_of_few_strengths_and_its_error_are_right_on_average(n):
    """Samples are drawn from a known law; over all that differ by shift and width of their
    logarithms alone, moments are integrals: the true modulus over that found, z, is spread as
    z^(n - 2) exp(z sum a) / (sum exp(z a))^n with a = log(strength / scale) * modulus.
    """
    rng, z = np.random.default_rng(1), np.linspace(0, 8, 2001)[1:]
    means, squares, errors = [], [], []
    for _ in range(400):
        strengths = 5e6 * rng.weibull(8.0, n)
        found = fit_weibull(strengths, 1e-15)
        a = np.log(strengths / found.scale) * found.modulus.value
        logs = (n - 2) * np.log(z) + z * a.sum() - n * np.log(np.exp(np.outer(z, a)).sum(axis=1))
        weight = np.exp(logs - logs.max())
        means.append(np.average(1 / z, weights=weight))
        squares.append(np.average(1 / z**2, weights=weight))
        errors.append(found.modulus.std / found.modulus.value)
    assert np.mean(means) == pytest.approx(1.0, rel=0.01)
    std = np.sqrt(np.mean(squares) - np.mean(means) ** 2)
    assert np.mean(errors) * np.mean(means) == pytest.approx(std, rel=0.02)


def test_weibull_modulus_of_strengths_that_hardly_scatter():
    near, far = (fit_weibull(1e6 * (1 + d * np.arange(4)), 1e-15) for d in (1e-6, 1e-4))
    assert near.modulus.value == pytest.approx(100 * far.modulus.value, rel=1e-3)


def test_a_sheared_bond_spends_what_its_tangential_spring_stores():
    """Pure shear of a cubic lattice: N^2 / 2T for each bond across, nothing for the third axis."""
    network = cubic(2, 2, 2, tangential_stiffness=T)
    q, branches = network.directions, network.branches[:, None, :]
    load = (q[:, :, 0] * branches[..., 1] + q[:, :, 1] * branches[..., 0]).ravel() / 2
    found = break_network(network, load, [])
    assert (found.broken_at >= 0).sum() == 16
    assert found.dissipated / (16 * N**2 / (2 * T)) == pytest.approx(1.0, rel=1e-6)


def test_contacts_without_adhesion_only_push(pressed):
    """Soft necks carry tension alone; pushed, the contacts beneath them stay closed, broken too."""
    necks = Bridges(Solid(0.5e9, 0.46), 27e6, 0.004, "necks")
    network = bonds_of(pressed, Solid(22e9, 0.37), bridges=necks)
    pulled, pushed = (strength_test(network, mode) for mode in ("tension", "compression"))
    assert pushed.modulus.value > 2 * pulled.modulus.value
    assert pushed.strength.value > 2 * pulled.strength.value


def test_bridges_share_the_volume_of_the_binder(pressed):
    """Necks reach as far as the gap (r^2 - a^2) / 2R is one width; fibrils have one section."""
    volume = 0.01 * np.prod(pressed.particles.box)
    kept = pressed.contact_areas > 1e-4 * pressed.contact_areas.mean()
    first, second = pressed.radii[pressed.contacts[kept].T]
    reduced = first * second / (first + second)
    width = np.sqrt(volume / (np.pi * reduced.sum()))
    lengths = np.linalg.norm(pressed.branches[kept], axis=1)
    for placement, sections in (
        ("necks", 2 * np.pi * reduced * width),
        ("fibrils", np.full(len(lengths), volume / lengths.sum())),
    ):
        bridges = Bridges(Solid(1e9, 0.4), 10e6, 0.01, placement)
        network = bonds_of(pressed, Solid(22e9, 0.37), bridges=bridges)
        assert network.strength == pytest.approx(10e6 * sections, rel=1e-9)
    assert (np.pi * reduced * width**2).sum() / volume == pytest.approx(1.0, rel=1e-12)


def test_a_film_is_as_thick_as_told_and_necks_between_films_hold_the_rest(pressed):
    """Two films and a neck fill gaps up to 2t + w, w^2 = rest / (pi sum R); rough grains thin t."""
    volume, surface = 0.01 * np.prod(pressed.particles.box), pressed.free_areas.sum()
    kept = pressed.contact_areas > 1e-4 * pressed.contact_areas.mean()
    first, second = pressed.radii[pressed.contacts[kept].T]
    reduced = first * second / (first + second)
    even = volume / surface
    for told, rough, film in (
        (None, 1, even),
        (None, 4, even / 4),
        (even / 5, 1, even / 5),
        (even / 5, 4, even / 5),
        (even / 4, 4, even / 4),
    ):
        bridges = Bridges(Solid(1e9, 0.4), 10e6, 0.01, "coating", None, told, rough)
        network = bonds_of(pressed, Solid(22e9, 0.37), bridges=bridges)
        neck = np.sqrt((volume - film * rough * surface) / (np.pi * reduced.sum()) + 0.0)
        sections = 2 * np.pi * reduced * (2 * film + neck)
        assert network.strength / (10e6 * sections) == pytest.approx(1.0, rel=1e-6)
    thick = replace(bridges, film_thickness=even / 3)
    with pytest.raises(InputError, match=r"binder\.film_thickness: .* more binder than there is"):
        bonds_of(pressed, Solid(22e9, 0.37), bridges=thick)
    with pytest.raises(InputError, match=r"roughness: got 0\.5\. Allowed: 1 \(smooth\) or more"):
        replace(bridges, roughness=0.5)


def test_bad_bonds_are_refused(pressed):
    grain = Solid(22e9, 0.37)
    with pytest.raises(InputError, match="nothing is known to hold the grains together"):
        bonds_of(pressed, grain)
    with pytest.raises(InputError, match=r"poissons_ratio: got 0\.5\. Allowed: above -1"):
        Solid(22e9, 0.5)
    with pytest.raises(InputError, match=r"youngs_modulus: got 0 GPa"):
        Solid(0.0, 0.3)
    with pytest.raises(InputError, match="neither strength nor energy is given"):
        Adhesion()
    with pytest.raises(InputError, match=r"binder\.strength: got -1 MPa"):
        Bridges(grain, -1e6, 0.01, "necks")
    bonds_ = bonds_of(pressed, grain, adhesion=Adhesion(strength=1e6))
    with pytest.raises(InputError, match="bending a piece of the bulk, which has no faces"):
        strength_test(bonds_, "bending")
    with pytest.raises(InputError, match="the piece ends along z"):
        strength_test(cubic(2, 2, 3, walls=True), axis=2)
    with pytest.raises(InputError, match=r"axis: got -1\. Allowed: 0 \(x\), 1 \(y\) or 2 \(z\)"):
        strength_test(bonds_, axis=-1)
    with pytest.raises(InputError, match=r"until: got 1\. Allowed: 0 to below 1"):
        strength_test(bonds_, until=1.0)
    with pytest.raises(InputError, match=r"strengths: got 3\. Allowed: at least 4"):
        fit_weibull([1e6, 2e6, 3e6], 1e-15)
    with pytest.raises(InputError, match=r"strengths: got inf MPa\. Allowed: above 0 MPa"):
        fit_weibull([1e6, 2e6, 3e6, np.inf], 1e-15)
