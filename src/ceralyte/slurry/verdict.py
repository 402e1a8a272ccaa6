"""May this ceramic meet this solvent? Looked up among published outcomes, never guessed."""

from typing import Literal

from ceralyte.core.errors import UnknownNameError
from ceralyte.core.provenance import Source
from ceralyte.core.quantities import Record
from ceralyte.materials import Catalogue, load_catalogue
from ceralyte.model import Material, Verdict
from ceralyte.model.results import Answer
from ceralyte.slurry.evidence import (
    DocumentedOutcome,
    Fate,
    Solubility,
    documented_outcomes,
    documented_solubilities,
    sources_of,
)
from ceralyte.slurry.mechanism import mechanism

NO_SOLVENT = "none"
"""Name of the solvent of a dry process."""

Outcome = Fate | Literal["no_solvent", "no_documented_outcome"]

_USABLE: dict[str, bool | None] = {
    "no_solvent": True,
    "stable": True,
    "complex_reversible": True,
    "stable_morphology_change": True,
    "dissolves": False,
    "decomposes": False,
    "h2s_release": False,
    "no_documented_outcome": None,
}


class SlurryVerdict(Record):
    """What is known about a ceramic in a solvent, with a binder.

    Attributes
    ----------
    ceramic, solvent, binder : str, str, str or None
        Names of the catalogue; the solvent may be a mixture or "none".
    outcome : str
        Documented fate of the ceramic, "no_solvent" or "no_documented_outcome".
    usable : bool or None
        Whether the ceramic comes through; None: nobody has documented it. Never read it as "fine".
    confidence : {"high", "medium", "low", "none"}
    mechanism : str
        What happens, in words.
    reading : str
        Whether a report names this ceramic or speaks of its class.
    alternative : str or None
        A second reading of the same report.
    products, conductivity_change, note : str
        What the report adds.
    evidence, contradicting : tuple of Source
        Works behind the outcome, and works that report another one.
    binder_solubility : {"soluble", "insoluble", "unknown", "not_needed"}
        "not_needed" without a binder or without a solvent.
    binder_evidence : tuple of Source
    """

    ceramic: str
    solvent: str
    binder: str | None
    outcome: Outcome
    usable: bool | None
    confidence: Literal["high", "medium", "low", "none"]
    mechanism: str
    reading: str = ""
    alternative: Fate | None = None
    products: str = ""
    conductivity_change: str = ""
    note: str = ""
    evidence: tuple[Source, ...] = ()
    contradicting: tuple[Source, ...] = ()
    binder_solubility: Solubility | Literal["unknown", "not_needed"] = "not_needed"
    binder_evidence: tuple[Source, ...] = ()

    def to_verdict(self) -> Verdict:
        """Return the answer for a report: does the ceramic come through its processing?

        "uncertain" where the ceramic survives but something speaks against it: a changed
        morphology, a second reading, another report, low confidence, or a binder that stays
        undissolved.
        """
        if self.outcome == "no_solvent":
            question = f"Does {self.ceramic} come through dry processing?"
        else:
            question = f"Does {self.ceramic} come through {self.solvent}?"
        return Verdict(
            topic="slurry",
            question=question,
            answer=self._answer(),
            reason=self._reason(),
            evidence=self.evidence + self.contradicting + self.binder_evidence,
        )

    def _answer(self) -> Answer:
        if self.usable is None:
            return "unknown"
        if not self.usable:
            return "no"
        doubts = (
            self.outcome == "stable_morphology_change",
            self.alternative is not None,
            bool(self.contradicting),
            self.confidence == "low",
            self.binder_solubility == "insoluble",
        )
        return "uncertain" if any(doubts) else "yes"

    def _reason(self) -> str:
        parts = [f"{self.outcome.replace('_', ' ')}: {self.mechanism}"]
        parts += [text for text in (self.products, self.conductivity_change, self.note) if text]
        if self.reading == "class statement":
            parts.append(f"a statement on the class, no report names {self.ceramic}")
        if self.alternative:
            parts.append(f"may also be read as: {self.alternative.replace('_', ' ')}")
        parts += [f"but {source.used_for}" for source in self.contradicting[:1]]
        if self.binder and self.binder_solubility != "not_needed":
            checked = "".join(f" ({s.kind})" for s in self.binder_evidence[:1])
            parts.append(f"binder {self.binder}: {self.binder_solubility}{checked}")
        return "; ".join(parts)


