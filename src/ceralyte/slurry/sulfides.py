"""Sulfides: acid-base attack on the polyhedra (article, section 3).

A proton takes sulfur (H2S leaves, oxygen comes); a donor takes the place of sulfur at phosphorus,
germanium or silicon; an electrophile takes sulfur. Soft centres (Sb, Sn, As, W) hold their sulfur.

Source
------
Sang, Ponga, Fleischauer and Wu, perspective, "Sulfides in Solvents"; study of tetra-Li7SiPS8 in
organic solvents (`hatz2021` in references.csv: water and alcohols decompose it by nucleophilic
attack, aprotic solvents with donor numbers below 15 kcal/mol are suitable).
"""

from ceralyte.slurry.anatomy import Anatomy
from ceralyte.slurry.calibration import Calibration
from ceralyte.slurry.centres import MOLECULES, SOFT_CENTRES, of_selenium, sulfur_around
from ceralyte.slurry.donors import attacked, hard_centre, ortho, weak_acid, without_donor_number
from ceralyte.slurry.finding import EVEN, FIRM, LIKELY, STRONG, Finding, found
from ceralyte.slurry.groups import ACIDS, CARBONYLS
from ceralyte.slurry.insoluble import insoluble_sulfide
from ceralyte.slurry.liquid import Liquid
from ceralyte.slurry.molecule import Molecule
from ceralyte.slurry.reaction import Reaction
from ceralyte.slurry.soft_sulfides import KEEPS_SULFUR, keeps_sulfur
from ceralyte.slurry.sulfide_reactions import alcoholysis, oxygen_for_sulfur, sulfide_hydrolysis

_ALCOHOL = 0.8
"""Firmness for alcohols: dry ones also dissolve argyrodites whole, and reports contradict."""
_DISSOLVES_FIRST = "a dry one may dissolve the ceramic first, which heat crystallises with losses"
_SLOWLY = "slowly, for the hydrate Na3PS4.8H2O can be crystallised, but heat would go on with it"
"""Elias, Acta Crystallogr. 10 (1957) 600: crystals of sodium phosphorothioates."""
HINDERED = 4
"""Atoms around an electrophilic carbon from which on it is not sure that sulfur reaches it: those
of diisopropyl ketone (judgement)."""


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
    if ceramic.weakness in KEEPS_SULFUR:
        return keeps_sulfur(ceramic, solvent, read, values)
    if read.gives_protons:
        return _protonated(ceramic, read, values)
    if read.acidity == "azole N-H":
        return found(
            "azole with N-H",
            "h2s_release",
            EVEN,
            "the N-H of an azole is about as acid as an alcohol or less: whether it takes sulfur "
            "from the polyhedra is not known",
            values,
        )
    if read.acidity in ("amide N-H", "amine N-H"):
        return weak_acid(ceramic, read, values)
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
        return without_donor_number(read, values)
    if ceramic.weakness == "ortho":
        return ortho(ceramic, solvent, read, solvent.power, values)
    bridged = ceramic.weakness == "bridged"
    threshold = calibration.bridged if bridged else calibration.open
    return attacked(ceramic, solvent, read, threshold, values)


def _electrophile_firmness(ceramic: Anatomy, read: Molecule) -> float:
    if read.electrophile in CARBONYLS and read.hindrance >= HINDERED:
        return EVEN
    if read.electrophile == "activated ester":
        return LIKELY
    return 0.8 if ceramic.weakness == "ortho" else FIRM


def _protonated(ceramic: Anatomy, read: Molecule, values: dict[str, str]) -> Finding:
    water = read.acidity == "water"
    centre = hard_centre(ceramic)
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


def _exchange(ceramic: Anatomy, read: Molecule) -> Reaction | None:
    if ceramic.weakness == "bridged" or "Se" in ceramic.amounts or "B" in ceramic.centres:
        return None
    centre = hard_centre(ceramic)
    return oxygen_for_sulfur(centre, ceramic.states[centre], read)


def _values(ceramic: Anatomy, solvent: Liquid, read: Molecule) -> dict[str, str]:
    number, power = solvent.donor_number, solvent.power
    eps = solvent.value("relative_permittivity")
    shown = {
        "units": ", ".join(ceramic.units),
        "donor site": f"{read.donor_atom} of {read.kind}" if read.donor_atom else "none",
        "acidic proton": read.acidity or "none",
        "crowding": str(read.crowding),
        "donor number": number is not None
        and solvent.told("donor_number", f"{number:.1f} kcal/mol"),
        "relative permittivity": eps and solvent.told("relative_permittivity", f"{eps:.3g}"),
        "donor strength DN (1 - 1/eps) access": power is not None and f"{power:.1f} kcal/mol",
    }
    return {name: text for name, text in shown.items() if text}
