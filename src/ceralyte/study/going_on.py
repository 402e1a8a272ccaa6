"""Whether this ceralyte may go on with a study that was begun by another, or with other data."""

from collections.abc import Mapping
from typing import Any

from ceralyte.core.database import StoreError

_NEW = "a new store (--store FILE); `ceralyte study show` still reads this one"


def require_same_terms(place: str, begun: Mapping[str, Any], now: Mapping[str, Any]) -> None:
    """Refuse to go on where results, or what may be combined at all, would not be the same.

    Parameters
    ----------
    place : str
        Name of the store, for the error.
    begun, now : mapping
        `Plan.document` as the store holds it, and as it would be today.

    Raises
    ------
    StoreError
        Another version of ceralyte; a combination that was forbidden and is allowed, or the other
        way round, since the data of chemistry have changed.
    """
    before, version = begun.get("version"), now.get("version")
    if before is not None and before != version:
        what = f"this study was begun with ceralyte {before}, this is {version}: results differ"
        raise StoreError(place, what, f"ceralyte {before} to go on, or {_NEW}")
    if "forbidden" not in begun:  # older stores do not say
        return
    then, today = (_reasons(document["forbidden"]) for document in (begun, now))
    for labels in sorted(then.keys() ^ today.keys(), key=sorted):
        told = ", ".join(f"{name}: {label}" for name, label in sorted(labels))
        words = ("forbidden", "allowed") if labels in then else ("allowed", "forbidden")
        reason = then.get(labels) or today[labels]
        what = f"{told} was {words[0]} when this study was begun and is {words[1]} now ({reason})"
        raise StoreError(place, what, _NEW)


def _reasons(forbidden: list[dict[str, Any]]) -> dict[frozenset[tuple[str, str]], str]:
    return {frozenset(one["labels"].items()): one["reason"] for one in forbidden}
