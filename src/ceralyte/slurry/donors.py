"""Donors on sulfides of hard polyhedra: they join lithium, or take the place of sulfur.

Source
------
Sang, Ponga, Fleischauer and Wu, perspective, "Sulfides in Solvents"; donor numbers below 15 are
suitable for Li7SiPS8 (`hatz2021` in references.csv).
"""

from ceralyte.slurry.anatomy import Anatomy
from ceralyte.slurry.centres import HARD_CENTRES
from ceralyte.slurry.finding import EVEN, FIRM, LIKELY, STRONG, Finding, chance_above, found
from ceralyte.slurry.liquid import WIDTH_ESTIMATED, Liquid
from ceralyte.slurry.molecule import Molecule
from ceralyte.slurry.reaction import Reaction, complexation
from ceralyte.slurry.sulfide_reactions import bridge_reduction, donor_attack

BREAKS_ORTHO = 22.0
"""kcal/mol, donor strength that breaks even isolated PS4: amides and sulfoxides, not ethers."""
SOLVATES = 9.0
"""kcal/mol, donor strength from which Li of Li3PS4 takes solvent molecules (ethers, esters)."""
RINGS = ("arene", "haloarene", "aryl ether")
"""Kinds of solvents whose aromatic ring is no worse a donor than their other groups."""
_ANEW = "only by crystallising it anew with heat, which few binders survive"
HEAT = "heat drives the solvent out of the complex; the ceramic crystallises again"


def weak_acid(ceramic: Anatomy, read: Molecule, values: dict[str, str]) -> Finding:
    """Return what a strong donor with N-H does, whose protons are too weakly acid for sulfur."""
    why = f"protons of the {read.acidity} are too weakly acid to take sulfur"
    if ceramic.weakness == "ortho":
        return found(
            "solution of isolated PS4",
            "complex_reversible",
            0.72,
            f"{why}; isolated PS4 dissolves without breaking and comes back on drying",
            values,
            reaction=complexation(ceramic, read),
            recovery=HEAT,
        )
    if read.access < 1:
        return found(
            "crowded donor with N-H",
            "decomposes",
            EVEN,
            f"{why}; {read.donor_atom} is a strong donor, but {read.crowding} atoms crowd it: "
            "whether it reaches the weak unit is not known",
            values,
        )
    if ceramic.weakness == "hard_tetrahedra" and len(ceramic.centres) > 1:
        return found(
            "strong donor with N-H on separate tetrahedra",
            "decomposes",
            EVEN,
            f"{why}; whether the strong donor attacks {hard_centre(ceramic)} in the tetrahedra, or "
            "dissolves them whole as it does isolated PS4, is not known",
            values,
        )
    return found(
        "strong donor",
        "decomposes",
        LIKELY,
        f"{why}, but the strong donor attacks the weak unit of the polyhedra",
        values,
        reaction=_displacement(ceramic, read),
    )


def ortho(
    ceramic: Anatomy, solvent: Liquid, read: Molecule, power: float, values: dict[str, str]
) -> Finding:
    """Return what a donor does to isolated PS4."""
    attack = chance_above(power, BREAKS_ORTHO, WIDTH_ESTIMATED)
    values = values | {"strength that breaks PS4": f"{BREAKS_ORTHO:.1f} kcal/mol"}
    if attack >= 0.5:
        return found(
            "donor breaks PS4",
            "decomposes",
            attack,
            "a very strong donor attacks phosphorus even in isolated PS4; polysulfides form",
            values,
            reaction=_displacement(ceramic, read),
        )
    if ceramic.mobile == "Li" and (solvent.strength or 0.0) >= SOLVATES:
        mixed = len(ceramic.centres) > 1
        return found(
            "solvate of isolated PS4",
            "complex_reversible",
            min(1 - attack, LIKELY if mixed else FIRM),
            "isolated PS4 has no weak bridge: the donor binds to lithium and a complex forms in "
            "which PS4 stays whole"
            + (
                "; the other tetrahedra may part from it, heat must join them again"
                if mixed
                else ""
            ),
            values,
            reaction=complexation(ceramic, read),
            recovery=HEAT,
        )
    return found(
        "donor too weak for PS4",
        "stable",
        min(1 - attack, STRONG),
        "the solvent gives no acidic proton and is too weak a donor to open PS4",
        values,
    )


