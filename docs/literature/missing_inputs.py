"""What the errors of the hindcast owe to inputs that are not stated, by group of membranes."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from math import sqrt
from statistics import fmean, stdev
from unittest.mock import patch
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from ceralyte.literature import Hindcast, HindcastRow, PublishedMembrane, published_membranes
from ceralyte.literature.hindcast import Prior, priors
from ceralyte.literature.hindcast.calibration import WITHIN_STD
from ceralyte.literature.hindcast.ceramics import OXIDES
from ceralyte.literature.hindcast.conduction import chain_of
from ceralyte.literature.hindcast.pellets import pellet_of

JOINTS = (
    priors.CONTACT,
    priors.FRAME_CONTACT,
    priors.FIRED,
    priors.COLD_SINTERED,
    priors.BINDER_RESISTANCE,
)
SHARES = (
    priors.SHARE,
    priors.BINDER,
    priors.BINDER_SUPPORTED,
    priors.FRAME,
    priors.FIBRE_FRAME,
)
PORES = (
    priors.PRESSURE,
    priors.PELLET_PRESSURE,
    priors.PELLET_POROSITY,
    priors.FILLED_POROSITY,
    priors.SINTERED_POROSITY,
    priors.PACKING,
)


def _of(prior: Prior) -> str:
    """Which of the inputs a prior stands for; "" for none of them."""
    if prior in (priors.PLASTICISED, priors.GEL) or prior.name.endswith("beside oxide grains"):
        return "polymer"
    groups = {"joints": JOINTS, "share": SHARES, "pores": PORES}
    return next((name for name, group in groups.items() if prior in group), "")


KNOWN = {
    "as stated": (),
    "powder": ("powder",),
    "polymer": ("polymer",),
    "joints": ("joints",),
    "share of ceramic": ("share",),
    "pores, pressing": ("pores",),
    "powder and polymer": ("powder", "polymer"),
    "powder, polymer, joints": ("powder", "polymer", "joints"),
}
"""Heading of the table -> what is known beside what the publications state."""

GROUPS: dict[str, Callable[[HindcastRow], bool]] = {
    "**all**": lambda _row: True,
    "soft ceramics": lambda r: r.family not in OXIDES,
    "- cast from a slurry": lambda r: r.family not in OXIDES and r.process == "cast",
    "- dry": lambda r: r.family not in OXIDES and r.process == "dry",
    "- cured or infiltrated": lambda r: r.family not in OXIDES and r.process not in ("cast", "dry"),
    "- sulfides, not argyrodites": lambda r: r.family == "sulfide",
    "oxides": lambda r: r.family in OXIDES,
    "- with polymer and salt": lambda r: r.family in OXIDES and r.binder == "salt",
    "- with gel or nitrile": lambda r: r.family in OXIDES and r.binder in ("gel", "plasticised"),
    "- alone": lambda r: r.family in OXIDES and r.binder == "insulator",
}

DRAWS = 4000
"""Of the error of each row, to find the median that its group is expected to have."""


@contextmanager
def _at_their_median(inputs: tuple[str, ...]) -> Iterator[None]:
    """Let the priors of some inputs draw nothing but their median."""
    draw = Prior.draw

    def median_only(prior: Prior, rng: np.random.Generator, count: int) -> NDArray[np.float64]:
        values = draw(prior, rng, count)
        return np.full(count, np.median(values)) if _of(prior) in inputs else values

    with patch.object(Prior, "draw", median_only):
        yield


def spread(row: PublishedMembrane, known: tuple[str, ...]) -> float:
    """Return the standard deviation (log10) of the draws of a row, some inputs being known."""
    pellet, rng = pellet_of(row), np.random.default_rng((0, crc32(row.identifier.encode())))
    if "powder" in known:
        pellet = replace(pellet, log10_std=0.0)
    with _at_their_median(known):
        return chain_of(row, pellet, rng).std


def expected_median(spreads: list[float]) -> float:
    """Return the median error of log10 of predictions that miss by their spreads, normally.

    Two membranes of one work differ besides.
    """
    stds = np.hypot(spreads, WITHIN_STD)
    return float(np.median(np.abs(np.random.default_rng(0).normal(0.0, stds, (DRAWS, len(stds))))))


@dataclass(frozen=True)
class Owed:
    """Errors of log10 of a group: their mean over works with its standard error, their median.

    `expected`: median that the ranges of what is not stated lead to, by what is known (`KNOWN`).
    """

    name: str
    n: int
    mean: float
    standard_error: float
    found: float
    expected: dict[str, float]

    @property
    def biased(self) -> bool:
        """Whether the mean is more than two standard errors from 0."""
        return abs(self.mean) > 2 * self.standard_error

    def line(self) -> tuple[str, ...]:
        """Return the cells of a table."""
        mean = f"{self.mean:+.2f} ± {self.standard_error:.2f}"
        expected = (f"{e:.2f}" for e in self.expected.values())
        return (self.name, str(self.n), mean, f"{self.found:.2f}", *expected)


def owed(result: Hindcast) -> Iterator[Owed]:
    """Yield what the errors of each group owe."""
    table = {m.identifier: m for m in published_membranes()}
    errors = {
        r.id: r.conductivity.log10_error
        for r in result.rows
        if r.conductivity.log10_error is not None
    }
    spreads = {k: {i: spread(table[i], known) for i in errors} for k, known in KNOWN.items()}
    for name, holds in GROUPS.items():
        rows = [r.id for r in result.rows if r.id in errors and holds(r)]
        works: dict[str, list[float]] = {}
        for row in rows:
            works.setdefault(table[row].work, []).append(errors[row])
        means = [fmean(of_work) for of_work in works.values()]
        yield Owed(
            name=name,
            n=len(rows),
            mean=fmean(means),
            standard_error=stdev(means) / sqrt(len(means)),
            found=float(np.median([abs(errors[row]) for row in rows])),
            expected={k: expected_median([spreads[k][row] for row in rows]) for k in KNOWN},
        )


def in_words(groups: Sequence[Owed]) -> str:
    """Say what the ranges lead to, what it takes to do better, and which groups are off."""
    whole = groups[0]
    off = [
        f"{g.name.lstrip('- ')} ({g.mean:+.2f} ± {g.standard_error:.2f})"
        for g in groups
        if g.biased
    ]
    return (
        f"On all rows the ranges lead to a median error of {whole.expected['as stated']:.2f} "
        f"({whole.found:.2f} is found), to {whole.expected['powder']:.2f} if the powder were "
        f"known, to {whole.expected['powder and polymer']:.2f} with the polymer, and to "
        f"{whole.expected['powder, polymer, joints']:.2f} if one knew how the grains are joined, "
        f"too. Of {len(groups)} groups, more than two standard errors off in the mean: "
        f"{', '.join(off) or 'none'}."
    )
