"""The door of a study: what it refuses, in which words, and what it takes out before sampling."""

import json

import pytest
from pydantic import ValidationError

from ceralyte.core.errors import InputError, UnknownNameError
from ceralyte.study import load_study
from ceralyte.study.axes import Blend
from ceralyte.study.load import plan_of
from ceralyte.study.paths import changed, document_of, value_at

GRID = {"low": "100 MPa", "high": "500 MPa"}
WATER = {"process": "slurry", "slurry.solvent": "water", "binder.material": "SEBS"}
SHARES = {
    "parts": {
        "ceramic.mass_fraction": {"low": "90 wt%", "high": "99 wt%"},
        "binder.mass_fraction": {"low": "1 wt%", "high": "10 wt%"},
    }
}


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ({"vary": {"press.presure": GRID}}, "press.presure.*did you mean 'press.pressure'"),
        (
            {"vary": {"press.pressure": {"low": "500 MPa", "high": "100 MPa"}}},
            "vary.press.pressure: low 500 MPa is not below high 100 MPa",
        ),
        ({"vary": {"press.pressure": {"low": "1 um", "high": "2 um"}}}, "is no pressure"),
        ({"vary": {"press.pressure": {"low": 100, "high": 500}}}, "has no unit"),
        ({"vary": {"binder.material": {"low": 1, "high": 2}}}, "is no number.*list of options"),
        ({"vary": {"binder.material": ["PTFE"]}}, "has one option.*set in the recipe"),
        ({"vary": {"press.pressure": ["1 MPa", "2 MPa", "1 MPa"]}}, "has '1 MPa' twice"),
        (
            {
                "mixtures": [
                    {
                        "total": "90 %",
                        "parts": {
                            "ceramic.mass_fraction": {"low": "80 %", "high": "89 %"},
                            "binder.mass_fraction": {"low": "1 %", "high": "10 %"},
                        },
                    }
                ]
            },
            "mixtures.0.total: .*add",
        ),
        ({"vary": {"press.pressure": GRID | {"low": "0 MPa", "scale": "log"}}}, "above 0"),
        ({"mixtures": [SHARES | {"total": "50 %"}]}, "the parts add to 91 % to 109 %"),
        (
            {
                "mixtures": [SHARES],
                "choices": {"a": {"x": {"binder.mass_fraction": "1 %"}, "y": {}}},
            },
            "binder.mass_fraction: varies twice",
        ),
        ({"choices": {"route": {"one": {"binder.materal": "PTFE"}, "two": {}}}}, "binder.material"),
        (
            {"constraints": {"numbers": {"porosity": {"at_least": "20 %", "at_most": "10 %"}}}},
            "at_least 20 % is above at_most 10 %: nothing meets both",
        ),
        ({"constraints": {"numbers": {"porosity": {"at_most": "3 um"}}}}, "is no fraction"),
        ({"prices": {"Li6PS5Cl": "850 EUR/kg"}}, "prices: say nothing of PTFE.*0 if it is free"),
        ({"prices": {"Li6PS5Cl": "850"}}, "prices.Li6PS5Cl: '850' has no currency"),
        (
            {"prices": {"Li6PS5Cl": "850 EUR/kg", "PTFE": "20 USD/kg"}},
            "prices.PTFE: '20 USD/kg' is no price in EUR",
        ),
        ({"prices": {"Li6PS5Cl": "-1 EUR/kg", "PTFE": "1 EUR/kg"}}, "prices.Li6PS5Cl: '-1 EUR/kg'"),
        (
            {"vary": {"binder.material": ["glue", "paste"]}},
            "none of 2 combinations of options is allowed; the first is out: .*'glue'",
        ),
        (
            {"vary": {"slurry.solvent": ["p-xylene", "water"]}},
            r"recipe: slurry.solvent: is p-xylene although the process is dry. "
            r"Allowed: none, or process: slurry$",
        ),
        (
            {"choices": {"route": {"cold": WATER, "hot": WATER | {"temperature": "50 degC"}}}},
            r"chemistry no: H2S release.*Allowed: other options$",
        ),
    ],
)
def test_what_cannot_be_is_refused(make_plan, entries, words):
    with pytest.raises(InputError, match=words):
        make_plan(**entries)


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ({"kind": "optimise"}, "objectives: are missing for kind optimise"),
        ({"vary": {}}, "vary: is empty"),
        ({"objectives": {"areal_conductanc": "maximise"}}, "'areal_conductance'"),
        ({"objectives": {"material_cost": "minimise"}}, "material_cost: needs prices"),
        ({"method": "gp"}, "unknown name 'gp'"),
        ({"level": "standrad"}, "'standard'"),
        ({"kind": "cascade", "objectives": {"porosity": "minimise"}}, "rungs: and kind cascade"),
        (
            {
                "kind": "cascade",
                "objectives": {"porosity": "minimise"},
                "rungs": [{"level": "fine", "keep": 2}, {"level": "quick", "keep": 1}],
            },
            "must rise above the estimate",
        ),
        ({"scatter": {"press.pressure": {"relative": "5 %"}}}, "scatter: is not for kind sweep"),
        ({"kind": "reach"}, "constraints.numbers: say nothing to reach"),
        ({"kind": "uncertainty"}, "scatter: is missing"),
    ],
)
def test_what_does_not_go_together_is_refused(make_plan, entries, words):
    with pytest.raises(ValidationError, match=words):
        make_plan(**entries)


