"""One seed: a packing, pressed, voxelised twice, conducting and strained."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from ceralyte.core.quantities import Outcome, Quantity, Unavailable
from ceralyte.model import (
    Conduction,
    CurrentSlice,
    Packing,
    PressedPacking,
    PressingPath,
    PressMethod,
    Structure,
)
from ceralyte.model.levels import Level
from ceralyte.numerics.statistics import mean_and_standard_error, richardson
from ceralyte.pipeline.binding import Binding, choose_binding, film_share
from ceralyte.pipeline.boundaries import stated_resistances
from ceralyte.pipeline.crystals import crystals
from ceralyte.pipeline.density import Densification
from ceralyte.pipeline.inputs import Inputs
from ceralyte.pipeline.mechanics import phase_moduli
from ceralyte.pipeline.stiffness import PhaseModuli, StiffnessPair, stiffness_pair
from ceralyte.pressing import disperse, grow_around, press, press_around
from ceralyte.recipe import Recipe
from ceralyte.structure import film_thickness, rough_surface, settle, voxelise
from ceralyte.transport import (
    conduction_fields,
    contact_network_conductivity,
    effective_conductivity,
    grid_error,
)

_ELECTRODE = 1e3
"""Conductivity of a rough electrode over that of the best phase of the membrane."""


@dataclass(frozen=True)
class Filling:
    """What is built around the particles of every seed.

    Shares of ceramic and binder refer to the space beside the support, `support_fraction` to
    the whole volume [-]; `binding` is None without a binder; conductivities in S/m by phase name;
    `yield_stress` (Pa) that of the pressing law, None without one; `moduli` of the solid phases;
    `roughness` as in `Makeup`.
    """

    ceramic_fraction: float
    binder_fraction: float
    binding: Binding | None
    support_fraction: float
    conductivities: dict[str, float]
    yield_stress: float | None
    moduli: PhaseModuli
    roughness: float | None

    @classmethod
    def of(cls, inputs: Inputs, densification: Densification, thickness: float) -> "Filling":
        """Return the filling of a membrane of this `thickness` (m)."""
        share = densification.fraction.value
        return cls(
            ceramic_fraction=share,
            binder_fraction=share * inputs.makeup.binder_per_ceramic,
            binding=choose_binding(inputs.recipe, inputs.supply, dispersed=densification.dispersed),
            support_fraction=inputs.makeup.support_fraction(thickness),
            conductivities=inputs.conductivities,
            yield_stress=densification.yield_stress.value if densification.yield_stress else None,
            moduli=phase_moduli(inputs.recipe, inputs.supply),
            roughness=inputs.makeup.roughness,
        )

    def even_film(self, pressed: PressedPacking) -> Quantity:
        """Return the thickness of all binder as an even film on the grains, m."""
        return film_thickness(pressed, self.binder_fraction, roughness=self.roughness)


@dataclass(frozen=True)
class Sample:
    """Results of one seed; `structure` and `fine` belong to the finer voxels.

    `path` is how its particles got there, None where they were not followed; `current` is None
    where nothing conducts or none was asked for; `stiffness` is Unavailable where a phase has no
    known moduli or memory is short.
    """

    pressed: PressedPacking
    path: PressingPath | None
    structure: Structure
    coarse: Conduction
    fine: Conduction
    current: CurrentSlice | None
    network: Outcome
    stiffness: StiffnessPair | Unavailable


def press_packing(
    packing: Packing, recipe: Recipe, filling: Filling
) -> tuple[PressedPacking, PressingPath | None]:
    """Return the packing pressed as the recipe says, or moved apart, to the shares of the filling.

    And the path to it, where particles were followed on the way: ceramic that grew among fibres
    from a solution was no packing before.

    Its `pressure` is what its particles carry with the yield stress of the pressing law. A
    membrane with a support yields across only, and its fibres are carried along.
    """
    share, support = filling.ceramic_fraction, filling.support_fraction
    if packing.obstacles is not None and recipe.process == "infiltration":
        return grow_around(packing, share, support_fraction=support), None
    if packing.obstacles is not None:
        around = press_around(packing, share, support_fraction=support)
        return around.pressed, around.path if len(around.path) > 1 else None
    if share <= packing.packing_fraction:
        return disperse(packing, share), None
    # Without a press, what drying or sampling errors ask for comes from all sides.
    method: PressMethod = "isostatic" if recipe.press.method == "none" else recipe.press.method
    result = press(
        packing, method=method, relative_density=share, yield_stress=filling.yield_stress
    )
    return result.pressed, result.path


def build(pressed: PressedPacking, recipe: Recipe, filling: Filling, voxels: int) -> Structure:
    """Return the voxel image with as many voxels as a cube of `voxels` along each side."""
    voxel_size = float(np.cbrt(np.prod(pressed.particles.box))) / voxels
    floor, face = None, recipe.membrane.substrate
    film = film_share(recipe, filling.even_film(pressed)) if filling.binding else 1.0
    if face is not None:
        side, seed = float(pressed.particles.box[0]), pressed.particles.seed
        floor = rough_surface(side, face.roughness, face.correlation_length, seed=seed)
        pressed = settle(pressed, floor)
    if filling.binding is None:
        return voxelise(pressed, voxel_size, floor=floor)
    return voxelise(
        pressed,
        voxel_size,
        floor=floor,
        binder_fraction=filling.binder_fraction,
        binder_placement=filling.binding.placement,
        binder_size=filling.binding.size,
        film_share=film,
    )


def conduct(
    structure: Structure,
    recipe: Recipe,
    conductivities: dict[str, float],
    between: Mapping[str, float] | None = None,
) -> Conduction:
    """Return the conduction through z between electrodes, of which the lower may be rough.

    The electrode conducts so much better that it adds no resistance; the conductivity is that of
    the membrane's mean thickness. `between` are resistances of interfaces, ohm m2, by pairs of
    phases; None: the recipe's.
    """
    result = effective_conductivity(
        structure,
        of_phases(structure, recipe, conductivities),
        boundary="electrodes",
        axis="z",
        interface_resistance=stated_resistances(recipe) if between is None else between,
    )
    return _of_membrane(result, structure)


def conduct_and_draw(
    structure: Structure, recipe: Recipe, conductivities: dict[str, float]
) -> tuple[Conduction, CurrentSlice | None]:
    """Return the same, and the current through the middle: None where nothing conducts."""
    fields = conduction_fields(
        structure,
        of_phases(structure, recipe, conductivities),
        boundary="electrodes",
        axis="z",
        interface_resistance=stated_resistances(recipe),
    )
    result = _of_membrane(fields.conduction, structure)
    if not result.percolates:
        return result, None
    middle = fields.relative_current[:, structure.shape[1] // 2]
    return result, CurrentSlice(middle.astype(np.float32), fields.hot_spots[0])


def _of_membrane(result: Conduction, structure: Structure) -> Conduction:
    """The result without the share of a rough electrode in the thickness."""
    below = structure.volume_fractions["substrate"]
    if not below or isinstance(result.conductivity, Unavailable):
        return result
    scaled = result.conductivity.scaled(1 - below, "S/m")
    return result.model_copy(update={"conductivity": scaled})


def of_phases(
    structure: Structure, recipe: Recipe, conductivities: dict[str, float]
) -> dict[str, ArrayLike]:
    """Return what a solve takes: with crystals of the ceramic as the recipe says, and with a rough
    electrode below, which adds no resistance."""
    return {
        **conductivities,
        "ceramic": crystals(structure, recipe.ceramic.anisotropy, conductivities["ceramic"]),
        "substrate": _ELECTRODE * max(conductivities.values()),
    }


def sample(
    packing: Packing, recipe: Recipe, filling: Filling, level: Level, *, drawn: bool
) -> Sample:
    """Press, voxelise at two resolutions, and solve, for one packing.

    Its current is kept if it is to be `drawn`.
    """
    pressed, path = press_packing(packing, recipe, filling)
    structure = build(pressed, recipe, filling, level.voxels)
    rough = build(pressed, recipe, filling, level.voxels // 2)
    coarse = conduct(rough, recipe, filling.conductivities)
    if drawn:
        fine, current = conduct_and_draw(structure, recipe, filling.conductivities)
    else:
        fine, current = conduct(structure, recipe, filling.conductivities), None
    return Sample(
        pressed=pressed,
        path=path,
        structure=structure,
        coarse=coarse,
        fine=fine,
        current=current,
        network=_network(pressed, recipe, filling),
        stiffness=stiffness_pair(rough, structure, filling.moduli),
    )


def _network(pressed: PressedPacking, recipe: Recipe, filling: Filling) -> Outcome:
    if pressed.particles.obstacles is not None and recipe.process == "infiltration":
        return Unavailable(
            unit="S/m",
            reason=(
                "ceramic grown among fibres: they cut grains and contacts of the packing behind "
                "it, or hide them, which a network of whole grains does not know"
            ),
        )
    if recipe.ceramic.anisotropy is not None:
        return Unavailable(
            unit="S/m", reason="a network of contacts knows no grains that conduct by direction"
        )
    return contact_network_conductivity(
        pressed,
        filling.conductivities["ceramic"],
        interface_resistance=recipe.ceramic.grain_boundary_resistance,
    )


def material_error(
    pressed: PressedPacking, recipe: Recipe, filling: Filling, level: Level, bulk: Quantity
) -> float | None:
    """Return the relative error of the membrane's conductivity from that of the ceramic [-].

    Half the relative difference of two solutions, the ceramic one relative standard deviation
    worse and better: little where the binder carries the current, else in proportion. None where
    the error of the ceramic's conductivity is not known.
    """
    if not bulk.std:
        return None
    others = [v for name, v in filling.conductivities.items() if name != "ceramic"]
    if not any(others) and recipe.ceramic.grain_boundary_resistance == 0:
        return float(np.tanh(bulk.std / bulk.value))
    structure = build(pressed, recipe, filling, level.voxels // 2)
    factor = np.exp(bulk.std / bulk.value)
    low, high = (
        conduct(structure, recipe, filling.conductivities | {"ceramic": value})
        for value in (bulk.value / factor, bulk.value * factor)
    )
    return abs(high.value - low.value) / (high.value + low.value)


def density_error(
    packing: Packing, recipe: Recipe, filling: Filling, level: Level, std: float | None
) -> float | None:
    """Return the relative error of the conductivity from an error `std` of the ceramic share [-].

    Half the relative difference of two structures of the coarser voxels, pressed to one
    standard deviation less and more. None where the error of the share is not known.
    """
    if not std:
        return None
    per_ceramic = filling.binder_fraction / filling.ceramic_fraction
    shares = (
        filling.ceramic_fraction - std,
        min(filling.ceramic_fraction + std, 0.999 / (1 + per_ceramic)),
    )
    values = []
    for share in shares:
        other = replace(filling, ceramic_fraction=share, binder_fraction=share * per_ceramic)
        pressed, _ = press_packing(packing, recipe, other)
        structure = build(pressed, recipe, other, level.voxels // 2)
        result = conduct(structure, recipe, filling.conductivities)
        values.append(result.value if result.percolates else 0.0)
    return abs(values[1] - values[0]) / (values[1] + values[0])


def mean_conductivity(samples: list[Sample], model_error: float | None) -> Outcome:
    """Return the conductivity over all seeds with its three error bars, S/m.

    Each seed is extrapolated from its two resolutions to vanishing voxels; the error of the grid
    is the size of that step, and what `grid_error` says of errors it does not show.
    `model_error` is relative [-]; None where it is not known.
    """
    solved = [c for s in samples for c in (s.fine, s.coarse)]
    reasons = {c.conductivity.reason for c in solved if isinstance(c.conductivity, Unavailable)}
    if reasons:
        blocked = sum(not (s.fine.percolates and s.coarse.percolates) for s in samples)
        return Unavailable(
            unit="S/m",
            reason=f"nothing conducts through z in {blocked} of {len(samples)} structures: "
            + "; ".join(sorted(reasons)),
        )
    pairs = [richardson(s.coarse.value, s.fine.value, ratio=2.0) for s in samples]
    value, sampling = mean_and_standard_error([v for v, _ in pairs])
    hidden = grid_error(samples[0].structure, samples[0].fine.geometry) or 0.0
    bulk = samples[0].structure.periodic[2]
    grid = "grains cut by the grid" if samples[0].fine.geometry == "grains" else "voxels"
    of = "a piece of the bulk of the membrane" if bulk else "a piece through the whole membrane"
    return Quantity(
        value=value,
        unit="S/m",
        method=f"finite volumes on {grid} at two resolutions, extrapolated; mean over seeds",
        std_sampling=sampling,
        std_discretisation=float(np.hypot(np.mean([e for _, e in pairs]), hidden * value)),
        std_model=None if model_error is None else model_error * value,
        validity=(
            f"{of}; contact with the electrodes not included; seeds differ in arrangement, not in "
            "sizes"
        ),
    )


def mean_over_seeds(values: Sequence[float], unit: str, method: str) -> Quantity:
    """Return the mean of one value per seed, with its sampling error."""
    mean, error = mean_and_standard_error(values)
    return Quantity(value=mean, unit=unit, method=method, std_sampling=error)
