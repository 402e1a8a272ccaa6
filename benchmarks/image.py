"""CPU seconds and peak memory of measuring an image: `python benchmarks/image.py STACK.tif`.

The labels of the stack must be 0 pore, 1 ceramic, 2 binder. Every stage runs twice, so that the
second time is without compilation.
"""

import resource
import sys
import time
from collections.abc import Callable
from typing import Any

from ceralyte.model.structure import CERAMIC
from ceralyte.structure import (
    import_image,
    interface_areas,
    local_thickness,
    measure_grains,
    percolating_fractions,
    split_grains,
)

LABELS = {0: "pore", 1: "ceramic", 2: "binder"}


def timed(name: str, run: Callable[[], Any]) -> Any:
    """Run twice, print CPU seconds of the second run and the peak memory so far."""
    run()
    started = time.process_time()
    result = run()
    seconds = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"{name:24s} {seconds:7.1f} s CPU   {peak:5.2f} GiB peak so far")
    return result


def main() -> None:
    """Time every stage on the stack that the command line names."""
    structure = timed("read", lambda: import_image(sys.argv[1], "1 um", LABELS)).structure
    print(f"{structure.phase.size / 1e6:.1f} million voxels")
    timed("percolating fractions", lambda: percolating_fractions(structure))
    timed("interface areas", lambda: interface_areas(structure))
    timed("local thickness", lambda: local_thickness(structure, CERAMIC))
    split = timed("split grains", lambda: split_grains(structure))
    timed("grain table", lambda: measure_grains(split))


if __name__ == "__main__":
    main()
