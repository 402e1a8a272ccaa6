"""The page on solvents as Markdown."""

from collections.abc import Mapping, Sequence

from ceralyte.slurry.calibration import Calibration
from ceralyte.slurry.fitting import CLASS_MEMBERS, Judged
from ceralyte.slurry.verdict import ABSTAIN_BELOW
from energy_words import energies, table
from scoring import Confusion, Score, confidence, wilson

_OPENING = """Made by `make docs-slurry`. The rules know no pair by name: they read structural units
from the formula (octahedra MX6, tetrahedra MX4; PS4, P2S7, P2S6, GeS4, SbS4, SnS4, BS3;
garnet, NASICON), from the molecule of the solvent, donor site, crowding, acidic protons and
electrophilic carbon, with donor number and permittivity. Every row below is judged by rules whose
thresholds and lapse rates were fitted without any row of any of its sources; documents are switched
off."""

_CAVEAT = """**How far to trust the score.** The structure of the rules was drawn up by people who
knew the article, so leaving sources out tests the fitted numbers, not the idea. Three rows of the
article are contradicted by other work (Li6PS5Cl in ethanol, Li7P3S11 in acetonitrile, Li6PS5Cl in
tetrahydrofuran and acetonitrile, where only the surface reacts), so that the truth is known to some
92 %. What others report, mostly syntheses from solution, is the harder test. Five of its rows were
looked up when the rules stood (Li3YCl6 in water, Li3PS4 and Li7P3S11 in anisole, Na3SbS4 in
ethanol, Li1.4Al0.4Ti1.6(PO4)3 in water), and all five had come out right. Statements on sulfides
as a class count a third for each of {members}. A second reading of a report counts as right for the
outcome class; a fit leaves syntheses out, since their last heating mends what a slurry would leave
broken; reports of others that say the same of a pair share one weight. What two of the rows report,
Na4P2S6 and Na3Zr2Si2PO12 in water, was known when their rules were written. Oxides have three
documented rows: their rules are textbook chemistry. How far neighbours screen a donor atom, five
bonds, was fitted to one statement, that benzyl acetate spares sulfides: its three rows prove
nothing. `tests/unit/slurry/test_unseen_chemistry.py` holds pairs (`UNSEEN`) of which no table
reports, nor of their analogues.

**With documents switched on** reports decide. Where they contradict each other, each counts with
the odds of its trust (0.95, 0.9 or 0.75; a synthesis from precursors 0.75), once per source. So
Li7P3S11 in acetonitrile (P2S6 forms; but the ceramic is made there, and joins on heating) and
Li6PS5Cl in ethanol (H2S; but its powder was dissolved and got back by heat) end in "test it", with
both sides shown. A synthesis alone is weighed with the rule."""

_FITTED = """An aprotic solvent attacks if its donor strength DN (1 - 1/eps) x access lies above a
threshold. DN (1 - 1/eps) was the best single descriptor of a pilot; access (1, 0.8, 0.55, 0.3) says
how crowded the donor atom is and is a rule of thumb; oxygen alone on phosphorus or sulfur counts 1.
The chance of attack rises as a logistic
function about the threshold, 1.5 kcal/mol wide, 3 where donor number or permittivity is estimated.
An estimate counts with both quartiles of its group, and leaves 88 % of the distance from one half.
Thresholds maximise likelihood times a normal prior of 12.5 +- 2.5 kcal/mol; lapse rates are
(1 + wrong)/(10 + rows)."""


_RELIABILITY = """Of the verdicts in a bin of confidence, article and others together, each judged
without its sources. The mean confidence should lie in the interval (Wilson; rows of one publication
are not independent, so it is too narrow if anything); above it, confidence is too modest. With so
few rows calibration can only be refuted, not proven:"""


def markdown(
    fitted: Calibration,
    scores: Mapping[str, Score],
    matrix: Confusion,
    bins: Sequence[tuple[float, float, float, float, float]],
    abstention: tuple[float, float],
    abstention_of_all: tuple[float, float],
    judged: Sequence[Judged],
) -> str:
    """Return the page."""
    share, right = abstention
    share_of_all, right_of_all = abstention_of_all
    parts = (
        "# Which solvent for which ceramic: rules against reports",
        _OPENING,
        "## Score",
        _scores(scores),
        f'"Test it" (confidence below {100 * ABSTAIN_BELOW:.0f} %) is answered for '
        f"{_percent(share)} of the article's rows; {_percent(right)} of the others are right. "
        f"With what others report it is {_percent(share_of_all)}, and {_percent(right_of_all)} of "
        "the others are right.",
        _CAVEAT.format(members=", ".join(CLASS_MEMBERS)),
        "## Confusion matrix",
        "![Documented against predicted outcomes](confusion.svg)",
        "Numbers: [confusion.csv](confusion.csv). " + _misses(matrix),
        "## Calibration",
        _FITTED,
        table(
            ("fitted", "value"),
            [
                (name, f"{value:.3g}" + ("" if "lapse" in name else " kcal/mol"))
                for name, value in fitted.model_dump().items()
            ],
        ),
        _RELIABILITY,
        table(
            ("confidence", "rows (weight)", "mean confidence", "right", "95 % interval of right"),
            [
                (
                    f"{low:.2f} to {high:.2f}",
                    f"{weight:.1f}",
                    _percent(mean),
                    _percent(hits),
                    " to ".join(_percent(end) for end in wilson(hits, weight)),
                )
                for low, high, weight, mean, hits in bins
            ],
        ),
        "## Computed energies",
        energies(),
        "## Every row",
        table(
            ("ceramic", "solvent", "documented", "by rule", "confidence", "right", "told by"),
            [
                (
                    j.row.ceramic,
                    j.row.solvent,
                    j.row.outcome,
                    j.predicted,
                    _percent(confidence(j)),
                    "yes" if j.right else "NO",
                    ("article" if j.row.article else "others")
                    + (", synthesis" if j.row.synthesis else ""),
                )
                for j in judged
            ],
        ),
    )
    return "\n\n".join(parts) + "\n"


def _scores(scores: Mapping[str, Score]) -> str:
    headings = (
        "judge",
        "rows",
        "usable found",
        "harmful found",
        "balanced accuracy",
        "outcome class",
    )
    return table(
        headings,
        [
            (
                name,
                str(s.rows),
                _percent(s.usable_found),
                _percent(s.harmful_found),
                _percent(s.balanced),
                _percent(s.outcome_right) if s.outcome_right is not None else "",
            )
            for name, s in scores.items()
        ],
    )


def _misses(matrix: Confusion) -> str:
    missed = [
        f"{truth} taken for {said} ({weight:.3g})"
        for truth, row in zip(matrix.outcomes, matrix.weights, strict=True)
        for said, weight in zip(matrix.outcomes, row, strict=True)
        if weight and truth != said
    ]
    return "Off the diagonal: " + ("; ".join(missed) or "nothing") + "."


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
