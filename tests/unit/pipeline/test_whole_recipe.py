"""Every section of a recipe leaves its mark on the design: numbers worked out by hand.

The recipe of `WHOLE` is made of round numbers. Ceramic and binder take (95/1.9) : (5/1) = 10 : 1
by volume, the web fills 20 um x 40 % / 40 um = 20 %, and 86 % dense leaves 60 % for the ceramic.
"""

import numpy as np
import pytest

import ceralyte as cl
from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Unavailable
from ceralyte.pipeline import LEVELS, Level
from ceralyte.structure import binder_coverage, support_coverage

MATERIALS = """\
material,property,value,unit,kind,source
Glass,density,1.9,g/cm^3,user,test
Glue,density,1.0,g/cm^3,unverified,hearsay
Web,density,1.5,g/cm^3,user,test
Positive,density,4,g/cm^3,user,test
Positive,specific_capacity,200,mAh/g,user,test
Positive,mean_voltage,4,V,user,test
Host,density,2,g/cm^3,user,test
Host,specific_capacity,300,mAh/g,user,test
Host,mean_voltage,0.5,V,user,test
Carbon,density,2,g/cm^3,user,test
Light,density,3,g/cm^3,user,test
Heavy,density,6,g/cm^3,user,test
"""

WHOLE = """
name: every section
ceramic:
  material: Glass
  mass_fraction: 95 wt%
  size: mono(d=3 um)
  grain_boundary_resistance: 1 ohm*cm^2
  properties: {conductivity: {value: 1 mS/cm, temperature: 25 degC, source: test}}
binder: {material: Glue, mass_fraction: 5 wt%, placement: coating}
process: dry
support: {kind: nonwoven, material: Web, thickness: 20 um, porosity: 60 %, fibre_diameter: 5.1 um}
membrane: {thickness: 40 um}
press: {method: roll, pressure: 300 MPa, relative_density: 86 %}
materials_file: own.csv
cell:
  cathode:
    active_material: Positive
    mass_fractions: {Positive: 80 wt%, Carbon: 20 wt%}
    porosity: 25 %
    areal_capacity: 4 mAh/cm2
  anode:
    material: Host
    capacity_ratio: 1.2
    composite:
      active_material: Host
      mass_fractions: {Host: 80 wt%, Carbon: 20 wt%}
      porosity: 20 %
  positive_collector: {material: Light, thickness: 20 um}
  negative_collector: {material: Heavy, thickness: 20 um}
  packaging_mass_fraction: 25 %
"""

BARE = """
name: little more than a ceramic
ceramic:
  material: Glass
  mass_fraction: {ceramic_wt:.12g} wt%
  size: mono(d=3 um)
  properties:
    conductivity: {{value: 1 mS/cm, {spread} temperature: 25 degC, source: test}}
    relative_density: {{value: 90 %, pressure: 300 MPa, source: test}}
{binder}
process: dry
membrane: {{thickness: {thickness_um:.12g} um}}
press: {{method: isostatic, pressure: 300 MPa{density}}}
materials_file: own.csv
"""

DENSE = ", relative_density: 80 %"
SPREAD = "low: 0.9 mS/cm, high: 1.1 mS/cm,"


@pytest.fixture(scope="module")
def design_of(tmp_path_factory):
    """Write a recipe beside its materials file and design it in a second."""
    folder = tmp_path_factory.mktemp("recipes")
    (folder / "own.csv").write_text(MATERIALS)

    def run(text, particles=100):
        (folder / "recipe.yaml").write_text(text)
        return cl.design(folder / "recipe.yaml", level="quick", particles=particles, seeds=1)

    return run


@pytest.fixture(scope="module")
def whole(design_of):
    return design_of(WHOLE, particles=400)


def bare(*, binder_wt=0.0, placement="necks", density=DENSE, spread="", thickness_um=40):
    """The text of a recipe without support and cell."""
    binder = f"binder: {{material: Glue, mass_fraction: {binder_wt:.12g} wt%, "
    binder += f"placement: {placement}}}"
    return BARE.format(
        ceramic_wt=100 - binder_wt,
        binder=binder if binder_wt else "",
        density=density,
        spread=spread,
        thickness_um=thickness_um,
    )


def test_support_counts_in_every_share(whole):
    shares = {"pore": 0.14, "ceramic": 0.60, "binder": 0.06, "support": 0.20}
    for phase, share in shares.items():
        assert whole.volume_fractions[phase].value == pytest.approx(share), phase
        assert whole.structure.volume_fractions[phase] == pytest.approx(share, abs=5e-4), phase


def test_porosity_is_what_the_density_leaves(whole):
    assert whole.relative_density.value == pytest.approx(0.86)
    assert whole.porosity.value == pytest.approx(0.14)


