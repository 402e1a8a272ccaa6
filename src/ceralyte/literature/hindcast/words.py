"""What the words of a row mean: how a membrane was made, and what lies between its grains."""

import re

from ceralyte.literature.hindcast.ceramics import OXIDES
from ceralyte.literature.membrane import PublishedMembrane

_SALTS = (
    *("li salt", "-salt", "lithium salt", "sodium salt", "lithiated", "single-ion", "single ion"),
    *("litf", "lifsi", "liclo4", "lipf6", "libf4", "libob", "lidfob", "lino3", "licf3so3"),
    *("libeti", "liasf6", "liscn", "natf", "nafsi", "naclo4", "napf6", "nabf4", "nano3"),
)
_GELS = (
    *("ionogel", "ionic-liquid", "ionic liquid", "liquid electrolyte", "emim", "pyr13", "pyr14"),
    *("tetraglyme", "tegdme", "diglyme", "solvate", "deep eutectic", "carbonate electrolyte"),
)
_CARBONATES = r"\b(ec|pc|fec|dmc|emc|dec)\s*[/:]\s*(ec|pc|fec|dmc|emc|dec|dme)\b"
"""Two carbonates at once are a liquid; one alone may be ethyl cellulose or a polycarbonate."""
_SOFT = (
    "succinonitrile",
    "poly(ionic",
    "polymerised ionic",
    "polymerized ionic",
    "plastic crystal",
)
_SOFT_WORDS = r"plasticis|plasticiz|\bsn\b"
_INSULATORS = (
    *("none", "inorganic", "ptfe", "tetrafluoroethylene", "teflon", "cellulose", "cmc", "rubber"),
    *("nbr", "sebs", "sbs", "sbr", "styren", "butadien", "isobut", "pib", "butyral", "pvb"),
    *("epdm", "epoxy", "silicone", "pdms", "dimethylsiloxane"),
)
BINDER_WORDS = (
    *(*_SALTS, *_GELS, *_SOFT, *_INSULATORS),
    *("poly", "acryl", "nafion", "peo", "peg", "pvdf", "pan", "pva", "pmma", "tegdma", "gel"),
    *("pec", "ppc", "pcl", "vec", "dioxolane", "dol", "monomer", "ionomer", "eva", "vinyl acetate"),
    *("plastic", "not ", "several", "unknown"),
)
"""A binder with none of these words, and not in the catalogue, is not understood."""

_ALCOHOLS = ("ethanol", "methanol", "alcohol")
_SOLUTIONS = (
    "solution infiltrat",
    "solution-infiltrat",
    "solution infus",
    "liquid-phase infiltrat",
)
_BARELY_FIRED = ("partial", "spray", "consolidation")
_FIBRES = ("fibre", "fiber", "fibrous", "nanotube", "nanowire", "nanorod", "spinning", "spun")
_PROCESSES = {
    "cured in place": (
        *("polymeris", "polymeriz", "cross-link", "crosslink", "curing", "cured"),
        "in situ thermal",
    ),
    "infiltrated": ("infiltrat", "infusion", "backfill", "impregnat"),
    "sintered": ("sinter", "anneal", "plasma", "consolidation", "co-fired", "firing"),
    "dry": ("dry", "ptfe", "fibrill", "solvent-free", "solvent free", "solventless", "ball mill"),
}
"""What was done last stands first: a frame is sintered before it is filled."""

PROCESS_WORDS = (
    *(word for words in _PROCESSES.values() for word in words),
    *("cast", "coat", "slurry", "solution", "suspension", "tape", "blade", "doctor", "print"),
    *("slot", "spray", "spin", "spun", "dip", "deposit", "evaporat", "filtrat", "wet", "liquid"),
    *("press", "roll", "calender", "laminat", "laminar", "assembl", "stack", "transfer", "extru"),
    *("mix", "mill", "grind", "templat", "freez", "phase inversion", "sol-gel", "bilayer", "melt"),
    *("scalable", "in situ", "heat treat", "powder", "film", "solvent"),
)
"""A process with none of these words is not understood: it counts as cast, with a remark."""

UNTOLD = ("not seen", "not named", "not stated", "mixed", "several", "compared", "series")
"""Words of a row that leave a name open."""

NO_SOLVENT = ("", "none", "no", "no solvent", "solvent-free", "not stated", "not seen", "dry", "-")
"""What stands for the solvent where there is none, or none is told."""


def process_of(row: PublishedMembrane) -> str:
    """Return how a membrane was made: "sintered", "cured in place", "infiltrated", "dry", "cast".

    By words of `process`, the first that fits; what is not said counts as cast. A sheet that is
    dried, or freeze-dried, is not made dry; a bare ceramic that is pressed hot is sintered.
    """
    said = re.sub(r"unsintered|dried|drying|freeze-dry", "", row.process.casefold())
    bare = row.binder.casefold().startswith("none") or row.ceramic_mass_fraction == 1
    other = "sintered" if bare and re.search(r"hot[ -]press", said) else "cast"
    return next((name for name, ws in _PROCESSES.items() if any(w in said for w in ws)), other)


def binder_kind(row: PublishedMembrane, family: str) -> str:
    """Return "insulator", "salt", "plasticised" or "gel" for a ceramic of `family`.

    A polymer that fills a frame of oxide counts as one with salt, stated or not, and so does one
    whose conductivity is stated; a monomer that is cured beside oxide stays partly liquid, a gel;
    a trace of liquid makes none.
    """
    said = row.binder.casefold()
    if any(word in said for word in _SOFT) or re.search(_SOFT_WORDS, said):
        return "plasticised"
    liquid = any(word in said for word in _GELS) or bool(re.search(rf"\bgel\b|{_CARBONATES}", said))
    if (liquid and "trace" not in said) or (
        family in OXIDES and process_of(row) == "cured in place"
    ):
        return "gel"
    if row.polymer_conductivity is not None or any(word in said for word in _SALTS):
        return "salt"
    plain = not said or any(word in said for word in _INSULATORS)
    return "salt" if family in OXIDES and not plain else "insulator"


def out_of_solution(row: PublishedMembrane, family: str) -> bool:
    """Whether a sulfide was dissolved and came out of the solution in the membrane.

    Halides and thioantimonates come out of water as well as they went in.
    """
    dissolved = any(word in row.solvent.casefold() for word in _ALCOHOLS)
    dissolved = dissolved or any(word in row.process.casefold() for word in _SOLUTIONS)
    return dissolved and family in ("argyrodite", "sulfide")


def out_of_slurry(row: PublishedMembrane, family: str) -> bool:
    """Whether a sulfide was stirred in a liquid that does not dissolve it, named or not."""
    wet = row.solvent.casefold().strip() not in NO_SOLVENT or (
        not row.solvent and "slurry" in row.process.casefold()
    )
    return wet and family in ("argyrodite", "sulfide") and not out_of_solution(row, family)


def barely_fired(row: PublishedMembrane) -> bool:
    """Whether a body is sprayed, or sintered in part."""
    said = f"{row.process} {row.support_material}".casefold()
    return any(word in said for word in _BARELY_FIRED)


def cold_sintered(row: PublishedMembrane) -> bool:
    """Whether grains were joined by pressing them with a liquid, below 300 degC."""
    return "cold sinter" in row.process.casefold() or "cold-sinter" in row.process.casefold()


def of_fibres(row: PublishedMembrane) -> bool:
    """Whether a frame is made of fibres, tubes or wires."""
    said = f"{row.ceramic} {row.support_material} {row.process}".casefold()
    return any(word in said for word in _FIBRES)
