"""The hindcast: what it takes for the recipe, what it learns from, what it leaves out."""

from math import log10

import numpy as np
import pytest

from ceralyte.core.errors import InputError
from ceralyte.core.provenance import Source
from ceralyte.literature import PublishedMembrane, hindcast, published_membranes
from ceralyte.literature.hindcast.calibration import Residual, expected
from ceralyte.literature.hindcast.ceramics import material_named, pellet_of, powder_scatter
from ceralyte.literature.hindcast.conduction import chain_of
from ceralyte.literature.hindcast.makeup import binder_kind, makeup_of, process_of
from ceralyte.literature.hindcast.rich import left_out


def row(**fields) -> PublishedMembrane:
    source = Source(used_for="test", text="made up for this test", locator="10.1000/test")
    given = {"identifier": "test", "ceramic": "Li6PS5Cl", "source": source} | fields
    return PublishedMembrane.model_validate(given)


def shipped(identifier: str) -> PublishedMembrane:
    return next(m for m in published_membranes() if m.identifier == identifier)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("LPSCl", "Li6PS5Cl"),
        ("Li6PS5Cl (ball-milled)", "Li6PS5Cl"),
        ("Li5.45PS4.45Cl1.55", "Li5.5PS4.5Cl1.5"),
        ("Al-Li7La3Zr2O12", "Li7La3Zr2O12"),
        ("N-doped LLTO nanofibres", "Li0.34La0.56TiO3"),
        ("Li6.4La3Zr2Al0.2O12 nanofibres", "Li6.25Al0.25La3Zr2O12"),
    ],
)
def test_words_find_their_ceramic(words, name) -> None:
    assert material_named(words).name == name


def test_pellets_of_the_same_publication_do_not_enter() -> None:
    garnet = shipped("peo_alllzo70")
    assert not any(garnet.source.locator in s.locator for s in pellet_of(garnet).sources)
    other = garnet.model_copy(update={"source": row().source})
    assert pellet_of(other).log10_mean != pellet_of(garnet).log10_mean
    with pytest.raises(InputError, match="no pellet of another work"):
        pellet_of(shipped("jiang2020_llto_tape25"))


def test_an_unknown_ceramic_has_the_mean_and_the_wider_scatter_of_its_family() -> None:
    pellet = pellet_of(row(ceramic="not named", family="halide"))
    assert pellet.log10_std > pellet_of(row(ceramic="Li3InCl6")).log10_std > powder_scatter()
    with pytest.raises(InputError, match="unknown, and so is its family"):
        pellet_of(row(ceramic="not named"))


@pytest.mark.parametrize(
    ("words", "process"),
    [
        ("dry shear / PTFE fibrillation", "dry"),
        ("slurry casting + isostatic pressing", "cast"),
        ("tape casting (unsintered)", "cast"),
        ("tape casting + sintering", "sintered"),
        ("in situ polymerisation infiltration", "cured in place"),
        ("solution infusion", "infiltrated"),
        ("", "cast"),
    ],
)
def test_words_of_the_process(words, process) -> None:
    assert process_of(row(process=words)) == process


def test_kinds_of_binder() -> None:
    oxide, soft = (pellet_of(row(ceramic=c)) for c in ("LLZO", "Li6PS5Cl"))
    assert binder_kind(row(binder="PEO"), soft) == "insulator"
    assert binder_kind(row(binder="PEO"), oxide) == "salt"
    assert binder_kind(row(binder="PVDF + LiTFSI"), soft) == "salt"
    assert binder_kind(row(binder="PTFE (+ succinonitrile electrolyte)"), oxide) == "plasticised"
    assert binder_kind(row(binder="none (sintered)"), oxide) == "insulator"


