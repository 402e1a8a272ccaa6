"""Where `auto` puts the binder, and that it says why."""

import pytest

import ceralyte as cl
from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Quantity
from ceralyte.pipeline.binding import binder_shares, choose_binding, film_note, film_share
from ceralyte.pipeline.supply import Supply
from ceralyte.recipe import load_recipe

RECIPE = """
name: table of choices
ceramic:
  material: Li6PS5Cl
  mass_fraction: 95 wt%
  size: mono(d=3 um)
  analogues: [Li2S-P2S5 glass]
  properties: {{{ceramic}}}
binder:
  material: {binder}
  mass_fraction: 5 wt%
  properties: {{{polymer}}}
  {more}
process: {process}
{slurry}
membrane: {{thickness: 40 um}}
press: {{method: uniaxial, pressure: 360 MPa}}
"""


def energies(dispersive, polar):
    return ", ".join(
        f"surface_energy_{part}: {{value: {value} mN/m, source: test}}"
        for part, value in (("dispersive", dispersive), ("polar", polar))
    )


def recipe_of(tmp_path, *, process="slurry", binder="SEBS", ceramic="", polymer="", more=""):
    slurry = "" if process == "dry" else "slurry: {solvent: toluene}"
    path = tmp_path / "recipe.yaml"
    path.write_text(
        RECIPE.format(
            process=process,
            slurry=slurry,
            binder=binder,
            ceramic=ceramic,
            polymer=polymer,
            more=more,
        )
    )
    return load_recipe(path)


def binding_of(tmp_path, *, dispersed=False, **given):
    recipe = recipe_of(tmp_path, **given)
    return choose_binding(recipe, Supply(recipe), dispersed=dispersed)


@pytest.mark.parametrize(
    ("given", "placement", "reason"),
    [
        ({"process": "dry", "binder": "PTFE"}, "fibrils", "draws fibrils from grain to grain"),
        ({"process": "dry", "binder": "Teflon"}, "fibrils", "no fibril_diameter stated"),
        ({"process": "dry"}, "segregated", "neither dissolves nor is known to fibrillate"),
        ({}, "necks", "of Li6PS5Cl (ceramic.properties.surface_energy_dispersive, surface_energy_"),
        ({}, "necks", "and of SEBS (binder.properties.surface_energy_dispersive"),
        (
            {"binder": "PVDF"},
            "necks",
            "PVDF would spread on a ceramic with a dispersive part of 34.7 mN/m or more",
        ),
        ({"process": "infiltration"}, "necks", "capillarity"),
        (
            {"ceramic": energies(40, 10), "polymer": energies(20, 2)},
            "coating",
            "(Owens-Wendt): the binder spreads on the ceramic; an estimate for clean surfaces",
        ),
        (
            {"ceramic": energies(20, 2), "polymer": energies(30, 10)},
            "necks",
            "wets the ceramic without spreading",
        ),
        (
            {"ceramic": energies(2, 0), "polymer": energies(40, 20)},
            "segregated",
            "; no domain_diameter stated, the median grain of 3 um taken",
        ),
        ({"dispersed": True}, "matrix", "takes more room than the pores"),
        ({"more": "film_thickness: 20 nm"}, "coating", "states the thickness of its film"),
        ({"more": "placement: matrix"}, "matrix", "stated in the recipe"),
    ],
)
def test_auto_chooses_by_process_and_surface_energies(tmp_path, given, placement, reason):
    binding = binding_of(tmp_path, **given)
    assert binding.placement == placement
    assert reason in binding.reason


def test_the_stated_size_goes_with_its_placement(tmp_path):
    fibrils = binding_of(tmp_path, process="dry", binder="PTFE", more="fibril_diameter: 80 nm")
    assert fibrils.size == pytest.approx(80e-9)
    domains = binding_of(tmp_path, more="placement: segregated\n  domain_diameter: 5 um")
    assert domains.size == pytest.approx(5e-6)


def test_a_size_of_another_placement_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"film_thickness: is given although placement is necks"):
        binding_of(tmp_path, more="placement: necks\n  film_thickness: 20 nm")


def test_sizes_of_two_placements_are_refused(tmp_path):
    with pytest.raises(InputError, match=r"fibril_diameter: is given beside film_thickness"):
        recipe_of(tmp_path, more="film_thickness: 20 nm\n  fibril_diameter: 50 nm")


def test_shares_and_note_of_a_stated_film(tmp_path):
    binding = binding_of(tmp_path, more="placement: coating\n  film_thickness: 50 nm")
    shares = binder_shares(binding, 0.18, 50e-9)
    assert {name: share.value for name, share in shares.items()} == pytest.approx(
        {"coating": 0.18, "necks": 0.82}
    )
    on_ground = Quantity(value=100e-9, unit="m", method="test", low=50e-9, high=500e-9)
    note = film_note(on_ground, 50e-9, None)
    assert "5.2 times the surface of smooth grains, would be 0.1 um thick" in note
    assert "takes 50 % of it, and the rest is placed in necks. On smooth grains it would be" in note
    assert "takes 100 % of it. On smooth" in film_note(on_ground, 200e-9, None)
    measured = Quantity(value=93e-9, unit="m", method="test")
    assert "on grains with 3 times the surface of smooth ones" in film_note(measured, 50e-9, 3.0)
    assert film_note(measured, None, 3.0) == ""
    assert "0.05 um on the roughest, 0.5 um on smooth grains" in film_note(on_ground, None, None)


