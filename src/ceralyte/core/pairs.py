"""Texts that say values by name, as ``ceramic=40, binder=4``."""

from collections.abc import Collection

from ceralyte.core.errors import InputError, Mistakes, UnknownNameError


def pairs_of(
    text: str, field: str, example: str, wrong: Mistakes, known: Collection[str] | None = None
) -> dict[str, str]:
    """Return the text of each value by its name; note in `wrong` what is no such pair.

    Parameters
    ----------
    text : str
    field, example : str
        Where the text stands and how it could read, for messages.
    wrong : Mistakes
        Takes what is no pair, names that are not `known` (all are if None) or come twice.

    Examples
    --------
    >>> pairs_of("ceramic=40, binder=4", "permittivity", "ceramic=40", Mistakes("permittivity"))
    {'ceramic': '40', 'binder': '4'}
    """
    found: dict[str, str] = {}
    for part in text.split(","):
        name, _, value = (piece.strip() for piece in part.partition("="))
        with wrong.noted():
            if not name or not value:
                told = f"got '{part.strip()}', no name and value"
                raise InputError(field, told, f'as in "{example}"')
            if known is not None and name not in known:
                raise UnknownNameError(field, name, known)
            if name in found:
                raise InputError(field, f"'{name}' stands there twice", "each name once")
            found[name] = value
    return found
