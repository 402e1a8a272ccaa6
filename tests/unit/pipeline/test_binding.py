"""Where `auto` puts the binder, and that it says why."""

import pytest

import ceralyte as cl
from ceralyte.core.errors import InputError
from ceralyte.pipeline.binding import binder_shares, choose_binding, film_note
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


def binding_of(
    tmp_path, *, process="slurry", binder="SEBS", ceramic="", polymer="", more="", dispersed=False
):
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
    recipe = load_recipe(path)
    return choose_binding(recipe, Supply(recipe), dispersed=dispersed)


@pytest.mark.parametrize(
    ("given", "placement", "reason"),
    [
        ({"process": "dry", "binder": "PTFE"}, "fibrils", "draws fibrils from grain to grain"),
        ({"process": "dry", "binder": "Teflon"}, "fibrils", "no fibril_diameter stated"),
        ({"process": "dry"}, "segregated", "neither dissolves nor is known to fibrillate"),
        ({}, "necks", "the surface energy of Li6PS5Cl by components is not known"),
        ({"process": "infiltration"}, "necks", "capillarity"),
        (
            {"ceramic": energies(40, 10), "polymer": energies(20, 2)},
            "coating",
            "spreading coefficient 21.",
        ),
        (
            {"ceramic": energies(20, 2), "polymer": energies(30, 10)},
            "necks",
            "wets the ceramic without spreading",
        ),
        (
            {"ceramic": energies(2, 0), "polymer": energies(40, 20)},
            "segregated",
            "keeps off the ceramic; no domain_diameter stated, the median grain of 3 um taken",
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


def test_shares_and_note_of_a_stated_film(tmp_path):
    binding = binding_of(tmp_path, more="placement: coating\n  film_thickness: 50 nm")
    shares = binder_shares(binding, 0.18, 50e-9)
    assert {name: share.value for name, share in shares.items()} == pytest.approx(
        {"coating": 0.18, "necks": 0.82}
    )
    note = film_note(280e-9, 50e-9, None)
    assert "on smooth dense spheres would be 0.28 um" in note
    assert "takes 18 % of it" in note
    assert "5.6 times the surface" in note
    assert "on grains with 3 times the surface of smooth ones" in film_note(93e-9, 50e-9, 3.0)
    assert film_note(280e-9, None, None) == ""


def test_the_film_of_dong_is_half_a_per_cent_of_the_particle(examples):
    recipe = load_recipe(examples / "na3sbs4-cmc-water.yaml")
    diameter = cl.packing.percentiles(recipe.ceramic.size, "volume").d50
    assert recipe.binder.film_thickness / diameter == pytest.approx(0.005)
    design = cl.design(recipe, level="quick", seeds=1)
    assert design.binder_film_thickness.value == pytest.approx(50e-9)
    # Mass balance on smooth dense spheres: (7.5/1.6) / (92.5/2.83) x 10 um / 6 = 240 nm by d50.
    assert design.binder_shares["coating"].value == pytest.approx(0.18, abs=0.02)
    assert sum(share.value for share in design.binder_shares.values()) == pytest.approx(1)


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
    with pytest.raises(InputError, match="takes more binder than there is"):
        cl.check(with_surface(5))
    cl.check(with_surface(1.15))


def test_a_film_of_more_than_all_binder_is_refused_before_packing(examples, tmp_path):
    text = (examples / "na3sbs4-cmc-water.yaml").read_text().replace("50 nm  ", "800 nm  ")
    (tmp_path / "thick.yaml").write_text(text)
    with pytest.raises(InputError, match=r"film_thickness: 0\.8 um takes more binder"):
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
