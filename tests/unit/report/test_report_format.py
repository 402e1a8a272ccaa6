from math import inf

import pytest

from ceralyte.cli.output import shown as command_line
from ceralyte.core.display import display_unit, symbol, to_display
from ceralyte.core.format import number, plus_minus, shown
from ceralyte.core.provenance import Source
from ceralyte.core.quantities import Quantity, Unavailable
from ceralyte.report.environment import distinct
from ceralyte.report.prose import sentence, typeset
from ceralyte.report.study import _printed


@pytest.mark.parametrize(
    ("value", "std", "text"),
    [
        (1.6234, 0.0521, "1.623 ± 0.052"),
        (1.6234, 0.0299, "1.623 ± 0.030"),
        (0.96, 0.0996, "0.96 ± 0.10"),
        (25.4, 1.1, "25.4 ± 1.1"),
        (1234.0, 56.0, "1234 ± 56"),
        (1006.6, 349.3, "1010 ± 350"),
        (-12345.0, 1520.0, "−12300 ± 1500"),
        (123000.0, 12000.0, "123000 ± 12000"),
        (0.02, 3.0, "0.0 ± 3.0"),
        (-0.0002, 0.5, "0.00 ± 0.50"),
        (-0.51, 0.02, "−0.510 ± 0.020"),
        (1.62e-6, 5.2e-8, "(1.620 ± 0.052) × 10⁻⁶"),
        (3.21e7, 1.2e5, "(3.210 ± 0.012) × 10⁷"),
        (2.0, 3e6, "(0.0 ± 3.0) × 10⁶"),
        (1570.0, 7.3e-4, "1570.00000 ± 0.00073"),
        (0.99999948, 3.6e-7, "0.99999948 ± 0.00000036"),
        (1.0, 1e-100, "1 ± 1 × 10⁻¹⁰⁰"),
        (5e-324, 0.0, "4.94 × 10⁻³²⁴ ± 0"),
        (1.62e-6, inf, "1.62 × 10⁻⁶ ± ∞"),
        (2.0, 0.0, "2 ± 0"),
        (1.6234, None, "1.62"),
    ],
)
def test_value_and_error_bar_end_at_the_same_place(value, std, text):
    assert plus_minus(value, std) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (20.0, "20"),
        (999.6, "1000"),
        (0.00099996, "0.001"),
        (-1234.5, "−1230"),
        (3.2e-7, "3.2 × 10⁻⁷"),
        (2.5e9, "2.5 × 10⁹"),
    ],
)
def test_plain_numbers(value, text):
    assert number(value) == text


@pytest.mark.parametrize(
    ("si_unit", "name", "unit"),
    [
        ("m", "thickness", "um"),
        ("m", "bend_radius_minimum", "mm"),
        ("m", "binder_film_thickness", "nm"),
        ("Pa", "tensile_strength", "MPa"),
        ("Pa", "youngs_modulus", "GPa"),
        ("", "relative_density", "%"),
        ("", "tortuosity_factor", ""),
        ("kg/m^3", "membrane_density", "g/cm^3"),
        ("J/m^3", "energy_density", "W*h/L"),
        ("furlong", "distance", "furlong"),
    ],
)
def test_every_quantity_has_the_unit_that_people_expect(si_unit, name, unit):
    assert display_unit(si_unit, name) == unit


def test_unit_typography():
    units = ["ohm*cm^2", "um", "mS/cm^2", "W*h/kg", "degC", "m^-1"]
    assert [symbol(u) for u in units] == ["Ω cm²", "µm", "mS/cm²", "Wh/kg", "°C", "m⁻¹"]


def test_conversion_to_display_units():
    assert to_display(2.0e-4, "ohm*cm^2") == pytest.approx(2.0)
    assert to_display(0.16, "mS/cm") == pytest.approx(1.6)
    assert to_display(298.15, "degC") == pytest.approx(25.0)
    assert to_display(400 * 3600.0, "W*h/kg") == pytest.approx(400.0)


def test_error_bar_of_a_temperature_has_no_offset():
    quantity = Quantity(value=298.15, unit="K", method="test", std_model=2.0)
    assert shown(quantity).text == "25.0 ± 2.0"
    assert shown(quantity).unit == "°C"


def test_parts_of_the_error_stay_apart():
    text = shown(
        Quantity(value=0.1, unit="S/m", method="m", std_sampling=0.003, std_discretisation=0.004)
    )
    assert (text.text, text.sampling, text.discretisation) == ("1.000 ± 0.050", "0.030", "0.040")
    assert text.model == ""


def test_estimate_keeps_its_bracket():
    text = shown(Quantity(value=9.13e6, unit="Pa", method="m", low=4.5e6, high=18e6, estimate=True))
    assert (text.text, text.unit, text.bracket, text.estimate) == ("9.1", "MPa", "4.5 to 18", True)


def test_a_bracket_may_be_open():
    quantity = Quantity(value=2.0, unit="", method="m", std_model=inf, low=-inf, high=inf)
    assert (shown(quantity).bracket, shown(quantity).model) == ("−∞ to ∞", "∞")


def test_one_sided_brackets():
    at_least = Quantity(value=2.0, unit="", method="m", low=1.0)
    assert shown(at_least).bracket == "at least 1"
    at_most = Quantity(value=2.0, unit="", method="m", high=3.0)
    assert shown(at_most).bracket == "at most 3"


