"""Which bonds a recipe's membrane has, and what is said where nothing is known."""

from dataclasses import replace

import numpy as np
import pytest

import ceralyte as cl
from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Quantity, Unavailable
from ceralyte.mechanics import bend_radius_minimum, bulk_and_shear, mandrel_test
from ceralyte.model import NetworkTest, Series
from ceralyte.model.levels import LEVELS, Level
from ceralyte.pipeline import membrane_mechanics
from ceralyte.pipeline.bending import _solved
from ceralyte.pipeline.bent_stacks import BentMembrane, bending_sheet, require_layers
from ceralyte.pipeline.binding import Binding
from ceralyte.pipeline.holding import HEALED, holdings, untested
from ceralyte.pipeline.inputs import look_up
from ceralyte.pipeline.mechanics import carried_by, elasticity, tensile_strength
from ceralyte.pipeline.storage import save_design
from ceralyte.pipeline.strength import _between, _scatter, _summary, strength_sheet
from ceralyte.pipeline.supply import Supply
from ceralyte.recipe import load_recipe
from ceralyte.recipe.ceramic import StatedValue
from ceralyte.structure import GROUND_ROUGHNESS

SHARES = {"pore": 0.12, "ceramic": 0.875, "binder": 0.005, "support": 0.0}
FIBRILS = Binding("fibrils", None, "test")
COATING = Binding("coating", None, "test")


@pytest.fixture(scope="module")
def pressed():
    def made(seed):
        bed = cl.packing.pack(cl.packing.parse_distribution("mono(d=3 um)"), 120, seed=seed)
        return cl.pressing.press(bed, method="uniaxial", relative_density=0.88).pressed

    return [(seed, made(seed)) for seed in range(4)]


@pytest.fixture
def recipe(examples):
    return load_recipe(examples / "lpscl-ptfe-dry.yaml")


def stated(recipe, part, **properties):
    section = getattr(recipe, part)
    new = {n: StatedValue(value=v, source="test") for n, v in properties.items()}
    return recipe.model_copy(
        update={part: section.model_copy(update={"properties": section.properties | new})}
    )


def test_without_a_measured_adhesion_both_ends_are_tested(recipe):
    binder, healed = holdings(recipe, Supply(recipe), SHARES, FIBRILS)
    assert (binder.name, healed.name) == ("binder alone", HEALED)
    assert binder.adhesion is None
    assert binder.bridges.strength == 27e6
    toughness = 0.23e6**2 * (1 - 0.37**2) / 22e9
    assert healed.adhesion.energy == pytest.approx(toughness)


def test_a_stated_adhesion_decides_alone_and_weak_binder_lets_go(recipe):
    given = stated(recipe, "ceramic", adhesion_strength="20 MPa", adhesion_energy="200 mN/m")
    given = stated(given, "binder", adhesion_strength="5 MPa", fracture_energy="10 N/m")
    (held,) = holdings(given, Supply(given), SHARES, FIBRILS)
    assert (held.adhesion.strength, held.adhesion.energy) == (20e6, pytest.approx(0.2))
    assert (held.bridges.strength, held.bridges.energy) == (5e6, 10.0)


@pytest.fixture
def sodium(examples):
    found = stated(
        load_recipe(examples / "na3sbs4-cmc-water.yaml"),
        "ceramic",
        youngs_modulus="20 GPa",
        poissons_ratio="0.3",
        adhesion_strength="20 MPa",
    )
    return stated(
        found, "binder", youngs_modulus="2 GPa", poissons_ratio="0.3", tensile_strength="30 MPa"
    )


def with_film(recipe, film):
    binder = recipe.binder.model_copy(update={"film_thickness": film})
    return recipe.model_copy(update={"binder": binder})


