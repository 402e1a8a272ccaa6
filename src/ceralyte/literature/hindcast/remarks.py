"""What a reader must know of one prediction: words of the row that are not in its number."""

from functools import cache

from ceralyte.literature.hindcast.makeup import (
    BINDER_WORDS,
    PROCESS_WORDS,
    UNTOLD,
    binder_in_catalogue,
    precipitated,
)
from ceralyte.literature.membrane import PublishedMembrane
from ceralyte.slurry.modifiers import Modifier, modifiers

_NO_SOLVENT = ("", "none", "not stated", "not seen", "dry")


def remarks_on(row: PublishedMembrane, ceramic: str, family: str, kind: str) -> tuple[str, ...]:
    """Return remarks on a row of a `ceramic` of `family` whose binder was taken as of `kind`."""
    return (*_on_process(row), *_on_solvent(row, ceramic, family), *_on_binder(row, kind))


def _on_process(row: PublishedMembrane) -> tuple[str, ...]:
    said = row.process.casefold()
    if not said or any(word in said for word in (*PROCESS_WORDS, *UNTOLD)):
        return ()
    return (f"process '{row.process}' is not known: taken as cast",)


def _on_solvent(row: PublishedMembrane, ceramic: str, family: str) -> tuple[str, ...]:
    if row.solvent.casefold().strip() in _NO_SOLVENT:
        return ()
    if precipitated(row, family):
        return (f"{ceramic} out of its solution in {row.solvent}: less crystalline than pellets",)
    told = [_in_words(m) for m in _effects(ceramic, row.solvent.casefold()) if m.factor]
    return (
        f"{ceramic} is predicted from powder pellets: what {row.solvent} does to it is not in the "
        "number" + "".join(told),
    )


@cache
def _effects(ceramic: str, solvent: str) -> tuple[Modifier, ...]:
    return tuple(m for m in modifiers(ceramic, solvent) if m.quantity == "conductivity")


def _in_words(effect: Modifier) -> str:
    return (
        f"; one report has {effect.factor:g} times the conductivity after it "
        f"({effect.sources[0].text}), which membranes cast from it do not show"
    )


def _on_binder(row: PublishedMembrane, kind: str) -> tuple[str, ...]:
    said = row.binder.casefold()
    if not said or any(word in said for word in BINDER_WORDS) or binder_in_catalogue(row.binder):
        return ()
    return (f"binder '{row.binder}' is not known: taken as {kind}, with the density of PEO",)
