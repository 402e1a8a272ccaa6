import pytest

from ceralyte.cell import (
    CellCase,
    CellDesign,
    Component,
    CompositeElectrode,
    Foil,
    HostAnode,
    Layer,
    MetalAnode,
    cell_energy,
    energy_thickness_curve,
    repeat_unit,
    stack,
)
from ceralyte.core.errors import InputError

UNIT = [
    Layer(name="foil", thickness=10e-6, areal_mass=0.02, share=0.5),
    Layer(name="rest", thickness=95e-6, areal_mass=0.19),
]

CATHODE = CompositeElectrode(
    components=(
        Component(name="NMC811", mass_fraction=0.8, density=4780),
        Component(name="catholyte", mass_fraction=0.2, density=1860),
    ),
    specific_capacity=200 * 3600,
    porosity=0.1,
)
LITHIUM = MetalAnode(
    name="lithium", density=534, specific_capacity=3861 * 3600, excess_thickness=20e-6
)
GRAPHITE = HostAnode(
    name="graphite",
    electrode=CompositeElectrode(
        components=(Component(name="graphite", mass_fraction=1.0, density=2260),),
        specific_capacity=350 * 3600,
        porosity=0.2,
    ),
    capacity_ratio=1.1,
)


COPPER = Foil(name="Cu", thickness=6e-6, density=8960)


def design(**changes):
    base = CellDesign(
        cathode=CATHODE,
        anode=LITHIUM,
        cathode_foil=Foil(name="Al", thickness=12e-6, density=2700),
        anode_foil=COPPER,
        areal_capacity=5 * 36e3,
        mean_voltage=3.8,
    )
    return base.model_copy(update=changes)


def test_packaging_adds_mass_but_no_volume():
    bare, packed = stack(UNIT, 36e3, 3.6), stack(UNIT, 36e3, 3.6, packaging_fraction=0.2)
    assert bare.specific_energy.value == pytest.approx(36e3 * 3.6 / 0.2)
    assert packed.specific_energy.value == pytest.approx(0.8 * bare.specific_energy.value)
    assert packed.energy_density == bare.energy_density
    assert packed.mass_breakdown[-1].name == "packaging"
    assert sum(layer.mass_fraction for layer in packed.mass_breakdown) == pytest.approx(1)
    assert bare.basis == "one repeat unit, half of each of foil, without packaging"
    assert packed.basis.endswith("packaging 20 % of the mass (not in the volume)")
    assert "without losses to resistance" in bare.specific_energy.validity


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"thickness": 0.0}, r"layer 'rest' thickness: 0 um\. Allowed: above 0"),
        ({"areal_mass": -0.19}, r"layer 'rest' areal mass: -19 mg/cm\^2"),
        ({"share": 2.0}, r"layer 'rest' share: 2\. Allowed: above 0, up to 1"),
    ],
)
def test_impossible_layers_are_refused(change, message):
    with pytest.raises(InputError, match=message):
        stack([UNIT[0], UNIT[1].model_copy(update=change)], 36e3, 3.6)


def test_impossible_cells_are_refused():
    with pytest.raises(InputError, match="the stack is empty"):
        stack([], 36e3, 3.6)
    with pytest.raises(InputError, match=r"areal_capacity: -1 mAh/cm\^2"):
        stack(UNIT, -36e3, 3.6)
    with pytest.raises(InputError, match=r"mean_voltage: 0 V"):
        stack(UNIT, 36e3, 0.0)
    with pytest.raises(InputError, match=r"packaging_fraction: 1\. Allowed: 0 to below 1"):
        stack(UNIT, 36e3, 3.6, packaging_fraction=1.0)


def test_lithium_from_the_cathode_is_weighed_once():
    layers = {layer.name: layer for layer in repeat_unit(design(), 20e-6, 1767)}
    assert list(layers) == [
        "Al",
        "cathode",
        "membrane",
        "plated lithium",
        "excess lithium",
        "Cu",
    ]
    made = 5 * 36e3 / (0.8 * 200 * 3600)
    plated = layers["plated lithium"]
    assert plated.areal_mass == pytest.approx(5 / 3861 * 10)  # g/cm2 to kg/m2
    assert plated.thickness * 1e6 == pytest.approx(24.25, abs=0.01)
    assert layers["cathode"].areal_mass + plated.areal_mass == pytest.approx(made)
    assert layers["cathode"].thickness == pytest.approx(made * (0.8 / 4780 + 0.2 / 1860) / 0.9)
    assert layers["Al"].share == 0.5


def test_lithium_that_the_anode_brings_adds_mass():
    from_anode = repeat_unit(design(carrier_from_cathode=False), 20e-6, 1767)
    from_cathode = repeat_unit(design(), 20e-6, 1767)
    more = sum(x.areal_mass for x in from_anode) - sum(x.areal_mass for x in from_cathode)
    assert more == pytest.approx(5 / 3861 * 10)


def test_anode_free_and_host_anodes():
    free = design(anode=LITHIUM.model_copy(update={"excess_thickness": 0.0}))
    assert "excess lithium" not in [layer.name for layer in repeat_unit(free, 20e-6, 1767)]
    result = cell_energy(free, 20e-6, 1767)
    assert "anode free (lithium plated from the cathode)" in result.basis
    assert result.specific_energy.value > cell_energy(design(), 20e-6, 1767).specific_energy.value
    host = {x.name: x for x in repeat_unit(design(anode=GRAPHITE), 20e-6, 1767)}["graphite"]
    assert host.areal_mass == pytest.approx(1.1 * 5 / 350 * 10)
    assert host.thickness == pytest.approx(host.areal_mass / (0.8 * 2260))
    assert "graphite anode" in cell_energy(design(anode=GRAPHITE), 20e-6, 1767).basis


def test_energy_falls_with_the_thickness_of_the_membrane():
    case = CellCase(design=design(), form=None, membrane_thickness=20e-6, membrane_density=1767)
    curve = energy_thickness_curve(case, cell_energy(design(), 20e-6, 1767).basis)
    assert (curve.x[0], curve.x[-1]) == pytest.approx((5e-6, 1e-3))
    assert all(a > b for a, b in zip(curve.y, curve.y[1:], strict=False))
    assert "lithium with 20 um in excess" in curve.note


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"cathode": CATHODE.model_copy(update={"components": CATHODE.components[:1]})},
            r"cathode mass fractions: add to 0\.8",
        ),
        ({"cathode": CATHODE.model_copy(update={"porosity": 1.0})}, r"cathode porosity: 100 %"),
        (
            {"anode": LITHIUM.model_copy(update={"excess_thickness": -1e-6})},
            r"lithium excess thickness: -1 um",
        ),
        (
            {"anode": GRAPHITE.model_copy(update={"capacity_ratio": 0.9})},
            r"graphite capacity ratio: 0\.9: the anode cannot take",
        ),
        (
            {"anode_foil": COPPER.model_copy(update={"thickness": -6e-6})},
            r"Cu thickness: -6 um",
        ),
    ],
)
def test_impossible_designs_are_refused(changes, message):
    with pytest.raises(InputError, match=message):
        repeat_unit(design(**changes), 20e-6, 1767)


def test_membrane_needs_thickness_and_density():
    with pytest.raises(InputError, match=r"membrane thickness: 0 um"):
        repeat_unit(design(), 0.0, 1767)
    with pytest.raises(InputError, match=r"membrane density: -1 g/cm\^3"):
        repeat_unit(design(), 20e-6, -1000)
