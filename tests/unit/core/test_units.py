"""Text with units at the rim."""

import pytest

from ceralyte.core.errors import InputError
from ceralyte.core.units import (
    ACTIVATION_ENERGY,
    AREAL_RESISTANCE,
    CONDUCTIVITY,
    FRACTION,
    LENGTH,
    MASS_FRACTION,
    PURE_NUMBER,
    TEMPERATURE,
    parse,
    show,
)


@pytest.mark.parametrize(
    ("text", "dimension", "si"),
    [
        ("20 um", LENGTH, 2e-5),
        ("20um", LENGTH, 2e-5),
        ("1.6 mS/cm", CONDUCTIVITY, 0.16),
        ("1.6 mS cm-1", CONDUCTIVITY, 0.16),
        ("2 ohm cm2", AREAL_RESISTANCE, 2e-4),
        ("25 degC", TEMPERATURE, 298.15),
        ("-60 °C", TEMPERATURE, 213.15),
        ("7.5 wt%", MASS_FRACTION, 0.075),
        ("7.5 %", MASS_FRACTION, 0.075),
        ("7.5 vol%", FRACTION, 0.075),
        ("0.37", PURE_NUMBER, 0.37),
        ("0.5 eV", ACTIVATION_ENERGY, 48242.66606),
        ("37 kJ/mol", ACTIVATION_ENERGY, 37000.0),
    ],
)
def test_text_becomes_si(text, dimension, si):
    assert parse(text, dimension, "field") == pytest.approx(si, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("3", "'3' has no unit"),
        (3, "'3' has no unit"),
        ("3 MPa", "'3 MPa' is no length"),
        ("3 flurb", "'3 flurb' is no length"),
        ("nan um", "is not a finite number"),
        ("1e999 um", "not a finite number"),
        ("three um", "does not start with a number"),
        ("3 __import__", "is no length"),
        ("2 m**99999", "is no length"),
        ("3 (", "is no length"),
        (True, "got True"),
        (None, "got None"),
        ([1], r"got \[1\]"),
    ],
)
def test_what_is_no_length_is_refused_with_an_example(text, message):
    with pytest.raises(InputError, match=message) as caught:
        parse(text, LENGTH, "thickness")
    assert "20 um" in str(caught.value)


@pytest.mark.parametrize(("text", "dimension"), [("2 vol%", MASS_FRACTION), ("2 wt%", FRACTION)])
def test_weight_and_volume_per_cent_are_not_mixed(text, dimension):
    with pytest.raises(InputError, match=f"'{text}' is no {dimension.name}"):
        parse(text, dimension, "share")


def test_show_uses_the_display_unit():
    assert show(2e-5, LENGTH) == "20 um"
    assert show(298.15, TEMPERATURE) == "25 degC"
    assert show(2e-3, LENGTH) == "2000 um"
    assert show(20.0, LENGTH) == "2e+07 um"