@pytest.mark.parametrize(("stated", "share"), [("25 nm", 0.25), ("100 nm", 1.0), ("300 nm", 1.0)])
def test_a_film_takes_what_a_ground_powder_needs_of_it(tmp_path, stated, share):
    recipe = recipe_of(tmp_path, more=f"film_thickness: {stated}")
    even = Quantity(value=100e-9, unit="m", method="test", low=50e-9, high=500e-9)
    assert film_share(recipe, even) == pytest.approx(share)


def test_a_film_of_more_than_all_binder_on_smooth_grains_is_refused(tmp_path):
    recipe = recipe_of(tmp_path, more="film_thickness: 600 nm")
    even = Quantity(value=100e-9, unit="m", method="test", low=50e-9, high=500e-9)
    with pytest.raises(InputError, match=r"0\.6 um takes more binder than there is"):
        film_share(recipe, even)


def test_the_film_of_dong_comes_out_where_none_is_stated(examples):
    recipe = load_recipe(examples / "na3sbs4-cmc-water.yaml")
    diameter = cl.packing.percentiles(recipe.ceramic.size, "volume").d50
    design = cl.design(recipe, level="quick", seeds=1)
    film = design.binder_film_thickness
    assert film.value / diameter == pytest.approx(0.005, rel=0.1)
    assert film.value == pytest.approx(50e-9, rel=0.1)
    assert film.estimate
    assert list(design.binder_shares) == ["coating"]
    assert "about 50 nm was seen on the grains" in design.binder_shares["coating"].method
    assert any(source.used_for == "CMC-Na: placement" for source in design.sources)


def test_a_measured_surface_of_the_powder_thins_the_film(tmp_path, examples):
    def with_surface(square_metres):
        text = (examples / "na3sbs4-cmc-water.yaml").read_text()
        surface = f"{{value: {square_metres} m2/g, source: gas adsorption}}"
        own = f"ceramic:\n  properties: {{specific_surface: {surface}}}\n"
        (tmp_path / "own.yaml").write_text(text.replace("ceramic:\n", own, 1))
        return tmp_path / "own.yaml"

    # Smooth spheres have 6 / (2.83 g/cm3 x 9.23 um) = 0.23 m2/g.
    with pytest.raises(
        InputError, match=r"surface: 0\.2 m\^2/g is less than .* have, 0\.23 m\^2/g"
    ):
        cl.check(with_surface(0.2))
    cl.check(with_surface(1.15))


@pytest.mark.parametrize(("film", "surface"), [("800 nm", ""), ("50 nm", "5 m2/g")])
def test_a_film_of_more_than_all_binder_is_refused_before_packing(
    examples, tmp_path, film, surface
):
    text = (examples / "na3sbs4-cmc-water.yaml").read_text()
    text = text.replace("binder:\n", f"binder:\n  film_thickness: {film}\n", 1)
    if surface:
        own = f"  properties: {{specific_surface: {{value: {surface}, source: gas adsorption}}}}\n"
        text = text.replace("ceramic:\n", "ceramic:\n" + own, 1)
    (tmp_path / "thick.yaml").write_text(text)
    with pytest.raises(InputError, match=r"film_thickness: \S+ um takes more binder"):
        cl.check(tmp_path / "thick.yaml")


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        (
            "placement: segregated\n  domain_diameter: 20 um",
            r"domain_diameter: 20 um is more than 7\.\d+ um, a fifth of the piece of about 3\d",
        ),
        (
            "placement: fibrils\n  fibril_diameter: 3.1 um",
            r"fibril_diameter: 3\.1 um is more than 3 um, the mean grain",
        ),
    ],
)
def test_binder_that_the_piece_cannot_hold_is_refused(tmp_path, more, refusal):
    given = {"ceramic": "", "binder": "SEBS", "polymer": "", "process": "slurry"}
    path = tmp_path / "recipe.yaml"
    path.write_text(RECIPE.format(more=more, slurry="slurry: {solvent: toluene}", **given))
    with pytest.raises(InputError, match=refusal):
        cl.check(path)


LINKED = """
name: linked
ceramic:
  material: Na3SbS4
  mass_fraction: {share} wt%
  size: mono(d=3 um)
  analogues: [Na3PS4]
binder: {{material: PETEA, mass_fraction: {rest} wt%, linker: {{}}}}
process: slurry
slurry: {{solvent: toluene}}
membrane: {{thickness: 40 um}}
press: {{method: uniaxial, pressure: 360 MPa}}
"""


def test_a_linker_hosts_no_more_than_its_sites(tmp_path):
    path = tmp_path / "recipe.yaml"
    path.write_text(LINKED.format(share=60, rest=40))
    notes = cl.check(path).notes
    assert any("1.66 units of Na3SbS4 on each linker molecule of PETEA" in n for n in notes)
    path.write_text(LINKED.format(share=92.5, rest=7.5))
    with pytest.raises(InputError, match=r"92\.5 wt% is more than the linker can host.*64\.42"):
        cl.check(path)


WEB = """
name: self-limited
ceramic:
  material: Li6PS5Cl
  mass_fraction: 100 wt%
  size: mono(d=3 um)
  analogues: [Li2S-P2S5 glass]
process: slurry
slurry: {{solvent: toluene}}
support:
  kind: nonwoven
  material: cellulose
  thickness: {web} um
  porosity: 70 %
  fibre_diameter: 8 um
membrane: {{face_layer: 15 um}}
press: {{method: uniaxial, pressure: 360 MPa}}
"""


def test_a_face_layer_needs_a_support(tmp_path):
    path = tmp_path / "recipe.yaml"
    text = WEB.format(web=20)
    text = text[: text.index("support:")] + text[text.index("membrane:") :]
    path.write_text(text)
    with pytest.raises(InputError, match=r"face_layer: is given without a support"):
        load_recipe(path)
