"""Outcomes and changes as a reader is told them."""

_OUTCOMES = {
    "test_it": "test it",
    "stable_morphology_change": "stable, morphology changes",
    "h2s_release": "H2S release",
    "complex_reversible": "reversible complex",
}


def outcome_in_words(outcome: str) -> str:
    """Return the outcome of a `SlurryVerdict` as a reader is told it.

    Examples
    --------
    >>> outcome_in_words("stable_morphology_change"), outcome_in_words("ion_exchange")
    ('stable, morphology changes', 'ion exchange')
    """
    return _OUTCOMES.get(outcome, outcome.replace("_", " "))
