"""`Built`: what was made for one recipe, before it becomes numbers."""

from dataclasses import dataclass

from ceralyte.core.quantities import Quantity
from ceralyte.model import Packing
from ceralyte.model.levels import Level
from ceralyte.pipeline.density import Densification
from ceralyte.pipeline.piece import Piece
from ceralyte.pipeline.samples import Filling, Sample


@dataclass(frozen=True)
class Built:
    """Packings, densification and samples, one per seed, of a `piece` of the membrane."""

    level: Level
    piece: Piece
    packings: list[Packing]
    initial: Quantity
    densification: Densification
    thickness: float
    filling: Filling
    samples: list[Sample]
