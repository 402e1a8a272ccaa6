"""The memory that a design needs, before anything is made."""

from ceralyte.model.levels import Level
from ceralyte.numerics.elastic_solver import BYTES_PER_VOXEL as ELASTIC
from ceralyte.pressing.press import BYTES_PER_PARTICLE
from ceralyte.structure.voxelise import BYTES_PER_VOXEL as IMAGE
from ceralyte.transport.case import BYTES_PER_NODE, PARTS_PER_CELL

PROGRAM = 0.3 * 2**30
"""Bytes of Python with its libraries (measured: 0.22 GiB)."""

KERNELS = 0.6 * 2**30
"""Bytes more where kernels are compiled first (measured at level quick: 0.78 GiB in all)."""


def estimate_memory() -> float:
    """Return the memory of a process that works out closed forms, bytes."""
    return PROGRAM


def design_memory(level: Level) -> float:
    """Return the largest memory of a design, bytes; an estimate from above.

    That of the larger solve on the finer image, were all of it ceramic. Stages come one after the
    other, and so do seeds.
    """
    solving = max(ELASTIC, BYTES_PER_NODE * PARTS_PER_CELL) + IMAGE
    return PROGRAM + KERNELS + solving * level.voxels**3 + BYTES_PER_PARTICLE * level.particles
