"""Halides: degradation by dissolution of the metal-halogen octahedra (article, section 3).

Source
------
Sang, Ponga, Fleischauer and Wu, perspective, "Halides in Solvent"; solvation by donor and
permittivity; hard centres hydrolyse, indium keeps its halogen and comes back from its hydrate.
"""

from ceralyte.slurry.anatomy import Anatomy
from ceralyte.slurry.calibration import Calibration
from ceralyte.slurry.finding import EVEN, FIRM, LIKELY, STRONG, Finding, chance_above, found
from ceralyte.slurry.groups import ACIDS
from ceralyte.slurry.halide_reactions import (
    binary_salts,
    halogen_exchange,
    ions,
    metal_hydrolysis,
    whole_anions,
)
from ceralyte.slurry.liquid import Liquid
from ceralyte.slurry.molecule import Molecule
from ceralyte.slurry.reaction import complexation

WEAK_DONOR = 15.5  # kcal/mol, donor number: above acetonitrile, below ketones and ethers
HOT_DRYING = 408.15  # K, boiling point above which drying needs heat that splits solvates
POLAR = 15.0  # relative permittivity that separates ions without the help of a donor

DISSOLVES_ANIONS = 9.0
"""kcal/mol, donor strength that dissolves salts of complex anions: carbonates and ethers, the
solvents of battery electrolytes (judgement)."""
NO_DONOR = 3.0  # kcal/mol, strength of hydrocarbons
SEPARATES = 5.0  # relative permittivity below which ion pairs do not part (judgement)
HYDROLYSES = ("B", "Be", "Al", "Ga")
"""Small centres whose halides water turns into oxide and acid as it does those of charge +4."""

_DRY = "drive out all of the solvent with heat (dehydration under vacuum) to get the ceramic back"


def halide(ceramic: Anatomy, solvent: Liquid, calibration: Calibration) -> Finding:
    """Return what a solvent does to a halide of MX6 octahedra or MX4 tetrahedra."""
    read = solvent.molecule
    if read is not None and read.gives_protons:
        if "F" in ceramic.halogens:
            return _protic_fluoride(ceramic, solvent)
        water = read.acidity == "water"
        return _water(ceramic, read) if water else _protic(ceramic, solvent, read)
    if read is None or solvent.power is None:
        return _without_donor_number(ceramic, solvent)
    return _aprotic(ceramic, solvent, read, calibration.halide)


def _protic_fluoride(ceramic: Anatomy, solvent: Liquid) -> Finding:
    return found(
        "fluoride in a protic solvent",
        "decomposes",
        EVEN,
        "fluorides dissolve little, and those that do may come back on drying or give their "
        "fluorine to the protons",
        _values(ceramic, solvent),
    )


def _water(ceramic: Anatomy, water: Molecule) -> Finding:
    values = {
        "centres that keep their halogen in water": f"{100 * ceramic.keeps_halide:.0f} %",
        "largest charge of a centre": f"{ceramic.centre_charge:+d}",
    }
    if ceramic.keeps_halide >= 0.6:
        return found(
            "hydrate of a halide",
            "complex_reversible",
            FIRM,
            f"water takes the {ceramic.polyhedra} apart into solvated ions, but the soft "
            "post-transition metal keeps halogen around it: on drying a hydrate forms, and heat "
            "turns it back into the ceramic; a small part may hydrolyse to oxide",
            values,
            reaction=complexation(ceramic, water),
            recovery=_DRY,
        )
    if ceramic.keeps_halide > 0.2:
        return found(
            "mixed centres in water",
            "decomposes",
            EVEN,
            "part of the centres would come back from a hydrate, part hydrolyse",
            values,
            reaction=binary_salts(ceramic),
        )
    hydrolysed = ceramic.centre_charge >= 4 or ceramic.centres.keys() <= set(HYDROLYSES)
    if ceramic.centres.keys() == {"Zn"}:
        return found(
            "zinc halide in water",
            "decomposes",
            EVEN,
            "zinc keeps part of its halogen in water; whether the double salt comes back on drying "
            "is not known",
            values,
        )
    return found(
        "hydrolysis of a halide",
        "decomposes",
        STRONG,
        f"water takes the {ceramic.polyhedra} apart; the hard centre prefers oxygen, so that "
        "drying leaves binary salts and, with more water or heat, oxyhalide or oxide, not the "
        "ceramic",
        values,
        reaction=metal_hydrolysis(ceramic, HYDROLYSES) if hydrolysed else binary_salts(ceramic),
    )


def _protic(ceramic: Anatomy, solvent: Liquid, read: Molecule) -> Finding:
    values = _values(ceramic, solvent)
    if ceramic.keeps_halide >= 0.6 and read.acidity == "alcohol":
        return found(
            "solvate of a halide",
            "complex_reversible",
            LIKELY,
            f"the alcohol dissolves the {ceramic.polyhedra} as water does; the soft "
            "post-transition metal keeps halogen around it, and drying gives a solvate from which "
            "heat recovers the ceramic",
            values,
            reaction=complexation(ceramic, read),
            recovery=_DRY,
        )
    if "O" not in read.elements:
        return found(
            "acid without oxygen",
            "decomposes",
            EVEN,
            "the acid has no oxygen that the centre would prefer to its halogen; whether halogen "
            "of the acid comes in is not known",
            values,
        )
    if ceramic.centre_charge >= 4 or read.acidity in ACIDS:
        return found(
            "solvolysis of a halide",
            "decomposes",
            FIRM,
            "proton and oxygen of the solvent replace halogen at the centre",
            values,
            reaction=halogen_exchange(ceramic, read),
        )
    return _gone(
        ceramic, solvent, "a protic polar solvent solvates both cations and halogen", FIRM, values
    )


