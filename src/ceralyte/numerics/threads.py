"""As many threads as the work is worth."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import numba

# Short parallel loops inside a kernel: with TBB each costs milliseconds where cores are virtual.
# OpenMP threads that sleep at once wake too late for the next loop, those that spin for long take
# the core from another program: a few microseconds are worth waiting.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
os.environ.setdefault("GOMP_SPINCOUNT", "3000")
numba.config.THREADING_LAYER_PRIORITY = ["omp", "tbb", "workqueue"]

# Asking starts them. A kernel whose cache was filled by several processes does not, and crashes.
numba.get_num_threads()

_VOXELS_PER_THREAD = 32768
"""Below this, handing a plane to another thread takes longer than the plane."""


@contextmanager
def at_most_threads(count: int) -> Iterator[None]:
    """Let kernels use `count` threads, and no more than they may use already."""
    allowed = numba.get_num_threads()
    numba.set_num_threads(max(1, min(allowed, count)))
    try:
        yield
    finally:
        numba.set_num_threads(allowed)


@contextmanager
def threads_for(voxels: int) -> Iterator[None]:
    """Let kernels use one thread per 32768 voxels, and no more than they may use already."""
    with at_most_threads(voxels // _VOXELS_PER_THREAD):
        yield
