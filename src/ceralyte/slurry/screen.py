"""All solvents of the catalogue for one ceramic, ranked, each with the reason why not."""

from ceralyte.core.errors import InputError
from ceralyte.materials import Catalogue, load_catalogue
from ceralyte.slurry.assess import assess
from ceralyte.slurry.hazards import HazardLevel, UnknownHazard, hazard_level, rank, unknown_hazard
from ceralyte.slurry.verdict import SlurryVerdict
from ceralyte.slurry.wording import outcome_in_words


def screen(
    ceramic: str,
    *,
    solvent: str | None = None,
    binder: str | None = None,
    documents: bool = True,
    compute: bool = False,
    hazard_max: HazardLevel | None = None,
    hazard_unknown: UnknownHazard = "drop",
    solvent_per_ceramic: float | None = None,
    catalogue: Catalogue | None = None,
) -> tuple[SlurryVerdict, ...]:
    """Return the verdicts for one solvent or all, the most promising first.

    First what is usable, then what has to be tested, then what destroys the ceramic; within each,
    what is no worse than `hazard_max` before what is not known to be, a binder that goes with it
    first, what comes through plainly before what is uncertain, known losses of conduction last,
    then by confidence, then by name. `filter_reason` says which of them are left out.

    Parameters
    ----------
    ceramic, binder, documents, compute, solvent_per_ceramic, catalogue
        As `assess`; `compute` for one solvent only.
    solvent : str or None
        None: all of the catalogue.
    hazard_max : {"none", "harmful", "serious", "severe"} or None
        Worst hazard to health that is wanted; None: hazards do not count.
    hazard_unknown : {"drop", "keep"}
        With `hazard_max`: whether solvents of which no hazard is known here count as left out.

    Raises
    ------
    InputError
        As `assess`; an unknown `hazard_max` or `hazard_unknown`.

    Examples
    --------
    >>> verdicts = screen("Li6PS5Cl")
    >>> verdicts[0].usable, verdicts[-1].usable
    (True, False)
    """
    if hazard_max is not None:
        hazard_level(hazard_max, "hazard_max")
    unknown_hazard(hazard_unknown, "hazard_unknown")
    catalogue = catalogue or load_catalogue()
    names = (solvent,) if solvent is not None else catalogue.names("solvent")
    if compute and solvent is None:
        raise InputError("compute", "all solvents would take days", "one solvent")
    found = [
        assess(
            ceramic,
            n,
            binder,
            documents=documents,
            compute=compute,
            solvent_per_ceramic=solvent_per_ceramic,
            catalogue=catalogue,
        )
        for n in names
    ]
    return tuple(sorted(found, key=lambda verdict: _place(verdict, hazard_max)))


def filter_reason(
    verdict: SlurryVerdict,
    hazard_max: HazardLevel | None = None,
    hazard_unknown: UnknownHazard = "drop",
) -> str:
    """Return in a few words why a pair is left out, "" if it is not; arguments as `screen`.

    Examples
    --------
    >>> filter_reason(assess("Li6PS5Cl", "methanol"))
    'H2S release'
    """
    if verdict.usable is None:
        leaning = f", leans to {outcome_in_words(verdict.leaning)}" if verdict.leaning else ""
        return f"test it{leaning}"
    if not verdict.usable:
        return outcome_in_words(verdict.outcome)
    check = verdict.binder_check
    if check and check.solubility == "insoluble":
        return f"{check.binder} does not dissolve, no dispersion known"
    if check and check.reacts:
        return f"{check.binder} reacts with the ceramic"
    place = _hazard_place(verdict, hazard_max)
    if place == _UNKNOWN and hazard_unknown == "drop":
        return "hazard to health not known here"
    if place == _ABOVE:
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
) -> tuple[int, int, int, int, int, float, str]:
    group = {True: 0, None: 1, False: 2}
    hazard = _hazard_place(verdict, hazard_max)
    binder = group[verdict.binder_check.orthogonal] if verdict.binder_check else 0
    if verdict.usable is False:
        hazard, binder = 0, 0
    return (
        group[verdict.usable],
        hazard,
        binder,
        bool(verdict.losses and verdict.usable),
        bool(verdict.uncertainties),
        -verdict.confidence,
        verdict.solvent,
    )
