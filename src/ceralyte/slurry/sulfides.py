"""Sulfides: acid-base attack on the polyhedra (article, section 3).

A proton takes sulfur (H2S leaves, oxygen comes); a donor takes the place of sulfur at phosphorus,
germanium or silicon; an electrophile takes sulfur. Soft centres (Sb, Sn, As, W) hold their sulfur.

Source
------
Sang, Ponga, Fleischauer and Wu, perspective, "Sulfides in Solvents"; study of tetra-Li7SiPS8 in
organic solvents (`hatz2021` in references.csv: water and alcohols decompose it by nucleophilic
attack, aprotic solvents with donor numbers below 15 kcal/mol are suitable).
"""

from ceralyte.slurry.anatomy import (
    HARD_CENTRES,
    MOLECULES,
    SOFT_CENTRES,
    Anatomy,
    of_selenium,
    sulfur_around,
)
from ceralyte.slurry.calibration import Calibration
from ceralyte.slurry.finding import EVEN, FIRM, LIKELY, STRONG, Finding, chance_above, found
from ceralyte.slurry.insoluble import insoluble_sulfide
from ceralyte.slurry.liquid import WIDTH_ESTIMATED, Liquid
from ceralyte.slurry.molecule import ACIDS, CARBONYLS, OTHER, SOFT_ELECTROPHILES, Molecule
from ceralyte.slurry.reaction import (
    Reaction,
    alcoholysis,
    bridge_reduction,
    complexation,
    donor_attack,
    oxygen_for_sulfur,
    sulfide_hydrolysis,
)

BREAKS_ORTHO = 22.0
"""kcal/mol, donor strength that breaks even isolated PS4: amides and sulfoxides, not ethers."""
SOLVATES = 9.0
"""kcal/mol, donor strength from which Li of Li3PS4 takes solvent molecules (ethers, esters)."""
_ALCOHOL = 0.8
"""Firmness for alcohols: dry ones also dissolve argyrodites whole, and reports contradict."""
_DISSOLVES_FIRST = "a dry one may dissolve the ceramic first, which heat crystallises with losses"
_SLOWLY = "slowly, for the hydrate Na3PS4.8H2O can be crystallised, but heat would go on with it"
"""Elias, Acta Crystallogr. 10 (1957) 600: crystals of sodium phosphorothioates."""
HINDERED = 4
"""Atoms around an electrophilic carbon from which on it is not sure that sulfur reaches it: those
of diisopropyl ketone (judgement)."""
HARSH = 24.0
"""kcal/mol, donor strength whose effect on soft polyhedra nobody has measured."""

_KEEPS_SULFUR = {
    "soft": "soft centres hold soft sulfur more tightly than hard oxygen",
    "paired": "P2S6 has neither a bridging sulfur nor free sulfide beside it",
}
"""Why some units survive protic solvents. Na4P2S6 precipitates from water (`scholz2021`)."""

_ANEW = "only by crystallising it anew with heat, which few binders survive"
_HEAT = "heat drives the solvent out of the complex; the ceramic crystallises again"


def sulfide(ceramic: Anatomy, solvent: Liquid, calibration: Calibration) -> Finding:
    """Return what a solvent does to a sulfide or selenide."""
    finding = _sulfide(ceramic, solvent, calibration)
    if "S" in ceramic.amounts:
        return finding
    told = {name: of_selenium(getattr(finding, name)) for name in ("rule", "mechanism", "recovery")}
    return finding.model_copy(update=told)