def test_support_counts_in_the_mass(whole):
    # 0.60 x 1.9 + 0.06 x 1.0 + 0.20 x 1.5 g/cm3; times 40 um.
    assert whole.membrane_density.value == pytest.approx(1500)
    assert whole.areal_mass.value == pytest.approx(0.060)


def test_what_the_support_leaves_is_a_result(whole):
    left = {name: share.value for name, share in whole.support_coverage.items()}
    counted = support_coverage(whole.structure)
    assert left["open_area"] == pytest.approx(counted.open_area)
    assert left["densest_layer"] == pytest.approx(counted.narrowest)
    assert left["beside"] == pytest.approx(0.80, abs=0.001)
    layers = whole.structure.phase == 3
    assert left["open_area"] == pytest.approx(1 - layers.any(axis=2).mean())
    assert 0 < left["ceramic_between"] < left["ceramic_outside"] < 1


def test_support_is_weighed_out(whole):
    # 100 cm2 x 40 um = 0.4 cm3 of membrane.
    masses = {name: mass.value for name, mass in whole.weigh_out.items()}
    assert masses == pytest.approx({"Glass": 0.456e-3, "Glue": 0.024e-3, "Web (support)": 0.120e-3})


def test_rolling_shortens_the_membrane_only_across(whole):
    box = whole.structure.particles.particles.box
    # A membrane with a support is built through its whole thickness.
    assert box[1] == pytest.approx(box[0])
    assert box[2] == pytest.approx(whole.thickness.value, rel=0.02)
    assert box[0] == pytest.approx(5 * 5.1e-6)


def test_a_support_is_built_as_stated(whole):
    image = whole.structure
    edge = image.particles.particles.box[2] / image.shape[2]
    layers = np.flatnonzero((image.phase == 3).any(axis=(0, 1)))
    # 20 um in the middle of 40 um, to one voxel at each face and 2 % of the membrane.
    low, high = layers[0] * edge, (layers[-1] + 1) * edge
    assert high - low == pytest.approx(20e-6, abs=2 * edge + 0.8e-6)
    assert (low + high) / 2 == pytest.approx(20e-6, abs=edge + 0.8e-6)
    assert any("% of the layers below and above; 75 % over both" in note for note in whole.notes)


def test_curves_of_a_membrane_with_a_support_end_at_its_own_numbers(whole):
    curves, pressed = whole.pressing, whole.structure.particles
    ends = {name: curve.y[-1] for name, curve in curves.items()}
    area, bed = pressed.contact_areas.sum(), pressed.particles
    assert ends["thickness"] == pytest.approx(whole.thickness.value)
    assert ends["contact_area_per_grain"] * len(bed) / area == pytest.approx(2.0, rel=1e-3)
    assert ends["contact_area_per_volume"] == pytest.approx(area / np.prod(bed.box), rel=1e-3)
    assert "fibres move with the box and are neither bent nor flattened" in curves["thickness"].note


def test_grown_ceramic_has_no_network_of_whole_grains(design_of):
    infiltrated = WHOLE.replace("process: dry", "process: infiltration\nslurry: {solvent: toluene}")
    grown = design_of(infiltrated, particles=400)
    assert isinstance(grown.network_conductivity, Unavailable)
    assert "ceramic grown among fibres" in grown.network_conductivity.reason
    assert not grown.pressing
    assert "ceramic that grows among fibres was no packing before" in " ".join(grown.notes)


def test_binder_film_is_binder_volume_over_free_surface(whole):
    pressed = whole.structure.particles
    diameters = pressed.particles.diameters
    # Beside the support there is one tenth as much binder as ceramic.
    volume = 0.1 * np.pi / 6 * np.sum(diameters**3)
    free = np.sum(pressed.free_areas)
    assert whole.binder_film_thickness.high == pytest.approx(volume / free)
    assert 0.5 < free / (np.pi * np.sum(diameters**2)) < 0.95


def test_cell_energy_by_hand(whole):
    # 4 mAh/cm2 x (4.0 - 0.5) V.
    energy = 14 * 36.0  # mWh/cm2 to kJ/m2
    # mg/cm2: cathode 4 / (0.8 x 200), anode 1.2 x 4 / (0.8 x 300), membrane, half of each foil;
    # packaging is a quarter of the packed cell.
    mass = (25 + 20 + 6 + 3 + 6) / (1 - 0.25)
    # um: 25 mg/cm2 x 0.3 cm3/g / 0.75, 20 mg/cm2 x 0.5 cm3/g / 0.8, membrane, half of each foil.
    thickness = 100 + 125 + 40 + 10 + 10
    assert whole.specific_energy.value == pytest.approx(1e3 * energy / (0.01 * mass))
    assert whole.energy_density.value == pytest.approx(1e3 * energy / (1e-6 * thickness))
    assert "packaging 25 % of the mass" in whole.energy_basis


