"""What solvents are called at the bench: names beyond the catalogue, abbreviations of two meanings.

The structures of the names are chemistry, no measurements: such solvents have estimated
descriptors only.
"""

from functools import lru_cache

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Record
from ceralyte.slurry.evidence import data_rows


class BenchName(Record):
    """A solvent that is not in the catalogue: its full name and its SMILES."""

    name: str
    smiles: str


def bench_name(text: str) -> BenchName | None:
    """Return the solvent of a name or alias beyond the catalogue, upper and lower case alike.

    Examples
    --------
    >>> bench_name("TMEDA").smiles
    'CN(C)CCN(C)C'
    """
    return _names().get(text.strip().casefold())


def known_names() -> tuple[str, ...]:
    """Return all full names beyond the catalogue."""
    return tuple(dict.fromkeys(found.name for found in _names().values()))


def one_meaning(text: str) -> tuple[str, str]:
    """Return the name that an abbreviation is read as, and a note where it has another meaning.

    Raises
    ------
    InputError
        An abbreviation of several solvents, none of which is meant far more often.

    Examples
    --------
    >>> one_meaning("DME")
    ('1,2-dimethoxyethane', "'DME' is read as 1,2-dimethoxyethane, not as dimethyl ether (a gas)")
    >>> one_meaning("toluene")
    ('toluene', '')
    """
    found = _ambiguous().get(text.strip().casefold())
    if found is None:
        return text, ""
    meanings, read_as = found
    if not read_as:
        raise InputError(
            "solvent",
            f"'{text.strip()}' has several meanings: {', '.join(meanings)}",
            "one by name",
        )
    others = " or ".join(m for m in meanings if not m.startswith(read_as))
    return read_as, f"'{text.strip()}' is read as {read_as}, not as {others}"


@lru_cache(maxsize=1)
def _names() -> dict[str, BenchName]:
    columns = ("name", "smiles", "aliases")
    return {
        name.casefold(): BenchName(name=row["name"], smiles=row["smiles"])
        for _, row in data_rows("solvent_names.csv", columns, columns[:2])
        for name in (row["name"], *filter(None, row["aliases"].split(";")))
    }


@lru_cache(maxsize=1)
def _ambiguous() -> dict[str, tuple[tuple[str, ...], str]]:
    columns = ("text", "meanings", "read_as")
    return {
        row["text"].casefold(): (tuple(row["meanings"].split(";")), row["read_as"])
        for _, row in data_rows("solvent_ambiguous.csv", columns, columns[:2])
    }
