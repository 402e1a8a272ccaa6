"""Hazard statements of solvents (Globally Harmonized System), each list with its source."""

from functools import lru_cache
from importlib import resources
from typing import Literal, get_args

from ceralyte.core.errors import InputError, UnknownNameError
from ceralyte.core.provenance import Source
from ceralyte.core.quantities import Record
from ceralyte.materials.reader import Row, read_rows

HazardLevel = Literal["none", "harmful", "serious", "severe"]
"""To health, our grouping of the statements. "severe": toxic or fatal, damages organs, causes
cancer or genetic defects, harms fertility or the unborn; "serious": may do so, or burns, or is
dangerous in the lungs; "harmful": other statements on health."""

UnknownHazard = Literal["drop", "keep"]
"""What becomes of solvents without known hazards where hazards count."""

_SEVERE = ("H300", "H301", "H310", "H311", "H330", "H331", "H340", "H350", "H360", "H370", "H372")
_SERIOUS = ("H304", "H314", "H318", "H334", "H341", "H351", "H361", "H371", "H373")
_COLUMNS = ("solvent", "statements", "note", "kind", "source", "locator", "confidence")
_REQUIRED = ("solvent", "kind", "source", "confidence")
_CODE_LENGTH = 4  # "H360": letters behind it say what is harmed


class Hazard(Record):
    """What a label says of a solvent.

    Attributes
    ----------
    solvent : str
    statements : tuple of str or None
        Codes such as "H225"; empty: not classified; None: not known here.
    note : str
    source : Source or None
    """

    solvent: str
    statements: tuple[str, ...] | None = None
    note: str = ""
    source: Source | None = None

    @property
    def level(self) -> HazardLevel | None:
        """Worst hazard to health; None: not known here, which is not the same as none."""
        if self.statements is None:
            return None
        codes = {statement[:_CODE_LENGTH] for statement in self.statements}
        if codes & set(_SEVERE):
            return "severe"
        if codes & set(_SERIOUS):
            return "serious"
        return "harmful" if any(code.startswith("H3") for code in codes) else "none"


def hazard_of(solvent: str) -> Hazard:
    """Return the hazard statements of a solvent, named as in the catalogue.

    Validity
    --------
    For choosing among solvents. Suppliers add statements to the harmonised ones and regulations
    change: before work read the safety data sheet of your supplier.

    Examples
    --------
    >>> hazard_of("toluene").level, hazard_of("cyclohexane").level
    ('serious', 'serious')
    """
    return _all().get(solvent) or Hazard(solvent=solvent)


def worst(hazards: tuple[Hazard, ...]) -> HazardLevel | None:
    """Return the worst level of the parts of a mixture, None where a part decides and is unknown.

    Without a part ("none", a dry process) nothing is hazardous.
    """
    known = [h.level for h in hazards if h.level is not None]
    mildest: HazardLevel = "none"
    top = max(known, key=rank, default=mildest)
    return None if len(known) < len(hazards) and top != "severe" else top


def hazard_level(text: str, field: str) -> HazardLevel:
    """Return a level by its name; raise `UnknownNameError` about `field` for another word."""
    levels: tuple[HazardLevel, ...] = get_args(HazardLevel)
    for level in levels:
        if text == level:
            return level
    raise UnknownNameError(field, text, levels)


def unknown_hazard(text: str, field: str) -> UnknownHazard:
    """Return "drop" or "keep"; raise `UnknownNameError` about `field` for another word."""
    choices: tuple[UnknownHazard, ...] = get_args(UnknownHazard)
    for choice in choices:
        if text == choice:
            return choice
    raise UnknownNameError(field, text, choices)


def rank(level: HazardLevel) -> int:
    """Place of a level, 0 the mildest."""
    return get_args(HazardLevel).index(level)


@lru_cache(maxsize=1)
def _all() -> dict[str, Hazard]:
    path = resources.files("ceralyte.slurry") / "data" / "hazards.csv"
    rows = read_rows(path.read_text(encoding="utf-8"), "hazards.csv", _COLUMNS, _REQUIRED)
    return {row["solvent"]: _hazard(where, row) for where, row in rows}


def _hazard(where: str, row: Row) -> Hazard:
    statements = tuple(row["statements"].split())
    for code in statements:
        if not code.removeprefix("EU")[1:_CODE_LENGTH].isdigit():
            raise InputError(where, f"'{code}' is no hazard statement", "such as H225 or EUH019")
    return Hazard(
        solvent=row["solvent"],
        statements=statements,
        note=row["note"],
        source=Source(
            used_for=f"hazard statements of {row['solvent']}",
            text=row["source"],
            locator=row["locator"],
            kind=row["kind"],
            confidence=row["confidence"],
        ),
    )
