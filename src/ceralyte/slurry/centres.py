"""Centres of polyhedra: which keep their sulfur or halogen, and what stands around them."""

import re

HARD_CENTRES = ("P", "Si", "Ge", "B", "Al", "Zn", "Ga")
"""Centres of sulfide polyhedra that prefer oxygen and hard donors to sulfur."""

SOFT_CENTRES = ("Sn", "Sb", "As", "W", "Mo", "In")
"""Centres that keep their sulfur in water (hard and soft acids and bases; article, section 3)."""

KEEPS_HALIDE = ("In", "Tl", "Cd", "Hg")
"""Post-transition metals whose halide complexes survive in water and come back as hydrates; hard
d- and f-block ions (Sc, Y, lanthanides, Zr, Ta) prefer oxygen and hydrolyse."""

AMMONIUM = "NH4^+"
MOLECULES = "cages of phosphorus and sulfur"
"""Unit of P2S5 (P4S10): molecules, not polyhedra between cations."""
_SULFUR = re.compile(r"(?<![A-Z])S(?=[\d^ ,]|$)|(?<=H2)S|(?<=[PB])S(?=\d)")
"""S as a symbol of its own, at the end of H2S, and in units."""


def of_selenium(text: str) -> str:
    """Return what is said of sulfur, said of selenium.

    Examples
    --------
    >>> of_selenium("PS4^3- turns into polysulfide, H2S escapes")
    'PSe4^3- turns into polyselenide, H2Se escapes'
    """
    named = text.replace("sulfide", "selenide").replace("sulfur", "selenium")
    return _SULFUR.sub("Se", named)


def sulfur_around(centre: str) -> int:
    """Return how many sulfur atoms stand around a centre of a sulfide: BS3, but PS4, SnS4."""
    return 3 if centre == "B" else 4
