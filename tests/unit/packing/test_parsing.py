from pathlib import Path

import pytest

from ceralyte.core.errors import InputError, MultipleInputError, UnknownNameError
from ceralyte.model import Gaussian, Lognormal, Mixture, Mono, PowerLaw, Tabulated, Weibull
from ceralyte.packing import describe, parse_distribution

TABLE = "diameter (um),cumulative undersize (%)\n1,0\n3,50\n9,100\n"


def test_every_kind_is_read() -> None:
    assert parse_distribution("mono(d=3 um)") == Mono(diameter=3e-6)
    assert parse_distribution("lognormal(d50=300 nm, sigma=0.5)") == Lognormal(d50=3e-7, sigma=0.5)
    by_number = parse_distribution(" lognormal( sigma=0.5 , d50=3 um, basis=number ) ")
    assert by_number == Lognormal(d50=3e-6, sigma=0.5, basis="number")
    assert parse_distribution("weibull(d63=5 um, shape=2.5)") == Weibull(d63=5e-6, shape=2.5)
    assert parse_distribution("gaussian(mean=3 um, std=500 nm, basis=area)") == Gaussian(
        mean=3e-6, std=5e-7, basis="area"
    )
    power_law = parse_distribution("powerlaw(dmin=1 um, dmax=20 um, exponent=2.5)")
    assert power_law == PowerLaw(dmin=1e-6, dmax=2e-5, exponent=2.5)
    mixture = parse_distribution("mixture(70 % mono(d=10 um), 0.3 lognormal(d50=1 um, sigma=0.3))")
    assert isinstance(mixture, Mixture)
    assert mixture.shares == (0.7, 0.3)
    assert mixture.components == (Mono(diameter=1e-5), Lognormal(d50=1e-6, sigma=0.3))


def test_a_csv_lies_relative_to_the_folder(tmp_path: Path) -> None:
    (tmp_path / "a, b.csv").write_text(TABLE)
    table = parse_distribution('csv("a, b.csv", basis=volume, unit=um)', tmp_path)
    assert isinstance(table, Tabulated)
    assert table.diameters == (1e-6, 3e-6, 9e-6)
    assert describe(table) == 'csv("a, b.csv", basis=volume, unit=um)'
    assert parse_distribution(describe(table), tmp_path) == table


