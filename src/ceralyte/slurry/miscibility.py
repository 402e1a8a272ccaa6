"""Do two liquids mix? Miscibility numbers and reports first, then estimates that only doubt.

Source
------
Godfrey's miscibility numbers as in `data/miscibility.csv`: liquids whose numbers differ by at most
15 mix at 15 degC, by 16 only when warm, by more not below 75 degC; the second number of a liquid
with two counts against less lipophilic partners. Solubility in water: Jain and Yalkowsky,
J. Pharm. Sci. 90 (2001) 234, log S = 0.5 - log P of a liquid, with log P after Wildman and Crippen.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations
from statistics import median
from typing import Literal

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Record
from ceralyte.materials import load_catalogue
from ceralyte.materials.reader import Row
from ceralyte.slurry.evidence import data_rows, sources_of
from ceralyte.slurry.liquid import Liquid
from ceralyte.slurry.molecule import Molecule, molecule, octanol_water

Answer = Literal["yes", "no", ""]

WARM, NEVER = 16, 17  # differences of miscibility numbers
_MEASURED_ESTERS = range(4, 11)  # carbons of the esters of `stephenson1986`
_NARROW = 3  # spread of the known numbers of a group up to which their median stands for it
_SOLUBLE = 1.0  # mol/l in water, an estimate good to a factor of ten, below which we doubt
_TRACE = 0.1  # share by volume below which a part may dissolve in the other (judgement)
_UNSURE = 10.0  # factor of the estimated solubility
_KILOGRAM_PER_LITRE = 1.0  # density taken for organic liquids, far closer than that factor
_COLUMNS = (
    "solvent",
    "group",
    "m_number",
    "m_number_other",
    "number_reference",
    "water",
    "water_reference",
    "kind",
    "confidence",
)


class Known(Record):
    """What is reported of one solvent or group.

    Attributes
    ----------
    numbers : tuple of float
        Miscibility numbers, the one against more lipophilic partners first; empty: none known.
    number_source : str
        Who gives them, or how they are estimated.
    estimated : bool
        Of the numbers.
    water : str
        Whether it mixes with water; "" where nobody is cited.
    water_source : str
    """

    numbers: tuple[float, ...] = ()
    number_source: str = ""
    estimated: bool = False
    water: Answer = ""
    water_source: str = ""


def doubts_about_mixing(parts: Sequence[tuple[float, Liquid]]) -> tuple[str, ...]:
    """Return why parts of a mixture may separate, in words.

    Parameters
    ----------
    parts : sequence of (float, Liquid)
        Shares by volume and liquids.

    Raises
    ------
    InputError
        Two liquids, each a tenth or more, of which a source says that they do not mix. A third
        part may bring two together, and less may dissolve: these are doubted only.
    """
    told = []
    for (share, one), (other_share, other) in combinations(parts, 2):
        reason, sure = _separate(one, other)
        if not reason:
            continue
        if sure and len(parts) == 2 and min(share, other_share) >= _TRACE:
            raise InputError(
                "solvent",
                f"{one.name} and {other.name} do not mix: {reason}",
                "liquids that make one phase, or one of the two alone",
            )
        if min(share, other_share) >= _TRACE:
            told.append(f"{one.name} and {other.name} may separate into two layers: {reason}")
            continue
        little, much = sorted(((share, one), (other_share, other)), key=lambda part: part[0])
        if not _dissolves(*little, much[1]):
            told.append(
                f"whether {100 * little[0]:.2g} % of {little[1].name} dissolves in "
                f"{much[1].name} is not known here: more of it separates ({reason})"
            )
    return tuple(told)


def _dissolves(share: float, trace: Liquid, main: Liquid) -> bool:
    """Whether so little of an organic liquid surely dissolves in water."""
    read, water = trace.molecule, main.molecule
    if read is None or water is None or water.kind != "water":
        return False
    return share <= _in_water(read) * read.molar_mass / _KILOGRAM_PER_LITRE / _UNSURE


def _in_water(organic: Molecule) -> float:
    """Estimated solubility in water, mol/l."""
    return float(10 ** (0.5 - octanol_water(organic.smiles)))


def _separate(one: Liquid, other: Liquid) -> tuple[str, bool]:
    """Why two liquids separate, "" if they do not, and whether a source says so."""
    if one.molecule is None or other.molecule is None:
        return "", False
    for water, organic in ((one, other.molecule), (other, one.molecule)):
        if water.molecule is not None and water.molecule.kind == "water":
            return _from_water(other.name if water is one else one.name, organic)
    first, second = _numbers(one.name, one.molecule), _numbers(other.name, other.molecule)
    if not first or not second:
        return "", False
    gap = _gap(first.numbers, second.numbers)
    if gap < WARM:
        return "", False
    said = dict.fromkeys((first.number_source, second.number_source))
    reason = f"miscibility numbers {gap:g} apart, {WARM - 1} is the most ({'; '.join(said)})"
    return reason, gap >= NEVER and not (first.estimated or second.estimated)


def _from_water(name: str, organic: Molecule) -> tuple[str, bool]:
    known = _reports().get(name, Known())
    lactone = organic.kind == "ester" and organic.rings  # more polar than the esters measured
    if not known.water and not lactone:
        known = _reports().get(organic.kind, Known())
        if organic.kind == "ester" and not _measured(organic):
            alike = f"alkyl esters of four to ten carbons do ({known.water_source})"
            return f"{alike}; of this one no report is known here", False
    if known.water:
        return (known.water_source, True) if known.water == "no" else ("", False)
    solubility = _in_water(organic)
    if solubility >= _SOLUBLE:
        return "", False
    return (
        f"{solubility:.1g} mol/l dissolve in water, estimated from log P to a factor of ten",
        False,
    )


def _measured(ester: Molecule) -> bool:
    """Whether an ester has no other group, and as many carbons as those measured in water."""
    plain = ester.groups == ("ester",) and ester.elements["O"] == 2
    return plain and ester.elements["C"] in _MEASURED_ESTERS


def _numbers(name: str, read: Molecule) -> Known | None:
    known = _reports().get(name)
    if known and known.numbers:
        return known
    alike = _by_group().get(read.kind, ())
    if len(alike) < 2 or max(alike) - min(alike) > _NARROW:
        return None
    source = f"estimated for {name}: median of the group {read.kind}"
    return Known(numbers=(median(alike),), number_source=source, estimated=True)


def _gap(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    if len(one) > 1 and len(other) > 1:
        return 0.0
    if len(other) > 1:
        one, other = other, one
    partner = other[0]
    return max(partner - one[0], one[-1] - partner)


@lru_cache(maxsize=1)
def _reports() -> dict[str, Known]:
    """Reports by the name of a solvent, or of a group of the molecule."""
    rows = data_rows("miscibility.csv", _COLUMNS, ("kind", "confidence"))
    return {row["solvent"] or row["group"]: _known(where, row) for where, row in rows}


def _known(where: str, row: Row) -> Known:
    numbers = (row["m_number"], row["m_number_other"])
    return Known.model_validate(
        {
            "numbers": tuple(float(n) for n in numbers if n),
            "number_source": _source(where, row, "number_reference"),
            "water": row["water"],
            "water_source": _source(where, row, "water_reference"),
        }
    )


def _source(where: str, row: Row, column: str) -> str:
    if not row[column]:
        return ""
    used_for = f"miscibility of {row['solvent'] or row['group']}"
    return sources_of(where, row[column], used_for, row["kind"], row["confidence"])[0].text


@lru_cache(maxsize=1)
def _by_group() -> dict[str, tuple[float, ...]]:
    found: dict[str, tuple[float, ...]] = {}
    catalogue = load_catalogue()
    for name, known in _reports().items():
        if name in catalogue.names("solvent") and known.numbers:
            kind = molecule(catalogue.get(name).smiles).kind
            found[kind] = (*found.get(kind, ()), known.numbers[0])
    return found