def test_bridges_know_of_the_film_that_the_design_tells(sodium):
    (held,) = holdings(sodium, Supply(sodium), SHARES, COATING)
    assert held.bridges.film_thickness is None
    assert held.bridges.roughness == GROUND_ROUGHNESS
    (held,) = holdings(with_film(sodium, 50e-9), Supply(sodium), SHARES, COATING, 2.5)
    assert held.bridges.film_thickness == pytest.approx(50e-9)
    assert held.bridges.roughness == 2.5


@pytest.mark.parametrize(("film", "roughness"), [(1e-9, GROUND_ROUGHNESS), (20e-9, 2.56), (1, 1)])
def test_a_stated_film_lies_on_no_more_surface_than_it_has_binder_for(sodium, film, roughness):
    # By hand: 10 um grains of mean diameter 9.23 um by volume and surface, 0.02 / 0.6 of binder.
    shares = {"ceramic": 0.6, "binder": 0.02, "pore": 0.38}
    (held,) = holdings(with_film(sodium, film), Supply(sodium), shares, COATING)
    assert held.bridges.roughness == pytest.approx(roughness, rel=0.01)


def test_closed_form_and_network_take_the_same_strengths(recipe, examples):
    shares = SHARES | {"ceramic": 0.375, "binder": 0.5}
    weak = stated(recipe, "binder", adhesion_strength="5 MPa")
    found = tensile_strength(weak, Supply(weak), shares, 15e-6)
    assert found.low == pytest.approx(0.5 * 5e6)
    carried = load_recipe(examples / "lpscl-cellulose.yaml")
    fibres = carried.support.model_copy(update={"strength_of": "fibre"})
    woven, nonwoven = (
        carried_by(fibres.model_copy(update={"kind": kind}), strength, 0.3, 60e-6)
        for kind, strength in (
            (kind, Quantity(value=60e6, unit="Pa", method="test")) for kind in ("woven", "nonwoven")
        )
    )
    assert (woven.value, nonwoven.value) == pytest.approx((9e6, 6e6))
    assert "those of a loose mat slip" in nonwoven.validity
    mat = weak.model_copy(update={"support": fibres})
    held = tensile_strength(mat, Supply(mat), shares | {"support": 0.1}, 60e-6)
    assert "those of a loose mat slip" in held.validity


def test_the_closed_form_says_that_it_leaves_a_stated_adhesion_out(recipe):
    sticks = stated(recipe, "ceramic", adhesion_strength="20 MPa")
    found = tensile_strength(sticks, Supply(sticks), SHARES, 15e-6)
    silent = tensile_strength(recipe, Supply(recipe), SHARES, 15e-6)
    assert found.value == silent.value
    assert "stated adhesion of the ceramic's grains is not in it" in found.validity
    assert "adhesion" not in silent.validity


def test_what_is_missing_is_named_with_the_remedy(examples):
    sodium = load_recipe(examples / "na3sbs4-cmc-water.yaml")
    lost = holdings(sodium, Supply(sodium), SHARES, FIBRILS)
    assert "youngs_modulus: none is known for Na3SbS4; give it in the recipe" in lost.reason
    bare = load_recipe(examples / "lpscl-cellulose.yaml")
    bare = bare.model_copy(
        update={"ceramic": bare.ceramic.model_copy(update={"analogues": ()}), "binder": None}
    )
    lost = holdings(bare, Supply(bare), SHARES, None)
    assert "no binder; and no adhesion_strength, adhesion_energy or fracture_tough" in lost.reason
    assert "under ceramic.properties with its source" in lost.reason