def test_errors_of_a_file_name_its_line(tmp_path):
    file = tmp_path / "s.yaml"
    file.write_text("name: a\nkind: sweep\nrecipe: x.yaml\nbugdet: 3\n")
    with pytest.raises(UnknownNameError, match=r"s\.yaml line 4: bugdet.*did you mean 'budget'"):
        load_study(file)
    file.write_text("- a list\n")
    with pytest.raises(InputError, match="is not a study"):
        load_study(file)


def test_a_value_where_entries_belong_is_told_which(tmp_path):
    (tmp_path / "s.yaml").write_text(
        "name: s\nkind: uncertainty\nrecipe: r.yaml\nscatter: {press.pressure: 10 %}\nbudget: 24\n"
    )
    with pytest.raises(InputError, match=r"press\.pressure: got '10 %'.*entries of std, relative"):
        load_study(tmp_path / "s.yaml")


def test_yaml_toml_and_json_say_the_same(tmp_path, examples):
    recipe = str(examples / "lpscl-ptfe-dry.yaml")
    data = {"name": "a", "kind": "sweep", "recipe": recipe, "vary": {"press.pressure": GRID}}
    (tmp_path / "s.json").write_text(json.dumps(data))
    (tmp_path / "s.yaml").write_text(json.dumps(data))
    toml = f'name="a"\nkind="sweep"\nrecipe="{recipe}"\n[vary."press.pressure"]\n'
    (tmp_path / "s.toml").write_text(toml + 'low="100 MPa"\nhigh="500 MPa"\n')
    assert len({load_study(tmp_path / f"s.{e}").sha256 for e in ("json", "yaml", "toml")}) == 1


def test_what_destroys_the_ceramic_or_does_not_dissolve_is_out_with_its_reason(make_plan):
    wet = {"process": "slurry", "binder.material": "SEBS"}
    plan = make_plan(
        choices={
            "route": {
                "dry": {},
                "p-xylene": wet | {"slurry.solvent": "p-xylene"},
                "water": wet | {"slurry.solvent": "water"},
                "PTFE in toluene": {"process": "slurry", "slurry.solvent": "toluene"},
                "half said": {"process": "slurry"},
            }
        }
    )
    reasons = {f.labels["route"]: f.reason for f in plan.space.forbidden}
    assert set(reasons) == {"water", "PTFE in toluene", "half said"}
    assert "chemistry no: H2S release" in reasons["water"]
    assert "PTFE does not dissolve in toluene" in reasons["PTFE in toluene"]
    assert "slurry.solvent: is missing" in reasons["half said"]
    chosen = {plan.space.labels((0.5, u))["route"] for u in (0.0, 0.3, 0.6, 0.999, 1.0)}
    assert chosen == {"dry", "p-xylene"}


def test_a_misspelt_option_is_out_with_the_nearest_name(make_plan):
    plan = make_plan(vary={"binder.material": ["PTFE", "PTF"]})
    ((labels, reason),) = [(f.labels, f.reason) for f in plan.space.forbidden]
    assert labels == {"binder.material": "PTF"}
    assert "unknown name 'PTF' (did you mean 'PTFE'" in reason


def test_shares_add_to_their_total_and_stay_within_their_ranges(make_plan):
    axis = next(a for a in make_plan(mixtures=[SHARES]).space.axes if isinstance(a, Blend))
    for u in (0.0, 0.123456789, 0.5, 1.0):
        ceramic, binder = axis.shares((u,))
        assert ceramic + binder == pytest.approx(1, abs=1e-12)
        assert 0.9 <= ceramic <= 0.99
        assert axis.changes((u,))["binder.mass_fraction"].endswith("%")


def test_values_are_changed_where_the_path_leads(make_plan):
    base = make_plan().base
    made = changed(
        base,
        {"ceramic.size.d50": "2 um", "press.pressure": "100 MPa", "cell.anode.material": "lithium"},
    )
    assert value_at(made, "ceramic.size.d50", "") == 2e-6
    assert made.ceramic.size.sigma == base.ceramic.size.sigma
    assert made.press.pressure == 100e6
    assert changed(base, {"cell": None}).cell is None
    assert document_of(changed(base, {})) == document_of(base)


def test_a_part_of_a_blend_of_powders_is_changed(make_plan):
    base = make_plan().base
    blend = changed(base, {"ceramic.size": "mixture(0.7 mono(d=9 um), 0.3 mono(d=3 um))"})
    made = changed(
        blend,
        {
            "ceramic.size.0.share": "60 %",
            "ceramic.size.1.share": "40 %",
            "ceramic.size.1.d": "2 um",
        },
    )
    assert made.ceramic.size.shares == (0.6, 0.4)
    assert made.ceramic.size.components[1].diameter == 2e-6