def test_activation_energy_is_also_given_in_electron_volt():
    energy = Quantity(value=0.37 * 96485.33, unit="J/mol", method="m", std_model=0.01 * 96485.33)
    assert shown(energy, "activation_energy").text == "35.70 ± 0.96"
    assert shown(energy, "activation_energy").aside == "0.370 ± 0.010 eV"


def test_no_value_shows_its_reason():
    text = shown(Unavailable(unit="S/m", reason="does not percolate"), "effective_conductivity")
    assert (text.text, text.reason) == ("", "does not percolate")


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("15 um, 2 ohm*cm^2 or 3 ohm cm2", "15 µm, 2 Ω cm² or 3 Ω cm²"),
        ("280 W*h/kg", "280 Wh/kg"),
        ("1.6 mS/cm at 25 degC", "1.6 mS/cm at 25 °C"),
        ("2.2 mm to 2e+03 mm", "2.2 mm to 2000 mm"),
        ("3 umbrellas, 5 um/s, umber", "3 umbrellas, 5 um/s, umber"),
        ("Li6PS5Cl and 1e5x", "Li6PS5Cl and 1e5x"),
    ],
)
def test_units_inside_a_sentence(text, printed):
    assert typeset(text) == printed


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("no documented outcome", "No documented outcome."),
        ("a bracket", "A bracket."),
        ("pH matters.", "pH matters."),
        ("x = 2", "x = 2."),
        ("nm-sized grains", "nm-sized grains."),
        ("nmr tells it", "Nmr tells it."),
        ("", ""),
    ],
)
def test_sentences_begin_and_end(text, printed):
    assert sentence(text) == printed


@pytest.mark.parametrize(
    ("low", "high", "bracket"),
    [(2.52, 1801.0, "2.5 to 1800"), (69.7, 72.1, "69.7 to 72.1"), (0.0744, 37.2, "0.074 to 37")],
)
def test_a_wide_bracket_has_no_more_digits_than_its_value(low, high, bracket):
    quantity = Quantity(value=68.5, unit="J/m^2", method="m", low=low, high=high, estimate=True)
    assert shown(quantity).bracket == bracket


@pytest.mark.parametrize(
    ("change", "printed"),
    [
        ("2e-05 -> 3e-05", "2 × 10⁻⁵ → 3 × 10⁻⁵"),
        ("-25.4 %", "−25.4\N{NO-BREAK SPACE}%"),
        ("-1 -> 0", "−1 → 0"),
        ("-2e-05 -> -1", "−2 × 10⁻⁵ → −1"),
    ],
)
def test_a_change_is_typeset(change, printed):
    assert _printed(change) == printed


def test_sources_that_read_alike_are_told_once():
    a, b = (Source(used_for=use, text="A 1 (2000) 2", locator="10.1/1") for use in "ab")
    other = Source(used_for="a", text="A 1 (2000) 2", locator="10.1/2")
    assert distinct((a, b, other)) == [a, other]


@pytest.mark.parametrize(
    ("value", "low", "high", "text"),
    [
        (71.1, 35.6, 142.4, "71 h (36 to 140)"),
        (630.0, 310.0, 1260.0, "630 h (310 to 1300)"),
        (71.34, 69.7, 72.1, "71.3 h (69.7 to 72.1)"),
        (1.034, 0.0, 5.123, "1 h (0 to 5.1)"),
        (1.034, -2.123, 5.123, "1 h (−2.1 to 5.1)"),
    ],
)
def test_page_and_command_line_give_a_bracket_the_same_digits(value, low, high, text):
    si = {"value": 3600 * value, "low": 3600 * low, "high": 3600 * high}
    hours = Quantity(unit="s", method="m", estimate=True, **si)
    page = shown(hours)
    assert f"{page.text} h ({page.bracket})" == text
    assert command_line(hours) == f"{text} [estimate]"


@pytest.mark.parametrize(
    ("quantity", "text"),
    [
        ({"value": 0.1253, "std_model": 0.048}, "1.25 ± 0.48 mS/cm"),
        ({"value": 0.119834}, "1.198 mS/cm"),
        ({"value": 0.125, "std_model": 0.048, "high": 0.18, "estimate": True}, "1.25 ± 0.48 mS/cm"),
    ],
)
def test_page_and_command_line_print_one_number_alike(quantity, text):
    conductivity = Quantity(unit="S/m", method="m", **quantity)
    page = shown(conductivity, "effective_conductivity")
    assert f"{page.text} {page.unit}" == text
    assert command_line(conductivity, "effective_conductivity").startswith(text)


@pytest.mark.parametrize(
    ("ends", "told"),
    [
        ({"high": 1.234}, "at most 1.3"),
        ({"high": 0.3}, "at most 0.3"),
        ({"low": 2.65}, "at least 2.6"),
        ({"low": 2.6}, "at least 2.6"),
        ({"low": 0.0}, "at least 0"),
    ],
)
def test_one_end_alone_stays_a_limit_when_it_is_rounded(ends, told):
    assert shown(Quantity(value=2.0, unit="", method="m", estimate=True, **ends)).bracket == told
