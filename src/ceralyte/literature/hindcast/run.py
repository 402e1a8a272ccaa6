"""The hindcast: every published membrane rich in ceramic, predicted from its recipe."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import log10
from statistics import median
from zlib import crc32

import numpy as np
from scipy.stats import norm

from ceralyte.core.errors import InputError
from ceralyte.core.provenance import Source
from ceralyte.core.quantities import Outcome, Quantity
from ceralyte.literature.hindcast import others
from ceralyte.literature.hindcast.baselines import Measured, medians_of_others
from ceralyte.literature.hindcast.calibration import Residual, half_width
from ceralyte.literature.hindcast.ceramics import OXIDES
from ceralyte.literature.hindcast.conduction import Chain, chain_of
from ceralyte.literature.hindcast.energy import ENERGY_PRIORS, predicted_specific_energy
from ceralyte.literature.hindcast.pellets import Pellet, pellet_of, powder_scatter
from ceralyte.literature.hindcast.priors import Prior
from ceralyte.literature.hindcast.remarks import remarks_on
from ceralyte.literature.hindcast.results import (
    Compared,
    Hindcast,
    HindcastRow,
    LeftOut,
)
from ceralyte.literature.hindcast.rich import left_out
from ceralyte.literature.hindcast.scoring import (
    compare,
    measured_conductivity,
    measured_resistance,
    split,
    summary_of,
)
from ceralyte.literature.hindcast.words import binder_kind, process_of
from ceralyte.literature.membrane import PublishedMembrane
from ceralyte.literature.membranes import published_membranes

NOTES = (
    "no constant belongs to one membrane; the width of its interval is counted on the other "
    "publications of the shipped table, and of the pellets of its own publication only that of its "
    "own powder enters, where the row states one (`basis` says so)",
    "the structure of the model (classes of process and of binder, the priors) was chosen with the "
    "shipped rows in view, so that their error flatters it; rows of your own do not",
    "the floor is what pellets of one ceramic differ by between works: a row without "
    "pellet_conductivity_mS_cm cannot be predicted better",
)

UNMEASURED = "no row that is predicted has a measured conductivity: nothing to compare or to draw"


@dataclass(frozen=True)
class _Computed:
    """A row with all that is computed before its interval."""

    row: PublishedMembrane
    pellet: Pellet
    chain: Chain
    seed: tuple[int, ...]

    @property
    def measured(self) -> float | None:
        """Conductivity, S/m."""
        return measured_conductivity(self.row)

    @property
    def soft(self) -> bool:
        return self.pellet.family not in OXIDES

    def residual(self) -> Residual:
        """Measured less computed; the row has a conductivity."""
        assert self.measured is not None  # asked for of such rows only
        return Residual(
            value=log10(self.measured) - self.chain.median,
            std=self.chain.std,
            soft=self.soft,
            work=self.row.work,
        )

    def baselines(self, known: Sequence[Measured]) -> dict[str, float]:
        """log10 of the conductivity (S/m) by naive estimates, some from what is known of others."""
        return self.chain.baselines | medians_of_others(self.as_measured(), known)

    def as_measured(self) -> Measured:
        """What is measured, and of what."""
        return Measured(
            value=None if self.measured is None else log10(self.measured),
            soft=self.soft,
            family=self.pellet.family,
            process=process_of(self.row),
            work=self.row.work,
        )


def hindcast(
    rows: Sequence[PublishedMembrane] | None = None,
    *,
    seed: int = 0,
    progress: Callable[[str, float], None] = lambda _what, _share: None,
) -> Hindcast:
    """Predict published membranes from their recipes and compare.

    Parameters
    ----------
    rows : sequence of PublishedMembrane or None
        Membranes to predict; None: those of the shipped table, each with an interval counted on
        the other publications. `rows` are never counted on.
    seed : int
        Of the draws, 0 or more. Predictions by two seeds are about 0.01 of log10 apart, or less
        (`benchmarks/hindcast_seeds.py`).
    progress : callable
        Told which membrane is computed and the share done.

    Returns
    -------
    Hindcast

    Raises
    ------
    InputError
        A seed that is no whole number from 0 on.

    Validity
    --------
    Membranes with more ceramic than polymer by weight, between -20 and 100 degC. `left_out` says
    of the others why they are not predicted.

    Examples
    --------
    >>> result = hindcast(published_membranes()[:8])
    >>> result.summary.n
    1
    """
    if not isinstance(seed, int) or seed < 0:
        raise InputError("seed", f"got {seed!r}", "0 or more")
    wanted = published_membranes() if rows is None else tuple(rows)
    known = tuple(one.residual() for one in _shipped(seed))
    measured = tuple(one.as_measured() for one in _shipped(seed))
    done, missing = [], []
    for number, row in enumerate(wanted):
        progress(row.identifier, number / len(wanted))
        reason = left_out(row)
        try:
            found = None if reason else _computed(row, seed)
        except InputError as error:
            found, reason = None, str(error)
        if found is None:
            missing.append(LeftOut(id=row.identifier, reason=reason))
        else:
            done.append((found, _row(found, known, measured)))
    predicted = [one for _, one in done]
    computed = [one for one, _ in done]
    return Hindcast(
        summary=summary_of(one.conductivity for one in predicted),
        by_kind=split(predicted, lambda r: "oxide" if r.family in OXIDES else "soft"),
        by_family=split(predicted, lambda r: r.family),
        by_process=split(predicted, lambda r: r.process),
        others={
            name: summary_of(r.others[name] for r in predicted if name in r.others)
            for name in dict.fromkeys(n for r in predicted for n in r.others)
        },
        baselines={
            "all": _baseline_errors(computed, measured),
            "soft": _baseline_errors((c for c in computed if c.soft), measured),
            "oxide": _baseline_errors((c for c in computed if not c.soft), measured),
        },
        floor={
            kind: float(norm.ppf(0.75)) * powder_scatter(soft=kind == "soft")
            for kind in ("soft", "oxide")
        },
        rows=tuple(predicted),
        left_out=tuple(missing),
        priors=_priors(done),
        notes=NOTES if any(c.measured for c in computed) else (*NOTES, UNMEASURED),
        sources=_sources(c.pellet for c, _ in done),
    )


@cache
def _shipped(seed: int) -> tuple[_Computed, ...]:
    """The shipped rows that the calibration learns from."""
    found = []
    for row in published_membranes():
        if measured_conductivity(row) is None or left_out(row):
            continue
        try:
            found.append(_computed(row, seed))
        except InputError:  # no pellet of another work: `hindcast` tells it for rows asked for
            continue
    return tuple(found)


@cache
def _computed(row: PublishedMembrane, seed: int) -> _Computed:
    pellet, own = pellet_of(row), (seed, crc32(row.identifier.encode()))
    return _Computed(row, pellet, chain_of(row, pellet, np.random.default_rng(own)), own)


def _row(one: _Computed, known: Sequence[Residual], measured: Sequence[Measured]) -> HindcastRow:
    row, pellet, chain = one.row, one.pellet, one.chain
    conductivity = others.interval(
        chain.median,
        half_width(known, std=chain.std, soft=one.soft, work=row.work),
        "S/m",
        "effective medium from the recipe, as wide as other publications need",
    )
    return HindcastRow(
        id=row.identifier,
        ceramic=pellet.name,
        family=pellet.family,
        process=process_of(row),
        binder=binder_kind(row, pellet.family),
        basis=pellet.basis,
        conductivity=compare(conductivity, one.measured),
        others=_others(one, conductivity),
        baselines={name: 10**value for name, value in one.baselines(measured).items()},
        drawn=tuple(dict.fromkeys(prior.name for prior in chain.drawn)),
        notes=remarks_on(row, pellet, binder_kind(row, pellet.family)),
        source=row.source,
    )


def _others(one: _Computed, conductivity: Outcome) -> dict[str, Compared]:
    """The other quantities of which the publication gives a value; thickness always."""
    row, pellet = one.row, one.pellet
    thickness = others.predicted_thickness(row, published_membranes())
    given = row.thickness or (thickness.value if isinstance(thickness, Quantity) else None)
    found = {"thickness": compare(thickness, others.measured_thickness(row))}
    found["areal_resistance"] = compare(
        others.areal_resistance(conductivity, thickness), measured_resistance(row)
    )
    if row.activation_energy is not None:
        found["activation_energy"] = compare(others.predicted_energy(pellet), row.activation_energy)
    if row.tensile_strength is not None:
        strength = others.predicted_strength(row, pellet, np.random.default_rng(one.seed))
        found["tensile_strength"] = compare(strength, row.tensile_strength)
    if row.specific_energy is not None and given is not None:
        energy = predicted_specific_energy(row, pellet, given, np.random.default_rng(one.seed))
        found["specific_energy"] = compare(energy, row.specific_energy)
    return found


def _baseline_errors(rows: Iterable[_Computed], measured: Sequence[Measured]) -> dict[str, float]:
    """Median absolute log10 errors of the rows that have a conductivity; empty without such."""
    errors: dict[str, list[float]] = {}
    for one in rows:
        if one.measured is None:
            continue
        for name, value in one.baselines(measured).items():
            errors.setdefault(name, []).append(abs(log10(one.measured) - value))
    return {name: median(values) for name, values in errors.items()}


def _priors(done: Sequence[tuple[_Computed, HindcastRow]]) -> tuple[Prior, ...]:
    drawn = [p for c, _ in done for p in c.chain.drawn]
    if any("specific_energy" in r.others for _, r in done):
        drawn += ENERGY_PRIORS
    return tuple({p.name: p for p in drawn}.values())


def _sources(pellets: Iterable[Pellet]) -> tuple[Source, ...]:
    return tuple(dict.fromkeys(s for p in pellets for s in p.sources))
