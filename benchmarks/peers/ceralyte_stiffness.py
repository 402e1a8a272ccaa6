"""One load, or all six, of a periodic porous image with ceralyte.

``python ceralyte_stiffness.py IMAGE.npy MODULI.json TOLERANCE [COMPONENT ...]`` prints what
`mugrid_stiffness.py` prints. The tolerance is that of the energy.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
from snapshots import peak_memory, resident_memory

from ceralyte.numerics.elastic_grid import ElasticGrid
from ceralyte.numerics.elastic_multigrid import ElasticMultigrid
from ceralyte.numerics.elastic_solver import Load, respond

PERIODIC = (True, True, True)
FREE = np.zeros((3, 3), np.bool_)


def main(image: str, moduli: str, tolerance: str, *components: str) -> None:
    """Solve and print."""
    table = np.tile(json.loads(Path(moduli).read_text()), 2)
    loads = [Load(c, FREE) for c in components or ("xx",)]
    small = np.ones((8, 8, 8), np.uint8)
    small[2:5, 3:6, 2:7] = 0
    respond(ElasticGrid(small, table, PERIODIC), loads[:1], 1e-2, 100)  # compiles, or reads
    before = resident_memory()
    phase = np.load(image)
    start = time.perf_counter()
    ElasticMultigrid(ElasticGrid(phase, table, PERIODIC))
    ready = time.perf_counter()
    response = respond(ElasticGrid(phase, table, PERIODIC), loads, float(tolerance), 500)
    end = time.perf_counter()
    print(
        json.dumps(
            {
                "stress": response.stiffness[0, 0],
                "setup": ready - start,
                "solve": end - ready - (ready - start),
                "iterations": max(response.iterations),
                "peak": peak_memory() - before,
            }
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
