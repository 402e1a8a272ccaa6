"""A ceramic whose crystals conduct differently along their axes, as a recipe states it."""

from numpy.typing import ArrayLike

from ceralyte.core.units import CONDUCTIVITY, show
from ceralyte.model import Structure
from ceralyte.recipe import Anisotropy
from ceralyte.transport import polycrystal_conductivity, randomly_oriented


def principal_conductivities(anisotropy: Anisotropy, pellet: float) -> tuple[float, float, float]:
    """Return those along the axes of the crystal (S/m), of which grains at random give `pellet`."""
    scale = pellet / polycrystal_conductivity(anisotropy.ratios)
    a, b, c = (scale * ratio for ratio in anisotropy.ratios)
    return a, b, c


def crystals(structure: Structure, anisotropy: Anisotropy | None, pellet: float) -> ArrayLike:
    """Return the conductivity of the ceramic of a structure as a solve takes it, S/m.

    Grains at random are turned by the seed of their packing, so that they are the same in each of
    its images.
    """
    if anisotropy is None:
        return pellet
    principal = principal_conductivities(anisotropy, pellet)
    if anisotropy.texture == "aligned":
        return principal
    seed = 0 if structure.particles is None else structure.particles.particles.seed
    return randomly_oriented(principal, max(int(structure.grain.max()), 1), seed=seed)


def through_membrane(anisotropy: Anisotropy | None, pellet: float) -> float:
    """Return the conductivity of the ceramic through the membrane, for estimates, S/m."""
    if anisotropy is None or anisotropy.texture == "random":
        return pellet
    return principal_conductivities(anisotropy, pellet)[2]


def crystal_notes(anisotropy: Anisotropy | None, pellet: float) -> tuple[str, ...]:
    """Return what a reader must know of them."""
    if anisotropy is None:
        return ()
    ratios = " : ".join(f"{ratio:.3g}" for ratio in anisotropy.ratios)
    turned = "turned at random" if anisotropy.texture == "random" else "with its axes along x, y, z"
    values = [show(v, CONDUCTIVITY) for v in principal_conductivities(anisotropy, pellet)]
    return (
        f"each grain of the ceramic is one crystal {turned}, which conducts as {ratios} along its "
        f"axes ({anisotropy.source}): {', '.join(values)}, so that a pellet of many at random has "
        "the ceramic's conductivity (effective medium)",
    )
