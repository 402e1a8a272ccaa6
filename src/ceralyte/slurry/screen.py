"""All solvents of the catalogue for one ceramic, ranked, each with the reason why not."""

from ceralyte.materials import Catalogue, load_catalogue
from ceralyte.slurry.assess import assess
from ceralyte.slurry.hazards import HazardLevel, hazard_level, rank
from ceralyte.slurry.verdict import SlurryVerdict


def screen(
    ceramic: str,
    *,
    solvent: str | None = None,
    binder: str | None = None,
    documents: bool = True,
    hazard_max: HazardLevel | None = None,
    catalogue: Catalogue | None = None,
) -> tuple[SlurryVerdict, ...]:
    """Return the verdicts for one solvent or all, the most promising first.

    First what is usable, then what has to be tested, then what destroys the ceramic; within each,
    what is no worse than `hazard_max` before what is not known to be, a binder that goes with it
    first, then by confidence, then by name.

    Parameters
    ----------
    ceramic, binder, documents, catalogue
        As `assess`.
    solvent : str or None
        None: all of the catalogue.
    hazard_max : {"none", "harmful", "serious", "severe"} or None
        Worst hazard to health that is wanted; None: hazards do not count.

    Raises
    ------
    InputError
        As `assess`; an unknown `hazard_max`.

    Examples
    --------
    >>> verdicts = screen("Li6PS5Cl")
    >>> verdicts[0].usable, verdicts[-1].usable
    (True, False)
    """
    if hazard_max is not None:
        hazard_level(hazard_max, "hazard_max")
    catalogue = catalogue or load_catalogue()
    names = (solvent,) if solvent is not None else catalogue.names("solvent")
    found = [assess(ceramic, n, binder, documents=documents, catalogue=catalogue) for n in names]
    return tuple(sorted(found, key=lambda verdict: _place(verdict, hazard_max)))


def filter_reason(verdict: SlurryVerdict, hazard_max: HazardLevel | None = None) -> str:
    """Return in a few words why a pair is left out, "" if it is not.

    A solvent whose hazards are not known is not left out.

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
    if _hazard_place(verdict, hazard_max) == _ABOVE:
        return f"{verdict.hazard_level} hazard to health"
    return ""


_WITHIN, _UNKNOWN, _ABOVE = 0, 1, 2


def _hazard_place(verdict: SlurryVerdict, hazard_max: HazardLevel | None) -> int:
    if hazard_max is None:
        return _WITHIN
    limit, level = rank(hazard_max), verdict.hazard_level
    if level is None:
        return _UNKNOWN
    return _WITHIN if rank(level) <= limit else _ABOVE


def _place(
    verdict: SlurryVerdict, hazard_max: HazardLevel | None
) -> tuple[int, int, int, float, str]:
    group = {True: 0, None: 1, False: 2}
    hazard = _hazard_place(verdict, hazard_max)
    binder = group[verdict.binder_check.orthogonal] if verdict.binder_check else 0
    if verdict.usable is False:
        hazard, binder = 0, 0
    return (group[verdict.usable], hazard, binder, -verdict.confidence, verdict.solvent)