def test_grain_boundaries_resist_at_least_in_series(whole, design_of):
    without = design_of(
        WHOLE.replace("  grain_boundary_resistance: 1 ohm*cm^2\n", ""), particles=400
    )
    pressed = whole.structure.particles
    box = pressed.particles.box
    # Current that crosses the box passes from grain to grain so often at least. Spread evenly
    # over all contacts it would lose least; and nobody has more contact than the bare powder.
    crossings = box[2] / (pressed.growth.max() * 3e-6) - 1
    least = 1e-4 * crossings**2 / pressed.contact_areas.sum() * box[0] * box[1] / box[2]
    bulk, more = (1 / d.conduction[0].conductivity.value for d in (without, whole))
    assert more - bulk > least > 0.5 * bulk
    assert whole.effective_conductivity.value < 0.5 * without.effective_conductivity.value
    assert whole.network_conductivity.value < 0.5 * without.network_conductivity.value


def test_a_coating_covers_what_necks_leave_free(design_of):
    coating, necks = (
        design_of(bare(binder_wt=10, placement=placement, density=", relative_density: 90 %"))
        for placement in ("coating", "necks")
    )
    assert binder_coverage(coating.structure) > 0.95
    assert necks.binder_coverage.value == binder_coverage(necks.structure) < 0.92
    # The film is thinner than a voxel: how much of the surface it covers cannot be counted.
    assert isinstance(coating.binder_coverage, Unavailable)


def test_stated_values_without_spread_give_no_model_error(design_of):
    assert not design_of(bare()).effective_conductivity.std_model


def test_spread_of_the_ceramic_alone_reaches_the_conductivity(design_of):
    conductivity = design_of(bare(spread=SPREAD)).effective_conductivity
    # Nothing else conducts, so the relative error is that of an even spread of +- 10 %.
    assert conductivity.std_model / conductivity.value == pytest.approx(0.1 / 3**0.5, rel=0.01)


def test_error_of_the_pressing_law_alone_reaches_the_conductivity(design_of):
    result = design_of(bare(density=""))
    density, conductivity = result.relative_density, result.effective_conductivity
    assert density.std_model > 0
    # Denser ceramic conducts better, and more than in proportion: contacts grow as well.
    assert conductivity.std_model / conductivity.value > density.std_model / density.value


def test_notes_name_an_unverified_value(whole):
    assert "density of Glue is unverified: hearsay" in whole.notes


def test_notes_say_when_the_membrane_is_few_particles_thick(whole, design_of):
    about = "of its large particles (d90) thick"
    thin = design_of(bare(thickness_um=24))
    assert any(f"only 8.0 {about}" in note for note in thin.notes)
    assert not any(about in note for note in whole.notes)


def test_a_rough_electrode_below_thins_the_membrane_in_places(design_of):
    flat = design_of(bare(thickness_um=24))
    face = (
        "architecture: substrate_deposited, thickness: 24 um, "
        "substrate: {roughness: 1 um, correlation_length: 3 um}"
    )
    rough = design_of(bare(thickness_um=24).replace("thickness: 24 um", face))
    shares = rough.structure.volume_fractions
    assert 0.05 < shares["substrate"] < 0.2
    assert shares["ceramic"] / (1 - shares["substrate"]) == pytest.approx(0.8, abs=1e-3)
    # A rough face at one mean distance gains where it is near; grains that it cuts lose contact.
    ratio = rough.effective_conductivity.value / flat.effective_conductivity.value
    assert 0.85 < ratio < 1.2
    assert any("follows an electrode of 1 um" in note for note in rough.notes)
    conduction = next(v for v in rough.verdicts if v.topic == "conduction")
    assert "does not connect" not in conduction.reason
    with pytest.raises(InputError, match="although the membrane is free_standing"):
        design_of(bare(thickness_um=24).replace("thickness: 24 um", face.split(", ", 1)[1]))


def test_notes_say_when_the_image_misses_a_tiny_share(design_of, monkeypatch):
    monkeypatch.setitem(LEVELS, "quick", Level(particles=100, voxels=16, seeds=1))
    ceramic, binder = 0.75, 1.4 / 16**3  # the image can hold one voxel of binder, or two
    binder_wt = 100 * binder / (1.9 * ceramic + binder)
    density = f", relative_density: {100 * (ceramic + binder):.12g} %"
    result = design_of(bare(binder_wt=binder_wt, density=density))
    assert result.volume_fractions["binder"].value == pytest.approx(binder)
    assert result.structure.volume_fractions["binder"] == 1 / 16**3
    about = [note for note in result.notes if note.startswith("the image holds")]
    assert len(about) == 1
    assert "0.02 vol% binder instead of 0.03" in about[0]