def attacked(
    ceramic: Anatomy, solvent: Liquid, read: Molecule, threshold: float, values: dict[str, str]
) -> Finding:
    """Return what a donor does to polyhedra with a unit that is easily attacked."""
    power = solvent.power or 0.0
    attack = chance_above(power, threshold, solvent.width)
    values = values | {"threshold": f"{threshold:.1f} kcal/mol"}
    if attack >= 0.5:
        return found(
            "donor attacks the weak unit",
            "decomposes",
            attack,
            f"{read.donor_atom or 'the donor'} of the {read.kind} attacks {_weak_unit(ceramic)}; "
            "polysulfides and sulfur-poor units form",
            values,
            reaction=_displacement(ceramic, read),
            recovery=_ANEW if ceramic.weakness == "bridged" else "",
        )
    rod = read.kind == "nitrile"  # nothing stands beside its nitrogen
    crowded = read.access < 1 and power / read.access > threshold and not rod
    why = (
        f"the donor site is so crowded ({read.crowding} atoms around it) that it does not reach "
        "the centres of the polyhedra"
        if crowded
        else "the solvent gives no acidic proton and is too weak a donor for the polyhedra"
    )
    aromatic = read.kind in RINGS and ceramic.weakness == "free_sulfide"
    return found(
        "weak interaction with the surface" if aromatic else "donor too weak for the polyhedra",
        "stable_morphology_change" if aromatic else "stable",
        min(1 - attack, STRONG),
        why
        + (
            "; an aromatic ring may interact weakly with the surface of the argyrodite, so that "
            "particles cluster and grain boundaries change: a guess from one report, of toluene on "
            "Li6PS5Cl, whose article speaks of a weak interaction between molecules"
            if aromatic
            else ""
        ),
        values,
    )


def without_donor_number(read: Molecule, values: dict[str, str]) -> Finding:
    """Return what can be said where the donor number is not known."""
    if read.donor_atom == "S":
        return found(
            "soft donor, hard centre",
            "stable",
            0.72,
            "a soft sulfur donor does not match hard phosphorus; its donor number is not known",
            values,
        )
    return found(
        "donor number unknown",
        "decomposes",
        EVEN,
        "the donor strength of the solvent is not known",
        values,
    )


def _displacement(ceramic: Anatomy, read: Molecule) -> Reaction | None:
    if "P2S7^4-" in ceramic.units:
        return bridge_reduction()
    if ceramic.weakness == "bridged" or "Se" in ceramic.amounts or "B" in ceramic.centres:
        return None
    centre = hard_centre(ceramic)
    return donor_attack(centre, ceramic.states[centre], read)


def hard_centre(ceramic: Anatomy) -> str:
    """The centre attacked first: a hard one besides phosphorus, else the commonest."""
    hard = {e: n for e, n in ceramic.centres.items() if e in HARD_CENTRES}
    others = {e: n for e, n in hard.items() if e in ("Ge", "Si")}
    chosen = others if others and ceramic.weakness == "hard_tetrahedra" else hard
    return max(chosen, key=lambda e: chosen[e])


def _weak_unit(ceramic: Anatomy) -> str:
    return {
        "bridged": f"{hard_centre(ceramic)} at the sulfur that bridges two polyhedra",
        "free_sulfide": "PS4 beside free sulfide, which turns into polysulfide",
        "hard_tetrahedra": f"the Lewis-acidic {hard_centre(ceramic)} of its "
        + ("triangles" if hard_centre(ceramic) == "B" else "tetrahedra"),
    }[ceramic.weakness]
