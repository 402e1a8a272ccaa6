"""What a rule finds: outcome, chance that the ceramic stays usable, mechanism, values, reaction."""

from collections.abc import Mapping
from math import exp

from pydantic import Field

from ceralyte.core.provenance import Source
from ceralyte.core.quantities import Record
from ceralyte.slurry.evidence import Fate, usable
from ceralyte.slurry.reaction import Reaction

STRONG, FIRM, LIKELY, EVEN = 0.97, 0.90, 0.75, 0.5
"""How firmly a rule without a threshold speaks: textbook chemistry without known exceptions; with
rare ones; a tendency; no tendency. Judgements, which the calibration then tempers."""


class Finding(Record):
    """The answer of one rule.

    Attributes
    ----------
    rule : str
        Short name of the rule.
    outcome : Fate
    chance_usable : float
        Before calibration, 0 to 1.
    mechanism : str
    values : dict
        Descriptor values that decided, as text.
    reaction : Reaction or None
    recovery : str
        How the ceramic is got back from a complex.
    doubts : tuple of str
        Descriptors that the rule wanted and nobody knows, or that are only recalled.
    sources : tuple of Source
        Of the descriptor values that it went by.
    """

    rule: str
    outcome: Fate
    chance_usable: float
    mechanism: str
    values: dict[str, str] = Field(default_factory=dict)
    reaction: Reaction | None = None
    recovery: str = ""
    doubts: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()


def found(
    rule: str,
    outcome: Fate,
    firmness: float,
    mechanism: str,
    values: Mapping[str, str] | None = None,
    *,
    reaction: Reaction | None = None,
    recovery: str = "",
    doubts: tuple[str, ...] = (),
) -> Finding:
    """Return a finding whose outcome holds with chance `firmness`, 0.5 to 1."""
    chance = firmness if usable(outcome) else 1 - firmness
    return Finding(
        rule=rule,
        outcome=outcome,
        chance_usable=chance,
        mechanism=mechanism,
        values=dict(values or {}),
        reaction=reaction,
        recovery=recovery,
        doubts=doubts,
    )


def chance_above(value: float, threshold: float, width: float) -> float:
    """Chance that a donor of strength `value` attacks, all in kcal/mol."""
    return 1 / (1 + exp(-(value - threshold) / width))
