"""Pack with ceralyte: ``python ceralyte_pack.py DIAMETERS.npy SNAPSHOT OVERLAP``."""

import sys
from time import perf_counter, process_time

import numpy as np
from snapshots import peak_memory, save

from ceralyte.packing import pack_diameters


def main(diameters_path: str, snapshot_path: str, overlap: float) -> None:
    """Compile or load the kernels on a small packing, then time the one asked for."""
    diameters = np.load(diameters_path)
    pack_diameters(np.full(100, diameters.mean()), seed=0, overlap_tolerance=1e-2)
    before, wall, cpu = peak_memory(), perf_counter(), process_time()
    packing = pack_diameters(diameters, seed=0, overlap_tolerance=overlap)
    save(
        snapshot_path,
        packing.centres,
        packing.box,
        wall=perf_counter() - wall,
        cpu=process_time() - cpu,
        memory=(before, peak_memory()),
    )


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