def test_seeds_give_a_weibull_modulus_and_a_size_effect(recipe, pressed):
    sheet = strength_sheet(recipe, Supply(recipe), pressed, SHARES, FIBRILS, 15e-6)
    assert len(sheet.tests) == 8
    weak, strong = (
        np.mean([t.strength.value for t in sheet.tests if t.held_by == name])
        for name in ("binder alone", HEALED)
    )
    found = sheet.tensile_strength
    assert found.value == pytest.approx(np.sqrt(weak * strong))
    assert (found.low, found.high) == pytest.approx((weak / 2, 2 * strong))
    assert found.estimate
    assert found.std > 0
    assert sheet.weibull_modulus.value > 1
    assert np.all(np.diff(sheet.size_effect.y) < 0)
    assert all(0 < z < t.box[2] for t in sheet.tests for _, _, z in t.crack)
    one = strength_sheet(recipe, Supply(recipe), pressed[:1], SHARES, FIBRILS, 15e-6, brief=True)
    assert "1 of at least 4 packings" in one.weibull_modulus.reason
    full = {t.held_by: t for t in sheet.tests if t.seed == 0}
    for test in one.tests:
        assert test.strength.value == pytest.approx(full[test.held_by].strength.value, rel=0.1)


def test_a_support_is_the_lower_end_where_nothing_else_is_known_to_hold(examples, pressed):
    recipe = load_recipe(examples / "lpscl-cellulose.yaml")
    shares = {"pore": 0.1, "ceramic": 0.755, "binder": 0.0, "support": 0.145}
    sheet = strength_sheet(recipe, Supply(recipe), pressed[:1], shares, None, 60e-6)
    alone = 13.2e6 * recipe.support.thickness / 60e-6
    assert sheet.tensile_strength.low == pytest.approx(alone / 2)
    (test,) = sheet.tests
    both = sheet.with_support[0]
    assert both.y[1] / both.x[1] > 1.05 * test.modulus.value
    assert max(both.y) >= test.strength.value
    assert sheet.support_trade.y[-1] > sheet.support_trade.y[0]
    nothing = replace_analogues(recipe)
    lost = strength_sheet(nothing, Supply(nothing), pressed[:1], shares, None, 60e-6)
    assert lost.tensile_strength.value == pytest.approx(alone)
    assert lost.tests == ()


def test_what_is_not_known_opens_the_bracket_and_is_named(recipe, pressed, examples):
    """Knowing less must not narrow it: no toughness, no strength of binder or of support."""
    bare = replace_analogues(recipe)
    sheet = strength_sheet(bare, Supply(bare), pressed[:1], SHARES, FIBRILS, 15e-6, brief=True)
    found = sheet.tensile_strength
    assert (found.low, found.high) == (sheet.tests[0].strength.value / 2, None)
    assert found.method.endswith("binder alone, contacts not tested")
    assert isinstance(sheet.failure_strain, Unavailable)
    (note,) = sheet.notes
    assert note == (
        "contacts not tested: Li6PS5Cl has no fracture_toughness, adhesion_strength or "
        "adhesion_energy: give one under ceramic.properties with its source"
    )
    assert note in sheet.failure_strain.reason
    carried = replace_analogues(load_recipe(examples / "lpscl-cellulose.yaml"))
    shares = {"pore": 0.1, "ceramic": 0.755, "binder": 0.0, "support": 0.145}
    alone = strength_sheet(carried, Supply(carried), pressed[:1], shares, None, 60e-6)
    assert alone.tensile_strength.low is not None
    assert alone.tensile_strength.high is None
    assert any("fracture_toughness of Li6PS5Cl" in note for note in alone.notes)


def test_gaps_are_what_no_test_has_in_it(recipe):
    supply = Supply(recipe)
    both = holdings(recipe, supply, SHARES, FIBRILS)
    assert untested(recipe, supply, SHARES, FIBRILS, both) == {}
    unnamed = recipe.model_copy(
        update={"binder": recipe.binder.model_copy(update={"material": "CMC-Na", "analogues": ()})}
    )
    lost = untested(unnamed, Supply(unnamed), SHARES, FIBRILS, both)
    assert list(lost) == ["binder not tested"]
    assert "none is known for CMC-Na" in lost["binder not tested"]


def replace_analogues(recipe):
    return recipe.model_copy(
        update={"ceramic": recipe.ceramic.model_copy(update={"analogues": ()})}
    )


