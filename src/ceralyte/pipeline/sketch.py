"""A membrane before anything is packed: density and thickness estimated, the piece planned."""

from dataclasses import dataclass
from math import cbrt, pi

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Quantity
from ceralyte.core.units import LENGTH, show
from ceralyte.model import Packing
from ceralyte.packing import farr_groot, mean_diameter, moment
from ceralyte.pipeline.density import Densification, densify
from ceralyte.pipeline.inputs import Inputs
from ceralyte.pipeline.piece import Piece, plan_piece
from ceralyte.structure import require_film

HEIGHT_OFF = 0.02

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


def sketch_of(inputs: Inputs, particles: int) -> Sketch:
    """Return the sketch of a membrane whose packings have about so many `particles`.

    Raises
    ------
    InputError
        Particles too coarse for the membrane, or a density that cannot be.
    """
    recipe, makeup = inputs.recipe, inputs.makeup
    initial = farr_groot(recipe.ceramic.size)
    densification = densify(recipe, makeup, initial, inputs.pressed_densities)
    share = densification.fraction.value
    thickness = makeup.thickness(share)
    _require_binder_for_film(inputs)
    piece = _planned(inputs, particles, initial.value, share, thickness)
    _require_binder_fits(inputs, piece, share, thickness)
    return Sketch(initial, densification, thickness, piece)


def _require_binder_for_film(inputs: Inputs) -> None:
    """Refuse a film that is sure to take more binder than there is, before anything is packed.

    On smooth spheres without contacts all binder is a film of its volume per ceramic times a
    sixth of the mean diameter by volume and surface; flat contacts at most double it.
    """
    binder, size = inputs.recipe.binder, inputs.recipe.ceramic.size
    if binder is not None and binder.film_thickness is not None:
        bare = inputs.makeup.binder_per_ceramic * mean_diameter(size, 3, 2) / 6
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


def fitted(sketch: Sketch, inputs: Inputs, particles: int) -> tuple[Piece, Packing]:
    """Return the piece and its first packing, high enough to be as thick as the membrane.

    Walls and fibres cost packing fraction, by an estimate in the sketch. Where the first packing
    shows that the height was off by more than `HEIGHT_OFF`, the piece is planned and packed again.
    """
    piece = sketch.piece
    first = piece.packed(0)
    if piece.height is None or piece.loose_fraction is not None:
        return piece, first
    found = first.packing_fraction
    again = densify(
        inputs.recipe,
        inputs.makeup,
        sketch.initial.model_copy(update={"value": found}),
        inputs.pressed_densities,
    )
    share = again.fraction.value
    better = _planned(
        inputs, particles, sketch.initial.value, share, inputs.makeup.thickness(share), found
    )
    if better.height is None or abs(better.height / piece.height - 1) < HEIGHT_OFF:
        return piece, first
    return better, better.packed(0)


def _planned(
    inputs: Inputs,
    particles: int,
    initial: float,
    share: float,
    thickness: float,
    measured: float | None = None,
) -> Piece:
    recipe, face = inputs.recipe, inputs.recipe.membrane.substrate
    return plan_piece(
        recipe.ceramic.size,
        particles,
        thickness=thickness,
        initial_fraction=initial,
        ceramic_fraction=share,
        one_axis=recipe.press.method in ("uniaxial", "roll"),
        support=inputs.makeup.support,
        grown=recipe.process == "infiltration",
        face_correlation=face.correlation_length if face else 0.0,
        measured_fraction=measured,
    )
