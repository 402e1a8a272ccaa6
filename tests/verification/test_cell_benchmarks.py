"""Stack model against published and independently computed cells."""

import pytest

from ceralyte.cell import (
    CellDesign,
    Component,
    CompositeElectrode,
    Foil,
    Layer,
    MetalAnode,
    cell_energy,
    stack,
)

MAH_CM2 = 36e3  # C/m2
MG_CM2 = 1e-2  # kg/m2
WH_KG = 3600.0  # J/kg


def ecker2015(foil_share):
    """Graphite cell with liquid electrolyte in the pores; foils coated on both sides."""
    return stack(
        [
            Layer(name="cathode", thickness=74e-6, areal_mass=11.507 * MG_CM2),
            Layer(name="anode", thickness=54e-6, areal_mass=15.633 * MG_CM2),
            Layer(name="separator", thickness=20e-6, areal_mass=2.034 * MG_CM2),
            Layer(name="Al", thickness=15e-6, areal_mass=4.053 * MG_CM2, share=foil_share),
            Layer(name="Cu", thickness=14e-6, areal_mass=12.506 * MG_CM2, share=foil_share),
        ],
        1.99183 * MAH_CM2,
        3.75669,
    )


def test_ecker2015_stack():
    """Source: expected values in the tests of pybamm-tea for the Ecker 2015 parameters."""
    cell = ecker2015(foil_share=0.5)
    assert cell.specific_energy.value / WH_KG == pytest.approx(199.785, rel=1e-4)
    assert cell.energy_density.value / 3.6e6 == pytest.approx(460.47, rel=2e-4)
    assert cell.thickness.value * 1e6 == pytest.approx(162.5, rel=1e-4)
    assert cell.density.value / 1e3 == pytest.approx(2.3048, rel=5e-4)
    assert "half of each of Al and Cu" in cell.basis


def test_whole_foils_are_the_classic_mistake():
    cell = ecker2015(foil_share=1.0)
    assert cell.specific_energy.value / WH_KG == pytest.approx(163.6, abs=0.1)
    assert "all layers whole" in cell.basis


def test_halide_pouch():
    """Source: Sci. Adv. 8, eadc9516 (2022), Table 1, doi 10.1126/sciadv.adc9516.

    The printed capacity of 4 mAh/cm2 is rounded: 200 mAh/g x 0.85 x 27 mg/cm2 = 4.59.
    Foil and lithium densities: CRC handbook. The 15 wt% that are not NMC811 are catholyte.
    """
    cell = stack(
        [
            Layer(name="Al", thickness=10e-6, areal_mass=10e-6 * 2700, share=0.5),
            Layer(name="cathode", thickness=80e-6, areal_mass=27 * MG_CM2),
            Layer(name="membrane", thickness=30e-6, areal_mass=30e-6 * 2600),
            Layer(name="lithium", thickness=40e-6, areal_mass=40e-6 * 534),
            Layer(name="Cu", thickness=8e-6, areal_mass=8e-6 * 8960, share=0.5),
        ],
        4.59 * MAH_CM2,
        3.8,
    )
    shares = {layer.name: layer.mass_fraction for layer in cell.mass_breakdown}
    electrolyte = shares["membrane"] + 0.15 * shares["cathode"]
    assert 100 * electrolyte == pytest.approx(28.2, rel=0.01)
    assert cell.specific_energy.value / WH_KG == pytest.approx(400, rel=0.05)


@pytest.mark.parametrize(
    ("thickness", "expected"), [(15, 460), (20, 450), (52, 394), (80, 356), (1000, 85)]
)
def test_argyrodite_cell_against_an_independent_calculation(thickness, expected):
    """NMC811 80 wt%, 5 mAh/cm2, 20 um lithium in excess, Al 12 and Cu 6 um, 5 % packaging.

    The calculation states neither capacity nor voltage: 200 mAh/g and 3.8 V are those of the
    halide pouch above and meet all five rounded values. Densities: CRC (metals), Li6PS5Cl
    1.86 g/cm3 with 5 % porosity. Density and porosity of the cathode do not enter.
    """
    design = CellDesign(
        cathode=CompositeElectrode(
            components=(
                Component(name="NMC811", mass_fraction=0.8, density=4780),
                Component(name="Li6PS5Cl", mass_fraction=0.2, density=1860),
            ),
            specific_capacity=200 * 3600,
        ),
        anode=MetalAnode(
            name="lithium", density=534, specific_capacity=3861 * 3600, excess_thickness=20e-6
        ),
        cathode_foil=Foil(name="Al", thickness=12e-6, density=2700),
        anode_foil=Foil(name="Cu", thickness=6e-6, density=8960),
        areal_capacity=5 * MAH_CM2,
        mean_voltage=3.8,
        packaging_fraction=0.05,
    )
    cell = cell_energy(design, thickness * 1e-6, 1860 * 0.95)
    assert cell.specific_energy.value / WH_KG == pytest.approx(expected, abs=0.6)