def test_what_is_stated_is_not_drawn() -> None:
    given = {"binder_mass_fraction": 0.2, "binder": "PTFE", "support": "none", "process": "dry"}
    loose, stated = row(**given), row(**given, porosity=0.1, pressure=3e8)
    pellet = pellet_of(loose)
    drawn, fixed = (makeup_of(r, pellet, np.random.default_rng(0), 50) for r in (loose, stated))
    assert np.std(drawn.ceramic) > 0
    ceramic, binder = 0.8 / pellet.density, 0.2 / 2200
    assert fixed.ceramic == pytest.approx(0.9 * ceramic / (ceramic + binder))
    names = {p.name for p in fixed.drawn}
    assert "pressing pressure" not in names
    assert "binder in a membrane without support" not in names


def test_chain_follows_the_pellet_and_the_temperature() -> None:
    cold, warm = row(temperature=298.15), row(temperature=333.15)
    pellet = pellet_of(cold)
    one, other = (chain_of(r, pellet, np.random.default_rng(1)) for r in (cold, warm))
    wanted = pellet.energy / 8.314 * (1 / 298.15 - 1 / 333.15) / np.log(10)
    assert other.mean - one.mean == pytest.approx(wanted, abs=0.03)
    assert one.std > pellet.log10_std * 0.9
    assert one.baselines["bulk conductivity"] == pytest.approx(pellet.log10_mean)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"flags": ("polymer_rich",)}, "rich in polymer"),
        ({"ceramic_mass_fraction": 0.3}, "less than 50 wt%"),
        ({"ceramic": "LLZO", "binder": "PEO"}, "share of the ceramic not stated"),
        ({"ceramic": "LLZO", "support": "scaffold"}, ""),
        ({}, ""),
    ],
)
def test_what_is_left_out(fields, reason) -> None:
    assert left_out(row(**fields)).startswith(reason)
    assert bool(left_out(row(**fields))) == bool(reason)


def residuals(values, *, soft=True, per_work=1) -> list[Residual]:
    return [Residual(v, 0.1, soft, f"work {i // per_work}") for i, v in enumerate(values)]


def test_calibration_takes_up_what_all_publications_share() -> None:
    told = expected(residuals([0.4] * 20), std=0.1, soft=True, work="new")
    assert told.offset == pytest.approx(0.4, abs=0.05)
    assert told.half_width > 1.6 * told.std


def test_calibration_never_sees_its_own_publication() -> None:
    known = residuals([0.1, -0.1, 0.2, -0.2, 0.0, 0.1])
    spoilt = [*known, Residual(5.0, 0.1, True, "new")]
    assert expected(spoilt, std=0.1, soft=True, work="new") == expected(
        known, std=0.1, soft=True, work="new"
    )


def test_scatter_of_publications_widens_the_interval_of_their_kind() -> None:
    calm, wild = residuals([0.05, -0.05] * 5), residuals([1.0, -1.0] * 5, soft=False)
    wild = [Residual(r.value, r.std, False, f"oxide {r.work}") for r in wild]
    soft, oxide = (expected(calm + wild, std=0.1, soft=s, work="new") for s in (True, False))
    assert oxide.half_width > 3 * soft.half_width


def test_too_few_publications_are_refused() -> None:
    with pytest.raises(InputError, match="4 other works"):
        expected(residuals([0.1] * 4), std=0.1, soft=True, work="new")


def test_own_rows_are_predicted_and_summed_up() -> None:
    measured = row(conductivity=0.1, temperature=298.15, binder="PTFE", process="dry")
    silent = row(identifier="silent", process="dry", binder="PTFE")
    result = hindcast([measured, silent, row(identifier="out", flags=("gel",))])
    assert result.summary.n == 1
    assert [r.id for r in result.rows] == ["test", "silent"]
    assert [r.id for r in result.left_out] == ["out"]
    one = result.rows[0].conductivity
    assert one.log10_error == pytest.approx(log10(one.predicted.value / 0.1))
    assert one.inside_90 == (one.predicted.low <= 0.1 <= one.predicted.high)
    assert result.rows[1].conductivity.log10_error is None
    assert hindcast([measured]).rows[0] == result.rows[0]  # whatever else is predicted
