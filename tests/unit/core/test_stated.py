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
            cl.cell.Foil,
            {"name": "copper", "thickness": -1, "density": 8960},
            "thickness: got -1 m. Allowed: a finite number above 0, in m",
        ),
        (
            cl.cell.System,
            {"cells": 1, "other_mass_fraction": 1},
            "other_mass_fraction: got 1. Allowed: a finite number of 0 or more, below 1",
        ),
        (
            cl.transport.VogelLaw,
            {"prefactor": 1.0, "pseudo_activation_energy": -1, "ideal_glass_temperature": 200},
            "pseudo_activation_energy: got -1 J/mol",
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


RECORDS = [
    (cl.cell.Component, {"name": "a", "mass_fraction": 0.5, "density": 2e3}),
    (cl.cell.CompositeElectrode, {"components": (), "specific_capacity": 7e5, "porosity": 0.1}),
    (
        cl.cell.MetalAnode,
        {"name": "a", "density": 5e2, "specific_capacity": 1e7, "excess_thickness": 0.0},
    ),
    (cl.cell.Foil, {"name": "a", "thickness": 1e-6, "density": 9e3}),
    (cl.cell.Layer, {"name": "a", "thickness": 1e-6, "areal_mass": 0.1, "share": 0.5}),
    (
        cl.cell.Interface,
        {"side": "anode", "resistance": 0.0, "temperature": 300.0, "activation_energy": 0.0},
    ),
    (
        cl.cell.PlateMaterial,
        {"name": "a", "density": 3e3, "yield_strength": 1e8, "poissons_ratio": 0.3},
    ),
    (cl.cell.System, {"cells": 1, "other_mass_fraction": 0.1, "other_volume_fraction": 0.1}),
    (
        cl.cell.Tab,
        {"name": "a", "width": 1e-3, "length": 1e-2, "thickness": 1e-4, "density": 3e3},
    ),
    (
        cl.transport.VogelLaw,
        {"prefactor": 1.0, "pseudo_activation_energy": 1e4, "ideal_glass_temperature": 200.0},
    ),
]


@pytest.mark.parametrize(("record", "valid"), RECORDS)
@pytest.mark.parametrize("wrong", [float("nan"), float("inf"), -1e9])
def test_no_number_of_a_record_is_endless_or_far_below_zero(record, valid, wrong):
    record(**valid)
    for name in (name for name, value in valid.items() if isinstance(value, float)):
        with pytest.raises(InputError, match=f"^{name}: got {wrong:g}".replace("+", r"\+")):
            record(**valid | {name: wrong})


def test_of_a_powder_that_is_wrong_only_its_own_mistakes_are_told():
    wrong = ({"kind": "lognormal", "d50": -1, "sigm": 0.3}, {"kind": "mno", "diameter": 1e-6})
    with pytest.raises(MultipleInputError) as caught:
        Mixture(shares=(0.5, 0.5), components=wrong)
    assert [str(error).partition(". Allowed: ")[0] for error in caught.value.errors] == [
        "components.0: d50: got -1 m",
        "components.0: sigma: is missing",
        "components.0: sigm: unknown name 'sigm'",
        "components.1.kind: unknown name 'mno'",
    ]
    assert caught.value.errors[3].nearest == ("mono",)
    with pytest.raises(MultipleInputError) as caught:
        Mixture(shares=(0.5, 0.5), components=({"diameter": 1e-6}, "mono(d=1 um)"))
    assert [str(error) for error in caught.value.errors] == [
        "components.0.kind: is missing. Allowed: mono, lognormal, weibull, gaussian, powerlaw, "
        "tabulated",
        "components.1: got 'mono(d=1 um)'. Allowed: entries of 'name: value'",
    ]


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