def test_loose_grains_do_not_touch(recipe, pressed):
    _, packing = pressed[0]
    loose = replace(packing, contacts=np.zeros((0, 2), np.int64), contact_areas=np.zeros(0),
                    branches=np.zeros((0, 3)))  # fmt: skip
    sheet = strength_sheet(recipe, Supply(recipe), [(0, loose)], SHARES, FIBRILS, 15e-6)
    assert isinstance(sheet.tensile_strength, Unavailable)
    assert "no two grains touch" in sheet.tensile_strength.reason


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setitem(LEVELS, "quick", Level(particles=150, voxels=16, seeds=1))


@pytest.mark.usefixtures("small")
def test_membrane_and_cell_are_bent_at_the_recipes_radius(recipe):
    size = cl.packing.parse_distribution("mono(d=3 um)")
    coarse = recipe.model_copy(update={"ceramic": recipe.ceramic.model_copy(update={"size": size})})
    found = membrane_mechanics(coarse, moduli={"cathode": 10e9}, tension=20.0)
    membrane, cell = found.bending.stacks
    assert membrane.radius == 4e-3
    assert [layer.name for layer in cell.bonded][:3] == ["aluminium foil", "cathode", "membrane"]
    assert cell.bonded[2].strain_outer > cell.bonded[2].strain_inner
    inner, outer = found.bending.faces
    assert inner.porosity.value < outer.porosity.value
    assert outer.conductivity_factor.value < 1 < inner.conductivity_factor.value
    assert isinstance(membrane.winding_pressure, Quantity)
    assert membrane.winding_pressure.value == pytest.approx(20.0 / 4e-3)
    without = membrane_mechanics(coarse)
    assert '--modulus "cathode=5 GPa"' in without.bending.cell_reason
    with pytest.raises(InputError, match=r"radius: 10 um is less than the thickness, 15 um"):
        membrane_mechanics(coarse, radius=10e-6)
    with pytest.raises(InputError, match=r"modulus of cathode: got -1e-09 GPa"):
        membrane_mechanics(coarse, moduli={"cathode": -1.0})


def bent(recipe):
    """The membrane of a recipe, at a density of 88 %, without packing it."""
    inputs = look_up(recipe)
    shares = inputs.makeup.shares(0.88, inputs.makeup.stated_thickness)
    return BentMembrane(
        inputs=inputs,
        thickness=inputs.makeup.stated_thickness,
        density=1900.0,
        shares=shares,
        dispersed=False,
        elasticity=elasticity(recipe, inputs.supply, shares, dispersed=False),
        strength=Quantity(value=10e6, unit="Pa", method="test"),
    )


def test_a_support_is_a_layer_of_its_own(examples):
    membrane = bent(load_recipe(examples / "lpscl-cellulose.yaml"))
    sheet = bending_sheet(membrane, 10e-3, 0.0, {})
    whole, layered = sheet.stacks
    face, support, other = layered.bonded
    assert face.thickness == other.thickness == pytest.approx((60e-6 - support.thickness) / 2)
    assert layered.neutral_axis == pytest.approx(30e-6)
    assert other.strain_outer == pytest.approx(whole.bonded[0].strain_outer)
    assert support.youngs_modulus != face.youngs_modulus


def test_a_deposited_membrane_bends_with_its_cathode(recipe):
    cast = recipe.membrane.model_copy(update={"architecture": "substrate_deposited"})
    membrane = bent(recipe.model_copy(update={"membrane": cast}))
    sheet = bending_sheet(membrane, 10e-3, 0.0, {"cathode": 10e9})
    assert [stack.what for stack in sheet.stacks] == [
        "membrane", "membrane on the cathode", "cell, one repeat unit",
    ]  # fmt: skip
    alone, deposited, _ = sheet.stacks
    assert [layer.name for layer in deposited.bonded] == ["aluminium foil", "cathode", "membrane"]
    assert deposited.bonded[2].strain_inner > alone.bonded[0].strain_inner