def _sulfide(ceramic: Anatomy, solvent: Liquid, calibration: Calibration) -> Finding:
    read = solvent.molecule
    if read is None:
        return found(
            "molecule unknown",
            "decomposes",
            EVEN,
            "the molecule of the solvent is not known; give its SMILES",
        )
    if held := insoluble_sulfide(ceramic, read):
        return held
    values = _values(ceramic, solvent, read)
    if read.oxidant:
        return found(
            "oxidant takes electrons from sulfur",
            "decomposes",
            LIKELY,
            f"sulfur of the polyhedra reduces the {read.oxidant} group and turns into polysulfide "
            "or sulfur",
            values,
        )
    if ceramic.weakness in _KEEPS_SULFUR:
        return _keeps_sulfur(ceramic, solvent, read, values)
    if read.gives_protons:
        return _protonated(ceramic, read, values)
    if read.acidity in ("amide N-H", "amine N-H"):
        return _weak_acid(ceramic, read, values)
    if read.electrophile:
        exchanges = read.electrophile in CARBONYLS
        firmness = _electrophile_firmness(ceramic, read)
        crowded = exchanges and read.hindrance >= HINDERED
        return found(
            "electrophile takes sulfur",
            "decomposes",
            firmness,
            f"the carbon of the {read.electrophile} is an electrophile: basic sulfur of the "
            "polyhedra attacks it"
            + (", and oxygen takes the place of sulfur at the centre" if exchanges else "")
            + (f"; but {read.hindrance} atoms crowd it, which may be enough" if crowded else ""),
            values,
            reaction=_exchange(ceramic, read) if exchanges else None,
        )
    if MOLECULES in ceramic.units:
        return found(
            "molecular sulfide",
            "dissolves",
            EVEN,
            "it consists of molecules, not of polyhedra between cations: how much of them "
            "dissolves is not known",
            values,
        )
    if solvent.power is None:
        return _without_donor_number(read, values)
    if ceramic.weakness == "ortho":
        return _ortho(ceramic, solvent, read, solvent.power, values)
    bridged = ceramic.weakness == "bridged"
    threshold = calibration.bridged if bridged else calibration.open
    return _attacked(ceramic, solvent, read, threshold, values)


def _electrophile_firmness(ceramic: Anatomy, read: Molecule) -> float:
    if read.electrophile in CARBONYLS and read.hindrance >= HINDERED:
        return EVEN
    if read.electrophile == "activated ester":
        return LIKELY
    return 0.8 if ceramic.weakness == "ortho" else FIRM


def _protonated(ceramic: Anatomy, read: Molecule, values: dict[str, str]) -> Finding:
    water = read.acidity == "water"
    centre = _hard_centre(ceramic)
    alcohol = read.acidity == "alcohol"
    slow = water and ceramic.amounts.keys() == {"Na", "P", "S"} and ceramic.weakness == "ortho"
    firmness = _ALCOHOL if alcohol else STRONG if water or read.acidity in ACIDS else FIRM
    firmness = LIKELY if slow else firmness
    soft = [e for e in ceramic.centres if e in SOFT_CENTRES]
    caged = MOLECULES in ceramic.units
    reaction = (
        sulfide_hydrolysis(ceramic)
        if water and "Se" not in ceramic.amounts
        else alcoholysis(centre, ceramic.states[centre], read)
        if read.acidity in ("alcohol", "phenol") and centre != "B"
        else None
    )
    return found(
        "proton takes sulfur",
        "h2s_release",
        firmness,
        f"an acidic proton ({read.acidity}) of the solvent takes basic sulfur from the "
        + (MOLECULES if caged else f"hard {centre}S{sulfur_around(centre)} polyhedra")
        + ", toxic H2S escapes"
        + (f", and oxygen takes its place at {centre}" if "O" in read.elements else "")
        + (f", while {' and '.join(f'{e}S4' for e in soft)} units keep theirs" if soft else "")
        + ("; " + _DISSOLVES_FIRST if alcohol else "")
        + ("; " + _SLOWLY if slow else ""),
        values,
        reaction=reaction,
    )


def _weak_acid(ceramic: Anatomy, read: Molecule, values: dict[str, str]) -> Finding:
    why = f"protons of the {read.acidity} are too weakly acid to take sulfur"
    if ceramic.weakness == "ortho":
        return found(
            "solution of isolated PS4",
            "complex_reversible",
            0.72,
            f"{why}; isolated PS4 dissolves without breaking and comes back on drying",
            values,
            reaction=complexation(ceramic, read),
            recovery=_HEAT,
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
    return found(
        "strong donor",
        "decomposes",
        LIKELY,
        f"{why}, but the strong donor attacks the weak unit of the polyhedra",
        values,
        reaction=_displacement(ceramic, read),
    )


def _ortho(
    ceramic: Anatomy, solvent: Liquid, read: Molecule, power: float, values: dict[str, str]
) -> Finding:
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
            recovery=_HEAT,
        )
    return found(
        "donor too weak for PS4",
        "stable",
        min(1 - attack, STRONG),
        "the solvent gives no acidic proton and is too weak a donor to open PS4",
        values,
    )


