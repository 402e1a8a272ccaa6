"""Relative permittivities of the phases, of which a spectrum needs one each."""

from collections.abc import Collection, Iterable, Mapping

from ceralyte.core.errors import InputError, Mistakes, UnknownNameError
from ceralyte.core.pairs import pairs_of
from ceralyte.core.units import PURE_NUMBER, parse_from

SOLIDS = ("ceramic", "binder", "support")
_EXAMPLE = "ceramic=40, binder=4"


def parse_permittivities(text: str, field: str = "permittivity") -> dict[str, float]:
    """Return relative permittivities by phase; errors name `field`.

    Raises
    ------
    InputError
        Nothing, a name that is no solid phase or comes twice, a value that is no pure number,
        one below 1 (vacuum).

    Examples
    --------
    >>> parse_permittivities("ceramic=40, binder=4")
    {'ceramic': 40.0, 'binder': 4.0}
    """
    if not text.strip():
        allowed = f'relative permittivity of each phase but pores, as "{_EXAMPLE}"'
        raise InputError(field, "is missing", allowed)
    wrong, found = Mistakes(field), {}
    for name, value in pairs_of(text, field, _EXAMPLE, wrong, SOLIDS).items():
        with wrong.noted():
            found[name] = parse_from(value, PURE_NUMBER, f"{field} {name}", 1.0)
    wrong.tell()
    return found


def require_permittivities(
    permittivities: Mapping[str, float], needed: Iterable[str], known: Collection[str]
) -> None:
    """Raise an `InputError` for names that are not `known`, and one for what is `needed`."""
    wrong = Mistakes("permittivity")
    for name in permittivities:
        with wrong.noted():
            if name not in known:
                raise UnknownNameError("permittivity", name, known)
    lacking = [name for name in needed if name not in permittivities]
    with wrong.noted():
        if lacking:
            raise InputError(
                "permittivity",
                f"none for {', '.join(lacking)}",
                f'one for each phase, such as "{_EXAMPLE}"',
            )
    wrong.tell()
