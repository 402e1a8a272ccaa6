"""A membrane before anything is packed: density and thickness estimated, the piece planned."""

from dataclasses import dataclass, replace
from math import cbrt, pi

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Quantity
from ceralyte.core.units import LENGTH, show
from ceralyte.model import Packing
from ceralyte.model.levels import Level
from ceralyte.packing import farr_groot, mean_diameter, moment
from ceralyte.pipeline.density import Densification, densify
from ceralyte.pipeline.inputs import Inputs
from ceralyte.pipeline.piece import Piece, plan_piece
from ceralyte.recipe import at_its_line
from ceralyte.structure import require_film, require_low_face

HEIGHT_OFF = 0.015
"""Largest error of the height of a piece before pressing; after it, it is no larger."""

SIZE_OFF = 0.015
"""Largest change of the grains around fibres that gives a piece its height after pressing: their
packing leaves sizes uncertain by 1 % already."""

_PASSES = 6

SIDE_OVER_BINDER = 5.0
"""Least edge of a cube as large as the piece over a stated size of the binder: larger domains or
fibrils would be a handful, and differ from seed to seed. A rule of thumb."""


@dataclass(frozen=True)
class Sketch:
    """Packing fraction of the powder and what becomes of it, estimated, and what is packed."""

    initial: Quantity
    densification: Densification
    thickness: float
    piece: Piece


def sketch_of(inputs: Inputs, level: Level) -> Sketch:
    """Return the sketch of a membrane at this `level` of work.

    Raises
    ------
    InputError
        Particles too coarse for the membrane, a support that no voxel shows, or a density that
        cannot be.
    """
    try:
        return _sketch_of(inputs, level)
    except InputError as error:
        if inputs.file is None:
            raise
        raise at_its_line(error, inputs.file) from error


def _sketch_of(inputs: Inputs, level: Level) -> Sketch:
    recipe, makeup = inputs.recipe, inputs.makeup
    initial = farr_groot(recipe.ceramic.size)
    densification = densify(recipe, makeup, initial, inputs.pressed_densities)
    share = densification.fraction.value
    thickness = makeup.thickness(share)
    if recipe.membrane.substrate is not None:
        require_low_face(recipe.membrane.substrate.roughness, thickness)
    _require_binder_for_film(inputs)
    piece = _planned(inputs, level, initial.value, share, thickness)
    _require_binder_fits(inputs, piece, share, thickness)
    return Sketch(initial, densification, thickness, piece)


def _require_binder_for_film(inputs: Inputs) -> None:
    """Refuse a film that is sure to take more binder than there is, before anything is packed.

    On smooth spheres without contacts all binder is a film of its volume per ceramic times a
    sixth of the mean diameter by volume and surface, on rough ones thinner; flat contacts at most
    double it.
    """
    binder, size = inputs.recipe.binder, inputs.recipe.ceramic.size
    if binder is not None and binder.film_thickness is not None:
        bare = inputs.makeup.binder_per_ceramic * mean_diameter(size, 3, 2) / 6
        bare /= inputs.makeup.roughness or 1.0
        if binder.film_thickness > 2 * bare:
            require_film(binder.film_thickness, bare)


def _require_binder_fits(inputs: Inputs, piece: Piece, share: float, thickness: float) -> None:
    """Refuse domains or fibrils of the binder that the piece, or its grains, cannot hold."""
    binder = inputs.recipe.binder
    if binder is None:
        return
    edge = cbrt(piece.particles * pi / 6 / (moment(piece.size, -3.0) * share))
    grain = mean_diameter(piece.size, 3, 2)
    room = (edge / SIDE_OVER_BINDER, f"a fifth of the piece of about {show(edge, LENGTH)}")
    cases = (
        ("domain_diameter", *room, "or more --particles"),
        ("domain_diameter", thickness, "the thickness of the membrane", "or a thicker membrane"),
        ("fibril_diameter", grain, "the mean grain (volume over surface)", "or coarser powder"),
        ("fibril_diameter", *room, "or more --particles"),
    )
    for name, limit, what, remedy in cases:
        stated = getattr(binder, name)
        if stated is not None and stated > limit:
            raise InputError(
                f"binder.{name}",
                f"{show(stated, LENGTH)} is more than {show(limit, LENGTH)}, {what}",
                f"a smaller size, {remedy}",
            )


