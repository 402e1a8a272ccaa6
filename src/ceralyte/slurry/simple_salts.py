"""Ceramics without known polyhedra: simple salts such as Li2S and Li3N, and what is not covered."""

from ceralyte.slurry.anatomy import Anatomy
from ceralyte.slurry.calibration import Calibration
from ceralyte.slurry.centres import AMMONIUM
from ceralyte.slurry.finding import EVEN, FIRM, LIKELY, Finding, found
from ceralyte.slurry.formula import CHALCOGENS
from ceralyte.slurry.insoluble import insoluble_sulfide
from ceralyte.slurry.liquid import Liquid

_STRONG_BASES = {"N": "ammonia", "S": "toxic H2S", "Se": "toxic H2Se"}
"""Anions that protons take out of a salt without polyhedra, such as Li3N and Li2S, and the gas."""

_NAMES = {"S": "sulfide", "Se": "selenide"}


def unknown(ceramic: Anatomy, solvent: Liquid, _: Calibration) -> Finding:
    """Return the little that can be said of a ceramic without known structural units."""
    read, power = solvent.molecule, solvent.power
    if read is not None and (held := insoluble_sulfide(ceramic, read)):
        return held
    values = {"units": ", ".join(ceramic.units)}
    if AMMONIUM in ceramic.units:
        return found(
            "ammonium salt",
            "dissolves",
            EVEN,
            "salts of ammonium are not covered: the ion gives and takes protons itself",
            values,
        )
    base = next((name for name in _STRONG_BASES if name in ceramic.amounts), "")
    if base and read is not None and read.gives_protons:
        gas = _STRONG_BASES[base]
        return found(
            "proton on a simple salt",
            "h2s_release" if base == "S" else "decomposes",
            EVEN if base == "S" and read.acidity == "alcohol" else FIRM,
            f"{base} alone with its cations is a strong base: protons of the solvent turn it into "
            f"{gas}",
            values,
        )
    named = next((_NAMES[e] for e in CHALCOGENS if e in ceramic.amounts), "")
    if read is not None and named and (attack := read.oxidant or read.electrophile):
        return found(
            f"{named} without polyhedra in an oxidant or electrophile",
            "decomposes",
            EVEN,
            f"{named} is a reducing agent and a nucleophile, which the {attack} invites to react; "
            "how far it goes on a salt without known polyhedra is not known",
            values,
        )
    inert = read is not None and not read.acidity and power is not None and power < 3
    return found(
        "inert solvent" if inert else "unknown units",
        "stable",
        LIKELY if inert else EVEN,
        "its structural units are not known"
        + ("; the solvent is neither donor nor acid" if inert else ""),
        values,
    )
