"""Packings that the pages are made of: asked for by text, packed once, several at a time."""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context

import numpy as np

from ceralyte.core.errors import ConvergenceError, InputError
from ceralyte.model import Packing
from ceralyte.numerics.statistics import mean_and_standard_error
from ceralyte.numerics.threads import at_most_threads
from ceralyte.packing import contact_density, contact_numbers, pack, parse_distribution

BALANCE = 0.002
"""Net force over the mean contact force before particles shrink further: one descent, since a
second one for the last contacts takes several times as long."""

OVERLAP = 1e-5
"""Largest relative overlap of the packings; 1e-6 shifts packing fractions by less than 1e-5."""


@dataclass(frozen=True)
class Wanted:
    """What to pack: a distribution as text, and how; `slab` (m) between two flat walls."""

    powder: str
    particles: int
    dimension: int = 3
    slab: float | None = None
    friction: float = 0.0


@dataclass(frozen=True)
class Sample:
    """The numbers of one packing, in SI; `shares` (k,) of held particles with 0, 1, ... contacts.

    `rattlers_by_volume` is their share of the solid, by area for discs.
    """

    packing_fraction: float
    coordination_number: float
    rattler_fraction: float
    rattlers_by_volume: float
    contacts_per_particle: float
    contacts_per_volume: float
    contact_area: float
    shares: tuple[float, ...]


def pack_all(
    wanted: Iterable[Wanted], seeds: int, tell: Callable[[str], None]
) -> dict[Wanted, list[Sample]]:
    """Return `seeds` samples of each packing wanted, packed in as many processes as cores.

    A bed that does not converge is told and left out, unless it leaves a kind without any.
    """
    each = sorted(dict.fromkeys(wanted), key=lambda w: -w.particles)
    found: dict[tuple[Wanted, int], Sample] = {}
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:
        jobs = {pool.submit(_pack, w, seed): (w, seed) for w in each for seed in range(seeds)}
        for done, job in enumerate(as_completed(jobs), 1):
            w, seed = jobs[job]
            try:
                found[w, seed] = job.result()
                tell(f"{done} of {len(jobs)}: {w.powder}")
            except ConvergenceError as error:
                tell(f"{w}, seed {seed}, is left out: {error}")
    samples = {w: [found[w, s] for s in range(seeds) if (w, s) in found] for w in each}
    empty = [w for w in each if not samples[w]]
    if empty:
        raise InputError("packings", f"none converged of {empty}", "other seeds or particles")
    return samples


def mean(samples: list[Sample], field: str) -> tuple[float, float | None]:
    """Return the mean of a number over the seeds and its standard error, None of a single seed."""
    return mean_and_standard_error([getattr(s, field) for s in samples])


def scatter(samples: list[Sample], field: str) -> float | None:
    """Return the standard deviation of a number over the seeds; None of a single seed."""
    values = [getattr(s, field) for s in samples]
    return float(np.std(values, ddof=1)) if len(values) > 1 else None


def _pack(wanted: Wanted, seed: int) -> Sample:
    with at_most_threads(1):  # the processes share the cores
        packing = pack(
            parse_distribution(wanted.powder),
            wanted.particles,
            dimension=wanted.dimension,
            slab_thickness=wanted.slab,
            friction=wanted.friction,
            seed=seed,
            overlap_tolerance=OVERLAP if wanted.friction == 0 else None,
            balance=BALANCE if wanted.friction == 0 else None,
        )
    return _measure(packing)


def _measure(packing: Packing) -> Sample:
    content = packing.diameters**packing.dimension
    held = ~packing.rattlers
    density = contact_density(packing)
    area = density.contact_area_per_strain.value if packing.dimension == 3 else 0.0
    shares = np.bincount(contact_numbers(packing)[held]) / held.sum()
    return Sample(
        packing_fraction=packing.packing_fraction,
        coordination_number=packing.coordination_number,
        rattler_fraction=packing.rattler_fraction,
        rattlers_by_volume=float(content[packing.rattlers].sum() / content.sum()),
        contacts_per_particle=packing.coordination_number * (1 - packing.rattler_fraction),
        contacts_per_volume=density.contacts_per_volume.value,
        contact_area=area,
        shares=tuple(shares.tolist()),
    )
