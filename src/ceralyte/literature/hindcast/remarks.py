"""What a reader must know of one prediction: words of the row that are not in its number."""

from functools import cache

from ceralyte.core.errors import CeralyteError
from ceralyte.literature.hindcast.ceramics import distance, material_named, shares_of
from ceralyte.literature.hindcast.makeup import binder_in_catalogue
from ceralyte.literature.hindcast.pellets import Pellet
from ceralyte.literature.hindcast.priors import solvent_effect
from ceralyte.literature.hindcast.words import (
    BINDER_WORDS,
    NO_SOLVENT,
    PROCESS_WORDS,
    UNTOLD,
    out_of_solution,
    process_of,
)
from ceralyte.literature.membrane import PublishedMembrane
from ceralyte.slurry import assess

_SAME = 0.002
"""Difference of the shares of the elements [-] that comes of rounding a formula. A choice."""


def remarks_on(row: PublishedMembrane, pellet: Pellet, kind: str) -> tuple[str, ...]:
    """Return remarks on a row predicted from `pellet` whose binder was taken as of `kind`."""
    return (
        *_on_ceramic(row, pellet),
        *_on_process(row),
        *_on_solvent(row, pellet),
        *_on_binder(row, kind),
    )


def _on_ceramic(row: PublishedMembrane, pellet: Pellet) -> tuple[str, ...]:
    shares, material = shares_of(row.ceramic), material_named(row.ceramic)
    if shares is None:
        return ()
    if material is None:
        return (f"{row.ceramic} is not known: predicted from {pellet.basis}",)
    if distance(shares, shares_of(material.name)) < _SAME:
        return ()
    return (f"{material.name} stands in for {row.ceramic}",)


def _on_process(row: PublishedMembrane) -> tuple[str, ...]:
    said = row.process.casefold()
    if not said:
        return (f"no process is stated: taken as {process_of(row)}",)
    if any(word in said for word in (*PROCESS_WORDS, *UNTOLD)):
        return ()
    return (f"process '{row.process}' is not known: taken as cast",)


def _on_solvent(row: PublishedMembrane, pellet: Pellet) -> tuple[str, ...]:
    if row.solvent.casefold().strip() in NO_SOLVENT:
        return ()
    if out_of_solution(row, pellet.family):
        return (
            f"{pellet.name} out of its solution in {row.solvent}: less crystalline than pellets",
        )
    if harm := _harm(pellet.name, row.solvent):
        return (f"{row.solvent} spoils {pellet.name}, which is not in the number: {harm}",)
    if effect := solvent_effect(row, pellet.name, pellet.family):
        return (f"{effect.name}: {effect.low:g} to {effect.high:g} (drawn; `--json` says why)",)
    return (
        f"what {row.solvent} does to {pellet.name} is not in the number, which follows from "
        f"{pellet.basis}",
    )


@cache
def _harm(ceramic: str, solvent: str) -> str:
    """How a solvent destroys a ceramic, as `ceralyte screen` says; "" if it does not."""
    try:
        verdict = assess(ceramic, solvent)
    except CeralyteError:  # a solvent in words that name no liquid: told as not in the number
        return ""
    return verdict.mechanism if verdict.usable is False else ""


def _on_binder(row: PublishedMembrane, kind: str) -> tuple[str, ...]:
    said = row.binder.casefold()
    if not said or any(word in said for word in BINDER_WORDS) or binder_in_catalogue(row.binder):
        return ()
    return (f"binder '{row.binder}' is not known: taken as {kind}, with the density of PEO",)