@pytest.mark.parametrize(
    "text",
    [
        "mono(d=3 um)",
        "lognormal(d50=0.35 um, sigma=0.5, basis=number)",
        "lognormal(d50=3 um, sigma=1, basis=volume, dmin=0.5 um, dmax=20 um)",
        "weibull(d63=5 um, shape=2.5, basis=number, dmin=0.1 um)",
        "gaussian(mean=3 um, std=0.5 um, basis=area, dmax=4 um)",
        "powerlaw(dmin=1 um, dmax=20 um, exponent=-0.5)",
        "mixture(0.7 mono(d=10 um), 0.3 lognormal(d50=1 um, sigma=0.25, basis=volume))",
        "mixture(0.5 weibull(d63=9 um, shape=3, basis=volume), "
        "0.5 powerlaw(dmin=0.1 um, dmax=1 um, exponent=3))",
    ],
)
def test_describe_gives_the_text_back(text: str) -> None:
    assert describe(parse_distribution(text)) == text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("3 um", "'3 um' is not a size distribution. Allowed: \"mono"),
        ("mono(d=3 um", "'mono.d=3 um' is not a size distribution"),
        ("mixture(0.7 mono(d=1 um)), 0.3 mono(d=2 um))", "brackets or quotes do not match"),
        ("lognormal(d50=3 um, sigma=)", "sigma: '' does not start with a number"),
        ("lognormal(d50=3 um)", "lognormal: 'sigma' is missing"),
        ("mono()", "mono: 'd' is missing"),
        ("mono(3 um)", r"'3 um' has no name. Allowed: d=\.\.\."),
        ("mono(d=3 um, d=4 um)", "'d' is given twice"),
        ("mono(d=3)", "'3' has no unit"),
        ("mono(d=3 MPa)", "'3 MPa' is no length"),
        ("mono(d=0 um)", r"a particle of 0 um .*1 nm to 1 mm"),
        ("mono(d=-3 um)", "a particle of -3 um"),
        (
            "lognormal(d50=5 m, sigma=0.5)",
            r"a particle of 5 m \(5e\+06 um\). Allowed: 1 nm to 1 mm",
        ),
        ("lognormal(d50=3 um, sigma=3.5)", "sigma: a standard deviation of ln d of 3.5"),
        ("lognormal(d50=3 um, sigma=0)", "ln d of 0. Allowed: above 0, up to 3"),
        ("weibull(d63=5 um, shape=0.1)", "weibull: shape: got 0.1. Allowed: 0.3 to 100"),
        ("weibull(d63=5 um)", "weibull: 'shape' is missing"),
        ("gaussian(mean=3 um, std=4 um)", "std=4 um exceeds mean=3 um"),
        ("gaussian(mean=3 um, std=0 um)", "a standard deviation of 0 um. Allowed: above 0; mono"),
        ("powerlaw(dmin=3 um, dmax=2 um, exponent=2)", "dmin=3 um exceeds dmax=2 um"),
        ("powerlaw(dmin=3 um, dmax=3 um, exponent=2)", "dmin and dmax are both 3 um"),
        ("powerlaw(dmin=3 um, exponent=2)", "powerlaw: 'dmax' is missing"),
        ("powerlaw(dmin=1 um, dmax=2 um, exponent=11)", "exponent: got 11. Allowed: -10 to 10"),
        ("lognormal(d50=3 um, sigma=0.1, dmin=0 um)", "dmin: a particle of 0 um"),
        (
            "lognormal(d50=3 um, sigma=0.1, dmin=9 um)",
            "% of the lognormal law lies between its cut-offs 9 um and inf um",
        ),
        ("mixture(0.7 mono(d=1 um), 0.4 mono(d=2 um))", r"shares 70 \+ 40 add to 110 %"),
        ("mixture(mono(d=1 um))", "is not a share by volume"),
        ("mixture()", "add to 0 %"),
        ("mixture(1 mixture(1 mono(d=1 um)))", "a mixture within a mixture"),
        ("csv(basis=volume, unit=um)", "name of the file is missing"),
        ("csv(psd.csv, unit=um)", "csv: 'basis' is missing"),
        ("csv(psd.csv, basis=volume)", "csv: 'unit' is missing"),
        ("csv(psd.csv, basis=volume, unit=um)", "there is no such file"),
        ("csv(psd.csv, basis=volume, unit=kg)", "'1 kg' is no length"),
    ],
)
def test_what_cannot_be_read_says_why(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=message) as caught:
        parse_distribution(text, tmp_path, field="ceramic.size")
    assert str(caught.value).startswith("ceramic.size")
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("lognorml(d50=3 um, sigma=0.5)", "lognormal"),
        ("lognormal(d50=3 um, sigm=0.5)", "sigma"),
        ("lognormal(d50=3 um, sigma=0.5, basis=volum)", "volume"),
        ("weibul(d63=5 um, shape=2.5)", "weibull"),
        ("gaussian(mean=3 um, std=1 um, dmx=4 um)", "dmax"),
    ],
)
def test_unknown_names_get_their_nearest(text: str, nearest: str) -> None:
    with pytest.raises(UnknownNameError, match=f"did you mean '{nearest}'"):
        parse_distribution(text)


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("lognormal(d50=3, sigma=7, basis=mas)", ["d50", "sigma", "basis"]),
        ("gaussian(mean=3 um, stdd=1 um, dmin=0 um)", ["", "dmin"]),
        ("powerlaw(exponent=11)", ["", "", "exponent"]),
        ("mixture(0.5 mono(d=3), 0.6 mono(d=1 m))", ["mono: d", "mono: d"]),
    ],
)
def test_all_that_is_wrong_with_a_distribution_is_told(text: str, fields: list[str]) -> None:
    with pytest.raises(MultipleInputError) as caught:
        parse_distribution(text, field="powder 1")
    law = f"powder 1: {text.partition('(')[0]}"
    assert [e.field for e in caught.value.errors] == [f"{law}: {f}".rstrip(": ") for f in fields]
