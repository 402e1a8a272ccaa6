"""A membrane before anything is packed: density and thickness estimated, the piece planned."""

from dataclasses import dataclass

from ceralyte.core.quantities import Quantity
from ceralyte.packing import farr_groot
from ceralyte.pipeline.density import Densification, densify
from ceralyte.pipeline.inputs import Inputs
from ceralyte.pipeline.piece import Piece, plan_piece


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
    piece = plan_piece(
        recipe.ceramic.size,
        particles,
        thickness=thickness,
        initial_fraction=initial.value,
        ceramic_fraction=share,
        one_axis=recipe.press.method in ("uniaxial", "roll"),
        support=makeup.support,
    )
    return Sketch(initial, densification, thickness, piece)
