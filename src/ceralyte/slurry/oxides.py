"""Oxides and antiperovskites: proton exchange in water, else hardly anything happens."""

from ceralyte.slurry.anatomy import Anatomy
from ceralyte.slurry.calibration import Calibration
from ceralyte.slurry.finding import EVEN, FIRM, LIKELY, STRONG, Finding, found
from ceralyte.slurry.free_oxides import has_free_oxide, slaked, without_protons
from ceralyte.slurry.groups import ACIDS
from ceralyte.slurry.liquid import Liquid
from ceralyte.slurry.molecule import Molecule
from ceralyte.slurry.reaction import proton_exchange

_APROTIC = "strong metal-oxygen bonds and no acidic proton in the solvent: nothing to react"
_LASTING = ("Al", "Si", "Ti", "Zr", "Hf", "Nb", "Ta", "Sn", "Ce", "Y")
"""Centres whose oxides neutral water leaves as they are (textbook chemistry)."""
_GLASS_FORMERS, _NITRIDED = ("P", "Si", "B"), 0.05
"""Centres of oxynitride glasses such as LiPON, and the share of nitrogen among oxygen and nitrogen
from which it is no dopant (judgement)."""
_WATERY = ("water", "hydroperoxide")
_NAMES = {"Li": "lithium", "Na": "sodium", "K": "potassium", "Ag": "silver"}
_WATER_ON = {
    "nasicon": 0.85,
    "perovskite": LIKELY,
    "beta-alumina": LIKELY,
}
"""Firmness of "stable in neutral water" by structure; garnets exchange protons instead, NASICONs
and beta-aluminas of sodium hydronium (`fuentes2001` in references.csv)."""


def oxide(ceramic: Anatomy, solvent: Liquid, _: Calibration) -> Finding:
    """Return what a solvent does to an oxide."""
    read = solvent.molecule
    values = {"structure": ", ".join(ceramic.units)}
    if read is None:
        return found(
            "molecule unknown",
            "stable",
            EVEN,
            "the molecule of the solvent is not known; give its SMILES",
            values,
        )
    values["acidic proton"] = read.acidity or "none"
    basic = has_free_oxide(ceramic)
    if not _protic(read):
        if basic:
            return without_protons(read, values)
        firmness = STRONG if ceramic.family in ("garnet", "nasicon", "perovskite") else 0.85
        return found("oxide in an aprotic solvent", "stable", firmness, _APROTIC, values)
    if basic and "H" not in ceramic.amounts:
        return slaked(ceramic, values)
    if _oxynitride_glass(ceramic):
        return _oxynitride(read, values)
    if not ceramic.mobile:
        return _without_mobile_ions(ceramic, read, values)
    if ceramic.family == "garnet":
        return _garnet(ceramic, read, values)
    if read.acidity in (*ACIDS, "beta-diketone"):
        return found(
            "acid on an oxide",
            "ion_exchange",
            0.7,
            "an acid exchanges mobile ions for protons and may leach the framework",
            values,
            reaction=proton_exchange(ceramic, read),
        )
    sodium = ceramic.mobile == "Na" and ceramic.family in ("nasicon", "beta-alumina")
    if sodium and read.acidity == "water":
        return found(
            "hydronium in place of sodium",
            "ion_exchange",
            LIKELY,
            "hydronium is about as large as sodium: it enters the sites and channels of the "
            "framework in its place, and sodium leaves; grain boundaries suffer first",
            values,
            reaction=proton_exchange(ceramic, read),
        )
    if ceramic.family in _WATER_ON:
        firmness = _WATER_ON[ceramic.family] if read.acidity in _WATERY else FIRM
        return found(
            "oxide framework in water",
            "stable",
            firmness,
            "the framework keeps its mobile ions in neutral water; only the surface "
            "exchanges some protons",
            values,
        )
    if read.acidity == "alcohol" and _hardly_basic(ceramic):
        return found(
            "oxide of few mobile ions in an alcohol",
            "stable",
            LIKELY,
            "it has no more mobile ions than centres, which hold their oxygen: too weak a base for "
            "the protons of an alcohol",
            values,
        )
    return found(
        "oxide of unknown structure in a protic solvent",
        "ion_exchange",
        EVEN,
        "mobile ions may exchange for protons; the structure type is not known",
        values,
    )


def _protic(read: Molecule) -> bool:
    """Whether it gives protons to oxygen; hydroperoxides do, which only oxidise sulfur."""
    return read.gives_protons or read.acidity == "hydroperoxide"


