"""What a measured image tells: morphology, conduction and stiffness."""

from collections.abc import Mapping, Sequence
from typing import Any, get_args

import numpy as np
from numpy.typing import ArrayLike
from pydantic import Field

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Outcome, Quantity, Record, Unavailable
from ceralyte.mechanics import check_moduli
from ceralyte.model import Conduction, ConductivityTensor, Stiffness, Structure, Verdict
from ceralyte.model.structure import CERAMIC, PHASE_NAMES, PORE
from ceralyte.pipeline.image_conduction import (
    NOT_STATED,
    SOLVE_FROM,
    Orientation,
    Progress,
    check_resistances,
    extrapolated,
    of_its_grains,
    tortuosity,
    turned_crystals,
    with_estimated_boundaries,
)
from ceralyte.pipeline.image_network import network_notes, network_opinion
from ceralyte.pipeline.image_resolution import neck_resolution, necks_of
from ceralyte.pipeline.image_stiffness import image_stiffness
from ceralyte.structure import Morphology, describe
from ceralyte.transport import TemperatureDependence, effective_conductivity
from ceralyte.transport.case import Case, Device
from ceralyte.transport.inputs import (
    Axis,
    Boundary,
    check_boundary,
    check_phases,
    check_tensor_count,
)

_CERAMIC = "ceramic"


class ImageSheet(Record):
    """The numbers of an image.

    Attributes
    ----------
    axis : str
        Along which conduction is solved.
    boundary : {"electrodes", "periodic"}
        What is at the ends of `axis`.
    phase_fractions : dict of Quantity, [-]
        By phase.
    percolates : bool or None
        What conducts connects both ends of `axis`; None where nothing is known to conduct.
    blocked : Verdict or None
        That no path leads along `axis`, where none does.
    conductivities : dict of Quantity, S/m
        Of the phases, as used.
    effective_conductivity : Outcome, S/m
        Extrapolated to vanishing voxels from the image and every second voxel of it.
    conductivity_on_voxels, tortuosity_on_voxels : Outcome, S/m and [-]
        Of the image as it is.
    conductivity_tensor : ConductivityTensor or None
        Of the image as it is; None where it was not asked for.
    temperature_dependence : TemperatureDependence or None
        Of the image as it is; None, unless `ceralyte image --temperatures` solved it.
    network_conductivity : Outcome, S/m
        Second opinion of a resistor network over the contacts of the grains; not available where
        grains are not told apart, where anything else than the ceramic conducts, or in a periodic
        cell.
    dissipation : dict of float, [-]
        Share of the power lost in each phase and in "interfaces"; empty without conductivities.
    flux_imbalance : float or None, [-]
        Largest relative deviation of the current through any layer from the mean; None where
        nothing percolates.
    tortuosity_factor : Outcome, [-]
        Of the one phase that conducts, or of the ceramic if several do.
    youngs_modulus, poissons_ratio : Outcome, Pa and [-]
        Of the isotropic solid closest to `stiffness`, extrapolated to vanishing voxels.
    stiffness : Stiffness or None
        On the voxels of the image; None where moduli of a phase are missing.
    voxels_per_neck : Outcome, [-]
        Diameter of the contacts of grains over the edge of a voxel, median.
    thin_necks : Outcome, [-]
        Share of contacts with fewer voxels than the resolution asks for.
    resolution : Verdict
        Whether the voxels resolve the necks between the grains.
    morphology : Morphology
    notes : tuple of str
    """

    axis: Axis
    phase_fractions: dict[str, Quantity]
    percolates: bool | None
    conductivities: dict[str, Quantity]
    effective_conductivity: Outcome
    conductivity_on_voxels: Outcome
    network_conductivity: Outcome
    tortuosity_factor: Outcome
    tortuosity_on_voxels: Outcome
    youngs_modulus: Outcome
    poissons_ratio: Outcome
    stiffness: Stiffness | None
    voxels_per_neck: Outcome
    thin_necks: Outcome
    resolution: Verdict
    morphology: Morphology
    dissipation: dict[str, float] = Field(default_factory=dict)
    flux_imbalance: float | None = None
    blocked: Verdict | None = None
    boundary: Boundary = "electrodes"
    conductivity_tensor: ConductivityTensor | None = None
    temperature_dependence: TemperatureDependence | None = None
    notes: tuple[str, ...] = ()


