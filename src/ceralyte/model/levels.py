"""How much work a design is given."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Level:
    """Size of the computer experiment.

    `particles` per packing; `voxels` along each side of a cube with as many voxels as the finer
    image (the coarser has half); number of independent packings `seeds`.
    """

    particles: int
    voxels: int
    seeds: int


LEVELS = {
    "quick": Level(particles=1000, voxels=64, seeds=1),
    "standard": Level(particles=3000, voxels=160, seeds=3),
    "fine": Level(particles=10000, voxels=256, seeds=5),
}
