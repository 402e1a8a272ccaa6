"""The records of a hindcast."""

from ceralyte.core.provenance import Source
from ceralyte.core.quantities import Outcome, Record
from ceralyte.literature.hindcast.priors import Prior


class Summary(Record):
    """How well a set of rows is predicted.

    Attributes
    ----------
    n : int
        Rows with a prediction and a measurement.
    median_absolute_log10_error : float or None
        None without such rows.
    coverage_90 : float or None
        Share of the measurements inside their 90 % interval.
    width_90 : float or None
        Median width of the 90 % intervals, log10 of high over low: 1 is a factor of 10.
    """

    n: int
    median_absolute_log10_error: float | None
    coverage_90: float | None
    width_90: float | None


class Compared(Record):
    """One quantity of one membrane: predicted with its 90 % interval (`low`, `high`), measured.

    `log10_error`: log10 of predicted over measured; `inside_90`: whether the interval holds it;
    None where one of the two is missing.
    """

    predicted: Outcome
    measured: float | None
    log10_error: float | None
    inside_90: bool | None


class HindcastRow(Record):
    """One published membrane.

    Attributes
    ----------
    id, ceramic, family, process, binder : str
        As the hindcast understands the row; `binder` is "insulator", "salt",
        "plasticised" or "gel".
    basis : str
        Whose pellets stand for the ceramic.
    conductivity : Compared
        S/m.
    others : dict of Compared
        thickness (m), areal_resistance (ohm m2), activation_energy (J/mol), tensile_strength (Pa)
        and specific_energy (J/kg), where the publication gives them.
    baselines : dict of float
        Conductivity by naive estimates, S/m.
    drawn : tuple of str
        Names of the priors that stand in for what is not stated.
    notes : tuple of str
        What of the row is not in the number.
    source : Source
    """

    id: str
    ceramic: str
    family: str
    process: str
    binder: str
    basis: str
    conductivity: Compared
    others: dict[str, Compared]
    baselines: dict[str, float]
    drawn: tuple[str, ...]
    notes: tuple[str, ...]
    source: Source


class LeftOut(Record):
    """A row without a prediction of its conductivity, and why."""

    id: str
    reason: str


class Hindcast(Record):
    """Predictions from recipes alone, against what was measured.

    Attributes
    ----------
    summary : Summary
        Of the conductivity.
    by_kind, by_family, by_process : dict of Summary
        The same, split; `by_kind` into soft (sulfides, halides) and oxide ceramics.
    others : dict of Summary
        Of the other quantities.
    baselines : dict of dict of float
        Median absolute log10 error of naive estimates on the same rows: "all", "soft", "oxide".
    floor : dict of float
        Median absolute log10 error of a perfect model that does not know its powder: what pellets
        of one ceramic differ by between works, "soft" and "oxide".
    rows : tuple of HindcastRow
    left_out : tuple of LeftOut
    priors : tuple of Prior
        Those that were used.
    notes : tuple of str
    sources : tuple of Source
    """

    summary: Summary
    by_kind: dict[str, Summary]
    by_family: dict[str, Summary]
    by_process: dict[str, Summary]
    others: dict[str, Summary]
    baselines: dict[str, dict[str, float]]
    floor: dict[str, float]
    rows: tuple[HindcastRow, ...]
    left_out: tuple[LeftOut, ...]
    priors: tuple[Prior, ...]
    notes: tuple[str, ...]
    sources: tuple[Source, ...]
