"""All solvents of the catalogue for one ceramic, ranked, each with the reason why not."""

from ceralyte.materials import Catalogue, load_catalogue
from ceralyte.slurry.assess import assess
from ceralyte.slurry.verdict import SlurryVerdict


def screen(
    ceramic: str,
    *,
    solvent: str | None = None,
    binder: str | None = None,
    documents: bool = True,
    catalogue: Catalogue | None = None,
) -> tuple[SlurryVerdict, ...]:
    """Return the verdicts for one solvent or all, the most promising first.

    First what is usable, then what has to be tested, then what destroys the ceramic; within each,
    a binder that goes with it first, then by confidence, then by name.

    Parameters
    ----------
    ceramic, binder, documents, catalogue
        As `assess`.
    solvent : str or None
        None: all of the catalogue.

    Raises
    ------
    InputError
        As `assess`.

    Examples
    --------
    >>> verdicts = screen("Li6PS5Cl")
    >>> verdicts[0].usable, verdicts[-1].usable
    (True, False)
    """
    catalogue = catalogue or load_catalogue()
    names = (solvent,) if solvent is not None else catalogue.names("solvent")
    found = [assess(ceramic, n, binder, documents=documents, catalogue=catalogue) for n in names]
    return tuple(sorted(found, key=_place))


def filter_reason(verdict: SlurryVerdict) -> str:
    """Return in a few words why a pair is left out, "" if it is not.

    Examples
    --------
    >>> filter_reason(assess("Li6PS5Cl", "ethanol"))
    'h2s release'
    """
    if verdict.usable is None:
        leaning = f", leans to {verdict.leaning.replace('_', ' ')}" if verdict.leaning else ""
        return f"test it{leaning}"
    if not verdict.usable:
        return verdict.outcome.replace("_", " ")
    check = verdict.binder_check
    if check and check.solubility == "insoluble":
        return f"{check.binder} does not dissolve"
    if check and check.reacts:
        return f"{check.binder} reacts with the ceramic"
    return ""


def _place(verdict: SlurryVerdict) -> tuple[int, int, float, str]:
    group = {True: 0, None: 1, False: 2}
    binder = group[verdict.binder_check.orthogonal] if verdict.binder_check else 0
    if verdict.usable is False:
        return (2, 0, -verdict.confidence, verdict.solvent)
    return (group[verdict.usable], binder, -verdict.confidence, verdict.solvent)
