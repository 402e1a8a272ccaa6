"""Ceramics given as hydrates and solvates, such as Li3InCl6.2H2O or Li3PS4.3THF."""

import re
from functools import lru_cache

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Record
from ceralyte.materials import Catalogue
from ceralyte.slurry.anatomy import anatomy
from ceralyte.slurry.verdict import Evidence, Rank, SlurryVerdict

_DOT = re.compile(r"\s*[.·•∙⋅*-]\s*")
_COUNT = re.compile(r"(?P<count>[1-9]\d*(?:\.\d+)?|0(?:\.\d+)?|[nx](?=[A-Z]))?\s*(?P<guest>\S.*)")
_BRACKET = re.compile(r"(?P<host>.+)\((?P<guest>[^()]+)\)(?P<count>\d+(?:\.\d+)?)?")
HOW = "a hydrate or solvate is the formula, a dot and a solvent of the catalogue, as Li3PS4.3THF"
_LONGEST = 100  # characters of a formula with its solvent
_RANKS: tuple[Rank, ...] = ("documented", "analogue", "rule", "computed")  # firmest first
_HEAT = "heat drives the bound solvent out"


class Solvate(Record):
    """A ceramic with solvent in its crystal.

    Attributes
    ----------
    text : str
        As it was given.
    host, guest : str
        Ceramic and solvent.
    count : str
        Molecules of solvent per formula unit, "n" where it is not given.
    """

    text: str
    host: str
    guest: str
    count: str


@lru_cache(maxsize=64)
def read_solvate(text: str, catalogue: Catalogue) -> Solvate | None:
    """Read a ceramic with bound solvent; None of a text that is none.

    The solvent stands behind a dot, which may be a full stop, or in brackets, as Li3PS4(THF)3. The
    rest has to be a ceramic of the catalogue or a neutral formula.

    Raises
    ------
    InputError
        None of the solvent, as in Li3PS4(H2O)0.

    Examples
    --------
    >>> from ceralyte.materials import load_catalogue
    >>> found = read_solvate("Na3SbS4.9H2O", load_catalogue())
    >>> found.host, found.count, found.guest
    ('Na3SbS4', '9', 'water')
    >>> read_solvate("Li1.3Al0.3Ti1.7(PO4)3", load_catalogue()) is None
    True
    """
    if len(text) > _LONGEST:
        return None
    splits = [
        (text[: dot.start()], _COUNT.fullmatch(text, dot.end())) for dot in _DOT.finditer(text)
    ]
    if bracket := _BRACKET.fullmatch(text):
        splits.append((bracket["host"], bracket))
    for host, rest in splits:
        guest = _guest(rest["guest"], catalogue) if rest else ""
        if rest and guest and _is_ceramic(host.strip(), catalogue):
            count = rest["count"] or "1"
            known = count if count[0].isdigit() else "n"
            if known != "n" and float(known) == 0:
                allowed = "a count above zero, or the ceramic alone"
                raise InputError("ceramic", f"'{text.strip()}' holds {known} {guest}", allowed)
            return Solvate(text=text.strip(), host=host.strip(), guest=guest, count=known)
    return None


def of_solvate(solvate: Solvate, host: SlurryVerdict, bound: SlurryVerdict) -> SlurryVerdict:
    """Join the verdicts on the ceramic in its solvent and in the one that it holds.

    The worse decides. Where both spare the ceramic it is still the complex that meets the slurry:
    it turns into the electrolyte only when the bound solvent is driven out.

    Parameters
    ----------
    solvate : Solvate
    host : SlurryVerdict
        On the bare ceramic in the solvent that is asked for.
    bound : SlurryVerdict
        On the bare ceramic in the solvent that its crystal holds.
    """
    place = {False: 0, None: 1, True: 2}
    worse = min((bound, host), key=lambda v: (place[v.usable], v.confidence))
    recovery = bound.recovery or _HEAT
    doubts = (*host.doubts, *(d for d in bound.doubts if d not in host.doubts))
    update: dict[str, object] = {
        "ceramic": solvate.text,
        "solvent": host.solvent,
        "solvents": host.solvents,
        "binder": host.binder,
        "mechanism": f"{solvate.text} is {solvate.host} with {solvate.guest} in its crystal: "
        f"{bound.mechanism}"
        + ("" if host.solvent == bound.solvent else f"; in {host.solvent}: {host.mechanism}"),
        "basis": max((host.basis, bound.basis), key=_RANKS.index),
        "evidence": _once(host.evidence, bound.evidence),
        "contradicting": _once(host.contradicting, bound.contradicting),
        "doubts": doubts,
        "modifiers": host.modifiers,
        "hazards": host.hazards,
        "binder_check": host.binder_check,
    }
    if worse.usable:
        update |= {
            "outcome": "complex_reversible",
            "recovery": recovery,
            "recovery_step": bound.recovery_step,
            "equation": f"{solvate.text} -> {solvate.host} + {solvate.count} {solvate.guest}",
            "products": solvate.host,
            "note": f"conducts as {solvate.host} only after the recovery, at a temperature that "
            "the binder has to survive",
        }
    elif worse.usable is False and worse is bound and bound.basis == "rule":
        speaks = f"that {solvate.text} can be made at all speaks against this rule"
        update["doubts"] = (*doubts, speaks)
    if host.binder_check and worse.usable is not True:
        orthogonal = False if worse.usable is False else None
        update["binder_check"] = host.binder_check.model_copy(update={"orthogonal": orthogonal})
    return worse.model_copy(update=update)


def _once(some: tuple[Evidence, ...], more: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    return (*some, *(e for e in more if e not in some))


def _guest(text: str, catalogue: Catalogue) -> str:
    """Name of a solvent of the catalogue, "" of another text."""
    try:
        return catalogue.get(text, "ceramic", "solvent").name
    except InputError:
        return ""


def _is_ceramic(text: str, catalogue: Catalogue) -> bool:
    try:
        return bool(catalogue.get(text, "ceramic", "ceramic"))
    except InputError:
        pass
    try:
        return bool(anatomy(text))
    except InputError:
        return False
