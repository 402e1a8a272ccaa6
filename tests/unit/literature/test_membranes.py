"""The table of published membranes, own rows, the article's figures and statements."""

import re

import pytest

from ceralyte.core.errors import InputError, MultipleInputError, UnknownNameError
from ceralyte.literature import (
    figure_2,
    hindcast,
    published_membranes,
    read_membranes,
    selected,
    statements,
    to_csv,
    with_own,
)
from ceralyte.literature.figure_2 import support_of
from ceralyte.literature.hindcast.ceramics import family_of
from ceralyte.literature.membrane_csv import from_csv

HEAD = "id,doi,ceramic,thickness_um,conductivity_mS_cm,conductivity_T_C,source_url,note\n"


def own(tmp_path, *lines, head=HEAD):
    path = tmp_path / "own.csv"
    path.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_every_row_has_a_source_and_energies_have_a_basis() -> None:
    rows = published_membranes()
    assert len(rows) > 90
    for row in rows:
        assert row.source.text
        assert row.confidence in ("high", "medium", "low")
        assert row.specific_energy is None or row.energy_basis


ENERGY = "id,doi,ceramic,energy_density_Wh_kg,energy_basis\n"


def test_an_energy_of_unknown_basis_is_refused(tmp_path) -> None:
    with pytest.raises(InputError, match="mine, energy_basis: unknown basis 'stack'"):
        read_membranes(own(tmp_path, "mine,10.1/x,Li6PS5Cl,300,stack", head=ENERGY))
    with pytest.raises(InputError, match="mine, energy_basis: an energy without basis"):
        read_membranes(own(tmp_path, "mine,10.1/x,Li6PS5Cl,300,", head=ENERGY))
    (row,) = read_membranes(own(tmp_path, "mine,10.1/x,Li6PS5Cl,,stack", head=ENERGY))
    assert row.specific_energy is None  # nothing to compare


@pytest.mark.parametrize(
    ("words", "basis", "projected"),
    [
        ("Cell level", "cell", False),
        ("Electrode components", "electrodes only", False),
        ("PROJECTED, without current collectors", "without collectors, packaging", True),
        ("cell (projected)", "cell", True),
    ],
)
def test_words_of_a_basis(tmp_path, words, basis, projected) -> None:
    (row,) = read_membranes(own(tmp_path, f'mine,10.1/x,LPS,300,"{words}"', head=ENERGY))
    assert (row.basis, row.projected) == (basis, projected)


def test_own_rows_are_si_and_replace_shipped_ones_of_the_same_id(tmp_path) -> None:
    line = 'zhu2021_lpscl_cellulose,10.1/x,Li6PS5Cl,30,1.5,RT,,"flags=thickness_maximum, gel; own"'
    (row,) = read_membranes(own(tmp_path, line))
    assert row.thickness == pytest.approx(30e-6)
    assert row.conductivity == pytest.approx(0.15)
    assert row.temperature == pytest.approx(298.15)
    assert row.flags == ("thickness_maximum", "gel")
    merged = with_own(published_membranes(), [row])
    assert len(merged) == len(published_membranes())
    assert row in merged


@pytest.mark.parametrize("doi", ["https://doi.org/10.1000/x", "doi:10.1000/x", "DOI 10.1000/x"])
def test_a_doi_is_read_as_lists_of_references_write_it(tmp_path, doi) -> None:
    (row,) = read_membranes(own(tmp_path, f"a,{doi},Li6PS5Cl,30,1,25,,"))
    assert row.source.locator == row.work == "10.1000/x"


@pytest.mark.parametrize("words", ["RT", "r.t.", "Room temperature", "25 °C", "298.15 K"])
def test_room_temperature_and_stated_units_are_read(tmp_path, words) -> None:
    (row,) = read_membranes(own(tmp_path, f"a,10.1/x,Li6PS5Cl,0.03 mm,0.0021 S/cm,{words},,"))
    assert row.temperature == pytest.approx(298.15)
    assert (row.thickness, row.conductivity) == pytest.approx((30e-6, 0.21))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("a,,Li6PS5Cl,30,1,25,,", "line 2, a: has no source"),
        ("a,10.1/x,Li6PS5Cl,30,1 V,25,,", "'1 V' is no number. Allowed: a number in mS/cm"),
        ("a,10.1/x,Li6PS5Cl,0 mm,1,25,,", "got 0 um. Allowed: above 0 um"),
        ("a,10.1/x,Li6PS5Cl,<30,1,25,,", "'<30' is no number.*flag in `note`"),
        ("a,10.1/x,Li6PS5Cl,0,1,25,,", "line 2, thickness_um: got 0 um"),
        ("a,10.1/x,Li6PS5Cl,-5,1,25,,", "got -5 um"),
        ("a,10.1/x,Li6PS5Cl,30,about 1,25,,", "'about 1' is no number"),
        ("a,10.1/x,Li6PS5Cl,30,1,-300,,", "got -300 degC"),
        ("a,10.1/x,,30,1,25,,", "no ceramic"),
    ],
)
def test_wrong_rows_are_refused_by_line(tmp_path, line, message) -> None:
    with pytest.raises(InputError, match=message):
        read_membranes(own(tmp_path, line))