def _aprotic(ceramic: Anatomy, solvent: Liquid, read: Molecule, threshold: float) -> Finding:
    if ceramic.complex_anion:
        return _complex_anions(ceramic, solvent)
    if ceramic.halogens == ("F",):
        return found(
            "fluoride in an aprotic solvent",
            "stable",
            FIRM,
            "the lattices of fluorides with small cations hold too firmly for a donor to take "
            "ions out of them",
            _values(ceramic, solvent),
        )
    power = solvent.power or 0.0
    attack = chance_above(power, threshold, solvent.width)
    values = _values(ceramic, solvent) | {"threshold": f"{threshold:.1f} kcal/mol"}
    number, boiling = solvent.donor_number or 0.0, solvent.value("boiling_point")
    hot = boiling is not None and boiling >= HOT_DRYING
    if attack < 0.5:
        eps = solvent.value("relative_permittivity") or 0.0
        polar = eps >= POLAR
        return Finding(
            rule="no donor for a halide",
            outcome="stable",
            chance_usable=min(1 - attack, LIKELY if polar else STRONG),
            mechanism=f"the solvent is too weak a donor to pull ions out of the {ceramic.polyhedra}"
            + ("; but it is polar enough to separate ions" if polar else ""),
            values=values,
        )
    if ceramic.keeps_halide >= 0.6 and number <= WEAK_DONOR and not hot:
        return found(
            "labile adduct of a halide",
            "complex_reversible",
            EVEN if boiling is None else LIKELY,
            f"a weak, volatile donor joins the {ceramic.polyhedra}, whose soft metal keeps its "
            "halogen; the adduct gives the solvent off on heating",
            values,
            reaction=complexation(ceramic, read),
            recovery=_DRY,
            doubts=_unknown_boiling(solvent),
        )
    if ceramic.keeps_halide >= 0.6 and not hot:
        attack = min(attack, LIKELY)  # its solvates may give the solvent off on heating
    return _gone(
        ceramic,
        solvent,
        f"a polar donor solvates the cations of the {ceramic.polyhedra}",
        attack,
        values,
    )


def _complex_anions(ceramic: Anatomy, solvent: Liquid) -> Finding:
    """Salts such as LiPF6 and NaAlCl4 are those of electrolyte solutions."""
    values = _values(ceramic, solvent) | {
        "strength that dissolves": f"{DISSOLVES_ANIONS:g} kcal/mol"
    }
    anions = ", ".join(ceramic.units)
    strength, eps = solvent.strength or 0.0, solvent.value("relative_permittivity") or 0.0
    if strength >= DISSOLVES_ANIONS:
        return found(
            "salt of a complex anion",
            "dissolves",
            FIRM if strength >= WEAK_DONOR else LIKELY,
            f"the donor solvates the cations, and the large, weakly bound {anions} dissolve whole; "
            "drying leaves solvates",
            values,
            reaction=whole_anions(ceramic),
        )
    if strength < NO_DONOR and eps < SEPARATES:
        return found(
            "salt of a complex anion, inert solvent",
            "stable",
            0.85,
            "the solvent neither binds cations nor separates ions",
            values,
        )
    return found(
        "salt of a complex anion, weak donor",
        "dissolves",
        EVEN,
        f"salts of {anions} dissolve even in weakly solvating liquids; how well in this one is not "
        "known",
        values,
    )


def _gone(
    ceramic: Anatomy, solvent: Liquid, why: str, firmness: float, values: dict[str, str]
) -> Finding:
    boiling = solvent.value("boiling_point")
    if boiling is not None and boiling >= HOT_DRYING:
        return found(
            "dissolution, hot drying",
            "decomposes",
            firmness,
            f"{why}; so much heat is needed to drive the bound solvent out that binary salts "
            "are left",
            values,
            reaction=binary_salts(ceramic),
        )
    return found(
        "dissolution of a halide",
        "dissolves",
        firmness,
        f"{why}; drying leaves solvates and binary salts, not the ceramic",
        values,
        reaction=ions(ceramic),
        doubts=_unknown_boiling(solvent),
    )


def _unknown_boiling(solvent: Liquid) -> tuple[str, ...]:
    if solvent.value("boiling_point") is not None:
        return ()
    return (f"no boiling point of {solvent.name} known: whether drying needs much heat is open",)


def _without_donor_number(ceramic: Anatomy, solvent: Liquid) -> Finding:
    read = solvent.molecule
    soft = read is not None and read.donor_atom == "S"
    return found(
        "donor number unknown",
        "stable" if soft else "dissolves",
        0.65 if soft else EVEN,
        "the donor strength is not known; a soft sulfur donor binds hard cations weakly"
        if soft
        else "the donor strength is not known",
        _values(ceramic, solvent),
    )


def _values(ceramic: Anatomy, solvent: Liquid) -> dict[str, str]:
    number, power = solvent.donor_number, solvent.power
    eps, boiling = solvent.value("relative_permittivity"), solvent.value("boiling_point")
    shown = {
        "donor number": number and solvent.told("donor_number", f"{number:.1f} kcal/mol"),
        "relative permittivity": eps and solvent.told("relative_permittivity", f"{eps:.3g}"),
        "donor strength DN (1 - 1/eps) access": power and f"{power:.1f} kcal/mol",
        "boiling point": boiling and f"{boiling - 273.15:.0f} degC",
    }
    kept = {name: text for name, text in shown.items() if text}
    return kept | {"units": ", ".join(ceramic.units)}
