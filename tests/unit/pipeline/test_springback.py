"""The springback of a design, or what it lacks."""

import re
from types import SimpleNamespace

import pytest

from ceralyte.core.quantities import Quantity, Unavailable
from ceralyte.mechanics import estimate_elasticity
from ceralyte.pipeline.density import Densification
from ceralyte.pipeline.pressing_notes import springback_of

KNOWN = (
    Quantity(value=22e9, unit="Pa", method="test"),
    Quantity(value=0.35, unit="", method="test"),
)
UNKNOWN = tuple(Unavailable(unit=u, reason="none is known for Na3SbS4") for u in ("Pa", ""))


def springback(moduli, pressure=360e6, method="uniaxial"):
    recipe = SimpleNamespace(press=SimpleNamespace(method=method))
    share = Quantity(value=0.9, unit="", method="test")
    elastic = estimate_elasticity(
        volume_fractions={"ceramic": 0.9, "pore": 0.1},
        moduli={"ceramic": moduli},
        morphology="granular",
    )
    return springback_of(recipe, Densification(share, pressure=pressure), elastic), elastic


def test_it_is_pressure_over_bulk_modulus():
    found, elastic = springback(KNOWN)
    assert found.value == pytest.approx(360e6 / elastic.bulk_modulus.value)
    assert "density and thickness are those after it" in found.validity


@pytest.mark.parametrize(
    ("moduli", "pressure", "method", "told"),
    [
        (UNKNOWN, 360e6, "uniaxial", "bulk modulus: .*none is known for Na3SbS4.*; state youngs"),
        (KNOWN, None, "roll", "pressure of the press is not known"),
        (KNOWN, None, "none", "^not pressed$"),
    ],
)
def test_it_says_what_it_lacks(moduli, pressure, method, told):
    found, _ = springback(moduli, pressure, method)
    assert isinstance(found, Unavailable)
    assert re.search(told, found.reason), found.reason
