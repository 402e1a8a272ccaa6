"""How binder and support lie on the ceramic: films, shares and covered surface."""

from ceralyte.core.quantities import Outcome, Quantity, Unavailable
from ceralyte.pipeline.binding import binder_shares, film_share
from ceralyte.pipeline.built import Built
from ceralyte.pipeline.inputs import Inputs
from ceralyte.pipeline.notes import is_thin_film
from ceralyte.pipeline.samples import mean_over_seeds
from ceralyte.structure import binder_coverage, support_coverage


def film_of(inputs: Inputs, built: Built) -> Outcome:
    if inputs.recipe.binder is None:
        return Unavailable(unit="m", reason="the recipe has no binder")
    if built.densification.dispersed:
        return Unavailable(unit="m", reason="the polymer is the matrix, not a film on the grains")
    stated = inputs.recipe.binder.film_thickness
    if stated is not None:
        return Quantity(value=stated, unit="m", method="measured, stated in the recipe")
    return built.filling.even_film(built.samples[0].pressed)


def shares_of_binder(inputs: Inputs, built: Built) -> dict[str, Quantity]:
    binding, binder = built.filling.binding, inputs.recipe.binder
    if binding is None or binder is None:
        return {}
    film = film_share(inputs.recipe, built.filling.even_film(built.samples[0].pressed))
    return binder_shares(binding, film, binder.film_thickness)


def coverage_of_binder(inputs: Inputs, built: Built) -> Outcome:
    if inputs.recipe.binder is None:
        return Unavailable(unit="", reason="the recipe has no binder")
    if is_thin_film(built, film_of(inputs, built), 1):
        return Unavailable(unit="", reason="the film is thinner than a voxel, too thin to count")
    return mean_over_seeds(
        [binder_coverage(s.structure) for s in built.samples], "", "surfaces of the finer image"
    )


def left_by_support(built: Built) -> dict[str, Quantity]:
    """What the support leaves to the ceramic, counted on the finer image of every seed."""
    if built.piece.support is None:
        return {}
    found = [support_coverage(s.structure) for s in built.samples]
    left = {
        "open_area": [one.open_area for one in found],
        "densest_layer": [one.narrowest for one in found],
        "beside": [one.beside for one in found],
        "ceramic_between": [one.ceramic_between for one in found],
        "ceramic_outside": [o for one in found if (o := one.ceramic_outside) is not None],
    }
    method = "voxels of the finer image"
    return {name: mean_over_seeds(values, "", method) for name, values in left.items() if values}
