"""What a reader must know of one prediction: words of the row that are not in its number."""

from ceralyte.literature.hindcast.makeup import (
    BINDER_WORDS,
    PROCESS_WORDS,
    UNTOLD,
    binder_in_catalogue,
    precipitated,
)
from ceralyte.literature.hindcast.priors import solvent_effect
from ceralyte.literature.membrane import PublishedMembrane

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
    if effect := solvent_effect(ceramic, row.solvent):
        return (f"{effect.name}: {effect.low:g} to {effect.high:g}; {effect.reason}",)
    return (
        f"{ceramic} is predicted from powder pellets: what {row.solvent} does to it is not in the "
        "number",
    )


def _on_binder(row: PublishedMembrane, kind: str) -> tuple[str, ...]:
    said = row.binder.casefold()
    if not said or any(word in said for word in BINDER_WORDS) or binder_in_catalogue(row.binder):
        return ()
    return (f"binder '{row.binder}' is not known: taken as {kind}, with the density of PEO",)