def image_sheet(
    structure: Structure,
    conductivities: Mapping[str, float | Sequence[float]],
    *,
    orientation: Orientation = "axes",
    seed: int = 0,
    moduli: Mapping[str, tuple[float, float]] | None = None,
    interface_resistances: Mapping[str, float] | None = None,
    electrode_resistance: float = 0.0,
    boundary: Boundary = "electrodes",
    axis: Axis = "z",
    tensor: bool = False,
    device: Device = "cpu",
    grains_estimated: bool = False,
    notes: tuple[str, ...] = (),
    progress: Progress | None = None,
) -> ImageSheet:
    """Measure an image; solve conduction and stiffness on its voxels and on every second one.

    Parameters
    ----------
    structure : Structure
    conductivities : mapping of str to float, or to three
        S/m, by phase name; phases without one insulate. Three: along the axes. Empty: of
        conduction only whether the ceramic percolates and its tortuosity factor are found;
        nothing without ceramic.
    orientation : {"axes", "random"}
        Of the three of the ceramic. "axes": x, y and z of the image. "random": those of the
        crystal that each grain is, turned at random by `seed`; needs labelled or split grains.
    seed : int
    moduli : mapping of str to (float, float), optional
        Young's modulus (Pa) and Poisson's ratio of every solid phase. Takes 350 bytes per voxel
        and on two cores about half a minute for 128^3 voxels.
    interface_resistances : mapping of str to float, optional
        ohm m2, by pairs of phases, as in {"ceramic-ceramic": 1e-3}; between grains it needs an
        image with labelled or split grains.
    electrode_resistance : float
        ohm m2, of the contact with each of the two electrodes.
    boundary : {"electrodes", "periodic"}
        As of `effective_conductivity`: "periodic" needs an image that is periodic along `axis`.
    axis : {"x", "y", "z"}
    tensor : bool
        Solve the conductivity in all directions, too; needs conductivities and a cell that is
        periodic along x, y and z.
    device : {"cpu", "gpu"}
        That solves conduction.
    grains_estimated : bool
        As in `describe`; with a resistance between grains the conductivity is an estimate, too.
    notes : tuple of str
        What the reading of the image gave, to stand in front of the notes here.
    progress : callable, optional

    Returns
    -------
    ImageSheet

    Raises
    ------
    InputError
        As `effective_conductivity`; also where conductivities are stated and no phase conducts,
        or resistances without conductivities, or of a phase that insulates.
    ConvergenceError
    """
    tell = progress or _silent
    check_phases(conductivities)
    fractions = structure.volume_fractions
    present = [name for name, share in fractions.items() if share > 0]
    used: dict[str, ArrayLike] = {name: conductivities.get(name, 0.0) for name in present}
    used |= {} if conductivities else {_CERAMIC: 1.0}
    conducts = any(np.max(used[name]) > 0 for name in present)
    if conductivities and not conducts:
        raise InputError(
            "conductivities",
            f"none of {', '.join(present)} conducts",
            "a conductivity, such as --labels '1=ceramic:2.5 mS/cm,0=pore'",
        )
    resistances = dict(interface_resistances or {})
    check_resistances(structure, resistances, electrode_resistance, conductivities)
    check_moduli(moduli or {})
    used |= turned_crystals(structure, used, orientation, seed)
    if conducts:  # what a solve refuses is told before anything is measured
        case = Case(structure, used, boundary, resistances, electrode_resistance, "voxels", device)
        check_tensor_count(structure, len(case.tensors[CERAMIC]))
        for along in get_args(Axis) if tensor else (axis,):
            check_boundary(structure, "periodic" if tensor else boundary, along)
    if tensor and not conductivities:
        raise InputError("tensor", "asked for without conductivities", NOT_STATED)
    morphology = describe(
        structure,
        grains_estimated=grains_estimated,
        progress=lambda what, share: tell(what, SOLVE_FROM * share),
    )
    necks = necks_of(structure)
    none = Unavailable(unit="S/m", reason=NOT_STATED)
    conductivity: Outcome = none
    on_voxels: Outcome = none
    found: Conduction | None = None
    more: tuple[str, ...] = ()
    directions: ConductivityTensor | None = None
    if conducts:
        given: dict[str, Any] = {
            "interface_resistance": resistances,
            "geometry": "voxels",
            "device": device,
        }

        def solved(image: Structure) -> Conduction:
            return effective_conductivity(
                image,
                of_its_grains(image, used),
                boundary=boundary,
                axis=axis,
                electrode_resistance=electrode_resistance,
                **given,
            )

        found, conductivity, more = extrapolated(structure, necks, solved, tell)
        on_voxels = found.conductivity
        if tensor:
            tell("conduction in all directions", 0.6)
            directions = effective_conductivity(
                structure, used, boundary="periodic", axis=None, **given
            )
    if grains_estimated and resistances.get("ceramic-ceramic"):
        conductivity, on_voxels = map(with_estimated_boundaries, (conductivity, on_voxels))
    network = (
        network_opinion(
            structure,
            necks,
            used,
            boundary_resistance=resistances.get("ceramic-ceramic", 0.0),
            electrode_resistance=electrode_resistance,
            boundary=boundary,
            axis=axis,
            estimated=grains_estimated,
        )
        if conductivities
        else none
    )
    if moduli:
        tell("stiffness", 0.7)
    stiffness, missing = image_stiffness(structure, moduli or {})
    tell("done", 1.0)
    return ImageSheet(
        axis=axis,
        boundary=boundary,
        conductivity_tensor=directions,
        blocked=_blocked(conductivity, axis) if conducts else None,
        phase_fractions=morphology.volume_fractions,
        percolates=isinstance(conductivity, Quantity) if conducts else None,
        conductivities=_stated(conductivities, orientation),
        effective_conductivity=conductivity if conductivities else none,
        conductivity_on_voxels=on_voxels if conductivities else none,
        network_conductivity=network,
        tortuosity_factor=tortuosity(fractions, used, conductivity, axis),
        tortuosity_on_voxels=tortuosity(fractions, used, on_voxels, axis),
        **stiffness,
        **neck_resolution(necks, estimated=grains_estimated),
        morphology=morphology,
        dissipation=found.dissipation if found and conductivities else {},
        flux_imbalance=found.flux_imbalance if found and found.percolates else None,
        notes=(
            *notes,
            *_insulators(present, conductivities),
            *morphology.notes,
            *more,
            *network_notes(conductivity, network),
            *missing,
        ),
    )


