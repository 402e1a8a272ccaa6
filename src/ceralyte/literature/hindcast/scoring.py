"""How well predictions agree with measurements."""

from collections.abc import Callable, Iterable, Sequence
from math import log10
from statistics import median

from ceralyte.core.quantities import Outcome, Unavailable
from ceralyte.literature.hindcast.others import measured_thickness
from ceralyte.literature.hindcast.results import Compared, HindcastRow, Summary
from ceralyte.literature.membrane import PublishedMembrane


def compare(predicted: Outcome, measured: float | None) -> Compared:
    """Return a prediction beside what was measured, in the same unit."""
    if measured is None or isinstance(predicted, Unavailable):
        return Compared(predicted=predicted, measured=measured, log10_error=None, inside_90=None)
    low, high = predicted.low, predicted.high
    return Compared(
        predicted=predicted,
        measured=measured,
        log10_error=log10(predicted.value / measured),
        inside_90=None if low is None or high is None else low <= measured <= high,
    )


def measured_conductivity(row: PublishedMembrane) -> float | None:
    """Return the published conductivity, S/m, else areal conductance times measured thickness."""
    thickness = measured_thickness(row)
    if row.conductivity is not None or row.areal_conductance is None or thickness is None:
        return row.conductivity
    return row.areal_conductance * thickness


def measured_resistance(row: PublishedMembrane) -> float | None:
    """Return the published areal resistance, ohm m2.

    Thickness over conductivity would only repeat the errors of these two.
    """
    return None if row.areal_conductance is None else 1 / row.areal_conductance


def summary_of(compared: Iterable[Compared]) -> Summary:
    """Return number, median error and coverage of those that are predicted and measured."""
    known = [c for c in compared if c.log10_error is not None]
    inside = [c.inside_90 for c in known if c.inside_90 is not None]
    errors = [abs(c.log10_error) for c in known if c.log10_error is not None]
    widths = [w for w in (_width(c.predicted) for c in known) if w is not None]
    return Summary(
        n=len(known),
        median_absolute_log10_error=median(errors) if errors else None,
        coverage_90=sum(inside) / len(inside) if inside else None,
        width_90=median(widths) if widths else None,
    )


def _width(predicted: Outcome) -> float | None:
    """Width of an interval, log10 of high over low."""
    if isinstance(predicted, Unavailable) or not predicted.low or predicted.high is None:
        return None
    return log10(predicted.high / predicted.low)


def split(rows: Sequence[HindcastRow], key: Callable[[HindcastRow], str]) -> dict[str, Summary]:
    """Return the summary of the conductivity of each group of rows."""
    names = sorted({key(r) for r in rows if r.conductivity.log10_error is not None})
    return {n: summary_of(r.conductivity for r in rows if key(r) == n) for n in names}
