"""Which piece of a membrane is packed."""

import re

import numpy as np
import pytest

from ceralyte.core.errors import InputError
from ceralyte.model import Lognormal, Mixture, Mono, PowerLaw, Tabulated
from ceralyte.packing import pack, undersize
from ceralyte.pipeline.piece import FEW_PARTICLES, plan_piece, without_coarse
from ceralyte.pressing import grow_around, press_around
from ceralyte.structure import design_support

UM = 1e-6
LIMITS = {"initial_fraction": 0.64, "ceramic_fraction": 0.80, "one_axis": True}


def test_a_thick_membrane_is_a_periodic_piece_of_its_bulk():
    piece = plan_piece(Mono(diameter=3 * UM), 500, thickness=31 * UM, **LIMITS)
    assert piece.height is None
    packing = piece.packed(0)
    assert packing.periodic == (True, True, True)
    assert len(packing) == 500


def test_a_piece_is_packed_in_one_descent():
    """Of this wide law the last contacts take a second one, which pressing does not need."""
    law = PowerLaw(dmin=1 * UM, dmax=6 * UM, exponent=3.0)
    piece = plan_piece(law, 500, thickness=100 * UM, **LIMITS)
    found = piece.packed(1)
    once, twice = (pack(piece.size, len(found), seed=1, balance=b) for b in (0.002, None))
    assert not np.array_equal(once.centres, twice.centres)
    np.testing.assert_array_equal(found.centres, once.centres)


def test_a_membrane_of_few_particles_is_packed_between_walls():
    thickness = 0.99 * FEW_PARTICLES * 3 * UM
    piece = plan_piece(Mono(diameter=3 * UM), 400, thickness=thickness, **LIMITS)
    # Walls cost 0.15 diameters over the thickness.
    initial = 0.64 - 0.15 * 3 * UM / thickness
    assert piece.height == pytest.approx(thickness * 0.80 / initial)
    packing = piece.packed(1)
    assert packing.periodic == (True, True, False)
    assert packing.box[2] == pytest.approx(piece.height)
    assert packing.packing_fraction < 0.64


def test_isostatic_pressing_shrinks_a_slab_alike_in_all_directions():
    piece = plan_piece(
        Mono(diameter=3 * UM), 400, thickness=20 * UM, **LIMITS | {"one_axis": False}
    )
    initial = 0.64 - 0.15 * 3 / 20
    assert piece.height == pytest.approx(20 * UM * (0.80 / initial) ** (1 / 3))


def test_few_particles_are_raised_to_three_of_the_largest_across():
    piece = plan_piece(Mono(diameter=3 * UM), 60, thickness=20 * UM, **LIMITS)
    assert piece.particles > 80
    assert piece.packed(0).box[0] > 8.9 * UM


@pytest.mark.parametrize(
    ("size", "thickness", "works"),
    [(Mono(diameter=5 * UM), 12.5, True), (Mono(diameter=5 * UM), 10.5, False)],
)
def test_it_works_down_to_three_diameters_before_pressing(size, thickness, works):
    if works:
        assert plan_piece(size, 200, thickness=thickness * UM, **LIMITS).height > 15 * UM
        return
    message = r"100 vol% of the particles are larger than .* a third of the membrane of 10.5 um"
    with pytest.raises(InputError, match=message):
        plan_piece(size, 200, thickness=thickness * UM, **LIMITS)


def test_a_coarse_tail_is_left_out_and_named():
    size = Lognormal(d50=3 * UM, sigma=0.4)
    piece = plan_piece(size, 1000, thickness=15 * UM, **LIMITS)
    assert piece.size.dmax == pytest.approx(piece.height / 3)
    above = 1 - float(undersize(size, piece.size.dmax, "volume"))
    assert f"({100 * above:.2g} vol%) are left out" in piece.notes[0]
    assert piece.packed(0).diameters.max() <= piece.size.dmax


@pytest.mark.parametrize(
    "size",
    [
        Lognormal(d50=3 * UM, sigma=0.4),
        PowerLaw(dmin=1 * UM, dmax=9 * UM, exponent=3.0),
        Tabulated(
            diameters=(1 * UM, 3 * UM, 9 * UM),
            undersize=(0.0, 0.6, 1.0),
            basis="volume",
            source="psd.csv",
        ),
        Mixture(
            shares=(0.5, 0.2, 0.3),
            components=(
                Lognormal(d50=3 * UM, sigma=0.4),
                Mono(diameter=8 * UM),
                Mono(diameter=2 * UM),
            ),
        ),
    ],
)
def test_what_is_left_keeps_its_shares(size):
    kept = without_coarse(size, 5 * UM)
    below = float(undersize(size, 5 * UM, "volume"))
    for diameter in (1.5 * UM, 2.5 * UM, 4 * UM):
        expected = float(undersize(size, diameter, "volume")) / below
        assert float(undersize(kept, diameter, "volume")) == pytest.approx(expected, abs=1e-6)
    assert float(undersize(kept, 5.001 * UM, "volume")) == pytest.approx(1)


def plan_web(**numbers):
    return design_support(
        "nonwoven", 15 * UM, **{"porosity": 0.8, "fibre_diameter": 4 * UM} | numbers
    )