def _attacked(
    ceramic: Anatomy, solvent: Liquid, read: Molecule, threshold: float, values: dict[str, str]
) -> Finding:
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
    aromatic = read.kind == "arene" and ceramic.weakness == "free_sulfide"
    return found(
        "weak interaction with the surface" if aromatic else "donor too weak for the polyhedra",
        "stable_morphology_change" if aromatic else "stable",
        min(1 - attack, STRONG),
        why
        + (
            "; pi electrons interact weakly with the surface of the argyrodite: particles may "
            "cluster and grain boundaries change"
            if aromatic
            else ""
        ),
        values,
    )


def _keeps_sulfur(
    ceramic: Anatomy, solvent: Liquid, read: Molecule, values: dict[str, str]
) -> Finding:
    why = _KEEPS_SULFUR[ceramic.weakness]
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
            recovery=_HEAT,
        )
    if read.acidity in ("amide N-H", "amine N-H"):
        return found(
            "units that keep their sulfur in a strong donor",
            "complex_reversible",
            0.7,
            f"a strong donor may dissolve the salt, but the polyhedra stay whole: {why}",
            values,
            reaction=complexation(ceramic, read),
            recovery=_HEAT,
        )
    if read.kind == OTHER:
        return _without_donor_number(read, values)
    harsh = read.donor_atom != "" and (solvent.power is None or solvent.power >= HARSH)
    firmness = FIRM if ceramic.weakness == "soft" else LIKELY
    return found(
        "no proton for units that keep their sulfur",
        "stable",
        0.7 if harsh else firmness,
        f"{why}, hard donors do not match it, and no acidic proton is there",
        values,
    )


def _without_donor_number(read: Molecule, values: dict[str, str]) -> Finding:
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


def _exchange(ceramic: Anatomy, read: Molecule) -> Reaction | None:
    if ceramic.weakness == "bridged" or "Se" in ceramic.amounts or "B" in ceramic.centres:
        return None
    centre = _hard_centre(ceramic)
    return oxygen_for_sulfur(centre, ceramic.states[centre], read)


def _displacement(ceramic: Anatomy, read: Molecule) -> Reaction | None:
    if "P2S7^4-" in ceramic.units:
        return bridge_reduction()
    if ceramic.weakness == "bridged" or "Se" in ceramic.amounts or "B" in ceramic.centres:
        return None
    centre = _hard_centre(ceramic)
    return donor_attack(centre, ceramic.states[centre], read)


def _hard_centre(ceramic: Anatomy) -> str:
    """The centre attacked first: a hard one besides phosphorus, else the commonest."""
    hard = {e: n for e, n in ceramic.centres.items() if e in HARD_CENTRES}
    others = {e: n for e, n in hard.items() if e in ("Ge", "Si")}
    chosen = others if others and ceramic.weakness == "hard_tetrahedra" else hard
    return max(chosen, key=lambda e: chosen[e])


def _weak_unit(ceramic: Anatomy) -> str:
    return {
        "bridged": f"{_hard_centre(ceramic)} at the sulfur that bridges two polyhedra",
        "free_sulfide": "PS4 beside free sulfide, which turns into polysulfide",
        "hard_tetrahedra": f"the Lewis-acidic {_hard_centre(ceramic)} of its "
        + ("triangles" if _hard_centre(ceramic) == "B" else "tetrahedra"),
    }[ceramic.weakness]


def _values(ceramic: Anatomy, solvent: Liquid, read: Molecule) -> dict[str, str]:
    number, power = solvent.donor_number, solvent.power
    eps = solvent.value("relative_permittivity")
    shown = {
        "units": ", ".join(ceramic.units),
        "donor site": f"{read.donor_atom} of {read.kind}" if read.donor_atom else "none",
        "acidic proton": read.acidity or "none",
        "crowding": str(read.crowding),
        "donor number": number is not None and f"{number:.1f} kcal/mol",
        "relative permittivity": eps and f"{eps:.3g}",
        "donor strength DN (1 - 1/eps) access": power is not None and f"{power:.1f} kcal/mol",
    }
    return {name: text for name, text in shown.items() if text}
