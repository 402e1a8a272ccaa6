"""What a verdict on a slurry holds, and how it is told in a report."""

from typing import Literal

from pydantic import Field

from ceralyte.core.provenance import Source
from ceralyte.core.quantities import Record
from ceralyte.model import Verdict
from ceralyte.model.results import Answer
from ceralyte.slurry.binder import BinderCheck
from ceralyte.slurry.evidence import Fate
from ceralyte.slurry.hazards import Hazard, HazardLevel, worst
from ceralyte.slurry.modifiers import Modifier
from ceralyte.slurry.recovery import RecoveryStep
from ceralyte.slurry.wording import outcome_in_words

Rank = Literal["documented", "analogue", "rule", "computed"]
"""Kinds of evidence, never mixed up: a report on this ceramic in this solvent; a report on the same
structural unit or class; a mechanism with its descriptor values; a computed energy."""

Outcome = Fate | Literal["no_solvent", "test_it"]

ABSTAIN_BELOW = 0.65
"""Confidence below which the answer is "test it"."""
SURE = 0.75
"""Confidence below which a "yes" is told as "uncertain"."""


class Evidence(Record):
    """One piece of evidence.

    Attributes
    ----------
    rank : {"documented", "analogue", "rule", "computed"}
    outcome : str
        What it speaks for; "undecided": shown beside the others, it speaks for nothing.
    statement : str
    values : dict
        Descriptor values of a rule, as text.
    sources : tuple of Source
    """

    rank: Rank
    outcome: Fate | Literal["no_solvent", "undecided"]
    statement: str
    values: dict[str, str] = Field(default_factory=dict)
    sources: tuple[Source, ...] = ()