@pytest.mark.parametrize("grown", [False, True])
def test_a_support_lies_in_the_middle_with_its_volume(grown):
    piece = plan_piece(
        Mono(diameter=2 * UM),
        300,
        thickness=25 * UM,
        **LIMITS,
        support=plan_web(),
        grown=grown,
    )
    packing = piece.packed(0)
    fibres = packing.obstacles
    middle = (fibres.starts[:, 2].min() + fibres.starts[:, 2].max()) / 2
    assert middle == pytest.approx(packing.box[2] / 2, abs=1.5 * UM)
    solid = 0.2 * 15 * UM * packing.box[0] * packing.box[1]
    assert packing.obstacle_volume / solid == pytest.approx(1.0)
    assert 0.5 < packing.packing_fraction < 0.64
    ceramic = np.pi / 6 * np.sum(packing.diameters**3)
    free = np.prod(packing.box) - solid
    assert packing.packing_fraction == pytest.approx(ceramic / free)


@pytest.mark.parametrize("grown", [False, True])
def test_a_support_has_its_thickness_after_pressing(grown):
    web = plan_web()
    piece = plan_piece(
        Mono(diameter=2 * UM), 300, thickness=25 * UM, **LIMITS, support=web, grown=grown
    )
    assert piece.stretch == pytest.approx(piece.height / (25 * UM))
    packing = piece.packed(0)
    share = 0.2 * 15 / 25
    if grown:
        pressed, path = grow_around(packing, 0.80, support_fraction=share).particles, None
    else:
        pressing = press_around(packing, 0.80, support_fraction=share)
        pressed, path = pressing.pressed.particles, pressing.path
    # What the packing fraction was estimated wrong by is left in height and thickness.
    off = pressed.box[2] / (25 * UM)
    assert off == pytest.approx(1, abs=0.1)
    heights = np.concatenate([pressed.obstacles.starts[:, 2], pressed.obstacles.ends[:, 2]])
    assert np.ptp(heights) == pytest.approx(11 * UM * off)
    assert heights.min() + heights.max() == pytest.approx(pressed.box[2])
    assert pressed.obstacle_volume / pressed.box[:2].prod() == pytest.approx(3 * UM * off)
    if path is None:
        return
    grains = np.pi / 6 * (packing.diameters**3).sum()
    ends = [grains / (box.prod() - pressed.obstacle_volume) for box in (packing.box, pressed.box)]
    assert path.relative_density[[0, -1]] == pytest.approx(ends)
    assert path.relative_density[-1] == pytest.approx(0.80)
    assert path.thickness[[0, -1]] == pytest.approx([packing.box[2], pressed.box[2]])
    assert (np.diff(path.contact_area) >= 0).all()
    met = 2 * pressing.pressed.contact_areas.sum() / len(packing)
    assert path.contact_area[-1] / met == pytest.approx(1.0, rel=1e-6)
    assert 0 <= path.contact_number[0] - 2 * len(packing.contacts) / len(packing) < 0.3  # walls


def test_powder_that_does_not_enter_the_support_is_refused_unless_it_grows_there():
    web = plan_web(porosity=0.7, fibre_diameter=2 * UM)
    args = {"thickness": 30 * UM, **LIMITS, "support": web}
    message = r"median particle of 3 um does not enter the support.*diameter of 4\.67 um"
    with pytest.raises(InputError, match=message):
        plan_piece(Mono(diameter=3 * UM), 300, **args)
    assert plan_piece(Mono(diameter=3 * UM), 300, **args, grown=True).grown


def test_fibres_finer_than_the_voxels_are_told_with_the_powder_that_does_not_enter():
    web = plan_web(porosity=0.7, fibre_diameter=0.001 * UM)
    args = {"thickness": 30 * UM, **LIMITS, "support": web}
    with pytest.raises(InputError, match=r"fibre_diameter: 0\.001 um is thinner than two voxels"):
        plan_piece(Mono(diameter=3 * UM), 300, **args, voxels=10)
    with pytest.raises(InputError, match=r"ceramic\.size.*does not enter"):
        plan_piece(Mono(diameter=3 * UM), 300, **args)


def test_every_level_tells_what_no_powder_enters_beside_what_its_own_voxels_hide():
    args = {"thickness": 30 * UM, **LIMITS}
    args["support"] = plan_web(porosity=0.7, fibre_diameter=0.1 * UM)
    for voxels in (10, 128):
        with pytest.raises(InputError, match=r"ceramic\.size.*does not enter"):
            plan_piece(Mono(diameter=3 * UM), 300, **args, voxels=voxels)
    hidden = r"fibre_diameter: 0\.1 um is thinner.* at least (\S+) um, or finer voxels"
    with pytest.raises(InputError, match=hidden) as caught:
        plan_piece(Mono(diameter=0.03 * UM), 300, **args, voxels=10)
    enough = UM * float(re.search(hidden, str(caught.value))[1])
    args["support"] = plan_web(porosity=0.7, fibre_diameter=enough)
    assert plan_piece(Mono(diameter=3 * UM), 300, **args, voxels=10).support is not None


def test_a_lattice_finer_than_the_voxel_is_blamed_on_the_pitch_that_was_stated():
    lattice = design_support("gyroid", 29 * UM, porosity=0.7, pitch=0.02 * UM)
    message = r"support\.pitch: 0\.02 um makes fibres of 0\.00684 um, thinner than two voxels"
    with pytest.raises(InputError, match=message + r".*Allowed: coarser, or finer voxels"):
        plan_piece(
            Mono(diameter=3 * UM), 300, thickness=60 * UM, **LIMITS, support=lattice, voxels=80
        )


def test_a_piece_that_would_take_too_many_particles():
    mesh = design_support("woven", 15 * UM, fibre_diameter=8 * UM, pitch=60 * UM)
    with pytest.raises(InputError, match=r"120 um by 120 um .* holds \d+ particles"):
        plan_piece(Mono(diameter=1 * UM), 300, thickness=20 * UM, **LIMITS, support=mesh)
