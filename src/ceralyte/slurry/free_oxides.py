"""Oxides whose cations are all those of strong bases, such as Li2O and CaO: free oxide ions."""

from ceralyte.slurry.anatomy import Anatomy
from ceralyte.slurry.finding import EVEN, FIRM, Finding, found
from ceralyte.slurry.molecule import Molecule

_TAKES_UP_WATER, _SLOWLY = ("Ca", "Sr", "Ba"), ("Mg",)
"""Cations beside those of alkali metals whose oxides protic solvents slake (textbook chemistry)."""
_OXIDE_TAKES = ("thiol", "amide N-H", "azole N-H")
"""Acidic hydrogen that free oxide ions, much stronger bases than sulfide, may take, too."""


def has_free_oxide(ceramic: Anatomy) -> bool:
    """Whether no centre holds the oxygen of an oxide; silver holds it."""
    return ceramic.centres.keys() <= {*_TAKES_UP_WATER, *_SLOWLY} and ceramic.mobile != "Ag"


def slaked(ceramic: Anatomy, values: dict[str, str]) -> Finding:
    """Return what protons do to them."""
    slow = any(e in ceramic.centres for e in _SLOWLY)
    return found(
        "oxide of a strong base",
        "decomposes",
        EVEN if slow else FIRM,
        "its oxide ions are not bonded to a centre and are strong bases: protons of the solvent "
        "turn it into hydroxide or alkoxide"
        + ("; dense powder of magnesium oxide does so slowly" if slow else ""),
        values,
    )


def without_protons(read: Molecule, values: dict[str, str]) -> Finding:
    """Return what solvents without such protons do to them."""
    attack = read.electrophile or (read.acidity if read.acidity in _OXIDE_TAKES else "")
    if attack:
        return found(
            "free oxide ions in a reactive solvent",
            "decomposes",
            EVEN,
            "its oxide ions are not bonded to a centre: strong bases and nucleophiles, which the "
            f"{attack} may react with; how far it goes is not known",
            values,
        )
    return found(
        "oxide in an aprotic solvent",
        "stable",
        0.85,
        "no acidic proton and no electrophile in the solvent: nothing for its oxide ions to react "
        "with",
        values,
    )
