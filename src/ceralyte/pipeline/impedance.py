"""The impedance spectrum of a designed membrane."""

from collections.abc import Mapping

import numpy as np

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Quantity, Record, Unavailable
from ceralyte.core.units import AREAL_RESISTANCE, show
from ceralyte.model import Admittance, Design, ImpedanceSpectrum, Verdict
from ceralyte.pipeline.impedance_inputs import (
    BAND,
    POINTS,
    SAME,
    Interfaces,
    admittances,
    frequencies_of,
)
from ceralyte.pipeline.impedance_reading import TOTAL, read_resistances
from ceralyte.recipe import Recipe
from ceralyte.transport import (
    RelaxationTimes,
    arcs_resolved,
    impedance_spectrum,
    relaxation_times,
)

_OFF = 0.05
"""Relative difference between spectrum and design that is told; a choice."""


class MembraneImpedance(Record):
    """Impedance of a membrane or of an image, what it shows, and what was assumed.

    `temperature` in K; None: that at which the conductivities of an image were stated.
    `resistances` (those of `read_resistances`) and `relaxations` are those of the membrane before
    electrodes stand in series, whose tail hides them.
    """

    temperature: float | None
    spectrum: ImpedanceSpectrum
    resistances: dict[str, Quantity]
    relaxations: RelaxationTimes
    verdicts: tuple[Verdict, ...]
    band: tuple[float, float]
    notes: tuple[str, ...]


def membrane_impedance(
    design: Design,
    recipe: Recipe,
    permittivities: Mapping[str, float],
    *,
    interfaces: Interfaces | None = None,
    temperature: float | None = None,
    band: tuple[float, float] = BAND,
    points: int = POINTS,
) -> MembraneImpedance:
    """Compute the impedance of a designed membrane and say what an instrument sees of it.

    Parameters
    ----------
    design : Design
        Its structure is that of the first seed.
    recipe : Recipe
        Of the design.
    permittivities : mapping of str to float
        Relative permittivity of each phase present (ceramic, binder, support) [-].
    interfaces : Interfaces, optional
    temperature : float, optional
        K; None: the recipe's.
    band : tuple of float
        Hz: what the instrument measures.
    points : int
        Frequencies, from the lower end of the band to its upper end or ten times the peak of the
        bulk arc.

    Raises
    ------
    InputError
        A phase without a permittivity, a resistance of grain boundaries without a capacitance, a
        band that is none, a temperature at which a conductivity is not known.
    ConvergenceError

    Validity
    --------
    Electrodes stand in series with the membrane, as if their current were the same everywhere.
    The spectrum is that of the voxels; at zero frequency it differs from the design, which is
    solved on grains cut by the grid, by the error of the voxels.
    """
    between = interfaces or Interfaces()
    at = recipe.temperature if temperature is None else temperature
    present = [name for name, share in design.structure.volume_fractions.items() if share > 0]
    phases, boundary, electrode, notes = admittances(recipe, present, permittivities, between, at)
    frequencies = frequencies_of(phases["ceramic"][2], band, points)
    piece = impedance_spectrum(design.structure, frequencies, phases, grain_boundary=boundary)
    membrane = _membrane(piece, design.thickness.value)
    spectrum = _between_electrodes(membrane, electrode)
    resistances, not_parted = read_resistances(membrane, boundaries=boundary is not None)
    notes += not_parted
    if abs(at - recipe.temperature) <= SAME and between.boundary_resistance is None:
        notes += _beside_design(design, resistances)
    return MembraneImpedance(
        temperature=at,
        spectrum=spectrum,
        resistances=resistances,
        relaxations=relaxation_times(membrane),
        verdicts=(
            percolation(spectrum),
            *resolution(phases["ceramic"][2], boundary, _grain_size(design), band),
        ),
        band=band,
        notes=notes,
    )


def _membrane(piece: ImpedanceSpectrum, thickness: float) -> ImpedanceSpectrum:
    """The piece as thick as the membrane."""
    impedance = thickness / piece.conductivity
    return piece.model_copy(
        update={
            "thickness": thickness,
            "real": tuple(impedance.real.tolist()),
            "imaginary": tuple(impedance.imag.tolist()),
            "method": f"{piece.method}; the packed piece, scaled to the membrane's thickness",
        }
    )


def _beside_design(design: Design, resistances: dict[str, Quantity]) -> tuple[str, ...]:
    """How far the voxels of a spectrum are off, where that is much."""
    stated, total = design.areal_resistance, resistances.get(TOTAL)
    if total is None or isinstance(stated, Unavailable):
        return ()
    if abs(total.value / stated.value - 1) < _OFF:
        return ()
    here, there = (show(q.value, AREAL_RESISTANCE) for q in (total, stated))
    return (
        f"the voxels of this spectrum resist by {here}, the design by {there} (on finer grids and "
        "more samples): its arcs have their shapes and frequencies, but are off by as much; finer "
        "levels are off by less",
    )


def _between_electrodes(
    membrane: ImpedanceSpectrum, electrode: Admittance | None
) -> ImpedanceSpectrum:
    """The membrane with two electrodes in series, or as it is."""
    if electrode is None:
        return membrane
    both = 2 / electrode.at(2j * np.pi * np.array(membrane.frequencies))
    impedance = membrane.impedance + both
    return membrane.model_copy(
        update={
            "real": tuple(impedance.real.tolist()),
            "imaginary": tuple(impedance.imag.tolist()),
        }
    )


def _grain_size(design: Design) -> float:
    """Mean diameter by volume, m."""
    particles = design.structure.particles
    if particles is None:
        raise InputError("structure", "has no particles", "a design made from a recipe")
    content = particles.particles.diameters**3
    return float((content * particles.particles.diameters).sum() / content.sum())


def percolation(spectrum: ImpedanceSpectrum) -> Verdict:
    return Verdict(
        topic="transport",
        question="does it conduct from face to face?",
        answer="yes" if spectrum.percolates else "no",
        reason="a conducting path leads through the structure"
        if spectrum.percolates
        else "no conducting path leads through the structure: the spectrum is a capacitor's",
    )


def resolution(
    grain: Admittance, boundary: Admittance | None, grain_size: float, band: tuple[float, float]
) -> tuple[Verdict, ...]:
    if boundary is None:
        return ()
    return (arcs_resolved(grain, boundary, grain_size=grain_size, band=band),)
