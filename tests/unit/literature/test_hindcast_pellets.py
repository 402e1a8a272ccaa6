"""The pellets that a hindcast starts from: whose they are, of which phase, how they count."""

from math import log10

import numpy as np
import pytest

from ceralyte.core.errors import InputError
from ceralyte.core.provenance import Source
from ceralyte.literature import PublishedMembrane, hindcast, published_membranes
from ceralyte.literature.hindcast import pellets
from ceralyte.literature.hindcast.ceramics import material_named
from ceralyte.literature.hindcast.pellets import pellet_of, powder_scatter


def row(**fields) -> PublishedMembrane:
    source = Source(used_for="test", text="made up for this test", locator="10.1000/test")
    given = {"identifier": "test", "ceramic": "Li6PS5Cl", "source": source} | fields
    return PublishedMembrane.model_validate(given)


def shipped(identifier: str) -> PublishedMembrane:
    return next(m for m in published_membranes() if m.identifier == identifier)


def test_a_pellet_of_its_own_narrows_the_interval() -> None:
    given = row(binder="PTFE", process="dry", temperature=298.15)
    own = given.model_copy(update={"pellet_conductivity": 0.3})
    one, other = (hindcast([r]).rows[0].conductivity.predicted for r in (given, own))
    assert log10(other.high / other.low) < log10(one.high / one.low)


def test_pellets_of_membranes_count_for_other_works() -> None:
    told = [s.locator for s in pellet_of(row()).sources]
    assert "10.1016/j.cej.2026.173036" in told
    own = shipped("kim2026_lpscl_nbr3").model_copy(update={"pellet_conductivity": None})
    assert own.source.locator not in [s.locator for s in pellet_of(own).sources]


def test_pellets_of_the_same_publication_do_not_enter() -> None:
    garnet = shipped("peo_alllzo70").model_copy(update={"pellet_conductivity": None})
    assert not any(garnet.source.locator in s.locator for s in pellet_of(garnet).sources)
    other = garnet.model_copy(update={"source": row().source})
    assert pellet_of(other).log10_mean != pellet_of(garnet).log10_mean
    sheet = shipped("jiang2020_llto_tape25")
    assert sheet.source.locator not in [s.locator for s in pellet_of(sheet).sources]
    with pytest.raises(InputError, match="no pellet of another work"):
        pellet_of(row(ceramic="not named", family="perovskite", mobile_ion="Na"))


def test_an_unknown_ceramic_has_the_mean_and_the_wider_scatter_of_its_family() -> None:
    pellet = pellet_of(row(ceramic="not named", family="halide"))
    known = pellet_of(row(ceramic="Li3InCl6"))
    assert pellet.log10_std > known.log10_std > powder_scatter(soft=True)
    with pytest.raises(InputError, match="unknown, and so is its family"):
        pellet_of(row(ceramic="not named"))


def test_a_polymer_with_salt_leads_around_the_boundaries_of_a_perovskite() -> None:
    llto = {"ceramic": "Li0.34La0.56TiO3"}
    sheet = pellet_of(row(**llto, process="sintering"))
    mixed = pellet_of(row(**llto, binder="PEO + LiTFSI"))
    assert mixed.log10_mean > sheet.log10_mean + 1
    assert (len(sheet.sources), len(mixed.sources)) == (3, 4)
    nasicon = {"ceramic": "Na3Zr2Si2PO12", "mobile_ion": "Na"}  # loses little at its boundaries
    bare, mixed = (pellet_of(row(**nasicon, binder=b)) for b in ("none", "PEO + NaTFSI"))
    assert (len(bare.sources), len(mixed.sources)) == (2, 3)


def test_a_glass_has_the_pellets_of_glasses_and_a_crystal_its_own() -> None:
    crystal, glass, open_ = (
        pellet_of(row(ceramic=c)) for c in ("beta-Li3PS4", "78Li2S-22P2S5 glass-ceramic", "Li3PS4")
    )
    assert crystal.log10_mean < open_.log10_mean < glass.log10_mean
    told = {s.text.split(",")[0] for s in glass.sources}
    assert told == {"Nam et al.", "Sakuda et al.", "Mirmira"}  # not Liu, whose crystals are beta
    assert [s.text.split(",")[0] for s in crystal.sources] == ["Liu et al."]
    assert len(open_.sources) == 4


def test_a_family_has_the_ion_of_the_formula_where_none_is_stated() -> None:
    unknown = row(ceramic="Na11Sn2PS12")
    stated = unknown.model_copy(update={"mobile_ion": "Na+"})
    assert pellet_of(unknown) == pellet_of(stated)
    assert pellet_of(row(ceramic="Na3Zr2Si2PO12")).log10_mean == pytest.approx(
        pellet_of(row(ceramic="Na3Zr2Si2PO12", mobile_ion="Na")).log10_mean
    )


def test_the_best_sample_of_one_work_tells_less_than_many_works() -> None:
    def drawn_in(ceramic):
        material = material_named(ceramic)
        logs = pellets._logs_by_work(pellets._as_used(material), material)
        return np.mean(logs) - pellet_of(row(ceramic=ceramic)).log10_mean

    assert drawn_in("Li5.5PS4.5Cl1.5") > max(0.05, 3 * abs(drawn_in("Li6PS5Cl")))


def test_pellets_count_once_per_work_and_pressed_ones_stand_for_pressed_membranes() -> None:
    lpsc = material_named("Li5.5PS4.5Cl1.5")
    logs = pellets._logs_by_work(pellets._as_used(lpsc), lpsc)
    assert [10**log for log in logs] == pytest.approx([0.94, 0.8, 0.53])  # one sintered it: 1.2
    assert pellet_of(row(ceramic="Li0.34La0.56TiO3", process="sintering")).basis.endswith(": 2")


def test_unsintered_pellets_are_pressed_and_a_place_in_a_text_is_no_publication() -> None:
    lpsc = material_named("Li6PS5Cl")
    pressed = lpsc.of("conductivity")[0].model_copy(
        update={"condition": "unsintered", "locator": "abstract", "source": "One, J. (2020)"}
    )
    fired = pressed.model_copy(update={"condition": "total, sintered pellet"})
    other = pressed.model_copy(update={"source": "Two, J. (2021)"})
    made_up = lpsc.model_copy(update={"values": (pressed, fired, other)})
    assert pellets._as_used(made_up) == [pressed, other]
    assert len(pellets._logs_by_work([pressed, other], made_up)) == 2
