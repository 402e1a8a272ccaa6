"""What one says about a packing, over one or several seeds."""

from collections.abc import Callable, Sequence

import numpy as np

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Outcome, Quantity, Record, Unavailable
from ceralyte.model import Packing
from ceralyte.numerics.statistics import mean_and_standard_error
from ceralyte.packing.analysis.bond_order import crystalline_fraction
from ceralyte.packing.analysis.network import contact_density, isostaticity, percolates
from ceralyte.packing.analysis.sizes import SizeStatistics, size_statistics
from ceralyte.packing.estimate import farr_groot


class PackingSummary(Record):
    """The numbers of a packing; several seeds give means with a standard error.

    Attributes
    ----------
    seeds : tuple of int
    particles : int
        Of all seeds together.
    dimension : int
    packing_fraction, coordination_number, rattler_fraction : Outcome, [-]
        As in `Packing`; no coordination number where nothing is held.
    contacts_per_volume : Outcome, 1/m3 (1/m2 for discs)
    contact_area_per_strain : Outcome, 1/m
        See `ContactDensity`.
    contacts_beyond_isostatic : Outcome, [-]
        Contacts above Maxwell's count, per packing.
    crystalline_fraction : Outcome, [-]
    overlap_relative_max : float
        The largest of all packings.
    percolates : tuple of bool
        For each axis: the contact network connects through the box, in every packing.
    farr_groot : Outcome, [-]
        Estimated random close packing of these diameters, without walls.
    sizes : SizeStatistics
        Of the diameters.
    """

    seeds: tuple[int, ...]
    particles: int
    dimension: int
    packing_fraction: Outcome
    coordination_number: Outcome
    rattler_fraction: Outcome
    contacts_per_volume: Outcome
    contact_area_per_strain: Outcome
    contacts_beyond_isostatic: Outcome
    crystalline_fraction: Outcome
    overlap_relative_max: float
    percolates: tuple[bool, ...]
    farr_groot: Outcome
    sizes: SizeStatistics


def summarise(packings: Sequence[Packing]) -> PackingSummary:
    """Return the numbers of one packing, or the means of several that differ in their seed.

    Parameters
    ----------
    packings : sequence of Packing
        One or more, of one dimension and with the same periodic axes. Several give
        `std_sampling`, one tells nothing about its error.

    Raises
    ------
    InputError
        No packing, or packings of different kinds.
    """
    if not packings:
        raise InputError("packings", "got none", "one or more")
    first = packings[0]
    kinds = {(p.dimension, tuple(p.periodic)) for p in packings}
    if len(kinds) > 1:
        raise InputError(
            "packings",
            f"{len(kinds)} kinds (dimension, periodic axes) at once",
            "packings that differ in their seed only",
        )
    diameters = np.concatenate([p.diameters for p in packings])
    densities = [contact_density(p) for p in packings]
    through = [percolates(p) for p in packings]
    return PackingSummary(
        seeds=tuple(p.seed for p in packings),
        particles=len(diameters),
        dimension=first.dimension,
        packing_fraction=_mean(packings, lambda p: _counted(p.packing_fraction)),
        coordination_number=_mean(packings, _coordination),
        rattler_fraction=_mean(packings, lambda p: _counted(p.rattler_fraction)),
        contacts_per_volume=_combine([c.contacts_per_volume for c in densities]),
        contact_area_per_strain=_combine([c.contact_area_per_strain for c in densities]),
        contacts_beyond_isostatic=_mean(packings, _beyond_isostatic),
        crystalline_fraction=_mean(packings, lambda p: crystalline_fraction(p).fraction),
        overlap_relative_max=max(p.overlap_relative_max for p in packings),
        percolates=tuple(all(axis) for axis in zip(*through, strict=True)),
        farr_groot=_estimate(diameters, first.dimension),
        sizes=size_statistics(diameters, first.dimension),
    )


def _mean(packings: Sequence[Packing], measure: Callable[[Packing], Outcome]) -> Outcome:
    return _combine([measure(packing) for packing in packings])


def _combine(outcomes: Sequence[Outcome]) -> Outcome:
    """Return the mean and its standard error over seeds, or why one of them has no value."""
    known = [outcome for outcome in outcomes if isinstance(outcome, Quantity)]
    if len(known) < len(outcomes):
        return next(outcome for outcome in outcomes if isinstance(outcome, Unavailable))
    mean, error = mean_and_standard_error([quantity.value for quantity in known])
    return known[0].model_copy(update={"value": mean, "std_sampling": error})


def _counted(value: float) -> Quantity:
    return Quantity(value=value, unit="", method="counted in the packing")


def _coordination(packing: Packing) -> Outcome:
    if packing.rattlers.all():
        return Unavailable(unit="", reason="no particle is held: the packing is not jammed")
    return _counted(packing.coordination_number)


def _beyond_isostatic(packing: Packing) -> Outcome:
    if packing.rattlers.all():
        return Unavailable(unit="", reason="no particle is held: the packing is not jammed")
    return _counted(isostaticity(packing).excess)


def _estimate(diameters: np.ndarray, dimension: int) -> Outcome:
    if dimension == 2:
        return Unavailable(unit="", reason="the rod mapping of Farr and Groot is for spheres")
    return farr_groot(diameters)