def test_the_words_of_a_study_do_not_change_what_it_is(make_plan):
    assert make_plan(name="other").sha256 == make_plan().sha256
    assert make_plan(seed=1).sha256 != make_plan().sha256


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        (
            {"vary": {"press.pressure": {"low": "-100 MPa", "high": "200 MPa"}}},
            r"vary\.press\.pressure\.low: -100 MPa is out of range\. Allowed: 0 MPa to 1000 MPa",
        ),
        (
            {"vary": {"ceramic.mass_fraction": {"low": "99.5 %", "high": "150 %"}}},
            r"vary\.ceramic\.mass_fraction\.high: 150 % is out of range.*mixtures: \[\{parts",
        ),
        (
            {"vary": {"ceramic.mass_fraction": {"low": "96 %", "high": "98 %"}}},
            r"vary\.ceramic\.mass_fraction\.low: ceramic and binder add to.*shares vary together",
        ),
        (
            {
                "vary": {},
                "mixtures": [
                    {
                        "parts": {
                            "ceramic.mass_fraction": {"low": "-10 wt%", "high": "99 wt%"},
                            "binder.mass_fraction": {"low": "1 wt%", "high": "110 wt%"},
                        }
                    }
                ],
            },
            r"mixtures\.0\.parts\.ceramic\.mass_fraction\.low: -10 wt% is out of range",
        ),
    ],
)
def test_ends_that_no_recipe_may_have_are_refused_when_loading(make_plan, entries, words):
    with pytest.raises(InputError, match=words):
        make_plan(**entries)


BLEND = "mixture(0.7 mono(d=10 um), 0.3 mono(d=1 um))"
COARSE, FINE = "ceramic.size.0.share", "ceramic.size.1.share"


@pytest.mark.parametrize(
    ("size", "ends", "words"),
    [
        (
            None,
            {"ceramic.size.d50": ("-1 um", "4 um")},
            r"d50\.low: .*-1 um.*Allowed: 1 nm to 1 mm",
        ),
        (
            None,
            {"ceramic.size.sigma": (0.2, 50)},
            r"sigma\.high: .* 50\. Allowed: above 0, up to 3",
        ),
        (BLEND, {"ceramic.size.1.d": ("1 nm", "2 mm")}, r"size\.1\.d\.high: .*2 mm.*1 nm to 1 mm"),
        (BLEND, {COARSE: ("50 %", "80 %")}, rf"{COARSE}\.low: .*80 %.*mixtures: .*{FINE}"),
        (BLEND, {COARSE: ("50 %", "99 %"), FINE: ("0 %", "50 %")}, rf"{FINE}\.low: .*each above"),
        (
            "powerlaw(dmin=1 um, dmax=20 um, exponent=2.5)",
            {"ceramic.size.dmin": ("0.1 um", "30 um")},
            r"dmin\.high: dmin=30 um exceeds dmax=20 um",
        ),
    ],
)
def test_ends_that_no_size_may_have_are_refused_when_loading(make_plan, size, ends, words):
    base = make_plan().base
    recipe = document_of(changed(base, {"ceramic.size": size} if size else {}))
    ranges = {path: {"low": low, "high": high} for path, (low, high) in ends.items()}
    varied = {"mixtures": [{"parts": ranges}]} if FINE in ends else {"vary": ranges}
    with pytest.raises(InputError, match=words):
        make_plan(recipe=recipe, **{"vary": {}} | varied)


def test_a_size_to_choose_from_that_lacks_what_varies_is_refused(make_plan):
    laws = ["mono(d=2 um)", "lognormal(d50=3 um, sigma=0.4)"]
    ends = {"low": "1 um", "high": "4 um"}
    words = r"size\.d50, with mono\(d=2 um\): unknown name .*did you mean 'ceramic\.size\.d'"
    with pytest.raises(UnknownNameError, match=words):
        make_plan(vary={"ceramic.size": laws, "ceramic.size.d50": ends})


def test_ends_of_sizes_that_go_with_what_varies_beside_them_are_let_through(make_plan):
    power = "powerlaw(dmin=1 um, dmax=20 um, exponent=2.5)"
    recipe = document_of(changed(make_plan().base, {"ceramic.size": power}))
    ends = {
        "ceramic.size.dmin": {"low": "0.1 um", "high": "30 um"},
        "ceramic.size.dmax": {"low": "40 um", "high": "90 um"},
    }
    assert make_plan(recipe=recipe, vary=ends).space.dimensions == 2


def test_a_stored_study_with_such_ends_can_still_be_looked_at(make_plan):
    document = make_plan(vary={"press.pressure": GRID}).document
    document["study"]["vary"]["press.pressure"]["low"] = "-100 MPa"
    assert plan_of(document).space.axes[0].low == -100e6


def test_shares_that_vary_apart_are_not_refused_as_some_may_add_up(make_plan):
    plan = make_plan(
        kind="grid",
        vary={
            "ceramic.mass_fraction": {"low": "99.5 %", "high": "99.6 %"},
            "binder.mass_fraction": {"low": "0.4 %", "high": "0.5 %"},
        },
    )
    assert plan.space.dimensions == 2
