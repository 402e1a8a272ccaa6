"""What a user states in Python is refused in words: which fields, which values, what is allowed."""

import pickle

import pytest

import ceralyte as cl
from ceralyte.core.errors import InputError, MultipleInputError, UnknownNameError
from ceralyte.model import (
    Gaussian,
    Lognormal,
    Mixture,
    Mono,
    PowerLaw,
    Tabulated,
    Weibull,
)

FINE, COARSE = Mono(diameter=1e-6), Mono(diameter=5e-6)


@pytest.mark.parametrize(
    ("law", "values", "message"),
    [
        (Mono, {"diameter": -1}, "diameter: got -1 m. Allowed: a finite length above 0, in m"),
        (Mono, {"diameter": float("nan")}, "diameter: got nan m"),
        (Mono, {"diameter": "3 um"}, "diameter: got '3 um'. Allowed: a number"),
        (Mono, {}, "diameter: is missing"),
        (Lognormal, {"d50": 3e-6, "sigma": 7}, "sigma: got '7'. Allowed: 3 or less"),
        (
            Lognormal,
            {"d50": 3e-6, "sigma": 0.5, "dmin": 2e-6, "dmax": 1e-6},
            "dmin, dmax: got 2e-06 m and 1e-06 m. Allowed: dmin below dmax",
        ),
        (Weibull, {"d63": 3e-6, "shape": 0}, "shape: got '0'. Allowed: 0.3 or more"),
        (
            Gaussian,
            {"mean": 1e-6, "std": 2e-6},
            "std: got 2e-06 m of a mean of 1e-06 m. Allowed: up to the mean",
        ),
        (PowerLaw, {"dmin": 1e-6, "dmax": 0, "exponent": 2}, "dmax: got 0 m"),
        (
            Tabulated,
            {"diameters": (2e-6, 1e-6), "undersize": (0, 1), "basis": "volume"},
            "diameters: got (2e-06, 1e-06) m. Allowed: finite ones above 0 that rise strictly",
        ),
        (
            Tabulated,
            {"diameters": (1e-6,), "undersize": (0, 1), "basis": "volume"},
            "undersize: 2 shares for 1 diameters. Allowed: one for each",
        ),
        (
            Tabulated,
            {"diameters": (1e-6, 2e-6), "undersize": (0.5, 1), "basis": "volume"},
            "undersize: got (0.5, 1.0). Allowed: shares that rise from 0 to 1",
        ),
        (
            Mixture,
            {"shares": (0.5, 0.6), "components": (FINE, COARSE)},
            "shares: got (0.5, 0.6). Allowed: each above 0, adding to 1",
        ),
        (
            Mixture,
            {"shares": (1.0,), "components": (FINE, COARSE)},
            "shares: 1 shares for 2 powders. Allowed: one for each",
        ),
        (
            cl.cell.Foil,
            {"name": "copper", "thickness": "6 um", "density": 8960},
            "thickness: got '6 um'. Allowed: a number",
        ),
        (
            cl.pipeline.Interfaces,
            {"boundary_resistance": "1 ohm*cm^2"},
            "boundary_resistance: got '1 ohm*cm^2'. Allowed: a number",
        ),
    ],
)
def test_a_wrong_value_is_named(law, values, message):
    with pytest.raises(InputError) as caught:
        law(**values)
    assert str(caught.value) == message or str(caught.value).startswith(f"{message}. Allowed: ")
    assert caught.value.__cause__ is None


def test_all_that_is_wrong_is_told_at_once():
    with pytest.raises(MultipleInputError, match="Lognormal: 3 things to mend") as caught:
        Lognormal(d50=-3e-6, sigma=0, basis="volum")
    assert [error.field for error in caught.value.errors] == ["d50", "sigma", "basis"]
    named = caught.value.errors[2]
    assert isinstance(named, UnknownNameError)
    assert named.nearest == ("volume",)


def test_an_unknown_field_is_told_with_the_known_ones():
    with pytest.raises(InputError, match=r"unknown name 'sigm'. Allowed: did you mean 'sigma'"):
        Lognormal(d50=3e-6, sigma=0.5, sigm=0.5)


def test_what_is_right_goes_through_files_and_processes():
    mixture = Mixture(shares=(0.4, 0.6), components=(FINE, Lognormal(d50=3e-6, sigma=0.5)))
    assert Mixture.model_validate_json(mixture.model_dump_json()) == mixture
    assert pickle.loads(pickle.dumps(mixture)) == mixture
