"""Shares of ceramic and binder after pressing."""

import re

import pytest

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Quantity
from ceralyte.pipeline.density import densify, yield_stress_of
from ceralyte.pipeline.inputs import look_up
from ceralyte.pipeline.pressing_curves import density_curve
from ceralyte.pressing import fit_yield_stress, relative_density
from ceralyte.recipe import read_recipe, recipe_to_yaml

LOOSE = Quantity(value=0.64, unit="", method="test", std_sampling=0.002)


def inputs_for(binder_wt=5.0, press="{method: isostatic, pressure: 300 MPa}", membrane=None):
    return look_up(
        read_recipe(
            f"""
name: test
ceramic: {{material: Li6PS5Cl, mass_fraction: {100 - binder_wt} wt%, size: mono(d=3 um)}}
binder: {{material: PEO, mass_fraction: {binder_wt} wt%}}
process: dry
membrane: {membrane or "{thickness: 20 um}"}
press: {press}
"""
        )
    )


def test_pressing_densifies_and_carries_its_error():
    inputs = inputs_for()
    result = densify(inputs.recipe, inputs.makeup, LOOSE, inputs.pressed_densities)
    assert 0.75 < result.fraction.value < 0.95
    assert result.fraction.std_model > 0.03
    assert result.fraction.estimate
    curve = density_curve(result, inputs.makeup, LOOSE, 20e-6)
    assert curve.y[0] == pytest.approx(0.64 * (1 + inputs.makeup.binder_per_ceramic))
    assert max(curve.y) <= 1


@pytest.mark.parametrize(("pressure", "end"), [(300, 600e6), (800, 840e6), (1000, 1000e6)])
def test_the_curve_reaches_the_press(pressure, end):
    inputs = inputs_for(press=f"{{method: isostatic, pressure: {pressure} MPa}}")
    result = densify(inputs.recipe, inputs.makeup, LOOSE, inputs.pressed_densities)
    assert density_curve(result, inputs.makeup, LOOSE, 20e-6).x[-1] == pytest.approx(end)


def densified(inputs):
    return densify(inputs.recipe, inputs.makeup, LOOSE, inputs.pressed_densities)


def most_binder(note):
    return float(re.search(r"at most ([\d.]+) wt% of PEO", note)[1])


def test_binder_can_fill_all_pores():
    inputs = inputs_for(15.0)
    result = densified(inputs)
    solid = inputs.makeup.solid_fraction(result.fraction.value, 20e-6)
    assert solid == pytest.approx(1)
    (note,) = result.notes
    assert "does not fit into the pores of the powder at 300 MPa: it takes 0.274 of the" in note
    assert not result.dispersed
    # What the note says to change is what leaves pores.
    needed = re.search(r"fills them all from ([\d.]+) MPa on", note)[1]
    ample, tight = (
        inputs_for(15.0, f"{{method: isostatic, pressure: {float(needed) + step} MPa}}")
        for step in (-1, 1)
    )
    assert densified(ample).notes == ()
    assert "does not fit" in densified(tight).notes[0]
    assert densified(inputs_for(most_binder(note) - 0.1)).notes == ()
    assert "does not fit" in densified(inputs_for(most_binder(note) + 0.1)).notes[0]


def test_much_polymer_disperses_the_grains():
    inputs = inputs_for(60.0)
    result = densified(inputs)
    assert result.dispersed
    assert result.fraction.value < 0.64
    (note,) = result.notes
    assert "does not fit into the pores of the packed powder: it takes 2.33 of the" in note
    assert "the pores 0.562" in note
    assert not densified(inputs_for(most_binder(note) - 0.1)).dispersed
    assert densified(inputs_for(most_binder(note) + 0.1)).dispersed


def test_a_measured_density_replaces_the_law():
    inputs = inputs_for(press="{method: uniaxial, pressure: 300 MPa, relative_density: 90 %}")
    assert inputs.pressed_densities == ()
    result = densify(inputs.recipe, inputs.makeup, LOOSE, ())
    assert inputs.makeup.solid_fraction(result.fraction.value, 20e-6) == pytest.approx(0.9)


def test_an_impossible_measured_density():
    inputs = inputs_for(press="{method: uniaxial, pressure: 300 MPa, relative_density: 50 %}")
    with pytest.raises(InputError, match=r"50 % is not between loose and pore-free.*to 100 %"):
        densify(inputs.recipe, inputs.makeup, LOOSE, ())


def test_areal_mass_and_thickness_say_the_same():
    by_thickness = inputs_for()
    share = densify(
        by_thickness.recipe, by_thickness.makeup, LOOSE, by_thickness.pressed_densities
    ).fraction.value
    mass = by_thickness.makeup.density(share, 20e-6) * 20e-6
    by_mass = inputs_for(membrane=f"{{areal_mass: {100 * mass:.12g} mg/cm2}}")
    assert by_mass.makeup.thickness(share) == pytest.approx(20e-6)
    sheet = by_mass.makeup.weigh_out(share, 20e-6)
    assert sum(q.value for q in sheet.values()) == pytest.approx(mass * 0.01)


def rolled(gap_um, binder_wt=5.0):
    """5 mg/cm2 at a gap: with 5 wt% binder 27.6 um without pores, 39.8 um with 64 % ceramic."""
    inputs = inputs_for(binder_wt, f"{{method: roll, gap: {gap_um} um}}", "{areal_mass: 5 mg/cm2}")
    return inputs, densify(inputs.recipe, inputs.makeup, LOOSE, inputs.pressed_densities)


