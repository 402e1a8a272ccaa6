"""The impedance spectrum of a measured image."""

from collections.abc import Mapping

import numpy as np

from ceralyte.core.errors import InputError, Mistakes, UnknownNameError
from ceralyte.model import Structure, bulk_admittance
from ceralyte.model.structure import CERAMIC, PHASE_NAMES, PORE
from ceralyte.pipeline.impedance import MembraneImpedance, percolation, resolution
from ceralyte.pipeline.impedance_inputs import (
    BAND,
    POINTS,
    Interfaces,
    boundary_admittance,
    frequencies_of,
)
from ceralyte.pipeline.impedance_reading import read_resistances
from ceralyte.pipeline.permittivities import require_permittivities
from ceralyte.transport import impedance_spectrum, relaxation_times
from ceralyte.transport.inputs import Axis, check_boundary, check_grain_labels

_CERAMIC = PHASE_NAMES[CERAMIC]
_BOUNDARIES = (
    "grain boundaries are where the labels of two grains meet: of split grains that is an estimate"
)


def image_impedance(
    structure: Structure,
    conductivities: Mapping[str, float],
    permittivities: Mapping[str, float],
    *,
    interfaces: Interfaces | None = None,
    axis: Axis = "z",
    band: tuple[float, float] = BAND,
    points: int = POINTS,
    temperature: float | None = None,
    notes: tuple[str, ...] = (),
) -> MembraneImpedance:
    """Compute the impedance of an image between two electrodes, and what an instrument sees of it.

    Parameters
    ----------
    structure : Structure
        Its pores are vacuum; sides beside the current follow its `periodic`.
    conductivities : mapping of str to float
        S/m, by solid phase; those without one insulate.
    permittivities : mapping of str to float
        Relative permittivity of each solid phase in the image [-].
    interfaces : Interfaces, optional
        Between the grains of ceramic, which then have to be told apart, and at the electrodes.
    axis : {"x", "y", "z"}
    band : tuple of float
        Hz: what the instrument measures.
    points : int
        Frequencies, from the lower end of the band to its upper end or ten times the peak of the
        bulk arc.
    temperature : float, optional
        K, where the conductivities are known to hold; told, no more.
    notes : tuple of str
        To stand in front of the notes here.

    Raises
    ------
    InputError
        A phase that is unknown or has no permittivity, none that conducts, grain boundaries that
        resist without a capacitance or without grains; as `impedance_spectrum`.
    ConvergenceError

    Validity
    --------
    The spectrum is that of the voxels: at zero frequency it is the resistance of `image_sheet` "on
    these voxels", whose error bar from every second voxel it shares.
    """
    between = interfaces or Interfaces()
    require_phases(structure, conductivities, permittivities)
    solids = _solids(structure)
    phases = {n: bulk_admittance(conductivities.get(n, 0.0), permittivities[n]) for n in solids}
    conducting = [name for name, phase in phases.items() if phase.conductance > 0]
    grain = phases[_CERAMIC if _CERAMIC in conducting else conducting[0]]
    wrong = Mistakes("impedance")
    with wrong.noted():
        boundary, of_boundaries = boundary_admittance(between)
        if boundary is not None:
            check_grain_labels(structure, "boundary_resistance", "stated")
    with wrong.noted():
        electrode = between.electrode
    wrong.tell()
    check_boundary(structure, "electrodes", axis)
    frequencies = frequencies_of(grain, band, points)
    bare = impedance_spectrum(structure, frequencies, phases, grain_boundary=boundary, axis=axis)
    spectrum = (
        bare
        if electrode is None
        else impedance_spectrum(
            structure,
            frequencies,
            phases,
            grain_boundary=boundary,
            electrode=electrode,
            axis=axis,
        )
    )
    silent = [name for name in solids if name not in conducting]
    resistances, not_parted = read_resistances(bare, boundaries=boundary is not None)
    return MembraneImpedance(
        temperature=temperature,
        spectrum=spectrum,
        resistances=resistances,
        relaxations=relaxation_times(bare),
        verdicts=(
            percolation(spectrum),
            *resolution(grain, boundary, _grain_size(structure), band),
        ),
        band=band,
        notes=(
            *notes,
            *(f"{name} is taken as an insulator" for name in silent),
            *([_BOUNDARIES] if boundary is not None else of_boundaries),
            *not_parted,
        ),
    )


def require_phases(
    structure: Structure,
    conductivities: Mapping[str, float] | None,
    permittivities: Mapping[str, float] | None,
) -> None:
    """Raise all that is wrong with the phases for which `image_impedance` is told values.

    None is what is not known, and not judged.

    Raises
    ------
    InputError
        A phase that the image lacks, one without a permittivity, none that conducts.
    """
    solids, wrong = _solids(structure), Mistakes("phases")
    for name in conductivities or ():
        with wrong.noted():
            if name not in solids:
                raise UnknownNameError("conductivities", name, solids)
    with wrong.noted():
        if conductivities is not None and not any(map(conductivities.get, solids)):
            raise InputError(
                "conductivities", "no phase conducts", 'one that does: "ceramic=2.5 mS/cm"'
            )
    if permittivities is not None:
        with wrong.noted():
            require_permittivities(permittivities, solids, solids)
    wrong.tell()


def _solids(structure: Structure) -> list[str]:
    """The phases in the image but pores."""
    shares = structure.volume_fractions
    return [name for name, share in shares.items() if share > 0 and name != PHASE_NAMES[PORE]]


def _grain_size(structure: Structure) -> float:
    """Mean diameter by volume of the spheres of the grains' volumes, m; 0 without grains."""
    voxels = np.bincount(structure.grain[structure.phase == CERAMIC])[1:].astype(float)
    if not voxels.any():
        return 0.0
    diameters = np.cbrt(6 / np.pi * voxels)
    return float((voxels * diameters).sum() / voxels.sum()) * structure.voxel_size
