"""Stacks bent round cylinders against beam theory, exact to 1e-6."""

import numpy as np
import pytest

from ceralyte.core.errors import InputError, UnavailableError
from ceralyte.mechanics import (
    BeamLayer,
    bulk_and_shear,
    conductivity_factor,
    hashin_shtrikman,
    in_parallel,
    neutral_axis,
    porosity_change,
    stack_radius_minimum,
    stack_strains,
    stack_stresses,
    support_trade,
    winding_pressure,
)
from ceralyte.model import Series

# Al / cathode / solid electrolyte / Li / Cu, um and GPa; the electrolyte breaks at 30 MPa
STACK = [
    BeamLayer(name, 1e-6 * t, 1e9 * E, strength)
    for name, t, E, strength in (
        ("Al", 12, 70, None),
        ("cathode", 60, 5, None),
        ("electrolyte", 20, 10, 30e6),
        ("Li", 20, 7.82, None),
        ("Cu", 8, 120, None),
    )
]
RADIUS = 10e-3


def moments(strains):
    """Force (N/m) and moment (N) of a stack from its strains, by Simpson's rule (exact)."""
    t = np.array([layer.thickness for layer in STACK])
    E = np.array([layer.youngs_modulus for layer in STACK])
    inner = np.cumsum(t) - t
    middle = strains.mean(axis=1)
    force = float((E * t * middle).sum())
    arms = np.stack([inner, inner + t / 2, inner + t])
    stresses = E * np.stack([strains[:, 0], middle, strains[:, 1]])
    return force, float((t / 6 * (stresses * arms * np.array([[1], [4], [1]])).sum(axis=0)).sum())


def test_bonded_stack_carries_no_force_and_the_moment_of_its_stiffness():
    strains = stack_strains(STACK, RADIUS)
    axis = neutral_axis([s.thickness for s in STACK], [s.youngs_modulus for s in STACK])
    force, moment = moments(strains)
    assert abs(force) < 1e-6 * 70e9 * 12e-6 * abs(strains).max()
    assert moment * (RADIUS + axis) * 1e6 == pytest.approx(5967.5, abs=0.1)  # uN m, reference
    assert strains[0, 0] == pytest.approx(-axis / (RADIUS + axis), rel=1e-12)
    assert strains[1:, 0] == pytest.approx(strains[:-1, 1], rel=1e-12)  # plane section
    assert stack_stresses(STACK, strains)[2] == pytest.approx(10e9 * strains[2], rel=1e-12)


def test_tension_adds_one_strain_to_all_layers():
    slack, taut = stack_strains(STACK, RADIUS), stack_strains(STACK, RADIUS, tension=100.0)
    pull = 100.0 / sum(s.thickness * s.youngs_modulus for s in STACK)
    assert taut - slack == pytest.approx(np.full((5, 2), pull), rel=1e-9)
    assert moments(taut)[0] == pytest.approx(100.0, rel=1e-9)
    assert winding_pressure(100.0, RADIUS) == pytest.approx(1e4, rel=1e-12)


def test_sliding_layers_bend_about_their_own_middles():
    strains = stack_strains(STACK, RADIUS, bonded=False)
    assert strains[0, 1] == pytest.approx(6e-6 / (RADIUS + 6e-6), rel=1e-12)
    assert strains[4, 1] == pytest.approx(4e-6 / (RADIUS + 116e-6), rel=1e-12)
    assert (abs(strains) <= abs(stack_strains(STACK, RADIUS)).max()).all()


@pytest.mark.parametrize("bonded", [True, False])
@pytest.mark.parametrize("tension", [0.0, 500.0])
def test_at_the_smallest_radius_the_weak_layer_is_at_its_strength(bonded, tension):
    limit = stack_radius_minimum(STACK, tension=tension, bonded=bonded)
    assert (limit.layer, limit.face) == ("electrolyte", "outer face")
    strains = stack_strains(STACK, limit.radius, tension=tension, bonded=bonded)
    assert stack_stresses(STACK, strains)[2, 1] == pytest.approx(30e6, rel=1e-6)


def test_inner_faces_limit_by_compression():
    weak = [BeamLayer("membrane", 20e-6, 10e9, 50e6, 10e6)]
    limit = stack_radius_minimum(weak)
    assert limit.face == "inner face"
    stress = stack_stresses(weak, stack_strains(weak, limit.radius))
    assert stress[0, 0] == pytest.approx(-10e6, rel=1e-6)


