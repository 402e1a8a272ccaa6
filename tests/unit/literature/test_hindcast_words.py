"""What words of a row mean: its ceramic, how it was made, what lies between its grains."""

import pytest

from ceralyte.core.provenance import Source
from ceralyte.literature import PublishedMembrane, hindcast
from ceralyte.literature.hindcast.ceramics import OXIDES, family_of, material_named
from ceralyte.literature.hindcast.makeup import contact_prior
from ceralyte.literature.hindcast.priors import COLD_SINTERED, CONTACT, FIRED, FRAME_CONTACT
from ceralyte.literature.hindcast.words import binder_kind, process_of
from ceralyte.materials import load_catalogue


def row(**fields) -> PublishedMembrane:
    source = Source(used_for="test", text="made up for this test", locator="10.1000/test")
    given = {"identifier": "test", "ceramic": "Li6PS5Cl", "source": source} | fields
    return PublishedMembrane.model_validate(given)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("LPSCl", "Li6PS5Cl"),
        ("Li6PS5Cl (ball-milled)", "Li6PS5Cl"),
        ("Li5.45PS4.45Cl1.55", "Li5.5PS4.5Cl1.5"),
        ("Al-Li7La3Zr2O12", "Li7La3Zr2O12"),
        ("N-doped LLTO nanofibres", "Li0.34La0.56TiO3"),
        ("Li6.4La3Zr2Al0.2O12 nanofibres", "Li6.25Al0.25La3Zr2O12"),
        ("Ta-doped LLZO", "Li6.75La3Zr1.75Ta0.25O12"),
        ("78Li2S-22P2S5 glass-ceramic", "Li3PS4"),  # not the nearer Li3.06P0.98Zn0.02S3.98O0.02
        ("Na2.9PS3.95Se0.05", "Na3PS4"),
    ],
)
def test_words_find_their_ceramic(words, name) -> None:
    assert material_named(words).name == name


@pytest.mark.parametrize(
    ("formula", "family"),
    [
        ("Li9.54Si1.74P1.44S11.7Cl0.3", "sulfide"),
        ("Li6PS5I", "argyrodite"),
        ("Li3HoCl6", "halide"),
        ("Li6.5La3Zr1.5Nb0.5O12", "garnet"),
        ("Na3.3La0.3Zr1.7Si2PO12", "nasicon"),
        ("Li2OHBr", ""),
        ("Li3PS4-LiI", "sulfide"),
        ("Li7P2S8I", "sulfide"),
        ("Li6.6Si0.6Sb0.4S5I", "argyrodite"),
        ("Na2.9Sb0.9Mo0.1S4", "thioantimonate"),
        ("Li3.5Ge0.5P0.5O4", ""),
        ("Li3PS5", ""),
    ],
)
def test_units_tell_the_family_of_a_formula_that_nobody_knows(formula, family) -> None:
    assert family_of(row(ceramic=formula), None) == family


def test_ceramics_of_the_catalogue_without_soft_anions_are_oxides() -> None:
    soft = ("sulfide", "argyrodite", "thioantimonate", "halide")
    families = {m.family for m in load_catalogue() if m.category == "ceramic"}
    assert families - set(soft) <= set(OXIDES)


def test_units_tell_the_families_of_the_catalogue() -> None:
    for name, family in ((m.name, m.family) for m in load_catalogue() if m.category == "ceramic"):
        assert family_of(row(ceramic=name), None) in (family, ""), name
    assert family_of(row(ceramic="Li5.5PS4.5Cl1.5"), None) == "argyrodite"


@pytest.mark.parametrize(
    ("words", "process"),
    [
        ("dry shear / PTFE fibrillation", "dry"),
        ("slurry casting + isostatic pressing", "cast"),
        ("tape casting (unsintered)", "cast"),
        ("tape casting + sintering", "sintered"),
        ("in situ polymerisation infiltration", "cured in place"),
        ("solution infusion", "infiltrated"),
        ("sintering + infiltration", "infiltrated"),
        ("slurry casting + drying + calendering", "cast"),
        ("polytetrafluoroethylene fibrillation", "dry"),
        ("solution casting + hot pressing", "cast"),
        ("", "cast"),
    ],
)
def test_words_of_the_process(words, process) -> None:
    assert process_of(row(process=words)) == process


def test_a_bare_ceramic_that_is_pressed_hot_is_sintered_unless_it_fills_a_support() -> None:
    bare = {"binder": "none", "ceramic_mass_fraction": 1.0}
    assert process_of(row(process="hot pressing", **bare)) == "sintered"
    assert process_of(row(process="infiltration + hot-pressing", **bare)) == "infiltrated"
    assert process_of(row(process="hot pressing", binder="PEO")) == "cast"


def test_kinds_of_binder() -> None:
    oxide, soft = "garnet", "argyrodite"
    assert binder_kind(row(binder="PEO"), soft) == "insulator"
    assert binder_kind(row(binder="PEO"), oxide) == "salt"
    assert binder_kind(row(binder="PVDF + LiTFSI"), soft) == "salt"
    assert binder_kind(row(binder="PTFE (+ succinonitrile electrolyte)"), oxide) == "plasticised"
    assert binder_kind(row(binder="none (sintered)"), oxide) == "insulator"
    assert binder_kind(row(binder="concentrated ionogel"), oxide) == "gel"
    assert binder_kind(row(binder="poly(ionic liquid)"), oxide) == "plasticised"


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Polytetrafluoroethylene", "insulator"),
        ("nitrile butadiene rubber", "insulator"),
        ("HNBR", "insulator"),
        ("styrene-ethylene-butylene-styrene", "insulator"),
        ("polyisobutylene", "insulator"),
        ("polyethylene oxide", "salt"),
        ("PEO (trace of ionic liquid)", "salt"),
        ("PVDF-HFP + liquid electrolyte", "gel"),
        ("PVDF-HFP + NaClO4 in EC/PC", "gel"),
        ("poly(ethylene carbonate)", "salt"),
        ("SBR", "insulator"),
        ("PVDF-HFP gel", "gel"),
        ("PEO:LiTFSI + SN", "plasticised"),
    ],
)
def test_a_binder_is_known_by_any_of_its_names(words, kind) -> None:
    given = row(ceramic="LLZO", binder=words, ceramic_mass_fraction=0.8, process="cast")
    assert binder_kind(given, "garnet") == kind
    assert hindcast([given]).rows[0].notes == ()


@pytest.mark.parametrize(
    ("fields", "prior"),
    [
        ({"process": "tape casting + sintering", "binder": "none"}, FIRED),
        ({"support": "scaffold", "binder": "PEO"}, FRAME_CONTACT),
        ({"support": "scaffold", "binder": "epoxy"}, FIRED),
        ({"support": "scaffold", "support_material": "partially sintered film"}, CONTACT),
        ({"process": "plasma spraying + anneal", "binder": "none"}, CONTACT),
        ({"process": "cold sintering", "binder": "none"}, COLD_SINTERED),
        ({"process": "cold sintering", "binder": "LiTFSI"}, CONTACT),
        ({"process": "solution casting", "binder": "PEO"}, CONTACT),
    ],
)
def test_how_grains_of_oxide_are_joined(fields, prior) -> None:
    assert contact_prior(row(ceramic="LLZO", **fields), "garnet") is prior
    assert contact_prior(row(**fields), "argyrodite") is None
