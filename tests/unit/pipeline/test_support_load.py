"""What a design tells of the load that its support takes from the grains."""

from types import SimpleNamespace

import numpy as np
import pytest

from ceralyte.core.quantities import Quantity, Unavailable
from ceralyte.model import Capsules
from ceralyte.packing import pack, parse_distribution
from ceralyte.pipeline.support_load import support_load_notes
from ceralyte.pressing import press_around

PRESSURE = 300e6
RECIPE = SimpleNamespace(support=SimpleNamespace(material="stuff"))
SIDE = 15e-6


def built(start, end, pressure=PRESSURE):
    """One sample around a fibre of 3 um through the box."""
    fibre = Capsules([start], [end], [3e-6])
    powder = parse_distribution("mono(d=3 um)")
    packing = pack(powder, box=np.full(3, SIDE), obstacles=fibre, overlap_tolerance=1e-3)
    share = np.pi / 4 * 3e-6**2 / SIDE**2
    pressing = press_around(packing, 0.85, support_fraction=share)
    return SimpleNamespace(
        densification=SimpleNamespace(
            pressure=pressure,
            yield_stress=Quantity(value=200e6, unit="Pa", method=""),
            points=("measured",),
            fraction=Quantity(value=0.85, unit="", method=""),
        ),
        filling=SimpleNamespace(support_fraction=share),
        initial=Quantity(value=0.6, unit="", method=""),
        samples=[SimpleNamespace(path=pressing.path, pressed=pressing.pressed)],
    )


def notes(of, modulus):
    return support_load_notes(RECIPE, SimpleNamespace(outcome=lambda *_: modulus), of)


STIFF = Quantity(value=10e9, unit="Pa", method="")


@pytest.fixture(scope="module")
def post():
    return built([7e-6, 7e-6, 0], [7e-6, 7e-6, SIDE])


def test_an_upright_fibre_takes_the_load_from_the_grains(post):
    (told,) = notes(post, STIFF)
    assert "(estimate), at least" in told
    assert "in parallel and elastic with 10 GPa" in told
    assert "ceramic share of" in told
    half, once, twice = (
        float(notes(post, STIFF.scaled(k, "Pa"))[0].split("at least ")[1].split(" MPa")[0])
        for k in (0.5, 1.0, 2.0)
    )
    assert half > once > twice
    # Grains over all that carries: its inverse is linear in the modulus, to the digits shown.
    assert 1 / twice - 1 / once == pytest.approx(2 * (1 / once - 1 / half), rel=0.05)


def test_a_fibre_in_the_plane_carries_nothing_along_its_axis():
    (told,) = notes(built([0, 7e-6, 7e-6], [SIDE, 7e-6, 7e-6]), STIFF)
    assert "fibres that lie so flat carry nothing along their axes" in told
    assert "at least" not in told


def test_fibres_that_leave_the_whole_press_to_the_grains_are_told_so(post):
    flat = built([0, 7e-6, 7e-6], [SIDE, 7e-6, 7e-6])
    for (told,) in (notes(post, STIFF), notes(flat, STIFF)):
        beside = float(told.split("about ")[1].split(" MPa")[0])
        assert ("relieve the grains of nothing" in told) is (1e6 * beside >= 0.99 * PRESSURE)


def test_without_a_modulus_there_is_no_bound(post):
    (told,) = notes(post, Unavailable(unit="Pa", reason="not in the catalogue"))
    assert "no bound without Young's modulus of the fibres (not in the catalogue)" in told


def test_an_unknown_pressure_has_no_parts(post):
    post_of_unknown = SimpleNamespace(
        **vars(post) | {"densification": SimpleNamespace(pressure=None, yield_stress=None)}
    )
    assert notes(post_of_unknown, STIFF) == ()
