"""H2S over a sulfide in water, against equilibria worked out by hand."""

import pytest

from ceralyte.slurry.insoluble import solubilities


def test_h2s_over_zinc_sulfide() -> None:
    """ZnS + 2 H+ = Zn2+ + H2S: K = 1.1e-21 / 1.1e-20 = 0.1, so at pH 7 s^2 = 1e-15."""
    assert solubilities()["Zn", 2].hydrogen_sulfide / 10**-7.5 == pytest.approx(1)


def test_h2s_over_silver_sulfide() -> None:
    """Ag2S + 2 H+ = 2 Ag+ + H2S: (2 s)^2 s = 1.6e-49 / 1.1e-20 * 1e-14."""
    assert solubilities()["Ag", 1].hydrogen_sulfide / 3.313e-15 == pytest.approx(1, rel=1e-3)


def test_h2s_over_bismuth_sulfide() -> None:
    """Bi2S3 + 6 H+ = 2 Bi3+ + 3 H2S: (2 s)^2 (3 s)^3 = 1e-97 (1e-14 / 1.1e-20)^3, H2S = 3 s."""
    s = (1e-97 * (1e-14 / 1.1e-20) ** 3 / 108) ** 0.2
    assert solubilities()["Bi", 3].hydrogen_sulfide / (3 * s) == pytest.approx(1)