def assess(
    ceramic: str,
    solvent: str,
    binder: str | None = None,
    *,
    catalogue: Catalogue | None = None,
) -> SlurryVerdict:
    """Look up what a solvent does to a ceramic, and whether it dissolves the binder.

    A report that names the ceramic decides; the worst one if several disagree. A statement on the
    ceramic's class is used only where no report names it, and is labelled as such. Reports with
    another outcome stand beside the verdict as contradicting evidence.

    Parameters
    ----------
    ceramic : str
        Name or alias in the catalogue.
    solvent : str
        Name or alias in the catalogue, a documented mixture ("water/ethanol 1:1"), or "none" for
        a dry process.
    binder : str or None
    catalogue : Catalogue or None
        None: the built-in one.

    Raises
    ------
    UnknownNameError
        Unknown ceramic, solvent or binder; the message gives the nearest names.

    Examples
    --------
    >>> verdict = assess("Li6PS5Cl", "water")
    >>> verdict.outcome, verdict.usable
    ('h2s_release', False)
    >>> assess("Li7La3Zr2O12", "toluene").outcome
    'no_documented_outcome'
    """
    catalogue = catalogue or load_catalogue()
    material = catalogue.get(ceramic, "ceramic", "ceramic")
    polymer = catalogue.get(binder, "binder", "polymer").name if binder else None
    if solvent.strip().casefold() == NO_SOLVENT:
        return _dry(material, polymer)
    liquid = _solvent_name(solvent, catalogue)
    solubility, binder_evidence = _binder_solubility(polymer, liquid)
    verdict = _looked_up(material, liquid)
    return verdict.model_copy(
        update={
            "binder": polymer,
            "binder_solubility": solubility,
            "binder_evidence": binder_evidence,
        }
    )


def _looked_up(material: Material, liquid: str) -> SlurryVerdict:
    here = sorted(
        (row for row in documented_outcomes() if row.solvent == liquid),
        key=lambda row: row.severity,
    )
    named = [row for row in here if row.ceramic == material.name]
    of_class = [row for row in here if material.family in row.families]
    if not (named or of_class):
        return SlurryVerdict(
            ceramic=material.name,
            solvent=liquid,
            binder=None,
            outcome="no_documented_outcome",
            usable=_USABLE["no_documented_outcome"],
            confidence="none",
            mechanism=mechanism(material.family, "no_documented_outcome"),
        )
    first = (named or of_class)[0]
    others = [row for row in (*named, *of_class) if row.outcome != first.outcome]
    return SlurryVerdict(
        ceramic=material.name,
        solvent=liquid,
        binder=None,
        usable=_USABLE[first.outcome],
        mechanism=mechanism(material.family, first.outcome),
        evidence=_sources([r for r in (named or of_class) if r.outcome == first.outcome]),
        contradicting=_sources(others),
        **first.model_dump(
            include={
                "outcome",
                "confidence",
                "reading",
                "alternative",
                "products",
                "conductivity_change",
                "note",
            }
        ),
    )


def _sources(rows: list[DocumentedOutcome]) -> tuple[Source, ...]:
    return tuple(source for row in rows for source in row.sources)


def _dry(material: Material, polymer: str | None) -> SlurryVerdict:
    return SlurryVerdict(
        ceramic=material.name,
        solvent=NO_SOLVENT,
        binder=polymer,
        outcome="no_solvent",
        usable=_USABLE["no_solvent"],
        confidence="high",
        mechanism=mechanism(material.family, "no_solvent"),
        evidence=sources_of(
            "dry process",
            "wang2022;zhang2021",
            "membranes made by shearing, without a solvent",
            "statement",
            "high",
        ),
    )


def _solvent_name(solvent: str, catalogue: Catalogue) -> str:
    mixtures = {row.solvent.casefold(): row.solvent for row in documented_outcomes()}
    mixture = mixtures.get(solvent.strip().casefold())
    if mixture:
        return mixture
    try:
        return catalogue.get(solvent, "solvent", "solvent").name
    except UnknownNameError as error:
        raise UnknownNameError(
            "solvent", solvent, (*error.known, *mixtures.values(), NO_SOLVENT)
        ) from None


def _binder_solubility(
    polymer: str | None, liquid: str
) -> tuple[Solubility | Literal["unknown", "not_needed"], tuple[Source, ...]]:
    if polymer is None:
        return "not_needed", ()
    for row in documented_solubilities():
        if row.binder == polymer and row.solvent == liquid:
            return row.solubility, row.sources
    return "unknown", ()
