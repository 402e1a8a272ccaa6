"""Cells whose numbers are round, so that every test can be done by hand."""

import pytest

from ceralyte.cell import (
    CellCase,
    CellDesign,
    Component,
    CompositeElectrode,
    Foil,
    HostAnode,
    MetalAnode,
    Pouch,
    Tab,
    Winding,
)

MAH_CM2 = 36e3
MAH_G = 3.6e3


@pytest.fixture
def cathode():
    """80 wt% of 5 g/cm3 and 20 wt% of 2 g/cm3 without pores: 3.846 g/cm3; 200 mAh/g."""
    return CompositeElectrode(
        components=(
            Component(name="active", mass_fraction=0.8, density=5000),
            Component(name="catholyte", mass_fraction=0.2, density=2000),
        ),
        specific_capacity=200 * MAH_G,
    )


@pytest.fixture
def design(cathode):
    """4 mAh/cm2 at 3.5 V against lithium (500 kg/m3, 4000 mAh/g) with 20 um in excess."""
    return CellDesign(
        cathode=cathode,
        anode=MetalAnode(
            name="lithium", density=500, specific_capacity=4000 * MAH_G, excess_thickness=20e-6
        ),
        cathode_foil=Foil(name="Al", thickness=10e-6, density=2700),
        anode_foil=Foil(name="Cu", thickness=10e-6, density=9000),
        areal_capacity=4 * MAH_CM2,
        mean_voltage=3.5,
    )


@pytest.fixture
def host():
    """Silicon-like: doubles its volume, 1000 mAh/g, 2.5 g/cm3, half of it pores."""
    return HostAnode(
        name="host",
        electrode=CompositeElectrode(
            components=(Component(name="host", mass_fraction=1.0, density=2500),),
            specific_capacity=1000 * MAH_G,
            porosity=0.5,
        ),
        capacity_ratio=1.25,
        expansion=1.0,
    )


@pytest.fixture
def pouch():
    return Pouch(
        units=4,
        width=50e-3,
        height=80e-3,
        overhang=1e-3,
        seal_width=5e-3,
        foil=Foil(name="laminate", thickness=100e-6, density=1500),
        tabs=(Tab(name="of Al", width=10e-3, length=20e-3, thickness=100e-6, density=2700),),
    )


@pytest.fixture
def winding():
    return Winding(
        diameter=20e-3,
        height=70e-3,
        inner_radius=2e-3,
        bend_ratio=None,
        overhang=1e-3,
        headspace=4e-3,
        can=Foil(name="steel", thickness=0.2e-3, density=8000),
    )


@pytest.fixture
def case(design):
    """20 um of 2 g/cm3 and 1 mS/cm; 10 ohm cm2 of interfaces; 1 C."""
    return CellCase(
        design=design,
        form=None,
        membrane_thickness=20e-6,
        membrane_density=2000,
        membrane_conductivity=0.1,
        interface_resistance=10e-4,
    )
