"""Sulfides whose polyhedra keep their sulfur, in water too: SbS4, SnS4, AsS4, WS4 and P2S6."""

from ceralyte.slurry.anatomy import Anatomy
from ceralyte.slurry.donors import HEAT, without_donor_number
from ceralyte.slurry.finding import FIRM, LIKELY, Finding, found
from ceralyte.slurry.groups import ACIDS, OTHER, SOFT_ELECTROPHILES
from ceralyte.slurry.liquid import Liquid
from ceralyte.slurry.molecule import Molecule
from ceralyte.slurry.reaction import complexation

HARSH = 24.0
"""kcal/mol, donor strength whose effect on soft polyhedra nobody has measured."""

KEEPS_SULFUR = {
    "soft": "soft centres hold soft sulfur more tightly than hard oxygen",
    "paired": "P2S6 has neither a bridging sulfur nor free sulfide beside it",
}
"""Why some units survive protic solvents. Na4P2S6 precipitates from water (`scholz2021`)."""


def keeps_sulfur(
    ceramic: Anatomy, solvent: Liquid, read: Molecule, values: dict[str, str]
) -> Finding:
    """Return what a solvent does to a sulfide of such units."""
    why = KEEPS_SULFUR[ceramic.weakness]
    if read.acidity in ACIDS:
        return found(
            "acid on units that keep their sulfur",
            "h2s_release",
            FIRM,
            f"{why}, but an acid protonates even this sulfur: "
            + ("sulfides precipitate, " if ceramic.weakness == "soft" else "")
            + "H2S escapes",
            values,
        )
    if read.gives_protons and "S^2-" in ceramic.units:
        return found(
            "proton takes free sulfide",
            "h2s_release",
            LIKELY,
            "the polyhedra are soft, but the free sulfide beside them is a strong base: acidic "
            "protons turn it into H2S",
            values,
        )
    if read.electrophile in SOFT_ELECTROPHILES:
        return found(
            "soft electrophile takes sulfur",
            "decomposes",
            LIKELY,
            f"the {read.electrophile} is a soft electrophile: sulfur of the polyhedra adds to it, "
            "as that of SbS4 does to acrylates",
            values,
        )
    if read.gives_protons and ceramic.weakness == "soft" and not ceramic.isolated:
        return found(
            "framework of soft polyhedra",
            "stable",
            0.7,
            "the soft polyhedra share all their sulfur: the framework does not come apart in the "
            "solvent, and its centres keep their sulfur",
            values,
        )
    if read.gives_protons:
        sure = ceramic.weakness == "soft" and (read.acidity == "water" or read.crowding <= 1)
        firmness = FIRM if sure else LIKELY
        return found(
            "units that keep their sulfur dissolve whole",
            "complex_reversible",
            firmness,
            f"{why}: the polyhedra dissolve "
            "whole, and drying gives a hydrate or solvate, then the ceramic",
            values,
            reaction=complexation(ceramic, read),
            recovery=HEAT,
        )
    if read.acidity in ("amide N-H", "amine N-H"):
        return found(
            "units that keep their sulfur in a strong donor",
            "complex_reversible",
            0.7,
            f"a strong donor may dissolve the salt, but the polyhedra stay whole: {why}",
            values,
            reaction=complexation(ceramic, read),
            recovery=HEAT,
        )
    if read.kind == OTHER:
        return without_donor_number(read, values)
    harsh = read.donor_atom != "" and (solvent.power is None or solvent.power >= HARSH)
    firmness = FIRM if ceramic.weakness == "soft" else LIKELY
    return found(
        "no proton for units that keep their sulfur",
        "stable",
        0.7 if harsh else firmness,
        f"{why}, hard donors do not match it, and no acidic proton is there",
        values,
    )