def _blocked(conductivity: Outcome, axis: Axis) -> Verdict | None:
    """What is told first of an image through which nothing flows."""
    if isinstance(conductivity, Quantity):
        return None
    return Verdict(
        topic="transport",
        question=f"Does it conduct along {axis}?",
        answer="no",
        reason=conductivity.reason,
    )


def _silent(_what: str, _share: float) -> None:
    """Tell nobody."""


def _stated(
    conductivities: Mapping[str, float | Sequence[float]], orientation: Orientation
) -> dict[str, Quantity]:
    """The conductivities as they were stated, three of them by axis."""
    found = {}
    for name, given in conductivities.items():
        turned = orientation == "random" and name == _CERAMIC
        for axis, value in zip("xyz", np.ravel(given), strict=False):
            along = f", axis {'xyz'.index(axis) + 1} of the crystal" if turned else f" along {axis}"
            found[name + (along if np.ndim(given) else "")] = Quantity(
                value=float(value), unit="S/m", method="as stated"
            )
    return found


def _insulators(present: list[str], conductivities: Mapping[str, object]) -> tuple[str, ...]:
    silent = [n for n in present if n not in conductivities and n != PHASE_NAMES[PORE]]
    if not conductivities or not silent:
        return ()
    return (f"no conductivity stated for {' and '.join(silent)}: taken as an insulator",)