def test_all_wrong_rows_and_a_doubled_id_are_named_at_once(tmp_path) -> None:
    lines = ("a,,Li6PS5Cl,30,1,25,,", "b,10.1/x,Li6PS5Cl,30,1,25,,", "b,10.1/x,LPS,1,1,25,,")
    with pytest.raises(MultipleInputError, match=r"(?s)a: has no source.*'b' is there already"):
        read_membranes(own(tmp_path, *lines))


@pytest.mark.parametrize("words", ["", "-", "N/A", "not stated"])
def test_a_number_may_be_blank_in_words(tmp_path, words) -> None:
    (row,) = read_membranes(own(tmp_path, f"a,10.1/x,Li6PS5Cl,{words},1,{words},,"))
    assert row.thickness is row.temperature is None


RECIPE = "id,doi,ceramic,binder_wt_pct,ceramic_wt_pct,support_type,process\n"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("a,10.1/x,Li6PS5Cl,30,97,,", "a, binder_wt_pct and .*: got 30 % and 97 %, together 127 %"),
        ("a,10.1/x,Li6PS5Cl,3,0.97,,", "ceramic_wt_pct: got 0.97 %. Allowed: percent: 97 for"),
        ("a,10.1/x,Li6PS5Cl,3,97,nonwovn,", "a, support_type: .* did you mean 'nonwoven'.*woven"),
    ],
)
def test_words_that_would_pick_another_model_are_refused(tmp_path, line, message) -> None:
    with pytest.raises(InputError, match=message):
        read_membranes(own(tmp_path, line, head=RECIPE))


WORDS = "id,doi,year,ceramic,ceramic_family,mobile_ion\n"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("a,10.1/x,2025,Li6PS5Cl,sulfide,K", "a, mobile_ion: unknown name 'K'.*Li, Na"),
        ("a,10.1/x,2025,Li6PS5Cl,sulfide,Na", r"a, mobile_ion: Na, but Li6PS5Cl conducts Li\+"),
        ("a,10.1/x,next,Li6PS5Cl,sulfide,Li", "a, year: 'next' is none. Allowed: four digits"),
        ("a,not a doi,2025,Li6PS5Cl,sulfide,Li", "a, doi: 'not a doi' is none. Allowed: such as"),
    ],
)
def test_words_that_are_not_known_are_refused_with_what_is(tmp_path, line, message) -> None:
    with pytest.raises(InputError, match=message):
        read_membranes(own(tmp_path, line, head=WORDS))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("a,10.1/x,2025,Unobtainium,,Li", "ceramic: unknown name 'Unobtainium'.*argyrodite"),
        ("a,10.1/x,2025,Unobtainium,sulfide-argyrodite,Li", "ceramic: unknown name 'Unobtainium'"),
        ("a,10.1/x,2025,Li6PS5Cl,sulphide,Li", "ceramic_family: .*did you mean 'sulfide'"),
        ("a,10.1/x,2025,BaTiO3,perovskite,", "BaTiO3 holds no lithium and no sodium"),
        ("a,10.1/x,2025,Li3OCl,,Li", "Li3OCl is not in the catalogue, and no ceramic_family is"),
        (
            "a,10.1/x,2025,Li6PS5Cl / LLZTO mix,,Li",
            "several ceramics at once: Li6PS5Cl and Li6.75La3",
        ),
        (
            "a,10.1/x,2025,Li6PS5Cl / Li6PS5Br,,Li",
            "several ceramics at once: Li6PS5Cl and Li6PS5Br",
        ),
    ],
)
def test_a_ceramic_that_is_not_known_is_not_predicted_and_stops_no_other(
    tmp_path, line, reason
) -> None:
    known = "b,10.1/y,2025,Li6PS5Cl,,Li"
    result = hindcast(read_membranes(own(tmp_path, line, known, head=WORDS)))
    assert [r.id for r in result.rows] == ["b"]
    (missing,) = result.left_out
    assert missing.id == "a"
    assert re.match(reason, missing.reason)


def test_a_new_formula_with_a_family_is_read(tmp_path) -> None:
    (row,) = read_membranes(own(tmp_path, "a,10.1/x,2025,Li3OCl,halide,Li", head=WORDS))
    assert row.family == "halide"


@pytest.mark.parametrize("family", ["Garnet-type oxide", "LGPS-type", "thio-LISICON", "chloride"])
def test_a_family_is_known_by_words_of_the_trade(tmp_path, family) -> None:
    (row,) = read_membranes(own(tmp_path, f"a,10.1/x,2025,Li3OCl,{family},Li", head=WORDS))
    assert row.family == family
    assert family_of(row, None)