@pytest.mark.usefixtures("small")
def test_a_stated_adhesion_decides_how_far_the_membrane_bends(recipe):
    size = cl.packing.parse_distribution("mono(d=3 um)")
    coarse = recipe.model_copy(update={"ceramic": recipe.ceramic.model_copy(update={"size": size})})
    weak, strong = (
        membrane_mechanics(stated(coarse, "ceramic", adhesion_strength=adhesion))
        for adhesion in ("5 MPa", "20 MPa")
    )
    assert weak.bend_radius_minimum.value > 1.5 * strong.bend_radius_minimum.value
    for found in (weak, strong):
        network = found.strength.tensile_strength
        limit = bend_radius_minimum(found.thickness, found.elasticity.youngs_modulus, network)
        assert found.bend_radius_minimum == limit
        assert found.mandrel == mandrel_test(found.thickness, limit)
    bracket = membrane_mechanics(coarse)
    assert bracket.bend_radius_minimum == bend_radius_minimum(
        bracket.thickness, bracket.elasticity.youngs_modulus, bracket.tensile_strength
    )


def test_a_design_bends_with_its_solved_moduli(quick_design):
    found = _solved(quick_design)
    assert found.youngs_modulus == quick_design.youngs_modulus
    assert found.youngs_modulus != quick_design.youngs_modulus_estimate
    bulk, shear = bulk_and_shear(
        quick_design.youngs_modulus.value, quick_design.poissons_ratio.value
    )
    assert (found.bulk_modulus.value, found.shear_modulus.value) == (bulk, shear)


@pytest.mark.slow
@pytest.mark.usefixtures("small")
def test_one_folder_has_one_table_of_mandrels(recipe, tmp_path):
    size = cl.packing.parse_distribution("mono(d=3 um)")
    coarse = recipe.model_copy(update={"ceramic": recipe.ceramic.model_copy(update={"size": size})})
    design = cl.design(coarse, level="quick")
    save_design(design, tmp_path / "made")
    (tmp_path / "made/recipe.yaml").write_text(design.recipe, "utf-8")
    bent = membrane_mechanics(tmp_path / "made")
    assert bent.bend_radius_minimum == design.bend_radius_minimum
    assert bent.mandrel == design.mandrel


def test_strength_of_sizes_has_a_band_and_says_where_the_pieces_stand():
    """Marks lie on the curve: the piece tested, and 1 cm2 of a membrane of 20 um, 2 mm3."""
    tests = [pulled(s) for s in (8e6, 10e6, 11e6, 12e6)]
    modulus, sizes = _scatter(tests, 20e-6)
    assert sizes.y_low[0] < sizes.y[0] / 2 < 2 * sizes.y[0] < sizes.y_high[0]
    assert sizes.y_high[-1] / sizes.y_low[-1] > sizes.y_high[0] / sizes.y_low[0]
    piece, square = sizes.marks
    assert (piece.x, square.x) == pytest.approx((1e-15, 2e-9), rel=1e-9, abs=0)
    slope = np.log(piece.y / square.y) / np.log(square.x / piece.x)
    assert slope == pytest.approx(1 / modulus.value)
    assert square.y_low < square.y < square.y_high


def pulled(strength, *, broken=True):
    """A tensile test of a piece of 10 um."""
    pascal = Quantity(value=strength, unit="Pa", method="test")
    curve = Series(
        x_name="strain", x_unit="", x=(0, 0.01), y_name="stress", y_unit="Pa", y=(0, strength)
    )
    return NetworkTest(
        mode="tension", held_by="test", seed=0, strength=pascal, failure_strain=pascal,
        modulus=pascal, fracture_energy=pascal, curve=curve, box=(1e-5, 1e-5, 1e-5), crack=(),
        bonds=1, broken=broken,
    )  # fmt: skip