def test_a_calender_gap_gives_the_thickness_and_with_the_mass_the_density():
    inputs, found = rolled(33)
    share = found.fraction.value
    assert inputs.makeup.thickness(share) == pytest.approx(33e-6)
    assert 33e-6 * inputs.makeup.density(share, 33e-6) == pytest.approx(0.05)
    assert relative_density(found.pressure, 0.64, found.yield_stress.value) == pytest.approx(share)
    assert "rolling to 33 um takes" in found.notes[0]
    own, *_ = density_curve(found, inputs.makeup, LOOSE, 33e-6).marks
    assert own.x == found.pressure
    _, loose = rolled(39.5)
    assert 0 < loose.pressure < 0.1 * found.pressure


@pytest.mark.parametrize(
    ("gap", "binder_wt", "message"),
    [
        (45, 5.0, r"press.gap: 45 um is more than the unpressed film, 39.8 um.*27.6 um to 39.8 um"),
        (20, 5.0, r"press.gap: 20 um is less than the solids .* without pores, 27.6 um"),
        (30, 60.0, r"press.gap: 30 um, but the polymer fills all space"),
    ],
)
def test_a_gap_that_cannot_be(gap, binder_wt, message):
    with pytest.raises(InputError, match=message):
        rolled(gap, binder_wt)


def test_a_gap_beyond_any_press_has_no_pressure():
    solid = rolled(30, 0.01)[0].makeup.thickness_by_mass(1.0)
    _, found = rolled(1e6 * solid / 0.999, 0.01)
    assert found.pressure is None
    assert found.fraction.value == pytest.approx(0.999)
    assert "takes 12" in found.notes[0]


def test_a_measured_density_with_its_pressure_calibrates_the_law():
    inputs = inputs_for(press="{method: uniaxial, pressure: 300 MPa, relative_density: 90 %}")
    found = densify(inputs.recipe, inputs.makeup, LOOSE, ())
    assert relative_density(3e8, 0.64, found.yield_stress.value) == pytest.approx(
        found.fraction.value
    )


def points_in_recipe(points):
    return look_up(
        read_recipe(
            f"""
name: test
ceramic:
  material: Li6PS5Cl
  mass_fraction: 100 wt%
  size: mono(d=3 um)
  properties: {{relative_density: {points}}}
process: dry
membrane: {{thickness: 20 um}}
press: {{method: isostatic, pressure: 300 MPa}}
"""
        )
    )


OWN = [(100, 74), (200, 81), (300, 86)]
ONE_BY_ONE = [f"{{value: {d} %, pressure: {p} MPa, source: own pellet}}" for p, d in OWN]


def test_several_points_of_the_recipe_calibrate_the_law_as_own_ones():
    inputs = points_in_recipe(f"[{', '.join(ONE_BY_ONE)}]")
    found = densified(inputs)
    fit = fit_yield_stress([(p * 1e6, d / 100) for p, d in OWN], own_powder=True)
    assert found.yield_stress == fit
    assert (fit.low, fit.high) == pytest.approx((211e6, 243e6), rel=5e-3)
    assert found.fraction.method.endswith("with the yield stress of own densities")
    assert "through 3 own densities" in fit.method
    assert "95 % confidence interval" in fit.method
    written = read_recipe(recipe_to_yaml(inputs.recipe))
    assert written.ceramic.properties == inputs.recipe.ceramic.properties
    (one,) = points_in_recipe(ONE_BY_ONE[0]).pressed_densities
    alone = fit_yield_stress([(one.pressure, one.value)], own_powder=True)
    assert "through one own density" in alone.method


def test_published_points_are_not_called_own():
    found = densified(inputs_for())
    assert found.fraction.method.endswith("with the yield stress of published densities")
    assert "published densities" in found.yield_stress.method
    assert "extremes of the single points" in found.yield_stress.method


@pytest.mark.parametrize(
    ("points", "told"),
    [
        ("[]", "the list is empty"),
        (f"[{ONE_BY_ONE[0]}, {{value: 81 %}}]", r"relative_density.1.source: is missing"),
        (f"[{ONE_BY_ONE[0]}, {{value: 81 um, source: me}}]", r"density.1: '81 um' is no fraction"),
        (f"[[{ONE_BY_ONE[0]}]]", r"relative_density.0: got a list of 1. Allowed: entries of value"),
    ],
)
def test_a_wrong_point_of_several_is_named(points, told):
    with pytest.raises(InputError, match=told) as caught:
        points_in_recipe(points)
    assert "{'" not in str(caught.value)


def test_pores_that_are_full_have_no_error_bar_of_nought():
    found = densified(inputs_for(20.0, "{method: isostatic, pressure: 800 MPa}"))
    assert found.fraction.method == "binder fills all pores"
    assert found.fraction.std is None


@pytest.mark.parametrize(
    ("binder_wt", "press", "reason"),
    [
        (5.0, "{method: none}", "not pressed"),
        (60.0, "{method: isostatic, pressure: 300 MPa}", "the polymer, not the contact"),
        (5.0, "{method: uniaxial, relative_density: 90 %}", "without its press.pressure"),
    ],
)
def test_why_there_is_no_yield_stress(binder_wt, press, reason):
    inputs = inputs_for(binder_wt, press)
    assert reason in yield_stress_of(inputs.recipe, densified(inputs)).reason