def _oxynitride_glass(ceramic: Anatomy) -> bool:
    nitrogen, oxygen = ceramic.amounts.get("N", 0.0), ceramic.amounts.get("O", 0.0)
    return (
        bool(ceramic.mobile)
        and ceramic.centres.keys() <= set(_GLASS_FORMERS)
        and nitrogen > _NITRIDED * (nitrogen + oxygen)
    )


def _hardly_basic(ceramic: Anatomy) -> bool:
    centres = ceramic.centres
    return centres.keys() <= set(_LASTING) and ceramic.amounts[ceramic.mobile] <= sum(
        centres.values()
    )


def _oxynitride(read: Molecule, values: dict[str, str]) -> Finding:
    """Of glasses such as LiPON: nitrogen between their centres is a base, as that of Li3N is."""
    return found(
        "proton on an oxynitride",
        "decomposes",
        LIKELY if read.acidity in (*ACIDS, "water") else EVEN,
        "oxygen of the solvent takes the place of nitrogen at the centres, which leaves as "
        "ammonia, and mobile ions leave as hydroxide, then carbonate in air",
        values,
    )


def _without_mobile_ions(ceramic: Anatomy, read: Molecule, values: dict[str, str]) -> Finding:
    """Of fillers and supports, such as Al2O3 and ZrO2."""
    lasting = ceramic.centres.keys() <= set(_LASTING) and read.acidity not in ACIDS
    return found(
        "oxide without mobile ions",
        "stable",
        LIKELY if lasting else EVEN,
        "it has no mobile ions that protons could take the place of"
        + (
            ", and its centres hold their oxygen in neutral liquids; only the surface takes up "
            "protons"
            if lasting
            else "; whether its centres keep their oxygen is not known"
        ),
        values,
    )


def _garnet(ceramic: Anatomy, read: Molecule, values: dict[str, str]) -> Finding:
    if read.acidity == "strong acid":
        return found(
            "strong acid on a garnet",
            "decomposes",
            LIKELY,
            "protons first exchange for the lithium of the garnet; a strong acid goes on and takes "
            "lanthanum and the other metals out of the framework, which dissolves as their salts",
            values,
        )
    if read.acidity in (*ACIDS, "beta-diketone"):
        return found(
            "acid on a garnet",
            "ion_exchange",
            FIRM,
            "protons exchange for the lithium of the garnet, whose salt with the acid forms; "
            "enough of the acid leaches the framework, too",
            values,
            reaction=proton_exchange(ceramic, read),
        )
    if read.acidity in (*_WATERY, "phenol", "boron acid"):
        return found(
            "proton exchange",
            "ion_exchange",
            FIRM,
            "protons exchange for the lithium of the garnet, whose framework stays; the "
            "solution turns alkaline and carbonate forms in air",
            values,
            reaction=proton_exchange(ceramic, read),
        )
    if read.crowding <= 1:
        return found(
            "proton exchange",
            "ion_exchange",
            0.6,
            "the small alcohol exchanges protons for lithium at the surface, slower than water",
            values,
            reaction=proton_exchange(ceramic, read),
        )
    return found(
        "slow proton exchange",
        "stable",
        LIKELY,
        "protons of the alcohol exchange for lithium only slowly: the framework stays, "
        "the surface may lose some lithium; keep water out",
        values,
    )


def antiperovskite(ceramic: Anatomy, solvent: Liquid, calibration: Calibration) -> Finding:
    """Return what a solvent does to Li3OCl, Li2OHCl and their like."""
    read, power = solvent.molecule, solvent.power
    values = {"structure": ", ".join(ceramic.units)}
    if read is not None and _protic(read):
        return found(
            "hydrolysis of an antiperovskite",
            "decomposes",
            FIRM,
            f"the protic solvent dissolves it into halide and hydroxide of {_cation(ceramic)}",
            values,
        )
    if read is None or power is None or power > calibration.halide:
        return found(
            "antiperovskite in a donor",
            "dissolves",
            EVEN,
            f"a polar donor may leach the {_cation(ceramic)} halide; nobody has measured it",
            values,
        )
    return found(
        "antiperovskite in an inert solvent",
        "stable",
        0.85,
        f"the solvent neither gives protons nor solvates {_cation(ceramic)}",
        values,
    )


def _cation(ceramic: Anatomy) -> str:
    return _NAMES.get(ceramic.mobile, ceramic.mobile)
