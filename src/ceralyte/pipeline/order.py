"""`design`: the only place that knows the order of the stages."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from ceralyte.core.errors import InputError, UnknownNameError
from ceralyte.core.quantities import Quantity
from ceralyte.model import Design, Packing
from ceralyte.model.levels import LEVELS, Level
from ceralyte.pipeline.built import Built
from ceralyte.pipeline.density import Densification, densify
from ceralyte.pipeline.inputs import Inputs, look_up
from ceralyte.pipeline.piece import Piece
from ceralyte.pipeline.results import assemble
from ceralyte.pipeline.samples import Filling, Sample, mean_over_seeds, sample
from ceralyte.pipeline.sketch import fitted, sketch_of
from ceralyte.recipe import Recipe

Progress = Callable[[str, float], None]
"""Called with what is being done and the share of the work that is behind."""

MAX_SEEDS = 100


def design(
    recipe: Recipe | str | Path,
    *,
    level: str = "standard",
    seeds: int | None = None,
    particles: int | None = None,
    progress: Progress | None = None,
) -> Design:
    """Predict a membrane from its recipe.

    Parameters
    ----------
    recipe : Recipe, or path of a recipe file
    level : "quick", "standard" or "fine"
        Size of the packings and images, see `LEVELS`.
    seeds : int, optional
        Number of independent packings; their spread is the sampling error.
    particles : int, optional
        Particles per packing instead of the level's; wide distributions need more.
    progress : callable, optional

    Returns
    -------
    Design

    Raises
    ------
    InputError
        The recipe is wrong, names an unknown material, or needs a value that nobody has given.
    ConvergenceError
        A packing or a solution did not converge.

    Validity
    --------
    A periodic piece of the bulk of the membrane, or, where it has a support or is few particles
    thick, a piece through its whole thickness; see `notes` and each quantity's `validity`.
    """
    tell = progress or _silent
    plan = checked_level(level)
    if particles is not None:
        plan = replace(plan, particles=particles)
    count = checked_seeds(plan.seeds if seeds is None else seeds)
    tell("looking values up", 0.0)
    inputs = look_up(recipe)
    recipe = inputs.recipe
    made = prepare(inputs, plan, count, tell)
    filling = made.filling

    samples: list[Sample] = []
    for seed, packing in enumerate(made.packings):
        tell(f"pressing and conduction, seed {seed}", 0.5 + 0.4 * seed / count)
        samples.append(sample(packing, recipe, filling, plan, drawn=seed == 0))
    tell("temperature, mechanics, cell", 0.9)
    built = Built(
        plan,
        made.piece,
        made.packings,
        made.initial,
        made.densification,
        made.thickness,
        filling,
        samples,
    )
    label = level if particles is None else f"{level}, {particles} particles"
    result = assemble(inputs, built, label)
    tell("done", 1.0)
    return result


def checked_level(name: str) -> Level:
    """Return the level of a name; raise `UnknownNameError` unless there is one."""
    if name not in LEVELS:
        raise UnknownNameError("level", name, LEVELS)
    return LEVELS[name]


def checked_seeds(count: int) -> int:
    """Return the number of packings; raise `InputError` unless it is one that can be made."""
    if not 1 <= count <= MAX_SEEDS:
        raise InputError("seeds", f"got {count}", f"1 to {MAX_SEEDS}")
    return count


@dataclass(frozen=True)
class Prepared:
    """Packings of a recipe, one per seed, and what they are to be pressed and filled to."""

    piece: Piece
    packings: list[Packing]
    initial: Quantity
    densification: Densification
    thickness: float
    filling: Filling


def prepare(inputs: Inputs, plan: Level, count: int, tell: Progress) -> Prepared:
    """Pack `count` pieces of the membrane, and work out its density and thickness."""
    sketch = sketch_of(inputs, plan)
    tell(f"packing {sketch.piece.particles} particles, seed 0", 0.0)
    piece, first = fitted(sketch, inputs, plan)
    packings = [first]
    for seed in range(1, count):
        tell(f"packing {piece.particles} particles, seed {seed}", 0.5 * seed / count)
        if piece.support is None:
            packings.append(piece.packed(seed))
            continue
        # Webs differ so much that each seed has its own height.
        other, packing = fitted(replace(sketch, piece=piece), inputs, plan, seed=seed)
        piece = replace(piece, notes=other.notes)
        packings.append(packing)
    initial = mean_over_seeds(
        [p.packing_fraction for p in packings], "", "random packing of frictionless spheres"
    )
    densification = sketch.densification
    if piece.loose_fraction is None:
        densification = densify(inputs.recipe, inputs.makeup, initial, inputs.pressed_densities)
    thickness = inputs.makeup.thickness(densification.fraction.value)
    filling = Filling.of(inputs, densification, thickness)
    return Prepared(piece, packings, initial, densification, thickness, filling)


def _silent(_what: str, _share: float) -> None:
    """Tell nobody."""