def fitted(sketch: Sketch, inputs: Inputs, level: Level, *, seed: int = 0) -> tuple[Piece, Packing]:
    """Return the piece and its packing, high enough to be as thick as the membrane.

    Walls and fibres cost packing fraction, by an estimate in the sketch. Where the packing
    shows that the height was off by more than `HEIGHT_OFF`, the piece is planned and packed
    again; if no height is good enough, the best is taken, with a note. Around fibres all grains
    are changed by up to `SIZE_OFF` for what is left.
    """
    piece = sketch.piece
    tried: list[tuple[float, Piece, Packing]] = []
    heights: list[float] = []
    for _ in range(_PASSES):
        packing = piece.packed(seed)
        if piece.height is None or piece.loose_fraction is not None:
            return piece, packing
        better = _after(packing, sketch, inputs, level)
        if better.height is None:
            return piece, packing
        off = piece.height / better.height - 1
        if piece.support is not None:
            size = _size_for(piece, better.height)
            if abs(size - 1) < SIZE_OFF:
                return piece, replace(packing, diameters=size * packing.diameters)
        elif abs(off) < HEIGHT_OFF:
            return piece, packing
        tried.append((off, piece, packing))
        heights.append(better.height)
        piece = better if piece.support is None else _of_height(piece, heights, better)
    off, piece, packing = min(tried, key=lambda one: abs(one[0]))
    note = (
        f"seed {seed}: the piece that is packed is {100 * abs(off):.2g} % "
        f"{'higher' if off > 0 else 'lower'} than the membrane; no better height was found"
    )
    return replace(piece, notes=(*piece.notes, note)), packing


def _size_for(piece: Piece, height: float) -> float:
    """Factor on the grains of a piece with which its height serves instead of `height`, m."""
    assert piece.height is not None  # asked for only through the whole thickness
    assert piece.support is not None  # and around fibres
    solid = (1 - piece.support.porosity) * piece.support.thickness
    return float(((height - solid) / (piece.height - solid)) ** (1 / 3))


def _of_height(piece: Piece, heights: list[float], better: Piece) -> Piece:
    """Return the same web in a piece of the mean height of those asked for so far.

    Around few fibres packing fractions scatter from trial to trial, which a mean evens out.
    """
    assert better.height is not None  # asked for only through the whole thickness
    height = sum(heights) / len(heights)
    return replace(piece, height=height, stretch=better.stretch * height / better.height)


def _after(packing: Packing, sketch: Sketch, inputs: Inputs, level: Level) -> Piece:
    """Return the piece as planned with the packing fraction of a first packing."""
    found = packing.packing_fraction
    again = densify(
        inputs.recipe,
        inputs.makeup,
        sketch.initial.model_copy(update={"value": found}),
        inputs.pressed_densities,
    )
    share = again.fraction.value
    return _planned(
        inputs, level, sketch.initial.value, share, inputs.makeup.thickness(share), found
    )


def _planned(
    inputs: Inputs,
    level: Level,
    initial: float,
    share: float,
    thickness: float,
    measured: float | None = None,
) -> Piece:
    recipe, face = inputs.recipe, inputs.recipe.membrane.substrate
    return plan_piece(
        recipe.ceramic.size,
        level.particles,
        thickness=thickness,
        initial_fraction=initial,
        ceramic_fraction=share,
        one_axis=recipe.press.method in ("uniaxial", "roll"),
        support=inputs.makeup.support,
        grown=recipe.process == "infiltration",
        face_correlation=face.correlation_length if face else 0.0,
        measured_fraction=measured,
        voxels=level.voxels // 2,
    )