def test_bad_stacks_are_refused():
    with pytest.raises(InputError, match=r"radius: 100 um is less than the thickness, 120 um"):
        stack_strains(STACK, 100e-6)
    with pytest.raises(InputError, match=r"tension: got -5 N/m"):
        stack_strains(STACK, RADIUS, tension=-5.0)
    with pytest.raises(InputError, match=r"layers: there are none"):
        stack_strains([], RADIUS)
    with pytest.raises(UnavailableError, match="no layer with a known strength is pulled"):
        stack_radius_minimum(STACK[:2])
    with pytest.raises(UnavailableError, match="tension alone pulls electrolyte beyond 30 MPa"):
        stack_radius_minimum(STACK, tension=2e4)
    with pytest.raises(InputError, match=r"radius: 0 um"):
        winding_pressure(1.0, 0.0)


def test_porosity_of_a_dilute_porous_solid_rises_as_its_pores_open():
    """Voids of share f in a solid: pore volume strain from Hashin-Shtrikman, to first order in f.

    d f = f (e_pore - e_total); e_pore of a spherical void under mean stress s is
    s (3 K + 4 G) / (4 G K) (Lame), the total s / K: checked where f -> 0.
    """
    K, G, f = *bulk_and_shear(22.1e9, 0.37), 1e-6
    porous = hashin_shtrikman([1 - f, f], [K, 0.0], [G, 0.0])
    found = porosity_change(
        1e-3, porosity=f, bulk_modulus=porous.bulk_upper, shear_modulus=porous.shear_upper,
        solid_bulk=K,
    )  # fmt: skip
    mean_stress = 1e-3 * 22.1e9 / 3
    expected = f * (mean_stress * (3 * K + 4 * G) / (4 * G * K) - mean_stress / K)
    assert found == pytest.approx(expected, rel=1e-4)


def test_dense_or_unbent_membranes_keep_their_pores():
    K, G = bulk_and_shear(22e9, 0.3)
    dense = {"porosity": 0.0, "bulk_modulus": K, "shear_modulus": G, "solid_bulk": K}
    assert porosity_change(1e-2, **dense) == pytest.approx(0.0, abs=1e-15)
    worse = conductivity_factor(0.1, 0.01)
    assert worse.value == pytest.approx((0.89 / 0.9) ** 1.5, rel=1e-12)
    assert worse.low < worse.value == worse.high
    with pytest.raises(InputError, match="more than a solid of"):
        porosity_change(1e-3, porosity=0.2, bulk_modulus=K, shear_modulus=G, solid_bulk=K)


def test_support_and_membrane_in_parallel_strain_alike():
    bare = Series(x_name="strain", x_unit="", x=(0.0, 2e-3), y_name="stress", y_unit="Pa",
                  y=(0.0, 4e6))  # fmt: skip
    stiff = in_parallel(bare, 5e9, 5e6)  # breaks at 1e-3, before the membrane
    assert max(stiff.y) == pytest.approx(5e6 + 2e6)
    assert stiff.y[-1] == pytest.approx(4e6)
    soft = in_parallel(bare, 1e9, 5e6)  # outlives it
    assert soft.y[soft.x.index(2e-3)] == max(soft.y) == pytest.approx(2e6 + 4e6)
    assert soft.x[-1] == pytest.approx(5e-3)
    with pytest.raises(InputError, match=r"support_strength: got 0 MPa"):
        in_parallel(bare, 1e9, 0.0)


def test_carrier_trades_thickness_for_strength():
    """29 um of a 13.2 MPa sheet, 70 % open, in 60 um: 13.2 * 29 / 60 (Zhu et al. 2021)."""
    found = support_trade(60e-6 - 0.3 * 29e-6, [29e-6], sheet_strength=13.2e6, porosity=0.7)
    assert found.x[0] == pytest.approx(0.3 * 29e-6, rel=1e-9)
    assert found.y[0] == pytest.approx(13.2e6 * 29 / 60, rel=1e-9)
    thin = support_trade(10e-6, [29e-6], sheet_strength=13.2e6, porosity=0.7)
    assert thin.x[0] == pytest.approx(19e-6)  # no thinner than the carrier itself