@pytest.mark.parametrize("part", ["pellet", "polymer"])
def test_a_part_that_was_measured_alone_is_read_and_must_conduct(tmp_path, part) -> None:
    head = f"id,doi,ceramic,{part}_conductivity_mS_cm\n"
    (row,) = read_membranes(own(tmp_path, "a,10.1/x,Li6PS5Cl,3.2", head=head))
    assert getattr(row, f"{part}_conductivity") == pytest.approx(0.32)
    with pytest.raises(InputError, match=f"{part}_conductivity_mS_cm: got 0 mS/cm.*above 0"):
        read_membranes(own(tmp_path, "a,10.1/x,Li6PS5Cl,0", head=head))


def test_a_column_that_is_nearly_named_is_told(tmp_path) -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'pellet_conductivity_mS_cm'"):
        read_membranes(own(tmp_path, head="id,ceramic,pellet_conductivity\n"))


def test_unknown_columns_and_missing_files_are_refused(tmp_path) -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'thickness_um'"):
        read_membranes(own(tmp_path, head="id,ceramic,thicknes_um\n"))
    with pytest.raises(InputError, match="cannot be read"):
        read_membranes(tmp_path / "no.csv")


def test_the_export_reads_back(tmp_path) -> None:
    path = tmp_path / "all.csv"
    path.write_text(to_csv(published_membranes()), encoding="utf-8")
    for row, again in zip(published_membranes(), read_membranes(path), strict=True):
        for (name, value), other in zip(row, dict(again).values(), strict=True):
            same = pytest.approx(value) if isinstance(value, float) else value
            assert other == same, (row.identifier, name)


def test_filters() -> None:
    rows = published_membranes()
    assert {m.family for m in selected(rows, family="argyrodite")} == {"sulfide-argyrodite"}
    assert {m.support for m in selected(rows, support="woven")} == {"woven"}  # not nonwoven
    assert all(m.in_article for m in selected(rows, in_article=True))
    names = {m.ceramic for m in selected(rows, ceramic="LLZTO")}
    assert {"LLZTO", "Li6.4La3Zr1.4Ta0.6O12"} <= names
    assert "Li6PS5Cl" not in names
    with pytest.raises(UnknownNameError, match="garnet"):
        selected(rows, family="garnett")


def test_figures_tell_support_and_basis_apart() -> None:
    rows = published_membranes()
    conductivity, thickness, energy = (figure_2(n, rows) for n in ("2c", "2d", "2e"))
    assert {"none", "woven", "nonwoven"} <= set(conductivity.groups)
    assert all(p.x is None for p in thickness.points)
    by_id = {p.identifier: p for p in energy.points}
    assert by_id["zhu2021_lpscl_cellulose"].group == "cell, projected"
    assert by_id["nam2015_lps_ppta"].group == "cell"
    assert not any("polymer_rich" in p.bound for p in conductivity.points)
    assert "peo_lgps1" not in {p.identifier for p in conductivity.points}  # rich in polymer
    bounds = {p.identifier: p.bound for p in thickness.points}
    assert bounds["lpscl_xnbr_calender"] == "thickness below"
    with pytest.raises(UnknownNameError, match="2c"):
        figure_2("2f", rows)


def test_a_design_is_a_star(quick_design) -> None:
    rows = published_membranes()
    for name, value in (
        ("2c", quick_design.effective_conductivity.value),
        ("2d", quick_design.thickness.value),
        ("2e", quick_design.specific_energy.value),
    ):
        assert figure_2(name, rows, quick_design).star.y == value
    assert support_of(quick_design) == "none"


def test_statements_count_the_rows_that_the_figures_draw() -> None:
    told = {s.topic: s.table for s in statements()}
    thick, energies = (figure_2(n, published_membranes()).points for n in ("2d", "2e"))
    thin = sum(p.y <= 20e-6 for p in thick)
    assert told["target"].startswith(f"{thin} of the {len(thick)} rows with a thickness")
    assert f", {len(energies)} with a thickness," in told["highest specific energy"]


def test_contradictions_of_the_article_stand_beside_its_statements() -> None:
    said = {s.topic: s for s in statements()}
    thickness = said["thickness without support"]
    assert "~52 µm" in thickness.quote
    assert "65 µm" in thickness.against
    energy = said["highest specific energy"]
    assert "280" in energy.quote
    assert "371 Wh/kg" in energy.against
    assert "394 Wh/kg" in energy.against


def test_notes_that_are_formulas_are_written_as_text_and_read_as_they_were():
    rows = from_csv(
        "id,ceramic,thickness_um,doi,note\nmine,Li6PS5Cl,30,10.1000/x,=1+1\n'-q,Li6PS5Cl,30,10.1/x,-2\n",
        "a.csv",
    )
    text = to_csv(rows)
    assert "'=1+1" in text
    assert "\n'-q," in text
    assert from_csv(text, "b.csv") == rows