def test_a_strength_of_what_never_broke_has_no_upper_end():
    ends = {"binder": [1e6], "stated": [4e6]}
    assert _between(ends, "Pa").high == 8e6
    whole = _between(ends, "Pa", {"stated"})
    assert (whole.low, whole.high) == (0.5e6, None)
    assert _between(ends, "Pa", {"binder"}).high == 8e6


def test_one_piece_that_never_broke_leaves_its_end_open(recipe):
    """Also where another seed broke at more: a mean of lower limits is a lower limit."""
    found = [pulled(10e6), pulled(9.9e6, broken=False), pulled(9e6, broken=False)]
    sheet = _summary(recipe, Supply(recipe), SHARES, 15e-6, found, {}, [])
    assert (sheet.tensile_strength.high, sheet.failure_strain.high) == (None, None)
    assert _summary(recipe, Supply(recipe), SHARES, 15e-6, found[:1], {}, []).tensile_strength.high


def test_a_cracked_membrane_has_no_faces_to_tell_of(recipe):
    tight = bending_sheet(bent(recipe), 0.1e-3, 0.0, {})
    assert tight.cylinder.answer == "fail"
    for face in tight.faces:
        assert face.porosity.reason == face.conductivity_factor.reason
        assert face.porosity.reason == "beyond the strength: cracked"
    assert tight.stacks[0].bonded[0].beyond == "beyond the strength, 10 MPa: cracked"
    wide = bending_sheet(bent(recipe), 100e-3, 0.0, {})
    assert wide.cylinder.answer == "pass"
    assert all(isinstance(face.porosity, Quantity) for face in wide.faces)
    assert wide.stacks[0].bonded[0].beyond == ""


def test_smallest_radii_have_the_ends_of_modulus_and_strength(recipe):
    membrane = replace(
        bent(recipe),
        strength=Quantity(value=10e6, unit="Pa", method="test", low=5e6, high=20e6, estimate=True),
    )
    sheet = bending_sheet(membrane, 10e-3, 0.0, {"cathode": 10e9})
    alone, cell = (stack.radius_minimum_bonded for stack in sheet.stacks)
    limit = bend_radius_minimum(
        membrane.thickness, membrane.elasticity.youngs_modulus, membrane.strength
    )
    assert (alone.low, alone.value, alone.high) == pytest.approx(
        (limit.low, limit.value, limit.high)
    )
    assert cell.low < 0.6 * cell.value < 1.2 * cell.value < cell.high
    assert cell.method == "membrane, outer face"


def test_metals_that_flow_are_told_and_those_not_known_too(recipe):
    sheet = bending_sheet(bent(recipe), 4e-3, 0.0, {"cathode": 10e9})
    told = {layer.name: layer.beyond for layer in sheet.stacks[1].bonded}
    assert told["aluminium foil"] == "flows from 150 MPa on"
    assert told["plated lithium"] == "flows from 0.75 MPa on"
    assert told["copper foil"] == ""
    assert any("no yield strength is known of cathode, copper foil" in n for n in sheet.notes)


def test_a_modulus_without_a_cell_is_refused(recipe):
    with pytest.raises(InputError, match=r"modulus: of catode: .*Allowed: moduli only with a cell"):
        require_layers(bent(recipe.model_copy(update={"cell": None})), ["catode"])


@pytest.mark.slow
@pytest.mark.usefixtures("small")
def test_a_design_bends_by_the_stated_adhesion_too(recipe):
    size = cl.packing.parse_distribution("mono(d=3 um)")
    coarse = recipe.model_copy(update={"ceramic": recipe.ceramic.model_copy(update={"size": size})})
    design = cl.design(stated(coarse, "ceramic", adhesion_strength="5 MPa"), level="quick")
    network = design.strength.tensile_strength
    limit = bend_radius_minimum(design.thickness.value, design.youngs_modulus, network)
    assert design.bend_radius_minimum == limit
    assert network.value != design.tensile_strength.value