class SlurryVerdict(Record):
    """What becomes of a ceramic in a solvent, with a binder.

    Attributes
    ----------
    ceramic, solvent, binder : str, str, str or None
        The solvent may be a mixture or "none".
    solvents : tuple of str
        The liquids that it consists of; none of a dry process.
    outcome : str
        Fate of the ceramic; "no_solvent" of a dry process; "test_it" where nothing decides.
    usable : bool or None
        Whether the ceramic comes through; None: test it. Never read it as "fine".
    confidence : float
        Chance that `usable` holds, 0 to 1; of an abstention, that of the likelier answer.
    basis : str
        Rank of the evidence that decided.
    mechanism : str
        What happens, in words.
    equation, products, recovery : str
        Balanced reaction, its products, and how the ceramic is got back; "" where none. Of a
        complex the recovery ends with its published conditions, or that they are not known (not
        by rules alone: `documents=False`).
    recovery_step : RecoveryStep or None
        Temperature and atmosphere of that recovery, where published; of a mixture, the hottest of
        those from its parts alone.
    conductivity_change, note : str
        What the deciding report adds.
    alternative : str or None
        A second reading of the deciding report.
    leaning : str or None
        Of an abstention, the likelier outcome, or the harm to look for where nothing is likelier.
    evidence, contradicting : tuple of Evidence
        For the outcome (or another one of the same usability), and against it.
    doubts : tuple of str
        Missing or estimated descriptors, decisive parts of a mixture: why confidence is lower.
    modifiers : tuple of Modifier
        Published effects of the solvent on particles, conduction and grain boundaries.
    hazards : tuple of Hazard
        What the labels of the solvent say, of a mixture of each part; none for a dry process.
    binder_check : BinderCheck or None
    """

    ceramic: str
    solvent: str
    binder: str | None
    solvents: tuple[str, ...] = ()
    outcome: Outcome
    usable: bool | None
    confidence: float
    basis: Rank
    mechanism: str
    equation: str = ""
    products: str = ""
    recovery: str = ""
    recovery_step: RecoveryStep | None = None
    conductivity_change: str = ""
    note: str = ""
    alternative: Fate | None = None
    leaning: Fate | None = None
    evidence: tuple[Evidence, ...] = ()
    contradicting: tuple[Evidence, ...] = ()
    doubts: tuple[str, ...] = ()
    modifiers: tuple[Modifier, ...] = ()
    hazards: tuple[Hazard, ...] = ()
    binder_check: BinderCheck | None = None

    @property
    def hazard_level(self) -> HazardLevel | None:
        """Worst hazard of the solvent to health; None: not known here."""
        return worst(self.hazards)

    @property
    def sources(self) -> tuple[Source, ...]:
        """All sources of the evidence for and against, of the recovery and of the binder."""
        found = [s for e in (*self.evidence, *self.contradicting) for s in e.sources]
        found += self.recovery_step.sources if self.recovery_step else ()
        if self.binder_check:
            found += self.binder_check.sources
            found += [s for at in self.binder_check.electrodes.values() for s in at.sources]
        return tuple(dict.fromkeys(found))

    def to_verdict(self) -> Verdict:
        """Return the answer for a report: does the ceramic come through its processing?

        "uncertain" where the ceramic survives but something speaks against it: a changed
        morphology, a second reading, another report, low confidence, or the binder.
        """
        if self.outcome == "no_solvent":
            question = f"Does {self.ceramic} come through dry processing?"
        else:
            question = f"Does {self.ceramic} come through {self.solvent}?"
        return Verdict(
            topic="chemistry",
            question=question,
            answer=self._answer(),
            reason=self._reason(),
            evidence=self.sources,
        )

    def _answer(self) -> Answer:
        if self.usable is None:
            return "unknown"
        if not self.usable:
            return "no"
        return "uncertain" if self.uncertainties else "yes"

    @property
    def losses(self) -> tuple[str, ...]:
        """Published losses of conduction that the solvent costs, in words."""
        return tuple(
            f"conducts {m.times} times as well after {m.solvent}"
            for m in self.modifiers
            if m.quantity == "conductivity" and m.factor is not None and m.factor < 1
        )

    @property
    def uncertainties(self) -> tuple[str, ...]:
        """Why a ceramic that comes through is no plain "yes"; empty where it is, or does not."""
        if not self.usable:
            return ()
        binder, other = self.binder_check, self.alternative
        morphology = self.outcome == "stable_morphology_change"
        found = [
            *self.losses,
            "particles and grain boundaries change" if morphology else "",
            f"may also be read as: {outcome_in_words(other)}" if other else "",
            "reports contradict each other"
            if any(e.rank == "documented" for e in self.contradicting)
            else "",
            f"confidence below {100 * SURE:.0f} %" if self.confidence < SURE else "",
            f"{binder.binder} does not dissolve"
            if binder and binder.solubility == "insoluble"
            else "",
            f"{binder.binder} reacts with the ceramic" if binder and binder.reacts else "",
        ]
        return tuple(text for text in found if text)

    def _reason(self) -> str:
        parts = [f"{outcome_in_words(self.outcome)}: {self.mechanism}"]
        if self.uncertainties:
            parts.append(f"reasons for doubt: {', '.join(self.uncertainties)}")
        parts += [t for t in (self.equation, self.recovery, self.conductivity_change) if t]
        parts += [self.note] if self.note else []
        parts.append(f"{_BASIS[self.basis]}, confidence {100 * self.confidence:.0f} %")
        if self.alternative and not self.uncertainties:
            parts.append(f"may also be read as: {outcome_in_words(self.alternative)}")
        parts += [f"against it ({e.rank}): {e.statement}" for e in self.contradicting[:1]]
        parts += self.doubts
        if self.binder_check:
            check = self.binder_check
            if check.solubility != "not_needed":
                basis = check.solubility_basis
                parts.append(f"solubility of {check.binder}: {check.solubility} ({basis})")
            parts += [check.reaction] if check.reacts else []
            failing = [f"{n}: {at.words}" for n, at in check.electrodes.items() if at.fails]
            parts += [f"binder {check.binder} against {words}" for words in failing]
        return "; ".join(parts)


_BASIS = {
    "documented": "documented",
    "analogue": "documented for its class only",
    "rule": "by rule, no report names this pair",
    "computed": "computed",
}
