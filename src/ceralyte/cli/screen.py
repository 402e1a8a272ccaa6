"""What ``ceralyte screen`` does: verdicts on one pair or all solvents, as text, JSON, figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ceralyte.cli.output import say, table
from ceralyte.cli.practice import Practice
from ceralyte.core.errors import Mistakes
from ceralyte.materials import load_catalogue
from ceralyte.slurry import (
    UNPUBLISHED,
    Evidence,
    Hazard,
    HazardLevel,
    SlurryVerdict,
    UnknownHazard,
    describe_solvents,
    filter_reason,
    hazard_level,
    screen,
    sphere_of,
    unknown_hazard,
)
from ceralyte.slurry.wording import outcome_in_words

_NEXT = "what to weigh out: ceralyte check RECIPE (ceralyte init writes a recipe to fill in)"
_WORDS = {"unknown": "test it"}  # of answers, where the list has another word


@dataclass(frozen=True)
class Hazards:
    """Worst hazard to health that is wanted (None: any), and what becomes of unknown ones."""

    most: HazardLevel | None
    unknown: UnknownHazard

    def reason(self, verdict: SlurryVerdict) -> str:
        """Why a pair is left out, "" if it is not."""
        return filter_reason(verdict, self.most, self.unknown)


def hazards_of(hazard_max: str | None, hazard_unknown: str, wrong: Mistakes) -> Hazards:
    """Read the options on hazards; note in `wrong` names that are none."""
    most: HazardLevel | None = None
    unknown: UnknownHazard = "drop"
    with wrong.noted():
        if hazard_max is not None:
            most = hazard_level(hazard_max, "--hazard-max")
    with wrong.noted():
        unknown = unknown_hazard(hazard_unknown, "--hazard-unknown")
    return Hazards(most, unknown)


def run(
    ceramic: str,
    solvent: str | None,
    binder: str | None,
    *,
    documents: bool,
    compute: bool,
    hazards: Hazards,
    solvent_per_ceramic: float | None = None,
) -> tuple[SlurryVerdict, ...]:
    """Return the verdicts on one solvent, or on all of the catalogue, ranked."""
    return screen(
        ceramic,
        solvent=solvent,
        binder=binder,
        documents=documents,
        compute=compute,
        hazard_max=hazards.most,
        hazard_unknown=hazards.unknown,
        solvent_per_ceramic=solvent_per_ceramic,
    )


def document(
    verdicts: Sequence[SlurryVerdict],
    practised: Practice | None,
    hazards: Hazards,
) -> list[dict[str, Any]]:
    """Return the verdicts for one JSON document."""
    found = [
        v.model_dump(mode="json")
        | {
            "filter_reason": hazards.reason(v),
            "hazard_level": v.hazard_level,
            "place": place,
        }
        for place, v in enumerate(verdicts, 1)
    ]
    if practised:
        found = [each | practised.document() for each in found]
    return found


def answer_is_no(verdicts: Sequence[SlurryVerdict], hazards: Hazards) -> bool:
    """Whether nothing is usable with its binder, and nothing is left to be tested."""
    return all(v.usable is not None and hazards.reason(v) for v in verdicts)


def show(
    verdicts: Sequence[SlurryVerdict],
    practised: Practice | None,
    hazards: Hazards,
) -> None:
    """Print one verdict in full, or all as a table."""
    if len(verdicts) == 1:
        _one(verdicts[0], hazards)
        if practised:
            practised.show()
        say(_NEXT)
        return
    binder = verdicts[0].binder
    columns = ("solvent", "verdict", "sure", "by", "hazard", *((binder,) if binder else ()))
    rows = [_row(v, hazards) for v in verdicts]
    table(f"{verdicts[0].ceramic} in solvents", columns, rows)
    if practised:
        practised.show()
    say("one pair in full: ceralyte screen --ceramic C --solvent S")
    say(_NEXT)


def write_figures(
    verdicts: Sequence[SlurryVerdict], folder: Path, *, documents: bool
) -> list[Path]:
    """Draw the maps of solvents and the matrix of all ceramics; return the files."""
    from ceralyte.report import write_screen_figures

    ceramic, binder, catalogue = verdicts[0].ceramic, verdicts[0].binder, load_catalogue()
    whole = tuple(verdicts)
    if len(verdicts) == 1:
        whole = screen(ceramic, binder=binder, documents=documents)
    names = [v.solvent for v in whole]
    matrix = {}
    for material in catalogue:
        if material.category == "ceramic" and material.formula:
            found = {v.solvent: v for v in screen(material.name, documents=documents)}
            matrix[material.name] = [found[name] for name in names]
    sphere = sphere_of(catalogue.get(binder)) if binder else None
    if binder and sphere is None:
        say(f"no sphere in the Hansen plane: parameters or radius of {binder} are not known")
    return write_screen_figures(
        whole,
        describe_solvents(catalogue),
        matrix,
        folder,
        sphere=sphere,
    )


def _row(verdict: SlurryVerdict, hazards: Hazards) -> tuple[str, ...]:
    reason = hazards.reason(verdict)
    outcome = outcome_in_words(verdict.outcome)
    words = f"{outcome}, but {reason}" if verdict.usable and reason else reason or outcome
    losses = verdict.losses if verdict.usable else ()
    words += "".join(f"; {loss}" for loss in losses)
    cells = (
        verdict.solvent,
        words if verdict.usable is None else f"{_word(verdict)}: {words}",
        f"{100 * verdict.confidence:.0f} %",
        verdict.basis,
        verdict.hazard_level or "not known here",
    )
    if check := verdict.binder_check:
        return (*cells, check.solubility + (" (recalled)" if check.recalled else ""))
    return cells


def _word(verdict: SlurryVerdict) -> str:
    """The answer in the word that `check` has for it, but for what has to be tested."""
    answer = verdict.to_verdict().answer
    return _WORDS.get(answer, answer)


def _one(verdict: SlurryVerdict, hazards: Hazards) -> None:
    left_out = hazards.reason(verdict) if verdict.usable else ""
    rows = [
        ("usable", f"{_word(verdict)}, confidence {100 * verdict.confidence:.0f} %"),
        ("left out", left_out),
        ("uncertain", "; ".join(verdict.uncertainties)),
        ("outcome", outcome_in_words(verdict.outcome)),
        ("leans to", outcome_in_words(verdict.leaning or "")),
        ("mechanism", verdict.mechanism),
        ("equation", verdict.equation),
        ("products", verdict.products),
        ("recovery", verdict.recovery),
        ("conductivity", verdict.conductivity_change),
        ("note", verdict.note),
        ("doubts", "; ".join(verdict.doubts)),
        ("hazards", "; ".join(_hazard(h) for h in verdict.hazards)),
    ]
    pair = f"{verdict.ceramic} in {verdict.solvent}"
    table(pair, ("", ""), [row for row in rows if row[1]])
    table("Evidence", ("rank", "says", "values", "source"), _evidence(verdict))
    if verdict.modifiers:
        table(
            "Published effects (design applies that on conductivity, impedance on capacitance)",
            ("quantity", "factor", "says"),
            [(m.quantity.replace("_", " "), m.times, m.statement) for m in verdict.modifiers],
        )
    told = any(m.quantity == "particle_size" for m in verdict.modifiers)
    if verdict.usable and verdict.outcome != "no_solvent" and not told:
        say(UNPUBLISHED)
    check = verdict.binder_check
    if check is None:
        return
    words = {True: "yes", False: "no", None: "not known"}
    lines = [
        ("orthogonal (article, 4b)", check.told),
        ("solubility", f"{check.solubility}: {check.solubility_basis}"),
        ("reacts with the ceramic", f"{words[check.reacts]}: {check.reaction}"),
        *((f"against {name}", at.words) for name, at in check.electrodes.items()),
        ("film", check.film),
    ]
    table(f"Binder {check.binder}", ("", ""), lines)


def _hazard(hazard: Hazard) -> str:
    if hazard.statements is None or hazard.source is None:
        return f"{hazard.solvent}: not known here, see the safety data sheet"
    codes = " ".join(hazard.statements) or "not classified"
    note = f"; {hazard.note}" if hazard.note else ""
    return f"{hazard.solvent}: {codes} ({hazard.level} to health{note}; {hazard.source.text})"


def _evidence(verdict: SlurryVerdict) -> list[tuple[str, str, str, str]]:
    return [_told(e, "") for e in verdict.evidence] + [
        _told(e, "against: ") for e in verdict.contradicting
    ]


def _told(evidence: Evidence, prefix: str) -> tuple[str, str, str, str]:
    values = "; ".join(f"{name}: {text}" for name, text in evidence.values.items())
    sources = "; ".join(f"{s.text} {s.locator}".strip() for s in evidence.sources)
    return (evidence.rank, prefix + evidence.statement, values, sources)
